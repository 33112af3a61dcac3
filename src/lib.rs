//! headcount reads press articles and says what every number in them is about.
//!
//! The crate is a house with one room (module) per stage; data flows one way and no stage knows a later one:
//!
//! ```text
//! article -> tokens -> syntax -> entities -> quantities -> status -> links -> output
//! ```
//!
//! - [`article`]: the data types that the rooms share, with their units and ranges
//! - [`input`]: articles from files, folders and streams
//! - [`lexicon`]: reads the word lists of `models/`; touches no room
//! - [`network`]: matrix maths, layers and weight loading; knows nothing of English
//! - [`tokens`]: text to tokens with their lexical attributes
//! - [`syntax`]: tokens to tags, heads, labels, lemmas and sentences
//! - [`entities`]: names of people, organisations, places, laws
//! - [`quantities`]: numbers with value, bound, unit and kind
//! - [`status`]: whether the text presents each number's fact as true, or denies, doubts, plans it
//! - [`links`]: what each number counts, with the circumstances
//! - [`output`]: the annotation contract and its views
//! - [`score`]: gold and predicted labels to precision, recall and F1; knows no stage
//! - [`pipeline`]: the one place that names every room in order
//! - [`recorder`]: an article's way to its record, whatever happens on it; every front goes through it
#![warn(missing_docs)]

pub mod article;
pub mod entities;
mod error;
mod guard;
pub mod input;
pub mod lexicon;
pub mod links;
pub mod network;
pub mod output;
pub mod pipeline;
pub mod quantities;
pub mod recorder;
pub mod score;
pub mod status;
pub mod syntax;
pub mod tokens;

pub use article::{Annotation, Article, Span};
pub use error::{Error, quoted};
pub use pipeline::Pipeline;

/// The README's example, run with the documentation's own.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
