//! Numbers as they stand in the text, before it is known what they count: the numeral, its value, and its unit or currency.

use rust_decimal::Decimal;

use crate::article::{Bound, Kind, Unit};

use super::lists::Tender;
use super::scene::Scene;
use super::units::{Denominator, Measured};

/// A numeral's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// One number.
    Exact(Decimal),
    /// A range: "tens of thousands" is 10,000 to 100,000.
    Between(Decimal, Decimal),
    /// More than a decimal holds: no value rather than a wrong one.
    Beyond,
}

impl Amount {
    /// The number, if it is one.
    pub(crate) fn exact(self) -> Option<Decimal> {
        match self {
            Self::Exact(value) => Some(value),
            Self::Between(..) | Self::Beyond => None,
        }
    }
}

/// A numeral in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numeral {
    /// First piece.
    pub start: usize,
    /// The piece after it.
    pub end: usize,
    pub amount: Amount,
    /// The number before its scale (3.2 of "3.2 million").
    pub mantissa: Decimal,
    /// The scale word, 1 where there is none.
    pub scale: Decimal,
    /// Whether it is written in digits.
    pub digits: bool,
    /// Whether it is an ordinal ("fifth", "5th").
    pub ordinal: bool,
    /// A sign before it: 1, -1, or 0 for none.
    pub sign: i8,
}

impl Numeral {
    /// Whether a scale word multiplies it.
    pub(crate) fn is_scaled(&self) -> bool {
        self.scale != Decimal::ONE
    }

    /// Value, if it is a whole number up to `most` in bare digits or words.
    pub(crate) fn whole(&self, most: i64) -> Option<i64> {
        let value = self.amount.exact().filter(Decimal::is_integer)?;
        i64::try_from(value).ok().filter(|value| (0..=most).contains(value))
    }
}

/// What currency stands before a numeral.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Beside {
    #[default]
    Nothing,
    /// A currency: single letters are scales.
    Money,
    /// A currency without coins: a point parts thousands ("Rp 14.875").
    WholeMoney,
}

impl Beside {
    pub(crate) fn is_money(self) -> bool {
        self != Self::Nothing
    }
}

/// What stands around a numeral and changes how its words are read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Around {
    /// It is a part after a comma ("two hundred thousand" of "one million, two hundred thousand"): it ends at the next.
    pub part: bool,
    /// The currency before it.
    pub money: Beside,
    /// "between" stands before it: "and" may part two numbers.
    pub between: bool,
}

/// A numeral in words over the pieces `start..end`, without scale or sign.
pub(crate) fn plain(start: usize, end: usize, value: Decimal) -> Numeral {
    Numeral {
        start,
        end,
        amount: Amount::Exact(value),
        mantissa: value,
        scale: Decimal::ONE,
        digits: false,
        ordinal: false,
        sign: 0,
    }
}

/// A numeral with what stands right around it.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// First piece, currency and sign included.
    pub start: usize,
    /// The piece after numeral and unit.
    pub end: usize,
    pub numeral: Numeral,
    pub unit: Of,
    /// A bound between or after number and unit ("40 or more", "100+").
    pub bound: Option<Bound>,
}

/// What a figure is an amount of.
#[derive(Debug, Clone)]
pub(crate) enum Of {
    /// Nothing that is written at the number: a counted thing.
    Things,
    Money(Money),
    Measure(Measured),
}

/// A currency beside a number.
#[derive(Debug, Clone)]
pub(crate) struct Money {
    pub tender: Tender,
    /// Its pieces.
    pub start: usize,
    pub end: usize,
    /// Whether it stands before the number.
    pub leads: bool,
    pub per: Option<Denominator>,
}

impl Of {
    /// Kind of a figure with this unit; ages are told apart elsewhere.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Things => Kind::Count,
            Self::Money(_) => Kind::Money,
            Self::Measure(measured) => match measured.row.dimension {
                "share" => Kind::Percent,
                "time" if measured.per.as_ref().is_none_or(Denominator::is_time) => Kind::Duration,
                _ => Kind::Measure,
            },
        }
    }

    pub(crate) fn is_things(&self) -> bool {
        matches!(self, Self::Things)
    }

    /// Whether two figures with these units may be the ends of one range.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Measure(a), Self::Measure(b)) => a.row.dimension == b.row.dimension,
            (Self::Money(a), Self::Money(b)) => {
                a.tender == b.tender || [a, b].iter().any(|money| matches!(money.tender, Tender::Local(_)))
            }
            (Self::Things, Self::Things) => true,
            _ => false,
        }
    }

    /// The unit as it is written out.
    pub(crate) fn unit(&self, scene: &Scene<'_>) -> Option<Box<Unit>> {
        match self {
            Self::Things => None,
            Self::Money(money) => {
                let text = scene.span(money.start, money.end).of(&scene.doc.text);
                let per = money.per.as_ref().map(Denominator::name);
                Some(Box::new(scene.lists.currencies.unit(money.tender, &scene.mentions, text, per)))
            }
            Self::Measure(measured) => Some(Box::new(measured.unit(scene))),
        }
    }
}
