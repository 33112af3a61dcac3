//! What the scorer is trained on: what the rules say of a number, and its features.

use crate::article::{Doc, Quantity, Status};
use crate::status::scope::CuedSentence;
use crate::status::{Judge, features, verdict};

/// A number as the scorer sees it.
#[derive(Debug)]
pub struct StatusLesson {
    /// What the rules alone say; `None` for a fact.
    pub answer: Option<Status>,
    /// Names of its features.
    pub features: Vec<String>,
}

impl Judge {
    /// What training is told of a quantity.
    pub fn lesson(&self, doc: &Doc, quantity: &Quantity) -> StatusLesson {
        let sentence = doc.sentence_index(quantity.tokens.start as usize);
        let scene = CuedSentence::new(doc, &self.cues, &self.words, sentence);
        let view = scene.view(quantity);
        let mut names = Vec::new();
        features::of(&view, &mut |parts: &[&str]| names.push(parts.join("|")));
        StatusLesson { answer: verdict::of(&view), features: names }
    }
}
