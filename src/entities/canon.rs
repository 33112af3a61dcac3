//! Canonical names: the full name of a person, the title of a law, a place without its headline's capitals.

use super::Knowledge;
use super::board::{Board, Mention, is_acronym, text};
use super::fold::fold;
use super::gazetteer::Country;
use crate::article::{Doc, Label, Reference};

/// Gives the laws of the list their titles and keys.
pub(super) fn name_laws(knowledge: &Knowledge, board: &mut Board, countries: &[(Country, f32)]) {
    let countries: Vec<Country> = countries.iter().take(3).map(|&(country, _)| country).collect();
    for mention in board.all_mut().filter(|mention| mention.label == Label::Law) {
        let listed = mention.name.as_deref().and_then(|name| knowledge.laws.find(name, &countries));
        if let Some(law) = listed {
            mention.name = Some(law.title());
            mention.reference = Some(Reference::Key(law.key().into()));
        }
    }
}

/// Gives the public bodies of the list their keys, and their names where the article does not give one itself.
pub(super) fn name_bodies(doc: &Doc, knowledge: &Knowledge, board: &mut Board, countries: &[(Country, f32)]) {
    let is_open = |mention: &&mut Mention| mention.label == Label::Org && mention.reference.is_none();
    for mention in board.all_mut().filter(is_open) {
        let form = mention.name.clone().unwrap_or_else(|| text(doc, mention.tokens).to_owned());
        if let Some(body) = knowledge.bodies.find(&form, doc, countries) {
            mention.reference = Some(Reference::Key(body.key().into()));
            mention.name.get_or_insert_with(|| body.name.to_owned());
        }
    }
}

/// Gives every mention without a name one: the longest mention of the same name in the article.
pub(super) fn name_all(doc: &Doc, knowledge: &Knowledge, board: &mut Board) {
    let full: Vec<(Label, Vec<String>, String)> = board
        .all()
        .filter(|mention| mention.name.is_none() && mention.tokens.len() > 1)
        .map(|mention| {
            let name = text(doc, mention.tokens);
            (mention.label, words_of(name), calm(name))
        })
        .collect();
    for mention in board.all_mut().filter(|mention| mention.name.is_none()) {
        let own = text(doc, mention.tokens);
        mention.name = Some(
            longest(mention, own, &full).or_else(|| listed(knowledge, own)).unwrap_or_else(|| calm(own)),
        );
    }
}

fn words_of(name: &str) -> Vec<String> {
    fold(name).split(' ').map(str::to_owned).collect()
}

/// The longest name of the same label that holds this one: for people as first or last words, for others as first.
fn longest(mention: &Mention, own: &str, full: &[(Label, Vec<String>, String)]) -> Option<String> {
    if !matches!(mention.label, Label::Person | Label::Org) {
        return None;
    }
    let words = words_of(own);
    let holds = |longer: &[String]| {
        longer.starts_with(&words) || mention.label == Label::Person && longer.ends_with(&words)
    };
    let longer = full.iter().filter(|(label, longer, _)| *label == mention.label && holds(longer));
    // Of equals the first: the article introduces a person by the full name.
    let best = longer.reduce(|best, next| if next.1.len() > best.1.len() { next } else { best });
    best.map(|(_, _, name)| name.clone())
}

/// The list's own form of a people ("Sri Lankans" -> "Sri Lankan").
fn listed(knowledge: &Knowledge, own: &str) -> Option<String> {
    knowledge.nations.get(own).map(|entry| entry.name.to_string())
}

/// A headline's capitals made calm: "KUALA LUMPUR" -> "Kuala Lumpur". Short forms stay.
fn calm(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_loud = !name.chars().any(char::is_lowercase) && (letters > 5 || name.contains(' ') && letters > 6);
    if !is_loud || is_acronym(name) && name.chars().any(|letter| letter.is_ascii_digit()) {
        return name.to_owned();
    }
    let mut calm = String::with_capacity(name.len());
    let mut is_inside = false;
    for letter in name.chars() {
        if is_inside {
            calm.extend(letter.to_lowercase());
        } else {
            calm.push(letter);
        }
        is_inside = letter.is_alphabetic() || matches!(letter, '\'' | '’');
    }
    calm
}

#[cfg(test)]
mod tests {
    use super::calm;

    #[test]
    fn a_headlines_capitals_become_calm_and_short_forms_stay() {
        assert_eq!(calm("KUALA LUMPUR"), "Kuala Lumpur");
        assert_eq!(calm("ISLAMABAD"), "Islamabad");
        assert_eq!(calm("UNICEF"), "Unicef");
        assert_eq!(calm("FIA"), "FIA");
        assert_eq!(calm("McDonald"), "McDonald");
    }
}
