//! Any text can be annotated and written. Slow: the networks run; for an afternoon, not for ten minutes.
#![no_main]

use std::sync::LazyLock;

use headcount::Pipeline;
use headcount::output::{Extras, Record};
use libfuzzer_sys::fuzz_target;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().expect("the embedded weights"));

fuzz_target!(|text: &str| {
    let annotation = PIPELINE.annotate(text).expect("a short text");
    let record = Record::of(&annotation, Extras { tokens: true, explain: true });
    let points = text.chars().count();
    assert!(record.quantities.iter().flatten().all(|quantity| quantity.end <= points));
});
