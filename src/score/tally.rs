//! What one article gives: counts by measure, confusions, claims of probability, mistakes.

use std::collections::BTreeMap;

use super::Counts;
use crate::labelled::Extent;

/// The parts of an annotation that are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Names.
    Entities,
    /// Quantities.
    Quantities,
    /// Links with their circumstances.
    Links,
    /// How the text presents the facts.
    Status,
    /// Facts that a reader has ticked in a report.
    Ticks,
}

impl Part {
    /// All parts in the order of reports.
    pub const ALL: [Self; 5] = [Self::Entities, Self::Quantities, Self::Links, Self::Status, Self::Ticks];

    /// The first word of its measures' names.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entities => "entities",
            Self::Quantities => "quantities",
            Self::Links => "links",
            Self::Status => "status",
            Self::Ticks => "ticks",
        }
    }
}

/// What a measure tells: F1 of all, or only how much of the gold was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// Precision, recall and F1.
    F1,
    /// Recall only: no prediction says of itself that it belongs here.
    Recall,
}

impl FigureKind {
    /// The figure of some counts, 0 to 1.
    pub fn of(self, counts: Counts) -> f64 {
        match self {
            Self::F1 => counts.f1(),
            Self::Recall => counts.recall(),
        }
    }
}

/// What a prediction states a probability of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stated {
    /// That a name is right.
    Entities,
    /// That the phrase of a link is right: `score`.
    Links,
    /// That a whole row is right: `fact_score`.
    Facts,
}

impl Stated {
    /// All of them in the order of reports.
    pub const ALL: [Self; 3] = [Self::Entities, Self::Links, Self::Facts];

    /// Its name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entities => "entities",
            Self::Links => "links",
            Self::Facts => "facts",
        }
    }
}

/// A prediction that states how probable it is, and whether it is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// Of what.
    pub of: Stated,
    /// Stated probability, 0 to 1.
    pub score: f64,
    /// Whether it is right.
    pub right: bool,
}

/// In which way something went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Labelled, and not predicted.
    Missed,
    /// Predicted, and not labelled.
    Extra,
    /// Predicted otherwise than labelled.
    Wrong,
}

/// One thing that is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// Which part.
    pub part: Part,
    /// The article's id.
    pub id: String,
    /// The words.
    pub extent: Extent,
}

/// One thing that went wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// Which part.
    pub part: Part,
    /// In which way.
    pub sort: Sort,
    /// Kind of mistake; mistakes of one kind are shown together.
    pub kind: String,
    /// The article's id.
    pub id: String,
    /// The words at fault; `None` where the form gives no offsets.
    pub extent: Option<Extent>,
    /// What was labelled and what was predicted.
    pub note: String,
}

/// Everything that one article gives.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Counts in the order in which measures are reported.
    pub(super) counts: Vec<(Part, String, FigureKind, Counts)>,
    /// How often a gold label, or status, met a predicted one; `-` stands for none.
    pub(super) confusion: BTreeMap<(Part, String, String), usize>,
    pub(super) claims: Vec<Claim>,
    pub(super) mistakes: Vec<Mistake>,
    /// What has no mistake at all.
    pub(super) right: Vec<Right>,
}

impl Tally {
    pub(super) fn count(&mut self, part: Part, measure: impl Into<String>, counts: Counts) {
        self.counts.push((part, measure.into(), FigureKind::F1, counts));
    }

    pub(super) fn recall(&mut self, part: Part, measure: &str, counts: Counts) {
        self.counts.push((part, measure.to_owned(), FigureKind::Recall, counts));
    }

    pub(super) fn right(&mut self, part: Part, extent: Extent) {
        self.right.push(Right { part, id: String::new(), extent });
    }

    pub(super) fn confuse(&mut self, part: Part, gold: &str, predicted: &str) {
        *self.confusion.entry((part, gold.to_owned(), predicted.to_owned())).or_default() += 1;
    }
}
