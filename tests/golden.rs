//! The engine against spaCy's own analysis of our sentences (`tests/golden/engine.jsonl`, written by
//! `models/convert/golden.py`), layer by layer: each layer gets spaCy's result of the layer before.
#![allow(clippy::unwrap_used)] // also in the helpers of tests

use headcount::article::Token;
use headcount::syntax::{lemmatizer::Lemmatizer, ruler::Ruler};
use headcount::tokens::{Lexemes, Tokenizer};
use serde::Deserialize;

/// One token as spaCy sees it, in the order of the file's `fields`.
#[derive(Deserialize)]
struct Golden {
    start: u32,
    end: u32,
    space_after: bool,
    norm: String,
    shape: String,
    prefix: String,
    suffix: String,
    orth_id: String,
    tag: String,
    pos: String,
    morph: String,
    lemma: String,
    _head: usize,
    dep: String,
    _sent_start: bool,
    _tok2vec: [f32; 4],
    _ner2vec: [f32; 4],
}

#[derive(Deserialize)]
struct Record {
    text: String,
    tokens: Vec<Golden>,
}

fn records() -> Vec<Record> {
    let lines = include_str!("golden/engine.jsonl").lines().skip(1);
    let records: Vec<Record> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.iter().map(|record| record.tokens.len()).sum::<usize>(), 919);
    records
}

/// Our tokens of every record, which must be spaCy's.
fn cut() -> Vec<(Record, Vec<Token>)> {
    let tokenizer = Tokenizer::new().unwrap();
    let mut all = Vec::new();
    for record in records() {
        let tokens = tokenizer.cut(&record.text);
        let found = tokens.iter().map(|token| (token.span.start(), token.span.end(), token.space_after));
        let expected = record.tokens.iter().map(|token| (token.start, token.end, token.space_after));
        assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{}", record.text);
        all.push((record, tokens));
    }
    all
}

#[test]
fn tokens_are_those_of_spacy() {
    assert_eq!(cut().len(), 31);
}

#[test]
fn lexical_attributes_are_those_of_spacy() {
    let lexemes = Lexemes::new().unwrap();
    for (record, tokens) in cut() {
        for (golden, token) in record.tokens.iter().zip(tokens) {
            let text = token.span.of(&record.text);
            let lexeme = lexemes.of(text, token.norm);
            assert_eq!(lexeme.orth.to_string(), golden.orth_id, "{text}");
            assert_eq!(lexeme.norm, lexemes.sid(&golden.norm), "norm of {text} is not {}", golden.norm);
            assert_eq!(lexeme.shape, lexemes.sid(&golden.shape), "shape of {text} is not {}", golden.shape);
            assert_eq!(lexeme.prefix, lexemes.sid(&golden.prefix), "{text}");
            assert_eq!(lexeme.suffix, lexemes.sid(&golden.suffix), "{text}");
            assert_eq!(lexeme.is_space, golden.pos == "SPACE", "{text}");
        }
    }
}

#[test]
fn rules_and_lemmas_are_those_of_spacy() {
    let (ruler, lemmatizer) = (Ruler::new().unwrap(), Lemmatizer::new().unwrap());
    for (record, tokens) in cut() {
        let fixed = |text: &String| -> &'static str { text.clone().leak() };
        let mut tags: Vec<_> = record.tokens.iter().map(|golden| fixed(&golden.tag)).collect();
        let mut deps: Vec<_> = record.tokens.iter().map(|golden| fixed(&golden.dep)).collect();
        let rows = ruler.apply(&record.text, &tokens, &mut tags, &mut deps);
        for (index, golden) in record.tokens.iter().enumerate() {
            let (text, one) = (tokens[index].span.of(&record.text), rows[index]);
            let lemma = one.lemma.map_or_else(|| lemmatizer.lemma(text, one.pos, one.morph), Box::from);
            let found = [tags[index], deps[index], one.pos, one.morph, &lemma];
            let expected = [&golden.tag, &golden.dep, &golden.pos, &golden.morph, &golden.lemma];
            assert_eq!(found, expected.map(String::as_str), "{text} in {}", record.text);
        }
    }
}
