//! Links: what a number counts, and the circumstances.

use serde::{Deserialize, Serialize};

use super::Span;

/// Who or what a circumstance points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referent {
    /// Index of an entity.
    Entity(usize),
    /// Index of a quantity.
    Quantity(usize),
    /// A phrase where nothing is named ("police").
    Phrase(Span),
}

/// The phrase that a number counts, measures or ranks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The noun phrase without the number.
    pub span: Span,
    /// Lemma of its head noun.
    pub head: String,
    /// Whether number and phrase stand in different phrases ("28 were booked").
    pub inherited: bool,
    /// Index of the entity that the phrase is, or is headed by.
    pub entity: Option<usize>,
}

/// The verb that the counted thing takes part in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Verb with its particle.
    pub span: Span,
    /// The verb's lemma.
    pub lemma: String,
}

/// The probability that each circumstance is right, 0 to 1; `None` where it is not given or not known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scores {
    /// Of [`Link::event`].
    pub event: Option<f32>,
    /// Of [`Link::agent`].
    pub agent: Option<f32>,
    /// Of [`Link::places`], all of them.
    pub places: Option<f32>,
    /// Of [`Link::time`].
    pub time: Option<f32>,
    /// Of [`Link::law`], all of them.
    pub law: Option<f32>,
    /// Of [`Link::source`].
    pub source: Option<f32>,
    /// Of [`Link::of`].
    pub of: Option<f32>,
}

/// How a later mention of a fact stands to its first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Agreement {
    /// It says the same.
    Agrees,
    /// It says the same more closely ("more than 30", then "33").
    Refines,
    /// It is a later state of the same thing ("the toll rose to 40").
    Updates,
    /// It says something else of the same thing.
    Contradicts,
}

impl Agreement {
    /// All of them in the order of their definition.
    pub const ALL: [Self; 4] = [Self::Agrees, Self::Refines, Self::Updates, Self::Contradicts];

    /// The agreement as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Refines => "refines",
            Self::Updates => "updates",
            Self::Contradicts => "contradicts",
        }
    }
}

/// One link from a quantity to what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Index of the quantity.
    pub quantity: usize,
    /// What it counts; `None` only for bare money ("spent $3 million"), whose link has an event and circumstances alone.
    pub entity: Option<Phrase>,
    /// In which event.
    pub event: Option<Event>,
    /// Who did it.
    pub agent: Option<Referent>,
    /// Indexes of entities: where.
    pub places: Vec<usize>,
    /// Index of a quantity: when.
    pub time: Option<usize>,
    /// Indexes of entities: under which law.
    pub law: Vec<usize>,
    /// Who says so.
    pub source: Option<Referent>,
    /// Out of which whole.
    pub of: Option<Referent>,
    /// Mentions of one fact in the article share a number, from 1; `None` where the figure stands once.
    pub fact: Option<u32>,
    /// How it stands to the first mention of that fact; `None` on the first one and where the figure stands once.
    pub agreement: Option<Agreement>,
    /// Probability that `entity` is right, 0 to 1.
    pub score: f32,
    /// Probability that the whole row is right, 0 to 1: entity, event, status and every circumstance given.
    pub fact_score: f32,
    /// Probability of each circumstance.
    pub scores: Scores,
    /// Why this phrase, in words, for `inspect --explain`.
    pub reason: String,
}
