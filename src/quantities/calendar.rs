//! Words and signs at the edges of a date: "end of" before a month, the point of "Sept.".

use super::scene::Scene;

/// Words before a month or year that belong to its span ("end of", "early", "mid-").
pub(crate) fn opening(scene: &Scene<'_>, at: usize, floor: usize) -> usize {
    let Some(before) = scene.before(at, floor) else { return at };
    if scene.is(before, "of")
        && before > floor
        && scene.is_any(before - 1, &["end", "beginning", "start", "middle"])
    {
        return before - 1;
    }
    let dash = scene.is_dash(before) && scene.glued(at) && before > floor;
    let word = before - usize::from(dash);
    if scene.is_any(word, &["early", "late", "mid", "last", "next", "this", "end"])
        && (!dash || scene.is_any(word, &["mid", "end", "early", "late"]))
    {
        word
    } else {
        at
    }
}

/// The piece after a month or weekday and the point of its short form.
pub(crate) fn skip_point(scene: &Scene<'_>, at: usize) -> usize {
    let short = scene.text(at).len() <= 4 && !matches!(scene.text(at), "May" | "June" | "July");
    at + 1 + usize::from(short && scene.is(at + 1, ".") && scene.glued(at + 1))
}
