//! The program: what `pip install` gives as the command `headcount`.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the program with `arguments`, the first of which is its name, and gives its exit code. Standard output and standard error are
/// the process's own, not Python's.
#[pyfunction]
pub(crate) fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| headcount::program::main(arguments).code())
}
