//! Web archives (WARC 1.0 and 1.1, ISO 28500): the pages of a crawl.
//!
//! Records follow one another by the lengths that their heads tell. Where one is wrong or a head is damaged, the next line that
//! begins with `WARC/1.` is looked for, so that damage costs the record in which it is.

use std::io::{self, BufRead, Read as _};

use flate2::read::GzDecoder;
use memchr::memmem;

use super::ahead::Ahead;
use super::format::Format;
use super::open::Stream;
use super::packed::Damage;
use crate::article::Meta;

/// The longest head of a record or of an answer, in bytes. Those of crawlers have some hundred.
const HEAD: usize = 1 << 16;

/// How the next record begins, with the line end before it.
const MARK: &[u8] = b"\nWARC/1.";

/// The pages of an archive. Records of other kinds (requests, pictures, answers other than 200) are passed over.
pub(super) struct Pages {
    stream: Ahead,
    limit: usize,
    /// Whether lengths were right so far; once one was not, a [`MARK`] counts more than they do.
    trusted: bool,
    ended: bool,
}

/// A page, not decoded yet.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) id: Option<String>,
    /// `url` and `crawled`.
    pub(super) meta: Meta,
    /// The page, or why it cannot be read.
    pub(super) body: Result<(Vec<u8>, Format), String>,
    /// What is odd about its record, though it can be read.
    pub(super) note: Option<String>,
}

/// Names in lower case with their values.
type Head = Vec<(String, String)>;

/// What follows the head of a record.
#[derive(Default)]
struct RecordBody {
    /// The first bytes of it, as many as were asked for.
    bytes: Vec<u8>,
    /// Its length.
    length: u64,
    /// Whether the archive ends in it.
    cut: bool,
    /// Its last bytes, fewer than a [`MARK`].
    tail: Vec<u8>,
}

impl Pages {
    pub(super) fn new(stream: Stream, limit: usize) -> Self {
        Self { stream: Ahead::new(stream), limit, trusted: true, ended: false }
    }

    fn next_page(&mut self) -> io::Result<Option<Page>> {
        while let Some(head) = self.head()? {
            let Some(length) = field(&head, "content-length").and_then(|it| it.parse().ok()) else {
                return Err(self.lost_after(b"", 0, "a record does not tell its length")?);
            };
            if let Some(page) = self.page(&head, length)? {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    /// The head of the next record; `None` at the end of the archive.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let mut line = Vec::new();
        while line.trim_ascii().is_empty() {
            line = self.line(HEAD)?;
            if line.is_empty() {
                return Ok(None);
            }
        }
        if !line.starts_with(&MARK[1..]) {
            return Err(self.lost_after(&line, line.len(), "this is no record of a web archive")?);
        }
        let (mut head, mut read) = (Head::new(), line.len());
        while read < HEAD {
            line = self.line(HEAD - read)?;
            read += line.len();
            let text = String::from_utf8_lossy(&line);
            match text.split_once(':') {
                Some((name, value)) => head.push((name.to_ascii_lowercase(), value.trim().to_owned())),
                None if text.trim().is_empty() => return Ok(Some(head)),
                None => {}
            }
        }
        Err(self.lost_after(&line, read, &format!("the head of a record has more than {HEAD} bytes"))?)
    }

    /// The next line, or the first `most` bytes of it.
    fn line(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        (&mut self.stream).take(most as u64).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// The page in a record of `length` bytes, `None` for other content; the record is read to its end.
    fn page(&mut self, head: &Head, length: u64) -> io::Result<Option<Page>> {
        let wanted = matches!(field(head, "warc-type"), Some("response" | "resource" | "conversion"));
        let most = if wanted { self.limit.saturating_add(HEAD) } else { 0 };
        let RecordBody { bytes, length: found, cut, .. } = self.body(length, most)?;
        // Records are packed by themselves: only now it is known whether the checksum is right.
        if let Some(error) = self.stream.error_here(Damage::spoils) {
            return Err(error);
        }
        if cut {
            let cause = format!("the archive ends within a record, {} bytes too early", length - found);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, cause));
        }
        let too_long = found > most as u64;
        let body = if field(head, "warc-type") == Some("response") {
            response(&bytes, self.limit)
        } else {
            format_of(field(head, "content-type").unwrap_or_default()).map(|format| Ok((bytes, format)))
        };
        let refused = || format!("the page has more than {} bytes (--max-bytes)", self.limit);
        let body = body.map(|body| if too_long { Err(refused()) } else { body });
        let note = (found != length).then(|| {
            format!("its record tells a length of {length} bytes and has {found}; the crawl is damaged")
        });
        Ok(body.map(|body| Page { id: id(head), meta: meta(head), body, note }))
    }

    /// Reads a record that should have `length` bytes, and keeps the first `most` of them. A length is wrong when no record
    /// follows where it says, but one begins before; what was read of that is put back.
    fn body(&mut self, length: u64, most: usize) -> io::Result<RecordBody> {
        let mut body = RecordBody::default();
        // What is read from the first mark on.
        let mut inner: Option<Vec<u8>> = None;
        while body.length + inner.as_ref().map_or(0, |it| it.len() as u64) < length {
            if let Some(inner) = &mut inner {
                let left = length - body.length - inner.len() as u64;
                // More would be held than a page may have: then the mark is believed.
                let room = most.max(HEAD).saturating_sub(inner.len());
                let piece = self.stream.fill_buf()?;
                let used = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX)).min(room);
                inner.extend_from_slice(&piece[..used]);
                self.stream.consume(used);
                if used == 0 {
                    break;
                }
                continue;
            }
            let left = length - body.length;
            let (used, mark) = self.until_mark(left, most, &mut body)?;
            if mark && self.trusted {
                inner = Some(Vec::new());
            } else if mark {
                break;
            } else if used == 0 {
                body.cut = true;
                return Ok(body);
            }
        }
        if let Some(inner) = inner {
            let whole = body.length + inner.len() as u64 == length;
            if whole && self.at_record() {
                let room = most.saturating_sub(body.bytes.len());
                body.bytes.extend_from_slice(&inner[..inner.len().min(room)]);
                body.length = length;
                return Ok(body);
            }
            self.stream.put_back(&inner);
        } else {
            self.give_back_mark(&mut body);
        }
        if body.length < length {
            self.trusted = false;
            let kept = body.bytes.trim_ascii_end().len();
            body.bytes.truncate(kept);
        }
        Ok(body)
    }

    /// Puts back the start of a record on which a length that is wrong by a few bytes ends.
    fn give_back_mark(&mut self, body: &mut RecordBody) {
        let next = self.stream.peek(MARK.len());
        let border = [&body.tail[..], &next].concat();
        let Some(at) = memmem::find(&border, MARK).filter(|at| at + 1 < body.tail.len()) else { return };
        let number = body.tail.len() - at - 1;
        self.stream.put_back(&body.tail[at + 1..]);
        let cut = body.length - number as u64;
        body.bytes.truncate(usize::try_from(cut).unwrap_or(usize::MAX));
        body.length = cut;
    }

    /// Reads on until a record begins, at most `left` bytes: how many, and whether one begins there.
    fn until_mark(&mut self, left: u64, most: usize, body: &mut RecordBody) -> io::Result<(usize, bool)> {
        if self.stream.fill_buf()?.len() < MARK.len() {
            // A mark may lie across the end of the buffer.
            self.stream.peek(HEAD);
        }
        let piece = self.stream.fill_buf()?;
        let piece = &piece[..piece.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
        let (used, mark) = match memmem::find(piece, MARK) {
            Some(at) => (at + 1, true),
            None if piece.len() as u64 == left || piece.len() < MARK.len() => (piece.len(), false),
            // The last bytes may begin one.
            None => (piece.len() + 1 - MARK.len(), false),
        };
        self.keep(used, most, body)?;
        Ok((used, mark))
    }

    /// Moves the next bytes into a record.
    fn keep(&mut self, number: usize, most: usize, body: &mut RecordBody) -> io::Result<()> {
        let piece = &self.stream.fill_buf()?[..number];
        let room = most.saturating_sub(body.bytes.len());
        body.bytes.extend_from_slice(&piece[..number.min(room)]);
        body.length += number as u64;
        let last = &piece[number.saturating_sub(MARK.len() - 1)..];
        body.tail.extend_from_slice(last);
        let old = body.tail.len().saturating_sub(MARK.len() - 1);
        body.tail.drain(..old);
        self.stream.consume(number);
        Ok(())
    }

    /// Whether a record begins here, or the archive ends.
    fn at_record(&mut self) -> bool {
        let next = self.stream.peek(4 + MARK.len());
        let next = next.trim_ascii_start();
        next.is_empty() || next.starts_with(&MARK[1..])
    }

    /// Goes to the next record after the `read` bytes of a damaged one, whose last `line` was read; the error for what is lost.
    fn lost_after(&mut self, line: &[u8], read: usize, cause: &str) -> io::Result<io::Error> {
        let mut passed = RecordBody::default();
        if line.ends_with(b"\n") {
            self.stream.put_back(b"\n");
            passed.length = (read - 1) as u64;
        } else {
            passed.length = read as u64;
        }
        loop {
            let (used, mark) = self.until_mark(u64::MAX, 0, &mut passed)?;
            if mark || used == 0 {
                break;
            }
        }
        let cause = format!("{cause}; the crawl is damaged, {} bytes are passed over", passed.length);
        Ok(io::Error::new(io::ErrorKind::InvalidData, cause))
    }
}

impl Iterator for Pages {
    type Item = io::Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let page = self.next_page();
        // After damage of its own the stream stands at the next record, or at the end.
        self.ended = page.as_ref().is_err_and(|error| {
            error.kind() != io::ErrorKind::InvalidData
                || Damage::of(error).is_some_and(|_| !Damage::goes_on(error))
        });
        page.transpose()
    }
}

fn field<'a>(head: &'a Head, wanted: &str) -> Option<&'a str> {
    head.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

fn id(head: &Head) -> Option<String> {
    field(head, "warc-record-id").map(|id| id.trim_matches(['<', '>']).to_owned())
}

fn meta(head: &Head) -> Meta {
    let fields = [("url", "warc-target-uri"), ("crawled", "warc-date")];
    let value = |name| field(head, name).map(|value| value.trim_matches(['<', '>']).into());
    fields.into_iter().filter_map(|(name, from)| Some((name.to_owned(), value(from)?))).collect()
}

fn format_of(content_type: &str) -> Option<Format> {
    match content_type.split(';').next()?.trim() {
        "text/html" | "application/xhtml+xml" => Some(Format::Page),
        "text/plain" => Some(Format::Text),
        _ => None,
    }
}

/// The page in an HTTP answer; `None` for other content than pages, and for answers that are not 200.
fn response(bytes: &[u8], limit: usize) -> Option<Result<(Vec<u8>, Format), String>> {
    let start = &bytes[..bytes.len().min(HEAD)];
    let ends = [&b"\r\n\r\n"[..], b"\n\n"].map(|end| Some((memmem::find(start, end)?, end.len())));
    let Some((end, gap)) = ends.into_iter().flatten().min() else {
        let endless = start.starts_with(b"HTTP/") && is_page_status(&String::from_utf8_lossy(start));
        return endless.then(|| Err("the head of the answer does not end".to_owned()));
    };
    let (head, body) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + gap..]);
    let mut lines = head.lines();
    if !is_page_status(lines.next()?) {
        return None;
    }
    let head: Head = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let format = match field(&head, "content-type") {
        Some(told) => format_of(told)?,
        None => Some(Format::Page).filter(|_| body.trim_ascii_start().starts_with(b"<"))?,
    };
    let chunked = field(&head, "transfer-encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked"));
    // Many crawlers write the body without its chunks and leave the head as it was.
    let body = chunked.then(|| joined(body)).flatten().unwrap_or_else(|| body.to_vec());
    let packed = field(&head, "content-encoding").unwrap_or_default().to_ascii_lowercase();
    Some(match packed.as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            unpacked(&body, limit).map(|body| (body, format))
        }
        "br" | "zstd" | "deflate" if std::str::from_utf8(&body).is_err() => {
            Err(format!("the page is packed in a way that is not read ({packed})"))
        }
        _ => Ok((body, format)),
    })
}

/// Whether an answer with that first line is a page.
fn is_page_status(line: &str) -> bool {
    line.split_ascii_whitespace().nth(1) == Some("200")
}

/// The content of a chunked body; `None` when it is not in chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = memmem::find(rest, b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        let chunk = rest.get(end + 2..)?.get(..size)?;
        if size == 0 {
            return Some(body);
        }
        body.extend(chunk);
        rest = rest.get(end + 2 + size + 2..)?;
    }
}

fn unpacked(bytes: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let read = GzDecoder::new(bytes).take((limit as u64).saturating_add(1)).read_to_end(&mut body);
    match read {
        Ok(read) if read > limit => Err(format!("the page has more than {limit} bytes (--max-bytes)")),
        Ok(_) => Ok(body),
        Err(error) => Err(format!("the page cannot be unpacked: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, head: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{kind}>\r\nWARC-Target-URI: http://a/\r\n\
             WARC-Date: 2024-05-01T00:00:00Z\r\nContent-Length: {}\r\n{head}\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn pages(archive: &str, limit: usize) -> Vec<Result<Page, String>> {
        let stream: Stream = Box::new(io::Cursor::new(archive.as_bytes().to_vec()));
        Pages::new(stream, limit).map(|page| page.map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn pages_are_found_among_other_records() {
        let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>One";
        let chunks = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
                      3\r\n<p>\r\n3\r\nTwo\r\n0\r\n\r\n";
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx";
        let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx";
        let archive = [
            record("warcinfo", "", "software: x"),
            record("request", "", "GET / HTTP/1.1\r\n\r\n"),
            record("response", "", html),
            record("response", "", picture),
            record("response", "", gone),
            record("response", "", chunks),
            record("conversion", "Content-Type: text/plain\r\n", "Three"),
        ]
        .concat();
        let found = pages(&archive, 1000);
        let bodies: Vec<_> = found.iter().map(|page| page.as_ref().unwrap().body.clone().unwrap()).collect();
        assert_eq!(
            bodies,
            [
                (b"<p>One".to_vec(), Format::Page),
                (b"<p>Two".to_vec(), Format::Page),
                (b"Three".to_vec(), Format::Text)
            ]
        );
        let first = found[0].as_ref().unwrap();
        assert_eq!(
            (first.id.as_deref(), first.meta["url"].as_str()),
            (Some("urn:uuid:response"), Some("http://a/"))
        );
    }

    /// Pages by their number, "N!" with a note, and errors.
    fn told(archive: &str) -> Vec<String> {
        let number = |page: Page| {
            let note = if page.note.is_some() { "!" } else { "" };
            let (body, _) = page.body.unwrap();
            format!("{}{note}", String::from_utf8(body).unwrap())
        };
        pages(archive, 1000).into_iter().map(|page| page.map_or_else(|error| error, number)).collect()
    }

    #[test]
    fn damage_costs_the_record_in_which_it_is() {
        let page = |number: u32| {
            let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{number}");
            record("response", "", &body)
        };
        let all: Vec<String> = (0..8).map(page).collect();
        let with = |change: &dyn Fn(&str) -> String| {
            let third = change(&all[3]);
            told(&[&all[..3], &[third], &all[4..]].concat().concat())
        };
        let length = all[3].split("Content-Length: ").nth(1).unwrap().split('\r').next().unwrap();
        let lengths =
            |told: &str| with(&|it| it.replace(&format!("Length: {length}"), &format!("Length: {told}")));
        // Too long, by little, by some records, by more than there is: the record ends where the next begins.
        for long in ["53", "56", "60", "500", "700", "1000000000000"] {
            let expected = ["0", "1", "2", "<p>3!", "4"]
                .map(|it| if it.len() == 1 { format!("<p>{it}") } else { it.to_owned() });
            assert_eq!(lengths(long)[..5], expected, "{long}");
            assert_eq!(lengths(long).len(), 8);
        }
        let short = lengths("47");
        assert_eq!((short.len(), short[5].as_str()), (9, "<p>4"));
        assert!(short[4].contains(" 5 bytes are passed over"), "{short:?}");
        for (at, told) in [
            with(&|it| it.replace("WARC/1.0", "WRAC/1.0")),
            with(&|it| it.replace("Content-Length", "Content-Size")),
            with(&|it| it.replace("WARC-Type", &"X-Endless: y\r\n".repeat(9000))),
            lengths("many"),
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(told.len(), 8, "{at}: {told:?}");
            assert!(told[3].contains("bytes are passed over") && told[4] == "<p>4", "{at}: {told:?}");
        }
    }

    #[test]
    fn a_page_about_crawls_is_read_whole() {
        let inner = record("response", "", "x");
        let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<pre>\r\n{inner}</pre>");
        let archive =
            [record("response", "", &body), record("response", "", "HTTP/1.1 404 No\r\n\r\n")].concat();
        let found = pages(&archive, 1000);
        let page = found[0].as_ref().unwrap();
        assert!(found.len() == 1 && page.note.is_none());
        assert!(page.body.as_ref().unwrap().0.ends_with(b"</pre>"));
    }

    #[test]
    fn what_a_server_leaves_out_hides_no_page() {
        let archive = [
            record("response", "", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>One"),
            record("response", "", "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n <html><p>Two"),
            record("response", "", &format!("HTTP/1.1 200 OK\r\n{}", "A: b\r\n".repeat(20_000))),
        ];
        let found = pages(&archive.concat(), 1 << 20);
        assert_eq!(found[0].as_ref().unwrap().body.as_ref().unwrap().0, b"<p>One");
        assert_eq!(found[1].as_ref().unwrap().body.as_ref().unwrap().0, b" <html><p>Two");
        assert!(found[2].as_ref().unwrap().body.as_ref().unwrap_err().contains("head of the answer"));
    }

    #[test]
    fn a_page_too_long_fails_alone_and_a_torn_archive_is_told() {
        let html = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        let long = record("response", "", &html(&"x".repeat(HEAD + 200)));
        let archive = long + &record("response", "", &html("One"));
        let found = pages(&archive, 100);
        assert!(found[0].as_ref().unwrap().body.as_ref().unwrap_err().contains("--max-bytes"));
        assert!(found[1].as_ref().unwrap().body.is_ok());
        let torn = pages(&archive[..archive.len() - 10], 100);
        assert!(torn[1].as_ref().unwrap_err().starts_with("the archive ends within a record, 6 bytes"));
        assert!(pages("<html>", 100)[0].as_ref().unwrap_err().contains("no record of a web archive"));
    }
}
