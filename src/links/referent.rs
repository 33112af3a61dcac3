//! Who a phrase, a pronoun or a short description points at.

use crate::article::{Label, Referent};
use crate::links::phrase;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// How many sentences back a pronoun's name is looked for.
const REACH: usize = 4;

/// What the noun phrase or pronoun at `at` points at: a name, the name that it stands for, or the phrase itself.
pub(super) fn of(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    if let Some(entity) = named(scene, at) {
        return Some(Referent::Entity(entity));
    }
    if scene.pos(at) == "PRON" || matches!(scene.tag(at), "WDT" | "WP" | "PRP" | "DT") {
        return pronoun(scene, at);
    }
    if !scene.is_noun(at) {
        return None;
    }
    let described = is_short_description(scene, at).then(|| before(scene, at, is_body)).flatten();
    Some(described.map_or_else(|| Referent::Phrase(phrase::span(scene, at, None)), Referent::Entity))
}

/// The name at `at`, or the person in apposition to it ("its director, Ana Ruiz").
fn named(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let label = |index: usize| scene.entities[index].label;
    let person = |child: usize| scene.entity_at(child).filter(|&index| label(index) == Label::Person);
    let near = |&child: &usize| matches!(scene.dep(child), "appos" | "compound" | "nmod");
    let own = scene.entity_at(at).filter(|&index| label(index) != Label::Norp);
    own.or_else(|| scene.doc.children(at).filter(near).find_map(person))
}

/// The name that a pronoun stands for.
fn pronoun(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    let text = scene.doc.token_text(at).to_lowercase();
    let entity = match text.as_str() {
        "he" | "she" | "him" | "her" | "who" => before(scene, at, |label| label == Label::Person),
        "it" | "which" | "its" => before(scene, at, is_body),
        _ => None,
    };
    match text.as_str() {
        "who" | "which" | "that" => {
            let verb = scene.doc.ancestors(at).find(|&above| scene.dep(above) == "relcl")?;
            of(scene, scene.doc.head(verb))
        }
        _ => entity.map(Referent::Entity),
    }
}

fn is_body(label: Label) -> bool {
    matches!(label, Label::Org | Label::Gpe)
}

/// Whether the phrase is "the company", "the civic body": a body of people named before.
fn is_short_description(scene: &Scene<'_>, at: usize) -> bool {
    let definite = scene.doc.children(at).any(|child| scene.dep(child) == "det" && scene.reads(child, "the"));
    let bare = scene.doc.children(at).all(|child| {
        matches!(scene.dep(child), "det" | "amod" | "punct") && scene.quantity_at(child).is_none()
    });
    definite && bare && scene.is(at, Class::Group) && !scene.is_plural(at)
}

/// The nearest earlier name with a fitting label; a subject is preferred within a sentence.
fn before(scene: &Scene<'_>, at: usize, fits: impl Fn(Label) -> bool) -> Option<usize> {
    let here = scene.doc.sentence_index(at);
    let end = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < at);
    let near = |&index: &usize| {
        let token = scene.entities[index].tokens.start as usize;
        here - scene.doc.sentence_index(token) <= REACH && fits(scene.entities[index].label)
    };
    let mut found: Vec<usize> = (0..end).rev().take(40).filter(near).collect();
    let sentence = |index: usize| scene.doc.sentence_index(scene.entities[index].tokens.start as usize);
    let nearest = sentence(*found.first()?);
    found.retain(|&index| sentence(index) == nearest || sentence(index) + 1 == nearest);
    let subject = |&&index: &&usize| {
        let range = scene.entities[index].tokens.range();
        range.into_iter().any(|token| matches!(scene.dep(token), "nsubj" | "nsubjpass"))
    };
    found.iter().find(subject).or(found.first()).copied()
}
