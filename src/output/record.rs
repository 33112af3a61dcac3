//! One annotated article as it is written: a JSON object a line. `docs/output.md` describes every field.
//!
//! Offsets here are Unicode code points of `text`; this is the only place where bytes become code points.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value as Json};

use crate::article::{
    Agreement, Annotation, Bound, By, Change, Derivation, Entity, Kind, Label, Link, Meta, Phrase, Quantity,
    Reference, Referent, Scores, Span, Status, Unit, Value,
};

/// A stretch of `text` in code points, `start` inclusive, `end` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SpanRecord {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// An annotated article, or the error that kept it from being annotated.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Record {
    /// The article's id.
    pub id: String,
    /// Its text, unchanged; left out on an error line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What came with the article, unchanged.
    #[serde(default, skip_serializing_if = "Meta::is_empty")]
    pub meta: Meta,
    /// Why the article could not be read; then everything below is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `false` where the text does not look English, so that its annotation means little; left out otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub english: Option<bool>,
    /// Sentences in text order. Each list below is `None` where the record does not have it at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<SpanRecord>>,
    /// Tokens with their syntax, only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Vec<TokenRecord>>,
    /// Names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<EntityRecord>>,
    /// Quantities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantities: Option<Vec<QuantityRecord>>,
    /// Links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<LinkRecord>>,
    /// Id of an earlier article with the same text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// Which share of a batch it was done in; only in the output of a share, until the shares are merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardRecord>,
}

/// A share of a batch, and an article's place in the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShardRecord {
    /// Which share, from 1.
    pub index: u32,
    /// Number of shares.
    pub of: u32,
    /// Which article of the whole input, from 1.
    pub article: u64,
}

/// One token; see [`crate::article::Word`] for the fields' meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct TokenRecord {
    pub start: usize,
    pub end: usize,
    pub lemma: String,
    pub tag: String,
    pub pos: String,
    /// Index into the list of tokens.
    pub head: usize,
    pub dep: String,
}

/// One mention of a name; see [`crate::article::Entity`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct EntityRecord {
    pub id: String,
    pub label: Label,
    pub start: usize,
    pub end: usize,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// A place's `{"geonames", "country", "lat", "lon"}`, or a lexicon key.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "ref")]
    pub reference: Option<Json>,
}

/// One quantity; see [`crate::article::Quantity`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct QuantityRecord {
    pub id: String,
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// A number, or a string for dates, times, scores and ranks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Json>,
    #[serde(default, skip_serializing_if = "is_exact")]
    pub bound: Bound,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Id of the earlier quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub soft: bool,
    /// How the text presents the fact; `None` where it presents it as true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The words that say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<CueRecord>,
    /// Probability that `status` is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_score: Option<f64>,
    /// How it was read, one rule a line, parts indented; only with `--explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derivation: Option<String>,
}

/// The words that give a quantity its status; see [`crate::article::Stance`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct CueRecord {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// The counted phrase; see [`crate::article::Phrase`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct PhraseRecord {
    pub text: String,
    #[serde(default)]
    pub head: String,
    pub start: usize,
    pub end: usize,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inherited: bool,
    /// Id of an entity.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "ref")]
    pub reference: Option<String>,
}

/// The verb; see [`crate::article::Event`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct EventRecord {
    pub text: String,
    pub lemma: String,
    pub start: usize,
    pub end: usize,
}

/// Who or what a circumstance points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ReferentRecord {
    /// Id of an entity or of a quantity.
    Id(String),
    /// A phrase where nothing is named.
    Phrase {
        /// Its text.
        text: String,
        /// First code point.
        start: usize,
        /// One past the last code point.
        end: usize,
    },
}

/// One link; see [`crate::article::Link`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct LinkRecord {
    /// Id of the quantity.
    pub quantity: String,
    /// `None` only for bare money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<PhraseRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<ReferentRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<ReferentRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ReferentRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact_score: Option<f64>,
    #[serde(default, skip_serializing_if = "ScoresRecord::is_empty")]
    pub scores: ScoresRecord,
    /// Why this phrase; only with `--explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A circumstance's own probability; see [`crate::article::Scores`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct ScoresRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<f64>,
}

impl ScoresRecord {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Scores> for ScoresRecord {
    fn from(scores: Scores) -> Self {
        Self {
            event: scores.event.map(rounded),
            agent: scores.agent.map(rounded),
            places: scores.places.map(rounded),
            time: scores.time.map(rounded),
            law: scores.law.map(rounded),
            source: scores.source.map(rounded),
            of: scores.of.map(rounded),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for this form
fn is_exact(bound: &Bound) -> bool {
    *bound == Bound::Exact
}

/// What a record holds beyond the contract's usual parts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras {
    /// Tokens with lemma, tag, head and label.
    pub tokens: bool,
    /// Derivations of quantities and reasons of links.
    pub explain: bool,
}

impl Record {
    /// The record of an annotated article.
    pub fn of(annotation: &Annotation, extras: Extras) -> Self {
        let view = View { annotation, points: CodePoints::of(&annotation.doc.text), extras };
        Self {
            id: annotation.article.id.clone(),
            text: Some(annotation.doc.text.to_string()),
            meta: annotation.article.meta.clone(),
            error: None,
            english: None,
            duplicate_of: None,
            shard: None,
            sentences: Some(annotation.doc.sentences.iter().map(|s| view.span(s.span)).collect()),
            tokens: extras.tokens.then(|| view.tokens()),
            entities: Some(annotation.entities.iter().enumerate().map(|(i, e)| view.entity(i, e)).collect()),
            quantities: Some(
                annotation.quantities.iter().enumerate().map(|(i, q)| view.quantity(i, q)).collect(),
            ),
            links: Some(annotation.links.iter().map(|link| view.link(link)).collect()),
        }
    }

    /// The record without what was not looked for when names alone were: sentences, quantities, links.
    pub(crate) fn with_names_alone(self) -> Self {
        Self { sentences: None, quantities: None, links: None, ..self }
    }

    /// The record of an article that could not be read.
    pub fn failed(id: &str, meta: Meta, error: String) -> Self {
        Self { id: id.to_owned(), meta, error: Some(error), ..Self::default() }
    }
}

/// Byte offsets to code points: exact positions at every 64th byte, counted on from there.
pub(super) struct CodePoints<'a> {
    text: &'a [u8],
    /// Code points before byte `64 * i`; `None` where the text is ASCII and both are the same.
    marks: Option<Vec<u32>>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 64;

    pub(super) fn of(text: &'a str) -> Self {
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

    pub(super) fn at(&self, byte: u32) -> usize {
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
struct View<'a> {
    annotation: &'a Annotation,
    points: CodePoints<'a>,
    extras: Extras,
}

impl View<'_> {
    fn span(&self, span: Span) -> SpanRecord {
        SpanRecord { start: self.points.at(span.start()), end: self.points.at(span.end()) }
    }

    fn text(&self, span: Span) -> String {
        span.of(&self.annotation.doc.text).to_owned()
    }

    fn tokens(&self) -> Vec<TokenRecord> {
        let doc = &self.annotation.doc;
        let pairs = doc.tokens.iter().zip(&doc.words);
        pairs
            .map(|(token, word)| {
                let SpanRecord { start, end } = self.span(token.span);
                TokenRecord {
                    start,
                    end,
                    lemma: word.lemma.to_string(),
                    tag: word.tag.to_owned(),
                    pos: word.pos.to_owned(),
                    head: word.head as usize,
                    dep: word.dep.to_owned(),
                }
            })
            .collect()
    }

    fn entity(&self, index: usize, entity: &Entity) -> EntityRecord {
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

    fn quantity(&self, index: usize, quantity: &Quantity) -> QuantityRecord {
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
            unit: quantity.unit.clone(),
            per: quantity.per.clone(),
            soft: quantity.soft,
            status: quantity.stance.map(|stance| stance.status),
            cue: quantity.stance.and_then(|stance| stance.cue).map(|cue| {
                let SpanRecord { start, end } = self.span(cue);
                CueRecord { text: self.text(cue), start, end }
            }),
            status_score: quantity.stance.map(|stance| rounded(stance.score)),
            derivation: self.extras.explain.then(|| self.derivation(&quantity.derivation, 0)),
        }
    }

    fn derivation(&self, node: &Derivation, depth: usize) -> String {
        let mut line = format!("{}{} \"{}\"", "  ".repeat(depth), node.rule, self.text(node.span));
        for part in &node.parts {
            line.push('\n');
            line.push_str(&self.derivation(part, depth + 1));
        }
        line
    }

    fn link(&self, link: &Link) -> LinkRecord {
        LinkRecord {
            quantity: quantity_id(link.quantity),
            entity: link.entity.as_ref().map(|phrase| self.phrase(phrase)),
            event: link.event.as_ref().map(|event| {
                let SpanRecord { start, end } = self.span(event.span);
                EventRecord { text: self.text(event.span), lemma: event.lemma.clone(), start, end }
            }),
            agent: link.agent.map(|it| self.referent(it)),
            places: link.places.iter().map(|&index| entity_id(index)).collect(),
            time: link.time.map(quantity_id),
            law: link.law.iter().map(|&index| entity_id(index)).collect(),
            source: link.source.map(|it| self.referent(it)),
            of: link.of.map(|it| self.referent(it)),
            fact: link.fact,
            agreement: link.agreement,
            score: link.entity.is_some().then(|| rounded(link.score)),
            fact_score: Some(rounded(link.fact_score)),
            scores: link.scores.into(),
            reason: self.extras.explain.then(|| link.reason.clone()),
        }
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
fn rounded(score: f32) -> f64 {
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
        use crate::article::{Article, Doc, Event, Stance, Syntax, TokenRange};
        let text = "\u{e9} Officials deny spending $3 million.";
        let doc = Doc::new(text.into(), Vec::new(), Syntax::default());
        let quantity = Quantity {
            kind: Kind::Money,
            span: Span::new(27, 37),
            tokens: TokenRange::default(),
            value: Value::Unknown,
            bound: Bound::Exact,
            change: None,
            from: None,
            unit: None,
            per: None,
            soft: false,
            stance: Some(Stance { status: Status::Negated, cue: Some(Span::new(13, 17)), score: 0.75 }),
            derivation: Derivation::default(),
        };
        let link = Link {
            quantity: 0,
            entity: None,
            event: Some(Event { span: Span::new(18, 26), lemma: "spend".to_owned() }),
            agent: None,
            places: Vec::new(),
            time: None,
            law: Vec::new(),
            source: None,
            of: None,
            fact: Some(1),
            agreement: Some(crate::article::Agreement::Contradicts),
            score: 0.5,
            fact_score: 0.25,
            scores: Scores { event: Some(0.5), ..Scores::default() },
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

    /// `UPDATE_SCHEMA=1 cargo test schema` writes it anew.
    #[test]
    fn the_schema_is_that_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/annotation.schema.json");
        let mut schema = serde_json::to_value(schemars::schema_for!(Record)).unwrap();
        schema["title"] = "One line of what headcount writes".into();
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            text,
            "docs/annotation.schema.json is not up to date"
        );
    }
}
