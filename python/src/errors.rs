//! The library's errors as Python's, with the same words.

use std::io;

use pyo3::create_exception;
use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyPermissionError, PyValueError};
use pyo3::prelude::*;

create_exception!(
    headcount,
    Error,
    PyValueError,
    "What was given cannot be read or annotated; the message says where, why and what to do."
);

/// A missing or unreadable file is an `OSError` as everywhere in Python, all else an [`Error`].
pub(crate) fn raised(error: &headcount::Error) -> PyErr {
    let words = error.to_string();
    match error {
        headcount::Error::Io { source, .. } => match source.kind() {
            io::ErrorKind::NotFound => PyFileNotFoundError::new_err(words),
            io::ErrorKind::PermissionDenied => PyPermissionError::new_err(words),
            _ => PyOSError::new_err(words),
        },
        _ => Error::new_err(words),
    }
}
