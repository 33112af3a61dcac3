//! Lines of bytes with a limit on their length, so that a file without line ends cannot fill the memory.

use std::io::{self, BufRead};

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Number in the file, from 1.
    pub(super) number: usize,
    /// Its bytes without the line end; `None` where it is longer than the limit.
    pub(super) bytes: Option<Vec<u8>>,
    /// Its length in the file, line end included.
    pub(super) length: u64,
}

/// The lines of a reader.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    number: usize,
    limit: usize,
}

impl<R: BufRead> Lines<R> {
    /// Lines of at most `limit` bytes; a longer one is skipped and told so.
    pub(super) fn new(reader: R, limit: usize) -> Self {
        Self { reader, number: 0, limit }
    }

    /// The next line, `None` at the end.
    fn next_line(&mut self) -> io::Result<Option<Line>> {
        let (mut bytes, mut length, mut ended) = (Vec::new(), 0, false);
        while !ended {
            let part = match self.reader.fill_buf() {
                Ok(part) => part,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if part.is_empty() {
                break;
            }
            let end = part.iter().position(|&byte| byte == b'\n');
            let (content, used) = end.map_or((part, part.len()), |at| (&part[..at], at + 1));
            if bytes.len() <= self.limit {
                // One byte more than allowed is enough to know.
                let room = self.limit.saturating_add(1) - bytes.len();
                bytes.extend_from_slice(&content[..content.len().min(room)]);
            }
            ended = end.is_some();
            length += used as u64;
            self.reader.consume(used);
        }
        if length == 0 {
            return Ok(None);
        }
        self.number += 1;
        let bytes = (bytes.len() <= self.limit).then_some(bytes);
        Ok(Some(Line { number: self.number, bytes, length }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_line().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number, text and length of every line, with a buffer of `buffer` bytes.
    fn lines(text: &str, limit: usize, buffer: usize) -> Vec<(usize, Option<String>, u64)> {
        let reader = io::BufReader::with_capacity(buffer, text.as_bytes());
        Lines::new(reader, limit)
            .map(|line| line.unwrap())
            .map(|line| (line.number, line.bytes.map(|it| String::from_utf8(it).unwrap()), line.length))
            .collect()
    }

    #[test]
    fn lines_are_the_same_at_any_buffer_size() {
        for buffer in [1, 2, 3, 64] {
            let found = lines("ab\n\nabcdef\nabc", 4, buffer);
            let expected = [
                (1, Some("ab".to_owned()), 3),
                (2, Some(String::new()), 1),
                (3, None, 7),
                (4, Some("abc".to_owned()), 3),
            ];
            assert_eq!(found, expected, "buffer of {buffer}");
        }
    }

    #[test]
    fn an_empty_file_has_no_line() {
        assert!(lines("", 4, 8).is_empty());
    }
}
