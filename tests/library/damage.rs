//! Damaged files: bytes changed, lost, added or repeated anywhere cost the articles in which they are, never the rest of the file.
//!
//! The damage is drawn with a seed. `DAMAGES=100000 cargo test --release --test library damage` draws more of them than the usual run.

use std::env;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use headcount::input::{Format, Inputs, Item, Settings, of_bytes};

/// Articles of a file.
const ARTICLES: usize = 40;

/// What damage of a Zstandard file may cost: a block whose length is damaged takes up to 128 kB of what follows, here all of it.
const ZSTANDARD: usize = ARTICLES;

/// Numbers that look random (xorshift), the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    /// `bytes` with one stretch of up to 16 bytes changed, taken out, put in, or repeated.
    fn damaged(&mut self, bytes: &[u8]) -> Vec<u8> {
        let (start, length) = (self.below(bytes.len()), 1 + self.below(16));
        let end = (start + length).min(bytes.len());
        let noise: Vec<u8> = (0..length).map(|_| self.below(256) as u8).collect();
        let middle = match self.below(5) {
            0 => noise[..end - start].to_vec(),
            1 => Vec::new(),
            2 => [&bytes[start..end], &noise].concat(),
            3 => bytes[start..end].repeat(2),
            _ => bytes[start..end].iter().map(|byte| byte ^ 1 << self.below(8)).collect(),
        };
        [&bytes[..start], &middle, &bytes[end..]].concat()
    }
}

fn text(number: usize) -> String {
    format!(
        "Police in town {number} held {} men on Monday, the minister said, and {number} fled.",
        number * 7
    )
}

fn page(number: usize) -> String {
    format!(
        "<html><head><title>T</title></head><body>{}</body></html>",
        format!("<p>{}</p>", text(number)).repeat(6)
    )
}

fn record(number: usize) -> Vec<u8> {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page(number));
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:{number}>\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn line(number: usize) -> Vec<u8> {
    format!("{{\"id\": \"{number}\", \"text\": \"{}\"}}\n", text(number)).into_bytes()
}

/// Files of many articles, the articles that damage of a few bytes may cost (the row or record of the damage, and a neighbour into
/// which it runs), by name.
fn files() -> Vec<(&'static str, Vec<u8>, usize)> {
    let all = |one: &dyn Fn(usize) -> Vec<u8>| (0..ARTICLES).flat_map(one).collect::<Vec<u8>>();
    let table = |number| format!("{number},2024,\"{}\"\n", text(number)).into_bytes();
    vec![
        ("a.jsonl", all(&line), 2),
        ("a.jsonl.gz", all(&|number| gzip(&line(number))), 3),
        ("a.jsonl.zst", all(&|number| zstandard(&line(number))), ZSTANDARD),
        ("a.csv", [b"id,year,text\n".to_vec(), all(&table)].concat(), 2),
        ("a.warc", all(&record), 2),
        ("a.warc.gz", all(&|number| gzip(&record(number))), 3),
        ("a.warc.zst", all(&|number| zstandard(&record(number))), ZSTANDARD),
    ]
}

/// The numbers of the articles of a file that come out whole.
fn whole(path: &Path) -> Vec<usize> {
    let inputs = Inputs::new(&[path.to_owned()], Settings::default()).unwrap();
    let texts: Vec<_> =
        inputs.items().filter_map(|item| item.read().ok()).map(|it| it.text.to_string()).collect();
    (0..ARTICLES).filter(|&number| texts.iter().any(|found| found.contains(&text(number)))).collect()
}

/// How many damages are drawn for each file.
fn damages() -> usize {
    env::var("DAMAGES").ok().and_then(|number| number.parse().ok()).unwrap_or(60)
}

#[test]
fn damage_costs_no_more_than_the_articles_in_which_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, cost) in files() {
        let (path, mut draw) = (folder.path().join(name), Draw(0x9e37_79b9_7f4a_7c15));
        fs::write(&path, &bytes).unwrap();
        assert_eq!(whole(&path).len(), ARTICLES, "{name}");
        // Heads of tables and of whole files stand alone.
        let head = if name == "a.csv" { 13 } else { 0 };
        for number in 0..damages() {
            let damaged = [&bytes[..head], &draw.damaged(&bytes[head..])].concat();
            fs::write(&path, &damaged).unwrap();
            let left = whole(&path).len();
            if left + cost < ARTICLES {
                let kept = env::temp_dir().join(format!("damaged-{name}"));
                fs::write(&kept, &damaged).unwrap();
                panic!("{name}, damage {number}: {left} of {ARTICLES} articles left; see {}", kept.display());
            }
        }
    }
}

#[test]
fn an_archive_loses_the_member_that_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    let mut writer = zip::ZipWriter::new(File::create(&path).unwrap());
    for number in 0..ARTICLES {
        writer.start_file(format!("n/{number}.txt"), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text(number).as_bytes()).unwrap();
    }
    writer.finish().unwrap();
    let bytes = fs::read(&path).unwrap();
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let mut draw = Draw(7);
    for number in 0..damages() {
        // The directory at the end leads to all members; with it the whole is lost, which is told.
        let mut damaged = bytes.clone();
        let at = draw.below(directory);
        damaged[at] ^= 1 << draw.below(8);
        fs::write(&path, &damaged).unwrap();
        assert!(whole(&path).len() + 1 >= ARTICLES, "damage {number} at byte {at}");
    }
}

#[test]
fn wild_damage_is_read_to_an_end() {
    let settings = Settings { max_bytes: 1 << 16, ..Settings::default() };
    let forms = [Format::Text, Format::Markdown, Format::Records, Format::Table, Format::Page, Format::Crawl];
    for (name, bytes, _) in
        files().into_iter().filter(|(name, ..)| !name.contains("gz") && !name.contains("zst"))
    {
        let mut draw = Draw(11);
        for _ in 0..damages() / 4 {
            let times = 1 + draw.below(30);
            let damaged = (0..times).fold(bytes.clone(), |bytes, _| draw.damaged(&bytes));
            for form in forms {
                let read = of_bytes(damaged.clone(), form, name, &settings).map(Item::read).count();
                assert!(read <= damaged.len() + 1, "{name} as {form:?}");
            }
        }
    }
}
