//! When it happened.

use crate::article::Kind;
use crate::links::scene::Scene;
use crate::links::source;
use crate::links::words::Class;

/// Longest climb from a date to the event's verb, in steps.
const CLIMB: usize = 8;

/// The first date, clock time or duration that hangs on the event's verb, on the counted phrase, or, where the verb is
/// joined to an earlier one, on that.
pub(super) fn of(scene: &Scene<'_>, quantity: usize, verb: Option<usize>, head: usize) -> Option<usize> {
    let mut anchor = verb?;
    for _ in 0..3 {
        if let Some(found) = near(scene, quantity, anchor, head) {
            return Some(found);
        }
        match scene.dep(anchor) {
            "conj" | "xcomp" | "advcl" | "pcomp" | "relcl" => {
                anchor = scene.clause_verb(scene.doc.head(anchor))?;
            }
            _ => break,
        }
    }
    same_period(scene, quantity, verb?).or_else(|| compiled(scene, verb?))
}

/// The time that the figures are of, where figures say it: "One week statistics said".
fn compiled(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let figures = source::framing(scene, verb).filter(|&subject| scene.is(subject, Class::Speech))?;
    let range = scene.doc.subtree(figures).range();
    range.filter_map(|at| scene.quantity_at(at)).find(|&index| is_time(scene.quantities[index].kind))
}

fn near(scene: &Scene<'_>, quantity: usize, verb: usize, head: usize) -> Option<usize> {
    let sentence = scene.sentence(verb).range();
    let from = scene.quantities.partition_point(|other| (other.tokens.start as usize) < sentence.start);
    let inside = |&index: &usize| (scene.quantities[index].tokens.start as usize) < sentence.end;
    (from..scene.quantities.len())
        .take_while(inside)
        .filter(|&index| index != quantity && is_time(scene.quantities[index].kind))
        .find(|&index| hangs_on(scene, index, verb, head))
}

fn is_time(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::Time | Kind::Duration)
}

/// Whether time `index` leads up to the verb or to the phrase without passing another verb or noun of its own.
fn hangs_on(scene: &Scene<'_>, index: usize, verb: usize, head: usize) -> bool {
    let range = scene.quantities[index].tokens;
    let lasting = scene.quantities[index].kind == Kind::Duration;
    let mut at = scene.top(index);
    for _ in 0..CLIMB {
        let above = scene.doc.head(at);
        if above == at {
            return false;
        }
        if above == verb {
            return !matches!(scene.dep(at), "nsubj" | "nsubjpass" | "dobj" | "ccomp" | "conj" | "advcl");
        }
        if above == head {
            return !lasting && matches!(scene.dep(at), "prep" | "npadvmod" | "acl");
        }
        let passes = range.contains(above)
            || matches!(
                scene.dep(at),
                "pobj" | "prep" | "npadvmod" | "advmod" | "conj" | "appos" | "nmod" | "nummod" | "pcomp"
            );
        let other_noun = scene.is_noun(above) && !scene.is(above, Class::Period) && !range.contains(above);
        if !passes || scene.is_verb(above) || (other_noun && scene.entity_at(above).is_some()) {
            return false;
        }
        at = above;
    }
    false
}

/// "during the same period": the last time that was named before.
fn same_period(scene: &Scene<'_>, quantity: usize, verb: usize) -> Option<usize> {
    let range = scene.doc.subtree(verb).range();
    let said = range.into_iter().any(|at| {
        scene.reads(at, "same")
            && scene.is(scene.doc.head(at), Class::Period)
            && scene.quantity_at(scene.doc.head(at)).is_none()
    });
    said.then(|| (0..quantity).rev().find(|&index| is_time(scene.quantities[index].kind))).flatten()
}
