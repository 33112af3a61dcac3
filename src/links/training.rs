//! Writes what the ranker is trained on: every labelled quantity with its candidates and their features.
//!
//! `models/train/links/train.py` runs the ignored test below; it is no part of the program.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::*;
use crate::article::{
    Annotation, Article, By, Kind, Label, Sentence, Span, Syntax, Token, TokenRange, Unit, Value, Word,
};
use crate::output::{Extras, Record};

/// A labelled quantity: the lemmas that its phrase may be headed by (none: it has no link) and where the phrase is.
struct Target {
    quantity: usize,
    heads: Vec<String>,
    span: Option<Span>,
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn number(value: &Json) -> u32 {
    value.as_u64().unwrap() as u32
}

/// A document from a dump of another parser.
fn doc(dump: &Json) -> Doc {
    let mut tokens = Vec::new();
    let mut words = Vec::new();
    for token in dump["tokens"].as_array().unwrap() {
        let text = |key: &str| token[key].as_str().unwrap();
        tokens.push(Token {
            span: Span::new(number(&token["start"]), number(&token["end"])),
            space_after: token["space_after"].as_bool().unwrap(),
            norm: None,
        });
        words.push(Word {
            lemma: text("lemma").into(),
            tag: leak(text("tag")),
            pos: leak(text("pos")),
            morph: leak(text("morph")),
            head: number(&token["head"]),
            dep: leak(text("dep")),
        });
    }
    let sentences = dump["sentences"].as_array().unwrap().iter().map(|pair| {
        let range = TokenRange::new(number(&pair[0]) as usize, number(&pair[1]) as usize);
        let span = tokens[range.start as usize].span.cover(tokens[range.end as usize - 1].span);
        Sentence { span, tokens: range }
    });
    let sentences = sentences.collect();
    Doc::new(dump["text"].as_str().unwrap().into(), tokens, Syntax { words, sentences })
}

/// Code points to bytes.
fn bytes(text: &str) -> Vec<u32> {
    let mut at: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
    at.push(text.len() as u32);
    at
}

fn span(bytes: &[u32], json: &Json) -> Span {
    Span::new(bytes[number(&json["start"]) as usize], bytes[number(&json["end"]) as usize])
}

fn entities(doc: &Doc, bytes: &[u32], gold: &Json) -> Vec<Entity> {
    let read = |json: &Json| {
        let span = span(bytes, json);
        Entity {
            label: Label::parse(json["label"].as_str().unwrap()).unwrap(),
            span,
            tokens: doc.tokens_in(span),
            name: json["name"].as_str().or(json["text"].as_str()).unwrap_or_default().to_owned(),
            by: By::Model,
            score: None,
            reference: None,
        }
    };
    gold["entities"].as_array().map(|list| list.iter().map(read).collect()).unwrap_or_default()
}

fn decimal(json: &Json) -> Option<rust_decimal::Decimal> {
    json.as_number().and_then(|number| number.to_string().parse().ok())
}

fn quantities(doc: &Doc, bytes: &[u32], gold: &Json) -> Vec<Quantity> {
    let read = |json: &Json| {
        let span = span(bytes, json);
        let value = match (decimal(&json["value"]), json["value"].as_str()) {
            (Some(number), _) => Value::Number(number),
            (None, Some(text)) => Value::Text(text.to_owned()),
            _ if json["min"].is_number() || json["max"].is_number() => {
                Value::Range { min: decimal(&json["min"]), max: decimal(&json["max"]) }
            }
            _ => Value::Unknown,
        };
        Quantity {
            kind: serde_json::from_value::<Kind>(json["kind"].clone()).unwrap(),
            span,
            tokens: doc.tokens_in(span),
            value,
            bound: serde_json::from_value(json["bound"].clone()).unwrap_or_default(),
            change: serde_json::from_value(json["change"].clone()).ok(),
            from: None,
            unit: serde_json::from_value::<Unit>(json["unit"].clone()).ok(),
            per: None,
            soft: json["soft"].as_bool().unwrap_or_default(),
            derivation: crate::article::Derivation::default(),
        }
    };
    gold["quantities"].as_array().unwrap().iter().map(read).collect()
}

fn targets(bytes: &[u32], gold: &Json) -> Vec<Target> {
    let ids: Vec<_> = gold["quantities"].as_array().unwrap().iter().map(|json| &json["id"]).collect();
    let links = gold["links"].as_array().unwrap();
    let target = |(quantity, id): (usize, &&Json)| {
        let link = links.iter().find(|link| &&link["quantity"] == id);
        let heads = link.map(|link| vec![link["entity"]["head"].as_str().unwrap().to_owned()]);
        Target {
            quantity,
            heads: heads.unwrap_or_default(),
            span: link.map(|link| span(bytes, &link["entity"])),
        }
    };
    ids.iter().enumerate().map(target).collect()
}

fn is_right(scene: &Scene<'_>, candidate: Candidate, target: &Target) -> bool {
    let lemma = scene.head_lemma(candidate.head).to_lowercase();
    let text = scene.doc.token_text(candidate.head).to_lowercase();
    target.heads.iter().any(|head| {
        let head = head.to_lowercase();
        let last = head.split([' ', '-']).next_back().unwrap_or_default();
        head == lemma || last == lemma || last == text
    })
}

/// One line a candidate: article, quantity, 1 where it is right, head, features.
fn write(scene: &Scene<'_>, linker: &Linker, id: &str, targets: &[Target], out: &mut String) {
    let mut groups = Groups::default();
    for target in targets {
        let quantity = &scene.quantities[target.quantity];
        if !quantity.kind.is_countable() {
            continue;
        }
        let anchor = Anchor::new(scene, target.quantity);
        let candidates = candidates::of(scene, &anchor, &groups);
        let routes = ranker::routes(scene, &anchor, &candidates);
        let setting = Setting::new(scene, &anchor, &groups);
        let number = quantity.span.of(&scene.doc.text).replace(['\n', '\t'], " ");
        let mut line = |right: bool, head: &str, features: Vec<String>| {
            let right = u8::from(right);
            let _ = writeln!(
                out,
                "{id}\t{}\t{number}\t{right}\t{head}\t{}",
                target.quantity + 1,
                features.join(" ")
            );
        };
        let mut features = Vec::new();
        setting.none(&mut |parts| features.push(parts.join("|")));
        line(target.heads.is_empty(), "-", features);
        let inside = |candidate: &Candidate| {
            target.span.is_none_or(|span| span.overlaps(scene.doc.tokens[candidate.head].span))
        };
        let right: Vec<bool> =
            candidates.iter().map(|&candidate| is_right(scene, candidate, target)).collect();
        let exact = candidates.iter().zip(&right).any(|(candidate, &right)| right && inside(candidate));
        for ((candidate, route), right) in candidates.iter().zip(&routes).zip(right) {
            let mut features = Vec::new();
            setting.phrase(*candidate, route.as_ref(), &mut |parts| features.push(parts.join("|")));
            line(right && (!exact || inside(candidate)), scene.doc.token_text(candidate.head), features);
        }
        // Later numbers see the right answers of earlier ones.
        if let Some(span) = target.span {
            let range = scene.doc.tokens_in(span);
            if let Some(head) = candidates.iter().map(|it| it.head).find(|&head| range.contains(head)) {
                groups.count(head);
            }
        }
        let _ = linker;
    }
}

#[test]
#[ignore = "writes the ranker's training data; run by models/train/links/train.py"]
fn write_candidates() {
    let variable = |name: &str| std::env::var(name).unwrap();
    let gold = std::fs::read_to_string(variable("LINKS_GOLD")).unwrap();
    let dumps = std::fs::read_to_string(variable("LINKS_DUMP")).unwrap();
    let linker = Linker::new().unwrap();
    let (mut table, mut records) = (String::new(), String::new());
    for (gold, dump) in gold.lines().zip(dumps.lines()) {
        let gold: Json = serde_json::from_str(gold).unwrap();
        let doc = doc(&serde_json::from_str(dump).unwrap());
        let bytes = bytes(&doc.text);
        let (entities, quantities) = (entities(&doc, &bytes, &gold), quantities(&doc, &bytes, &gold));
        let scene = Scene::new(&doc, &entities, &quantities, &linker.words);
        let id = gold["id"].as_str().unwrap();
        write(&scene, &linker, id, &targets(&bytes, &gold), &mut table);
        let links = linker.join(&doc, &entities, &quantities);
        let article = Article { id: id.to_owned(), text: doc.text.clone(), ..Article::default() };
        let annotation = Annotation { article, doc, entities, quantities, links };
        let record = Record::of(&annotation, Extras { tokens: false, explain: true });
        records.push_str(&serde_json::to_string(&record).unwrap());
        records.push('\n');
    }
    std::fs::write(variable("LINKS_TABLE"), table).unwrap();
    std::fs::write(variable("LINKS_RECORDS"), records).unwrap();
}
