//! Who did it.

use crate::article::Referent;
use crate::links::referent;
use crate::links::scene::Scene;

/// The doer of verb `verb`, where it is another than the counted phrase headed by `head` with the number at `top`.
pub(super) fn of(scene: &Scene<'_>, verb: usize, head: usize, top: usize) -> Option<Referent> {
    let doer = if scene.is_passive(verb) { by_phrase(scene, verb)? } else { scene.subject(verb)? };
    let same = doer == head || doer == top || scene.quantity_at(doer).is_some();
    let dummy = scene.reads(doer, "there");
    if same || dummy || is_joined(scene, head, doer) || !is_object(scene, verb, head, top) {
        return None;
    }
    referent::of(scene, doer)
}

fn by_phrase(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let by = scene.doc.children(verb).find(|&child| scene.dep(child) == "agent")?;
    scene.doc.child(by, "pobj")
}

/// Whether the counted phrase is part of the doer's own phrase or coordinated with it.
fn is_joined(scene: &Scene<'_>, head: usize, doer: usize) -> bool {
    scene.doc.ancestors(head).take_while(|&above| !scene.is_verb(above)).any(|above| above == doer)
}

/// Whether phrase or number hang on the verb as something that it happens to, not as its subject's measure.
fn is_object(scene: &Scene<'_>, verb: usize, head: usize, top: usize) -> bool {
    let passive = scene.is_passive(verb);
    let under = |at: usize| at == verb || scene.doc.ancestors(at).any(|above| above == verb);
    let own = scene.doc.head(verb) == head && matches!(scene.dep(verb), "acl" | "relcl");
    own || passive || under(head) || under(top)
}
