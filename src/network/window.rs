//! The convolution over three words, by a transform that halves its multiplications.
//!
//! Four neighbouring outputs are computed from six inputs with six products of matrices in the place of twelve: the
//! minimal filtering algorithm F(4,3) of S. Winograd with the points 0, 1, -1, 2, -2 and infinity, in one dimension, as
//! Lavin and Gray give it, "Fast Algorithms for Convolutional Neural Networks" (CVPR 2016, <https://arxiv.org/abs/1509.09308>).
//! Its rounding error is less than twice that of the plain sum of 288 products. The last bits of a row depend on where
//! its group of four begins.

use super::kernel::{Instructions, multiply_add};
use super::layers::{Norm, Pieces};
use super::matrix::{LANES, Matrix, ROWS};
use super::weights::Weights;
use crate::error::Error;

/// Outputs computed together.
const OUTPUTS: usize = 4;

/// Products of matrices for them.
const POINTS: usize = OUTPUTS + 2;

/// How a filter of three weights is seen at each point, one row a point.
const FILTER: [[f64; 3]; POINTS] = [
    [1.0 / 4.0, 0.0, 0.0],
    [-1.0 / 6.0, -1.0 / 6.0, -1.0 / 6.0],
    [-1.0 / 6.0, 1.0 / 6.0, -1.0 / 6.0],
    [1.0 / 24.0, 1.0 / 12.0, 1.0 / 6.0],
    [1.0 / 24.0, -1.0 / 12.0, 1.0 / 6.0],
    [0.0, 0.0, 1.0],
];

/// Outputs made of products at a time: what one register holds, of AVX2 and of AVX-512.
const NARROW: usize = 8;
const WIDE: usize = LANES;

/// Rows behind the last word of an input that [`Window::forward`] may read; they must be zeros.
pub const TAIL: usize = OUTPUTS * ROWS;

/// What each word adds to itself from its own vector and its neighbours': the largest of several linear pieces over
/// three vectors side by side, normalised.
///
/// Tensors as [`super::layers::Maxout`] with `3 * width` inputs.
#[derive(Debug)]
pub struct Window {
    /// One a point; outputs in groups of [`LANES`], within a group piece by piece.
    points: [Matrix; POINTS],
    pieces: usize,
    norm: Norm,
}

/// Working memory of [`Window::forward`].
#[derive(Debug, Default)]
pub struct Space {
    /// [POINTS, groups of four words, width]: the input as seen at each point.
    seen: Vec<f32>,
    /// [POINTS, groups of four words, LANES]: products with one panel of each matrix.
    products: Vec<f32>,
}

impl Window {
    /// Loads the layer `name`, `width` wide, a multiple of [`LANES`].
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape.
    pub fn load(weights: &Weights, name: &str, width: usize) -> Result<Self, Error> {
        let Pieces { count, values, bias } = Pieces::load(weights, name, 3 * width, width)?;
        let output = |group: usize, piece: usize, lane: usize| (group * LANES + lane) * count + piece;
        let order: Vec<usize> = (0..width / LANES)
            .flat_map(|group| (0..count).map(move |piece| (group, piece)))
            .flat_map(|(group, piece)| (0..LANES).map(move |lane| output(group, piece, lane)))
            .collect();
        // Every output takes point 1 once, so its matrix can bring the bias.
        let bias: Vec<f32> = order.iter().map(|&output| bias[output]).collect();
        let none = vec![0.0; bias.len()];
        let points = std::array::from_fn(|point| {
            let filters: Vec<Vec<f32>> = order
                .iter()
                .map(|output| seen_at(point, &values[output * 3 * width..][..3 * width], width))
                .collect();
            let rows: Vec<&[f32]> = filters.iter().map(Vec::as_slice).collect();
            Matrix::pack(&rows, if point == 1 { &bias } else { &none })
        });
        Ok(Self { points, pieces: count, norm: Norm::load(weights, name, width)? })
    }

    /// Width of a row.
    pub fn width(&self) -> usize {
        self.norm.width()
    }

    /// Computes `count` rows of `output` from `count + 2` of `input`, row `i` from `i`, `i + 1` and `i + 2`; [`TAIL`] rows of
    /// zeros must follow those of `input`.
    #[inline(always)]
    pub fn forward<I: Instructions>(
        &self,
        input: &[f32],
        count: usize,
        space: &mut Space,
        output: &mut [f32],
    ) {
        let width = self.width();
        let groups = count.div_ceil(OUTPUTS).next_multiple_of(ROWS);
        space.seen.resize(POINTS * groups * width, 0.0);
        space.products.resize(POINTS * groups * LANES, 0.0);
        let output = &mut output[..count * width];
        look::<I>(input, width, groups, &mut space.seen);
        for panel in 0..width / LANES * self.pieces {
            self.multiply::<I>(panel, groups, space);
            let part =
                PanelPart { at: panel / self.pieces * LANES, is_first: panel % self.pieces == 0, width };
            if I::IS_WIDE {
                part.put::<I, WIDE>(&space.products, output);
            } else {
                part.put::<I, NARROW>(&space.products, output);
            }
        }
        for (row, before) in output.chunks_exact_mut(width).zip(input[width..].chunks_exact(width)) {
            self.norm.apply(row);
            for (value, before) in row.iter_mut().zip(before) {
                *value += before;
            }
        }
    }

    /// Multiplies what each point sees by panel number `panel` of its matrix.
    #[inline(always)]
    fn multiply<I: Instructions>(&self, panel: usize, groups: usize, space: &mut Space) {
        let seen = space.seen.chunks_exact(groups * self.width());
        let products = space.products.chunks_exact_mut(groups * LANES);
        for ((matrix, seen), products) in self.points.iter().zip(seen).zip(products) {
            matrix.multiply_panel::<I>(seen, panel, products);
        }
    }
}

/// The weights of one output at a point: `filter` holds those for three words, one after another.
fn seen_at(point: usize, filter: &[f32], width: usize) -> Vec<f32> {
    let [first, second, third] = FILTER[point];
    let (left, rest) = filter.split_at(width);
    let (middle, right) = rest.split_at(width);
    left.iter()
        .zip(middle)
        .zip(right)
        .map(|((left, middle), right)| {
            (first * f64::from(*left) + second * f64::from(*middle) + third * f64::from(*right)) as f32
        })
        .collect()
}

/// Writes to `seen` what each point sees of every group: six rows of `input`, four further on for each group.
#[inline(always)]
fn look<I: Instructions>(input: &[f32], width: usize, groups: usize, seen: &mut [f32]) {
    for group in 0..groups {
        let rows = &input[group * OUTPUTS * width..][..POINTS * width];
        let row = |at: usize| &rows[at * width..][..width];
        let (first, second, third) = (row(0), row(1), row(2));
        let (fourth, fifth, sixth) = (row(3), row(4), row(5));
        let mut points =
            seen.chunks_exact_mut(groups * width).map(|point| &mut point[group * width..][..width]);
        let [Some(zero), Some(one), Some(minus_one), Some(two), Some(minus_two), Some(infinity)] =
            std::array::from_fn(|_| points.next())
        else {
            return;
        };
        for at in 0..width {
            let (d0, d1, d2) = (first[at], second[at], third[at]);
            let (d3, d4, d5) = (fourth[at], fifth[at], sixth[at]);
            let (even, odd) = (multiply_add::<I>(-4.0, d2, d4), multiply_add::<I>(-4.0, d1, d3));
            let (far_even, far_odd) = (d4 - d2, 2.0 * (d3 - d1));
            zero[at] = multiply_add::<I>(4.0, d0, multiply_add::<I>(-5.0, d2, d4));
            one[at] = even + odd;
            minus_one[at] = even - odd;
            two[at] = far_even + far_odd;
            minus_two[at] = far_even - far_odd;
            infinity[at] = multiply_add::<I>(4.0, d1, multiply_add::<I>(-5.0, d3, d5));
        }
    }
}

/// Where the outputs of one panel go.
struct PanelPart {
    /// Their place in a row.
    at: usize,
    /// Whether they are the first piece; the others are compared with what is there.
    is_first: bool,
    width: usize,
}

impl PanelPart {
    /// Makes outputs of the points' `products` and keeps the largest piece of each.
    #[inline(always)]
    fn put<I: Instructions, const W: usize>(&self, products: &[f32], output: &mut [f32]) {
        for (group, rows) in output.chunks_mut(OUTPUTS * self.width).enumerate() {
            for lane in (0..LANES).step_by(W) {
                let sums = outputs::<I, W>(products, group * LANES + lane);
                for (row, sums) in rows.chunks_exact_mut(self.width).zip(&sums) {
                    let best = &mut row[self.at + lane..][..W];
                    if self.is_first {
                        best.copy_from_slice(sums);
                    } else {
                        // `max` and no comparison: that becomes a masked store, which is slow.
                        best.iter_mut().zip(sums).for_each(|(best, sum)| *best = best.max(*sum));
                    }
                }
            }
        }
    }
}

/// Lanes of four outputs, from the products of each point that begin at `at`.
#[inline(always)]
fn outputs<I: Instructions, const W: usize>(products: &[f32], at: usize) -> [[f32; W]; OUTPUTS] {
    let size = products.len() / POINTS;
    let points: [&[f32]; POINTS] = std::array::from_fn(|point| &products[point * size + at..][..W]);
    let [zero, one, minus_one, two, minus_two, infinity] = points;
    let near: [f32; W] = lanes(|lane| one[lane] + minus_one[lane]);
    let near_apart: [f32; W] = lanes(|lane| one[lane] - minus_one[lane]);
    let far: [f32; W] = lanes(|lane| two[lane] + minus_two[lane]);
    let far_apart: [f32; W] = lanes(|lane| two[lane] - minus_two[lane]);
    [
        lanes(|lane| zero[lane] + near[lane] + far[lane]),
        lanes(|lane| multiply_add::<I>(2.0, far_apart[lane], near_apart[lane])),
        lanes(|lane| multiply_add::<I>(4.0, far[lane], near[lane])),
        lanes(|lane| multiply_add::<I>(8.0, far_apart[lane], near_apart[lane]) + infinity[lane]),
    ]
}

/// One number a lane. A loop and not `array::from_fn`, which is not always inlined into the instruction set.
#[inline(always)]
fn lanes<const W: usize>(number: impl Fn(usize) -> f32) -> [f32; W] {
    let mut lanes = [0.0; W];
    for (at, lane) in lanes.iter_mut().enumerate() {
        *lane = number(at);
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::kernel::Portable;

    #[test]
    fn four_outputs_are_those_of_the_plain_convolution() {
        let (filter, width) = ([3.0_f32, -7.0, 24.0], 1);
        let input: Vec<f32> = [5.0, -2.0, 11.0, 8.0, -1.0, 4.0].to_vec();
        let mut seen = vec![0.0; POINTS];
        look::<Portable>(&input, width, 1, &mut seen);
        let seen_filter =
            |point: usize| -> f64 { FILTER[point].iter().zip(filter).map(|(a, b)| a * f64::from(b)).sum() };
        let products: Vec<f32> =
            (0..POINTS).flat_map(|point| [seen_filter(point) as f32 * seen[point]; NARROW]).collect();
        let found = outputs::<Portable, NARROW>(&products, 0);
        for (at, found) in found.iter().enumerate() {
            let expected: f32 = (0..3).map(|word| filter[word] * input[at + word]).sum();
            assert!((found[0] - expected).abs() < 1e-4, "output {at}: {} is not {expected}", found[0]);
        }
    }
}
