//! Who has spoken so far: the named speakers of whom a later pronoun or description may speak.

use crate::article::{Dep, Label};
use crate::links::scene::{Node, Scene, Voice};
use crate::links::words::Class;

/// How many sentences back a speaker is remembered.
const REACH: usize = 15;
/// How many speakers a pronoun or description may stand for.
const CHOICE: usize = 2;
/// How many mentions are looked at for them.
const MENTIONS: usize = 24;

/// All named speakers of an article in text order: subjects of verbs of saying, and those according to whom something is so.
fn all(scene: &Scene<'_>) -> Vec<Voice> {
    let heard = |entity: usize| {
        let label = scene.entities[entity].label;
        let token = matches!(label, Label::Person | Label::Org).then(|| speaker(scene.anchor(entity)))??;
        Some(Voice { token: token.index(), entity })
    };
    (0..scene.entities.len()).filter_map(heard).collect()
}

/// The noun that the name at `at` stands for or beside, where it speaks.
fn speaker(at: Node<'_>) -> Option<Node<'_>> {
    let beside = |at: Node<'_>| matches!(at.dep(), Dep::Appos | Dep::Compound | Dep::Nmod);
    let noun = if beside(at) { at.head() } else { at };
    let above = noun.head();
    let says = noun.dep().is_subject() && above.is_verb() && above.is(Class::Report);
    let according = noun.dep() == Dep::Pobj && above.reads("to") && above.head().reads("according");
    (says || according).then_some(noun)
}

/// The entities of the last speakers before the pronoun or description at `at` that may be meant by it, the last one first.
pub(super) fn behind(at: Node<'_>) -> impl Iterator<Item = usize> + use<'_> {
    let scene = at.scene();
    let meant = meant(at);
    let voices = if meant.is_some() { scene.voices(|| all(scene)) } else { &[] };
    let end = voices.partition_point(|voice| voice.token < at.index());
    let here = at.sentence_index();
    let near = move |voice: &&Voice| here - scene.at(voice.token).sentence_index() <= REACH;
    let mut names: Vec<&str> = Vec::new();
    let fits = move |voice: &&Voice| {
        let entity = &scene.entities[voice.entity];
        let fresh = Some(entity.label) == meant && !names.contains(&&*entity.name);
        if fresh {
            names.push(&entity.name);
        }
        fresh
    };
    voices[..end]
        .iter()
        .rev()
        .take(MENTIONS)
        .take_while(near)
        .filter(fits)
        .take(CHOICE)
        .map(|voice| voice.entity)
}

/// What kind of speaker the pronoun or description at `at` stands for: "he", "the minister", "it", "this agency".
fn meant(at: Node<'_>) -> Option<Label> {
    if at.entity().is_some() || at.quantity().is_some() {
        return None;
    }
    if at.reads_any(&["he", "she"]) {
        return Some(Label::Person);
    }
    if at.reads("it") {
        return Some(Label::Org);
    }
    let known = |child: Node<'_>| child.dep() == Dep::Det && child.reads_any(&["the", "this", "that"]);
    if !at.is_noun() || at.is_plural() || !at.children().any(known) {
        return None;
    }
    if at.is(Class::Person) {
        return Some(Label::Person);
    }
    at.is(Class::Group).then_some(Label::Org)
}
