//! Packed streams whose damage costs no more than what is damaged: the members of a gzip file, the frames of a Zstandard file.
//!
//! Both forms are a row of packed pieces (crawls pack every record by itself). Where one is damaged the reader gives an error of
//! kind [`Damage`] once, and goes on with the next piece that begins as it should.

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, Chain, Cursor, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How a gzip member begins: its mark, and the one method of packing that there is (RFC 1952).
const GZIP: [u8; 3] = [0x1f, 0x8b, 0x08];

/// How a Zstandard frame begins (RFC 8878).
const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What is damaged, and what is left after it.
#[derive(Debug)]
pub(super) struct Damage {
    pub(super) cause: String,
    pub(super) after: After,
    /// Whether the piece is spoiled of which some has been read.
    spoils: bool,
}

/// What follows a damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// More that can be read: the reader goes on with it.
    More,
    /// Nothing; what came before it may have been cut.
    Nothing,
    /// Nothing, and all before it was whole: bytes were added to the end of the file.
    Whole,
}

impl Damage {
    /// What is damaged, when that is what `error` says.
    pub(super) fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// Whether what was read last before `error` is not to be trusted.
    pub(super) fn spoils(error: &io::Error) -> bool {
        Self::of(error).is_some_and(|damage| damage.spoils)
    }

    /// Whether a reader that gave `error` can be read on.
    pub(super) fn goes_on(error: &io::Error) -> bool {
        Self::of(error).is_some_and(|damage| damage.after == After::More)
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

impl Error for Damage {}

fn damage(cause: String, after: After, spoils: bool) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Damage { cause, after, spoils })
}

/// What was passed over in looking for the next piece.
struct Passed {
    /// Whether there is a next piece; its mark is read already.
    found: bool,
    bytes: u64,
    /// Whether they were nothing but zeros, with which tapes and disks fill their blocks.
    zeros: bool,
}

/// Reads up to and past the next `mark`, no byte of which but the first may be the first.
fn seek(source: &mut impl BufRead, mark: &[u8]) -> io::Result<Passed> {
    let (mut passed, mut matched) = (Passed { found: false, bytes: 0, zeros: true }, 0);
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            passed.bytes += matched as u64;
            passed.zeros &= matched == 0;
            return Ok(passed);
        }
        let mut used = 0;
        for &byte in buffer {
            used += 1;
            if byte != mark[matched] {
                passed.zeros &= matched == 0 && (byte == 0 || byte == mark[0]);
                passed.bytes += matched as u64;
                matched = 0;
            }
            if byte == mark[matched] {
                matched += 1;
            } else {
                passed.bytes += 1;
            }
            if matched == mark.len() {
                passed.found = true;
                break;
            }
        }
        source.consume(used);
        if passed.found {
            return Ok(passed);
        }
    }
}

/// The error for a piece that cannot be unpacked, after `passed` bytes were passed over in looking for the next.
fn lost(cause: &str, passed: &Passed, spoils: bool) -> io::Error {
    let cause = format!("{cause}; {} packed bytes are passed over", passed.bytes);
    damage(cause, if passed.found { After::More } else { After::Nothing }, spoils)
}

/// The error for bytes that are no piece.
fn stray(passed: &Passed, whole: bool) -> io::Error {
    let cause = format!("{} bytes after the end of the packed content are left out", passed.bytes);
    damage(cause, if whole { After::Whole } else { After::Nothing }, false)
}

/// The members of a gzip file one after the other.
pub(super) struct Members<R> {
    state: GzipState<R>,
    /// Whether a member was read to its end, and none damaged.
    whole: Option<bool>,
}

/// The mark of a member, which is read already, and what follows.
type GzipMember<R> = GzDecoder<Chain<Cursor<[u8; 3]>, R>>;

#[expect(clippy::large_enum_variant, reason = "one a file; it is never moved in a loop")]
enum GzipState<R> {
    /// Before the mark of a member.
    Before(R),
    /// Past it.
    Marked(R),
    Inside(GzipMember<R>),
    Ended,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(source: R) -> Self {
        Self { state: GzipState::Before(source), whole: None }
    }

    /// Finds the next member; the state stays [`GzipState::Ended`] where there is none.
    fn begin(&mut self, mut source: R) -> io::Result<()> {
        let passed = seek(&mut source, &GZIP)?;
        if passed.found {
            self.state = GzipState::Marked(source);
        }
        match (passed.found, self.whole) {
            _ if passed.bytes == 0 && (passed.found || self.whole.is_some()) => Ok(()),
            (false, Some(_)) if passed.zeros => Ok(()),
            (false, Some(whole)) => Err(stray(&passed, whole)),
            (false, None) => Err(damage("this is no gzip file".to_owned(), After::Nothing, false)),
            (true, _) => {
                self.whole = Some(false);
                Err(lost("this is no gzip", &passed, false))
            }
        }
    }

    /// Passes over the rest of a member that is damaged.
    fn give_up(&mut self, member: GzipMember<R>, error: &io::Error) -> io::Error {
        let (_, mut source) = member.into_inner().into_inner();
        let cause = if error.kind() == io::ErrorKind::UnexpectedEof {
            "the packed file ends too early".to_owned()
        } else {
            format!("the packed file is damaged ({error})")
        };
        self.whole = Some(false);
        match seek(&mut source, &GZIP) {
            Ok(passed) => {
                if passed.found {
                    self.state = GzipState::Marked(source);
                }
                lost(&cause, &passed, true)
            }
            Err(error) => error,
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, GzipState::Ended) {
                GzipState::Ended => return Ok(0),
                GzipState::Before(source) => self.begin(source)?,
                GzipState::Marked(source) => {
                    self.state = GzipState::Inside(GzDecoder::new(Cursor::new(GZIP).chain(source)));
                }
                GzipState::Inside(mut member) => match member.read(buffer) {
                    Ok(0) => {
                        self.whole.get_or_insert(true);
                        self.state = GzipState::Before(member.into_inner().into_inner().1);
                    }
                    Ok(read) => {
                        self.state = GzipState::Inside(member);
                        return Ok(read);
                    }
                    Err(error) if is_damage(&error) => return Err(self.give_up(member, &error)),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        self.state = GzipState::Inside(member);
                    }
                    Err(error) => return Err(error),
                },
            }
        }
    }
}

/// Whether the packed bytes are wrong, and not the disk.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

/// The frames of a Zstandard file one after the other (the decoder knows only single ones), checksums checked.
pub(super) struct Frames<R> {
    decoder: FrameDecoder,
    source: R,
    at: InFrames,
    whole: bool,
}

/// Where in the file a reader of frames is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InFrames {
    Start,
    /// Past the mark of a frame.
    Marked,
    Inside,
    Between,
    End,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(source: R) -> Self {
        Self { decoder: FrameDecoder::new(), source, at: InFrames::Start, whole: true }
    }

    /// Begins the next frame.
    fn begin(&mut self) -> io::Result<()> {
        let marked = self.at == InFrames::Marked;
        if !marked && self.source.fill_buf()?.is_empty() {
            let empty = self.at == InFrames::Start;
            self.at = InFrames::End;
            return if empty {
                Err(damage("this is no Zstandard file".to_owned(), After::Nothing, false))
            } else {
                Ok(())
            };
        }
        let mark: &[u8] = if marked { &ZSTANDARD } else { &[] };
        match self.decoder.reset(mark.chain(&mut self.source)) {
            Ok(()) => self.at = InFrames::Inside,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length, ..
            })) => {
                io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?;
                self.at = InFrames::Between;
            }
            Err(error) => {
                let after_whole = self.at == InFrames::Between && self.whole;
                return Err(self.give_up(&error.to_string(), after_whole, false));
            }
        }
        Ok(())
    }

    /// Passes over the rest of a frame that is damaged.
    fn give_up(&mut self, cause: &str, after_whole: bool, spoils: bool) -> io::Error {
        self.whole = false;
        match seek(&mut self.source, &ZSTANDARD) {
            Ok(passed) => {
                self.at = if passed.found { InFrames::Marked } else { InFrames::End };
                if after_whole && !passed.found {
                    // The mark that was looked for has been read, too.
                    stray(&Passed { bytes: passed.bytes + ZSTANDARD.len() as u64, ..passed }, true)
                } else {
                    lost(&format!("the packed file is damaged ({cause})"), &passed, spoils)
                }
            }
            Err(error) => {
                self.at = InFrames::End;
                error
            }
        }
    }

    fn end(&mut self) -> io::Result<()> {
        self.at = InFrames::Between;
        let (stored, found) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
        if stored.is_some() && stored != found {
            self.whole = false;
            let cause = "the checksum of the Zstandard frame is wrong".to_owned();
            return Err(damage(cause, After::More, true));
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
            match self.at {
                InFrames::End => return Ok(0),
                InFrames::Inside => {}
                InFrames::Start | InFrames::Marked | InFrames::Between => {
                    self.begin()?;
                    continue;
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let some = BlockDecodingStrategy::UptoBlocks(1);
                if let Err(error) = self.decoder.decode_blocks(&mut self.source, some) {
                    return Err(self.give_up(&error.to_string(), false, true));
                }
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
    use std::io::{BufReader, Write as _};

    use super::*;
    use crate::input::format::Packing;
    use crate::input::open::unpack;

    /// What is read of packed bytes, and the errors on the way.
    fn read_on(bytes: &[u8], packing: Packing) -> (String, Vec<(String, After)>) {
        let mut stream = unpack(io::Cursor::new(bytes.to_vec()), packing);
        let (mut text, mut errors) = (Vec::new(), Vec::new());
        loop {
            match stream.read_to_end(&mut text) {
                Ok(_) => return (String::from_utf8_lossy(&text).into_owned(), errors),
                Err(error) => {
                    let damage = Damage::of(&error).unwrap_or_else(|| panic!("{error}"));
                    errors.push((damage.cause.clone(), damage.after));
                }
            }
            assert!(errors.len() < 100, "no end");
        }
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    fn zstandard(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    type Pack = fn(&str) -> Vec<u8>;
    const BOTH: [(Pack, Packing); 2] = [(gzip, Packing::Gzip), (zstandard, Packing::Zstandard)];

    #[test]
    fn files_of_several_members_are_read_to_the_end() {
        let long = "All men. ".repeat(50_000);
        for (pack, packing) in BOTH {
            let bytes = [pack("one "), pack(&long), pack("")].concat();
            assert_eq!(read_on(&bytes, packing), (format!("one {long}"), Vec::new()));
        }
    }

    #[test]
    fn a_cut_or_wrong_file_is_an_error() {
        for (pack, packing) in BOTH {
            let bytes = pack("Five men met at noon. Six did not.");
            for wrong in [&bytes[..bytes.len() - 6], b"no packed file at all", b""] {
                let (_, errors) = read_on(wrong, packing);
                assert!(matches!(errors[..], [(_, After::Nothing)]), "{errors:?}");
            }
        }
    }

    #[test]
    fn bytes_after_the_end_are_told_and_zeros_are_not() {
        for (pack, packing) in BOTH {
            let (text, errors) = read_on(&[pack("one"), b"\x1fjunk".to_vec()].concat(), packing);
            assert_eq!(text, "one");
            let cause = "5 bytes after the end of the packed content are left out".to_owned();
            assert_eq!(errors, [(cause, After::Whole)]);
        }
        let padded = [gzip("one"), vec![0; 1000]].concat();
        assert_eq!(read_on(&padded, Packing::Gzip), ("one".to_owned(), Vec::new()));
        let padded = [gzip("one"), vec![0; 1000], gzip("two")].concat();
        assert_eq!(read_on(&padded, Packing::Gzip).0, "onetwo");
    }

    #[test]
    fn a_damaged_member_costs_itself() {
        for (pack, packing) in BOTH {
            let noise: String = (0..4000_u32).map(|i| char::from((i * i / 7 % 90 + 33) as u8)).collect();
            let good = [pack("one "), pack(&noise), pack("two")];
            for at in [0, 1, good[1].len() / 2, good[1].len() - 2] {
                let mut bad = good.clone();
                bad[1][at] ^= 0x55;
                let (text, errors) = read_on(&bad.concat(), packing);
                assert!(text.starts_with("one ") && text.ends_with("two"), "{at}: {text:.100}");
                assert!(matches!(errors[..], [(_, After::More)]), "{at}: {errors:?}");
            }
        }
    }

    #[test]
    fn a_broken_disk_is_not_read_again() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("disk on fire"))
            }
        }
        let broken = gzip("Five men")[..15].to_vec();
        let mut members = Members::new(BufReader::new(Cursor::new(broken).chain(Breaks)));
        let mut text = Vec::new();
        let error = members.read_to_end(&mut text).unwrap_err();
        assert!(error.to_string().contains("disk on fire") && !Damage::goes_on(&error));
        assert_eq!(members.read_to_end(&mut text).unwrap(), 0);
    }
}
