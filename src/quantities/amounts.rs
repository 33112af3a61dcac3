//! Figures as quantities: with bound, range, change and kind.

use rust_decimal::Decimal;

use crate::article::{Bound, Change, Dep, Kind, Part, Tag, Value};

use super::bounds;
use super::change::{self, Moving};
use super::counts;
use super::draft::{Draft, Found};
use super::figure;
use super::number::{Amount, Around, Figure, Of};
use super::range::{self, Joint, Second};
use super::scene::Scene;
use super::units::{self, Measured};
use super::words::Context;

/// The quantity or quantities that begin with the figure at piece `at`; no piece before `floor` is free.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let before = |word: &str| scene.before(at, floor).is_some_and(|at| scene.is(at, word));
    let bounded = bounds::before(scene, at, floor);
    let lead = scene.before(bounded.start, floor);
    let between = lead.is_some_and(|lead| scene.is(lead, "between")) || before("between");
    let from = lead.is_some_and(|lead| scene.is(lead, "from"));
    let between = between || at >= 4 && scene.are(at - 4, &["between", "the", "ages", "of"]);
    let first = figure::read(scene, at, Around { between, ..Around::default() })?;
    let bounded = if is_during(scene, &first, bounded.start, floor) {
        bounds::Bounded { bound: Bound::Exact, start: at }
    } else {
        bounded
    };
    let compound = scene.is_dash(first.numeral.end) && !first.unit.is_things();
    if at > 0 && scene.is(at - 1, "per") && !compound {
        // "per 100,000 people", "per second": the rate before has taken it.
        return Some(Found::nothing(first.end));
    }
    let start = bounded.start.min(first.start);
    if let Some(end) = counts::no_quantity(scene, &first, floor) {
        return Some(Found::nothing(end));
    }
    let Some(second) = range::second(scene, &first, between, from) else {
        return Some(single(scene, &first, bounded.bound, start, floor));
    };
    Some(pair(scene, first, second, &Lead { bound: bounded.bound, start, floor, from, between }))
}

/// Whether the "over" at piece `start` means during: "will take place over five weeks", not "for over five weeks".
fn is_during(scene: &Scene<'_>, figure: &Figure, start: usize, floor: usize) -> bool {
    let over = scene.is(start, "over") && start + 1 == figure.start;
    // "founded over twelve years ago"
    let dates = scene.is_any(figure.end, &["ago", "earlier"]);
    if !over || dates || !is_length_of_time(scene, figure) {
        return false;
    }
    // "$2,000 over 3 years"
    let paid = start > 0 && start == floor && !scene.breaks(start);
    let lead = scene.before(start, floor.saturating_sub(1));
    paid || lead.is_some_and(|at| !scene.has(at, Context::Span) && scene.is_word(at))
}

/// Whether the figure tells how long something lasts, in time ("five weeks", but not "five years of age") or in turns.
fn is_length_of_time(scene: &Scene<'_>, figure: &Figure) -> bool {
    if figure.unit.is_things() && scene.has(figure.end, Context::InTurns) {
        return true;
    }
    let old = scene.are(figure.end, &["of", "age"]) || scene.is_any(figure.end, &["old", "olds"]);
    figure.unit.kind() == Kind::Duration && !old
}

/// What stands before the first of two figures.
struct Lead {
    bound: Bound,
    start: usize,
    floor: usize,
    from: bool,
    between: bool,
}

fn value(amount: Amount) -> Value {
    match amount {
        Amount::Exact(value) => Value::Number(value),
        Amount::Between(min, max) => Value::Range { min: Some(min), max: Some(max) },
        Amount::Beyond => Value::Unknown,
    }
}

/// One figure as a quantity.
fn single(scene: &Scene<'_>, figure: &Figure, bound: Bound, start: usize, floor: usize) -> Found {
    let end = figure.end;
    let mut draft = drafted(scene, figure, start);
    draft.bound = figure.bound.unwrap_or(bound);
    if !counts::classify(scene, figure, &mut draft, floor) {
        return Found::nothing(end);
    }
    draft.change = changed(scene, &draft, floor);
    fall_of_sign(scene, figure, &mut draft);
    Found::one(draft)
}

/// "-0.3%" after an index is a fall by 0.3; "minus 5 degrees" is a negative value.
fn fall_of_sign(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft) {
    let marked = figure.numeral.sign < 0 && !scene.is_word(figure.numeral.start);
    if let (true, Kind::Percent, Value::Number(value)) = (marked, draft.kind, &mut draft.value) {
        *value = -*value;
        draft.change = Some(Change::Down);
    }
}

fn drafted(scene: &Scene<'_>, figure: &Figure, start: usize) -> Draft {
    let mut draft = Draft::new("figure", figure.unit.kind(), start, figure.end, value(figure.numeral.amount));
    draft.unit = figure.unit.unit(scene);
    if let Of::Money(money) = &figure.unit {
        draft.per = money.per.as_ref().map(|per| per.name().to_owned());
        draft.coins = scene.lists.currencies.coins(money.tender, &scene.mentions);
    }
    let part = |name, start, end| Part { name, span: scene.span(start, end) };
    draft.parts.reserve_exact(2);
    draft.parts.push(part("numeral", figure.numeral.start, figure.numeral.end));
    match &figure.unit {
        Of::Money(money) => draft.parts.push(part("currency", money.start, money.end)),
        Of::Measure(Measured { start, end, .. }) => draft.parts.push(part("unit", *start, *end)),
        Of::Things => {}
    }
    draft.parts.sort_by_key(|part| part.span.start());
    draft
}

pub(crate) fn changed(scene: &Scene<'_>, draft: &Draft, floor: usize) -> Option<Change> {
    let share = draft.kind == Kind::Percent;
    let index = draft.unit.as_ref().is_some_and(|unit| unit.dimension.as_deref() == Some("index"));
    let object = if share { scene.is(draft.end, "of") } else { !index };
    let figure = Moving { start: draft.start, end: draft.end, floor, kind: draft.kind, object };
    match draft.kind {
        Kind::Percent | Kind::Money | Kind::Measure | Kind::Count | Kind::Ratio => change::of(scene, figure),
        _ => None,
    }
}

/// Two figures: a range, or a change from the first to the second.
fn pair(scene: &Scene<'_>, first: Figure, second: Second, lead: &Lead) -> Found {
    let Second { joint, figure: mut second } = second;
    let unit = if second.unit.is_things() { first.unit.clone() } else { second.unit.clone() };
    let Some(ends) = range::ends(scene, &first, &second) else {
        return single(scene, &first, lead.bound, lead.start, lead.floor);
    };
    let ends = if joint == Joint::And && ends.0 > ends.1 { (ends.1, ends.0) } else { ends };
    // "from 5 to 7 per cent to 3 to 5 per cent" changes one range into another.
    let again = scene.is(second.end, "to") && scene.is_number(second.end + 1);
    let moved = (lead.from && joint == Joint::To && !again)
        .then(|| movement(scene, lead.start))
        .flatten()
        .or_else(|| bracketed_change(scene, lead, &second, joint, ends));
    if let Some(change) = moved {
        return change_from(scene, first, second, &unit, change, lead);
    }
    if joint == Joint::To && !lead.from && both_written(&first, &second) {
        let (start, end, kind) = (lead.start, first.end, first.unit.kind());
        let moving = Moving { start, end, floor: lead.floor, kind, object: false };
        if change::of(scene, moving).is_some() {
            return single(scene, &first, lead.bound, lead.start, lead.floor);
        }
    }
    second.unit = unit;
    stretch(scene, &first, second, ends, lead)
}

/// A range between two ends.
fn stretch(
    scene: &Scene<'_>,
    first: &Figure,
    mut second: Figure,
    (min, max): (Decimal, Decimal),
    lead: &Lead,
) -> Found {
    rate_of_pair(scene, &mut second);
    let starts_between =
        lead.between && scene.before(lead.start, lead.floor).is_some_and(|at| scene.is(at, "between"));
    let mut draft = drafted(scene, &second, lead.start - usize::from(starts_between));
    draft.rule = "range";
    let span = scene.span(first.numeral.start, first.numeral.end);
    draft.parts.insert(0, Part { name: "numeral", span });
    draft.value = Value::Range { min: Some(min.min(max)), max: Some(max.max(min)) };
    draft.bound = second.bound.unwrap_or(lead.bound);
    if let (Of::Money(first_money), Of::Money(_)) = (&first.unit, &second.unit)
        && first_money.leads
        && first_money.per.is_some() == draft.per.is_some()
    {
        draft.unit = first.unit.unit(scene);
    }
    if !counts::classify(scene, &second, &mut draft, lead.floor) {
        return Found::nothing(draft.end);
    }
    draft.change = changed(scene, &draft, lead.floor);
    Found::one(draft)
}

/// "Tk 110-120 a kg": the rate that follows a range whose currency led it.
fn rate_of_pair(scene: &Scene<'_>, second: &mut Figure) {
    if let (Of::Money(money), Some((per, end))) =
        (&mut second.unit, units::denominator(scene, second.end, true))
        && money.per.is_none()
    {
        (money.per, second.end) = (Some(per), end);
    }
}

/// "rose 5% to 20%": both carry their unit.
fn both_written(first: &Figure, second: &Figure) -> bool {
    !first.unit.is_things() && !second.unit.is_things()
}

/// The change that a "from X to Y" says, by the verb or noun before it in its sentence.
pub(crate) fn movement(scene: &Scene<'_>, start: usize) -> Option<Change> {
    // Further back another clause speaks.
    const REACH: usize = 14;
    let from = scene.before(start, 0)?;
    for at in (from.saturating_sub(REACH)..from).rev() {
        if scene.is_any(at, &[".", ";", ":"]) || scene.breaks(at + 1) {
            return None;
        }
        let (tag, lemma) = (scene.tag(at), scene.lemma(at).to_lowercase());
        let changes = &scene.lists.changes;
        let found = if tag.is_verb() {
            changes.verb(&lemma).filter(|_| scene.dep(at) != Dep::Amod)
        } else if tag.is_noun() {
            changes.noun(&lemma).filter(|_| !scene.tag(at + 1).is_noun())
        } else {
            changes.adverb(&scene.text(at).to_lowercase())
        };
        let auxiliary = matches!(&*lemma, "be" | "have" | "do");
        if found.is_some() || tag.is_verb() && !auxiliary && scene.dep(at) != Dep::Amod {
            return found;
        }
    }
    None
}

/// "cases went up in Lima (2,560 to 3,365)": two counts alone in brackets, in a sentence that says which way they went.
fn bracketed_change(
    scene: &Scene<'_>,
    lead: &Lead,
    second: &Figure,
    joint: Joint,
    (low, high): (Decimal, Decimal),
) -> Option<Change> {
    let open = lead.start.checked_sub(1).filter(|&at| scene.is(at, "("))?;
    let alone = scene.is(second.end, ")") && joint == Joint::To && lead.bound == Bound::Exact;
    let change = if low < high { Change::Up } else { Change::Down };
    (alone && second.numeral.digits && says_change(scene, open, change)).then_some(change)
}

/// Whether a word before piece `at` in its sentence says that something went the way of `change`.
fn says_change(scene: &Scene<'_>, at: usize, change: Change) -> bool {
    // A list of so many places is the longest that the press prints in one sentence.
    const REACH: usize = 90;
    // The parser may end a sentence at a semicolon of such a list.
    let goes_on = |near: &usize| !scene.breaks(near + 1) && !scene.is(*near, ".");
    let mut before = (at.saturating_sub(REACH)..at).rev().take_while(goes_on);
    before.any(|near| {
        let (tag, changes) = (scene.tag(near), &scene.lists.changes);
        let lemma = scene.lemma(near).to_lowercase();
        let said = match tag {
            _ if tag.is_verb() => changes.verb(&lemma),
            _ if tag.is_noun() => changes.noun(&lemma),
            _ if tag.is_adverb() || tag == Tag::Rp => changes.adverb(&lemma),
            _ => None,
        };
        said == Some(change)
    })
}

/// A change from the first figure to the second: two quantities, the second pointing at the first.
fn change_from(
    scene: &Scene<'_>,
    first: Figure,
    second: Figure,
    unit: &Of,
    change: Change,
    lead: &Lead,
) -> Found {
    let start = second.start;
    let (mut first, mut second) = (first, second);
    let shared = !first.numeral.is_scaled() && second.numeral.is_scaled();
    if shared && let Some((low, _)) = range::ends(scene, &first, &second) {
        first.numeral.amount = Amount::Exact(low);
    }
    for figure in [&mut first, &mut second] {
        if figure.unit.is_things() {
            figure.unit = unit.clone();
        }
    }
    let mut earlier = drafted(scene, &first, lead.start);
    earlier.parts.truncate(1);
    earlier.bound = first.bound.unwrap_or(lead.bound);
    let mut later = drafted(scene, &second, start);
    later.bound = second.bound.unwrap_or_default();
    later.change = Some(change);
    later.from = Some(0);
    (earlier.rule, later.rule) = ("change from", "change to");
    let end = later.end;
    if !counts::classify(scene, &second, &mut later, lead.floor) {
        return Found::nothing(end);
    }
    earlier.kind = later.kind;
    earlier.unit = earlier.unit.or_else(|| later.unit.clone());
    Found { drafts: vec![earlier, later], end }
}

/// Whether the value is a whole number in a range that a year may have.
pub(crate) fn is_year(value: Decimal) -> bool {
    value.is_integer() && value >= Decimal::from(1000) && value <= Decimal::from(2100)
}
