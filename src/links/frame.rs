//! How numbers and phrases stand in their clauses and lists, in few words: what the ranker's features are made of.

use crate::article::{Dep, Tag, Value};
use crate::links::route::preposition_of;
use crate::links::scene::Scene;

/// Longest climb through a tree, in steps.
const DEEPEST: usize = 64;
/// Longest list whose members are counted.
const LONGEST: usize = 8;

/// The part that token `at` plays in its clause: its label, or the preposition before it and what that hangs on. A later
/// member of a list plays the first one's part.
pub(super) fn role(scene: &Scene<'_>, at: usize) -> (&'static str, &'static str) {
    let first = first_of_list(scene, at);
    let head = scene.doc.head(first);
    let above = |at: usize| {
        if scene.is_verb(at) {
            "V"
        } else if scene.is_noun(at) {
            "N"
        } else {
            "x"
        }
    };
    match scene.dep(first) {
        Dep::Pobj | Dep::Pcomp => (preposition_of(scene, head), above(scene.doc.head(head))),
        Dep::Nummod | Dep::Quantmod | Dep::Compound | Dep::Nmod | Dep::Amod => ("mod", above(head)),
        label => (label.as_str(), above(head)),
    }
}

/// Whether quantity `own` is smaller or larger than quantity `other`.
pub(super) fn compared(scene: &Scene<'_>, own: usize, other: usize) -> &'static str {
    match (&scene.quantities[own].value, &scene.quantities[other].value) {
        (Value::Number(own), Value::Number(other)) if own < other => "less",
        (Value::Number(_), Value::Number(_)) => "more",
        _ => "unlike",
    }
}

fn first_of_list(scene: &Scene<'_>, at: usize) -> usize {
    let up = |&member: &usize| (scene.dep(member) == Dep::Conj).then(|| scene.doc.head(member));
    std::iter::successors(Some(at), up).take(LONGEST).last().unwrap_or(at)
}

/// How the clause of verb `other` stands to the clause of verb `own`.
pub(super) fn relation(scene: &Scene<'_>, own: Option<usize>, other: Option<usize>) -> &'static str {
    let (Some(own), Some(other)) = (own, other) else { return "verbless" };
    let under = |below: usize, above: usize| scene.doc.ancestors(below).take(DEEPEST).any(|at| at == above);
    if own == other {
        "same"
    } else if scene.dep(own) == Dep::Conj && scene.doc.head(own) == other {
        "before"
    } else if under(own, other) {
        "above"
    } else if under(other, own) {
        "below"
    } else {
        "apart"
    }
}

/// The place of quantity `index` in a bare list of numbers ("81 and 57", "28.9, 18.8 and 12.1 million tonnes"), from 0,
/// and how many the list has.
pub(super) fn number_in_list(scene: &Scene<'_>, index: usize) -> (usize, usize) {
    let joined = |left: usize| {
        let (one, other) = (&scene.quantities[left], &scene.quantities[left + 1]);
        let gap = one.tokens.end as usize..other.tokens.start as usize;
        let mark = |at: usize| scene.tag(at) == Tag::Cc || scene.reads(at, ",");
        one.kind == other.kind && !gap.is_empty() && gap.len() <= 2 && gap.clone().all(mark)
    };
    let left = (index.saturating_sub(LONGEST)..index).rev().take_while(|&at| joined(at)).count();
    let last = (index + LONGEST).min(scene.quantities.len() - 1);
    let right = (index..last).take_while(|&at| joined(at)).count();
    (left, left + right + 1)
}

/// The place of the noun at `at` in a list ("houses, schools and clinics"), from 0, and how many the list has.
pub(super) fn noun_in_list(scene: &Scene<'_>, at: usize) -> (usize, usize) {
    let up = |&member: &usize| (scene.dep(member) == Dep::Conj).then(|| scene.doc.head(member));
    let down = |&member: &usize| scene.doc.child(member, Dep::Conj).filter(|&child| scene.is_noun(child));
    let before = std::iter::successors(Some(at), up).take(LONGEST).count() - 1;
    let after = std::iter::successors(Some(at), down).take(LONGEST).count() - 1;
    (before, before + after + 1)
}

/// The noun directly left of a number, over a comma, a bracket and another number: "Arvo, 12 miles (19 km) from".
pub(super) fn noun_beside(scene: &Scene<'_>, quantity: usize) -> Option<usize> {
    let start = scene.quantities[quantity].tokens.start as usize;
    let from = scene.sentence(start).range().start.max(start.saturating_sub(LONGEST));
    let beside = |&at: &usize| {
        let mark = matches!(scene.tag(at), Tag::Comma | Tag::OpenBracket | Tag::CloseBracket)
            || scene.quantity_at(at).is_some();
        !mark
    };
    (from..start).rev().find(beside).filter(|&at| scene.is_noun(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    #[test]
    fn a_list_of_numbers_is_counted_through() {
        with_scene("Lagos and Kano recorded 81 and 57 murders.", |scene| {
            assert_eq!(number_in_list(scene, 0), (0, 2));
            assert_eq!(number_in_list(scene, 1), (1, 2));
        });
    }

    #[test]
    fn a_list_of_nouns_is_counted_through() {
        with_scene("The storm damaged houses, schools and clinics in 12 towns.", |scene| {
            let at = |word: &str| (0..scene.doc.len()).find(|&at| scene.reads(at, word)).unwrap();
            assert_eq!(noun_in_list(scene, at("houses")), (0, 3));
            assert_eq!(noun_in_list(scene, at("clinics")), (2, 3));
        });
    }

    #[test]
    fn roles_pass_through_lists_and_prepositions() {
        with_scene("Floods hit Beira and Tete in 2 provinces.", |scene| {
            let at = |word: &str| (0..scene.doc.len()).find(|&at| scene.reads(at, word)).unwrap();
            assert_eq!(role(scene, at("Tete")).0, "dobj");
            assert_eq!(role(scene, at("provinces")).0, "in");
        });
    }
}
