//! Ordinals and places: "third vehicle", "in 10th place", "ranks first".

use crate::article::{Bound, Kind, Label, Value};

use rust_decimal::Decimal;

use super::dates;
use super::draft::Draft;
use super::figure::Figure;
use super::scene::Scene;
use super::words::Context;

/// Settles an ordinal; `false`: it is a fixed word or an adverb.
pub(crate) fn classify(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> bool {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    if let (true, Value::Number(number)) = (scene.is_any(end, &["century", "centuries"]), &draft.value) {
        let value = Value::Text(format!("{:02}XX", number.saturating_sub(Decimal::ONE)));
        (draft.kind, draft.end, draft.value, draft.rule) = (Kind::Date, end + 1, value, "century");
        draft.start = dates::opening(scene, start, floor);
        return true;
    }
    let place = place(scene, start, end, floor);
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

/// End of a rank: "10th place", "first-place", "ranks first".
fn place(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> Option<usize> {
    let dash = usize::from(scene.is_dash(end) && scene.glued(end));
    if scene.is_any(end + dash, &["place", "position", "spot", "rank", "places"]) && !scene.breaks(end + dash)
    {
        return Some(end + dash + 1);
    }
    let before = scene.before(start, floor)?;
    let before = if scene.is_any(before, &["in", "at"]) { scene.before(before, floor)? } else { before };
    (scene.has(before, Context::Ranking) && !scene.tag(end).starts_with("NN")).then_some(end)
}

/// "at first", "third party", "First Lady", "first learned".
fn is_fixed(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let words = scene.is_word(start) && end == start + 1;
    if !words {
        // "the 15th Finance Commission" is a name, the recogniser's or not.
        return scene.name(start).is_some_and(|label| label != Label::Norp)
            || scene.tag(end).starts_with("NNP") && scene.is_capital(end);
    }
    let dash = usize::from(scene.is_dash(end) && scene.glued(end));
    let first = scene.is_any(start, &["first", "second", "third"]);
    let fixed = first && scene.has(end + dash, Context::AfterFirst) && !scene.is(end, "half")
        || first && dash == 1 && scene.is_any(end + 1, &["generation"]);
    // "fourth warmest", "second most popular" are ordinals although they are tagged as adverbs.
    let graded =
        matches!(scene.tag(end), "JJS" | "RBS") || scene.is(end, "and") && scene.ordinal(end + 1).is_some();
    let adverb = matches!(scene.tag(start), "RB" | "VB" | "VBP") && dash == 0 && !graded
        || scene.before(start, floor).is_some_and(|at| scene.is(at, "at")) && scene.is(start, "first")
        || scene.opens_sentence(start) && scene.is(end, ",")
        || matches!(scene.tag(end), "VBD" | "VBZ" | "VBP")
            && scene.is(start, "first")
            && !scene.is_any(end, &["is", "was", "were", "are", "has", "had", "have"]);
    fixed || adverb || scene.name(start).is_some() || scene.tag(start).starts_with("NNP")
}
