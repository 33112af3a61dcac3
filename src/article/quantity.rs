//! Quantities: numbers with kind, value, bound and unit.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{Span, TokenRange};

/// What kind of quantity a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// So many of something.
    Count,
    /// A place in a sequence ("third").
    Ordinal,
    /// A share or a relative change.
    Percent,
    /// An amount of money.
    Money,
    /// An amount in a physical unit.
    Measure,
    /// A length of time.
    Duration,
    /// How old someone or something is.
    Age,
    /// A calendar date, year or fiscal year.
    Date,
    /// A clock time or part of a day.
    Time,
    /// A step on a named scale ("Tier 2").
    Rank,
    /// The result of a match.
    Score,
    /// A part of a whole ("half of", "one in five").
    Ratio,
    /// Digits that name something and count nothing ("Section 22").
    Identifier,
}

impl Kind {
    /// All kinds in the order of their definition.
    pub const ALL: [Self; 13] = [
        Self::Count,
        Self::Ordinal,
        Self::Percent,
        Self::Money,
        Self::Measure,
        Self::Duration,
        Self::Age,
        Self::Date,
        Self::Time,
        Self::Rank,
        Self::Score,
        Self::Ratio,
        Self::Identifier,
    ];

    /// The kind as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Ordinal => "ordinal",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::Measure => "measure",
            Self::Duration => "duration",
            Self::Age => "age",
            Self::Date => "date",
            Self::Time => "time",
            Self::Rank => "rank",
            Self::Score => "score",
            Self::Ratio => "ratio",
            Self::Identifier => "identifier",
        }
    }

    /// Whether a quantity of this kind may have a link.
    pub const fn is_countable(self) -> bool {
        !matches!(self, Self::Date | Self::Time | Self::Identifier)
    }
}

/// The exact value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// The text gives none that can be computed ("Thursday").
    #[default]
    Unknown,
    /// One number.
    Number(Decimal),
    /// A range; at least one end is known, and `min <= max` where both are.
    Range {
        /// Lower end.
        min: Option<Decimal>,
        /// Upper end.
        max: Option<Decimal>,
    },
    /// A date in ISO 8601, a clock time, a score, a rank.
    Text(String),
}

/// How the value bounds the true amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// No bound is stated.
    #[default]
    Exact,
    /// "about", "nearly", "more or less".
    About,
    /// "at least".
    AtLeast,
    /// "up to", "not more than".
    AtMost,
    /// "over", "more than".
    MoreThan,
    /// "under", "less than".
    LessThan,
}

impl Bound {
    /// All bounds in the order of their definition.
    pub const ALL: [Self; 6] =
        [Self::Exact, Self::About, Self::AtLeast, Self::AtMost, Self::MoreThan, Self::LessThan];

    /// The bound as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::MoreThan => "more_than",
            Self::LessThan => "less_than",
        }
    }
}

/// Whether the text says that the quantity rose or fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It rose.
    Up,
    /// It fell.
    Down,
}

impl Change {
    /// The change as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// How the text presents the fact that a quantity is part of, where it does not present it as true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is not so, did not happen, is denied or refused.
    Negated,
    /// It is uncertain in itself: may, feared, alleged.
    Possible,
    /// It is future, intended, ordered, expected.
    Planned,
    /// It holds only under a condition, or as a rule or penalty.
    Conditional,
}

impl Status {
    /// All statuses in the order of their definition.
    pub const ALL: [Self; 4] = [Self::Negated, Self::Possible, Self::Planned, Self::Conditional];

    /// The status as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Negated => "negated",
            Self::Possible => "possible",
            Self::Planned => "planned",
            Self::Conditional => "conditional",
        }
    }
}

/// A [`Status`] with the words that say it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stance {
    /// How the fact is presented.
    pub status: Status,
    /// The words that say so ("is expected to"); `None` where no single phrase does.
    pub cue: Option<Span>,
    /// Probability that `status` is right, 0 to 1.
    pub score: f32,
}

/// The unit of a quantity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unit {
    /// As written in the text.
    #[cfg_attr(test, schemars(with = "String"))]
    pub text: SmolStr,
    /// Singular English name ("kilometre"); none for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'static, str>>,
    /// UCUM code ("km"); none where UCUM has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ucum: Option<Cow<'static, str>>,
    /// ISO 4217 code, for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Cow<'static, str>>,
    /// Physical dimension ("length", "time", "money").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Cow<'static, str>>,
    /// Whether the text leaves open which of several it is: `currency` is then the likeliest ("$" in an article that
    /// names no place).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ambiguous: bool,
}

/// How a quantity was read: by which rule, and what it was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Derivation {
    /// Name of the rule.
    pub rule: &'static str,
    /// The parts, in text order.
    pub parts: Vec<Part>,
}

/// A part of a quantity: the numeral, the unit, the currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub name: &'static str,
    /// Where it stands.
    pub span: Span,
}

/// One quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What kind.
    pub kind: Kind,
    /// Number, bound and unit in one span.
    pub span: Span,
    /// Tokens that it covers wholly or in part.
    pub tokens: TokenRange,
    /// Exact value.
    pub value: Value,
    /// Bound.
    pub bound: Bound,
    /// Rise or fall; `None` where the text does not say.
    pub change: Option<Change>,
    /// Index of the earlier quantity that this one changed from.
    pub from: Option<usize>,
    /// Unit or currency. Boxed, since most quantities have none and some texts have a hundred thousand quantities.
    pub unit: Option<Box<Unit>>,
    /// Denominator of a counted rate ("18 trees per second": "second").
    pub per: Option<String>,
    /// Whether it is a deictic date ("yesterday").
    pub soft: bool,
    /// How the text presents the fact that it is part of; `None` where it presents it as true.
    pub stance: Option<Stance>,
    /// How it was read.
    pub derivation: Derivation,
}

#[cfg(test)]
impl Quantity {
    /// An exact one of which nothing else is known, for tests to start from.
    pub(crate) fn plain(kind: Kind, value: Value) -> Self {
        Self {
            kind,
            span: Span::default(),
            tokens: TokenRange::default(),
            value,
            bound: Bound::Exact,
            change: None,
            from: None,
            unit: None,
            per: None,
            soft: false,
            stance: None,
            derivation: Derivation::default(),
        }
    }
}
