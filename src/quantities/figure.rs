//! A figure: a numeral with its currency or unit.

use super::number::{Amount, Around, Beside, Figure, Money, Numeral, Of};
use super::scene::Scene;
use super::units::Measured;
use super::words::Context;
use super::{compound, money, numeral, units};

/// The figure that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, around: Around) -> Option<Figure> {
    let sign =
        usize::from(matches!(scene.text(at), "-" | "−" | "+") && scene.glued(at + 1) && !scene.glued(at));
    if let Some((tender, number)) = money::before(scene, at + sign) {
        let whole = scene.lists.currencies.has_no_coins(tender);
        let money = if whole { Beside::WholeMoney } else { Beside::Money };
        let numeral = numeral::read(scene, number, Around { money, ..around })?;
        let currency = Money { tender, start: at + sign, end: number, leads: true, per: None };
        return Some(compound::extend(scene, with_currency(scene, at, numeral, currency)));
    }
    let numeral = numeral::read(scene, at, around)?;
    if let Some(figure) = compound::feet_and_inches(scene, at, &numeral) {
        return Some(figure);
    }
    Some(compound::extend(scene, with_unit(scene, at, numeral)))
}

/// Whether a currency before a number begins at piece `at`.
pub(crate) fn is_currency(scene: &Scene<'_>, at: usize) -> bool {
    money::before(scene, at).is_some()
}

fn with_currency(scene: &Scene<'_>, start: usize, numeral: Numeral, mut money: Money) -> Figure {
    let (bound, mut end) = bound_after(scene, numeral.end);
    if scene.is(end, "/")
        && scene.glued(end)
        && scene.is_any(end + 1, &["-", "–", "="])
        && scene.glued(end + 1)
    {
        // "Rs 10,000/-": no paise.
        end += 2;
    }
    if let Some((per, after)) = units::denominator(scene, end, true) {
        (money.per, end) = (Some(per), after);
    }
    Figure { start, end, numeral, unit: Of::Money(money), bound }
}

fn with_unit(scene: &Scene<'_>, start: usize, numeral: Numeral) -> Figure {
    if let Some(figure) = compound::scaled_code(scene, start, &numeral) {
        return figure;
    }
    let (bound, end) = bound_after(scene, numeral.end);
    if let Some((unit, end)) = unit_after_of(scene, &numeral, end) {
        return Figure { start, end, numeral, unit, bound };
    }
    let (unit, unit_end) = if numeral.ordinal { (Of::Things, end) } else { unit_at(scene, end) };
    let (unit, unit_end) = if unit.is_things() { bracketed_unit(scene, end) } else { (unit, unit_end) };
    let (late, late_end) =
        if bound.is_none() && unit_end > end { bound_after(scene, unit_end) } else { (None, unit_end) };
    Figure { start, end: late_end, numeral, unit, bound: bound.or(late) }
}

/// "-40 (degrees Celsius)": a unit alone in brackets.
fn bracketed_unit(scene: &Scene<'_>, at: usize) -> (Of, usize) {
    let open = scene.is(at, "(") && scene.is_word(at + 1) && scene.text(at + 1).len() > 2;
    let (unit, end) = if open { unit_at(scene, at + 1) } else { (Of::Things, at) };
    if scene.is(end, ")") && !unit.is_things() { (unit, end + 1) } else { (Of::Things, at) }
}

/// "tens of thousands of dollars", "hundreds of miles", "1/16 of a pint".
fn unit_after_of(scene: &Scene<'_>, numeral: &Numeral, at: usize) -> Option<(Of, usize)> {
    let vague = !matches!(numeral.amount, Amount::Exact(_));
    let part = numeral.mantissa < rust_decimal::Decimal::ONE && scene.is_any(at + 1, &["a", "an"]);
    if !scene.is(at, "of") || !(vague || part) {
        return None;
    }
    let (unit, end) = unit_at(scene, at + 1 + usize::from(part));
    (!unit.is_things()).then_some((unit, end))
}

/// The unit at piece `at`, with the piece after it.
pub(crate) fn unit_at(scene: &Scene<'_>, at: usize) -> (Of, usize) {
    // "pound" and "p" are settled by the currency list first where the article is about their country.
    let longest = |at: usize| scene.lists.units.starting(scene, at).map_or(0, |(_, end)| end);
    if let Some((tender, end)) = money::after(scene, at).filter(|&(_, end)| longest(at) <= end) {
        let dash = usize::from(scene.is_dash(at));
        let (per, end) = match units::denominator(scene, end, true) {
            Some((per, after)) => (Some(per), after),
            None => (None, end),
        };
        if !is_weight(scene, at + dash, end) {
            return (Of::Money(Money { tender, start: at + dash, end, leads: false, per }), end);
        }
        let row = scene.lists.units.named("pound");
        if let Some(row) = row {
            return (Of::Measure(Measured { row, start: at + dash, end, per: None }), end);
        }
    }
    match units::read(scene, at) {
        Some(measured) => {
            let end = measured.end;
            (Of::Measure(measured), end)
        }
        None => (Of::Things, at),
    }
}

/// Whether the pounds at piece `at` weigh: the article names no country that pays in pounds, or weight is said.
fn is_weight(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    if !scene.is_any(at, &["pound", "pounds"])
        || end > at + 1
        || at > 0 && scene.cardinal(at - 1).is_some_and(|w| w.value > rust_decimal::Decimal::ONE_HUNDRED)
    {
        return false;
    }
    let said = (at.saturating_sub(10)..at + 6).any(|near| scene.has(near, Context::Weight));
    said || !scene.lists.currencies.is_home_of_pounds(&scene.mentions)
}

/// Whether a number or an amount of money begins at piece `at`.
fn number_at(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_number(at) || scene.cardinal(at).is_some() || is_currency(scene, at)
}

/// A bound after a number or its unit, with the piece after it.
fn bound_after(scene: &Scene<'_>, at: usize) -> (Option<crate::article::Bound>, usize) {
    let Some((bound, end)) = scene.lists.bounds.after.starting(scene, at).filter(|_| !scene.breaks(at))
    else {
        return (None, at);
    };
    let ends = !scene.is_word(end) && !scene.is_number(end) || scene.breaks(end);
    let fits = match scene.text(at) {
        "+" => scene.glued(at) && !scene.is_number(end),
        "plus" => {
            !scene.is_number(end) && scene.cardinal(end).is_none() && !scene.is_any(end, &["a", "an", "the"])
        }
        "at" | "maximum" | "approximately" => ends,
        // "10 years and up to life", "$40 million and over 300 teachers"
        "and" | "or" => !scene.is_any(end, &["to", "a", "an", "half"]) && !number_at(scene, end),
        "odd" => scene.is_plural(end),
        _ => true,
    };
    if fits { (Some(bound), end) } else { (None, at) }
}
