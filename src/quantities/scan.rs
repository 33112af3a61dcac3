//! Text to pieces: words, digit groups and marks, with what the word list knows of each.
//!
//! The tokenizer's cut is made for syntax and splits some notations inside ("US$5.5m", "1,50,000", "km/h"), so this
//! room reads the text once more, in pieces that suit numbers; every piece knows its token.

use crate::article::{Doc, Span};

use super::words::{WordId, Words};

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A run of letters ("gangsters", "km", the "RM" of "RM79").
    Word,
    /// Digits with grouping commas and at most one decimal point ("1,50,000", "3.2", ".5").
    Number,
    /// Digits with two or more points ("192.168.0.1", "12.05.2022"): no number.
    Dotted,
    /// Any other single character.
    Mark,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub shape: Shape,
    /// Whether nothing stands between it and the piece before.
    pub glued: bool,
    /// Whether a line break stands between it and the piece before.
    pub breaks: bool,
    /// What the word list knows of it.
    pub word: Option<WordId>,
    /// The token in which it begins.
    pub token: u32,
}

/// Cuts the text of `doc` into pieces.
pub(crate) fn scan(doc: &Doc, words: &Words) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(doc.len() + doc.len() / 8);
    let (text, mut at, mut token) = (&*doc.text, 0, 0);
    let (mut glued, mut breaks) = (false, false);
    let mut lower = String::new();
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            (glued, breaks) = (false, breaks || first == '\n');
            at += first.len_utf8();
            continue;
        }
        let (shape, len) = piece_at(text, at, first, glued);
        let span = Span::new(at as u32, (at + len) as u32);
        while token + 1 < doc.len() && doc.tokens[token].span.end() <= span.start() {
            token += 1;
        }
        let word = look_up(span.of(text), &mut lower, words);
        pieces.push(Piece { span, shape, glued, breaks, word, token: token as u32 });
        at += len;
        (glued, breaks) = (true, false);
    }
    pieces
}

/// The pieces of a listed phrase: shape, text, and whether it touches the one before.
pub(crate) fn cut(phrase: &str) -> impl Iterator<Item = (Shape, &str, bool)> {
    let (mut at, mut glued) = (0, false);
    std::iter::from_fn(move || {
        loop {
            let first = phrase[at..].chars().next()?;
            if !first.is_whitespace() {
                let (shape, len) = piece_at(phrase, at, first, glued);
                let found = (shape, &phrase[at..at + len], glued);
                (at, glued) = (at + len, true);
                return Some(found);
            }
            (at, glued) = (at + first.len_utf8(), false);
        }
    })
}

fn look_up(text: &str, lower: &mut String, words: &Words) -> Option<WordId> {
    lower.clear();
    lower.extend(text.chars().flat_map(char::to_lowercase));
    words.id(lower)
}

/// Shape and length in bytes of the piece that begins at `at` with `first`; `glued`: it touches the piece before.
fn piece_at(text: &str, at: usize, first: char, glued: bool) -> (Shape, usize) {
    let bytes = &text.as_bytes()[at..];
    let decimal = first == '.' && !glued && bytes.get(1).is_some_and(u8::is_ascii_digit);
    if first.is_ascii_digit() || decimal {
        return number_at(bytes);
    }
    if is_wide_digit(first) {
        let rest = &text[at..];
        let end = rest.find(|c| !is_wide_digit(c) && !matches!(c, '，' | '．')).unwrap_or(rest.len());
        return (Shape::Number, rest[..end].trim_end_matches(['，', '．']).len());
    }
    if !first.is_alphabetic() {
        return (Shape::Mark, reference(bytes).unwrap_or(first.len_utf8()));
    }
    let rest = &text[at..];
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    (Shape::Word, end)
}

/// Length of the character reference at the start of `bytes` (`&amp;`, `&#8211;`), which some texts hold undecoded: a mark, neither
/// an ampere nor a number.
fn reference(bytes: &[u8]) -> Option<usize> {
    let body = bytes.strip_prefix(b"&")?;
    let end = body.iter().take(10).position(|&byte| byte == b';')?;
    let name = body.get(..end)?;
    let is_reference = match name {
        [b'#', b'x' | b'X', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit),
        [b'#', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        _ => name.len() > 1 && name[0].is_ascii_alphabetic() && name.iter().all(u8::is_ascii_alphanumeric),
    };
    is_reference.then_some(end + 2)
}

/// Whether `c` is a digit of full width, as East Asian type sets it.
fn is_wide_digit(c: char) -> bool {
    ('０'..='９').contains(&c)
}

/// Shape and length of the digits at the start of `bytes`.
fn number_at(bytes: &[u8]) -> (Shape, usize) {
    // "4.900.000", but "192.168.100.200" is an address.
    let (dotted, groups) = groups_of_three(bytes, b".");
    let byte = |part: &[u8]| std::str::from_utf8(part).is_ok_and(|part| part.parse::<u8>().is_ok());
    let address = groups == 3 && bytes[..dotted].split(|&byte| byte == b'.').all(byte);
    if groups > 1 && !address {
        return (Shape::Number, dotted);
    }
    let apostrophes = ["'".as_bytes(), "’".as_bytes()].map(|mark| groups_of_three(bytes, mark));
    let swiss = apostrophes.into_iter().find(|&(_, groups)| groups > 0);
    let mut end = swiss.map_or_else(|| grouped(bytes), |(end, _)| end);
    let mut points = 0;
    while bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        points += 1;
        end += 1 + digits(&bytes[end + 1..]);
    }
    (if points > 1 { Shape::Dotted } else { Shape::Number }, end)
}

/// Length of one to three digits with groups of three more behind `mark`, and how many groups there are.
fn groups_of_three(bytes: &[u8], mark: &[u8]) -> (usize, usize) {
    let (mut end, mut groups) = (digits(bytes), 0);
    if end == 0 || end > 3 {
        return (end, 0);
    }
    while bytes[end..].starts_with(mark) && digits(&bytes[end + mark.len()..]) == 3 {
        end += mark.len() + 3;
        groups += 1;
    }
    (end, groups)
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Length of the whole part: "1,234,567" and "12,34,567" are one number, "12,13" and "1,2,3" are not.
fn grouped(bytes: &[u8]) -> usize {
    let first = digits(bytes);
    if first == 0 || first > 3 {
        return first;
    }
    let (mut end, mut whole) = (first, first);
    while bytes.get(end) == Some(&b',') {
        let group = digits(&bytes[end + 1..]);
        if !(2..=3).contains(&group) {
            break;
        }
        end += 1 + group;
        if group == 3 {
            whole = end;
        }
    }
    let groups: Vec<_> = bytes[..whole].split(|&byte| byte == b',').skip(1).map(<[u8]>::len).collect();
    let western = groups.iter().all(|&len| len == 3);
    let indian = first < 3 && groups.iter().rev().skip(1).all(|&len| len == 2);
    if western || indian { whole } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> &str {
        &text[..number_at(text.as_bytes()).1]
    }

    #[test]
    fn a_character_reference_is_a_mark() {
        fn pieces(text: &str) -> Vec<(Shape, &str)> {
            cut(text).map(|(shape, text, _)| (shape, text)).collect()
        }
        for mark in ["&amp;", "&#8211;", "&#x2013;", "&frac12;"] {
            let text = format!("30 {mark}40");
            assert_eq!(pieces(&text), [(Shape::Number, "30"), (Shape::Mark, mark), (Shape::Number, "40")]);
        }
        assert_eq!(pieces("AT&T; 5").len(), 5);
        assert_eq!(pieces("&#; 5").len(), 4);
    }

    #[test]
    fn grouping_is_western_or_south_asian() {
        for whole in ["1,234,567.89", "1,50,000", "12,34,56,789", "3.2", "2483805", ".5", "1,234"] {
            assert_eq!(number(whole), whole);
        }
        assert_eq!(number("12,13 and 14"), "12");
        assert_eq!(number("1,2,3"), "1");
        assert_eq!(number("2019,200"), "2019");
        assert_eq!(number("15."), "15");
        assert_eq!(number("100,000,00"), "100,000");
        assert_eq!(number_at(b"192.168.0.1"), (Shape::Dotted, 11));
        assert_eq!(number_at(b"192.168.100.200"), (Shape::Dotted, 15));
        for whole in ["1'200.20", "3’000", "4.900.000", "1.250.000.000"] {
            assert_eq!(number(whole), whole);
        }
        assert_eq!(number("5'10"), "5");
    }
}
