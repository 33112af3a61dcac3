//! Tokens to tags, heads, labels, lemmas and sentences.

pub mod lemmatizer;
pub mod outline;
pub mod ruler;
pub mod tagger;
pub mod transitions;
pub mod tree;

use smol_str::SmolStr;

use crate::article::{Sentence, Span, Syntax, Tag, Token, TokenRange, Word};
use crate::error::Error;
use crate::network::kernel::Kernel;
use crate::network::pool::Pool;
use crate::network::scorer::Table;
use crate::network::tok2vec::{Tok2Vec, WordType, Workspace};
use crate::network::vectors::Vectors;
use crate::network::weights::{Aligned, Weights};
use crate::tokens::{Lexeme, Lexemes, Seen};
use lemmatizer::{Lemmatizer, SeenLemmas};
use ruler::{Ruled, Ruler};
use tagger::Tagger;
use transitions::{Arcs, Transitions};
use tree::Trees;

const FILE: &str = "engine/syntax.safetensors";
static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("../models/engine/syntax.safetensors"));

/// Embedding tables of the network, in the order of their training.
const TABLES: [&str; 6] = ["norm", "prefix", "suffix", "shape", "spacy", "is_space"];

/// Words whose room a thread keeps for the next article.
const ROOM: usize = 1 << 14;

/// Tags and parses tokens. Shared by reference between threads.
#[derive(Debug)]
pub struct Parser {
    kernel: Kernel,
    lexemes: &'static Lexemes,
    tok2vec: Tok2Vec<6>,
    tagger: Tagger,
    transitions: Transitions,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    pool: Pool<Scratch>,
}

/// Working memory of one thread.
#[derive(Debug, Default)]
struct Scratch {
    seen: Seen,
    lemmas: SeenLemmas,
    words: Vec<WordType<6>>,
    is_space: Vec<bool>,
    tok2vec: Workspace<6>,
    scores: Vec<f32>,
    table: Table,
}

impl Parser {
    /// Loads the embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when the weights are damaged; [`Error::Setting`] as [`Kernel::chosen`].
    pub fn new() -> Result<Self, Error> {
        Self::load(&Weights::embedded(FILE, &BYTES.0)?, Kernel::chosen()?)
    }

    /// A parser with other weights of the same architecture, or with other instructions.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape.
    pub fn load(weights: &Weights, kernel: Kernel) -> Result<Self, Error> {
        let tok2vec = Tok2Vec::load(weights, Vectors::embedded()?, "tok2vec", TABLES, "proj.tok2vec")?;
        Ok(Self {
            kernel,
            lexemes: Lexemes::shared()?,
            tagger: Tagger::load(weights, tok2vec.width())?,
            transitions: Transitions::load(weights, tok2vec.width())?,
            tok2vec,
            ruler: Ruler::new()?,
            lemmatizer: Lemmatizer::new()?,
            pool: Pool::default(),
        })
    }

    /// Syntax of `tokens`, which must have been cut from `text`.
    pub fn parse(&self, text: &str, tokens: &[Token]) -> Syntax {
        self.pool.lend(|work| {
            self.look_at(text, tokens, work);
            let (tags, arcs) = self.encode(work);
            work.words.shrink_to(ROOM);
            work.table.shrink_to(ROOM);
            let trees = tree::grow(&arcs, &work.is_space);
            drop(arcs);
            Syntax {
                sentences: sentences(&trees.starts, tokens, &work.is_space),
                words: self.words(text, tokens, tags, trees, &mut work.lemmas),
            }
        })
    }

    /// Joins tags and tree with what the rules make of them.
    fn words(
        &self,
        text: &str,
        tokens: &[Token],
        mut tags: Vec<Tag>,
        mut trees: Trees,
        seen: &mut SeenLemmas,
    ) -> Vec<Word> {
        let ruled = self.ruler.apply(text, tokens, &mut tags, &mut trees.labels);
        let word = |(index, Ruled { pos, morph, lemma }): (usize, Ruled)| Word {
            lemma: lemma.map_or_else(
                || self.lemmatizer.remembered(seen, tokens[index].span.of(text), pos, morph),
                SmolStr::new_static,
            ),
            tag: tags[index],
            pos,
            morph,
            head: trees.heads[index],
            dep: trees.labels[index],
        };
        ruled.into_iter().enumerate().map(word).collect()
    }

    /// Fills `work.words` and `work.is_space`.
    fn look_at(&self, text: &str, tokens: &[Token], work: &mut Scratch) {
        work.words.clear();
        work.is_space.clear();
        work.words.reserve_exact(tokens.len());
        for token in tokens {
            let Lexeme { orth, norm, prefix, suffix, shape, is_space } =
                self.lexemes.remembered(&mut work.seen, token.span.of(text), token.norm);
            let flags = [u64::from(token.space_after), u64::from(is_space)];
            let attributes = [norm, prefix, suffix, shape, flags[0], flags[1]];
            work.words.push(WordType { orth, attributes });
            work.is_space.push(is_space);
        }
    }

    /// Reads `work.words` in context, which are then gone.
    fn encode(&self, work: &mut Scratch) -> (Vec<Tag>, Arcs) {
        let mut tags = Vec::with_capacity(work.words.len());
        let Scratch { words, tok2vec, scores, table, .. } = work;
        let mut parse = self.transitions.begin(table, words.len());
        self.tok2vec.encode(
            self.kernel,
            words,
            tok2vec,
            |_, _| (),
            |rows| {
                self.tagger.tag(self.kernel, rows, scores, &mut tags);
                self.transitions.add(self.kernel, table, rows, &mut parse);
            },
        );
        words.clear();
        (tags, self.transitions.finish(self.kernel, table, parse))
    }
}

/// The sentences that begin at `starts`; the first token begins one in any case.
fn sentences(starts: &[bool], tokens: &[Token], is_space: &[bool]) -> Vec<Sentence> {
    let begins = (0..tokens.len()).filter(|&at| at == 0 || starts[at]);
    let ends = (1..=tokens.len()).filter(|&at| at == tokens.len() || starts[at]);
    begins
        .zip(ends)
        .map(|(start, end)| {
            let mut words = (start..end).filter(|&at| !is_space[at]).map(|at| tokens[at].span);
            let first = words.next().unwrap_or(Span::new(tokens[start].span.start(), 0));
            let span = words.next_back().map_or(first, |last| first.cover(last));
            Sentence { span, tokens: TokenRange::new(start, end) }
        })
        .collect()
}
