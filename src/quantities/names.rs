//! Numbers that are part of a name, an address or a fixed compound, and count nothing.

use crate::article::{Label, Tag};

use super::ages;
use super::number::{Figure, Numeral};
use super::scene::Scene;
use super::words::Context;
use super::years;

/// Whether the number is part of a name, the recogniser's ("Maroon 5") or one that it missed ("S&P 500").
pub(crate) fn is_in_name(scene: &Scene<'_>, figure: &Figure, floor: usize) -> bool {
    let numeral = &figure.numeral;
    if !numeral.digits && is_named_number(scene, numeral.start, numeral.end) {
        return true;
    }
    if scene.name(numeral.start).is_some() {
        return is_in_known_name(scene, numeral, floor);
    }
    let before = scene.before(numeral.start, floor).filter(|_| !numeral.is_scaled());
    before.is_some_and(|before| {
        if numeral.digits {
            digits_end_name(scene, figure, before)
        } else {
            word_ends_name(scene, numeral, before, floor)
        }
    })
}

/// Whether the number belongs to the recogniser's name in which it begins.
fn is_in_known_name(scene: &Scene<'_>, numeral: &Numeral, floor: usize) -> bool {
    let start = numeral.start;
    let opens_name = start == 0 || scene.name(start - 1).is_none();
    // "their third World Cup": the ordinal is no part of the name.
    let small_ordinal = numeral.ordinal && !numeral.digits && !scene.is_capital(start);
    let amount = numeral.is_scaled() && numeral.digits;
    let counts = is_bounded(scene, start, floor) || scene.is_plural(numeral.end);
    // "the 1987 Champions Cup"
    let dates = scene.name(start) == Some(Label::Event)
        && years::year(scene, start).is_some_and(|year| (1850..2100).contains(&year));
    let counts = counts && !dates;
    !(amount || opens_name && (small_ordinal || counts))
}

/// "the Kick Six", "Beyond Zero": a number word with a capital behind another.
fn word_ends_name(scene: &Scene<'_>, numeral: &Numeral, before: usize, floor: usize) -> bool {
    let (start, end) = (numeral.start, numeral.end);
    let capitals = scene.is_capital(start) && scene.is_capital(before);
    let title = is_bounded(scene, start, floor) && !scene.opens_sentence(before) && !scene.is_plural(end);
    let names = scene.tag(start).is_name() && scene.tag(before).is_name();
    capitals && (title || names)
}

/// "S&P 500": few digits behind a proper noun, with nothing that they count.
fn digits_end_name(scene: &Scene<'_>, figure: &Figure, before: usize) -> bool {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    let short = scene.text(start).len() <= 4 && !scene.glued(start);
    let counts = figure.numeral.ordinal || !figure.unit.is_things() || things_follow(scene, end);
    let named = is_proper(scene, before) && !is_calendar(scene, before);
    named && short && !counts && !ages::after_bare_name(scene, start, end)
}

fn is_proper(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_word(at) && scene.is_capital(at) && scene.tag(at).is_name()
}

fn is_calendar(scene: &Scene<'_>, at: usize) -> bool {
    scene.month(at).is_some() || scene.weekday(at).is_some()
}

/// Whether a plural follows within three pieces, in the same line.
fn things_follow(scene: &Scene<'_>, end: usize) -> bool {
    !scene.breaks(end) && (end..end + 3).any(|at| scene.is_plural(at))
}

/// Whether a bound stands before piece `at`.
fn is_bounded(scene: &Scene<'_>, at: usize, floor: usize) -> bool {
    scene.lists.bounds.before.ending(scene, at, floor).is_some()
}

/// "the Six Nations", "China's Three Gorges Dam": a number word with a capital inside a sentence, before another.
fn is_named_number(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let capitals =
        scene.is_capital(start) && scene.is_capital(end) && scene.is_word(end) && !scene.breaks(end);
    capitals
        && !scene.glued(end)
        && !scene.opens_sentence(start)
        && !scene.is_any(start - 1, &["“", "\"", "‘", ":"])
        && !is_headline(scene, start)
}

/// Whether the sentence of piece `at` is written with a capital on every word of weight.
fn is_headline(scene: &Scene<'_>, at: usize) -> bool {
    let sentence = |at: usize| scene.piece(at).map(|piece| scene.doc.sentence_index(piece.token as usize));
    let near = at.saturating_sub(12)..at + 12;
    let heavy =
        near.filter(|&it| sentence(it) == sentence(at) && scene.is_word(it) && scene.text(it).len() > 3);
    let (capital, small): (Vec<_>, Vec<_>) = heavy.partition(|&it| scene.is_capital(it));
    capital.len() > 2 * small.len()
}

/// Whether a street's name follows the number of a house ("575 Wilbraham Road").
pub(crate) fn is_address(scene: &Scene<'_>, figure: &Figure) -> bool {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    let house = figure.numeral.digits && figure.unit.is_things() && scene.plain(start, 5).is_some();
    let at = figure.start > 0 && scene.is(figure.start - 1, "at");
    house && (at && (is_street_alone(scene, end) || is_listed_street(scene, end)) || is_street(scene, end))
}

/// "at 10 Janpath": a name without a word for a street.
fn is_street_alone(scene: &Scene<'_>, name: usize) -> bool {
    let tag = scene.tag(name + 1);
    let goes_on = tag.is_noun() || tag.is_adjective() || tag == Tag::Pos;
    let named = scene.tag(name) == Tag::Nnp && scene.is_capital(name) && !scene.glued(name);
    named && scene.month(name).is_none() && !goes_on
}

/// "at 12, Janpath, New Delhi": a street's name between commas after the number of a house.
fn is_listed_street(scene: &Scene<'_>, end: usize) -> bool {
    let name = end + 1;
    let last = (name..name + 3).take_while(|&at| scene.is_capital(at) && !scene.breaks(at)).last();
    scene.is(end, ",")
        && scene.month(name).is_none()
        && last.is_some_and(|last| scene.is(last + 1, ",") && scene.is_capital(last + 2))
}

/// Whether the name that begins at piece `first` holds a word for a street ("Wilbraham Road", "Rue Royale").
fn is_street(scene: &Scene<'_>, first: usize) -> bool {
    let belongs = |at: usize| scene.is_capital(at) || scene.is_number(at) || scene.glued(at);
    let closes = |at: usize| at > first && scene.has(at, Context::Street);
    let opens = |at: usize| at == first && scene.has(at, Context::StreetFirst) && scene.is_capital(first + 1);
    let mut name = (first..first + 4).take_while(|&at| !scene.breaks(at) && belongs(at));
    name.any(|at| scene.is_capital(at) && (closes(at) || opens(at)))
}

/// "two-wheeler", "four-wheel drive", "two-way", "zero-tolerance": words that name and count nothing.
pub(crate) fn is_fixed_compound(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    if end != start + 1 {
        return false;
    }
    let zero = scene.is(start, "zero");
    if scene.is_dash(end) && scene.glued(end) && scene.glued(end + 1) {
        return zero && scene.is_word(end + 1) || scene.has(end + 1, Context::Compound);
    }
    let phrase = zero && scene.has(end, Context::ZeroGoal) || scene.are(end, &["wheel", "drive"]);
    phrase && !scene.breaks(end)
}

/// "covid 19", "COVID -19": the number of a disease that stands apart from its name.
pub(crate) fn is_numbered_disease(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let dash = usize::from(start > 0 && scene.is_dash(start - 1));
    let name = start.checked_sub(1 + dash).is_some_and(|name| scene.has(name, Context::NumberedDisease));
    name && end == start + 1 && scene.is(start, "19") && !scene.breaks(start)
}
