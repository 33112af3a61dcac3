//! What the text says that a name is: "Nexperia, a Dutch subsidiary", "brands such as Strelli", "the film Tanna".

use super::evidence::Evidence;
use super::one;
use crate::article::{Dep, Label, Tag, TokenRange};
use crate::entities::board::is_capital;
use crate::entities::proposer::Odds;

/// For a name whose kind a noun in apposition or after "is" tells.
const SAID: f32 = 1.5;
/// For a name right after the noun of its kind, or in a list of examples.
const CALLED: f32 = 2.0;

/// The label that the nouns around one mention give it; `None` where they say nothing.
pub(super) fn label(evidence: Evidence<'_>, tokens: TokenRange) -> Option<Odds> {
    let called = work(evidence, tokens).or_else(|| example(evidence, tokens)).map(|label| one(label, CALLED));
    called.or_else(|| apposed(evidence, tokens).map(|label| one(label, SAID)))
}

/// "the film [Tanna]".
fn work(evidence: Evidence<'_>, tokens: TokenRange) -> Option<Label> {
    let before = (tokens.start as usize).checked_sub(1)?;
    let word = evidence.doc.token_text(before);
    let is_noun = !is_capital(word) && evidence.doc.node(before).tag() == Tag::Nn;
    (is_noun && evidence.knowledge.words.work_before.has(word)).then_some(Label::WorkOfArt)
}

/// "brands such as [Strelli]", "towns including [Kabwe]".
fn example(evidence: Evidence<'_>, tokens: TokenRange) -> Option<Label> {
    let doc = evidence.doc;
    let start = tokens.start as usize;
    let word = |back: usize| start.checked_sub(back).map_or("", |at| doc.token_text(at));
    let steps = match (word(2), word(1)) {
        ("such", "as") => 3,
        (_, "including" | "like" | "namely") => 2,
        _ => return None,
    };
    let noun = start.checked_sub(steps + usize::from(word(steps) == ","))?;
    (doc.node(noun).tag() == Tag::Nns).then(|| kind(evidence, noun)).flatten()
}

/// "[Nexperia], a Dutch subsidiary", "a Spanish franchise, [Muy Mucho]", "[Waka Kotahi] is the agency".
fn apposed(evidence: Evidence<'_>, tokens: TokenRange) -> Option<Label> {
    let doc = evidence.doc;
    let last = tokens.end as usize - 1;
    let head = doc.head(last);
    let behind = doc.child(last, Dep::Appos);
    let before = (doc.node(last).dep() == Dep::Appos).then_some(head);
    let is_subject = doc.node(last).dep() == Dep::Nsubj && doc.node(head).lemma() == "be";
    let said = is_subject.then(|| doc.child(head, Dep::Attr)).flatten();
    [behind, before, said].into_iter().flatten().find_map(|noun| kind(evidence, noun))
}

/// The label of names that the common noun at token `noun` describes.
fn kind(evidence: Evidence<'_>, noun: usize) -> Option<Label> {
    let (word, words) = (&evidence.doc.words[noun], &evidence.knowledge.words);
    if !matches!(word.tag, Tag::Nn | Tag::Nns) || is_capital(evidence.doc.token_text(noun)) {
        return None;
    }
    let kinds = [
        (&words.person_noun, Label::Person),
        (&words.org_before, Label::Org),
        (&words.place_noun, Label::Gpe),
        (&words.work_before, Label::WorkOfArt),
    ];
    kinds.into_iter().find(|(forms, _)| forms.has(&word.lemma)).map(|(_, label)| label)
}
