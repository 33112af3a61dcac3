//! `bounds.tsv`: words that bound a number.

use crate::article::Bound;
use crate::error::Error;
use crate::lexicon::{self, Row};
use crate::quantities::words::{Words, fault};

use super::phrases::Phrases;

/// Words that bound a number.
#[derive(Debug, Default)]
pub(crate) struct Bounds {
    pub before: Phrases<Bound>,
    pub after: Phrases<Bound>,
    pub outside: Phrases<Bound>,
}

const BOUNDS: &str = "quantities/bounds.tsv";

/// Rows of `bounds.tsv`.
fn bound_rows() -> Result<Vec<Row>, Error> {
    let text = include_str!("../../../models/quantities/bounds.tsv");
    lexicon::parse(BOUNDS, text, &["bound", "place", "forms", "example"])
}

impl Bounds {
    pub(crate) fn new(words: &mut Words) -> Result<Self, Error> {
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
fn bound(name: &str) -> Option<Bound> {
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
