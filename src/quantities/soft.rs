//! Stretches of time seen from the day of writing ("this week", "last year"), and lengths of time that "a" counts.

use rust_decimal::Decimal;

use crate::article::{Bound, Kind, Value};

use super::anchor;
use super::bounds;
use super::draft::{Draft, Found, date};
use super::number::Of;
use super::scene::Scene;
use super::units;
use super::words::{Calendar, Context};

/// "this week", "last year", "next month": soft dates without a value.
pub(crate) fn stretch(scene: &Scene<'_>, at: usize) -> Option<Found> {
    if is_one_ago(scene, at) {
        let mut draft = date(anchor::EARLIER, at, at + 3, None);
        draft.soft = true;
        return Some(Found::one(draft));
    }
    let deictic = scene.is_any(at, &["this", "last", "next"]);
    let known = scene.has(at + 1, Context::Stretch) && !scene.breaks(at + 1);
    let part = deictic && matches!(scene.calendar(at + 1), Some(Calendar::Daypart)) && !scene.breaks(at + 1);
    if !(deictic && known || part) || scene.name(at).is_some() {
        return None;
    }
    let kind = if part { Kind::Time } else { Kind::Date };
    let mut draft = date("stretch seen from the day of writing", at, at + 2, None);
    (draft.kind, draft.soft) = (kind, true);
    Some(Found::one(draft))
}

/// "a year ago", "a week earlier", without a bound: "more than a year ago" tells how long.
fn is_one_ago(scene: &Scene<'_>, at: usize) -> bool {
    let ago = scene.is(at, "a")
        && scene.is_any(at + 1, &["year", "month", "week"])
        && scene.is_any(at + 2, &["ago", "earlier"]);
    let broken = scene.breaks(at + 1) || scene.breaks(at + 2);
    ago && !broken && scene.lists.bounds.before.ending(scene, at, at.saturating_sub(4)).is_none()
}

/// "less than a month", "half an hour", "more than a metre": one unit that "a" counts, bounded or halved.
pub(crate) fn single_unit(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let article = after_part(scene, at);
    let half = article > at;
    if !scene.is_any(article, &["a", "an"]) || scene.breaks(article + 1) {
        return None;
    }
    let measured = units::read(scene, article + 1)
        .filter(|unit| unit.row.dimension != "share" && !scene.is_plural(article + 1))?;
    let words = scene.text(article + 1).len() > 2;
    let bounded = bounds::before(scene, at, floor);
    if let Some((value, end)) =
        and_more(scene, measured.end).filter(|_| words && !half && measured.per.is_none())
    {
        let unit = Of::Measure(measured);
        let mut draft = Draft::new("one unit and more", unit.kind(), bounded.start, end, value);
        (draft.bound, draft.unit) = (bounded.bound, unit.unit(scene));
        return Some(Found::one(draft));
    }
    if !words
        || !half && bounded.bound == Bound::Exact
        || scene.is_dash(measured.end) && scene.glued(measured.end)
    {
        return None;
    }
    let parts = if scene.is(at, "quarter") { Decimal::from(4) } else { Decimal::TWO };
    let value = if half { Decimal::ONE.checked_div(parts)? } else { Decimal::ONE };
    let unit = Of::Measure(measured.clone());
    let mut draft = Draft::new("one unit", unit.kind(), bounded.start, measured.end, Value::Number(value));
    (draft.bound, draft.unit) = (bounded.bound, unit.unit(scene));
    Some(Found::one(draft))
}

/// The piece after the "half", "half of" or "quarter of" at piece `at`; `at` itself where none of them stands there.
fn after_part(scene: &Scene<'_>, at: usize) -> usize {
    let of = scene.is(at + 1, "of");
    let part = scene.is(at, "half") || scene.is(at, "quarter") && of;
    if part { at + 1 + usize::from(of) } else { at }
}

/// "a year and a half", "a week or two": what is added to one unit, with the piece after.
fn and_more(scene: &Scene<'_>, at: usize) -> Option<(Value, usize)> {
    if scene.breaks(at) {
        return None;
    }
    if scene.are(at, &["and", "a", "half"]) {
        return Some((Value::Number(Decimal::new(15, 1)), at + 3));
    }
    let range = Value::Range { min: Some(Decimal::ONE), max: Some(Decimal::TWO) };
    let closed = !scene.is_plural(at + 2) && scene.cardinal(at + 2).is_none();
    (scene.are(at, &["or", "two"]) && closed).then_some((range, at + 2))
}

/// "magnitude 5", "a magnitude of 5", "5.2-magnitude": a measure without a unit of its own.
pub(crate) fn magnitude(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let number = scene.digits(at)?;
    let lead = scene
        .before(at, floor)
        .map(|at| at - usize::from(at > floor && (scene.is(at, "of") || scene.is_dash(at))));
    let bounded = lead.filter(|&lead| scene.is(lead, "magnitude") && !scene.breaks(at));
    let after = at + 1 + usize::from(scene.is_dash(at + 1) && scene.glued(at + 1));
    let trailing = scene.is(after, "magnitude") && !scene.breaks(after);
    let start = match bounded {
        Some(lead) => lead,
        None if trailing => at,
        None => return None,
    };
    let end = if bounded.is_some() { at + 1 } else { after + 1 };
    let scale = scene.lists.units.starting(scene, end).filter(|(row, _)| row.dimension == "magnitude");
    let full_end = scale.map_or(end, |(_, end)| end);
    let mut draft = Draft::new("magnitude", Kind::Measure, start, full_end, Value::Number(number));
    let text = match (scale, bounded) {
        (Some(_), _) => scene.span(full_end - 2, full_end),
        (None, Some(lead)) => scene.span(lead, lead + 1),
        (None, None) => scene.span(after, after + 1),
    };
    draft.unit = Some(Box::new(crate::article::Unit {
        text: text.of(&scene.doc.text).into(),
        name: Some("Richter magnitude".into()),
        dimension: Some("magnitude".into()),
        ..crate::article::Unit::default()
    }));
    Some(Found::one(draft))
}
