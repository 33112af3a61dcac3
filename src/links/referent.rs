//! Who a phrase, a pronoun or a short description points at.

use crate::article::{Dep, Label, Pos, Referent, Tag};
use crate::links::phrase;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// How many sentences back a name is looked for.
const REACH: usize = 4;
/// How many names back.
const NAMES: usize = 40;
/// How many words of a sentence back.
const WORDS: usize = 400;
/// How many tokens of a dateline may stand before its agency.
const WIDTH: usize = 8;

/// What the noun phrase or pronoun at `at` points at: a name, the name that it stands for, or the phrase itself.
pub(super) fn of(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    if let Some(entity) = named(scene, at) {
        return Some(Referent::Entity(entity));
    }
    if scene.pos(at) == Pos::Pron
        || matches!(scene.tag(at), Tag::Wdt | Tag::Wp | Tag::Prp | Tag::PrpPoss | Tag::Dt)
    {
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
            Dep::Appos => matches!(label(index), Label::Person | Label::Org),
            Dep::Compound | Dep::Nmod => label(index) == Label::Person,
            _ => false,
        })
    };
    let explained = || {
        let head = scene.doc.head(at);
        (scene.dep(at) == Dep::Appos && head != at).then(|| scene.entity_at(head)).flatten()
    };
    own.or_else(|| scene.doc.children(at).find_map(beside)).or_else(explained)
}

/// The name, or the person without a name, that a pronoun stands for.
fn pronoun(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    let text = scene.doc.token_text(at).to_lowercase();
    let body = |index: usize| scene.entities[index].label == Label::Org;
    match text.as_str() {
        "who" | "which" | "that" => {
            let verb =
                std::iter::once(at).chain(scene.doc.ancestors(at)).find(|&up| scene.dep(up) == Dep::Relcl)?;
            let noun = scene.doc.head(verb);
            (scene.is_noun(noun) && noun != at).then(|| of(scene, noun)).flatten()
        }
        "he" | "she" | "him" | "her" | "his" => somebody(scene, at),
        "it" | "its" => something(scene, at).or_else(|| before(scene, at, body).map(Referent::Entity)),
        "they" => speakers(scene, at),
        _ => None,
    }
}

/// The nearest earlier person, named or not, as subject of a sentence; else the nearest named one.
fn somebody(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    let here = scene.doc.sentence_index(at);
    let person = |index: usize| scene.entities[index].label == Label::Person;
    for sentence in (here.saturating_sub(REACH)..=here).rev() {
        let range = scene.doc.sentences[sentence].tokens.range();
        let subject = |&token: &usize| {
            scene.dep(token).is_subject()
                && scene.is_noun(token)
                && !scene.is_plural(token)
                && (scene.is_person(token) || named(scene, token).is_some_and(person))
        };
        let found = range.start..range.end.min(at);
        if let Some(token) = found.rev().take(WORDS).find(subject) {
            return match named(scene, token).filter(|&index| person(index)) {
                Some(entity) => Some(Referent::Entity(entity)),
                None => of(scene, token),
            };
        }
    }
    before(scene, at, person).map(Referent::Entity)
}

/// The thing or body that the sentence before was about: its subject.
fn something(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    let here = scene.doc.sentence_index(at);
    let range = scene.doc.sentences[here.checked_sub(1)?].tokens.range();
    let subject = |token: &usize| {
        scene.dep(*token).is_subject()
            && scene.is_noun(*token)
            && !scene.is_plural(*token)
            && !scene.is_person(*token)
            && scene.quantity_at(*token).is_none()
    };
    let own = scene.doc.sentences[here].tokens.start as usize..at;
    let inside = own.rev().take(WORDS).find(subject);
    let found = inside.or_else(|| range.take(WORDS).find(subject))?;
    (found != at).then(|| of(scene, found)).flatten()
}

/// "police said they seized": the police, where the speakers are several.
fn speakers(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    let subject = crate::links::source::framing(scene, scene.doc.head(at))?;
    (subject != at && scene.is_plural(subject)).then(|| of(scene, subject)).flatten()
}

/// The name behind a short description: "the company", "the governor".
fn described(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let definite =
        scene.doc.children(at).any(|child| scene.dep(child) == Dep::Det && scene.reads(child, "the"));
    let bare = scene.doc.children(at).all(|child| {
        matches!(scene.dep(child), Dep::Det | Dep::Amod | Dep::Punct | Dep::Relcl)
            && scene.quantity_at(child).is_none()
    });
    if !definite || !bare || scene.is_plural(at) {
        return None;
    }
    let state =
        matches!(scene.lemma(at), "government" | "state" | "country" | "nation" | "city" | "province");
    if scene.is(at, Class::Group) && !state {
        return body(scene, at);
    }
    let generic =
        matches!(scene.lemma(at), "official" | "officer" | "spokesman" | "spokeswoman" | "spokesperson");
    let titled = |index: usize| scene.entities[index].label == Label::Person && bears(scene, index, at);
    let person = |index: usize| scene.entities[index].label == Label::Person;
    let title = scene.is(at, Class::Person).then(|| before(scene, at, titled)).flatten();
    title.or_else(|| if generic { recent(scene, at, person) } else { None })
}

/// The organisation that "the union" stands for: one whose name says so, else the nearest whose name says nothing else.
fn body(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let org = |index: usize| scene.entities[index].label == Label::Org;
    let says = |index: usize, fits: &dyn Fn(usize) -> bool| scene.entities[index].tokens.range().any(fits);
    let same = |token: usize| scene.lemma(token).eq_ignore_ascii_case(scene.lemma(at));
    let typed = |index: usize| org(index) && says(index, &same);
    let open = |index: usize| org(index) && !says(index, &|token| scene.is(token, Class::Group));
    before(scene, at, typed).or_else(|| before(scene, at, open)).or_else(|| before(scene, at, org))
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
    let mut found: Vec<usize> = (0..end)
        .rev()
        .take(NAMES)
        .filter(|&index| here - sentence(index) <= REACH && fits(index))
        .filter(|&index| !in_dateline(scene, index))
        .collect();
    let nearest = sentence(*found.first()?);
    found.retain(|&index| sentence(index) == nearest);
    let subject =
        |&&index: &&usize| scene.entities[index].tokens.range().any(|token| scene.dep(token).is_subject());
    found.iter().find(subject).or(found.first()).copied()
}

/// Whether entity `index` is the agency in a dateline: "DAKAR (APS) -".
fn in_dateline(scene: &Scene<'_>, index: usize) -> bool {
    let range = scene.entities[index].tokens.range();
    let start = scene.doc.sentence(range.start).tokens.start as usize;
    let bracket = range.start > start && scene.reads(range.start - 1, "(");
    bracket && range.start < start + WIDTH && scene.is_dateline(start)
}
