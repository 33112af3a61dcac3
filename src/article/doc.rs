//! Tokens, words and sentences of one article, with the look-ups that later rooms share.

use std::sync::Arc;

use smol_str::SmolStr;

use super::{Dep, Pos, Span, Tag, TokenRange};

/// How far from a token a look at its surroundings reaches, in tokens each way.
///
/// With [`CHILDREN`] and [`CLIMB`] it bounds what one look costs, so that work grows with the length of a text alone, also
/// where a sentence has no end, a word has ten thousand dependents, or a chain of heads is as long as the text. The
/// widest subtree in 466 articles of the world's press reaches 213 tokens, the largest family has 19 children, the
/// longest chain 26 heads: what is written for readers stays as it is.
pub const REACH: usize = 400;

/// Most children of a token that are looked at on each side of it: the nearest.
pub const CHILDREN: usize = 32;

/// Most heads that are climbed from a token.
pub const CLIMB: usize = 64;

/// One token of the text: a word, a number, a mark, or a run of white space that is not a single blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Whether one blank (U+0020) follows it; the blank belongs to no token.
    pub space_after: bool,
    /// The normal form that the tokenizer's exception table gives it ("n't" -> "not"); `None`: the usual rules.
    pub norm: Option<&'static str>,
}

/// What syntax knows of one token; `Doc::words` runs parallel to `Doc::tokens`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Dictionary form ("tracked" -> "track").
    pub lemma: SmolStr,
    /// Penn Treebank tag as in OntoNotes 5.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Universal features ("Number=Plur"); empty where none are known.
    pub morph: &'static str,
    /// Index of the head token; a root's is its own.
    pub head: u32,
    /// Dependency label in ClearNLP style.
    pub dep: Dep,
}

/// One sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its text without white space at the ends.
    pub span: Span,
    /// Its tokens, white space included.
    pub tokens: TokenRange,
}

/// The result of the syntax room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Syntax {
    /// One a token.
    pub words: Vec<Word>,
    /// In text order, covering all tokens.
    pub sentences: Vec<Sentence>,
}

/// An article's text with its tokens and syntax: all that the rooms after syntax need to read.
#[derive(Debug, Clone)]
pub struct Doc {
    /// The article's text.
    pub text: Arc<str>,
    /// Tokens in text order.
    pub tokens: Vec<Token>,
    /// One a token.
    pub words: Vec<Word>,
    /// In text order, covering all tokens.
    pub sentences: Vec<Sentence>,
    /// `child_list[child_start[i]..child_start[i + 1]]` are the children of token i in text order.
    child_start: Vec<u32>,
    child_list: Vec<u32>,
    /// Sentence index of every token.
    sentence_of: Vec<u32>,
}

impl Doc {
    /// Joins the results of the tokens and syntax rooms. `syntax.words` must run parallel to `tokens`.
    pub fn new(text: Arc<str>, tokens: Vec<Token>, syntax: Syntax) -> Self {
        debug_assert_eq!(tokens.len(), syntax.words.len());
        let (child_start, child_list) = children_of(&syntax.words);
        let mut sentence_of = vec![0; tokens.len()];
        for (index, sentence) in syntax.sentences.iter().enumerate() {
            sentence_of[sentence.tokens.range()].fill(index as u32);
        }
        Self {
            text,
            tokens,
            words: syntax.words,
            sentences: syntax.sentences,
            child_start,
            child_list,
            sentence_of,
        }
    }

    /// Lets go of tokens and words, which take most of a long article's memory, once all that depends on them is found. Text and sentences stay.
    pub fn forget_words(&mut self) {
        let (text, sentences) = (self.text.clone(), std::mem::take(&mut self.sentences));
        *self = Self { sentences, ..Self::new(text, Vec::new(), Syntax::default()) };
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The text of token `index`.
    pub fn token_text(&self, index: usize) -> &str {
        looks::add(1);
        self.tokens[index].span.of(&self.text)
    }

    /// The text span from the first to the last token of `range`; empty for an empty range.
    pub fn span_of(&self, range: TokenRange) -> Span {
        let tokens = &self.tokens[range.range()];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }

    /// The tokens that lie in or overlap `span`.
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        let start = self.tokens.partition_point(|token| token.span.end() <= span.start());
        let end = self.tokens.partition_point(|token| token.span.start() < span.end());
        TokenRange::new(start, end)
    }

    /// Head of token `index` (itself for a root).
    pub fn head(&self, index: usize) -> usize {
        looks::add(1);
        self.words[index].head as usize
    }

    /// Syntactic children of token `index`, in text order; of more than [`CHILDREN`] on a side the nearest.
    pub fn children(&self, index: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let all = &self.child_list[self.child_start[index] as usize..self.child_start[index + 1] as usize];
        let near = if all.len() > CHILDREN {
            let middle = all.partition_point(|&child| (child as usize) < index);
            &all[middle.saturating_sub(CHILDREN)..all.len().min(middle + CHILDREN)]
        } else {
            all
        };
        near.iter().map(|&child| child as usize).inspect(|_| looks::add(1))
    }

    /// First child of token `index` with dependency label `dep`.
    pub fn child(&self, index: usize, dep: Dep) -> Option<usize> {
        self.children(index).find(|&child| self.words[child].dep == dep)
    }

    /// Tokens on the way from the head of `index` up to its root, nearest first, at most [`CLIMB`]; without `index` itself.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let up = |&at: &usize| Some(self.head(at)).filter(|&head| head != at);
        std::iter::successors(Some(index).and_then(|at| up(&at)), up).take(CLIMB).inspect(|_| looks::add(1))
    }

    /// The run from the leftmost to the rightmost descendant of `index` within [`REACH`], itself included.
    pub fn subtree(&self, index: usize) -> TokenRange {
        let (mut left, mut right, mut stack) = (index, index, vec![index]);
        while let Some(at) = stack.pop() {
            left = left.min(at);
            right = right.max(at);
            stack.extend(self.children(at).filter(|child| child.abs_diff(index) <= REACH));
        }
        TokenRange::new(left, right + 1)
    }

    /// The tokens within [`REACH`] of token `index` in its sentence.
    pub fn around(&self, index: usize) -> TokenRange {
        let range = self.sentence(index).tokens.range();
        TokenRange::new(range.start.max(index.saturating_sub(REACH)), range.end.min(index + REACH))
    }

    /// The sentence that holds token `index`.
    pub fn sentence(&self, index: usize) -> Sentence {
        self.sentences[self.sentence_index(index)]
    }

    /// Index of the sentence that holds token `index`.
    pub fn sentence_index(&self, index: usize) -> usize {
        self.sentence_of[index] as usize
    }
}

/// How many tokens were looked at: tests count work with it, nothing else does.
pub(crate) mod looks {
    #[cfg(test)]
    thread_local! {
        static COUNT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    /// Counts looks; nothing outside tests.
    #[inline]
    pub(crate) fn add(count: u64) {
        #[cfg(test)]
        COUNT.set(COUNT.get() + count);
        let _ = count;
    }

    /// The looks so far on this thread, which then begin anew.
    #[cfg(test)]
    pub(crate) fn take() -> u64 {
        COUNT.replace(0)
    }
}

/// Children of every word as one list with start positions (a counting sort by head).
fn children_of(words: &[Word]) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0_u32; words.len() + 1];
    let has_parent = |index: usize, word: &Word| word.head as usize != index;
    for (_, word) in words.iter().enumerate().filter(|&(index, word)| has_parent(index, word)) {
        start[word.head as usize + 1] += 1;
    }
    for index in 0..words.len() {
        start[index + 1] += start[index];
    }
    let mut next = start.clone();
    let mut list = vec![0; start[words.len()] as usize];
    for (index, word) in words.iter().enumerate().filter(|&(index, word)| has_parent(index, word)) {
        let slot = &mut next[word.head as usize];
        list[*slot as usize] = index as u32;
        *slot += 1;
    }
    (start, list)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Police held five men ." with its tree.
    fn doc() -> Doc {
        let text = "Police held five men .";
        let (mut tokens, mut at) = (Vec::new(), 0);
        for word in text.split(' ') {
            let end = at + word.len() as u32;
            tokens.push(Token { span: Span::new(at, end), space_after: true, norm: None });
            at = end + 1;
        }
        let word =
            |head, dep| Word { lemma: "".into(), tag: Tag::Unknown, pos: Pos::Unknown, morph: "", head, dep };
        let words = vec![
            word(1, Dep::Nsubj),
            word(1, Dep::Root),
            word(3, Dep::Nummod),
            word(1, Dep::Dobj),
            word(1, Dep::Punct),
        ];
        let sentences = vec![Sentence { span: Span::new(0, 22), tokens: TokenRange::new(0, 5) }];
        Doc::new(text.into(), tokens, Syntax { words, sentences })
    }

    /// `count` tokens whose heads `head` gives.
    fn tree(count: u32, head: impl Fn(u32) -> u32) -> Doc {
        let text = "a".repeat(count as usize);
        let token = |at| Token { span: Span::new(at, at + 1), space_after: false, norm: None };
        let word = |at| Word {
            lemma: "".into(),
            tag: Tag::Unknown,
            pos: Pos::Unknown,
            morph: "",
            head: head(at),
            dep: Dep::Unknown,
        };
        let sentences =
            vec![Sentence { span: Span::new(0, count), tokens: TokenRange::new(0, count as usize) }];
        let syntax = Syntax { words: (0..count).map(word).collect(), sentences };
        Doc::new(text.into(), (0..count).map(token).collect(), syntax)
    }

    #[test]
    fn one_look_visits_as_much_in_a_long_text_as_in_a_short_one() {
        for count in [3_000, 6_000] {
            let (family, chain) = (tree(count, |_| 1_500), tree(count, |at| at.saturating_sub(1)));
            assert_eq!(family.children(1_500).count(), 2 * CHILDREN);
            assert!(family.children(1_500).all(|child| child.abs_diff(1_500) <= CHILDREN));
            assert_eq!(family.subtree(1_500).len(), 2 * CHILDREN + 1);
            assert_eq!(chain.ancestors(2_000).count(), CLIMB);
            assert_eq!(chain.subtree(1_500), TokenRange::new(1_500, 1_501 + REACH));
            assert_eq!(chain.around(1_500).len(), 2 * REACH);
        }
    }

    #[test]
    fn the_tree_can_be_walked_both_ways() {
        let doc = doc();
        assert_eq!(doc.children(1).collect::<Vec<_>>(), [0, 3, 4]);
        assert_eq!(doc.child(3, Dep::Nummod), Some(2));
        assert_eq!(doc.ancestors(2).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(doc.subtree(3), TokenRange::new(2, 4));
        assert_eq!(doc.span_of(doc.subtree(3)).of(&doc.text), "five men");
        assert_eq!(doc.tokens_in(Span::new(13, 18)), TokenRange::new(2, 4));
    }
}
