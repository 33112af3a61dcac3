//! The Markdown cases of `tests/cases`: a phenomenon as heading, a text as quotation, and the rows that must be read in it.
//!
//! The first row of a table says what is read: its column names choose a view of the annotation. All rows of the text
//! must be there, in order; a text without a table has none. A text of several lines has several quoted lines. What stands
//! below "## Known misses" must stay wrong: once it is right, move it up.
#![allow(clippy::panic)] // also in the helpers of tests

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use headcount::article::{
    Agreement, Annotation, Bound, Circumstance, Entity, Link, Phrase, Quantity, Referent, Unit, Value,
};
use headcount::{Pipeline, Span};

/// A table's rows.
type Rows = Vec<Vec<String>>;

/// One way to show an annotation as rows, chosen by the names of its columns.
struct View {
    columns: &'static [&'static str],
    rows: fn(&Annotation) -> Rows,
}

const VIEWS: [View; 5] = [
    View { columns: &["text", "label", "name"], rows: names },
    View { columns: &["quantity", "kind", "value", "also"], rows: quantities },
    View { columns: &["quantity", "counts", "event", "circumstances"], rows: links },
    View { columns: &["quantity", "status", "cue"], rows: statuses },
    View { columns: &["quantity", "fact", "agreement"], rows: facts },
];

/// A cell that may hold anything.
const ANY: &str = "*";

/// One case.
#[derive(Debug)]
struct Case {
    heading: String,
    text: String,
    rows: Rows,
    missed: bool,
}

#[test]
fn the_cases_are_read_as_written() {
    let pipeline = Pipeline::new().unwrap();
    let (mut report, mut count) = (String::new(), 0);
    for path in files() {
        let (view, cases) = parse(&std::fs::read_to_string(&path).unwrap(), &path);
        for case in cases {
            count += 1;
            let got = (view.rows)(&pipeline.annotate(&*case.text).unwrap());
            if agree(&case.rows, &got) == case.missed {
                describe(&mut report, &path, &case, &got);
            }
        }
    }
    assert!(count > 50, "the cases are not there");
    assert!(report.is_empty(), "{report}");
}

/// Whether all rows are there, in order, and no other.
fn agree(expected: &Rows, got: &Rows) -> bool {
    let same = |(want, got): (&String, &String)| want == got || want == ANY;
    let row =
        |(want, got): (&Vec<String>, &Vec<String>)| want.len() == got.len() && want.iter().zip(got).all(same);
    expected.len() == got.len() && expected.iter().zip(got).all(row)
}

fn describe(report: &mut String, path: &Path, case: &Case, got: &Rows) {
    let file = path.file_name().unwrap().to_string_lossy();
    writeln!(report, "\n{file}, {}: {}", case.heading, case.text).unwrap();
    if case.missed {
        writeln!(report, "  is right now: move it out of the known misses").unwrap();
        return;
    }
    for row in case.rows.iter().filter(|row| !got.contains(row)) {
        writeln!(report, "  expected | {} |", row.join(" | ")).unwrap();
    }
    for row in got.iter().filter(|row| !case.rows.contains(row)) {
        writeln!(report, "  found    | {} |", row.join(" | ")).unwrap();
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files
}

/// The view that a file's tables name, and its cases.
fn parse(markdown: &str, path: &Path) -> (&'static View, Vec<Case>) {
    let mut view = None;
    let (mut cases, mut heading, mut missed): (Vec<Case>, _, _) = (Vec::new(), String::new(), false);
    let mut before = "";
    for line in markdown.lines() {
        let goes_on = std::mem::replace(&mut before, line).starts_with("> ");
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
            missed |= title == "Known misses";
        } else if let (true, Some(text), Some(case)) = (goes_on, line.strip_prefix("> "), cases.last_mut()) {
            case.text.extend(["\n", text]);
        } else if let Some(text) = line.strip_prefix("> ") {
            cases.push(Case { heading: heading.clone(), text: text.to_owned(), rows: Vec::new(), missed });
        } else if let Some(row) = line.strip_prefix('|') {
            let cells: Vec<_> = row.trim_end().trim_end_matches('|').split('|').map(str::trim).collect();
            let named = VIEWS.iter().find(|view| view.columns == cells);
            match (named, cases.last_mut()) {
                (Some(named), _) => view = Some(named),
                (None, Some(case)) if !cells.iter().all(|cell| cell.starts_with("---")) => {
                    case.rows.push(cells.into_iter().map(str::to_owned).collect());
                }
                (None, _) => {}
            }
        }
    }
    (view.unwrap_or_else(|| panic!("{}: no table with known columns", path.display())), cases)
}

/// Names: text, label, canonical name.
fn names(annotation: &Annotation) -> Rows {
    let row = |entity: &Entity| {
        let text = entity.span.of(&annotation.doc.text).to_owned();
        vec![text, entity.label.as_str().to_owned(), entity.name.clone()]
    };
    annotation.entities.iter().map(row).collect()
}

/// Links: quantity, what it counts, event, and the circumstances.
fn links(annotation: &Annotation) -> Rows {
    annotation.links.iter().map(|link| link_row(annotation, link)).collect()
}

fn link_row(annotation: &Annotation, link: &Link) -> Vec<String> {
    let text = |span: Span| span.of(&annotation.doc.text).to_owned();
    let quantity = |index: usize| text(annotation.quantities[index].span);
    let referent = |it: Referent| match it {
        Referent::Entity(index) => text(annotation.entities[index].span),
        Referent::Quantity(index) => quantity(index),
        Referent::Phrase(span) => text(span),
    };
    let said = Circumstance::POINTING.iter().filter_map(|&circumstance| {
        let words: Vec<_> = link.circumstances[circumstance].iter().map(|&it| referent(it)).collect();
        (!words.is_empty()).then(|| format!("{} {}", circumstance.as_str(), words.join(", ")))
    });
    let phrase = |phrase: &Phrase| text(phrase.span) + if phrase.inherited { " (inherited)" } else { "" };
    vec![
        quantity(link.quantity),
        link.entity.as_ref().map(phrase).unwrap_or_default(),
        link.event.as_ref().map(|event| text(event.span)).unwrap_or_default(),
        said.collect::<Vec<_>>().join("; "),
    ]
}

/// Countable quantities: text, status (`fact` where the text presents it as true), and the words that say so.
fn statuses(annotation: &Annotation) -> Rows {
    let text = |span: Span| span.of(&annotation.doc.text).to_owned();
    let row = |quantity: &Quantity| {
        let status = quantity.stance.map_or("fact", |stance| stance.status.as_str());
        let cue = quantity.stance.and_then(|stance| stance.cue).map(text).unwrap_or_default();
        vec![text(quantity.span), status.to_owned(), cue]
    };
    annotation.quantities.iter().filter(|quantity| quantity.kind.is_countable()).map(row).collect()
}

/// Linked quantities: text, the number of the fact that several tell, and how a later one stands to the first.
fn facts(annotation: &Annotation) -> Rows {
    let row = |link: &Link| {
        let text = annotation.quantities[link.quantity].span.of(&annotation.doc.text).to_owned();
        let fact = link.fact.map(|fact| fact.to_string()).unwrap_or_default();
        vec![text, fact, link.agreement.map_or("", Agreement::as_str).to_owned()]
    };
    annotation.links.iter().map(row).collect()
}

/// Quantities: text, kind, value, and whatever else is known of each.
fn quantities(annotation: &Annotation) -> Rows {
    let text = |span: Span| span.of(&annotation.doc.text).to_owned();
    let row = |quantity: &Quantity| {
        let also: Vec<String> = [
            (quantity.bound != Bound::Exact).then(|| name_of(&quantity.bound)),
            quantity.change.map(|change| name_of(&change)),
            quantity.from.map(|index| format!("from {}", text(annotation.quantities[index].span))),
            quantity.unit.as_deref().and_then(code),
            quantity.per.as_ref().map(|per| format!("per {per}")),
            quantity.soft.then(|| "soft".to_owned()),
            quantity.unit.as_ref().filter(|unit| unit.ambiguous).map(|_| "ambiguous".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        vec![text(quantity.span), quantity.kind.as_str().to_owned(), value(&quantity.value), also.join(", ")]
    };
    annotation.quantities.iter().map(row).collect()
}

/// The name that a bound or change has in the output.
fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// The unit's currency, UCUM code or name.
fn code(unit: &Unit) -> Option<String> {
    unit.currency.as_ref().or(unit.ucum.as_ref()).or(unit.name.as_ref()).map(ToString::to_string)
}

fn value(value: &Value) -> String {
    let plain = |number: &rust_decimal::Decimal| number.round_dp(6).normalize().to_string();
    match value {
        Value::Unknown => "-".to_owned(),
        Value::Number(number) => plain(number),
        Value::Range { min, max } => {
            let end = |end: &Option<_>| end.as_ref().map_or("-".to_owned(), plain);
            format!("{} to {}", end(min), end(max))
        }
        Value::Text(text) => text.clone(),
    }
}
