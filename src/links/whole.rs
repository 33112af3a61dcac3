//! Out of which whole: "13 of the 33", "Arvo's rank", "a five-member panel".

use rust_decimal::Decimal;

use crate::article::{Dep, Kind, Pos, Quantity, REACH, Referent, Tag, Value};
use crate::links::candidates::Anchor;
use crate::links::groups::Groups;
use crate::links::phrase;
use crate::links::referent;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// How many links back a larger number of the same thing is looked for.
const GROUPS: usize = 12;
/// How far before a number "of whom" may stand, in tokens.
const NEAR: usize = 4;

/// What the counted phrase headed by `head` is a part or a property of.
pub(super) fn of(
    scene: &Scene<'_>,
    anchor: &Anchor,
    head: usize,
    verb: Option<usize>,
    groups: &Groups,
) -> Option<Referent> {
    counted(scene, anchor, head)
        .or_else(|| group(scene, anchor, head, groups))
        .or_else(|| among(scene, anchor))
        .or_else(|| including(scene, head))
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
        let object = scene.doc.child(preposition, Dep::Pobj)?;
        other(object).or_else(|| scene.doc.children(object).filter(|&child| child < object).find_map(other))
    };
    let ofs = |at: usize| scene.doc.children(at).filter(|&child| scene.reads(child, "of"));
    let direct = ofs(anchor.top).find_map(under);
    let fronted = || {
        let verbs = std::iter::successors(anchor.verb, |&verb| {
            (scene.dep(verb) == Dep::Conj).then(|| scene.doc.head(verb))
        });
        verbs.take(3).find_map(|verb| ofs(verb).find_map(under))
    };
    let same_noun = || {
        ofs(anchor.top).next()?;
        scene.doc.children(head).filter(|&child| child < head).find_map(other)
    };
    direct.or_else(same_noun).or_else(fronted).map(Referent::Quantity)
}

/// "one of the incidents", "of which five": the earlier and larger number of the same thing.
fn group(scene: &Scene<'_>, anchor: &Anchor, head: usize, groups: &Groups) -> Option<Referent> {
    let definite = |at: usize| {
        scene.pos(at) == Pos::Pron
            || scene
                .doc
                .children(at)
                .any(|child| matches!(scene.tag(child), Tag::Dt | Tag::Wdt) && !scene.reads(child, "a"))
    };
    let partitive = scene
        .doc
        .children(anchor.top)
        .any(|child| scene.reads(child, "of") && scene.doc.child(child, Dep::Pobj).is_some_and(definite));
    let sentence = scene.sentence(anchor.top).range();
    let own = scene.quantities[anchor.quantity].tokens.start as usize;
    let which = (own.saturating_sub(6).max(sentence.start)..own).any(|at| {
        scene.reads(at, "which") && scene.dep(at) == Dep::Pobj && scene.reads(scene.doc.head(at), "of")
    });
    if !partitive && !which {
        return None;
    }
    let lemma = scene.head_lemma(head);
    let larger = |&(index, counted): &(usize, usize)| {
        let other = &scene.quantities[index];
        other.kind == Kind::Count
            && scene.head_lemma(counted) == lemma
            && amount(other) > amount(&scene.quantities[anchor.quantity])
    };
    let earlier = groups.linked_before(anchor.quantity).take(GROUPS);
    earlier.into_iter().find(larger).map(|(index, _)| Referent::Quantity(index))
}

/// "212 people, of whom 29 were children", "eight people, five of them firemen": the larger number before it in the
/// sentence.
fn among(scene: &Scene<'_>, anchor: &Anchor) -> Option<Referent> {
    let tokens = scene.quantities[anchor.quantity].tokens.range();
    let sentence = scene.sentence(anchor.top).range();
    let pronoun = |at: usize| {
        let whole = ["whom", "which", "them"].iter().any(|word| scene.reads(at, word));
        whole && at > 0 && ["of", "among", "including"].iter().any(|word| scene.reads(at - 1, word))
    };
    let before = tokens.start.saturating_sub(NEAR).max(sentence.start)..tokens.start;
    let after = tokens.end..(tokens.end + 2).min(sentence.end);
    let own = amount(&scene.quantities[anchor.quantity]);
    let larger = |&index: &usize| {
        let other = &scene.quantities[index];
        other.kind == Kind::Count && amount(other) > own
    };
    let first =
        scene.quantities[..anchor.quantity].partition_point(|it| (it.tokens.start as usize) < sentence.start);
    let nearest = || (first..anchor.quantity).rev().take(REACH).find(larger).map(Referent::Quantity);
    before.chain(after).any(pronoun).then(nearest).flatten()
}

/// The number itself, or the lower end of a range.
fn amount(quantity: &Quantity) -> Option<Decimal> {
    match &quantity.value {
        Value::Number(number) => Some(*number),
        Value::Range { min, max } => min.or(*max),
        Value::Unknown | Value::Text(_) => None,
    }
}

/// "23 hostages, including six women": the hostages.
fn including(scene: &Scene<'_>, head: usize) -> Option<Referent> {
    let preposition = Some(scene.doc.head(head)).filter(|&at| scene.reads(at, "including"))?;
    let whole =
        Some(scene.doc.head(preposition)).filter(|&at| scene.is_noun(at) && scene.dep(head) == Dep::Pobj)?;
    let number =
        scene.doc.children(whole).filter(|&child| child < whole).find_map(|child| scene.quantity_at(child));
    Some(number.map_or_else(|| Referent::Phrase(phrase::span(scene, whole, None)), Referent::Quantity))
}

/// "a five-member panel": the panel.
fn compound(scene: &Scene<'_>, anchor: &Anchor, head: usize) -> Option<Referent> {
    let inner = matches!(scene.dep(head), Dep::Compound | Dep::Nmod | Dep::Amod)
        && scene.doc.head(anchor.top) == head;
    inner.then(|| referent::of(scene, scene.doc.head(head))).flatten()
}

/// Whose rank, rate or position it is.
fn owner(scene: &Scene<'_>, head: usize) -> Option<Referent> {
    if !scene.is(head, Class::Attribute) && !scene.is(head, Class::Scale) {
        return None;
    }
    let possessor = scene.doc.child(head, Dep::Poss).and_then(|at| scene.entity_at(at));
    if let Some(entity) = possessor {
        return Some(Referent::Entity(entity));
    }
    let of = scene.doc.children(head).find(|&child| child > head && scene.reads(child, "of"))?;
    let object = scene.doc.child(of, Dep::Pobj).filter(|&object| scene.is_noun(object))?;
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
    let object = scene.doc.head(head) == verb && matches!(scene.dep(head), Dep::Dobj | Dep::Pobj);
    let counts = scene.quantities[anchor.quantity].kind == Kind::Count;
    if !object || !counts || !scene.is(verb, Class::Whole) {
        return None;
    }
    let whole = scene.subject(verb).filter(|&at| scene.is_noun(at) && !scene.is_person(at))?;
    referent::of(scene, whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    #[test]
    fn of_whom_points_at_the_larger_number() {
        with_scene("Some 400 people, of whom 90 were children, slept there.", |scene| {
            let whole = among(scene, &Anchor::new(scene, 1));
            assert!(matches!(whole, Some(Referent::Quantity(0))));
            assert!(among(scene, &Anchor::new(scene, 0)).is_none());
        });
    }
}
