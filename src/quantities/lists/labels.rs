//! `labels.tsv`: words before a number that names.

use crate::error::Error;
use crate::lexicon;
use crate::quantities::words::{Words, fault};

use super::phrases::Phrases;

/// What a number after a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    Rank,
    Identifier,
    /// The number is the last word of a name ("FTSE 100").
    Name,
}

/// Words before numbers that name.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    pub forms: Phrases<Naming>,
    /// Whole phrases, number and all, that count nothing.
    pub fixed: Phrases<()>,
}

const LABELS: &str = "quantities/labels.tsv";

impl Labels {
    pub(crate) fn new(words: &mut Words) -> Result<Self, Error> {
        let text = include_str!("../../../models/quantities/labels.tsv");
        let mut labels = Self::default();
        for row in lexicon::parse(LABELS, text, &["forms", "kind", "example"])? {
            if row.field(1) == "fixed" {
                row.list(0).for_each(|form| labels.fixed.add(words, form, ()));
                continue;
            }
            let naming = match row.field(1) {
                "rank" => Naming::Rank,
                "identifier" => Naming::Identifier,
                "name" => Naming::Name,
                _ => return Err(fault(LABELS, &row, "kind")),
            };
            row.list(0).for_each(|form| labels.forms.add(words, form, naming));
        }
        Ok(labels)
    }
}
