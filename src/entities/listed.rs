//! Names that a list knows: nations, provinces, public bodies, well-known companies, short forms of laws.

use std::collections::HashMap;

use super::Knowledge;
use super::board::{Board, Mention, is_acronym, is_capital, text};
use super::gazetteer::Country;
use crate::article::{By, Doc, Label, Tag, TokenRange};

/// Countries and peoples: the model's label is corrected, what it missed is added.
pub(super) fn put_nations(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
    let mut at = 0;
    while at < doc.len() {
        let found = is_capital(doc.token_text(at)).then(|| knowledge.nations.longest_at(doc, at)).flatten();
        let Some((tokens, entry)) = found else {
            at += 1;
            continue;
        };
        at = tokens.end as usize;
        let is_whole = board
            .at(tokens.start as usize)
            .is_some_and(|mention| mention.tokens == tokens && !is_surely_other(mention));
        let is_noun =
            |at: usize| matches!(doc.node(at).tag(), Tag::Nnp | Tag::Nnps | Tag::Nn | Tag::Nns | Tag::Jj);
        if is_whole || board.is_free(tokens) && tokens.range().all(is_noun) && entry.country != 0 {
            board.put(Mention {
                name: Some(entry.name.to_string()),
                ..Mention::settled(tokens, entry.label, By::Lexicon, 0.96)
            });
        }
    }
}

/// Whether the model is sure that a nation's name is not that here: Chad is a first name, Jordan a last name, English a
/// language.
fn is_surely_other(mention: &Mention) -> bool {
    let sure = mention.whole * mention.odds[mention.label as usize];
    match mention.label {
        Label::Person => sure > 0.6,
        Label::Org => sure > 0.85,
        Label::Language => true,
        _ => mention.fixed,
    }
}

/// Short forms of provinces ("KPK") in an article about their country.
pub(super) fn put_regions(knowledge: &Knowledge, doc: &Doc, board: &mut Board, countries: &[(Country, f32)]) {
    for at in 0..doc.len() {
        let tokens = TokenRange::new(at, at + 1);
        let is_open = board.at(at).is_none_or(|mention| !mention.fixed && mention.tokens == tokens);
        let entry = knowledge.regions.get(doc.token_text(at)).filter(|_| is_open);
        let is_here = |country| countries.iter().any(|&(other, share)| other == country && share > 0.3);
        if let Some(entry) = entry.filter(|entry| is_here(entry.country) && is_placed(doc, board, at)) {
            board.put(Mention {
                name: Some(entry.name.to_string()),
                ..Mention::settled(tokens, Label::Gpe, By::Lexicon, 0.85)
            });
        }
    }
}

/// Short forms of listed laws ("the PTPA"), where the article is about their country and speaks of a law.
pub(super) fn put_short_laws(
    knowledge: &Knowledge,
    doc: &Doc,
    board: &mut Board,
    countries: &[(Country, f32)],
) {
    let countries: Vec<Country> = countries.iter().take(3).map(|&(country, _)| country).collect();
    for at in 0..doc.len() {
        let (word, tokens) = (doc.token_text(at), TokenRange::new(at, at + 1));
        let is_open = board.at(at).is_none_or(|mention| !mention.fixed && mention.tokens == tokens);
        if !is_open || !knowledge.laws.has_short(word) {
            continue;
        }
        let listed = knowledge.laws.find(word, &countries).is_some();
        let is_form = is_acronym(word) && word.len() > 2 || is_capital(word) && word.len() > 4;
        if listed && is_form && speaks_of_law(knowledge, doc, at) {
            board.put(Mention {
                name: Some(word.to_owned()),
                ..Mention::settled(tokens, Label::Law, By::Lexicon, 0.85)
            });
        }
    }
}

/// Public bodies: a name of several words is an organisation wherever it stands; a short form where the article is about
/// its country, or gives its long form.
pub(super) fn put_bodies(knowledge: &Knowledge, doc: &Doc, board: &mut Board, countries: &[(Country, f32)]) {
    let (mut at, mut meant) = (0, HashMap::new());
    while at < doc.len() {
        let found = knowledge.bodies.longest_at(doc, at).filter(|&tokens| is_name(knowledge, doc, tokens));
        let Some(tokens) = found else {
            at += 1;
            continue;
        };
        let is_long = tokens.len() > 1 && text(doc, tokens).contains(' ');
        // Once for each form: the whole article is asked for the long form of a short one.
        let find = |form| knowledge.bodies.find(form, doc, countries).is_some();
        let is_meant = is_long || *meant.entry(text(doc, tokens)).or_insert_with_key(|form| find(form));
        if is_meant && may_take(doc, board, tokens, is_long) {
            let sure = board.over(tokens).map(|mention| mention.whole).fold(0.8, f32::max);
            board.put(Mention::settled(tokens, Label::Org, By::Lexicon, sure));
        }
        at = tokens.end as usize;
    }
}

/// Whether a listed name is written as one: all but its small words with capitals ("al-Shabab" may begin small).
fn is_name(knowledge: &Knowledge, doc: &Doc, tokens: TokenRange) -> bool {
    tokens.range().all(|at| {
        let word = doc.token_text(at);
        !word.chars().next().is_some_and(char::is_lowercase)
            || knowledge.words.small.has(word)
            || at == tokens.start as usize
    })
}

/// Whether a listed body may stand in the place of what is on the board: of shorter names inside it and, where it has
/// several words, of nothing; never of a longer name, a law or a defined short form.
fn may_take(doc: &Doc, board: &Board, tokens: TokenRange, is_long: bool) -> bool {
    let mut over = board.over(tokens).peekable();
    if over.peek().is_none() {
        let is_verb = |at: usize| matches!(doc.node(at).tag(), Tag::Vb | Tag::Md);
        let is_form = is_long || is_acronym(text(doc, tokens)) && !is_headline(doc, tokens);
        return is_form && !tokens.range().any(is_verb) && !goes_on_as_name(doc, board, tokens);
    }
    over.all(|mention| {
        let is_inside = mention.tokens.start >= tokens.start && mention.tokens.end <= tokens.end;
        is_inside && mention.label != Label::Law && mention.by != By::Acronym
    })
}

/// Whether a capitalised name that nobody has claimed follows: the body's is the begin of a longer one.
fn goes_on_as_name(doc: &Doc, board: &Board, tokens: TokenRange) -> bool {
    let next = tokens.end as usize;
    next < doc.len()
        && board.at(next).is_none()
        && doc.node(next).tag() == Tag::Nnp
        && is_capital(doc.token_text(next))
}

/// Whether the sentence is written in capitals, where any word may look like a short form.
fn is_headline(doc: &Doc, tokens: TokenRange) -> bool {
    let sentence = doc.around(tokens.start as usize);
    let is_small = |&at: &usize| doc.token_text(at).chars().next().is_some_and(char::is_lowercase);
    sentence.range().filter(is_small).take(2).count() < 2
}

/// Well-known companies, newspapers, clubs and tournaments that the model missed.
pub(super) fn put_known(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
    for at in (0..doc.len()).filter(|&at| is_capital(doc.token_text(at))) {
        let Some((tokens, entry)) = knowledge.known.longest_at(doc, at) else { continue };
        let is_noun = tokens.range().all(|at| doc.node(at).tag().is_noun() || doc.node(at).tag() == Tag::Pos);
        let is_part = [tokens.start.checked_sub(1), Some(tokens.end)].into_iter().flatten().any(|at| {
            doc.words
                .get(at as usize)
                .is_some_and(|word| word.tag.is_name() && board.at(at as usize).is_none())
        });
        if is_noun && !is_part && board.is_free(tokens) {
            board.add(Mention {
                name: Some(entry.name.to_string()),
                ..Mention::likely(tokens, entry.label, By::Lexicon, 0.8)
            });
        }
    }
}

/// Whether a short form at `at` stands where a place does: after a preposition, in a list of names, or where the model sees
/// a place.
fn is_placed(doc: &Doc, board: &Board, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| doc.token_text(at));
    let is_listed =
        before == "," && at > 1 && board.at(at - 2).is_some_and(|mention| mention.label == Label::Gpe);
    let is_seen = board.at(at).is_some_and(|mention| mention.label == Label::Gpe);
    is_seen || is_listed || matches!(before, "in" | "from" | "across" | "to" | "of" | "the" | "and")
}

/// Whether the words before token `at` speak of a law.
fn speaks_of_law(knowledge: &Knowledge, doc: &Doc, at: usize) -> bool {
    let sentence = doc.sentence(at).tokens;
    let from = (sentence.start as usize).max(at.saturating_sub(8));
    (from..at).any(|at| knowledge.law_words.speaks(&doc.words[at].lemma))
}
