//! Measuring annotations against labelled articles.

use std::path::{Path, PathBuf};

use headcount::Pipeline;
use headcount::labelled::Labelled;
use headcount::score::{self, Missing, Report, Rounds, Scorer, Settings};
use pyo3::prelude::*;

use crate::errors::raised;

/// The figures of `headcount evaluate GOLD [--pred PRED] --json`, as JSON.
#[pyfunction]
pub(crate) fn evaluate(
    py: Python<'_>,
    gold: PathBuf,
    pred: Option<PathBuf>,
    allow_missing: bool,
) -> PyResult<String> {
    let missing = if allow_missing { Missing::Allowed } else { Missing::Refused };
    py.detach(|| figures(&gold, pred.as_deref(), missing)).map_err(|error| raised(&error))
}

fn figures(path: &Path, pred: Option<&Path>, missing: Missing) -> Result<String, headcount::Error> {
    let gold = Labelled::read(path)?.checked(path)?;
    let predictions = match pred {
        Some(pred) => score::pair(&gold, Labelled::read(pred)?.checked(pred)?, pred, missing)?.predictions,
        None => score::predict(&Pipeline::new()?, &gold)?,
    };
    let pairs: Vec<_> = gold.iter().zip(&predictions).collect();
    let scores = Scorer::new(Settings::default())?.score(&pairs);
    let report = Report::of(&scores, None, Rounds::default());
    if report.lines.is_empty() {
        let cause = "labels none of the parts that are measured".to_owned();
        return Err(headcount::Error::Record { path: path.to_owned(), line: 1, cause });
    }
    Ok(report.json().to_string())
}
