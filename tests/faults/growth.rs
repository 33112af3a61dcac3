//! Memory: whatever the input, at most 300 MB and 60 times the article's length for each worker.

use std::fs;
use std::io::Write as _;
use std::process::Command;

use serde_json::Value as Json;

/// The most memory that a run over a file of that name and content held, in bytes, with those options; whatever becomes of its articles.
fn peak(name: &str, bytes: &[u8], options: &[&str]) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_headcount"))
        .current_dir(folder.path())
        .args(["annotate", name, "-j", "1", "-o", "out.jsonl", "--stats", "stats.json"])
        .args(options)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code <= 1), "{name}: {told}");
    let stats: Json = serde_json::from_slice(&fs::read(folder.path().join("stats.json")).unwrap()).unwrap();
    stats["peak_memory_bytes"].as_u64().unwrap()
}

fn gzip(piece: &str, times: usize) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..times {
        packer.write_all(piece.as_bytes()).unwrap();
    }
    packer.finish().unwrap()
}

/// Files that took gigabytes, by name. Of those that fail, and of the others, the article is short, so the whole bound is 300 MB.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let marks = (0..5000).map(|number| format!("<b a{number}>")).collect::<Vec<_>>().concat();
    let body = "<p>Police held 12 men in the town on Monday, the minister said, and two fled.";
    let page =
        |inner: &str| format!("<html><body><article>{}{inner}</article></body></html>", body.repeat(5));
    let record = "WARC/1.0\r\nWARC-Type: response\r\n";
    let zeros = "0,".repeat(8_000_000);
    vec![
        ("marks.html", page(&format!("{marks}{}", "<p>x".repeat(20_000))).into_bytes()),
        ("deep.html", page(&"<div></x>".repeat(100_000)).into_bytes()),
        ("slash.html", page(&"<div/>".repeat(100_000)).into_bytes()),
        ("comments.html", page(&"<!--</div>--><div>".repeat(100_000)).into_bytes()),
        ("texts.html", page(&"a<!---->".repeat(1_000_000)).into_bytes()),
        ("wide.html", page(&"<i>1</i> ".repeat(90_000)).into_bytes()),
        ("head.warc.gz", gzip(&format!("{record}{}", "A: b\r\n".repeat(10_000)), 6_000)),
        ("line.warc.gz", gzip(&format!("{record}{}", "A: bbbbb ".repeat(10_000)), 4_000)),
        ("head.jsonl.gz", gzip(&"[".repeat(1 << 20), 300)),
        (
            "zeros.jsonl",
            format!("{{\"id\": \"a\", \"text\": \"Five men.\", \"meta\": [{zeros}0]}}\n").into_bytes(),
        ),
        ("keys.jsonl", {
            let keys = (0..1_000_000).map(|number| format!("\"k{number}\":0,")).collect::<Vec<_>>().concat();
            format!("{{{keys}\"text\": \"Five men.\"}}\n").into_bytes()
        }),
        ("header.csv", format!("id,text{}\n1,Five men.\n", ",".repeat(8_000_000)).into_bytes()),
        ("row.csv", format!("id,text\n1,Five men.{}\n2,Six men.\n", ",".repeat(8_000_000)).into_bytes()),
        ("quote.csv.gz", gzip(&format!("id,text\n1,\"{}", "x".repeat(1 << 20)), 300)),
    ]
}

#[test]
fn hostile_files_stay_within_the_bound() {
    for (name, bytes) in files() {
        let peak = peak(name, &bytes, &["--only", "names"]) >> 20;
        println!("{name}: {} kB, {peak} MB", bytes.len() >> 10);
        assert!(peak <= 300, "{name}: {peak} MB for {} kB", bytes.len() >> 10);
    }
}

/// Everything is looked for in these; the weights and the working memory of one thread are 105 MB. Press keeps below the bound at any
/// length; a text of nothing but short numbers, each an entry of the output, takes some 220 bytes a byte (docs/performance.md) and so
/// is within the bound up to a length of 1.2 MB.
#[test]
fn texts_take_what_is_told() {
    let press = corpus().repeat(2);
    for (name, text, each) in [
        ("press.txt", press, 60),
        ("percent.txt", "5% ".repeat(100_000), 250),
        ("and.txt", "and 5 ".repeat(20_000), 200),
    ] {
        let (peak, bound) = (peak(name, text.as_bytes(), &[]), 105_000_000 + each * text.len() as u64);
        println!("{name}: {} kB, {} MB of {} MB", text.len() >> 10, peak / 1_000_000, bound / 1_000_000);
        assert!(peak <= bound, "{name}: {} MB, more than {}", peak / 1_000_000, bound / 1_000_000);
    }
}

/// Our own articles as one text.
fn corpus() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>().join("\n\n")
}
