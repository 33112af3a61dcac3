//! Whole annotations of four of our own articles, as they are today. A change here is no fault by itself: look at it,
//! and when it is for the better take it over with `INSTA_UPDATE=always cargo test --release --test library snapshots`.

use std::fs;

use headcount::Pipeline;
use headcount::output::{Extras, Record};

/// The annotation, one name, quantity or link a line, without what every training changes (scores).
fn annotation(pipeline: &Pipeline, name: &str) -> String {
    let text = fs::read_to_string(format!("corpus/{name}.txt")).unwrap();
    let annotation = pipeline.annotate(text.as_str()).unwrap();
    let mut record = serde_json::to_value(Record::of(&annotation, Extras::default())).unwrap();
    let mut lines = Vec::new();
    for list in ["entities", "quantities", "links"] {
        for member in record[list].as_array_mut().unwrap() {
            for score in ["score", "status_score", "fact_score", "scores"] {
                member.as_object_mut().unwrap().shift_remove(score);
            }
            lines.push(member.to_string());
        }
    }
    lines.join("\n")
}

#[test]
fn four_articles_are_read_as_before() {
    let pipeline = Pipeline::new().unwrap();
    for name in ["ng-efcc-crackdown", "ph-typhoon-catanduanes", "np-remittance-trade", "es-canaries-boats"] {
        insta::assert_snapshot!(name, annotation(&pipeline, name));
    }
}
