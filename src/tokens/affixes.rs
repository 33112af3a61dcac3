//! What is cut off a chunk of text at its front, at its end and inside: the model's regular expressions, written out.
//!
//! Each function reads a bounded number of characters, or a run that is then cut off as a whole, so that cutting a
//! chunk takes time in proportion to its length however hostile it is. Lengths and offsets are bytes.

use rustc_hash::FxHashSet;

use super::chars::{CharClass, Chars};
use crate::error::Error;
use crate::lexicon::table;

const FILE: &str = "engine/affixes.tsv";
const TEXT: &str = include_str!("../../models/engine/affixes.tsv");

/// Finds prefixes, suffixes and infixes.
#[derive(Debug)]
pub(super) struct Affixes {
    pub(super) chars: &'static Chars,
    /// Prefixes of more than one character ("US$").
    prefixes: Vec<&'static str>,
    /// Currencies and units, cut off after a digit. None holds an ASCII digit.
    after_digit: FxHashSet<&'static str>,
    /// Length in bytes of the longest of them.
    longest_unit: usize,
    /// Hyphens and dashes that are cut out between letters.
    hyphens: Vec<&'static str>,
}

impl Affixes {
    /// Loads the embedded tables.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let rows = table::rows(FILE, TEXT, ["kind", "text"])?;
        let of = |kind| rows.iter().filter(move |row| row[0] == kind).map(|row| row[1]);
        let affixes = Self {
            chars: Chars::shared()?,
            prefixes: of("prefix").collect(),
            after_digit: of("after_digit").collect(),
            longest_unit: of("after_digit").map(str::len).max().unwrap_or(0),
            hyphens: of("hyphen").collect(),
        };
        let known = affixes.prefixes.len() + affixes.after_digit.len() + affixes.hyphens.len();
        let misfit = rows.iter().position(|row| {
            row[1].is_empty() || (row[0] == "after_digit" && row[1].bytes().any(|byte| byte.is_ascii_digit()))
        });
        if known != rows.len() || misfit.is_some() {
            return Err(Error::Model {
                file: FILE,
                place: misfit.map_or_else(|| "kind".to_owned(), |at| format!("line {}", at + 3)),
                cause: "a kind is unknown, or a text is empty, repeated or a unit with a digit".to_owned(),
            });
        }
        Ok(affixes)
    }

    /// Length of the piece to cut off at the front; 0 for none.
    pub(super) fn prefix_len(&self, text: &str) -> usize {
        let mut rest = text.chars();
        match rest.next() {
            None => 0,
            Some('+') => usize::from(!rest.next().is_some_and(|next| next.is_ascii_digit())),
            Some('.') => {
                let dots = text.len() - text.trim_start_matches('.').len();
                if dots >= 2 { dots } else { 0 }
            }
            Some(first) if self.chars.is(first, CharClass::PREFIX) => first.len_utf8(),
            Some(_) => self.prefixes.iter().find(|prefix| text.starts_with(**prefix)).map_or(0, |p| p.len()),
        }
    }

    /// Length of the piece to cut off at the end, the longest that fits; 0 for none.
    pub(super) fn suffix_len(&self, text: &str) -> usize {
        let Some(last) = text.chars().next_back() else { return 0 };
        if last == '.' {
            return self.final_stop_len(text);
        }
        let one = if self.chars.is(last, CharClass::SUFFIX) { last.len_utf8() } else { 0 };
        let two = ["……", "'s", "'S", "’s", "’S"].into_iter().find(|suffix| text.ends_with(suffix));
        one.max(two.map_or(0, str::len)).max(self.unit_len(text))
    }

    /// How much of the full stops at the end is cut off.
    fn final_stop_len(&self, text: &str) -> usize {
        let stem = text.trim_end_matches('.');
        let dots = text.len() - stem.len();
        if dots >= 2 {
            return dots;
        }
        let mut before = stem.chars().rev();
        let (Some(last), previous) = (before.next(), before.next()) else { return 0 };
        let degrees = previous == Some('°') && matches!(last, 'F' | 'f' | 'C' | 'c' | 'K' | 'k');
        let capitals = self.chars.is(last, CharClass::UPPER)
            && previous.is_some_and(|previous| self.chars.is(previous, CharClass::UPPER));
        usize::from(self.chars.is(last, CharClass::CUTS_FINAL_STOP) || degrees || capitals)
    }

    /// Length of a plus sign, a currency or a unit that stands at the end behind a digit.
    fn unit_len(&self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let window = bytes.len().saturating_sub(self.longest_unit + 1);
        let Some(digit) = bytes[window..].iter().rposition(u8::is_ascii_digit) else { return 0 };
        let unit = &text[window + digit + 1..];
        if unit == "+" || self.after_digit.contains(unit) { unit.len() } else { 0 }
    }

    /// Calls `found` with start and end of each piece that is cut out of the inside, from left to right.
    pub(super) fn infixes(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let (mut at, mut before) = (0, None);
        while let Some(c) = text[at..].chars().next() {
            let len = self.infix_len(&text[at..], c, before);
            if len > 0 {
                found(at, at + len);
            }
            let step = len.max(c.len_utf8());
            before = text[at..at + step].chars().next_back();
            at += step;
        }
    }

    /// Length of the infix at the front of `text`, which begins with `c` and follows `before`; 0 for none.
    fn infix_len(&self, text: &str, c: char, before: Option<char>) -> usize {
        if self.chars.is(c, CharClass::ALONE) {
            return c.len_utf8();
        }
        if c == '.' {
            let dots = text.len() - text.trim_start_matches('.').len();
            if dots >= 2 {
                return dots;
            }
        }
        let next = text[c.len_utf8()..].chars().next();
        let (Some(before), Some(next)) = (before, next) else { return 0 };
        match c {
            _ if is_operator(before, c, next) || self.is_inner_mark(before, c, next) => c.len_utf8(),
            '-' | '–' | '—' | '~' | ':' | '<' | '>' | '=' | '/' if self.is_word_char(before) => {
                self.joint_len(text, c, next)
            }
            _ => 0,
        }
    }

    /// A full stop between two sentences, or a comma between letters, where a blank is missing.
    fn is_inner_mark(&self, before: char, c: char, next: char) -> bool {
        let both = |left, right| self.chars.is(before, left) && self.chars.is(next, right);
        match c {
            '.' => both(CharClass::BEFORE_STOP, CharClass::AFTER_STOP),
            ',' => both(CharClass::ALPHA, CharClass::ALPHA),
            _ => false,
        }
    }

    /// Length of a hyphen or other sign at the front of `text` that joins a word to a letter behind it.
    fn joint_len(&self, text: &str, c: char, next: char) -> usize {
        let joins = |hyphen: &&&str| {
            let after = text.strip_prefix(**hyphen).and_then(|rest| rest.chars().next());
            after.is_some_and(|after| self.chars.is(after, CharClass::ALPHA))
        };
        let hyphen = self.hyphens.iter().find(joins).map_or(0, |hyphen| hyphen.len());
        let sign = matches!(c, ':' | '<' | '>' | '=' | '/') && self.chars.is(next, CharClass::ALPHA);
        hyphen.max(usize::from(sign))
    }

    fn is_word_char(&self, c: char) -> bool {
        c.is_ascii_digit() || self.chars.is(c, CharClass::ALPHA)
    }
}

/// An operator between digits ("3*4"), or before a minus sign ("3+-4").
fn is_operator(before: char, c: char, next: char) -> bool {
    matches!(c, '+' | '-' | '*' | '^') && before.is_ascii_digit() && (next.is_ascii_digit() || next == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_suffixes_have_the_length_that_the_model_cuts() {
        let affixes = Affixes::new().unwrap();
        for (text, prefix, suffix) in [
            ("", 0, 0),
            ("(x)", 1, 1),
            ("US$5m", 3, 1),
            ("£5", 2, 0),
            ("5€", 0, 3),
            ("€", 3, 0),
            ("+5", 0, 0),
            ("+a", 1, 0),
            ("5+", 0, 1),
            ("..a...", 2, 3),
            (".a.", 0, 1),
            ("A.", 0, 0),
            ("EU.", 0, 1),
            ("30°C.", 0, 1),
            ("x’s", 0, 4),
            ("12km/h", 0, 4),
            ("12kmx", 0, 0),
            ("x……", 0, 6),
            ("5%", 0, 1),
            ("5тбكم", 0, 8),
        ] {
            assert_eq!((affixes.prefix_len(text), affixes.suffix_len(text)), (prefix, suffix), "{text}");
        }
    }

    #[test]
    fn infixes_are_found_where_the_model_cuts() {
        let affixes = Affixes::new().unwrap();
        for (text, expected) in [
            ("a-b", vec![(1, 2)]),
            ("a--b", vec![(1, 3)]),
            ("1-b-2", vec![(1, 2)]),
            ("3-4", vec![(1, 2)]),
            ("3--4", vec![(1, 2)]),
            ("end.Next", vec![(3, 4)]),
            ("a,b", vec![(1, 2)]),
            ("1,000", vec![]),
            ("and/or", vec![(3, 4)]),
            ("a..b", vec![(1, 3)]),
            ("…x👍", vec![(0, 3), (4, 8)]),
            ("x=", vec![]),
        ] {
            let mut found = Vec::new();
            affixes.infixes(text, |start, end| found.push((start, end)));
            assert_eq!(found, expected, "{text}");
        }
    }
}
