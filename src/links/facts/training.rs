//! Writes what the joiner is trained on: every pair of figures that it compares, with its features.
//!
//! `models/train/facts/train.sh` runs the ignored test below; it is no part of the program.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::*;
use crate::article::{Annotation, Article, Span};
use crate::links::words::Words;
use crate::pipeline::Pipeline;

fn number(value: &Json) -> usize {
    value.as_u64().unwrap() as usize
}

/// Code points to bytes.
fn bytes(text: &str) -> Vec<u32> {
    text.char_indices().map(|(byte, _)| byte as u32).chain([text.len() as u32]).collect()
}

/// The labelled mentions of a text with the program's link that is each of them.
fn labelled<'j>(gold: &'j Json, annotation: &Annotation) -> Vec<(&'j Json, Option<usize>)> {
    let at = bytes(gold["text"].as_str().unwrap());
    let find = |span: Span| {
        annotation.links.iter().position(|link| annotation.quantities[link.quantity].span.overlaps(span))
    };
    let label = |label: &'j Json| {
        let span = Span::new(at[number(&label["start"])], at[number(&label["end"])]);
        (label, find(span))
    };
    gold["mentions"].as_array().unwrap().iter().map(label).collect()
}

/// Lines of one text: `gold` the labelled mentions with the link that is each of them, `pair` the figures that are compared.
fn write(joiner: &Joiner, words: &Words, annotation: &Annotation, gold: &Json, out: &mut String) {
    let id = gold["id"].as_str().unwrap();
    for (label, link) in labelled(gold, annotation) {
        let (fact, how) = (&label["fact"], label["agreement"].as_str().unwrap());
        let link = link.map_or_else(|| "-".to_owned(), |link| link.to_string());
        writeln!(out, "gold\t{id}\t{fact}\t{how}\t{link}").unwrap();
    }
    let scene = Scene::new(&annotation.doc, &annotation.entities, &annotation.quantities, words);
    let links = &annotation.links;
    let mentions: Vec<_> = links.iter().map(|link| Mention::new(&scene, &joiner.lists, link)).collect();
    let mut memory = Memory::default();
    for (index, later) in mentions.iter().enumerate() {
        let keys = Memory::keys(later);
        let compared = memory.of(&keys);
        for (other, earlier) in mentions[..index].iter().enumerate() {
            if earlier.family != later.family {
                continue;
            }
            let how = agreement::of(earlier, later).as_str();
            write!(out, "pair\t{id}\t{other}\t{index}\t{how}\t").unwrap();
            if compared.contains(&other) {
                let pair = MentionPair { scene: &scene, lists: &joiner.lists, earlier, later };
                let mut names = Vec::new();
                pair.describe(&mut |parts| names.push(parts.join("|")));
                out.push_str(&names.join(";"));
            }
            let shown = |it: &Mention<'_>| {
                let words = it.quantity.span.of(&annotation.doc.text).replace(['\n', '\t'], " ");
                format!("{words} {} {}", it.head, it.event)
            };
            writeln!(out, "\t{} / {}", shown(earlier), shown(later)).unwrap();
        }
        memory.keep(index, keys);
    }
}

#[test]
#[ignore = "writes training data; run by models/train/facts/train.sh"]
fn write_pairs() {
    let text = std::fs::read_to_string(std::env::var("FACTS_GOLD").unwrap()).unwrap();
    let (joiner, words, pipeline) = (Joiner::new().unwrap(), Words::new().unwrap(), Pipeline::new().unwrap());
    let mut out = String::new();
    for line in text.lines() {
        let gold: Json = serde_json::from_str(line).unwrap();
        let meta = gold["meta"].as_object().cloned().unwrap_or_default();
        let article = Article { text: gold["text"].as_str().unwrap().into(), meta, ..Article::default() };
        write(&joiner, &words, &pipeline.annotate(article).unwrap(), &gold, &mut out);
    }
    std::fs::write(std::env::var("FACTS_TABLE").unwrap(), out).unwrap();
}
