//! Articles from files, folders and standard input: the only room that opens what the user names.
//!
//! Reading is cut in two so that memory stays bounded and all cores are busy: [`Inputs::items`] lists small [`Item`]s
//! in a fixed order on one thread (a path, or one line of a record file), [`Item::read`] turns one into an [`Article`](crate::Article)
//! on any other. What cannot be read becomes a [`Failure`] in its place, never a gap.

mod ahead;
mod archive;
mod encoding;
mod format;
mod item;
mod items;
mod language;
mod lines;
mod markdown;
mod open;
mod own;
mod packed;
mod page;
mod parts;
mod record;
mod repair;
mod rows;
mod shard;
mod table;
mod tree;
mod walk;
mod warc;
mod wide;

use std::fs;
use std::io::{BufRead, Cursor};
use std::iter;
use std::path::{Path, PathBuf};

pub use encoding_rs::Encoding;
pub use format::Format;
pub use item::{Failure, Item, Opened};
pub use language::English;
pub use record::Fields;
pub use shard::Shard;

use crate::error::Error;
use format::{FileKind, Packing};
use items::Items;
use shard::chosen;

/// What a record or line may be at most, in bytes, unless told otherwise: a long book. Annotating takes memory of
/// about a hundred times the text, and a "line" of this length is rather a damaged file than an article.
pub const MAX_BYTES: usize = 16 << 20;

/// How articles are read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which fields of a record hold its id and text.
    pub fields: Fields,
    /// The form of the input, whatever its name says; `None`: by the name.
    pub format: Option<Format>,
    /// The encoding of all files; `None`: found out for each.
    pub encoding: Option<&'static Encoding>,
    /// The longest article or record, in bytes.
    pub max_bytes: usize,
    /// A file that is never read, even when it lies in a given folder: the output.
    pub except: Option<PathBuf>,
    /// The share of the articles that is read; `None`: all.
    pub shard: Option<Shard>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            fields: Fields::default(),
            format: None,
            encoding: None,
            max_bytes: MAX_BYTES,
            except: None,
            shard: None,
        }
    }
}

/// The files, folders and streams that were named, checked to exist.
#[derive(Debug, Clone)]
pub struct Inputs {
    sources: Vec<Source>,
    settings: Settings,
}

/// Files in order, opened one by one: their names and articles.
type Files<'a> = Box<dyn Iterator<Item = (String, Items<'a>)> + Send + 'a>;

/// One thing that was named.
#[derive(Debug, Clone)]
enum Source {
    /// Standard input (`-`).
    Stdin,
    /// A file with its form.
    File(PathBuf, FileKind),
    /// A folder, read with all folders in it.
    Folder(PathBuf),
}

impl Inputs {
    /// Checks every path before anything is read; `-` is standard input.
    ///
    /// # Errors
    /// [`Error::Io`] for a path that does not exist, [`Error::Format`] for a file of a form that is not read.
    pub fn new(paths: &[PathBuf], settings: Settings) -> Result<Self, Error> {
        let sources = paths.iter().map(|path| Source::new(path, &settings)).collect::<Result<_, _>>()?;
        Ok(Self { sources, settings })
    }

    /// Every article to come, in order: sources as given, folders by name, records by line. Of a [`Shard`] only its own, which
    /// keep their position among all.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> + Send + '_ {
        let files = self.sources.iter().flat_map(|source| source.files(&self.settings));
        let all = files.flat_map(|(name, items)| chosen(name, items, &self.settings));
        (1..).zip(all).filter_map(|(position, (mine, item))| mine.then_some(Item { position, ..item }))
    }

    /// How articles are read.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The share that is read; `None`: all.
    pub fn shard(&self) -> Option<Shard> {
        self.settings.shard
    }

    /// Total size of all files in bytes, or about that of the share, for the progress bar; `None` with standard input, whose
    /// end nobody knows.
    pub fn bytes(&self) -> Option<u64> {
        let all: u64 = self.sources.iter().map(|source| source.bytes(&self.settings)).sum::<Option<_>>()?;
        Some(all / self.settings.shard.map_or(1, |shard| shard.of().into()))
    }
}

/// The articles in `bytes`, which hold `format`; `name` stands for a file in their ids and in messages.
pub fn of_bytes<'a>(
    bytes: Vec<u8>,
    format: Format,
    name: &str,
    settings: &'a Settings,
) -> impl Iterator<Item = Item<'a>> + Send + 'a {
    items::of_stream(Box::new(Cursor::new(bytes)), format, name, settings)
}

impl Source {
    fn new(path: &Path, settings: &Settings) -> Result<Self, Error> {
        if path.as_os_str() == "-" {
            return Ok(Self::Stdin);
        }
        let about = fs::metadata(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        if about.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let form = match settings.format {
            Some(format) => Some(FileKind::forced(path, format)),
            None => FileKind::of(path).or_else(|| FileKind::of_bare(path)),
        };
        let form = form.ok_or_else(|| Error::Format { path: path.to_owned(), read: Format::NAMES })?;
        Ok(Self::File(path.to_owned(), form))
    }

    /// Its files in order, each with a name that it has on every machine: its path below the folder, or without any folder.
    fn files<'a>(&'a self, settings: &'a Settings) -> Files<'a> {
        match self {
            Self::Stdin => Box::new(iter::once((items::STDIN.to_owned(), items::of_stdin(settings)))),
            Self::File(path, form) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let items = items::of_file(path, &path.to_string_lossy(), *form, settings);
                Box::new(iter::once((name, items)))
            }
            Self::Folder(root) => Box::new(walk::files(root, settings).map(|found| match found {
                Ok(file) => {
                    let items = items::of_file(&file.path, &file.id, file.form, settings);
                    (file.id, items)
                }
                Err(failure) => (failure.id.clone(), items::failed(failure, settings)),
            })),
        }
    }

    fn bytes(&self, settings: &Settings) -> Option<u64> {
        let size = |path: &Path| fs::metadata(path).map_or(0, |about| about.len());
        match self {
            Self::Stdin => None,
            Self::File(path, _) => Some(size(path)),
            Self::Folder(root) => {
                Some(walk::files(root, settings).flatten().map(|file| size(&file.path)).sum())
            }
        }
    }
}

/// The content of the file `path`, unpacked where its name says that it is packed.
///
/// # Errors
/// [`Error::Io`] when it cannot be opened.
pub fn unpacked(path: &Path) -> Result<Box<dyn BufRead + Send>, Error> {
    let packing = FileKind::of(path).map_or(Packing::None, |form| form.packing);
    let opened = open::open(path, packing);
    opened.map(|(stream, _)| stream).map_err(|source| Error::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn texts(inputs: &Inputs) -> Vec<(String, Result<String, String>)> {
        let read = |item: Item<'_>| match item.read() {
            Ok(Article { id, text, .. }) => (id, Ok(text.to_string())),
            Err(failure) => (failure.id, Err(failure.error.to_string())),
        };
        inputs.items().map(read).collect()
    }

    #[test]
    fn a_folder_is_read_by_name_with_all_folders_in_it() {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("b.txt", "bee");
        write("a/z.txt", "zed");
        write("c.jsonl", "{\"id\": 7, \"text\": \"seven\"}\n\n{\"text\": \"eight\"}\n{\"text\": 9}\n");
        write("photo.jpg", "not read");
        write(".hidden.txt", "not read");
        let inputs = Inputs::new(&[root.path().to_owned()], Settings::default()).unwrap();
        let found = texts(&inputs);
        let ids: Vec<_> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["a/z.txt", "b.txt", "7", "c.jsonl:3", "c.jsonl:4"]);
        assert_eq!(found[2].1.as_deref(), Ok("seven"));
        assert!(found[4].1.as_ref().unwrap_err().contains("c.jsonl:4: `text` is not a text"));
        assert_eq!(inputs.bytes(), Some(3 + 3 + 58));
    }

    #[test]
    fn shares_are_all_of_the_input_and_grow_with_it() {
        let root = tempfile::tempdir().unwrap();
        let ids = |shard| {
            let settings = Settings { shard, ..Settings::default() };
            let inputs = Inputs::new(&[root.path().to_owned()], settings).unwrap();
            inputs.items().map(|item| (item.position, item.into_id())).collect::<Vec<_>>()
        };
        let third = |index| ids(Shard::new(index, 3));
        let lines: Vec<_> = (0..30).map(|number| format!("{{\"id\": {number}, \"text\": \"\"}}\n")).collect();
        fs::write(root.path().join("b.jsonl"), lines.concat()).unwrap();
        let before: Vec<_> = (1..=3).map(third).collect();
        let mut joined = before.concat();
        joined.sort_unstable();
        assert_eq!(joined, ids(None));
        // A file that comes before it moves the positions, but no article to another share.
        fs::write(root.path().join("a.txt"), "new").unwrap();
        for (index, before) in (1..=3).zip(before) {
            let after = third(index).into_iter().filter(|(_, id)| id != "a.txt");
            assert!(after.eq(before.into_iter().map(|(position, id)| (position + 1, id))));
        }
    }

    #[test]
    fn what_is_missing_or_of_an_unknown_form_is_refused_before_anything_is_read() {
        let root = tempfile::tempdir().unwrap();
        let message = |name: &str| {
            let path = root.path().join(name);
            Inputs::new(&[path], Settings::default()).unwrap_err().to_string()
        };
        assert!(message("gone.txt").contains("gone.txt"));
        fs::write(root.path().join("paper.pdf"), "%PDF").unwrap();
        assert!(message("paper.pdf").contains(".jsonl"));
    }
}
