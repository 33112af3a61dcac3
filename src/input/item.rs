//! One article to come: listed in order on one thread, read on another.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::format::{FileKind, Format};
use super::open::open;
use super::packed::{After, Damage};
use super::{Settings, encoding, markdown, page, record};
use crate::article::{Article, Meta};
use crate::error::Error;

/// UTF-8 byte order mark.
pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

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
pub struct Item<'a> {
    pub(super) content: Content,
    pub(super) place: Origin,
    /// Bytes of the input that it stands for.
    pub weight: u64,
    /// Its place among all articles of the input, from 1; also among those that are not in the share that is read.
    pub position: u64,
    pub(super) settings: &'a Settings,
}

/// Where an article comes from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The file as it was named or found, for messages and `meta`.
    pub(super) path: PathBuf,
    /// The id of an article that has none of its own.
    pub(super) id: String,
}

#[derive(Debug)]
pub(super) enum Content {
    /// A file of one article, not opened yet.
    File(FileKind),
    /// The bytes of one article that had to be read at once (a stream), with what else is known of it, and what is odd about it.
    Bytes(Bytes, Format, Meta),
    /// One line of a record file with its number, and the encoding that it is known to be in.
    Record(Vec<u8>, usize, Option<&'static Encoding>),
    /// An article that is read already, and what is odd about it.
    Ready(Article, Vec<String>),
    /// What went wrong on listing.
    Broken(Box<Failure>),
}

/// The content of a file, and what of it was left out.
#[derive(Debug)]
pub(super) struct Bytes {
    pub(super) bytes: Vec<u8>,
    pub(super) note: Option<String>,
}

/// An article that was read.
#[derive(Debug)]
pub struct Opened {
    /// The article.
    pub article: Article,
    /// What the user should know of it: what was replaced, or left out.
    pub notes: Vec<String>,
}

impl<'a> Item<'a> {
    /// An article of one file or stream, which does not know its position in the whole input.
    pub(super) fn new(content: Content, place: Origin, weight: u64, settings: &'a Settings) -> Self {
        Self { content, place, weight, position: 0, settings }
    }

    /// The id that its line of output will have.
    pub fn into_id(self) -> String {
        match self.content {
            // Files need not be opened for it.
            Content::File(_) | Content::Bytes(..) => self.place.id,
            _ => self.read().map_or_else(|failure| failure.id, |article| article.id),
        }
    }

    /// Opens and decodes it.
    ///
    /// # Errors
    /// A [`Failure`] that names the place and the cause.
    pub fn read(self) -> Result<Article, Box<Failure>> {
        self.open().map(|opened| opened.article)
    }

    /// As [`Item::read`], with what the user should know of it.
    ///
    /// # Errors
    /// As [`Item::read`].
    pub fn open(self) -> Result<Opened, Box<Failure>> {
        let Self { content, place, settings, .. } = self;
        let (article, notes) = match content {
            Content::File(form) => {
                let Bytes { bytes, note } = read_file(&place.path, form, settings.max_bytes)
                    .map_err(|error| place.failure(None, error))?;
                (document(bytes, form.format, Meta::new(), place, settings)?, note.into_iter().collect())
            }
            Content::Bytes(Bytes { bytes, note }, format, known) => {
                (document(bytes, format, known, place, settings)?, note.into_iter().collect())
            }
            Content::Record(bytes, line, encoding) => of_record(bytes, line, encoding, &place, settings)?,
            Content::Ready(article, notes) => (article, notes),
            Content::Broken(failure) => return Err(failure),
        };
        Ok(Opened { article, notes })
    }
}

impl Origin {
    pub(super) fn new(path: &Path, id: &str) -> Self {
        Self { path: path.to_owned(), id: id.to_owned() }
    }

    /// The failure of what stands here, or on `line` of it.
    pub(super) fn failure(&self, line: Option<usize>, error: Error) -> Box<Failure> {
        let id = line.map_or_else(|| self.id.clone(), |line| format!("{}:{line}", self.id));
        Box::new(Failure { id, meta: self.meta(line), error })
    }

    /// The failure of `line`.
    pub(super) fn fault(&self, line: usize, cause: String) -> Box<Failure> {
        self.failure(Some(line), Error::Record { path: self.path.clone(), line, cause })
    }

    /// The failure of the whole file.
    pub(super) fn unreadable(&self, source: io::Error) -> Box<Failure> {
        self.failure(None, Error::Io { path: self.path.clone(), source })
    }

    fn meta(&self, line: Option<usize>) -> Meta {
        let mut meta = Meta::new();
        meta.insert("path".to_owned(), self.path.to_string_lossy().into());
        if let Some(line) = line {
            meta.insert("line".to_owned(), line.into());
        }
        meta
    }
}

fn read_file(path: &Path, form: FileKind, limit: usize) -> Result<Bytes, Error> {
    let (stream, _) =
        open(path, form.packing).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    read_at_most(stream, limit, path)
}

/// All bytes of a reader, refused when there are more than `limit`.
pub(super) fn read_at_most(reader: impl Read, limit: usize, path: &Path) -> Result<Bytes, Error> {
    let mut bytes = Vec::new();
    let read = reader.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes);
    let note = match read {
        Ok(_) => None,
        // The article is whole: as gzip does, it is read all the same.
        Err(source) => match Damage::of(&source) {
            Some(Damage { cause, after: After::Whole, .. }) => Some(cause.clone()),
            _ => return Err(Error::Io { path: path.to_owned(), source }),
        },
    };
    if bytes.len() > limit {
        return Err(Error::TooBig { path: path.to_owned(), limit });
    }
    Ok(Bytes { bytes, note })
}

/// The article of a file that holds one.
fn document(
    bytes: Vec<u8>,
    format: Format,
    known: Meta,
    place: Origin,
    settings: &Settings,
) -> Result<Article, Box<Failure>> {
    let declared = (format == Format::Page).then(|| page::declared(&bytes)).flatten();
    let decoded = match encoding::decode(bytes, settings.encoding, declared) {
        Ok(decoded) => decoded,
        Err(encoding::EncodingFault { line, cause }) => {
            let error = Error::Record { path: place.path.clone(), line, cause };
            return Err(place.failure(None, error));
        }
    };
    let mut meta = place.meta(None);
    meta.extend(known);
    if let Some(name) = decoded.encoding {
        meta.insert("encoding".to_owned(), name.into());
    }
    let (text, found) = match format {
        Format::Markdown => markdown::read(&decoded.text),
        Format::Page => match page::read(&decoded.text) {
            Ok(article) => article,
            Err(cause) => {
                let source = io::Error::other(cause);
                let error = Error::Io { path: place.path.clone(), source };
                return Err(Box::new(Failure { id: place.id, meta, error }));
            }
        },
        _ => (decoded.text, Meta::new()),
    };
    meta.extend(found);
    Ok(Article { id: place.id, text: text.into(), meta })
}

/// The article in one line, and what of it was not taken as it is. JSON is UTF-8; that of other programs sometimes is not.
fn of_record(
    bytes: Vec<u8>,
    line: usize,
    encoding: Option<&'static Encoding>,
    place: &Origin,
    settings: &Settings,
) -> Result<(Article, Vec<String>), Box<Failure>> {
    let decoded = encoding::decode(bytes, encoding, None);
    let text = decoded.map_err(|fault| place.fault(line, fault.cause))?.text;
    let id = format!("{}:{line}", place.id);
    record::parse(text.as_bytes(), &settings.fields, &id).map_err(|fault| {
        let mut failure = place.fault(line, fault.cause);
        if let Some(own) = fault.id {
            failure.id = own;
        }
        if !fault.meta.is_empty() {
            failure.meta = fault.meta;
        }
        failure
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], format: Format) -> Result<Article, String> {
        document(
            bytes.to_vec(),
            format,
            Meta::new(),
            Origin::new(Path::new("n/a.txt"), "a.txt"),
            &Settings::default(),
        )
        .map_err(|failure| failure.error.to_string())
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_line_and_place() {
        let message = text("\u{e9}\ntw\u{e9}".as_bytes()[..6].as_ref(), Format::Text).unwrap_err();
        assert!(message.starts_with("n/a.txt:2: byte 6 is not UTF-8 text"), "{message}");
    }

    #[test]
    fn a_byte_order_mark_is_no_text_and_line_ends_stay() {
        let article = text(b"\xEF\xBB\xBFone\r\ntwo", Format::Text).unwrap();
        assert_eq!((&*article.text, article.id.as_str()), ("one\r\ntwo", "a.txt"));
        assert_eq!(article.meta["path"], "n/a.txt");
        assert!(!article.meta.contains_key("encoding"));
    }

    #[test]
    fn an_older_encoding_is_told() {
        let article = text(b"The caf\xe9\x92s owner", Format::Text).unwrap();
        assert_eq!(&*article.text, "The caf\u{e9}\u{2019}s owner");
        assert_eq!(article.meta["encoding"], "windows-1252");
    }

    #[test]
    fn a_text_longer_than_the_limit_is_refused() {
        let read = |limit| read_at_most(&b"12345"[..], limit, Path::new("a.txt"));
        assert_eq!(read(5).unwrap().bytes.len(), 5);
        assert_eq!(read(usize::MAX).unwrap().bytes.len(), 5);
        assert!(read(4).unwrap_err().to_string().contains("--max-bytes"));
    }
}
