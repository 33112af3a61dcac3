//! Calendar dates as ISO 8601: days, months, years, fiscal years, decades, ranges and lists.

use crate::article::{Kind, Label, Value};

use super::calendar::{opening, skip_point};
use super::draft::{Draft, Found, date};
use super::scene::Scene;
use super::words::{Calendar, Context};
use super::{anchor, days, times, year_parts, years};

/// The date that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    if is_titled(scene, at) {
        return None;
    }
    let day = days::numeric(scene, at)
        .or_else(|| days::with_weekday(scene, at))
        .or_else(|| days::read(scene, at, floor));
    if day.is_some() || scene.name(at).is_some() {
        return day.map(|day| Found::one(with_time(scene, day, floor)));
    }
    months(scene, at, floor)
        .or_else(|| year_parts::read(scene, at))
        .or_else(|| years::read(scene, at, floor))
        .or_else(|| weekday(scene, at, floor))
        .map(Found::one)
}

/// A day with the clock time after it, or the part of the day before it ("night of May 30").
fn with_time(scene: &Scene<'_>, mut day: Draft, floor: usize) -> Draft {
    let single = matches!(&day.value, Value::Text(iso) if !iso.contains(['/', ',']));
    if let (Value::Text(iso), Some((clock, end))) =
        (&day.value, times::after_day(scene, day.end).filter(|_| single))
    {
        let value = Value::Text(format!("{iso}{clock}"));
        (day.kind, day.value, day.end, day.rule) = (Kind::Time, value, end, "clock time of a day");
        return day;
    }
    let of = scene.before(day.start, floor).filter(|&at| scene.is(at, "of") && at > floor);
    let part = of.map(|of| of - 1).filter(|&at| matches!(scene.calendar(at), Some(Calendar::Daypart)));
    if let Some(part) = part {
        (day.kind, day.start, day.rule) = (Kind::Time, part, "part of a dated day");
    }
    day
}

/// Days inside a title are part of it ("the 23 March Movement Act"); other names hold a full day only by mistake.
fn is_titled(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.name(at), Some(Label::Law | Label::WorkOfArt | Label::Event | Label::Fac))
}

/// "November 2019", "September and December 2017", "March", "mid-June".
fn months(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    let first = scene.month(at)?;
    let start = opening(scene, at, floor);
    let next = skip_point(scene, at);
    let (year, end) = years::after(scene, next);
    if let Some(draft) = months_apart(scene, at, floor) {
        return Some(draft);
    }
    if let Some(year) = year {
        return Some(date("month", start, end, Some(format!("{year}-{first:02}"))));
    }
    if let Some(draft) = month_list(scene, at, start, next) {
        return Some(draft);
    }
    if let Some(end) = anchor::year_of_month(scene, next) {
        return Some(date("month of a year seen from the day of writing", start, end, None));
    }
    is_month_alone(scene, at).then(|| date("month", start, next, None))
}

/// "September and December 2017", "August and September": no value where no year is said.
fn month_list(scene: &Scene<'_>, at: usize, start: usize, next: usize) -> Option<Draft> {
    let list = scene.is_any(next, &["and", "or"]);
    let (first, second) = (scene.month(at)?, list.then(|| scene.month(next + 1))??);
    let after = skip_point(scene, next + 1);
    if days::is_day(scene, after) {
        return None;
    }
    let (year, end) = years::after(scene, after);
    let value = year.map(|year| format!("{year}-{first:02},{year}-{second:02}"));
    Some(date("months", start, end, value))
}

/// "June-August 2020", "June to August", "between June 2019 and March 2020": the stretch from one month to another.
fn months_apart(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    let first = scene.month(at)?;
    let (first_year, next) = years::after(scene, skip_point(scene, at));
    let between = scene.before(at, floor).is_some_and(|at| scene.is(at, "between"));
    let joint = scene.is_dash(next)
        || scene.is_any(next, &["to", "through", "until", "till"])
        || between && scene.is(next, "and");
    let second = (joint && !scene.breaks(next + 1)).then(|| scene.month(next + 1))??;
    let after = skip_point(scene, next + 1);
    if days::is_day(scene, after) {
        return None;
    }
    let (last_year, end) = years::after(scene, after);
    let iso = |year: Option<i32>, month: i8| {
        year.map_or(format!("--{month:02}"), |year| format!("{year}-{month:02}"))
    };
    let value = format!("{}/{}", iso(first_year.or(last_year), first), iso(last_year.or(first_year), second));
    let start = if between { at - 1 } else { opening(scene, at, floor) };
    Some(date("months", start, end, Some(value)))
}

/// Whether a month's name stands for the month without day or year; "may", "march" and short forms need more.
fn is_month_alone(scene: &Scene<'_>, at: usize) -> bool {
    let text = scene.text(at);
    if text.len() < 4 && text != "May" || text == "Sept" {
        return false;
    }
    let dated = at > 0 && scene.has(at - 1, Context::MonthLead);
    // "mid-February"
    let dated = dated
        || at > 1
            && scene.is_dash(at - 1)
            && scene.glued(at)
            && scene.is_any(at - 2, &["mid", "early", "late"]);
    match text {
        "May" | "March" => dated && scene.tag(at).is_name(),
        _ => scene.tag(at).is_name() || dated,
    }
}

/// "Tuesday", "last Friday", "Monday evening".
fn weekday(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    scene.weekday(at).filter(|_| scene.text(at).len() > 5)?;
    let led = scene.before(at, floor).filter(|&it| scene.is_any(it, &["last", "this", "next"]));
    let part = matches!(scene.calendar(at + 1), Some(Calendar::Daypart)) && !scene.breaks(at + 1);
    if part || led.is_some() {
        let (kind, end) = if part { (Kind::Time, at + 2) } else { (Kind::Date, at + 1) };
        let mut draft = Draft::new("part of a day", kind, led.unwrap_or(at), end, Value::Unknown);
        draft.soft = led.is_some();
        return Some(draft);
    }
    // "Friday to Sunday"
    let joint = scene.is_dash(at + 1) || scene.is_any(at + 1, &["to", "through", "until", "till"]);
    let last = scene.weekday(at + 2).filter(|_| joint && scene.text(at + 2).len() > 5);
    Some(date("weekday", at, if last.is_some() { at + 3 } else { at + 1 }, None))
}
