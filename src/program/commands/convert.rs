//! `headcount convert`: annotated articles in another form.

use std::path::PathBuf;

use super::records;
use crate::output::{Export, Extras, Form};
use crate::program::exit::Exit;
use crate::program::tell;
use crate::quoted;

/// What to convert, and where to.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) form: Form,
    /// `None`: standard output.
    pub(crate) output: Option<PathBuf>,
}

/// Converts everything; an error means that a path cannot be read or the output not be written.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut export = Export::new(config.form, config.output.as_deref())?;
    let mut exit = Exit::Done;
    records::each(&config.paths, Extras::default(), |record| {
        if let Some(error) = &record.error {
            tell::say(&format!("{}: {error}", quoted(&record.id)));
            exit = Exit::SomeFailed;
        }
        Ok(export.add(&record)?)
    })?;
    export.finish()?;
    Ok(exit)
}
