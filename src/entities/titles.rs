//! Titles of works, and conferences by number: names that a pattern shows.

use super::Knowledge;
use super::board::{Board, Mention, is_capital};
use crate::article::{By, Doc, Label, TokenRange};

/// Titles in quotes after "the song", "a film titled".
pub(super) fn put_quoted(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
    for open in (1..doc.len()).filter(|&at| matches!(doc.token_text(at), "\"" | "“" | "‘")) {
        let is_end = |&at: &usize| matches!(doc.token_text(at), "\"" | "”" | "’");
        let Some(close) = (open + 2..(open + 9).min(doc.len())).find(is_end) else { continue };
        let is_told = tells_work(knowledge, doc, open, close);
        let is_title = (open + 1..close).all(|at| {
            let word = doc.token_text(at);
            is_capital(word) || knowledge.words.small.has(word) || !word.chars().any(char::is_alphabetic)
        });
        let tokens = TokenRange::new(open + 1, close);
        if is_told && is_title && is_capital(doc.token_text(open + 1)) {
            board.put(Mention::settled(tokens, Label::WorkOfArt, By::Pattern, 0.8));
        }
    }
}

/// Whether a word before the quotation marks, or right behind them, says that a title stands in them. A title of one word
/// needs it near.
fn tells_work(knowledge: &Knowledge, doc: &Doc, open: usize, close: usize) -> bool {
    let sentence = doc.sentence(open).tokens.range();
    let reach = if close - open > 2 { 10 } else { 3 };
    let from = open.saturating_sub(reach).max(sentence.start.min(open));
    let behind = close + 1..(close + 4).min(sentence.end.max(close + 1));
    (from..open).chain(behind).any(|at| knowledge.words.work_before.has(doc.token_text(at)))
}

/// Official lists and reports by their titles.
pub(super) fn put_listed(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
    for at in (0..doc.len()).filter(|&at| is_capital(doc.token_text(at))) {
        let Some((tokens, entry)) = knowledge.works.longest_at(doc, at) else { continue };
        if board.over(tokens).all(|mention| tokens.contains(mention.tokens.start as usize) && !mention.fixed)
        {
            board.put(Mention {
                name: Some(entry.name.to_string()),
                ..Mention::settled(tokens, entry.label, By::Lexicon, 0.9)
            });
        }
    }
}

/// Works of a list with their years, in a sentence about works: "Capadocia (2008), Ingobernable (2017)".
pub(super) fn put_dated(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
    for open in (1..doc.len().saturating_sub(2)).filter(|&at| doc.token_text(at) == "(") {
        let is_year = doc.token_text(open + 1).parse().is_ok_and(|year: u32| (1900..2100).contains(&year));
        if !is_year || doc.token_text(open + 2) != ")" {
            continue;
        }
        let sentence = doc.around(open).range();
        let speaks = |at: usize| knowledge.words.work_before.has(&doc.words[at].lemma);
        if !sentence.clone().any(speaks) {
            continue;
        }
        let is_title = |&at: &usize| {
            let word = doc.token_text(at);
            is_capital(word) || knowledge.words.small.has(word)
        };
        let first = (sentence.start..open)
            .rev()
            .take_while(is_title)
            .filter(|&at| is_capital(doc.token_text(at)))
            .last();
        if let Some(first) = first {
            board.put(Mention::settled(TokenRange::new(first, open), Label::WorkOfArt, By::Pattern, 0.7));
        }
    }
}

/// Climate conferences by number: "COP26", "COP 27".
pub(super) fn put_conferences(doc: &Doc, board: &mut Board) {
    for at in 0..doc.len() {
        for count in 1..=2.min(doc.len() - at) {
            let tokens = TokenRange::new(at, at + count);
            if super::agreement::is_climate_conference(super::board::text(doc, tokens)) {
                board.add(Mention::settled(tokens, Label::Event, By::Pattern, 0.8));
            }
        }
    }
}
