//! Who says it.

use crate::article::{self, Dep, Label, Referent, Tag};
use crate::links::answer::Filler;
use crate::links::given::Given;
use crate::links::phrase;
use crate::links::referent;
use crate::links::saying::{framing, is_impersonal};
use crate::links::scene::{Node, Scene};
use crate::links::voices;
use crate::links::words::Class;

/// How many sentences a quotation is followed to the words that frame it.
const REACH: usize = 6;
/// How far back a quotation's beginning and how far on its end is looked for, in bytes.
const QUOTATION: usize = 4000;

/// Who is said to say the number, or to have published what the event tells.
pub(super) fn of(given: &Given<'_>) -> Vec<Filler> {
    said_by(given.anchor.top, given.event).map(Filler::Referent).into_iter().collect()
}

/// Who is said to say what stands at token `at`, the event's verb being `verb`.
fn said_by(at: Node<'_>, verb: Option<Node<'_>>) -> Option<Referent> {
    let speaker = framing(at)
        .or_else(|| according(at))
        .or_else(|| inserted(at))
        .or_else(|| closing(at))
        .or_else(|| quoted(at))
        .or_else(|| published(verb?))?;
    speaker_of(speaker)
}

/// The speaker's name, also inside a description: "data from the Arvo Institute", "Luis Diaz, the head of Kells".
fn speaker_of(speaker: Node<'_>) -> Option<Referent> {
    let named = |label: Label| {
        let mut inside = speaker.branch().filter(|at| at.label() == Some(label));
        inside.find(|&at| reaches(at, speaker)).and_then(Node::entity)
    };
    if speaker.is(Class::Speech) {
        let owner = speaker.child(Dep::Poss).filter(|&at| at.tag() == Tag::PrpPoss);
        let entity = named(Label::Org).map(Referent::Entity);
        return entity
            .or_else(|| owner.and_then(referent::of))
            .or_else(|| Some(Referent::Phrase(phrase::span(speaker, None))));
    }
    match named(Label::Person) {
        Some(person) if speaker.is_noun() => Some(Referent::Entity(person)),
        _ => heard(speaker),
    }
}

/// Who an unnamed speaker is. "It" that speaks is who spoke before, whatever else the sentence before was about; so is "the agency"
/// behind which no name is found.
fn heard(speaker: Node<'_>) -> Option<Referent> {
    let voice = || voices::behind(speaker).next().map(Referent::Entity);
    if speaker.reads("it") {
        return voice().or_else(|| referent::of(speaker));
    }
    match referent::of(speaker) {
        Some(Referent::Phrase(span)) => voice().or(Some(Referent::Phrase(span))),
        found => found,
    }
}

/// Whether the way from `at` up to `speaker` passes no clause and no possessor.
fn reaches(at: Node<'_>, speaker: Node<'_>) -> bool {
    if at == speaker {
        return true;
    }
    let mut way = at.upwards().take_while(|&above| above != speaker);
    way.all(|above| !matches!(above.dep(), Dep::Relcl | Dep::Advcl | Dep::Poss | Dep::Ccomp))
}

/// "according to X".
fn according(at: Node<'_>) -> Option<Node<'_>> {
    let word = at.all(at.around().range()).find(|token| token.reads("according"))?;
    let to = word.children().find(|&child| child.reads("to"));
    let object = to.and_then(|to| to.child(Dep::Pobj)).or_else(|| word.child(Dep::Pobj));
    // "according to their statements": what they say of themselves, no source of its own.
    object.filter(|&object| !object.children().any(|child| child.tag() == Tag::PrpPoss))
}

/// A clause of saying that closes the sentence: "..., the agency warned on Monday."
fn closing(at: Node<'_>) -> Option<Node<'_>> {
    let end = at.around().end as usize;
    let last = |&verb: &Node<'_>| {
        verb.is_verb()
            && verb.is(Class::Report)
            && matches!(verb.dep(), Dep::Conj | Dep::Root | Dep::Parataxis | Dep::Dep | Dep::Advcl)
            && !at.is_under(verb)
    };
    let verb = at.all(at.index() + 1..end).rev().find(|&token| token.is_verb()).filter(last)?;
    let bare =
        verb.children().all(|child| !matches!(child.dep(), Dep::Dobj | Dep::Ccomp | Dep::Mark | Dep::Cc));
    let subject = verb.own_subject()?;
    let start = (subject.subtree().start as usize).min(verb.index());
    let comma = start > at.index() && matches!(at.at(start - 1).tag(), Tag::Comma | Tag::CloseQuote);
    (bare && comma && subject > at && !at.is_broken(verb)).then_some(subject)
}

/// A verb of saying put into the sentence: "the machines, officials said, have been sold".
fn inserted(at: Node<'_>) -> Option<Node<'_>> {
    let says = |&child: &Node<'_>| {
        child.is_verb()
            && child.is(Class::Report)
            && matches!(child.dep(), Dep::Parataxis | Dep::Ccomp | Dep::Dep | Dep::Advcl | Dep::Relcl)
            && child.child(Dep::Ccomp).is_none()
            && child.child(Dep::Dobj).is_none()
            && child.children().all(|inner| inner.dep() != Dep::Mark)
    };
    let above = at.upwards().filter(|&above| above.is_verb());
    let verb = above.flat_map(Node::children).find(says)?;
    let subject = verb.own_subject()?;
    let comma = subject.min(verb).before().is_some_and(|before| before.tag() == Tag::Comma);
    (subject.index() > 0 && (comma || subject.dep() == Dep::Nsubj)).then_some(subject)
}

/// "The ministry reported 1,104 cases".
fn published(verb: Node<'_>) -> Option<Node<'_>> {
    let says = verb.is(Class::Publish) && !verb.is_passive();
    verb.subject().filter(|&subject| says && !is_impersonal(subject))
}

/// In a quotation over several sentences: the subject of the verb of saying where it closes or opens.
fn quoted(at: Node<'_>) -> Option<Node<'_>> {
    let scene = at.scene();
    let here = at.sentence_index();
    let text: &str = &scene.doc.text;
    let start = at.span().start() as usize;
    let mut from = start.saturating_sub(QUOTATION);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let paragraph = text.get(from..start)?.rfind('\n').map_or(from, |line| from + line + 1);
    if !is_open(text.get(paragraph..start)?) {
        return None;
    }
    let ahead = here..scene.doc.sentences.len().min(here + REACH);
    let behind = (here.saturating_sub(REACH)..here).rev();
    let later = ahead.take_while(|&index| in_paragraph(index, at)).find_map(|index| speaker(scene, index));
    later.or_else(|| {
        behind
            .take_while(|&index| scene.doc.sentences[index].span.start() as usize >= paragraph)
            .find_map(|index| speaker(scene, index))
    })
}

fn in_paragraph(sentence: usize, at: Node<'_>) -> bool {
    let doc = at.scene().doc;
    let from = at.span().start() as usize;
    let to = doc.sentences[sentence].span.start() as usize;
    to <= from || to - from <= QUOTATION && doc.text.get(from..to).is_some_and(|gap| !gap.contains('\n'))
}

/// Whether a quotation that began in `text` is still open at its end.
fn is_open(text: &str) -> bool {
    let curly = text.matches('“').count() > text.matches('”').count();
    curly || text.matches('"').count() % 2 == 1
}

/// The subject of the outermost verb of saying of a sentence.
fn speaker<'a>(scene: &'a Scene<'_>, sentence: usize) -> Option<Node<'a>> {
    let range = scene.doc.sentences[sentence].tokens.range();
    let tokens = || scene.all(range.start..range.end.min(range.start + article::REACH));
    let quotes = tokens().any(|at| matches!(at.text(), "\"" | "”" | "“"));
    let says = |&at: &Node<'_>| {
        at.is_verb() && at.is(Class::Report) && matches!(at.dep(), Dep::Root | Dep::Conj | Dep::Parataxis)
    };
    tokens().filter(|_| quotes).filter(says).find_map(Node::subject)
}
