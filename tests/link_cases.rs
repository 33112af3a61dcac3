//! The Markdown cases of `tests/cases/links`: a phenomenon as heading, a text as quotation, and the links that must be
//! found in it, all of them, in order.
//!
//! What stands below "## Known misses" must stay wrong: once it is right, move it up.
#![allow(clippy::unwrap_used, clippy::panic)] // also in the helpers of tests

use std::fmt::Write as _;
use std::path::Path;

use headcount::article::{Annotation, Link, Referent};
use headcount::{Pipeline, Span};

/// A table's rows: quantity, what it counts, event, circumstances.
type Rows = Vec<Vec<String>>;

struct Case {
    heading: String,
    text: String,
    rows: Rows,
    missed: bool,
}

#[test]
fn the_links_are_as_written() {
    let pipeline = Pipeline::new().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/links/links.md");
    let cases = parse(&std::fs::read_to_string(path).unwrap());
    assert!(cases.len() >= 20, "the cases are not there");
    let mut report = String::new();
    for case in cases {
        let annotation = pipeline.annotate(&*case.text).unwrap();
        let got: Rows = annotation.links.iter().map(|link| row(&annotation, link)).collect();
        if case.missed && got == case.rows {
            writeln!(report, "\n{}\n  is right now: move it out of the known misses", case.text).unwrap();
        } else if !case.missed && got != case.rows {
            writeln!(
                report,
                "\n{}: {}\n  expected {:?}\n  found    {got:?}",
                case.heading, case.text, case.rows
            )
            .unwrap();
        }
    }
    assert!(report.is_empty(), "{report}");
}

fn parse(markdown: &str) -> Vec<Case> {
    let (mut cases, mut heading, mut missed): (Vec<Case>, _, _) = (Vec::new(), String::new(), false);
    for line in markdown.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
            missed |= title == "Known misses";
        } else if let Some(text) = line.strip_prefix("> ") {
            cases.push(Case { heading: heading.clone(), text: text.to_owned(), rows: Vec::new(), missed });
        } else if let Some(row) = line.strip_prefix("| ").filter(|row| !row.starts_with("quantity ")) {
            let cells = row.trim_end().trim_end_matches('|').split('|').map(|cell| cell.trim().to_owned());
            cases.last_mut().unwrap().rows.push(cells.collect());
        }
    }
    cases
}

/// A link as a row of a case.
fn row(annotation: &Annotation, link: &Link) -> Vec<String> {
    let text = |span: Span| span.of(&annotation.doc.text).to_owned();
    let quantity = |index: usize| text(annotation.quantities[index].span);
    let entity = |&index: &usize| text(annotation.entities[index].span);
    let referent = |it: Referent| match it {
        Referent::Entity(index) => entity(&index),
        Referent::Quantity(index) => quantity(index),
        Referent::Phrase(span) => text(span),
    };
    let list = |indexes: &[usize]| {
        (!indexes.is_empty()).then(|| indexes.iter().map(entity).collect::<Vec<_>>().join(", "))
    };
    let circumstances = [
        ("agent", link.agent.map(referent)),
        ("places", list(&link.places)),
        ("time", link.time.map(quantity)),
        ("law", list(&link.law)),
        ("source", link.source.map(referent)),
        ("of", link.of.map(referent)),
    ];
    let said = circumstances.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
    let inherited = if link.entity.inherited { " (inherited)" } else { "" };
    vec![
        quantity(link.quantity),
        text(link.entity.span) + inherited,
        link.event.as_ref().map(|event| text(event.span)).unwrap_or_default(),
        said.collect::<Vec<_>>().join("; "),
    ]
}
