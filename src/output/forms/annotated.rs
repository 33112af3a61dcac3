//! Annotated articles read back from JSON Lines.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::input;
use crate::output::Record;

/// Records of a file or stream in our own form, one a line; blank lines are skipped.
pub struct Records<R> {
    reader: R,
    path: PathBuf,
    line: usize,
    buffer: Vec<u8>,
}

impl Record {
    /// Whether it holds the result of an annotation, or the reason why there is none.
    pub fn is_annotated(&self) -> bool {
        self.quantities.is_some() || self.entities.is_some() || self.error.is_some()
    }
}

impl Records<Box<dyn BufRead + Send>> {
    /// The records of the file `path`, unpacked where it is packed.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self::new(input::unpacked(path)?, path))
    }
}

impl<R: BufRead> Records<R> {
    /// The records that come from `reader`; `path` names it in messages.
    pub fn new(reader: R, path: &Path) -> Self {
        Self { reader, path: path.to_owned(), line: 0, buffer: Vec::new() }
    }

    /// The next line that is not blank; `None` at the end.
    fn read(&mut self) -> std::io::Result<Option<()>> {
        loop {
            self.buffer.clear();
            self.line += 1;
            if self.reader.read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            if !self.buffer.trim_ascii().is_empty() {
                return Ok(Some(()));
            }
        }
    }

    fn parse(&self) -> Result<Record, Error> {
        let line = self.buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.buffer);
        let fault = |cause: String| Error::Record { path: self.path.clone(), line: self.line, cause };
        let record: Record = serde_json::from_slice(line)
            .map_err(|error| fault(format!("not an annotated article ({error})")))?;
        if !record.is_annotated() {
            let cause = "not an annotated article; make one with `headcount annotate`";
            return Err(fault(cause.to_owned()));
        }
        Ok(record)
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            Ok(found) => found.map(|()| self.parse()),
            Err(source) => Some(Err(Error::Io { path: self.path.clone(), source })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_records_and_a_wrong_line_says_where() {
        let text = "{\"id\": \"a\", \"text\": \"T\", \"quantities\": []}\n\n{\"id\": \"b\", \"text\": \"T\"}\n[1]\n{\"id\": \"c\", \"error\": \"gone\"}";
        let found: Vec<_> = Records::new(text.as_bytes(), Path::new("x.jsonl")).collect();
        assert_eq!(found[0].as_ref().unwrap().id, "a");
        assert!(
            found[1]
                .as_ref()
                .unwrap_err()
                .to_string()
                .starts_with("x.jsonl:3: not an annotated article; make")
        );
        assert!(
            found[2].as_ref().unwrap_err().to_string().starts_with("x.jsonl:4: not an annotated article (")
        );
        assert_eq!(found[3].as_ref().unwrap().error.as_deref(), Some("gone"));
    }
}
