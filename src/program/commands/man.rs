//! `headcount man`: the manual pages, made from the options themselves.

use std::io;

use anyhow::Context as _;
use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::program::cli::Options;
use crate::program::exit::Exit;

/// Writes the page of the program, or of one of its commands, to standard output.
pub(crate) fn run(command: Option<&str>) -> anyhow::Result<Exit> {
    let mut program = Options::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .with_context(|| format!("there is no command {name}; `headcount --help` lists them"))?
            .clone(),
    };
    Man::new(page).render(&mut io::stdout().lock())?;
    Ok(Exit::Done)
}
