//! Which mentions of a figure in an article are one fact, and how the later ones stand to the first.
//!
//! Every figure is compared with a bounded number of earlier ones that may tell the same ([`Memory`]): [`mention`] says what
//! is compared, [`pair`] what speaks for and against it, a logistic model that `models/train/facts` fits weighs it. A figure
//! joins the earlier one that is likeliest the same, where that is likelier than not; [`agreement`] reads off how it stands
//! to the first mention. [`lessons`] is what the model is trained on. The words that may stand for each other are in `models/links/facts-words.tsv`.

mod agreement;
mod amount;
mod lessons;
mod mention;
mod pair;
mod words;

use std::collections::HashMap;

use crate::article::{Agreement, Kind, Link, Value};
use crate::error::Error;
use crate::lexicon::weights::Aligned;
use crate::links::facts::mention::FactMention;
use crate::links::facts::pair::MentionPair;
use crate::links::facts::words::Lists;
use crate::links::model::{Model, logistic};
use crate::links::scene::Scene;

pub use lessons::PairLesson;

static TABLE: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/links-facts-weights.table")));

/// How many mentions are remembered under one key: the cost stays linear in the article's length.
const MENTIONS: usize = 6;

/// Tells which links of an article are one fact.
#[derive(Debug)]
pub(super) struct Joiner {
    lists: Lists,
    model: Model,
}

impl Joiner {
    /// Loads the embedded list and weights.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self { lists: Lists::new()?, model: Model::over("links/facts-weights.tsv", &TABLE.0)? })
    }

    /// Gives the links that tell the same fact the same number, from 1 in the order of their second mention, and every
    /// later mention its agreement with the first.
    pub(super) fn join(&self, scene: &Scene<'_>, links: &mut [Link]) {
        let told = self.told(scene, links);
        let mut last = 0;
        for (index, told) in told.into_iter().enumerate() {
            let Some((first, agreement)) = told else { continue };
            let fact = links[first].fact.unwrap_or_else(|| {
                last += 1;
                last
            });
            links[first].fact = Some(fact);
            links[index].fact = Some(fact);
            links[index].agreement = Some(agreement);
        }
    }

    /// For every link the first mention of the fact that it tells again, and how it stands to it.
    fn told(&self, scene: &Scene<'_>, links: &[Link]) -> Vec<Option<(usize, Agreement)>> {
        let mentions: Vec<FactMention<'_>> =
            links.iter().map(|link| FactMention::new(scene, &self.lists, link)).collect();
        let mut memory = Memory::default();
        let mut firsts: Vec<usize> = Vec::new();
        let mut told = Vec::new();
        for (index, later) in mentions.iter().enumerate() {
            let keys = Memory::keys(later);
            let scores = memory.of(&keys).into_iter().map(|other| {
                let pair = MentionPair { scene, lists: &self.lists, earlier: &mentions[other], later };
                (other, self.score(&pair))
            });
            let same =
                scores.filter(|&(_, score)| score >= 0.5).max_by(|one, other| one.1.total_cmp(&other.1));
            let first = same.map_or(index, |(other, _)| firsts[other]);
            firsts.push(first);
            told.push((first != index).then(|| (first, agreement::of(&mentions[first], later))));
            memory.keep(index, keys);
        }
        told
    }

    /// The probability that both mentions tell one fact.
    fn score(&self, pair: &MentionPair<'_>) -> f32 {
        logistic(self.model.sum(|sink| pair.describe(sink)))
    }
}

/// By what an earlier mention is found again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// The counted noun.
    Head(Kind, String),
    /// A row of synonyms of it, of the event or of a word in the phrase.
    Row(Kind, u32),
    /// The number.
    Value(Kind, String),
    /// Whatever stood last.
    Last(Kind),
}

/// Earlier mentions by their keys, in text order.
#[derive(Debug, Default)]
struct Memory(HashMap<Key, Vec<usize>>);

impl Memory {
    /// By what a mention is found, as an earlier and as a later one.
    fn keys(mention: &FactMention<'_>) -> Vec<Key> {
        let family = mention.family;
        let mut keys = vec![Key::Last(family)];
        if !mention.head.is_empty() {
            keys.push(Key::Head(family, mention.head.clone()));
        }
        let rows = (0..u128::BITS).filter(|bit| mention.rows & (1 << bit) != 0);
        keys.extend(rows.map(|bit| Key::Row(family, bit)));
        let value = match &mention.quantity.value {
            Value::Number(number) => Some(number.normalize().to_string()),
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        keys.extend(value.map(|value| Key::Value(family, value)));
        keys
    }

    /// Earlier mentions with one of the keys, in text order.
    fn of(&self, keys: &[Key]) -> Vec<usize> {
        let mut found: Vec<usize> =
            keys.iter().filter_map(|key| self.0.get(key)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Keeps the first mention and the last ones of each key.
    fn keep(&mut self, index: usize, keys: Vec<Key>) {
        for key in keys {
            let kept = self.0.entry(key).or_default();
            if kept.len() == MENTIONS {
                kept.remove(1);
            }
            kept.push(index);
        }
    }
}
