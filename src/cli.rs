//! What can be typed: the only part that knows clap. Each command turns its options into a `Config` of its own.

mod annotate;
mod convert;
mod evaluate;
mod form;
mod inspect;
mod merge;
mod model;

use std::path::Path;

use anyhow::bail;
use clap::error::{ContextKind, ContextValue, ErrorKind};
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

/// What was typed. Help, the version and slips are told by clap, which ends the program; but a file in place of a command is
/// met with the commands that take it.
pub(crate) fn parse() -> anyhow::Result<Options> {
    let error = match Options::try_parse() {
        Ok(options) => return Ok(options),
        Err(error) => error,
    };
    let typed = match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(typed))) => typed.clone(),
        _ => error.exit(),
    };
    if !Path::new(&typed).exists() {
        error.exit();
    }
    bail!(
        "say what to do with {typed}: `headcount inspect {typed}` shows it with its facts, `headcount annotate {typed}` lists \
         them (-o FILE: into a file)"
    )
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
