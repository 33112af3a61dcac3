//! Units of measure after a number, alone or as a rate ("km per hour").

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::article::Unit;

use super::lists::UnitRow;
use super::scene::Scene;
use super::words::Context;
use super::years;

/// A unit in the text.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// The unit without a rate's denominator.
    pub row: UnitRow,
    /// First piece.
    pub start: usize,
    /// The piece after unit and denominator.
    pub end: usize,
    /// Denominator of a rate.
    pub per: Option<Denominator>,
}

/// Denominator of a rate.
#[derive(Debug, Clone)]
pub(crate) enum Denominator {
    /// A unit of the list.
    Unit(UnitRow),
    /// A counted noun ("per share"), as written.
    Noun(String),
}

impl Denominator {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Unit(row) => row.name,
            Self::Noun(noun) => noun,
        }
    }
}

impl Denominator {
    /// Whether it is a stretch of time ("14 hours a day" is a length of time all the same).
    pub(crate) fn is_time(&self) -> bool {
        matches!(self, Self::Unit(row) if row.dimension == "time")
    }
}

impl Measured {
    /// The unit as it is written out.
    pub(crate) fn unit(&self, scene: &Scene<'_>) -> Unit {
        let text = scene.span(self.start, self.end).of(&scene.doc.text).into();
        let rate = |per: &Denominator| Cow::Owned(format!("{} per {}", self.row.name, per.name()));
        let (name, ucum, dimension): (Cow<'static, str>, Cow<'static, str>, Cow<'static, str>) =
            match &self.per {
                None => (self.row.name.into(), self.row.ucum.into(), self.row.dimension.into()),
                Some(per @ Denominator::Unit(below)) => {
                    let dimension = format!("{}/{}", self.row.dimension, below.dimension);
                    (rate(per), ratio(self.row.ucum, below.ucum).into(), dimension.into())
                }
                Some(per) => (rate(per), "".into(), format!("{}/item", self.row.dimension).into()),
            };
        let known = |text: Cow<'static, str>| Some(text).filter(|text| !text.is_empty());
        Unit { text, name: Some(name), ucum: known(ucum), dimension: known(dimension), ..Unit::default() }
    }
}

/// UCUM code of a quotient; empty where either part has none.
fn ratio(above: &str, below: &str) -> String {
    if above.is_empty() || below.is_empty() { String::new() } else { format!("{above}/{below}") }
}

/// The unit of measure at piece `at`, right after a number.
pub(crate) fn read(scene: &Scene<'_>, at: usize) -> Option<Measured> {
    let start = at + usize::from(scene.is_dash(at) && scene.glued(at) && scene.glued(at + 1));
    let start = start + qualifiers(scene, start);
    if scene.breaks(start) {
        return None;
    }
    let (row, end) = foot_mark(scene, start).or_else(|| scene.lists.units.starting(scene, start))?;
    if !is_unit_here(scene, start, end, row) {
        return None;
    }
    // The point of "6ft 2in." may end the sentence.
    let closes = scene.piece(end).is_none() || scene.breaks(end) || scene.opens_sentence(end);
    let end = end - usize::from(end > start + 1 && scene.is(end - 1, ".") && closes);
    let (per, end) = match denominator(scene, end, row.dimension != "time") {
        Some((per, end)) => (Some(per), end),
        None => (None, end),
    };
    Some(Measured { row, start, end, per })
}

/// How many words part a number from its unit: "three consecutive years", "517 rushing yards".
fn qualifiers(scene: &Scene<'_>, at: usize) -> usize {
    let qualified = scene.has(at, Context::Consecutive)
        && scene.lists.units.starting(scene, at).is_none()
        && !scene.breaks(at)
        && !scene.breaks(at + 1);
    let unit = qualified.then(|| scene.lists.units.starting(scene, at + 1)).flatten();
    usize::from(unit.is_some_and(|(row, end)| {
        matches!(row.dimension, "time" | "length") && end == at + 2 && scene.is_plural(at + 1)
    }))
}

/// Feet and inches as signs right after digits (30', 5").
fn foot_mark(scene: &Scene<'_>, at: usize) -> Option<(UnitRow, usize)> {
    let name = match scene.text(at) {
        "′" | "'" | "’" => "foot",
        "″" | "\"" | "”" => "inch",
        // "10in wide", but "10 in Lagos"
        "in" if scene.glued(at) && scene.is_number(at - 1) && !scene.glued(at + 1) => {
            return Some((scene.lists.units.named("inch")?, at + 1));
        }
        _ => return None,
    };
    let alone = scene.glued(at) && scene.is_number(at - 1) && !scene.glued(at + 1);
    let row = alone.then(|| scene.lists.units.named(name))??;
    // A quotation may end after a number; a height or a depth is said nearby.
    let said = (at.saturating_sub(8)..at + 4).any(|near| scene.has(near, Context::Sized));
    let thing = scene.tag(at + 1).is_noun() && scene.is_any(at.saturating_sub(2), &["a", "an", "the"]);
    (said || thing).then_some((row, at + 1))
}

/// Short forms that are also words or letters need digits right before them.
fn is_unit_here(scene: &Scene<'_>, at: usize, end: usize, row: UnitRow) -> bool {
    if is_plain_word(scene, at, end) || is_titled(scene, at, end, row) {
        return false;
    }
    let text = scene.text(at);
    match text {
        "C" | "F" => is_temperature(scene, at),
        // A cup is a trophy too.
        "cup" | "cups" | "Cup" | "Cups" => scene.is(end, "of") && follows_part(scene, at),
        // "24 t", but "can 't".
        "t" => !scene.glued(end) || !scene.is_word(end),
        // "3 L", "5 L", "2 s" are rarely measures unless they touch.
        "g" | "s" | "h" | "l" | "L" | "V" | "J" | "N" | "W" | "K" => {
            scene.glued(at) || !scene.is_capital(at) && text != "s" || matches!(text, "W" | "V")
        }
        // A second after an ordinal word or before a noun ("the second half") is an ordinal.
        "second" | "Second" => scene.tag(at).is_noun() || at > 0 && scene.is_dash(at - 1),
        "MT" | "kt" | "mt" => follows_digits(scene, at),
        _ => row.name != "quarter",
    }
}

/// Whether a form of one or two letters is a word of English here: "in" after "10", any of them without digits before.
fn is_plain_word(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let text = scene.text(at);
    let letters = end == at + 1 && scene.is_word(at) && text.chars().count() <= 2;
    if !letters || !follows_digits(scene, at) {
        return letters;
    }
    let inch = text == "in" && scene.glued(at);
    matches!(text, "a" | "A" | "in" | "at") && !inch
}

/// Whether digits end before piece `at`, a dash, or the scale of digits.
fn follows_digits(scene: &Scene<'_>, at: usize) -> bool {
    let Some(last) = at.checked_sub(1) else { return false };
    // "2.41 lakh MW": a scale between digits and unit changes nothing.
    let scaled = last > 0 && scene.cardinal(last).is_some() && scene.is_number(last - 1);
    // "a thousand MW"
    let round =
        scene.cardinal(last).is_some_and(|word| word.value >= Decimal::ONE_HUNDRED) && scene.is_capital(at);
    let raised = "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(scene.text(last));
    scene.is_number(last) || scene.is_dash(last) || scaled || round || raised
}

/// Whether a part of one ("half", "¾") stands before piece `at`.
fn follows_part(scene: &Scene<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|it| scene.part(it).is_some() || scene.fraction(it).is_some())
}

/// Whether a year before a word of time makes no length of it: "the 2013 Millennium Cup", "2022 year-end inflation".
fn is_titled(scene: &Scene<'_>, at: usize, end: usize, row: UnitRow) -> bool {
    let apart = at > 0 && scene.is_number(at - 1) && !scene.glued(at);
    if !apart {
        return false;
    }
    let title = row.dimension == "time" && end == at + 1 && is_capitalised(scene, at);
    let dated = scene.is_any(at, &["year", "month", "day"]);
    title || dated && years::year(scene, at - 1).is_some_and(|year| (1900..2100).contains(&year))
}

/// Whether piece `at` is a long singular with a capital, but not all in capitals.
fn is_capitalised(scene: &Scene<'_>, at: usize) -> bool {
    let text = scene.text(at);
    let capital = scene.is_capital(at) && !text.chars().all(char::is_uppercase);
    capital && text.len() > 2 && !scene.is_plural(at)
}

/// "40C", "-30C", "104F": a letter that touches a figure which a thermometer may show. A room or a seat ("Gate 12C") has a
/// noun before it; one digit needs a word of heat nearby.
fn is_temperature(scene: &Scene<'_>, at: usize) -> bool {
    let Some(number) = at.checked_sub(1).and_then(|it| scene.digits(it)) else { return false };
    if !scene.glued(at) || goes_on(scene, at + 1) {
        return false;
    }
    if (at.saturating_sub(14)..at + 10).any(|near| scene.has(near, Context::Heat)) {
        return true;
    }
    let signed = at > 1 && scene.is_any(at - 2, &["-", "−", "–", "+"]);
    let lead = at.checked_sub(2 + usize::from(signed)).filter(|_| !scene.breaks(at - 1));
    let Some(lead) = lead else { return false };
    let named = scene.tag(lead).is_noun() && scene.is_word(lead) || scene.is_dash(lead);
    let most = Decimal::from(if scene.is(at, "c") { 60 } else { 140 });
    let long = scene.text(at - 1).len() > 1 || signed;
    long && !named && number <= most
}

/// Whether a word, a number or a dash is stuck to the piece before piece `at`.
fn goes_on(scene: &Scene<'_>, at: usize) -> bool {
    scene.glued(at) && (scene.is_word(at) || scene.is_number(at) || scene.is_dash(at))
}

/// "per hour", "/h", "a day", "-a-year", "per share"; `any`: a noun may follow "per".
pub(crate) fn denominator(scene: &Scene<'_>, at: usize, any: bool) -> Option<(Denominator, usize)> {
    let word = after_dash(scene, at);
    let next = after_dash(scene, word + 1);
    if scene.is(word, "/") && scene.glued(word) || scene.is(word, "per") && !scene.breaks(word) {
        return below_per(scene, next, any);
    }
    let article = scene.is_any(word, &["a", "an", "each", "every"]) && !scene.breaks(word);
    if article { below_article(scene, next, any) } else { None }
}

/// Piece `at`, or the one after it where it is a hyphen stuck to the word before.
fn after_dash(scene: &Scene<'_>, at: usize) -> usize {
    at + usize::from(scene.is_dash(at) && scene.glued(at))
}

/// What follows "per" or "/".
fn below_per(scene: &Scene<'_>, at: usize, any: bool) -> Option<(Denominator, usize)> {
    if scene.is(at, "cent") || scene.breaks(at) {
        return None;
    }
    let unit = scene.lists.units.starting(scene, at).map(|(row, end)| (Denominator::Unit(row), end));
    let other = || counted(scene, at).or_else(|| noun(scene, at));
    unit.or_else(|| any.then(other).flatten())
}

/// What follows "a" or "each": a time, a person, or what is sold by a measure.
fn below_article(scene: &Scene<'_>, at: usize, any: bool) -> Option<(Denominator, usize)> {
    if scene.is_plural(at) {
        return None;
    }
    if any && scene.has(at, Context::Each) && !scene.breaks(at) {
        return Some((Denominator::Noun(scene.text(at).to_lowercase()), at + 1));
    }
    let (row, end) = scene.lists.units.starting(scene, at)?;
    // "29 per cent a year before" dates.
    if scene.has(end, Context::AfterStretch) {
        return None;
    }
    let sold = matches!(row.dimension, "mass" | "volume" | "area" | "length" | "energy");
    let fits = row.dimension == "time" && row.name != "second" || scene.is(at, "second") || any && sold;
    fits.then_some((Denominator::Unit(row), end))
}

/// Several units after "per" ("per 10 grams", "per 1,000 litres"), as written.
fn counted(scene: &Scene<'_>, at: usize) -> Option<(Denominator, usize)> {
    let (_, end) = scene.lists.units.starting(scene, at + 1).filter(|_| scene.is_number(at))?;
    let text = scene.span(at, end).of(&scene.doc.text).to_lowercase();
    Some((Denominator::Noun(text), end))
}

/// A counted noun after "per" ("per person"), one or two words.
fn noun(scene: &Scene<'_>, at: usize) -> Option<(Denominator, usize)> {
    let is_noun = |at: usize| scene.is_word(at) && scene.tag(at).is_noun() && !scene.breaks(at);
    if !is_noun(at) {
        return None;
    }
    Some((Denominator::Noun(scene.text(at).to_lowercase()), at + 1))
}
