//! Clock times: "5.30pm", "7:55 pm", "1400 GMT", "11:30".

use rust_decimal::Decimal;

use crate::article::{Kind, Tag, Unit, Value};

use super::bounds;
use super::days;
use super::draft::{Draft, Found};
use super::scan::Shape;
use super::scene::Scene;
use super::words::Context;
use super::years;

/// A clock time: hours 0 to 24, minutes, and seconds where they are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Clock {
    hour: i32,
    minute: i32,
    second: Option<i32>,
}

impl Clock {
    fn new(hour: i32, minute: i32) -> Option<Self> {
        let real = (0..=24).contains(&hour) && (0..60).contains(&minute);
        real.then_some(Self { hour, minute, second: None })
    }

    /// ISO 8601, with its "T".
    fn iso(self) -> String {
        let second = self.second.map_or(String::new(), |second| format!(":{second:02}"));
        format!("T{:02}:{:02}{second}", self.hour % 24, self.minute)
    }

    /// On the 24-hour clock; `None` for "14 pm".
    fn with_half(self, half: Half) -> Option<Self> {
        let hour = match (half, self.hour) {
            (Half::Morning, 12) => 0,
            (Half::Morning, hour) if hour < 12 => hour,
            (Half::Evening, 12) => 12,
            (Half::Evening, hour) if hour < 12 => hour + 12,
            (_, hour) if hour <= 24 && hour > 12 => hour,
            _ => return None,
        };
        Some(Self { hour, ..self })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Evening,
}

/// The clock time that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    if let Some(draft) = race(scene, at) {
        return Some(Found::one(draft));
    }
    let (value, end) = range(scene, at).or_else(|| one(scene, at).map(|(clock, end)| (clock.iso(), end)))?;
    let mut bounded = bounds::before(scene, at, floor);
    let end = zone(scene, end);
    let dated = days::after_clock(scene, end).filter(|_| !value.contains('/'));
    let (value, end) = dated.map_or((value.clone(), end), |(day, end)| (day + &value, end));
    if value.contains('/') && scene.before(at, floor).is_some_and(|at| scene.is(at, "between")) {
        bounded.start = at - 1;
    }
    let mut draft = Draft::new("clock time", Kind::Time, bounded.start, end, Value::Text(value));
    draft.bound = bounded.bound;
    Some(Found::one(draft))
}

/// "2:21:34", "1:41.09": the time of a race, in seconds. Hours with minutes and seconds are a time of day after "at" or
/// before a zone, or where they begin with two digits.
fn race(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    let sixty = Decimal::from(60);
    let two = |at: usize| scene.text(at).split('.').next().is_some_and(|whole| whole.len() == 2);
    let part = |at: usize| scene.digits(at).filter(|&part| two(at) && part < sixty);
    let first = scene.plain(at, 2).filter(|_| is_colon(scene, at + 1) && !scene.glued(at))?;
    let second = part(at + 2)?;
    let short = Decimal::from(first).checked_mul(sixty)?.checked_add(second)?;
    let (seconds, end) = if is_colon(scene, at + 3) {
        let third = part(at + 4).filter(|_| second.is_integer() && !is_time_of_day(scene, at))?;
        (short.checked_mul(sixty)?.checked_add(third)?, at + 5)
    } else {
        (scene.text(at + 2).contains('.').then_some(short)?, at + 3)
    };
    if goes_on(scene, end) {
        return None;
    }
    let row = scene.lists.units.named("second")?;
    let mut draft = Draft::new("time of a race", Kind::Duration, at, end, Value::Number(seconds));
    draft.unit = Some(Box::new(Unit {
        name: Some(row.name.into()),
        ucum: Some(row.ucum.into()),
        dimension: Some(row.dimension.into()),
        ..Unit::default()
    }));
    Some(draft)
}

/// Whether piece `at` is a colon between two pieces that it touches.
fn is_colon(scene: &Scene<'_>, at: usize) -> bool {
    scene.is(at, ":") && scene.glued(at) && scene.glued(at + 1)
}

/// Whether hours, minutes and seconds from piece `at` on are a time of day.
fn is_time_of_day(scene: &Scene<'_>, at: usize) -> bool {
    let led = at > 0 && scene.is_any(at - 1, &["at", "around", "about", "by", "until", "from"]);
    let padded = scene.text(at).len() == 2 && !scene.text(at + 4).contains('.');
    led || padded || is_zone(scene, at + 5)
}

/// Whether more is stuck to the number before piece `at`.
fn goes_on(scene: &Scene<'_>, at: usize) -> bool {
    scene.glued(at) && (scene.is_word(at) || scene.is_number(at) || scene.is_any(at, &[":", "/"]))
}

/// A clock time after a day that ends before piece `at` ("March 28, 2017 at 3:00 PM"): its value, and the piece after it.
pub(crate) fn after_day(scene: &Scene<'_>, at: usize) -> Option<(String, usize)> {
    let next = at
        + usize::from(scene.is(at, ","))
        + usize::from(scene.is(at + usize::from(scene.is(at, ",")), "at"));
    if !scene.is(next.wrapping_sub(1), "at") || scene.breaks(next) || range(scene, next).is_some() {
        return None;
    }
    let (clock, end) = one(scene, next)?;
    Some((clock.iso(), zone(scene, end)))
}

/// "5-6pm", "9am to 5pm".
fn range(scene: &Scene<'_>, at: usize) -> Option<(String, usize)> {
    let (first, half, next) = bare(scene, at)?;
    let between = at > 0 && scene.is(at - 1, "between");
    let joint = scene.is_dash(next)
        || scene.is_any(next, &["to", "until", "till"])
        || between && scene.is(next, "and");
    let (second, last_half, end) = bare(scene, next + 1).filter(|_| joint && !scene.breaks(next + 1))?;
    if last_half.is_none() && scene.is(at + 1, ":") && next == at + 3 && end == next + 4 && !scene.glued(at) {
        // "from 16:00 to 22:00"
        return (!scene.glued(end)).then(|| (format!("{}/{}", first.iso(), second.iso()), end));
    }
    let both = last_half?;
    let first = first.with_half(half.unwrap_or(both))?;
    let second = second.with_half(both)?;
    Some((format!("{}/{}", first.iso(), second.iso()), end))
}

/// One time that the text marks as such.
fn one(scene: &Scene<'_>, at: usize) -> Option<(Clock, usize)> {
    if let Some(hour) = named_hour(scene, at) {
        return Some((Clock::new(hour, 0)?, at + 1));
    }
    let (clock, half, end) = bare(scene, at)?;
    if let Some(half) = half {
        return Some((clock.with_half(half)?, end));
    }
    if let Some(end) = marked(scene, end) {
        return Some((clock, end));
    }
    let colon = scene.is(at + 1, ":") && (end == at + 3 || clock.second.is_some());
    (colon && is_clock_here(scene, at, end)).then_some((clock, end))
}

/// "at noon", "just after midnight": the hour of a word that a preposition makes a time of day.
fn named_hour(scene: &Scene<'_>, at: usize) -> Option<i32> {
    let hour = match scene.text(at) {
        "noon" => 12,
        "midnight" => 0,
        _ => return None,
    };
    let led = at > 0 && scene.has(at - 1, Context::BeforeClock) && !scene.breaks(at);
    // "at noon prayers"
    let noun = scene.tag(at + 1).is_noun() || scene.is_dash(at + 1) || scene.is(at + 1, "of");
    (led && (!noun || scene.breaks(at + 1))).then_some(hour)
}

/// Hour, minute and half of the day at piece `at`, with the piece after.
fn bare(scene: &Scene<'_>, at: usize) -> Option<(Clock, Option<Half>, usize)> {
    let (clock, next) = digits(scene, at)?;
    if is_oclock(scene, next)
        && !scene.breaks(next + 3)
        && let Some((half, end)) = said_half(scene, next + 3)
    {
        return Some((clock, Some(half), end));
    }
    let (half, end) = half(scene, next);
    Some((clock, half, end))
}

/// "5", "5.30", "5:30", "1400".
fn digits(scene: &Scene<'_>, at: usize) -> Option<(Clock, usize)> {
    if let Some(hour) = scene.cardinal(at).filter(|_| is_oclock(scene, at + 1)) {
        return Some((Clock::new(i32::try_from(hour.value).ok()?, 0)?, at + 1));
    }
    if scene.shape(at) != Some(Shape::Number) || scene.breaks(at) && at > 0 && scene.is_dash(at - 1) {
        return None;
    }
    let text = scene.text(at);
    if let Some((hour, minute)) = text.split_once('.').filter(|(_, minute)| minute.len() == 2) {
        return Some((Clock::new(hour.parse().ok()?, minute.parse().ok()?)?, at + 1));
    }
    let colon = is_colon(scene, at + 1) && scene.text(at + 2).len() == 2;
    if let Some(minute) = scene.plain(at + 2, 2).filter(|_| colon) {
        let clock = Clock::new(scene.plain(at, 2)?, minute)?;
        let seconds = is_colon(scene, at + 3);
        return Some(match scene.plain(at + 4, 2).filter(|second| seconds && *second < 60) {
            Some(second) => (Clock { second: Some(second), ..clock }, at + 5),
            None => (clock, at + 3),
        });
    }
    if let Some(number) = scene.plain(at, 4).filter(|_| text.len() == 4) {
        return Some((Clock::new(number / 100, number % 100)?, at + 1));
    }
    Some((Clock::new(scene.plain(at, 2)?, 0)?, at + 1))
}

/// "am", "p.m.", with the piece after it.
fn half(scene: &Scene<'_>, at: usize) -> (Option<Half>, usize) {
    let whole = |word: &str, letter: &str| {
        if scene.is(at, word) {
            return Some(at + 1);
        }
        let dotted =
            scene.is(at, letter) && scene.is(at + 1, ".") && scene.is(at + 2, "m") && scene.glued(at + 1);
        dotted.then(|| at + 3 + usize::from(scene.is(at + 3, ".") && scene.glued(at + 3)))
    };
    if scene.breaks(at)
        || scene.tag(at).is_verb() && !scene.glued(at) && scene.is(at, "am") && scene.tag(at) == Tag::Vbp
    {
        return (None, at);
    }
    match (whole("am", "a"), whole("pm", "p")) {
        (Some(end), _) => (Some(Half::Morning), end),
        (_, Some(end)) => (Some(Half::Evening), end),
        _ => half_in_words(scene, at).map_or((None, at), |(half, end)| (Some(half), end)),
    }
}

/// "11:00 in the morning"; digits alone ("10 in the morning") need a word before that leads to a time.
fn half_in_words(scene: &Scene<'_>, at: usize) -> Option<(Half, usize)> {
    let (half, end) = said_half(scene, at)?;
    let minutes = at > 1 && (scene.is(at - 2, ":") || scene.text(at - 1).contains('.'));
    let led = at > 1 && scene.has(at - 2, Context::BeforeClock);
    ((minutes || led) && !scene.tag(end).is_noun() && !scene.breaks(end - 1)).then_some((half, end))
}

/// "at night", "in the morning" from piece `at` on, and the piece after.
fn said_half(scene: &Scene<'_>, at: usize) -> Option<(Half, usize)> {
    if scene.are(at, &["at", "night"]) {
        return Some((Half::Evening, at + 2));
    }
    let half = match scene.text(at + 2) {
        "morning" => Half::Morning,
        "afternoon" | "evening" => Half::Evening,
        _ => return None,
    };
    scene.are(at, &["in", "the"]).then_some((half, at + 3))
}

/// "hrs", "o'clock", "GMT": what makes bare digits a time.
fn marked(scene: &Scene<'_>, at: usize) -> Option<usize> {
    if is_oclock(scene, at) {
        return Some(at + 3);
    }
    let four = at > 0 && (scene.text(at - 1).len() == 4 || at > 1 && scene.is(at - 2, ":"));
    let hours = scene.is_any(at, &["hrs", "hours", "hour", "h"]);
    let clock = hours && !follows_year(scene, at) && !scene.is_any(at + 1, &["of", "a", "per"]);
    (four && (clock || is_zone(scene, at))).then_some(at + 1)
}

/// "o'clock" from piece `at` on.
fn is_oclock(scene: &Scene<'_>, at: usize) -> bool {
    scene.is(at, "o") && scene.is(at + 2, "clock") && scene.glued(at + 2)
}

/// "fled in 2008 hours after": whether the digits before piece `at` are a year.
fn follows_year(scene: &Scene<'_>, at: usize) -> bool {
    let led = at > 1 && scene.is_any(at - 2, &["in", "since", "of", "from", "by"]);
    led && years::year(scene, at - 1).is_some_and(|year| (1900..2100).contains(&year))
}

fn is_zone(scene: &Scene<'_>, at: usize) -> bool {
    scene.has(at, Context::Zone) && scene.text(at).chars().all(char::is_uppercase) && !scene.breaks(at)
}

/// The piece after a time zone's name or "local time", if one stands at piece `at`.
fn zone(scene: &Scene<'_>, at: usize) -> usize {
    if scene.are(at, &["local", "time"]) && !scene.breaks(at) && !scene.breaks(at + 1) {
        return at + 2;
    }
    at + usize::from(is_zone(scene, at))
}

/// Whether bare "11:30" is a time: not a score, ratio, verse or time left to play.
fn is_clock_here(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let played = scene.has(end, Context::Played);
    let longer =
        scene.glued(end) && (scene.is_any(end, &[":", "-"]) || scene.is_word(end) || scene.is_number(end));
    let quarter = scene.is_any(end - 1, &["00", "15", "30", "45"]);
    let two = scene.text(at).len() == 2 || quarter || at > 0 && scene.has(at - 1, Context::BeforeClock);
    !played && !longer && two && !scene.glued(at)
}
