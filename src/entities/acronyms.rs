//! Short forms that the article itself defines: "Federal Investigation Agency (FIA)", "PAHO (Pan American ...)".

use std::collections::HashMap;

use super::board::{Board, Mention, is_acronym, is_capital, text};
use super::words::Words;
use crate::article::{By, Doc, Label, TokenRange};

/// A short form and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) short: TokenRange,
    pub(super) long: TokenRange,
}

/// Most words of a long form.
const REACH: usize = 14;

/// Most meanings of one short form that are looked for in the whole article: the cost stays linear in its length.
const MEANINGS: usize = 8;

/// The definitions in `doc`, in text order.
pub(super) fn definitions(doc: &Doc, words: &Words, board: &Board) -> Vec<Definition> {
    let brackets = (1..doc.len())
        .filter(|&at| doc.token_text(at) == "(")
        .filter_map(|open| before(doc, words, board, open).or_else(|| behind(doc, words, open)));
    let laws = board.all().filter(|mention| mention.fixed && mention.label == Label::Law);
    brackets.chain(laws.filter_map(|law| also_called(doc, law.tokens))).collect()
}

/// "the Security Offences Act, or Sosma", "..., better known as the PTA".
fn also_called(doc: &Doc, long: TokenRange) -> Option<Definition> {
    let word = |at: usize| if at < doc.len() { doc.token_text(at) } else { "" };
    let mut at = long.end as usize + usize::from(word(long.end as usize) == ",");
    at += usize::from(matches!(word(at), "better" | "also" | "commonly" | "popularly" | "widely"));
    let steps = match (word(at), word(at + 1)) {
        ("or" | "called" | "dubbed", _) => 1,
        ("known", "as") => 2,
        _ => return None,
    };
    at += steps;
    at += usize::from(word(at) == "the");
    let form = word(at);
    let is_short =
        is_acronym(form) || is_capital(form) && form.len() < 9 && matches!(word(at + 1), "," | "." | ")");
    is_short.then(|| Definition { short: TokenRange::new(at, at + 1), long })
}

/// Whether the long form is a role, not a name: "Director General (DG)", "Sub-Inspector (SI)".
fn is_role(doc: &Doc, words: &Words, board: &Board, long: TokenRange) -> bool {
    let first = doc.token_text(long.start as usize);
    let last = doc.token_text(long.end as usize - 1);
    let is_named = board.over(long).any(|mention| mention.tokens.len() > 2 && mention.whole > 0.8);
    let is_title = words.title.has(last) || words.title.has(first) && long.len() <= 3;
    words.not_name.has(text(doc, long))
        || is_title && !is_named && !long.range().any(|at| words.org.has(doc.token_text(at)))
}

/// "Long Form (LF)": the bracket opens at `open`.
fn before(doc: &Doc, words: &Words, board: &Board, open: usize) -> Option<Definition> {
    let short = short_form(doc, open + 1)?;
    let sentence = doc.sentence(open).tokens;
    let first = (sentence.start as usize).max(open.saturating_sub(REACH));
    let letters = letters(text(doc, short));
    let spelled = (first..open).rev().find(|&start| spells(doc, words, start..open, &letters));
    let long = spelled.map(|start| TokenRange::new(start, open)).or_else(|| {
        // A name in another language is not spelled by its English form ("Royal Malaysia Police (PDRM)").
        let mention = board.at(open - 1).filter(|mention| mention.label == Label::Org || mention.fixed)?;
        let is_long = mention.tokens.end as usize == open && mention.tokens.len() > 1;
        (is_long && is_acronym(text(doc, short))).then_some(mention.tokens)
    })?;
    Some(Definition { short, long })
}

/// "LF (Long Form)": the bracket opens at `open`.
fn behind(doc: &Doc, words: &Words, open: usize) -> Option<Definition> {
    let short = TokenRange::new(open - 1, open);
    if !is_acronym(text(doc, short)) {
        return None;
    }
    let close = (open + 3..(open + REACH).min(doc.len())).find(|&at| doc.token_text(at) == ")")?;
    let letters = letters(text(doc, short));
    spells(doc, words, open + 1..close, &letters)
        .then_some(Definition { short, long: TokenRange::new(open + 1, close) })
}

/// The short form that begins at `at` and fills the bracket (or is followed by a comma or "or").
fn short_form(doc: &Doc, at: usize) -> Option<TokenRange> {
    let close =
        (at + 1..(at + 4).min(doc.len())).find(|&at| matches!(doc.token_text(at), ")" | ";" | ","))?;
    let short = TokenRange::new(at, close);
    let form = text(doc, short);
    let size = form.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_short = (2..=10).contains(&size) && !form.contains(' ');
    (is_short && (is_acronym(form) || is_capital(form) && size > 3)).then_some(short)
}

/// The letters of a short form, in lower case; the plural's "s" and numbers are none.
fn letters(short: &str) -> Vec<char> {
    let stem = if short.len() > 3 { short.strip_suffix('s').unwrap_or(short) } else { short };
    stem.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Whether the words of `range` spell `letters` by their beginnings: every capitalised word gives at least its first
/// letter, small words may give none.
fn spells(doc: &Doc, words: &Words, range: std::ops::Range<usize>, letters: &[char]) -> bool {
    let first = doc.token_text(range.start);
    let begins = first.chars().flat_map(char::to_lowercase).next() == letters.first().copied();
    if !begins || !is_capital(first) {
        return false;
    }
    let parts: Vec<&str> =
        range.flat_map(|at| doc.token_text(at).split('-')).filter(|part| !part.is_empty()).collect();
    consume(words, &parts, letters)
}

/// Whether `parts` use up `letters`.
fn consume(words: &Words, parts: &[&str], letters: &[char]) -> bool {
    let Some((part, rest)) = parts.split_first() else { return letters.is_empty() };
    let may_skip = words.small.has(part) || !part.chars().any(char::is_alphabetic);
    let folded: Vec<char> = super::fold::fold(part).chars().collect();
    let longest = folded.iter().zip(letters).take_while(|(a, b)| a == b).count();
    (1..=longest).any(|taken| consume(words, rest, &letters[taken..]))
        || may_skip && consume(words, rest, letters)
}

/// Puts the defined names on the board: long form, short form, and the short form wherever it stands. Gives the
/// canonical names.
pub(super) fn apply(doc: &Doc, words: &Words, board: &mut Board, definitions: &[Definition]) {
    let places = if definitions.is_empty() { HashMap::new() } else { places(doc) };
    let mut meanings: HashMap<&str, Vec<(&str, Option<Label>)>> = HashMap::new();
    for definition in definitions {
        let (short, long) = (text(doc, definition.short), text(doc, definition.long));
        let role = is_role(doc, words, board, definition.long);
        let label = (!role).then(|| label_of(doc, words, board, definition));
        // An article may explain a short form in every line: what it meant before it means still.
        let known = meanings.entry(short).or_default();
        let is_new = known.last() != Some(&(long, label)) && known.len() < MEANINGS;
        let own = [definition.short.start as usize];
        let standing = if is_new {
            known.push((long, label));
            places.get(doc.token_text(own[0])).map_or(&own[..], Vec::as_slice)
        } else {
            &own
        };
        match label {
            Some(label) => settle(doc, board, definition, label, standing),
            None => forget(doc, board, definition, standing),
        }
    }
}

/// Where each word stands.
fn places(doc: &Doc) -> HashMap<&str, Vec<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in 0..doc.len() {
        places.entry(doc.token_text(at)).or_default().push(at);
    }
    places
}

/// Puts a defined name on the board, its short form at those of `standing` where it is whole.
fn settle(doc: &Doc, board: &mut Board, definition: &Definition, label: Label, standing: &[usize]) {
    let name = text(doc, definition.long).to_owned();
    let is_law = board.over(definition.long).any(|mention| mention.fixed && mention.label == Label::Law);
    if !is_law {
        let known = board.over(definition.long).find(|mention| mention.label == label);
        let whole = known.map_or(0.9, |mention| mention.whole.max(0.9));
        board.put(Mention {
            name: Some(name.clone()),
            ..Mention::settled(definition.long, label, By::Model, whole)
        });
    }
    let short = text(doc, definition.short);
    let width = definition.short.len();
    for &at in standing.iter().filter(|&&at| at + width <= doc.len()) {
        let tokens = TokenRange::new(at, at + width);
        let is_whole =
            board.over(tokens).all(|mention| tokens.contains(mention.tokens.start as usize) || is_law);
        let is_inside = board.over(tokens).any(|mention| mention.tokens.len() > width && mention.fixed);
        if text(doc, tokens) == short && is_whole && !is_inside {
            board.put(Mention {
                name: Some(name.clone()),
                ..Mention::settled(tokens, label, By::Acronym, 0.95)
            });
        }
    }
}

/// Takes a role and its short form off the board.
fn forget(doc: &Doc, board: &mut Board, definition: &Definition, standing: &[usize]) {
    board.clear(definition.long);
    let short = text(doc, definition.short);
    for &at in standing {
        let is_alone = board.at(at).is_some_and(|mention| mention.tokens.len() == 1);
        if doc.token_text(at) == short && is_alone {
            board.clear(TokenRange::new(at, at + 1));
        }
    }
}

/// The label of a defined name: what its words show, else that of the mention that covers most of the long form; an
/// organisation by default.
fn label_of(doc: &Doc, words: &Words, board: &Board, definition: &Definition) -> Label {
    let best = board.over(definition.long).max_by_key(|mention| (mention.fixed, mention.tokens.len()));
    let (first, last) = (definition.long.start as usize, definition.long.end as usize - 1);
    match best {
        Some(mention)
            if mention.fixed && (mention.label == Label::Law || mention.tokens == definition.long) =>
        {
            mention.label
        }
        _ if words.fac.has(doc.token_text(last)) => Label::Fac,
        Some(mention) if matches!(mention.label, Label::Law | Label::Event | Label::Fac) => mention.label,
        _ if words.org.has(doc.token_text(first)) || words.org.has(doc.token_text(last)) => Label::Org,
        Some(mention) if mention.tokens == definition.long => mention.label,
        _ => Label::Org,
    }
}
