//! The program: reads options, runs one command, turns its end into an exit code.

mod cli;
mod commands;
mod exit;
mod tell;

use std::process::ExitCode;

use cli::{Command, Options};
use exit::Exit;

fn main() -> ExitCode {
    let exit = cli::parse().and_then(run).unwrap_or_else(|error| {
        if !exit::is_closed_pipe(&error) {
            tell::say(&exit::told(&error));
        }
        Exit::after(&error)
    });
    exit.into()
}

/// Runs the command that was asked for; each is one file in `commands/`, its options one file in `cli/`.
fn run(options: Options) -> anyhow::Result<Exit> {
    match options.command {
        Command::Annotate(options) => commands::annotate::run(&options.config()?),
        Command::Inspect(options) => commands::inspect::run(&options.config()?),
        Command::Merge(options) => commands::merge::run(&options.config()?),
        Command::Convert(options) => commands::convert::run(&options.config()?),
        Command::Evaluate(options) => commands::evaluate::run(&options.config()?),
        Command::Model(options) => commands::model::run(&options.config()),
        Command::Completions { shell } => commands::completions::run(shell),
        Command::Man { command } => commands::man::run(command.as_deref()),
    }
}
