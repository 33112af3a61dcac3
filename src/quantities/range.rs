//! Two figures that are the ends of one range, or the two sides of a change ("from X to Y").

use rust_decimal::Decimal;

use super::figure;
use super::number::{Amount, Around, Beside, Figure, Of};
use super::scene::Scene;
use crate::article::Tag;

/// What joins two figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// "10-12".
    Dash,
    /// "10 to 12".
    To,
    /// "between 10 and 12".
    And,
    /// "10 or 12".
    Or,
}

/// A second figure with what joins it to the first.
#[derive(Debug)]
pub(crate) struct Second {
    pub joint: Joint,
    pub figure: Figure,
}

/// The figure that follows `first` as the other end of a range or change.
pub(crate) fn second(scene: &Scene<'_>, first: &Figure, between: bool, from: bool) -> Option<Second> {
    let (joint, at) = joint(scene, first.end, between)?;
    let at = scene
        .lists
        .bounds
        .before
        .starting(scene, at)
        .filter(|_| joint != Joint::Or)
        .map_or(at, |(_, end)| end);
    if scene.breaks(at) {
        return None;
    }
    let led = matches!(&first.unit, Of::Money(money) if money.leads);
    let money = if led { Beside::Money } else { Beside::Nothing };
    let figure = figure::read(scene, at, Around { money, ..Around::default() })?;
    let numeral = &figure.numeral;
    let plain = !numeral.ordinal && !first.numeral.ordinal && (numeral.sign == 0 || joint == Joint::To);
    if !plain || !fits(scene, first, &figure, joint, from) {
        return None;
    }
    Some(Second { joint, figure })
}

/// What joins figures at piece `at`, with the piece after it.
fn joint(scene: &Scene<'_>, at: usize, between: bool) -> Option<(Joint, usize)> {
    let dash = scene.is_dash(at);
    if dash && scene.glued(at) && scene.is(at + 1, "to") && scene.is_dash(at + 2) {
        return Some((Joint::To, at + 3));
    }
    if dash && scene.glued(at) && scene.is_any(at + 1, &["to", "or"]) && !scene.glued(at + 1) {
        return Some((if scene.is(at + 1, "to") { Joint::To } else { Joint::Or }, at + 2));
    }
    if dash && scene.glued(at) == scene.glued(at + 1) {
        return Some((Joint::Dash, at + 1));
    }
    match scene.text(at) {
        "to" | "till" => Some((Joint::To, at + 1)),
        "~" if scene.glued(at) => Some((Joint::Dash, at + 1)),
        "and" if between => Some((Joint::And, at + 1)),
        "or" => Some((Joint::Or, at + 1)),
        _ => None,
    }
}

/// Whether the two figures make sense as one range.
fn fits(scene: &Scene<'_>, first: &Figure, second: &Figure, joint: Joint, from: bool) -> bool {
    let Some((low, high)) = ends(scene, first, second) else { return false };
    let rising = low < high;
    let same = first.unit.agrees(&second.unit);
    if !same && !shares_unit(scene, first, second, from || joint == Joint::And) {
        return false;
    }
    let alike = first.numeral.digits == second.numeral.digits;
    match joint {
        Joint::Dash => rising && alike && (same || is_near_enough(scene, first, second)),
        Joint::To => rising || from,
        // "between 720,250 and 553,364 tons"
        Joint::And => rising || is_within_tenfold(high, low),
        Joint::Or => alike && is_within_tenfold(low, high),
    }
}

/// Whether `low` is below `high`, and no less than a tenth of it.
fn is_within_tenfold(low: Decimal, high: Decimal) -> bool {
    low < high && low.checked_mul(Decimal::TEN).is_none_or(|most| high <= most)
}

/// "$5-10": a second number that shares the unit of the first must touch the dash.
fn is_near_enough(scene: &Scene<'_>, first: &Figure, second: &Figure) -> bool {
    let shared = !first.unit.is_things() && second.unit.is_things();
    !shared || scene.glued(second.start)
}

/// Whether one of the figures may go without the unit that the other says; `paired`: "from" or "between" opens the two.
fn shares_unit(scene: &Scene<'_>, first: &Figure, second: &Figure, paired: bool) -> bool {
    match (&first.unit, &second.unit) {
        (Of::Things, _) => true,
        (Of::Money(money), Of::Things) if money.leads => true,
        // "from 208 pounds to 193": the second number must stand alone.
        (_, Of::Things) => paired && !names_things(scene, second.end),
        _ => false,
    }
}

/// Whether a noun that the number before piece `at` would count follows.
fn names_things(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.tag(at), Tag::Nns | Tag::Nn | Tag::Jj | Tag::Nnps)
        && scene.is_word(at)
        && !scene.breaks(at)
}

/// Both values, a scale that is said once given to both ("5 to 6 lakh"), in the unit of the second ("six months to two
/// years").
pub(crate) fn ends(scene: &Scene<'_>, first: &Figure, second: &Figure) -> Option<(Decimal, Decimal)> {
    let (low, high) = (lowest(first.numeral.amount)?, highest(second.numeral.amount)?);
    if let (Of::Measure(small), Of::Measure(large)) = (&first.unit, &second.unit)
        && small.row.name != large.row.name
    {
        // Feet and metres, or what no exact step joins, stay as they are.
        let step = scene.lists.units.step(small.row.name, large.row.name);
        return Some((step.map_or(Some(low), |step| low.checked_div(step))?, high));
    }
    let shared = !first.numeral.is_scaled() && second.numeral.is_scaled() && low <= second.numeral.mantissa;
    let low = if shared { low.checked_mul(second.numeral.scale)? } else { low };
    Some((low, high))
}

fn lowest(amount: Amount) -> Option<Decimal> {
    match amount {
        Amount::Exact(value) => Some(value),
        Amount::Between(low, _) => Some(low),
        Amount::Beyond => None,
    }
}

fn highest(amount: Amount) -> Option<Decimal> {
    match amount {
        Amount::Exact(value) => Some(value),
        Amount::Between(_, high) => Some(high),
        Amount::Beyond => None,
    }
}
