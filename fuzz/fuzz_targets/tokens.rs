//! Any text can be cut, and its tokens lie in it in order.
#![no_main]

use std::sync::LazyLock;

use headcount::tokens::Tokenizer;
use libfuzzer_sys::fuzz_target;

static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(|| Tokenizer::new().expect("the embedded tables"));

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in TOKENIZER.cut(text) {
        assert!(token.span.start() >= end && token.span.end() as usize <= text.len());
        assert!(!token.span.of(text).is_empty());
        end = token.span.end();
    }
});
