//! Answers: what may fill a circumstance.

use crate::article::Referent;

/// What may fill a circumstance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filler {
    /// The verb at a token.
    Verb(usize),
    /// A name, a number or a phrase.
    Referent(Referent),
}

impl Filler {
    /// The name with this index.
    pub(super) const fn entity(index: usize) -> Self {
        Self::Referent(Referent::Entity(index))
    }

    /// The number with this index.
    pub(super) const fn quantity(index: usize) -> Self {
        Self::Referent(Referent::Quantity(index))
    }
}

/// A possible answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    /// The token that stands for it in the tree.
    pub(super) token: usize,
    /// What it says.
    pub(super) filler: Filler,
    /// Whether the rules propose it.
    pub(super) proposed: bool,
}
