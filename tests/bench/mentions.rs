//! Prints what the recogniser finds before the names room trims and joins it, for `tests/scripts/parity.py`.
//!
//! `cargo bench --bench mentions -- FILE.jsonl...` writes one line a record to standard output:
//! `{"id": .., "tokens": .., "mentions": [[first token, end token, label], ..]}`.
#![allow(clippy::print_stdout, missing_docs)]

use std::path::Path;

use anyhow::{Context as _, Result};
use headcount::article::Doc;
use headcount::entities::recogniser::Recogniser;
use headcount::syntax::Parser;
use headcount::tokens::Tokenizer;
use serde_json::{Value, json};

fn main() -> Result<()> {
    // Cargo passes its own options along.
    let files: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if files.is_empty() {
        return Ok(());
    }
    let (tokenizer, parser, recogniser) = (Tokenizer::new()?, Parser::new()?, Recogniser::new()?);
    for file in files {
        let lines = std::fs::read_to_string(Path::new(&file)).with_context(|| file.clone())?;
        for line in lines.lines() {
            let record: Value = serde_json::from_str(line).with_context(|| file.clone())?;
            let text = record["text"].as_str().context("a record without text")?;
            let tokens = tokenizer.cut(text);
            let syntax = parser.parse(text, &tokens);
            let doc = Doc::new(text.into(), tokens, syntax);
            let mentions: Vec<Value> = recogniser
                .find(&doc)
                .iter()
                .map(|mention| json!([mention.tokens.start, mention.tokens.end, mention.label]))
                .collect();
            println!("{}", json!({"id": record["id"], "tokens": doc.len(), "mentions": mentions}));
        }
    }
    Ok(())
}
