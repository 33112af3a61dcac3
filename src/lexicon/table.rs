//! Reads the exact tables of `models/engine`, which a script writes and no one edits: unlike in a word list, blanks at
//! the ends of a field and a leading `#` are part of it, and the first line says how many rows must follow.

use crate::error::Error;

/// Version of the table format that this program reads; the conversion script writes it into each file.
pub const FORMAT: &str = "1";

/// The rows of a table, below its two head lines. `file` is its path below `models/`.
///
/// # Errors
/// [`Error::Model`] when the name, version, columns, number of rows or number of fields is not what it must be.
pub fn rows<const N: usize>(
    file: &'static str,
    text: &'static str,
    columns: [&str; N],
) -> Result<Vec<[&'static str; N]>, Error> {
    let body = body(file, text, columns)?;
    (3..).zip(body.split_terminator('\n')).map(|(line, row)| fields(file, line, row)).collect()
}

/// The `N` fields of one row.
fn fields<const N: usize>(
    file: &'static str,
    line: usize,
    row: &'static str,
) -> Result<[&'static str; N], Error> {
    let mut fields = [""; N];
    let mut parts = row.split('\t');
    for field in &mut fields {
        *field = parts.next().ok_or_else(|| fault(file, line, format!("fewer than {N} fields")))?;
    }
    parts.next().map_or(Ok(fields), |_| Err(fault(file, line, format!("more than {N} fields"))))
}

/// The text below the two head lines, after checking these and the number of rows.
fn body<const N: usize>(
    file: &'static str,
    text: &'static str,
    columns: [&str; N],
) -> Result<&'static str, Error> {
    let name = file.rsplit('/').next().and_then(|name| name.strip_suffix(".tsv")).unwrap_or(file);
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let promised = head
        .strip_prefix(&format!("table {name} format {FORMAT} rows "))
        .and_then(|count| count.parse::<usize>().ok())
        .ok_or_else(|| fault(file, 1, format!("expected table {name} format {FORMAT}, found {head}")))?;
    let (names, body) = rest.split_once('\n').unwrap_or((rest, ""));
    if names.split('\t').ne(columns) {
        return Err(fault(file, 2, format!("expected the columns {}, found {names}", columns.join("\t"))));
    }
    let found = body.bytes().filter(|&byte| byte == b'\n').count();
    if found != promised || !body.ends_with('\n') {
        return Err(fault(file, found + 3, format!("{promised} whole rows promised, {found} found")));
    }
    Ok(body)
}

fn fault(file: &'static str, line: usize, cause: String) -> Error {
    Error::Model { file, place: format!("line {line}"), cause }
}

/// Distance in bytes between the rows that [`Sorted`] remembers: some ten rows.
const STRIDE: usize = 128;

/// A table that is searched where it lies, without being read into memory: its rows stand in the order of their bytes.
#[derive(Debug)]
pub struct Sorted {
    body: &'static str,
    /// Every so many bytes the next row's first eight bytes and its start: a search touches few lines of memory.
    samples: Vec<(u64, usize)>,
}

impl Sorted {
    /// Checks the head of the table; the order of the rows is the writer's promise.
    ///
    /// # Errors
    /// As [`rows`], except that the number of fields is not checked.
    pub fn new<const N: usize>(
        file: &'static str,
        text: &'static str,
        columns: [&str; N],
    ) -> Result<Self, Error> {
        Ok(Self::over(body(file, text, columns)?))
    }

    /// A word list in the form of [`super::parse`] whose rows stand in the order of their bytes, without comments or blanks
    /// among them.
    ///
    /// # Errors
    /// [`Error::Model`] when the header differs from `columns`.
    pub fn of_list<const N: usize>(
        file: &'static str,
        text: &'static str,
        columns: [&str; N],
    ) -> Result<Self, Error> {
        let (mut line, mut rest) = (1, text);
        while rest.starts_with('#') {
            (line, rest) = (line + 1, rest.split_once('\n').map_or("", |(_, rest)| rest));
        }
        let (names, body) = rest.split_once('\n').unwrap_or((rest, ""));
        if names.split('\t').ne(columns) {
            return Err(fault(
                file,
                line,
                format!("expected the header {}, found {names}", columns.join("\t")),
            ));
        }
        Ok(Self::over(body))
    }

    fn over(body: &'static str) -> Self {
        let bytes = body.as_bytes();
        let row_after =
            |at: usize| bytes[at..].iter().position(|&byte| byte == b'\n').map(|line| at + line + 1);
        let starts =
            (0..bytes.len()).step_by(STRIDE).filter_map(|at| if at == 0 { Some(0) } else { row_after(at) });
        let samples = starts.map(|start| (first_bytes(&bytes[start..]), start)).collect();
        Self { body, samples }
    }

    /// What follows `key` and a tab in the first row that starts so.
    pub fn get(&self, key: &str) -> Option<&'static str> {
        let first = first_bytes(key.as_bytes());
        let sample = self.samples.partition_point(|&(bytes, _)| bytes < first).saturating_sub(1);
        let (_, start) = self.samples.get(sample)?;
        let mut rows = self.body[*start..].split('\n');
        let row = rows.find(|row| !is_before(row.as_bytes(), key.as_bytes()))?;
        row.strip_prefix(key)?.strip_prefix('\t')
    }
}

/// The first eight bytes as a number that is ordered as they are; shorter texts are filled with zeros.
fn first_bytes(bytes: &[u8]) -> u64 {
    let mut first = [0; 8];
    let len = bytes.len().min(8);
    first[..len].copy_from_slice(&bytes[..len]);
    u64::from_be_bytes(first)
}

/// Whether `row` stands before the rows that start with `key` and a tab.
fn is_before(row: &[u8], key: &[u8]) -> bool {
    let head = &row[..row.len().min(key.len())];
    match head.cmp(key) {
        std::cmp::Ordering::Equal => row.get(key.len()).is_some_and(|&byte| byte < b'\t'),
        order => order.is_lt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "table x format 1 rows 4\na\tb\n #\t1\nab\t2\nab c\t3\nb\t 4 \n";

    #[test]
    fn fields_are_exact() {
        let rows = rows("engine/x.tsv", SMALL, ["a", "b"]).unwrap();
        assert_eq!(rows, [[" #", "1"], ["ab", "2"], ["ab c", "3"], ["b", " 4 "]]);
    }

    #[test]
    fn a_sorted_table_finds_every_key_and_no_other() {
        let table = Sorted::new("engine/x.tsv", SMALL, ["a", "b"]).unwrap();
        let found = [" #", "ab", "ab c", "b"].map(|key| table.get(key));
        assert_eq!(found, [Some("1"), Some("2"), Some("3"), Some(" 4 ")]);
        for key in ["", "a", "ab d", "abc", "b\t", "c", "\u{10ffff}"] {
            assert_eq!(table.get(key), None, "{key}");
        }
    }

    #[test]
    fn a_word_list_in_order_is_searched_where_it_lies() {
        let text = "# words\nword\tkind\naban\tgiven\nabe\tgiven|last\n";
        let list = Sorted::of_list("x.tsv", text, ["word", "kind"]).unwrap();
        assert_eq!([list.get("abe"), list.get("ab"), list.get("word")], [Some("given|last"), None, None]);
        let wrong = Sorted::of_list("x.tsv", text, ["word", "sort"]).unwrap_err().to_string();
        assert!(wrong.contains("x.tsv: line 2: expected the header word\tsort"), "{wrong}");
    }

    #[test]
    fn a_wrong_or_cut_table_is_refused_with_file_and_line() {
        let message = |text| rows("engine/x.tsv", text, ["a", "b"]).unwrap_err().to_string();
        assert!(message("").contains("engine/x.tsv: line 1: expected table x format 1"));
        assert!(message("table x format 2 rows 0\na\tb\n").contains("line 1"));
        assert!(message("table x format 1 rows 0\na\tc\n").contains("line 2: expected the columns a\tb"));
        assert!(message("table x format 1 rows 2\na\tb\n1\t2\n").contains("2 whole rows promised, 1 found"));
        assert!(message("table x format 1 rows 1\na\tb\n1\t2").contains("1 whole rows promised, 0 found"));
        assert!(message("table x format 1 rows 1\na\tb\n1\n").contains("line 3: fewer than 2 fields"));
        assert!(message("table x format 1 rows 1\na\tb\n1\t2\t3\n").contains("line 3: more than 2 fields"));
    }
}
