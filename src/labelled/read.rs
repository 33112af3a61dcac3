//! Reads labelled articles from files and folders.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use walkdir::WalkDir;

use super::article::{LabelledArticle, Place};
use super::slip::Slip;
use super::{brat, columns, record, tasks};
use crate::error::Error;
use crate::output::BRAT_LIST;

/// Endings of files in the annotation's own form.
const JSON_LINES: [&str; 3] = ["jsonl", "ndjson", "json"];

/// The forms that a labelled file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileForm {
    Records,
    Columns,
    /// The annotations of a text that stands beside them.
    Brat,
}

impl FileForm {
    /// The form by a file's ending; `None` for one that is no labelled file.
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        let ending = ending.as_str();
        if JSON_LINES.contains(&ending) {
            Some(Self::Records)
        } else if columns::ENDINGS.contains(&ending) {
            Some(Self::Columns)
        } else {
            (ending == "ann").then_some(Self::Brat)
        }
    }
}

/// Labelled articles and everything that is wrong with their files.
#[derive(Debug, Default)]
pub struct Labelled {
    /// In the order of the files, which are taken in the order of their names.
    pub articles: Vec<LabelledArticle>,
    /// What is wrong, in the same order.
    pub slips: Vec<Slip>,
}

impl Labelled {
    /// Reads a file, or every labelled file of a folder and the folders in it. A file's ending tells its form; one with an unknown
    /// ending is read as records.
    ///
    /// # Errors
    /// [`Error::Io`] for a file that cannot be read, [`Error::Record`] for a folder without a labelled file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut labelled = Self::default();
        let mut standoffs = Vec::new();
        let list = FolderList::read(path)?;
        for File { path, below, form } in files(path)? {
            match form {
                FileForm::Records => standoffs.extend(labelled.add_records(&path)?),
                FileForm::Columns => labelled.add_columns(&path, &below)?,
                FileForm::Brat => standoffs.push(standoff(&path, &below, &list)?),
            }
        }
        let mut labels = brat::LabelledParts::default();
        for standoff in &standoffs {
            labels |= standoff.labels();
        }
        for standoff in standoffs {
            let (article, slips) = standoff.article(labels);
            labelled.articles.extend(article);
            labelled.slips.extend(slips);
        }
        labelled.articles.extend(list.failed);
        labelled.find_doubled();
        Ok(labelled)
    }

    /// The articles, when nothing is wrong and there is at least one.
    ///
    /// # Errors
    /// [`Error::Record`] for the first slip, or for no article at all.
    pub fn checked(self, path: &Path) -> Result<Vec<LabelledArticle>, Error> {
        if let Some(slip) = self.slips.into_iter().next() {
            return Err(slip.into_error());
        }
        if self.articles.is_empty() {
            return Err(fault(path, "holds no article, so there is nothing to compare"));
        }
        Ok(self.articles)
    }

    fn add_columns(&mut self, file: &Path, below: &str) -> Result<(), Error> {
        let prefix = if below.is_empty() { String::new() } else { format!("{below}:") };
        let (articles, slips) = columns::read(&text_of(file)?, &file.into(), &prefix);
        self.articles.extend(articles);
        self.slips.extend(slips);
        Ok(())
    }

    /// Adds the records of a file; a list of Label Studio's tasks is given back as what it stands for.
    fn add_records(&mut self, file: &Path) -> Result<Vec<brat::Standoff>, Error> {
        let text = text_of(file)?;
        let mut records = Vec::new();
        let shared: std::sync::Arc<Path> = file.into();
        let list = text.trim_start().strip_prefix('[');
        if list.is_some_and(|tasks| tasks.trim_start().starts_with('{')) {
            return tasks::read(&text, &shared).map_err(|problem| fault(file, &problem));
        }
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let place = Place { file: shared.clone(), line };
            match serde_json::from_str::<Json>(text) {
                Ok(json) => records.push((place, json)),
                Err(error) => self.slips.push(Slip {
                    place,
                    id: String::new(),
                    field: String::new(),
                    problem: format!("is no JSON object ({error})"),
                }),
            }
        }
        let statuses = records.iter().any(|(_, json)| has_status(json));
        for (place, json) in &records {
            let (mut article, slips) = record::read(json, place);
            if let Some(article) = article.as_mut().filter(|_| !statuses) {
                article.statuses = None;
            }
            self.articles.extend(article);
            self.slips.extend(slips);
        }
        Ok(Vec::new())
    }

    fn find_doubled(&mut self) {
        let mut first: HashMap<&str, &Place> = HashMap::new();
        for article in &self.articles {
            if let Some(earlier) = first.insert(&article.id, &article.place) {
                self.slips.push(Slip {
                    place: article.place.clone(),
                    id: article.id.clone(),
                    field: "id".to_owned(),
                    problem: format!("stands already in {}:{}", earlier.file.display(), earlier.line),
                });
            }
        }
    }
}

/// Whether a record says of any quantity how its fact is presented.
fn has_status(json: &Json) -> bool {
    let quantities = json.get("quantities").and_then(Json::as_array);
    quantities.into_iter().flatten().any(|quantity| quantity.get("status").is_some())
}

/// A labelled file.
struct File {
    path: PathBuf,
    /// Its path below the given folder, with `/`; empty where the file itself was given.
    below: String,
    form: FileForm,
}

/// The labelled files at `path`, in the order of their names.
fn files(path: &Path) -> Result<Vec<File>, Error> {
    if !path.is_dir() {
        let form = FileForm::of(path).unwrap_or(FileForm::Records);
        return Ok(vec![File { path: path.to_path_buf(), below: String::new(), form }]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(path).to_path_buf();
            let source =
                error.into_io_error().unwrap_or_else(|| std::io::Error::other("links lead in a circle"));
            Error::Io { path, source }
        })?;
        let form = FileForm::of(entry.path()).filter(|_| entry.file_type().is_file());
        if let Some(form) = form {
            let below =
                entry.path().strip_prefix(path).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            files.push(File { path: entry.into_path(), below, form });
        }
    }
    if files.is_empty() {
        return Err(fault(path, "holds no labelled file: neither .jsonl nor .conll nor .ann"));
    }
    Ok(files)
}

fn text_of(file: &Path) -> Result<String, Error> {
    std::fs::read_to_string(file).map_err(|source| Error::Io { path: file.to_path_buf(), source })
}

/// The list of articles that `headcount convert` puts into a folder for brat: ids that are no names of files, articles that failed.
#[derive(Debug, Default)]
struct FolderList {
    /// Ids by the texts' paths below the folder.
    ids: HashMap<String, String>,
    failed: Vec<LabelledArticle>,
}

impl FolderList {
    /// The list of the folder `path`, empty where it has none.
    fn read(path: &Path) -> Result<Self, Error> {
        let (file, mut list) = (path.join(BRAT_LIST), Self::default());
        if !file.is_file() {
            return Ok(list);
        }
        let text = text_of(&file)?;
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text.as_bytes());
        let shared: std::sync::Arc<Path> = file.as_path().into();
        for row in reader.records() {
            let row = row.map_err(|error| fault(&file, &error.to_string()))?;
            let line = row.position().map_or(1, |position| position.line() as usize);
            let [text, id, error] = [0, 1, 2].map(|cell| row.get(cell).unwrap_or_default().to_owned());
            if text.is_empty() {
                let place = Place { file: shared.clone(), line };
                let bare = LabelledArticle::bare(id, place, String::new());
                list.failed.push(LabelledArticle { error: Some(error), ..bare });
            } else {
                list.ids.insert(text, id);
            }
        }
        Ok(list)
    }
}

/// The annotations in `file` with the text beside them; their id is that of the list, else the text's path, as when the text is
/// annotated.
fn standoff(file: &Path, below: &str, list: &FolderList) -> Result<brat::Standoff, Error> {
    let beside = file.with_extension("txt");
    let name = beside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = if below.is_empty() {
        name
    } else {
        Path::new(below).with_extension("txt").to_string_lossy().replace('\\', "/")
    };
    let id = list.ids.get(&id).cloned().unwrap_or(id);
    Ok(brat::Standoff::parse(id, text_of(&beside)?, &text_of(file)?, &file.into()))
}

fn fault(path: &Path, cause: &str) -> Error {
    Error::Record { path: path.to_path_buf(), line: 1, cause: cause.to_owned() }
}
