//! Files as streams of bytes, unpacked on the way.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::format::Packing;
use super::packed::{Frames, Members};

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
        Packing::Gzip => Box::new(BufReader::with_capacity(BUFFER, Members::new(file))),
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
