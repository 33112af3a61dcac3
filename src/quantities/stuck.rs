//! Numbers that touch letters or marks which make another word of them: "A320", "49ers", "24x7".

use super::number::{Figure, Of};
use super::scene::Scene;
use super::words::Context;

/// Letters right before the digits, with or without a hyphen: "A320", "F-16".
pub(crate) fn before(scene: &Scene<'_>, figure: &Figure, floor: usize) -> bool {
    let start = figure.start;
    let currency = start < figure.numeral.start && matches!(figure.unit, Of::Money(_));
    let Some(at) = start.checked_sub(1).filter(|_| scene.glued(start) && !currency) else {
        return false;
    };
    if start <= floor {
        let joined = matches!(scene.text(at), "." | "/" | ":") && scene.is_number(start);
        return joined && !ends_sentence(scene, at);
    }
    if scene.glued(at) && at > 0 && scene.is_dash(at) {
        // "now-18-month-old", "pre-2020": a word in lower case with a hyphen is a prefix.
        return scene.is_word(at - 1) && !scene.has(at - 1, Context::Prefix);
    }
    if scene.is_word(at) { !is_between_sides(scene, at) } else { is_mark_of_word(scene, at) }
}

/// Whether a mark that joins parts of addresses and codes touches both sides at piece `at`.
fn is_mark_of_word(scene: &Scene<'_>, at: usize) -> bool {
    let mark = scene.is_any(at, &[".", "/", "#", "@", "_", ":"]) && scene.glued(at);
    mark && !ends_sentence(scene, at)
}

/// "40x60 metres": whether the letter at piece `at` parts two numbers.
fn is_between_sides(scene: &Scene<'_>, at: usize) -> bool {
    at > 0 && scene.is_number(at - 1) && parts_sides(scene, at)
}

/// Letters right after the digits that are no unit: "49ers", "5G".
pub(crate) fn after(scene: &Scene<'_>, figure: &Figure) -> bool {
    let end = figure.end;
    if !scene.glued(end) {
        return false;
    }
    let sides = scene.is_number(end + 1) && parts_sides(scene, end);
    let letters = scene.is_word(end) || scene.is_any(end, &["_", "@"]);
    let clock = scene.is(end, ":") && scene.glued(end + 1) && scene.is_number(end + 1);
    figure.numeral.digits && letters && !sides || clock
}

/// "40x60 metres", but "24x7": whether the sign at piece `at` stands between two lengths.
fn parts_sides(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_any(at, &["x", "×"]) && scene.lists.units.starting(scene, at + 2).is_some()
}

/// Whether the point at piece `at` ends a sentence although no blank follows it ("under threat.15 months later").
fn ends_sentence(scene: &Scene<'_>, at: usize) -> bool {
    let word = at > 0 && scene.is_word(at - 1) && scene.text(at - 1).len() > 3 && !scene.is_capital(at - 1);
    scene.is(at, ".") && word
}
