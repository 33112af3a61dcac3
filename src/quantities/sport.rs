//! Results of matches: "3-1", "6-4, 6-3", "245 for 6".

use crate::article::{Kind, Value};

use super::draft::{Draft, Found};
use super::scene::Scene;
use super::words::Context;

/// The result that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    if at > floor && scene.glued(at) && (scene.is_dash(at - 1) || scene.is_word(at - 1)) {
        return None;
    }
    let end = goals(scene, at, floor).or_else(|| wickets(scene, at))?;
    let text: String = (at..end).map(|at| if scene.is_dash(at) { "-" } else { scene.text(at) }).collect();
    let value = if end == at + 3 && !scene.is(at + 1, "/") && !scene.is(at + 1, "for") {
        text
    } else {
        scene.span(at, end).of(&scene.doc.text).replace(" for ", "-").replace('/', "-")
    };
    Some(Found::one(Draft::new("result", Kind::Score, at, end, Value::Text(value))))
}

/// "3-1": two small numbers, the first larger or a contest nearby.
fn goals(scene: &Scene<'_>, at: usize, floor: usize) -> Option<usize> {
    let dash = scene.is_dash(at + 1) && scene.glued(at + 1) && scene.glued(at + 2);
    let (first, second) = (scene.plain(at, 3)?, scene.plain(at + 2, 3).filter(|_| dash)?);
    let end = at + 3;
    let stuck = scene.glued(end)
        && (scene.is_dash(end) && !scene.is_word(end + 1)
            || scene.is_word(end)
            || scene.is_number(end)
            || scene.is_any(end, &["%", "/"]));
    if stuck || scene.text(at).starts_with('0') && first > 0 {
        return None;
    }
    let unit = scene.lists.units.starting(scene, end).is_some() || scene.cardinal(end).is_some();
    let near = |range: std::ops::Range<usize>| range.into_iter().any(|at| scene.has(at, Context::Contest));
    let contest = near(end..end + 4) || near(at.saturating_sub(9).max(floor.saturating_sub(6))..at);
    let falls = first >= second && !unit && (first, second) != (50, 50);
    (falls && (contest || first < 30) || contest && first < second && !unit && second < 200).then_some(end)
}

/// "245 for 6", "245/6".
fn wickets(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let runs = scene.plain(at, 3).filter(|&runs| runs >= 10)?;
    let slash = scene.is(at + 1, "/") && scene.glued(at + 1) && scene.glued(at + 2);
    let said = scene.is(at + 1, "for") || slash && runs > 31;
    let fallen = scene.plain(at + 2, 2).filter(|fallen| said && (0..=10).contains(fallen))?;
    let end = at + 3;
    let noun = scene.tag(end).starts_with("NN") || scene.tag(end).starts_with("JJ");
    let open = scene
        .is_any(end, &[",", ".", ")", "in", "at", "after", "before", "declared", "and", "off", ";"])
        || scene.breaks(end);
    (open && !noun && fallen <= 10 && !(scene.glued(end) && scene.is(end, "/"))).then_some(end)
}
