//! A stream of bytes of which some can be put back.

use std::io::{self, BufRead, Read};

use super::open::Stream;

/// A stream, and what was put back to be read again before it.
pub(super) struct Ahead {
    stream: Stream,
    held: Vec<u8>,
    at: usize,
    /// What reading ahead has met; it is told after the bytes before it.
    error: Option<io::Error>,
}

impl Ahead {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, held: Vec::new(), at: 0, error: None }
    }

    /// A stream that has given `error`, which is told again.
    pub(super) fn after(stream: Stream, error: Option<io::Error>) -> Self {
        Self { error, ..Self::new(stream) }
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

    /// The next bytes, fewer than `number` only at the end or before an error; they stay.
    pub(super) fn peek(&mut self, number: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(number);
        if let Err(error) = self.by_ref().take(number as u64).read_to_end(&mut bytes) {
            self.error = Some(error);
        }
        self.put_back(&bytes);
        bytes
    }

    /// The error that comes next but for line ends, if one does that is `wanted`; it is taken away.
    pub(super) fn error_here(&mut self, wanted: impl Fn(&io::Error) -> bool) -> Option<io::Error> {
        let here = self.peek(8).trim_ascii().is_empty();
        self.error.take_if(|error| here && wanted(error))
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
        if let Some(error) = self.error.take() {
            return Err(error);
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
    fn an_error_comes_after_the_bytes_before_it() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("disk on fire"))
            }
        }
        let broken = io::BufReader::new(io::Cursor::new(b"abc".to_vec()).chain(Breaks));
        let mut ahead = Ahead::new(Box::new(broken));
        assert_eq!((ahead.peek(9), ahead.peek(2)), (b"abc".to_vec(), b"ab".to_vec()));
        let mut all = Vec::new();
        assert!(ahead.error_here(|_| true).is_none());
        assert!(ahead.read_to_end(&mut all).is_err());
        assert_eq!(all, b"abc");
    }

    #[test]
    fn what_is_put_back_comes_again() {
        let mut ahead = Ahead::new(Box::new(io::Cursor::new(b"abcdefgh".to_vec())));
        let mut some = [0; 4];
        ahead.read_exact(&mut some).unwrap();
        ahead.put_back(b"cd");
        assert_eq!(ahead.peek(3), b"cde");
        ahead.put_back(b"ab");
        ahead.read_exact(&mut some).unwrap();
        ahead.put_back(b"d");
        let mut rest = Vec::new();
        ahead.read_to_end(&mut rest).unwrap();
        assert_eq!((&some, &rest[..]), (b"abcd", &b"defgh"[..]));
        assert_eq!(ahead.peek(3), b"");
    }
}
