//! Laws that hold for any text.

use headcount::article::{Circumstance, Token};
use headcount::tokens::{Lexemes, Reading, Tokenizer};
use headcount::{Pipeline, Span};
use proptest::prelude::*;

/// Pieces that are cut in many ways, to be joined at random.
const PIECES: [&str; 40] = [
    "don't",
    "U.S.",
    "a.m.",
    "10p.m.",
    "n’t",
    "'s",
    "’S",
    "''",
    "._.",
    "(*_*)",
    "¯\\(ツ)/¯",
    "Mr.",
    "e.g.",
    "gonna",
    "US$",
    "€5",
    "5km/h",
    "30°C.",
    "3-4",
    "and/or",
    "end.Next",
    "http://x.org/a",
    "a@b.org",
    "8.8.8.8",
    "...",
    "……",
    "—",
    "--",
    "\"",
    "(",
    ")",
    "+",
    "%",
    "\u{a0}",
    "\u{1c}",
    "\n",
    "  ",
    "👍🏽",
    "İ",
    "中文",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        2 => Just(" ".to_owned()),
        2 => "[a-zA-Z0-9.,'’-]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Numbers of every kind, to end a text that has no final mark.
const NUMBERS: [&str; 64] = [
    "40",
    "5,000",
    "3.5",
    ".5",
    "½",
    "1/3",
    "5%",
    "5 per cent",
    "$5,000",
    "$5m",
    "€1bn",
    "US$5.5m",
    "Rs 5 lakh",
    "5 crore",
    "5 million",
    "half a million",
    "hundreds",
    "tens of thousands",
    "dozens",
    "twice",
    "sixfold",
    "one",
    "twenty-one",
    "two hundred and five",
    "first",
    "5th",
    "21st",
    "No. 5",
    "second-largest",
    "5km",
    "5 km/h",
    "30°C",
    "6'2\"",
    "5ft 6in",
    "100 x 200 m",
    "5 years",
    "18-month-old",
    "aged 26",
    "(26)",
    "26-year-old",
    "5-6",
    "between 5 and 6",
    "from 5 to 6",
    "up to 5",
    "at least 5",
    "5+",
    "2-1",
    "6-4, 6-3",
    "5 out of 6",
    "one in five",
    "10:30",
    "10.30am",
    "5pm",
    "5 May",
    "May 5, 2020",
    "2020-21",
    "the 1990s",
    "Thursday",
    "Section 5",
    "Flight 370",
    "192.168.0.1",
    "12/05/2022",
    "+44 20 7946 0000",
    "99999999999999999999999999999999",
];

/// What joins two numbers in headlines and cells.
const JOINTS: [&str; 14] = ["", " ", ",", ", ", "/", "-", "–", " and ", " to ", "(", ":", "\n", " of ", "x"];

/// Texts like a headline or a cell: a few words, then numbers to the very end.
fn headlines() -> impl Strategy<Value = String> {
    let front = prop_oneof![
        Just(""),
        Just("Deaths "),
        Just("toll rises to "),
        Just("Police arrested 17 men in Lagos on Monday. Of them "),
        Just("Arvo Party: "),
        Just("Killed\t"),
        Just("Ana Ruiz, "),
    ];
    let number = (prop::sample::select(&NUMBERS[..]), prop::sample::select(&JOINTS[..]));
    (front, prop::collection::vec(number, 1..4), prop::sample::select(&NUMBERS[..])).prop_map(
        |(front, numbers, last)| {
            let numbers: String = numbers.iter().flat_map(|&(number, joint)| [number, joint]).collect();
            format!("{front}{numbers}{last}")
        },
    )
}

/// Holds for the annotation of any text: spans lie in it, in order, on the edges of characters.
fn annotates(text: &str) {
    let annotation = pipeline().annotate(text).unwrap();
    let mut end = 0;
    for quantity in &annotation.quantities {
        assert!(quantity.span.start() >= end && !quantity.span.of(text).is_empty(), "{text:?}");
        end = quantity.span.end();
    }
    assert!(annotation.entities.iter().all(|entity| !entity.span.of(text).is_empty()), "{text:?}");
    let mut phrases = annotation.links.iter().filter_map(|link| link.entity.as_ref());
    assert!(phrases.all(|phrase| !phrase.span.of(text).is_empty()), "{text:?}");
}

fn tokenizer() -> &'static Tokenizer {
    static SHARED: std::sync::OnceLock<Tokenizer> = std::sync::OnceLock::new();
    SHARED.get_or_init(|| Tokenizer::new().unwrap())
}

fn shifted(token: Token, by: u32) -> Token {
    Token { span: Span::new(token.span.start() + by, token.span.end() + by), ..token }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_and_single_blanks_cover_any_text(text in texts()) {
        let mut at = 0;
        for token in tokenizer().cut(&text) {
            prop_assert_eq!(token.span.start() as usize, at);
            prop_assert!(!token.span.of(&text).is_empty());
            at = token.span.end() as usize;
            if token.space_after {
                prop_assert!(text[at..].starts_with(' '));
                at += 1;
            }
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn a_word_in_front_moves_all_tokens_and_changes_none(text in texts()) {
        // White space at the front would join the blank behind the word.
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        let front = "Reports ";
        let longer = tokenizer().cut(&format!("{front}{text}"));
        let expected: Vec<_> =
            tokenizer().cut(text).into_iter().map(|token| shifted(token, front.len() as u32)).collect();
        prop_assert_eq!(&longer[1..], &expected[..]);
    }

    #[test]
    fn every_token_has_attributes(text in texts()) {
        static SHARED: std::sync::OnceLock<Lexemes> = std::sync::OnceLock::new();
        let lexemes = SHARED.get_or_init(|| Lexemes::new().unwrap());
        for token in tokenizer().cut(&text) {
            let lexeme = lexemes.of(token.span.of(&text), token.norm);
            prop_assert!([lexeme.orth, lexeme.prefix, lexeme.suffix, lexeme.shape].iter().all(|&id| id != 0));
        }
    }
}

/// One for all laws.
fn pipeline() -> &'static Pipeline {
    static SHARED: std::sync::OnceLock<Pipeline> = std::sync::OnceLock::new();
    SHARED.get_or_init(|| Pipeline::new().unwrap())
}

/// What is found in `text`, by its words: names, quantities with their values, links.
fn found(text: &str) -> Vec<String> {
    let annotation = pipeline().annotate(text).unwrap();
    let plain = |span: Span| Reading::of(&span.of(text).into()).text().to_string();
    let names =
        annotation.entities.iter().map(|it| format!("{:?} {} {:?}", it.label, plain(it.span), it.score));
    let numbers =
        annotation.quantities.iter().map(|it| format!("{:?} {} {:?}", it.kind, plain(it.span), it.value));
    let links = annotation.links.iter().map(|it| {
        let event = it.event.as_ref().map(|event| plain(event.span));
        let places_and_more =
            [Circumstance::Places, Circumstance::Time, Circumstance::Law].map(|kind| &it.circumstances[kind]);
        let roles = (places_and_more, it.score);
        format!(
            "{} {:?} {event:?} {roles:?}",
            it.quantity,
            it.entity.as_ref().map(|entity| plain(entity.span))
        )
    });
    names.chain(numbers).chain(links).collect()
}

/// The facts that the links of a text tell, and how each stands to the first mention.
fn told(text: &str) -> Vec<(Option<u32>, Option<headcount::article::Agreement>)> {
    let annotation = pipeline().annotate(text).unwrap();
    annotation.links.iter().map(|link| (link.fact, link.agreement)).collect()
}

/// A paragraph without numbers in front changes no fact below it.
#[test]
fn facts_keep_their_numbers_behind_another_paragraph() {
    for text in [
        "Police arrested 33 gangsters in Lahore. Later an officer said that police arrested 35 gangsters in Lahore.",
        "More than 30 people were arrested in Marseille. The prosecutor said that 34 people had been arrested.",
        "Four students were expelled for cheating. All four deny it.\n\nThe road is 80 kilometres (50 miles) long.",
    ] {
        let alone = told(text);
        assert!(alone.iter().any(|(fact, _)| fact.is_some()), "{text}");
        let behind = told(&format!("Ministers met in the capital to talk about the harvest.\n\n{text}"));
        assert_eq!(behind, alone, "{text}");
    }
}

/// How a page was typeset changes nothing: blanks, apostrophes, composed letters, line ends, white space around.
#[test]
fn what_is_found_does_not_depend_on_how_a_text_is_typeset() {
    let text = "Police in Bogotá held 17 men on 5 May, the ministry's spokesman José Ruiz said.\n\nThe men's lawyers \
                don't agree: 12 of the 17 paid $5,000 each, 30% more than in São Paulo's case.";
    let wanted = found(text);
    assert!(wanted.len() > 12, "{wanted:?}");
    let apart = text.replace('á', "a\u{301}").replace('é', "e\u{301}").replace('ã', "a\u{303}");
    for other in [
        text.replace(' ', "\u{a0}"),
        text.replace(' ', "\u{2009}"),
        text.replace("17 ", "17\u{a0}"),
        text.replace('\'', "’"),
        text.replace('\n', "\r\n"),
        text.replace("lawyers", "law\u{ad}yers"),
        format!("\n\n{text}"),
        format!("\u{feff}  \u{a0}{text}\n\n "),
        apart,
    ] {
        assert_eq!(found(&other), wanted, "{other:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_may_end_in_any_number(text in headlines()) {
        annotates(&text);
    }

    #[test]
    fn blank_lines_around_a_text_change_nothing(text in headlines()) {
        prop_assert_eq!(found(&format!("\n\n{text}\n")), found(&text));
    }

    #[test]
    fn any_text_is_annotated(text in texts()) {
        annotates(&text);
    }
}

#[test]
fn two_numbers_in_the_last_token_lose_no_article() {
    for number in NUMBERS {
        annotates(number);
        annotates(&format!("Deaths {number}"));
        annotates(&format!("Deaths {number},{number}"));
        annotates(&format!("Deaths {number}/{number}"));
    }
    for text in ["Deaths 40,50", "Deaths $5,000/$6,000", "Won 5/6", "Arvo 40,50/60"] {
        annotates(text);
    }
}

#[test]
fn a_long_text_of_one_sign_is_cut_like_a_short_one() {
    // A million characters: a tokenizer that reads the rest of the chunk at each cut would not come to an end.
    for (unit, tokens) in [("(", 1_000_000), ("a", 1), (".", 1), ("a@", 1), ("-a", 999_999), ("5%", 2)] {
        let text = unit.repeat(1_000_000 / unit.len());
        assert_eq!(tokenizer().cut(&text).len(), tokens, "{unit}");
    }
}
