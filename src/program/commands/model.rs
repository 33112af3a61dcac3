//! `headcount model`, and the pipeline with the model that the user chose.

#[cfg(not(feature = "rust-bert"))]
#[path = "model/absent.rs"]
mod engine;
#[cfg(feature = "rust-bert")]
#[path = "model/checkpoint.rs"]
mod engine;

use std::path::PathBuf;

use crate::Pipeline;
use crate::entities::proposer::Joined;
use crate::entities::recogniser::Recogniser;

pub(crate) use engine::run;

/// A transformer that was chosen.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// Its folder, or its name in Hugging Face's cache.
    pub(crate) model: PathBuf,
    /// Whether the embedded model's names are taken as well.
    pub(crate) joined: bool,
    /// What its labels are, as it was typed.
    #[cfg_attr(not(feature = "rust-bert"), allow(dead_code))] // read by what loads it
    pub(crate) map: String,
}

/// What to do with checkpoints.
#[derive(Debug)]
pub(crate) enum Task {
    Info(Chosen),
    List,
    Convert(PathBuf),
}

/// The pipeline with the names of the `chosen` model; as it was where none is.
pub(crate) fn set(pipeline: Pipeline, chosen: Option<&Chosen>) -> anyhow::Result<Pipeline> {
    let Some(chosen) = chosen else { return Ok(pipeline) };
    let transformer = engine::open(chosen)?;
    Ok(pipeline.with_proposer(if chosen.joined {
        Box::new(Joined::new(transformer, Box::new(Recogniser::new()?)))
    } else {
        transformer
    }))
}
