//! Under which law.

use std::collections::HashSet;

use crate::article::{Circumstance, Dep, Label, Link, Pos, Referent};
use crate::links::answer::Filler;
use crate::links::given::Given;
use crate::links::scene::{Node, Scene};

/// Longest climb from a law to the event's verb, in steps.
const CLIMB: usize = 16;
/// How many links back a later sentence's law reaches.
const MENTIONS: usize = 60;

/// Laws that hang on the event.
pub(super) fn of(given: &Given<'_>) -> Vec<Filler> {
    given.event.map(laws).unwrap_or_default().into_iter().map(Filler::entity).collect()
}

fn laws(verb: Node<'_>) -> Vec<usize> {
    let scene = verb.scene();
    let sentence = verb.around().range();
    let from = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.start);
    let to = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.end);
    (from..to).filter(|&index| is_law(scene, index) && leads_to(index, verb)).collect()
}

/// Gives earlier links the laws of a later sentence about the same group of people: "the gangsters ... have been booked
/// under the X Act".
pub(super) fn spread(scene: &Scene<'_>, links: &mut [Link]) {
    for law in (0..scene.entities.len()).filter(|&index| is_law(scene, index)) {
        let Some(group) = charged(scene, law) else { continue };
        let words = content(group);
        let before = group.span().start();
        let end = links.partition_point(|link| scene.quantities[link.quantity].span.end() <= before);
        let earlier = links[..end].iter_mut().rev().take(MENTIONS);
        for link in
            earlier.filter(|link| link.event.is_some() && link.circumstances[Circumstance::Law].is_empty())
        {
            if shares(link, group, &words) {
                link.circumstances[Circumstance::Law].push(Referent::Entity(law));
            }
        }
    }
}

fn is_law(scene: &Scene<'_>, index: usize) -> bool {
    scene.entities[index].label == Label::Law
}

fn leads_to(law: usize, verb: Node<'_>) -> bool {
    let mut at = verb.scene().anchor(law);
    for above in at.ancestors().take(CLIMB) {
        if matches!(at.dep(), Dep::Ccomp | Dep::Nsubj | Dep::Nsubjpass | Dep::Agent) {
            return false;
        }
        if above == verb {
            return at.dep() != Dep::Conj;
        }
        at = above;
    }
    false
}

/// The group that is subject of the clause in which a law is applied.
fn charged<'a>(scene: &'a Scene<'_>, law: usize) -> Option<Node<'a>> {
    let at = scene.anchor(law);
    let applied = at.dep() == Dep::Pobj && {
        let preposition = at.head();
        preposition.reads_any(&["under", "of", "with", "for"])
    };
    let verb = applied.then(|| at.clause_verb()).flatten()?;
    let group = verb.subject().filter(|_| verb.is_passive())?;
    (group.is_noun() && group.is_plural() && group.entity().is_none()).then_some(group)
}

/// Lemmas of the nouns and adjectives of a phrase, without its head.
fn content(head: Node<'_>) -> HashSet<&str> {
    head.branch()
        .filter(|&at| at != head && matches!(at.pos(), Pos::Noun | Pos::Adj | Pos::Propn))
        .map(Node::lemma)
        .collect()
}

/// Whether a link counts the same group: the same noun, or people described by two of the same words.
fn shares(link: &Link, group: Node<'_>, words: &HashSet<&str>) -> bool {
    let Some(entity) = &link.entity else { return false };
    if entity.head.eq_ignore_ascii_case(group.lemma()) {
        return true;
    }
    let tokens = || group.all(group.scene().doc.tokens_in(entity.span).range());
    let people = tokens().any(|at| at.is_person() && at.lemma() == entity.head);
    people && group.is_person() && tokens().filter(|at| words.contains(at.lemma())).count() >= 2
}
