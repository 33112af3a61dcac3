//! Any bytes taken for pages give articles or failures, and end.
#![no_main]

use headcount::input::{Format, Item, Settings, of_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let settings = Settings { max_bytes: 1 << 14, ..Settings::default() };
    let read = of_bytes(bytes.to_vec(), Format::Page, "fuzz", &settings).map(Item::read).count();
    assert!(read <= bytes.len() + 1);
});
