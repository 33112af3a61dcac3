//! Out of which whole: "13 of the 33", "Arvo's rank", "a five-member panel".

use crate::article::{Kind, Referent};
use crate::links::candidates::Anchor;
use crate::links::phrase;
use crate::links::referent;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// What the counted phrase headed by `head` is a part or a property of.
pub(super) fn of(scene: &Scene<'_>, anchor: &Anchor, head: usize, verb: Option<usize>) -> Option<Referent> {
    counted(scene, anchor, head)
        .or_else(|| compound(scene, anchor, head))
        .or_else(|| owner(scene, head))
        .or_else(|| container(scene, anchor, head, verb))
}

/// "13 of the 33 gangsters"; "Of the 33, 13 were"; "94% of the $5m of sales".
fn counted(scene: &Scene<'_>, anchor: &Anchor, head: usize) -> Option<Referent> {
    let other = |at: usize| {
        scene.quantity_at(at).filter(|&index| {
            index != anchor.quantity
                && scene.quantities[index].kind.is_countable()
                && scene.quantities[index].kind != Kind::Ordinal
        })
    };
    let under = |preposition: usize| {
        let object = scene.doc.child(preposition, "pobj")?;
        other(object).or_else(|| scene.doc.children(object).filter(|&child| child < object).find_map(other))
    };
    let ofs = |at: usize| scene.doc.children(at).filter(|&child| scene.reads(child, "of"));
    let direct = ofs(anchor.top).find_map(under);
    let fronted = || anchor.verb.and_then(|verb| ofs(verb).find_map(under));
    let same_noun = || {
        ofs(anchor.top).next()?;
        scene.doc.children(head).filter(|&child| child < head).find_map(other)
    };
    direct.or_else(same_noun).or_else(fronted).map(Referent::Quantity)
}

/// "a five-member panel": the panel.
fn compound(scene: &Scene<'_>, anchor: &Anchor, head: usize) -> Option<Referent> {
    let inner = matches!(scene.dep(head), "compound" | "nmod" | "amod") && scene.doc.head(anchor.top) == head;
    inner.then(|| referent::of(scene, scene.doc.head(head))).flatten()
}

/// Whose rank, rate or position it is.
fn owner(scene: &Scene<'_>, head: usize) -> Option<Referent> {
    if !scene.is(head, Class::Attribute) && !scene.is(head, Class::Scale) {
        return None;
    }
    let possessor = scene.doc.child(head, "poss").and_then(|at| scene.entity_at(at));
    if let Some(entity) = possessor {
        return Some(Referent::Entity(entity));
    }
    let of = scene.doc.children(head).find(|&child| child > head && scene.reads(child, "of"))?;
    let object = scene.doc.child(of, "pobj").filter(|&object| scene.is_noun(object))?;
    if scene.quantity_at(object).is_some() || !scene.is(head, Class::Attribute) {
        return None;
    }
    Some(match scene.entity_at(object) {
        Some(entity) => Referent::Entity(entity),
        None => Referent::Phrase(phrase::span(scene, object, None)),
    })
}

/// "the deed comprises 44 pages": the deed.
fn container(scene: &Scene<'_>, anchor: &Anchor, head: usize, verb: Option<usize>) -> Option<Referent> {
    let verb = verb.or(anchor.verb)?;
    let object = scene.doc.head(head) == verb && matches!(scene.dep(head), "dobj" | "pobj");
    let counts = scene.quantities[anchor.quantity].kind == Kind::Count;
    if !object || !counts || !scene.is(verb, Class::Whole) {
        return None;
    }
    let whole = scene.subject(verb).filter(|&at| scene.is_noun(at) && !scene.is_person(at))?;
    referent::of(scene, whole)
}
