//! Days of the calendar: "4 May 2021", "Friday, 22 July", "July 16 to 22", "2021-05-04".

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::article::{Kind, Value};

use super::calendar::skip_point;
use super::draft::{Draft, date};
use super::lists::DayOrder;
use super::scan::Shape;
use super::scene::Scene;
use super::words::{Calendar, Role};
use super::years;

/// A day that may lack its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    year: Option<i32>,
    month: i8,
    number: i8,
}

impl Day {
    /// ISO 8601; `None` for a day that the calendar lacks.
    fn iso(self) -> Option<String> {
        // 2000 was a leap year, so that 29 February without a year passes.
        let year = i16::try_from(self.year.unwrap_or(2000)).ok()?;
        Date::new(year, self.month, self.number).ok()?;
        Some(match self.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", self.month, self.number),
            None => format!("--{:02}-{:02}", self.month, self.number),
        })
    }
}

/// A weekday with its date, in brackets or not, and a part of the day: "Tuesday, 26 July 2022", "Monday (July 25) night".
pub(crate) fn with_weekday(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    scene.weekday(at)?;
    let bracketed = at > 0 && scene.is(at - 1, "(") && scene.is(at + 1, ")");
    let next = if bracketed { at + 2 } else { skip_point(scene, at) };
    let part = matches!(scene.calendar(next), Some(Calendar::Daypart)) && !scene.breaks(next);
    let next = next + usize::from(part);
    let bracket = scene.is(next, "(");
    let next = next + usize::from(bracket || scene.is(next, ","));
    let next = next + usize::from(scene.is(next, "the"));
    if scene.breaks(next) {
        return None;
    }
    let mut inner = read(scene, next, next).or_else(|| numeric(scene, next))?;
    inner.start = at - usize::from(bracketed);
    if bracket {
        inner.end += usize::from(scene.is(inner.end, ")"));
    }
    let late = matches!(scene.calendar(inner.end), Some(Calendar::Daypart)) && !scene.breaks(inner.end);
    if late || part {
        (inner.kind, inner.end, inner.rule) =
            (Kind::Time, inner.end + usize::from(late), "part of a dated day");
    }
    Some(inner)
}

/// The day after a clock time that ends before piece `at` ("5:50 a.m. on Tuesday, May 3, 2022"), with the piece after it.
pub(crate) fn after_clock(scene: &Scene<'_>, at: usize) -> Option<(String, usize)> {
    let day = at
        + usize::from(scene.is(at, ","))
        + usize::from(scene.is(at + usize::from(scene.is(at, ",")), "on"));
    if !scene.is(day.wrapping_sub(1), "on") || scene.breaks(day) {
        return None;
    }
    let found = with_weekday(scene, day).or_else(|| read(scene, day, day))?;
    match found.value {
        Value::Text(iso) if !iso.contains(['/', ',']) => Some((iso, found.end)),
        _ => None,
    }
}

/// A day or several of one month.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    if let Some(list) = list(scene, at).or_else(|| year_first(scene, at)) {
        return Some(list);
    }
    let (days, month, end) = day_first(scene, at, floor).or_else(|| month_first(scene, at))?;
    let end = past_weekday(scene, end);
    let (year, end) = match years::after(scene, end) {
        (None, end) => same_year(scene, at, end),
        found => found,
    };
    let start = at - usize::from(days.between);
    if let Some(draft) = across_months(scene, at, end, days, month, year) {
        return Some(draft);
    }
    let day = |day: i8| Day { year, month, number: day }.iso();
    // A day that the calendar lacks ("February 29, 2023") has no value.
    let value = match (days.last, days.pair) {
        (None, _) => day(days.first),
        (Some(last), pair) => {
            let mark = if pair { ',' } else { '/' };
            day(days.first).zip(day(last)).map(|(first, last)| format!("{first}{mark}{last}"))
        }
    };
    Some(date("day", start, end, value))
}

/// "Sept. 10 (Monday), 2018": the piece after a weekday in brackets at piece `at`, where a year follows it.
fn past_weekday(scene: &Scene<'_>, at: usize) -> usize {
    let weekday = scene.is(at, "(") && scene.weekday(at + 1).is_some();
    let close = skip_point(scene, at + 1);
    let year = weekday && scene.is(close, ")") && years::after(scene, close + 1).0.is_some();
    if year { close + 1 } else { at }
}

/// "12, 14 and 15 August 2022", "May 3, 5 and 9": three or more days of one month.
fn list(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    let leads = scene.month(at).is_some();
    let first = if leads { skip_point(scene, at) } else { at };
    let (mut numbers, mut end) = (Vec::new(), first);
    loop {
        let (number, next) = day(scene, end).filter(|_| !scene.breaks(end))?;
        numbers.push(number);
        end = next;
        if numbers.len() > 1 && scene.is_any(end.wrapping_sub(2), &["and", "or", "&"]) {
            break;
        }
        let comma = usize::from(scene.is(end, ","));
        let and = usize::from(scene.is_any(end + comma, &["and", "or", "&"]));
        if comma + and == 0 || numbers.len() > 9 {
            return None;
        }
        end += comma + and;
    }
    let rising = numbers.len() > 2 && numbers.windows(2).all(|pair| pair[0] < pair[1]);
    let month_at = if leads { at } else { end + usize::from(scene.is(end, "of")) };
    let month = scene.month(month_at).filter(|_| rising && !scene.breaks(month_at))?;
    let end = if leads { end } else { skip_point(scene, month_at) };
    let counts = scene.is_plural(end) && !scene.breaks(end);
    let (year, end) = years::after(scene, end);
    let iso: Option<Vec<_>> = numbers.iter().map(|&number| Day { year, month, number }.iso()).collect();
    (!counts || !leads).then(|| date("days", at, end, iso.map(|days| days.join(","))))
}

/// "2018 March 18": the year first.
fn year_first(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    let year = years::year(scene, at).filter(|year| (1500..2100).contains(year) && !scene.glued(at))?;
    let month = scene.month(at + 1).filter(|_| !scene.breaks(at + 1))?;
    let (number, end) = day(scene, at + 2).filter(|_| !scene.breaks(at + 2))?;
    let value = Day { year: Some(year), month, number }.iso()?;
    let counts = scene.is_plural(end) || scene.is(end, ",") && years::year(scene, end + 1).is_some();
    (!counts).then(|| date("day, year first", at, end, Some(value)))
}

/// "Sept. 27 to Oct. 1", "28 July - 3 August 2020".
fn across_months(
    scene: &Scene<'_>,
    at: usize,
    end: usize,
    days: Days,
    month: i8,
    year: Option<i32>,
) -> Option<Draft> {
    let between = days.between || scene.before(at, 0).is_some_and(|at| scene.is(at, "between"));
    let joint = scene.is_dash(end)
        || scene.is_any(end, &["to", "until", "till", "through"])
        || scene.is(end, "and") && between;
    if days.last.is_some() || !joint || scene.breaks(end + 1) {
        return None;
    }
    // "Thursday, July 14 to Sunday, July 17"
    let weekday = scene.weekday(end + 1).map(|_| skip_point(scene, end + 1));
    let second = weekday.map_or(end + 1, |next| next + usize::from(scene.is(next, ",")));
    let (other, later, after) = day_first(scene, second, second)
        .or_else(|| month_first(scene, second))
        .filter(|(days, ..)| days.last.is_none())?;
    let (last_year, after) = years::after(scene, after);
    let first = Day { year: year.or(last_year), month, number: days.first }.iso();
    let last = Day { year: last_year.or(year), month: later, number: other.first }.iso();
    let value = first.zip(last).map(|(first, last)| format!("{first}/{last}"));
    Some(date("days", at - usize::from(between), after, value))
}

/// The days of a month that a date names.
#[derive(Debug, Clone, Copy)]
struct Days {
    first: i8,
    last: Option<i8>,
    /// Whether first and last are two days, not the ends of a stretch.
    pair: bool,
    /// Whether "between" stands before and belongs to the span.
    between: bool,
}

/// "4 May", "4th of May", "between 4 and 11 May", "11-31 July".
fn day_first(scene: &Scene<'_>, at: usize, floor: usize) -> Option<(Days, i8, usize)> {
    if let Some((first, next)) = day_in_words(scene, at).filter(|&(_, next)| scene.is(next, "of")) {
        // "the Fourth of July"; "a third of May" would be a part.
        let month = scene
            .month(next + 1)
            .filter(|_| !scene.breaks(next + 1) && !scene.is_any(at.wrapping_sub(1), &["a", "one"]))?;
        return Some((
            Days { first, last: None, pair: false, between: false },
            month,
            skip_point(scene, next + 1),
        ));
    }
    let (first, next) = day(scene, at)?;
    let between = scene.before(at, floor).is_some_and(|at| scene.is(at, "between"));
    let (last, pair, next) = second_day(scene, next, first, between);
    let next = next + usize::from(scene.is(next, "of"));
    let next = next + usize::from(scene.is_dash(next) && scene.glued(next));
    let month = scene.month_of_day(next).filter(|_| !scene.breaks(next) && scene.name(next).is_none())?;
    Some((Days { first, last, pair, between: between && last.is_some() }, month, skip_point(scene, next)))
}

/// "May 4", "July 16 to 22", "Sept. 20-24".
fn month_first(scene: &Scene<'_>, at: usize) -> Option<(Days, i8, usize)> {
    let month = scene.month(at)?;
    let next = skip_point(scene, at);
    // "July, 26, 1999"
    let comma = scene.is(next, ",") && scene.is(next + 2, ",") && years::year(scene, next + 3).is_some();
    let next = next + usize::from(comma || scene.is(next, "the"));
    if scene.breaks(next) {
        return None;
    }
    if let Some((first, end)) = day_in_words(scene, next) {
        // "April first 2021", but "in March first responders"
        let tag = scene.tag(end);
        let noun = (tag.is_noun() || tag.is_adjective() || tag.is_verb()) && !scene.breaks(end);
        return (!noun).then_some((Days { first, last: None, pair: false, between: false }, month, end));
    }
    let (first, next) = day(scene, next)?;
    let (last, pair, next) = second_day(scene, next, first, false);
    Some((Days { first, last, pair, between: false }, month, next))
}

/// The second day of a stretch or pair, with the piece after it.
fn second_day(scene: &Scene<'_>, at: usize, first: i8, between: bool) -> (Option<i8>, bool, usize) {
    let slash = scene.is(at, "/") && scene.glued(at) && scene.glued(at + 1);
    let joint =
        scene.is_dash(at) || slash || scene.is_any(at, &["to", "and", "or", "&", "through", "until", "till"]);
    let pair = slash || scene.is_any(at, &["and", "or", "&"]) && !between;
    match day(scene, at + 1).filter(|&(last, _)| joint && last > first && !scene.breaks(at + 1)) {
        Some((last, next)) if !scene.is_any(next, &["people", "%"]) => (Some(last), pair, next),
        _ => (None, false, at),
    }
}

/// "first", "twenty-second": a day's number in words, with the piece after it.
fn day_in_words(scene: &Scene<'_>, at: usize) -> Option<(i8, usize)> {
    let tens = scene.cardinal(at).filter(|word| word.role == Role::Ten && word.value <= Decimal::from(30));
    let joined = tens.is_some() && scene.is_dash(at + 1) && scene.glued(at + 1);
    let last = if joined { at + 2 } else { at };
    let word = scene.ordinal(last).filter(|_| !scene.breaks(last))?;
    let value = tens.filter(|_| joined).map_or(Decimal::ZERO, |tens| tens.value).checked_add(word.value)?;
    let number = value.to_i8().filter(|number| (1..=31).contains(number))?;
    Some((number, last + 1))
}

/// Whether a day's number stands at piece `at`, in the line of the piece before.
pub(crate) fn is_day(scene: &Scene<'_>, at: usize) -> bool {
    !scene.breaks(at) && day(scene, at).is_some()
}

/// A day's number, with the piece after it and its ending ("4th").
fn day(scene: &Scene<'_>, at: usize) -> Option<(i8, usize)> {
    let number = scene.plain(at, 2).filter(|number| (1..=31).contains(number))?;
    let ending = scene.is_any(at + 1, &["st", "nd", "rd", "th"]) && scene.glued(at + 1);
    let next = at + 1 + usize::from(ending);
    let mark = scene.is(next, ":") || scene.is(next, "/") && scene.text(next + 1).len() > 2;
    let clock = mark && scene.glued(next + 1) && scene.is_number(next + 1);
    let stuck = scene.glued(next) && (scene.is_word(next) || scene.is(next, "%") || clock);
    (!stuck).then_some((i8::try_from(number).ok()?, next))
}

/// "April 17 of the same year": the year that the text named last.
fn same_year(scene: &Scene<'_>, at: usize, end: usize) -> (Option<i32>, usize) {
    let offset = usize::from(scene.is(end, "of"));
    let said = scene.are(end + offset, &["the", "same", "year"])
        || scene.are(end + offset, &["that", "same", "year"]);
    match said.then(|| years::last_before(scene, at)).flatten() {
        Some(year) => (Some(year), end + offset + 3),
        None => (None, end),
    }
}

/// "2021-05-04", "04/05/2021", "25.12.2022".
pub(crate) fn numeric(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    if let Some(draft) = eight_digits(scene, at) {
        return Some(draft);
    }
    if scene.shape(at) == Some(Shape::Dotted) {
        let parts: Vec<i32> = scene.text(at).split('.').map_while(|part| part.parse().ok()).collect();
        let &[first, second, year] = parts.as_slice() else { return None };
        return numbers(scene, first, second, year)
            .map(|value| Draft::new("numeric date", Kind::Date, at, at + 1, value));
    }
    let mark = |at: usize| (scene.is_dash(at) || scene.is(at, "/")) && scene.glued(at) && scene.glued(at + 1);
    if !mark(at + 1)
        || !mark(at + 3)
        || scene.glued(at + 5) && (scene.is_dash(at + 5) || scene.is_number(at + 5))
    {
        return None;
    }
    let (first, second, third) = (scene.plain(at, 4)?, scene.plain(at + 2, 2)?, scene.plain(at + 4, 4)?);
    if scene.text(at).len() == 4 {
        let (month, day) = (i8::try_from(second).ok()?, i8::try_from(third).ok()?);
        let value = Day { year: Some(first), month, number: day }.iso()?;
        return Some(date("numeric date", at, at + 5, Some(value)));
    }
    numbers(scene, first, second, third)
        .map(|value| Draft::new("numeric date", Kind::Date, at, at + 5, value))
}

/// "20220701".
fn eight_digits(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    let number = scene.plain(at, 8).filter(|_| scene.text(at).len() == 8)?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let (month, number) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let counts = scene.tag(at + 1).is_noun() && !scene.breaks(at + 1);
    let value =
        Day { year: Some(year), month, number }.iso().filter(|_| (1900..2100).contains(&year) && !counts)?;
    let stuck = scene.glued(at + 1) && (scene.is_word(at + 1) || scene.is_dash(at + 1))
        || scene.glued(at) && !scene.is_any(at.wrapping_sub(1), &["(", "["]);
    (!stuck).then(|| date("date in eight digits", at, at + 1, Some(value)))
}

/// Whether two numbers and a year are a day, and which. Where day and month may be either way round, the country that the
/// article names most decides; `Unknown` where it names none, or writes dates both ways.
fn numbers(scene: &Scene<'_>, first: i32, second: i32, year: i32) -> Option<Value> {
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    if !(1900..=2100).contains(&year) || first < 1 || second < 1 {
        return None;
    }
    let iso = |day: i8, month: i8| Day { year: Some(year), month, number: day }.iso();
    match (iso(first, second), iso(second, first)) {
        (Some(day_first), Some(month_first)) if day_first != month_first => {
            Some(match scene.lists.currencies.day_order(&scene.mentions) {
                Some(DayOrder::DayFirst) => Value::Text(day_first),
                Some(DayOrder::MonthFirst) => Value::Text(month_first),
                None => Value::Unknown,
            })
        }
        (Some(value), _) | (None, Some(value)) => Some(Value::Text(value)),
        (None, None) => None,
    }
}

/// A day near the day of writing: "yesterday", "tomorrow night".
pub(crate) fn deictic(scene: &Scene<'_>, at: usize, published: Option<Date>) -> Option<Draft> {
    let Some(Calendar::Deictic(offset)) = scene.calendar(at) else { return None };
    let value = published.and_then(|day| day.checked_add(jiff::Span::new().days(offset)).ok());
    let part = matches!(scene.calendar(at + 1), Some(Calendar::Daypart)) && !scene.breaks(at + 1);
    let mut draft = date(
        "day seen from the day of writing",
        at,
        at + 1 + usize::from(part),
        value.map(|day| day.to_string()),
    );
    if scene.are(at + 1, &["'", "s"]) || scene.are(at + 1, &["’", "s"]) {
        draft.value = value.map_or(Value::Unknown, |day| Value::Text(day.to_string()));
    }
    draft.soft = true;
    Some(draft)
}
