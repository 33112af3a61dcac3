//! A stream of bytes of which some can be put back.

use std::io::{self, BufRead, Read};

use super::open::Stream;

/// A stream, and what was put back to be read again before it.
pub(super) struct Ahead {
    stream: Stream,
    held: Vec<u8>,
    at: usize,
}

impl Ahead {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, held: Vec::new(), at: 0 }
    }

    /// Puts back what was read last.
    pub(super) fn put_back(&mut self, bytes: &[u8]) {
        if let Some(start) = self.at.checked_sub(bytes.len()) {
            self.held[start..self.at].copy_from_slice(bytes);
            self.at = start;
        } else {
            self.held.splice(..self.at, bytes.iter().copied());
            self.at = 0;
        }
    }

    /// The next bytes, fewer than `number` only at the end; they stay.
    pub(super) fn peek(&mut self, number: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(number);
        let read = self.by_ref().take(number as u64).read_to_end(&mut bytes);
        self.put_back(&bytes);
        read.map(|_| bytes)
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.held.len() {
            return Ok(&self.held[self.at..]);
        }
        if self.at > 0 {
            (self.held, self.at) = (Vec::new(), 0);
        }
        self.stream.fill_buf()
    }

    fn consume(&mut self, used: usize) {
        if self.held.is_empty() {
            self.stream.consume(used);
        } else {
            self.at += used;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_back_comes_again() {
        let mut ahead = Ahead::new(Box::new(io::Cursor::new(b"abcdefgh".to_vec())));
        let mut some = [0; 4];
        ahead.read_exact(&mut some).unwrap();
        ahead.put_back(b"cd");
        assert_eq!(ahead.peek(3).unwrap(), b"cde");
        ahead.put_back(b"ab");
        ahead.read_exact(&mut some).unwrap();
        ahead.put_back(b"d");
        let mut rest = Vec::new();
        ahead.read_to_end(&mut rest).unwrap();
        assert_eq!((&some, &rest[..]), (b"abcd", &b"defgh"[..]));
        assert_eq!(ahead.peek(3).unwrap(), b"");
    }
}
