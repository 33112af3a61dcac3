//! Laws that hold for any text.
#![allow(clippy::unwrap_used)] // also in the helpers of tests

use headcount::Span;
use headcount::article::Token;
use headcount::tokens::{Lexemes, Tokenizer};
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

#[test]
fn a_long_text_of_one_sign_is_cut_like_a_short_one() {
    // A million characters: a tokenizer that reads the rest of the chunk at each cut would not come to an end.
    for (unit, tokens) in [("(", 1_000_000), ("a", 1), (".", 1), ("a@", 1), ("-a", 999_999), ("5%", 2)] {
        let text = unit.repeat(1_000_000 / unit.len());
        assert_eq!(tokenizer().cut(&text).len(), tokens, "{unit}");
    }
}
