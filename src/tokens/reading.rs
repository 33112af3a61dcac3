//! What the rooms read in the place of an article's text: the same words with uniform white space, apostrophes and
//! composed letters, so that how a page was typeset changes nothing; and the way back to the text as it came.
//!
//! - Blanks of any width are U+0020, line ends of any system U+000A; white space at both ends of the text is left out.
//! - Characters that are not seen (soft hyphens, zero-width blanks, marks of direction) are left out.
//! - An apostrophe is U+0027; single quotation marks that open and close stay as they are, double ones too: which way
//!   they point says where speech begins.
//! - Letters with marks are composed (Unicode's form C).

use std::ops::Range;
use std::sync::Arc;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::article::{Annotation, Link, Part, Quantity, Referent, Span};

/// A text to be read in the place of another.
#[derive(Debug, Clone)]
pub struct Reading {
    text: Arc<str>,
    /// Where the texts differ in length, in text order, without overlap.
    edits: Vec<Edit>,
}

/// A stretch of the reading and what it stands for, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    plain: Range<u32>,
    original: Range<u32>,
}

impl Reading {
    /// The reading of `text`, which must be shorter than 4 GiB: the text itself where nothing is odd.
    pub fn of(text: &Arc<str>) -> Self {
        if is_plain(text) {
            return Self { text: text.clone(), edits: Vec::new() };
        }
        let mut writer = ReadingWriter {
            text,
            plain: String::with_capacity(text.len()),
            edits: Vec::new(),
            quoted: false,
        };
        let is_outer = |c: char| c.is_whitespace() || is_unseen(c);
        let end = text.trim_end_matches(is_outer).len();
        let start = end - text[..end].trim_start_matches(is_outer).len();
        writer.put(0..start, "");
        let mut at = start;
        while at < end {
            at = writer.step(at, end);
        }
        writer.put(end..text.len(), "");
        Self { text: writer.plain.into(), edits: writer.edits }
    }

    /// The text to read.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Where `span` of the reading stands in the text as it came.
    pub fn original(&self, span: Span) -> Span {
        if self.edits.is_empty() {
            return span;
        }
        Span::new(self.start(span.start()), self.end(span.end()))
    }

    /// A stretch that begins where something was left out begins after it.
    fn start(&self, at: u32) -> u32 {
        let before = self.edits.partition_point(|edit| edit.plain.start <= at);
        let Some(edit) = before.checked_sub(1).map(|last| &self.edits[last]) else { return at };
        if at < edit.plain.end { edit.original.start } else { edit.original.end + (at - edit.plain.end) }
    }

    /// A stretch that ends where something was left out ends before it.
    fn end(&self, at: u32) -> u32 {
        let before = self.edits.partition_point(|edit| edit.plain.start < at);
        let Some(edit) = before.checked_sub(1).map(|last| &self.edits[last]) else { return at };
        edit.original.end + at.saturating_sub(edit.plain.end)
    }

    /// Makes what was found in the reading point at `text`, of which this is the reading.
    pub fn restore(&self, annotation: &mut Annotation, text: &Arc<str>) {
        annotation.doc.text = text.clone();
        if self.edits.is_empty() {
            return;
        }
        for token in &mut annotation.doc.tokens {
            token.span = self.original(token.span);
        }
        for sentence in &mut annotation.doc.sentences {
            sentence.span = self.original(sentence.span);
        }
        for entity in &mut annotation.entities {
            entity.span = self.original(entity.span);
        }
        for quantity in &mut annotation.quantities {
            self.restore_quantity(quantity, text);
        }
        for link in &mut annotation.links {
            self.restore_link(link);
        }
    }

    fn restore_quantity(&self, quantity: &mut Quantity, text: &str) {
        quantity.span = self.original(quantity.span);
        // A unit's text is as written.
        let written = quantity.unit.as_ref().and_then(|unit| {
            let stands = |part: &&Part| part.span.of(&self.text) == unit.text;
            quantity
                .derivation
                .parts
                .iter()
                .find(stands)
                .map(|part| self.original(part.span).of(text).to_owned())
        });
        if let (Some(unit), Some(written)) = (&mut quantity.unit, written) {
            unit.text = written.into();
        }
        if let Some(cue) = quantity.stance.as_mut().and_then(|stance| stance.cue.as_mut()) {
            *cue = self.original(*cue);
        }
        for part in &mut quantity.derivation.parts {
            part.span = self.original(part.span);
        }
    }

    fn restore_link(&self, link: &mut Link) {
        if let Some(entity) = &mut link.entity {
            entity.span = self.original(entity.span);
        }
        if let Some(event) = &mut link.event {
            event.span = self.original(event.span);
        }
        for referent in link.circumstances.iter_mut().flatten() {
            if let Referent::Phrase(span) = referent {
                *span = self.original(*span);
            }
        }
    }
}

/// Whether a text is its own reading, seen quickly: most are.
fn is_plain(text: &str) -> bool {
    let odd = |byte: u8| !byte.is_ascii() || matches!(byte, b'\r' | 0x0b | 0x0c);
    text.trim().len() == text.len() && !text.bytes().any(odd)
}

/// A reading under way.
struct ReadingWriter<'a> {
    text: &'a str,
    plain: String,
    edits: Vec<Edit>,
    /// Whether a single quotation mark is open in this line.
    quoted: bool,
}

impl ReadingWriter<'_> {
    /// Puts `plain` for a stretch of the text.
    fn put(&mut self, original: Range<usize>, plain: &str) {
        let from = self.plain.len() as u32;
        self.plain.push_str(plain);
        let same = original.len() == plain.len();
        // Of several characters that make one unit none stands for a part of it.
        if !same || plain.chars().nth(1).is_some() && self.text[original.clone()] != *plain {
            let original = original.start as u32..original.end as u32;
            self.edits.push(Edit { plain: from..self.plain.len() as u32, original });
        }
    }

    /// Reads the character at `at` with the marks that follow it; where the next one begins, at most `end`.
    fn step(&mut self, at: usize, end: usize) -> usize {
        let mut rest = self.text[at..end].char_indices();
        let Some((_, first)) = rest.next() else { return end };
        let quick =
            |c: char| if c < '\u{300}' { IsNormalized::Yes } else { is_nfc_quick(std::iter::once(c)) };
        let joins = |c: char| quick(c) == IsNormalized::Maybe || canonical_combining_class(c) != 0;
        let alone = at + first.len_utf8();
        // What is not seen may stand between a letter and its mark, and is no part of either behind them.
        let marks = rest.take_while(|&(_, c)| joins(c) || is_unseen(c)).filter(|&(_, c)| joins(c));
        let marked = || marks.last().map_or(alone, |(len, mark)| at + len + mark.len_utf8());
        let next = if first.is_alphanumeric() { marked() } else { alone };
        let unit = at..next;
        if next > alone || quick(first) == IsNormalized::No {
            let composed: String = self.text[unit.clone()].chars().filter(|&c| !is_unseen(c)).nfc().collect();
            self.put(unit, &composed);
        } else {
            self.put_one(unit, first);
        }
        next
    }

    fn put_one(&mut self, at: Range<usize>, c: char) {
        match c {
            '\r' if self.text[at.end..].starts_with('\n') => return self.put(at, ""),
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                self.quoted = false;
                return self.put(at, "\n");
            }
            '’' | '‘' | 'ʼ' | '＇' => return self.put_apostrophe(at, c),
            _ if is_unseen(c) => return self.put(at, ""),
            _ if c.is_whitespace() && !c.is_ascii() => return self.put(at, " "),
            _ => {}
        }
        self.plain.push(c);
    }

    /// Between letters it is an apostrophe; else a mark that opens stays, and so does the one that closes it.
    fn put_apostrophe(&mut self, at: Range<usize>, c: char) {
        let before = self.plain.chars().next_back().is_some_and(char::is_alphanumeric);
        let after = self.text[at.end..].chars().find(|&c| !is_unseen(c)).is_some_and(char::is_alphanumeric);
        if before && after || !self.quoted && c != '‘' {
            return self.put(at, "'");
        }
        self.quoted = c == '‘';
        self.plain.push(c);
    }
}

/// Whether a character has no width and no meaning in English: soft hyphen, zero-width blanks, marks of direction.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        Reading::of(&text.into()).text().to_string()
    }

    #[test]
    fn a_text_reads_the_same_however_it_is_typeset() {
        assert_eq!(read("17\u{a0}men, 5\u{202f}000\u{2009}km"), "17 men, 5 000 km");
        assert_eq!(read("Bogota\u{301} and Sa\u{303}o Paulo"), "Bogotá and São Paulo");
        assert_eq!(
            read("don’t, Arvo’s, O’Brien, workers’ pay, ’90s"),
            "don't, Arvo's, O'Brien, workers' pay, '90s"
        );
        assert_eq!(read("a film, ‘The Dam’, isn’t “new”"), "a film, ‘The Dam’, isn't “new”");
        assert_eq!(read("one\r\ntwo\rthree\u{2028}four"), "one\ntwo\nthree\nfour");
        assert_eq!(read("\u{feff}\n \u{a0}to\u{ad}day\u{200b} \n"), "today");
        assert_eq!(read("two  blanks\tand a tab stay"), "two  blanks\tand a tab stay");
        assert_eq!(read(" \n\n "), "");
    }

    #[test]
    fn what_is_found_slices_the_text_as_it_came() {
        for (text, word, written) in [
            ("\n\n17\u{a0}men", "17", "17"),
            ("17\u{a0}men", "17 men", "17\u{a0}men"),
            ("in Bogota\u{301}.", "Bogotá", "Bogota\u{301}"),
            ("to\u{ad}day\u{200b}, he", "today", "to\u{ad}day"),
            ("Arvo’s men", "'s", "’s"),
            ("Arvo’s men", "men", "men"),
        ] {
            let reading = Reading::of(&text.into());
            let start = reading.text().find(word).unwrap() as u32;
            let span = reading.original(Span::new(start, start + word.len() as u32));
            assert_eq!(span.of(text), written, "{text:?}");
        }
    }

    /// Characters that are read as others, among some that are not.
    fn texts() -> impl Strategy<Value = String> {
        let odd = "[a-e1-3 \n\r\u{a0}\u{ad}\u{200b}\u{301}\u{327}\u{1161}\u{1100}’‘'é\u{958}\u{3000}\u{85}👍]{0,24}";
        odd.prop_map(String::from)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_reading_reads_as_itself(text in texts()) {
            let once = read(&text);
            prop_assert_eq!(read(&once), once);
        }

        #[test]
        fn every_stretch_lies_in_the_text_on_the_edges_of_characters(text in texts()) {
            let reading = Reading::of(&text.as_str().into());
            let plain = reading.text().clone();
            let edges: Vec<u32> = plain.char_indices().map(|(at, _)| at as u32).chain([plain.len() as u32]).collect();
            let mut last = 0;
            for pair in edges.windows(2) {
                let span = reading.original(Span::new(pair[0], pair[1]));
                prop_assert!(text.get(span.start() as usize..span.end() as usize).is_some(), "{:?}", span);
                prop_assert!(span.start() >= last.min(span.start()) && !span.is_empty());
                last = span.end();
            }
        }
    }
}
