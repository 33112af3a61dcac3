//! String ids and lexical attributes: what the networks see of a token.

use rustc_hash::FxHashMap;
use std::borrow::Cow;

use super::chars::{CharClass, Chars, is_space};
use crate::error::Error;
use crate::lexicon::seen::SeenWords;
use crate::lexicon::shared::Shared;
use crate::lexicon::table;

const SYMBOLS: (&str, &str) = ("engine/symbols.tsv", include_str!("../../models/engine/symbols.tsv"));
const NORMS: (&str, &str) = ("engine/norms.tsv", include_str!("../../models/engine/norms.tsv"));

/// The attributes of one token, as string ids ([`Lexemes::sid`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lexeme {
    /// The text itself, case included: the key of the word vectors.
    pub orth: u64,
    /// The normal form: lower case, one spelling, "not" for "n't".
    pub norm: u64,
    /// The first character.
    pub prefix: u64,
    /// The last three characters.
    pub suffix: u64,
    /// The shape: "Xxxxx" for "Kampala", "dd.d" for "27.5".
    pub shape: u64,
    /// Whether it consists of white space.
    pub is_space: bool,
}

/// The lexemes of the words that one thread saw lately.
pub type Seen = SeenWords<Lexeme, 16_384>;

/// Gives tokens their attributes.
#[derive(Debug)]
pub struct Lexemes {
    symbols: FxHashMap<&'static str, u64>,
    norms: FxHashMap<u64, &'static str>,
    chars: &'static Chars,
}

impl Lexemes {
    /// The embedded tables, read once.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn shared() -> Result<&'static Self, Error> {
        static LEXEMES: Shared<Lexemes> = Shared::empty();
        LEXEMES.get(Self::new)
    }

    /// Loads the embedded tables.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        let number = |(file, _): (&'static str, &str), line: usize, field: &str, radix| {
            u64::from_str_radix(field, radix).map_err(|cause| Error::Model {
                file,
                place: format!("line {line}"),
                cause: format!("{field}: {cause}"),
            })
        };
        let symbols = (3..)
            .zip(table::rows(SYMBOLS.0, SYMBOLS.1, ["name", "id"])?)
            .map(|(line, [name, id])| Ok((name, number(SYMBOLS, line, id, 10)?)))
            .collect::<Result<_, Error>>()?;
        let norms = (3..)
            .zip(table::rows(NORMS.0, NORMS.1, ["id", "norm"])?)
            .map(|(line, [id, norm])| Ok((number(NORMS, line, id, 16)?, norm)))
            .collect::<Result<_, Error>>()?;
        Ok(Self { symbols, norms, chars: Chars::shared()? })
    }

    /// The string id of `text`: 0 for the empty string, a small number for one of the fixed symbols (which real words
    /// hit: "number", "root", the shape "X"), else its hash.
    pub fn sid(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        self.symbols.get(text).copied().unwrap_or_else(|| murmur_hash(text.as_bytes()))
    }

    /// The attributes of a token. `norm` is the tokenizer's exception for it ([`crate::article::Token::norm`]).
    pub fn of(&self, text: &str, norm: Option<&str>) -> Lexeme {
        let orth = self.sid(text);
        let prefix = text.chars().next().map_or(0, char::len_utf8);
        let suffix = text.char_indices().rev().take(3).last().map_or(0, |(at, _)| at);
        Lexeme {
            orth,
            norm: self.sid(&norm.map_or_else(|| self.norm(text, orth), Cow::Borrowed)),
            prefix: self.sid(&text[..prefix]),
            suffix: self.sid(&text[suffix..]),
            shape: self.sid(&self.shape(text)),
            is_space: !text.is_empty() && text.chars().all(is_space),
        }
    }

    /// The same as [`Self::of`], computed once for a word type as long as `seen` has room.
    pub fn remembered(&self, seen: &mut Seen, text: &str, norm: Option<&str>) -> Lexeme {
        match norm {
            // The same text without the exception has another norm.
            Some(_) => self.of(text, norm),
            None => seen.remembered(text, || self.of(text, norm)),
        }
    }

    /// The normal form of a text whose id is `orth`: from the table, else lower case.
    fn norm(&self, text: &str, orth: u64) -> Cow<'static, str> {
        self.norms.get(&orth).map_or_else(|| text.to_lowercase().into(), |&norm| norm.into())
    }

    /// Letters become `X` or `x`, digits `d`; of a run of one sign at most four are kept. "LONG" from 100 characters on.
    fn shape(&self, text: &str) -> Cow<'static, str> {
        if text.chars().nth(99).is_some() {
            return "LONG".into();
        }
        let (mut shape, mut last, mut run) = (String::with_capacity(text.len()), None, 0);
        for c in text.chars() {
            let sign = self.sign(c);
            run = if last == Some(sign) { run + 1 } else { 0 };
            last = Some(sign);
            if run < 4 {
                shape.push(sign);
            }
        }
        shape.into()
    }

    /// What stands for `c` in a shape.
    fn sign(&self, c: char) -> char {
        match c {
            _ if self.chars.is(c, CharClass::CAPITAL) => 'X',
            _ if self.chars.is(c, CharClass::LETTER) => 'x',
            _ if self.chars.is(c, CharClass::DIGIT) => 'd',
            _ => c,
        }
    }
}

/// `MurmurHash64A` of Austin Appleby (public domain) with seed 1, as the model's string store uses it.
fn murmur_hash(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const SEED: u64 = 1;
    let (blocks, tail) = bytes.as_chunks::<8>();
    let mut hash = SEED ^ (bytes.len() as u64).wrapping_mul(M);
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k = (k ^ (k >> 47)).wrapping_mul(M);
        hash = (hash ^ k).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(M);
    hash ^ (hash >> 47)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_symbols_have_small_ids() {
        let lexemes = Lexemes::new().unwrap();
        assert_eq!(lexemes.sid(""), 0);
        for symbol in ["X", "number", "root", "LAW", "det"] {
            assert!(lexemes.sid(symbol) < 1000, "{symbol}");
        }
        assert_eq!(lexemes.of("A", None).shape, lexemes.sid("X"));
        // coffee: the example of spaCy's documentation of its string store.
        assert_eq!(lexemes.sid("coffee"), 3_197_928_453_018_144_401);
    }

    #[test]
    fn shapes_shorten_runs_and_know_letters_without_case() {
        let lexemes = Lexemes::new().unwrap();
        let shape = |text| lexemes.shape(text).into_owned();
        assert_eq!(shape("Kampala"), "Xxxxx");
        assert_eq!(shape("B-52s"), "X-ddx");
        assert_eq!(shape("12,345.67"), "dd,ddd.dd");
        assert_eq!(shape("İ²中ǅ\u{301}Ⅳ"), "Xdxx\u{301}Ⅳ");
        assert_eq!(shape("......"), "....");
        assert_eq!((shape(&"é".repeat(99)), shape(&"é".repeat(100))), ("xxxx".into(), "LONG".into()));
    }

    #[test]
    fn norms_come_from_the_exception_then_the_table_then_lower_case() {
        let lexemes = Lexemes::new().unwrap();
        let norm = |text, norm| lexemes.of(text, norm).norm;
        assert_eq!(norm("n't", Some("not")), lexemes.sid("not"));
        assert_eq!(norm("Colour", None), lexemes.sid("color"));
        assert_eq!(norm("£", None), lexemes.sid("$"));
        assert_eq!(norm("ΣΑΣ", None), lexemes.sid("σας"));
        let mut seen = Seen::default();
        for _ in 0..2 {
            assert_eq!(lexemes.remembered(&mut seen, "n't", None), lexemes.of("n't", None));
            assert_eq!(lexemes.remembered(&mut seen, "n't", Some("not")), lexemes.of("n't", Some("not")));
        }
        assert!(lexemes.of("\n\n", None).is_space && !lexemes.of("", None).is_space);
    }
}
