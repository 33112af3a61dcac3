//! A quantity in the making: counted in pieces, before spans and tokens are looked up.

use crate::article::{Bound, Change, Derivation, Doc, Kind, Part, Quantity, Unit, Value};

use rust_decimal::Decimal;

use super::scene::Scene;

/// A quantity over the pieces `start..end`.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub value: Value,
    pub bound: Bound,
    pub change: Option<Change>,
    /// Index among the drafts of the quantity that this one changed from.
    pub from: Option<usize>,
    pub unit: Option<Box<Unit>>,
    /// How many of the written small coin make one of the unit ("25 cents" is 0.25 of its currency).
    pub coins: Option<Decimal>,
    pub per: Option<String>,
    pub soft: bool,
    /// Name of the rule that read it.
    pub rule: &'static str,
    /// Its parts in text order.
    pub parts: Vec<Part>,
}

impl Draft {
    pub(crate) fn new(rule: &'static str, kind: Kind, start: usize, end: usize, value: Value) -> Self {
        Self {
            start,
            end,
            kind,
            value,
            bound: Bound::Exact,
            change: None,
            from: None,
            unit: None,
            coins: None,
            per: None,
            soft: false,
            rule,
            parts: Vec::new(),
        }
    }

    /// The finished quantity.
    pub(crate) fn finish(self, scene: &Scene<'_>, doc: &Doc) -> Quantity {
        let span = scene.span(self.start, self.end);
        Quantity {
            kind: self.kind,
            span,
            tokens: doc.tokens_in(span),
            value: in_main_unit(self.value, self.coins),
            bound: self.bound,
            change: self.change,
            from: self.from,
            unit: self.unit,
            per: self.per,
            soft: self.soft,
            stance: None,
            derivation: Derivation { rule: self.rule, parts: self.parts },
        }
    }
}

/// A finished date; no value where the text gives none.
pub(crate) fn date(rule: &'static str, start: usize, end: usize, value: Option<String>) -> Draft {
    Draft::new(rule, Kind::Date, start, end, value.map_or(Value::Unknown, Value::Text))
}

/// A value in small coins, in the unit of the currency.
fn in_main_unit(value: Value, coins: Option<Decimal>) -> Value {
    let Some(coins) = coins else { return value };
    let main = |number: Decimal| number.checked_div(coins).unwrap_or(number).normalize();
    match value {
        Value::Number(number) => Value::Number(main(number)),
        Value::Range { min, max } => Value::Range { min: min.map(main), max: max.map(main) },
        other => other,
    }
}

/// What a reader found at a place: drafts in text order (none where the digits are no quantity), and the piece after.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub drafts: Vec<Draft>,
    pub end: usize,
}

impl Found {
    pub(crate) fn one(draft: Draft) -> Self {
        Self { end: draft.end, drafts: vec![draft] }
    }

    /// Pieces up to `end` that are no quantity.
    pub(crate) const fn nothing(end: usize) -> Self {
        Self { drafts: Vec::new(), end }
    }
}
