//! What can be typed: the only part that knows clap. Each command turns its options into a `Config` of its own.

mod annotate;
mod convert;
mod evaluate;
mod form;
mod inspect;
mod merge;
mod model;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

/// Reads English press articles and says what every number in them is about.
///
/// For each figure headcount finds its value and unit, the words that it counts, and what the article says around it:
/// the event, who did it, where, when, under which law, according to whom. Everything points at the words that it came
/// from. It runs on this machine alone: nothing is sent or fetched.
#[derive(Debug, Parser)]
#[command(name = "headcount", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Start with: headcount annotate FOLDER -o annotated.jsonl\n\
    Help on a command: headcount annotate --help")]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands, in the order of `--help`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Annotate(annotate::Options),
    Inspect(inspect::Options),
    Merge(merge::Options),
    Convert(convert::Options),
    Evaluate(evaluate::Options),
    Model(model::Options),
    /// Print a completion script for your shell
    #[command(hide = true)]
    Completions {
        /// Which shell: `headcount completions bash > ~/.local/share/bash-completion/completions/headcount`
        shell: Shell,
    },
    /// Print the manual page
    #[command(hide = true)]
    Man {
        /// The command whose page is wanted; without it the page of the program
        command: Option<String>,
    },
}
