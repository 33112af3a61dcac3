//! Goes over an article once and asks the readers, in a fixed order, at every piece where a quantity may begin.

use jiff::civil::Date;

use crate::article::{Doc, Entity, Meta, Quantity};

use super::draft::{Draft, Found};
use super::lists::Lists;
use super::scan::Shape;
use super::scene::Scene;
use super::words::{Calendar, Context};
use super::{
    ages, amounts, anchor, dates, days, figure, labels, multiples, ratios, relations, soft, sport, times,
};

/// All quantities of `doc`.
pub(crate) fn read(lists: &Lists, doc: &Doc, entities: &[Entity], meta: &Meta) -> Vec<Quantity> {
    let scene = Scene::new(doc, entities, lists);
    let published = anchor::day(&scene, meta);
    let (mut drafts, mut at, mut floor): (Vec<Draft>, _, _) = (Vec::new(), 0, 0);
    while at < scene.pieces.len() {
        match read_at(&scene, at, floor, published) {
            Some(found) if found.end > at => {
                floor = found.end;
                at = found.end;
                add(&mut drafts, found);
            }
            _ => at += 1,
        }
    }
    relations::relate(&scene, &mut drafts);
    anchor::settle(&scene, &mut drafts, published);
    finished(drafts, &scene, doc)
}

/// Drafts whose room is given back at once.
const BLOCK: usize = 1 << 14;

/// The drafts as quantities. They are taken from the end and their room is given back on the way: a text of nothing but figures would
/// else hold all of them twice.
fn finished(mut drafts: Vec<Draft>, scene: &Scene<'_>, doc: &Doc) -> Vec<Quantity> {
    let mut quantities = Vec::new();
    while let Some(draft) = drafts.pop() {
        quantities.push(draft.finish(scene, doc));
        if drafts.len().is_multiple_of(BLOCK) {
            drafts.shrink_to_fit();
        }
    }
    quantities.reverse();
    quantities
}

/// Adds what was found; `from` in a found draft counts from the first of them.
fn add(drafts: &mut Vec<Draft>, found: Found) {
    let base = drafts.len();
    drafts.extend(found.drafts.into_iter().map(|mut draft| {
        draft.from = draft.from.map(|index| index + base);
        draft
    }));
}

/// Asks the readers in turn.
fn read_at(scene: &Scene<'_>, at: usize, floor: usize, published: Option<Date>) -> Option<Found> {
    if !may_begin(scene, at) {
        return None;
    }
    labels::read(scene, at, floor)
        .or_else(|| times::read(scene, at, floor))
        .or_else(|| ages::decade(scene, at, floor).map(Found::one))
        .or_else(|| dates::read(scene, at, floor))
        .or_else(|| days::deictic(scene, at, published).map(Found::one))
        .or_else(|| soft::stretch(scene, at))
        .or_else(|| sport::read(scene, at, floor))
        .or_else(|| soft::magnitude(scene, at, floor))
        .or_else(|| soft::single_unit(scene, at, floor))
        .or_else(|| ratios::read(scene, at, floor))
        .or_else(|| multiples::read(scene, at, floor))
        .or_else(|| amounts::read(scene, at, floor))
        .or_else(|| (scene.shape(at) == Some(Shape::Dotted)).then(|| Found::nothing(at + 1)))
}

/// Whether a quantity may begin at piece `at` (bounds before it are looked up from there).
fn may_begin(scene: &Scene<'_>, at: usize) -> bool {
    match scene.shape(at) {
        Some(Shape::Number | Shape::Dotted) => true,
        _ => {
            scene.makes_number(at)
                || matches!(
                    scene.calendar(at),
                    Some(Calendar::Month(_) | Calendar::Weekday(_) | Calendar::Deictic(_))
                )
                || scene.is_any(at, &["noon", "midnight"])
                || scene.has(at, Context::Opener)
                || !scene.is_word(at) && matches!(scene.text(at), "-" | "−" | "+")
                || figure::is_currency(scene, at)
                || labels::is_roman(scene, at)
        }
    }
}
