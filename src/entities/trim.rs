//! Where a name begins and ends: without article, title, possessive, quotes and lower-case type words.

use super::board::{is_capital, text};
use super::words::Words;
use crate::article::{Doc, Label, TokenRange};

/// The part of `tokens` that is the name, by the labelling guide; empty where nothing is left.
pub(super) fn trimmed(doc: &Doc, words: &Words, tokens: TokenRange, label: Label) -> TokenRange {
    let mut tokens = bare(doc, tokens);
    loop {
        let before = tokens;
        tokens = bare(doc, without_first(doc, words, tokens, label));
        tokens = bare(doc, without_last(doc, words, tokens, label));
        if tokens == before || tokens.is_empty() {
            return tokens;
        }
    }
}

/// `tokens` without marks, articles and a possessive at the ends.
fn bare(doc: &Doc, tokens: TokenRange) -> TokenRange {
    let (mut start, mut end) = (tokens.start as usize, tokens.end as usize);
    while start < end && (is_mark(doc.token_text(start)) || is_article(doc, start, end)) {
        start += 1;
    }
    while start < end && (is_closing(doc, start, end - 1) || is_possessive(doc, end - 1)) {
        end -= 1;
    }
    TokenRange::new(start, end)
}

fn is_article(doc: &Doc, at: usize, end: usize) -> bool {
    let word = doc.token_text(at);
    at + 1 < end && ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

fn is_mark(word: &str) -> bool {
    !word.chars().any(char::is_alphanumeric)
}

/// Whether the token at `last` is a mark that ends no name; a bracket that the name itself opens stays.
fn is_closing(doc: &Doc, start: usize, last: usize) -> bool {
    let word = doc.token_text(last);
    let opened = || (start..last).any(|at| doc.token_text(at) == "(");
    is_mark(word) && !(word == ")" && opened())
}

fn is_possessive(doc: &Doc, at: usize) -> bool {
    matches!(doc.token_text(at), "'s" | "’s" | "'S" | "’S" | "`s")
}

/// Without a title before a person's name, or a lower-case word before a place ("southern", "central").
fn without_first(doc: &Doc, words: &Words, tokens: TokenRange, label: Label) -> TokenRange {
    if tokens.len() < 2 {
        return tokens;
    }
    let start = tokens.start as usize;
    // "Federal Capital Islamabad": a description before the name.
    if tokens.len() > 2 && words.not_name.has(text(doc, TokenRange::new(start, start + 2))) {
        return TokenRange::new(start + 2, tokens.end as usize);
    }
    let first = doc.token_text(start).trim_end_matches('.');
    let is_title = match label {
        Label::Person => words.title.has(first),
        _ => false,
    };
    let is_lower = matches!(label, Label::Gpe | Label::Person | Label::Norp)
        && first.chars().all(char::is_lowercase)
        && is_capital(doc.token_text(start + 1))
        && !words.small.has(first);
    TokenRange::new(start + usize::from(is_title || is_lower), tokens.end as usize)
}

/// Without a lower-case type word after a place ("district"), a form of address after a person ("saheb"), or the score of a match.
fn without_last(doc: &Doc, words: &Words, tokens: TokenRange, label: Label) -> TokenRange {
    if tokens.len() < 2 {
        return tokens;
    }
    let end = tokens.end as usize;
    let last = doc.token_text(end - 1);
    let is_tail = words.place_tail.has(last) || words.small.has(last);
    let is_lower = last.chars().all(char::is_lowercase);
    let is_name = matches!(label, Label::Person | Label::Org);
    let surplus = match label {
        _ if is_name && ends_in_score(doc, tokens) => 3,
        Label::Gpe | Label::Loc => usize::from(!is_capital(last) && is_tail),
        // "Umri saheb": a form of address. The end of "Ko Wen-je" is none.
        Label::Person => usize::from(is_lower && !is_mark(doc.token_text(end - 2))),
        _ => 0,
    };
    TokenRange::new(tokens.start as usize, end - surplus)
}

/// Whether the score of a match ends the name: "Orlando Pirates 2-1".
fn ends_in_score(doc: &Doc, tokens: TokenRange) -> bool {
    let last = tokens.end as usize - 1;
    let is_number = |at: usize| doc.token_text(at).bytes().all(|byte| byte.is_ascii_digit());
    tokens.len() > 3
        && is_number(last)
        && matches!(doc.token_text(last - 1), "-" | "–")
        && is_number(last - 2)
}

/// `tokens` cut where one name owns the next ("Uttar Pradesh's Ghaziabad") or a comma stands between two places ("Nairobi,
/// Kenya"). Organisations and works keep theirs ("People's Party").
pub(super) fn apart(doc: &Doc, tokens: TokenRange, label: Label) -> Vec<TokenRange> {
    let is_owner = matches!(label, Label::Gpe | Label::Person | Label::Norp);
    let (mut parts, mut start, end) = (Vec::new(), tokens.start as usize, tokens.end as usize);
    for at in start + 1..end.saturating_sub(1) {
        let is_comma = label == Label::Gpe && doc.token_text(at) == ",";
        if (is_comma || is_owner && is_possessive(doc, at)) && is_capital(doc.token_text(at + 1)) {
            parts.push(TokenRange::new(start, at));
            start = at + 1;
        }
    }
    parts.push(TokenRange::new(start, end));
    parts
}

/// `tokens` with a lower-case type word of a building or road that follows ("[Arvo police station]"), and whether one
/// does.
pub(super) fn with_building(doc: &Doc, words: &Words, tokens: TokenRange) -> Option<TokenRange> {
    let end = tokens.end as usize;
    let follows = |count: usize| {
        let range = TokenRange::new(end, (end + count).min(doc.len()));
        let phrase = text(doc, range);
        let is_whole = range.len() == count && phrase.chars().all(|letter| !letter.is_uppercase());
        (is_whole && words.fac_tail.has(phrase)).then(|| TokenRange::new(tokens.start as usize, end + count))
    };
    follows(2).or_else(|| follows(1))
}

/// Whether these words name nothing: a weekday, a description in capitals, or no letter at all.
pub(super) fn is_no_name(doc: &Doc, words: &Words, tokens: TokenRange) -> bool {
    let name = text(doc, tokens);
    words.not_name.has(name) || words.calendar.has(name) || !name.chars().any(char::is_alphabetic)
}
