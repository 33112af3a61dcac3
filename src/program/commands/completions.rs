//! `headcount completions`: completion scripts, made from the options themselves.

use std::io;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::program::cli::Options;
use crate::program::exit::Exit;

/// Writes the completion script of `shell` to standard output.
pub(crate) fn run(shell: Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Options::command(), "headcount", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script)?;
    Ok(Exit::Done)
}
