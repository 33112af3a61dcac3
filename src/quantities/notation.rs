//! Notations of numbers in digits: grouping by blanks, decimal commas, fractions, powers of ten, letters as scales; and
//! number words that say no number.

use rust_decimal::Decimal;

use super::money;
use super::number::{Around, Beside};
use super::scene::Scene;
use super::words::{Context, Role};
use crate::article::{Dep, Tag};

/// Whether the letter at piece `at` is a scale: beside a currency, or where a counted noun in the plural follows.
pub(crate) fn is_letter_scale(scene: &Scene<'_>, at: usize, money: bool) -> bool {
    let after_digits = at.checked_sub(1).is_some_and(|before| scene.is_number(before));
    if !after_digits || scene.glued(at + 1) && scene.is_word(at + 1) {
        return false;
    }
    if money || is_named_money(scene, at) {
        return scene.glued(at) || scene.is_capital(at);
    }
    match scene.text(at) {
        "k" | "K" => scene.glued(at) && !scene.has(at + 1, Context::Race),
        "M" => scene.glued(at) && !is_joined(scene, at + 1),
        "m" => {
            scene.glued(at)
                && (counts_follow(scene, at + 1) || is_area(scene, at + 1) || is_subject(scene, at))
        }
        "B" | "b" => counts_follow(scene, at + 1),
        _ => false,
    }
}

/// "just over 1.3m had received it": a number that does something counts, and measures no length.
fn is_subject(scene: &Scene<'_>, at: usize) -> bool {
    let verb = matches!(scene.tag(at + 1), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md) && !scene.breaks(at + 1);
    let subject = |at: usize| matches!(scene.dep(at), Dep::Nsubj | Dep::Nsubjpass);
    verb && (subject(at) || subject(at - 1))
}

/// Whether a dash, or a slash without a blank, stands at piece `at`.
fn is_joined(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_dash(at) || scene.glued(at) && scene.is(at, "/")
}

/// "154m naira", "75k shillings": a currency's name follows the letter at piece `at`.
fn is_named_money(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.is_word(at + 1) && scene.text(at + 1).len() > 1 && !scene.glued(at + 1);
    word && money::after(scene, at + 1).is_some()
}

/// Whether a unit of area begins at piece `at` ("1.8m sq ft").
fn is_area(scene: &Scene<'_>, at: usize) -> bool {
    !scene.breaks(at) && scene.lists.units.starting(scene, at).is_some_and(|(row, _)| row.dimension == "area")
}

/// Whether a noun phrase in the plural follows ("2.7m combined sales"), and no measure ("a 100m hurdles race").
fn counts_follow(scene: &Scene<'_>, at: usize) -> bool {
    for next in at..at + 5 {
        if !scene.is_word(next) || scene.breaks(next) || scene.has(next, Context::Track) {
            return false;
        }
        match scene.tag(next) {
            Tag::Nns | Tag::Nnps => return true,
            Tag::Jj | Tag::Nn | Tag::Cc | Tag::Jjr | Tag::Vbn | Tag::Vbg | Tag::Nnp | Tag::Jjs => {}
            _ => return false,
        }
    }
    false
}

/// A decimal holds no more groups of three digits.
const MOST_GROUPS: usize = 10;

/// Digits whose groups are parted by blanks ("10 000", "1 562 967"): exactly three digits in each later group.
pub(crate) fn spaced(scene: &Scene<'_>, at: usize, around: Around) -> Option<(Decimal, usize)> {
    let marked = points_and_comma(scene, at, around.money.is_money())
        .or_else(|| decimal_comma(scene, at, around.money.is_money()))
        .or_else(|| thousands_point(scene, at, around))
        .or_else(|| broken(scene, at));
    if let Some(found) = marked {
        return Some(found);
    }
    let first = scene.digits(at)?;
    let leads = scene.plain(at, 3).is_some_and(|value| value > 0);
    let (mut end, mut text) = (at + 1, scene.text(at).to_owned());
    while leads && is_later_group(scene, end) && !text.contains('.') && end < at + MOST_GROUPS {
        text.push_str(scene.text(end));
        end += 1;
    }
    if end == at + 1 || is_touched(scene, end) {
        return Some((first, at + 1));
    }
    Some((Decimal::from_str_exact(&text).ok()?, end))
}

/// Whether three digits stand apart at piece `at`, with or without decimals.
fn is_later_group(scene: &Scene<'_>, at: usize) -> bool {
    let text = scene.text(at);
    let whole = text.split('.').next().unwrap_or_default();
    let three = scene.is_number(at) && whole.len() == 3 && !text.contains(',');
    three && !scene.glued(at) && !scene.breaks(at)
}

/// Whether a word that is neither unit nor number, a dash or a slash touches the digits before piece `at`.
fn is_touched(scene: &Scene<'_>, at: usize) -> bool {
    let unit = || scene.lists.units.starting(scene, at).is_some() || scene.cardinal(at).is_some();
    let stranger = || scene.is_word(at) && !unit();
    scene.glued(at) && (scene.is_dash(at) || scene.is(at, "/") || stranger())
}

/// "92,2 million", "21,6%", "R1,75": the decimal comma of southern Africa, where a unit or scale tells it from a list.
fn decimal_comma(scene: &Scene<'_>, at: usize, money: bool) -> Option<(Decimal, usize)> {
    let (whole, tail, next) = (scene.plain(at, 3)?, scene.text(at + 2), at + 3);
    let comma = scene.is(at + 1, ",") && scene.glued(at + 1) && scene.glued(at + 2) && tail.len() <= 2;
    let decimals = scene.plain(at + 2, 2).filter(|_| comma && !scene.is_dash(next))?;
    let unit = scene.lists.units.starting(scene, next).is_some()
        || scene.cardinal(next).is_some_and(|word| word.role != Role::Digit);
    let marked = unit && !scene.breaks(next) || money && tail.len() == 2;
    marked.then(|| {
        Decimal::from_str_exact(&format!("{whole}.{decimals:0width$}", width = tail.len()))
            .ok()
            .map(|value| (value, next))
    })?
}

/// "12.345,67": points between groups of three, and a decimal comma.
fn points_and_comma(scene: &Scene<'_>, at: usize, money: bool) -> Option<(Decimal, usize)> {
    let (text, decimals, end) = (scene.text(at), scene.text(at + 2), at + 3);
    let grouped =
        scene.is_number(at) && text.split('.').skip(1).all(|group| group.len() == 3) && text.contains('.');
    let marked =
        || money || money::after(scene, end).is_some() || scene.lists.units.starting(scene, end).is_some();
    let digits = format!("{}.{decimals}", text.replace('.', ""));
    (grouped && has_cents(scene, at + 1) && marked())
        .then(|| Decimal::from_str_exact(&digits).ok().map(|value| (value, end)))?
}

/// Whether a comma at piece `at` stands between digits, with two and no more behind it.
fn has_cents(scene: &Scene<'_>, at: usize) -> bool {
    let comma = scene.is(at, ",") && scene.glued(at) && scene.glued(at + 1) && !scene.glued(at + 2);
    comma && scene.plain(at + 1, 2).is_some() && scene.text(at + 1).len() == 2
}

/// "over 1.000 persons", "120.000 USD", "Rp 14.900": a point between groups. Three zeros and a counted plural tell it from
/// a decimal, or money whose third decimal is nought, or that has no coins.
fn thousands_point(scene: &Scene<'_>, at: usize, around: Around) -> Option<(Decimal, usize)> {
    let (text, end) = (scene.text(at), at + 1);
    let (whole, group) = text.split_once('.').filter(|_| scene.is_number(at))?;
    let thousands = (1..=3).contains(&whole.len()) && !whole.starts_with('0') && is_three_digits(group);
    if !thousands || scene.cardinal(end).is_some() {
        return None;
    }
    let counted = scene.is_plural(end) && scene.lists.units.starting(scene, end).is_none();
    let priced = around.money.is_money() && !scene.is_any(end, &["per", "a", "an"]);
    let fits = match group.as_bytes() {
        b"000" if counted => true,
        [.., b'0'] if priced || money::after(scene, end).is_some() => true,
        _ => around.money == Beside::WholeMoney,
    };
    fits.then(|| Decimal::from_str_exact(&text.replace('.', "")).ok().map(|value| (value, end)))?
}

fn is_three_digits(group: &str) -> bool {
    group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit())
}

/// "7,17, 686": South Asian grouping with a blank inside, as columns are set.
fn broken(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let mut text = scene.plain(at, 2).map(|_| scene.text(at).to_owned())?;
    let mut end = at + 1;
    while scene.is(end, ",")
        && scene.glued(end)
        && scene.plain(end + 1, 2).is_some()
        && scene.text(end + 1).len() == 2
    {
        if !scene.glued(end + 1) {
            return None;
        }
        text.push_str(scene.text(end + 1));
        end += 2;
    }
    let last = scene.is(end, ",") && scene.glued(end) && !scene.glued(end + 1) && !scene.breaks(end + 1);
    let group = scene.plain(end + 1, 3).filter(|_| last && end > at + 1 && scene.text(end + 1).len() == 3);
    group?;
    text.push_str(scene.text(end + 1));
    Some((Decimal::from_str_exact(&text).ok()?, end + 2))
}

/// "1/3", "1⁄32": a proper fraction with a usual denominator.
pub(crate) fn slashed(scene: &Scene<'_>, at: usize) -> Option<(Decimal, usize)> {
    let slash = matches!(scene.text(at + 1), "/" | "⁄") && scene.glued(at + 1) && scene.glued(at + 2);
    let free = !(scene.glued(at + 3) && (matches!(scene.text(at + 3), "/" | "⁄") || scene.is_number(at + 3)));
    let (over, under) = (scene.plain(at, 3)?, scene.plain(at + 2, 4)?);
    let usual =
        matches!(under, 2..=10 | 12 | 16 | 20 | 32 | 64 | 100 | 128 | 1000) && 0 < over && over < under;
    let value = (slash && free && usual).then(|| Decimal::from(over).checked_div(Decimal::from(under)))??;
    Some((value, at + 3))
}

/// "×10⁸", "x 10^-8": sign, power and the piece after it.
pub(crate) fn power_of_ten(scene: &Scene<'_>, at: usize) -> Option<(bool, u32, usize)> {
    let times = scene.is_any(at, &["×", "x"]) && scene.text(at + 1) == "10";
    times.then(|| exponent(scene, at + 2))?
}

/// "10⁶", "10^6": a power of ten without a factor before it; sign, power and the piece after it.
pub(crate) fn bare_power(scene: &Scene<'_>, at: usize) -> Option<(bool, u32, usize)> {
    if scene.text(at) != "10" || !scene.glued(at + 1) {
        return None;
    }
    // "10-8" is a power only behind a factor.
    if scene.is(at + 1, "^") { exponent(scene, at + 1) } else { raised(scene, at + 1) }
}

/// "⁸", "^-8", "-8": what stands behind the ten.
fn exponent(scene: &Scene<'_>, at: usize) -> Option<(bool, u32, usize)> {
    let mut at = at + usize::from(scene.is(at, "^"));
    let negative = scene.is_dash(at) && scene.glued(at);
    at += usize::from(negative);
    if let Some(power) = scene.plain(at, 2).filter(|_| scene.glued(at)) {
        return Some((negative, u32::try_from(power).ok()?, at + 1));
    }
    raised(scene, at)
}

/// "⁵", "⁻¹²": a power as raised signs.
fn raised(scene: &Scene<'_>, at: usize) -> Option<(bool, u32, usize)> {
    let negative = scene.is(at, "⁻") && scene.glued(at);
    let mut end = at + usize::from(negative);
    let mut power = 0;
    while let Some(digit) = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|sign| scene.text(end).starts_with(sign))
    {
        if !scene.glued(end) || power > 9 {
            return None;
        }
        power = power * 10 + digit as u32;
        end += 1;
    }
    (end > at + usize::from(negative)).then_some((negative, power, end))
}

pub(crate) fn is_ordinal_ending(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_any(at, &["st", "nd", "rd", "th"])
}

/// Whether a bare "hundred" at piece `at` says no number: "several hundred", "a few thousand", "lakh of rupees".
pub(crate) fn is_vague(scene: &Scene<'_>, at: usize) -> bool {
    let hyphened = scene.is_dash(at + 1) && scene.glued(at + 1);
    hyphened || scene.is(at + 1, "of") || is_led(scene, at) || is_in_title(scene, at)
}

/// "several hundred", "tens of thousand": a vague word, a hyphen or another number stands before.
fn is_led(scene: &Scene<'_>, at: usize) -> bool {
    let leads = |it: usize| {
        scene.has(it, Context::Vague)
            || scene.is_dash(it)
            || scene.is_number(it)
            || scene.cardinal(it).is_some()
    };
    let of = |it: usize| scene.is(it + 1, "of") && scene.has(it, Context::Vague);
    at.checked_sub(1).is_some_and(|it| !scene.breaks(at) && leads(it)) || at.checked_sub(2).is_some_and(of)
}

/// "Hundred Acre Wood": a capital that no sentence and no larger number asks for.
fn is_in_title(scene: &Scene<'_>, at: usize) -> bool {
    let begins = scene.opens_sentence(at) || scene.breaks(at);
    scene.is_capital(at) && !number_follows(scene, at + 1) && (!begins || scene.is_capital(at + 1))
}

fn number_follows(scene: &Scene<'_>, at: usize) -> bool {
    scene.cardinal(at).is_some() || scene.is(at, "and") && scene.cardinal(at + 1).is_some()
}
