//! The way from a number up the tree, with the places where a clause or phrase keeps to itself.

use crate::article::{Dep, Doc, Tag, TokenRange};
use crate::status::words::Words;

/// Why what stands above an edge of the tree does not govern what hangs below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Block {
    /// A relative clause with a tense of its own.
    Relative,
    /// A past participle ("bridges damaged by two floods").
    Participle,
    /// An adverbial clause with a tense of its own.
    Adverbial,
    /// A further verb with a tense or subject of its own.
    Conjunct,
    /// What stands against what was said before ("not 12 but 15").
    Contrast,
    /// A clause that somebody says or thinks: no bar to the verb that it hangs on.
    Clause,
    /// A clause or name put beside.
    Aside,
    /// What hangs on a preposition such as "after".
    Apart,
}

impl Block {
    /// A name for features.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Relative => "relative",
            Self::Participle => "participle",
            Self::Adverbial => "adverbial",
            Self::Conjunct => "conjunct",
            Self::Contrast => "contrast",
            Self::Clause => "clause",
            Self::Aside => "aside",
            Self::Apart => "apart",
        }
    }
}

/// A word on the way, with what bars the edge from it to the next one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) node: usize,
    pub(super) block: Option<Block>,
}

/// Steps that are looked at: longer ways are cut, so that the work stays linear on any tree.
const LONGEST: usize = 24;

/// The topmost token of `range`.
pub(super) fn top(doc: &Doc, range: TokenRange) -> usize {
    let is_top = |&at: &usize| doc.head(at) == at || !range.contains(doc.head(at));
    range.range().find(is_top).unwrap_or(range.start as usize)
}

/// The way from token `top` to the root.
pub(super) fn way(doc: &Doc, words: &Words, top: usize) -> Vec<Step> {
    let nodes = std::iter::once(top).chain(doc.ancestors(top)).take(LONGEST);
    nodes.map(|node| Step { node, block: block(doc, words, node) }).collect()
}

fn block(doc: &Doc, words: &Words, node: usize) -> Option<Block> {
    let word = &doc.words[node];
    match word.dep {
        Dep::Relcl => is_relative(doc, words, node).then_some(Block::Relative),
        Dep::Acl => {
            (matches!(word.tag, Tag::Vbn | Tag::Vbd) && !is_clause(doc, node)).then_some(Block::Participle)
        }
        Dep::Advcl => is_apart_clause(doc, words, node).then_some(Block::Adverbial),
        Dep::Conj => conjunct(doc, node),
        Dep::Ccomp => Some(Block::Clause),
        Dep::Parataxis | Dep::Appos => Some(Block::Aside),
        Dep::Prep => is_apart(doc, words, node).then_some(Block::Apart),
        _ => None,
    }
}

/// Whether a relative clause tells of its noun; the clause of a noun that holds something said is its content ("a story that
/// depositors had pulled out").
fn is_relative(doc: &Doc, words: &Words, verb: usize) -> bool {
    let says = words.is_content(&doc.words[doc.head(verb)].lemma.to_lowercase());
    let that = |child: usize| {
        doc.token_text(child).eq_ignore_ascii_case("that") && doc.words[child].dep != Dep::Nsubj
    };
    tense(doc, verb) != Tense::Infinitive && !(says && doc.children(verb).any(that))
}

/// Whether a verb has an auxiliary or a conjunction of its own.
fn is_clause(doc: &Doc, verb: usize) -> bool {
    doc.children(verb).any(|child| matches!(doc.words[child].dep, Dep::Aux | Dep::Auxpass | Dep::Mark))
}

fn is_apart(doc: &Doc, words: &Words, preposition: usize) -> bool {
    words.is_apart(&doc.words[preposition].lemma.to_lowercase())
}

/// Whether an adverbial clause tells its own time: after "although", or in a past tense, or "having done".
fn is_apart_clause(doc: &Doc, words: &Words, verb: usize) -> bool {
    let marked = doc.children(verb).any(|child| {
        matches!(doc.words[child].dep, Dep::Mark | Dep::Advmod)
            && words.is_aside(&doc.token_text(child).to_lowercase())
    });
    marked || matches!(tense(doc, verb), Tense::Past | Tense::Perfect)
}

fn conjunct(doc: &Doc, node: usize) -> Option<Block> {
    let head = doc.head(node);
    let contrast = doc.children(head).any(|child| {
        (head < child && child < node)
            && doc.words[child].dep == Dep::Cc
            && matches!(doc.token_text(child).to_lowercase().as_str(), "but" | "not")
    });
    if contrast {
        return Some(Block::Contrast);
    }
    let own = doc.words[node].tag.is_verb()
        && (!matches!(tense(doc, node), Tense::Bare | Tense::Gerund)
            || doc.children(node).any(|child| doc.words[child].dep.is_subject()));
    own.then_some(Block::Conjunct)
}

/// The form of a verb with its auxiliaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Perfect,
    Present,
    Progressive,
    Modal,
    Infinitive,
    Gerund,
    Bare,
    None,
}

impl Tense {
    /// A name for features.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Perfect => "perfect",
            Self::Present => "present",
            Self::Progressive => "progressive",
            Self::Modal => "modal",
            Self::Infinitive => "infinitive",
            Self::Gerund => "gerund",
            Self::Bare => "bare",
            Self::None => "none",
        }
    }
}

/// The form of verb `at`.
pub(super) fn tense(doc: &Doc, at: usize) -> Tense {
    let word = &doc.words[at];
    let auxiliaries: Vec<usize> =
        doc.children(at).filter(|&child| doc.words[child].dep.is_auxiliary()).take(6).collect();
    if !word.tag.is_verb() && auxiliaries.is_empty() {
        return Tense::None;
    }
    let Some(&first) = auxiliaries.first() else {
        return match word.tag {
            Tag::Vbd => Tense::Past,
            Tag::Vbz | Tag::Vbp => Tense::Present,
            Tag::Vbg => Tense::Gerund,
            _ => Tense::Bare,
        };
    };
    let has = auxiliaries.iter().any(|&aux| &*doc.words[aux].lemma == "have");
    match doc.words[first].tag {
        Tag::Md => Tense::Modal,
        Tag::To => Tense::Infinitive,
        _ if has => Tense::Perfect,
        Tag::Vbd => Tense::Past,
        Tag::Vbg => Tense::Gerund,
        _ if word.tag == Tag::Vbg => Tense::Progressive,
        _ => Tense::Present,
    }
}

/// What kind of subject the clause of `verb` has.
pub(super) fn subject(doc: &Doc, verb: usize) -> &'static str {
    let found = doc.children(verb).find(|&child| doc.words[child].dep.is_subject());
    let Some(subject) = found else { return "none" };
    let word = &doc.words[subject];
    let determined = doc
        .children(subject)
        .find(|&child| matches!(doc.words[child].dep, Dep::Det | Dep::Poss | Dep::Nummod));
    match (word.tag, determined.map(|at| doc.words[at].lemma.to_lowercase())) {
        (Tag::Nns, None) => "bare plural",
        (Tag::Nnp | Tag::Nnps, _) => "name",
        (Tag::Prp, _) => "pronoun",
        (_, Some(word)) if matches!(word.as_str(), "a" | "an" | "any" | "each" | "every") => "any",
        (Tag::Nn, None) => "bare",
        _ => "the",
    }
}
