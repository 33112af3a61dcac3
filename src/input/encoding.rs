//! Bytes to text: the encoding is told, or found out.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes looked at to tell UTF-16 and binary files from text.
const START: usize = 4096;

/// A decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Without a byte order mark.
    pub(super) text: String,
    /// The encoding's name where it is not UTF-8.
    pub(super) encoding: Option<&'static str>,
}

/// The text in `bytes`. `given` is the encoding if the user knows it; `declared` what the document says of itself.
///
/// # Errors
/// What is wrong, with line and byte, where the bytes are no text in that encoding, or in any.
pub(super) fn decode(
    bytes: Vec<u8>,
    given: Option<&'static Encoding>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, EncodingFault> {
    if let Some(encoding) = given.or_else(|| Encoding::for_bom(&bytes).map(|(encoding, _)| encoding)) {
        return with(&bytes, encoding);
    }
    if let Some(encoding) = sixteen_bits(&bytes) {
        return with(&bytes, encoding);
    }
    if let Some(at) = bytes.iter().take(START).position(|&byte| byte == 0) {
        return Err(EncodingFault::at(&bytes, at, "is a NUL; this looks like a binary file, not text"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text, encoding: None }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            legacy(&error.into_bytes(), declared, at)
        }
    }
}

/// What keeps bytes from being text, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct EncodingFault {
    /// Line, from 1.
    pub(super) line: usize,
    pub(super) cause: String,
}

impl EncodingFault {
    fn at(bytes: &[u8], at: usize, what: &str) -> Self {
        let line = bytes[..at].split(|&byte| byte == b'\n').count();
        Self { line, cause: format!("byte {} {what}", at + 1) }
    }
}

fn with(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, EncodingFault> {
    let (text, used, faulty) = encoding.decode(bytes);
    if faulty {
        // The decoder marks faults with U+FFFD; the first of them is near enough to be found.
        let line = text.split('\u{fffd}').next().unwrap_or_default().split('\n').count();
        return Err(EncodingFault { line, cause: format!("not {} text (try --encoding)", used.name()) });
    }
    Ok(Decoded { text: text.into_owned(), encoding: (used != UTF_8).then(|| used.name()) })
}

/// UTF-16 without a mark: English text has a zero in every second byte.
pub(super) fn sixteen_bits(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(START) & !1];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), start.len() / 2);
    match (even * 10 > half * 7, odd * 10 > half * 7) {
        // A few letters of other scripts have their zero in the other byte.
        (true, false) if odd * 20 <= half => Some(UTF_16BE),
        (false, true) if even * 20 <= half => Some(UTF_16LE),
        _ => None,
    }
}

/// An older encoding of one byte a letter, or of Asian scripts. A file that is UTF-8 elsewhere is damaged UTF-8: any
/// other reading would garble what is right in it.
fn legacy(bytes: &[u8], declared: Option<&'static Encoding>, at: usize) -> Result<Decoded, EncodingFault> {
    let damaged =
        || EncodingFault::at(bytes, at, "is not UTF-8 text (if it is another encoding, say --encoding)");
    let (right, wrong) = multibyte(bytes);
    if right >= wrong {
        return Err(damaged());
    }
    let encoding = declared.filter(|it| *it != UTF_8).unwrap_or_else(|| guess(bytes, wrong));
    let (text, _, faulty) = encoding.decode(bytes);
    // Control characters show that the guess is wrong: no encoding of a press text uses them.
    if faulty || text.chars().any(|letter| letter.is_control() && !letter.is_ascii_whitespace()) {
        return Err(damaged());
    }
    Ok(Decoded { text: text.into_owned(), encoding: Some(encoding.name()) })
}

/// How many sequences of bytes above 127 are UTF-8, and how many are not.
fn multibyte(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(right, wrong), chunk| {
        let letters = chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        (right + letters, wrong + usize::from(!chunk.invalid().is_empty()))
    })
}

/// English text has so few letters above 127 that nothing can be told from them; then it is the encoding of Windows in
/// Western Europe and America. `wrong` is the number of stretches that are no UTF-8.
fn guess(bytes: &[u8], wrong: usize) -> &'static Encoding {
    if wrong * 4 < bytes.len() {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> Result<(String, Option<&'static str>), String> {
        decode(bytes.to_vec(), None, None)
            .map(|decoded| (decoded.text, decoded.encoding))
            .map_err(|fault| format!("{}: {}", fault.line, fault.cause))
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn encodings_are_found() {
        let text = "The caf\u{e9} \u{201c}Zo\u{eb}\u{201d} lost \u{20ac}30, the owner\u{2019}s son said.";
        assert_eq!(found(text.as_bytes()), Ok((text.to_owned(), None)));
        assert_eq!(found(format!("\u{feff}{text}").as_bytes()), Ok((text.to_owned(), None)));
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(found(&windows), Ok((text.to_owned(), Some("windows-1252"))));
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{text}");
            assert_eq!(found(&utf16(&marked, u16::to_le_bytes)), Ok((text.to_owned(), Some("UTF-16LE"))));
            assert_eq!(found(&utf16(&marked, u16::to_be_bytes)), Ok((text.to_owned(), Some("UTF-16BE"))));
        }
        let (cyrillic, _, _) =
            encoding_rs::WINDOWS_1251.encode("Взрыв в Москве, сообщает ТАСС. Погибли 33 человека.");
        assert_eq!(found(&cyrillic).unwrap().1, Some("windows-1251"));
    }

    #[test]
    fn damaged_utf8_is_not_read_as_something_else() {
        let text = "caf\u{e9} one\ncaf\u{e9} two";
        let mut bytes = text.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 5);
        bytes.extend(b" two");
        assert_eq!(
            found(&bytes).unwrap_err(),
            "2: byte 14 is not UTF-8 text (if it is another encoding, say --encoding)"
        );
    }

    #[test]
    fn binary_files_are_refused() {
        assert!(found(b"\x7fELF\x02\x01\x01\x00\x00\x00").unwrap_err().contains("binary"));
        assert!(found(b"one\ntwo \x81\x8d three").unwrap_err().starts_with("2: byte 9"));
        assert!(found(b"\xff\xfeo\x00d\x00d").unwrap_err().contains("UTF-16LE"));
    }

    #[test]
    fn the_users_word_counts_most() {
        let bytes = "na\u{ef}ve".as_bytes().to_vec();
        let decoded = decode(bytes, Some(encoding_rs::WINDOWS_1252), None).unwrap();
        assert_eq!(decoded.text, "na\u{c3}\u{af}ve");
        let wrong = decode(b"a\xe9".to_vec(), Some(UTF_8), None);
        assert!(wrong.unwrap_err().cause.contains("not UTF-8"));
    }

    #[test]
    fn an_empty_file_is_an_empty_text() {
        assert_eq!(found(b""), Ok((String::new(), None)));
    }
}
