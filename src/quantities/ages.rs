//! Ages: "20-year-old", "aged 6 to 9", "Name, 22,", "Name (26)".

use rust_decimal::Decimal;

use crate::article::{Bound, Kind, Label};

use super::counts::years;
use super::draft::Draft;
use super::figure::{Figure, Of};
use super::scene::Scene;
use super::words::Context;

/// Whether `draft` is an age; then its kind, span and bound are settled.
pub(crate) fn classify(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> bool {
    let end = match &figure.unit {
        Of::Measure(measured) if measured.row.dimension == "time" && measured.per.is_none() => {
            old_after(scene, figure.end).or_else(|| said_before(scene, draft, floor))
        }
        Of::Things => bare(scene, figure, draft, floor),
        _ => None,
    };
    let Some(end) = end else { return false };
    (draft.kind, draft.end, draft.change) = (Kind::Age, end, None);
    draft.rule = "age";
    true
}

/// End of "-old", "old", "of age" at piece `at`.
fn old_after(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let word = at + usize::from(scene.is_dash(at) && scene.glued(at));
    if scene.is_any(word, &["old", "olds"]) {
        return Some(word + 1);
    }
    scene.are(at, &["of", "age"]).then_some(at + 2)
}

/// "under the age of 5 years", "aged 3 months".
fn said_before(scene: &Scene<'_>, draft: &mut Draft, floor: usize) -> Option<usize> {
    let lead = scene.before(draft.start, floor)?;
    let aged = scene.is_any(lead, &["aged", "age"]) || lead > 0 && scene.are(lead - 1, &["age", "of"]);
    if !aged {
        return None;
    }
    take_lead(scene, draft, lead, floor);
    Some(draft.end)
}

/// Bound words before "the age of".
fn take_lead(scene: &Scene<'_>, draft: &mut Draft, lead: usize, floor: usize) {
    let mut at = lead;
    if scene.is(at, "of") {
        at -= 1;
    }
    at -= usize::from(at > floor && scene.is(at - 1, "the"));
    if let Some((bound, _)) = scene.lists.bounds.before.ending(scene, at, floor)
        && draft.bound == Bound::Exact
    {
        draft.bound = bound;
    }
}

/// A number without unit that is an age; end of its span.
fn bare(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> Option<usize> {
    let value = years(&draft.value).filter(|&value| value > Decimal::ZERO && value < Decimal::from(125))?;
    let end = figure.end;
    if figure.numeral.is_scaled() {
        return None;
    }
    if let Some(end) = short_old(scene, end) {
        return Some(end);
    }
    if let Some(lead) = scene.before(draft.start, floor) {
        let between = usize::from(scene.is(lead, "between") && lead > floor);
        let lead = lead - between;
        let aged = scene.is_any(lead, &["aged", "ages"])
            || scene.is_any(lead, &["age"]) && !names_things(scene, end);
        let of_age =
            lead > floor && scene.is_any(lead, &["of", "is", "was", "at"]) && is_age_word(scene, lead, floor);
        if aged || of_age {
            take_lead(scene, draft, lead, floor);
            return Some(end);
        }
    }
    let digits = figure.numeral.digits && value.is_integer() && draft.bound == Bound::Exact;
    if digits && (after_name(scene, draft.start, end, floor) || in_brackets(scene, draft.start, end, floor)) {
        return Some(end);
    }
    if digits && after_bare_name(scene, draft.start, end) {
        return Some(end);
    }
    let grown = value >= Decimal::from(2);
    let young = grown && bounded_people(scene, draft, end, floor);
    (young || grown && is_being(scene, draft.start, end, floor)).then_some(end)
}

/// "35yo", "35 y/o".
fn short_old(scene: &Scene<'_>, at: usize) -> Option<usize> {
    if scene.is_any(at, &["yo", "yrs"]) && scene.glued(at) {
        return Some(at + 1);
    }
    (scene.are(at, &["y", "/", "o"])).then_some(at + 3)
}

/// "at the age of", "life expectancy is", "average age of".
fn is_age_word(scene: &Scene<'_>, lead: usize, floor: usize) -> bool {
    if scene.is(lead, "of") && scene.is_any(lead - 1, &["age", "ages"]) {
        return true;
    }
    (lead.saturating_sub(8).max(floor)..lead).any(|at| {
        scene.are(at, &["life", "expectancy"])
            || scene.are(at, &["average", "age"])
            || scene.are(at, &["median", "age"])
    })
}

fn names_things(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_plural(at) && !scene.breaks(at)
}

/// Whether a person's name ends right before piece `at`.
fn is_person(scene: &Scene<'_>, at: usize) -> bool {
    match scene.name(at) {
        Some(label) => matches!(label, Label::Person | Label::Org | Label::Norp | Label::Gpe),
        None => {
            scene.tag(at).starts_with("NNP")
                && scene.month(at).is_none()
                && scene.weekday(at).is_none()
                && scene.is_capital(at)
        }
    }
}

/// "Name, 22,", "Name, 22.".
fn after_name(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let comma = scene.before(start, floor).is_some_and(|at| scene.is(at, ","));
    let closed = scene
        .is_any(end, &[",", ".", ";", ")", "and", "of", "from", "who", "was", "were", "is", "has", ":"])
        || scene.breaks(end);
    comma
        && closed
        && start >= 2
        && is_person(scene, start - 2)
        && !(scene.is(end, "and") && scene.is_number(end + 1))
}

/// "Nick Hague 44 has spent": after a person's full name and before a verb.
pub(crate) fn after_bare_name(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let person = start > 1
        && scene.name(start - 1) == Some(Label::Person)
        && scene.name(start - 2) == Some(Label::Person);
    person
        && !scene.glued(start)
        && scene.plain(start, 2).is_some_and(|age| age > 11)
        && matches!(scene.tag(end), "VBD" | "VBZ" | "MD")
}

/// "Name (26)", "Name (26, from Lagos)", but no player's number.
fn in_brackets(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let open = scene.before(start, floor).is_some_and(|at| scene.is(at, "("));
    let closed = scene.is_any(end, &[")", ",", ";"]);
    if !open || !closed || start < 2 || !is_person(scene, start - 2) || scene.text(start).contains(['.', ','])
    {
        return false;
    }
    !(start.saturating_sub(10)..end + 4).any(|at| scene.has(at, Context::Player))
}

/// "children under five", "people over 60".
fn bounded_people(scene: &Scene<'_>, draft: &Draft, end: usize, floor: usize) -> bool {
    let bounded = matches!(draft.bound, Bound::LessThan | Bound::MoreThan)
        && scene.is_any(draft.start, &["under", "over", "below", "above"]);
    let after =
        !names_things(scene, end) && !scene.tag(end).starts_with("NN") && !scene.tag(end).starts_with("JJ");
    let noun = scene
        .before(draft.start, floor)
        .map(|at| if scene.is(at, "aged") { at.saturating_sub(1) } else { at });
    let people = noun.is_some_and(|at| scene.has(at, Context::People));
    bounded && after && people
}

/// "He is 35.", "who was 26 when": a person is a bare number.
fn is_being(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let Some(verb) = scene.before(start, floor) else { return false };
    let verb = if scene.tag(verb).starts_with("RB") { verb.saturating_sub(1) } else { verb };
    let turned = scene.is_any(verb, &["turned", "turns", "turning"]);
    if !(scene.is_any(verb, &["is", "was", "be", "'s", "am", "were"]) || turned) || verb == 0 {
        return false;
    }
    let subject =
        if scene.is_any(verb - 1, &["will", "would", "to"]) && verb >= 2 { verb - 2 } else { verb - 1 };
    let person = scene.is_any(subject, &["he", "she", "i", "who"])
        || turned && scene.name(subject) == Some(Label::Person);
    let open = scene.piece(end).is_none() || scene.has(end, Context::AfterAge) || scene.breaks(end);
    person && open
}
