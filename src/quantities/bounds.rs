//! Bounds before a number: "more or less 33", "no more than five".

use crate::article::{Bound, Tag};

use super::scene::Scene;
use super::words::Context;

/// A bound before a figure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounded {
    pub bound: Bound,
    /// Where the span begins: at the bound's words, or at the figure where they stay outside.
    pub start: usize,
}

/// The bound whose words end right before piece `at`, none of them before `floor`.
pub(crate) fn before(scene: &Scene<'_>, at: usize, floor: usize) -> Bounded {
    let bounds = &scene.lists.bounds;
    if let Some((bound, _)) = bounds.outside.ending(scene, at, floor) {
        return Bounded { bound, start: at };
    }
    let Some((bound, start)) =
        bounds.before.ending(scene, at, floor).filter(|&(_, start)| fits(scene, start, at))
    else {
        return Bounded { bound: Bound::Exact, start: at };
    };
    // "up to about 40", "as many as 75", "nearly all 20": the first bound that says something counts.
    match bounds.before.ending(scene, start, floor).filter(|&(_, outer)| fits(scene, outer, start)) {
        // "recorded a maximum above 45": the nearer bound speaks of the number.
        Some((Bound::AtLeast | Bound::AtMost, _)) if matches!(bound, Bound::MoreThan | Bound::LessThan) => {
            Bounded { bound, start }
        }
        Some((outer, outer_start)) => {
            let bound = if matches!(outer, Bound::Exact | Bound::About) && bound != Bound::Exact {
                bound
            } else {
                outer
            };
            Bounded { bound, start: outer_start }
        }
        None => Bounded { bound, start },
    }
}

/// Whether the words from `start` to `at` bound a number here.
fn fits(scene: &Scene<'_>, start: usize, at: usize) -> bool {
    // "a follow-up to 2019"
    if start > 0 && scene.glued(start) && scene.is_dash(start - 1) && scene.is_word(start) {
        return false;
    }
    if scene.is(start, "under") && start + 1 == at && is_under_what(scene, at) {
        return false;
    }
    if is_level_reached(scene, start) {
        return false;
    }
    let glued_mark = !scene.is_word(start) || !scene.is(start, "sub") || scene.glued(at);
    glued_mark && !(start + 1..=at).any(|piece| scene.breaks(piece))
}

/// "prices went up to Rp 14.900": the "up to" at piece `start` leads to the level that was reached.
fn is_level_reached(scene: &Scene<'_>, start: usize) -> bool {
    let went = |verb: usize| scene.tag(verb) == Tag::Vbd && scene.has(verb, Context::Went);
    scene.are(start, &["up", "to"]) && start.checked_sub(1).is_some_and(went)
}

/// "under one roof", "under three presidents", "under one blanket ruling": nobody counts fewer than one of them.
fn is_under_what(scene: &Scene<'_>, number: usize) -> bool {
    let small = scene.cardinal(number).filter(|word| word.value < rust_decimal::Decimal::ONE_HUNDRED);
    let said = small.is_some() || scene.plain(number, 2).is_some();
    let one = scene.is(number, "one") && scene.tag(number + 1).is_adjective();
    said && (scene.has(number + 1, Context::UnderWhat)
        || (one || scene.tag(number + 1).is_adjective()) && scene.has(number + 2, Context::UnderWhat)
        || one && scene.tag(number + 2).is_noun() && !scene.is_plural(number + 2))
}
