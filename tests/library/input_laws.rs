//! Laws of reading: any bytes give articles or failures, in any form, and nothing else happens.

use headcount::input::{Format, Item, Settings, of_bytes};
use proptest::prelude::*;

const FORMATS: [Format; 6] =
    [Format::Text, Format::Markdown, Format::Records, Format::Table, Format::Page, Format::Crawl];

/// Pieces that mean something to one of the readers.
const PIECES: [&[u8]; 28] = [
    b"{\"id\": \"a\", \"text\": \"Five men.\"}",
    b"{\"text\":",
    b"\"",
    b"\\ud800",
    b"\n",
    b"\r\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x00",
    b"caf\xe9",
    b"id,text\n",
    b"1;\"two\"",
    b"<p>Five men</p>",
    b"<div><div>",
    b"<script>",
    b"</script",
    b"<!--",
    b"<meta charset=windows-1251>",
    b"WARC/1.0\r\n",
    b"WARC-Type: response\r\n",
    b"Content-Length: 40\r\n",
    b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"---\ntitle: x\n---\n",
    b"# **a** [b](c)",
    b"| a | b |\n|---|---|\n",
    b"5 men ",
];

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_in_any_form(bytes in bytes()) {
        let settings = Settings { max_bytes: 200, ..Settings::default() };
        for format in FORMATS {
            let items = of_bytes(bytes.clone(), format, "x", &settings);
            let read = items.map(Item::read).collect::<Vec<_>>();
            prop_assert!(read.len() <= bytes.len() + 1);
            for failure in read.iter().filter_map(|it| it.as_ref().err()) {
                prop_assert!(!failure.error.to_string().is_empty() && !failure.id.is_empty());
            }
        }
    }

    #[test]
    fn a_text_in_utf8_comes_back_as_it_is(text in "[^\u{0}\u{feff}]{0,80}") {
        let settings = Settings::default();
        let mut items = of_bytes(text.clone().into_bytes(), Format::Text, "x", &settings);
        let article = items.next().unwrap().read().unwrap();
        prop_assert_eq!(&*article.text, text.as_str());
    }

    #[test]
    fn a_record_keeps_its_text_and_fields(text in any::<String>(), other in any::<String>()) {
        let record = serde_json::json!({"id": "a", "other": other, "text": text});
        let settings = Settings::default();
        let mut items = of_bytes(record.to_string().into_bytes(), Format::Records, "x", &settings);
        let article = items.next().unwrap().read().unwrap();
        prop_assert_eq!((&*article.text, article.meta["other"].as_str()), (text.as_str(), Some(other.as_str())));
    }
}
