//! The cost of every stage on our own corpus, from bytes to a line of JSON. Each round must find what the first found.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use headcount::article::{Article, Doc, Meta};
use headcount::entities::Namer;
use headcount::input::{Inputs, Item, Settings};
use headcount::links::Linker;
use headcount::output::{Extras, Record};
use headcount::quantities::Reader;
use headcount::syntax::Parser;
use headcount::tokens::Tokenizer;
use headcount::{Annotation, Error, Pipeline};

/// The articles of `corpus/`.
fn articles() -> Result<Vec<Article>, Error> {
    let inputs = Inputs::new(&["corpus".into()], Settings::default())?;
    Ok(inputs.items().filter_map(|item: Item<'_>| item.read().ok()).collect())
}

fn stages(criterion: &mut Criterion) -> Result<(), Error> {
    let (tokenizer, parser, namer) = (Tokenizer::new()?, Parser::new()?, Namer::new()?);
    let (reader, linker, pipeline) = (Reader::new()?, Linker::new()?, Pipeline::new()?);
    let articles = articles()?;
    let annotations: Vec<Annotation> =
        articles.iter().map(|article| pipeline.annotate(article.clone())).collect::<Result<_, _>>()?;
    let mut group = criterion.benchmark_group("stages");
    let words = articles.iter().map(|article| article.text.split_whitespace().count() as u64).sum();
    group.throughput(Throughput::Elements(words)).sample_size(10);
    let mut stage = |name: &str, count: &dyn Fn() -> usize| {
        let expected = count();
        assert!(expected > 0, "{name} finds nothing");
        group.bench_function(name, |bencher| bencher.iter(|| assert_eq!(black_box(count()), expected)));
    };
    stage("1 input", &|| self::articles().map_or(0, |articles| articles.len()));
    stage("2 tokens", &|| articles.iter().map(|it| tokenizer.cut(&it.text).len()).sum());
    let tokens: Vec<_> = articles.iter().map(|it| tokenizer.cut(&it.text)).collect();
    stage("3 syntax", &|| {
        articles.iter().zip(&tokens).map(|(it, tokens)| parser.parse(&it.text, tokens).sentences.len()).sum()
    });
    let docs: Vec<&Doc> = annotations.iter().map(|it| &it.doc).collect();
    stage("4 entities", &|| docs.iter().map(|doc| namer.find(doc).map_or(0, |names| names.len())).sum());
    stage("5 quantities", &|| {
        annotations.iter().map(|it| reader.read(&it.doc, &it.entities, &Meta::new()).len()).sum()
    });
    stage("6 links", &|| {
        annotations.iter().map(|it| linker.join(&it.doc, &it.entities, &it.quantities).len()).sum()
    });
    let line =
        |it: &Annotation| serde_json::to_vec(&Record::of(it, Extras::default())).map_or(0, |it| it.len());
    stage("7 output", &|| annotations.iter().map(line).sum());
    stage("all", &|| {
        articles
            .iter()
            .filter_map(|it| pipeline.annotate(it.clone()).ok())
            .map(|it| it.quantities.len())
            .sum()
    });
    group.finish();
    Ok(())
}

fn measured(criterion: &mut Criterion) {
    if let Err(error) = stages(criterion) {
        panic!("{error}");
    }
}

criterion_group!(benches, measured);
criterion_main!(benches);
