//! All word lists of this room, read once.

use crate::article::{Bound, Change};
use crate::error::Error;
use crate::lexicon::{self, Row};

use super::labels::Labels;
use super::money::Currencies;
use super::phrases::Phrases;
use super::units::Units;
use super::words::{Words, fault};

/// The lists.
#[derive(Debug)]
pub(crate) struct Lists {
    pub words: Words,
    pub bounds: Bounds,
    pub changes: Changes,
    pub units: Units,
    pub currencies: Currencies,
    pub labels: Labels,
}

impl Lists {
    pub(crate) fn new() -> Result<Self, Error> {
        let mut words = Words::new()?;
        Ok(Self {
            bounds: Bounds::new(&mut words)?,
            changes: Changes::new()?,
            units: Units::new(&mut words)?,
            currencies: Currencies::new(&mut words)?,
            labels: Labels::new(&mut words)?,
            words,
        })
    }
}

/// Words that bound a number.
#[derive(Debug, Default)]
pub(crate) struct Bounds {
    pub before: Phrases<Bound>,
    pub after: Phrases<Bound>,
    pub outside: Phrases<Bound>,
}

const BOUNDS: &str = "quantities/bounds.tsv";

/// Rows of `bounds.tsv`.
pub(crate) fn bound_rows() -> Result<Vec<Row>, Error> {
    let text = include_str!("../../models/quantities/bounds.tsv");
    lexicon::parse(BOUNDS, text, &["bound", "place", "forms", "example"])
}

impl Bounds {
    fn new(words: &mut Words) -> Result<Self, Error> {
        let mut bounds = Self::default();
        for row in bound_rows()? {
            let bound = bound(row.field(0)).ok_or_else(|| fault(BOUNDS, &row, "bound"))?;
            let list = match row.field(1) {
                "before" => &mut bounds.before,
                "after" => &mut bounds.after,
                "outside" => &mut bounds.outside,
                _ => return Err(fault(BOUNDS, &row, "place")),
            };
            row.list(2).for_each(|form| list.add(words, form, bound));
        }
        Ok(bounds)
    }
}

/// The bound of that name in the output.
pub(crate) fn bound(name: &str) -> Option<Bound> {
    Some(match name {
        "exact" => Bound::Exact,
        "about" => Bound::About,
        "at_least" => Bound::AtLeast,
        "at_most" => Bound::AtMost,
        "more_than" => Bound::MoreThan,
        "less_than" => Bound::LessThan,
        _ => return None,
    })
}

/// Words that say that something rose or fell, by lemma or form.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    verbs: Vec<(&'static str, Change)>,
    nouns: Vec<(&'static str, Change)>,
    adverbs: Vec<(&'static str, Change)>,
}

const CHANGES: &str = "quantities/changes.tsv";

impl Changes {
    fn new() -> Result<Self, Error> {
        let text = include_str!("../../models/quantities/changes.tsv");
        let mut changes = Self::default();
        for row in lexicon::parse(CHANGES, text, &["change", "place", "forms"])? {
            let change = match row.field(0) {
                "up" => Change::Up,
                "down" => Change::Down,
                _ => return Err(fault(CHANGES, &row, "change")),
            };
            let list = match row.field(1) {
                "verb" => &mut changes.verbs,
                "noun" => &mut changes.nouns,
                "adverb" => &mut changes.adverbs,
                _ => return Err(fault(CHANGES, &row, "place")),
            };
            list.extend(row.list(2).map(|form| (form, change)));
        }
        for list in [&mut changes.verbs, &mut changes.nouns, &mut changes.adverbs] {
            list.sort_unstable_by_key(|&(form, _)| form);
        }
        Ok(changes)
    }

    /// What the verb with this lemma says.
    pub(crate) fn verb(&self, lemma: &str) -> Option<Change> {
        find(&self.verbs, lemma)
    }

    /// What the noun with this lemma says.
    pub(crate) fn noun(&self, lemma: &str) -> Option<Change> {
        find(&self.nouns, lemma)
    }

    /// What this adverb says, in lower case.
    pub(crate) fn adverb(&self, form: &str) -> Option<Change> {
        find(&self.adverbs, form)
    }
}

fn find(list: &[(&'static str, Change)], form: &str) -> Option<Change> {
    list.binary_search_by_key(&form, |&(known, _)| known).ok().map(|index| list[index].1)
}
