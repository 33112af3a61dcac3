//! Matrix maths, layers and weight loading. Knows nothing of English.
//!
//! The layers are those of spaCy's `MultiHashEmbed`, `MaxoutWindowEncoder` and `TransitionBasedParser`
//! (<https://spacy.io/api/architectures>), for inference only. All numbers are f32; a table may be f16
//! and is then widened row by row as it is read.
#![allow(clippy::inline_always)] // kernels must be inlined into the function that has the instruction set

pub mod cache;
pub mod choice;
pub mod hashing;
pub mod kernel;
pub mod layers;
pub mod matrix;
pub mod pool;
pub mod scorer;
pub mod tok2vec;
pub mod vectors;
pub mod weights;
pub mod window;
