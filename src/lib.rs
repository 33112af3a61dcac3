//! headcount reads press articles and says what every number in them is about: what it counts, in which event, who did it, where,
//! when, under which law, according to whom.
//!
//! ```
//! let pipeline = headcount::Pipeline::new()?;
//! let annotation = pipeline.annotate("Police arrested 28 smugglers in Lahore on Monday.")?;
//! let finding = annotation.findings().next().expect("a number");
//! assert_eq!(finding.text(), "28");
//! assert_eq!(finding.counted(), Some("smugglers"));
//! assert_eq!(finding.event(), Some("arrested"));
//! assert_eq!(finding.places().map(|place| place.name.as_str()).collect::<Vec<_>>(), ["Lahore"]);
//! # Ok::<(), headcount::Error>(())
//! ```
//!
//! A [`Pipeline`] is loaded once, with its weights inside, and shared by reference between threads. Offsets in [`article`] are bytes
//! of UTF-8; those of [`output::Record`], the JSON form, are code points.
//!
//! # Features
//!
//! - `cli` (default): [`program`], the command-line program, and [`output::terminal`]; switches `files` on
//! - `files`: [`input`], articles from files, folders and streams; [`recorder`]; every form of [`output`]; [`score`], annotations
//!   measured against labelled articles ([`labelled`])
//! - `rust-bert`: names by a transformer (docs/transformers.md)
//!
//! Without any, `default-features = false` gives the pipeline alone, with [`output::Record`].
//!
//! # The house
//!
//! One room (module) a stage; data flows one way and no stage knows a later one:
//!
//! ```text
//! article -> tokens -> syntax -> entities -> quantities -> status -> links -> pipeline -> output
//! ```
//!
//! The rooms of the stages are open to the project's own tests, benches and training, and hidden here: no promise is made of
//! them. CONTRIBUTING.md says what each does.
#![warn(missing_docs)]

pub mod article;
#[doc(hidden)]
pub mod entities;
mod error;
#[cfg(feature = "files")]
mod guard;
#[cfg(feature = "files")]
pub mod input;
#[cfg(feature = "files")]
pub mod labelled;
#[doc(hidden)]
pub mod lexicon;
#[doc(hidden)]
pub mod links;
#[doc(hidden)]
pub mod network;
pub mod output;
pub mod pipeline;
#[cfg(feature = "cli")]
pub mod program;
#[doc(hidden)]
pub mod quantities;
#[cfg(feature = "files")]
pub mod recorder;
#[cfg(feature = "files")]
pub mod score;
#[doc(hidden)]
pub mod status;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod tokens;

pub use article::{Annotation, Article, Span};
pub use entities::own::OwnNames;
pub use error::{Error, quoted};
pub use pipeline::Pipeline;

/// The README's example, run with the documentation's own.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
