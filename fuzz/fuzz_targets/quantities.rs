//! Any text is read for quantities, and what is found lies in it, in order. Without syntax, which costs a thousand times as much: what holds
//! for words without tags and heads holds for any.
#![no_main]

use std::sync::LazyLock;

use headcount::article::{Dep, Doc, Meta, Pos, Sentence, Syntax, Tag, TokenRange, Word};
use headcount::quantities::Reader;
use headcount::tokens::Tokenizer;
use libfuzzer_sys::fuzz_target;

static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(|| Tokenizer::new().expect("the embedded tables"));
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new().expect("the embedded lists"));

/// The text as one sentence of words that nothing is known of.
fn doc(text: &str) -> Doc {
    let tokens = TOKENIZER.cut(text);
    let word = |head| Word { lemma: "".into(), tag: Tag::Unknown, pos: Pos::Unknown, morph: "", head, dep: Dep::Unknown };
    let words = (0..tokens.len() as u32).map(word).collect();
    let whole = tokens.first().zip(tokens.last()).map(|(first, last)| Sentence {
        span: first.span.cover(last.span),
        tokens: TokenRange::new(0, tokens.len()),
    });
    Doc::new(text.into(), tokens, Syntax { words, sentences: whole.into_iter().collect() })
}

fuzz_target!(|text: &str| {
    let mut end = 0;
    for quantity in READER.read(&doc(text), &[], &Meta::new()) {
        assert!(quantity.span.start() >= end && !quantity.span.of(text).is_empty());
        end = quantity.span.end();
    }
});
