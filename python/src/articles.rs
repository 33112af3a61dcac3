//! Articles from files and folders, and from what Python code gives.

use std::path::PathBuf;
use std::thread;

use crossbeam_channel::{Receiver, bounded};
use headcount::Article;
use headcount::article::Meta;
use headcount::input::{Fields, Format, Inputs, Settings, of_bytes};
use headcount::output::Record;
use headcount::recorder;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::crew::{Job, wait};
use crate::errors::{Error, raised};

/// One article as it was read from a file.
#[pyclass(module = "headcount", name = "Article", frozen)]
pub(crate) struct PyArticle {
    read: Result<Article, Record>,
}

#[pymethods]
impl PyArticle {
    /// The record's own id, else its path below the given folder.
    #[getter]
    fn id(&self) -> &str {
        self.read.as_ref().map_or_else(|record| record.id.as_str(), |article| article.id.as_str())
    }

    /// The text; `None` where the article could not be read.
    #[getter]
    fn text(&self) -> Option<&str> {
        self.read.as_ref().ok().map(|article| &*article.text)
    }

    /// Why it could not be read; else `None`.
    #[getter]
    fn error(&self) -> Option<&str> {
        self.read.as_ref().err().and_then(|record| record.error.as_deref())
    }

    /// What came with the article.
    #[getter]
    fn meta<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let meta = self.read.as_ref().map_or_else(|record| &record.meta, |article| &article.meta);
        let json = serde_json::to_string(meta).map_err(|error| Error::new_err(error.to_string()))?;
        py.import("json")?.call_method1("loads", (json,))
    }

    fn __repr__(&self) -> String {
        format!("<headcount.Article {}>", self.id())
    }
}

/// Articles read ahead of the one that is asked for.
const AHEAD: usize = 16;

/// The articles of files and folders, one by one, read on a thread of their own.
#[pyclass(module = "headcount._native", frozen)]
pub(crate) struct Articles {
    /// `None` is the end.
    read: Receiver<Option<Result<Article, Record>>>,
}

#[pymethods]
impl Articles {
    #[new]
    #[pyo3(signature = (paths, text_field = None, id_field = None))]
    fn new(paths: Vec<PathBuf>, text_field: Option<String>, id_field: Option<String>) -> PyResult<Self> {
        let usual = Fields::default();
        let fields = Fields { id: id_field.unwrap_or(usual.id), text: text_field.unwrap_or(usual.text) };
        let settings = Settings { fields, ..Settings::default() };
        let inputs = Inputs::new(&paths, settings).map_err(|error| raised(&error))?;
        let (filled, read) = bounded(AHEAD);
        thread::spawn(move || {
            let articles = inputs.items().map(|item| Some(recorder::read(item).map_err(|made| made.record)));
            for article in articles.chain([None]) {
                // A closed channel means that the iterator is gone: nothing more is wanted.
                if filled.send(article).is_err() {
                    return;
                }
            }
        });
        Ok(Self { read })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PyArticle>> {
        match wait(py, &self.read) {
            Some(article) => Ok(article?.map(|read| PyArticle { read })),
            // The end was told before.
            None => Ok(None),
        }
    }
}

/// The job that `given` stands for: a text, an [`PyArticle`], or a mapping with `text`, perhaps `id`, and anything else. `id` names
/// an article that has no id of its own.
pub(crate) fn job(given: &Bound<'_, PyAny>, id: &str) -> PyResult<Job> {
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(Job::Annotate(Article {
            id: id.to_owned(),
            text: text.to_cow()?.into(),
            meta: Meta::new(),
        }));
    }
    if let Ok(article) = given.cast::<PyArticle>() {
        return Ok(match &article.get().read {
            Ok(article) => Job::Annotate(article.clone()),
            Err(record) => Job::Failed(Box::new(record.clone())),
        });
    }
    if let Ok(record) = given.cast::<PyDict>() {
        return of_dict(record, id);
    }
    let kind = given.get_type().name()?;
    Err(PyTypeError::new_err(format!("article {id}: a text, an Article or a dict is needed, not {kind}")))
}

/// A dict is read by the rules for a record in a JSON Lines file.
fn of_dict(record: &Bound<'_, PyDict>, id: &str) -> PyResult<Job> {
    let has_id = record.get_item("id")?.is_some_and(|own| !own.is_none());
    let json = json_of(record)?;
    let settings = Settings { max_bytes: json.len(), ..Settings::default() };
    let mut items = of_bytes(json.into_bytes(), Format::Records, &format!("article {id}"), &settings);
    let Some(item) = items.next() else {
        let error = format!("article {id}: an empty record");
        return Ok(Job::Failed(Box::new(Record::failed(id, Meta::new(), error))));
    };
    let own = |own: String| if has_id { own } else { id.to_owned() };
    Ok(match recorder::read(item) {
        Ok(article) => Job::Annotate(Article { id: own(article.id), ..article }),
        Err(made) => Job::Failed(Box::new(Record { id: own(made.record.id), ..made.record })),
    })
}

/// A row of a table in JSON: null where a cell is missing, dates and the like as texts. What stands under `text` and is none is not
/// made one.
fn json_of(record: &Bound<'_, PyDict>) -> PyResult<String> {
    let py = record.py();
    let row = PyDict::new(py);
    for (key, cell) in record {
        let is_text = cell.is_instance_of::<PyString>();
        let kept = is_text || !(is_missing(&cell)? || key.eq("text")?);
        row.set_item(key, kept.then_some(cell))?;
    }
    let texts = PyDict::new(py);
    texts.set_item("default", py.get_type::<PyString>())?;
    py.import("json")?.call_method("dumps", (row,), Some(&texts))?.extract()
}

/// Whether a cell is one of the values that pandas has where there is none: `NaN` and `NaT` differ from themselves, `NA` does not
/// say whether it does.
fn is_missing(cell: &Bound<'_, PyAny>) -> PyResult<bool> {
    match cell.ne(cell) {
        Err(error) if error.is_instance_of::<PyTypeError>(cell.py()) => Ok(true),
        // Arrays compare piece by piece.
        Err(error) if error.is_instance_of::<PyValueError>(cell.py()) => Ok(false),
        told => told,
    }
}
