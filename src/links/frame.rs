//! How numbers and phrases stand in their clauses and lists, in few words: what the ranker's features are made of.

use crate::article::{CLIMB, Dep, Tag, Value};
use crate::links::route::preposition_of;
use crate::links::scene::{Node, Scene};

/// Longest climb through a tree, in steps.
const DEEPEST: usize = 64;
/// Longest list whose members are counted.
const LONGEST: usize = 8;

/// The part that token `at` plays in its clause: its label, or the preposition before it and what that hangs on. A later
/// member of a list plays the first one's part.
pub(super) fn role(at: Node<'_>) -> (&'static str, &'static str) {
    let first = first_of_list(at);
    let head = first.head();
    let above = |at: Node<'_>| {
        if at.is_verb() {
            "V"
        } else if at.is_noun() {
            "N"
        } else {
            "x"
        }
    };
    match first.dep() {
        Dep::Pobj | Dep::Pcomp => (preposition_of(head), above(head.head())),
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

fn first_of_list<'a>(at: Node<'a>) -> Node<'a> {
    let up = |member: &Node<'a>| (member.dep() == Dep::Conj).then(|| member.head());
    std::iter::successors(Some(at), up).take(LONGEST).last().unwrap_or(at)
}

/// How the clause of verb `other` stands to the clause of verb `own`.
pub(super) fn relation(own: Option<Node<'_>>, other: Option<Node<'_>>) -> &'static str {
    let (Some(own), Some(other)) = (own, other) else { return "verbless" };
    let under = |below: Node<'_>, above: Node<'_>| below.ancestors().take(DEEPEST).any(|at| at == above);
    if own == other {
        "same"
    } else if own.dep() == Dep::Conj && own.head() == other {
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
        let mark = |at: Node<'_>| at.tag() == Tag::Cc || at.reads(",");
        one.kind == other.kind && !gap.is_empty() && gap.len() <= 2 && scene.all(gap).all(mark)
    };
    let left = (index.saturating_sub(LONGEST)..index).rev().take_while(|&at| joined(at)).count();
    let last = (index + LONGEST).min(scene.quantities.len() - 1);
    let right = (index..last).take_while(|&at| joined(at)).count();
    (left, left + right + 1)
}

/// The place of the noun at `at` in a list ("houses, schools and clinics"), from 0, and how many the list has.
pub(super) fn noun_in_list<'a>(at: Node<'a>) -> (usize, usize) {
    let up = |member: &Node<'a>| (member.dep() == Dep::Conj).then(|| member.head());
    let down = |member: &Node<'a>| member.child(Dep::Conj).filter(|&child| child.is_noun());
    let before = std::iter::successors(Some(at), up).take(LONGEST).count() - 1;
    let after = std::iter::successors(Some(at), down).take(LONGEST).count() - 1;
    (before, before + after + 1)
}

/// The part that the branch with token `at` plays under `verb`: the label of its topmost token, a preposition by its word.
pub(super) fn part_in<'a>(verb: Node<'a>, at: Node<'a>) -> &'a str {
    if at == verb {
        return "itself";
    }
    let branch = at.upwards().take(CLIMB).find(|step| step.head() == verb && !step.is_root());
    match branch {
        Some(branch) if branch.dep() == Dep::Prep => branch.lemma_in_name(),
        Some(branch) => branch.dep().as_str(),
        None => "outside",
    }
}

/// The noun directly left of a number, over a comma, a bracket and another number: "Arvo, 12 miles (19 km) from".
pub(super) fn noun_beside<'a>(scene: &'a Scene<'_>, quantity: usize) -> Option<Node<'a>> {
    let start = scene.quantities[quantity].tokens.start as usize;
    let from = scene.at(start).around().range().start.max(start.saturating_sub(LONGEST));
    let beside = |at: &Node<'_>| {
        let mark =
            matches!(at.tag(), Tag::Comma | Tag::OpenBracket | Tag::CloseBracket) || at.quantity().is_some();
        !mark
    };
    scene.all(from..start).rev().find(beside).filter(|&at| at.is_noun())
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
            let at = |word: &str| scene.all(0..scene.doc.len()).find(|at| at.reads(word)).unwrap();
            assert_eq!(noun_in_list(at("houses")), (0, 3));
            assert_eq!(noun_in_list(at("clinics")), (2, 3));
        });
    }

    #[test]
    fn a_branch_plays_the_part_of_its_top() {
        with_scene("Police seized 12 guns in the old town.", |scene| {
            let at = |word: &str| scene.all(0..scene.doc.len()).find(|at| at.reads(word)).unwrap();
            let part = |word: &str| part_in(at("seized"), at(word));
            assert_eq!(["Police", "12", "town", "seized"].map(part), ["nsubj", "dobj", "in", "itself"]);
            assert_eq!(part_in(at("guns"), at("Police")), "outside");
        });
    }

    #[test]
    fn roles_pass_through_lists_and_prepositions() {
        with_scene("Floods hit Beira and Tete in 2 provinces.", |scene| {
            let at = |word: &str| scene.all(0..scene.doc.len()).find(|at| at.reads(word)).unwrap();
            assert_eq!(role(at("Tete")).0, "dobj");
            assert_eq!(role(at("provinces")).0, "in");
        });
    }
}
