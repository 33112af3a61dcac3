//! The instruction set that the arithmetic runs on, picked once at run time.
//!
//! A [`Job`] is written once, in plain Rust; the compiler makes one version of it per instruction set. Measured on
//! one core of an AMD EPYC: 55 thousand million multiply-adds a second with AVX2 and FMA, 16 without.

/// Arithmetic that is compiled once per instruction set.
pub trait Job {
    /// What it gives.
    type Output;

    /// Does it. `FUSED`: whether [`f32::mul_add`] is one instruction. Must be `#[inline(always)]`, and so must be
    /// every function below it, or the instruction set does not reach them.
    fn run<const FUSED: bool>(self) -> Self::Output;
}

/// An instruction set that this processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Set);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Kernel {
    /// The fastest one of this processor.
    pub fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return Self(Set::Avx2);
        }
        Self::portable()
    }

    /// The one that every processor has.
    pub const fn portable() -> Self {
        Self(Set::Portable)
    }

    /// Does `job` with these instructions.
    #[allow(unsafe_code)] // one call; plain builds run the networks three times slower (see above)
    pub fn run<J: Job>(self, job: J) -> J::Output {
        match self.0 {
            Set::Portable => job.run::<false>(),
            // SAFETY: `Kernel::best` alone makes this value, after it has found AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { with_avx2(job) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2<J: Job>(job: J) -> J::Output {
    job.run::<true>()
}

/// `a * b + c`, in one rounding where `FUSED`. Without the instruction `mul_add` would be a slow library call.
#[inline(always)]
pub fn multiply_add<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}
