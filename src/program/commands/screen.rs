//! Articles on standard output, for the eye.

use std::io::{self, StdoutLock, Write as _};

use anstream::{AutoStream, ColorChoice};

use crate::output::terminal::{self, Look};
use crate::output::{Extras, Record};

/// Columns where there is no terminal.
const WIDTH: usize = 80;

/// Standard output with the look that suits it.
#[derive(Debug)]
pub(super) struct Screen {
    out: io::BufWriter<AutoStream<StdoutLock<'static>>>,
    look: Look,
}

impl Screen {
    /// Shows trees where `extras` has tokens, and explains where it does. `width`: columns; `None`: the terminal's.
    pub(super) fn new(extras: Extras, width: Option<usize>) -> Self {
        let choice = AutoStream::choice(&io::stdout());
        let out = io::BufWriter::new(AutoStream::new(io::stdout().lock(), choice));
        let width = width.unwrap_or_else(columns);
        let colours = choice != ColorChoice::Never;
        Self { out, look: Look { width, colours, explain: extras.explain, tree: extras.tokens } }
    }

    /// The article with its facts.
    pub(super) fn article(&mut self, record: &Record) -> io::Result<()> {
        terminal::write(&mut self.out, record, self.look)
    }

    /// The article's facts alone; where it is to be explained, all of it.
    pub(super) fn facts(&mut self, record: &Record) -> io::Result<()> {
        if self.look.explain || self.look.tree {
            return self.article(record);
        }
        terminal::facts_alone(&mut self.out, record, self.look)
    }

    /// Hands on what was written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The width of the terminal.
fn columns() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0))
}
