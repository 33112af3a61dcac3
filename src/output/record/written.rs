//! From an annotation to its record: bytes become code points, indexes become ids.

use std::fmt::Write as _;

use serde_json::{Number, Value as Json};

use super::{
    CueRecord, EntityRecord, EventRecord, Extras, LinkRecord, PhraseRecord, QuantityRecord, ReferentRecord,
    ScoresRecord, SpanRecord, TokenRecord,
};
use crate::article::{
    Annotation, Circumstance, Entity, Link, Part, Phrase, Quantity, Reference, Referent, Span, Value,
};

/// Byte offsets to code points: exact positions at every 64th byte, counted on from there.
pub(in crate::output) struct CodePoints<'a> {
    text: &'a [u8],
    /// Code points before byte `64 * i`; `None` where the text is ASCII and both are the same.
    marks: Option<Vec<u32>>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 64;

    pub(in crate::output) fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        if text.is_ascii() {
            return Self { text: bytes, marks: None };
        }
        let mut marks = Vec::with_capacity(bytes.len() / Self::STEP + 1);
        let mut count = 0;
        for chunk in bytes.chunks(Self::STEP) {
            marks.push(count);
            count += starts(chunk);
        }
        marks.push(count);
        Self { text: bytes, marks: Some(marks) }
    }

    pub(in crate::output) fn at(&self, byte: u32) -> usize {
        let byte = byte as usize;
        let Some(marks) = &self.marks else { return byte };
        let mark = byte / Self::STEP;
        marks[mark] as usize + starts(&self.text[mark * Self::STEP..byte]) as usize
    }
}

/// Number of code points that begin in `bytes`.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

/// An annotation on its way out.
pub(super) struct View<'a> {
    annotation: &'a Annotation,
    points: CodePoints<'a>,
    extras: Extras,
}

impl<'a> View<'a> {
    pub(super) fn of(annotation: &'a Annotation, extras: Extras) -> Self {
        Self { annotation, points: CodePoints::of(&annotation.doc.text), extras }
    }

    pub(super) fn span(&self, span: Span) -> SpanRecord {
        SpanRecord { start: self.points.at(span.start()), end: self.points.at(span.end()) }
    }

    fn text(&self, span: Span) -> String {
        span.of(&self.annotation.doc.text).to_owned()
    }

    pub(super) fn tokens(&self) -> impl Iterator<Item = TokenRecord> {
        let doc = &self.annotation.doc;
        doc.tokens.iter().zip(&doc.words).map(|(token, word)| {
            let SpanRecord { start, end } = self.span(token.span);
            TokenRecord {
                start,
                end,
                lemma: word.lemma.to_string(),
                tag: word.tag.as_str().to_owned(),
                pos: word.pos.as_str().to_owned(),
                head: word.head as usize,
                dep: word.dep.as_str().to_owned(),
            }
        })
    }

    pub(super) fn entity(&self, index: usize, entity: &Entity) -> EntityRecord {
        let SpanRecord { start, end } = self.span(entity.span);
        EntityRecord {
            id: entity_id(index),
            label: entity.label,
            start,
            end,
            text: self.text(entity.span),
            name: Some(entity.name.clone()),
            by: Some(entity.by),
            score: entity.score.map(rounded),
            reference: entity.reference.as_ref().map(reference),
        }
    }

    pub(super) fn quantity(&self, index: usize, quantity: &Quantity) -> QuantityRecord {
        let SpanRecord { start, end } = self.span(quantity.span);
        let (value, min, max) = values(&quantity.value);
        QuantityRecord {
            id: quantity_id(index),
            kind: quantity.kind,
            start,
            end,
            text: self.text(quantity.span),
            value,
            min,
            max,
            bound: quantity.bound,
            change: quantity.change,
            from: quantity.from.map(quantity_id),
            unit: quantity.unit.as_deref().cloned(),
            per: quantity.per.clone(),
            soft: quantity.soft,
            status: quantity.stance.map(|stance| stance.status),
            cue: quantity.stance.and_then(|stance| stance.cue).map(|cue| {
                let SpanRecord { start, end } = self.span(cue);
                CueRecord { text: self.text(cue), start, end }
            }),
            status_score: quantity.stance.map(|stance| rounded(stance.score)),
            derivation: self.extras.explain.then(|| self.derivation(quantity)),
        }
    }

    fn derivation(&self, quantity: &Quantity) -> String {
        let mut lines = format!("{} \"{}\"", quantity.derivation.rule, self.text(quantity.span));
        for Part { name, span } in &quantity.derivation.parts {
            // Writing to a text cannot fail.
            let _ = write!(lines, "\n  {name} \"{}\"", self.text(*span));
        }
        lines
    }

    pub(super) fn link(&self, link: &Link) -> LinkRecord {
        let mut record = LinkRecord {
            quantity: quantity_id(link.quantity),
            entity: link.entity.as_ref().map(|phrase| self.phrase(phrase)),
            event: link.event.as_ref().map(|event| {
                let SpanRecord { start, end } = self.span(event.span);
                EventRecord { text: self.text(event.span), lemma: event.lemma.clone(), start, end }
            }),
            fact: link.fact,
            agreement: link.agreement,
            score: link.entity.is_some().then(|| rounded(link.score)),
            fact_score: Some(rounded(link.fact_score)),
            scores: ScoresRecord::of(|it| link.scores[it].map(rounded)),
            reason: self.extras.explain.then(|| link.reason.clone()),
            ..LinkRecord::default()
        };
        for circumstance in Circumstance::POINTING {
            let referents = link.circumstances[circumstance].iter().map(|it| self.referent(*it));
            record.point(circumstance, referents.collect());
        }
        record
    }

    fn phrase(&self, phrase: &Phrase) -> PhraseRecord {
        let SpanRecord { start, end } = self.span(phrase.span);
        PhraseRecord {
            text: self.text(phrase.span),
            head: phrase.head.clone(),
            start,
            end,
            inherited: phrase.inherited,
            reference: phrase.entity.map(entity_id),
        }
    }

    fn referent(&self, referent: Referent) -> ReferentRecord {
        match referent {
            Referent::Entity(index) => ReferentRecord::Id(entity_id(index)),
            Referent::Quantity(index) => ReferentRecord::Id(quantity_id(index)),
            Referent::Phrase(span) => {
                let SpanRecord { start, end } = self.span(span);
                ReferentRecord::Phrase { text: self.text(span), start, end }
            }
        }
    }
}

fn entity_id(index: usize) -> String {
    format!("e{}", index + 1)
}

fn quantity_id(index: usize) -> String {
    format!("q{}", index + 1)
}

/// Probabilities are written with three decimals: more would claim a precision that they do not have.
pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

fn reference(reference: &Reference) -> Json {
    match reference {
        Reference::Place { geonames, country, lat, lon } => serde_json::json!({
            "geonames": geonames, "country": country, "lat": degrees(*lat), "lon": degrees(*lon)
        }),
        Reference::Key(key) => Json::String(key.to_string()),
    }
}

/// Coordinates with five decimals, about one metre.
fn degrees(angle: f32) -> f64 {
    (f64::from(angle) * 1e5).round() / 1e5
}

/// `value`, `min` and `max` of the record.
fn values(value: &Value) -> (Option<Json>, Option<Json>, Option<Json>) {
    match value {
        Value::Unknown => (None, None, None),
        Value::Number(number) => (Some(exact(number)), None, None),
        Value::Range { min, max } => (None, min.as_ref().map(exact), max.as_ref().map(exact)),
        Value::Text(text) => (Some(Json::String(text.clone())), None, None),
    }
}

/// The decimal's own digits as a JSON number; no float in between.
fn exact(number: &rust_decimal::Decimal) -> Json {
    let digits = number.normalize().to_string();
    digits.parse::<Number>().map_or(Json::String(digits), Json::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Each, Kind, Status};
    use crate::output::Record;

    #[test]
    fn offsets_are_code_points() {
        let text = "é".repeat(100) + "abc";
        let points = CodePoints::of(&text);
        assert_eq!(points.at(0), 0);
        assert_eq!(points.at(200), 100);
        assert_eq!(points.at(203), 103);
        assert_eq!(CodePoints::of("abc").at(2), 2);
    }

    #[test]
    fn decimals_keep_their_digits() {
        let value = |text: &str| exact(&text.parse().unwrap()).to_string();
        assert_eq!(value("15000000.00"), "15000000");
        assert_eq!(value("0.1"), "0.1");
        assert_eq!(value("999999999999999.5"), "999999999999999.5");
    }

    #[test]
    fn status_scores_and_agreement_are_written_and_read_back() {
        use crate::article::{Article, Doc, Event, Stance, Syntax};
        let text = "\u{e9} Officials deny spending $3 million.";
        let doc = Doc::new(text.into(), Vec::new(), Syntax::default());
        let quantity = Quantity {
            span: Span::new(27, 37),
            stance: Some(Stance { status: Status::Negated, cue: Some(Span::new(13, 17)), score: 0.75 }),
            ..Quantity::plain(Kind::Money, Value::Unknown)
        };
        let link = Link {
            quantity: 0,
            entity: None,
            event: Some(Event { span: Span::new(18, 26), lemma: "spend".to_owned() }),
            circumstances: Each::default(),
            fact: Some(1),
            agreement: Some(crate::article::Agreement::Contradicts),
            score: 0.5,
            fact_score: 0.25,
            scores: Each::of(|it| (it == Circumstance::Event).then_some(0.5)),
            reason: String::new(),
        };
        let article = Article::from(text);
        let annotation =
            Annotation { article, doc, entities: Vec::new(), quantities: vec![quantity], links: vec![link] };
        let record = Record::of(&annotation, Extras::default());
        let json = serde_json::to_value(&record).unwrap();
        assert_eq!(
            json["quantities"][0],
            serde_json::json!({"id": "q1", "kind": "money", "start": 26, "end": 36, "text": "$3 million",
                "status": "negated", "cue": {"text": "deny", "start": 12, "end": 16}, "status_score": 0.75})
        );
        assert_eq!(
            json["links"][0],
            serde_json::json!({"quantity": "q1", "event": {"text": "spending", "lemma": "spend", "start": 17, "end": 25},
                "fact": 1, "agreement": "contradicts", "fact_score": 0.25, "scores": {"event": 0.5}})
        );
        assert_eq!(serde_json::from_value::<Record>(json).unwrap(), record);
    }
}
