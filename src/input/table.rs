//! Tables with a header line (`.csv`, `.tsv`): one article a row.

use std::io::BufRead as _;
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::Encoding;

use super::item::BOM;
use super::open::Stream;
use super::rows::{Problem, Scanner, TableRow};
use super::{Fields, Settings, encoding, wide};
use crate::article::{Article, Meta};
use crate::error::quoted;

/// Beside its text a row may have this many bytes.
const MARGIN: usize = 1 << 15;

/// Columns of a table; spreadsheets end at 16,384.
const MOST_COLUMNS: usize = 20_000;

/// The rows of a table as articles.
pub(super) struct TableArticles {
    scanner: Scanner,
    header: Vec<String>,
    text: usize,
    id: Option<usize>,
    /// How the fields are to be decoded; `None`: found out for each.
    encoding: Option<&'static Encoding>,
}

/// What is wrong with a row; after a `fatal` fault the rest of the table cannot be read.
#[derive(Debug)]
pub(super) struct RowFault {
    pub(super) line: usize,
    pub(super) cause: String,
    pub(super) fatal: bool,
}

impl RowFault {
    fn fatal(line: usize, cause: String) -> Self {
        Self { line, cause, fatal: true }
    }

    fn of_row(line: usize, cause: String) -> Self {
        Self { line, cause, fatal: false }
    }
}

impl TableArticles {
    /// Reads the header. Fields are parted by what a first line `sep=;` says, by tabs in a `.tsv` file, else by what the header
    /// line holds most of.
    ///
    /// # Errors
    /// The cause, when there is no column of the text.
    pub(super) fn new(stream: Stream, path: &Path, settings: &Settings) -> Result<Self, RowFault> {
        let told = |error: &dyn std::fmt::Display| unreadable(error, 1);
        let (mut stream, encoding) = wide::narrowed(stream, settings.encoding);
        if stream.fill_buf().map_err(|error| told(&error))?.starts_with(BOM) {
            stream.consume(BOM.len());
        }
        let start = stream.fill_buf().map_err(|error| told(&error))?;
        let (separator, first) = separator(start);
        let delimiter = separator.unwrap_or_else(|| delimiter(path, start));
        stream.consume(first);
        let most = settings.max_bytes.saturating_add(MARGIN);
        let mut scanner = Scanner::new(stream, delimiter, most, MOST_COLUMNS, 1 + usize::from(first > 0));
        let row = scanner.next_row().map_err(|error| told(&error))?.unwrap_or_default();
        let line = row.line;
        match row.problem {
            Some(Problem::Length) => {
                return Err(RowFault::fatal(line, "the header line is longer than --max-bytes".to_owned()));
            }
            Some(Problem::Fields) => return Err(RowFault::fatal(line, too_many())),
            _ => {}
        }
        let header: Vec<_> = fields(&row, delimiter, line)?.iter().map(name).collect();
        scanner.expect(header.len());
        let (text, id) =
            columns(&header, &settings.fields).map_err(|cause| RowFault::fatal(line.max(1), cause))?;
        Ok(Self { scanner, header, text, id, encoding })
    }

    /// The next row, and what is odd about it; `place` names the file for articles without an id.
    pub(super) fn next(
        &mut self,
        place: &str,
        settings: &Settings,
    ) -> Option<Result<(Article, Vec<String>), RowFault>> {
        let line = self.scanner.line();
        match self.scanner.next_row() {
            Ok(row) => row.map(|row| self.article(&row, place, settings)),
            Err(error) => Some(Err(unreadable(&error, line))),
        }
    }

    fn article(
        &self,
        row: &TableRow,
        place: &str,
        settings: &Settings,
    ) -> Result<(Article, Vec<String>), RowFault> {
        let line = row.line;
        let mut notes = Vec::new();
        match row.problem {
            None => {}
            Some(Problem::Fields) => return Err(RowFault::of_row(line, too_many())),
            Some(Problem::Length) => {
                let cause = format!("the row has more than {} bytes (--max-bytes)", settings.max_bytes);
                return Err(RowFault::of_row(line, cause));
            }
            Some(Problem::Unclosed { quote, last }) => return Err(unclosed(line, quote, last)),
            Some(Problem::Stray { quote }) => notes.push(format!(
                "a quotation mark within the field that begins in line {quote} is not doubled; the text may be cut"
            )),
        }
        let mut texts = Vec::with_capacity(row.fields);
        for field in &fields(row, self.scanner.delimiter(), line)? {
            let decoded = encoding::decode(field.to_vec(), self.encoding, None)
                .map_err(|fault| RowFault::of_row(line, fault.cause))?;
            texts.push(decoded.text);
        }
        let Some(text) = texts.get(self.text) else {
            let (number, wanted) = (texts.len(), quoted(&settings.fields.text));
            return Err(RowFault::of_row(line, format!("the row has {number} fields and no `{wanted}`")));
        };
        let id = self.id.and_then(|at| texts.get(at)).filter(|id| !id.is_empty());
        let id = id.cloned().unwrap_or_else(|| format!("{place}:{line}"));
        Ok((Article { id, text: text.as_str().into(), meta: self.meta(&texts) }, notes))
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

fn unclosed(line: usize, quote: usize, last: usize) -> RowFault {
    let lines = if last > quote { format!("lines {quote} to {last}") } else { format!("line {quote}") };
    let cause =
        format!("the quotation mark that opens in line {quote} is not closed; {lines} cannot be read");
    RowFault::of_row(line, cause)
}

fn too_many() -> String {
    format!("more than {MOST_COLUMNS} fields; is this a table with one article a row?")
}

/// The fields of a row, without their quotation marks.
fn fields(row: &TableRow, delimiter: u8, line: usize) -> Result<ByteRecord, RowFault> {
    let mut fields = ByteRecord::with_capacity(row.bytes.len(), row.fields);
    let mut reader = ReaderBuilder::new();
    reader.delimiter(delimiter).flexible(true).has_headers(false).buffer_capacity(row.bytes.len() + 1);
    let read = reader.from_reader(&row.bytes[..]).read_byte_record(&mut fields);
    read.map(|_| fields).map_err(|error| unreadable(&error, line))
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn columns(header: &[String], fields: &Fields) -> Result<(usize, Option<usize>), String> {
    let column = |wanted: &str| header.iter().position(|name| name == wanted);
    let Some(text) = column(&fields.text) else {
        let there = header.join(", ");
        return Err(format!(
            "no column `{}`; the table has: {} (choose with --text-field)",
            quoted(&fields.text),
            quoted(&there)
        ));
    };
    Ok((text, column(&fields.id)))
}

/// What a first line such as `sep=;`, by which Excel tells it, says of the delimiter; and the length of that line.
fn separator(start: &[u8]) -> (Option<u8>, usize) {
    let end = start.iter().position(|&byte| byte == b'\n').unwrap_or(start.len());
    let line = start[..end].trim_ascii_end();
    let line = line.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\"")).unwrap_or(line);
    // A tab at the end has been trimmed away.
    match (line.get(..4), line.get(4..)) {
        (Some(mark), Some(rest)) if mark.eq_ignore_ascii_case(b"sep=") && rest.len() <= 1 => {
            (Some(rest.first().copied().unwrap_or(b'\t')), (end + 1).min(start.len()))
        }
        _ => (None, 0),
    }
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

fn unreadable(error: &dyn std::fmt::Display, line: usize) -> RowFault {
    RowFault::fatal(line, format!("the table cannot be read further: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn rows(name: &str, table: &str, settings: &Settings) -> Vec<Result<Article, RowFault>> {
        let stream: Stream = Box::new(io::Cursor::new(table.as_bytes().to_vec()));
        let mut rows = match TableArticles::new(stream, Path::new(name), settings) {
            Ok(rows) => rows,
            Err(fault) => return vec![Err(fault)],
        };
        let mut stopped = false;
        let next = || {
            let row = rows.next(name, settings).filter(|_| !stopped)?;
            stopped = row.as_ref().is_err_and(|fault| fault.fatal);
            Some(row.map(|(article, _)| article))
        };
        std::iter::from_fn(next).collect()
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
    fn the_line_that_excel_puts_first_tells_the_delimiter() {
        for (table, line) in
            [("sep=;\nid;a,text\n1;x,y\n", 3), ("\u{feff}\"sep=\t\"\r\na,text\tid\r\n\r\nx,y\t\r\n", 4)]
        {
            let fields = Fields { text: "a,text".to_owned(), ..Fields::default() };
            let settings = Settings { fields, ..Settings::default() };
            let read = rows("a.csv", table, &settings);
            let [Ok(row)] = &read[..] else { panic!("{read:?}") };
            assert_eq!(&*row.text, "x,y");
            assert!(row.id == "1" || row.id == format!("a.csv:{line}"), "{}", row.id);
        }
    }

    #[test]
    fn what_a_message_quotes_is_cut() {
        let header: Vec<_> = (0..10_000).map(|number| format!("column{number}")).collect();
        let fault = rows("a.csv", &header.join(","), &Settings::default()).remove(0).unwrap_err();
        assert!(fault.cause.len() < 400 && fault.cause.contains("column1, "), "{}", fault.cause);
        let fault = rows("a.csv", &"x,".repeat(30_000), &Settings::default()).remove(0).unwrap_err();
        assert!(fault.cause.starts_with("more than 20000 fields"), "{}", fault.cause);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_ends_the_table() {
        let table = format!("id,text\n1,\"{}", "word ".repeat(100_000));
        let settings = Settings { max_bytes: 1000, ..Settings::default() };
        let read = rows("a.csv", &table, &settings);
        assert!(read[0].as_ref().unwrap_err().cause.contains("line 2 is not closed"), "{read:?}");
    }
}
