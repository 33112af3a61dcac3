//! The classes of the second look, and what it leaves alone.

use crate::article::{By, Label};
use crate::entities::board::Mention;

/// The columns of the list of weights.
pub(super) const COLUMNS: [&str; NameClass::COUNT + 1] =
    ["feature", "person", "org", "place", "norp", "misc", "product"];

/// What the second look tells apart; a label within a class is that of the room's first decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameClass {
    Person,
    Org,
    Place,
    Norp,
    Misc,
    Product,
}

impl NameClass {
    pub(super) const COUNT: usize = 6;
    pub(super) const ALL: [Self; Self::COUNT] =
        [Self::Person, Self::Org, Self::Place, Self::Norp, Self::Misc, Self::Product];

    pub(super) const fn of(label: Label) -> Self {
        match label {
            Label::Person => Self::Person,
            Label::Norp => Self::Norp,
            Label::Org => Self::Org,
            Label::Gpe | Label::Loc | Label::Fac => Self::Place,
            Label::Product => Self::Product,
            Label::Event | Label::WorkOfArt | Label::Law | Label::Language => Self::Misc,
        }
    }

    /// The label of a name for which nothing says more than the class.
    pub(super) const fn label(self) -> Label {
        match self {
            Self::Person => Label::Person,
            Self::Org => Label::Org,
            Self::Place => Label::Gpe,
            Self::Norp => Label::Norp,
            Self::Misc => Label::Event,
            Self::Product => Label::Product,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        COLUMNS[self as usize + 1]
    }
}

/// A number for each class, in the order of [`NameClass::ALL`].
pub(super) type Sums = [f32; NameClass::COUNT];

/// Whether a mention is none of the second look's business: laws, and what a pattern shows beyond doubt, have the form of the
/// guide, which the labels that the weights are fitted to do not always follow.
pub(super) fn is_left_alone(mention: &Mention) -> bool {
    mention.by == By::Pattern || mention.fixed && mention.label == Label::Law
}
