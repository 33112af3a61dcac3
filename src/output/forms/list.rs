//! A list in JSON that is written value by value, one a line.

use std::io::{self, Write};

use serde::Serialize;

/// A list on its way into a file.
#[derive(Debug)]
pub(super) struct List<W> {
    out: W,
    /// Whether a value was written, so that the next one needs a comma.
    begun: bool,
}

impl<W: Write> List<W> {
    /// Begins with `head`, which ends in the list's bracket.
    pub(super) fn new(mut out: W, head: &str) -> io::Result<Self> {
        out.write_all(head.as_bytes())?;
        Ok(Self { out, begun: false })
    }

    pub(super) fn add(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        Ok(serde_json::to_writer(&mut self.out, value)?)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends with `tail`, which begins with the list's bracket, on a line of its own.
    pub(super) fn finish(mut self, tail: &str) -> io::Result<W> {
        writeln!(self.out, "\n{tail}")?;
        Ok(self.out)
    }
}
