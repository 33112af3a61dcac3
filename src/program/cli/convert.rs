//! The options of `headcount convert`.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueHint};

use super::form::{FormName, TableName, check_output};
use crate::program::commands::convert::Config;

/// Write annotated articles in another form: a table of facts or names, a database, brat, Label Studio, CoNLL
///
/// PATH holds annotated articles, as `headcount annotate` writes them, or articles that are annotated now. docs/output.md
/// explains every form and every column.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    headcount convert annotated.jsonl -o facts.csv                      one row for each number\n  \
    headcount convert annotated.jsonl -o facts.parquet                  the same with typed columns\n  \
    headcount convert annotated.jsonl -o facts.db                       a database, for Datasette and SQL\n  \
    headcount convert annotated.jsonl --to csv --table mentions         one row for each name\n  \
    headcount convert annotated.jsonl --to brat -o folder               to look at, or correct, in brat\n\n\
    Exit code: 0 done; 1 some article could not be read; 2 could not start.")]
pub(crate) struct Options {
    /// Annotated articles (.jsonl), articles, or a folder of articles; `-` for what another program writes
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// The form to write [default: what the ending of -o tells]
    #[arg(long, value_name = "FORM")]
    to: Option<FormName>,

    /// What a table has one row of [default: facts]
    #[arg(long, value_name = "ROWS")]
    table: Option<TableName>,

    /// Write to this file (for brat, this new folder) instead of the screen
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

impl Options {
    /// The settings of the command.
    pub(crate) fn config(self) -> anyhow::Result<Config> {
        let Some(to) = FormName::chosen(self.to, self.output.as_deref())? else {
            bail!(
                "--to says in which form; or let the ending of -o tell it: .csv, .xlsx, .parquet, .db, .geojson, .jsonl, .conll"
            );
        };
        let form = to.form(self.table)?;
        check_output(self.output.as_deref(), form, &self.paths)?;
        Ok(Config { paths: self.paths, form, output: self.output })
    }
}
