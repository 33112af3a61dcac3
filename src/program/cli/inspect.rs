//! The options of `headcount inspect`.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueHint};

use super::form::check_folder;
use crate::program::commands::inspect::{Config, InspectView};

/// Show what was found: the articles with names and numbers in colour, and their facts under each paragraph
///
/// PATH holds annotated articles, as `headcount annotate` writes them, or articles that are annotated now. docs/inspect.md
/// explains what is shown.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    headcount inspect article.txt                        read an article and show it\n  \
    headcount inspect annotated.jsonl --id lahore/raid   one article of many\n  \
    headcount inspect article.txt --explain              how each number was read, and why it was linked\n  \
    headcount inspect annotated.jsonl --html report.html a report to browse and to share\n  \
    headcount inspect --diff gold.jsonl mine.jsonl       where two annotations of the same articles differ\n  \
    headcount inspect news/ | less -R                    page by page\n\n\
    Exit code: 0 done; 1 some article could not be read; 2 could not start.")]
pub(crate) struct Options {
    /// Annotated articles (.jsonl), articles, or a folder of articles; `-` for what another program writes
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// Show only the article of this id
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// Write a report to this file, for any browser, instead of showing the articles here
    ///
    /// One file that needs no network: overview, table of facts, and every article with each number linked to its words.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["explain", "tree", "width"])]
    html: Option<PathBuf>,

    /// Compare two annotations of the same articles: the first PATH is taken as right
    ///
    /// Every form that `headcount evaluate` reads will do. Names, quantities and links that are missed, extra or different are listed in
    /// their context; with --html FILE the texts are shown with all of them marked.
    #[arg(long, conflicts_with_all = ["explain", "tree", "width"])]
    diff: bool,

    /// Also show how each number was read and why it was linked to these words
    ///
    /// Annotated articles tell this only when they were made with `annotate --explain`.
    #[arg(long)]
    explain: bool,

    /// Also show the tree of every sentence
    ///
    /// Annotated articles have it only when they were made with `annotate --tokens`.
    #[arg(long)]
    tree: bool,

    /// Fit lines to N columns [default: the terminal's, 80 without one]
    #[arg(long, value_name = "N")]
    width: Option<usize>,
}

impl Options {
    /// The settings of the command.
    pub(crate) fn config(self) -> anyhow::Result<Config> {
        if let Some(path) = &self.html {
            check_folder(path)?;
        }
        let form = match self.html {
            Some(path) if path.is_dir() => {
                bail!("{}: is a folder; give --html the name of a file", path.display())
            }
            Some(path) if self.paths.contains(&path) => bail!("{}: is both input and report", path.display()),
            html if self.diff => match <[PathBuf; 2]>::try_from(self.paths.clone()) {
                Ok(paths) => InspectView::Diff { paths, html },
                Err(paths) => {
                    bail!("--diff compares two annotations, the right one first; there are {}", paths.len())
                }
            },
            Some(path) => InspectView::Html(path),
            None => InspectView::Terminal { explain: self.explain, tree: self.tree, width: self.width },
        };
        Ok(Config { paths: self.paths, id: self.id, form })
    }
}
