//! The verb that the counted thing takes part in.

use crate::article::{Event, Kind, TokenRange};
use crate::links::scene::Scene;
use crate::links::words::Class;

/// Longest climb from a phrase to its verb, in steps.
const CLIMB: usize = 8;

/// The token of the verb that a counted phrase takes part in. `start` is the phrase's head, or the number where the
/// phrase is inherited; `head` is the phrase's head.
pub(super) fn verb(scene: &Scene<'_>, kind: Kind, start: usize, head: usize) -> Option<usize> {
    if kind == Kind::Age {
        return None;
    }
    let above = climb(scene, start);
    let own = if start == head { inner(scene, head) } else { None };
    match above {
        Some((verb, direct)) if tells(scene, verb) && (direct || own.is_none()) => Some(verb),
        _ => own,
    }
}

/// The event record of verb `verb`, with its particle where that follows directly.
pub(super) fn event(scene: &Scene<'_>, verb: usize) -> Event {
    let particle = scene.doc.child(verb, "prt").filter(|&at| at == verb + 1);
    let end = particle.unwrap_or(verb) + 1;
    Event { span: scene.doc.span_of(TokenRange::new(verb, end)), lemma: scene.lemma(verb).to_lowercase() }
}

/// Whether a verb tells an event at all ("be" and "have" do not).
fn tells(scene: &Scene<'_>, verb: usize) -> bool {
    scene.pos(verb) == "VERB" && (!scene.is(verb, Class::Light) || scene.is_passive(verb))
}

/// From a noun up to the verb whose argument it is, and whether no other noun stood in between.
fn climb(scene: &Scene<'_>, start: usize) -> Option<(usize, bool)> {
    let (mut at, mut direct) = (start, true);
    for _ in 0..CLIMB {
        let head = scene.doc.head(at);
        if head == at {
            return scene.is_verb(at).then_some((at, direct));
        }
        if scene.is_verb(head) && !matches!(scene.dep(at), "conj" | "advcl" | "ccomp") {
            let circumstance = scene.dep(at) == "prep" && is_backdrop(scene, start, at);
            return (!circumstance).then_some((head, direct));
        }
        match scene.dep(at) {
            "pobj" | "pcomp" | "conj" | "appos" | "nummod" | "advmod" | "acomp" | "quantmod" | "npadvmod" => {
            }
            "prep" if passes(scene, at, head) => direct &= scene.quantity_at(head).is_some(),
            _ => return None,
        }
        at = head;
    }
    None
}

/// Whether a phrase after `preposition` is only where or in which happening the verb took place.
fn is_backdrop(scene: &Scene<'_>, start: usize, preposition: usize) -> bool {
    let backdrop =
        ["in", "during", "after", "since", "before"].iter().any(|word| scene.reads(preposition, word));
    backdrop && (scene.is(start, Class::Happening) || scene.is(start, Class::Period))
}

/// Whether what the verb does to the noun above, it also does to the noun below: "the majority of cases".
fn passes(scene: &Scene<'_>, preposition: usize, above: usize) -> bool {
    let partitive = scene.is(above, Class::Partitive) || scene.quantity_at(above).is_some();
    (scene.reads(preposition, "of") && (partitive || scene.is(above, Class::Scale))) || !scene.is_noun(above)
}

/// The verb of the phrase's own participle or relative clause: "rain recorded there".
fn inner(scene: &Scene<'_>, head: usize) -> Option<usize> {
    let clause =
        |&child: &usize| child > head && matches!(scene.dep(child), "acl" | "relcl") && tells(scene, child);
    let past = |&child: &usize| scene.dep(child) == "relcl" || matches!(scene.tag(child), "VBN" | "VBD");
    scene.doc.children(head).filter(clause).find(past)
}
