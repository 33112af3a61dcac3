//! `headcount inspect`: what was found, for the eye.

mod diff;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use anyhow::bail;

use super::near::Near;
use super::records;
use super::screen::Screen;
use crate::output::{Extras, Record, Report, Target};
use crate::program::exit::Exit;
use crate::program::tell;

/// What to show, and how.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) paths: Vec<PathBuf>,
    /// Only the article of this id.
    pub(crate) id: Option<String>,
    pub(crate) form: InspectView,
}

/// In which form.
#[derive(Debug)]
pub(crate) enum InspectView {
    Terminal {
        /// How numbers were read and linked.
        explain: bool,
        /// The syntax.
        tree: bool,
        /// Columns; `None`: the terminal's.
        width: Option<usize>,
    },
    /// A report in this file.
    Html(PathBuf),
    /// Where two annotations differ.
    Diff {
        /// The right one, and the other.
        paths: [PathBuf; 2],
        /// A page in this file; `None`: here.
        html: Option<PathBuf>,
    },
}

/// Shows the articles; an error means that a path cannot be read at all, or that no article has the wanted id.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    match &config.form {
        InspectView::Terminal { explain, tree, width } => on_terminal(config, *explain, *tree, *width),
        InspectView::Html(path) => as_report(config, path),
        InspectView::Diff { paths: [gold, other], html } => {
            differences(&[gold, other], config.id.as_deref(), html.as_deref())
        }
    }
}

fn on_terminal(config: &Config, explain: bool, tree: bool, width: Option<usize>) -> anyhow::Result<Exit> {
    let extras = Extras { tokens: tree, explain };
    let (mut screen, mut lacking) = (Screen::new(extras, width), Lacking::default());
    let exit = each(config, extras, |record| {
        lacking.look_at(record);
        screen.article(record)
    })?;
    screen.flush()?;
    lacking.tell(extras);
    Ok(exit)
}

fn differences(paths: &[&Path; 2], id: Option<&str>, html: Option<&Path>) -> anyhow::Result<Exit> {
    if let Some(path) = html {
        diff::as_page(Target::file(path)?, paths, id)?;
        return Ok(Exit::Done);
    }
    let choice = AutoStream::choice(&io::stdout());
    let mut out = io::BufWriter::new(AutoStream::new(io::stdout().lock(), choice));
    diff::on_terminal(&mut out, paths, id)?;
    out.flush()?;
    Ok(Exit::Done)
}

fn as_report(config: &Config, path: &Path) -> anyhow::Result<Exit> {
    let names: Vec<String> = config.paths.iter().map(|path| path.display().to_string()).collect();
    let mut report = Report::new(Target::file(path)?, &names.join(", "))?;
    let exit = each(config, Extras { tokens: false, explain: true }, |record| report.add(record))?;
    report.finish()?.finish()?;
    Ok(exit)
}

/// Gives every wanted article to `show`.
fn each(
    config: &Config,
    extras: Extras,
    mut show: impl FnMut(&Record) -> io::Result<()>,
) -> anyhow::Result<Exit> {
    let (mut shown, mut exit) = (0_usize, Exit::Done);
    let mut near = config.id.as_deref().map(Near::new);
    records::each(&config.paths, extras, |record| {
        if config.id.as_ref().is_some_and(|id| *id != record.id) {
            if let Some(near) = &mut near {
                near.look_at(&record.id);
            }
            return Ok(());
        }
        shown += 1;
        if record.error.is_some() {
            exit = Exit::SomeFailed;
        }
        Ok(show(&record)?)
    })?;
    match near {
        Some(near) if shown == 0 => bail!("{}", near.told()),
        _ => Ok(exit),
    }
}

/// What annotated articles do not hold although it was asked for.
#[derive(Debug, Default)]
struct Lacking {
    reasons: bool,
    tokens: bool,
}

impl Lacking {
    fn look_at(&mut self, record: &Record) {
        let quantities = record.quantities.as_deref().unwrap_or_default();
        self.reasons |= !quantities.is_empty() && quantities.iter().all(|it| it.derivation.is_none());
        self.tokens |= record.error.is_none() && record.tokens.is_none();
    }

    fn tell(&self, extras: Extras) {
        if extras.explain && self.reasons {
            tell::say("some articles were annotated without --explain: nothing to explain there");
        }
        if extras.tokens && self.tokens {
            tell::say("some articles were annotated without --tokens: there is no tree");
        }
    }
}
