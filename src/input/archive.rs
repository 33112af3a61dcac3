//! Zip archives of articles.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::format::Form;
use super::open::{BUFFER, Stream, unpack};

/// The most files in one archive: their directory is held in memory.
const MOST: usize = 200_000;

/// A file in an archive.
#[derive(Debug)]
pub(super) struct Member {
    /// Its name in the archive.
    pub(super) name: String,
    pub(super) form: Form,
    /// Its packed size in bytes.
    pub(super) size: u64,
    at: u64,
    checksum: u32,
    deflated: bool,
}

/// The files of known forms in the archive `path`, in their order there. Hidden ones are left aside.
pub(super) fn members(path: &Path) -> io::Result<Vec<Member>> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?))?;
    if archive.len() > MOST {
        let cause = format!("holds {} files; at most {MOST} are read, unpack it first", archive.len());
        return Err(io::Error::other(cause));
    }
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        if let Some(member) = member(&file)? {
            members.push(member);
        }
    }
    Ok(members)
}

fn member<R: Read>(file: &ZipFile<'_, R>) -> io::Result<Option<Member>> {
    let name = file.name()?.into_owned();
    let inner = PathBuf::from(&name);
    let hidden = inner.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
    let Some(form) = Form::of(&inner).filter(|form| !hidden && !form.is_archive() && !file.is_dir()) else {
        return Ok(None);
    };
    let deflated = match file.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        other => {
            return Err(io::Error::other(format!("{name} is packed in a way that is not read ({other})")));
        }
    };
    if file.encrypted() {
        return Err(io::Error::other(format!("{name} is encrypted")));
    }
    let at = file.data_start().ok_or_else(|| io::Error::other(format!("{name} has no content")))?;
    let (size, checksum) = (file.compressed_size(), file.crc32());
    Ok(Some(Member { name, form, size, at, checksum, deflated }))
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
        let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["b/one.txt", "a.jsonl"]);
        assert_eq!(io::read_to_string(open(&path, &members[0]).unwrap()).unwrap(), long);
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
        let told = io::read_to_string(open(&path, &members[0]).unwrap()).unwrap_err();
        assert!(told.to_string().contains("checksum"));
        fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
        assert!(super::members(&path).is_err());
    }
}
