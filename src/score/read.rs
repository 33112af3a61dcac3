//! Reads labelled articles from files and folders.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use walkdir::WalkDir;

use super::labelled::{LabelledArticle, Place};
use super::record;
use super::slip::Slip;
use crate::error::Error;

/// Endings of files in the annotation's own form.
const JSON_LINES: [&str; 3] = ["jsonl", "ndjson", "json"];

/// Labelled articles and everything that is wrong with their files.
#[derive(Debug, Default)]
pub struct Labelled {
    /// In the order of the files, which are taken in the order of their names.
    pub articles: Vec<LabelledArticle>,
    /// What is wrong, in the same order.
    pub slips: Vec<Slip>,
}

impl Labelled {
    /// Reads a file, or every labelled file of a folder and the folders in it.
    ///
    /// # Errors
    /// [`Error::Io`] for a file that cannot be read, [`Error::Record`] for a folder without a labelled file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut labelled = Self::default();
        for file in files(path)? {
            labelled.add(&file)?;
        }
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

    fn add(&mut self, file: &Path) -> Result<(), Error> {
        let text =
            std::fs::read_to_string(file).map_err(|source| Error::Io { path: file.to_path_buf(), source })?;
        let mut records = Vec::new();
        let shared: std::sync::Arc<Path> = file.into();
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
        let neutral = records.iter().any(|(_, json)| is_neutral(json));
        for (place, json) in &records {
            let (article, slips) = record::read(json, place, neutral);
            self.articles.extend(article);
            self.slips.extend(slips);
        }
        Ok(())
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

/// Whether a record holds quantities in `NewsQuant`'s form.
fn is_neutral(json: &Json) -> bool {
    let quantities = json.get("quantities").and_then(Json::as_array);
    quantities.into_iter().flatten().any(|quantity| {
        quantity.get("id").is_none()
            && ["surface", "concept", "unit"].iter().any(|key| match (*key, quantity.get(*key)) {
                ("unit", Some(unit)) => unit.is_string(),
                (_, found) => found.is_some(),
            })
    })
}

/// The labelled files at `path`.
fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(path).to_path_buf();
            let source =
                error.into_io_error().unwrap_or_else(|| std::io::Error::other("links lead in a circle"));
            Error::Io { path, source }
        })?;
        let ending = entry.path().extension().and_then(|ending| ending.to_str());
        if entry.file_type().is_file() && ending.is_some_and(|ending| JSON_LINES.contains(&ending)) {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() {
        return Err(fault(path, "holds no .jsonl file"));
    }
    Ok(files)
}

fn fault(path: &Path, cause: &str) -> Error {
    Error::Record { path: path.to_path_buf(), line: 1, cause: cause.to_owned() }
}
