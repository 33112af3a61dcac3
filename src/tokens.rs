//! Text to tokens with their lexical attributes.

pub(crate) mod chars;
mod lexeme;

pub use lexeme::{Lexeme, Lexemes};

use crate::article::Token;
use crate::error::Error;

/// Cuts text into tokens.
#[derive(Debug)]
pub struct Tokenizer {}

impl Tokenizer {
    /// Loads the embedded tables.
    ///
    /// # Errors
    /// [`Error::Model`] when a table is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {})
    }

    /// The tokens of `text` in order.
    pub fn cut(&self, text: &str) -> Vec<Token> {
        let _ = text;
        Vec::new()
    }
}
