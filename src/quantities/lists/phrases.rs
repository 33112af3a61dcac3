//! Phrases of one or more words that a list gives a meaning: bounds, units, currencies.

use crate::quantities::pieces::Pieces;
use crate::quantities::scan::{Shape, cut};
use crate::quantities::words::{WordId, Words};

/// Phrases with their meanings.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// For the number of a word, one more than the place among `forms` of those that begin with it; 0: none do. Most of the
    /// room's words begin none.
    by_first: Vec<u16>,
    /// Forms with one first word, longest first.
    forms: Vec<Vec<ListedForm<T>>>,
}

#[derive(Debug)]
struct ListedForm<T> {
    parts: Vec<FormPart>,
    meaning: T,
}

#[derive(Debug)]
struct FormPart {
    word: WordId,
    /// The spelling that the text must have; `None`: any case.
    exact: Option<Box<str>>,
    /// Whether it must touch the part before; otherwise a blank or a hyphen stands between.
    glued: bool,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: Vec::new(), forms: Vec::new() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds `form`. A form with a capital, or of one or two letters, matches only as written, others in any case.
    pub(crate) fn add(&mut self, words: &mut Words, form: &str, meaning: T) {
        let short = form.chars().count() <= 2 && form.chars().all(char::is_alphabetic);
        let cased = short || form.chars().any(char::is_uppercase);
        let parts: Vec<_> = cut(form)
            .map(|(_, text, glued)| FormPart {
                word: words.intern(text),
                exact: cased.then(|| text.into()),
                glued,
            })
            .collect();
        let Some(first) = parts.first().map(|part| part.word as usize) else { return };
        if self.by_first.len() <= first {
            self.by_first.resize(first + 1, 0);
        }
        if self.by_first[first] == 0 {
            self.forms.push(Vec::new());
            self.by_first[first] = self.forms.len() as u16;
        }
        let forms = &mut self.forms[usize::from(self.by_first[first]) - 1];
        // Longest first; among equals the one with the stricter spelling.
        let rank = |form: &ListedForm<T>| (form.parts.len(), form.parts[0].exact.is_some());
        let new = ListedForm { parts, meaning };
        let place = forms.partition_point(|form| rank(form) >= rank(&new));
        forms.insert(place, new);
    }

    /// Adds `form` and, where it is one lower-case word of more than two letters, its regular plural.
    pub(crate) fn add_noun(&mut self, words: &mut Words, form: &str, meaning: T) {
        self.add(words, form, meaning);
        let last = form.rsplit(' ').next().unwrap_or(form);
        if last.len() > 2 && last.chars().all(char::is_lowercase) && !last.ends_with('s') {
            self.add(words, &format!("{form}s"), meaning);
        }
    }

    /// The longest phrase that begins at piece `at`, with the piece after it.
    pub(crate) fn starting(&self, text: &Pieces<'_>, at: usize) -> Option<(T, usize)> {
        self.forms(text, at).iter().find_map(|form| Some((form.meaning, form.end(text, at)?)))
    }

    /// The longest phrase that ends right before piece `end` and does not begin before `floor`, with its first piece.
    pub(crate) fn ending(&self, text: &Pieces<'_>, end: usize, floor: usize) -> Option<(T, usize)> {
        (end.saturating_sub(LONGEST).max(floor)..end).find_map(|at| {
            let mut forms = self.forms(text, at).iter();
            forms.find(|form| form.end(text, at) == Some(end)).map(|form| (form.meaning, at))
        })
    }

    fn forms(&self, text: &Pieces<'_>, at: usize) -> &[ListedForm<T>] {
        let word = text.piece(at).and_then(|piece| piece.word);
        let place = word.and_then(|id| usize::from(*self.by_first.get(id as usize)?).checked_sub(1));
        place.map_or(&[], |place| &self.forms[place])
    }
}

/// No listed phrase has more pieces.
const LONGEST: usize = 7;

impl FormPart {
    /// Whether the part is what piece `at` reads.
    fn stands(&self, text: &Pieces<'_>, at: usize) -> bool {
        let word = text.piece(at).is_some_and(|piece| piece.word == Some(self.word));
        word && self.exact.as_deref().is_none_or(|exact| text.text(at) == exact)
    }

    /// Whether piece `at` stands as near to the piece before as the part must.
    fn goes_on(&self, text: &Pieces<'_>, at: usize) -> bool {
        !text.breaks(at) && (!self.glued || text.glued(at))
    }
}

impl<T> ListedForm<T> {
    /// The piece after the form, if it stands at piece `at`.
    fn end(&self, text: &Pieces<'_>, at: usize) -> Option<usize> {
        let mut next = at;
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 && !part.glued && text.is(next, "-") && text.glued(next) {
                next += 1;
            }
            if !part.stands(text, next) || index > 0 && !part.goes_on(text, next) {
                return None;
            }
            next += 1;
        }
        // "m" is no metre in "m²", "km" none in "kmph".
        let last = &text.pieces[next - 1];
        let cut_short = last.shape == Shape::Word
            && text.piece(next).is_some_and(|piece| piece.glued && matches!(piece.shape, Shape::Word));
        (!cut_short).then_some(next)
    }
}
