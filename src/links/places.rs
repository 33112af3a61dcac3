//! Where it happened: towns, countries, buildings that the event's clause names.

use crate::article::{Dep, Kind};
use crate::links::agent;
use crate::links::answer::Filler;
use crate::links::clause;
use crate::links::frame;
use crate::links::given::Given;
use crate::links::scene::{Node, Scene};
use crate::links::words::Class;

/// Longest climb from a place to the event's verb, in steps.
const CLIMB: usize = 24;

/// Entities that say where the event, or the thing itself, is.
pub(super) fn of(given: &Given<'_>) -> Vec<Filler> {
    sites(given).into_iter().map(Filler::entity).collect()
}

fn sites(given: &Given<'_>) -> Vec<usize> {
    let (scene, kind) = (given.scene, given.kind());
    if matches!(kind, Kind::Age | Kind::Score) {
        return Vec::new();
    }
    let here = in_sentence(given.anchor.top);
    let mut found: Vec<usize> =
        here.iter().copied().filter(|&index| is_site(index, given, given.event)).collect();
    let clauses = given.event.map(clause::around).unwrap_or_default();
    for verb in clauses.into_iter().skip(1) {
        if found.is_empty() {
            found = here.iter().copied().filter(|&index| is_site(index, given, Some(verb))).collect();
        }
    }
    if kind == Kind::Measure && found.is_empty() {
        found = reference(given, &here);
    }
    distinct(scene, shared_out(given, found))
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
fn is_site(index: usize, given: &Given<'_>, verb: Option<Node<'_>>) -> bool {
    let scene = given.scene;
    let range = scene.entities[index].tokens;
    if range.contains(given.head.index()) {
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
            return is_argument(at, above, located, given);
        }
        if above == given.head || above == given.anchor.top {
            return located && (at.dep() == Dep::Prep || at.dep().is_noun_clause());
        }
        if !passes(at, above, given) {
            return false;
        }
        at = above;
    }
    false
}

/// Whether the dependent `at` of the event's verb, through which the place leads, says where.
fn is_argument(at: Node<'_>, verb: Node<'_>, located: bool, given: &Given<'_>) -> bool {
    match at.dep() {
        Dep::Nsubj | Dep::Nsubjpass => given.head.is_under(at) && located || agent::is_setting(verb, at),
        Dep::Dobj => located && given.head.is_under(at) || verb.is(Class::Site),
        Dep::Agent | Dep::Ccomp | Dep::Conj | Dep::Advcl => false,
        _ => located,
    }
}

/// Whether the climb goes on from `at` to `above`.
fn passes(at: Node<'_>, above: Node<'_>, given: &Given<'_>) -> bool {
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
            above.dep().is_noun_clause() && (above.head() == given.head || place(above.head()))
        }
        Dep::Prep => is_locative(at) || place(above) || !above.is_noun(),
        _ => false,
    }
}

/// The point from which a distance is measured: "40 km west of Arvo".
fn reference(given: &Given<'_>, here: &[usize]) -> Vec<usize> {
    let scene = given.scene;
    let quantity = &scene.quantities[given.anchor.quantity];
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
fn shared_out(given: &Given<'_>, found: Vec<usize>) -> Vec<usize> {
    let scene = given.scene;
    let start = |index: usize| scene.entities[index].tokens.start as usize;
    let own = scene.quantities[given.anchor.quantity].tokens.end as usize;
    let beside: Vec<usize> = found
        .iter()
        .copied()
        .filter(|&index| start(index) >= own && !scene.is_cut_off(given.anchor.quantity, start(index)))
        .collect();
    let taken = |at: usize| {
        at < own && scene.all(scene.at(at).around().start as usize..at).any(|token| is_other(given, token))
    };
    if let Some(own) = dealt(given, &found) {
        return vec![own];
    }
    let split = beside.len() < found.len()
        && found
            .iter()
            .any(|&index| scene.is_cut_off(given.anchor.quantity, start(index)) || taken(start(index)));
    if split && !beside.is_empty() { beside } else { found }
}

/// Of a list of places the one that has the number's place in its list: "Lagos and Kano recorded 81 and 57 murders".
fn dealt(given: &Given<'_>, found: &[usize]) -> Option<usize> {
    let scene = given.scene;
    let (place, length) = frame::number_in_list(scene, given.anchor.quantity);
    let own = *found.get(place)?;
    let listed = |&index: &usize| frame::noun_in_list(scene.anchor(index)).1 == length;
    (length > 1 && found.len() == length && found.iter().all(listed)).then_some(own)
}

/// Whether token `at` is part of another quantity of the same kind.
fn is_other(given: &Given<'_>, at: Node<'_>) -> bool {
    let scene = at.scene();
    let kind = scene.quantities[given.anchor.quantity].kind;
    at.quantity().is_some_and(|index| index != given.anchor.quantity && scene.quantities[index].kind == kind)
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
