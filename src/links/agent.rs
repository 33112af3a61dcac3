//! Who did it.

use crate::article::{Dep, Kind, Label, Referent};
use crate::links::referent;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// The doer of verb `verb`, where it is another than the counted phrase headed by `head` with the number at `top`.
pub(super) fn of(scene: &Scene<'_>, kind: Kind, verb: usize, head: usize, top: usize) -> Option<Referent> {
    if matches!(kind, Kind::Age | Kind::Rank) || scene.is(verb, Class::Publish) {
        return None;
    }
    let doer = doer(scene, verb)?;
    let other = doer != head && doer != top && scene.quantity_at(doer).is_none();
    let fits = other && !is_unfit(scene, doer) && !is_joined(scene, head, doer);
    (fits && happens_to(scene, verb, head, top)).then(|| referent::of(scene, doer)).flatten()
}

/// The token of the doer: the subject of an active verb, the by-phrase of a passive one.
pub(super) fn doer(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    if !scene.is_passive(verb) {
        return scene
            .subject(verb)
            .filter(|&subject| scene.dep(subject) != Dep::Nsubjpass && !is_setting(scene, verb, subject));
    }
    let by = scene.doc.children(verb).find(|&child| scene.dep(child) == Dep::Agent);
    by.and_then(|by| scene.doc.child(by, Dep::Pobj)).or_else(|| loose_by(scene, verb))
}

/// A by-phrase of people that the parse hung elsewhere in the verb's clause.
fn loose_by(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let end = scene.sentence(verb).end as usize;
    let acts = |&doer: &usize| {
        let named = |index: usize| matches!(scene.entities[index].label, Label::Org | Label::Person);
        scene.is(doer, Class::Person)
            || scene.is(doer, Class::Group)
            || scene.entity_at(doer).is_some_and(named)
    };
    (verb + 1..end)
        .filter(|&at| scene.reads(at, "by") && scene.clause_verb(at) == Some(verb))
        .filter(|&at| !scene.is_verb(scene.doc.head(at)) && !scene.is_noun_with_clause(scene.doc.head(at)))
        .find_map(|by| scene.doc.child(by, Dep::Pobj).filter(acts))
}

/// Whether the subject is a place where something is on record, not somebody who acts.
pub(super) fn is_setting(scene: &Scene<'_>, verb: usize, subject: usize) -> bool {
    let place = |at: usize| scene.entity_at(at).is_some_and(|index| scene.entities[index].label.is_place());
    let named =
        place(subject) || (scene.is(subject, Class::Place) && scene.doc.subtree(subject).range().any(place));
    scene.is(verb, Class::Setting) && named
}

/// Laws, dates and "there" do nothing.
fn is_unfit(scene: &Scene<'_>, doer: usize) -> bool {
    let law = scene.entity_at(doer).is_some_and(|index| scene.entities[index].label == Label::Law);
    law || scene.reads(doer, "there") || scene.is(doer, Class::Period)
}

/// Whether the counted phrase is part of the doer's own phrase or coordinated with it.
fn is_joined(scene: &Scene<'_>, head: usize, doer: usize) -> bool {
    scene.doc.ancestors(head).take_while(|&above| !scene.is_verb(above)).any(|above| above == doer)
}

/// Whether phrase or number are what the verb is done to: its object, its passive subject, or what follows "for" and
/// "on" ("convicted on three charges").
fn happens_to(scene: &Scene<'_>, verb: usize, head: usize, top: usize) -> bool {
    if scene.dep(verb).is_noun_clause() && scene.doc.head(verb) == head {
        return true;
    }
    if scene.is(verb, Class::Whole) {
        return false;
    }
    [head, top].into_iter().any(|at| is_object(scene, verb, at))
}

fn is_object(scene: &Scene<'_>, verb: usize, start: usize) -> bool {
    let mut at = start;
    for _ in 0..8 {
        let above = scene.doc.head(at);
        if above == at {
            return false;
        }
        if above == verb {
            return match scene.dep(at) {
                Dep::Prep => ["for", "on", "of"].iter().any(|word| scene.reads(at, word)),
                label => {
                    matches!(
                        label,
                        Dep::Dobj
                            | Dep::Nsubjpass
                            | Dep::Dative
                            | Dep::Oprd
                            | Dep::Ccomp
                            | Dep::Npadvmod
                            | Dep::Attr
                    )
                }
            };
        }
        let passes = match scene.dep(at) {
            Dep::Pobj | Dep::Conj | Dep::Nummod | Dep::Compound | Dep::Appos | Dep::Quantmod => true,
            Dep::Prep => {
                scene.quantity_at(above).is_some()
                    || scene.is(above, Class::Partitive)
                    || scene.reads(at, "of")
                    || scene.reads(at, "including")
            }
            Dep::Nsubj => scene.is_verb(above) && scene.dep(above) == Dep::Ccomp,
            _ => false,
        };
        if !passes {
            return false;
        }
        at = above;
    }
    false
}
