//! Where it happened: towns, countries, buildings that the event's clause names.

use crate::article::{Dep, Kind};
use crate::links::agent;
use crate::links::clause;
use crate::links::frame;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// Longest climb from a place to the event's verb, in steps.
const CLIMB: usize = 24;

/// What the places are looked for around.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// Index of the quantity.
    pub(super) quantity: usize,
    /// The event's verb.
    pub(super) verb: Option<usize>,
    /// Head of the counted phrase.
    pub(super) head: usize,
    /// The token through which the number hangs on the tree.
    pub(super) top: usize,
}

/// Entities that say where the event, or the thing itself, is.
pub(super) fn of(scene: &Scene<'_>, target: Target) -> Vec<usize> {
    let kind = scene.quantities[target.quantity].kind;
    if matches!(kind, Kind::Age | Kind::Score) {
        return Vec::new();
    }
    let here = in_sentence(scene, target.top);
    let mut found: Vec<usize> =
        here.iter().copied().filter(|&index| is_site(scene, index, target, target.verb)).collect();
    let clauses = target.verb.map(|verb| clause::around(scene, verb)).unwrap_or_default();
    for verb in clauses.into_iter().skip(1) {
        if found.is_empty() {
            found = here.iter().copied().filter(|&index| is_site(scene, index, target, Some(verb))).collect();
        }
    }
    if kind == Kind::Measure && found.is_empty() {
        found = reference(scene, target, &here);
    }
    distinct(scene, shared_out(scene, target, found))
}

/// Place names in the sentence of token `at`, without a dateline.
fn in_sentence(scene: &Scene<'_>, at: usize) -> Vec<usize> {
    let sentence = scene.sentence(at).range();
    let from = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.start);
    let to = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.end);
    (from..to)
        .filter(|&index| scene.entities[index].label.is_place() && !scene.opens_dateline(index))
        .collect()
}

/// Whether the place leads up to the event's verb, to the counted phrase or to the number.
fn is_site(scene: &Scene<'_>, index: usize, target: Target, verb: Option<usize>) -> bool {
    let range = scene.entities[index].tokens;
    if range.contains(target.head) {
        return false;
    }
    let mut at = scene.anchor(index);
    let mut located = false;
    for _ in 0..CLIMB {
        let above = scene.doc.head(at);
        if above == at {
            return false;
        }
        located |= is_locative(scene, at);
        if Some(above) == verb {
            return is_argument(scene, at, above, located, target);
        }
        if above == target.head || above == target.top {
            return located && (scene.dep(at) == Dep::Prep || is_own_clause(scene, at));
        }
        if !passes(scene, at, above, target) {
            return false;
        }
        at = above;
    }
    false
}

/// Whether the dependent `at` of the event's verb, through which the place leads, says where.
fn is_argument(scene: &Scene<'_>, at: usize, verb: usize, located: bool, target: Target) -> bool {
    match scene.dep(at) {
        Dep::Nsubj | Dep::Nsubjpass => {
            scene.is_under(target.head, at) && located || agent::is_setting(scene, verb, at)
        }
        Dep::Dobj => located && scene.is_under(target.head, at) || scene.is(verb, Class::Site),
        Dep::Agent | Dep::Ccomp | Dep::Conj | Dep::Advcl => false,
        _ => located,
    }
}

fn is_own_clause(scene: &Scene<'_>, at: usize) -> bool {
    scene.dep(at).is_noun_clause()
}

/// Whether the climb goes on from `at` to `above`.
fn passes(scene: &Scene<'_>, at: usize, above: usize, target: Target) -> bool {
    let place = |token: usize| {
        scene.is(token, Class::Place)
            || scene.entity_at(token).is_some_and(|index| scene.entities[index].label.is_place())
    };
    match scene.dep(at) {
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
        | Dep::Amod => !scene.is_verb(above),
        Dep::Poss | Dep::Acl | Dep::Relcl => place(above),
        Dep::Prep if scene.is_verb(above) => {
            is_own_clause(scene, above)
                && (scene.doc.head(above) == target.head || place(scene.doc.head(above)))
        }
        Dep::Prep => is_locative(scene, at) || place(above) || !scene.is_noun(above),
        _ => false,
    }
}

/// The point from which a distance is measured: "40 km west of Arvo".
fn reference(scene: &Scene<'_>, target: Target, here: &[usize]) -> Vec<usize> {
    let quantity = &scene.quantities[target.quantity];
    let length = quantity.unit.as_ref().and_then(|unit| unit.dimension.as_deref()) == Some("length");
    let end = quantity.tokens.end as usize;
    let near = |&index: &usize| {
        let start = scene.entities[index].tokens.start as usize;
        let from = (end..start).any(|at| ["of", "from"].iter().any(|word| scene.reads(at, word)));
        (end..end + 8).contains(&start) && from && !(end..start).any(|at| scene.is_verb(at))
    };
    here.iter().copied().filter(|_| length).find(near).into_iter().collect()
}

/// In a list of figures each has the places beside it: "rose 2% in Arvo and 5% in Kells".
fn shared_out(scene: &Scene<'_>, target: Target, found: Vec<usize>) -> Vec<usize> {
    let start = |index: usize| scene.entities[index].tokens.start as usize;
    let own = scene.quantities[target.quantity].tokens.end as usize;
    let beside: Vec<usize> = found
        .iter()
        .copied()
        .filter(|&index| start(index) >= own && !scene.is_cut_off(target.quantity, start(index)))
        .collect();
    let taken = |at: usize| {
        at < own && (scene.sentence(at).start as usize..at).any(|token| is_other(scene, target, token))
    };
    if let Some(own) = dealt(scene, target, &found) {
        return vec![own];
    }
    let split = beside.len() < found.len()
        && found.iter().any(|&index| scene.is_cut_off(target.quantity, start(index)) || taken(start(index)));
    if split && !beside.is_empty() { beside } else { found }
}

/// Of a list of places the one that has the number's place in its list: "Lagos and Kano recorded 81 and 57 murders".
fn dealt(scene: &Scene<'_>, target: Target, found: &[usize]) -> Option<usize> {
    let (place, length) = frame::number_in_list(scene, target.quantity);
    let own = *found.get(place)?;
    let listed = |&index: &usize| frame::noun_in_list(scene, scene.anchor(index)).1 == length;
    (length > 1 && found.len() == length && found.iter().all(listed)).then_some(own)
}

/// Whether token `at` is part of another quantity of the same kind.
fn is_other(scene: &Scene<'_>, target: Target, at: usize) -> bool {
    let kind = scene.quantities[target.quantity].kind;
    scene
        .quantity_at(at)
        .is_some_and(|index| index != target.quantity && scene.quantities[index].kind == kind)
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
fn is_locative(scene: &Scene<'_>, at: usize) -> bool {
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
    scene.dep(at) == Dep::Prep && LOCATIVE.iter().any(|word| scene.reads(at, word))
}
