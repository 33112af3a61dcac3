//! Multiples: "twice", "sixfold", "three times as much".

use rust_decimal::Decimal;

use crate::article::{Kind, Tag, Unit, Value};

use super::bounds;
use super::draft::{Draft, Found};
use super::number::Around;
use super::numeral;
use super::scene::Scene;
use super::words::Context;

/// The multiple at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let times = times(scene, at);
    let (value, end) = one_word(scene, at).or(times)?;
    if scene.name(at).is_some() {
        return None;
    }
    let bounded = bounds::before(scene, at, floor);
    // "six times more likely" compares; "twice", "three times what it was" count.
    let compares = times.is_some() && matches!(scene.tag(end), Tag::Jjr | Tag::Rbr | Tag::Vbn);
    let kind = if compares { Kind::Ratio } else { Kind::Count };
    let mut draft = Draft::new("multiple", kind, bounded.start, end, Value::Number(value));
    draft.bound = bounded.bound;
    draft.unit = Some(Box::new(dimensionless()));
    Some(Found::one(draft))
}

/// The unit of a number that measures nothing and counts nothing: UCUM's unity.
pub(crate) fn dimensionless() -> Unit {
    Unit { ucum: Some("1".into()), dimension: Some("dimensionless".into()), ..Unit::default() }
}

/// "twice", "sixfold".
fn one_word(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let value = scene.multiple(at)?;
    // "twice-weekly" dates, "a three-fold plan" lists.
    let compound = scene.is_dash(at + 1) && scene.glued(at + 1);
    // "scored twice as the rain fell"
    let clause = scene.is(at + 1, "as") && !scene.is_any(at + 2, &["many", "much"]);
    (!compound && !clause).then_some((value, at + 1))
}

/// "three times as much", "six times the average".
fn times(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let number = scene.is_number(at) || scene.cardinal(at).is_some();
    let numeral = numeral::read(scene, at, Around::default()).filter(|numeral| number && !numeral.ordinal)?;
    let end = numeral.end;
    let compared = scene.is(end, "times") && !scene.breaks(end) && scene.has(end + 1, Context::Times);
    compared.then(|| numeral.amount.exact()).flatten().map(|value| (value, end + 1))
}
