//! The library's one error type.

use std::borrow::Cow;
use std::path::PathBuf;

/// Characters of the input that a message quotes at most.
const QUOTED: usize = 200;

/// What a message quotes of the input: the start of it and its length, where it is long.
pub fn quoted(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}... ({} bytes)", &text[..end], text.len())),
        None => Cow::Borrowed(text),
    }
}

/// What can go wrong in the library. Every variant names its place, so that a message can be acted upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The weights or one of the embedded tables is not what this version needs.
    #[error("model file {file}: {place}: {cause}")]
    Model {
        /// Which file of `models/`.
        file: &'static str,
        /// The tensor, row or field.
        place: String,
        /// What is wrong with it.
        cause: String,
    },
    /// An environment variable has a value that means nothing.
    #[error("{name}={value}: {cause}")]
    Setting {
        /// The variable.
        name: &'static str,
        /// Its value.
        value: String,
        /// What is wrong and what to do.
        cause: String,
    },
    /// An article is longer than a span can address (4 GiB of UTF-8).
    #[error("article {id}: {bytes} bytes of text; at most 4294967295 can be annotated, split the article")]
    TooLong {
        /// The article's id.
        id: String,
        /// Length of the text in bytes.
        bytes: usize,
    },
    /// A record does not have the form that its reader needs.
    #[error("{}:{line}: {cause}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// Line number, from 1.
        line: usize,
        /// What is wrong and what to do.
        cause: String,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A transformer's checkpoint is not what can be run.
    #[error("{}: {cause}", path.display())]
    Checkpoint {
        /// Its folder, or the file in it.
        path: PathBuf,
        /// What is wrong and what to do.
        cause: String,
    },
    /// A file's name does not tell how to read it.
    #[error("{}: not a kind of file that is read ({read})", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// The ends of names that are read.
        read: &'static str,
    },
    /// A file holds more than the limit allows.
    #[error("{}: more than {limit} bytes; split the article or raise the limit (--max-bytes)", path.display())]
    TooBig {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: usize,
    },
}
