//! What is wrong in a labelled file, and where.

use std::fmt;

use super::article::Place;
use crate::error::Error;

/// One fault of a labelled file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// File and line.
    pub place: Place,
    /// The article's id; empty where the record has none.
    pub id: String,
    /// The field ("q4.start"); empty where the whole record is at fault.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Slip {
    /// The slip as an error that ends the reading.
    pub fn into_error(self) -> Error {
        let Place { file, line } = self.place;
        let cause = described(&self.id, &self.field, &self.problem);
        Error::Record { path: file.to_path_buf(), line, cause }
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line } = &self.place;
        write!(f, "{}:{line}: {}", file.display(), described(&self.id, &self.field, &self.problem))
    }
}

fn described(id: &str, field: &str, problem: &str) -> String {
    match (id, field) {
        ("", "") => problem.to_owned(),
        ("", field) => format!("{field}: {problem}"),
        (id, "") => format!("article {id}: {problem}"),
        (id, field) => format!("article {id}: {field}: {problem}"),
    }
}
