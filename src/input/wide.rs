//! Streams in an encoding whose letters are not bytes of ASCII (UTF-16 above all) as streams of UTF-8, so that lines and rows can
//! be told apart in them.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

use super::ahead::Ahead;
use super::encoding::sixteen_bits;
use super::open::{BUFFER, Stream};

/// Bytes that tell UTF-16: two letters.
const FEWEST: usize = 4;

/// The stream in UTF-8, and the encoding in which its lines are to be read; `None`: UTF-8, or found out for each.
pub(super) fn narrowed(
    mut stream: Stream,
    given: Option<&'static Encoding>,
) -> (Stream, Option<&'static Encoding>) {
    if given.is_some_and(Encoding::is_ascii_compatible) {
        return (stream, given);
    }
    // An error is met again by who reads the lines: after damage they go on.
    let start = match stream.fill_buf() {
        Ok(start) if start.len() >= FEWEST => Ok(of_start(start)),
        Ok(_) => Err(None),
        Err(error) => Err(Some(error)),
    };
    let found = match start {
        Ok(found) => found,
        Err(error) => {
            let mut ahead = Ahead::after(stream, error);
            let found = of_start(&ahead.peek(FEWEST));
            stream = Box::new(ahead);
            found
        }
    };
    let Some(encoding) = given.or(found) else { return (stream, None) };
    let narrow =
        Narrow { stream, decoder: Some(encoding.new_decoder()), text: vec![0; BUFFER], at: 0, end: 0 };
    (Box::new(narrow), None)
}

/// UTF-16, if that is what a stream with that start is in.
pub(super) fn of_start(start: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(start) {
        Some((encoding, _)) => Some(encoding).filter(|it| [UTF_16BE, UTF_16LE].contains(it)),
        None => sixteen_bits(start),
    }
}

/// Decodes as it goes; what is no text becomes U+FFFD.
struct Narrow {
    stream: Stream,
    /// `None` at the end.
    decoder: Option<Decoder>,
    text: Vec<u8>,
    at: usize,
    end: usize,
}

impl Read for Narrow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Narrow {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.end
            && let Some(decoder) = &mut self.decoder
        {
            let bytes = self.stream.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) = decoder.decode_to_utf8(bytes, &mut self.text, last);
            self.stream.consume(read);
            (self.at, self.end) = (0, written);
            if last && result == CoderResult::InputEmpty {
                self.decoder = None;
            }
        }
        Ok(&self.text[self.at..self.end])
    }

    fn consume(&mut self, used: usize) {
        self.at += used;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// What is read of a stream that gives `step` bytes at a time.
    fn read(bytes: &[u8], step: usize, given: Option<&'static Encoding>) -> (String, bool) {
        let stream: Stream = Box::new(io::BufReader::with_capacity(step, Cursor::new(bytes.to_vec())));
        let (stream, left) = narrowed(stream, given);
        (io::read_to_string(stream).unwrap(), left.is_some())
    }

    #[test]
    fn lines_in_sixteen_bits_are_read_at_any_buffer_size() {
        let text = "{\"text\": \"caf\u{e9} \u{1f601}\"}\n{}\n";
        let low: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xff\xfe".to_vec(), low.clone()].concat();
        for step in [1, 2, 3, 7, 4096] {
            for bytes in [&low, &high, &marked, &text.as_bytes().to_vec()] {
                assert_eq!(read(bytes, step, None), (text.to_owned(), false), "{step}");
            }
            assert_eq!(read(&high, step, Some(UTF_16BE)).0, text);
        }
        // An encoding whose letters are bytes is left for each line or field.
        assert!(read(b"five men", 9, Some(encoding_rs::WINDOWS_1252)).1);
    }

    #[test]
    fn half_a_letter_is_replaced() {
        assert_eq!(read(b"\xff\xfea\x00b\x00c\x00\x00\xd8d\x00", 9, None).0, "abc\u{fffd}d");
        assert_eq!(read(b"\xff\xfea\x00b\x00c", 9, None).0, "ab\u{fffd}");
        assert_eq!(read(b"", 9, None).0, "");
    }
}
