//! Annotated articles: made now, or read from a file.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use headcount::output::terminal::{self, Look};
use headcount::output::{Record, Records, Report};
use pyo3::prelude::*;

use crate::errors::{Error, raised};
use crate::facts::Facts;

/// One annotated article.
#[pyclass(module = "headcount._native", name = "Record", frozen)]
pub(crate) struct PyRecord {
    pub(crate) record: Arc<Record>,
}

impl PyRecord {
    pub(crate) fn new(record: Record) -> Self {
        Self { record: Arc::new(record) }
    }
}

#[pymethods]
impl PyRecord {
    /// From one line of JSON.
    #[staticmethod]
    fn from_json(json: &str) -> PyResult<Self> {
        Records::new(json.as_bytes(), "json".as_ref())
            .next()
            .unwrap_or_else(|| {
                let cause = "not an annotated article: nothing is there".to_owned();
                Err(headcount::Error::Record { path: "json".into(), line: 1, cause })
            })
            .map(Self::new)
            .map_err(|error| raised(&error))
    }

    #[getter]
    fn id(&self) -> &str {
        &self.record.id
    }

    #[getter]
    fn text(&self) -> Option<&str> {
        self.record.text.as_deref()
    }

    #[getter]
    fn error(&self) -> Option<&str> {
        self.record.error.as_deref()
    }

    /// The line that `headcount annotate` writes.
    fn json(&self) -> PyResult<String> {
        serde_json::to_string(&*self.record).map_err(|error| Error::new_err(error.to_string()))
    }

    /// The article with its facts as `headcount inspect` shows it, without colours.
    fn shown(&self, width: usize) -> PyResult<String> {
        let look = Look { width, colours: false, explain: false, tree: false };
        let mut shown = Vec::new();
        terminal::write(&mut shown, &self.record, look)?;
        // Styles are always written; a terminal's stream takes them away where nobody sees them.
        let plain = anstream::adapter::strip_bytes(&shown).into_vec();
        String::from_utf8(plain).map_err(|error| Error::new_err(error.to_string()))
    }

    /// Its table of facts.
    fn facts(&self) -> PyResult<Facts> {
        let mut facts = Facts::begin();
        facts.add(&self.record)?;
        facts.finish()
    }
}

/// Annotated articles of a file, one by one.
#[pyclass(module = "headcount._native", name = "Records", frozen)]
pub(crate) struct PyRecords {
    records: Mutex<Records<Box<dyn BufRead + Send>>>,
}

#[pymethods]
impl PyRecords {
    #[new]
    fn new(path: PathBuf) -> PyResult<Self> {
        let records = Records::open(&path).map_err(|error| raised(&error))?;
        Ok(Self { records: Mutex::new(records) })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PyRecord>> {
        let read = || self.records.lock().unwrap_or_else(PoisonError::into_inner).next();
        py.detach(read).transpose().map(|record| record.map(PyRecord::new)).map_err(|error| raised(&error))
    }
}

/// The report of annotated articles: one page of HTML that asks for nothing.
#[pyfunction]
pub(crate) fn report(records: Vec<PyRef<'_, PyRecord>>, title: &str) -> PyResult<String> {
    let mut report = Report::new(Vec::new(), title)?;
    for record in &records {
        report.add(&record.record)?;
    }
    String::from_utf8(report.finish()?).map_err(|error| Error::new_err(error.to_string()))
}
