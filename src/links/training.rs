//! Writes what the ranker is trained on: every labelled quantity with its candidates and their features.
//!
//! `models/train/links/train.sh` runs the ignored test below; it is no part of the program.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::*;
use crate::article::{Annotation, Article, By, Kind, Label, Meta, Span, Unit, Value};
use crate::entities::Namer;
use crate::output::{Extras, Record};
use crate::quantities::Reader;
use crate::syntax::Parser;
use crate::tokens::Tokenizer;

/// A labelled quantity: the lemmas that its phrase may be headed by (none: it has no link) and where the phrase is.
struct Target {
    quantity: usize,
    heads: Vec<String>,
    span: Option<Span>,
}

fn number(value: &Json) -> u32 {
    value.as_u64().unwrap() as u32
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
            stance: None,
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
    let person = |word: String| match word.as_str() {
        "people" => "person".to_owned(),
        _ => word.strip_suffix('s').unwrap_or(&word).to_owned(),
    };
    let lemma = person(scene.head_lemma(candidate.head).to_lowercase());
    let text = scene.doc.token_text(candidate.head).to_lowercase();
    target.heads.iter().any(|head| {
        let head = person(head.to_lowercase());
        let last = head.split([' ', '-']).next_back().unwrap_or_default();
        head == lemma || last == lemma || last == text || last == text.trim_end_matches('s')
    })
}

/// Targets of a sentence whose names and numbers the program reads itself; a number that it misses is left out.
fn loose_targets(quantities: &[Quantity], bytes: &[u32], gold: &Json) -> Vec<Target> {
    let target = |json: &Json| {
        let at = span(bytes, json);
        let quantity = quantities.iter().position(|quantity| quantity.span.overlaps(at))?;
        let heads = json["heads"].as_array().unwrap().iter().map(|head| head.as_str().unwrap().to_owned());
        Some(Target { quantity, heads: heads.collect(), span: None })
    };
    let mut targets: Vec<Target> = gold["targets"].as_array().unwrap().iter().filter_map(target).collect();
    targets.sort_by_key(|target| target.quantity);
    targets.dedup_by_key(|target| target.quantity);
    targets
}

/// Sentences with their numbers marked, "[12|men]", as records with targets.
fn marked(text: &str) -> Vec<Json> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).enumerate();
    lines.map(|(number, line)| unmarked(&format!("sentence-{number}"), line)).collect()
}

fn unmarked(id: &str, line: &str) -> Json {
    let (mut text, mut targets) = (String::new(), Vec::new());
    let mut pieces = line.split('[');
    text.push_str(pieces.next().unwrap());
    for piece in pieces {
        let (mark, rest) = piece.split_once(']').unwrap();
        let (number, heads) = mark.split_once('|').unwrap();
        let start = text.chars().count();
        text.push_str(number);
        let heads: Vec<_> = heads.split('/').filter(|&head| head != "-").collect();
        targets.push(serde_json::json!({"start": start, "end": text.chars().count(), "heads": heads}));
        text.push_str(rest);
    }
    serde_json::json!({"id": id, "text": text, "targets": targets})
}

/// One line a candidate: article, quantity, its text, 1 where the candidate is right, its head, its features.
fn write(scene: &Scene<'_>, id: &str, targets: &[Target], out: &mut String) {
    let mut groups = Groups::default();
    for target in targets.iter().filter(|target| scene.quantities[target.quantity].kind.is_countable()) {
        let number = scene.quantities[target.quantity].span.of(&scene.doc.text).replace(['\n', '\t'], " ");
        let anchor = Anchor::new(scene, target.quantity);
        let candidates = candidates::of(scene, &anchor, &groups);
        let routes = ranker::routes(scene, &anchor, &candidates);
        let setting = Setting::new(scene, &anchor, &groups);
        let mut line = |right: bool, head: &str, features: &[String]| {
            let (right, quantity) = (u8::from(right), target.quantity + 1);
            let _ = writeln!(out, "{id}\t{quantity}\t{number}\t{right}\t{head}\t{}", features.join(" "));
        };
        let mut features = Vec::new();
        setting.none(&mut |parts| features.push(parts.join("|")));
        line(target.heads.is_empty(), "-", &features);
        let right = right_ones(scene, &candidates, target);
        for ((candidate, route), &right) in candidates.iter().zip(&routes).zip(&right) {
            features.clear();
            setting.phrase(*candidate, route.as_ref(), &mut |parts| features.push(parts.join("|")));
            line(right, scene.doc.token_text(candidate.head), &features);
        }
        // Later numbers see the right answers of earlier ones.
        if let Some(first) = right.iter().position(|&right| right) {
            groups.count(target.quantity, candidates[first].head);
        }
    }
}

/// Which candidates are right: those in the labelled phrase, else those with its head elsewhere.
fn right_ones(scene: &Scene<'_>, candidates: &[Candidate], target: &Target) -> Vec<bool> {
    let right: Vec<bool> = candidates.iter().map(|&it| is_right(scene, it, target)).collect();
    let inside = |head: usize| target.span.is_none_or(|span| span.overlaps(scene.doc.tokens[head].span));
    let exact: Vec<bool> =
        right.iter().zip(candidates).map(|(&right, it)| right && inside(it.head)).collect();
    if exact.contains(&true) { exact } else { right }
}

#[test]
#[ignore = "writes the ranker's training data; run by models/train/links/train.sh"]
fn write_candidates() {
    let variable = |name: &str| std::env::var(name).unwrap();
    let (tokenizer, parser) = (Tokenizer::new().unwrap(), Parser::new().unwrap());
    let (namer, reader, linker) = (Namer::new().unwrap(), Reader::new().unwrap(), Linker::new().unwrap());
    let (mut table, mut records) = (String::new(), String::new());
    let text = std::fs::read_to_string(variable("LINKS_GOLD")).unwrap();
    let golds = if text.starts_with('{') {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    } else {
        marked(&text)
    };
    for gold in golds {
        let (id, text) = (gold["id"].as_str().unwrap(), gold["text"].as_str().unwrap());
        let tokens = tokenizer.cut(text);
        let syntax = parser.parse(text, &tokens);
        let doc = Doc::new(text.into(), tokens, syntax);
        let bytes = bytes(text);
        let labelled = gold["links"].is_array();
        let entities = if labelled { entities(&doc, &bytes, &gold) } else { namer.find(&doc).unwrap() };
        let quantities = if labelled {
            quantities(&doc, &bytes, &gold)
        } else {
            reader.read(&doc, &entities, &Meta::default())
        };
        let targets =
            if labelled { targets(&bytes, &gold) } else { loose_targets(&quantities, &bytes, &gold) };
        write(&Scene::new(&doc, &entities, &quantities, &linker.words), id, &targets, &mut table);
        let links = linker.join(&doc, &entities, &quantities);
        let article = Article { id: id.to_owned(), text: text.into(), ..Article::default() };
        let annotation = Annotation { article, doc, entities, quantities, links };
        let record = Record::of(&annotation, Extras { tokens: false, explain: true });
        records.push_str(&serde_json::to_string(&record).unwrap());
        records.push('\n');
    }
    std::fs::write(variable("LINKS_TABLE"), table).unwrap();
    std::fs::write(variable("LINKS_RECORDS"), records).unwrap();
}
