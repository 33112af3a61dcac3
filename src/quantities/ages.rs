//! Ages: "20-year-old", "aged 6 to 9", "Name, 22,", "Name (26)".

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::article::{Bound, Kind, Label, Tag, Value};

use super::draft::Draft;
use super::number::{Figure, Of};
use super::scene::Scene;
use super::subjects;
use super::words::{Context, Role};
use super::years::after_plural_sign;

/// "in his 60s", "a woman in her early twenties": ten years of age.
pub(crate) fn decade(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    if let Some(group) = group(scene, at, floor) {
        return Some(group);
    }
    let (first, end) = tens(scene, at)?;
    let mut lead = scene.before(at, floor)?;
    let dash = usize::from(scene.is_dash(lead));
    let part = lead.checked_sub(dash).filter(|&word| scene.is_any(word, &["early", "mid", "late"]));
    let start = part.unwrap_or(at);
    // "in their 20s and 30s"
    lead = after_decade(scene, lead).unwrap_or(lead);
    lead = if part.is_some() { scene.before(start, floor)? } else { lead };
    if !scene.is_any(lead, &["his", "her", "their", "my", "our"]) {
        return None;
    }
    let (from, to) = match part.map(|word| scene.text(word)) {
        Some("early") => (first, first + 4),
        Some("late") => (first + 5, first + 9),
        _ => (first, first + 9),
    };
    let value = Value::Range { min: Some(from.into()), max: Some(to.into()) };
    Some(Draft::new("decade of age", Kind::Age, start, end, value))
}

/// The piece before the decade that a conjunction at piece `joint` follows.
fn after_decade(scene: &Scene<'_>, joint: usize) -> Option<usize> {
    let joined = scene.is_any(joint, &["and", "or", "to"]);
    let first =
        (joint.saturating_sub(3)..joint).find(|&at| tens(scene, at).is_some_and(|(_, end)| end == joint));
    first.filter(|_| joined).and_then(|first| scene.before(first, 0))
}

/// "under-25s", "over-75's": those of an age, a plural that is no number of seconds.
fn group(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    let age = scene.plain(at, 2).filter(|&age| age > 0)?;
    let end = after_plural_sign(scene, at + 1)?;
    let dashed = at > 0 && scene.is_dash(at - 1) && scene.glued(at) && scene.glued(at - 1);
    let word = at.checked_sub(2).filter(|&word| word >= floor && dashed)?;
    let bound = match scene.text(word) {
        "under" | "Under" => Bound::LessThan,
        "over" | "Over" => Bound::MoreThan,
        _ => return None,
    };
    let mut draft = Draft::new("age group", Kind::Age, word, end, Value::Number(age.into()));
    draft.bound = bound;
    Some(draft)
}

/// "60s", "sixties": the first of ten years, and the piece after.
fn tens(scene: &Scene<'_>, at: usize) -> Option<(i32, usize)> {
    if scene.is_plural_number(at) {
        let word = scene.cardinal(at).filter(|word| word.role == Role::Ten)?;
        return Some((word.value.to_i32()?, at + 1));
    }
    let end = after_plural_sign(scene, at + 1)?;
    scene.plain(at, 2).filter(|years| years % 10 == 0 && *years > 0).map(|years| (years, end))
}

/// Whether `draft` is an age; then its kind, span and bound are settled.
pub(crate) fn classify(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> bool {
    let end = match &figure.unit {
        Of::Measure(measured) if measured.row.dimension == "time" && measured.per.is_none() => {
            let long = matches!(measured.row.name, "year" | "month");
            old_after(scene, figure.end).or_else(|| said_before(scene, draft, floor)).or_else(|| {
                (long && is_told_of_people(scene, draft, figure.end, floor)).then_some(figure.end)
            })
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

/// "children below five years", "the median age is 23.9 years", "women older than 40 years".
fn is_told_of_people(scene: &Scene<'_>, draft: &Draft, end: usize, floor: usize) -> bool {
    let averaged = before_adverb(scene, draft.start, floor).is_some_and(|lead| {
        scene.is_any(lead, &["is", "was", "of", "at", "to"]) && is_age_word(scene, lead, floor)
    });
    averaged || is_bound_of_age(scene, draft.start) || bounded_people(scene, draft, end, floor)
}

/// "younger than 15", "65 or older", "as young as 14": the bound itself speaks of age.
fn is_bound_of_age(scene: &Scene<'_>, start: usize) -> bool {
    scene.is_any(start, &["older", "younger"])
        || scene.is(start, "as") && scene.is_any(start + 1, &["old", "young"])
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
    if let Some((bound, start)) = scene.lists.bounds.before.ending(scene, at, floor)
        && draft.bound == Bound::Exact
    {
        (draft.bound, draft.start) = (bound, start);
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
    if let Some(lead) = lead_of_age(scene, draft.start, end, floor) {
        take_lead(scene, draft, lead, floor);
        return Some(end);
    }
    let exact = value.is_integer() && draft.bound == Bound::Exact;
    let told = exact && figure.numeral.digits && stands_by_name(scene, draft.start, end, floor)
        || is_bounded_by_age(scene, figure, draft, floor)
        || is_told_of_one(scene, figure, draft, value, floor);
    told.then_some(end)
}

/// "Name, 22,", "Name (26)", "Name 44 has".
fn stands_by_name(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    after_name(scene, start, end, floor)
        || in_brackets(scene, start, end, floor)
        || after_bare_name(scene, start, end)
}

/// "65 or older", "the under-fives": a bound that speaks of age, and no things that the number counts.
fn is_bounded_by_age(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> bool {
    let end = figure.end;
    let old = is_bound_of_age(scene, draft.start)
        || is_age_group(scene, draft, floor)
        || (figure.numeral.end..end).any(|at| scene.is_any(at, &["older", "younger"]));
    old && (!names_things(scene, end) || scene.glued(draft.start + 1))
}

/// "a girl of six", "children under five", "She is 35": the sentence tells the number of a person or of people.
fn is_told_of_one(scene: &Scene<'_>, figure: &Figure, draft: &Draft, value: Decimal, floor: usize) -> bool {
    let (start, end, whole) = (draft.start, figure.end, value.is_integer());
    if whole && person_of(scene, start, end, floor) {
        return true;
    }
    if whole && draft.bound == Bound::Exact && is_exact_age(scene, figure, start, floor) {
        return true;
    }
    // A bare "one" is seldom an age.
    if value < Decimal::TWO {
        return false;
    }
    bounded_people(scene, draft, end, floor)
        || is_being(scene, start, end, floor)
        || whole && subjects::is_past_age(scene, start, end, floor)
}

/// "was 33", "died at 87", "now 55": the age itself, without a bound.
fn is_exact_age(scene: &Scene<'_>, figure: &Figure, start: usize, floor: usize) -> bool {
    let end = figure.end;
    subjects::has_age(scene, start, end, floor)
        || at_age(scene, start, end, floor)
        || figure.numeral.digits && (now(scene, start, end) || opening(scene, start, end))
}

/// The word that makes the number after it an age: "aged", "the age of", "the median age is".
fn lead_of_age(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> Option<usize> {
    let lead = before_adverb(scene, start, floor)?;
    let lead = lead - usize::from(scene.is(lead, "between") && lead > floor);
    let aged = scene.is_any(lead, &["aged", "ages"]) || scene.is(lead, "age") && !names_things(scene, end);
    let of_age =
        lead > floor && scene.is_any(lead, &["of", "is", "was", "at"]) && is_age_word(scene, lead, floor);
    (aged || of_age).then_some(lead)
}

/// The piece before `start`, or before the adverb there ("the age of just 25", "is currently 57.5 years").
fn before_adverb(scene: &Scene<'_>, start: usize, floor: usize) -> Option<usize> {
    let lead = scene.before(start, floor)?;
    if scene.tag(lead) == Tag::Rb { scene.before(lead, floor) } else { Some(lead) }
}

/// "the under-five mortality rate", "over-60s": the bound joined by a hyphen, which it takes into the span.
fn is_age_group(scene: &Scene<'_>, draft: &mut Draft, floor: usize) -> bool {
    let Some(word) = draft.start.checked_sub(2).filter(|&word| word >= floor) else { return false };
    let joined = scene.is_dash(word + 1) && scene.glued(word + 1) && scene.glued(draft.start);
    let bound = match scene.text(word) {
        "under" | "Under" => Bound::LessThan,
        "over" | "Over" => Bound::MoreThan,
        _ => return false,
    };
    if joined {
        (draft.start, draft.bound) = (word, bound);
    }
    joined
}

/// "a girl of six", "a pregnant woman of 22".
fn person_of(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let Some(of) = scene.before(start, floor).filter(|&at| scene.is(at, "of") && at > floor) else {
        return false;
    };
    let noun = scene.tag(of - 1) == Tag::Nn
        && scene.has(of - 1, Context::Person)
        && !scene.has(of - 1, Context::Parent);
    let after = scene.tag(end);
    let open = scene.breaks(end) || !(after.is_noun() || after.is_adjective() || after == Tag::Cd);
    noun && open && !scene.is_any(end, &["of", "%"])
}

/// "died at 87", "lived to 101".
fn at_age(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let Some(lead) = scene.before(start, floor).filter(|&lead| lead > floor) else { return false };
    let verb = lead - 1;
    let live = scene.lemma(verb) == "live" && scene.is_any(lead, &["to", "until", "till", "past", "beyond"]);
    let told = live || scene.is(lead, "at") && is_verb_of_age(scene, verb);
    told && scene.plain(start, 3).is_some_and(|age| age > 12) && !is_more_than_age(scene, end)
}

/// The "died" of "died at 87".
fn is_verb_of_age(scene: &Scene<'_>, at: usize) -> bool {
    let verb = scene.tag(at).is_verb() || scene.is(at, "died");
    verb && scene.lemma_has(at, Context::AgeVerb)
}

/// Whether piece `at` makes the number before it a count, a share or a time of day: "died at 87 Elm Street", "at 10 pm".
fn is_more_than_age(scene: &Scene<'_>, at: usize) -> bool {
    let tag = scene.tag(at);
    let noun = tag.is_noun() || tag.is_adjective();
    let clock = scene.glued(at) && scene.is(at, ":");
    let mark = scene.is_any(at, &["am", "pm", "a", "p", "o", "percent", "%"]);
    mark || (noun || clock) && !scene.breaks(at)
}

/// "the farmer, now 55,", "(now 10 and 12)", "Now 70, the singer".
fn now(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let Some(word) = start.checked_sub(1).filter(|&word| scene.is_any(word, &["now", "then"])) else {
        return false;
    };
    let first =
        scene.is(word, "now") && (scene.opens_sentence(word) || scene.breaks(word)) && scene.is(end, ",");
    let apart = word > 0 && scene.is_any(word - 1, &[",", "(", "–", "—"]);
    let led = (first || apart) && !scene.breaks(start);
    led && scene.is_any(end, &[",", ")", "and", "–", "—", "."]) && scene.plain(start, 3).is_some()
}

/// "At 17, he left school", "Now at 53, she runs a mill": an age that opens the sentence of the person.
fn opening(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let at = start.checked_sub(1).filter(|&at| scene.is(at, "at") && !scene.breaks(start));
    let first = at.map(|at| at - usize::from(at > 0 && scene.is_any(at - 1, &["now", "still", "aged"])));
    let opens = first.is_some_and(|first| scene.opens_sentence(first) || scene.breaks(first));
    let person = scene.is_any(end + 1, &["he", "she", "i"]) || scene.name(end + 1) == Some(Label::Person);
    opens && scene.is(end, ",") && person && scene.plain(start, 3).is_some_and(|age| age > 5)
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
    if scene.is(lead, "of") && lead > floor && scene.is_any(lead - 1, &["age", "ages"]) {
        return true;
    }
    let sentence = |at: usize| scene.piece(at).map(|piece| scene.doc.sentence_index(piece.token as usize));
    (lead.saturating_sub(9)..lead).filter(|&at| sentence(at) == sentence(lead)).any(|at| {
        scene.are(at, &["life", "expectancy"]) || scene.has(at, Context::AgeKind) && scene.is(at + 1, "age")
    })
}

fn names_things(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_plural(at) && !scene.breaks(at)
}

/// Whether a person's name ends right before piece `at`.
fn is_person(scene: &Scene<'_>, at: usize) -> bool {
    match scene.name(at) {
        Some(Label::Gpe) => !is_place_of(scene, at),
        Some(label) => matches!(label, Label::Person | Label::Org | Label::Norp),
        None => {
            scene.tag(at).is_name()
                && scene.month(at).is_none()
                && scene.weekday(at).is_none()
                && scene.is_capital(at)
        }
    }
}

/// "in Moscow, Idaho": a name that a preposition or another place before it makes a place; the recogniser takes people
/// for towns at times.
fn is_place_of(scene: &Scene<'_>, at: usize) -> bool {
    let start = (0..=at).rev().take_while(|&it| scene.name(it) == Some(Label::Gpe)).last().unwrap_or(at);
    let lead = ["in", "at", "from", "near", "of", "to", ",", "outside", "between"];
    start > 0 && !scene.breaks(start) && scene.is_any(start - 1, &lead)
}

/// "Name, 22,", "Name, 22.", "a truck driver, 54,".
fn after_name(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let comma = scene.before(start, floor).is_some_and(|at| scene.is(at, ",")) && start >= 2;
    let said = scene.is_any(end, &["and", "of", "from", "who", "was", "were", "is", "has"]);
    let closed = said || scene.is_any(end, &[",", ".", ";", ")", ":"]) || scene.breaks(end);
    if !comma || !closed || is_listed(scene, end) {
        return false;
    }
    let trade = scene.tag(start - 2) == Tag::Nn && scene.has(start - 2, Context::Person);
    is_person(scene, start - 2) && !is_of_others(scene, end) || trade && !said
}

/// "and 24" at piece `at`: the number before it is one of a list.
fn is_listed(scene: &Scene<'_>, at: usize) -> bool {
    scene.is(at, "and") && scene.is_number(at + 1)
}

/// "of them", "of whom" at piece `at`: the number before it counts some of those that were named.
fn is_of_others(scene: &Scene<'_>, at: usize) -> bool {
    scene.is(at, "of") && scene.is_any(at + 1, &["them", "whom", "which", "the", "these", "those"])
}

/// "Nick Hague 44 has spent": after a person's full name and before a verb.
pub(crate) fn after_bare_name(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let person = start > 1
        && scene.name(start - 1) == Some(Label::Person)
        && scene.name(start - 2) == Some(Label::Person);
    person
        && !scene.glued(start)
        && scene.plain(start, 2).is_some_and(|age| age > 11)
        && matches!(scene.tag(end), Tag::Vbd | Tag::Vbz | Tag::Md)
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
    // "users are under 16"
    let be = scene.before(draft.start, floor).is_some_and(|at| scene.lemma(at) == "be");
    let after = !names_things(scene, end) && !scene.tag(end).is_noun() && !scene.tag(end).is_adjective();
    let noun = scene
        .before(draft.start, floor)
        .map(|at| if scene.is(at, "aged") { at.saturating_sub(1) } else { at });
    let people = noun.is_some_and(|at| scene.has(at, Context::People))
        || be
            && (draft.start.saturating_sub(9).max(floor)..draft.start)
                .any(|at| scene.has(at, Context::People));
    bounded && after && people
}

/// "He is 35.", "who was 26 when": a person is a bare number.
fn is_being(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let Some(verb) = scene.before(start, floor) else { return false };
    let verb = if scene.tag(verb).is_adverb() { verb.saturating_sub(1) } else { verb };
    let turned = scene.is_any(verb, &["turned", "turns", "turning"]);
    let be = scene.is_any(verb, &["is", "was", "be", "s", "am", "m", "were", "re", "are"]);
    if !(be || turned) || verb == 0 {
        return false;
    }
    let subject = before_verb(scene, verb);
    let person = is_pronoun(scene, subject) || turned && is_kin(scene, subject);
    person && (scene.has(end, Context::AfterAge) || scene.breaks(end))
}

/// The piece before the verb at piece `verb` and what belongs to it: the apostrophe of "she's", the "will" of "will be".
fn before_verb(scene: &Scene<'_>, verb: usize) -> usize {
    let apostrophe = scene.is_any(verb - 1, &["'", "’"]) && scene.glued(verb);
    let modal = scene.is_any(verb - 1, &["will", "would", "to"]);
    if (modal || apostrophe) && verb >= 2 { verb - 2 } else { verb - 1 }
}

/// "he", "who", "when you": a pronoun of one person.
fn is_pronoun(scene: &Scene<'_>, at: usize) -> bool {
    let any = scene.is_any(at, &["you", "they", "we"]) && scene.is(at.wrapping_sub(1), "when");
    any || scene.is_any(at, &["he", "she", "i", "who"])
}

/// A name of a person, "the boy", "children".
fn is_kin(scene: &Scene<'_>, at: usize) -> bool {
    scene.name(at) == Some(Label::Person)
        || scene.lemma_has(at, Context::Person)
        || scene.has(at, Context::People)
}

/// Value of a figure as a plain number of years, months or days.
fn years(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(value) => Some(*value),
        Value::Range { min, .. } => *min,
        _ => None,
    }
}
