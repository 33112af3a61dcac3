//! Values of dates that the text leaves to the day of writing: "on Monday", "last month", "in March", "a year earlier".
//!
//! The day of writing is `published` of the article, else the date of its dateline. A weekday or month is the nearest one
//! in the direction that its verb tells; without a verb that tells, it has no value.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use crate::article::{Kind, Meta, Tag, Value};

use super::days;
use super::draft::Draft;
use super::scene::Scene;
use super::words::{Calendar, Context};

/// The day of writing.
pub(crate) fn day(scene: &Scene<'_>, meta: &Meta) -> Option<Date> {
    let published =
        meta.get("published").and_then(|it| it.as_str()).and_then(|text| text.get(..10)?.parse().ok());
    published.or_else(|| dateline(scene))
}

/// "ISLAMABAD, 3 August 2022 (Agency) -": a full date near the start, before a bracket, a dash, a colon or a line's end.
fn dateline(scene: &Scene<'_>) -> Option<Date> {
    const FIRST: usize = 20;
    let (at, draft) =
        (1..FIRST.min(scene.pieces.len())).find_map(|at| Some((at, days::read(scene, at, at)?)))?;
    let opens = scene.tag(0).is_name() && (0..at).all(|it| !scene.tag(it).is_verb() && !scene.is(it, "on"));
    let closes = scene.breaks(draft.end) || scene.is_any(draft.end, &["(", ":", "-", "–", "—", ")"]);
    match draft.value {
        Value::Text(iso) if opens && closes => iso.parse().ok(),
        _ => None,
    }
}

/// Gives a value to every date of `drafts` that `day` settles.
pub(crate) fn settle(scene: &Scene<'_>, drafts: &mut [Draft], day: Option<Date>) {
    for index in 0..drafts.len() {
        let draft = &drafts[index];
        if !matches!(draft.kind, Kind::Date | Kind::Time) || draft.value != Value::Unknown {
            continue;
        }
        let value = match draft.rule {
            EARLIER => earlier(scene, drafts, index, day),
            _ => day.and_then(|day| value(scene, draft, day)),
        };
        if let Some(value) = value {
            drafts[index].value = Value::Text(value);
        }
    }
}

/// Name of the rule for "a year ago", "a month earlier".
pub(crate) const EARLIER: &str = "so long ago";

/// Which way from the day of writing a date lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Past,
    Future,
}

fn value(scene: &Scene<'_>, draft: &Draft, day: Date) -> Option<String> {
    let pieces = draft.start..draft.end;
    let said = |word: &str| pieces.clone().any(|at| scene.is(at, word));
    if let Some(at) = pieces.clone().find(|&at| scene.weekday(at).is_some()) {
        let single = pieces.len() <= 3
            && scene.weekday(draft.end - 1).is_none_or(|_| draft.end - 1 == at)
            && !scene.text(at).ends_with("days");
        return single.then(|| weekday(scene, draft, at, day)).flatten();
    }
    if let Some(at) = pieces.clone().find(|&at| scene.month(at).is_some()) {
        let several = pieces.clone().filter(|&it| scene.month(it).is_some()).count() > 1;
        return (!several).then(|| month(scene, draft, at, day)).flatten();
    }
    let first = scene.text(draft.start);
    let step = match () {
        () if first.eq_ignore_ascii_case("last") => -1,
        () if first.eq_ignore_ascii_case("this") => 0,
        () if first.eq_ignore_ascii_case("next") => 1,
        () => return None,
    };
    let known = [("week", 7_i64), ("weekend", 7)];
    if let Some((name, days)) = known.into_iter().find(|(name, _)| said(name)) {
        let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
        let first = monday.checked_add((step * days).days()).ok()?;
        let (from, to) = if name == "week" { (0, 6) } else { (5, 6) };
        return Some(format!("{}/{}", after(first, from)?, after(first, to)?));
    }
    if said("month") {
        return Some(year_month(day.first_of_month().checked_add(step.months()).ok()?));
    }
    said("year").then(|| (i64::from(day.year()) + step).to_string())
}

fn after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().days(days)).ok()
}

fn year_month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// "on Monday", "last Friday", "this Sunday", "Sunday night"; "next Friday" may be either of two.
fn weekday(scene: &Scene<'_>, draft: &Draft, at: usize, day: Date) -> Option<String> {
    let wanted = i64::from(scene.weekday(at)?) - 1;
    let today = i64::from(day.weekday().to_monday_zero_offset());
    let back = (today - wanted).rem_euclid(7);
    let ahead = (wanted - today).rem_euclid(7);
    let led = |word: &str| scene.is(draft.start, word);
    let shift = match () {
        () if led("next") => return None,
        () if led("last") => -(if back == 0 { 7 } else { back }),
        () if led("this") => ahead,
        () => match way(scene, at)? {
            Way::Past => -back,
            Way::Future => ahead,
        },
    };
    Some(after(day, shift)?.to_string())
}

/// "in March", "last January", "May last year".
fn month(scene: &Scene<'_>, draft: &Draft, at: usize, day: Date) -> Option<String> {
    let wanted = scene.month(at)?;
    let this = i32::from(day.year());
    let said = |word: &str| (at + 1..draft.end).any(|it| scene.is(it, word));
    if said("year") {
        let year = if said("last") { this - 1 } else { this + i32::from(said("next")) };
        return Some(format!("{year:04}-{wanted:02}"));
    }
    let led = |word: &str| (draft.start..at).any(|it| scene.is(it, word));
    let later = i32::from(wanted > day.month());
    let year = match () {
        () if led("last") => this - i32::from(wanted >= day.month()),
        () if led("next") => this + 1 - later,
        () if led("this") => this,
        () => match way(scene, at)? {
            Way::Past => this - later,
            Way::Future => this + i32::from(wanted < day.month()),
        },
    };
    Some(format!("{year:04}-{wanted:02}"))
}

/// "a year ago" from the day of writing; "a year earlier" from the date that the sentence names before it.
fn earlier(scene: &Scene<'_>, drafts: &[Draft], index: usize, day: Option<Date>) -> Option<String> {
    let draft = &drafts[index];
    let (unit, word) = (scene.text(draft.start + 1), scene.text(draft.end - 1));
    let sentence = |at: usize| scene.piece(at).map(|piece| scene.doc.sentence_index(piece.token as usize));
    let named = drafts[..index].iter().rev().take(6).find_map(|before| match &before.value {
        Value::Text(iso) if before.kind == Kind::Date && sentence(before.start) == sentence(draft.start) => {
            Some(iso)
        }
        _ => None,
    });
    if let (Some(iso), "year", "earlier") = (named, unit, word) {
        let (year, rest) = iso.split_at_checked(4)?;
        let plain = rest.is_empty() || rest.len() == 3 || rest.len() == 6;
        let year: i32 = year.parse().ok().filter(|_| plain && !iso.contains(['/', ',']))?;
        return Some(format!("{:04}{rest}", year - 1));
    }
    let day = day?;
    match unit {
        "year" => Some((day.year() - 1).to_string()),
        "month" => Some(year_month(day.first_of_month().checked_sub(1.months()).ok()?)),
        _ => None,
    }
}

/// Whether the verb on which piece `at` hangs tells of something past or to come.
fn way(scene: &Scene<'_>, at: usize) -> Option<Way> {
    // A date that hangs deeper than this is another clause's.
    const DEPTH: usize = 6;
    let words = &scene.doc.words;
    let mut token = scene.piece(at)?.token as usize;
    for _ in 0..DEPTH {
        let word = words.get(token)?;
        if word.tag.is_verb() {
            return tense(scene, token);
        }
        let head = word.head as usize;
        if head == token {
            return None;
        }
        token = head;
    }
    None
}

fn tense(scene: &Scene<'_>, verb: usize) -> Option<Way> {
    let words = &scene.doc.words;
    let helpers: Vec<_> = (verb.saturating_sub(8)..verb)
        .filter(|&it| words[it].head as usize == verb && words[it].dep.is_auxiliary())
        .collect();
    let lemma = |it: usize| &*words[it].lemma;
    let planned = scene
        .lists
        .words
        .id(lemma(verb))
        .is_some_and(|id| scene.lists.words.entry(id).tells(Context::Future));
    if helpers.iter().any(|&it| matches!(lemma(it), "will" | "shall" | "'ll" | "to")) {
        return Some(Way::Future);
    }
    // "may", "could": either way.
    if helpers.iter().any(|&it| words[it].tag == Tag::Md) {
        return None;
    }
    let present = helpers.iter().any(|&it| lemma(it) == "be" && matches!(words[it].tag, Tag::Vbz | Tag::Vbp));
    let perfect = helpers.iter().any(|&it| lemma(it) == "have");
    match words[verb].tag {
        Tag::Vbn if present && !perfect => planned.then_some(Way::Future),
        Tag::Vbd | Tag::Vbn => Some(Way::Past),
        Tag::Vbg if present => Some(Way::Future),
        Tag::Vbz | Tag::Vbp => Some(Way::Future),
        _ => None,
    }
}

/// Whether a month, with the piece after it, is said of a year seen from the day of writing: "May last year".
pub(crate) fn year_of_month(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let next = at + usize::from(scene.is(at, "of"));
    let said =
        scene.is_any(next, &["last", "this", "next"]) && scene.is(next + 1, "year") && !scene.breaks(next);
    (said && !matches!(scene.calendar(at), Some(Calendar::Daypart))).then_some(next + 2)
}
