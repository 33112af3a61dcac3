//! What the second look sees of an article: its words, the names so far, and where the same words stand again.

use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap};
use smol_str::{SmolStr, StrExt as _};

use super::class::NameClass;
use crate::article::{Doc, Label, TokenRange};
use crate::entities::Knowledge;
use crate::entities::board::{Board, Mention, is_capital};
use crate::entities::fold::fold;
use crate::entities::proposer::{Doubt, Proposal, Proposals};
use crate::entities::spelling::Lists;
use crate::entities::trim;
use crate::error::Error;
use crate::lexicon::{self, seen::SeenWords};
use crate::network::pool::Pool;

/// Most words of a stretch that is looked for elsewhere in the article.
const LONGEST: usize = 6;

/// Most other mentions of a name whose surroundings are asked.
const OTHERS: usize = 3;

/// The classes of `models/names/words.tsv` by word, a bit each.
#[derive(Debug)]
pub(super) struct WordClasses {
    names: Vec<&'static str>,
    bits: FxHashMap<&'static str, u64>,
    lists: &'static Lists,
    /// The sets of the words that a thread saw lately, as they are written.
    seen: Pool<SeenWords<u16, 16_384>>,
}

impl WordClasses {
    /// Reads the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let text = include_str!("../../../models/names/words.tsv");
        let lists = Lists::shared()?;
        let mut classes =
            Self { names: Vec::new(), bits: FxHashMap::default(), lists, seen: Pool::default() };
        for row in lexicon::parse("names/words.tsv", text, &["class", "forms"])? {
            let bit = 1 << (classes.names.len() % 64);
            classes.names.push(row.field(0));
            for form in row.list(1) {
                *classes.bits.entry(form).or_default() |= bit;
            }
        }
        Ok(classes)
    }

    /// The lists that each word of `doc` stands in; only those with a capital stand in any.
    fn sets(&self, doc: &Doc, shapes: &[WordShape]) -> Vec<u16> {
        self.seen.lend(|seen| {
            let mut set = |word: &str| seen.remembered(word, || self.lists.of(word, &fold(word)));
            let words = (0..doc.len()).zip(shapes);
            words.map(|(at, shape)| if shape.is_capital() { set(doc.token_text(at)) } else { 0 }).collect()
        })
    }

    /// The classes of a word in lower case.
    pub(super) fn of(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let bits = self.bits.get(word).copied().unwrap_or_default();
        self.names.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, name)| *name)
    }
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordShape {
    /// With a capital first.
    Capital,
    /// In capitals alone, two of them at least.
    Loud,
    /// One capital, with or without its full stop.
    Initial,
    /// A lower-case word that names often hold ("of").
    Small,
    Lower,
    Number,
    Mark,
    /// The end of a line.
    Break,
}

impl WordShape {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Capital => "X",
            Self::Loud => "A",
            Self::Initial => "I",
            Self::Small => "o",
            Self::Lower => "x",
            Self::Number => "d",
            Self::Mark => ".",
            Self::Break => "$",
        }
    }

    /// Whether a name may begin with it.
    pub(super) const fn is_capital(self) -> bool {
        matches!(self, Self::Capital | Self::Loud | Self::Initial)
    }
}

/// How often a name stands elsewhere in the article, by class.
pub(super) type ClassCounts = [u16; NameClass::COUNT];

/// An article under review.
#[derive(Debug)]
pub(super) struct Reviewed<'a> {
    pub(super) doc: &'a Doc,
    pub(super) knowledge: &'a Knowledge,
    pub(super) classes: &'a WordClasses,
    pub(super) board: &'a Board,
    /// The recogniser's names, cut to the guide's form.
    pub(super) raw: Vec<(TokenRange, Label, &'a Proposal)>,
    pub(super) lower: Vec<SmolStr>,
    pub(super) shapes: Vec<WordShape>,
    /// The lists that each word stands in, as the recogniser sees them.
    pub(super) sets: Vec<u16>,
    /// Whether each word stands in a line written like a title: most words with capitals, no stop at its end.
    pub(super) titled: Vec<bool>,
    /// For every token one more than its raw name; 0: none.
    raw_at: Vec<u32>,
    doubts: &'a [Doubt],
    /// For every token one more than its doubt; 0: none.
    doubt_at: Vec<u32>,
    /// A hash of every word in lower case, the same for the same letters.
    ids: Vec<u64>,
    runs: FxHashMap<u64, u16>,
    whole: FxHashMap<u64, ClassCounts>,
    /// Where the names on the board stand, by their words.
    standing: FxHashMap<u64, Vec<TokenRange>>,
    begin: FxHashMap<u64, ClassCounts>,
    end: FxHashMap<u64, ClassCounts>,
}

impl<'a> Reviewed<'a> {
    pub(super) fn new(
        doc: &'a Doc,
        knowledge: &'a Knowledge,
        classes: &'a WordClasses,
        proposed: &'a Proposals,
        board: &'a Board,
    ) -> Self {
        let lower: Vec<SmolStr> =
            (0..doc.len()).map(|at| doc.token_text(at).trim().to_lowercase_smolstr()).collect();
        let shapes: Vec<WordShape> = (0..doc.len()).map(|at| shape(knowledge, doc.token_text(at))).collect();
        let sets = classes.sets(doc, &shapes);
        let titled = titled(doc, &shapes);
        let ids = lower.iter().map(|word| FxBuildHasher.hash_one(word.as_str())).collect();
        let mut view = Self {
            doc,
            knowledge,
            classes,
            board,
            raw: Vec::new(),
            lower,
            shapes,
            sets,
            titled,
            raw_at: vec![0; doc.len()],
            doubts: &proposed.doubts,
            doubt_at: vec![0; doc.len()],
            ids,
            runs: FxHashMap::default(),
            whole: FxHashMap::default(),
            standing: FxHashMap::default(),
            begin: FxHashMap::default(),
            end: FxHashMap::default(),
        };
        view.put_proposals(proposed);
        view.count_runs();
        view.count_names();
        view
    }

    fn put_proposals(&mut self, proposed: &'a Proposals) {
        for found in &proposed.names {
            let Some(label) = Label::parse(found.label) else { continue };
            let tokens = trim::trimmed(self.doc, &self.knowledge.words, found.tokens, label);
            if !tokens.is_empty() {
                self.raw.push((tokens, label, found));
                self.raw_at[tokens.range()].fill(self.raw.len() as u32);
            }
        }
        for (number, doubt) in (1..).zip(self.doubts) {
            self.doubt_at[doubt.token as usize] = number;
        }
    }

    /// Counts the stretches of words that begin with a capital.
    fn count_runs(&mut self) {
        for start in 0..self.doc.len() {
            if !self.shapes[start].is_capital() {
                continue;
            }
            let mut hash = SEED;
            for at in start..self.doc.len().min(start + LONGEST) {
                if self.shapes[at] == WordShape::Break {
                    break;
                }
                hash = step(hash, self.ids[at]);
                let count = self.runs.entry(hash).or_default();
                *count = count.saturating_add(1);
            }
        }
    }

    /// Counts the names on the board, and those that begin or end with some words.
    fn count_names(&mut self) {
        for mention in self.board.all() {
            let (range, class) = (mention.tokens.range(), NameClass::of(mention.label) as usize);
            let key = self.key(mention.tokens);
            add(&mut self.whole, key, class);
            self.standing.entry(key).or_default().push(mention.tokens);
            for cut in range.clone().skip(1).take(LONGEST) {
                let [begin, end] = [(range.start, cut), (cut, range.end)]
                    .map(|(from, to)| self.key(TokenRange::new(from, to)));
                add(&mut self.begin, begin, class);
                add(&mut self.end, end, class);
            }
        }
    }

    fn key(&self, tokens: TokenRange) -> u64 {
        self.ids[tokens.range()].iter().fold(SEED, |hash, &id| step(hash, id))
    }

    /// How often these words stand in the article, where they begin with a capital.
    pub(super) fn runs(&self, tokens: TokenRange) -> u16 {
        self.runs.get(&self.key(tokens)).copied().unwrap_or_default()
    }

    /// How often the words are names elsewhere, by class.
    pub(super) fn same(&self, tokens: TokenRange) -> ClassCounts {
        let mut counts = self.whole.get(&self.key(tokens)).copied().unwrap_or_default();
        if let Some(own) = self.mention(tokens) {
            let count = &mut counts[NameClass::of(own.label) as usize];
            *count = count.saturating_sub(1);
        }
        counts
    }

    /// Where else the words are a name, the first few.
    pub(super) fn others(&self, tokens: TokenRange) -> impl Iterator<Item = TokenRange> + '_ {
        let standing = self.standing.get(&self.key(tokens)).map_or(&[][..], Vec::as_slice);
        standing.iter().copied().filter(move |&other| other != tokens).take(OTHERS)
    }

    /// How often a longer name of the article begins with the words, and how often one ends with them.
    pub(super) fn within(&self, tokens: TokenRange) -> [ClassCounts; 2] {
        let key = self.key(tokens);
        [&self.begin, &self.end].map(|index| index.get(&key).copied().unwrap_or_default())
    }

    /// The name of exactly these words.
    pub(super) fn mention(&self, tokens: TokenRange) -> Option<&Mention> {
        self.board.at(tokens.start as usize).filter(|mention| mention.tokens == tokens)
    }

    /// The recogniser's name that token `at` is in.
    pub(super) fn raw(&self, at: usize) -> Option<&(TokenRange, Label, &'a Proposal)> {
        self.raw.get((*self.raw_at.get(at)? as usize).checked_sub(1)?)
    }

    /// What the recogniser thought of token `at`.
    pub(super) fn doubt(&self, at: usize) -> Option<&Doubt> {
        self.doubts.get((*self.doubt_at.get(at)? as usize).checked_sub(1)?)
    }

    /// How token `at` is written; a break outside the text.
    pub(super) fn shape(&self, at: Option<usize>) -> WordShape {
        at.and_then(|at| self.shapes.get(at)).copied().unwrap_or(WordShape::Break)
    }

    /// Token `at` in lower case; empty outside the text.
    pub(super) fn word(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.lower.get(at)).map_or("", SmolStr::as_str)
    }
}

/// Counts one more name.
fn add(counts: &mut FxHashMap<u64, ClassCounts>, key: u64, class: usize) {
    let count = &mut counts.entry(key).or_default()[class];
    *count = count.saturating_add(1);
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// A hash with one more word.
const fn step(hash: u64, id: u64) -> u64 {
    let product = (hash ^ id ^ 0x2d35_8dcc_aa6c_78a5) as u128 * 0x9e37_79b9_7f4a_7c15_u128;
    product as u64 ^ (product >> 64) as u64
}

/// For each token whether its line is written like a title.
fn titled(doc: &Doc, shapes: &[WordShape]) -> Vec<bool> {
    let mut titled = Vec::with_capacity(shapes.len());
    for line in shapes.split_inclusive(|&shape| shape == WordShape::Break) {
        let capitals = line.iter().filter(|shape| shape.is_capital()).count();
        let small = line.iter().filter(|&&shape| shape == WordShape::Lower).count();
        let last = line
            .iter()
            .rposition(|&shape| shape != WordShape::Break)
            .map_or("", |at| doc.token_text(titled.len() + at));
        let is_title = capitals > small && !matches!(last, "." | "?" | "!" | ":" | "\"" | "”");
        titled.resize(titled.len() + line.len(), is_title);
    }
    titled
}

fn shape(knowledge: &Knowledge, word: &str) -> WordShape {
    let mut letters = word.chars();
    let first = letters.next().unwrap_or('\n');
    if first.is_whitespace() {
        return if word.contains('\n') { WordShape::Break } else { WordShape::Mark };
    }
    if is_capital(word) {
        return match letters.next() {
            None | Some('.') if word.chars().count() <= 2 => WordShape::Initial,
            _ if word.chars().any(char::is_lowercase) => WordShape::Capital,
            _ => WordShape::Loud,
        };
    }
    if knowledge.words.small.has(word) {
        WordShape::Small
    } else if first.is_alphabetic() {
        WordShape::Lower
    } else if word.chars().any(char::is_numeric) {
        WordShape::Number
    } else {
        WordShape::Mark
    }
}
