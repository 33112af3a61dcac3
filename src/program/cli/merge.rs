//! The options of `headcount merge`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::form::check_output;
use crate::output::Form;
use crate::program::commands::merge::Config;

/// Join the shares of a batch that were annotated apart
///
/// Takes what `annotate --shard 1/N` to `N/N` have written, in any order, and writes one line for each article in the order of
/// the input: byte for byte what one run over all of it writes. A share that is missing, given twice, or made of another input
/// is reported, and nothing is written.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  \
    headcount annotate news/ --shard 1/2 -o 1.jsonl     on one machine\n  \
    headcount annotate news/ --shard 2/2 -o 2.jsonl     on another\n  \
    headcount merge 1.jsonl 2.jsonl -o annotated.jsonl\n\n\
    Exit code: 0 all joined; 2 the files do not make a whole.")]
pub(crate) struct Options {
    /// The output of every share; may be compressed as .gz or .zst
    #[arg(required = true, value_name = "SHARD", value_hint = ValueHint::FilePath)]
    shards: Vec<PathBuf>,

    /// Write to this file instead of the screen
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Show no summary; errors are still reported
    #[arg(short, long)]
    quiet: bool,
}

impl Options {
    /// The settings of the command.
    pub(crate) fn config(self) -> anyhow::Result<Config> {
        check_output(self.output.as_deref(), Form::JsonLines, &self.shards)?;
        Ok(Config { shards: self.shards, output: self.output, quiet: self.quiet })
    }
}
