//! Links: what a number counts, and the circumstances.

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

/// One link from a quantity to what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Index of the quantity.
    pub quantity: usize,
    /// What it counts.
    pub entity: Phrase,
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
    /// Probability that `entity` is right, 0 to 1.
    pub score: f32,
    /// Why this phrase, in words, for `inspect --explain`.
    pub reason: String,
}
