//! Currencies before or after an amount.

use rust_decimal::Decimal;

use super::lists::Tender;
use super::scan::Shape;
use super::scene::Scene;
use super::words::Context;

/// A currency right before the number at the returned piece.
pub(crate) fn before(scene: &Scene<'_>, at: usize) -> Option<(Tender, usize)> {
    let Some((tender, end)) = scene.lists.currencies.before.starting(scene, at) else {
        return leading(scene, at);
    };
    let number = scene.is_number(end) || scene.cardinal(end).is_some() || scene.is(end, "a");
    if !number {
        return None;
    }
    if scene.breaks(end) || scene.glued(at) && at > 0 && scene.shape(at - 1) == Some(Shape::Word) {
        return None;
    }
    is_money_here(scene, at, end, tender).then_some((tender, end))
}

/// A name in the plural, or "rupee", right before digits: "US dollars 6000".
fn leading(scene: &Scene<'_>, at: usize) -> Option<(Tender, usize)> {
    let (tender, end) = scene.lists.currencies.leading.starting(scene, at)?;
    let plural = scene.text(end - 1).ends_with('s') || scene.is(end - 1, "rupee");
    let fresh = at == 0 || !scene.is_number(at - 1) && scene.cardinal(at - 1).is_none();
    let own = !scene.is_plural(end + 1) && after(scene, end + 1).is_none();
    (plural && fresh && own && scene.is_number(end) && !scene.breaks(end)).then_some((tender, end))
}

/// "PS6m": the pound sign as some archives spell it; "PS5" is a product.
fn is_mangled_pound(scene: &Scene<'_>, number: usize) -> bool {
    scene.glued(number) && (scene.plain(number, 1).is_none() || scene.cardinal(number + 1).is_some())
}

/// Short letters are money only where the article is about a country that uses them.
fn is_money_here(scene: &Scene<'_>, at: usize, end: usize, tender: Tender) -> bool {
    let text = scene.text(at);
    let is_supported = || scene.lists.currencies.is_supported(tender, &scene.mentions);
    if scene.lists.currencies.is_wary(tender, text) {
        return is_supported();
    }
    let letters = end == at + 1 && scene.is_word(at);
    if !letters {
        return true;
    }
    if !scene.is_number(end) {
        return false;
    }
    let count = text.chars().count();
    if count > 2 || scene.has(at, Context::SureMoney) {
        return text != "PS" || is_mangled_pound(scene, end);
    }
    if count == 1 {
        let is_placed = is_letter_placed(scene, text, end, is_supported);
        return is_placed && (is_scaled(scene, end) || is_supported());
    }
    matches!(tender, Tender::Local(_)) || is_supported()
}

/// Whether a single letter stands before the digits at piece `number` as a currency does: touching them, or ("R 1 250")
/// apart in an article about its country; and not as in "a B2B firm", with a capital right behind the one digit.
fn is_letter_placed(scene: &Scene<'_>, text: &str, number: usize, is_supported: impl Fn() -> bool) -> bool {
    let letter = number + 1;
    let in_word = scene.glued(letter) && scene.plain(number, 1).is_some() && scene.is_capital(letter);
    !in_word && (scene.glued(number) || text == "R" && is_supported())
}

/// Whether a scale from a thousand on follows the digits at piece `number`.
fn is_scaled(scene: &Scene<'_>, number: usize) -> bool {
    scene.cardinal(number + 1).is_some_and(|word| word.value >= Decimal::ONE_THOUSAND)
}

/// A currency after a number that ends before piece `at`.
pub(crate) fn after(scene: &Scene<'_>, at: usize) -> Option<(Tender, usize)> {
    let start = at + usize::from(scene.is_dash(at) && scene.glued(at) && scene.glued(at + 1));
    let (tender, end) = scene.lists.currencies.after.starting(scene, start)?;
    let number_follows = scene.is_number(end);
    let starts_next = number_follows && scene.glued(end);
    if scene.breaks(start) || starts_next || is_stray_code(scene, tender, start, end) {
        return None;
    }
    // "c" and "p" need digits; a sign after a blank belongs to the next amount.
    let sign = matches!(scene.text(start), "$" | "£" | "€" | "₹" | "¥" | "＄" | "￡");
    let fits = if end == start + 1 && is_letter(scene, start) {
        scene.glued(start) && scene.is_number(start - 1)
    } else {
        scene.glued(start) || !(sign && number_follows)
    };
    fits.then_some((tender, end))
}

/// Whether piece `at` is a single letter.
fn is_letter(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_word(at) && scene.text(at).chars().count() == 1
}

/// "10eur": a code in small letters only touches its digits.
fn is_stray_code(scene: &Scene<'_>, tender: Tender, start: usize, end: usize) -> bool {
    let text = scene.text(start);
    let code = end == start + 1 && scene.lists.currencies.is_code(tender, text);
    let small = !text.bytes().all(|byte| byte.is_ascii_uppercase());
    code && small && !(scene.glued(start) && scene.is_number(start - 1))
}
