//! The file or stream that lines are written to.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use same_file::Handle;

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
        let file = locked(&part, true).and_then(|file| file.set_len(0).map(|()| file));
        let file = file.map_err(|source| Error::Io { path: part.clone(), source })?;
        Ok(Self::new(file, Destination::File { path: resolved(path), part }))
    }

    fn new(file: File, destination: Destination) -> Self {
        Self { writer: BufWriter::with_capacity(BUFFER, Raw::File(file)), destination }
    }

    /// As [`Target::file`], but goes on with what an earlier run has left; [`Target::cut`] says after which bytes.
    ///
    /// # Errors
    /// [`Error::Io`] when there is no part or it cannot be written.
    pub fn append(path: &Path) -> Result<Self, Error> {
        let part = part_of(path);
        let file = locked(&part, false).map_err(|source| Error::Io { path: part.clone(), source })?;
        Ok(Self::new(file, Destination::File { path: resolved(path), part }))
    }

    /// Takes away all of a file but the first `kept` bytes, and goes on after them.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be written.
    pub fn cut(&mut self, kept: u64) -> Result<(), Error> {
        self.flush()?;
        let cut = match self.writer.get_mut() {
            Raw::File(file) => file.set_len(kept).and_then(|()| file.seek(SeekFrom::End(0))).map(|_| ()),
            Raw::Stdout(_) => Ok(()),
        };
        cut.map_err(|source| self.fault(source))
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

/// The file that `path` names: a symbolic link stays a link, what it points at is written, also where nothing is there yet.
fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if let Ok(real) = fs::canonicalize(&path) {
            return real;
        }
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    path
}

/// Links that lead to one another, as systems count them.
const MOST_LINKS: usize = 40;

/// How often a file that another run seems to write is tried again, and how long is waited before.
const PATIENCE: usize = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// The file `part`, for this run alone.
fn locked(part: &Path, create: bool) -> io::Result<File> {
    let mut patience = PATIENCE;
    loop {
        if fs::symlink_metadata(part).is_ok_and(|found| !found.is_file()) {
            return Err(io::Error::other("is no file; remove it, or write to another name"));
        }
        let file = File::options().write(true).create(create).truncate(false).open(part)?;
        match file.try_lock() {
            // A program that this one is just starting holds all its files for a moment.
            Err(TryLockError::WouldBlock) if patience > 0 => {
                patience -= 1;
                thread::sleep(PAUSE);
                continue;
            }
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other(
                    "another run is writing it; wait for it, or write to another name",
                ));
            }
            // A file system without locks, such as that of some networks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
            Ok(()) => {}
        }
        // Between the opening and the lock another run may have ended, and given the file its name.
        let here = Handle::from_file(file.try_clone()?)?;
        match Handle::from_path(part) {
            Ok(there) if there == here => return Ok(file),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ if !create => return Err(io::Error::other("another run has ended it")),
            _ => {}
        }
    }
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
        let mut target = Target::append(&path).unwrap();
        target.cut(4).unwrap();
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

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_yet_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("out.jsonl"), folder.path().join("link"));
        std::os::unix::fs::symlink("out.jsonl", &link).unwrap();
        let target = Target::file(&link).unwrap();
        assert!(part_of(&path).exists());
        target.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_part_that_is_no_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        assert!(std::process::Command::new("mkfifo").arg(part_of(&path)).status().unwrap().success());
        assert!(Target::file(&path).unwrap_err().to_string().contains("is no file"));
        assert!(Target::append(&path).unwrap_err().to_string().contains("is no file"));
    }

    #[test]
    fn two_runs_do_not_write_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut first = Target::file(&path).unwrap();
        first.line(b"one").unwrap();
        assert!(Target::file(&path).unwrap_err().to_string().contains("another run"));
        assert!(Target::append(&path).unwrap_err().to_string().contains("another run"));
        first.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        Target::file(&path).unwrap().finish().unwrap();
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
