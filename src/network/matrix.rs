//! A weight matrix packed for multiplication: panels of [`LANES`] outputs, [`ROWS`] input rows at a time.

use super::kernel::{Instructions, Job, Kernel, multiply_add};

/// Outputs in one panel: two AVX2 registers, or one of AVX-512.
pub const LANES: usize = 16;

/// Input rows multiplied at a time. 4 rows by 16 outputs were the fastest of 4x16, 6x16, 4x24 and 3x32.
pub(super) const ROWS: usize = 4;

/// The same where a register holds a panel: as many sums as two units have additions under way. More rows need more
/// pointers than there are registers for.
const WIDE_ROWS: usize = 8;

/// Most panels multiplied at a time with a single row: as many sums as there are registers for, so that none waits for its
/// last addition.
const PANELS: usize = 7;

/// The weights of one input for the outputs of a panel.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Lanes([f32; LANES]);

/// `outputs` rows of `inputs` weights and one bias, packed.
#[derive(Debug)]
pub struct Matrix {
    inputs: usize,
    /// One a panel.
    bias: Vec<Lanes>,
    /// `inputs` of them a panel.
    weights: Vec<Lanes>,
}

impl Matrix {
    /// Packs one row of weights and one `bias` an output. Outputs are filled up to a multiple of [`LANES`] with outputs
    /// that are always 0.
    pub fn pack(rows: &[&[f32]], bias: &[f32]) -> Self {
        let inputs = rows.first().map_or(0, |row| row.len());
        let mut weights = Vec::with_capacity(rows.len().div_ceil(LANES) * inputs);
        for rows in rows.chunks(LANES) {
            let start = weights.len();
            weights.resize(start + inputs, Lanes([0.0; LANES]));
            for (lane, row) in rows.iter().enumerate() {
                for (lanes, weight) in weights[start..].iter_mut().zip(*row) {
                    lanes.0[lane] = *weight;
                }
            }
        }
        let pad = |bias: &[f32]| Lanes(std::array::from_fn(|lane| bias.get(lane).copied().unwrap_or(0.0)));
        Self { inputs, bias: bias.chunks(LANES).map(pad).collect(), weights }
    }

    /// Width of an input row.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Width of an output row: the outputs, filled up to a multiple of [`LANES`].
    pub fn width(&self) -> usize {
        self.bias.len() * LANES
    }

    /// Multiplies all rows of `input`, which lie one after another, and adds the bias: `output` becomes rows of
    /// [`Self::width`] numbers.
    pub fn apply(&self, kernel: Kernel, input: &[f32], output: &mut Vec<f32>) {
        let count = input.len() / self.inputs;
        output.resize(count * self.width(), 0.0);
        kernel.run(Multiply { matrix: self, input, stride: self.inputs, count, output });
    }

    /// Multiplies `count` rows of `input`, of which row `i` starts at `i * stride` (rows may overlap), and adds the bias.
    /// Row `i` of `output` starts at `i * self.width()`.
    #[inline(always)]
    pub fn multiply<I: Instructions>(&self, input: &[f32], stride: usize, count: usize, output: &mut [f32]) {
        let blocks = count / ROWS * ROWS;
        let wide = if I::IS_WIDE { count / WIDE_ROWS * WIDE_ROWS } else { 0 };
        for panel in 0..self.bias.len() {
            for row in (0..wide).step_by(WIDE_ROWS) {
                let sums = self.eight::<I>(&input[row * stride..], stride, panel);
                self.put(&sums, row, panel, output);
            }
            for row in (wide..blocks).step_by(ROWS) {
                let sums = self.four::<I>(&input[row * stride..], stride, panel);
                self.put(&sums, row, panel, output);
            }
        }
        for row in blocks..count {
            let output = &mut output[row * self.width()..][..self.width()];
            self.multiply_row::<I>(&input[row * stride..], 0, output);
        }
    }

    /// Writes the sums of one panel for the rows from `row` on to `output`.
    #[inline(always)]
    fn put(&self, sums: &[[f32; LANES]], row: usize, panel: usize, output: &mut [f32]) {
        for (at, sums) in sums.iter().enumerate() {
            output[(row + at) * self.width() + panel * LANES..][..LANES].copy_from_slice(sums);
        }
    }

    /// Multiplies all rows of `input`, which lie one after another and are a multiple of [`ROWS`], by one panel and adds
    /// its bias: `output` becomes rows of [`LANES`] numbers.
    #[inline(always)]
    pub fn multiply_panel<I: Instructions>(&self, input: &[f32], panel: usize, output: &mut [f32]) {
        let rows = input.len() / self.inputs;
        let wide = if I::IS_WIDE { rows / WIDE_ROWS * WIDE_ROWS } else { 0 };
        let (input, rest) = input.split_at(wide * self.inputs);
        let (output, last) = output.split_at_mut(wide * LANES);
        let blocks = input.chunks_exact(WIDE_ROWS * self.inputs);
        for (input, output) in blocks.zip(output.chunks_exact_mut(WIDE_ROWS * LANES)) {
            output.copy_from_slice(self.eight::<I>(input, self.inputs, panel).as_flattened());
        }
        let blocks = rest.chunks_exact(ROWS * self.inputs);
        for (input, output) in blocks.zip(last.chunks_exact_mut(ROWS * LANES)) {
            output.copy_from_slice(self.four::<I>(input, self.inputs, panel).as_flattened());
        }
    }

    /// Multiplies one row with the outputs from panel `first` on, as many as `output` holds, and adds the bias.
    #[inline(always)]
    pub fn multiply_row<I: Instructions>(&self, input: &[f32], first: usize, output: &mut [f32]) {
        // The compiler makes vectors of AVX-512 of one panel's sums, and single numbers of several panels'.
        let most = if I::IS_WIDE { 1 } else { PANELS };
        for (group, output) in output.chunks_mut(LANES * most).enumerate() {
            let panel = first + group * most;
            match output.len() / LANES {
                0 => {}
                1 => self.put_one::<I, 1>(input, panel, output),
                2 => self.put_one::<I, 2>(input, panel, output),
                3 => self.put_one::<I, 3>(input, panel, output),
                4 => self.put_one::<I, 4>(input, panel, output),
                5 => self.put_one::<I, 5>(input, panel, output),
                6 => self.put_one::<I, 6>(input, panel, output),
                _ => self.put_one::<I, PANELS>(input, panel, output),
            }
        }
    }

    /// One row times `P` panels from `first` on, written to `output`.
    #[inline(always)]
    fn put_one<I: Instructions, const P: usize>(&self, input: &[f32], first: usize, output: &mut [f32]) {
        output[..P * LANES].copy_from_slice(self.one::<I, P>(input, first).as_flattened());
    }

    /// Four rows times one panel. Every sum runs over the inputs in their order, so that the result for an output does
    /// not depend on how rows and panels are grouped.
    #[inline(always)]
    fn four<I: Instructions>(&self, input: &[f32], stride: usize, panel: usize) -> [[f32; LANES]; ROWS] {
        let [a, b, c, d] = std::array::from_fn(|row| &input[row * stride..][..self.inputs]);
        let mut sums = [self.bias[panel].0; ROWS];
        // One iterator a row, so that no bound is checked in the loop that takes most of the program's time.
        for ((((weights, a), b), c), d) in self.panel(panel).iter().zip(a).zip(b).zip(c).zip(d) {
            for (sums, value) in sums.iter_mut().zip([a, b, c, d]) {
                add::<I>(sums, *value, weights);
            }
        }
        sums
    }

    /// Eight rows times one panel, in the same order.
    #[inline(always)]
    #[expect(clippy::many_single_char_names, reason = "eight rows, none of them special")]
    fn eight<I: Instructions>(
        &self,
        input: &[f32],
        stride: usize,
        panel: usize,
    ) -> [[f32; LANES]; WIDE_ROWS] {
        let [a, b, c, d, e, f, g, h] = std::array::from_fn(|row| &input[row * stride..][..self.inputs]);
        let mut sums = [self.bias[panel].0; WIDE_ROWS];
        let rows = a.iter().zip(b).zip(c).zip(d).zip(e).zip(f).zip(g).zip(h);
        for (weights, (((((((a, b), c), d), e), f), g), h)) in self.panel(panel).iter().zip(rows) {
            for (sums, value) in sums.iter_mut().zip([a, b, c, d, e, f, g, h]) {
                add::<I>(sums, *value, weights);
            }
        }
        sums
    }

    /// One row times `P` panels from `first` on, in the same order.
    #[inline(always)]
    fn one<I: Instructions, const P: usize>(&self, input: &[f32], first: usize) -> [[f32; LANES]; P] {
        let input = &input[..self.inputs];
        let panels: [&[Lanes]; P] = std::array::from_fn(|at| self.panel(first + at));
        let mut sums = std::array::from_fn(|at| self.bias[first + at].0);
        for (at, value) in input.iter().enumerate() {
            for (sums, panel) in sums.iter_mut().zip(&panels) {
                add::<I>(sums, *value, &panel[at]);
            }
        }
        sums
    }

    fn panel(&self, panel: usize) -> &[Lanes] {
        &self.weights[panel * self.inputs..][..self.inputs]
    }
}

/// `sums += value * weights`.
#[inline(always)]
fn add<I: Instructions>(sums: &mut [f32; LANES], value: f32, weights: &Lanes) {
    for (sum, weight) in sums.iter_mut().zip(&weights.0) {
        *sum = multiply_add::<I>(value, *weight, *sum);
    }
}

/// [`Matrix::multiply`] on its own.
pub(super) struct Multiply<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) input: &'a [f32],
    pub(super) stride: usize,
    pub(super) count: usize,
    pub(super) output: &'a mut [f32],
}

impl Job for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn run<I: Instructions>(self) {
        let Self { matrix, input, stride, count, output } = self;
        matrix.multiply::<I>(input, stride, count, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(kernel: Kernel, matrix: &Matrix, input: &[f32], stride: usize, count: usize) -> Vec<f32> {
        let mut output = vec![0.0; count * matrix.width()];
        kernel.run(Multiply { matrix, input, stride, count, output: &mut output });
        output
    }

    /// Numbers in -1..1 that look random and are the same on every run.
    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|at| ((at * 7919 + 17) % 2003) as f32 / 1001.5 - 1.0).collect()
    }

    #[test]
    fn products_match_the_definition_for_every_kernel_and_grouping() {
        let (inputs, outputs, stride) = (24, 70, 8);
        let (weights, bias) = (numbers(inputs * outputs), numbers(outputs));
        let rows: Vec<&[f32]> = weights.chunks(inputs).collect();
        let matrix = Matrix::pack(&rows, &bias);
        assert_eq!((matrix.inputs(), matrix.width()), (24, 80));
        for count in [0, 1, 3, 4, 9] {
            let input = numbers(count * stride + inputs);
            for kernel in Kernel::available() {
                let found = product(kernel, &matrix, &input, stride, count);
                for (row, found) in found.chunks(80).enumerate() {
                    for output in 0..outputs {
                        let products = (0..inputs)
                            .map(|at| input[row * stride + at] * weights[output * inputs + at])
                            .sum::<f32>();
                        assert!((found[output] - products - bias[output]).abs() < 1e-5);
                    }
                    assert!(found[outputs..].iter().all(|&value| value == 0.0));
                }
            }
        }
    }

    #[test]
    fn a_row_gives_the_same_bits_alone_and_in_a_block() {
        let weights = numbers(96 * 64);
        let rows: Vec<&[f32]> = weights.chunks(96).collect();
        let matrix = Matrix::pack(&rows, &numbers(64));
        let count = WIDE_ROWS + ROWS + 1;
        let input = numbers(96 * count);
        for kernel in Kernel::available() {
            let together = product(kernel, &matrix, &input, 96, count);
            for row in 0..count {
                let alone = product(kernel, &matrix, &input[row * 96..], 96, 1);
                assert_eq!(alone, together[row * 64..][..64]);
            }
        }
    }

    #[test]
    fn kernels_with_fused_multiply_adds_give_the_same_bits() {
        let weights = numbers(96 * 64);
        let rows: Vec<&[f32]> = weights.chunks(96).collect();
        let matrix = Matrix::pack(&rows, &numbers(64));
        let input = numbers(96 * 37);
        let of = |kernel: &Kernel| product(*kernel, &matrix, &input, 96, 37);
        let products: Vec<_> = Kernel::available()[1..].iter().map(of).collect();
        assert!(products.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
