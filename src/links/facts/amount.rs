//! How two amounts stand to each other.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::article::{Bound, Kind, Quantity, Value};

/// How far "about" reaches, as a share of the number.
const ABOUT: f64 = 0.1;
/// Numbers within this factor of each other are near.
const NEAR: f64 = 1.5;
/// How many times its number a bound may reach ("more than 30" is hardly said of 90).
const STRETCH: f64 = 2.0;

/// How a later amount stands to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The same number or text, both exact or with one bound.
    Equal,
    /// The same number with different bounds.
    Bounded,
    /// The earlier one leaves room that the later one fills ("dozens", "56").
    Closer,
    /// The later one leaves room around the earlier one ("56", "dozens").
    Vaguer,
    /// Two units of one dimension, so that the numbers say nothing.
    Units,
    /// Other numbers of one size.
    Near,
    /// Other numbers.
    Far,
    /// Nothing can be said of them.
    Unknown,
}

impl Relation {
    /// Its name in features.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Bounded => "bounded",
            Self::Closer => "closer",
            Self::Vaguer => "vaguer",
            Self::Units => "units",
            Self::Near => "near",
            Self::Far => "far",
            Self::Unknown => "unknown",
        }
    }

    /// The same in four steps.
    pub(super) const fn coarse(self) -> &'static str {
        match self {
            Self::Equal | Self::Bounded => "equal",
            Self::Closer | Self::Vaguer => "fits",
            Self::Units => "units",
            Self::Near | Self::Far | Self::Unknown => "differs",
        }
    }

    /// How `later` stands to `earlier`; both are of one [`family`].
    pub(super) fn of(earlier: &Quantity, later: &Quantity) -> Self {
        if unit(earlier) != unit(later) {
            return if is_conversion(earlier, later) { Self::Units } else { Self::Unknown };
        }
        if let (Value::Text(one), Value::Text(other)) = (&earlier.value, &later.value) {
            return if one == other { Self::Equal } else { Self::Far };
        }
        if earlier.value == later.value && earlier.value != Value::Unknown {
            return if earlier.bound == later.bound { Self::Equal } else { Self::Bounded };
        }
        let (Some(first), Some(second)) = (Room::of(earlier), Room::of(later)) else { return Self::Unknown };
        match (first.holds(&second), second.holds(&first)) {
            (true, _) => Self::Closer,
            (false, true) => Self::Vaguer,
            _ if first.point.max(second.point) <= NEAR * first.point.min(second.point) => Self::Near,
            _ => Self::Far,
        }
    }
}

/// What an amount leaves open.
#[derive(Debug)]
struct Room {
    least: f64,
    most: f64,
    /// Its number, or the middle of its range.
    point: f64,
}

impl Room {
    fn of(quantity: &Quantity) -> Option<Self> {
        let scale = if quantity.kind == Kind::Ratio { 100.0 } else { 1.0 };
        match &quantity.value {
            Value::Number(number) => {
                let half = if quantity.bound == Bound::Exact { open(quantity.kind, *number) } else { 0.0 };
                Some(Self::around(number.to_f64()? * scale, quantity.bound, half * scale))
            }
            Value::Range { min, max } => {
                let (min, max) = (min.and_then(|it| it.to_f64()), max.and_then(|it| it.to_f64()));
                let least = min.or(max)?;
                let most = max.or(min)?;
                Some(Self {
                    least: least * scale,
                    most: most * scale,
                    point: f64::midpoint(least, most) * scale,
                })
            }
            _ => None,
        }
    }

    /// The room that a number leaves by its bound, else `half` on each side.
    fn around(point: f64, bound: Bound, half: f64) -> Self {
        let (least, most) = match bound {
            Bound::Exact => (point - half, point + half),
            Bound::About => (point * (1.0 - ABOUT), point * (1.0 + ABOUT)),
            Bound::AtLeast | Bound::MoreThan => (point, point * STRETCH),
            Bound::AtMost | Bound::LessThan => (point / STRETCH, point),
        };
        Self { least, most, point }
    }

    /// Whether the other lies inside and leaves less open.
    fn holds(&self, other: &Self) -> bool {
        self.least <= other.point
            && other.point <= self.most
            && other.most - other.least < self.most - self.least
    }
}

/// Half of the last digit that is given: 66% may be 66.06%, 2,000 people 1,963. Counts without zeros at their end, or below a
/// hundred, are exact.
fn open(kind: Kind, number: Decimal) -> f64 {
    let mut half = 0.5 * 10_f64.powi(-(number.scale() as i32));
    let mut rest = number.trunc().abs();
    while number.is_integer() && rest > Decimal::ONE_HUNDRED && rest % Decimal::TEN == Decimal::ZERO {
        rest /= Decimal::TEN;
        half *= 10.0;
    }
    let counts = matches!(family(kind), Kind::Count | Kind::Age | Kind::Ordinal | Kind::Duration);
    if counts && half < 1.0 { 0.0 } else { half }
}

/// What is compared where numbers are.
fn unit(quantity: &Quantity) -> Option<(&str, Option<&str>)> {
    let unit =
        quantity.unit.as_ref().filter(|_| quantity.kind != Kind::Ratio && quantity.kind != Kind::Percent)?;
    let name = unit.ucum.as_deref().or(unit.currency.as_deref()).or(unit.name.as_deref());
    Some((name.unwrap_or(&unit.text), quantity.per.as_deref()))
}

/// Whether both are amounts of one dimension.
fn is_conversion(one: &Quantity, other: &Quantity) -> bool {
    one.per == other.per && dimension(one).is_some() && dimension(one) == dimension(other)
}

fn dimension(quantity: &Quantity) -> Option<&str> {
    let unit = quantity.unit.as_ref()?;
    unit.currency.as_ref().map(|_| "money").or(unit.dimension.as_deref())
}

/// Kinds that may tell one fact: a share is told as a percentage or as a ratio.
pub(super) const fn family(kind: Kind) -> Kind {
    match kind {
        Kind::Ratio => Kind::Percent,
        other => other,
    }
}

/// How much the number itself says: hardly anything of "two", much of "1,340".
pub(super) fn weight(quantity: &Quantity) -> &'static str {
    let number = match &quantity.value {
        Value::Number(number) => number.abs(),
        Value::Range { .. } => return "range",
        _ => return "text",
    };
    let digits = number.normalize().mantissa().unsigned_abs().to_string();
    match digits.trim_end_matches('0').len() {
        _ if number <= Decimal::from(3) => "tiny",
        _ if number <= Decimal::from(12) => "small",
        0..=2 => "plain",
        _ => "sharp",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: Value, bound: Bound) -> Quantity {
        Quantity { bound, ..Quantity::plain(Kind::Count, value) }
    }

    fn number(value: &str, bound: Bound) -> Quantity {
        quantity(Value::Number(value.parse().unwrap()), bound)
    }

    #[test]
    fn bounds_and_ranges_leave_room_that_a_number_fills() {
        let exact = |value| number(value, Bound::Exact);
        let percent = |value| Quantity { kind: Kind::Percent, ..exact(value) };
        let dozens = quantity(Value::Range { min: Some(12.into()), max: Some(120.into()) }, Bound::Exact);
        let pairs = [
            (exact("33"), exact("33"), Relation::Equal),
            (number("30", Bound::MoreThan), exact("30"), Relation::Bounded),
            (number("30", Bound::MoreThan), exact("34"), Relation::Closer),
            (exact("34"), number("30", Bound::MoreThan), Relation::Vaguer),
            (number("30", Bound::MoreThan), exact("300"), Relation::Far),
            (dozens, exact("56"), Relation::Closer),
            (number("500", Bound::About), exact("512"), Relation::Closer),
            (percent("66"), percent("66.06"), Relation::Closer),
            (exact("2000"), exact("1963"), Relation::Closer),
            (exact("33"), exact("35"), Relation::Near),
            (exact("4"), exact("12"), Relation::Far),
        ];
        for (earlier, later, expected) in pairs {
            let found = Relation::of(&earlier, &later);
            assert_eq!(found, expected, "{:?} {:?}", earlier.value, later.value);
        }
    }
}
