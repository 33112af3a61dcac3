//! Years, fiscal years, stretches of years and decades.

use super::calendar::{opening, skip_point};
use super::draft::{Draft, date};
use super::money;
use super::scan::Shape;
use super::scene::Scene;
use super::words::Context;
use crate::article::Tag;

/// The year or years at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    fiscal(scene, at)
        .or_else(|| decade(scene, at, floor))
        .or_else(|| stretch(scene, at, floor))
        .or_else(|| alone(scene, at, floor))
}

/// A bare four-digit year at piece `at`.
pub(crate) fn year(scene: &Scene<'_>, at: usize) -> Option<i32> {
    let four = scene.is_number(at) && scene.text(at).len() == 4;
    scene.plain(at, 4).filter(|year| four && (1000..=2199).contains(year))
}

/// A year that ends a date at piece `at`, after a comma or "of", with the piece after it.
pub(crate) fn after(scene: &Scene<'_>, at: usize) -> (Option<i32>, usize) {
    let next = at + usize::from(scene.is_any(at, &[",", "of"]));
    let clock = scene.is(next + 1, ":") && scene.is_number(next + 2) && scene.glued(next + 2);
    let stuck = scene.glued(next + 1) && (scene.is_word(next + 1) || clock);
    match year(scene, next).filter(|year| *year >= 1500 && !scene.breaks(next) && !stuck) {
        Some(year) => (Some(year), next + 1),
        None => (None, at),
    }
}

/// The nearest year before piece `at` that the text names.
pub(crate) fn last_before(scene: &Scene<'_>, at: usize) -> Option<i32> {
    // A year further back than this is another story's.
    const REACH: usize = 400;
    (at.saturating_sub(REACH)..at)
        .rev()
        .find_map(|near| year(scene, near).filter(|year| (1900..=2100).contains(year)))
}

/// "FY22", "FY2021-22", "fiscal 2022": the words belong to the span.
fn fiscal(scene: &Scene<'_>, at: usize) -> Option<Draft> {
    let next = if scene.is(at, "fy") {
        at + 1 + usize::from(scene.is_dash(at + 1))
    } else if scene.is_any(at, &["fiscal", "financial"]) {
        at + 1 + usize::from(scene.is(at + 1, "year"))
    } else {
        return None;
    };
    let short = || two_digits(scene, next).filter(|_| scene.is(at, "fy"));
    let first = year(scene, next).or_else(|| Some(2000 + short()?))?;
    let second = second_short(scene, next, first).or_else(|| second_full(scene, next, first));
    if let Some((last, end)) = second {
        return Some(date("fiscal year", at, end, Some(format!("{first}-{last:02}"))));
    }
    Some(date("fiscal year", at, next + 1, Some(first.to_string())))
}

/// The "22" of "2021-22" or "2021/22", the "4" of "2003-4": the year after `first`, with the piece after it.
pub(crate) fn second_short(scene: &Scene<'_>, at: usize, first: i32) -> Option<(i32, usize)> {
    let end = end_of_two(scene, at)?;
    let last = scene.plain(at + 2, 2)?;
    let next = (first + 1) % 100;
    let same = if scene.text(at + 2).len() == 1 { last == next % 10 } else { last == next };
    same.then_some((next, end))
}

/// The "2022" of "2021/2022" or "2021-2022": as [`second_short`].
fn second_full(scene: &Scene<'_>, at: usize, first: i32) -> Option<(i32, usize)> {
    let end = end_of_two(scene, at)?;
    let last = year(scene, at + 2).filter(|&last| last == first + 1)?;
    Some((last % 100, end))
}

/// The piece after two pieces that a dash or slash joins without blanks, the first at `at`; `None` where more is stuck to them.
fn end_of_two(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let mark = scene.is_dash(at + 1) || scene.is(at + 1, "/");
    let glued = scene.glued(at + 1) && scene.glued(at + 2);
    let end = at + 3;
    let goes_on = scene.is_dash(end) || scene.is_word(end) || scene.is_any(end, &["/", "%"]);
    (mark && glued && !(scene.glued(end) && goes_on)).then_some(end)
}

/// Whether what is named by two years in a row ("the 2022-2023 season", "season 2021-2022", "the campaign (2021-2022)") stands beside
/// the two at `at..end`.
fn is_yearly(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let lead = at.checked_sub(1);
    let lead = lead.map(|lead| lead - usize::from(lead > 0 && scene.is_any(lead, &["of", "("])));
    let after = scene.has(end, Context::YearlyThing) || named_year(scene, end) > end;
    lead.is_some_and(|lead| scene.has(lead, Context::YearlyThing)) || after && !scene.breaks(end)
}

/// The piece after "fiscal year", "academic year", "season" behind a year of two ("2021-22").
pub(crate) fn named_year(scene: &Scene<'_>, at: usize) -> usize {
    let kind = scene.has(at, Context::Fiscal);
    let noun = scene.is_any(at + 1, &["year", "session", "calendar"]) && kind;
    if noun && !scene.breaks(at) { at + 2 } else { at }
}

/// "1990s", "the 90s", "early 2000s".
fn decade(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    let end = after_plural_sign(scene, at + 1)?;
    let number = scene.plain(at, 4).filter(|number| number % 10 == 0)?;
    let start = opening(scene, at, floor);
    if scene.text(at).len() == 4 {
        // "2000s" is a decade, as the press uses it; "1900s" a century would be said otherwise.
        return (1000..=2100)
            .contains(&number)
            .then(|| date("decade", start, end, Some(format!("{}X", number / 10))));
    }
    let before = |words: &[&str]| at > 0 && scene.is_any(at - 1, words);
    let dated = start < at
        || before(&["the", "’", "'", "‘"])
        || before(&["and", "or", "to", "-", "–"]) && scene.is(at.wrapping_sub(2), "s");
    let aged = start > 0 && scene.is_any(start - 1, &["his", "her", "their", "my"]);
    let shown = dated && !aged && scene.text(at).len() == 2 && (20..=90).contains(&number);
    shown.then(|| date("decade", start, end, Some(format!("19{}X", number / 10))))
}

/// The piece after the "s" or "'s" that is stuck to the digits before piece `at`.
pub(crate) fn after_plural_sign(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let sign = at + usize::from(scene.is_any(at, &["'", "’"]) && scene.glued(at));
    (scene.is(sign, "s") && scene.glued(sign)).then_some(sign + 1)
}

/// "2014-15", "2018-2020", "from 2014 to 2017", "between 2014 and 2017".
fn stretch(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    let said = scene.before(at, floor).is_some_and(|at| scene.is_any(at, &["from", "between"]));
    let first = year(scene, at).filter(|year| said || *year >= 1500)?;
    let opened = at <= floor || scene.is_any(at - 1, &["(", "[", "“", "\"", "‘", "'", "/"]);
    if scene.glued(at) && !opened {
        return None;
    }
    let full = || {
        second_full(scene, at, first).filter(|&(_, end)| scene.is(at + 1, "/") || is_yearly(scene, at, end))
    };
    if let Some((last, end)) = second_short(scene, at, first).or_else(full) {
        return Some(fiscal_years(scene, at, end, first, last));
    }
    let between = scene.before(at, floor).is_some_and(|at| scene.is(at, "between"));
    let joint = joins_years(scene, at + 1, between);
    let short = two_digits(scene, at + 2).filter(|_| scene.is_dash(at + 1) && scene.glued(at + 2));
    if let Some(draft) = to_month(scene, at, first, joint) {
        return Some(draft);
    }
    let last = year(scene, at + 2).or(short.map(|short| first / 100 * 100 + short));
    if let Some(draft) = pair(scene, at, first, between).or_else(|| turned(scene, at, first)) {
        return Some(draft);
    }
    let last = last.filter(|&last| joint && last > first && !scene.breaks(at + 2))?;
    let start = at - usize::from(between);
    Some(date("years", start, at + 3, Some(format!("{first}/{last}"))))
}

/// Whether piece `at` joins two years to a stretch: a dash with a blank on both sides or on none, "to", "and" after
/// "between".
fn joins_years(scene: &Scene<'_>, at: usize, between: bool) -> bool {
    scene.is_dash(at) && scene.glued(at) == scene.glued(at + 1)
        || scene.is_any(at, &["to", "until", "through"])
        || between && scene.is(at, "and")
}

/// The "22" of "FY22".
pub(crate) fn two_digits(scene: &Scene<'_>, at: usize) -> Option<i32> {
    scene.plain(at, 2).filter(|_| scene.text(at).len() == 2)
}

/// "(2022-2018)", "(2024/2022)": the later year first, as where the text is translated from right to left.
fn turned(scene: &Scene<'_>, at: usize, first: i32) -> Option<Draft> {
    let mark = (scene.is_dash(at + 1) || scene.is(at + 1, "/")) && scene.glued(at + 1) && scene.glued(at + 2);
    let alone = at > 0 && scene.is(at - 1, "(") && scene.is(at + 3, ")");
    let last = year(scene, at + 2).filter(|last| mark && alone && (first - 60..first).contains(last))?;
    (1900..2100).contains(&first).then(|| date("years", at, at + 3, Some(format!("{last}/{first}"))))
}

/// "2014 and 2017": two years.
fn pair(scene: &Scene<'_>, at: usize, first: i32, between: bool) -> Option<Draft> {
    let joined = !between && scene.is_any(at + 1, &["and", "or"]) && !scene.breaks(at + 2);
    let last = year(scene, at + 2).filter(|&last| joined && last > first)?;
    if first < 1700 || last >= 2100 || !is_dated(scene, at) {
        return None;
    }
    let counts = scene.tag(at + 3).is_noun() || scene.is_dash(at + 3) || scene.is_any(at + 3, &["to", "%"]);
    (!counts || scene.breaks(at + 3)).then(|| date("two years", at, at + 3, Some(format!("{first},{last}"))))
}

/// Whether the word before piece `at` makes the number a year.
fn is_dated(scene: &Scene<'_>, at: usize) -> bool {
    let lead = at.checked_sub(1);
    lead.is_some_and(|at| scene.has(at, Context::InYear) || scene.is_any(at, &["of", "for", "between"]))
}

/// "2021-22", "2022/23 financial year", "between 2019-20 and 2022-23": one such year that ends before piece `end`, or the
/// stretch from it to another.
fn fiscal_years(scene: &Scene<'_>, at: usize, end: usize, first: i32, last: i32) -> Draft {
    let between = scene.before(at, 0).is_some_and(|at| scene.is(at, "between"));
    let joint = scene.is_any(end, &["to", "until", "till", "through"]) || between && scene.is(end, "and");
    let later = year(scene, end + 1)
        .filter(|&later| joint && later > first)
        .and_then(|later| second_short(scene, end + 1, later).map(|(short, end)| (later, short, end)));
    match later {
        Some((later, short, end)) => {
            let value = format!("{first}-{last:02}/{later}-{short:02}");
            date("fiscal years", at - usize::from(between), end, Some(value))
        }
        None => date("fiscal year", at, named_year(scene, end), Some(format!("{first}-{last:02}"))),
    }
}

/// "1979 to September 2022".
fn to_month(scene: &Scene<'_>, at: usize, first: i32, joint: bool) -> Option<Draft> {
    let month = scene.month(at + 2).filter(|_| joint)?;
    let (last, end) = after(scene, skip_point(scene, at + 2));
    let last = last.filter(|&last| last >= first)?;
    Some(date("years", at, end, Some(format!("{first}/{last}-{month:02}"))))
}

/// A year by itself, where it is no count.
fn alone(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Draft> {
    let year =
        year(scene, at).filter(|&year| (1500..=2199).contains(&year) || is_old_year(scene, at, floor))?;
    if stands_apart(scene, at, floor) && is_year_here(scene, at, floor, year) {
        let start = if scene
            .before(at, floor)
            .is_some_and(|at| scene.is_any(at, &["early", "late", "mid", "-", "of", "end"]))
        {
            opening(scene, at, floor)
        } else {
            at
        };
        return Some(date("year", start, at + 1, Some(year.to_string())));
    }
    None
}

/// "the kingdom's Vision 2030", "Budget 2022": the last word of a title, which the recogniser may not know.
fn ends_title(scene: &Scene<'_>, at: usize, floor: usize) -> bool {
    scene.before(at, floor).is_some_and(|lead| {
        let word = scene.is_word(lead) && scene.is_capital(lead) && !scene.glued(at);
        let calendar =
            scene.month(lead).is_some() || scene.weekday(lead).is_some() || scene.calendar(lead).is_some();
        word && !calendar && scene.tag(lead).is_name() && !scene.opens_sentence(lead) && !scene.breaks(lead)
    })
}

/// "in 1337", "in the summer of 1281": a year before 1500 needs a word that dates it, and no noun that it may count.
fn is_old_year(scene: &Scene<'_>, at: usize, floor: usize) -> bool {
    let Some(lead) = scene.before(at, floor) else { return false };
    let lead = if scene.is(lead, "of") { lead.saturating_sub(1) } else { lead };
    let dated = scene.has(lead, Context::InYear);
    if dated && scene.is_any(at + 1, &[",", "."]) {
        return true;
    }
    if scene.glued(at + 1) {
        return false;
    }
    // "born around 1470"
    let about = scene.is_any(lead, &["around", "about"]) && scene.tag(lead.saturating_sub(1)) == Tag::Vbn;
    let counts = may_be_counted(scene, at + 1);
    about && !counts || dated && (!counts || scene.breaks(at + 1))
}

/// Whether what begins at piece `at` may be counted; not so a name ("In 1489 Abdul Fath came").
fn may_be_counted(scene: &Scene<'_>, at: usize) -> bool {
    let tag = scene.tag(at);
    let noun = tag.is_noun() || tag.is_adjective() || matches!(tag, Tag::Cd | Tag::Vbn | Tag::Vbg);
    let name = scene.is_capital(at) && tag == Tag::Nnp;
    noun && !name
}

/// Whether no letters or signs are stuck to the digits.
fn stands_apart(scene: &Scene<'_>, at: usize, floor: usize) -> bool {
    let before = !scene.glued(at)
        || at <= floor
        || scene.is_any(at - 1, &["(", "[", "“", "\"", "‘", "'", "’", "—", "–", ",", ";"])
        || scene.is_dash(at - 1) && scene.is_any(at.saturating_sub(2), &["mid", "pre", "post"]);
    let next = at + 1;
    let after = !scene.glued(next)
        || scene.is(next, "s")
        || !scene.is_word(next)
            && !scene.is_any(next, &["%", "°", "/", "+"])
            && scene.shape(next) != Some(Shape::Number);
    before && after
}

/// Tells years from counts by the words around them.
fn is_year_here(scene: &Scene<'_>, at: usize, floor: usize, year: i32) -> bool {
    let next = after_digits(scene, at);
    if has_prefix(scene, at) {
        return true;
    }
    if is_bounded(scene, at, floor, year) || is_measured(scene, next) || in_law(scene, at) {
        return false;
    }
    if is_before_plural(scene, next) {
        return names_plural(scene, at, floor, year);
    }
    if ends_title(scene, at, floor) {
        return false;
    }
    let usual = (1700..=2060).contains(&year) || year < 1500;
    let dated = || scene.before(at, floor).is_some_and(|at| scene.has(at, Context::Dating));
    usual || year <= 2199 && dated()
}

/// "pre-2008", "mid-2019".
fn has_prefix(scene: &Scene<'_>, at: usize) -> bool {
    let joined = at > 1 && scene.glued(at) && scene.is_dash(at - 1);
    joined && scene.is_word(at - 2) && scene.is_any(at - 2, &["pre", "post", "mid"])
}

/// Whether a bound before the number makes it a count: "over 2000", but "around 1990" and "up to 2019".
fn is_bounded(scene: &Scene<'_>, at: usize, floor: usize, year: i32) -> bool {
    let before = |words: &[&str]| scene.before(at, floor).is_some_and(|at| scene.is_any(at, words));
    let until = scene.is(at.wrapping_sub(2), "up") && before(&["to"]);
    let dates = until && (1980..=2100).contains(&year) && !scene.is_plural(after_digits(scene, at));
    !dates && !before(&["around", "about"]) && scene.lists.bounds.before.ending(scene, at, floor).is_some()
}

/// The piece after the digits at piece `at` and an "s" that is stuck to them.
fn after_digits(scene: &Scene<'_>, at: usize) -> usize {
    at + 1 + usize::from(scene.is(at + 1, "s") && scene.glued(at + 1))
}

/// Whether a plural follows, with or without an adjective.
fn is_before_plural(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_plural(at) && !scene.breaks(at) || scene.tag(at).is_adjective() && scene.is_plural(at + 1)
}

/// "the 2019 elections" against "2000 people".
fn names_plural(scene: &Scene<'_>, at: usize, floor: usize, year: i32) -> bool {
    let Some(lead) = scene.before(at, floor) else { return false };
    let recent = (1980..=2035).contains(&year) && year % 100 != 0;
    // "Thailand 2022 contestants"
    let named = scene.tag(lead).is_name() && scene.is_word(lead) && scene.is_capital(lead);
    let next = after_digits(scene, at);
    let yearly = || (next..next + 4).any(|at| scene.is_plural(at) && scene.has(at, Context::Yearly));
    let told = scene.has(lead, Context::YearLead) && (recent || yearly());
    told || recent && (named || scene.is(lead, "as"))
}

/// Whether the number before piece `at` has a unit, a scale, or is the first of a range with one.
fn is_measured(scene: &Scene<'_>, at: usize) -> bool {
    if scene.breaks(at) {
        return false;
    }
    let scaled = scene.cardinal(at).is_some_and(|word| word.value >= rust_decimal::Decimal::ONE_HUNDRED);
    let joined = scene.is_dash(at) && scene.glued(at) && begins_unit(scene, at + 1);
    let plain = begins_unit(scene, at) && !is_of_named_year(scene, at);
    scaled || joined || plain || leads_to_measure(scene, at)
}

/// Whether a unit or a currency stands at piece `at`, and no short word that is one of them at times.
fn begins_unit(scene: &Scene<'_>, at: usize) -> bool {
    let short = scene.is_any(at, &["in", "a", "at", "m", "c", "h", "s"]);
    !short && (scene.lists.units.starting(scene, at).is_some() || money::after(scene, at).is_some())
}

/// "2022 year-end inflation": a word of time that counts nothing after such a year.
fn is_of_named_year(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_any(at, &["year", "month", "day", "season"]) && is_after_recent_year(scene, at)
}

/// "to 68.5%" from piece `at` on: a range; but "from 46.3% in 2019 to 68.5%" tells the level of the year before.
fn leads_to_measure(scene: &Scene<'_>, at: usize) -> bool {
    let joint = scene.is_dash(at) || scene.is_any(at, &["to", "or"]);
    if !joint || !scene.is_number(at + 1) {
        return false;
    }
    let dated = at > 1 && scene.is(at - 2, "in") && is_after_recent_year(scene, at);
    !dated && (begins_unit(scene, at + 2) || scene.is_plural(at + 2))
}

/// Whether the piece before `at` is a year of the last decades or the next.
fn is_after_recent_year(scene: &Scene<'_>, at: usize) -> bool {
    at.checked_sub(1).and_then(|at| year(scene, at)).is_some_and(|year| (1950..2040).contains(&year))
}

/// Whether the year at piece `at` belongs to the title of a law ("Fisheries Act, 1999").
pub(crate) fn in_law(scene: &Scene<'_>, at: usize) -> bool {
    let comma = usize::from(at > 0 && scene.is(at - 1, ","));
    let is_law = |at: usize| scene.has(at, Context::LawWord) && scene.is_capital(at);
    let title = at.checked_sub(1 + comma).is_some_and(is_law);
    title || is_law(at + 1) && !scene.breaks(at + 1)
}
