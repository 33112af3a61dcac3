//! Goes over an article once and asks the readers, in a fixed order, at every piece where a quantity may begin.

use jiff::civil::Date;

use crate::article::{Doc, Entity, Kind, Meta, Quantity};

use super::draft::{Draft, Found};
use super::lists::Lists;
use super::scan::Shape;
use super::scene::Scene;
use super::words::Calendar;
use super::{amounts, dates, days, figure, labels, multiples, ratios, soft, sport, times};

/// All quantities of `doc`.
pub(crate) fn read(lists: &Lists, doc: &Doc, entities: &[Entity], meta: &Meta) -> Vec<Quantity> {
    let scene = Scene::new(doc, entities, lists);
    let published = published(meta);
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
    relate(&scene, &mut drafts);
    drafts.into_iter().map(|draft| draft.finish(&scene, doc)).collect()
}

/// The day of `meta.published`.
fn published(meta: &Meta) -> Option<Date> {
    let text = meta.get("published")?.as_str()?;
    text.get(..10)?.parse().ok()
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
                || scene.is_any(
                    at,
                    &[
                        "a",
                        "an",
                        "this",
                        "last",
                        "next",
                        "minus",
                        "negative",
                        "fy",
                        "q",
                        "h",
                        "fiscal",
                        "financial",
                    ],
                )
                || !scene.is_word(at)
                    && matches!(scene.text(at), "-" | "−" | "+" | "½" | "¼" | "¾" | "⅓" | "⅔")
                || figure::is_currency(scene, at)
        }
    }
}

/// "rose to 5% from 4%", "3.9m, up from 2.4m": the later figure is what the earlier one changed from.
fn relate(scene: &Scene<'_>, drafts: &mut [Draft]) {
    for index in 1..drafts.len() {
        let (before, this) = (&drafts[index - 1], &drafts[index]);
        let joint = before.end..this.start;
        let from = joint.len() <= 3 && joint.clone().last().is_some_and(|at| scene.is(at, "from"));
        let comma = joint.clone().all(|at| scene.is_any(at, &[",", "up", "down", "from", "-", "–"]));
        let same = before.kind == this.kind && !matches!(this.kind, Kind::Date | Kind::Time);
        if !(from && comma && same) || before.from.is_some() || this.from.is_some() {
            continue;
        }
        let moved = joint.clone().find_map(|at| scene.lists.changes.adverb(scene.text(at)));
        let this_unit = this.unit.clone();
        let earlier = &mut drafts[index - 1];
        earlier.from = Some(index);
        earlier.change = earlier.change.or(moved);
        if earlier.unit.is_none() {
            earlier.unit = this_unit;
        }
    }
    for index in 2..drafts.len() {
        across_dates(scene, drafts, index);
    }
    for index in 1..drafts.len() {
        inherit_change(scene, drafts, index);
        convert(scene, drafts, index);
    }
}

/// "fell 5.2% in the Caribbean and 4.5% in North America": one verb for both.
fn inherit_change(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let (before, this) = (&drafts[index - 1], &drafts[index]);
    let joint = before.end..this.start;
    let shares = this.kind == Kind::Percent
        && before.kind == Kind::Percent
        && this.change.is_none()
        && before.change.is_some();
    if !shares || joint.len() > 9 {
        return;
    }
    let linked = joint.clone().last().is_some_and(|at| scene.is_any(at, &["and", "or", ","]));
    let plain = joint.clone().all(|at| !scene.tag(at).starts_with('V') && !scene.is_any(at, &[".", ";"]));
    if linked && plain {
        drafts[index].change = drafts[index - 1].change;
    }
}

/// "10.5 million Australian dollars ($7.5 million)": a conversion is into another currency, so its "$" is the US dollar.
fn convert(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let currency = |draft: &Draft| draft.unit.as_ref().and_then(|unit| unit.currency.clone());
    let (before, this) = (&drafts[index - 1], &drafts[index]);
    let brackets = before.end + 1 == this.start && scene.is_any(before.end, &["(", "["]);
    let same = before.kind == Kind::Money && currency(before).is_some() && currency(before) == currency(this);
    let home = currency(before).is_some_and(|code| code == "USD");
    if let Some(unit) =
        drafts[index].unit.as_mut().filter(|unit| brackets && same && !home && unit.text == "$")
    {
        (unit.currency, unit.ambiguous) = (Some("USD".to_owned()), false);
    }
}

/// "from 22.6 percent in 2007 to 19.6 in 2019": a change whose two sides are dated.
fn across_dates(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let (first, date, last) = (&drafts[index - 2], &drafts[index - 1], &drafts[index]);
    let from = first.start > 0 && scene.is(first.start - 1, "from");
    let dated = date.kind == Kind::Date && date.start <= first.end + 2 && date.end + 1 == last.start;
    let joined = last.start > 0 && scene.is(last.start - 1, "to");
    let bare = last.unit.is_none() && last.kind == Kind::Count && !scene.is_plural(last.end);
    if !(from && dated && joined) || last.from.is_some() || !(bare || last.kind == first.kind) {
        return;
    }
    let (kind, unit) = (first.kind, first.unit.clone());
    let last = &mut drafts[index];
    last.from = Some(index - 2);
    if bare {
        (last.kind, last.unit) = (kind, unit);
    }
}
