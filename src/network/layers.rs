//! The layers: linear, maxout with layer norm, and hash embedding.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::hashing;
use super::kernel::Instructions;
use super::matrix::{LANES, Matrix};
use super::weights::Weights;
use crate::error::Error;

/// Added to the variance in layer norm, as thinc does.
const EPSILON: f32 = 1e-8;

/// Rows that a maxout layer computes at a time; their sums stay in the level-2 cache.
const BLOCK: usize = 64;

/// `y = W x + b`. Tensors `NAME.W` [outputs, inputs] and `NAME.b` `[outputs]`.
///
/// <https://github.com/explosion/thinc/blob/v8.3.4/thinc/layers/linear.py>
///
/// # Errors
/// [`Error::Model`] that names the tensor that is missing or of another shape.
pub fn linear(weights: &Weights, name: &str, outputs: usize, inputs: usize) -> Result<Matrix, Error> {
    let values: &[f32] = weights.read(&format!("{name}.W"), &[outputs, inputs])?;
    let rows: Vec<&[f32]> = values.chunks(inputs.max(1)).collect();
    Ok(Matrix::pack(&rows, weights.read(&format!("{name}.b"), &[outputs])?))
}

/// The weights of a maxout layer as they stand in the file: tensors `NAME.W` [width, pieces, inputs] and `NAME.b`
/// [width, pieces].
pub(super) struct Pieces {
    /// Pieces an output.
    pub(super) count: usize,
    pub(super) values: &'static [f32],
    pub(super) bias: &'static [f32],
}

impl Pieces {
    /// Reads those of layer `name`, whose `width` must be a multiple of [`LANES`].
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape.
    pub(super) fn load(weights: &Weights, name: &str, inputs: usize, width: usize) -> Result<Self, Error> {
        let [matrix, bias] = ["W", "b"].map(|part| format!("{name}.{part}"));
        let [_, count, _] = weights.shape(&matrix)?;
        let values = weights.read(&matrix, &[width, count, inputs])?;
        let bias = weights.read(&bias, &[width, count])?;
        if !width.is_multiple_of(LANES) || count == 0 {
            return Err(weights.fault(&matrix, format!("the width must be a multiple of {LANES}")));
        }
        Ok(Self { count, values, bias })
    }
}

/// Layer norm: tensors `NAME.ln.g` and `NAME.ln.b` `[width]`.
///
/// <https://github.com/explosion/thinc/blob/v8.3.4/thinc/layers/layernorm.py>
#[derive(Debug)]
pub(super) struct Norm {
    gain: &'static [f32],
    shift: &'static [f32],
}

impl Norm {
    /// Loads that of layer `name`.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape.
    pub(super) fn load(weights: &Weights, name: &str, width: usize) -> Result<Self, Error> {
        let read = |part: &str| weights.read(&format!("{name}.ln.{part}"), &[width]);
        Ok(Self { gain: read("g")?, shift: read("b")? })
    }

    /// Width of a row.
    pub(super) fn width(&self) -> usize {
        self.gain.len()
    }

    /// Normalises `row` in place.
    #[inline(always)]
    pub(super) fn apply(&self, row: &mut [f32]) {
        let width = row.len() as f32;
        let mean = sum(row, |value| value) / width;
        let variance = sum(row, |value| (value - mean) * (value - mean)) / width + EPSILON;
        let scale = 1.0 / variance.sqrt();
        for ((value, gain), shift) in row.iter_mut().zip(self.gain).zip(self.shift) {
            *value = (*value - mean) * scale * gain + shift;
        }
    }
}

/// The largest of several linear pieces, normalised: `LN(max over p of (W[p] x + b[p]))`.
///
/// Tensors as of [`Pieces`] and [`Norm`].
/// <https://github.com/explosion/thinc/blob/v8.3.4/thinc/layers/maxout.py>
#[derive(Debug)]
pub struct Maxout {
    /// Piece-major, so that the maximum runs over whole rows.
    matrix: Matrix,
    norm: Norm,
}

impl Maxout {
    /// Loads the layer `name` with `inputs` inputs and `width` outputs, a multiple of [`LANES`].
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape.
    pub fn load(weights: &Weights, name: &str, inputs: usize, width: usize) -> Result<Self, Error> {
        let Pieces { count, values, bias } = Pieces::load(weights, name, inputs, width)?;
        let order = || (0..count).flat_map(|piece| (0..width).map(move |output| output * count + piece));
        let rows: Vec<&[f32]> = order().map(|row| &values[row * inputs..][..inputs]).collect();
        let bias: Vec<f32> = order().map(|row| bias[row]).collect();
        Ok(Self { matrix: Matrix::pack(&rows, &bias), norm: Norm::load(weights, name, width)? })
    }

    /// Width of an output row.
    pub fn width(&self) -> usize {
        self.norm.width()
    }

    /// Computes `count` rows; row `i` of `input` starts at `i * stride`. `sums` is working memory.
    #[inline(always)]
    pub fn forward<I: Instructions>(
        &self,
        input: &[f32],
        stride: usize,
        count: usize,
        sums: &mut Vec<f32>,
        output: &mut [f32],
    ) {
        sums.resize(BLOCK * self.matrix.width(), 0.0);
        for start in (0..count).step_by(BLOCK) {
            let count = BLOCK.min(count - start);
            self.matrix.multiply::<I>(&input[start * stride..], stride, count, sums);
            let rows = output[start * self.width()..].chunks_exact_mut(self.width());
            for (pieces, row) in sums.chunks_exact(self.matrix.width()).zip(rows).take(count) {
                largest(pieces, row);
                self.norm.apply(row);
            }
        }
    }
}

/// Element-wise maximum over `pieces`, which hold several rows of the width of `row`.
#[inline(always)]
pub fn largest(pieces: &[f32], row: &mut [f32]) {
    let (first, rest) = pieces.split_at(row.len());
    row.copy_from_slice(first);
    for piece in rest.chunks_exact(row.len()) {
        for (best, value) in row.iter_mut().zip(piece) {
            // Not a comparison: that becomes a masked store, which is slow.
            *best = best.max(*value);
        }
    }
}

/// The sum of `map` over `row`, in [`LANES`] partial sums, which are added up in pairs, so that it does not wait for one
/// addition after another.
#[inline(always)]
fn sum(row: &[f32], map: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for lanes in row.chunks_exact(LANES) {
        for (sum, value) in sums.iter_mut().zip(lanes) {
            *sum += map(*value);
        }
    }
    let mut width = LANES / 2;
    while width > 0 {
        let (low, high) = sums.split_at_mut(width);
        low.iter_mut().zip(high).for_each(|(low, high)| *low += *high);
        width /= 2;
    }
    sums[0]
}

/// A table of rows, in the precision of its file.
#[derive(Debug)]
pub struct Rows {
    values: Values,
    width: usize,
}

#[derive(Debug)]
enum Values {
    Half(&'static [f16]),
    Single(&'static [f32]),
}

impl Rows {
    /// Loads tensor `name` (f16 or f32, [rows, width]).
    ///
    /// # Errors
    /// [`Error::Model`] when it is missing or has another type or shape, or no row.
    pub fn load(weights: &Weights, name: &str, width: usize) -> Result<Self, Error> {
        let [rows, _] = weights.shape(name)?;
        if rows == 0 {
            return Err(weights.fault(name, "the table is empty"));
        }
        let shape = [rows, width];
        let values = if weights.is::<f16>(name)? {
            Values::Half(weights.read(name, &shape)?)
        } else {
            Values::Single(weights.read(name, &shape)?)
        };
        Ok(Self { values, width })
    }

    /// Number of rows.
    pub fn count(&self) -> usize {
        let values = match self.values {
            Values::Half(values) => values.len(),
            Values::Single(values) => values.len(),
        };
        values / self.width
    }

    /// Adds row `at` to `sums`. `wide` is working memory.
    pub fn add(&self, at: usize, wide: &mut Vec<f32>, sums: &mut [f32]) {
        let range = at * self.width..(at + 1) * self.width;
        let row = match self.values {
            Values::Single(values) => &values[range],
            Values::Half(values) => {
                wide.resize(self.width, 0.0);
                values[range].convert_to_f32_slice(wide);
                wide
            }
        };
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// An embedding table whose rows are picked by four hashes: the value's vector is the sum of four rows.
///
/// <https://github.com/explosion/thinc/blob/v8.3.4/thinc/layers/hashembed.py>
#[derive(Debug)]
pub struct HashEmbedding {
    table: Rows,
    seed: u32,
}

impl HashEmbedding {
    /// Loads tensor `name` (see [`Rows::load`]). `seed` is the one that it was trained with.
    ///
    /// # Errors
    /// [`Error::Model`] when it is missing or has another width.
    pub fn load(weights: &Weights, name: &str, width: usize, seed: u32) -> Result<Self, Error> {
        Ok(Self { table: Rows::load(weights, name, width)?, seed })
    }

    /// Adds the vector of `value` to `sums`. `wide` is working memory.
    pub fn add(&self, value: u64, wide: &mut Vec<f32>, sums: &mut [f32]) {
        for hash in hashing::four(value, self.seed) {
            self.table.add(hash as usize % self.table.count(), wide, sums);
        }
    }
}
