//! The forms of output as they are typed.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueEnum;
use headcount::output::{Form, Table};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormName {
    /// JSON Lines, one article a line: the whole annotation
    Jsonl,
    /// A table, for spreadsheets and everything else
    Csv,
    /// A table with typed columns, for pandas, DuckDB, R
    Parquet,
    /// A folder with texts and their annotations, for the annotation tool brat
    Brat,
    /// Names in columns (IOB2), for training and scoring name recognisers
    Conll,
}

/// What a table has one row of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableName {
    /// One row a number, with what it counts and the circumstances
    Facts,
    /// One row a mention of a name
    Mentions,
}

impl FormName {
    /// The form; a table of facts where nothing else is asked for.
    pub(super) fn form(self, table: Option<TableName>) -> anyhow::Result<Form> {
        let rows = match table {
            Some(TableName::Mentions) => Table::Mentions,
            _ => Table::Facts,
        };
        match self {
            Self::Csv => Ok(Form::Csv(rows)),
            Self::Parquet => Ok(Form::Parquet(rows)),
            _ if table.is_some() => bail!("--table is for csv and parquet: the other forms hold everything"),
            Self::Jsonl => Ok(Form::JsonLines),
            Self::Brat => Ok(Form::Brat),
            Self::Conll => Ok(Form::Conll),
        }
    }
}

/// An output that would replace an input is more likely a slip than a wish.
pub(super) fn check_output(output: Option<&Path>, form: Form, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let Some(output) = output else {
        if form == Form::Brat {
            bail!("brat takes a text and its annotations for each article; give -o the name of a new folder");
        }
        return Ok(());
    };
    if form != Form::Brat && output.is_dir() {
        bail!("{}: is a folder; give -o the name of a file", output.display());
    }
    let same =
        |input: &&PathBuf| input.canonicalize().is_ok_and(|it| output.canonicalize().is_ok_and(|o| o == it));
    if let Some(input) = inputs.iter().find(same) {
        bail!("{}: is both input and output; give -o another name", input.display());
    }
    Ok(())
}
