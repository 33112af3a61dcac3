//! Numbers that name: "Section 22", "Tier 2", "Flight 370", phone numbers.

use crate::article::{Kind, Value};
use crate::error::Error;
use crate::lexicon;

use super::draft::{Draft, Found};
use super::phrases::Phrases;
use super::scan::Shape;
use super::scene::Scene;
use super::words::{Words, fault};

/// What a number after a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    Rank,
    Identifier,
}

/// Words before numbers that name.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    forms: Phrases<Naming>,
}

const LABELS: &str = "quantities/labels.tsv";

impl Labels {
    pub(crate) fn new(words: &mut Words) -> Result<Self, Error> {
        let text = include_str!("../../models/quantities/labels.tsv");
        let mut labels = Self::default();
        for row in lexicon::parse(LABELS, text, &["forms", "kind", "example"])? {
            let naming = match row.field(1) {
                "rank" => Naming::Rank,
                "identifier" => Naming::Identifier,
                _ => return Err(fault(LABELS, &row, "kind")),
            };
            row.list(0).for_each(|form| labels.forms.add(words, form, naming));
        }
        Ok(labels)
    }
}

/// The name or rank whose number stands at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    phone(scene, at).or_else(|| labelled(scene, at, floor)).or_else(|| long(scene, at))
}

/// "Section 22", "Tier 2", "No. 5".
fn labelled(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let digits = matches!(scene.shape(at), Some(Shape::Number | Shape::Dotted));
    if !digits && scene.cardinal(at).is_none() {
        return None;
    }
    let point = scene.before(at, floor).is_some_and(|at| scene.is_any(at, &[".", "-", ":", "#"]));
    let label_end = if point { at - 1 } else { at };
    let (naming, start) = scene.lists.labels.forms.ending(scene, label_end, floor)?;
    if scene.breaks(at)
        || !digits && !scene.is_any(start, &["number", "category", "day", "phase", "stage", "tier", "level"])
    {
        return None;
    }
    let end = end_of_name(scene, at);
    let unit = scene
        .lists
        .units
        .starting(scene, end)
        .is_some_and(|(row, _)| row.dimension != "length" || scene.glued(end));
    let counted = !digits && scene.is_plural(end);
    if unit || counted || scene.is(end, "%") {
        return None;
    }
    // "Tier 2" is a rank although the recogniser may take it for a name; "Section 22 of the X Act" is a name.
    let own = scene.name(start).is_some()
        && scene.name(end).is_none()
        && (start == 0 || scene.name(start - 1).is_none());
    if scene.name(at).is_some() && !own {
        return Some(Found::nothing(end));
    }
    let text = scene.span(at, end).of(&scene.doc.text);
    let naming = if is_numbered_rank(scene, start, end) { Naming::Rank } else { naming };
    let draft = match naming {
        Naming::Rank => {
            let number = scene
                .cardinal(at)
                .filter(|_| end == at + 1)
                .map_or(text.to_owned(), |word| word.value.to_string());
            Draft::new("rank", Kind::Rank, start, end, Value::Text(number))
        }
        Naming::Identifier => {
            let name = scene.span(start, end).of(&scene.doc.text);
            Draft::new("label with number", Kind::Identifier, start, end, Value::Text(name.to_owned()))
        }
    };
    Some(Found::one(draft))
}

/// "at No. 13", "the No. 2 position": a number that ranks.
fn is_numbered_rank(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let number = scene.is_any(start, &["no", "nos", "number"]);
    let before = start > 0 && scene.is_any(start - 1, &["at", "ranked", "world", "as", "seeded"]);
    let after = scene.is_any(
        end,
        &["position", "spot", "seed", "ranking", "rank", "seeds", "ranked", "in", "player", "slot"],
    );
    number && (before || after) && !scene.breaks(end)
}

/// The piece after a number that names, with letters, brackets and further numbers: "22(1)", "12-A", "420/34".
fn end_of_name(scene: &Scene<'_>, at: usize) -> usize {
    let mut end = at + 1;
    loop {
        let joined = scene.glued(end) && (scene.is_any(end, &["/", "(", "-"])) && scene.glued(end + 1);
        let inner =
            joined && (scene.is_number(end + 1) || scene.text(end + 1).len() == 1 && scene.is_word(end + 1));
        if inner {
            end += 2 + usize::from(scene.is(end, "(") && scene.is(end + 2, ")"));
        } else if scene.glued(end) && scene.is_word(end) && scene.text(end).len() == 1 {
            end += 1;
        } else {
            return end;
        }
    }
}

/// "+92 300 1234567", "021-3456789": groups of digits with a plus, a zero or hyphens.
fn phone(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let plus = scene.is(at, "+") && scene.glued(at + 1);
    let at = at + usize::from(plus);
    let leads = plus
        || scene.text(at).starts_with('0') && scene.text(at).len() >= 3
        || scene.is_any(at, &["1800", "1300", "800"]);
    scene.plain(at, 12).filter(|_| leads)?;
    let mut end = at + 1;
    let mut digits = scene.text(at).len();
    loop {
        let mark = usize::from(scene.is_dash(end) && scene.glued(end));
        let next = end + mark;
        let group = scene.is_number(next)
            && scene.text(next).bytes().all(|byte| byte.is_ascii_digit())
            && !scene.breaks(next);
        if !group || end > at + 12 {
            break;
        }
        digits += scene.text(next).len();
        end = next + 1;
    }
    if digits < 7 {
        return None;
    }
    let start = at - usize::from(plus);
    let text = scene.span(start, end).of(&scene.doc.text).to_owned();
    Some(Found::one(Draft::new("phone number", Kind::Identifier, start, end, Value::Text(text))))
}

/// A run of more digits than an amount is written in without grouping.
fn long(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let text = scene.text(at);
    let digits = scene.is_number(at) && text.bytes().all(|byte| byte.is_ascii_digit());
    let zero = text.starts_with('0')
        && text.len() > 2
        && !scene.is_any(at + 1, &[":", "hrs", "hours", "GMT", "-", "/"]);
    let plain = digits && (text.len() > 12 || zero);
    plain.then(|| {
        Found::one(Draft::new("long number", Kind::Identifier, at, at + 1, Value::Text(text.to_owned())))
    })
}
