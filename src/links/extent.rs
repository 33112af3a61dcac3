//! How far the counted phrase reaches to the right: the hand-made rules propose an end, the trained model decides among it
//! and every place where a modifier begins.

use crate::article::{Dep, Kind, Pos, Tag};
use crate::links::features::family;
use crate::links::model::Sink;
use crate::links::pair::bucket;
use crate::links::phrase;
use crate::links::scene::Node;

/// How many tokens behind its head a phrase may reach, but for what the rules propose.
const REACH: usize = 24;

/// The phrase whose end is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct CountedPhrase<'a> {
    /// Token of the phrase's head.
    pub(super) head: Node<'a>,
    /// Index of the number that counts it.
    pub(super) number: usize,
    /// Whether number and phrase stand in different phrases.
    pub(super) inherited: bool,
}

/// A possible end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PhraseEnd {
    /// One past the last token of the phrase.
    pub(super) end: usize,
    /// Where what is left out begins: `end`, or behind a comma or the like.
    pub(super) cut: usize,
    /// Whether the rules propose it.
    pub(super) proposed: bool,
}

/// The possible ends, the nearest first.
pub(super) fn ends(asked: CountedPhrase<'_>) -> Vec<PhraseEnd> {
    let CountedPhrase { head, number, .. } = asked;
    let scene = head.scene();
    let after = head.index() + 1;
    let first = head.entity().map_or(after, |index| after.max(scene.entities[index].tokens.end as usize));
    let limit = (head.subtree().end as usize).clamp(first, first + REACH);
    let proposed = phrase::end(head, number).max(first);
    let inner = (first + 1..limit).filter(|&at| begins_modifier(scene.at(at)));
    let mut found: Vec<PhraseEnd> = Vec::new();
    for cut in std::iter::once(first).chain(inner).chain([limit, proposed]) {
        let end = phrase::trimmed_end(cut, head).max(first);
        match found.iter_mut().find(|it| it.end == end) {
            Some(known) => known.proposed |= cut == proposed,
            None => found.push(PhraseEnd { end, cut, proposed: cut == proposed }),
        }
    }
    found.sort_by_key(|it| it.end);
    found
}

/// Whether a phrase could end before the token `at`.
fn begins_modifier(at: Node<'_>) -> bool {
    !matches!(at.pos(), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Part | Pos::Num | Pos::Det)
        || at.quantity().is_some_and(|index| at.scene().quantities[index].tokens.start as usize == at.index())
}

/// Features of one end.
pub(super) fn describe(asked: CountedPhrase<'_>, end: PhraseEnd, sink: &mut Sink<'_>) {
    let CountedPhrase { head, number, inherited } = asked;
    let scene = head.scene();
    let kind = scene.quantities[number].kind;
    let place = if inherited { "apart" } else { "own" };
    if end.proposed {
        sink(&["extent", "proposed"]);
        sink(&["extent", "proposed", family(kind), place]);
    }
    let length = bucket(end.end - head.index() - 1);
    sink(&["extent", "length", length]);
    sink(&["extent", "length", length, place]);
    sink(&["extent", "length", length, family(kind)]);
    sink(&["extent", "stop", scene.at(end.end - 1).tag().as_str()]);
    let mut modifiers = 0;
    for at in scene.all(head.index() + 1..end.end) {
        if let Some(sort) = modifier(head, at) {
            modifiers += 1;
            modified(asked, "in", at, &sort, kind, sink);
        }
        contents(at, number, sink);
    }
    sink(&["extent", "modifiers", bucket(modifiers)]);
    if end.cut < scene.doc.len() {
        let next = scene.at(end.cut);
        sink(&["extent", "next", next.tag().as_str()]);
        sink(&["extent", "next", next.tag().as_str(), next.dep().as_str()]);
        if let Some(sort) = modifier(head, next) {
            modified(asked, "out", next, &sort, kind, sink);
        }
    }
}

/// What the modifier that begins at `at` is: its label and, behind a preposition, the sort of its object.
fn modifier(head: Node<'_>, at: Node<'_>) -> Option<String> {
    let above = at.head();
    if above >= at || above < head {
        return None;
    }
    let object = at.child(Dep::Pobj).map(|object| {
        if let Some(label) = object.label() {
            label.as_str()
        } else if object.quantity().is_some() {
            "number"
        } else {
            object.pos().as_str()
        }
    });
    Some(format!("{}>{}", at.dep(), object.unwrap_or("-")))
}

/// Features of a modifier that is taken in or left out.
fn modified(asked: CountedPhrase<'_>, side: &str, at: Node<'_>, sort: &str, kind: Kind, sink: &mut Sink<'_>) {
    let depth = if at.head() == asked.head { "own" } else { "inner" };
    let word = at.lemma_in_name();
    sink(&["extent", side, sort, depth]);
    sink(&["extent", side, sort, word]);
    sink(&["extent", side, sort, word, depth]);
    sink(&["extent", side, sort, family(kind)]);
    sink(&["extent", side, word, at.head().lemma_in_name()]);
    sink(&["extent", side, at.tag().as_str(), depth]);
    for class in at.head().classes().names() {
        sink(&["extent", side, sort, "of", class]);
    }
}

/// What a phrase seldom holds.
fn contents(at: Node<'_>, number: usize, sink: &mut Sink<'_>) {
    match at.quantity() {
        Some(index) if index == number => sink(&["extent", "holds", "itself"]),
        Some(index) => sink(&["extent", "holds", at.scene().quantities[index].kind.as_str()]),
        None => {}
    }
    if matches!(
        at.tag(),
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
        sink(&["extent", "holds", at.tag().as_str()]);
    }
    if at.pos() == Pos::Space {
        sink(&["extent", "holds", "break"]);
    }
}
