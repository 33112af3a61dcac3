//! Texts to word pieces and back, exact to the byte.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::processors::bert::BertProcessing;
use tokenizers::{Model as _, Tokenizer};

use super::config::{Config, Family};
use crate::article::Doc;
use crate::error::Error;

/// One word piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its row in the checkpoint's table.
    pub(super) id: u32,
    /// Byte of the text where it begins, white space left out.
    pub(super) at: usize,
    /// It holds nothing but white space.
    pub(super) is_blank: bool,
}

/// A checkpoint's tokenizer.
#[derive(Debug)]
pub(super) struct Pieces {
    tokenizer: Tokenizer,
    /// What stands before and behind every row ([CLS] and [SEP]).
    pub(super) ends: [i64; 2],
}

impl Pieces {
    /// Reads `tokenizer.json`, or `vocab.txt` for those architectures that have one.
    pub(super) fn read(config: &Config) -> Result<Self, Error> {
        let path = config.folder.join("tokenizer.json");
        let fault = |cause: String| Error::Checkpoint { path: path.clone(), cause };
        let mut tokenizer = if path.exists() {
            Tokenizer::from_file(&path).map_err(|error| fault(format!("is not a tokenizer: {error}")))?
        } else {
            from_vocabulary(config)?
        };
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| fault(error.to_string()))?;
        let size = tokenizer.get_vocab_size(true);
        if size > config.vocabulary {
            return Err(fault(format!(
                "has {size} word pieces, but config.json only {}: it belongs to another checkpoint",
                config.vocabulary
            )));
        }
        let special = tokenizer.encode("", true).map_err(|error| fault(error.to_string()))?;
        match *special.get_ids() {
            [first, last] => Ok(Self { tokenizer, ends: [i64::from(first), i64::from(last)] }),
            _ => Err(fault("does not put one special piece before a text and one behind it".to_owned())),
        }
    }

    /// The pieces of `text` in its order.
    pub(super) fn of(&self, text: &str) -> Result<Vec<Piece>, tokenizers::Error> {
        let encoding = self.tokenizer.encode(text, false)?;
        let places = encoding.get_ids().iter().zip(encoding.get_offsets());
        Ok(places.map(|(&id, &(start, end))| piece(text, id, start, end)).collect())
    }
}

fn piece(text: &str, id: u32, start: usize, end: usize) -> Piece {
    let own = text.get(start..end).unwrap_or_default();
    let blanks = own.len() - own.trim_start().len();
    let is_blank = blanks == own.len();
    Piece { id, at: if is_blank { start } else { start + blanks }, is_blank }
}

/// The first piece of every token of `doc`; `None` where a token has none of its own.
pub(super) fn firsts(doc: &Doc, pieces: &[Piece]) -> Vec<Option<usize>> {
    let mut firsts = vec![None; doc.len()];
    let mut token = 0;
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.is_blank) {
        while token < doc.len() && doc.tokens[token].span.end() as usize <= piece.at {
            token += 1;
        }
        let holds = token < doc.len() && doc.tokens[token].span.start() as usize <= piece.at;
        if holds && firsts[token].is_none() {
            firsts[token] = Some(index);
        }
    }
    firsts
}

/// The case of the word (letters and digits) that holds byte `at`: 0 no capital, 1 Capital, 2 CAPITALS, 3 any other with a capital.
/// models/train/transformer/windows.py trains with the same.
pub(super) fn case_at(text: &str, at: usize) -> i64 {
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    let is_part = |letter: char| letter.is_alphanumeric();
    let end = behind.find(|letter| !is_part(letter)).unwrap_or(behind.len());
    if end == 0 {
        return 0;
    }
    let start = before.trim_end_matches(is_part).len();
    let word = &text[start..at + end];
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    match capitals {
        0 => 0,
        1 if word.starts_with(char::is_uppercase) => 1,
        1 => 3,
        _ if word.contains(char::is_lowercase) => 3,
        _ => 2,
    }
}

/// The tokenizer that BERT and its kin had before `tokenizer.json`.
fn from_vocabulary(config: &Config) -> Result<Tokenizer, Error> {
    let path = config.folder.join("vocab.txt");
    let has_one =
        matches!(config.family, Family::Bert | Family::DistilBert | Family::Electra) && path.exists();
    if !has_one {
        let cause = "has no tokenizer.json; write it with Python: \
            transformers.AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)";
        return Err(Error::Checkpoint { path: config.folder.clone(), cause: cause.to_owned() });
    }
    let fault = |cause: String| Error::Checkpoint { path: path.clone(), cause };
    let bytes = fs::read(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
    let vocabulary = WordPiece::read_bytes(&bytes).map_err(|error| fault(error.to_string()))?;
    let model = WordPiece::builder().vocab(vocabulary).build().map_err(|error| fault(error.to_string()))?;
    let special = |name: &str| {
        let id = model.token_to_id(name).ok_or_else(|| fault(format!("has no {name}")))?;
        Ok::<_, Error>((name.to_owned(), id))
    };
    let ends = BertProcessing::new(special("[SEP]")?, special("[CLS]")?);
    let mut tokenizer = Tokenizer::new(model);
    let normalizer = BertNormalizer::new(true, true, None, is_lower(&config.folder));
    tokenizer.with_normalizer(Some(normalizer)).map_err(|error| fault(error.to_string()))?;
    tokenizer.with_pre_tokenizer(Some(BertPreTokenizer));
    tokenizer.with_post_processor(Some(ends));
    Ok(tokenizer)
}

/// Whether `tokenizer_config.json` asks for small letters; so does BERT where it says nothing.
fn is_lower(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join("tokenizer_config.json")).unwrap_or_default();
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    json["do_lower_case"].as_bool().unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_is_that_of_the_whole_word() {
        let text = "the Ras al-KHAIMAH's iPhone McKay A 3 é É COVID19";
        let case = |word: &str| case_at(text, text.find(word).unwrap());
        assert_eq!((case("the"), case("Ras"), case("KHAIMAH"), case("HAIMAH")), (0, 1, 2, 2));
        assert_eq!((case("iPhone"), case("Phone"), case("McKay"), case("A ")), (3, 3, 3, 1));
        assert_eq!((case("3 "), case("-"), case("é"), case("É"), case("19")), (0, 0, 0, 1, 2));
        assert_eq!(case_at(text, text.len()), 0);
    }

    #[test]
    fn blanks_at_a_piece_are_no_part_of_it() {
        assert_eq!(piece("a b", 7, 1, 3), Piece { id: 7, at: 2, is_blank: false });
        assert!(piece("a b", 7, 1, 2).is_blank);
    }
}
