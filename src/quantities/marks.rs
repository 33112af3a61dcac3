//! Numbers that mark a place in the text or on a map: list marks, notes, coordinates, postcodes, debris of addresses.

use crate::article::{Kind, Value};

use super::draft::{Draft, Found};
use super::scan::Shape;
use super::scene::Scene;

/// The mark that begins at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize) -> Option<Found> {
    if matches!(scene.shape(at), Some(Shape::Number | Shape::Dotted)) && scene.is_debris(at) {
        return Some(Found::nothing(at + 1));
    }
    if let Some(mark) = cited(scene, at) {
        return Some(mark);
    }
    note(scene, at)
        .or_else(|| sum(scene, at))
        .or_else(|| coordinate(scene, at))
        .or_else(|| postcode(scene, at))
        .map(Found::nothing)
        .or_else(|| list_mark(scene, at))
}

/// "firm[3]": the number of a note that touches the word or sentence before.
fn note(scene: &Scene<'_>, at: usize) -> Option<usize> {
    scene.plain(at, 3)?;
    let bracketed = at > 1 && scene.is(at - 1, "[") && scene.is(at + 1, "]");
    (bracketed && scene.glued(at - 1)).then_some(at + 2)
}

/// "the report [4] was": the number of a note in square brackets that stands apart, and counts no noun after it.
fn cited(scene: &Scene<'_>, at: usize) -> Option<Found> {
    scene.plain(at, 3)?;
    let bracketed = at > 1 && scene.is(at - 1, "[") && scene.is(at + 1, "]") && !scene.glued(at - 1);
    let counts = scene.is_plural(at + 2) || scene.tag(at + 2).is_adjective();
    if !bracketed || counts && !scene.breaks(at + 2) || scene.lists.units.starting(scene, at + 2).is_some() {
        return None;
    }
    let text = scene.text(at).to_owned();
    Some(Found::one(Draft::new("number of a note", Kind::Identifier, at, at + 1, Value::Text(text))))
}

/// "the 6 + 3 + 1 summit", "more than 2+2": small numbers joined by a plus are a formula.
fn sum(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let term = |at: usize| scene.plain(at, 1).is_some() && !scene.breaks(at);
    let joined = |at: usize| scene.is(at, "+") && scene.glued(at) == scene.glued(at + 1) && term(at + 1);
    let mut end = (scene.plain(at, 1).is_some() && joined(at + 1)).then_some(at + 3)?;
    while joined(end) {
        end += 2;
    }
    Some(end)
}

/// "32° 34’ S", "123° E", "12°20'30\" N": degrees with minutes or a direction.
fn coordinate(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let degrees = scene.is_number(at) && scene.is_any(at + 1, &["°", "º"]);
    // "21.22 degrees North"
    let pole = scene
        .is_any(at + 2, &["north", "south", "east", "west", "n", "s", "e", "w", "latitude", "longitude"]);
    if scene.is_number(at) && scene.is_any(at + 1, &["degrees", "degree"]) && pole && !scene.breaks(at + 2) {
        return Some(at + 3);
    }
    let mut end = degrees.then_some(at + 2)?;
    while scene.is_number(end)
        && scene.is_any(end + 1, &["'", "’", "′", "\"", "”", "″"])
        && !scene.breaks(end)
    {
        end += 2;
    }
    let direction = matches!(scene.text(end), "N" | "S" | "E" | "W") && !scene.breaks(end);
    (direction || end > at + 2).then_some(end + usize::from(direction))
}

/// "Springfield, IL 62704": five digits after the letters of a state that end an address.
fn postcode(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let five = scene.plain(at, 5).is_some() && scene.text(at).len() == 5;
    let state = at > 1
        && scene.text(at - 1).len() == 2
        && scene.text(at - 1).bytes().all(|byte| byte.is_ascii_uppercase())
        && scene.is(at - 2, ",");
    (five && state && !scene.breaks(at)).then_some(at + 1)
}

/// So far from each other stand the marks of one list, in pieces.
const LIST: usize = 150;

/// "1. Blue", "(2) the fine": the mark of an item, at the start of a line or with the marks before or after it.
fn list_mark(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let number = marks_item(scene, at)?;
    let near = |number: i32, range: std::ops::Range<usize>| {
        range.into_iter().any(|near| marks_item(scene, near) == Some(number))
    };
    // "1 – In May": a dash between blanks may be one of prose.
    let opens = opens_line(scene, at) && scene.glued(at + 1);
    let end = (at + LIST).min(scene.pieces.len());
    let listed = near(number + 1, at + 2..end) || number > 1 && near(number - 1, at.saturating_sub(LIST)..at);
    if !opens && !listed {
        return None;
    }
    let text = scene.text(at).to_owned();
    Some(Found::one(Draft::new("list mark", Kind::Identifier, at, at + 1, Value::Text(text))))
}

/// The number at piece `at` where it is written as a list mark is.
fn marks_item(scene: &Scene<'_>, at: usize) -> Option<i32> {
    let number =
        scene.plain(at, 2).filter(|&number| (1..60).contains(&number) && !scene.text(at).starts_with('0'))?;
    let mark = match scene.text(at + 1) {
        "." => is_pointed(scene, at),
        ")" if opens_line(scene, at) || !scene.glued(at) => {
            !scene.breaks(at + 2) && (follows_no_word(scene, at) || !is_within_brackets(scene, at))
        }
        ")" => is_bracketed(scene, at),
        "-" | "–" => opens_line(scene, at) && scene.is_capital(at + 2) && !scene.glued(at + 2),
        _ => false,
    };
    (mark && stands_before_item(scene, at)).then_some(number)
}

/// Whether a mark touches the number at piece `at` and an item follows, as a rule after a blank.
fn stands_before_item(scene: &Scene<'_>, at: usize) -> bool {
    let item = at + 2;
    // "4.Kojo Arku" at the start of a line
    let touching = opens_line(scene, at) && scene.is_capital(item);
    let apart = scene.is_dash(at + 1) && opens_line(scene, at) && scene.is_capital(item);
    scene.piece(item).is_some() && (scene.glued(at + 1) || apart) && (!scene.glued(item) || touching)
}

/// Whether a bracket that is open at piece `at` was opened shortly before.
fn is_within_brackets(scene: &Scene<'_>, at: usize) -> bool {
    // Brackets that hold more pieces are rare.
    const NEAR: usize = 40;
    let bracket = (at.saturating_sub(NEAR)..at).rev().find(|&it| scene.is_any(it, &["(", ")"]));
    bracket.is_some_and(|it| scene.is(it, "("))
}

fn opens_line(scene: &Scene<'_>, at: usize) -> bool {
    at == 0 || scene.breaks(at)
}

/// Whether neither a word nor a number stands before piece `at` in its line.
fn follows_no_word(scene: &Scene<'_>, at: usize) -> bool {
    opens_line(scene, at) || !scene.is_word(at - 1) && !scene.is_number(at - 1)
}

/// "1. Blue": a number with a point before a new sentence.
fn is_pointed(scene: &Scene<'_>, at: usize) -> bool {
    let (item, line) = (at + 2, opens_line(scene, at));
    let quoted = scene.is_any(item, &["“", "\"", "‘"]);
    let starts = quoted || scene.is_word(item) && (line || scene.is_capital(item));
    let opens = line || !scene.glued(at);
    starts && opens && !scene.breaks(item) && (follows_no_word(scene, at) || scene.is_capital(at - 1))
}

/// "(2) the fine": a number between brackets that no name precedes.
fn is_bracketed(scene: &Scene<'_>, at: usize) -> bool {
    let open = at > 0 && scene.is(at - 1, "(") && !scene.glued(at - 1);
    open && scene.is_word(at + 2) && !after_name(scene, at - 1)
}

/// Whether a name stands before the bracket at piece `at`: its number may be an age or a player's.
fn after_name(scene: &Scene<'_>, at: usize) -> bool {
    at > 0 && !scene.breaks(at) && (scene.tag(at - 1).is_name() || scene.cardinal(at - 1).is_some())
}
