//! Names: the places of `tests/cases/places.tsv`, and a list of one's own.

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
    let rows = include_str!("../cases/places.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
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

/// Whether what `expected` tells of a name ("*Punjab#2=PK:31,72") holds in the text.
fn holds(annotation: &Annotation, expected: &str) -> bool {
    let (name, place) = expected.split_once('=').unwrap();
    let within = match name.as_bytes()[0] {
        b'*' => 900.0,
        b'~' => 300.0,
        _ => 120.0,
    };
    let (name, number) = name.trim_start_matches(['*', '~']).split_once('#').unwrap_or((name, "1"));
    let name = name.trim_start_matches(['*', '~']);
    let is_placed = |entity: &&Entity| matches!(entity.reference, Some(Reference::Place { .. }));
    let mut mentions = annotation.entities.iter().filter(|entity| text_of(annotation, entity) == name);
    if place == "-" {
        return !mentions.any(|entity| is_placed(&entity));
    }
    mentions.nth(number.parse::<usize>().unwrap() - 1).is_some_and(|entity| is_there(entity, place, within))
}

#[test]
fn places_of_hard_texts_are_where_they_are() {
    let mut parts = [("a", 0, 0), ("b", 0, 0)];
    let rows = include_str!("../cases/places-hard.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    for row in rows {
        let columns: Vec<_> = row.split('\t').collect();
        let [part, text, places] = columns[..] else { panic!("not three columns: {row}") };
        let annotation = annotate(text);
        let counts = parts.iter_mut().find(|(name, ..)| *name == part).unwrap();
        for place in places.split('|') {
            counts.2 += 1;
            if holds(&annotation, place) {
                counts.1 += 1;
            } else if part == "a" {
                println!("not {place} in {text}");
            }
        }
    }
    println!("right of all, by part: {parts:?}");
    for (name, right, all) in parts {
        assert!(all > 120 && right * 100 >= all * 92, "part {name}: only {right} of {all}");
    }
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

/// List and text may be typeset in different ways: letters and marks apart, curly apostrophes, blanks that do not break.
#[test]
fn a_list_of_ones_own_is_read_as_the_texts_are() {
    let names = [
        "Caf\u{e9} Arvo",
        "Ze\u{301} Kells",
        "Arvo's Men",
        "Kells\u{2019}s Boys",
        "Tern Workers' Front",
        "Ruk\u{a0}9",
    ];
    let rows = names.map(|name| format!("{name}\tORG\t\t\tmy/key\n")).concat();
    let own =
        OwnNames::parse(Path::new("mine.tsv"), &format!("name\tlabel\taliases\tcanonical\tref\n{rows}"))
            .unwrap();
    let pipeline = Pipeline::new().unwrap().with_names(own);
    let written = [
        "Cafe\u{301} Arvo",
        "Z\u{e9} Kells",
        "Arvo\u{2019}s Men",
        "Kells's Boys",
        "Tern Workers\u{2019} Front",
        "\u{2018}the Tern Workers\u{2019} Front",
        "Ruk 9",
    ];
    for name in written {
        let text = format!("Police in Gulu held {name}, on Monday.");
        let annotation = pipeline.annotate(&*text).unwrap();
        let is_own = |entity: &&Entity| entity.reference == Some(Reference::Key("my/key".into()));
        let found: Vec<_> =
            annotation.entities.iter().filter(is_own).map(|it| text_of(&annotation, it)).collect();
        assert_eq!(found, [name.trim_start_matches("\u{2018}the ")], "{text}");
    }
}
