//! The pipeline as Python holds it.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use headcount::Pipeline;
use headcount::entities::own::OwnNames;
use headcount::output::Extras;
use headcount::recorder::{Foreign, Recorder};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::articles::job;
use crate::crew::{Crew, wait_for};
use crate::errors::{Error, raised};
use crate::facts::Facts;
use crate::pipe::Pipe;
use crate::records::PyRecord;

/// All rooms, loaded, with threads of its own.
#[pyclass(module = "headcount._native", name = "Pipeline", frozen)]
pub(crate) struct PyPipeline {
    crew: Arc<Crew>,
}

#[pymethods]
impl PyPipeline {
    #[new]
    #[pyo3(signature = (lexicon, threads, language, tokens, explain, only))]
    fn new(
        py: Python<'_>,
        lexicon: Vec<PathBuf>,
        threads: Option<isize>,
        language: &str,
        tokens: bool,
        explain: bool,
        only: Option<&str>,
    ) -> PyResult<Self> {
        let (foreign, threads) = (foreign(language)?, threads.map(some).transpose()?);
        let names_alone = names_alone(only)?;
        if names_alone && (tokens || explain) {
            return Err(PyValueError::new_err("only=\"names\" has neither tokens nor anything to explain"));
        }
        let extras = Extras { tokens, explain };
        let load = || {
            let pipeline = if names_alone { Pipeline::of_names()? } else { Pipeline::new()? };
            let pipeline = lexicon
                .iter()
                .try_fold(pipeline, |pipeline, path| Ok(pipeline.with_names(OwnNames::read(path)?)))?;
            Recorder::new(pipeline, extras, foreign)
        };
        let recorder = py.detach(load).map_err(|error| raised(&error))?;
        Ok(Self { crew: Arc::new(Crew::new(Arc::new(recorder), threads)) })
    }

    /// Annotates one article; one that fails raises its error.
    fn annotate(&self, py: Python<'_>, article: &Bound<'_, PyAny>, id: &str) -> PyResult<PyRecord> {
        let record = wait_for(py, &self.crew.begin(job(article, id)?)?)?;
        match record.error {
            Some(error) => Err(Error::new_err(error)),
            None => Ok(PyRecord::new(record)),
        }
    }

    /// The records of articles, in order.
    #[pyo3(signature = (articles, threads = None))]
    fn pipe(&self, articles: &Bound<'_, PyAny>, threads: Option<isize>) -> PyResult<Pipe> {
        let crew = self.crew.with_threads(threads.map(some).transpose()?);
        Pipe::new(crew, articles)
    }

    /// The table of facts of articles.
    #[pyo3(signature = (articles, threads = None))]
    fn facts(&self, py: Python<'_>, articles: &Bound<'_, PyAny>, threads: Option<isize>) -> PyResult<Facts> {
        let mut pipe = self.pipe(articles, threads)?;
        let mut facts = Facts::begin();
        while let Some(record) = pipe.next(py)? {
            facts.add(&record)?;
        }
        facts.finish()
    }

    /// Number of threads.
    #[getter]
    fn threads(&self) -> usize {
        self.crew.threads()
    }
}

fn some(threads: isize) -> PyResult<NonZeroUsize> {
    let threads = usize::try_from(threads).ok().and_then(NonZeroUsize::new);
    threads.ok_or_else(|| PyValueError::new_err("threads: at least 1 is needed"))
}

/// Whether names alone are looked for.
fn names_alone(only: Option<&str>) -> PyResult<bool> {
    match only {
        None => Ok(false),
        Some("names") => Ok(true),
        Some(other) => {
            Err(PyValueError::new_err(format!("only: names, or None for everything, not {other}")))
        }
    }
}

fn foreign(language: &str) -> PyResult<Foreign> {
    match language {
        "mark" => Ok(Foreign::Mark),
        "refuse" => Ok(Foreign::Refuse),
        "any" => Ok(Foreign::Ignore),
        other => Err(PyValueError::new_err(format!("language: mark, refuse or any, not {other}"))),
    }
}
