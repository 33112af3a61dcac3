//! What can be typed: the only part that knows clap. Each command turns its options into a `Config` of its own.

use clap::{Parser, Subcommand};
use clap_complete::Shell;

/// Reads press articles and says what every number in them is about.
#[derive(Debug, Parser)]
#[command(name = "headcount", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands, in the order of `--help`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
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
