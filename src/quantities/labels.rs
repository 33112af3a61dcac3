//! Numbers that name: "Section 22", "Tier 2", "Flight 370", phone numbers.

use rust_decimal::Decimal;

use crate::article::{Kind, Value};
use crate::error::Error;
use crate::lexicon;

use super::draft::{Draft, Found};
use super::notation::is_ordinal_ending;
use super::phrases::Phrases;
use super::scan::Shape;
use super::scene::Scene;
use super::words::{Context, Role, Words, fault};

/// What a number after a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    Rank,
    Identifier,
    /// The number is the last word of a name ("FTSE 100").
    Name,
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
                "name" => Naming::Name,
                _ => return Err(fault(LABELS, &row, "kind")),
            };
            row.list(0).for_each(|form| labels.forms.add(words, form, naming));
        }
        Ok(labels)
    }
}

/// The name or rank whose number stands at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    phone(scene, at)
        .or_else(|| generation(scene, at))
        .or_else(|| calibre(scene, at))
        .or_else(|| labelled(scene, at, floor))
        .or_else(|| long(scene, at))
}

/// "5G", "4G": a generation of mobile networks.
fn generation(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let network = scene.plain(at, 1).is_some_and(|number| (2..=7).contains(&number))
        && scene.text(at + 1) == "G"
        && scene.glued(at + 1)
        && !scene.glued(at);
    let end = at + 2;
    if !network || scene.glued(end) && (scene.is_number(end) || scene.is_word(end)) {
        return None;
    }
    let text = scene.span(at, end).of(&scene.doc.text).to_owned();
    Some(Found::one(Draft::new("network generation", Kind::Identifier, at, end, Value::Text(text))))
}

/// "Section 22", "Tier 2", "No. 5".
fn labelled(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let digits = matches!(scene.shape(at), Some(Shape::Number | Shape::Dotted)) || is_roman(scene, at);
    if !digits && !is_small_word(scene, at) {
        return None;
    }
    let point = scene.before(at, floor).is_some_and(|at| scene.is_any(at, &[".", "-", ":", "#"]));
    let label_end = if point { at - 1 } else { at };
    let (naming, start) = scene.lists.labels.forms.ending(scene, label_end, floor)?;
    let letters = scene.glued(at + 1) && is_ordinal_ending(scene, at + 1);
    let in_words = scene.has(start, Context::LabelInWords);
    if scene.breaks(at) || letters || !digits && !in_words {
        return None;
    }
    let end = end_of_name(scene, at);
    if naming == Naming::Name {
        return (!point && ends_name(scene, at, end)).then(|| Found::nothing(end));
    }
    // "ranked 28": the verb stays outside.
    let start = if scene.lemma(start) == "rank" && scene.tag(start).starts_with('V') { at } else { start };
    let unit = scene.lists.units.starting(scene, end);
    let measured = unit.is_some_and(|(row, _)| row.dimension != "length" || scene.glued(end));
    if measured || !digits && scene.is_plural(end) || scene.is(end, "%") {
        return None;
    }
    // "Tier 2" is a rank although the recogniser may take it for a name; "Section 22 of the X Act" is a name.
    let own = scene.name(start).is_some()
        && scene.name(end).is_none()
        && (start == 0 || scene.name(start - 1).is_none());
    if scene.name(at).is_some() && !own {
        return Some(Found::nothing(end));
    }
    Some(Found::one(named(scene, naming, start, at, end)))
}

/// The rank or identifier whose label begins at piece `start` and whose number stands at `at..end`.
fn named(scene: &Scene<'_>, naming: Naming, start: usize, at: usize, end: usize) -> Draft {
    let text = |from: usize| scene.span(from, end).of(&scene.doc.text).to_owned();
    if naming == Naming::Rank || is_numbered_rank(scene, start, end) {
        let word = scene.cardinal(at).filter(|_| end == at + 1 && is_small_word(scene, at));
        let number = word.map_or_else(|| text(at), |word| word.value.to_string());
        return Draft::new("rank", Kind::Rank, start, end, Value::Text(number));
    }
    Draft::new("label with number", Kind::Identifier, start, end, Value::Text(text(start)))
}

/// Whether piece `at` is a number word below a hundred.
fn is_small_word(scene: &Scene<'_>, at: usize) -> bool {
    scene.cardinal(at).is_some_and(|word| matches!(word.role, Role::Digit | Role::Teen | Role::Ten))
}

/// Whether the number at `at..end` belongs to the name before it ("FTSE 100"), and is no amount ("SDG 15 million").
fn ends_name(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let scaled = scene.cardinal(end).is_some_and(|word| word.value > Decimal::ONE_HUNDRED);
    let level =
        scene.is_any(end, &["points", "%", "percent"]) || scene.lists.units.starting(scene, end).is_some();
    scene.plain(at, 4).is_some() && !scaled && !level
}

/// A Roman numeral in capitals, as it may follow a label ("Class VIII", "Phase II").
pub(crate) fn is_roman(scene: &Scene<'_>, at: usize) -> bool {
    let text = scene.text(at);
    let capital = at > 0 && (text != "I" || scene.is_capital(at - 1));
    (1..=5).contains(&text.len())
        && text.bytes().all(|byte| b"IVX".contains(&byte))
        && capital
        && !scene.glued(at)
}

/// ".45-calibre pistol": the bore of a gun.
fn calibre(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let bore =
        scene.text(at).starts_with('.') && scene.is_number(at) && (3..=4).contains(&scene.text(at).len());
    let arms = bore && (at + 1..at + 4).any(|near| scene.has(near, Context::Calibre));
    let text = scene.text(at).to_owned();
    arms.then(|| Found::one(Draft::new("bore of a gun", Kind::Identifier, at, at + 1, Value::Text(text))))
}

/// "at No. 13", "the No. 2 position": a number that ranks.
fn is_numbered_rank(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let number = scene.is_any(start, &["no", "nos", "number"]);
    let before = start > 0 && scene.is_any(start - 1, &["at", "ranked", "world", "as", "seeded"])
        || start > 2 && scene.is(start - 1, "s") && scene.is_any(start - 3, &["world", "country", "nation"]);
    let after = scene.has(end, Context::NumberedRank);
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
