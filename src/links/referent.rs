//! Who a phrase, a pronoun or a short description points at.

use crate::article::{Dep, Label, Pos, Referent, Tag};
use crate::links::phrase;
use crate::links::saying;
use crate::links::scene::{Node, Scene};
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
pub(super) fn of(at: Node<'_>) -> Option<Referent> {
    if let Some(entity) = named(at) {
        return Some(Referent::Entity(entity));
    }
    if at.pos() == Pos::Pron || matches!(at.tag(), Tag::Wdt | Tag::Wp | Tag::Prp | Tag::PrpPoss | Tag::Dt) {
        return pronoun(at);
    }
    if !at.is_noun() {
        return None;
    }
    let described = described(at);
    Some(described.map_or_else(|| Referent::Phrase(phrase::span(at, None)), Referent::Entity))
}

/// The name at `at`, or the one beside it ("its director, Ana Ruiz"; "the aid group Arvo Help").
fn named(at: Node<'_>) -> Option<usize> {
    let label = |index: usize| at.scene().entities[index].label;
    let own = at.entity().filter(|&index| label(index) != Label::Norp);
    let beside = |child: Node<'_>| {
        child.entity().filter(|&index| match child.dep() {
            Dep::Appos => matches!(label(index), Label::Person | Label::Org),
            Dep::Compound | Dep::Nmod => label(index) == Label::Person,
            _ => false,
        })
    };
    let explained = || (at.dep() == Dep::Appos && !at.is_root()).then(|| at.head().entity()).flatten();
    own.or_else(|| at.children().find_map(beside)).or_else(explained)
}

/// The name, or the person without a name, that a pronoun stands for.
fn pronoun(at: Node<'_>) -> Option<Referent> {
    let text = at.text().to_lowercase();
    let body = |index: usize| at.scene().entities[index].label == Label::Org;
    match text.as_str() {
        "who" | "which" | "that" => {
            let verb = at.upwards().find(|up| up.dep() == Dep::Relcl)?;
            let noun = verb.head();
            (noun.is_noun() && noun != at).then(|| of(noun)).flatten()
        }
        "he" | "she" | "him" | "her" | "his" => somebody(at),
        "it" | "its" => something(at).or_else(|| before(at, body).map(Referent::Entity)),
        "they" => speakers(at),
        _ => None,
    }
}

/// The nearest earlier person, named or not, as subject of a sentence; else the nearest named one.
fn somebody(at: Node<'_>) -> Option<Referent> {
    let scene = at.scene();
    let here = at.sentence_index();
    let person = |index: usize| scene.entities[index].label == Label::Person;
    for sentence in (here.saturating_sub(REACH)..=here).rev() {
        let range = scene.doc.sentences[sentence].tokens.range();
        let subject = |token: &Node<'_>| {
            token.dep().is_subject()
                && token.is_noun()
                && !token.is_plural()
                && (token.is_person() || named(*token).is_some_and(person))
        };
        let before = scene.all(range.start..range.end.min(at.index())).rev();
        if let Some(token) = before.take(WORDS).find(subject) {
            return match named(token).filter(|&index| person(index)) {
                Some(entity) => Some(Referent::Entity(entity)),
                None => of(token),
            };
        }
    }
    before(at, person).map(Referent::Entity)
}

/// The thing or body that the sentence before was about: its subject.
fn something(at: Node<'_>) -> Option<Referent> {
    let scene = at.scene();
    let here = at.sentence_index();
    let range = scene.doc.sentences[here.checked_sub(1)?].tokens.range();
    let subject = |token: &Node<'_>| {
        token.dep().is_subject()
            && token.is_noun()
            && !token.is_plural()
            && !token.is_person()
            && token.quantity().is_none()
    };
    let own = scene.all(scene.doc.sentences[here].tokens.start as usize..at.index());
    let inside = own.rev().take(WORDS).find(subject);
    let found = inside.or_else(|| scene.all(range).take(WORDS).find(subject))?;
    (found != at).then(|| of(found)).flatten()
}

/// "police said they seized": the police, where the speakers are several.
fn speakers(at: Node<'_>) -> Option<Referent> {
    let subject = saying::framing(at.head())?;
    (subject != at && subject.is_plural()).then(|| of(subject)).flatten()
}

/// The name behind a short description: "the company", "the governor".
fn described(at: Node<'_>) -> Option<usize> {
    let scene = at.scene();
    let definite = at.children().any(|child| child.dep() == Dep::Det && child.reads("the"));
    if let Some(name) = shortened(at).filter(|_| definite && !at.is_plural()) {
        return Some(name);
    }
    let bare = at.children().all(|child| {
        matches!(child.dep(), Dep::Det | Dep::Amod | Dep::Punct | Dep::Relcl) && child.quantity().is_none()
    });
    if !definite || !bare || at.is_plural() {
        return None;
    }
    let state = matches!(at.lemma(), "government" | "state" | "country" | "nation" | "city" | "province");
    if at.is(Class::Group) && !state {
        return body(at);
    }
    let generic = matches!(at.lemma(), "official" | "officer" | "spokesman" | "spokeswoman" | "spokesperson");
    let titled = |index: usize| scene.entities[index].label == Label::Person && bears(index, at);
    let person = |index: usize| scene.entities[index].label == Label::Person;
    let title = at.is(Class::Person).then(|| before(at, titled)).flatten();
    title.or_else(|| if generic { recent(at, person) } else { None })
}

/// The name that "the fund" or "the city government" shortens: one that ends with the same noun and holds the words before it.
fn shortened(at: Node<'_>) -> Option<usize> {
    let scene = at.scene();
    let before_noun =
        |child: &Node<'_>| matches!(child.dep(), Dep::Compound | Dep::Amod | Dep::Nmod) && *child < at;
    let other = |child: Node<'_>| {
        child.dep() != Dep::Det && child.dep() != Dep::Punct && !before_noun(&child) && child < at
    };
    if at.children().any(other) || at.children().any(|child| child.reads("of")) {
        return None;
    }
    let same = |one: Node<'_>, word: Node<'_>| one.lemma().eq_ignore_ascii_case(word.lemma());
    let fits = |index: usize| {
        let range = scene.entities[index].tokens.range();
        let label = scene.entities[index].label;
        let longer = range.len() > 1 && !matches!(label, Label::Person | Label::Norp | Label::Law);
        let last = range.end.checked_sub(1).map(|last| scene.at(last));
        longer
            && last.is_some_and(|last| same(last, at))
            && at.children().filter(before_noun).all(|word| scene.all(range.clone()).any(|it| same(it, word)))
    };
    before(at, fits)
}

/// The organisation that "the union" stands for: one whose name says so, else the nearest whose name says nothing else.
fn body(at: Node<'_>) -> Option<usize> {
    let scene = at.scene();
    let org = |index: usize| scene.entities[index].label == Label::Org;
    let says = |index: usize, fits: &dyn Fn(Node<'_>) -> bool| {
        scene.all(scene.entities[index].tokens.range()).any(fits)
    };
    let same = |token: Node<'_>| token.lemma().eq_ignore_ascii_case(at.lemma());
    let typed = |index: usize| org(index) && says(index, &same);
    let open = |index: usize| org(index) && !says(index, &|token: Node<'_>| token.is(Class::Group));
    before(at, typed).or_else(|| before(at, open)).or_else(|| before(at, org))
}

/// Whether a name stands beside the title at `title`: "Governor Ana Ruiz".
fn bears(index: usize, title: Node<'_>) -> bool {
    let scene = title.scene();
    let range = scene.entities[index].tokens.range();
    let sentence = scene.at(range.start).around().range();
    let from = sentence.start.max(range.start.saturating_sub(6));
    let to = sentence.end.min(range.end + 4);
    scene.all(from..to).any(|at| at != title && at.lemma().eq_ignore_ascii_case(title.lemma()))
}

/// A name of the sentence before.
fn recent(at: Node<'_>, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let found = before(at, fits)?;
    let token = at.at(at.scene().entities[found].tokens.start as usize);
    (at.sentence_index() - token.sentence_index() <= 1).then_some(found)
}

/// The nearest earlier name that fits; within a sentence its subject is preferred.
fn before(at: Node<'_>, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let scene = at.scene();
    let here = at.sentence_index();
    let sentence = |index: usize| scene.at(scene.entities[index].tokens.start as usize).sentence_index();
    let end = scene.entities.partition_point(|entity| (entity.tokens.end as usize) <= at.index());
    let mut found: Vec<usize> = (0..end)
        .rev()
        .take(NAMES)
        .filter(|&index| here - sentence(index) <= REACH && fits(index))
        .filter(|&index| !in_dateline(scene, index))
        .collect();
    let nearest = sentence(*found.first()?);
    found.retain(|&index| sentence(index) == nearest);
    let subject =
        |&&index: &&usize| scene.all(scene.entities[index].tokens.range()).any(|it| it.dep().is_subject());
    found.iter().find(subject).or(found.first()).copied()
}

/// Whether entity `index` is the agency in a dateline: "DAKAR (APS) -".
fn in_dateline(scene: &Scene<'_>, index: usize) -> bool {
    let range = scene.entities[index].tokens.range();
    let start = scene.doc.sentence(range.start).tokens.start as usize;
    let bracket = range.start > start && scene.at(range.start - 1).reads("(");
    bracket && range.start < start + WIDTH && scene.at(start).is_dateline()
}
