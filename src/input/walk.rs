//! The articles' files in a folder, by name.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Failure, Format, Settings};
use crate::article::Meta;
use crate::error::Error;

/// A file of a known form.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Its path below the folder, parts joined by `/` on every system.
    pub(super) id: String,
    pub(super) format: Format,
}

/// The files below `root` in the order of their names, folders in their place among them. Links are followed; hidden
/// files, files of other forms and the output are left aside. A folder that cannot be read is a failure in its place.
pub(super) fn files<'a>(
    root: &'a Path,
    settings: &'a Settings,
) -> impl Iterator<Item = Result<Found, Box<Failure>>> + Send + 'a {
    let except = settings.except.as_deref().and_then(|path| path.canonicalize().ok());
    WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()))
        .filter_map(move |entry| match entry {
            Ok(entry) => found(root, &entry, settings)
                .filter(|file| except.is_none() || file.path.canonicalize().ok() != except)
                .map(Ok),
            // A link back to a folder above leads to files that are read anyway: nothing is lost.
            Err(error) if error.loop_ancestor().is_some() => None,
            Err(error) => Some(Err(unreadable(root, error))),
        })
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn found(root: &Path, entry: &DirEntry, settings: &Settings) -> Option<Found> {
    if !entry.file_type().is_file() {
        return None;
    }
    let format = Format::of(entry.path())?;
    let format = settings.format.unwrap_or(format);
    Some(Found { path: entry.path().to_owned(), id: id_below(root, entry.path()), format })
}

/// The path below `root`. A name that is no UTF-8 is shown with replacement characters.
fn id_below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

fn unreadable(root: &Path, error: walkdir::Error) -> Box<Failure> {
    let path = error.path().unwrap_or(root).to_owned();
    let id = id_below(root, &path);
    let error = Error::Io { path, source: io::Error::from(error) };
    Box::new(Failure { id, meta: Meta::new(), error })
}
