//! Zip archives of articles.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::format::FileKind;
use super::open::{BUFFER, Stream, unpack};

/// The most files in one archive: their directory is held in memory.
const MOST: usize = 200_000;

/// Bytes that may be read to list the files of an archive: each takes some 50 and its name, and ten times as much memory.
const DIRECTORY: u64 = 32 << 20;

/// A file in an archive.
#[derive(Debug)]
pub(super) struct Member {
    /// Its name in the archive.
    pub(super) name: String,
    pub(super) form: FileKind,
    /// Its packed size in bytes.
    pub(super) size: u64,
    at: u64,
    checksum: u32,
    deflated: bool,
}

/// A file in an archive that cannot be read, and why.
#[derive(Debug)]
pub(super) struct Unread {
    /// Its name; `None` where the archive as a whole is at fault.
    pub(super) name: Option<String>,
    pub(super) cause: io::Error,
}

/// The files of known forms in the archive `path`, in their order there. Hidden ones are left aside; one that cannot be read is
/// told in its place.
pub(super) fn members(path: &Path) -> io::Result<Vec<Result<Member, Unread>>> {
    let left = Rc::new(Cell::new(DIRECTORY));
    let file = BoundedFile { file: File::open(path)?, left: Rc::clone(&left) };
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    if archive.len() > MOST {
        let cause = format!("holds {} files; at most {MOST} are read, unpack it first", archive.len());
        return Err(io::Error::other(cause));
    }
    // From now on heads are read one at a time.
    left.set(u64::MAX);
    let mut members: Vec<_> = (0..archive.len()).filter_map(|index| member(&mut archive, index)).collect();
    if archive.metadata().has_duplicate_names() {
        let cause =
            "several of its files have the same name; of them only the last was read, unpack it first";
        members.push(Err(Unread { name: None, cause: io::Error::other(cause) }));
    }
    Ok(members)
}

/// The file at `index`, `None` where it is not to be read.
fn member<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize) -> Option<Result<Member, Unread>> {
    let raw = archive.name_for_index(index)?;
    let name = raw.map_or_else(|error| error.to_string(), std::borrow::Cow::into_owned);
    let folder = name.ends_with(['/', '\\']);
    let name = plain_name(&name)?;
    let form = FileKind::of(Path::new(&name)).filter(|form| !folder && !form.is_archive())?;
    let member = archive.by_index_raw(index).map_err(io::Error::from);
    let member = member.and_then(|file| readable(&file).map(|(at, deflated)| (at, deflated, file)));
    Some(match member {
        Ok((at, deflated, file)) => {
            let (size, checksum) = (file.compressed_size(), file.crc32());
            Ok(Member { name, form, size, at, checksum, deflated })
        }
        Err(cause) => Err(Unread { name: Some(name), cause }),
    })
}

/// Where the content of a file begins, and whether it is packed.
fn readable<R: Read>(file: &ZipFile<'_, R>) -> io::Result<(u64, bool)> {
    if file.encrypted() {
        return Err(io::Error::other("is encrypted; unpack the archive first"));
    }
    let deflated = match file.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        other => {
            let cause = format!("is packed in a way that is not read ({other}); unpack the archive first");
            return Err(io::Error::other(cause));
        }
    };
    let at = file.data_start().ok_or_else(|| io::Error::other("has no content"))?;
    Ok((at, deflated))
}

/// The name of a file in an archive as a path below it: parts joined by `/`, without `.` and `..`. Nothing is ever opened by it.
/// `None` for hidden files.
fn plain_name(name: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            hidden if hidden.starts_with('.') => return None,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A file of which no more than a number of bytes is read.
struct BoundedFile {
    file: File,
    left: Rc<Cell<u64>>,
}

impl Read for BoundedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or_else(|| {
            io::Error::other("the list of its files is too long to be read; unpack it first")
        })?);
        Ok(read)
    }
}

impl Seek for BoundedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// The content of a member. It is read apart from the archive's own reader, so that it can be handed on.
pub(super) fn open(path: &Path, member: &Member) -> io::Result<Stream> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(member.at))?;
    let packed = BufReader::with_capacity(BUFFER, file.take(member.size));
    let content: Box<dyn Read + Send> =
        if member.deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
    let checked = Checked { content, sum: Crc::new(), expected: member.checksum };
    Ok(unpack(BufReader::with_capacity(BUFFER, checked), member.form.packing))
}

/// Compares the checksum at the end.
struct Checked<R> {
    content: R,
    sum: Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        self.sum.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.sum.sum() != self.expected {
            return Err(io::Error::other("the checksum of a file in the archive is wrong"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(path: &Path, files: &[(&str, &str, CompressionMethod)]) {
        let mut writer = ZipWriter::new(File::create(path).unwrap());
        for (name, text, method) in files {
            writer.start_file(*name, SimpleFileOptions::default().compression_method(*method)).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap();
    }

    /// The names of members, and the causes why they are not read.
    fn names(members: &[Result<Member, Unread>]) -> Vec<String> {
        let told = |it: &Unread| format!("{}: {}", it.name.as_deref().unwrap_or("-"), it.cause);
        members.iter().map(|it| it.as_ref().map_or_else(told, |it| it.name.clone())).collect()
    }

    #[test]
    fn no_member_vanishes_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let given = [
            "./news/0.txt",
            "a/../c.txt",
            "../../up.txt",
            "/abs.txt",
            "win\\d.txt",
            "a/.b/../e.txt",
            "./.f.txt",
        ];
        let files = given.map(|name| (name, "Five men.", CompressionMethod::Stored));
        archive(&path, &files);
        let found = ["news/0.txt", "c.txt", "up.txt", "abs.txt", "win/d.txt"];
        assert_eq!(names(&members(&path).unwrap()), found);
    }

    #[test]
    fn a_member_that_cannot_be_read_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let files = ["a.txt", "b.txt", "c.txt", "d.txt"];
        archive(&path, &files.map(|name| (name, "Five men.", CompressionMethod::Stored)));
        let mut bytes = fs::read(&path).unwrap();
        let places = |mark: &[u8], bytes: &[u8]| -> Vec<usize> {
            (0..bytes.len()).filter(|&at| bytes[at..].starts_with(mark)).collect()
        };
        let (local, central) = (places(b"PK\x03\x04", &bytes), places(b"PK\x01\x02", &bytes));
        // An encrypted one, one packed with bzip2, one whose own head is damaged.
        bytes[local[0] + 6] |= 1;
        bytes[central[0] + 8] |= 1;
        bytes[local[1] + 8] = 12;
        bytes[central[1] + 10] = 12;
        bytes[local[2]] = 0;
        fs::write(&path, bytes).unwrap();
        let told = names(&members(&path).unwrap());
        assert!(told[0].starts_with("a.txt: is encrypted"), "{told:?}");
        assert!(told[1].starts_with("b.txt: is packed in a way that is not read"), "{told:?}");
        assert!(told[2].starts_with("c.txt: ") && told[3] == "d.txt", "{told:?}");
    }

    #[test]
    fn articles_in_an_archive_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let long = "Five men. ".repeat(20_000);
        archive(
            &path,
            &[
                ("b/one.txt", &long, CompressionMethod::Deflated),
                ("a.jsonl", "{}", CompressionMethod::Stored),
                ("b/.hidden.txt", "x", CompressionMethod::Stored),
                ("photo.jpg", "x", CompressionMethod::Stored),
            ],
        );
        let members = members(&path).unwrap();
        assert_eq!(names(&members), ["b/one.txt", "a.jsonl"]);
        assert_eq!(io::read_to_string(open(&path, members[0].as_ref().unwrap()).unwrap()).unwrap(), long);
    }

    #[test]
    fn a_damaged_archive_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        archive(&path, &[("one.txt", "Five men.", CompressionMethod::Stored)]);
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.windows(4).position(|four| four == b"Five").unwrap();
        bytes[at] = b'f';
        fs::write(&path, &bytes).unwrap();
        let members = members(&path).unwrap();
        let told = io::read_to_string(open(&path, members[0].as_ref().unwrap()).unwrap()).unwrap_err();
        assert!(told.to_string().contains("checksum"));
        fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
        assert!(super::members(&path).is_err());
    }
}
