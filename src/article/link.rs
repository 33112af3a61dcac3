//! Links: what a number counts, and the circumstances.

use serde::{Deserialize, Serialize};

use super::{Circumstance, Each, Span};

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
    /// What the other circumstances point at: names for the places and the law, a quantity for the time. The event has nothing here.
    pub circumstances: Each<Vec<Referent>>,
    /// Mentions of one fact in the article share a number, from 1; `None` where the figure stands once.
    pub fact: Option<u32>,
    /// How it stands to the first mention of that fact; `None` on the first one and where the figure stands once.
    pub agreement: Option<Agreement>,
    /// Probability that `entity` is right, 0 to 1.
    pub score: f32,
    /// Probability that the whole row is right, 0 to 1: entity, event, status and every circumstance given.
    pub fact_score: f32,
    /// The probability that each circumstance is right, 0 to 1, of several all of them; `None` where it is not given or not known.
    pub scores: Each<Option<f32>>,
    /// Why this phrase, in words, for `inspect --explain`.
    pub reason: String,
}

impl Link {
    /// What a circumstance points at; the first, of several.
    pub fn referent(&self, circumstance: Circumstance) -> Option<Referent> {
        self.circumstances[circumstance].first().copied()
    }

    /// Indexes of the entities that a circumstance points at.
    pub fn entities(&self, circumstance: Circumstance) -> impl Iterator<Item = usize> {
        self.circumstances[circumstance].iter().filter_map(|referent| match referent {
            Referent::Entity(index) => Some(*index),
            _ => None,
        })
    }

    /// Index of the quantity that a circumstance points at.
    pub fn quantity_of(&self, circumstance: Circumstance) -> Option<usize> {
        match self.referent(circumstance)? {
            Referent::Quantity(index) => Some(index),
            _ => None,
        }
    }
}
