//! Who says it.

use crate::article::{self, Dep, Label, Referent, Tag};
use crate::links::phrase;
use crate::links::referent;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// How many sentences a quotation is followed to the words that frame it.
const REACH: usize = 6;
/// How far back a quotation's beginning and how far on its end is looked for, in bytes.
const QUOTATION: usize = 4000;

/// Who is said to say what stands at token `at`, the event's verb being `verb`.
pub(super) fn of(scene: &Scene<'_>, at: usize, verb: Option<usize>) -> Option<Referent> {
    let speaker = framing(scene, at)
        .or_else(|| according(scene, at))
        .or_else(|| inserted(scene, at))
        .or_else(|| closing(scene, at))
        .or_else(|| quoted(scene, at))
        .or_else(|| published(scene, verb?))?;
    speaker_of(scene, speaker)
}

/// The speaker's name, also inside a description: "data from the Arvo Institute", "Luis Diaz, the head of Kells".
fn speaker_of(scene: &Scene<'_>, speaker: usize) -> Option<Referent> {
    let inside = scene.doc.subtree(speaker).range();
    let named = |label: Label| {
        let fits =
            |&at: &usize| scene.entity_at(at).is_some_and(|index| scene.entities[index].label == label);
        inside.clone().filter(fits).find(|&at| reaches(scene, at, speaker)).and_then(|at| scene.entity_at(at))
    };
    if scene.is(speaker, Class::Speech) {
        let owner = scene.doc.child(speaker, Dep::Poss).filter(|&at| scene.tag(at) == Tag::PrpPoss);
        let entity = named(Label::Org).map(Referent::Entity);
        return entity
            .or_else(|| owner.and_then(|owner| referent::of(scene, owner)))
            .or_else(|| Some(Referent::Phrase(phrase::span(scene, speaker, None))));
    }
    match named(Label::Person) {
        Some(person) if scene.is_noun(speaker) => Some(Referent::Entity(person)),
        _ => referent::of(scene, speaker),
    }
}

/// Whether the way from `at` up to `speaker` passes no clause and no possessor.
fn reaches(scene: &Scene<'_>, at: usize, speaker: usize) -> bool {
    if at == speaker {
        return true;
    }
    let way = std::iter::once(at).chain(scene.doc.ancestors(at)).take_while(|&above| above != speaker);
    way.into_iter().all(|above| !matches!(scene.dep(above), Dep::Relcl | Dep::Advcl | Dep::Poss | Dep::Ccomp))
}

/// The subject of the verb of saying above `at`.
pub(super) fn framing(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let mut below = at;
    for above in scene.doc.ancestors(at) {
        if scene.is_broken(below, above) {
            return None;
        }
        let clause = match scene.dep(below) {
            Dep::Ccomp | Dep::Parataxis | Dep::Dep => true,
            Dep::Advcl => scene.is(below, Class::Report) && scene.tag(below) == Tag::Vbg,
            _ => false,
        };
        if clause && says(scene, above) {
            let subject = scene.subject(above).filter(|&subject| !is_impersonal(scene, subject));
            if subject.is_some() {
                return subject;
            }
        }
        below = above;
    }
    None
}

/// Whether verb `verb` is one of saying here: people say, figures show.
fn says(scene: &Scene<'_>, verb: usize) -> bool {
    let person = |subject: usize| scene.is_person(subject) || scene.tag(subject) == Tag::Prp;
    let shows = scene.lemma(verb) == "show" && scene.subject(verb).is_some_and(person);
    scene.is_verb(verb) && scene.is(verb, Class::Report) && !shows
}

fn is_impersonal(scene: &Scene<'_>, subject: usize) -> bool {
    let dummy = scene.reads(subject, "it") && scene.is_passive(scene.doc.head(subject));
    dummy || scene.reads(subject, "there") || scene.quantity_at(subject).is_some()
}

/// "according to X".
fn according(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let word = scene.sentence(at).range().find(|&token| scene.reads(token, "according"))?;
    let to = scene.doc.children(word).find(|&child| scene.reads(child, "to"));
    let object =
        to.and_then(|to| scene.doc.child(to, Dep::Pobj)).or_else(|| scene.doc.child(word, Dep::Pobj));
    // "according to their statements": what they say of themselves, no source of its own.
    object.filter(|&object| !scene.doc.children(object).any(|child| scene.tag(child) == Tag::PrpPoss))
}

/// A clause of saying that closes the sentence: "..., the agency warned on Monday."
fn closing(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let end = scene.sentence(at).end as usize;
    let last = |&verb: &usize| {
        scene.is_verb(verb)
            && scene.is(verb, Class::Report)
            && matches!(scene.dep(verb), Dep::Conj | Dep::Root | Dep::Parataxis | Dep::Dep | Dep::Advcl)
            && !scene.is_under(at, verb)
    };
    let verb = (at + 1..end).rev().find(|&token| scene.is_verb(token)).filter(last)?;
    let bare = scene
        .doc
        .children(verb)
        .all(|child| !matches!(scene.dep(child), Dep::Dobj | Dep::Ccomp | Dep::Mark | Dep::Cc));
    let subject = scene.own_subject(verb)?;
    let start = scene.doc.subtree(subject).start.min(verb as u32) as usize;
    let comma = start > at && matches!(scene.tag(start - 1), Tag::Comma | Tag::CloseQuote);
    (bare && comma && subject > at && !scene.is_broken(at, verb)).then_some(subject)
}

/// A verb of saying put into the sentence: "the machines, officials said, have been sold".
fn inserted(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let says = |&child: &usize| {
        scene.is_verb(child)
            && scene.is(child, Class::Report)
            && matches!(scene.dep(child), Dep::Parataxis | Dep::Ccomp | Dep::Dep | Dep::Advcl | Dep::Relcl)
            && scene.doc.child(child, Dep::Ccomp).is_none()
            && scene.doc.child(child, Dep::Dobj).is_none()
            && scene.doc.children(child).all(|inner| scene.dep(inner) != Dep::Mark)
    };
    let above = std::iter::once(at).chain(scene.doc.ancestors(at)).filter(|&above| scene.is_verb(above));
    let verb = above.into_iter().flat_map(|verb| scene.doc.children(verb).collect::<Vec<_>>()).find(says)?;
    let subject = scene.own_subject(verb)?;
    let apart = subject > 0
        && (scene.tag(subject.min(verb).max(1) - 1) == Tag::Comma || scene.dep(subject) == Dep::Nsubj);
    apart.then_some(subject)
}

/// "The ministry reported 1,104 cases".
fn published(scene: &Scene<'_>, verb: usize) -> Option<usize> {
    let says = scene.is(verb, Class::Publish) && !scene.is_passive(verb);
    scene.subject(verb).filter(|&subject| says && !is_impersonal(scene, subject))
}

/// In a quotation over several sentences: the subject of the verb of saying where it closes or opens.
fn quoted(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let here = scene.doc.sentence_index(at);
    let text: &str = &scene.doc.text;
    let start = scene.doc.tokens[at].span.start() as usize;
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
    let later =
        ahead.take_while(|&index| in_paragraph(scene, index, at)).find_map(|index| speaker(scene, index));
    later.or_else(|| {
        behind
            .take_while(|&index| scene.doc.sentences[index].span.start() as usize >= paragraph)
            .find_map(|index| speaker(scene, index))
    })
}

fn in_paragraph(scene: &Scene<'_>, sentence: usize, at: usize) -> bool {
    let from = scene.doc.tokens[at].span.start() as usize;
    let to = scene.doc.sentences[sentence].span.start() as usize;
    to <= from
        || to - from <= QUOTATION && scene.doc.text.get(from..to).is_some_and(|gap| !gap.contains('\n'))
}

/// Whether a quotation that began in `text` is still open at its end.
fn is_open(text: &str) -> bool {
    let curly = text.matches('“').count() > text.matches('”').count();
    curly || text.matches('"').count() % 2 == 1
}

/// The subject of the outermost verb of saying of a sentence.
fn speaker(scene: &Scene<'_>, sentence: usize) -> Option<usize> {
    let range = scene.doc.sentences[sentence].tokens.range();
    let tokens = range.start..range.end.min(range.start + article::REACH);
    let quotes = tokens.clone().any(|at| matches!(scene.doc.token_text(at), "\"" | "”" | "“"));
    let says = |&at: &usize| {
        scene.is_verb(at)
            && scene.is(at, Class::Report)
            && matches!(scene.dep(at), Dep::Root | Dep::Conj | Dep::Parataxis)
    };
    tokens.into_iter().filter(|_| quotes).filter(says).find_map(|verb| scene.subject(verb))
}
