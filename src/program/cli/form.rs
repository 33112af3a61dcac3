//! The forms of output as they are typed.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueEnum;

use crate::output::{Form, Table};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormName {
    /// JSON Lines, one article a line: the whole annotation
    Jsonl,
    /// A table, for spreadsheets and everything else
    Csv,
    /// A table with typed columns, for pandas, DuckDB, R
    Parquet,
    /// A workbook, for Excel, LibreOffice, Google Sheets
    Xlsx,
    /// An SQLite database with a full-text index, for Datasette and SQL
    Sqlite,
    /// A point for each place of each fact, for maps
    Geojson,
    /// A folder with texts and their annotations, for the annotation tool brat
    Brat,
    /// Tasks with predictions, for the annotation tool Label Studio
    Labelstudio,
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

/// Endings of files that people may expect, with what to do instead.
const OTHERS: [(&[&str], &str); 2] = [
    (&["html", "htm"], "a page for the browser is written by `headcount inspect PATH --html FILE`"),
    (&["xls", "ods"], "spreadsheets open .xlsx and .csv"),
];

impl FormName {
    /// The form that is asked for, else the one that the output's ending tells, else JSON Lines.
    pub(super) fn chosen(named: Option<Self>, output: Option<&Path>) -> anyhow::Result<Option<Self>> {
        let ending = output.and_then(|path| path.extension()?.to_str()).map(str::to_lowercase);
        let Some(ending) = ending.filter(|_| named.is_none()) else { return Ok(named) };
        let ending = ending.as_str();
        if let Some((_, instead)) = OTHERS.iter().find(|(endings, _)| endings.contains(&ending)) {
            bail!("-o: .{ending} is not written here: {instead}; --format names a form all the same");
        }
        Ok(Self::value_variants().iter().copied().find(|name| name.endings().contains(&ending)))
    }

    /// Endings of files in that form.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jsonl => &["jsonl", "ndjson"],
            Self::Csv => &["csv"],
            Self::Parquet => &["parquet"],
            Self::Xlsx => &["xlsx"],
            Self::Sqlite => &["db", "sqlite", "sqlite3"],
            Self::Geojson => &["geojson"],
            Self::Conll => &["conll", "iob2"],
            Self::Brat | Self::Labelstudio => &[],
        }
    }

    /// The form; a table of facts where nothing else is asked for.
    pub(super) fn form(self, table: Option<TableName>) -> anyhow::Result<Form> {
        let rows = match table {
            Some(TableName::Mentions) => Table::Mentions,
            _ => Table::Facts,
        };
        match self {
            Self::Csv => Ok(Form::Csv(rows)),
            Self::Parquet => Ok(Form::Parquet(rows)),
            Self::Xlsx => Ok(Form::Xlsx(rows)),
            _ if table.is_some() => bail!("--table is for csv, parquet and xlsx, which are tables"),
            Self::Sqlite => Ok(Form::Sqlite),
            Self::Geojson => Ok(Form::GeoJson),
            Self::Jsonl => Ok(Form::JsonLines),
            Self::Brat => Ok(Form::Brat),
            Self::Labelstudio => Ok(Form::LabelStudio),
            Self::Conll => Ok(Form::Conll),
        }
    }
}

/// A folder that is not there is named, and not the file that cannot be made in it.
pub(super) fn check_folder(output: &Path) -> anyhow::Result<()> {
    match output.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        Some(folder) => bail!("{}: there is no folder {}; make it first", output.display(), folder.display()),
        None => Ok(()),
    }
}

/// An output that would replace an input is more likely a slip than a wish.
pub(super) fn check_output(output: Option<&Path>, form: Form, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let Some(output) = output else {
        if form == Form::Brat {
            bail!("brat takes a text and its annotations for each article; give -o the name of a new folder");
        }
        if matches!(form, Form::Parquet(_) | Form::Xlsx(_) | Form::Sqlite) && io::stdout().is_terminal() {
            bail!("this form is not for the eye; give -o the name of a file");
        }
        return Ok(());
    };
    check_folder(output)?;
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
