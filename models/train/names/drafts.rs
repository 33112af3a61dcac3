//! Names room, training: writes the possible names of labelled articles with their features, and annotates articles by a
//! recogniser and a second look that were trained without them. `crossval.sh` beside this file calls it.
//!
//! usage: drafts table ARTICLES NAMES OUT              OUT.names: one feature a line; OUT.jsonl: an article a line, its possible names
//!                                                     as [first word, one past the last, start, end, features], offsets in code points
//!        drafts annotate ARTICLES NAMES REVIEW OUT    OUT: the annotation; REVIEW: weights of the second look, "-" for none
//!
//! ARTICLES: JSON Lines with `id` and `text`; NAMES: a recogniser's weights as export.py writes them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use headcount::article::Doc;
use headcount::entities::Namer;
use headcount::entities::recogniser::Recogniser;
use headcount::network::kernel::Kernel;
use headcount::network::weights::Weights;
use headcount::syntax::Parser;
use headcount::tokens::Tokenizer;
use serde::Deserialize;
use serde_json::json;

/// The rooms up to the names.
struct Rooms {
    tokenizer: Tokenizer,
    parser: Parser,
    namer: Namer,
}

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
}

impl Rooms {
    fn new(weights: &str, review: Option<&str>) -> Result<Self> {
        let mut namer = Namer::new()?;
        let review = review.map(fs::read_to_string).transpose()?.map(|text| &*text.leak());
        namer.retrain(recogniser(weights)?, review)?;
        Ok(Self { tokenizer: Tokenizer::new()?, parser: Parser::new()?, namer })
    }

    fn read(&self, text: &str) -> Doc {
        let text: Arc<str> = text.into();
        let tokens = self.tokenizer.cut(&text);
        let syntax = self.parser.parse(&text, &tokens);
        Doc::new(text, tokens, syntax)
    }
}

/// The weights of a file, at a multiple of eight.
fn recogniser(path: &str) -> Result<Recogniser> {
    let bytes = fs::read(path).with_context(|| path.to_owned())?;
    let room = vec![0_u64; bytes.len().div_ceil(8)].leak();
    let aligned: &'static mut [u8] = bytemuck::cast_slice_mut(room);
    aligned[..bytes.len()].copy_from_slice(&bytes);
    let size = bytes.len();
    Ok(Recogniser::load(&Weights::parse("NAMES", &aligned[..size])?, Kernel::chosen()?)?)
}

fn articles(path: &str) -> Result<Vec<Article>> {
    let text = fs::read_to_string(path).with_context(|| path.to_owned())?;
    text.lines().map(|line| serde_json::from_str(line).with_context(|| path.to_owned())).collect()
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["table", labelled, names, out] => table(labelled, names, out),
        ["annotate", labelled, names, "-", out] => annotate(labelled, &Rooms::new(names, None)?, out),
        ["annotate", labelled, names, review, out] => {
            annotate(labelled, &Rooms::new(names, Some(review))?, out)
        }
        _ => bail!("usage: drafts table ARTICLES NAMES OUT | drafts annotate ARTICLES NAMES REVIEW OUT"),
    }
}

fn create(path: &str) -> Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| path.to_owned())?))
}

/// For every byte of a text that begins a code point, and its end, the number of code points before it.
fn points(text: &str) -> HashMap<u32, u32> {
    let begins = text.char_indices().map(|(byte, _)| byte as u32).chain([text.len() as u32]);
    begins.zip(0..).collect()
}

fn table(labelled: &str, names: &str, out: &str) -> Result<()> {
    let rooms = Rooms::new(names, None)?;
    let (mut numbers, mut listed) = (HashMap::<String, usize>::new(), Vec::new());
    let mut file = create(&format!("{out}.jsonl"))?;
    for article in articles(labelled)? {
        let doc = rooms.read(&article.text);
        let points = points(&article.text);
        let mut drafts = Vec::new();
        for draft in rooms.namer.drafts(&doc)? {
            let mut features = Vec::with_capacity(draft.features.len());
            for feature in draft.features {
                let next = listed.len();
                features.push(*numbers.entry(feature).or_insert_with_key(|name| {
                    listed.push(name.clone());
                    next
                }));
            }
            let span = doc.span_of(draft.tokens);
            let (start, end) = (points[&span.start()], points[&span.end()]);
            drafts.push(json!([draft.tokens.start, draft.tokens.end, start, end, features]));
        }
        writeln!(file, "{}", json!({"id": article.id, "drafts": drafts}))?;
    }
    fs::write(format!("{out}.names"), listed.join("\n"))?;
    Ok(())
}

fn annotate(labelled: &str, rooms: &Rooms, out: &str) -> Result<()> {
    let mut file = create(out)?;
    for article in articles(labelled)? {
        let doc = rooms.read(&article.text);
        let points = points(&article.text);
        let names = rooms.namer.find(&doc)?.into_iter().map(|name| {
            let (start, end) = (points[&name.span.start()], points[&name.span.end()]);
            let (text, label) = (name.span.of(&doc.text), name.label.as_str());
            json!({"label": label, "start": start, "end": end, "text": text, "by": name.by.as_str(), "score": name.score})
        });
        let names: Vec<_> = names.collect();
        writeln!(file, "{}", json!({"id": article.id, "text": article.text, "entities": names}))?;
    }
    Ok(())
}
