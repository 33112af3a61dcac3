//! The verb of saying that frames what is said, and who speaks.

use crate::article::{Dep, Tag};
use crate::links::scene::Node;
use crate::links::words::Class;

/// The subject of the verb of saying above `at`.
pub(super) fn framing(at: Node<'_>) -> Option<Node<'_>> {
    let mut below = at;
    for above in at.ancestors() {
        if below.is_broken(above) {
            return None;
        }
        let clause = match below.dep() {
            Dep::Ccomp | Dep::Parataxis | Dep::Dep => true,
            Dep::Advcl => below.is(Class::Report) && below.tag() == Tag::Vbg,
            _ => false,
        };
        if clause && says(above) {
            let subject = above.subject().filter(|&subject| !is_impersonal(subject));
            if subject.is_some() {
                return subject;
            }
        }
        below = above;
    }
    None
}

/// Whether verb `verb` is one of saying here: people say, figures show.
fn says(verb: Node<'_>) -> bool {
    let person = |subject: Node<'_>| subject.is_person() || subject.tag() == Tag::Prp;
    let shows = verb.lemma() == "show" && verb.subject().is_some_and(person);
    verb.is_verb() && verb.is(Class::Report) && !shows
}

/// Whether a subject is nobody who could say anything: "it" of a passive, "there", a number.
pub(super) fn is_impersonal(subject: Node<'_>) -> bool {
    let dummy = subject.reads("it") && subject.head().is_passive();
    dummy || subject.reads("there") || subject.quantity().is_some()
}
