//! Words in context as vectors: hash embeddings and a word vector, mixed, then convolutions over three words.

use super::cache::Cache;
use super::kernel::{Instructions, Job, Kernel};
use super::layers::{HashEmbedding, Maxout, Rows};
use super::vectors::Vectors;
use super::weights::Weights;
use super::window::{self, Window};
use crate::error::Error;

/// Seed of the first embedding table; the others follow.
const FIRST_SEED: u32 = 8;

/// Convolutions.
const DEPTH: usize = 4;

/// Most words encoded at a time. A longer text is cut in equal parts, each with its neighbours, so that memory is
/// bounded. Each part reads all weights once, which do not fit into the level-2 cache; what is computed of a part does.
const CHUNK: usize = 768;

/// What the network is told of a word. Its mixed vector depends on nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WordType<const N: usize> {
    /// Id of the word as written, the key of its vector.
    pub orth: u64,
    /// One value an embedding table.
    pub attributes: [u64; N],
}

/// A network over `N` attributes.
///
/// <https://github.com/explosion/spaCy/blob/v3.8.2/spacy/ml/models/tok2vec.py>: `MultiHashEmbed` with static vectors and
/// `MaxoutWindowEncoder` with a window of one word. `vectors` are projected to the width of an embedding beforehand.
#[derive(Debug)]
pub struct Tok2Vec<const N: usize> {
    vectors: Vectors,
    /// [rows, width]: the vectors after their projection.
    projected: Rows,
    embeddings: [HashEmbedding; N],
    /// (N + 1) * width and what [`Self::extra`] adds -> width.
    mix: Maxout,
    /// Numbers a word that the caller adds to tables and vector.
    extra: usize,
    /// 3 * width -> width each.
    layers: Vec<Window>,
}

/// Working memory of one thread: the mixed vectors of the words seen lately, and the rows under way.
#[derive(Debug)]
pub struct Workspace<const N: usize> {
    cache: Cache<WordType<N>>,
    slots: Vec<u32>,
    fresh: Vec<WordType<N>>,
    /// Where in the text the fresh words stand.
    fresh_at: Vec<usize>,
    embedded: Vec<f32>,
    mixed: Vec<f32>,
    sums: Vec<f32>,
    rows: Vec<f32>,
    next: Vec<f32>,
    space: window::Space,
}

impl<const N: usize> Default for Workspace<N> {
    fn default() -> Self {
        let [embedded, mixed, sums, rows, next] = std::array::from_fn(|_| Vec::new());
        let (slots, fresh, fresh_at) = (Vec::new(), Vec::new(), Vec::new());
        let space = window::Space::default();
        Self { cache: Cache::default(), slots, fresh, fresh_at, embedded, mixed, sums, rows, next, space }
    }
}

impl<const N: usize> Tok2Vec<N> {
    /// Loads the network `name`: tensors `NAME.embed.TABLE` ([rows, width]) for each of `tables`, `projection`
    /// ([rows, width]), `NAME.mix` and `NAME.enc.0` to `NAME.enc.3` (see [`Maxout`] and [`Window`]). Where `NAME.mix` takes more than
    /// tables and vector, [`Self::encode`]'s caller gives the rest.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape.
    pub fn load(
        weights: &Weights,
        vectors: Vectors,
        name: &str,
        tables: [&str; N],
        projection: &str,
    ) -> Result<Self, Error> {
        let [rows, width] = weights.shape(projection)?;
        if rows < vectors.rows() {
            return Err(weights.fault(projection, format!("{rows} rows, the words need {}", vectors.rows())));
        }
        let mut embeddings = Vec::with_capacity(N);
        for (table, seed) in tables.into_iter().zip(FIRST_SEED..) {
            embeddings.push(HashEmbedding::load(weights, &format!("{name}.embed.{table}"), width, seed)?);
        }
        let embeddings = embeddings.try_into().map_err(|_| weights.fault(name, "tables are missing"))?;
        let layers = (0..DEPTH).map(|at| Window::load(weights, &format!("{name}.enc.{at}"), width));
        let [_, _, inputs] = weights.shape(&format!("{name}.mix.W"))?;
        let extra = inputs
            .checked_sub((N + 1) * width)
            .ok_or_else(|| weights.fault(&format!("{name}.mix.W"), format!("{inputs} inputs are too few")))?;
        Ok(Self {
            extra,
            vectors,
            projected: Rows::load(weights, projection, width)?,
            embeddings,
            mix: Maxout::load(weights, &format!("{name}.mix"), inputs, width)?,
            layers: layers.collect::<Result<_, _>>()?,
        })
    }

    /// Width of a word's vector.
    pub fn width(&self) -> usize {
        self.mix.width()
    }

    /// Numbers that `extra` of [`Self::encode`] gives for a word.
    pub fn extra(&self) -> usize {
        self.extra
    }

    /// Encodes `words`, one text: `extra` fills in what it knows of the word at a position, [`Self::extra`] numbers that
    /// must depend on the word's type alone. Hands the vectors to `take` in text order, [`CHUNK`] words or less at a time:
    /// rows of [`Self::width`] numbers.
    pub fn encode(
        &self,
        kernel: Kernel,
        words: &[WordType<N>],
        work: &mut Workspace<N>,
        extra: impl Fn(usize, &mut [f32]),
        mut take: impl FnMut(&[f32]),
    ) {
        let parts = words.len().div_ceil(CHUNK).max(1);
        let size = words.len().div_ceil(parts).max(1);
        for start in (0..words.len()).step_by(size) {
            let end = words.len().min(start + size);
            self.mix_chunk(kernel, words, start..end, work, &extra);
            kernel.run(Convolve { layers: &self.layers, width: self.width(), work: &mut *work });
            take(&work.rows[self.margin() * self.width()..][..(end - start) * self.width()]);
        }
    }

    /// Words on either side that a word's vector depends on. At the ends of a text they are zeros, which the layers
    /// change like those of any word: their outcome reaches the first and the last words.
    fn margin(&self) -> usize {
        self.layers.len()
    }

    /// Writes the mixed vectors of the words in `chunk` and its margins to `work.rows`.
    fn mix_chunk(
        &self,
        kernel: Kernel,
        words: &[WordType<N>],
        chunk: std::ops::Range<usize>,
        work: &mut Workspace<N>,
        extra: &impl Fn(usize, &mut [f32]),
    ) {
        let (width, margin) = (self.width(), self.margin());
        let first = chunk.start.saturating_sub(margin);
        let seen = &words[first..words.len().min(chunk.end + margin)];
        self.look_up(kernel, seen, work, |at, part| extra(first + at, part));
        work.rows.clear();
        work.rows.resize((chunk.len() + 2 * margin + window::TAIL) * width, 0.0);
        let missing = margin - (chunk.start - first);
        for (slot, row) in work.slots.iter().zip(work.rows.chunks_exact_mut(width).skip(missing)) {
            row.copy_from_slice(work.cache.vector(*slot, width));
        }
    }

    /// Finds the cache slots of `words`; computes what the cache lacks.
    fn look_up(
        &self,
        kernel: Kernel,
        words: &[WordType<N>],
        work: &mut Workspace<N>,
        extra: impl Fn(usize, &mut [f32]),
    ) {
        work.cache.reserve(words.len(), self.width());
        work.slots.clear();
        work.fresh.clear();
        work.fresh_at.clear();
        let mut first = None;
        for (at, word) in words.iter().enumerate() {
            let (slot, is_new) = work.cache.slot(*word);
            work.slots.push(slot);
            if is_new {
                first = first.or(Some(slot));
                work.fresh.push(*word);
                work.fresh_at.push(at);
            }
        }
        if let Some(first) = first {
            self.embed(work, extra);
            let stride = (N + 1) * self.width() + self.extra;
            kernel.run(Mix { layer: &self.mix, stride, work: &mut *work });
            work.cache.fill(first, self.width(), &work.mixed);
        }
    }

    /// Writes the embeddings and the word vector of every new word to `work.embedded`, one after another.
    fn embed(&self, work: &mut Workspace<N>, extra: impl Fn(usize, &mut [f32])) {
        let width = self.width();
        let stride = (N + 1) * width + self.extra;
        work.embedded.clear();
        work.embedded.resize(work.fresh.len() * stride, 0.0);
        let rows = work.embedded.chunks_exact_mut(stride);
        for ((word, &at), row) in work.fresh.iter().zip(&work.fresh_at).zip(rows) {
            let (known, added) = row.split_at_mut((N + 1) * width);
            if !added.is_empty() {
                extra(at, added);
            }
            let mut parts = known.chunks_exact_mut(width);
            for ((table, value), part) in self.embeddings.iter().zip(word.attributes).zip(&mut parts) {
                table.add(value, &mut work.sums, part);
            }
            if let (Some(at), Some(part)) = (self.vectors.row(word.orth), parts.next()) {
                self.projected.add(at, &mut work.sums, part);
            }
        }
    }
}

/// Mixes the embedded words: `work.embedded` -> `work.mixed`.
struct Mix<'a, const N: usize> {
    layer: &'a Maxout,
    stride: usize,
    work: &'a mut Workspace<N>,
}

impl<const N: usize> Job for Mix<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<I: Instructions>(self) {
        let (width, count, work) = (self.layer.width(), self.work.fresh.len(), self.work);
        work.mixed.resize(count * width, 0.0);
        self.layer.forward::<I>(&work.embedded, self.stride, count, &mut work.sums, &mut work.mixed);
    }
}

/// All convolutions over `work.rows`: each adds to a row what it makes of it and its two neighbours. Every layer leaves
/// one row less at either end valid.
struct Convolve<'a, const N: usize> {
    layers: &'a [Window],
    width: usize,
    work: &'a mut Workspace<N>,
}

impl<const N: usize> Job for Convolve<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<I: Instructions>(self) {
        let Self { layers, width, work } = self;
        work.next.resize(work.rows.len(), 0.0);
        for (depth, layer) in layers.iter().enumerate() {
            let count = work.rows.len() / width - window::TAIL - 2 * (depth + 1);
            let (input, output) = (&work.rows[depth * width..], &mut work.next[(depth + 1) * width..]);
            layer.forward::<I>(input, count, &mut work.space, output);
            output[count * width..].fill(0.0);
            std::mem::swap(&mut work.rows, &mut work.next);
        }
    }
}
