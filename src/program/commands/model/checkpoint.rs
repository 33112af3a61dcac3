//! Transformer checkpoints: loaded, described, listed, converted.

use std::io::{self, Write as _};

use anyhow::anyhow;

use super::{Chosen, Task};
use crate::entities::proposer::Proposer;
use crate::entities::transformer::{LabelPairs, Transformer, folder};
use crate::program::exit::Exit;

/// Loads the chosen checkpoint.
pub(super) fn open(chosen: &Chosen) -> anyhow::Result<Box<dyn Proposer>> {
    Ok(Box::new(transformer(chosen)?))
}

fn transformer(chosen: &Chosen) -> anyhow::Result<Transformer> {
    let pairs = LabelPairs::parse(&chosen.map).map_err(|cause| anyhow!("--model-map: {cause}"))?;
    Ok(Transformer::open(&folder::find(&chosen.model)?, &pairs)?)
}

/// Does what was asked for; an error means that the checkpoint cannot be run.
pub(crate) fn run(task: &Task) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    match task {
        Task::Info(chosen) => {
            for (name, value) in transformer(chosen)?.facts() {
                writeln!(out, "{name:13} {value}")?;
            }
        }
        Task::List => {
            for (name, found) in folder::cached() {
                match found {
                    Ok(folder) => writeln!(out, "{name}\t{}", folder.display())?,
                    Err(error) => writeln!(out, "{name}\tcannot be run: {error}")?,
                }
            }
        }
        Task::Convert(folder) => writeln!(out, "{}", Transformer::convert(folder)?.display())?,
    }
    out.flush()?;
    Ok(Exit::Done)
}
