//! Tokens to tags, heads, labels, lemmas and sentences.

use crate::article::{Syntax, Token};
use crate::error::Error;

/// Tags and parses tokens.
#[derive(Debug)]
pub struct Parser {}

impl Parser {
    /// Loads the embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when the weights are damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {})
    }

    /// Syntax of `tokens`, which must have been cut from `text`.
    pub fn parse(&self, text: &str, tokens: &[Token]) -> Syntax {
        let _ = (text, tokens);
        Syntax::default()
    }
}
