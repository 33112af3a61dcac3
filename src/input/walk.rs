//! The articles' files in a folder, by name.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::format::FileKind;
use super::own::{is_own, is_own_folder};
use super::{Failure, Settings};
use crate::article::Meta;
use crate::error::Error;

/// The file that names what is not read in its folder, in the form of `.gitignore`.
const IGNORED: &str = ".headcountignore";

/// A file of a known form.
#[derive(Debug)]
pub(super) struct FoundFile {
    pub(super) path: PathBuf,
    /// Its path below the folder, parts joined by `/` on every system.
    pub(super) id: String,
    pub(super) form: FileKind,
}

/// The files below `root` in the order of their names, folders in their place among them. Links are followed, but every folder is
/// read once, whatever links lead to it; hidden files, files of other forms, what headcount itself has written, and what [`IGNORED`]
/// files name are left aside. A folder that cannot be read is a failure in its place.
pub(super) fn files<'a>(
    root: &'a Path,
    settings: &'a Settings,
) -> impl Iterator<Item = Result<FoundFile, Box<Failure>>> + Send + 'a {
    let except = settings.except.as_deref().and_then(|path| path.canonicalize().ok());
    let mut walk = WalkBuilder::new(root);
    walk.standard_filters(false).hidden(true).follow_links(true).sort_by_file_name(Ord::cmp);
    walk.add_custom_ignore_filename(IGNORED);
    let visited: Mutex<HashSet<PathBuf>> = Mutex::new(root.canonicalize().into_iter().collect());
    walk.filter_entry(move |entry| {
        is_new(entry, &visited) && !(is_folder(entry) && is_own_folder(entry.path()))
    });
    walk.build().filter_map(move |entry| match entry {
        Ok(entry) => found(root, &entry, settings)
            .filter(|file| except.is_none() || file.path.canonicalize().ok() != except)
            .map(Ok),
        // A link back to a folder above leads to files that are read anyway: nothing is lost.
        Err(error) if is_loop(&error) => None,
        Err(error) => Some(Err(unreadable(root, error))),
    })
}

/// Whether an entry is no folder that was read before.
fn is_new(entry: &DirEntry, visited: &Mutex<HashSet<PathBuf>>) -> bool {
    if !is_folder(entry) {
        return true;
    }
    // One that has no real path cannot be read either, which is told where it is tried.
    entry
        .path()
        .canonicalize()
        .map_or(true, |real| visited.lock().unwrap_or_else(PoisonError::into_inner).insert(real))
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

fn found(root: &Path, entry: &DirEntry, settings: &Settings) -> Option<FoundFile> {
    if !entry.file_type().is_some_and(|kind| kind.is_file()) {
        return None;
    }
    let path = entry.path();
    let told = FileKind::of(path).filter(|form| !is_own(path, *form))?;
    let form = settings.format.map_or(told, |format| FileKind::forced(path, format));
    Some(FoundFile { path: path.to_owned(), id: id_below(root, path), form })
}

/// The path below `root`. A name that is no UTF-8 is shown with replacement characters.
fn id_below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

fn unreadable(root: &Path, error: ignore::Error) -> Box<Failure> {
    let path = path_of(&error).unwrap_or(root).to_owned();
    let (id, message) = (id_below(root, &path), error.to_string());
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other(message));
    Box::new(Failure { id, meta: Meta::new(), error: Error::Io { path, source } })
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn ids(root: &Path) -> Vec<String> {
        files(root, &Settings::default())
            .map(|found| found.map_or_else(|failure| format!("failed: {}", failure.id), |file| file.id))
            .collect()
    }

    #[test]
    fn what_an_ignore_file_names_is_left_aside() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["a/gold", "b"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for file in ["a/gold/1.txt", "a/2.txt", "b/3.txt", "b/4.txt"] {
            fs::write(root.path().join(file), "").unwrap();
        }
        fs::write(root.path().join("a").join(IGNORED), "gold/\n").unwrap();
        fs::write(root.path().join(IGNORED), "4.*\n").unwrap();
        assert_eq!(ids(root.path()), ["a/2.txt", "b/3.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_are_not() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        fs::write(root.path().join("a/1.txt"), "").unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink(root.path().join("a/1.txt"), root.path().join("b.txt")).unwrap();
        std::os::unix::fs::symlink(root.path().join("gone"), root.path().join("c.txt")).unwrap();
        assert_eq!(ids(root.path()), ["a/1.txt", "b.txt", "failed: c.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn folders_that_link_to_one_another_are_read_once() {
        let root = tempfile::tempdir().unwrap();
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        for name in names {
            fs::create_dir(root.path().join(name)).unwrap();
            fs::write(root.path().join(name).join("1.txt"), "").unwrap();
        }
        for (name, other) in names.iter().flat_map(|name| names.map(|other| (name, other))) {
            let link = root.path().join(name).join(format!("to-{other}"));
            std::os::unix::fs::symlink(root.path().join(other), link).unwrap();
        }
        let found = ids(root.path());
        assert_eq!(found.len(), names.len(), "{found:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_no_utf8_is_read_and_shown() {
        use std::os::unix::ffi::OsStrExt as _;
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(OsStr::from_bytes(b"caf\xe9.txt")), "").unwrap();
        assert_eq!(ids(root.path()), ["caf\u{fffd}.txt"]);
    }
}
