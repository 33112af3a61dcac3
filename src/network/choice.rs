//! Which instruction set is used: the one that a short trial finds fastest, or the one that the user names.

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::kernel::Kernel;
use super::matrix::{Matrix, Multiply};
use crate::error::Error;

/// The environment variable that names one of [`Kernel::NAMES`].
pub const VARIABLE: &str = "HEADCOUNT_KERNEL";

/// Turns of a trial, of which the fastest counts: other programs disturb some.
const TURNS: usize = 5;

impl Kernel {
    /// The one that [`VARIABLE`] names; where it is not set or empty, the fastest.
    ///
    /// # Errors
    /// [`Error::Setting`] when it names none, or one that this processor lacks.
    pub fn chosen() -> Result<Self, Error> {
        match std::env::var_os(VARIABLE).filter(|name| !name.is_empty()) {
            Some(name) => Self::named(&name.to_string_lossy()),
            None => Ok(Self::fastest()),
        }
    }

    /// The one of this name.
    ///
    /// # Errors
    /// [`Error::Setting`] when there is none, or this processor lacks it.
    pub fn named(name: &str) -> Result<Self, Error> {
        let available = Self::available();
        available.iter().copied().find(|kernel| kernel.name() == name).ok_or_else(|| {
            let names: Vec<_> = available.iter().map(|kernel| kernel.name()).collect();
            let cause = if Self::NAMES.contains(&name) {
                "this processor has no such instructions"
            } else {
                "unknown"
            };
            let cause = format!("{cause}; give one of {}, or none for the fastest", names.join(", "));
            Error::Setting { name: VARIABLE, value: name.to_owned(), cause }
        })
    }

    /// The fastest of this processor, found once by a trial of some tenths of a millisecond: wide registers are slower
    /// than narrow ones where a processor has one wide unit or lowers its clock for them. The choice changes no result.
    pub fn fastest() -> Self {
        static FASTEST: OnceLock<Kernel> = OnceLock::new();
        *FASTEST.get_or_init(|| {
            let available = Self::available();
            // Nothing is faster without fused multiply-adds.
            if available.len() > 2 { trial(&available[1..]) } else { available[available.len() - 1] }
        })
    }
}

/// The fastest of `kernels`, of which there must be one, on a product of the encoders' size.
fn trial(kernels: &[Kernel]) -> Kernel {
    const INPUTS: usize = 96;
    const OUTPUTS: usize = 288;
    const ROWS: usize = 48;
    let row = [0.5; INPUTS];
    let matrix = Matrix::pack(&[&row[..]; OUTPUTS], &[1.0; OUTPUTS]);
    let (input, mut output) = (vec![0.25; ROWS * INPUTS], vec![0.0; ROWS * OUTPUTS]);
    let mut best = vec![Duration::MAX; kernels.len()];
    for _ in 0..TURNS {
        for (kernel, best) in kernels.iter().zip(&mut best) {
            let start = Instant::now();
            kernel.run(Multiply {
                matrix: &matrix,
                input: black_box(&input),
                stride: INPUTS,
                count: ROWS,
                output: black_box(&mut output),
            });
            *best = start.elapsed().min(*best);
        }
    }
    let fastest = best.iter().zip(kernels).min_by_key(|(time, _)| **time);
    fastest.map_or(kernels[0], |(_, kernel)| *kernel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kernel_has_its_name_and_others_are_refused() {
        for kernel in Kernel::available() {
            assert_eq!(Kernel::named(kernel.name()).unwrap(), kernel);
        }
        let fault = Kernel::named("mmx").unwrap_err().to_string();
        assert!(fault.starts_with("HEADCOUNT_KERNEL=mmx: unknown; give one of portable"), "{fault}");
        for lacking in
            Kernel::NAMES.iter().filter(|name| !Kernel::available().iter().any(|it| it.name() == **name))
        {
            assert!(Kernel::named(lacking).unwrap_err().to_string().contains("this processor"));
        }
    }

    #[test]
    fn the_fastest_is_one_of_this_processor() {
        assert!(Kernel::available().contains(&Kernel::fastest()));
    }
}
