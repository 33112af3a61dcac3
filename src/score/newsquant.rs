//! Quantities under the conventions of `NewsQuant` (Almasian et al., EMNLP 2023): the set's own form, and ours put into it.
//!
//! Its conventions: no dates, clock times, identifiers, ordinals, ranks and scores; a count's unit is the counted noun and its concept
//! what remains; one label says either how a value changed or how it is bounded.

mod head;
mod measures;
mod neutral;
mod pairing;
mod unit;

pub(super) use measures::{METRICS, mistake, score};
pub use neutral::NeutralQuantity;
pub(super) use neutral::read;

use std::collections::{HashMap, HashSet};

use regex::Regex;

use super::words::{Convention, Lemmas};
use crate::error::Error;
use crate::lexicon;

/// The tables and patterns of these conventions.
#[derive(Debug)]
pub(super) struct Conventions {
    lemmas: Lemmas,
    units: HashMap<&'static str, &'static str>,
    /// Words that are not compared.
    stop: HashSet<&'static str>,
    /// Words that end a phrase's head.
    breaks: HashSet<&'static str>,
    /// Words that may stand between a number and the noun that it counts.
    between: HashSet<&'static str>,
    denominators: Regex,
    money_per: Regex,
}

impl Conventions {
    pub(super) fn new() -> Result<Self, Error> {
        let [stop, breaks, between] = ["stop", "break", "between"].map(word_list);
        Ok(Self {
            lemmas: Lemmas::new(Convention::NewsQuant)?,
            units: unit_names()?,
            stop: stop?,
            breaks: breaks?,
            between: between?,
            denominators: super::pattern(r"\s+per\s+|\s*/\s*|\s+an?\s+|\s+each\s+|-a-")?,
            money_per: super::pattern(r"(?:\bper\b|/|\ban?\b)\s+(.*)$")?,
        })
    }
}

fn unit_names() -> Result<HashMap<&'static str, &'static str>, Error> {
    let text = include_str!("../../models/score/newsquant_units.tsv");
    let rows = lexicon::parse("score/newsquant_units.tsv", text, &["unit", "forms"])?;
    Ok(rows.iter().flat_map(|row| row.list(1).map(|form| (form, row.field(0)))).collect())
}

fn word_list(name: &str) -> Result<HashSet<&'static str>, Error> {
    const FILE: &str = "score/newsquant_words.tsv";
    let text = include_str!("../../models/score/newsquant_words.tsv");
    let rows = lexicon::parse(FILE, text, &["list", "words"])?;
    let row = rows.iter().find(|row| row.field(0) == name);
    let row = row.ok_or_else(|| Error::Model {
        file: FILE,
        place: format!("list {name}"),
        cause: "is missing".to_owned(),
    })?;
    Ok(row.list(1).collect())
}
