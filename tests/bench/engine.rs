//! Speed of the engine's stages on one article of the corpus. Counts are asserted, so that a fast wrong answer shows.
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use headcount::article::{Doc, Pos};
use headcount::entities::recogniser::Recogniser;
use headcount::syntax::Parser;
use headcount::tokens::{Lexemes, Tokenizer};

const TEXT: &str = include_str!("../../corpus/ng-efcc-crackdown.txt");

/// Tokens, sentences and mentions in the article.
const COUNTS: [usize; 3] = [360, 13, 57];

fn stages(criterion: &mut Criterion) {
    let (tokenizer, lexemes) = (Tokenizer::new().unwrap(), Lexemes::new().unwrap());
    let (parser, recogniser) = (Parser::new().unwrap(), Recogniser::new().unwrap());
    let tokens = tokenizer.cut(TEXT);
    let doc = Doc::new(TEXT.into(), tokens.clone(), parser.parse(TEXT, &tokens));
    let mut group = criterion.benchmark_group("engine");
    group.throughput(Throughput::Elements(tokens.len() as u64));
    group.bench_function("tokens", |bench| {
        bench.iter(|| assert_eq!(tokenizer.cut(TEXT).len(), COUNTS[0]));
    });
    group.bench_function("lexemes", |bench| {
        let spaces = || tokens.iter().filter(|token| lexemes.of(token.span.of(TEXT), token.norm).is_space);
        let expected = doc.words.iter().filter(|word| word.pos == Pos::Space).count();
        bench.iter(|| assert_eq!(spaces().count(), expected));
    });
    group.bench_function("syntax", |bench| {
        bench.iter(|| assert_eq!(parser.parse(TEXT, &tokens).sentences.len(), COUNTS[1]));
    });
    group.bench_function("names", |bench| {
        bench.iter(|| assert_eq!(recogniser.find(&doc).len(), COUNTS[2]));
    });
    group.finish();
}

fn load(criterion: &mut Criterion) {
    criterion.bench_function("load/syntax", |bench| bench.iter(|| Parser::new().unwrap()));
    criterion.bench_function("load/names", |bench| bench.iter(|| Recogniser::new().unwrap()));
}

criterion_group!(benches, stages, load);
criterion_main!(benches);
