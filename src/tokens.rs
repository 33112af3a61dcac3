//! Text to tokens with their lexical attributes.
//!
//! The tokenizer cuts exactly as spaCy's does (`spacy/tokenizer.pyx`, with the rules of the model `en_core_web_md` 3.8):
//! at white space, then prefixes and suffixes off each chunk, exceptions, addresses and infixes, and last a second pass
//! for exceptions that were cut apart. It never changes the text and accepts any.

mod affixes;
pub(crate) mod chars;
mod exceptions;
mod lexeme;
mod reading;
mod url;

pub use lexeme::{Lexeme, Lexemes, Seen};
pub use reading::Reading;

use std::cmp::Reverse;

use crate::article::{Span, Token};
use crate::error::Error;
use affixes::Affixes;
use chars::is_space;
use exceptions::{Exceptions, Piece};

/// Cuts text into tokens.
#[derive(Debug)]
pub struct Tokenizer {
    affixes: Affixes,
    exceptions: Exceptions,
}

impl Tokenizer {
    /// Loads the embedded tables.
    ///
    /// # Errors
    /// [`Error::Model`] when a table is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { affixes: Affixes::new()?, exceptions: Exceptions::new()? })
    }

    /// The tokens of `text` in order. Together with the single blanks behind tokens ([`Token::space_after`]) they cover
    /// it. `text` must be shorter than 4 GiB, as [`crate::Pipeline`] makes sure.
    pub fn cut(&self, text: &str) -> Vec<Token> {
        // English press text has about one token for five bytes.
        let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
        let mut stack = Vec::new();
        let (mut start, mut in_space) = (0, text.starts_with(is_space));
        for (at, c) in text.char_indices() {
            if is_space(c) == in_space {
                continue;
            }
            if start < at {
                self.cut_chunk(text, start, at, &mut tokens, &mut stack);
            }
            start = at;
            if c == ' ' {
                // One blank behind a token belongs to it.
                start += 1;
                if let Some(last) = tokens.last_mut() {
                    last.space_after = true;
                }
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.cut_chunk(text, start, text.len(), &mut tokens, &mut stack);
        }
        self.mend(text, tokens)
    }

    /// Cuts `text[start..end]`, which is all white space or has none. `suffixes` is working space, empty between calls.
    fn cut_chunk(
        &self,
        text: &str,
        start: usize,
        end: usize,
        tokens: &mut Vec<Token>,
        suffixes: &mut Vec<Token>,
    ) {
        let (mut start, mut end) = (start, end);
        while start < end && !self.exceptions.contains(&text[start..end]) {
            let prefix = self.affixes.prefix_len(&text[start..end]);
            let suffix = self.affixes.suffix_len(&text[start + prefix..end]);
            // What an affix bares may be an exception; the prefix is tried first, and alone.
            let bared_by_prefix = prefix > 0 && self.exceptions.contains(&text[start + prefix..end]);
            let bared_by_suffix =
                !bared_by_prefix && suffix > 0 && self.exceptions.contains(&text[start..end - suffix]);
            if prefix > 0 && !bared_by_suffix {
                tokens.push(token(start, start + prefix));
                start += prefix;
            }
            if suffix > 0 && !bared_by_prefix {
                suffixes.push(token(end - suffix, end));
                end -= suffix;
            }
            if (prefix == 0 && suffix == 0) || bared_by_prefix || bared_by_suffix {
                break;
            }
        }
        if start < end {
            self.cut_core(text, start, end, tokens);
        }
        tokens.extend(suffixes.drain(..).rev());
    }

    /// Cuts what prefixes and suffixes have left.
    fn cut_core(&self, text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
        let core = &text[start..end];
        if let Some(pieces) = self.exceptions.get(core) {
            push_pieces(tokens, start, pieces, false);
            return;
        }
        let mut from = start;
        if !url::is_url(self.affixes.chars, core) {
            self.affixes.infixes(core, |a, b| {
                // An infix at the very front stays with what follows.
                if a > 0 {
                    if start + a > from {
                        tokens.push(token(from, start + a));
                    }
                    tokens.push(token(start + a, start + b));
                    from = start + b;
                }
            });
        }
        if from < end {
            tokens.push(token(from, end));
        }
    }

    /// The second pass: puts exceptions together again that the usual rules have cut apart.
    fn mend(&self, text: &str, tokens: Vec<Token>) -> Vec<Token> {
        let kept = self.broken_exceptions(text, &tokens);
        if kept.is_empty() {
            return tokens;
        }
        let mut mended = Vec::with_capacity(tokens.len());
        let mut next = 0;
        for (start, end) in kept {
            mended.extend_from_slice(&tokens[next..start]);
            let (first, last) = (tokens[start], tokens[end - 1]);
            match self.exceptions.get(first.span.cover(last.span).of(text)) {
                Some(pieces) => {
                    push_pieces(&mut mended, first.span.start() as usize, pieces, last.space_after);
                }
                // Blanks between the tokens: the same words, but not the exception.
                None => mended.extend_from_slice(&tokens[start..end]),
            }
            next = end;
        }
        mended.extend_from_slice(&tokens[next..]);
        mended
    }

    /// Runs of tokens that look like an exception cut apart, in text order: of those that overlap the longest, then the
    /// first.
    fn broken_exceptions(&self, text: &str, tokens: &[Token]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (start, token) in tokens.iter().enumerate() {
            for pieces in self.exceptions.broken(token.span.of(text)) {
                let run = tokens[start..].iter().take(pieces.len()).map(|token| token.span.of(text));
                if run.eq(pieces.iter().copied()) {
                    found.push((start, start + pieces.len()));
                }
            }
        }
        found.sort_by_key(|&(start, end)| (Reverse(end - start), start));
        let mut covered = vec![false; if found.is_empty() { 0 } else { tokens.len() }];
        found.retain(|&(start, end)| {
            let free = !covered[start] && !covered[end - 1];
            covered[start..end].fill(true);
            free
        });
        found.sort_unstable();
        found
    }
}

fn token(start: usize, end: usize) -> Token {
    Token { span: Span::new(start as u32, end as u32), space_after: false, norm: None }
}

/// Appends the tokens of an exception that stands at `start`; the last one takes `space_after`.
fn push_pieces(tokens: &mut Vec<Token>, start: usize, pieces: &[Piece], space_after: bool) {
    let mut at = start as u32;
    for piece in pieces {
        let end = at + piece.len;
        tokens.push(Token { span: Span::new(at, end), space_after: false, norm: piece.norm });
        at = end;
    }
    if let Some(last) = tokens.last_mut() {
        last.space_after = space_after;
    }
}
