//! The circumstances of a fact: what a text may say of it beside what the number counts.

use std::ops::{Index, IndexMut};

/// A circumstance of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Circumstance {
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

impl Circumstance {
    /// All circumstances in the order in which they are asked.
    pub const ALL: [Self; 7] =
        [Self::Event, Self::Agent, Self::Places, Self::Time, Self::Source, Self::Of, Self::Law];

    /// Those that point at names, numbers or words, in the order of the output: all but the event, which is a verb.
    pub const POINTING: [Self; Self::ALL.len() - 1] =
        [Self::Agent, Self::Places, Self::Time, Self::Law, Self::Source, Self::Of];

    /// The circumstance as written in the output.
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

    /// The circumstance with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Whether a fact may have several of it, each judged for itself.
    pub const fn is_plural(self) -> bool {
        matches!(self, Self::Places | Self::Law)
    }
}

/// Something for each circumstance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Each<T>([T; Circumstance::ALL.len()]);

impl<T> Each<T> {
    /// What `make` says of each, asked in the order of [`Circumstance::ALL`].
    pub fn of(make: impl FnMut(Circumstance) -> T) -> Self {
        Self(Circumstance::ALL.map(make))
    }

    /// All of them, in the order of [`Circumstance::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// All of them, to be changed, in the same order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }
}

impl<T> Index<Circumstance> for Each<T> {
    type Output = T;

    fn index(&self, circumstance: Circumstance) -> &T {
        &self.0[circumstance as usize]
    }
}

impl<T> IndexMut<Circumstance> for Each<T> {
    fn index_mut(&mut self, circumstance: Circumstance) -> &mut T {
        &mut self.0[circumstance as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_circumstance_but_the_event_points_and_all_have_their_place() {
        for circumstance in Circumstance::ALL {
            let points = Circumstance::POINTING.contains(&circumstance);
            assert_eq!(points, circumstance != Circumstance::Event);
            assert_eq!(Circumstance::named(circumstance.as_str()), Some(circumstance));
            assert_eq!(Each::of(|it| it)[circumstance], circumstance);
        }
    }
}
