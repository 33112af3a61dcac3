//! Scores of a transition system's moves in a state that is described by a few words.

use super::kernel::{Instructions, Job, Kernel};
use super::layers::{self, largest};
use super::matrix::{LANES, Matrix, Multiply};
use super::weights::Weights;
use crate::error::Error;

/// Words whose products are computed together, ahead of the transition system.
const BLOCK: usize = 32;

/// Words whose products are kept. A sentence's words are nearly always near; those further back are computed again.
const KEPT: usize = 128;

/// Words that a table holds at least before it forgets some.
const LEAST: usize = 4096;

/// A network that scores moves from `N` feature words.
///
/// <https://github.com/explosion/spaCy/blob/v3.8.2/spacy/ml/tb_framework.py> with `PrecomputableAffine`: each word's
/// share in a feature's sum is computed once.
#[derive(Debug)]
pub struct Scorer<const N: usize> {
    /// width -> hidden.
    reduce: Matrix,
    /// hidden -> N * pieces * hidden, piece-major within a feature.
    lower: Matrix,
    /// [N, pieces * hidden]: the share of a feature without a word.
    pad: Vec<f32>,
    /// [pieces * hidden].
    bias: Vec<f32>,
    /// hidden -> moves.
    upper: Matrix,
    moves: usize,
}

/// The feature words of a state: positions in the text, `None` for a missing one.
pub type Features<const N: usize> = [Option<u32>; N];

/// Working memory of one thread, and the words of one text after [`Scorer::add`] that are still asked for.
#[derive(Debug, Default)]
pub struct Table {
    /// [words, hidden], from word `first` on.
    reduced: Vec<f32>,
    first: usize,
    /// Words before `first` that were not forgotten, in text order, and their rows.
    kept: Vec<u32>,
    kept_rows: Vec<f32>,
    /// Words in `reduced` with which it is time to forget some.
    full: usize,
    /// Products of the last words, word `i` in row `i % KEPT`.
    products: Vec<f32>,
    /// Words whose products were computed so far.
    done: usize,
    far: Vec<f32>,
    hidden: Vec<f32>,
    pieces: Vec<f32>,
    scores: Vec<f32>,
}

impl Table {
    /// The reduced vector of `word`, which must not have been forgotten.
    fn row(&self, word: u32, hidden: usize) -> &[f32] {
        if let Some(at) = (word as usize).checked_sub(self.first) {
            return &self.reduced[at * hidden..][..hidden];
        }
        &self.kept_rows[self.kept_at(word) * hidden..][..hidden]
    }

    /// The row in `kept_rows` of a word before `first`.
    fn kept_at(&self, word: u32) -> usize {
        let at = self.kept.partition_point(|&other| other < word);
        debug_assert_eq!(self.kept.get(at), Some(&word), "the word was forgotten");
        at
    }

    /// Makes `kept_rows` those of `kept`, in text order. Rows of before only move forwards, so that no second copy is needed.
    fn keep(&mut self, kept: &[u32], hidden: usize) {
        let old = kept.partition_point(|&word| (word as usize) < self.first);
        for (to, &word) in kept[..old].iter().enumerate() {
            let from = self.kept_at(word) * hidden;
            self.kept_rows.copy_within(from..from + hidden, to * hidden);
        }
        self.kept_rows.truncate(old * hidden);
        for &word in &kept[old..] {
            let at = (word as usize - self.first) * hidden;
            self.kept_rows.extend_from_slice(&self.reduced[at..at + hidden]);
        }
    }

    /// Gives back the room that a long text took, beyond that of `words` words.
    pub fn shrink_to(&mut self, words: usize) {
        let rows = words * self.hidden.len();
        for rows_of in [&mut self.reduced, &mut self.kept_rows] {
            rows_of.clear();
            rows_of.shrink_to(rows);
        }
        self.kept.clear();
        self.kept.shrink_to(words);
    }
}

impl<const N: usize> Scorer<N> {
    /// Loads the network `name`: `NAME.lin` (see [`layers::linear`]) from `width` inputs, `NAME.lower.W` [N, hidden,
    /// pieces, hidden], `NAME.lower.b` [hidden, pieces], `NAME.lower.pad` [N, hidden, pieces], and `NAME.upper` to one
    /// output for each of `moves`.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape.
    pub fn load(weights: &Weights, name: &str, width: usize, moves: usize) -> Result<Self, Error> {
        let lower = format!("{name}.lower.W");
        let [_, hidden, pieces, _] = weights.shape(&lower)?;
        if !hidden.is_multiple_of(2 * LANES) {
            return Err(weights.fault(&lower, format!("the width must be a multiple of {}", 2 * LANES)));
        }
        let values: &[f32] = weights.read(&lower, &[N, hidden, pieces, hidden])?;
        let size = hidden * pieces;
        let order = || (0..pieces).flat_map(|piece| (0..hidden).map(move |unit| unit * pieces + piece));
        let rows = (0..N).flat_map(|feature| order().map(move |row| feature * size + row));
        let rows: Vec<&[f32]> = rows.map(|row| &values[row * hidden..][..hidden]).collect();
        let bias: &[f32] = weights.read(&format!("{name}.lower.b"), &[hidden, pieces])?;
        let pad: &[f32] = weights.read(&format!("{name}.lower.pad"), &[N, hidden, pieces])?;
        Ok(Self {
            reduce: layers::linear(weights, &format!("{name}.lin"), hidden, width)?,
            lower: Matrix::pack(&rows, &vec![0.0; N * size]),
            pad: pad.chunks(size).flat_map(|pad| order().map(|row| pad[row])).collect(),
            bias: order().map(|row| bias[row]).collect(),
            upper: layers::linear(weights, &format!("{name}.upper"), moves, hidden)?,
            moves,
        })
    }

    /// Begins a text.
    pub fn begin(&self, table: &mut Table) {
        table.reduced.clear();
        table.kept.clear();
        table.kept_rows.clear();
        (table.first, table.done, table.full) = (0, 0, LEAST);
        table.products.resize(KEPT * self.lower.width(), 0.0);
        table.far.resize(N * self.bias.len(), 0.0);
        table.pieces.resize(self.bias.len(), 0.0);
        table.hidden.resize(self.lower.inputs(), 0.0);
        table.scores.resize(self.upper.width(), 0.0);
    }

    /// Adds the next words of the text: `rows` of vectors.
    pub fn add(&self, kernel: Kernel, table: &mut Table, rows: &[f32]) {
        let count = rows.len() / self.reduce.inputs();
        let start = table.reduced.len();
        table.reduced.resize(start + count * self.reduce.width(), 0.0);
        let (matrix, stride) = (&self.reduce, self.reduce.inputs());
        kernel.run(Multiply { matrix, input: rows, stride, count, output: &mut table.reduced[start..] });
    }

    /// The words that can be scored: those added so far, in whole blocks while more are to come.
    pub fn ready(&self, table: &Table) -> usize {
        let added = table.first + table.reduced.len() / self.lower.inputs();
        added / BLOCK * BLOCK
    }

    /// Forgets the words scored so far but those that `needed` gives, when that is worth while: memory then grows with what a transition
    /// system holds on to, and not with the text.
    pub fn forget(&self, table: &mut Table, needed: impl FnOnce() -> Vec<u32>) {
        let hidden = self.lower.inputs();
        if table.reduced.len() < table.full * hidden {
            return;
        }
        let mut kept = needed();
        kept.retain(|&word| (word as usize) < table.done);
        kept.sort_unstable();
        kept.dedup();
        table.keep(&kept, hidden);
        table.reduced.drain(..(table.done - table.first) * hidden);
        table.first = table.done;
        // Going over what is kept costs its length: a share of it, so that this stays linear, and a small one for the memory's sake.
        table.full = LEAST.max(kept.len() / 4);
        table.kept = kept;
    }

    /// The score of every move in the state that `features` describe, whose words must be [`Self::ready`], or all have been added.
    pub fn score<'a>(&self, kernel: Kernel, table: &'a mut Table, features: &Features<N>) -> &'a [f32] {
        let last = features.iter().flatten().max().map_or(0, |&last| last as usize + 1);
        while table.done < last {
            self.extend(kernel, table);
        }
        kernel.of_rows().run(Score { scorer: self, table: &mut *table, features });
        &table.scores[..self.moves]
    }

    /// Computes the products of the next words.
    fn extend(&self, kernel: Kernel, table: &mut Table) {
        let (hidden, width) = (self.lower.inputs(), self.lower.width());
        let start = table.done - table.first;
        let count = BLOCK.min(table.reduced.len() / hidden - start);
        let output = &mut table.products[table.done % KEPT * width..][..count * width];
        let input = &table.reduced[start * hidden..];
        kernel.run(Multiply { matrix: &self.lower, input, stride: hidden, count, output });
        table.done += count;
    }
}

/// Scores one state: the sum of the features' shares, maxout, then the moves.
struct Score<'a, const N: usize> {
    scorer: &'a Scorer<N>,
    table: &'a mut Table,
    features: &'a Features<N>,
}

impl<const N: usize> Job for Score<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<I: Instructions>(self) {
        let Self { scorer, table, features } = self;
        let size = scorer.bias.len();
        recompute_far::<I, N>(scorer, table, features);
        let shares: [&[f32]; N] = std::array::from_fn(|feature| match features[feature] {
            None => &scorer.pad[feature * size..][..size],
            Some(word) if is_far(word, table.done) => &table.far[feature * size..][..size],
            Some(word) => {
                let row = word as usize % KEPT * scorer.lower.width();
                &table.products[row + feature * size..][..size]
            }
        });
        add_up(&scorer.bias, &shares, &mut table.pieces);
        largest(&table.pieces, &mut table.hidden);
        scorer.upper.multiply_row::<I>(&table.hidden, 0, &mut table.scores);
    }
}

/// Whether the products of `word` have been overwritten.
fn is_far(word: u32, done: usize) -> bool {
    (word as usize) < (done.next_multiple_of(BLOCK)).saturating_sub(KEPT)
}

/// Computes the shares of features whose word is far back, in `table.far`.
#[inline(always)]
fn recompute_far<I: Instructions, const N: usize>(
    scorer: &Scorer<N>,
    table: &mut Table,
    features: &Features<N>,
) {
    let (size, hidden) = (scorer.bias.len(), scorer.lower.inputs());
    for (feature, word) in features.iter().enumerate() {
        if let Some(word) = word.filter(|&word| is_far(word, table.done)) {
            let mut far = std::mem::take(&mut table.far);
            let output = &mut far[feature * size..][..size];
            scorer.lower.multiply_row::<I>(table.row(word, hidden), feature * size / LANES, output);
            table.far = far;
        }
    }
}

/// `sums = bias + the rows of shares`, in the order of the shares.
#[inline(always)]
fn add_up<const N: usize>(bias: &[f32], shares: &[&[f32]; N], sums: &mut [f32]) {
    const WIDE: usize = 2 * LANES;
    for (at, sums) in sums.chunks_exact_mut(WIDE).enumerate() {
        let mut partial = [0.0_f32; WIDE];
        for share in shares.iter().chain([&bias]) {
            for (sum, value) in partial.iter_mut().zip(&share[at * WIDE..][..WIDE]) {
                *sum += value;
            }
        }
        sums.copy_from_slice(&partial);
    }
}
