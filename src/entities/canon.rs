//! Canonical names: the full name of a person, the title of a law, a place without its headline's capitals.

use std::collections::HashMap;

use super::Knowledge;
use super::board::{Board, Mention, is_acronym, text};
use super::bodies::Body;
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
    let mut known: HashMap<String, Option<&Body>> = HashMap::new();
    for mention in board.all_mut().filter(is_open) {
        let form = mention.name.clone().unwrap_or_else(|| text(doc, mention.tokens).to_owned());
        // Once for each form: the whole article is asked for the long form of a short one.
        let find = |form: &String| knowledge.bodies.find(form, doc, countries);
        if let Some(body) = *known.entry(form).or_insert_with_key(find) {
            mention.reference = Some(Reference::Key(body.key().into()));
            mention.name.get_or_insert_with(|| body.name.to_owned());
        }
    }
}

/// Gives every mention without a name one: the longest mention of the same name in the article.
pub(super) fn name_all(doc: &Doc, knowledge: &Knowledge, board: &mut Board) {
    let full = FullNames::of(doc, board);
    for mention in board.all_mut().filter(|mention| mention.name.is_none()) {
        let own = text(doc, mention.tokens);
        mention.name = Some(
            full.longest(mention.label, own)
                .map(calm)
                .or_else(|| listed(knowledge, own))
                .unwrap_or_else(|| calm(own)),
        );
    }
}

/// Most words by which a full name is found again.
const LONGEST: usize = 16;

/// The full names of an article, by the words that they begin with, people's also by those that they end with.
#[derive(Debug, Default)]
struct FullNames<'a> {
    /// The longest name for each label and run of folded words, with how many words it has.
    by_words: HashMap<(Label, String), (usize, &'a str)>,
}

impl<'a> FullNames<'a> {
    fn of(doc: &'a Doc, board: &Board) -> Self {
        let mut names = Self::default();
        let is_full = |mention: &&Mention| mention.name.is_none() && mention.tokens.len() > 1;
        for mention in board.all().filter(is_full) {
            if matches!(mention.label, Label::Person | Label::Org) {
                names.add(mention.label, text(doc, mention.tokens));
            }
        }
        names
    }

    fn add(&mut self, label: Label, name: &'a str) {
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').collect();
        let most = words.len().min(LONGEST);
        let firsts = (1..=most).map(|count| words[..count].join(" "));
        let lasts = (1..=most).map(|count| words[words.len() - count..].join(" "));
        for part in firsts.chain(lasts.filter(|_| label == Label::Person)) {
            let best = self.by_words.entry((label, part)).or_insert((words.len(), name));
            // Of equals the first: the article introduces a person by the full name.
            if words.len() > best.0 {
                *best = (words.len(), name);
            }
        }
    }

    /// The longest name of the same label that holds this one: for people as first or last words, for others as first.
    fn longest(&self, label: Label, own: &str) -> Option<&'a str> {
        self.by_words.get(&(label, fold(own))).map(|&(_, name)| name)
    }
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
