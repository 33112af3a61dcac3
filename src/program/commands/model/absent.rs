//! A build without libtorch: says how to get one with it.

use anyhow::bail;

use super::{Chosen, Task};
use crate::entities::proposer::Proposer;
use crate::program::exit::Exit;

const HOW: &str = "this headcount was built without transformers; build one that has them: \
    cargo build --release --features rust-bert (docs/transformers.md says where libtorch comes from)";

/// No transformer can be loaded.
pub(super) fn open(chosen: &Chosen) -> anyhow::Result<Box<dyn Proposer>> {
    bail!("--model {}: {HOW}", chosen.model.display())
}

/// Nothing can be done with checkpoints.
pub(crate) fn run(task: &Task) -> anyhow::Result<Exit> {
    let what = match task {
        Task::Info(chosen) => format!("info {}", chosen.model.display()),
        Task::List => "list".to_owned(),
        Task::Convert(folder) => format!("convert {}", folder.display()),
    };
    bail!("model {what}: {HOW}")
}
