//! The options of `headcount annotate`.

use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use anyhow::bail;
use clap::{Args, ValueEnum, ValueHint};

use super::form::{FormName, TableName, check_output};
use super::model::ModelOptions;
use crate::input::{Encoding, Fields, Format, Inputs, MAX_BYTES, Settings, Shard};
use crate::output::{Extras, Form, Table};
use crate::program::commands::annotate::{Config, Log};
use crate::recorder::Foreign;

/// Annotate articles: every name and every number with what it is about
///
/// Reads text files, JSON Lines, tables and whole folders, and writes one line of JSON for each article (or another form, --format),
/// in the order of the input. docs/output.md describes every field. An article that cannot be read gets a line with the error, and the
/// others are still done.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    headcount annotate news/ -o annotated.jsonl      all articles of a folder\n  \
    headcount annotate article.txt                   one article: its facts, here\n  \
    headcount annotate news/ -o facts.csv            a table, for a spreadsheet\n  \
    headcount annotate news.csv --text-field body    a table with the articles in its column `body`\n  \
    curl ... | headcount annotate -                  from another program\n\n\
    Exit code: 0 all done; 1 finished, but some article failed; 2 could not start; 130 stopped by Ctrl-C.")]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub(crate) struct Options {
    /// Files or folders; `-` for what another program writes
    ///
    /// A .txt or .md file is one article. A .jsonl file holds one record a line, such as {"id": "...", "text": "..."};
    /// its other fields are kept in `meta`. A .csv or .tsv table holds one article a row. Of a web page (.html, or
    /// those in a .warc crawl) the article is taken, without menus. All of them may be compressed as .gz or .zst, or bundled
    /// in a .zip. A folder is read with all its subfolders, in the order of their names; a .headcountignore file in it
    /// names what to leave out. Standard input is taken for records when it begins with {, else for one text.
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// Write to this file instead of the screen
    ///
    /// Its ending tells the form (.jsonl, .csv, .xlsx, .parquet, .db, .geojson, .conll). Without -o and --format a terminal shows the facts as a table, and
    /// a pipe gets JSON Lines. Until everything is done the file is called FILE.part.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Write another form: a table, a database, brat, CoNLL [default: what the ending of -o tells, else jsonl]
    ///
    /// The same as `headcount convert` makes of the lines; docs/output.md describes each form. For brat, FILE is a new folder.
    #[arg(long, value_name = "FORM")]
    format: Option<FormName>,

    /// What a table (csv, parquet, xlsx) has one row of [default: facts]
    #[arg(long, value_name = "ROWS")]
    table: Option<TableName>,

    /// Continue where an earlier run with the same options stopped
    ///
    /// After a crash, a full disk or Ctrl-C: the articles in FILE.part are kept and skipped, an incomplete last
    /// line is done again. In the end the file is the same as if nothing had happened.
    #[arg(long, requires = "output")]
    resume: bool,

    /// Do only share I of N of the articles, to divide a big batch among machines
    ///
    /// Every article is in one share, always the same: it depends on the name of the article's file and its place in it. Give
    /// all N runs the same PATHs, each its own output outside of them, and join these with `headcount merge`. docs/cluster.md
    /// has examples for make, GNU parallel, Slurm and Kubernetes.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,

    /// Work on N articles at a time [default: one for each core]
    ///
    /// The output is the same for every N.
    #[arg(short = 'j', long = "jobs", value_name = "N", value_parser = jobs)]
    jobs: Option<NonZeroUsize>,

    /// Also write every word with its lemma, part of speech and place in the sentence tree
    #[arg(long)]
    tokens: bool,

    /// Also write how each number was read and why it was linked to these words
    #[arg(long)]
    explain: bool,

    /// Find names alone, without numbers and syntax: twice as fast
    ///
    /// Sentences are then guessed from marks and capitals, and a few names come out differently than in a full run.
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["tokens", "explain"])]
    only: Option<Only>,

    /// A list of names of your own, tab-separated; may be given more than once
    ///
    /// The first line is `name label aliases canonical ref`, separated by tabs; the last three columns may be left out.
    /// Aliases are separated by |. Labels are those of docs/output.md. These names win over all that headcount knows.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    lexicon: Vec<PathBuf>,

    /// Show no progress and no summary; errors are still reported
    #[arg(short, long)]
    quiet: bool,

    /// Report errors and the summary as text, or as one JSON object a line
    #[arg(long, value_name = "FORM", default_value = "text", conflicts_with = "quiet")]
    log: LogForm,

    /// Write the counts of the run to this file, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    stats: Option<PathBuf>,

    #[command(flatten)]
    model: ModelOptions,

    /// What to do with an article that does not look English
    #[arg(long, value_name = "WHAT", default_value = "mark", help_heading = "Input")]
    language: Language,

    /// What the input is, whatever its name says
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    from: Option<From>,

    /// The encoding of text files and tables, such as windows-1252 [default: detected for each file]
    ///
    /// Files in an encoding other than UTF-8 get their encoding noted in `meta`.
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = "Input")]
    encoding: Option<&'static Encoding>,

    /// The field of a record, or the column of a table, that holds the text
    #[arg(long, value_name = "NAME", default_value = "text", help_heading = "Input")]
    text_field: String,

    /// The field of a record, or the column of a table, that holds its id
    #[arg(long, value_name = "NAME", default_value = "id", help_heading = "Input")]
    id_field: String,

    /// The longest article or record that is read, in bytes; a longer one is an error
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES, help_heading = "Input")]
    max_bytes: usize,
}

/// Parts of the annotation that can be had alone.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Only {
    /// The names
    Names,
}

/// The forms of messages.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogForm {
    Text,
    Json,
}

/// What is done with other languages.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// Annotate it, mark it with `"english": false`, and say so
    Mark,
    /// Write an error in its place
    Refuse,
    /// Do not look at the language
    Any,
}

/// The forms of input as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum From {
    /// Plain text, one article a file
    Txt,
    /// Markdown, one article a file
    Md,
    /// JSON Lines, one record a line
    Jsonl,
    /// A table with a header line, one article a row
    Csv,
    /// A web page
    Html,
    /// A web archive
    Warc,
}

impl Language {
    const fn foreign(self) -> Foreign {
        match self {
            Self::Mark => Foreign::Mark,
            Self::Refuse => Foreign::Refuse,
            Self::Any => Foreign::Ignore,
        }
    }
}

impl LogForm {
    const fn log(self) -> Log {
        match self {
            Self::Text => Log::Text,
            Self::Json => Log::Json,
        }
    }
}

impl From {
    fn format(self) -> Format {
        match self {
            Self::Txt => Format::Text,
            Self::Md => Format::Markdown,
            Self::Jsonl => Format::Records,
            Self::Csv => Format::Table,
            Self::Html => Format::Page,
            Self::Warc => Format::Crawl,
        }
    }
}

impl Options {
    /// The settings of the command: paths checked, defaults filled in.
    pub(crate) fn config(self) -> anyhow::Result<Config> {
        let named = FormName::chosen(self.format, self.output.as_deref())?;
        let form = named.unwrap_or(FormName::Jsonl).form(self.table)?;
        check_output(self.output.as_deref(), form, &self.paths)?;
        self.check_form(form)?;
        let to_screen = named.is_none() && self.output.is_none() && io::stdout().is_terminal();
        let screen = to_screen && !self.resume && self.only.is_none() && self.shard.is_none();
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Config {
            inputs: self.inputs()?,
            paths: self.paths,
            screen,
            output: self.output,
            form,
            lexicons: self.lexicon,
            model: self.model.chosen(),
            threads: self.jobs.unwrap_or_else(cores),
            only_names: self.only.is_some(),
            extras: Extras { tokens: self.tokens, explain: self.explain },
            resume: self.resume,
            foreign: self.language.foreign(),
            log: if self.quiet { Log::Quiet } else { self.log.log() },
            stats: self.stats,
        })
    }

    /// What a form cannot hold is refused before anything is read.
    fn check_form(&self, form: Form) -> anyhow::Result<()> {
        let facts = matches!(
            form,
            Form::Csv(Table::Facts) | Form::Parquet(Table::Facts) | Form::Xlsx(Table::Facts) | Form::GeoJson
        );
        if self.shard.is_some() && form != Form::JsonLines {
            bail!(
                "--shard writes JSON Lines only; join them with `headcount merge`, then use `headcount convert`"
            );
        }
        if self.resume && form != Form::JsonLines {
            bail!(
                "--resume goes on with JSON Lines only; annotate to FILE.jsonl, then use `headcount convert`"
            );
        }
        if self.only.is_some() && facts {
            bail!("--only names finds no facts; add --table mentions for a table of names");
        }
        Ok(())
    }

    /// What is read, and how.
    fn inputs(&self) -> anyhow::Result<Inputs> {
        let settings = Settings {
            fields: Fields { id: self.id_field.clone(), text: self.text_field.clone() },
            format: self.from.map(From::format),
            encoding: self.encoding,
            max_bytes: self.max_bytes,
            except: self.output.clone(),
            shard: self.shard,
        };
        Ok(Inputs::new(&self.paths, settings)?)
    }
}

/// The most articles that are worked on at a time: more than any machine has cores.
const MOST_JOBS: usize = 1024;

fn jobs(number: &str) -> Result<NonZeroUsize, String> {
    let jobs = number.parse().map_err(|_| format!("write a number from 1 to {MOST_JOBS}"))?;
    if NonZeroUsize::get(jobs) > MOST_JOBS {
        return Err(format!("at most {MOST_JOBS}; more only costs memory"));
    }
    Ok(jobs)
}

fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        "not a known encoding; known are utf-8, utf-16le, windows-1252, iso-8859-2, gb18030, shift_jis, ...".to_owned()
    })
}
