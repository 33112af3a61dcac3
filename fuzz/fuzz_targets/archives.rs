//! Any bytes taken for a zip archive give articles or failures, and end.
#![no_main]

use std::fs;

use headcount::input::{Inputs, Item, Settings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The bound on the number of articles is that of the directory: no entry is shorter than 46 bytes, no line than one.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    fs::write(&path, bytes).unwrap();
    let settings = Settings { max_bytes: 1 << 14, ..Settings::default() };
    let inputs = Inputs::new(&[path], settings).unwrap();
    // Deflate packs a thousand to one.
    assert!(inputs.items().take(1 << 20).map(Item::read).count() <= 1100 * bytes.len() + 1);
});
