//! Names: cases that a journalist can read (`tests/cases/names.md`), the places of `tests/cases/places.tsv`, a list of
//! one's own.
#![allow(clippy::unwrap_used)] // helpers of tests

use std::path::Path;
use std::sync::LazyLock;

use headcount::article::{Entity, Reference};
use headcount::entities::own::OwnNames;
use headcount::{Annotation, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().unwrap());

fn annotate(text: &str) -> Annotation {
    PIPELINE.annotate(text).unwrap()
}

fn text_of<'a>(annotation: &'a Annotation, entity: &Entity) -> &'a str {
    entity.span.of(&annotation.article.text)
}

/// One case: its heading, the text, and the expected rows of text, label and name ("-": any name).
#[derive(Debug, Default)]
struct Case {
    heading: String,
    is_known_miss: bool,
    text: String,
    rows: Vec<[String; 3]>,
}

impl Case {
    fn found(&self) -> Vec<[String; 3]> {
        let annotation = annotate(&self.text);
        let row = |entity: &Entity| {
            [text_of(&annotation, entity).to_owned(), entity.label.as_str().to_owned(), entity.name.clone()]
        };
        annotation.entities.iter().map(row).collect()
    }

    fn is_right(&self, found: &[[String; 3]]) -> bool {
        let agrees = |(want, got): (&[String; 3], &[String; 3])| {
            want[..2] == got[..2] && (want[2] == "-" || want[2] == got[2])
        };
        found.len() == self.rows.len() && self.rows.iter().zip(found).all(agrees)
    }
}

fn cases() -> Vec<Case> {
    let (mut cases, mut is_known_miss) = (Vec::<Case>::new(), false);
    for line in include_str!("cases/names.md").lines() {
        if let Some(part) = line.strip_prefix("# ") {
            is_known_miss = part == "Known misses";
        } else if let Some(heading) = line.strip_prefix("## ") {
            cases.push(Case { heading: heading.to_owned(), is_known_miss, ..Case::default() });
        } else if let (Some(text), Some(case)) = (line.strip_prefix("> "), cases.last_mut()) {
            let gap = if case.text.is_empty() { "" } else { "\n" };
            case.text.extend([gap, text]);
        } else if let (Some(row), Some(case)) = (line.strip_prefix("| "), cases.last_mut()) {
            let mut fields = row.trim_end_matches(" |").split(" | ").map(|field| field.trim().to_owned());
            let row = [(); 3].map(|()| fields.next().unwrap_or_default());
            case.rows.extend((row[0] != "text" && row[0] != "none").then_some(row));
        }
    }
    cases
}

#[test]
fn names_are_found_as_the_cases_say() {
    let cases = cases();
    assert!(cases.len() > 20);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let found = case.found();
            let is_wrong = case.is_right(&found) == case.is_known_miss;
            is_wrong.then(|| format!("{}\n  {}\n  found {found:?}", case.heading, case.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{} cases are not as they say:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether the entity is the place that `expected` tells ("PK:33.25,73.3"), within so many kilometres.
fn is_there(entity: &Entity, expected: &str, within: f32) -> bool {
    let Some(Reference::Place { country, lat, lon, .. }) = &entity.reference else { return false };
    let (code, degrees) = expected.split_once(':').unwrap();
    let (north, east) = degrees.split_once(',').unwrap();
    let north: f32 = north.parse().unwrap();
    let east: f32 = east.parse().unwrap();
    let sideways = (lon - east) * 111.2 * lat.to_radians().cos();
    let upwards = (lat - north) * 111.2;
    &**country == code && sideways.hypot(upwards) < within
}

#[test]
fn nine_of_ten_places_are_resolved() {
    let (mut right, mut wrong) = (0, Vec::new());
    let rows = include_str!("cases/places.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    for row in rows {
        let (text, places) = row.split_once('\t').unwrap();
        let annotation = annotate(text);
        for place in places.split('|') {
            let (name, expected) = place.split_once('=').unwrap();
            let within = if name.starts_with('*') { 900.0 } else { 120.0 };
            let name = name.trim_start_matches('*');
            let mut mentions =
                annotation.entities.iter().filter(|entity| text_of(&annotation, entity) == name);
            if mentions.any(|entity| is_there(entity, expected, within)) {
                right += 1;
            } else {
                wrong.push(format!("{name} ({expected}) in {text}"));
            }
        }
    }
    let all = right + wrong.len();
    println!("{right} of {all} places; wrong:\n{}", wrong.join("\n"));
    assert!(all > 200 && right * 10 >= all * 9, "only {right} of {all}:\n{}", wrong.join("\n"));
}

#[test]
fn a_list_of_ones_own_wins() {
    let list =
        "name\tlabel\taliases\tcanonical\tref\nSpring Tide\tEVENT\tST 9\tOperation Spring Tide\tops/9\n";
    let own = OwnNames::parse(Path::new("mine.tsv"), list).unwrap();
    let pipeline = Pipeline::new().unwrap().with_names(own);
    let annotation = pipeline.annotate("Police in Gulu closed Spring Tide, or ST 9, on Monday.").unwrap();
    let found: Vec<_> = annotation
        .entities
        .iter()
        .filter(|entity| entity.reference == Some(Reference::Key("ops/9".into())))
        .map(|entity| (text_of(&annotation, entity), entity.label.as_str(), &*entity.name))
        .collect();
    let name = "Operation Spring Tide";
    assert_eq!(found, [("Spring Tide", "EVENT", name), ("ST 9", "EVENT", name)]);
}
