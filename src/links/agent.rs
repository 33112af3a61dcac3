//! Who did it.

use crate::article::{Dep, Kind, Label, Referent};
use crate::links::answer::Filler;
use crate::links::given::Given;
use crate::links::referent;
use crate::links::scene::Node;
use crate::links::words::Class;

/// The doer of the event, where it is another than the counted phrase and the number.
pub(super) fn of(given: &Given<'_>) -> Vec<Filler> {
    acting(given).map(Filler::Referent).into_iter().collect()
}

fn acting(given: &Given<'_>) -> Option<Referent> {
    let (verb, head, top) = (given.event?, given.head, given.anchor.top);
    if matches!(given.kind(), Kind::Age | Kind::Rank) || verb.is(Class::Publish) {
        return None;
    }
    let doer = doer(verb)?;
    let other = doer != head && doer != top && doer.quantity().is_none();
    let fits = other && !is_unfit(doer) && !is_joined(head, doer);
    (fits && happens_to(verb, head, top)).then(|| referent::of(doer)).flatten()
}

/// The token of the doer: the subject of an active verb, the by-phrase of a passive one.
pub(super) fn doer(verb: Node<'_>) -> Option<Node<'_>> {
    if !verb.is_passive() {
        return verb
            .subject()
            .filter(|&subject| subject.dep() != Dep::Nsubjpass && !is_setting(verb, subject));
    }
    let by = verb.children().find(|&child| child.dep() == Dep::Agent);
    by.and_then(|by| by.child(Dep::Pobj)).or_else(|| loose_by(verb))
}

/// A by-phrase of people that the parse hung elsewhere in the verb's clause.
fn loose_by(verb: Node<'_>) -> Option<Node<'_>> {
    let end = verb.around().end as usize;
    let acts = |doer: &Node<'_>| {
        let named = matches!(doer.label(), Some(Label::Org | Label::Person));
        named || doer.is(Class::Person) || doer.is(Class::Group)
    };
    verb.all(verb.index() + 1..end)
        .filter(|&at| at.reads("by") && at.clause_verb() == Some(verb))
        .filter(|&at| !at.head().is_verb() && !at.head().is_noun_with_clause())
        .find_map(|by| by.child(Dep::Pobj).filter(acts))
}

/// Whether the subject is a place where something is on record, not somebody who acts.
pub(super) fn is_setting(verb: Node<'_>, subject: Node<'_>) -> bool {
    let named = subject.is_place() || (subject.is(Class::Place) && subject.branch().any(Node::is_place));
    verb.is(Class::Setting) && named
}

/// Laws, dates and "there" do nothing.
fn is_unfit(doer: Node<'_>) -> bool {
    let law = doer.label() == Some(Label::Law);
    law || doer.reads("there") || doer.is(Class::Period)
}

/// Whether the counted phrase is part of the doer's own phrase or coordinated with it.
fn is_joined(head: Node<'_>, doer: Node<'_>) -> bool {
    head.ancestors().take_while(|&above| !above.is_verb()).any(|above| above == doer)
}

/// Whether phrase or number are what the verb is done to: its object, its passive subject, or what follows "for" and
/// "on" ("convicted on three charges").
fn happens_to(verb: Node<'_>, head: Node<'_>, top: Node<'_>) -> bool {
    if verb.dep().is_noun_clause() && verb.head() == head {
        return true;
    }
    if verb.is(Class::Whole) {
        return false;
    }
    [head, top].into_iter().any(|at| is_object(verb, at))
}

fn is_object(verb: Node<'_>, start: Node<'_>) -> bool {
    let mut at = start;
    for _ in 0..8 {
        let above = at.head();
        if above == at {
            return false;
        }
        if above == verb {
            return match at.dep() {
                Dep::Prep => at.reads_any(&["for", "on", "of"]),
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
        let passes = match at.dep() {
            Dep::Pobj | Dep::Conj | Dep::Nummod | Dep::Compound | Dep::Appos | Dep::Quantmod => true,
            Dep::Prep => {
                above.quantity().is_some()
                    || above.is(Class::Partitive)
                    || at.reads("of")
                    || at.reads("including")
            }
            Dep::Nsubj => above.is_verb() && above.dep() == Dep::Ccomp,
            _ => false,
        };
        if !passes {
            return false;
        }
        at = above;
    }
    false
}
