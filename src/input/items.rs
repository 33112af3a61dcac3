//! The articles of one file or stream, in order.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::iter;
use std::path::Path;

use encoding_rs::Encoding;

use super::archive::{self, Member, Unread};
use super::format::{FileKind, Format};
use super::item::{BOM, Bytes, Content, Failure, Item, Origin, read_at_most};
use super::lines::{Line, Lines};
use super::open::{Counter, Stream, open};
use super::packed::Damage;
use super::table::TableArticles;
use super::warc::{Page, Pages};
use super::{Settings, wide};
use crate::article::Meta;

/// Articles in order, made one by one.
pub(super) type Items<'a> = Box<dyn Iterator<Item = Item<'a>> + Send + 'a>;

/// How standard input is named in ids and messages.
pub(super) const STDIN: &str = "-";

/// The items of one file; `id` names it.
pub(super) fn of_file<'a>(path: &Path, id: &str, form: FileKind, settings: &'a Settings) -> Items<'a> {
    let place = Origin::new(path, id);
    match form.format {
        Format::Text | Format::Markdown | Format::Page => {
            let weight = fs::metadata(path).map_or(0, |about| about.len());
            one(Content::File(form), place, weight, settings)
        }
        Format::Zip => match archive::members(path) {
            Ok(members) => Box::new(members.into_iter().flat_map(move |it| of_member(it, &place, settings))),
            Err(source) => failed(place.unreadable(source), settings),
        },
        Format::Records | Format::Table | Format::Crawl => match open(path, form.packing) {
            Ok((stream, count)) => unpacked(stream, form.format, place, count, settings),
            Err(source) => failed(place.unreadable(source), settings),
        },
    }
}

/// The items of a file in an archive, which is named like a file in a folder.
fn of_member<'a>(member: Result<Member, Unread>, archive: &Origin, settings: &'a Settings) -> Items<'a> {
    let place_of = |name: &str| Origin::new(&archive.path.join(name), &format!("{}/{name}", archive.id));
    let member = match member {
        Ok(member) => member,
        Err(Unread { name, cause }) => {
            let place = name.map_or_else(|| archive.clone(), |name| place_of(&name));
            return failed(place.unreadable(cause), settings);
        }
    };
    let place = place_of(&member.name);
    match archive::open(&archive.path, &member) {
        Ok(stream) => {
            let count = Counter::default();
            count.add(member.size);
            unpacked(stream, member.form.format, place, count, settings)
        }
        Err(source) => failed(place.unreadable(source), settings),
    }
}

/// The items of a stream that is no file of its own.
pub(super) fn of_stream<'a>(stream: Stream, format: Format, name: &str, settings: &'a Settings) -> Items<'a> {
    unpacked(stream, format, Origin::new(Path::new(name), name), Counter::default(), settings)
}

/// The items of a stream; `count` tells the bytes of the file that it has read.
fn unpacked(stream: Stream, format: Format, place: Origin, count: Counter, settings: &Settings) -> Items<'_> {
    match format {
        Format::Records => {
            let (stream, encoding) = wide::narrowed(stream, settings.encoding);
            records(stream, encoding, place, count, settings)
        }
        Format::Table => match TableArticles::new(stream, &place.path, settings) {
            Ok(rows) => table(rows, place, count, settings),
            Err(fault) => failed(place.fault(fault.line, fault.cause), settings),
        },
        Format::Crawl => crawl(Pages::new(stream, settings.max_bytes), place, count, settings),
        Format::Text | Format::Markdown | Format::Page => {
            match read_at_most(stream, settings.max_bytes, &place.path) {
                Ok(bytes) => one(Content::Bytes(bytes, format, Meta::new()), place, count.take(), settings),
                Err(error) => failed(place.failure(None, error), settings),
            }
        }
        Format::Zip => {
            let cause = io::Error::other("a zip archive can only be read from a file of its own");
            failed(place.unreadable(cause), settings)
        }
    }
}

/// The items of standard input: records when its first character is `{`, else one text.
pub(super) fn of_stdin(settings: &Settings) -> Items<'_> {
    let mut reader = BufReader::with_capacity(1 << 16, io::stdin());
    match settings.format.map_or_else(|| guess(&mut reader), Ok) {
        Ok(format) => of_stream(Box::new(reader), format, STDIN, settings),
        Err(source) => failed(Origin::new(Path::new(STDIN), STDIN).unreadable(source), settings),
    }
}

/// A single failure as a list of items.
pub(super) fn failed(failure: Box<Failure>, settings: &Settings) -> Items<'_> {
    let place = Origin::new(Path::new(""), &failure.id);
    one(Content::Broken(failure), place, 0, settings)
}

fn one(content: Content, place: Origin, weight: u64, settings: &Settings) -> Items<'_> {
    Box::new(iter::once(Item::new(content, place, weight, settings)))
}

fn guess(reader: &mut impl BufRead) -> io::Result<Format> {
    let start = reader.fill_buf()?;
    let wide = wide::of_start(start).map(|encoding| encoding.decode(start).0.into_owned().into_bytes());
    let start = wide.as_deref().unwrap_or(start);
    let start = start.strip_prefix(BOM).unwrap_or(start).trim_ascii_start();
    Ok(if start.starts_with(b"{") { Format::Records } else { Format::Text })
}

/// One item a line that is not blank. A read error ends the file with a failure that names the line; where only a piece of a packed
/// file is damaged, what follows it is read.
fn records<'a, R: BufRead + Send + 'a>(
    reader: R,
    encoding: Option<&'static Encoding>,
    place: Origin,
    count: Counter,
    settings: &'a Settings,
) -> Items<'a> {
    let mut lines = Lines::new(reader, settings.max_bytes);
    let (mut read, mut stopped) = (0, false);
    Box::new(iter::from_fn(move || {
        while !stopped {
            let content = match lines.next()? {
                Ok(line) => {
                    read = line.number;
                    of_line(line, encoding, &place, settings)
                }
                Err(source) => {
                    stopped = !Damage::goes_on(&source);
                    let what = if stopped { "reading stopped here" } else { "some was lost here" };
                    Some(Content::Broken(place.fault(read + 1, format!("{what}: {source}"))))
                }
            };
            if let Some(content) = content {
                return Some(Item::new(content, place.clone(), count.take(), settings));
            }
        }
        None
    }))
}

fn of_line(
    line: Line,
    encoding: Option<&'static Encoding>,
    place: &Origin,
    settings: &Settings,
) -> Option<Content> {
    let Some(mut bytes) = line.bytes else {
        let (length, limit) = (line.length, settings.max_bytes);
        let cause = format!("the line has {length} bytes; at most {limit} are read (--max-bytes)");
        return Some(Content::Broken(place.fault(line.number, cause)));
    };
    if line.number == 1 && bytes.starts_with(BOM) {
        bytes.drain(..BOM.len());
    }
    (!bytes.trim_ascii().is_empty()).then_some(Content::Record(bytes, line.number, encoding))
}

/// One item a page.
fn crawl(mut pages: Pages, place: Origin, count: Counter, settings: &Settings) -> Items<'_> {
    let mut read = 0;
    Box::new(iter::from_fn(move || {
        read += 1;
        let here = Origin::new(&place.path, &format!("{}:{read}", place.id));
        let (content, place) = match pages.next()? {
            Ok(Page { id, meta, body, note }) => {
                let here = Origin { id: id.unwrap_or(here.id), ..here };
                let content = match body {
                    Ok((bytes, format)) => Content::Bytes(Bytes { bytes, note }, format, meta),
                    Err(cause) => {
                        let mut failure = here.unreadable(io::Error::other(cause));
                        failure.meta.extend(meta);
                        Content::Broken(failure)
                    }
                };
                (content, here)
            }
            Err(source) => (Content::Broken(here.unreadable(source)), here),
        };
        Some(Item::new(content, place, count.take(), settings))
    }))
}

/// One item a row.
fn table(mut rows: TableArticles, place: Origin, count: Counter, settings: &Settings) -> Items<'_> {
    let mut stopped = false;
    Box::new(iter::from_fn(move || {
        if stopped {
            return None;
        }
        let content = match rows.next(&place.id, settings)? {
            Ok((article, notes)) => Content::Ready(article, notes),
            Err(fault) => {
                stopped = fault.fatal;
                Content::Broken(place.fault(fault.line, fault.cause))
            }
        };
        Some(Item::new(content, place.clone(), count.take(), settings))
    }))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::article::Article;

    fn read<R: BufRead + Send>(reader: R, settings: &Settings) -> Vec<Result<Article, Box<Failure>>> {
        let place = Origin::new(Path::new("x.jsonl"), "x.jsonl");
        records(reader, None, place, Counter::default(), settings).map(Item::read).collect()
    }

    #[test]
    fn a_line_too_long_fails_alone() {
        let settings = Settings { max_bytes: 20, ..Settings::default() };
        let lines = "\u{feff}{\"text\": \"a\"}\n{\"text\": \"a very long article\"}\n{\"text\": \"b\"}\n";
        let read = read(lines.as_bytes(), &settings);
        let [Ok(first), Err(second), Ok(third)] = &read[..] else { panic!("{read:?}") };
        assert_eq!((&*first.text, &*third.text), ("a", "b"));
        assert_eq!((second.id.as_str(), second.meta["line"].as_u64()), ("x.jsonl:2", Some(2)));
        assert!(second.error.to_string().contains("--max-bytes"));
    }

    #[test]
    fn a_reader_that_breaks_ends_with_a_failure() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("disk on fire"))
            }
        }
        let reader = BufReader::new(b"{\"text\": \"a\"}\n".chain(Breaks));
        let read = read(reader, &Settings::default());
        let [Ok(_), Err(second)] = &read[..] else { panic!("{read:?}") };
        assert_eq!(second.error.to_string(), "x.jsonl:2: reading stopped here: disk on fire");
    }
}
