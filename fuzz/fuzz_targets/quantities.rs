//! Any text can be annotated, and what is found lies in it.
#![no_main]

use std::sync::LazyLock;

use headcount::Pipeline;
use headcount::output::{Extras, Record};
use libfuzzer_sys::fuzz_target;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().expect("the embedded weights"));

fuzz_target!(|text: &str| {
    let annotation = PIPELINE.annotate(text).expect("a short text");
    for quantity in &annotation.quantities {
        assert!(!quantity.span.of(text).is_empty());
    }
    let record = Record::of(&annotation, Extras { tokens: true, explain: true });
    let points = text.chars().count();
    assert!(record.quantities.iter().flatten().all(|quantity| quantity.end <= points));
});
