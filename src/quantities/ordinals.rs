//! Ordinals and places: "third vehicle", "in 10th place", "came first".

use crate::article::{Bound, Kind, Label, Tag, Value};

use rust_decimal::Decimal;

use super::calendar;
use super::draft::Draft;
use super::notation::is_ordinal_ending;
use super::number::Figure;
use super::scene::Scene;
use super::words::Context;

/// Settles an ordinal; `false`: it is a fixed word or an adverb.
pub(crate) fn classify(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> bool {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    // "the 20th century", "a 17th-century church"
    let century = end + usize::from(is_joined(scene, end));
    if let (true, Value::Number(number)) = (scene.is_any(century, &["century", "centuries"]), &draft.value) {
        let value = Value::Text(format!("{:02}XX", number.saturating_sub(Decimal::ONE)));
        (draft.kind, draft.end, draft.value, draft.rule) = (Kind::Date, century + 1, value, "century");
        draft.start = calendar::opening(scene, start, floor);
        return true;
    }
    if is_day_of_month(scene, start, end, floor) {
        (draft.kind, draft.value, draft.rule) = (Kind::Date, Value::Unknown, "day of a month that was named");
        (draft.start, draft.bound) = (start, Bound::Exact);
        return true;
    }
    if is_place_noun(scene, end) {
        // "third place", "11th spot": the noun is what the ordinal numbers.
        (draft.kind, draft.start, draft.end, draft.rule) = (Kind::Ordinal, start, end, "ordinal");
        draft.bound = Bound::Exact;
        return true;
    }
    let place = place(scene, start, end, floor);
    if is_priority(scene, start, end, floor) {
        return false;
    }
    if place.is_none() && is_fixed(scene, start, end, floor) {
        return false;
    }
    draft.kind = Kind::Ordinal;
    (draft.start, draft.rule) = (start, "ordinal");
    draft.bound = Bound::Exact;
    if let Some(end) = place {
        (draft.kind, draft.end, draft.rule) = (Kind::Rank, end, "place in a ranking");
        if let Value::Number(value) = &draft.value {
            draft.value = Value::Text(value.to_string());
        }
    }
    true
}

/// End of a rank: "first-place", "ranks first", "are second in the table".
fn place(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> Option<usize> {
    let dash = usize::from(is_joined(scene, end));
    if dash == 1 && is_place_noun(scene, end + 1) {
        return Some(end + 2);
    }
    let noun = scene.tag(end).is_noun() || scene.tag(end).is_adjective();
    if noun && !scene.breaks(end) || dash == 1 {
        return None;
    }
    let scored = scene.is_any(end, &["with", "on"]) && scene.is_number(end + 1);
    (scored || is_placed(scene, start, end, floor) || is_between_places(scene, start, end, floor))
        .then_some(end)
}

/// "died on the 14th": a day whose month the text has named before.
fn is_day_of_month(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let the = scene.before(start, floor).filter(|&at| at > floor && scene.is(at, "the"));
    let on = the.is_some_and(|at| scene.is(at - 1, "on") && scene.tag(at.wrapping_sub(2)) != Tag::Cd);
    let day = scene.plain(start, 2).is_some_and(|day| (1..=31).contains(&day));
    let open = scene.breaks(end) || !scene.is_word(end) && !scene.is_dash(end) || scene.tag(end) == Tag::In;
    on && day && open && !scene.is(end, "of")
}

fn is_place_noun(scene: &Scene<'_>, at: usize) -> bool {
    scene.has(at, Context::Place) && !scene.breaks(at)
}

/// "ranks first", "finished in third", "are second in", "slipped to fourth".
fn is_placed(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let Some(before) = scene.before(start, floor) else { return false };
    // "are now second"
    let adverb = scene.tag(before) == Tag::Rb && before > floor;
    let before = before - usize::from(adverb);
    let inside = scene.is_any(before, &["in", "at", "to", "into"]);
    let verb = if inside { scene.before(before, floor).unwrap_or(before) } else { before };
    if scene.has(verb, Context::Ranking) {
        return true;
    }
    let open = scene.has(end, Context::AfterPlace) || !scene.is_word(end) || scene.breaks(end);
    let stays = scene.lemma_has(verb, Context::Copula) && !scene.is(before, "at");
    // "slipped to fourth", "battled to second in 7:41"
    let moves = scene.is_any(before, &["to", "into"]);
    scene.tag(verb).is_verb() && open && (stays || moves)
}

/// "slipped from 16th to 21st": either side.
fn is_between_places(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let after_from = scene.before(start, floor).is_some_and(|at| scene.is(at, "from"));
    after_from && leads_to_place(scene, end)
        || follows_place(scene, start, 1)
        || follows_place(scene, start, 2)
}

/// "to 21st" from piece `at` on.
fn leads_to_place(scene: &Scene<'_>, at: usize) -> bool {
    let next = at + 2 + usize::from(scene.ordinal(at + 1).is_none());
    // "from first to third grade" numbers grades
    let noun = scene.tag(next).is_noun() && !scene.breaks(next) && !is_place_noun(scene, next);
    scene.is(at, "to") && is_ordinal(scene, at + 1) && !noun
}

/// "from 16th to" before piece `start`, the ordinal of `width` pieces.
fn follows_place(scene: &Scene<'_>, start: usize, width: usize) -> bool {
    let to = start.checked_sub(1).filter(|&at| scene.is(at, "to"));
    let place = to.and_then(|to| to.checked_sub(width)).filter(|&at| is_ordinal(scene, at));
    place.and_then(|place| place.checked_sub(1)).is_some_and(|from| scene.is(from, "from"))
}

/// Whether an ordinal begins at piece `at`, in a word or in digits with their ending.
fn is_ordinal(scene: &Scene<'_>, at: usize) -> bool {
    scene.ordinal(at).is_some() || scene.glued(at + 1) && is_ordinal_ending(scene, at + 1)
}

/// "health must come first", "the team always came first": what matters most, no place in a ranking.
fn is_priority(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let verb = scene.before(start, floor).filter(|&at| scene.lemma(at) == "come" && at > floor);
    let must = verb.is_some_and(|at| scene.has(at - 1, Context::Must));
    let ranked = scene.is_any(end, &["in", "with", "at", "among", "overall", "on"]) && !scene.breaks(end);
    scene.is(start, "first") && must && !ranked
}

/// "at first", "third party", "First Lady", "first learned".
fn is_fixed(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let one_word = scene.is_word(start) && end == start + 1;
    if !one_word {
        // "the 15th Finance Commission" is a name, the recogniser's or not.
        return scene.name(start).is_some_and(|label| label != Label::Norp)
            || scene.tag(end).is_name() && scene.is_capital(end);
    }
    is_of_compound(scene, start, end)
        || is_adverb(scene, start, end, floor)
        || leads_verb(scene, start, end)
        || is_of_name(scene, start)
}

/// "third party", "second-generation", but not "the first half"; and "their third World Cup" is no "third world".
fn is_of_compound(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let dash = usize::from(is_joined(scene, end));
    let next = end + dash;
    let listed = scene.has(next, Context::AfterFirst) && !scene.is(next, "half");
    let same_case = scene.is_capital(start) || !scene.is_capital(next);
    let generation = dash == 1 && scene.is(next, "generation");
    scene.is_any(start, &["first", "second", "third"]) && (listed && same_case || generation)
}

/// "at first", "Second, the price", or an adverb by its tag.
fn is_adverb(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let at_first =
        scene.is(start, "first") && scene.before(start, floor).is_some_and(|at| scene.is(at, "at"));
    let opens = scene.opens_sentence(start) && scene.is_any(end, &[",", ":"]);
    at_first || opens || is_tagged_adverb(scene, start) && !is_joined(scene, end) && !is_graded(scene, end)
}

/// Whether the tagger takes an ordinal for an adverb or a verb.
fn is_tagged_adverb(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.tag(at), Tag::Rb | Tag::Vb | Tag::Vbp)
}

/// Whether a hyphen joins piece `at` to the one before.
fn is_joined(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_dash(at) && scene.glued(at)
}

/// "fourth warmest", "second most popular", "first and second": ordinals although they are tagged as adverbs.
fn is_graded(scene: &Scene<'_>, end: usize) -> bool {
    matches!(scene.tag(end), Tag::Jjs | Tag::Rbs) || scene.is(end, "and") && scene.ordinal(end + 1).is_some()
}

/// "first learned": done for the first time, while "the first was" is the first of several.
fn leads_verb(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let verb = matches!(scene.tag(end), Tag::Vbd | Tag::Vbz | Tag::Vbp);
    let auxiliary = scene.is_any(end, &["is", "was", "were", "are", "has", "had", "have"]);
    scene.is(start, "first") && verb && !auxiliary
}

/// "First Lady". A small letter opens no name ("their third World Cup"), though the recogniser may think so.
fn is_of_name(scene: &Scene<'_>, start: usize) -> bool {
    let opens = !scene.is_capital(start) && (start == 0 || scene.name(start - 1).is_none());
    scene.name(start).is_some() && !opens || scene.tag(start).is_name()
}
