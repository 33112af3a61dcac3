//! What can be typed: the only part that knows clap. Each command turns its options into a `Config` of its own.

mod annotate;
mod convert;
mod evaluate;
mod form;
mod inspect;
mod merge;
mod model;

use std::ffi::OsString;
use std::path::Path;

use anyhow::bail;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::program::exit::Exit;

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

/// What came of the arguments.
#[derive(Debug)]
pub(crate) enum Typed {
    /// A command to run.
    Options(Box<Options>),
    /// Help, the version or a slip, which clap has told; what is left is to end.
    Told(Exit),
}

/// What was typed. A file in place of a command is met with the commands that take it.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<Typed> {
    let error = match Options::try_parse_from(arguments) {
        Ok(options) => return Ok(Typed::Options(Box::new(options))),
        Err(error) => error,
    };
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(typed))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
        && Path::new(typed).exists()
    {
        bail!(
            "say what to do with {typed}: `headcount inspect {typed}` shows it with its facts, `headcount annotate {typed}` \
             lists them (-o FILE: into a file)"
        )
    }
    // There is no one left to tell that help cannot be told.
    let _ = error.print();
    Ok(Typed::Told(if error.use_stderr() { Exit::CannotStart } else { Exit::Done }))
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
