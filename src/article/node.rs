//! A token with its article at hand: the one vocabulary in which every room speaks of tokens.

use std::cmp::Ordering;
use std::fmt;
use std::iter::{once, successors};

use super::doc::{CLIMB, looks};
use super::{Dep, Doc, Pos, Sentence, Span, Tag, TokenRange};

/// A token: what it reads, what it is, what it hangs on and what hangs on it. Copied like a number.
///
/// `R` is what a room knows of the article beyond the text and its tree; a room adds methods of its own to the nodes that
/// carry it. Nodes of one article are equal, and ordered, as their places in the text.
#[derive(Clone, Copy)]
pub struct Node<'a, R = ()> {
    doc: &'a Doc,
    room: R,
    index: usize,
}

impl Doc {
    /// Token `index`.
    #[inline]
    pub fn node(&self, index: usize) -> Node<'_> {
        Node::new(self, (), index)
    }
}

impl<'a, R: Copy> Node<'a, R> {
    /// Token `index` of `doc` with what the room knows of it.
    #[inline]
    pub fn new(doc: &'a Doc, room: R, index: usize) -> Self {
        Self { doc, room, index }
    }

    /// Its place among the article's tokens.
    #[inline]
    pub fn index(self) -> usize {
        self.index
    }

    /// What the room knows of its article.
    #[inline]
    pub fn room(self) -> R {
        self.room
    }

    /// Token `index` of the same article.
    #[inline]
    #[must_use]
    pub fn at(self, index: usize) -> Self {
        Self { index, ..self }
    }

    /// Its text.
    #[inline]
    pub fn text(self) -> &'a str {
        self.doc.token_text(self.index)
    }

    /// Where it stands in the article's text.
    #[inline]
    pub fn span(self) -> Span {
        self.doc.tokens[self.index].span
    }

    /// Whether it reads `word`, whatever its case.
    #[inline]
    pub fn reads(self, word: &str) -> bool {
        self.text().eq_ignore_ascii_case(word)
    }

    /// Whether it reads one of `words`, whatever its case.
    pub fn reads_any(self, words: &[&str]) -> bool {
        words.iter().any(|word| self.reads(word))
    }

    /// Its dictionary form.
    #[inline]
    pub fn lemma(self) -> &'a str {
        &self.doc.words[self.index].lemma
    }

    /// Its tag.
    #[inline]
    pub fn tag(self) -> Tag {
        self.doc.words[self.index].tag
    }

    /// Its part of speech.
    #[inline]
    pub fn pos(self) -> Pos {
        self.doc.words[self.index].pos
    }

    /// Label of the arc to its head.
    #[inline]
    pub fn dep(self) -> Dep {
        self.doc.words[self.index].dep
    }

    /// What it hangs on; itself for a root.
    #[inline]
    #[must_use]
    pub fn head(self) -> Self {
        self.at(self.doc.head(self.index))
    }

    /// Whether it hangs on nothing.
    #[inline]
    pub fn is_root(self) -> bool {
        self.doc.head(self.index) == self.index
    }

    /// What hangs on it, in text order; of a great many the nearest (see [`Doc::children`]).
    #[inline]
    pub fn children(self) -> impl DoubleEndedIterator<Item = Self> + use<'a, R> {
        self.doc.children(self.index).map(move |child| self.at(child))
    }

    /// The first that hangs on it with label `dep`.
    #[inline]
    pub fn child(self, dep: Dep) -> Option<Self> {
        self.children().find(|child| child.dep() == dep)
    }

    /// What is above it, from its head up to its root, the nearest first, at most [`CLIMB`].
    #[inline]
    pub fn ancestors(self) -> impl Iterator<Item = Self> + use<'a, R> {
        let up = |node: &Self| Some(node.head()).filter(|head| head != node);
        successors(up(&self), up).take(CLIMB).inspect(|_| looks::add(1))
    }

    /// It, then what is above it.
    #[inline]
    pub fn upwards(self) -> impl Iterator<Item = Self> + use<'a, R> {
        once(self).chain(self.ancestors())
    }

    /// Whether it is `above` or hangs below it.
    #[inline]
    pub fn is_under(self, above: Self) -> bool {
        self.upwards().any(|node| node == above)
    }

    /// The run from the leftmost to the rightmost of all below it, itself included (see [`Doc::subtree`]).
    #[inline]
    pub fn subtree(self) -> TokenRange {
        self.doc.subtree(self.index)
    }

    /// The tokens of [`Node::subtree`].
    #[inline]
    pub fn branch(self) -> impl DoubleEndedIterator<Item = Self> + use<'a, R> {
        self.all(self.subtree().range())
    }

    /// The tokens of a range of the same article.
    #[inline]
    pub fn all(self, range: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = Self> + use<'a, R> {
        range.map(move |index| self.at(index))
    }

    /// The token before it; `None` for the first of the article.
    #[inline]
    pub fn before(self) -> Option<Self> {
        self.index.checked_sub(1).map(|index| self.at(index))
    }

    /// The token after it; `None` for the last of the article.
    #[inline]
    pub fn after(self) -> Option<Self> {
        Some(self.index + 1).filter(|&index| index < self.doc.len()).map(|index| self.at(index))
    }

    /// Its sentence.
    #[inline]
    pub fn sentence(self) -> Sentence {
        self.doc.sentence(self.index)
    }

    /// Index of its sentence.
    #[inline]
    pub fn sentence_index(self) -> usize {
        self.doc.sentence_index(self.index)
    }

    /// The tokens of its sentence, of one without end those near it (see [`Doc::around`]).
    #[inline]
    pub fn around(self) -> TokenRange {
        self.doc.around(self.index)
    }

    /// Whether it is a noun or a name.
    #[inline]
    pub fn is_noun(self) -> bool {
        matches!(self.pos(), Pos::Noun | Pos::Propn)
    }

    /// Whether it is a verb, or a copula tagged as an auxiliary that heads its clause.
    #[inline]
    pub fn is_verb(self) -> bool {
        match self.pos() {
            Pos::Verb => !matches!(self.dep(), Dep::Amod | Dep::Compound | Dep::Prep),
            Pos::Aux => !self.dep().is_auxiliary(),
            _ => false,
        }
    }
}

impl<R> PartialEq for Node<'_, R> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<R> Eq for Node<'_, R> {}

impl<R> PartialOrd for Node<'_, R> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<R> Ord for Node<'_, R> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl<R> fmt::Debug for Node<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.index, self.doc.token_text(self.index))
    }
}
