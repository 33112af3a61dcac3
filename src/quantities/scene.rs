//! One article as the readers of this room see it: its pieces, with their tokens, words and names.

use std::ops::Deref;

use rust_decimal::Decimal;

use crate::article::{Dep, Doc, Entity, Label, Tag};

use super::lists::{Lists, Mentions};
use super::pieces::Pieces;
use super::scan::{Piece, Shape, scan};
use super::words::{Calendar, Context, Entry, Numeric};

/// An article under the readers' eyes.
pub(crate) struct Scene<'a> {
    pub doc: &'a Doc,
    pub lists: &'a Lists,
    /// Reached by `Deref`.
    laid_out: Pieces<'a>,
    /// How often the article names each country.
    pub mentions: Mentions,
    /// Label of the name in which a piece stands.
    named: Vec<Option<Label>>,
    /// Runs of pieces that are web or mail addresses, or their remains.
    debris: Vec<(usize, usize)>,
}

/// A scene is its pieces, with what is known of them.
impl<'a> Deref for Scene<'a> {
    type Target = Pieces<'a>;

    fn deref(&self) -> &Pieces<'a> {
        &self.laid_out
    }
}

impl<'a> Scene<'a> {
    pub(crate) fn new(doc: &'a Doc, entities: &[Entity], lists: &'a Lists) -> Self {
        let pieces = scan(doc, &lists.words);
        let named = names_of(&pieces, entities);
        let debris = debris_of(&pieces, &doc.text);
        let laid_out = Pieces { text: &doc.text, pieces };
        let mentions = lists.currencies.mentions(&laid_out, entities);
        Self { doc, lists, laid_out, mentions, named, debris }
    }

    fn entry(&self, at: usize) -> Option<&'a Entry> {
        Some(self.lists.words.entry(self.piece(at)?.word?))
    }

    /// What piece `at` means as a cardinal word; "Arab" with a capital is no thousand million.
    pub(crate) fn cardinal(&self, at: usize) -> Option<Numeric> {
        let people = || self.is_any(at, &["arab", "arabs"]) && self.is_capital(at);
        self.entry(at)?.cardinal.filter(|_| !people())
    }

    /// What piece `at` means as an ordinal word.
    pub(crate) fn ordinal(&self, at: usize) -> Option<Numeric> {
        self.entry(at)?.ordinal
    }

    /// Denominator of the part that piece `at` names ("half", "thirds"), and whether it is a plural.
    pub(crate) fn part(&self, at: usize) -> Option<(Decimal, bool)> {
        let entry = self.entry(at)?;
        Some((entry.part?, entry.plural))
    }

    /// Value of the fraction sign at piece `at` ("½").
    pub(crate) fn fraction(&self, at: usize) -> Option<Decimal> {
        self.entry(at)?.fraction
    }

    /// Whether piece `at` is a plural number word ("hundreds").
    pub(crate) fn is_plural_number(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|entry| entry.plural && entry.cardinal.is_some())
    }

    /// Whether piece `at` is a word that tells `context`.
    pub(crate) fn has(&self, at: usize, context: Context) -> bool {
        self.entry(at).is_some_and(|entry| entry.tells(context))
    }

    /// Whether the lemma of piece `at` tells `context`.
    pub(crate) fn lemma_has(&self, at: usize, context: Context) -> bool {
        let words = &self.lists.words;
        words.id(&self.lemma(at).to_lowercase()).is_some_and(|id| words.entry(id).tells(context))
    }

    /// The multiple that piece `at` says in one word ("twice", "sixfold").
    pub(crate) fn multiple(&self, at: usize) -> Option<Decimal> {
        self.entry(at)?.multiple
    }

    /// Whether piece `at` can take part in a number.
    pub(crate) fn makes_number(&self, at: usize) -> bool {
        self.entry(at).is_some_and(Entry::makes_number)
    }

    /// What piece `at` means in the calendar.
    pub(crate) fn calendar(&self, at: usize) -> Option<Calendar> {
        self.entry(at)?.calendar
    }

    /// Month that piece `at` names, 1 to 12; capitalised, and no verb.
    pub(crate) fn month(&self, at: usize) -> Option<i8> {
        match self.calendar(at) {
            Some(Calendar::Month(month)) if self.is_capital(at) && !self.is_part_of_word(at) => Some(month),
            _ => None,
        }
    }

    /// Month that piece `at` names beside a day, with a small letter too; "may" and "march" are other words.
    pub(crate) fn month_of_day(&self, at: usize) -> Option<i8> {
        let small = || match self.calendar(at) {
            Some(Calendar::Month(month)) if !self.is_capital(at) => Some(month),
            _ => None,
        };
        let other = || self.is_any(at, &["may", "mar", "march"]) || self.text(at).len() < 4;
        self.month(at).or_else(|| small().filter(|_| !other() && !self.is_part_of_word(at)))
    }

    /// Weekday that piece `at` names, 1 (Monday) to 7.
    pub(crate) fn weekday(&self, at: usize) -> Option<i8> {
        match self.calendar(at) {
            Some(Calendar::Weekday(day)) if self.is_capital(at) && !self.is_part_of_word(at) => Some(day),
            _ => None,
        }
    }

    fn is_part_of_word(&self, at: usize) -> bool {
        self.glued(at + 1) && self.is_number(at + 1) || self.glued(at) && at > 0 && self.is_number(at - 1)
    }

    /// Value of the digits of piece `at`; `None` where they are more than a decimal holds.
    pub(crate) fn digits(&self, at: usize) -> Option<Decimal> {
        let text = self.is_number(at).then(|| self.text(at))?;
        let plain = |text: &str| Decimal::from_str_exact(text).ok();
        let marked =
            text.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'.') || text.matches('.').count() > 1;
        if marked { plain(&without_marks(text)) } else { plain(text) }
    }

    /// Digits of piece `at` where it is a whole number without grouping of at most `most` digits.
    pub(crate) fn plain(&self, at: usize, most: usize) -> Option<i32> {
        let text = self.is_number(at).then(|| self.text(at))?;
        if !text.is_ascii() {
            return without_marks(text).parse().ok().filter(|_| text.chars().count() <= most);
        }
        (text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
    }

    /// Part-of-speech tag of the token in which piece `at` begins; empty past the end.
    pub(crate) fn tag(&self, at: usize) -> Tag {
        self.piece(at)
            .and_then(|piece| self.doc.words.get(piece.token as usize))
            .map_or(Tag::Unknown, |word| word.tag)
    }

    /// Lemma of the token in which piece `at` begins; empty past the end.
    pub(crate) fn lemma(&self, at: usize) -> &'a str {
        let word = self.piece(at).and_then(|piece| self.doc.words.get(piece.token as usize));
        word.map_or("", |word| &word.lemma)
    }

    /// Dependency label of the token in which piece `at` begins; empty past the end.
    pub(crate) fn dep(&self, at: usize) -> Dep {
        self.piece(at)
            .and_then(|piece| self.doc.words.get(piece.token as usize))
            .map_or(Dep::Unknown, |word| word.dep)
    }

    /// Label of the name in which piece `at` stands.
    pub(crate) fn name(&self, at: usize) -> Option<Label> {
        self.named.get(at).copied().flatten()
    }

    /// Whether piece `at` stands in a web or mail address, or in its remains ("%E2%80%99").
    pub(crate) fn is_debris(&self, at: usize) -> bool {
        let next = self.debris.partition_point(|&(_, end)| end <= at);
        self.debris.get(next).is_some_and(|&(start, _)| start <= at)
    }

    /// Whether piece `at` is tagged as a plural noun.
    pub(crate) fn is_plural(&self, at: usize) -> bool {
        self.tag(at).is_plural()
    }

    /// Whether piece `at` is the first of a sentence.
    pub(crate) fn opens_sentence(&self, at: usize) -> bool {
        let token = |at: usize| self.pieces[at].token as usize;
        at == 0 || self.doc.sentence_index(token(at)) != self.doc.sentence_index(token(at - 1))
    }
}

/// Digits without the marks that group them (comma, apostrophe, several points), those of full width as ASCII.
fn without_marks(text: &str) -> String {
    let points = text.matches('.').count() > 1;
    let ascii = |c: char| match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        '．' => Some('.'),
        '.' if points => None,
        ',' | '，' | '\'' | '’' => None,
        other => Some(other),
    };
    text.chars().filter_map(ascii).collect()
}

/// Runs of pieces without a blank that hold an address, or signs encoded as in one.
fn debris_of(pieces: &[Piece], text: &str) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 1..=pieces.len() {
        if pieces.get(end).is_some_and(|piece| piece.glued) {
            continue;
        }
        let marked = pieces[start..end]
            .iter()
            .any(|piece| piece.shape == Shape::Mark && matches!(piece.span.of(text), "/" | "@" | "%" | "."));
        if end > start + 2 && marked && is_address(pieces[start].span.cover(pieces[end - 1].span).of(text)) {
            runs.push((start, end));
        }
        start = end;
    }
    runs
}

/// Whether a run of characters holds a web or mail address or characters encoded for one.
fn is_address(run: &str) -> bool {
    let web = run.contains("://") || run.contains("www.");
    let mail = run.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let hex = |pair: &[u8]| pair[0] == b'%' && pair[1..].iter().all(u8::is_ascii_hexdigit);
    let encoded = run
        .as_bytes()
        .windows(3)
        .filter(|pair| hex(pair) && pair[1].is_ascii_digit() | pair[1].is_ascii_uppercase())
        .count();
    web || mail || encoded > 1 || encoded == 1 && !run.starts_with(|c: char| c.is_ascii_digit())
}

/// Label of the name around each piece; `entities` stand in text order.
fn names_of(pieces: &[Piece], entities: &[Entity]) -> Vec<Option<Label>> {
    let mut next = 0;
    let mut label_of = |piece: &Piece| {
        while entities.get(next).is_some_and(|entity| entity.span.end() <= piece.span.start()) {
            next += 1;
        }
        entities.get(next).filter(|entity| entity.span.overlaps(piece.span)).map(|entity| entity.label)
    };
    pieces.iter().map(&mut label_of).collect()
}
