//! One annotated article as it is written: a JSON object a line. `docs/output.md` describes every field.
//!
//! Offsets here are Unicode code points of `text`; this is the only place where bytes become code points.

mod line;
mod written;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::article::{
    Agreement, Annotation, Bound, By, Change, Circumstance, Kind, Label, Meta, Status, Unit,
};
pub use line::Annotated;
#[cfg(feature = "files")]
pub(super) use written::CodePoints;

/// A stretch of `text` in code points, `start` inclusive, `end` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SpanRecord {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// The version of the form, `1`; it changes when a reader of earlier lines would misunderstand a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32")]
pub struct Version(u32);

impl Version {
    /// What is written now. Lines that state none are of the first.
    const NOW: u32 = 1;
}

impl Default for Version {
    fn default() -> Self {
        Self(Self::NOW)
    }
}

impl TryFrom<u32> for Version {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        if (1..=Self::NOW).contains(&version) {
            return Ok(Self(version));
        }
        Err(format!(
            "the line is of version {version}, and this headcount reads up to {}; take a newer one",
            Self::NOW
        ))
    }
}

/// An annotated article, or the error that kept it from being annotated.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Record {
    /// The version of the form.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "u32"))]
    pub v: Version,
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

impl ReferentRecord {
    fn into_id(self) -> Option<String> {
        match self {
            Self::Id(id) => Some(id),
            Self::Phrase { .. } => None,
        }
    }
}

/// What a circumstance of a record points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointing<'a> {
    /// Id of an entity or of a quantity.
    Id(&'a str),
    /// A phrase where nothing is named, with its place in code points.
    Phrase(&'a str, SpanRecord),
}

impl<'a> Pointing<'a> {
    fn of(referent: Option<&'a ReferentRecord>) -> Vec<Self> {
        let pointing = referent.map(|referent| match referent {
            ReferentRecord::Id(id) => Self::Id(id),
            ReferentRecord::Phrase { text, start, end } => {
                Self::Phrase(text, SpanRecord { start: *start, end: *end })
            }
        });
        pointing.into_iter().collect()
    }

    fn all(ids: &'a [String]) -> Vec<Self> {
        ids.iter().map(|id| Self::Id(id)).collect()
    }
}

/// One link; see [`crate::article::Link`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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

/// A circumstance's own probability; see [`crate::article::Link::scores`].
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

impl ScoresRecord {
    /// What `score` says of each circumstance.
    pub(crate) fn of(score: impl Fn(Circumstance) -> Option<f64>) -> Self {
        Self {
            event: score(Circumstance::Event),
            agent: score(Circumstance::Agent),
            places: score(Circumstance::Places),
            time: score(Circumstance::Time),
            law: score(Circumstance::Law),
            source: score(Circumstance::Source),
            of: score(Circumstance::Of),
        }
    }

    /// The probability of one circumstance.
    pub const fn get(&self, circumstance: Circumstance) -> Option<f64> {
        match circumstance {
            Circumstance::Event => self.event,
            Circumstance::Agent => self.agent,
            Circumstance::Places => self.places,
            Circumstance::Time => self.time,
            Circumstance::Law => self.law,
            Circumstance::Source => self.source,
            Circumstance::Of => self.of,
        }
    }
}

impl LinkRecord {
    /// What a circumstance points at; the event, which is a verb, points at nothing.
    pub fn pointing(&self, circumstance: Circumstance) -> Vec<Pointing<'_>> {
        match circumstance {
            Circumstance::Event => Vec::new(),
            Circumstance::Agent => Pointing::of(self.agent.as_ref()),
            Circumstance::Places => Pointing::all(&self.places),
            Circumstance::Time => Pointing::all(self.time.as_slice()),
            Circumstance::Law => Pointing::all(&self.law),
            Circumstance::Source => Pointing::of(self.source.as_ref()),
            Circumstance::Of => Pointing::of(self.of.as_ref()),
        }
    }

    /// Says what a circumstance points at.
    fn point(&mut self, circumstance: Circumstance, mut referents: Vec<ReferentRecord>) {
        let ids = |referents: Vec<ReferentRecord>| referents.into_iter().filter_map(ReferentRecord::into_id);
        match circumstance {
            Circumstance::Event => {}
            Circumstance::Agent => self.agent = referents.pop(),
            Circumstance::Places => self.places = ids(referents).collect(),
            Circumstance::Time => self.time = ids(referents).next(),
            Circumstance::Law => self.law = ids(referents).collect(),
            Circumstance::Source => self.source = referents.pop(),
            Circumstance::Of => self.of = referents.pop(),
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
        Annotated { annotation, extras, english: None, names_alone: false }.record()
    }

    /// The record of an article that could not be read.
    pub fn failed(id: &str, meta: Meta, error: String) -> Self {
        Self { id: id.to_owned(), meta, error: Some(error), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_later_version_is_refused_and_one_without_is_of_the_first() {
        let read = |line: &str| serde_json::from_str::<Record>(line).map_err(|error| error.to_string());
        let record = read(r#"{"id": "a", "error": "gone"}"#).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), r#"{"v":1,"id":"a","error":"gone"}"#);
        assert_eq!(read(r#"{"v": 1, "id": "a", "error": "gone"}"#), Ok(record));
        assert!(read(r#"{"v": 2, "id": "a"}"#).unwrap_err().contains("of version 2"));
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
