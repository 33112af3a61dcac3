//! Whole annotations of four of our own articles, as they are today. A change here is no fault by itself: look at it,
//! and when it is for the better take it over with `INSTA_UPDATE=always cargo test --release --test snapshots`.
#![allow(clippy::unwrap_used)] // in helpers of tests, too, a panic is the message

use std::fs;

use headcount::output::{Extras, Record};
use headcount::{Article, Pipeline};
use serde_json::Value as Json;

/// The annotation without what stands in the corpus already (the text) and what every training changes (scores).
fn annotation(pipeline: &Pipeline, name: &str) -> Json {
    let text = fs::read_to_string(format!("corpus/{name}.txt")).unwrap();
    let article = Article { id: name.to_owned(), text: text.into(), ..Article::default() };
    let annotation = pipeline.annotate(article).unwrap();
    let mut record = serde_json::to_value(Record::of(&annotation, Extras::default())).unwrap();
    record.as_object_mut().unwrap().retain(|field, _| field != "text" && field != "sentences");
    for list in ["entities", "links"] {
        for member in record[list].as_array_mut().unwrap() {
            member.as_object_mut().unwrap().remove("score");
        }
    }
    record
}

#[test]
fn four_articles_are_read_as_before() {
    let pipeline = Pipeline::new().unwrap();
    for name in ["ng-efcc-crackdown", "ph-typhoon-catanduanes", "np-remittance-trade", "es-canaries-boats"] {
        insta::assert_json_snapshot!(name, annotation(&pipeline, name));
    }
}
