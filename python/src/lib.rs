//! The Python package's extension module: the library's rooms as a few Python objects. Nothing is decided here.
//!
//! Python's own side (`python/headcount/`) wraps these objects in typed ones; `_native.pyi` describes them.

mod articles;
mod crew;
mod errors;
mod evaluate;
mod facts;
mod pipe;
mod pipeline;
mod program;
mod records;

use pyo3::prelude::*;

/// The engine.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::articles::{Articles, PyArticle};
    #[pymodule_export]
    use super::errors::Error;
    #[pymodule_export]
    use super::evaluate::evaluate;
    #[pymodule_export]
    use super::facts::{Facts, columns};
    #[pymodule_export]
    use super::pipe::Pipe;
    #[pymodule_export]
    use super::pipeline::PyPipeline;
    #[pymodule_export]
    use super::program::main;
    #[pymodule_export]
    use super::records::{PyRecord, PyRecords, report};

    /// The version of the engine.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
