//! A labelled article, the one form that gold and prediction are compared in, whichever file they came from.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::Extent;
use super::value::Scalar;
use crate::article::{Agreement, Bound, Change, Circumstance, Each, Kind, Meta, Status, Unit};

/// Where an article stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<Path>,
    /// Its line, from 1.
    pub line: usize,
}

/// An article with its labels. A part is `None` where the record does not have it, so nothing of it is asked.
#[derive(Debug, Clone)]
pub struct LabelledArticle {
    /// Joins gold with prediction.
    pub id: String,
    /// Where it stands.
    pub place: Place,
    /// The text that offsets refer to.
    pub text: String,
    /// What came with it: its `meta`.
    pub meta: Meta,
    /// Names, in the order of the record.
    pub entities: Option<Vec<LabelledEntity>>,
    /// Quantities, in the order of the record.
    pub quantities: Option<Vec<LabelledQuantity>>,
    /// Links, in the order of the record.
    pub links: Option<Vec<LabelledLink>>,
    /// How the text presents the facts; `None` where its file says of none that it is not presented as true.
    pub statuses: Option<Vec<LabelledStatus>>,
    /// Facts that a reader has ticked; then no other part is asked.
    pub ticks: Option<Vec<LabelledTick>>,
    /// Tokens of an article in columns; then names are compared by tokens.
    pub tokens: Option<Vec<Extent>>,
    /// Why a prediction could not be made; then it has no part at all.
    pub error: Option<String>,
}

impl LabelledArticle {
    /// An article without any label.
    pub fn bare(id: String, place: Place, text: String) -> Self {
        Self {
            id,
            place,
            text,
            meta: Meta::new(),
            entities: None,
            quantities: None,
            links: None,
            statuses: None,
            ticks: None,
            tokens: None,
            error: None,
        }
    }

    /// Also asks how facts are presented where no quantity of its file says so: all are then presented as true.
    pub fn ask_statuses(&mut self) {
        if self.statuses.is_none() {
            self.statuses = self.quantities.as_deref().map(LabelledStatus::of);
        }
    }

    /// The labels that its names were labelled with, where `meta.labels` says that these are not all.
    pub(crate) fn asked_labels(&self) -> Option<impl Iterator<Item = &str>> {
        Some(self.meta.get("labels")?.as_array()?.iter().filter_map(serde_json::Value::as_str))
    }
}

/// How the text presents the fact that a number is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelledStatus {
    /// The number.
    pub extent: Extent,
    /// `None` where the fact is presented as true.
    pub status: Option<Status>,
}

impl LabelledStatus {
    /// The statuses of the quantities that can have one.
    pub(crate) fn of(quantities: &[LabelledQuantity]) -> Vec<Self> {
        let asked = quantities.iter().filter(|quantity| quantity.kind.is_countable() && !quantity.soft);
        asked.map(|quantity| Self { extent: quantity.extent, status: quantity.status }).collect()
    }
}

/// A fact that a reader has ticked, as it was read then.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledTick {
    /// Its number.
    pub quantity: LabelledQuantity,
    /// Its link, where it had one.
    pub link: Option<LabelledLink>,
    /// Whether all of its row is right; else something in it is wrong.
    pub right: bool,
    /// What the reader wrote.
    pub note: Option<String>,
}

/// A labelled name.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledEntity {
    /// Its id; empty where the form has none.
    pub id: String,
    /// Any label, not only ours.
    pub label: String,
    /// The mention.
    pub extent: Extent,
    /// Canonical name.
    pub name: Option<String>,
    /// Probability, 0 to 1.
    pub score: Option<f64>,
}

/// A labelled quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledQuantity {
    /// Its id.
    pub id: String,
    /// What kind.
    pub kind: Kind,
    /// The mention.
    pub extent: Extent,
    /// Value, and the ends of a range.
    pub value: Option<Scalar>,
    /// Lower end.
    pub min: Option<Scalar>,
    /// Upper end.
    pub max: Option<Scalar>,
    /// Bound.
    pub bound: Bound,
    /// Rise or fall.
    pub change: Option<Change>,
    /// Unit.
    pub unit: Option<Unit>,
    /// A deictic date, which counts for nobody.
    pub soft: bool,
    /// How the text presents the fact; `None` where it presents it as true.
    pub status: Option<Status>,
}

impl Default for LabelledQuantity {
    fn default() -> Self {
        Self {
            id: String::new(),
            kind: Kind::Count,
            extent: Extent::default(),
            value: None,
            min: None,
            max: None,
            bound: Bound::Exact,
            change: None,
            unit: None,
            soft: false,
            status: None,
        }
    }
}

impl LabelledQuantity {
    /// Whether it has a value at all.
    pub fn has_value(&self) -> bool {
        self.value.is_some() || self.min.is_some() || self.max.is_some()
    }

    /// Whether value, lower and upper end agree: numerically equal, or of equal text. "One in three" is 0.33 as well as 0.333.
    pub(crate) fn same_value(&self, predicted: &Self) -> bool {
        let tolerance = if self.kind == Kind::Ratio { 0.01 } else { 1e-9 };
        let sides =
            [(&self.value, &predicted.value), (&self.min, &predicted.min), (&self.max, &predicted.max)];
        sides.into_iter().all(|sides| match sides {
            (Some(gold), Some(predicted)) => gold.agrees(predicted, tolerance),
            (None, None) => true,
            _ => false,
        })
    }
}

/// A circumstance, resolved to the words that it points at.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Those words.
    pub extent: Extent,
    /// Canonical name, for an entity.
    pub name: Option<String>,
    /// Their text; `None` for a quantity.
    pub words: Option<String>,
}

/// The counted phrase.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LabelledPhrase {
    /// Its text.
    pub text: String,
    /// Lemma of its head; empty where the record has none.
    pub head: String,
    /// Where it stands; `None` where the record does not say.
    pub extent: Option<Extent>,
    /// Whether it stands in another phrase than the number.
    pub inherited: bool,
}

impl LabelledPhrase {
    /// The head, else the whole text.
    pub fn headed(&self) -> &str {
        if self.head.is_empty() { &self.text } else { &self.head }
    }
}

/// A labelled link.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LabelledLink {
    /// Index of the quantity in its article.
    pub quantity: usize,
    /// What it counts; `None` for bare money, of which nobody is asked.
    pub entity: Option<LabelledPhrase>,
    /// What the verb may be called: first word of its lemma and of its text, in lower case; empty without an event.
    pub verb: BTreeSet<String>,
    /// The verb's words.
    pub event: Option<Extent>,
    /// What the other circumstances point at; the event has nothing here.
    pub circumstances: Each<Vec<Target>>,
    /// Mentions of one fact in the article share a number.
    pub fact: Option<u32>,
    /// How it stands to the first mention of that fact.
    pub agreement: Option<Agreement>,
    /// Probability that the phrase is right, 0 to 1.
    pub score: Option<f64>,
    /// Probability that the whole row is right, 0 to 1.
    pub fact_score: Option<f64>,
}

impl LabelledLink {
    /// What a lemma or text calls the verb: its first word, in lower case.
    pub(super) fn verb_of(words: &str) -> Option<String> {
        words.to_lowercase().split_whitespace().next().map(str::to_owned)
    }

    /// What a circumstance points at.
    pub fn targets(&self, circumstance: Circumstance) -> &[Target] {
        &self.circumstances[circumstance]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(kind: Kind, value: &str) -> LabelledQuantity {
        LabelledQuantity { kind, value: Some(Scalar::parse(value)), ..LabelledQuantity::default() }
    }

    fn agree(kind: Kind, gold: &str, predicted: &str) -> bool {
        quantity(kind, gold).same_value(&quantity(kind, predicted))
    }

    #[test]
    fn numbers_agree_by_amount_and_dates_by_text() {
        assert!(agree(Kind::Count, "12", "12.0") && agree(Kind::Money, "15,000,000", "1.5e7"));
        assert!(!agree(Kind::Count, "12", "13"));
        assert!(agree(Kind::Date, "2021-05-04", "2021-05-04") && !agree(Kind::Date, "2021-05", "2021-05-04"));
        assert!(agree(Kind::Ratio, "0.33", "0.333") && !agree(Kind::Percent, "0.33", "0.333"));
        assert!(agree(Kind::Rank, "inf", "INF"), "no number, whatever a float parser says");
    }

    #[test]
    fn a_range_is_no_single_value() {
        let range = LabelledQuantity {
            min: Some(Scalar::parse("3")),
            max: Some(Scalar::parse("5")),
            ..LabelledQuantity::default()
        };
        assert!(range.same_value(&range) && !range.same_value(&quantity(Kind::Count, "3")));
    }
}
