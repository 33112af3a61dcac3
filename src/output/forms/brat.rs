//! Stand-off annotations for the annotation tool brat: a folder with a text and its annotations for each article.
//!
//! `docs/evaluate.md` lists what each type, attribute and relation stands for; [`crate::score`] reads the folder back.

mod names;
mod standoff;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::part_of;
use crate::error::Error;
use crate::output::Record;
use names::Names;
#[cfg(test)]
pub(super) use standoff::capitalised;
pub(super) use standoff::of as standoff_of;
pub(crate) use standoff::pieces;

/// The list of articles in the folder: which file is which article, and which articles failed.
pub(crate) const LIST: &str = "articles.tsv";

/// What brat must know of types, relations and attributes.
const CONFIGURATION: &str = include_str!("brat/annotation.conf");

/// A folder in the making.
#[derive(Debug)]
pub(super) struct Brat {
    folder: PathBuf,
    /// Its name until it is complete.
    part: PathBuf,
    names: Names,
    list: csv::Writer<File>,
}

impl Brat {
    /// Begins the folder `folder`, which must not hold anything yet.
    pub(super) fn new(folder: &Path) -> Result<Self, Error> {
        // Without a slash at its end, which would make the part a file inside of it.
        let folder: &Path = &folder.components().collect::<PathBuf>();
        let fault = |path: &Path, source| Error::Io { path: path.to_owned(), source };
        free(folder).map_err(|source| fault(folder, source))?;
        let part = part_of(folder);
        begun(&part).map_err(|source| fault(&part, source))?;
        let list = File::create(part.join(LIST)).map_err(|source| fault(&part, source))?;
        let mut list = csv::WriterBuilder::new().delimiter(b'\t').from_writer(list);
        list.write_record(["file", "article", "error"]).map_err(|error| fault(&part, error.into()))?;
        Ok(Self { folder: folder.to_owned(), part, names: Names::default(), list })
    }

    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        if let Some(error) = &record.error {
            return Ok(self.list.write_record(["", &record.id, error])?);
        }
        let standoff = standoff::of(record).map_err(|problem| {
            io::Error::new(io::ErrorKind::InvalidData, format!("article {}: {problem}", record.id))
        })?;
        let name = self.names.of(&record.id);
        let text = self.part.join(format!("{name}.txt"));
        if let Some(folder) = text.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&text, record.text.as_deref().unwrap_or_default())?;
        fs::write(self.part.join(format!("{name}.ann")), standoff)?;
        Ok(self.list.write_record([&format!("{name}.txt"), &record.id, ""])?)
    }

    /// Ends the folder, which appears under its name.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let ended = self.list.flush().and_then(|()| fs::rename(&self.part, &self.folder));
        ended.map_err(|source| Error::Io { path: self.folder, source })
    }

    /// Leaves the folder under the name that it has until it is complete.
    pub(super) fn keep(mut self) -> Result<(), Error> {
        self.list.flush().map_err(|source| Error::Io { path: self.part, source })
    }
}

/// Whether a folder may be made at `path`: nothing is there, or an empty folder.
fn free(path: &Path) -> io::Result<()> {
    let told = |kind, problem: &str| Err(io::Error::new(kind, problem));
    match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => told(io::ErrorKind::AlreadyExists, "is not empty; give the name of a new folder"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            told(io::ErrorKind::AlreadyExists, "is a file; brat needs a folder, give the name of a new one")
        }
        Err(error) => Err(error),
    }
}

/// Makes the folder that holds everything until it is complete.
fn begun(part: &Path) -> io::Result<()> {
    fs::create_dir(part).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            io::Error::new(error.kind(), "is left from an earlier run that was stopped; remove it first")
        }
        _ => error,
    })?;
    fs::write(part.join("annotation.conf"), CONFIGURATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_appears_when_complete_and_never_over_another() {
        let here = tempfile::tempdir().unwrap();
        let folder = here.path().join("out");
        let record = |id: &str| -> Record {
            serde_json::from_value(serde_json::json!({"id": id, "text": "12 men", "quantities": []})).unwrap()
        };
        let mut brat = Brat::new(&folder).unwrap();
        brat.add(&record("a/b.txt")).unwrap();
        brat.add(&Record::failed("c", serde_json::Map::new(), "gone".to_owned())).unwrap();
        assert!(!folder.exists());
        let second = Brat::new(&folder).unwrap_err().to_string();
        assert!(second.contains("out.part: is left from an earlier run"), "{second}");
        brat.finish().unwrap();
        assert_eq!(fs::read_to_string(folder.join("a/b.txt")).unwrap(), "12 men");
        let list = fs::read_to_string(folder.join(LIST)).unwrap();
        assert_eq!(list, "file\tarticle\terror\na/b.txt\ta/b.txt\t\n\tc\tgone\n");
        assert!(folder.join("annotation.conf").exists() && folder.join("a/b.ann").exists());
        assert!(Brat::new(&folder).unwrap_err().to_string().contains("is not empty"));
        let file = folder.join("a/b.txt");
        assert!(Brat::new(&file).unwrap_err().to_string().contains("is a file; brat needs a folder"));
    }

    #[test]
    fn the_configuration_knows_every_type() {
        let known =
            |word: &str| CONFIGURATION.lines().any(|line| line.split_whitespace().next() == Some(word));
        for label in crate::article::Label::ALL {
            assert!(known(label.as_str()), "{label:?}");
        }
        for kind in crate::article::Kind::ALL {
            assert!(known(&standoff::capitalised(kind.as_str())), "{kind:?}");
        }
    }
}
