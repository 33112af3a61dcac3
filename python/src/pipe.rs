//! Articles in, records out: in order, on all threads, a bounded number under way.

use std::collections::VecDeque;
use std::sync::Arc;

use crossbeam_channel::Receiver;
use headcount::output::Record;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyString};

use crate::articles::job;
use crate::crew::{Crew, wait_for};
use crate::records::PyRecord;

/// Articles under way for each thread: enough that none waits while one of them does a long article.
const AHEAD: usize = 8;

/// An iterator over records.
#[pyclass(module = "headcount._native")]
pub(crate) struct Pipe {
    crew: Arc<Crew>,
    /// `None` once it has ended.
    articles: Option<Py<PyIterator>>,
    /// Number of articles taken so far.
    taken: usize,
    /// Slots of the articles under way, in their order.
    slots: VecDeque<Receiver<Record>>,
    /// What the articles raised: told when those before it are done.
    raised: Option<PyErr>,
}

impl Pipe {
    /// An error for what cannot be gone through, and for a single article, which could: by its letters or the names of its fields.
    pub(crate) fn new(crew: Arc<Crew>, articles: &Bound<'_, PyAny>) -> PyResult<Self> {
        if articles.is_instance_of::<PyString>() || articles.is_instance_of::<PyDict>() {
            return Err(PyTypeError::new_err(
                "many articles are needed, in a list or the like; a single one goes to nlp(article)",
            ));
        }
        let articles = Some(articles.try_iter()?.unbind());
        Ok(Self { crew, articles, taken: 0, slots: VecDeque::new(), raised: None })
    }

    /// The next record; `None` at the end.
    pub(crate) fn next(&mut self, py: Python<'_>) -> PyResult<Option<Record>> {
        while self.articles.is_some() && self.slots.len() < self.crew.threads() * AHEAD {
            if let Err(raised) = self.begin(py) {
                self.articles = None;
                self.raised = Some(raised);
            }
        }
        let Some(slot) = self.slots.pop_front() else { return self.raised.take().map_or(Ok(None), Err) };
        match wait_for(py, &slot) {
            Ok(record) => Ok(Some(record)),
            Err(interrupt) => {
                // After a Ctrl-C that the caller survives, it goes on where it was.
                self.slots.push_front(slot);
                Err(interrupt)
            }
        }
    }

    /// Begins with one more article, or notes that there is none.
    fn begin(&mut self, py: Python<'_>) -> PyResult<()> {
        let Some(articles) = &self.articles else { return Ok(()) };
        let Some(article) = articles.bind(py).clone().next() else {
            self.articles = None;
            return Ok(());
        };
        let job = job(&article?, &self.taken.to_string())?;
        self.taken += 1;
        self.slots.push_back(self.crew.begin(job)?);
        Ok(())
    }
}

#[pymethods]
impl Pipe {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<PyRecord>> {
        Ok(self.next(py)?.map(PyRecord::new))
    }
}
