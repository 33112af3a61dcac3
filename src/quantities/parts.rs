//! Numerals that are no plain count of units: "dozens", "half a million", "two-thirds of a litre".

use rust_decimal::Decimal;

use super::number::{Amount, Numeral, plain};
use super::scene::Scene;
use super::words::Role;

/// "two-thirds of a litre", "one-half mile": so many parts of one unit.
pub(crate) fn part_of_unit(scene: &Scene<'_>, at: usize) -> Option<Numeral> {
    let (count, part) = count_of_parts(scene, at)?;
    let (parts, _) = scene.part(part)?;
    let end = part + 1;
    let unit = |at: usize| {
        scene.lists.units.starting(scene, at).is_some_and(|(row, _)| row.dimension != "share" || end < at)
    };
    let of = scene.is(end, "of") && scene.is_any(end + 1, &["a", "an"]) && unit(end + 2);
    let joined = part > at + 1 && scene.is_dash(part - 1);
    let direct = joined && !scene.breaks(end) && (unit(end) || is_cup(scene, end));
    let value = ((of || direct) && count < parts).then(|| count.checked_div(parts))??;
    Some(plain(at, end, value))
}

/// Whether a cup that measures stands at piece `at`: lower case, "of" something.
fn is_cup(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.text(at), "cup" | "cups") && scene.is(at + 1, "of")
}

/// "three" of "three quarters", with the piece that names the parts.
fn count_of_parts(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let count = if scene.is_any(at, &["a", "an"]) {
        Decimal::ONE
    } else {
        let word = scene.cardinal(at).filter(|word| word.role == Role::Digit).map(|word| word.value);
        word.or_else(|| scene.digits(at).filter(|value| value.is_integer() && *value < Decimal::TEN))?
    };
    let dash = usize::from(scene.is_dash(at + 1) && scene.glued(at + 1));
    Some((count, at + 1 + dash))
}

/// A score is twenty.
pub(crate) const SCORE: i64 = 20;

/// "tens of thousands", "hundreds", "dozens": a range from one to ten of them.
pub(crate) fn vague(scene: &Scene<'_>, at: usize) -> Option<Numeral> {
    let counts = |at: usize| scene.cardinal(at).filter(|_| scene.is_plural_number(at));
    if scene.is(at, "scores") && scene.is(at + 1, "of") && scene.is_plural(at + 2) {
        let value = Decimal::from(SCORE);
        return Some(Numeral {
            amount: Amount::Between(value, value * Decimal::TEN),
            ..plain(at, at + 1, value)
        });
    }
    let first = counts(at).filter(|word| !matches!(word.role, Role::Ten | Role::Digit))?.value;
    let (mut value, mut end) = (Some(first), at + 1);
    while scene.is(end, "of") {
        let Some(next) = scene.cardinal(end + 1).filter(|word| word.role == Role::Scale) else { break };
        value = value.and_then(|value| value.checked_mul(next.value));
        end += 2;
    }
    if end == at + 1 && first == Decimal::TEN {
        return None;
    }
    // "dozens and dozens" says it once.
    if scene.is(end, "and") && scene.text(end + 1).eq_ignore_ascii_case(scene.text(end - 1)) {
        end += 2;
    }
    let range = value.and_then(|value| Some((value, value.checked_mul(Decimal::TEN)?)));
    let amount = range.map_or(Amount::Beyond, |(least, most)| Amount::Between(least, most));
    Some(Numeral { amount, ..plain(at, end, value.unwrap_or(Decimal::MAX)) })
}

/// "half a million", "three quarters of a million", "half a dozen".
pub(crate) fn halves(scene: &Scene<'_>, at: usize) -> Option<Numeral> {
    let start = at;
    let counted = count_of_parts(scene, at).filter(|&(_, part)| scene.part(part).is_some());
    let (count, at) = counted.unwrap_or((Decimal::ONE, at));
    let (parts, _) = scene.part(at)?;
    let mut end = at + 1;
    end += usize::from(scene.is_dash(end) && scene.glued(end));
    end += usize::from(scene.is(end, "of"));
    end += usize::from(scene.is_any(end, &["a", "one"]));
    let word = scene.cardinal(end).filter(|_| end > at + 1 || scene.is(at, "quarter"))?;
    let countable = matches!(word.role, Role::Scale | Role::Dozen | Role::Hundred);
    let value = (countable && count < parts).then(|| word.value.checked_mul(count)?.checked_div(parts))??;
    Some(Numeral { scale: word.value, ..plain(start, end + 1, value) })
}
