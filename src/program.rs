//! The program `headcount`: reads options, runs one command, turns its end into an exit code.
//!
//! It is part of the library so that whatever carries the library can offer the program, too: the binary, and the Python package.

mod cli;
mod commands;
mod exit;
mod tell;

use std::ffi::OsString;

pub use exit::Exit;

use cli::{Command, Options, Typed};

/// Runs the program with `arguments`, the first of which is its name. Writes to standard output and standard error.
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     headcount::program::main(std::env::args_os()).into()
/// }
/// ```
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let end = match cli::parse(arguments) {
        Ok(Typed::Options(options)) => run(*options),
        Ok(Typed::Told(exit)) => Ok(exit),
        Err(error) => Err(error),
    };
    end.unwrap_or_else(|error| {
        if !exit::is_closed_pipe(&error) {
            tell::say(&exit::told(&error));
        }
        Exit::after(&error)
    })
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
