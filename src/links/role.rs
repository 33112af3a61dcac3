//! The circumstances of a fact and what may fill them.

use crate::article::Referent;

/// A circumstance of a fact, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The verb that the counted thing takes part in.
    Event,
    /// Who did it.
    Agent,
    /// Where.
    Places,
    /// When.
    Time,
    /// Who says so.
    Source,
    /// Out of which whole.
    Of,
    /// Under which law.
    Law,
}

impl Role {
    /// All roles in the order in which they are asked.
    pub const ALL: [Self; 7] =
        [Self::Event, Self::Agent, Self::Places, Self::Time, Self::Source, Self::Of, Self::Law];

    /// The role as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Agent => "agent",
            Self::Places => "places",
            Self::Time => "time",
            Self::Source => "source",
            Self::Of => "of",
            Self::Law => "law",
        }
    }

    /// Whether it may have several answers, each judged for itself.
    pub(super) const fn is_plural(self) -> bool {
        matches!(self, Self::Places | Self::Law)
    }

    /// Whether its answers are verbs.
    pub(super) const fn is_verbal(self) -> bool {
        matches!(self, Self::Event)
    }
}

/// What may fill a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filler {
    /// The verb at a token.
    Verb(usize),
    /// A name, a number or a phrase.
    Referent(Referent),
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
