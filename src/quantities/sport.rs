//! Results of matches and votes: "3-1", "6-4, 6-3", "245 for 6", "won 2 to 1"; and blood pressures.

use rust_decimal::prelude::ToPrimitive as _;

use crate::article::{Kind, Value};

use super::draft::{Draft, Found};
use super::scene::Scene;
use super::words::Context;

/// The result that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    if at > floor && scene.glued(at) && (scene.is_dash(at - 1) || scene.is_word(at - 1)) {
        return None;
    }
    let (first, second, end) = goals(scene, at, floor)
        .or_else(|| wickets(scene, at))
        .or_else(|| bowling(scene, at, floor))
        .or_else(|| in_words(scene, at, floor))
        .or_else(|| blood_pressure(scene, at))?;
    let value = Value::Text(format!("{first}-{second}"));
    Some(Found::one(Draft::new("result", Kind::Score, at, end, value)))
}

/// "3-1": two small numbers, the first larger or a contest nearby.
fn goals(scene: &Scene<'_>, at: usize, floor: usize) -> Option<(i32, i32, usize)> {
    let first = scene.plain(at, 3)?;
    let second = scene.plain(at + 2, 3).filter(|_| is_tight_dash(scene, at + 1))?;
    let end = at + 3;
    let padded = first > 0 && scene.text(at).starts_with('0');
    if padded || goes_on(scene, end) || is_measured(scene, end) || is_bounded_range(scene, at, end, floor) {
        return None;
    }
    let contest = is_near_contest(scene, at, end, floor) || is_beside_set(scene, at, end);
    is_result(scene.is(at, "0"), first, second, contest).then_some((first, second, end))
}

/// Whether two numbers may be a result: the larger first, or a contest nearby; `nil`: the first is written "0".
fn is_result(nil: bool, first: i32, second: i32, contest: bool) -> bool {
    if first < second {
        return nil && second < 10 || contest && second < 200;
    }
    (contest || first < 30) && (first, second) != (50, 50)
}

/// Whether the sign at piece `at` touches both its neighbours.
fn is_tight(scene: &Scene<'_>, at: usize) -> bool {
    scene.glued(at) && scene.glued(at + 1)
}

fn is_tight_dash(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_dash(at) && is_tight(scene, at)
}

/// Whether more is stuck to the number before piece `at`: "3-1-2", "3-1st", "3-1%".
fn goes_on(scene: &Scene<'_>, at: usize) -> bool {
    let dash = scene.is_dash(at) && !scene.is_word(at + 1) && !scene.is_dash(at + 1);
    let sign = dash || scene.is_any(at, &["%", "/"]);
    scene.glued(at) && (sign || scene.is_word(at) || scene.is_number(at))
}

/// Whether the number before piece `at` has a unit or a scale.
fn is_measured(scene: &Scene<'_>, at: usize) -> bool {
    scene.lists.units.starting(scene, at).is_some() || scene.cardinal(at).is_some()
}

/// "in over 30-40 constituencies".
fn is_bounded_range(scene: &Scene<'_>, at: usize, end: usize, floor: usize) -> bool {
    scene.lists.bounds.before.ending(scene, at, floor).is_some() && scene.is_plural(end)
}

/// Whether a word of contests stands close to the numbers at `at..end`.
fn is_near_contest(scene: &Scene<'_>, at: usize, end: usize, floor: usize) -> bool {
    let start = at.saturating_sub(9).max(floor.saturating_sub(6));
    (start..at).chain(end..end + 4).any(|near| scene.has(near, Context::Contest))
}

/// Whether another pair of small numbers stands right before or after the pair at `at..end`: the sets of one match ("6-2 1-6 3-6").
fn is_beside_set(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let pair = |at: usize| {
        let small = |at: usize| scene.plain(at, 2).is_some_and(|games| games < 20);
        small(at) && is_tight_dash(scene, at + 1) && small(at + 2) && !goes_on(scene, at + 3)
    };
    let after = end + usize::from(scene.is_any(end, &[",", "("]));
    let before = at - usize::from(at > 0 && scene.is_any(at - 1, &[",", "(", ")"]));
    pair(after) && !scene.breaks(after) || before.checked_sub(3).is_some_and(pair)
}

/// "245 for 6", "245/6", "215 for four".
fn wickets(scene: &Scene<'_>, at: usize) -> Option<(i32, i32, usize)> {
    let runs = scene.plain(at, 3).filter(|&runs| runs >= 10)?;
    let slash = scene.is(at + 1, "/") && is_tight(scene, at + 1);
    let said = scene.is(at + 1, "for") || slash && runs > 31;
    let fallen = small(scene, at + 2).filter(|fallen| said && (0..=10).contains(fallen))?;
    let end = at + 3;
    (is_closed(scene, end) && !(scene.glued(end) && scene.is(end, "/"))).then_some((runs, fallen, end))
}

/// "five for 98", "taking 5-41": wickets and runs of one bowler.
fn bowling(scene: &Scene<'_>, at: usize, floor: usize) -> Option<(i32, i32, usize)> {
    let taken = small(scene, at).filter(|taken| (1..=10).contains(taken))?;
    let dash = is_tight_dash(scene, at + 1);
    let runs = scene.plain(at + 2, 3).filter(|_| dash || scene.is(at + 1, "for"))?;
    let bowled = scene
        .before(at, floor)
        .is_some_and(|verb| scene.has(verb, Context::Bowling) && (!dash || scene.tag(verb).is_verb()));
    (bowled && is_closed(scene, at + 3)).then_some((taken, runs, at + 3))
}

/// "won 2 to 1", "by five to four", "61 votes to 58": a result in words.
fn in_words(scene: &Scene<'_>, at: usize, floor: usize) -> Option<(i32, i32, usize)> {
    let number = |at: usize| small(scene, at).or_else(|| scene.plain(at, 3));
    let first = number(at)?;
    let votes = usize::from(scene.is_any(at + 1, &["votes", "vote", "goals", "sets"]));
    let second = number(at + 2 + votes).filter(|_| scene.is(at + 1 + votes, "to"))?;
    let end = at + 3 + votes;
    let led = scene.before(at, floor).is_some_and(|lead| scene.has(lead, Context::Verdict));
    // Two of three signs make a result: a word that leads to it, the larger number first, "votes" between the numbers.
    let said = usize::from(led) + usize::from(first >= second) + votes >= 2;
    let clock = scene.is(end, ":") || scene.glued(end) && !scene.is_any(end, &[".", ",", ";", ")"]);
    let noun = scene.tag(end).is_noun() || scene.tag(end).is_adjective();
    (said && !clock && !is_measured(scene, end) && (!noun || scene.breaks(end)))
        .then_some((first, second, end))
}

/// "a blood pressure of 140 over 90".
fn blood_pressure(scene: &Scene<'_>, at: usize) -> Option<(i32, i32, usize)> {
    let (upper, lower) = (scene.plain(at, 3)?, scene.plain(at + 2, 3).filter(|_| scene.is(at + 1, "over"))?);
    let real = (60..=260).contains(&upper) && (30..=160).contains(&lower) && upper > lower;
    let said = (at.saturating_sub(12)..at + 6).any(|near| scene.has(near, Context::Pressure));
    (real && said).then_some((upper, lower, at + 3))
}

/// Digits or a number word up to ten.
fn small(scene: &Scene<'_>, at: usize) -> Option<i32> {
    let word = || scene.cardinal(at).filter(|_| !scene.is_plural_number(at))?.value.to_i32();
    scene.plain(at, 2).or_else(word)
}

/// Whether no noun that the number before piece `at` could count follows.
fn is_closed(scene: &Scene<'_>, at: usize) -> bool {
    let noun = scene.tag(at).is_noun() || scene.tag(at).is_adjective();
    scene.breaks(at) || !noun && (!scene.is_word(at) || scene.has(at, Context::AfterResult))
}
