//! The verb that the counted thing takes part in.

use crate::article::{Dep, Event, Kind, Pos, Tag, TokenRange};
use crate::links::scene::Scene;
use crate::links::words::Class;

/// Longest climb from a phrase to its verb, in steps.
const CLIMB: usize = 8;

/// The token of the verb that a counted phrase takes part in. `start` is the phrase's head, or the number where the
/// phrase is inherited; `head` is the phrase's head.
pub(super) fn verb(scene: &Scene<'_>, kind: Kind, start: usize, head: usize) -> Option<usize> {
    if matches!(kind, Kind::Age | Kind::Score) {
        return None;
    }
    let above = climb(scene, start).map(|(verb, direct)| (finite(scene, verb), direct));
    // What a copula says of a number is no event; then only a finite clause of the phrase tells one.
    let clause = |&inner: &usize| start == head || scene.dep(inner) == Dep::Relcl;
    let own = inner(scene, start).or_else(|| inner(scene, head).filter(clause));
    match above {
        Some((verb, direct))
            if tells(scene, verb) && !states(scene, verb, start) && (direct || own.is_none()) =>
        {
            Some(verb)
        }
        _ => own,
    }
}

/// A past participle after a noun ("gangsters engaged in fraud have been held") may be read as the finite verb; then
/// the real one follows without a subject.
pub(super) fn finite(scene: &Scene<'_>, verb: usize) -> usize {
    let bare = matches!(scene.tag(verb), Tag::Vbd | Tag::Vbn)
        && !scene
            .doc
            .children(verb)
            .any(|child| matches!(scene.dep(child), Dep::Aux | Dep::Auxpass | Dep::Dobj));
    let end = scene.sentence(verb).end as usize;
    let orphan = |&at: &usize| {
        scene.is_verb(at)
            && matches!(scene.dep(at), Dep::Ccomp | Dep::Root | Dep::Dep | Dep::Parataxis)
            && scene.own_subject(at).is_none()
            && scene.doc.children(at).any(|child| scene.dep(child).is_auxiliary() && child < at)
    };
    let above = |at: usize| !scene.is_under(verb, at);
    if !bare {
        return verb;
    }
    (verb + 1..end).find(|at| orphan(at) && above(*at) && !scene.is_broken(verb, *at)).unwrap_or(verb)
}

/// Whether the verb only states the number: "the count was found 13", "the toll was put at 9".
fn states(scene: &Scene<'_>, verb: usize, start: usize) -> bool {
    const STATING: [&str; 5] = ["find", "put", "estimate", "reckon", "call"];
    let complement =
        matches!(scene.dep(start), Dep::Oprd | Dep::Attr | Dep::Acomp) && scene.doc.head(start) == verb;
    complement && STATING.contains(&scene.lemma(verb))
}

/// The event record of verb `verb`, with its particle where that follows directly.
pub(super) fn event(scene: &Scene<'_>, verb: usize) -> Event {
    let particle = scene.doc.child(verb, Dep::Prt).filter(|&at| at == verb + 1);
    let end = particle.unwrap_or(verb) + 1;
    Event { span: scene.doc.span_of(TokenRange::new(verb, end)), lemma: scene.lemma(verb).to_lowercase() }
}

/// Whether a verb tells an event at all ("be" and "have" do not).
fn tells(scene: &Scene<'_>, verb: usize) -> bool {
    scene.pos(verb) == Pos::Verb && (!scene.is(verb, Class::Light) || scene.is_passive(verb))
}

/// From a noun up to the verb whose argument it is, and whether no other noun stood in between.
fn climb(scene: &Scene<'_>, start: usize) -> Option<(usize, bool)> {
    let (mut at, mut direct) = (start, true);
    for _ in 0..CLIMB {
        let head = scene.doc.head(at);
        if head == at {
            return scene.is_verb(at).then_some((at, direct));
        }
        if let Some(counted) = partner(scene, start, at) {
            at = counted;
            continue;
        }
        if is_aside(scene, at) {
            return None;
        }
        if scene.is_verb(head) && !matches!(scene.dep(at), Dep::Conj | Dep::Advcl | Dep::Ccomp) {
            if adds_amount(scene, head) {
                return scene.clause_verb(scene.doc.head(head)).map(|verb| (verb, direct));
            }
            let circumstance = scene.dep(at) == Dep::Prep && is_backdrop(scene, start, at);
            return (!circumstance).then_some((head, direct));
        }
        match scene.dep(at) {
            Dep::Pobj
            | Dep::Pcomp
            | Dep::Conj
            | Dep::Appos
            | Dep::Nummod
            | Dep::Advmod
            | Dep::Acomp
            | Dep::Quantmod
            | Dep::Npadvmod => {}
            Dep::Dobj | Dep::Amod if !scene.is_noun(head) => {}
            Dep::Prep if passes(scene, at, head) => direct &= scene.quantity_at(head).is_some(),
            _ => return None,
        }
        at = head;
    }
    None
}

/// Whether the token at `at` only adds a remark to its clause: "down 6%" after a comma, "an increase of 5%", and the whole
/// in "of the 13 bodies, 10 were".
fn is_aside(scene: &Scene<'_>, at: usize) -> bool {
    let number = scene.quantity_at(at).is_some();
    match scene.dep(at) {
        Dep::Advmod => !number && scene.pos(at) == Pos::Adv && !scene.is_verb(at),
        Dep::Npadvmod => !number && scene.is_noun(at),
        Dep::Prep => scene.reads(at, "of") && scene.is_verb(scene.doc.head(at)) && at < scene.doc.head(at),
        _ => false,
    }
}

/// Where a counted noun seems joined to a noun inside a participle after another counted noun, the two counted nouns
/// are joined: "33 gangsters engaged in fraud and 28 blackmailers".
fn partner(scene: &Scene<'_>, start: usize, at: usize) -> Option<usize> {
    let counted = |noun: usize| {
        scene
            .doc
            .children(noun)
            .any(|child| scene.dep(child) == Dep::Nummod && scene.quantity_at(child).is_some())
    };
    if at != start || scene.dep(at) != Dep::Conj || !counted(at) || counted(scene.doc.head(at)) {
        return None;
    }
    let clause = scene.doc.ancestors(at).find(|&above| scene.dep(above) == Dep::Acl)?;
    Some(scene.doc.head(clause)).filter(|&noun| counted(noun))
}

/// Whether a participle only adds how much it is: "froze 91 accounts totalling 5 million".
fn adds_amount(scene: &Scene<'_>, verb: usize) -> bool {
    let adds = scene.is(verb, Class::Amount) || scene.is(verb, Class::Whole);
    adds && scene.tag(verb) == Tag::Vbg
        && matches!(scene.dep(verb), Dep::Advcl | Dep::Ccomp)
        && !scene.doc.children(verb).any(|child| matches!(scene.dep(child), Dep::Aux | Dep::Mark))
}

/// Whether a phrase after `preposition` is only where or in which happening the verb took place.
fn is_backdrop(scene: &Scene<'_>, start: usize, preposition: usize) -> bool {
    let backdrop =
        ["in", "during", "after", "since", "before"].iter().any(|word| scene.reads(preposition, word));
    let priced = ["at", "with", "in"].iter().any(|word| scene.reads(preposition, word));
    backdrop && (scene.is(start, Class::Happening) || scene.is(start, Class::Period))
        || priced && scene.is(start, Class::Scale)
}

/// Whether what the verb does to the noun above, it also does to the noun below: "the majority of cases".
fn passes(scene: &Scene<'_>, preposition: usize, above: usize) -> bool {
    let part =
        scene.is(above, Class::Partitive) || scene.is(above, Class::Scale) || scene.is(above, Class::Tally);
    let member = scene.reads(preposition, "including");
    member
        || scene.quantity_at(above).is_some()
        || !scene.is_noun(above)
        || (scene.reads(preposition, "of") && part)
}

/// The verb of the phrase's own participle or relative clause: "rain recorded there", "the number of attacks that
/// occurred".
fn inner(scene: &Scene<'_>, head: usize) -> Option<usize> {
    let past = |at: usize| scene.dep(at) == Dep::Relcl || matches!(scene.tag(at), Tag::Vbn | Tag::Vbd);
    let clause = |&child: &usize| {
        child > head && scene.dep(child).is_noun_clause() && tells(scene, child) && past(child)
    };
    let below = |child: usize| {
        let object = scene.doc.child(child, Dep::Pobj).filter(|_| scene.reads(child, "of"))?;
        scene.doc.children(object).find(clause)
    };
    let own = scene.doc.children(head).find(clause);
    own.or_else(|| scene.doc.children(head).find_map(below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    fn event_of(text: &str, noun: &str) -> Option<String> {
        let mut found = None;
        with_scene(text, |scene| {
            let head = (0..scene.doc.len()).find(|&at| scene.reads(at, noun)).unwrap();
            found = verb(scene, Kind::Count, head, head).map(|verb| scene.lemma(verb).to_owned());
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
