//! The file or stream that lines are written to.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 16;

/// Where lines go: standard output, or a file that appears under its name only when it is complete.
#[derive(Debug)]
pub struct Target {
    writer: BufWriter<Raw>,
    destination: Destination,
}

#[derive(Debug)]
enum Destination {
    /// Written as it comes: standard output, a device, a named pipe. The name is for messages.
    Stream(PathBuf),
    /// A file's name, and the name that it bears until it is complete.
    File { path: PathBuf, part: PathBuf },
}

#[derive(Debug)]
enum Raw {
    Stdout(io::Stdout),
    File(File),
}

impl Target {
    /// Standard output.
    pub fn stdout() -> Self {
        let writer = BufWriter::with_capacity(BUFFER, Raw::Stdout(io::stdout()));
        Self { writer, destination: Destination::Stream(PathBuf::from("standard output")) }
    }

    /// The file `path`, written as [`part_of`] it until [`Target::finish`]. A device or a named pipe is written
    /// directly: a file under its name would take its place.
    ///
    /// # Errors
    /// [`Error::Io`] when that cannot be created.
    pub fn file(path: &Path) -> Result<Self, Error> {
        if is_stream(path) {
            let opened = File::options().write(true).open(path);
            let file = opened.map_err(|source| Error::Io { path: path.to_owned(), source })?;
            return Ok(Self::new(file, Destination::Stream(path.to_owned())));
        }
        let part = part_of(path);
        let file = File::create(&part).map_err(|source| Error::Io { path: part.clone(), source })?;
        Ok(Self::new(file, Destination::File { path: resolved(path), part }))
    }

    fn new(file: File, destination: Destination) -> Self {
        Self { writer: BufWriter::with_capacity(BUFFER, Raw::File(file)), destination }
    }

    /// As [`Target::file`], but goes on after the first `kept` bytes of what an earlier run has left.
    ///
    /// # Errors
    /// [`Error::Io`] when there is no part or it cannot be written.
    pub fn append(path: &Path, kept: u64) -> Result<Self, Error> {
        let part = part_of(path);
        let open = || {
            let mut file = File::options().write(true).open(&part)?;
            file.set_len(kept)?;
            file.seek(SeekFrom::End(0))?;
            Ok(file)
        };
        let file = open().map_err(|source| Error::Io { path: part.clone(), source })?;
        Ok(Self::new(file, Destination::File { path: resolved(path), part }))
    }

    /// Writes `line` and a line end.
    ///
    /// # Errors
    /// [`Error::Io`] when the disk is full or nobody reads the pipe any more.
    pub fn line(&mut self, line: &[u8]) -> Result<(), Error> {
        let written = self.writer.write_all(line).and_then(|()| self.writer.write_all(b"\n"));
        written.map_err(|source| self.fault(source))
    }

    /// Hands on everything written so far.
    ///
    /// # Errors
    /// As [`Target::line`].
    pub fn flush(&mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|source| self.fault(source))
    }

    /// Writes out what is left; a file is now safe on the disk and appears under its name.
    ///
    /// # Errors
    /// As [`Target::line`]; then a file's part stays under the part's name.
    pub fn finish(mut self) -> Result<(), Error> {
        self.flush()?;
        let Destination::File { path, part } = &self.destination else { return Ok(()) };
        let synced = match self.writer.get_ref() {
            Raw::File(file) => file.sync_all(),
            Raw::Stdout(_) => Ok(()),
        };
        synced.and_then(|()| fs::rename(part, path)).map_err(|source| self.fault(source))
    }

    /// Writes out what is left, and leaves a file as its part, to be gone on with.
    ///
    /// # Errors
    /// As [`Target::line`].
    pub fn keep(mut self) -> Result<(), Error> {
        self.flush()
    }

    /// Gives up: nothing is left of a file.
    ///
    /// # Errors
    /// [`Error::Io`] when the part cannot be removed.
    pub fn discard(self) -> Result<(), Error> {
        let Destination::File { part, .. } = &self.destination else { return Ok(()) };
        fs::remove_file(part).map_err(|source| self.fault(source))
    }

    /// Whether it is a file, not standard output.
    pub fn is_file(&self) -> bool {
        matches!(self.destination, Destination::File { .. })
    }

    /// Its name in messages.
    pub fn place(&self) -> PathBuf {
        let (Destination::Stream(path) | Destination::File { part: path, .. }) = &self.destination;
        path.clone()
    }

    fn fault(&self, source: io::Error) -> Error {
        Error::Io { path: self.place(), source }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The name of a file while it is not complete: `news.jsonl.part` for `news.jsonl`, in the same folder.
pub fn part_of(path: &Path) -> PathBuf {
    let mut name = resolved(path).into_os_string();
    name.push(".part");
    PathBuf::from(name)
}

/// The file that `path` names: a symbolic link stays a link, what it points at is written.
fn resolved(path: &Path) -> PathBuf {
    // Where there is no file yet there is no link to follow either.
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether `path` is a device, a named pipe or a socket.
fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

impl Write for Raw {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_only_when_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut target = Target::file(&path).unwrap();
        target.line(b"one").unwrap();
        target.flush().unwrap();
        assert!(!path.exists() && part_of(&path).exists());
        target.line(b"two").unwrap();
        target.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        assert!(!part_of(&path).exists());
    }

    #[test]
    fn a_part_is_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut target = Target::file(&path).unwrap();
        target.line(b"one").unwrap();
        target.line(b"torn").unwrap();
        target.keep().unwrap();
        assert!(!path.exists());
        let mut target = Target::append(&path, 4).unwrap();
        target.line(b"two").unwrap();
        target.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_stream_is_written_and_stays() {
        use std::io::Read as _;
        use std::os::unix::fs::FileTypeExt as _;

        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || {
                let mut text = String::new();
                File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
                text
            }
        });
        let mut target = Target::file(&pipe).unwrap();
        target.line(b"one").unwrap();
        target.finish().unwrap();
        assert_eq!(reader.join().unwrap(), "one\n");
        assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo() && !part_of(&pipe).exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("out.jsonl"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut target = Target::file(&link).unwrap();
        target.line(b"new").unwrap();
        target.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new\n");
    }

    #[test]
    fn what_is_discarded_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut target = Target::file(&folder.path().join("out.jsonl")).unwrap();
        target.line(b"one").unwrap();
        target.discard().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_missing_is_told() {
        let error = Target::file(Path::new("/nowhere/out.jsonl")).unwrap_err();
        assert!(error.to_string().contains("/nowhere/out.jsonl.part"));
    }
}
