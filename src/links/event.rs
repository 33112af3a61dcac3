//! The verb that the counted thing takes part in.

use crate::article::{Dep, Event, Kind, Pos, Tag};
use crate::links::answer::Filler;
use crate::links::given::Given;
use crate::links::scene::Node;
use crate::links::words::Class;

/// Longest climb from a phrase to its verb, in steps.
const CLIMB: usize = 8;

/// The verb that the counted phrase takes part in.
pub(super) fn of(given: &Given<'_>) -> Vec<Filler> {
    let start = if given.inherited { given.anchor.top } else { given.head };
    verb(given.kind(), start, given.head).map(|verb| Filler::Verb(verb.index())).into_iter().collect()
}

/// The token of the verb that a counted phrase takes part in. `start` is the phrase's head, or the number where the
/// phrase is inherited; `head` is the phrase's head.
fn verb<'a>(kind: Kind, start: Node<'a>, head: Node<'a>) -> Option<Node<'a>> {
    if matches!(kind, Kind::Age | Kind::Score) {
        return None;
    }
    let above = climb(start).map(|(verb, direct)| (finite(verb), direct));
    // What a copula says of a number is no event; then only a finite clause of the phrase tells one.
    let clause = |&inner: &Node<'_>| start == head || inner.dep() == Dep::Relcl;
    let own = inner(start).or_else(|| inner(head).filter(clause));
    match above {
        Some((verb, direct)) if tells(verb) && !states(verb, start) && (direct || own.is_none()) => {
            Some(verb)
        }
        _ => own,
    }
}

/// A past participle after a noun ("gangsters engaged in fraud have been held") may be read as the finite verb; then
/// the real one follows without a subject.
pub(super) fn finite(verb: Node<'_>) -> Node<'_> {
    let bare = matches!(verb.tag(), Tag::Vbd | Tag::Vbn)
        && !verb.children().any(|child| matches!(child.dep(), Dep::Aux | Dep::Auxpass | Dep::Dobj));
    let end = verb.around().end as usize;
    let orphan = |at: Node<'_>| {
        at.is_verb()
            && matches!(at.dep(), Dep::Ccomp | Dep::Root | Dep::Dep | Dep::Parataxis)
            && at.own_subject().is_none()
            && at.children().any(|child| child.dep().is_auxiliary() && child < at)
    };
    if !bare {
        return verb;
    }
    let mut behind = verb.all(verb.index() + 1..end);
    behind.find(|&at| orphan(at) && !verb.is_under(at) && !verb.is_broken(at)).unwrap_or(verb)
}

/// Whether the verb only states the number: "the count was found 13", "the toll was put at 9".
fn states(verb: Node<'_>, start: Node<'_>) -> bool {
    const STATING: [&str; 5] = ["find", "put", "estimate", "reckon", "call"];
    let complement = matches!(start.dep(), Dep::Oprd | Dep::Attr | Dep::Acomp) && start.head() == verb;
    complement && STATING.contains(&verb.lemma())
}

/// The event record of verb `verb`, with its particle where that follows directly.
pub(super) fn event(verb: Node<'_>) -> Event {
    let particle = verb.child(Dep::Prt).filter(|&at| Some(at) == verb.after());
    Event { span: verb.span().cover(particle.unwrap_or(verb).span()), lemma: verb.lemma().to_lowercase() }
}

/// Whether a verb tells an event at all ("be" and "have" do not).
fn tells(verb: Node<'_>) -> bool {
    verb.pos() == Pos::Verb && (!verb.is(Class::Light) || verb.is_passive())
}

/// From a noun up to the verb whose argument it is, and whether no other noun stood in between.
fn climb(start: Node<'_>) -> Option<(Node<'_>, bool)> {
    let (mut at, mut direct) = (start, true);
    for _ in 0..CLIMB {
        let head = at.head();
        if head == at {
            return at.is_verb().then_some((at, direct));
        }
        if let Some(counted) = partner(start, at) {
            at = counted;
            continue;
        }
        if is_aside(at) {
            return None;
        }
        if head.is_verb() && !matches!(at.dep(), Dep::Conj | Dep::Advcl | Dep::Ccomp) {
            if adds_amount(head) {
                return head.head().clause_verb().map(|verb| (verb, direct));
            }
            let circumstance = at.dep() == Dep::Prep && is_backdrop(start, at);
            return (!circumstance).then_some((head, direct));
        }
        match at.dep() {
            Dep::Pobj
            | Dep::Pcomp
            | Dep::Conj
            | Dep::Appos
            | Dep::Nummod
            | Dep::Advmod
            | Dep::Acomp
            | Dep::Quantmod
            | Dep::Npadvmod => {}
            Dep::Dobj | Dep::Amod if !head.is_noun() => {}
            Dep::Prep if passes(at, head) => direct &= head.quantity().is_some(),
            _ => return None,
        }
        at = head;
    }
    None
}

/// Whether the token at `at` only adds a remark to its clause: "down 6%" after a comma, "an increase of 5%", and the whole
/// in "of the 13 bodies, 10 were".
fn is_aside(at: Node<'_>) -> bool {
    let number = at.quantity().is_some();
    match at.dep() {
        Dep::Advmod => !number && at.pos() == Pos::Adv && !at.is_verb(),
        Dep::Npadvmod => !number && at.is_noun(),
        Dep::Prep => at.reads("of") && at.head().is_verb() && at < at.head(),
        _ => false,
    }
}

/// Where a counted noun seems joined to a noun inside a participle after another counted noun, the two counted nouns
/// are joined: "33 gangsters engaged in fraud and 28 blackmailers".
fn partner<'a>(start: Node<'a>, at: Node<'a>) -> Option<Node<'a>> {
    let counted = |noun: Node<'_>| {
        noun.children().any(|child| child.dep() == Dep::Nummod && child.quantity().is_some())
    };
    if at != start || at.dep() != Dep::Conj || !counted(at) || counted(at.head()) {
        return None;
    }
    let clause = at.ancestors().find(|&above| above.dep() == Dep::Acl)?;
    Some(clause.head()).filter(|&noun| counted(noun))
}

/// Whether a participle only adds how much it is: "froze 91 accounts totalling 5 million".
fn adds_amount(verb: Node<'_>) -> bool {
    let adds = verb.is(Class::Amount) || verb.is(Class::Whole);
    adds && verb.tag() == Tag::Vbg
        && matches!(verb.dep(), Dep::Advcl | Dep::Ccomp)
        && !verb.children().any(|child| matches!(child.dep(), Dep::Aux | Dep::Mark))
}

/// Whether a phrase after `preposition` is only where or in which happening the verb took place.
fn is_backdrop(start: Node<'_>, preposition: Node<'_>) -> bool {
    let backdrop = preposition.reads_any(&["in", "during", "after", "since", "before"]);
    let priced = preposition.reads_any(&["at", "with", "in"]);
    backdrop && (start.is(Class::Happening) || start.is(Class::Period)) || priced && start.is(Class::Scale)
}

/// Whether what the verb does to the noun above, it also does to the noun below: "the majority of cases".
fn passes(preposition: Node<'_>, above: Node<'_>) -> bool {
    let part = above.is(Class::Partitive) || above.is(Class::Scale) || above.is(Class::Tally);
    let member = preposition.reads("including");
    member || above.quantity().is_some() || !above.is_noun() || (preposition.reads("of") && part)
}

/// The verb of the phrase's own participle or relative clause: "rain recorded there", "the number of attacks that
/// occurred".
fn inner<'a>(head: Node<'a>) -> Option<Node<'a>> {
    let past = |at: Node<'_>| at.dep() == Dep::Relcl || matches!(at.tag(), Tag::Vbn | Tag::Vbd);
    let clause =
        |&child: &Node<'_>| child > head && child.dep().is_noun_clause() && tells(child) && past(child);
    let below = |child: Node<'a>| {
        let object = child.child(Dep::Pobj).filter(|_| child.reads("of"))?;
        object.children().find(clause)
    };
    let own = head.children().find(clause);
    own.or_else(|| head.children().find_map(below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    fn event_of(text: &str, noun: &str) -> Option<String> {
        let mut found = None;
        with_scene(text, |scene| {
            let head = scene.all(0..scene.doc.len()).find(|at| at.reads(noun)).unwrap();
            found = verb(Kind::Count, head, head).map(|verb| verb.lemma().to_owned());
        });
        found
    }

    #[test]
    fn the_verb_of_the_counted_thing_in_any_voice() {
        assert_eq!(event_of("Police arrested 17 men.", "men").as_deref(), Some("arrest"));
        assert_eq!(event_of("Nine poachers were jailed.", "poachers").as_deref(), Some("jail"));
    }

    #[test]
    fn the_whole_takes_no_part_in_what_happened_to_some() {
        assert_eq!(event_of("Of the 13 bodies, 10 have been identified.", "bodies"), None);
    }
}
