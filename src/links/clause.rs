//! The clauses around a verb that share its circumstances.

use crate::article::Dep;
use crate::links::scene::Scene;

/// Verb `verb`, then the verbs whose place and time are also its own: of the clause of time that it governs ("died
/// when the bus overturned in Arvo"), and of the clauses that it belongs to.
pub(super) fn around(scene: &Scene<'_>, verb: usize) -> Vec<usize> {
    let mut found = vec![verb];
    found.extend(scene.doc.children(verb).filter(|&child| is_occasion(scene, child)));
    let mut at = verb;
    for _ in 0..3 {
        let Some(above) = parent(scene, at) else { break };
        found.push(above);
        at = above;
    }
    found
}

/// Whether `clause` tells on which occasion its governor happened.
fn is_occasion(scene: &Scene<'_>, clause: usize) -> bool {
    const OCCASIONS: [&str; 4] = ["when", "after", "as", "while"];
    let marked = |&child: &usize| {
        child < clause
            && OCCASIONS.iter().any(|word| scene.reads(child, word))
            && scene.dep(child) != Dep::Prep
    };
    scene.dep(clause) == Dep::Advcl && scene.doc.children(clause).any(|child| marked(&child))
}

/// The verb of the clause whose circumstances verb `verb` shares.
fn parent(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let head = scene.doc.head(verb);
    let above = match scene.dep(verb) {
        Dep::Xcomp | Dep::Pcomp | Dep::Prep => head,
        Dep::Conj | Dep::Advcl if scene.own_subject(verb).is_none() => head,
        Dep::Acl if is_part_of_subject(scene, head) => head,
        _ => return None,
    };
    let found = scene.clause_verb(above).filter(|&found| found != verb)?;
    (!scene.is_broken(found, verb)).then_some(found)
}

fn is_part_of_subject(scene: &Scene<'_>, noun: usize) -> bool {
    matches!(scene.dep(noun), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
}
