//! The rows of a table as they stand in the file, each with its line, and with what is wrong with its quotation marks.
//!
//! A mark that is never closed would swallow the rows after it. It is told by the line that follows the one in which it opens: when
//! that has as many fields as the header, it is a row of its own, and only the line of the mark is lost.

use std::io::{self, BufRead as _};

use super::ahead::Ahead;
use super::open::Stream;

/// One row.
#[derive(Debug, Default)]
pub(super) struct TableRow {
    /// Its bytes, without the line end.
    pub(super) bytes: Vec<u8>,
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    pub(super) fields: usize,
    pub(super) problem: Option<Problem>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// It is longer than allowed.
    Length,
    /// It has more fields than allowed.
    Fields,
    /// A quotation mark that opens in line `quote` is not closed; the lines to `last` are lost by it.
    Unclosed { quote: usize, last: usize },
    /// A field of several lines that opens in line `quote` has a mark within that is not doubled.
    Stray { quote: usize },
}

/// Reads rows.
pub(super) struct Scanner {
    stream: Ahead,
    delimiter: u8,
    most_bytes: usize,
    most_fields: usize,
    /// Fields of a row as it should be.
    columns: Option<usize>,
    /// The line that comes next.
    line: usize,
}

/// Where in a row a reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InRow {
    /// Before a field.
    Start,
    Plain,
    Quoted,
    /// Past a mark that closes a field, or is the first of two.
    Closing,
    End,
}

/// A row that is being read.
struct State {
    at: InRow,
    row: TableRow,
    /// The line that is being read.
    line: usize,
    /// Line and place of the mark that opened last.
    quote: (usize, usize),
    after_return: bool,
}

impl State {
    fn new(line: usize) -> Self {
        let row = TableRow { line, fields: 1, ..TableRow::default() };
        Self { at: InRow::Start, row, line, quote: (line, 0), after_return: false }
    }

    /// Takes a byte; whether a mark was met that neither closes its field of several lines nor is doubled.
    fn take(&mut self, byte: u8, delimiter: u8) -> bool {
        let ends = matches!(byte, b'\n' | b'\r');
        let mut stray = false;
        self.at = match self.at {
            InRow::Quoted if byte == b'"' => InRow::Closing,
            InRow::Quoted => {
                self.line += usize::from(byte == b'\r' || byte == b'\n' && !self.after_return);
                InRow::Quoted
            }
            InRow::Closing if byte == b'"' => InRow::Quoted,
            _ if ends => InRow::End,
            _ if byte == delimiter => {
                self.row.fields += 1;
                InRow::Start
            }
            InRow::Start if byte == b'"' => {
                self.quote = (self.line, self.row.bytes.len());
                InRow::Quoted
            }
            InRow::Closing => {
                stray = self.quote.0 < self.line;
                InRow::Plain
            }
            _ => InRow::Plain,
        };
        self.after_return = byte == b'\r';
        stray
    }
}

impl Scanner {
    /// Reads rows of at most `most_bytes` bytes and `most_fields` fields; `line` is the number of the first.
    pub(super) fn new(
        stream: Stream,
        delimiter: u8,
        most_bytes: usize,
        most_fields: usize,
        line: usize,
    ) -> Self {
        Self { stream: Ahead::new(stream), delimiter, most_bytes, most_fields, columns: None, line }
    }

    /// From now on rows should have that many fields.
    pub(super) fn expect(&mut self, columns: usize) {
        self.columns = Some(columns);
    }

    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The line that comes next.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The next row that is not empty; `None` at the end.
    pub(super) fn next_row(&mut self) -> io::Result<Option<TableRow>> {
        loop {
            let mut state = State::new(self.line);
            let ended = self.read(&mut state)?;
            if ended && state.row.bytes.is_empty() {
                return Ok(None);
            }
            if !state.row.bytes.is_empty() {
                return Ok(Some(state.row));
            }
        }
    }

    /// Reads a row to its end; whether the table ends there.
    fn read(&mut self, state: &mut State) -> io::Result<bool> {
        loop {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                return Ok(self.at_end(state));
            }
            let (mut used, mut stray, mut full) = (0, false, false);
            for &byte in buffer {
                used += 1;
                stray = state.take(byte, self.delimiter);
                if state.at == InRow::End {
                    break;
                }
                if state.row.bytes.len() <= self.most_bytes {
                    state.row.bytes.push(byte);
                    full = state.row.bytes.len() > self.most_bytes;
                }
                if stray || full {
                    break;
                }
            }
            self.stream.consume(used);
            if state.at == InRow::End {
                self.end_line(state)?;
                return Ok(false);
            }
            if (stray || full && state.at == InRow::Quoted) && self.split(state, stray) {
                return Ok(false);
            }
            if full {
                // What follows is read to the end of the row, and not kept.
                state.row.problem = Some(Problem::Length);
            } else if stray && state.row.problem.is_none() {
                state.row.problem = Some(Problem::Stray { quote: state.quote.0 });
            }
        }
    }

    /// Past the line end of a row.
    fn end_line(&mut self, state: &mut State) -> io::Result<()> {
        if state.after_return && self.stream.fill_buf()?.first() == Some(&b'\n') {
            self.stream.consume(1);
        }
        self.line = state.line + 1;
        if state.row.fields > self.most_fields {
            state.row.problem = Some(Problem::Fields);
        }
        Ok(())
    }

    /// The table ends within a row; whether it ends with this row.
    fn at_end(&mut self, state: &mut State) -> bool {
        if state.at == InRow::Quoted {
            if self.split(state, false) {
                return false;
            }
            state.row.problem = Some(Problem::Unclosed { quote: state.quote.0, last: state.line });
        }
        self.line = state.line;
        if state.row.fields > self.most_fields {
            state.row.problem = Some(Problem::Fields);
        }
        true
    }

    /// When the line after that of the mark is a row of its own: ends the row before it, and puts the rest back. `stray` says that
    /// the row has been read only up to a mark in it.
    fn split(&mut self, state: &mut State, stray: bool) -> bool {
        let (quote, place) = state.quote;
        let Some(columns) = self.columns.filter(|_| state.row.problem.is_none()) else { return false };
        let Some(end) = state.row.bytes[place..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            return false;
        };
        let mut rest = place + end + 1;
        if state.row.bytes[rest - 1] == b'\r' && state.row.bytes.get(rest) == Some(&b'\n') {
            rest += 1;
        }
        if first_fields(&state.row.bytes[rest..], self.delimiter, stray) != columns {
            return false;
        }
        self.stream.put_back(&state.row.bytes[rest..]);
        state.row.bytes.truncate(place + end);
        state.row.problem = Some(Problem::Unclosed { quote, last: quote });
        self.line = quote + 1;
        true
    }
}

/// Fields of the first row in `bytes` that is not empty; `cut` tells that more would follow.
fn first_fields(bytes: &[u8], delimiter: u8, cut: bool) -> usize {
    let mut state = State::new(1);
    for &byte in bytes.iter().skip_while(|byte| matches!(byte, b'\n' | b'\r')) {
        state.take(byte, delimiter);
        if state.at == InRow::End {
            return state.row.fields;
        }
    }
    // A row that is cut off within a field without marks may be anything.
    if cut && state.at == InRow::Start { 0 } else { state.row.fields }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    /// Line, bytes and problem of every row, with a buffer of `step` bytes.
    fn rows(table: &str, step: usize) -> Vec<(usize, String, Option<Problem>)> {
        let stream = BufReader::with_capacity(step, Cursor::new(table.as_bytes().to_vec()));
        let mut scanner = Scanner::new(Box::new(stream), b',', 1000, 10, 1);
        scanner.expect(2);
        let next = || scanner.next_row().unwrap();
        std::iter::from_fn(next)
            .map(|row| (row.line, String::from_utf8(row.bytes).unwrap(), row.problem))
            .collect()
    }

    fn row(line: usize, bytes: &str) -> (usize, String, Option<Problem>) {
        (line, bytes.to_owned(), None)
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let expected =
            [row(1, "a,b"), row(3, "1,\"Two\r\nlines\""), row(6, "2,\"\"\"x\"\"\""), row(7, "3,c")];
        for step in [1, 2, 5, 100] {
            assert_eq!(rows("a,b\r\n\r\n1,\"Two\r\nlines\"\r\n\r\n2,\"\"\"x\"\"\"\r\n3,c", step), expected);
        }
        assert_eq!(rows("a,b\n\n\n1,c\n", 3), [row(1, "a,b"), row(4, "1,c")]);
        assert_eq!(rows("a,b\r\r1,c\r", 3), [row(1, "a,b"), row(3, "1,c")]);
    }

    #[test]
    fn a_mark_that_is_not_closed_costs_its_line() {
        let unclosed = |line: usize, bytes: &str| {
            (line, bytes.to_owned(), Some(Problem::Unclosed { quote: line, last: line }))
        };
        for step in [1, 3, 100] {
            // To the end of the file, and up to the next mark.
            let expected = [unclosed(1, "1,\"Five men"), row(2, "2,Six men"), row(3, "3,Seven")];
            assert_eq!(rows("1,\"Five men\n2,Six men\n3,Seven\n", step), expected);
            let expected =
                [unclosed(1, "1,\"Five men"), row(2, "2,Six"), row(3, "3,\"Seven\"\"\""), row(4, "4,x")];
            assert_eq!(rows("1,\"Five men\n2,Six\n3,\"Seven\"\"\"\n4,x\n", step), expected);
            let expected = [unclosed(1, "1,\"a"), unclosed(2, "2,\"b"), row(3, "3,c")];
            assert_eq!(rows("1,\"a\n2,\"b\n3,c\n", step), expected);
            let long = format!("1,\"a\n2,b\n3,{}\n4,c\n", "x".repeat(2000));
            let found = rows(&long, step);
            assert_eq!(found[..2], [unclosed(1, "1,\"a"), row(2, "2,b")]);
            assert_eq!((found[2].2, &found[3]), (Some(Problem::Length), &row(4, "4,c")));
        }
    }

    #[test]
    fn a_field_that_is_cut_off_is_told_as_a_whole() {
        let found = rows("1,\"Five men.\n\nSix, said he, came.\nThen", 4);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].2, Some(Problem::Unclosed { quote: 1, last: 4 }));
        let found = rows("1,\"Para one.\nHe said \"Stop\" now.\"\n2,b\n", 4);
        assert_eq!((found[0].2, &found[1]), (Some(Problem::Stray { quote: 1 }), &row(3, "2,b")));
    }

    #[test]
    fn too_much_is_told() {
        assert_eq!(rows(&format!("{}\n1,b\n", "x,".repeat(20)), 7)[0].2, Some(Problem::Fields));
        let found = rows(&format!("1,\"{}\"\n2,b\n", "x \n".repeat(2000)), 7);
        assert_eq!((found[0].2, &found[1]), (Some(Problem::Length), &row(2002, "2,b")));
        let found = rows(&format!("1,\"{}", "x ".repeat(2000)), 7);
        assert_eq!(found[0].2, Some(Problem::Unclosed { quote: 1, last: 1 }));
    }
}
