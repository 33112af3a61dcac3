//! Parts of a whole: "half of", "two-thirds", "one in five".

use rust_decimal::Decimal;

use crate::article::{Kind, Value};

use super::amounts;
use super::bounds;
use super::draft::{Draft, Found};
use super::notation;
use super::numeral::{self, Around, Numeral};
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
    if plural != several && !(scene.is(next, "half"))
        || count >= parts
        || scene.tag(end).is_noun() && scene.is(next, "quarter") && !scene.has(end, Context::Stake)
        || several && scene.is(next, "quarters") && scene.is(end, "of") && is_of_course(scene, end + 1)
    {
        return None;
    }
    let fits = if scene.is(next, "half") {
        next == at && is_half(scene, at, floor) || next > at && scene.is_any(end, &["of", "the"])
    } else if next == at {
        // "third of" without "a": only after a bound.
        scene.is(end, "of")
            && scene.ordinal(at).is_none()
            && scene.is(at, "quarter")
            && !scene.is(at.wrapping_sub(1), "the")
    } else {
        is_part(scene, at, next, end, several)
    };
    // "a quarter of a million" is a number.
    let article = end + usize::from(scene.is(end, "of"));
    let scaled = scene.is_any(article, &["a", "one"]) && scene.cardinal(article + 1).is_some();
    let ratio = (fits && !scaled).then(|| count.checked_div(parts))??;
    Some((ratio, end))
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
    let years = scene.is_any(next, &["second", "seconds", "quarter", "quarters"]);
    if scene.is(next, "second") || scene.is(next, "seconds") {
        return false;
    }
    // "the last two quarters" are of a year.
    if years && at > 0 && scene.has(at - 1, Context::Sequence) {
        return false;
    }
    let ordinal = scene.ordinal(next).is_some();
    let article = scene.is_any(at, &["a", "an"]);
    if years && !scene.is(end, "of") && !several {
        return scene.has(end, Context::Stake);
    }
    if article && ordinal {
        // "a fifth is in preparation" goes on counting.
        let led = at > 0
            && (scene.is_any(at - 1, &["by", "than", "up", "down", "only", "just"])
                || scene.lists.bounds.before.ending(scene, at, at.saturating_sub(3)).is_some());
        let share = scene.has(end, Context::AfterPart);
        return share || led && !noun && !scene.tag(end).is_adjective();
    }
    several || !noun || scene.is(end, "of")
}

/// "half" as a share: "half of the", "at least half", "another half", "half the seats".
fn is_half(scene: &Scene<'_>, at: usize, floor: usize) -> bool {
    let end = at + 1;
    if scene.is_dash(end) && scene.glued(end) || at > 0 && scene.is_dash(at - 1) && scene.glued(at) {
        return false;
    }
    let before = |words: &[&str]| at > 0 && !scene.breaks(at) && scene.is_any(at - 1, words);
    if at > 0
        && !scene.breaks(at)
        && scene.has(at - 1, Context::BeforeHalf)
        && !(before(&["other", "top", "bottom", "the", "and"]) && scene.is(end, "of"))
        || before(&["first", "second"])
    {
        return false;
    }
    let bounded = scene.lists.bounds.before.ending(scene, at, floor).is_some();
    let of = scene.is(end, "of") || scene.has(end, Context::AfterHalf);
    let stands = before(&["another", "by", "only", "just", "remaining", "than", "to"])
        || scene.is_any(end, &["were", "are", "was", "have", "had"]);
    let noun = scene.tag(end).is_noun() && !bounded;
    (of || bounded || stands) && !noun && !before(&["in"])
}

/// "one in five", "three out of four", "1 in 10".
fn one_in(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let first = small(scene, at)?;
    let (next, dash) = (first.end, scene.is_dash(first.end) && scene.glued(first.end));
    let after = if scene.are(next, &["out", "of"]) {
        next + 2
    } else if dash && scene.is(next + 1, "in") && scene.is_dash(next + 2) {
        next + 3
    } else if scene.is(next, "in") {
        next + 1
    } else {
        return None;
    };
    let after = after + usize::from(scene.is_any(after, &["every", "the"]) && !scene.is(after, "the"));
    let second = small(scene, after)?;
    let (over, under) = (first.amount.exact()?, second.amount.exact()?);
    let year = second.digits && amounts::is_year(under) && scene.text(after).len() == 4;
    let unit = scene.lists.units.starting(scene, second.end).is_some_and(|(row, _)| row.dimension == "time");
    if over >= under || year || unit && !scene.is(next, "out") || over < Decimal::ONE {
        return None;
    }
    Some((over.checked_div(under)?, second.end))
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
