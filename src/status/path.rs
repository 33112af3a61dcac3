//! The way from a number up the tree, with the places where a clause or phrase keeps to itself.

use crate::article::{Dep, Doc, Node, Tag, TokenRange};
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
pub(super) struct Step<'a> {
    pub(super) node: Node<'a>,
    pub(super) block: Option<Block>,
}

/// Steps that are looked at: longer ways are cut, so that the work stays linear on any tree.
const LONGEST: usize = 24;

/// The topmost token of `range`.
pub(super) fn top(doc: &Doc, range: TokenRange) -> Node<'_> {
    let is_top = |node: &Node<'_>| node.is_root() || !range.contains(node.head().index());
    let first = doc.node(range.start as usize);
    first.all(range.range()).find(is_top).unwrap_or(first)
}

/// The way from token `top` to the root.
pub(super) fn way<'a>(words: &Words, top: Node<'a>) -> Vec<Step<'a>> {
    top.upwards().take(LONGEST).map(|node| Step { node, block: block(words, node) }).collect()
}

fn block(words: &Words, node: Node<'_>) -> Option<Block> {
    match node.dep() {
        Dep::Relcl => is_relative(words, node).then_some(Block::Relative),
        Dep::Acl => {
            (matches!(node.tag(), Tag::Vbn | Tag::Vbd) && !is_clause(node)).then_some(Block::Participle)
        }
        Dep::Advcl => is_apart_clause(words, node).then_some(Block::Adverbial),
        Dep::Conj => conjunct(node),
        Dep::Ccomp => Some(Block::Clause),
        Dep::Parataxis | Dep::Appos => Some(Block::Aside),
        Dep::Prep => is_apart(words, node).then_some(Block::Apart),
        _ => None,
    }
}

/// Whether a relative clause tells of its noun; the clause of a noun that holds something said is its content ("a story that
/// depositors had pulled out").
fn is_relative(words: &Words, verb: Node<'_>) -> bool {
    let says = words.is_content(&verb.head().lemma().to_lowercase());
    let that = |child: Node<'_>| child.reads("that") && child.dep() != Dep::Nsubj;
    tense(verb) != Tense::Infinitive && !(says && verb.children().any(that))
}

/// Whether a verb has an auxiliary or a conjunction of its own.
fn is_clause(verb: Node<'_>) -> bool {
    verb.children().any(|child| matches!(child.dep(), Dep::Aux | Dep::Auxpass | Dep::Mark))
}

fn is_apart(words: &Words, preposition: Node<'_>) -> bool {
    words.is_apart(&preposition.lemma().to_lowercase())
}

/// Whether an adverbial clause tells its own time: after "although", or in a past tense, or "having done".
fn is_apart_clause(words: &Words, verb: Node<'_>) -> bool {
    let marked = verb.children().any(|child| {
        matches!(child.dep(), Dep::Mark | Dep::Advmod) && words.is_aside(&child.text().to_lowercase())
    });
    marked || matches!(tense(verb), Tense::Past | Tense::Perfect)
}

fn conjunct(node: Node<'_>) -> Option<Block> {
    let head = node.head();
    let contrast = head.children().any(|child| {
        (head < child && child < node)
            && child.dep() == Dep::Cc
            && matches!(child.text().to_lowercase().as_str(), "but" | "not")
    });
    if contrast {
        return Some(Block::Contrast);
    }
    let own = node.tag().is_verb()
        && (!matches!(tense(node), Tense::Bare | Tense::Gerund)
            || node.children().any(|child| child.dep().is_subject()));
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
pub(super) fn tense(at: Node<'_>) -> Tense {
    let auxiliaries: Vec<_> = at.children().filter(|&child| child.dep().is_auxiliary()).take(6).collect();
    if !at.tag().is_verb() && auxiliaries.is_empty() {
        return Tense::None;
    }
    let Some(&first) = auxiliaries.first() else {
        return match at.tag() {
            Tag::Vbd => Tense::Past,
            Tag::Vbz | Tag::Vbp => Tense::Present,
            Tag::Vbg => Tense::Gerund,
            _ => Tense::Bare,
        };
    };
    let has = auxiliaries.iter().any(|&aux| aux.lemma() == "have");
    match first.tag() {
        Tag::Md => Tense::Modal,
        Tag::To => Tense::Infinitive,
        _ if has => Tense::Perfect,
        Tag::Vbd => Tense::Past,
        Tag::Vbg => Tense::Gerund,
        _ if at.tag() == Tag::Vbg => Tense::Progressive,
        _ => Tense::Present,
    }
}

/// What kind of subject the clause of `verb` has.
pub(super) fn subject(verb: Node<'_>) -> &'static str {
    let found = verb.children().find(|&child| child.dep().is_subject());
    let Some(subject) = found else { return "none" };
    let determined =
        subject.children().find(|&child| matches!(child.dep(), Dep::Det | Dep::Poss | Dep::Nummod));
    match (subject.tag(), determined.map(|at| at.lemma().to_lowercase())) {
        (Tag::Nns, None) => "bare plural",
        (Tag::Nnp | Tag::Nnps, _) => "name",
        (Tag::Prp, _) => "pronoun",
        (_, Some(word)) if matches!(word.as_str(), "a" | "an" | "any" | "each" | "every") => "any",
        (Tag::Nn, None) => "bare",
        _ => "the",
    }
}
