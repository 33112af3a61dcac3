//! Web archives (WARC 1.0 and 1.1, ISO 28500): the pages of a crawl.

use std::io::{self, BufRead, Read as _};

use flate2::read::GzDecoder;

use super::format::Format;
use super::open::Stream;
use crate::article::Meta;

/// The longest head of a record or of an answer, in bytes.
const HEAD: usize = 1 << 16;

/// The pages of an archive. Records of other kinds (requests, pictures, answers other than 200) are passed over.
pub(super) struct Pages {
    stream: Stream,
    limit: usize,
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
}

/// Names in lower case with their values, and the number of bytes that follow.
type Head = Vec<(String, String)>;

impl Pages {
    pub(super) fn new(stream: Stream, limit: usize) -> Self {
        Self { stream, limit, ended: false }
    }

    fn next_page(&mut self) -> io::Result<Option<Page>> {
        while let Some(head) = self.head()? {
            let length: u64 = field(&head, "content-length")
                .and_then(|it| it.parse().ok())
                .ok_or_else(|| io::Error::other("a record without its length; the archive is damaged"))?;
            let page = self.page(&head, length)?;
            if page.is_some() {
                return Ok(page);
            }
        }
        Ok(None)
    }

    /// The head of the next record; `None` at the end of the archive.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let mut line = String::new();
        while line.trim().is_empty() {
            line = self.line()?;
            if line.is_empty() {
                return Ok(None);
            }
        }
        if !line.starts_with("WARC/1.") {
            return Err(io::Error::other("a record does not begin with WARC/1.; the archive is damaged"));
        }
        let mut head = Head::new();
        loop {
            let line = self.line()?;
            match line.split_once(':') {
                Some((name, value)) => head.push((name.to_ascii_lowercase(), value.trim().to_owned())),
                None if line.trim().is_empty() => return Ok(Some(head)),
                None => {}
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        (&mut self.stream).take(HEAD as u64).read_until(b'\n', &mut line)?;
        Ok(String::from_utf8_lossy(&line).into_owned())
    }

    /// The page in a record of `length` bytes, `None` for other content; the record is read to its end.
    fn page(&mut self, head: &Head, length: u64) -> io::Result<Option<Page>> {
        let wanted = matches!(field(head, "warc-type"), Some("response" | "resource" | "conversion"));
        let taken = if wanted { length.min((self.limit + HEAD) as u64) } else { 0 };
        let mut bytes = Vec::new();
        (&mut self.stream).take(taken).read_to_end(&mut bytes)?;
        let passed = io::copy(&mut (&mut self.stream).take(length - taken), &mut io::sink())?;
        if bytes.len() as u64 + passed < length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends within a record"));
        }
        let body = if field(head, "warc-type") == Some("response") {
            response(&bytes, self.limit)
        } else {
            format_of(field(head, "content-type").unwrap_or_default()).map(|format| Ok((bytes, format)))
        };
        let too_long = || format!("the page has more than {} bytes (--max-bytes)", self.limit);
        let body = body.map(|body| if taken < length { Err(too_long()) } else { body });
        Ok(body.map(|body| Page { id: id(head), meta: meta(head), body }))
    }
}

impl Iterator for Pages {
    type Item = io::Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let page = self.next_page();
        self.ended = page.is_err();
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
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + 4..]);
    let mut lines = head.lines();
    if lines.next()?.split(' ').nth(1) != Some("200") {
        return None;
    }
    let head: Head = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let format = format_of(field(&head, "content-type")?)?;
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

/// The content of a chunked body; `None` when it is not in chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
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
    let read = GzDecoder::new(bytes).take(limit as u64 + 1).read_to_end(&mut body);
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

    #[test]
    fn a_page_too_long_fails_alone_and_a_torn_archive_is_told() {
        let html = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        let long = record("response", "", &html(&"x".repeat(HEAD + 200)));
        let archive = long + &record("response", "", &html("One"));
        let found = pages(&archive, 100);
        assert!(found[0].as_ref().unwrap().body.as_ref().unwrap_err().contains("--max-bytes"));
        assert!(found[1].as_ref().unwrap().body.is_ok());
        let torn = pages(&archive[..archive.len() - 10], 100);
        assert_eq!(torn[1].as_ref().unwrap_err(), "the archive ends within a record");
        assert!(pages("<html>", 100)[0].as_ref().unwrap_err().contains("damaged"));
    }
}
