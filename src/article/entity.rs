//! Names.

use serde::{Deserialize, Serialize};

use super::{Span, TokenRange};

/// The eleven name labels of OntoNotes 5. *Places* are `Gpe`, `Loc` and `Fac`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Label {
    /// People, real or fictional.
    Person,
    /// Nationalities, religious, political or ethnic groups.
    Norp,
    /// Buildings, airports, roads, bridges.
    Fac,
    /// Companies, agencies, institutions.
    Org,
    /// Countries, provinces, cities.
    Gpe,
    /// Other places: mountains, waters, regions.
    Loc,
    /// Things, vehicles, foods; not services.
    Product,
    /// Named wars, tournaments, disasters.
    Event,
    /// Titled books, songs, reports, official lists.
    WorkOfArt,
    /// Acts, codes, regulations, treaties.
    Law,
    /// Named languages.
    Language,
}

impl Label {
    /// All labels in the order of their definition.
    pub const ALL: [Self; 11] = [
        Self::Person,
        Self::Norp,
        Self::Fac,
        Self::Org,
        Self::Gpe,
        Self::Loc,
        Self::Product,
        Self::Event,
        Self::WorkOfArt,
        Self::Law,
        Self::Language,
    ];

    /// The label as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Norp => "NORP",
            Self::Fac => "FAC",
            Self::Org => "ORG",
            Self::Gpe => "GPE",
            Self::Loc => "LOC",
            Self::Product => "PRODUCT",
            Self::Event => "EVENT",
            Self::WorkOfArt => "WORK_OF_ART",
            Self::Law => "LAW",
            Self::Language => "LANGUAGE",
        }
    }

    /// The label of that name, as written in the output.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.as_str() == name)
    }

    /// Whether it names a place.
    pub const fn is_place(self) -> bool {
        matches!(self, Self::Gpe | Self::Loc | Self::Fac)
    }
}

/// Which part of the program found a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The trained recogniser.
    Model,
    /// A list of known names.
    Lexicon,
    /// A pattern ("X Act 1997").
    Pattern,
    /// A short form that the article defines.
    Acronym,
}

impl By {
    /// The part as written in the output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Lexicon => "lexicon",
            Self::Pattern => "pattern",
            Self::Acronym => "acronym",
        }
    }
}

/// What a mention resolves to.
#[derive(Debug, Clone, PartialEq)]
pub enum Reference {
    /// A place of GeoNames.
    Place {
        /// GeoNames id.
        geonames: u32,
        /// ISO 3166-1 alpha-2.
        country: Box<str>,
        /// Degrees north.
        lat: f32,
        /// Degrees east.
        lon: f32,
    },
    /// The key of a law or organisation in the lexicon.
    Key(Box<str>),
}

/// One mention of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What kind of name.
    pub label: Label,
    /// The mention without a leading article or trailing possessive.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Canonical name: the article's own expansion, else the lexicon's, else the longest mention in the article.
    pub name: String,
    /// Which part found it.
    pub by: By,
    /// Probability that span and label are right, 0 to 1; `None` where the part cannot say.
    pub score: Option<f32>,
    /// What it resolves to; `None` where that is not known.
    pub reference: Option<Reference>,
}
