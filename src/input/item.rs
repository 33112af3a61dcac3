//! One article to come: listed in order on one thread, read on another.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::iter;
use std::path::{Path, PathBuf};

use super::lines::{Line, Lines};
use super::{Fields, Format, Settings, record};
use crate::article::{Article, Meta};
use crate::error::Error;

/// UTF-8 byte order mark.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// How standard input is named in ids and messages.
const STDIN: &str = "-";

/// An article that could not be read: a line of the output all the same.
#[derive(Debug)]
pub struct Failure {
    /// Its id as far as it is known, else its place.
    pub id: String,
    /// What came with it.
    pub meta: Meta,
    /// Where and why.
    pub error: Error,
}

/// One article to come.
#[derive(Debug)]
pub struct Item {
    content: Content,
    /// Bytes of the input that it stands for.
    pub weight: u64,
}

#[derive(Debug)]
enum Content {
    /// A text file, not opened yet.
    File { path: PathBuf, id: String, limit: usize },
    /// A text that had to be read at once (a stream).
    Text { bytes: Vec<u8>, path: PathBuf, id: String },
    /// One line of a record file.
    Record { bytes: Vec<u8>, path: PathBuf, id: String, line: usize, fields: Fields },
    /// What went wrong on listing.
    Broken(Box<Failure>),
}

impl Item {
    /// Opens and decodes it.
    ///
    /// # Errors
    /// A [`Failure`] that names the place and the cause.
    pub fn read(self) -> Result<Article, Box<Failure>> {
        match self.content {
            Content::File { path, id, limit } => match read_file(&path, limit) {
                Ok(bytes) => text(bytes, &path, id),
                Err(error) => Err(Box::new(Failure { id, meta: meta_at(&path, None), error })),
            },
            Content::Text { bytes, path, id } => text(bytes, &path, id),
            Content::Record { bytes, path, id, line, fields } => {
                let place = format!("{id}:{line}");
                record::parse(&bytes, &fields, &place).map_err(|fault| {
                    let meta = if fault.meta.is_empty() { meta_at(&path, Some(line)) } else { fault.meta };
                    let error = Error::Record { path, line, cause: fault.cause };
                    Box::new(Failure { id: fault.id.unwrap_or(place), meta, error })
                })
            }
            Content::Broken(failure) => Err(failure),
        }
    }

    fn broken(failure: Box<Failure>, weight: u64) -> Self {
        Self { content: Content::Broken(failure), weight }
    }
}

/// The items of one file; `id` names it.
pub(super) fn from_file<'a>(
    path: &Path,
    id: &str,
    format: Format,
    settings: &'a Settings,
) -> Box<dyn Iterator<Item = Item> + Send + 'a> {
    match format {
        Format::Text => {
            let content =
                Content::File { path: path.to_owned(), id: id.to_owned(), limit: settings.max_bytes };
            let weight = fs::metadata(path).map_or(0, |about| about.len());
            Box::new(iter::once(Item { content, weight }))
        }
        Format::Records => match File::open(path) {
            Ok(file) => records(BufReader::with_capacity(1 << 16, file), path, id, settings),
            Err(source) => failed(unreadable(path, id, source)),
        },
    }
}

/// The items of standard input: records when its first character is `{`, else one text.
pub(super) fn from_stdin(settings: &Settings) -> Box<dyn Iterator<Item = Item> + Send + '_> {
    let (mut reader, path) = (super::stdin(), Path::new(STDIN));
    let format = match settings.format.map_or_else(|| guess(&mut reader), Ok) {
        Ok(format) => format,
        Err(source) => return failed(unreadable(path, STDIN, source)),
    };
    match format {
        Format::Records => records(reader, path, STDIN, settings),
        Format::Text => match read_at_most(reader, settings.max_bytes, path) {
            Ok(bytes) => {
                let weight = bytes.len() as u64;
                let content = Content::Text { bytes, path: path.to_owned(), id: STDIN.to_owned() };
                Box::new(iter::once(Item { content, weight }))
            }
            Err(error) => {
                failed(Box::new(Failure { id: STDIN.to_owned(), meta: meta_at(path, None), error }))
            }
        },
    }
}

/// A single failure as a list of items.
pub(super) fn failed<'a>(failure: Box<Failure>) -> Box<dyn Iterator<Item = Item> + Send + 'a> {
    Box::new(iter::once(Item::broken(failure, 0)))
}

fn guess(reader: &mut impl BufRead) -> io::Result<Format> {
    let start = reader.fill_buf()?;
    let start = start.strip_prefix(BOM).unwrap_or(start).trim_ascii_start();
    Ok(if start.starts_with(b"{") { Format::Records } else { Format::Text })
}

/// One item a line that is not blank. A read error ends the file with a failure that names the line.
fn records<'a, R: BufRead + Send + 'a>(
    reader: R,
    path: &Path,
    id: &str,
    settings: &'a Settings,
) -> Box<dyn Iterator<Item = Item> + Send + 'a> {
    let (path, id) = (path.to_owned(), id.to_owned());
    let (mut read, mut stopped) = (0, false);
    let items = Lines::new(reader, settings.max_bytes).map_while(move |line| {
        if stopped {
            return None;
        }
        Some(match line {
            Ok(line) => {
                read = line.number;
                of_line(line, &path, &id, settings)
            }
            Err(source) => {
                stopped = true;
                let cause = format!("reading stopped here: {source}");
                Some(Item::broken(at_line(&path, &id, read + 1, cause), 0))
            }
        })
    });
    Box::new(items.flatten())
}

fn of_line(line: Line, path: &Path, id: &str, settings: &Settings) -> Option<Item> {
    let Some(mut bytes) = line.bytes else {
        let cause = format!(
            "the line has {} bytes; at most {} are read (--max-bytes)",
            line.length, settings.max_bytes
        );
        return Some(Item::broken(at_line(path, id, line.number, cause), line.length));
    };
    if line.number == 1 && bytes.starts_with(BOM) {
        bytes.drain(..BOM.len());
    }
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    let (path, id, fields) = (path.to_owned(), id.to_owned(), settings.fields.clone());
    let content = Content::Record { bytes, path, id, line: line.number, fields };
    Some(Item { content, weight: line.length })
}

fn at_line(path: &Path, id: &str, line: usize, cause: String) -> Box<Failure> {
    let error = Error::Record { path: path.to_owned(), line, cause };
    Box::new(Failure { id: format!("{id}:{line}"), meta: meta_at(path, Some(line)), error })
}

fn unreadable(path: &Path, id: &str, source: io::Error) -> Box<Failure> {
    let error = Error::Io { path: path.to_owned(), source };
    Box::new(Failure { id: id.to_owned(), meta: meta_at(path, None), error })
}

/// Where an article came from.
fn meta_at(path: &Path, line: Option<usize>) -> Meta {
    let mut meta = Meta::new();
    meta.insert("path".to_owned(), path.to_string_lossy().into());
    if let Some(line) = line {
        meta.insert("line".to_owned(), line.into());
    }
    meta
}

fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Error> {
    let file = File::open(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    read_at_most(file, limit, path)
}

/// All bytes of a reader, refused when there are more than `limit`.
fn read_at_most(reader: impl Read, limit: usize, path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    reader
        .take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| Error::Io { path: path.to_owned(), source })?;
    if bytes.len() > limit {
        return Err(Error::TooBig { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

/// A text file's article. Its text is what the file holds, without a byte order mark.
fn text(mut bytes: Vec<u8>, path: &Path, id: String) -> Result<Article, Box<Failure>> {
    let meta = meta_at(path, None);
    if bytes.starts_with(BOM) {
        bytes.drain(..BOM.len());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Article { id, text: text.into(), meta }),
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.split(|&byte| byte == b'\n').count();
            let cause = format!("byte {} is not UTF-8 text", before.len() + 1);
            Err(Box::new(Failure { id, meta, error: Error::Record { path: path.to_owned(), line, cause } }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(result: Result<Article, Box<Failure>>) -> String {
        result.unwrap_err().error.to_string()
    }

    #[test]
    fn bytes_that_are_no_utf8_are_named_by_line_and_place() {
        let result = text(b"one\ntw\xff".to_vec(), Path::new("a.txt"), "a.txt".to_owned());
        assert_eq!(broken(result), "a.txt:2: byte 7 is not UTF-8 text");
    }

    #[test]
    fn a_byte_order_mark_is_no_text_and_line_ends_stay() {
        let article =
            text(b"\xEF\xBB\xBFone\r\ntwo".to_vec(), Path::new("a.txt"), "a.txt".to_owned()).unwrap();
        assert_eq!(&*article.text, "one\r\ntwo");
        assert_eq!(article.meta["path"], "a.txt");
    }

    #[test]
    fn a_line_too_long_fails_alone() {
        let settings = Settings { max_bytes: 20, ..Settings::default() };
        let lines = "\u{feff}{\"text\": \"a\"}\n{\"text\": \"a very long article\"}\n{\"text\": \"b\"}\n";
        let read: Vec<_> =
            records(lines.as_bytes(), Path::new("x.jsonl"), "x.jsonl", &settings).map(Item::read).collect();
        let [Ok(first), Err(second), Ok(third)] = &read[..] else { panic!("{read:?}") };
        assert_eq!((&*first.text, &*third.text), ("a", "b"));
        assert_eq!((second.id.as_str(), second.meta["line"].as_u64()), ("x.jsonl:2", Some(2)));
        assert!(second.error.to_string().contains("--max-bytes"));
    }

    #[test]
    fn a_reader_that_breaks_ends_with_a_failure() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("disk on fire"))
            }
        }
        let settings = Settings::default();
        let reader = BufReader::new(b"{\"text\": \"a\"}\n".chain(Breaks));
        let mut items = records(reader, Path::new("x.jsonl"), "x.jsonl", &settings);
        assert!(items.next().unwrap().read().is_ok());
        assert!(
            broken(items.next().unwrap().read()).contains("x.jsonl:2: reading stopped here: disk on fire")
        );
        assert!(items.next().is_none());
    }
}
