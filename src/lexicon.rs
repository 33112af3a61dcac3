//! Reads the word lists of `models/`: tab-separated text, a header line, `#` comments, checked on loading.
//!
//! Every room parses its own lists with this one reader, so that a slip in a list is reported with file and line.

pub mod seen;
pub mod shared;
pub mod table;
pub mod weights;

use crate::error::Error;

/// One row of a list: its fields in the order of the header, without white space at the ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line number in the file, from 1.
    pub line: usize,
    /// Cut when it is asked for a field: of some ten thousand rows most give each field once.
    text: &'static str,
}

impl Row {
    /// Field number `column`; empty where the row ends before it.
    pub fn field(&self, column: usize) -> &'static str {
        self.text.split('\t').nth(column).unwrap_or_default().trim()
    }

    /// The alternatives in field number `column`, which are separated by `|`; none for an empty field.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'static str> {
        self.field(column).split('|').map(str::trim).filter(|form| !form.is_empty())
    }
}

/// The lines of an embedded list below its header, with their numbers, without comments and blank ones. `file` is its path
/// below `models/`; `columns` are the names its header must have.
///
/// # Errors
/// [`Error::Model`] when the header differs from `columns`.
pub fn lines(
    file: &'static str,
    text: &'static str,
    columns: &[&str],
) -> Result<impl Iterator<Item = (usize, &'static str)>, Error> {
    let fault = |line: usize, cause: String| Error::Model { file, place: format!("line {line}"), cause };
    let mut lines =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let (line, header) = lines.next().ok_or_else(|| fault(1, "the list is empty".to_owned()))?;
    if header.split('\t').map(str::trim).ne(columns.iter().copied()) {
        return Err(fault(line, format!("expected the header {}, found {header}", columns.join("\t"))));
    }
    Ok(lines)
}

/// The rows of an embedded list. `file` is its path below `models/`; `columns` are the names its header must have.
///
/// # Errors
/// [`Error::Model`] when the header differs from `columns` or a row has more fields than the header.
pub fn parse(file: &'static str, text: &'static str, columns: &[&str]) -> Result<Vec<Row>, Error> {
    lines(file, text, columns)?
        .map(|(line, text)| {
            let fields = text.split('\t').count();
            if fields > columns.len() {
                return Err(Error::Model {
                    file,
                    place: format!("line {line}"),
                    cause: format!("{fields} fields where {} are named", columns.len()),
                });
            }
            Ok(Row { line, text })
        })
        .collect()
}

/// The forms of class `name` in a list whose rows are a class and its forms. `file` is its path below `models/`.
///
/// # Errors
/// [`Error::Model`] when the list has no such class.
pub fn class(
    file: &'static str,
    rows: &[Row],
    name: &str,
) -> Result<impl Iterator<Item = &'static str>, Error> {
    let row = rows.iter().find(|row| row.field(0) == name);
    row.map(|row| row.list(1)).ok_or_else(|| Error::Model {
        file,
        place: name.to_owned(),
        cause: "the class is missing".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_line_and_split_alternatives() {
        let rows =
            parse("x.tsv", "# words\nname\tforms\n\nmetre\tmetre | meter|m\nfoot\n", &["name", "forms"])
                .unwrap();
        assert_eq!((rows[0].line, rows[0].field(0)), (4, "metre"));
        assert_eq!(rows[0].list(1).collect::<Vec<_>>(), ["metre", "meter", "m"]);
        assert_eq!(rows[1].list(1).count(), 0);
    }

    #[test]
    fn a_class_has_its_forms_and_one_that_is_missing_is_named() {
        let rows = parse("x.tsv", "class\tforms\nsmall\tof | the\n", &["class", "forms"]).unwrap();
        assert_eq!(class("x.tsv", &rows, "small").unwrap().collect::<Vec<_>>(), ["of", "the"]);
        let message = class("x.tsv", &rows, "large").map(|_| ()).unwrap_err().to_string();
        assert!(message.contains("x.tsv") && message.contains("large"));
    }

    #[test]
    fn a_wrong_header_or_a_row_too_long_names_its_line() {
        let message = |text| parse("x.tsv", text, &["a", "b"]).unwrap_err().to_string();
        assert!(message("a\tc\n").contains("line 1"));
        assert!(message("a\tb\n1\t2\t3\n").contains("line 2: 3 fields where 2"));
        assert!(message("").contains("empty"));
    }
}
