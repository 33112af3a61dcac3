//! Files as streams of bytes, unpacked on the way.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::format::Packing;

/// Bytes read at once.
pub(super) const BUFFER: usize = 1 << 16;

/// A stream that can go to another thread.
pub(super) type Stream = Box<dyn BufRead + Send>;

/// The content of `path`, unpacked; the counter tells how many of the file's own bytes have been read.
pub(super) fn open(path: &Path, packing: Packing) -> io::Result<(Stream, Counter)> {
    let count = Counter::default();
    let file = Counted { file: File::open(path)?, count: count.clone() };
    Ok((unpack(BufReader::with_capacity(BUFFER, file), packing), count))
}

pub(super) fn unpack(file: impl BufRead + Send + 'static, packing: Packing) -> Stream {
    match packing {
        Packing::None => Box::new(file),
        Packing::Gzip => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file))),
        Packing::Zstandard => Box::new(BufReader::with_capacity(BUFFER, Frames::new(file))),
    }
}

/// How many bytes of a file have been read since it was last asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Counter(Arc<AtomicU64>);

impl Counter {
    /// Counts bytes that are read elsewhere.
    pub(super) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// The bytes read since the last call.
    pub(super) fn take(&self) -> u64 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

struct Counted {
    file: File,
    count: Counter,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.count.add(read as u64);
        Ok(read)
    }
}

/// The frames of a Zstandard file one after the other (the decoder knows only single ones), checksums checked.
struct Frames<R> {
    decoder: FrameDecoder,
    source: R,
    inside: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        Self { decoder: FrameDecoder::new(), source, inside: false }
    }

    /// Begins the next frame; `false` at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        if self.source.fill_buf()?.is_empty() {
            return Ok(false);
        }
        match self.decoder.reset(&mut self.source) {
            Ok(()) => self.inside = true,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length, ..
            })) => {
                io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?;
            }
            Err(error) => return Err(io::Error::other(error)),
        }
        Ok(true)
    }

    fn end(&mut self) -> io::Result<()> {
        self.inside = false;
        let (stored, found) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
        if stored.is_some() && stored != found {
            return Err(io::Error::other("the checksum of the Zstandard frame is wrong"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.inside {
                if !self.begin()? {
                    return Ok(0);
                }
                continue;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let some = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, some).map_err(io::Error::other)?;
            }
            match self.decoder.read(buffer)? {
                0 => self.end()?,
                read => return Ok(read),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn read(bytes: &[u8], packing: Packing) -> io::Result<String> {
        let mut text = String::new();
        unpack(io::Cursor::new(bytes.to_vec()), packing).read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    fn zstandard(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn files_of_several_members_are_read_to_the_end() {
        let long = "All men. ".repeat(50_000);
        for (pack, packing) in [(gzip as fn(&str) -> Vec<u8>, Packing::Gzip), (zstandard, Packing::Zstandard)]
        {
            let bytes = [pack("one "), pack(&long), pack("")].concat();
            assert_eq!(read(&bytes, packing).unwrap(), format!("one {long}"));
        }
    }

    #[test]
    fn a_cut_or_wrong_file_is_an_error() {
        for (pack, packing) in [(gzip as fn(&str) -> Vec<u8>, Packing::Gzip), (zstandard, Packing::Zstandard)]
        {
            let bytes = pack("Five men met at noon. Six did not.");
            assert!(read(&bytes[..bytes.len() - 6], packing).is_err());
            assert!(read(b"no packed file at all", packing).is_err());
        }
    }
}
