//! The instruction set that the arithmetic runs on, picked once at run time.
//!
//! A [`Job`] is written once, in plain Rust; the compiler makes one version of it per instruction set. Measured on
//! one core of an AMD EPYC (Zen 4, 512 bits in two steps): 59 thousand million multiply-adds a second with AVX-512, 55 with
//! AVX2 and FMA, 16 without. All sums run in one order, so that the sets with fused multiply-adds give the same bits.

/// Arithmetic that is compiled once per instruction set.
pub trait Job {
    /// What it gives.
    type Output;

    /// Does it. Must be `#[inline(always)]`, and so must be every function below it, or the instruction set does not
    /// reach them.
    fn run<I: Instructions>(self) -> Self::Output;
}

/// What an instruction set offers.
pub trait Instructions {
    /// Whether [`f32::mul_add`] is one instruction.
    const FUSED: bool;
    /// Whether a register holds 16 numbers, and there are 32 of them.
    const IS_WIDE: bool;
}

/// What every processor of the build's target has.
#[derive(Debug)]
pub enum Portable {}

impl Instructions for Portable {
    const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));
    const IS_WIDE: bool = false;
}

/// AVX2 with FMA.
#[cfg(target_arch = "x86_64")]
#[derive(Debug)]
enum Avx2 {}

#[cfg(target_arch = "x86_64")]
impl Instructions for Avx2 {
    const FUSED: bool = true;
    const IS_WIDE: bool = false;
}

/// AVX-512 as servers have had it since 2017.
#[cfg(target_arch = "x86_64")]
#[derive(Debug)]
enum Avx512 {}

#[cfg(target_arch = "x86_64")]
impl Instructions for Avx512 {
    const FUSED: bool = true;
    const IS_WIDE: bool = true;
}

/// An instruction set that this processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Set);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Kernel {
    /// The names of all, whether this processor has them or not.
    pub const NAMES: [&str; 3] = ["portable", "avx2", "avx512"];

    /// Those of this processor, in the order of [`Self::NAMES`].
    pub fn available() -> Vec<Self> {
        let mut sets = vec![Self::portable()];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            sets.push(Self(Set::Avx2));
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
            {
                sets.push(Self(Set::Avx512));
            }
        }
        sets
    }

    /// The one that every processor has.
    pub const fn portable() -> Self {
        Self(Set::Portable)
    }

    /// Its name, one of [`Self::NAMES`].
    pub const fn name(self) -> &'static str {
        match self.0 {
            Set::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => "avx512",
        }
    }

    /// Does `job` with these instructions.
    #[allow(unsafe_code)] // two calls; plain builds run the networks three times slower (see above)
    pub fn run<J: Job>(self, job: J) -> J::Output {
        match self.0 {
            Set::Portable => job.run::<Portable>(),
            // SAFETY: `Kernel::available` alone makes this value, after it has found AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { with_avx2(job) },
            // SAFETY: `Kernel::available` alone makes this value, after it has found all that is enabled there.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { with_avx512(job) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2<J: Job>(job: J) -> J::Output {
    job.run::<Avx2>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]
fn with_avx512<J: Job>(job: J) -> J::Output {
    job.run::<Avx512>()
}

/// `a * b + c`, in one rounding where [`Instructions::FUSED`]. Without the instruction `mul_add` would be a slow library
/// call.
#[inline(always)]
pub fn multiply_add<I: Instructions>(a: f32, b: f32, c: f32) -> f32 {
    if I::FUSED { a.mul_add(b, c) } else { a * b + c }
}
