//! Values as they are compared: numbers by amount, everything else by text.

use serde_json::Value as Json;

use super::labelled::LabelledQuantity;
use crate::article::Kind;

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

    fn agrees(&self, other: &Self, tolerance: f64) -> bool {
        match (self.number, other.number) {
            (Some(a), Some(b)) => (a - b).abs() <= tolerance * a.abs().max(b.abs()),
            _ => self.text == other.text,
        }
    }
}

/// Whether value, lower and upper end agree: numerically equal, or of equal text. "One in three" is 0.33 as well as 0.333.
pub(super) fn same(gold: &LabelledQuantity, predicted: &LabelledQuantity) -> bool {
    let tolerance = if gold.kind == Kind::Ratio { 0.01 } else { 1e-9 };
    let sides = [(&gold.value, &predicted.value), (&gold.min, &predicted.min), (&gold.max, &predicted.max)];
    sides.into_iter().all(|sides| match sides {
        (Some(gold), Some(predicted)) => gold.agrees(predicted, tolerance),
        (None, None) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(kind: Kind, value: &str) -> LabelledQuantity {
        LabelledQuantity { kind, value: Some(Scalar::parse(value)), ..LabelledQuantity::default() }
    }

    fn agree(kind: Kind, gold: &str, predicted: &str) -> bool {
        same(&quantity(kind, gold), &quantity(kind, predicted))
    }

    #[test]
    fn numbers_agree_by_amount_and_dates_by_text() {
        assert!(agree(Kind::Count, "12", "12.0") && agree(Kind::Money, "15,000,000", "1.5e7"));
        assert!(!agree(Kind::Count, "12", "13"));
        assert!(agree(Kind::Date, "2021-05-04", "2021-05-04") && !agree(Kind::Date, "2021-05", "2021-05-04"));
        assert!(agree(Kind::Ratio, "0.33", "0.333") && !agree(Kind::Percent, "0.33", "0.333"));
        assert!(agree(Kind::Rank, "inf", "INF"), "no number, whatever a float parser says");
    }

    #[test]
    fn a_range_is_no_single_value() {
        let range = LabelledQuantity {
            min: Some(Scalar::parse("3")),
            max: Some(Scalar::parse("5")),
            ..LabelledQuantity::default()
        };
        assert!(same(&range, &range) && !same(&range, &quantity(Kind::Count, "3")));
    }
}
