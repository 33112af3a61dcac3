//! Out of which whole: "13 of the 33", "Arvo's rank", "a five-member panel".

use rust_decimal::Decimal;

use crate::article::{Dep, Kind, Pos, Quantity, REACH, Referent, Tag, Value};
use crate::links::answer::Filler;
use crate::links::candidates::Anchor;
use crate::links::given::Given;
use crate::links::groups::Groups;
use crate::links::phrase;
use crate::links::referent;
use crate::links::scene::Node;
use crate::links::words::Class;

/// How many links back a larger number of the same thing is looked for.
const GROUPS: usize = 12;
/// How far before a number "of whom" may stand, in tokens.
const NEAR: usize = 4;

/// What the counted phrase is a part or a property of.
pub(super) fn of(given: &Given<'_>) -> Vec<Filler> {
    whole(given).map(Filler::Referent).into_iter().collect()
}

fn whole(given: &Given<'_>) -> Option<Referent> {
    let Given { anchor, head, event: verb, groups, .. } = *given;
    counted(anchor, head)
        .or_else(|| group(anchor, head, groups))
        .or_else(|| among(anchor))
        .or_else(|| including(head))
        .or_else(|| compound(anchor, head))
        .or_else(|| owner(head))
        .or_else(|| container(anchor, head, verb))
}

/// "13 of the 33 gangsters"; "Of the 33, 13 were"; "94% of the $5m of sales".
fn counted<'a>(anchor: &Anchor<'a>, head: Node<'a>) -> Option<Referent> {
    let kind = |index: usize| head.scene().quantities[index].kind;
    let other = |at: Node<'_>| {
        at.quantity().filter(|&index| {
            index != anchor.quantity && kind(index).is_countable() && kind(index) != Kind::Ordinal
        })
    };
    let under = |preposition: Node<'_>| {
        let object = preposition.child(Dep::Pobj)?;
        other(object).or_else(|| object.children().filter(|&child| child < object).find_map(other))
    };
    let ofs = |at: Node<'a>| at.children().filter(|&child| child.reads("of"));
    let direct = ofs(anchor.top).find_map(under);
    let fronted = || {
        let joined = |verb: &Node<'a>| (verb.dep() == Dep::Conj).then(|| verb.head());
        std::iter::successors(anchor.verb, joined).take(3).find_map(|verb| ofs(verb).find_map(under))
    };
    let same_noun = || {
        ofs(anchor.top).next()?;
        head.children().filter(|&child| child < head).find_map(other)
    };
    direct.or_else(same_noun).or_else(fronted).map(Referent::Quantity)
}

/// "one of the incidents", "of which five": the earlier and larger number of the same thing.
fn group(anchor: &Anchor<'_>, head: Node<'_>, groups: &Groups) -> Option<Referent> {
    let definite = |at: Node<'_>| {
        at.pos() == Pos::Pron
            || at.children().any(|child| matches!(child.tag(), Tag::Dt | Tag::Wdt) && !child.reads("a"))
    };
    let partitive =
        anchor.top.children().any(|child| child.reads("of") && child.child(Dep::Pobj).is_some_and(definite));
    let scene = head.scene();
    let sentence = anchor.top.around().range();
    let own = scene.quantities[anchor.quantity].tokens.start as usize;
    let which = scene
        .all(own.saturating_sub(6).max(sentence.start)..own)
        .any(|at| at.reads("which") && at.dep() == Dep::Pobj && at.head().reads("of"));
    if !partitive && !which {
        return None;
    }
    let lemma = head.head_lemma();
    let larger = |&(index, counted): &(usize, usize)| {
        let other = &scene.quantities[index];
        other.kind == Kind::Count
            && scene.at(counted).head_lemma() == lemma
            && amount(other) > amount(&scene.quantities[anchor.quantity])
    };
    let earlier = groups.linked_before(anchor.quantity).take(GROUPS);
    earlier.into_iter().find(larger).map(|(index, _)| Referent::Quantity(index))
}

/// "212 people, of whom 29 were children", "eight people, five of them firemen": the larger number before it in the
/// sentence.
fn among(anchor: &Anchor<'_>) -> Option<Referent> {
    let scene = anchor.top.scene();
    let tokens = scene.quantities[anchor.quantity].tokens.range();
    let sentence = anchor.top.around().range();
    let pronoun = |at: Node<'_>| {
        let led = |before: Node<'_>| before.reads_any(&["of", "among", "including"]);
        at.reads_any(&["whom", "which", "them"]) && at.before().is_some_and(led)
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
    before.chain(after).any(|at| pronoun(scene.at(at))).then(nearest).flatten()
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
fn including(head: Node<'_>) -> Option<Referent> {
    let preposition = Some(head.head()).filter(|&at| at.reads("including"))?;
    let whole = Some(preposition.head()).filter(|&at| at.is_noun() && head.dep() == Dep::Pobj)?;
    let number = whole.children().filter(|&child| child < whole).find_map(Node::quantity);
    Some(number.map_or_else(|| Referent::Phrase(phrase::span(whole, None)), Referent::Quantity))
}

/// "a five-member panel": the panel.
fn compound(anchor: &Anchor<'_>, head: Node<'_>) -> Option<Referent> {
    let inner = matches!(head.dep(), Dep::Compound | Dep::Nmod | Dep::Amod) && anchor.top.head() == head;
    inner.then(|| referent::of(head.head())).flatten()
}

/// Whose rank, rate or position it is.
fn owner(head: Node<'_>) -> Option<Referent> {
    if !head.is(Class::Attribute) && !head.is(Class::Scale) {
        return None;
    }
    let possessor = head.child(Dep::Poss).and_then(Node::entity);
    if let Some(entity) = possessor {
        return Some(Referent::Entity(entity));
    }
    let of = head.children().find(|&child| child > head && child.reads("of"))?;
    let object = of.child(Dep::Pobj).filter(|&object| object.is_noun())?;
    if object.quantity().is_some() || !head.is(Class::Attribute) {
        return None;
    }
    Some(match object.entity() {
        Some(entity) => Referent::Entity(entity),
        None => Referent::Phrase(phrase::span(object, None)),
    })
}

/// "the deed comprises 44 pages": the deed.
fn container(anchor: &Anchor<'_>, head: Node<'_>, verb: Option<Node<'_>>) -> Option<Referent> {
    let verb = verb.or(anchor.verb)?;
    let object = head.head() == verb && matches!(head.dep(), Dep::Dobj | Dep::Pobj);
    let counts = head.scene().quantities[anchor.quantity].kind == Kind::Count;
    if !object || !counts || !verb.is(Class::Whole) {
        return None;
    }
    let whole = verb.subject().filter(|&at| at.is_noun() && !at.is_person())?;
    referent::of(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    #[test]
    fn of_whom_points_at_the_larger_number() {
        with_scene("Some 400 people, of whom 90 were children, slept there.", |scene| {
            let whole = among(&Anchor::new(scene, 1));
            assert!(matches!(whole, Some(Referent::Quantity(0))));
            assert!(among(&Anchor::new(scene, 0)).is_none());
        });
    }
}
