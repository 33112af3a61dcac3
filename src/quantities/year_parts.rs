//! Halves, quarters and months of a year.

use rust_decimal::prelude::ToPrimitive as _;

use super::draft::{Draft, date};
use super::scene::Scene;
use super::words::Context;
use super::years::{last_before, named_year, second_short, two_digits, year};

/// The part of a year at piece `at`: "first half of 2022", "second quarter of the year", "Q3 2021", "first nine months of the year".
pub(crate) fn read(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    let part = named_part(scene, at)
        .or_else(|| short_part(scene, at))
        .or_else(|| months_of_year(scene, at).filter(|part| scene.is(part.next, "of")))?;
    let Some((year, end)) = year_of_part(scene, at, part.next) else {
        return is_bare_quarter(scene, at, part.next).then(|| date("part of a year", at, part.next, None));
    };
    let (first, last) = (part.first, part.last);
    let value = match year {
        Said::Year(year) => Some(format!("{year}-{first:02}/{year}-{last:02}")),
        Said::ThisYear => Some(format!("--{first:02}/--{last:02}")),
        Said::FiscalYear => None,
    };
    Some(date("part of a year", at, end, value))
}

/// "the fourth quarter", "first-quarter profits": a quarter of a year that is not said, and none of a match.
fn is_bare_quarter(scene: &Scene<'_>, at: usize, next: usize) -> bool {
    // So many pieces around it are searched for a word of contests.
    const NEAR: usize = 12;
    let quarter = scene.is(next - 1, "quarter") && scene.ordinal(at).is_some();
    let of = scene.is_any(next, &["of", "-"]) && !scene.breaks(next);
    let contest = || (at.saturating_sub(NEAR)..next + NEAR).any(|near| scene.has(near, Context::Playing));
    quarter && !of && !contest()
}

/// The months of a year that a part of it holds, and the piece after its name.
#[derive(Debug, Clone, Copy)]
struct Part {
    first: i32,
    last: i32,
    next: usize,
}

impl Part {
    /// Part `number` of so many equal `parts`.
    const fn new(parts: i32, number: i32, next: usize) -> Self {
        let length = 12 / parts;
        Self { first: (number - 1) * length + 1, last: number * length, next }
    }
}

/// "first half", "third quarter".
fn named_part(scene: &Scene<'_>, at: usize) -> Option<Part> {
    let number =
        ["first", "second", "third", "fourth"].iter().position(|word| scene.is(at, word))? as i32 + 1;
    let dash = usize::from(scene.is_dash(at + 1) && scene.glued(at + 1));
    let parts = match scene.text(at + 1 + dash) {
        "half" | "semester" if number <= 2 => 2,
        "quarter" | "trimester" => 4,
        _ => return None,
    };
    Some(Part::new(parts, number, at + 2 + dash))
}

/// "first nine months", "last two quarters".
fn months_of_year(scene: &Scene<'_>, at: usize) -> Option<Part> {
    let (first, last) = (scene.is(at, "first"), scene.is_any(at, &["last", "final"]));
    let count = scene.plain(at + 1, 2).or_else(|| {
        scene.cardinal(at + 1).filter(|word| word.value.is_integer()).and_then(|word| word.value.to_i32())
    })?;
    let length = match scene.text(at + 2) {
        "months" => 1,
        "quarters" => 3,
        _ => return None,
    };
    let count = count.checked_mul(length).filter(|count| (2..12).contains(count) && !scene.breaks(at + 2))?;
    (first || last).then(|| Part {
        first: if first { 1 } else { 13 - count },
        last: if first { count } else { 12 },
        next: at + 3,
    })
}

/// "Q3", "H1", "3Q".
fn short_part(scene: &Scene<'_>, at: usize) -> Option<Part> {
    let turned = scene.is_number(at);
    let (letter, digit) = if turned { (at + 1, at) } else { (at, at + 1) };
    let parts = match scene.text(letter) {
        "Q" => 4,
        "H" => 2,
        _ => return None,
    };
    let number =
        scene.plain(digit, 1).filter(|number| scene.glued(at + 1) && (1..=parts).contains(number))?;
    Some(Part::new(parts, number, at + 2))
}

/// The year of which a part is told.
#[derive(Debug, Clone, Copy)]
enum Said {
    Year(i32),
    /// "of the year", where no year was named before.
    ThisYear,
    /// A fiscal year, whose months differ by country.
    FiscalYear,
}

/// The year of a part, said or meant ("of the year"); with the piece after it.
fn year_of_part(scene: &Scene<'_>, at: usize, next: usize) -> Option<(Said, usize)> {
    let mut end = next + usize::from(scene.is(next, "of"));
    // "3Q22"
    if let Some(short) = two_digits(scene, end).filter(|_| scene.glued(end)) {
        return Some((Said::Year(2000 + short), end + 1));
    }
    if let Some(first) = year(scene, end) {
        return Some(match second_short(scene, end, first) {
            Some((_, short)) => (Said::FiscalYear, named_year(scene, short)),
            None => (Said::Year(first), end + 1),
        });
    }
    let of = end > next;
    end += usize::from(scene.is_any(end, &["the", "this", "that", "each", "every"]));
    if let Some((_, short)) = year(scene, end).and_then(|first| second_short(scene, end, first)) {
        return of.then(|| (Said::FiscalYear, named_year(scene, short)));
    }
    end += usize::from(scene.is_any(end, &["current", "calendar", "same", "following"]));
    let fiscal = scene.is_any(end, &["fiscal", "financial", "academic", "school"]);
    end += usize::from(fiscal);
    let named = scene.is(end, "year");
    end += usize::from(named);
    if let Some(year) = year(scene, end).filter(|_| fiscal) {
        return Some((Said::Year(year), end + 1));
    }
    let said =
        if fiscal { Said::FiscalYear } else { last_before(scene, at).map_or(Said::ThisYear, Said::Year) };
    (of && named && !scene.is(end, "of")).then_some((said, end))
}
