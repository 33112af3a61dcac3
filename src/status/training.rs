//! Writes what the scorer is trained on: every labelled quantity with its features.
//!
//! `models/train/status/train.sh` runs the ignored test below; it is no part of the program.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::*;
use crate::article::{Article, Span};
use crate::pipeline::Pipeline;

fn number(value: &Json) -> u32 {
    value.as_u64().unwrap() as u32
}

/// Code points to bytes.
fn bytes(text: &str) -> Vec<u32> {
    let mut at: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
    at.push(text.len() as u32);
    at
}

/// Sentences with their numbers marked, "[12|planned]", as records.
fn marked(text: &str) -> Vec<Json> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).enumerate();
    lines.map(|(number, line)| unmarked(&format!("sentence-{number}"), line)).collect()
}

fn unmarked(id: &str, line: &str) -> Json {
    let (mut text, mut quantities) = (String::new(), Vec::new());
    let mut pieces = line.split('[');
    text.push_str(pieces.next().unwrap());
    for piece in pieces {
        let (mark, rest) = piece.split_once(']').unwrap();
        let (number, status) = mark.split_once('|').unwrap();
        let start = text.chars().count();
        text.push_str(number);
        quantities.push(serde_json::json!({"start": start, "end": text.chars().count(), "status": status}));
        text.push_str(rest);
    }
    serde_json::json!({"id": id, "text": text, "quantities": quantities})
}

/// One line a labelled quantity: text, start, its words, label, the rules' answer, features; without the last two where
/// the program does not find it.
fn write(judge: &Judge, pipeline: &Pipeline, gold: &Json, out: &mut String) {
    let id = gold["id"].as_str().unwrap();
    let text = gold["text"].as_str().unwrap();
    let at = bytes(text);
    let annotation = pipeline.annotate(Article::from(text)).unwrap();
    for label in gold["quantities"].as_array().unwrap() {
        let Some(status) = label["status"].as_str() else { continue };
        let span = Span::new(at[number(&label["start"]) as usize], at[number(&label["end"]) as usize]);
        let words = span.of(text).replace(['\n', '\t'], " ");
        write!(out, "{id}\t{}\t{words}\t{status}\t", span.start()).unwrap();
        if let Some(quantity) = annotation.quantities.iter().find(|it| it.span.overlaps(span)) {
            let sentence = annotation.doc.sentence_index(quantity.tokens.start as usize);
            let scene = CuedSentence::new(&annotation.doc, &judge.cues, &judge.words, sentence);
            let view = scene.view(quantity);
            let answer = verdict::of(&view).map_or("fact", |status| status.as_str());
            let mut names = Vec::new();
            features::of(&view, &mut |parts: &[&str]| names.push(parts.join("|")));
            write!(out, "{answer}\t{}", names.join(";")).unwrap();
        } else {
            write!(out, "fact\t").unwrap();
        }
        out.push('\n');
    }
}

#[test]
#[ignore = "writes training data; run by models/train/status/train.sh"]
fn write_features() {
    let path = std::env::var("STATUS_GOLD").unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let records: Vec<Json> = if std::path::Path::new(&path).extension().is_some_and(|ending| ending == "txt")
    {
        marked(&text)
    } else {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let (judge, pipeline) = (Judge::new().unwrap(), Pipeline::new().unwrap());
    let mut out = String::new();
    for record in &records {
        write(&judge, &pipeline, record, &mut out);
    }
    std::fs::write(std::env::var("STATUS_TABLE").unwrap(), out).unwrap();
}
