//! Figures without a written unit: counts, ordinals, ages, and numbers that are none of them.

use crate::article::{Bound, Kind, Tag, Unit, Value};

use super::draft::Draft;
use super::number::{Figure, Of};
use super::scene::Scene;
use super::words::{Calendar, Context};
use super::{ages, multiples, names, one, ordinals, stuck, units, years};

/// Where the piece after a number that is no quantity stands: "COVID-19", "49ers", "Maroon 5".
pub(crate) fn no_quantity(scene: &Scene<'_>, figure: &Figure, floor: usize) -> Option<usize> {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    let bare = figure.unit.is_things();
    if bare && is_slashed(scene, end) {
        return Some(end + 2);
    }
    let part_of_word = stuck::before(scene, figure, floor)
        || names::is_fixed_compound(scene, start, end)
        || names::is_numbered_disease(scene, start, end);
    (part_of_word || bare && names_something(scene, figure, floor)).then_some(end)
}

/// Whether another number follows a slash at piece `end` ("24/7").
fn is_slashed(scene: &Scene<'_>, end: usize) -> bool {
    let slash = scene.is_any(end, &["/", "⁄"]) && scene.glued(end);
    slash && scene.glued(end + 1) && scene.is_number(end + 1)
}

/// Whether a number without a unit is part of a longer word, of a name, of a law's title or of an address.
fn names_something(scene: &Scene<'_>, figure: &Figure, floor: usize) -> bool {
    let start = figure.numeral.start;
    let law = years::in_law(scene, start) && years::year(scene, start).is_some();
    law || stuck::after(scene, figure)
        || names::is_in_name(scene, figure, floor)
        || names::is_address(scene, figure)
}

/// Settles kind, value and span of `draft`; `false`: it is no quantity after all.
pub(crate) fn classify(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> bool {
    if figure.numeral.ordinal {
        return ordinals::classify(scene, figure, draft, floor);
    }
    if ages::classify(scene, figure, draft, floor) {
        return true;
    }
    match &figure.unit {
        Of::Things => classify_things(scene, figure, draft),
        Of::Measure(measured) if measured.row.dimension == "time" => {
            without(scene, figure, draft);
            !is_indefinite(scene, figure)
        }
        Of::Measure(measured) if measured.per.is_none() && scene.is(figure.end, "of") => {
            // "15 litres of water a day"
            draft.per = per_of_count(scene, figure.end).map(|(per, _)| per);
            true
        }
        _ => true,
    }
}

/// "67 days without rain" counts days.
fn without(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft) {
    if scene.is(figure.end, "without") {
        draft.kind = Kind::Count;
        draft.unit = None;
        draft.end = figure.numeral.end;
    }
}

/// "one day" as "some day".
fn is_indefinite(scene: &Scene<'_>, figure: &Figure) -> bool {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    let part = matches!(scene.calendar(end), Some(Calendar::Daypart));
    if !scene.is(start, "one") || !(scene.is(end, "day") || part) || start != figure.start {
        return false;
    }
    let led = start > 0 && scene.has(start - 1, Context::BeforeDay);
    let counted = scene.is_any(end + 1, &["in", "before", "after", "later", "earlier", "ago"]);
    !led && !counted
}

fn classify_things(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft) -> bool {
    let (start, end) = (figure.numeral.start, figure.end);
    if scene.is(start, "one") && end == start + 1 && draft.start == start && !one::counts(scene, start) {
        return false;
    }
    if scene.is(start, "one") && scene.is_any(end, &["another", "by"]) {
        return false;
    }
    if is_bracketed_after_name(scene, start, end) {
        return false;
    }
    if is_mark(scene, figure, draft) {
        return true;
    }
    if let Some((per, _)) = per_of_count(scene, end) {
        draft.per = Some(per);
    }
    if draft.bound == Bound::Exact
        && let Some(bound) = bound_after_noun(scene, end)
    {
        draft.bound = bound;
    }
    if is_index_level(scene, figure) {
        draft.kind = Kind::Measure;
        draft.unit = Some(Box::new(point(scene, end)));
        draft.end = end + 1;
    } else if is_reading(scene, figure, draft) {
        draft.unit = Some(Box::new(multiples::dimensionless()));
    }
    true
}

/// "40 ships or more", "12 seats or fewer": a bound after the counted noun, where no other number follows.
fn bound_after_noun(scene: &Scene<'_>, end: usize) -> Option<Bound> {
    let noun = scene.is_plural(end) && !scene.breaks(end) && scene.is(end + 1, "or");
    let (bound, after) = scene.lists.bounds.after.starting(scene, end + 1).filter(|_| noun)?;
    (scene.is_any(end + 2, &["more", "fewer", "less"]) && !scene.is_number(after)).then_some(bound)
}

/// "a score of 19.23": the result of an examination.
fn is_mark(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft) -> bool {
    let start = figure.numeral.start;
    let led = figure.numeral.digits && start > 1 && draft.start == start && scene.is(start - 1, "of");
    let noun = led && scene.is_any(start - 2, &["score", "scores"]) && !scene.is_plural(figure.end);
    if noun {
        (draft.kind, draft.value, draft.rule) =
            (Kind::Score, Value::Text(scene.text(start).to_owned()), "mark of an examination");
    }
    noun
}

/// A player's number or a footnote in brackets after a name that is no age.
fn is_bracketed_after_name(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    start > 1
        && scene.is(start - 1, "(")
        && scene.is(end, ")")
        && end == start + 1
        && scene.plain(start, 2).is_some()
        && scene.tag(start - 2).is_name()
}

/// Points of an index: "162.31 points", with decimals or thousands.
fn is_index_level(scene: &Scene<'_>, figure: &Figure) -> bool {
    let start = figure.numeral.start;
    scene.is_any(figure.end, &["points", "point", "pts"])
        && !scene.breaks(figure.end)
        && figure.numeral.digits
        && (scene.text(start).contains(['.', ',']) || is_gauged(scene, start))
}

/// Whether the sentence names an index, a currency or another reading before piece `at`.
fn is_gauged(scene: &Scene<'_>, at: usize) -> bool {
    let mut near = (at.saturating_sub(14)..at).rev().take_while(|&near| !scene.is(near, "."));
    near.any(|near| scene.has(near, Context::Gauge) && scene.tag(near).is_noun())
}

/// Whether the number counts nothing: an exchange rate, a rate of births, the level of an index ("ended at 27,349.19").
fn is_reading(scene: &Scene<'_>, figure: &Figure, draft: &Draft) -> bool {
    let (start, end) = (figure.numeral.start, figure.end);
    let amount = !figure.numeral.digits || figure.numeral.is_scaled() || draft.per.is_some();
    if amount || thing_follows(scene, end) || scene.is(end, "of") {
        return false;
    }
    let decimal = scene.text(start).contains('.') && figure.numeral.end == start + 1;
    let level = scene.before(draft.start, 0).is_some_and(|at| scene.is_any(at, &["to", "at"]));
    decimal || level && is_gauged(scene, start)
}

/// Whether piece `at` begins, in the same line, a phrase of things that a number may count.
fn thing_follows(scene: &Scene<'_>, at: usize) -> bool {
    let tag = scene.tag(at);
    let thing = tag.is_noun() || tag.is_adjective() || matches!(tag, Tag::Vbn | Tag::Vbg | Tag::Cd);
    thing && !scene.breaks(at) && (scene.is_word(at) || scene.is_dash(at))
}

fn point(scene: &Scene<'_>, at: usize) -> Unit {
    Unit {
        text: scene.text(at).into(),
        name: Some("point".into()),
        dimension: Some("index".into()),
        ..Unit::default()
    }
}

/// Denominator of a counted rate, after at most four words of a noun phrase: "18 trees per second".
fn per_of_count(scene: &Scene<'_>, end: usize) -> Option<(String, usize)> {
    for at in end..end + 5 {
        if scene.breaks(at) || at > end && !scene.is_word(at) && !scene.is_dash(at) {
            return None;
        }
        if scene.is(at, "per") {
            return per_phrase(scene, at + 1);
        }
        if at > end && scene.is_any(at, &["a", "an", "every", "each"]) {
            let (denominator, end) = units::denominator(scene, at, false)?;
            return Some((denominator.name().to_owned(), end));
        }
        let tag = scene.tag(at);
        if !(tag.is_noun() || tag.is_adjective() || scene.is_any(at, &["new", "of", "and"])) {
            return None;
        }
    }
    None
}

/// The phrase after "per": "second", "100,000 people", "manufacturing project".
fn per_phrase(scene: &Scene<'_>, at: usize) -> Option<(String, usize)> {
    let start = at
        + usize::from(scene.is_any(at, &["a", "single", "every"]))
        + usize::from(scene.are(at, &["a", "single"]));
    if let Some((row, end)) = scene.lists.units.starting(scene, start) {
        return Some((row.name.to_owned(), end));
    }
    let mut end = start;
    while end < start + 4
        && (scene.is_number(end)
            || scene.cardinal(end).is_some()
            || scene.tag(end).is_noun()
            || scene.tag(end).is_adjective())
        && !(end > start && scene.breaks(end))
    {
        end += 1;
    }
    (end > start).then(|| (scene.span(start, end).of(&scene.doc.text).to_owned(), end))
}
