//! Under which law.

use std::collections::HashSet;

use crate::article::{Dep, Label, Link, Pos};
use crate::links::scene::Scene;

/// Longest climb from a law to the event's verb, in steps.
const CLIMB: usize = 16;
/// How many links back a later sentence's law reaches.
const MENTIONS: usize = 60;

/// Laws that hang on verb `verb`.
pub(super) fn of(scene: &Scene<'_>, verb: usize) -> Vec<usize> {
    let sentence = scene.sentence(verb).range();
    let from = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.start);
    let to = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.end);
    (from..to).filter(|&index| is_law(scene, index) && leads_to(scene, index, verb)).collect()
}

/// Gives earlier links the laws of a later sentence about the same group of people: "the gangsters ... have been booked
/// under the X Act".
pub(super) fn spread(scene: &Scene<'_>, links: &mut [Link]) {
    for law in (0..scene.entities.len()).filter(|&index| is_law(scene, index)) {
        let Some(group) = charged(scene, law) else { continue };
        let words = content(scene, group);
        let before = scene.doc.tokens[group].span.start();
        let end = links.partition_point(|link| scene.quantities[link.quantity].span.end() <= before);
        let earlier = links[..end].iter_mut().rev().take(MENTIONS);
        for link in earlier.filter(|link| link.event.is_some() && link.law.is_empty()) {
            if shares(scene, link, group, &words) {
                link.law.push(law);
            }
        }
    }
}

fn is_law(scene: &Scene<'_>, index: usize) -> bool {
    scene.entities[index].label == Label::Law
}

fn leads_to(scene: &Scene<'_>, law: usize, verb: usize) -> bool {
    let mut at = scene.anchor(law);
    for above in scene.doc.ancestors(at).take(CLIMB) {
        if matches!(scene.dep(at), Dep::Ccomp | Dep::Nsubj | Dep::Nsubjpass | Dep::Agent) {
            return false;
        }
        if above == verb {
            return scene.dep(at) != Dep::Conj;
        }
        at = above;
    }
    false
}

/// The group that is subject of the clause in which a law is applied.
fn charged(scene: &Scene<'_>, law: usize) -> Option<usize> {
    let at = scene.anchor(law);
    let applied = scene.dep(at) == Dep::Pobj && {
        let preposition = scene.doc.head(at);
        ["under", "of", "with", "for"].iter().any(|word| scene.reads(preposition, word))
    };
    let verb = applied.then(|| scene.clause_verb(at)).flatten()?;
    let group = scene.subject(verb).filter(|_| scene.is_passive(verb))?;
    (scene.is_noun(group) && scene.is_plural(group) && scene.entity_at(group).is_none()).then_some(group)
}

/// Lemmas of the nouns and adjectives of a phrase, without its head.
fn content<'a>(scene: &'a Scene<'_>, head: usize) -> HashSet<&'a str> {
    let range = scene.doc.subtree(head).range();
    range
        .filter(|&at| at != head && matches!(scene.pos(at), Pos::Noun | Pos::Adj | Pos::Propn))
        .map(|at| scene.lemma(at))
        .collect()
}

/// Whether a link counts the same group: the same noun, or people described by two of the same words.
fn shares(scene: &Scene<'_>, link: &Link, group: usize, words: &HashSet<&str>) -> bool {
    let Some(entity) = &link.entity else { return false };
    if entity.head.eq_ignore_ascii_case(scene.lemma(group)) {
        return true;
    }
    let range = scene.doc.tokens_in(entity.span).range();
    let people = range.clone().any(|at| scene.is_person(at) && scene.lemma(at) == entity.head);
    people && scene.is_person(group) && range.filter(|&at| words.contains(scene.lemma(at))).count() >= 2
}
