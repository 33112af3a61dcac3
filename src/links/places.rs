//! Where it happened: towns, countries, buildings that the event's clause names.

use crate::article::{Dep, Kind};
use crate::links::agent;
use crate::links::clause;
use crate::links::frame;
use crate::links::scene::{Node, Scene};
use crate::links::words::Class;

/// Longest climb from a place to the event's verb, in steps.
const CLIMB: usize = 24;

/// What the places are looked for around.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// Index of the quantity.
    pub(super) quantity: usize,
    /// The event's verb.
    pub(super) verb: Option<Node<'a>>,
    /// Head of the counted phrase.
    pub(super) head: Node<'a>,
    /// The token through which the number hangs on the tree.
    pub(super) top: Node<'a>,
}

/// Entities that say where the event, or the thing itself, is.
pub(super) fn of(target: Target<'_>) -> Vec<usize> {
    let scene = target.top.scene();
    let kind = scene.quantities[target.quantity].kind;
    if matches!(kind, Kind::Age | Kind::Score) {
        return Vec::new();
    }
    let here = in_sentence(target.top);
    let mut found: Vec<usize> =
        here.iter().copied().filter(|&index| is_site(index, target, target.verb)).collect();
    let clauses = target.verb.map(clause::around).unwrap_or_default();
    for verb in clauses.into_iter().skip(1) {
        if found.is_empty() {
            found = here.iter().copied().filter(|&index| is_site(index, target, Some(verb))).collect();
        }
    }
    if kind == Kind::Measure && found.is_empty() {
        found = reference(target, &here);
    }
    distinct(scene, shared_out(target, found))
}

/// Place names in the sentence of token `at`, without a dateline.
fn in_sentence(at: Node<'_>) -> Vec<usize> {
    let scene = at.scene();
    let sentence = at.around().range();
    let from = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.start);
    let to = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.end);
    (from..to)
        .filter(|&index| scene.entities[index].label.is_place() && !scene.opens_dateline(index))
        .collect()
}

/// Whether the place leads up to the event's verb, to the counted phrase or to the number.
fn is_site(index: usize, target: Target<'_>, verb: Option<Node<'_>>) -> bool {
    let scene = target.top.scene();
    let range = scene.entities[index].tokens;
    if range.contains(target.head.index()) {
        return false;
    }
    let mut at = scene.anchor(index);
    let mut located = false;
    for _ in 0..CLIMB {
        let above = at.head();
        if above == at {
            return false;
        }
        located |= is_locative(at);
        if Some(above) == verb {
            return is_argument(at, above, located, target);
        }
        if above == target.head || above == target.top {
            return located && (at.dep() == Dep::Prep || at.dep().is_noun_clause());
        }
        if !passes(at, above, target) {
            return false;
        }
        at = above;
    }
    false
}

/// Whether the dependent `at` of the event's verb, through which the place leads, says where.
fn is_argument(at: Node<'_>, verb: Node<'_>, located: bool, target: Target<'_>) -> bool {
    match at.dep() {
        Dep::Nsubj | Dep::Nsubjpass => target.head.is_under(at) && located || agent::is_setting(verb, at),
        Dep::Dobj => located && target.head.is_under(at) || verb.is(Class::Site),
        Dep::Agent | Dep::Ccomp | Dep::Conj | Dep::Advcl => false,
        _ => located,
    }
}

/// Whether the climb goes on from `at` to `above`.
fn passes(at: Node<'_>, above: Node<'_>, target: Target<'_>) -> bool {
    let place = |token: Node<'_>| token.is(Class::Place) || token.is_place();
    match at.dep() {
        Dep::Pobj
        | Dep::Conj
        | Dep::Appos
        | Dep::Compound
        | Dep::Nmod
        | Dep::Advmod
        | Dep::Npadvmod
        | Dep::Dobj
        | Dep::Attr
        | Dep::Acomp
        | Dep::Amod => !above.is_verb(),
        Dep::Poss | Dep::Acl | Dep::Relcl => place(above),
        Dep::Prep if above.is_verb() => {
            above.dep().is_noun_clause() && (above.head() == target.head || place(above.head()))
        }
        Dep::Prep => is_locative(at) || place(above) || !above.is_noun(),
        _ => false,
    }
}

/// The point from which a distance is measured: "40 km west of Arvo".
fn reference(target: Target<'_>, here: &[usize]) -> Vec<usize> {
    let scene = target.top.scene();
    let quantity = &scene.quantities[target.quantity];
    let length = quantity.unit.as_ref().and_then(|unit| unit.dimension.as_deref()) == Some("length");
    let end = quantity.tokens.end as usize;
    let near = |&index: &usize| {
        let start = scene.entities[index].tokens.start as usize;
        let from = scene.all(end..start).any(|at| at.reads_any(&["of", "from"]));
        (end..end + 8).contains(&start) && from && !scene.all(end..start).any(Node::is_verb)
    };
    here.iter().copied().filter(|_| length).find(near).into_iter().collect()
}

/// In a list of figures each has the places beside it: "rose 2% in Arvo and 5% in Kells".
fn shared_out(target: Target<'_>, found: Vec<usize>) -> Vec<usize> {
    let scene = target.top.scene();
    let start = |index: usize| scene.entities[index].tokens.start as usize;
    let own = scene.quantities[target.quantity].tokens.end as usize;
    let beside: Vec<usize> = found
        .iter()
        .copied()
        .filter(|&index| start(index) >= own && !scene.is_cut_off(target.quantity, start(index)))
        .collect();
    let taken = |at: usize| {
        at < own && scene.all(scene.at(at).around().start as usize..at).any(|token| is_other(target, token))
    };
    if let Some(own) = dealt(target, &found) {
        return vec![own];
    }
    let split = beside.len() < found.len()
        && found.iter().any(|&index| scene.is_cut_off(target.quantity, start(index)) || taken(start(index)));
    if split && !beside.is_empty() { beside } else { found }
}

/// Of a list of places the one that has the number's place in its list: "Lagos and Kano recorded 81 and 57 murders".
fn dealt(target: Target<'_>, found: &[usize]) -> Option<usize> {
    let scene = target.top.scene();
    let (place, length) = frame::number_in_list(scene, target.quantity);
    let own = *found.get(place)?;
    let listed = |&index: &usize| frame::noun_in_list(scene.anchor(index)).1 == length;
    (length > 1 && found.len() == length && found.iter().all(listed)).then_some(own)
}

/// Whether token `at` is part of another quantity of the same kind.
fn is_other(target: Target<'_>, at: Node<'_>) -> bool {
    let scene = at.scene();
    let kind = scene.quantities[target.quantity].kind;
    at.quantity().is_some_and(|index| index != target.quantity && scene.quantities[index].kind == kind)
}

/// One mention a name.
fn distinct(scene: &Scene<'_>, found: Vec<usize>) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for index in found {
        if !kept.iter().any(|&other| scene.entities[other].name == scene.entities[index].name) {
            kept.push(index);
        }
    }
    kept
}

/// Whether token `at` is a preposition of place.
fn is_locative(at: Node<'_>) -> bool {
    const LOCATIVE: [&str; 23] = [
        "in",
        "at",
        "on",
        "near",
        "from",
        "to",
        "into",
        "across",
        "around",
        "outside",
        "inside",
        "along",
        "through",
        "over",
        "between",
        "throughout",
        "within",
        "off",
        "toward",
        "towards",
        "above",
        "under",
        "beside",
    ];
    at.dep() == Dep::Prep && at.reads_any(&LOCATIVE)
}
