//! Values as they are compared: numbers by amount, everything else by text.

use serde_json::Value as Json;

/// A value of a record: a number, or the text of a date, time, score or rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar {
    text: String,
    number: Option<f64>,
}

impl Scalar {
    /// The value of a JSON number or string; `None` for anything else.
    pub fn of(json: &Json) -> Option<Self> {
        match json {
            Json::Number(number) => Some(Self::parse(&number.to_string())),
            Json::String(text) => Some(Self::parse(text)),
            _ => None,
        }
    }

    /// A value from its text; thousands may be set off by commas.
    pub fn parse(text: &str) -> Self {
        let number = text.trim().replace(',', "").parse::<f64>().ok().filter(|number| number.is_finite());
        Self { text: text.trim().to_lowercase(), number }
    }

    /// The amount; `None` for text that is no number.
    pub fn number(&self) -> Option<f64> {
        self.number
    }

    /// As written, in lower case.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn agrees(&self, other: &Self, tolerance: f64) -> bool {
        match (self.number, other.number) {
            (Some(a), Some(b)) => (a - b).abs() <= tolerance * a.abs().max(b.abs()),
            _ => self.text == other.text,
        }
    }
}
