//! Names by a network: one move a token, from left to right.
//!
//! <https://github.com/explosion/spaCy/blob/v3.8.2/spacy/pipeline/_parser_internals/ner.pyx>: the BILUO system. A name begins,
//! goes on and ends inside one sentence.

use super::board::is_capital;
use super::proposer::{Doubt, Odds, Proposal, Proposals, Proposer};
use super::spelling::Spelling;
use crate::article::{Doc, Label, TokenRange};
use crate::error::Error;
use crate::network::kernel::Kernel;
use crate::network::pool::Pool;
use crate::network::scorer::{Features, Scorer, Table};
use crate::network::tok2vec::{Tok2Vec, WordType, Workspace};
use crate::network::vectors::Vectors;
use crate::network::weights::{Aligned, Weights};
use crate::tokens::{Lexemes, Seen};

const FILE: &str = "engine/names.safetensors";
static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/engine/names.safetensors"));

/// Embedding tables of the network, in the order of their training.
const TABLES: [&str; 4] = ["norm", "prefix", "suffix", "shape"];

/// Words that describe a state: this one, the first of the open name, the one before inside the open name.
const FEATURES: usize = 3;

/// What a move does with the token at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    /// A name of several tokens begins.
    Begin,
    /// The open name goes on.
    Inside,
    /// The open name ends here.
    Last,
    /// The token is a name.
    Unit,
    /// The token is in no name.
    Outside,
}

/// A move: what it does and the label of the name.
type Move = (Action, &'static str);

/// A name under way.
#[derive(Debug, Clone, Copy)]
struct Open {
    start: u32,
    label: &'static str,
    score: f32,
    labels: Odds,
}

impl Open {
    /// The name, which ends before token `end`.
    fn until(self, end: usize) -> Proposal {
        let tokens = TokenRange::new(self.start as usize, end);
        Proposal { tokens, label: self.label, score: self.score, labels: self.labels }
    }
}

/// Words whose room a thread keeps for the next article.
const ROOM: usize = 1 << 14;

/// Finds names. Shared by reference between threads.
#[derive(Debug)]
pub struct Recogniser {
    kernel: Kernel,
    lexemes: &'static Lexemes,
    tok2vec: Tok2Vec<4>,
    /// `None`: the weights know words by their pretrained attributes alone.
    spelling: Option<Spelling>,
    scorer: Scorer<FEATURES>,
    /// One an output of the network.
    moves: Vec<Move>,
    /// The label of each move's name; `None` for a number's, or none.
    labels: Vec<Option<Label>>,
    pool: Pool<Work>,
}

/// Working memory of one thread.
#[derive(Debug, Default)]
struct Work {
    seen: Seen,
    words: Vec<WordType<4>>,
    is_space: Vec<bool>,
    tok2vec: Workspace<4>,
    table: Table,
}

impl Recogniser {
    /// Loads the embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when the weights are damaged; [`Error::Setting`] as [`Kernel::chosen`].
    pub fn new() -> Result<Self, Error> {
        Self::load(&Weights::embedded(FILE, &BYTES.0)?, Kernel::chosen()?)
    }

    /// A recogniser with other weights of the same architecture: labels are those of the header's `moves`, widths those of
    /// the tensors. From a file on disk: leak its bytes, which must start on a multiple of 8, and [`Weights::parse`] them.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape or the move that is not known.
    pub fn load(weights: &Weights, kernel: Kernel) -> Result<Self, Error> {
        let moves = weights
            .lines("moves")?
            .map(|name| {
                read_move(name)
                    .ok_or_else(|| weights.fault("moves", format!("{name} is not a recogniser's move")))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let tok2vec = Tok2Vec::load(weights, Vectors::embedded()?, "ner.tok2vec", TABLES, "proj.ner")?;
        let spelling = match tok2vec.extra() {
            0 => None,
            size => {
                Some(Spelling::load(weights, tok2vec.width())?).filter(|spelling| spelling.size() == size)
            }
        };
        Ok(Self {
            kernel,
            spelling,
            lexemes: Lexemes::shared()?,
            scorer: Scorer::load(weights, "ner", tok2vec.width(), moves.len())?,
            tok2vec,
            labels: moves.iter().map(|(_, label)| Label::parse(label)).collect(),
            moves,
            pool: Pool::default(),
        })
    }

    /// The names in `doc`, in text order, without overlap.
    pub fn find(&self, doc: &Doc) -> Vec<Proposal> {
        self.read(doc).names
    }

    /// The names in `doc` with the doubts.
    pub fn read(&self, doc: &Doc) -> Proposals {
        self.pool.lend(|work| {
            self.look_at(doc, work);
            let Work { words, is_space, tok2vec, table, .. } = work;
            let mut names = Names::default();
            self.scorer.begin(table);
            let spell = |at: usize, parts: &mut [f32]| {
                if let Some(spelling) = &self.spelling {
                    spelling.fill(doc.token_text(at), parts);
                }
            };
            self.tok2vec.encode(self.kernel, words, tok2vec, spell, |rows| {
                self.scorer.add(self.kernel, table, rows);
                self.go_on(doc, is_space, table, &mut names, self.scorer.ready(table));
                self.scorer.forget(table, || names.needed());
            });
            self.go_on(doc, is_space, table, &mut names, doc.len());
            words.clear();
            words.shrink_to(ROOM);
            table.shrink_to(ROOM);
            Proposals { names: names.found, doubts: names.doubts }
        })
    }

    /// Fills `work.words` and `work.is_space`.
    fn look_at(&self, doc: &Doc, work: &mut Work) {
        work.words.clear();
        work.is_space.clear();
        for token in &doc.tokens {
            let text = token.span.of(&doc.text);
            let lexeme = self.lexemes.remembered(&mut work.seen, text, token.norm);
            let attributes = [lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape];
            work.words.push(WordType { orth: lexeme.orth, attributes });
            work.is_space.push(lexeme.is_space);
        }
    }

    /// Reads on up to the token `end`.
    fn go_on(&self, doc: &Doc, is_space: &[bool], table: &mut Table, names: &mut Names, end: usize) {
        let Names { at: next, open, found, doubts } = names;
        for (at, &is_space) in is_space.iter().enumerate().take(end).skip(*next) {
            let goes_on = at + 1 < doc.len() && doc.sentence_index(at) == doc.sentence_index(at + 1);
            let state = State { at: at as u32, open: *open, goes_on, is_space };
            let scores = self.scorer.score(self.kernel, table, &state.features());
            let allowed = || (0..self.moves.len()).filter(|&index| state.allows(self.moves[index]));
            if let Some(chosen) = best(scores, allowed()) {
                if open.is_some() || is_capital(doc.token_text(at)) {
                    doubts.push(self.doubt(state, scores, chosen, allowed()));
                }
                let name = state.name(
                    self.moves[chosen],
                    || probability(scores, chosen, allowed()),
                    || self.labels(scores, chosen, allowed()),
                );
                let ends = matches!(self.moves[chosen].0, Action::Last | Action::Unit);
                *open = name.filter(|_| !ends);
                found.extend(name.filter(|_| ends).map(|name| name.until(at + 1)));
            }
        }
        *next = end;
    }

    /// What the network thinks of the token at hand. `chosen` is the best of the `allowed` moves.
    fn doubt(
        &self,
        state: State,
        scores: &[f32],
        chosen: usize,
        allowed: impl Iterator<Item = usize>,
    ) -> Doubt {
        let mut doubt = Doubt { token: state.at, begins: [0.0; Label::ALL.len()], ends: 0.0 };
        let mut total = 0.0;
        for at in allowed {
            let share = (scores[at] - scores[chosen]).exp();
            total += share;
            if matches!(self.moves[at].0, Action::Unit | Action::Last) {
                doubt.ends += share;
            }
            if let Some(label) = self.labels[at].filter(|_| state.open.is_none()) {
                doubt.begins[label as usize] += share;
            }
        }
        doubt.ends /= total;
        doubt.begins = doubt.begins.map(|share| share / total);
        doubt
    }

    /// Softmax over the `allowed` moves, added up by label. `chosen` is the best of them.
    fn labels(&self, scores: &[f32], chosen: usize, allowed: impl Iterator<Item = usize>) -> Odds {
        let (mut labels, mut total) = ([0.0; Label::ALL.len()], 0.0);
        for at in allowed {
            let share = (scores[at] - scores[chosen]).exp();
            total += share;
            if let Some(label) = self.labels[at] {
                labels[label as usize] += share;
            }
        }
        labels.map(|share| share / total)
    }
}

impl Proposer for Recogniser {
    fn find(&self, doc: &Doc) -> Result<Vec<Proposal>, Error> {
        Ok(Self::find(self, doc))
    }

    fn propose(&self, doc: &Doc) -> Result<Proposals, Error> {
        Ok(self.read(doc))
    }
}

/// The names of a text that is being read.
#[derive(Debug, Default)]
struct Names {
    /// The next token.
    at: usize,
    open: Option<Open>,
    found: Vec<Proposal>,
    doubts: Vec<Doubt>,
}

impl Names {
    /// The tokens that may yet describe a state.
    fn needed(&self) -> Vec<u32> {
        let at = self.at as u32;
        self.open.map(|open| open.start).into_iter().chain(at.checked_sub(1)).chain([at]).collect()
    }
}

/// Where the recogniser stands.
#[derive(Debug, Clone, Copy)]
struct State {
    /// The token at hand.
    at: u32,
    open: Option<Open>,
    /// Whether a name may reach into the next token.
    goes_on: bool,
    /// Whether the token is white space.
    is_space: bool,
}

impl State {
    fn features(&self) -> Features<FEATURES> {
        [Some(self.at), self.open.map(|open| open.start), self.open.map(|_| self.at - 1)]
    }

    fn allows(&self, (action, label): Move) -> bool {
        match (action, self.open) {
            (Action::Begin, None) => self.goes_on && !self.is_space,
            // A single unlabelled token is a move of the model that no text may use.
            (Action::Unit, None) => !self.is_space && !label.is_empty(),
            (Action::Outside, None) => true,
            (Action::Inside, Some(open)) => self.goes_on && label == open.label,
            (Action::Last, Some(open)) => label == open.label,
            _ => false,
        }
    }

    /// The name that the token is in after this move, which has that `probability`.
    fn name(
        &self,
        (action, label): Move,
        probability: impl Fn() -> f32,
        labels: impl Fn() -> Odds,
    ) -> Option<Open> {
        match self.open {
            _ if action == Action::Outside => None,
            None => Some(Open { start: self.at, label, score: probability(), labels: labels() }),
            Some(open) => Some(Open { score: open.score * probability(), ..open }),
        }
    }
}

/// The one of the `allowed` moves with the highest score; of equals the first.
fn best(scores: &[f32], allowed: impl Iterator<Item = usize>) -> Option<usize> {
    allowed.reduce(|best, at| if scores[at] > scores[best] { at } else { best })
}

/// Softmax of `chosen`, the best one, over the `allowed` moves.
fn probability(scores: &[f32], chosen: usize, allowed: impl Iterator<Item = usize>) -> f32 {
    1.0 / allowed.map(|at| (scores[at] - scores[chosen]).exp()).sum::<f32>()
}

/// Labels of OntoNotes 5 that are no name's.
const NUMBERS: [&str; 7] = ["CARDINAL", "DATE", "MONEY", "ORDINAL", "PERCENT", "QUANTITY", "TIME"];

/// The move `name`: an action, or an action and a label of OntoNotes 5 ("B-ORG").
fn read_move(name: &str) -> Option<Move> {
    let (action, label) = name.split_once('-').unwrap_or((name, ""));
    let action = match action {
        "B" => Action::Begin,
        "I" => Action::Inside,
        "L" => Action::Last,
        "U" => Action::Unit,
        "O" => Action::Outside,
        _ => return None,
    };
    let known = Label::ALL.map(Label::as_str).into_iter().chain(NUMBERS).chain([""]);
    Some((action, known.into_iter().find(|&known| known == label)?))
}
