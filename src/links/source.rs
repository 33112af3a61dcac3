//! Who says it.

use crate::article::Referent;
use crate::links::referent;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// How many sentences a quotation is followed to the words that frame it.
const REACH: usize = 6;

/// Who is said to say what stands at token `at`.
pub(super) fn of(scene: &Scene<'_>, at: usize) -> Option<Referent> {
    let speaker = framing(scene, at).or_else(|| according(scene, at)).or_else(|| quoted(scene, at))?;
    referent::of(scene, speaker)
}

/// The subject of the verb of saying above `at`.
pub(super) fn framing(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let mut below = at;
    for above in scene.doc.ancestors(at) {
        let clause = matches!(scene.dep(below), "ccomp" | "parataxis" | "advcl" | "dep");
        let says = scene.is_verb(above) && scene.is(above, Class::Report);
        if clause && says && (scene.dep(below) != "advcl" || is_saying(scene, below)) {
            let subject = scene.subject(above).filter(|&subject| !is_impersonal(scene, subject));
            if subject.is_some() {
                return subject;
            }
        }
        below = above;
    }
    None
}

/// Whether an adverbial clause is itself one of saying ("..., adding that").
fn is_saying(scene: &Scene<'_>, verb: usize) -> bool {
    scene.is(verb, Class::Report)
}

fn is_impersonal(scene: &Scene<'_>, subject: usize) -> bool {
    scene.reads(subject, "it") && scene.doc.child(scene.doc.head(subject), "ccomp").is_none()
        || scene.reads(subject, "there")
        || scene.quantity_at(subject).is_some()
}

/// "according to X".
fn according(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let word = scene.sentence(at).range().find(|&token| scene.reads(token, "according"))?;
    let to = scene.doc.children(word).find(|&child| scene.reads(child, "to"));
    let object = to.and_then(|to| scene.doc.child(to, "pobj"));
    object.or_else(|| scene.doc.child(word, "pobj"))
}

/// In a quotation over several sentences: the subject of the verb of saying where it closes or opens.
fn quoted(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let here = scene.doc.sentence_index(at);
    let text: &str = &scene.doc.text;
    let start = scene.doc.tokens[at].span.start() as usize;
    let paragraph = text.get(..start)?.rfind('\n').map_or(0, |line| line + 1);
    if !is_open(text.get(paragraph..start)?) {
        return None;
    }
    let ahead = here..scene.doc.sentences.len().min(here + REACH);
    let behind = (here.saturating_sub(REACH)..here).rev();
    ahead.take_while(|&index| in_paragraph(scene, index, at)).find_map(|index| speaker(scene, index)).or_else(
        || {
            behind
                .take_while(|&index| scene.doc.sentences[index].span.start() as usize >= paragraph)
                .find_map(|index| speaker(scene, index))
        },
    )
}

fn in_paragraph(scene: &Scene<'_>, sentence: usize, at: usize) -> bool {
    let from = scene.doc.tokens[at].span.start() as usize;
    let to = scene.doc.sentences[sentence].span.start() as usize;
    to <= from || scene.doc.text.get(from..to).is_some_and(|gap| !gap.contains('\n'))
}

/// Whether a quotation that began in `text` is still open at its end.
fn is_open(text: &str) -> bool {
    let curly = text.matches('“').count() > text.matches('”').count();
    curly || text.matches('"').count() % 2 == 1
}

/// The subject of the outermost verb of saying of a sentence.
fn speaker(scene: &Scene<'_>, sentence: usize) -> Option<usize> {
    let tokens = scene.doc.sentences[sentence].tokens.range();
    let says = |&at: &usize| {
        scene.is_verb(at)
            && scene.is(at, Class::Report)
            && matches!(scene.dep(at), "ROOT" | "conj" | "parataxis")
    };
    tokens.into_iter().filter(says).find_map(|verb| scene.subject(verb))
}
