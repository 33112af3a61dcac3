//! How far the counted phrase reaches to the right: the hand-made rules propose an end, the trained model decides among it
//! and every place where a modifier begins.

use crate::article::{Dep, Kind, Pos, Tag};
use crate::links::features::family;
use crate::links::model::Sink;
use crate::links::pair::bucket;
use crate::links::phrase;
use crate::links::scene::Scene;

/// How many tokens behind its head a phrase may reach, but for what the rules propose.
const REACH: usize = 24;

/// The phrase whose end is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The article.
    pub(super) scene: &'a Scene<'a>,
    /// Token of the phrase's head.
    pub(super) head: usize,
    /// Index of the number that counts it.
    pub(super) number: usize,
    /// Whether number and phrase stand in different phrases.
    pub(super) inherited: bool,
}

/// A possible end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// One past the last token of the phrase.
    pub(super) end: usize,
    /// Where what is left out begins: `end`, or behind a comma or the like.
    pub(super) cut: usize,
    /// Whether the rules propose it.
    pub(super) proposed: bool,
}

/// The possible ends, the nearest first.
pub(super) fn ends(asked: Asked<'_>) -> Vec<Extent> {
    let Asked { scene, head, number, .. } = asked;
    let named = scene.entity_at(head).map_or(head + 1, |index| scene.entities[index].tokens.end as usize);
    let first = named.max(head + 1);
    let limit = (scene.doc.subtree(head).end as usize).clamp(first, first + REACH);
    let proposed = phrase::end(scene, head, number).max(first);
    let inner = (first + 1..limit).filter(|&at| begins_modifier(scene, at));
    let mut found: Vec<Extent> = Vec::new();
    for cut in std::iter::once(first).chain(inner).chain([limit, proposed]) {
        let end = phrase::trimmed_end(scene, cut, head).max(first);
        match found.iter_mut().find(|it| it.end == end) {
            Some(known) => known.proposed |= cut == proposed,
            None => found.push(Extent { end, cut, proposed: cut == proposed }),
        }
    }
    found.sort_by_key(|it| it.end);
    found
}

/// Whether a phrase could end before the token `at`.
fn begins_modifier(scene: &Scene<'_>, at: usize) -> bool {
    !matches!(scene.pos(at), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Part | Pos::Num | Pos::Det)
        || scene.quantity_at(at).is_some_and(|index| scene.quantities[index].tokens.start as usize == at)
}

/// Features of one end.
pub(super) fn describe(asked: Asked<'_>, end: Extent, sink: &mut Sink<'_>) {
    let Asked { scene, head, number, inherited } = asked;
    let kind = scene.quantities[number].kind;
    let place = if inherited { "apart" } else { "own" };
    if end.proposed {
        sink(&["extent", "proposed"]);
        sink(&["extent", "proposed", family(kind), place]);
    }
    let length = bucket(end.end - head - 1);
    sink(&["extent", "length", length]);
    sink(&["extent", "length", length, place]);
    sink(&["extent", "length", length, family(kind)]);
    sink(&["extent", "stop", scene.tag(end.end - 1).as_str()]);
    let mut modifiers = 0;
    for at in head + 1..end.end {
        if let Some(sort) = modifier(scene, head, at) {
            modifiers += 1;
            modified(asked, "in", at, &sort, kind, sink);
        }
        contents(scene, at, number, sink);
    }
    sink(&["extent", "modifiers", bucket(modifiers)]);
    if end.cut < scene.doc.len() {
        sink(&["extent", "next", scene.tag(end.cut).as_str()]);
        sink(&["extent", "next", scene.tag(end.cut).as_str(), scene.dep(end.cut).as_str()]);
        if let Some(sort) = modifier(scene, head, end.cut) {
            modified(asked, "out", end.cut, &sort, kind, sink);
        }
    }
}

/// What the modifier that begins at `at` is: its label and, behind a preposition, the sort of its object.
fn modifier(scene: &Scene<'_>, head: usize, at: usize) -> Option<String> {
    let above = scene.doc.head(at);
    if above >= at || above < head {
        return None;
    }
    let object = scene.doc.child(at, Dep::Pobj).map(|object| {
        if let Some(index) = scene.entity_at(object) {
            scene.entities[index].label.as_str()
        } else if scene.quantity_at(object).is_some() {
            "number"
        } else {
            scene.pos(object).as_str()
        }
    });
    Some(format!("{}>{}", scene.dep(at), object.unwrap_or("-")))
}

/// Features of a modifier that is taken in or left out.
fn modified(asked: Asked<'_>, side: &str, at: usize, sort: &str, kind: Kind, sink: &mut Sink<'_>) {
    let scene = asked.scene;
    let depth = if scene.doc.head(at) == asked.head { "own" } else { "inner" };
    let word = scene.lemma(at);
    sink(&["extent", side, sort, depth]);
    sink(&["extent", side, sort, word]);
    sink(&["extent", side, sort, word, depth]);
    sink(&["extent", side, sort, family(kind)]);
    sink(&["extent", side, word, scene.lemma(scene.doc.head(at))]);
    sink(&["extent", side, scene.tag(at).as_str(), depth]);
    for class in scene.classes(scene.doc.head(at)).names() {
        sink(&["extent", side, sort, "of", class]);
    }
}

/// What a phrase seldom holds.
fn contents(scene: &Scene<'_>, at: usize, number: usize, sink: &mut Sink<'_>) {
    match scene.quantity_at(at) {
        Some(index) if index == number => sink(&["extent", "holds", "itself"]),
        Some(index) => sink(&["extent", "holds", scene.quantities[index].kind.as_str()]),
        None => {}
    }
    if matches!(
        scene.tag(at),
        Tag::Comma
            | Tag::Colon
            | Tag::Stop
            | Tag::OpenBracket
            | Tag::Vbd
            | Tag::Vbz
            | Tag::Vbp
            | Tag::Md
            | Tag::Wdt
            | Tag::Wp
            | Tag::Cc
    ) {
        sink(&["extent", "holds", scene.tag(at).as_str()]);
    }
    if scene.pos(at) == Pos::Space {
        sink(&["extent", "holds", "break"]);
    }
}
