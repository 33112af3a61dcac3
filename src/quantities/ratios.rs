//! Parts of a whole: "half of", "two-thirds", "one in five".

use rust_decimal::Decimal;

use crate::article::{Kind, Value};

use super::amounts;
use super::bounds;
use super::draft::{Draft, Found};
use super::notation;
use super::number::{Around, Numeral};
use super::numeral;
use super::parts;
use super::scene::Scene;
use super::words::Context;

/// The ratio that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    if scene.name(at).is_some() {
        return None;
    }
    let (value, end) =
        shares(scene, at, floor).or_else(|| one_in(scene, at)).or_else(|| slash_of(scene, at))?;
    let bounded = bounds::before(scene, at, floor);
    let mut draft = Draft::new("ratio", Kind::Ratio, bounded.start, end, Value::Number(value));
    draft.bound = bounded.bound;
    draft.change = amounts::changed(scene, &draft, floor);
    Some(Found::one(draft))
}

/// "half of", "a third", "two-thirds", "three quarters".
fn shares(scene: &Scene<'_>, at: usize, floor: usize) -> Option<(Decimal, usize)> {
    if parts::part_of_unit(scene, at).is_some() {
        return None;
    }
    let (count, next) = count_of_parts(scene, at);
    let (parts, plural) = scene.part(next)?;
    let end = next + 1;
    let several = count > Decimal::ONE;
    let agrees = plural == several || scene.is(next, "half");
    if !agrees || count >= parts || is_other_quarter(scene, next, several) {
        return None;
    }
    let fits = if scene.is(next, "half") {
        next == at && is_half(scene, at, floor) || next > at && scene.is_any(end, &["of", "the"])
    } else if next == at {
        is_bare_quarter(scene, at)
    } else {
        is_part(scene, at, next, end, several)
    };
    // "a quarter of a million" is a number.
    let article = end + usize::from(scene.is(end, "of"));
    let scaled = scene.is_any(article, &["a", "one"]) && scene.cardinal(article + 1).is_some();
    let ratio = (fits && !scaled).then(|| count.checked_div(parts))??;
    Some((ratio, end))
}

/// Whether the quarter at piece `at` is none of a whole: "quarter finals", but "quarter stake"; "three quarters of
/// contraction".
fn is_other_quarter(scene: &Scene<'_>, at: usize, several: bool) -> bool {
    let end = at + 1;
    let of_year = several && scene.is(at, "quarters") && scene.is(end, "of");
    let names = scene.is(at, "quarter") && scene.tag(end).is_noun();
    names && !scene.has(end, Context::Stake) || of_year && is_of_course(scene, end + 1)
}

/// "quarter of" without "a": only after a bound.
fn is_bare_quarter(scene: &Scene<'_>, at: usize) -> bool {
    let quarter = scene.is(at, "quarter") && scene.ordinal(at).is_none();
    // "the quarter of", "the first quarter of"
    let one_of_several = at > 0 && (scene.is(at - 1, "the") || scene.ordinal(at - 1).is_some());
    quarter && scene.is(at + 1, "of") && !one_of_several
}

/// How many parts, and the piece that names them.
fn count_of_parts(scene: &Scene<'_>, at: usize) -> (Decimal, usize) {
    let dash = |at: usize| usize::from(scene.is_dash(at) && scene.glued(at));
    if scene.is_any(at, &["a", "an"]) {
        return (Decimal::ONE, at + 1);
    }
    let small =
        scene.cardinal(at).filter(|word| word.value < Decimal::ONE_HUNDRED && !scene.is_plural_number(at));
    match small {
        Some(word) => (word.value, at + 1 + dash(at + 1)),
        None => match scene.digits(at).filter(|value| *value < Decimal::TEN && value.is_integer()) {
            Some(value) if dash(at + 1) == 1 || scene.is_word(at + 1) => (value, at + 1 + dash(at + 1)),
            _ => (Decimal::ONE, at),
        },
    }
}

/// "three quarters of contraction", "two quarters of negative growth": quarters of a year that went so.
fn is_of_course(scene: &Scene<'_>, at: usize) -> bool {
    let noun = at + usize::from(scene.tag(at).is_adjective());
    scene.has(noun, Context::Course) && !scene.breaks(noun)
}

/// Whether "a third", "two-thirds" are a share, not an ordinal with its noun.
fn is_part(scene: &Scene<'_>, at: usize, next: usize, end: usize, several: bool) -> bool {
    let noun = scene.tag(end).is_noun() && !scene.breaks(end);
    if scene.is_any(next, &["second", "seconds"]) {
        return false;
    }
    if scene.is_any(next, &["quarter", "quarters"]) {
        // "the last two quarters" are of a year.
        if at > 0 && scene.has(at - 1, Context::Sequence) {
            return false;
        }
        if !several && !scene.is(end, "of") {
            return scene.has(end, Context::Stake);
        }
    }
    if scene.is_any(at, &["a", "an"]) && scene.ordinal(next).is_some() {
        // "a fifth is in preparation" goes on counting.
        let other = noun || scene.tag(end).is_adjective();
        return scene.has(end, Context::AfterPart) || !other && is_share_led(scene, at);
    }
    several || !noun || scene.is(end, "of")
}

/// Whether a word or a bound before piece `at` asks for an amount.
fn is_share_led(scene: &Scene<'_>, at: usize) -> bool {
    at > 0
        && (scene.is_any(at - 1, &["by", "than", "up", "down", "only", "just"])
            || scene.lists.bounds.before.ending(scene, at, at.saturating_sub(3)).is_some())
}

/// "half" as a share: "half of the", "at least half", "another half", "half the seats".
fn is_half(scene: &Scene<'_>, at: usize, floor: usize) -> bool {
    let end = at + 1;
    let before = |words: &[&str]| at > 0 && !scene.breaks(at) && scene.is_any(at - 1, words);
    if is_hyphened(scene, at) || is_placed_half(scene, at) || before(&["in"]) {
        return false;
    }
    if scene.lists.bounds.before.ending(scene, at, floor).is_some() {
        return true;
    }
    let of = scene.is(end, "of") || scene.has(end, Context::AfterHalf);
    let led = before(&["another", "by", "only", "just", "remaining", "than", "to"]);
    let stands = led || scene.is_any(end, &["were", "are", "was", "have", "had"]);
    (of || stands) && !scene.tag(end).is_noun()
}

/// "half-time", "one-half": a hyphen joins the word at piece `at` to another.
fn is_hyphened(scene: &Scene<'_>, at: usize) -> bool {
    let after = scene.is_dash(at + 1) && scene.glued(at + 1);
    after || at > 0 && scene.is_dash(at - 1) && scene.glued(at)
}

/// "the first half", "his best half": a half of a game, a year or the like, but "the top half of the table" is a share.
fn is_placed_half(scene: &Scene<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| !scene.breaks(at)) else { return false };
    let share = scene.is(at + 1, "of") && scene.is_any(before, &["other", "top", "bottom", "the", "and"]);
    scene.is_any(before, &["first", "second"]) || scene.has(before, Context::BeforeHalf) && !share
}

/// "one in five", "three out of four", "1 in 10".
fn one_in(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let first = small(scene, at)?;
    let next = first.end;
    let after = after_in(scene, next)?;
    let after = after + usize::from(scene.is(after, "every"));
    let second = small(scene, after)?;
    let (over, under) = (first.amount.exact()?, second.amount.exact()?);
    let year = second.digits && amounts::is_year(under) && scene.text(after).len() == 4;
    let unit = scene.lists.units.starting(scene, second.end).is_some_and(|(row, _)| row.dimension == "time");
    if over >= under || year || unit && !scene.is(next, "out") || over < Decimal::ONE {
        return None;
    }
    Some((over.checked_div(under)?, second.end))
}

/// The piece after the "out of", "-in-" or "in" that begins at piece `at`.
fn after_in(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let hyphened = scene.is_dash(at) && scene.glued(at);
    if scene.are(at, &["out", "of"]) {
        Some(at + 2)
    } else if hyphened && scene.is(at + 1, "in") && scene.is_dash(at + 2) {
        Some(at + 3)
    } else {
        scene.is(at, "in").then_some(at + 1)
    }
}

fn small(scene: &Scene<'_>, at: usize) -> Option<Numeral> {
    let numeral = numeral::read(scene, at, Around::default())?;
    let whole = numeral.whole(1_000_000).is_some() && !numeral.ordinal && numeral.sign == 0;
    whole.then_some(numeral)
}

/// "1/3 of": a written fraction before "of" or a determiner.
fn slash_of(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let (value, end) = notation::slashed(scene, at)?;
    let of = scene.is_any(end, &["of", "the"])
        && !(scene.is(end, "of") && scene.lists.units.starting(scene, end + 2).is_some());
    of.then_some((value, end))
}
