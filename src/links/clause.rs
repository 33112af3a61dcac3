//! The clauses around a verb that share its circumstances.

use crate::article::Dep;
use crate::links::scene::Node;

/// Verb `verb`, then the verbs whose place and time are also its own: of the clause of time that it governs ("died
/// when the bus overturned in Arvo"), and of the clauses that it belongs to.
pub(super) fn around(verb: Node<'_>) -> Vec<Node<'_>> {
    let mut found = vec![verb];
    found.extend(verb.children().filter(|&child| is_occasion(child)));
    let mut at = verb;
    for _ in 0..3 {
        let Some(above) = parent(at) else { break };
        found.push(above);
        at = above;
    }
    found
}

/// Whether `clause` tells on which occasion its governor happened.
fn is_occasion(clause: Node<'_>) -> bool {
    const OCCASIONS: [&str; 4] = ["when", "after", "as", "while"];
    let marked =
        |&child: &Node<'_>| child < clause && child.reads_any(&OCCASIONS) && child.dep() != Dep::Prep;
    clause.dep() == Dep::Advcl && clause.children().any(|child| marked(&child))
}

/// The verb of the clause whose circumstances verb `verb` shares.
fn parent(verb: Node<'_>) -> Option<Node<'_>> {
    let head = verb.head();
    let above = match verb.dep() {
        Dep::Xcomp | Dep::Pcomp | Dep::Prep => head,
        Dep::Conj | Dep::Advcl if verb.own_subject().is_none() => head,
        Dep::Acl if is_part_of_subject(head) => head,
        _ => return None,
    };
    let found = above.clause_verb().filter(|&found| found != verb)?;
    (!found.is_broken(verb)).then_some(found)
}

fn is_part_of_subject(noun: Node<'_>) -> bool {
    matches!(noun.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
}
