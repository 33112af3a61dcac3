//! Whether the subject of "be" is a person, whose bare number is an age: "The victim, Rosa Lima, was 33".

use crate::article::{Dep, Label, Tag};

use super::scene::Scene;
use super::words::Context;

/// Whether the number at `start..end` is the age of a subject.
pub(crate) fn has_age(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let Some(mut verb) = scene.before(start, floor) else { return false };
    while verb > floor && (scene.tag(verb).is_adverb() || scene.is_any(verb, &["now", "only"])) {
        verb -= 1;
    }
    let finite = matches!(scene.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp) && scene.lemma(verb) == "be";
    if !finite || !is_open(scene, end) {
        return false;
    }
    let Some(subject) = subject(scene, verb) else { return false };
    let they = scene.is_any(subject, &["they", "both"]);
    if they || scene.is_plural(subject) {
        return (they || are_people(scene, subject)) && is_listed(scene, end);
    }
    is_person(scene, subject) || is_oldest(scene, subject)
}

/// "children", "my sons".
fn are_people(scene: &Scene<'_>, at: usize) -> bool {
    scene.has(at, Context::People) || scene.lemma_has(at, Context::Person)
}

/// A person by name, pronoun, trade or kinship.
fn is_person(scene: &Scene<'_>, at: usize) -> bool {
    scene.name(at) == Some(Label::Person)
        || scene.is_any(at, &["he", "she", "who", "i"])
        || scene.lemma_has(at, Context::Person)
}

/// "my father is above 70": a bound after the "be" of one person, and nothing that it could count.
pub(crate) fn is_past_age(scene: &Scene<'_>, start: usize, end: usize, floor: usize) -> bool {
    let bound =
        scene.is_any(start, &["above", "over", "under", "below", "nearly", "almost", "about", "around"]);
    let verb = scene.before(start, floor).filter(|&at| bound && scene.lemma(at) == "be");
    let subject = verb.and_then(|verb| subject(scene, verb)).filter(|&subject| !scene.is_plural(subject));
    subject.is_some_and(|at| is_person(scene, at)) && is_open(scene, end)
}

/// "was 33.", "was 71 when".
fn is_open(scene: &Scene<'_>, end: usize) -> bool {
    scene.breaks(end) || scene.is_any(end, &[".", ",", ";", ")", "when", "and", "but", "years", "at"])
}

/// "were 12 and 14": one number of several.
fn is_listed(scene: &Scene<'_>, end: usize) -> bool {
    let next = end + usize::from(scene.is(end, ",")) + usize::from(scene.is_any(end, &["and"]));
    next > end
        && (scene.plain(next, 2).is_some() || scene.cardinal(next).is_some())
        && !scene.tag(next + 1).is_noun()
        && !scene.tag(next + 1).is_adjective()
}

/// The piece of the verb's subject.
fn subject(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    // A subject stands no further away than this.
    const REACH: usize = 24;
    let token = scene.piece(verb)?.token;
    (verb.saturating_sub(REACH)..verb).rev().find(|&at| {
        let Some(piece) = scene.piece(at) else { return false };
        let Some(word) = scene.doc.words.get(piece.token as usize) else { return false };
        word.dep == Dep::Nsubj && word.head == token && scene.is_word(at)
    })
}

/// "the oldest member".
fn is_oldest(scene: &Scene<'_>, subject: usize) -> bool {
    (subject.saturating_sub(3)..subject).any(|at| scene.is_any(at, &["oldest", "youngest", "eldest"]))
}
