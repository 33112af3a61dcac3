//! Who a phrase, a pronoun or a short description points at.

use crate::article::{Label, Referent};
use crate::links::phrase;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// How many sentences back a name is looked for.
const REACH: usize = 4;
/// How many names back.
const NAMES: usize = 40;

/// What the noun phrase or pronoun at `at` points at: a name, the name that it stands for, or the phrase itself.
pub(super) fn of(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    if let Some(entity) = named(scene, at) {
        return Some(Referent::Entity(entity));
    }
    if scene.pos(at) == "PRON" || matches!(scene.tag(at), "WDT" | "WP" | "PRP" | "PRP$" | "DT") {
        return pronoun(scene, at);
    }
    if !scene.is_noun(at) {
        return None;
    }
    let described = described(scene, at);
    Some(described.map_or_else(|| Referent::Phrase(phrase::span(scene, at, None)), Referent::Entity))
}

/// The name at `at`, or the one beside it ("its director, Ana Ruiz"; "the aid group Arvo Help").
fn named(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let label = |index: usize| scene.entities[index].label;
    let own = scene.entity_at(at).filter(|&index| label(index) != Label::Norp);
    let beside = |child: usize| {
        scene.entity_at(child).filter(|&index| match scene.dep(child) {
            "appos" => matches!(label(index), Label::Person | Label::Org),
            "compound" | "nmod" => label(index) == Label::Person,
            _ => false,
        })
    };
    let explained = || {
        let head = scene.doc.head(at);
        (scene.dep(at) == "appos" && head != at).then(|| scene.entity_at(head)).flatten()
    };
    own.or_else(|| scene.doc.children(at).find_map(beside)).or_else(explained)
}

/// The name that a pronoun stands for.
fn pronoun(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    let text = scene.doc.token_text(at).to_lowercase();
    let person = |index: usize| scene.entities[index].label == Label::Person;
    let body = |index: usize| scene.entities[index].label == Label::Org;
    match text.as_str() {
        "who" | "which" | "that" => {
            let verb =
                std::iter::once(at).chain(scene.doc.ancestors(at)).find(|&up| scene.dep(up) == "relcl")?;
            let noun = scene.doc.head(verb);
            (scene.is_noun(noun) && noun != at).then(|| of(scene, noun)).flatten()
        }
        "he" | "she" | "him" | "her" | "his" => before(scene, at, person).map(Referent::Entity),
        "it" | "its" => before(scene, at, body).map(Referent::Entity),
        _ => None,
    }
}

/// The name behind a short description: "the company", "the governor".
fn described(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let definite = scene.doc.children(at).any(|child| scene.dep(child) == "det" && scene.reads(child, "the"));
    let bare = scene.doc.children(at).all(|child| {
        matches!(scene.dep(child), "det" | "amod" | "punct" | "relcl") && scene.quantity_at(child).is_none()
    });
    if !definite || !bare || scene.is_plural(at) {
        return None;
    }
    let state =
        matches!(scene.lemma(at), "government" | "state" | "country" | "nation" | "city" | "province");
    if scene.is(at, Class::Group) && !state {
        return before(scene, at, |index| scene.entities[index].label == Label::Org);
    }
    let generic =
        matches!(scene.lemma(at), "official" | "officer" | "spokesman" | "spokeswoman" | "spokesperson");
    let titled = |index: usize| scene.entities[index].label == Label::Person && bears(scene, index, at);
    let person = |index: usize| scene.entities[index].label == Label::Person;
    let title = scene.is(at, Class::Person).then(|| before(scene, at, titled)).flatten();
    title.or_else(|| if generic { recent(scene, at, person) } else { None })
}

/// Whether a name stands beside the title at `title`: "Governor Ana Ruiz".
fn bears(scene: &Scene<'_>, index: usize, title: usize) -> bool {
    let range = scene.entities[index].tokens.range();
    let sentence = scene.sentence(range.start).range();
    let from = sentence.start.max(range.start.saturating_sub(6));
    let to = sentence.end.min(range.end + 4);
    (from..to).any(|at| at != title && scene.lemma(at).eq_ignore_ascii_case(scene.lemma(title)))
}

/// A name of the sentence before.
fn recent(scene: &Scene<'_>, at: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let found = before(scene, at, fits)?;
    let token = scene.entities[found].tokens.start as usize;
    (scene.doc.sentence_index(at) - scene.doc.sentence_index(token) <= 1).then_some(found)
}

/// The nearest earlier name that fits; within a sentence its subject is preferred.
fn before(scene: &Scene<'_>, at: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let here = scene.doc.sentence_index(at);
    let sentence = |index: usize| scene.doc.sentence_index(scene.entities[index].tokens.start as usize);
    let end = scene.entities.partition_point(|entity| (entity.tokens.end as usize) <= at);
    let mut found: Vec<usize> =
        (0..end).rev().take(NAMES).filter(|&index| here - sentence(index) <= REACH && fits(index)).collect();
    let nearest = sentence(*found.first()?);
    found.retain(|&index| sentence(index) == nearest);
    let subject = |&&index: &&usize| {
        scene.entities[index].tokens.range().any(|token| matches!(scene.dep(token), "nsubj" | "nsubjpass"))
    };
    found.iter().find(subject).or(found.first()).copied()
}
