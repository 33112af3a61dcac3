//! One amount in two or three units: "3 dollars 50 cents", "5ft 10in", "6'2\"", "2 hours 21 minutes 34 seconds".
//!
//! Money is given in the main unit, a measure in the smallest unit that is said, where it is exact.

use rust_decimal::Decimal;

use super::lists::UnitRow;
use super::number::{Amount, Around, Figure, Money, Numeral, Of};
use super::scene::Scene;
use super::units::Measured;
use super::words::Context;
use super::{money, numeral, units};

/// `figure` with the smaller units that follow it.
pub(crate) fn extend(scene: &Scene<'_>, mut figure: Figure) -> Figure {
    if goes_back(scene, &figure) {
        return figure;
    }
    let first = figure.clone();
    while let Some(longer) = longer(scene, &figure) {
        figure = longer;
    }
    // "3 years, 2 months, 14 days": no exact step joins all of it, so that each stands for itself.
    if figure.end > first.end && goes_on(scene, &figure) { first } else { figure }
}

/// Whether a larger unit of the same dimension stands right before ("2 months, 14 days and 16 hours"), which did not join.
fn goes_back(scene: &Scene<'_>, figure: &Figure) -> bool {
    let Of::Measure(measured) = &figure.unit else { return false };
    let joint = |at: usize| scene.is_any(at, &[",", "and"]);
    let Some(unit) = (0..figure.start).rev().find(|&at| !joint(at)) else { return false };
    let same = scene
        .lists
        .units
        .starting(scene, unit)
        .is_some_and(|(row, _)| row.dimension == measured.row.dimension);
    same && unit + 1 < figure.start && measured.row.dimension == "time"
}

/// Whether another amount of the same dimension follows that could not be joined.
fn goes_on(scene: &Scene<'_>, figure: &Figure) -> bool {
    let Of::Measure(measured) = &figure.unit else { return false };
    let next = second(scene, figure).and_then(|second| units::read(scene, second.end));
    next.is_some_and(|next| {
        next.row.dimension == measured.row.dimension && next.row.name != measured.row.name
    })
}

fn longer(scene: &Scene<'_>, figure: &Figure) -> Option<Figure> {
    let total =
        figure.numeral.amount.exact().filter(|_| figure.bound.is_none() && !figure.numeral.ordinal)?;
    let second = second(scene, figure)?;
    match &figure.unit {
        Of::Money(money) if money.per.is_none() => with_coins(scene, figure, money, total, &second),
        Of::Measure(measured) if measured.per.is_none() => smaller(scene, figure, measured, total, &second),
        _ => None,
    }
}

/// The numeral of the smaller unit: after nothing, a hyphen, a comma or "and".
fn second(scene: &Scene<'_>, figure: &Figure) -> Option<Numeral> {
    let dash = scene.is_dash(figure.end) && scene.glued(figure.end) && scene.glued(figure.end + 1);
    let comma = usize::from(dash || scene.is(figure.end, ","));
    let and = usize::from(scene.is(figure.end + comma, "and"));
    let at = figure.end + comma + and;
    let number = scene.is_number(at) || scene.cardinal(at).is_some();
    if !number || scene.breaks(at) || !dash && scene.glued(at) && !scene.is_number(at) {
        return None;
    }
    let numeral = numeral::read(scene, at, Around::default())?;
    (!numeral.ordinal && !numeral.is_scaled()).then_some(numeral)
}

/// "3 dollars 50 cents".
fn with_coins(
    scene: &Scene<'_>,
    figure: &Figure,
    money: &Money,
    total: Decimal,
    second: &Numeral,
) -> Option<Figure> {
    let (tender, end) = money::after(scene, second.end)?;
    let currencies = &scene.lists.currencies;
    let coins = currencies
        .coins(tender, &scene.mentions)
        .filter(|_| currencies.coins(money.tender, &scene.mentions).is_none())?;
    let small = second.amount.exact().filter(|&small| small < coins && total.is_integer())?;
    let sum = total.checked_add(small.checked_div(coins)?)?;
    Some(joined(figure, second, sum, end, figure.unit.clone()))
}

/// "5ft 10in", "6-foot-3", "1h 20m".
fn smaller(
    scene: &Scene<'_>,
    figure: &Figure,
    measured: &Measured,
    total: Decimal,
    second: &Numeral,
) -> Option<Figure> {
    let (row, start, end) = small_unit(scene, measured, second)?;
    let times = scene.lists.units.step(row.name, measured.row.name)?;
    let small = second.amount.exact().filter(|&small| small < times && total.is_integer())?;
    let sum = total.checked_mul(times)?.checked_add(small)?;
    let unit = Of::Measure(Measured { row, start, end, per: None });
    Some(joined(figure, second, sum, end, unit))
}

/// The smaller unit with its pieces; the inches of "6-foot-3" and the minutes of "1h 20m" are understood.
fn small_unit(scene: &Scene<'_>, large: &Measured, second: &Numeral) -> Option<(UnitRow, usize, usize)> {
    let end = second.end;
    if large.row.name == "hour" && scene.text(end) == "m" {
        return Some((scene.lists.units.named("minute")?, end, end + 1));
    }
    if let Some(unit) = units::read(scene, end).filter(|unit| unit.per.is_none()) {
        return Some((unit.row, unit.start, unit.end));
    }
    let hyphens =
        scene.is_dash(second.start - 1) && scene.glued(second.start) && !scene.is_any(end, &["%", "."]);
    let foot = large.row.name == "foot" && hyphens && scene.is_any(large.start, &["foot", "ft"]);
    foot.then(|| scene.lists.units.named("inch").map(|row| (row, large.start, end)))?
}

fn joined(figure: &Figure, second: &Numeral, sum: Decimal, end: usize, unit: Of) -> Figure {
    let numeral = Numeral {
        end: second.end,
        amount: Amount::Exact(sum),
        mantissa: sum,
        scale: Decimal::ONE,
        ..figure.numeral
    };
    Figure { start: figure.start, end, numeral, unit, bound: None }
}

/// "6'2\"", "5′ 10″": a height in signs, in inches.
pub(crate) fn feet_and_inches(scene: &Scene<'_>, start: usize, numeral: &Numeral) -> Option<Figure> {
    let at = numeral.end;
    let foot = scene.is_any(at, &["'", "’", "′"]) && scene.glued(at);
    let feet = numeral
        .amount
        .exact()
        .filter(|feet| foot && numeral.digits && feet.is_integer() && *feet < Decimal::ONE_HUNDRED)?;
    let inches = scene.digits(at + 1).filter(|&inches| inches < Decimal::from(12) && scene.glued(at + 1))?;
    let closed = scene.is_any(at + 2, &["\"", "”", "″"]) && scene.glued(at + 2);
    let twice = scene.is_any(at + 2, &["'", "’"]) && scene.is_any(at + 3, &["'", "’"]);
    let said = (at.saturating_sub(8)..at + 6).any(|near| scene.has(near, Context::Sized));
    let end = at + 2 + if closed { 1 } else { 2 * usize::from(twice) };
    if !(closed || twice || said) {
        return None;
    }
    let row = scene.lists.units.named("inch")?;
    let sum = feet.checked_mul(12.into())?.checked_add(inches)?;
    let unit = Of::Measure(Measured { row, start: at, end, per: None });
    let amount = Numeral { end: at + 2, amount: Amount::Exact(sum), mantissa: sum, ..*numeral };
    Some(Figure { start, end, numeral: amount, unit, bound: None })
}

/// "50 MUSD", "30 MEUR": the scale in one word with the currency's code.
pub(crate) fn scaled_code(scene: &Scene<'_>, start: usize, numeral: &Numeral) -> Option<Figure> {
    let at = numeral.end;
    let (letter, code) = scene.text(at).split_at_checked(1)?;
    let scale = match letter {
        "M" => 1_000_000,
        "B" => 1_000_000_000,
        "K" | "k" => 1_000,
        _ => return None,
    };
    let tender = scene.lists.currencies.of_code(code).filter(|_| !scene.breaks(at) && !numeral.ordinal)?;
    let scale = Decimal::from(scale);
    let amount = numeral.amount.exact()?.checked_mul(scale)?;
    let money = Money { tender, start: at, end: at + 1, leads: false, per: None };
    let numeral = Numeral { amount: Amount::Exact(amount), scale, ..*numeral };
    Some(Figure { start, end: at + 1, numeral, unit: Of::Money(money), bound: None })
}
