//! Calendar dates as ISO 8601: days, months, years, fiscal years, decades, ranges and lists.

use crate::article::{Kind, Label, Value};

use super::draft::{Draft, Found};
use super::scene::Scene;
use super::words::{Calendar, Context};
use super::{anchor, days, years};

/// The date that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    if is_titled(scene, at) {
        return None;
    }
    let day = days::numeric(scene, at)
        .or_else(|| days::with_weekday(scene, at))
        .or_else(|| days::read(scene, at, floor));
    if day.is_some() || scene.name(at).is_some() {
        return day.map(|day| Found::one(days::with_time(scene, day, floor)));
    }
    months(scene, at, floor)
        .or_else(|| years::read(scene, at, floor))
        .or_else(|| weekday(scene, at, floor))
        .map(Found::one)
}

/// Days inside a title are part of it ("the 23 March Movement Act"); other names hold a full day only by mistake.
fn is_titled(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.name(at), Some(Label::Law | Label::WorkOfArt | Label::Event | Label::Fac))
}

/// A finished date; no value where the text gives none.
pub(crate) fn date(rule: &'static str, start: usize, end: usize, value: Option<String>) -> Draft {
    Draft::new(rule, Kind::Date, start, end, value.map_or(Value::Unknown, Value::Text))
}

/// Words before a month or year that belong to its span ("end of", "early", "mid-").
pub(crate) fn opening(scene: &Scene<'_>, at: usize, floor: usize) -> usize {
    let Some(before) = scene.before(at, floor) else { return at };
    if scene.is(before, "of")
        && before > floor
        && scene.is_any(before - 1, &["end", "beginning", "start", "middle"])
    {
        return before - 1;
    }
    let dash = scene.is_dash(before) && scene.glued(at) && before > floor;
    let word = before - usize::from(dash);
    if scene.is_any(word, &["early", "late", "mid", "last", "next", "this", "end"])
        && (!dash || scene.is_any(word, &["mid", "end", "early", "late"]))
    {
        word
    } else {
        at
    }
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

/// The piece after a month or weekday and the point of its short form.
pub(crate) fn skip_point(scene: &Scene<'_>, at: usize) -> usize {
    let short = scene.text(at).len() <= 4 && !matches!(scene.text(at), "May" | "June" | "July");
    at + 1 + usize::from(short && scene.is(at + 1, ".") && scene.glued(at + 1))
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
