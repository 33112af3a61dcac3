//! Tables with a header line (`.csv`, `.tsv`): one article a row.

use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::open::Stream;
use super::{Fields, Settings, encoding};
use crate::article::{Article, Meta};

/// The reader takes several rows at once, which counts for the first of them.
const MARGIN: usize = 1 << 15;

/// The rows of a table as articles.
pub(super) struct Rows {
    reader: Reader<Budget>,
    header: Vec<String>,
    text: usize,
    id: Option<usize>,
    left: Arc<AtomicUsize>,
    limit: usize,
}

/// What is wrong with a row; after a `fatal` fault the rest of the table cannot be read.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) cause: String,
    pub(super) fatal: bool,
}

impl Fault {
    fn fatal(line: usize, cause: String) -> Self {
        Self { line, cause, fatal: true }
    }
}

impl Rows {
    /// Reads the header. Fields are parted by tabs in a `.tsv` file, else by what the header line holds most of.
    ///
    /// # Errors
    /// The cause, when there is no column of the text.
    pub(super) fn new(mut stream: Stream, path: &Path, settings: &Settings) -> Result<Self, Fault> {
        let delimiter = delimiter(path, stream.fill_buf().map_err(|error| told(&error, 1))?);
        let limit = settings.max_bytes + MARGIN;
        let left = Arc::new(AtomicUsize::new(limit));
        let inner = Budget { stream, left: Arc::clone(&left) };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(inner);
        let header = reader.byte_headers().map_err(|error| told(&error, 1))?;
        let header: Vec<_> = header.iter().map(name).collect();
        let (text, id) = columns(&header, &settings.fields)?;
        Ok(Self { reader, header, text, id, left, limit })
    }

    /// The next row; `place` names the file for articles without an id.
    pub(super) fn next(&mut self, place: &str, settings: &Settings) -> Option<Result<Article, Fault>> {
        self.left.store(self.limit, Ordering::Relaxed);
        let mut row = ByteRecord::new();
        let line = self.reader.position().line() as usize;
        match self.reader.read_byte_record(&mut row) {
            Ok(false) => None,
            Ok(true) => {
                let line = row.position().map_or(line, |at| at.line() as usize);
                Some(self.article(&row, line, place, settings))
            }
            Err(error) => Some(Err(told(&error, line))),
        }
    }

    fn article(
        &self,
        row: &ByteRecord,
        line: usize,
        place: &str,
        settings: &Settings,
    ) -> Result<Article, Fault> {
        let mut texts = Vec::with_capacity(row.len());
        for field in row {
            let decoded = encoding::decode(field.to_vec(), settings.encoding, None)
                .map_err(|fault| Fault { line, cause: fault.cause, fatal: false })?;
            texts.push(decoded.text);
        }
        let Some(text) = texts.get(self.text) else {
            let cause = format!("the row has {} fields and no `{}`", texts.len(), settings.fields.text);
            return Err(Fault { line, cause, fatal: false });
        };
        let id = self.id.and_then(|at| texts.get(at)).filter(|id| !id.is_empty());
        let id = id.cloned().unwrap_or_else(|| format!("{place}:{line}"));
        Ok(Article { id, text: text.as_str().into(), meta: self.meta(&texts) })
    }

    /// The other columns. Fields beyond the header are named by their number.
    fn meta(&self, texts: &[String]) -> Meta {
        let others = texts.iter().enumerate().filter(|(at, _)| *at != self.text && Some(*at) != self.id);
        others
            .map(|(at, text)| {
                let name = self.header.get(at).cloned().unwrap_or_else(|| format!("column {}", at + 1));
                (name, text.as_str().into())
            })
            .collect()
    }
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().trim_start_matches('\u{feff}').to_owned()
}

fn columns(header: &[String], fields: &Fields) -> Result<(usize, Option<usize>), Fault> {
    let column = |wanted: &str| header.iter().position(|name| name == wanted);
    let Some(text) = column(&fields.text) else {
        let cause = format!(
            "no column `{}`; the table has: {} (choose with --text-field)",
            fields.text,
            header.join(", ")
        );
        return Err(Fault::fatal(1, cause));
    };
    Ok((text, column(&fields.id)))
}

fn delimiter(path: &Path, start: &[u8]) -> u8 {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if name.contains(".tsv") || name.contains(".tab") {
        return b'\t';
    }
    let header = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| header.split(|&byte| byte == mark).count();
    // The first of equals: a header of one column has none of them.
    [b';', b'\t', b','].into_iter().max_by_key(|&mark| count(mark)).unwrap_or(b',')
}

fn told(error: &impl std::fmt::Display, line: usize) -> Fault {
    Fault::fatal(line, format!("the table cannot be read further: {error}"))
}

/// Ends with an error when one row is longer than allowed: a quotation mark that is never closed would otherwise draw
/// the whole file into the memory.
struct Budget {
    stream: Stream,
    left: Arc<AtomicUsize>,
}

impl Read for Budget {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other(
                "a row is longer than --max-bytes; is a quotation mark not closed?",
            ));
        }
        let read = self.stream.read(buffer)?;
        self.left.store(left.saturating_sub(read), Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str, table: &str, settings: &Settings) -> Vec<Result<Article, Fault>> {
        let stream: Stream = Box::new(io::Cursor::new(table.as_bytes().to_vec()));
        let mut rows = match Rows::new(stream, Path::new(name), settings) {
            Ok(rows) => rows,
            Err(fault) => return vec![Err(fault)],
        };
        std::iter::from_fn(|| rows.next(name, settings)).collect()
    }

    #[test]
    fn rows_become_articles() {
        let table = "\u{feff}id;date;text\n7;2024-05-01;\"Two; or\nthree\"\n;;Four\n8;x\n";
        let read = rows("a.csv", table, &Settings::default());
        let [Ok(first), Ok(second), Err(third)] = &read[..] else { panic!("{read:?}") };
        assert_eq!((first.id.as_str(), &*first.text), ("7", "Two; or\nthree"));
        assert_eq!(first.meta["date"], "2024-05-01");
        assert_eq!((second.id.as_str(), &*second.text), ("a.csv:4", "Four"));
        assert_eq!((third.line, third.cause.as_str()), (5, "the row has 2 fields and no `text`"));
    }

    #[test]
    fn the_text_column_can_be_chosen_and_is_asked_for() {
        let fields = Fields { id: "url".to_owned(), text: "body".to_owned() };
        let settings = Settings { fields, ..Settings::default() };
        let read = rows("a.tsv", "url\tbody\nu,1\tOne, two\n", &settings);
        assert_eq!(read[0].as_ref().unwrap().id, "u,1");
        let fault = rows("a.csv", "a,b\n1,2\n", &settings).remove(0).unwrap_err();
        assert_eq!(fault.cause, "no column `body`; the table has: a, b (choose with --text-field)");
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_ends_the_table() {
        let table = format!("id,text\n1,\"{}", "word ".repeat(100_000));
        let settings = Settings { max_bytes: 1000, ..Settings::default() };
        let read = rows("a.csv", &table, &settings);
        assert!(read[0].as_ref().unwrap_err().cause.contains("--max-bytes"));
    }
}
