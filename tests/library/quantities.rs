//! Laws of the quantities room for any text, and the numbers that num2words spelt.
//!
//! They are tested on the room alone, over tokens without syntax: what holds there holds for every syntax.

use std::sync::Arc;

use headcount::Span;
use headcount::article::{Dep, Doc, Meta, Pos, Quantity, Sentence, Syntax, Tag, TokenRange, Value, Word};
use headcount::quantities::Reader;
use headcount::tokens::Tokenizer;
use proptest::prelude::*;

/// A text cut at the blank lines into sentences, its words without tags and heads.
fn doc(tokenizer: &Tokenizer, text: &str) -> Doc {
    let text: Arc<str> = text.into();
    let tokens = tokenizer.cut(&text);
    let word = |head| Word {
        lemma: "".into(),
        tag: Tag::Unknown,
        pos: Pos::Unknown,
        morph: "",
        head,
        dep: Dep::Unknown,
    };
    let words = (0..tokens.len() as u32).map(word).collect();
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in 1..=tokens.len() {
        let last = end == tokens.len() || tokens[end - 1].span.of(&text).contains("\n\n");
        if last {
            let span = tokens[start].span.cover(tokens[end - 1].span);
            sentences.push(Sentence { span, tokens: TokenRange::new(start, end) });
            start = end;
        }
    }
    Doc::new(text, tokens, Syntax { words, sentences })
}

struct Room {
    tokenizer: Tokenizer,
    reader: Reader,
}

impl Room {
    fn new() -> Self {
        Self { tokenizer: Tokenizer::new().unwrap(), reader: Reader::new().unwrap() }
    }

    fn read(&self, text: &str) -> Vec<Quantity> {
        self.reader.read(&doc(&self.tokenizer, text), &[], &Meta::new())
    }
}

/// Pieces of quantities, to be joined at random.
const PIECES: [&str; 88] = [
    "1",
    "12",
    "1,234",
    "1,50,000",
    "3.5",
    ".5",
    "2021",
    "0",
    "10 000",
    "½",
    "1/3",
    "3 1/2",
    "-",
    "–",
    "−",
    "+",
    "$",
    "US$",
    "Rs",
    "Rs.",
    "€",
    "RM",
    "%",
    "per cent",
    "million",
    "lakh",
    "crore",
    "bn",
    "m",
    "k",
    "one",
    "two hundred and",
    "twenty",
    "third",
    "half",
    "a dozen",
    "dozens",
    "tens of",
    "thousand",
    "and a half",
    "point five",
    "minus",
    "more than",
    "up to",
    "at least",
    "or more",
    "between",
    "and",
    "to",
    "or",
    "from",
    "of",
    "per",
    "a",
    "an",
    "km",
    "km/h",
    "kg",
    "sq ft",
    "°C",
    "years",
    "-year-old",
    "aged",
    "May",
    "July",
    "Friday",
    "2022",
    "1990s",
    "Q3",
    "5.30pm",
    "pm",
    "GMT",
    "3-1",
    "6-4",
    "Section",
    "No.",
    "Tier",
    "(",
    ")",
    ",",
    ".",
    ":",
    "/",
    "'",
    "s",
    "\n",
    "\n\n",
    "99999999999999999999999999999999",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        3 => Just(" ".to_owned()),
        1 => "[a-zA-Z0-9.,'’-]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Spans lie in the text, in order, without overlap, and begin and end with no blank.
fn check_spans(text: &str, quantities: &[Quantity]) {
    let mut end = 0;
    for quantity in quantities {
        let words = quantity.span.of(text);
        assert!(!words.is_empty() && words.trim() == words, "{words:?} in {text:?}");
        assert!(quantity.span.start() >= end, "{words:?} overlaps in {text:?}");
        assert!(!quantity.derivation.rule.is_empty());
        assert!(quantity.from.is_none_or(|index| index < quantities.len()));
        if let Value::Range { min: Some(min), max: Some(max) } = &quantity.value {
            assert!(min <= max, "{words:?} in {text:?}");
        }
        end = quantity.span.end();
    }
}

#[test]
fn any_text_is_read_in_spans_that_slice_back() {
    let room = Room::new();
    let runner = ProptestConfig { cases: 3_000, ..ProptestConfig::default() };
    proptest!(runner, |(text in texts())| check_spans(&text, &room.read(&text)));
}

#[test]
fn text_in_front_moves_offsets_and_nothing_else() {
    // A sentence, blank lines alone, a title.
    const FRONTS: [&str; 3] = ["Rain fell on the hills.\n\n", "\n\n", "Morning news in brief\n\n"];
    let room = Room::new();
    let moved = |quantity: &Quantity, front: &str| {
        let shift = front.len() as u32;
        let span = Span::new(quantity.span.start() + shift, quantity.span.end() + shift);
        (quantity.kind, span, quantity.value.clone(), quantity.bound, quantity.unit.clone(), quantity.change)
    };
    let as_is = |quantity: &Quantity| {
        (
            quantity.kind,
            quantity.span,
            quantity.value.clone(),
            quantity.bound,
            quantity.unit.clone(),
            quantity.change,
        )
    };
    let runner = ProptestConfig { cases: 3_000, ..ProptestConfig::default() };
    let front = prop::sample::select(&FRONTS[..]);
    proptest!(runner, |(front in front, text in texts().prop_filter("begins with a word", |text| text.starts_with(|c: char| c.is_ascii_alphanumeric())))| {
        let alone: Vec<_> = room.read(&text).iter().map(|quantity| moved(quantity, front)).collect();
        let behind: Vec<_> = room.read(&format!("{front}{text}")).iter().map(as_is).collect();
        prop_assert_eq!(alone, behind);
    });
}

#[test]
fn endless_runs_are_read_to_their_end() {
    let room = Room::new();
    for piece in [
        "one million, ",
        "1 234 ",
        "two hundred and ",
        "1-",
        "5/",
        "half a ",
        "from 5 to ",
        "$",
        "+1 ",
        "no. 5.",
        "million ",
    ] {
        let text = piece.repeat(20_000);
        check_spans(&text, &room.read(&text));
    }
}

#[test]
fn numbers_spelt_by_num2words_are_read_back_exactly() {
    let room = Room::new();
    let sample = include_str!("../cases/num2words.tsv");
    let mut count = 0;
    for line in sample.lines().filter(|line| !line.starts_with('#')) {
        let (number, words) = line.split_once('\t').unwrap();
        let quantities = room.read(&format!("{words} votes"));
        let values: Vec<_> = quantities.iter().map(|quantity| &quantity.value).collect();
        assert_eq!(values, [&Value::Number(number.parse().unwrap())], "{words}");
        count += 1;
    }
    assert!(count >= 1_000);
}

/// Rows of a list of `models/quantities`: field by column name.
fn rows(name: &str) -> Vec<std::collections::HashMap<String, String>> {
    let path = format!("{}/models/quantities/{name}.tsv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let header: Vec<_> = lines.next().unwrap().split('\t').map(str::to_owned).collect();
    let fields = |line: &str| header.iter().cloned().zip(line.split('\t').map(str::to_owned)).collect();
    lines.map(fields).collect()
}

#[test]
fn every_unit_is_read_in_its_own_example() {
    let room = Room::new();
    let rows = rows("units");
    for row in &rows {
        let quantities = room.read(&row["example"]);
        let read = quantities.iter().any(|quantity| {
            let unit = quantity.unit.as_ref().and_then(|unit| unit.name.as_deref()).unwrap_or_default();
            unit.starts_with(&row["name"]) || quantity.per.as_ref() == Some(&row["name"])
        });
        assert!(read, "{} in {:?}: {quantities:?}", row["name"], row["example"]);
    }
    assert!(rows.len() > 180);
}

#[test]
fn every_number_word_bound_and_label_is_read_in_its_own_example() {
    let room = Room::new();
    for row in rows("numbers") {
        let quantities = room.read(&row["example"]);
        // A number that a decimal cannot hold is found and has no value.
        let value = row["read"].parse().map_or(Value::Unknown, Value::Number);
        assert!(row["read"].is_empty() == (value == Value::Unknown), "{row:?}");
        assert!(quantities.iter().any(|quantity| quantity.value == value), "{row:?}: {quantities:?}");
    }
    for row in rows("bounds") {
        let quantities = room.read(&row["example"]);
        let bound = serde_json::Value::from(row["bound"].as_str());
        let read = |quantity: &Quantity| serde_json::to_value(quantity.bound).unwrap() == bound;
        assert!(quantities.iter().any(read), "{row:?}: {quantities:?}");
    }
    for row in rows("labels") {
        let quantities = room.read(&row["example"]);
        let kinds: Vec<_> = quantities.iter().map(|quantity| quantity.kind.as_str()).collect();
        let none = row["kind"] == "name" || row["kind"] == "fixed";
        let wanted = if none { vec![] } else { vec![row["kind"].as_str()] };
        assert_eq!(kinds, wanted, "{row:?}");
    }
}

#[test]
fn a_number_too_large_for_a_decimal_has_no_value_and_hides_none() {
    let room = Room::new();
    for (text, whole) in [
        ("80 billion billion billion men", "80 billion billion billion"),
        ("99 octillion atoms", "99 octillion"),
        ("8 decillion atoms", "8 decillion"),
        ("minus 90 octillion degrees", "minus 90 octillion"),
        ("9 × 10^40 atoms", "9 × 10^40"),
        ("trillions of trillions of trillions of stars", "trillions of trillions of trillions"),
        ("nine billion trillion trillion stars", "nine billion trillion trillion"),
    ] {
        let quantities = room.read(text);
        let read: Vec<_> = quantities.iter().map(|it| (it.span.of(text), &it.value)).collect();
        assert!(matches!(read[..], [(span, Value::Unknown)] if span.starts_with(whole)), "{text}: {read:?}");
    }
    // As one end of a range, too: the other end stands alone.
    for text in [
        "90 octillion to 5 men",
        "5 to 90 octillion",
        "8 octillion or 9 octillion men",
        "90% of 90 octillion",
    ] {
        for quantity in room.read(text) {
            let read = (quantity.span.of(text), &quantity.value);
            let large = read.0.starts_with("90 oct");
            assert_eq!(read.1 == &Value::Unknown, large, "{text}: {read:?}");
        }
    }
}

/// ISO 4217, as another project keeps it: funds, metals and currencies that were replaced are left out.
#[test]
fn every_currency_of_iso_4217_is_read_by_code_and_by_name() {
    let room = Room::new();
    let mut count = 0;
    for currency in (1..1000).filter_map(iso_currency::Currency::from_numeric) {
        if currency.is_fund() || currency.is_special() || currency.is_superseded().is_some() {
            continue;
        }
        let places: Vec<_> = currency.used_by().iter().map(iso_currency::Country::name).collect();
        // The crate's name has a slip.
        let name = currency.name().replace("Caribean", "Caribbean");
        let code = currency.code();
        let by_name = room.read(&format!("They paid 500 {name} last week."));
        let by_code = room.read(&format!("They paid {code} 500 in {}.", places.join(" and ")));
        for quantities in [by_name, by_code] {
            let read: Vec<_> = quantities
                .iter()
                .filter_map(|quantity| quantity.unit.as_ref()?.currency.as_deref())
                .collect();
            assert_eq!(read, [code], "{name} of {places:?}");
        }
        count += 1;
    }
    assert!(count > 150);
}
