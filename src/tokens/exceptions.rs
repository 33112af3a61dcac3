//! Texts whose tokens are fixed: contractions, abbreviations, emoticons, times of day.

use rustc_hash::FxHashMap;
use std::ops::Range;

use crate::error::Error;
use crate::lexicon::table;

const FILE: &str = "engine/exceptions.tsv";
const TEXT: &str = include_str!("../../models/engine/exceptions.tsv");

/// Separates the entries of a list inside a field.
const LIST: char = '\u{1f}';

/// One token of an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Length in bytes.
    pub(super) len: u32,
    /// Its normal form, where the usual rules do not hold.
    pub(super) norm: Option<&'static str>,
}

/// The table of exceptions, with what the second pass needs to find those that the first one broke apart.
#[derive(Debug)]
pub(super) struct Exceptions {
    by_text: FxHashMap<&'static str, Range<usize>>,
    pieces: Vec<Piece>,
    /// First token -> the token texts of an exception when it is cut by the usual rules.
    broken: FxHashMap<&'static str, Vec<Box<[&'static str]>>>,
    /// Length in bytes of the longest exception: longer texts need no look-up.
    longest: usize,
}

impl Exceptions {
    /// Loads the embedded table.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let rows = table::rows(FILE, TEXT, ["text", "tokens", "norms", "pieces"])?;
        let mut table = Self {
            by_text: FxHashMap::default(),
            pieces: Vec::new(),
            broken: FxHashMap::default(),
            longest: 0,
        };
        for (line, row) in (3..).zip(rows) {
            table.add(row).map_err(|cause| Error::Model {
                file: FILE,
                place: format!("line {line}"),
                cause: cause.to_owned(),
            })?;
        }
        Ok(table)
    }

    fn add(&mut self, [text, tokens, norms, pieces]: [&'static str; 4]) -> Result<(), &'static str> {
        if tokens.split(LIST).count() != norms.split(LIST).count() {
            return Err("tokens and norms differ in number");
        }
        if text.is_empty()
            || tokens.split(LIST).any(str::is_empty)
            || tokens.split(LIST).flat_map(str::chars).ne(text.chars())
        {
            return Err("the tokens do not make up the text");
        }
        let start = self.pieces.len();
        self.pieces.extend(tokens.split(LIST).zip(norms.split(LIST)).map(|(token, norm)| Piece {
            len: token.len() as u32,
            norm: Some(norm).filter(|norm| !norm.is_empty()),
        }));
        self.by_text.insert(text, start..self.pieces.len());
        self.longest = self.longest.max(text.len());
        if !pieces.is_empty() {
            let pieces: Box<[_]> = pieces.split(LIST).collect();
            self.broken.entry(pieces[0]).or_default().push(pieces);
        }
        Ok(())
    }

    /// Whether `text` is an exception.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.get(text).is_some()
    }

    /// The tokens of `text`, if it is an exception.
    pub(super) fn get(&self, text: &str) -> Option<&[Piece]> {
        if text.len() > self.longest {
            return None;
        }
        self.by_text.get(text).map(|range| &self.pieces[range.clone()])
    }

    /// The token sequences, as the usual rules cut them, of exceptions that begin with the token `first`.
    pub(super) fn broken(&self, first: &str) -> &[Box<[&'static str]>] {
        if first.len() > self.longest {
            return &[];
        }
        self.broken.get(first).map_or(&[], Vec::as_slice)
    }
}
