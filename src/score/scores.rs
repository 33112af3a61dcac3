//! Scores of a whole set of articles.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::labels::LabelMap;
use super::links::{Links, MentionRule};
use super::quantities::{Comparison, Kept};
use super::tally::{Claim, FigureKind, Mistake, Part, Right, Stated, Tally};
use super::ticks::Ticks;
use super::units::UnitNames;
use super::words::Lemmas;
use super::{Calibration, Counts, entities, status};
use crate::error::Error;
use crate::labelled::LabelledArticle;

/// What is compared, and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The parts that are measured, of those that the gold labels.
    pub parts: Vec<Part>,
    /// Which labels count as one.
    pub map: LabelMap,
    /// What a circumstance must point at.
    pub mention: MentionRule,
}

impl Default for Settings {
    fn default() -> Self {
        Self { parts: Part::ALL.to_vec(), map: LabelMap::default(), mention: MentionRule::Any }
    }
}

/// Compares articles; holds the tables that comparing needs.
#[derive(Debug)]
pub struct Scorer {
    settings: Settings,
    lemmas: Lemmas,
    units: UnitNames,
}

/// One measure over all articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Which part.
    pub part: Part,
    /// Its name within the part.
    pub name: String,
    /// What it tells.
    pub figure: FigureKind,
    /// Counts by article, where there are any.
    pub rows: Vec<(usize, Counts)>,
}

impl Measure {
    /// The name that options and files use: "links.head".
    pub fn key(&self) -> String {
        format!("{}.{}", self.part.as_str(), self.name)
    }

    /// All articles together.
    pub fn total(&self) -> Counts {
        self.rows.iter().fold(Counts::default(), |sum, &(_, counts)| sum + counts)
    }

    /// F1, or recall; `None` where there was nothing to measure.
    pub fn value(&self) -> Option<f64> {
        let total = self.total();
        (!total.is_empty()).then(|| self.figure.of(total))
    }
}

/// What a whole set gives.
#[derive(Debug, Default)]
pub struct Scores {
    /// Number of articles.
    pub articles: usize,
    /// Measures in the order of reports; labels by falling support.
    pub measures: Vec<Measure>,
    /// How often a gold label, or status, met a predicted one; `-` stands for none.
    pub confusion: BTreeMap<(Part, String, String), usize>,
    /// Countable quantities whose gold has no link: (those that were given one, all).
    pub unlinked: (usize, usize),
    /// Mistakes in the order of the articles.
    pub mistakes: Vec<Mistake>,
    /// What has no mistake at all, in the same order.
    pub right: Vec<Right>,
    claims: Vec<Claim>,
}

impl Scores {
    /// The measure of that key.
    pub fn measure(&self, key: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.key() == key)
    }

    /// Stated against found probability; `None` where no prediction states one.
    pub fn calibration(&self, of: Stated) -> Option<Calibration> {
        let calibration = Calibration::of(self.claims.iter().filter(|claim| claim.of == of));
        (calibration.claims() > 0).then_some(calibration)
    }

    /// Mistakes by kind, the most frequent kind first.
    pub fn mistakes_by_kind(&self) -> Vec<(Part, &str, Vec<&Mistake>)> {
        let mut kinds: BTreeMap<(Part, &str), Vec<&Mistake>> = BTreeMap::new();
        for mistake in &self.mistakes {
            kinds.entry((mistake.part, &mistake.kind)).or_default().push(mistake);
        }
        let mut kinds: Vec<_> = kinds.into_iter().map(|((part, kind), all)| (part, kind, all)).collect();
        kinds.sort_by_key(|(.., all)| std::cmp::Reverse(all.len()));
        kinds
    }
}

impl Scorer {
    /// Loads the tables.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Ok(Self { settings, lemmas: Lemmas::new()?, units: UnitNames::new()? })
    }

    /// Scores pairs of (gold, prediction) of the same texts.
    pub fn score(&self, pairs: &[(&LabelledArticle, &LabelledArticle)]) -> Scores {
        let tallies: Vec<_> = pairs.par_iter().map(|(gold, predicted)| self.one(gold, predicted)).collect();
        let mut scores = Scores { articles: pairs.len(), ..Scores::default() };
        let mut places = HashMap::new();
        for (article, (tally, unlinked)) in tallies.into_iter().enumerate() {
            scores.add(article, tally, &mut places);
            scores.unlinked.0 += unlinked.0;
            scores.unlinked.1 += unlinked.1;
        }
        scores.sort();
        scores
    }

    fn one(&self, gold: &LabelledArticle, predicted: &LabelledArticle) -> (Tally, (usize, usize)) {
        let mut tally = Tally::default();
        let mut unlinked = (0, 0);
        let asked = |part| self.settings.parts.contains(&part);
        if gold.entities.is_some() && asked(Part::Entities) {
            entities::score(gold, predicted, &self.settings.map, &mut tally);
        }
        if gold.quantities.is_some() && (asked(Part::Quantities) || asked(Part::Links)) {
            let text: Vec<char> = gold.text.chars().collect();
            let compare = Comparison { text: &text, units: &self.units, lemmas: &self.lemmas };
            let kept = Kept::of(gold, predicted);
            if asked(Part::Quantities) {
                compare.score(&kept, &mut tally);
            }
            if gold.links.is_some() && asked(Part::Links) {
                let links = Links::of(&compare, self.settings.mention, &kept, gold, predicted);
                links.score(&mut tally);
                unlinked = links.unasked();
            }
        }
        if let Some(statuses) = gold.statuses.as_deref().filter(|_| asked(Part::Status)) {
            status::score(statuses, predicted, &mut tally);
        }
        if let Some(ticks) = gold.ticks.as_deref().filter(|_| asked(Part::Ticks)) {
            let text: Vec<char> = gold.text.chars().collect();
            let compare = Comparison { text: &text, units: &self.units, lemmas: &self.lemmas };
            Ticks { compare: &compare, mention: self.settings.mention }.score(ticks, predicted, &mut tally);
        }
        for mistake in &mut tally.mistakes {
            mistake.id.clone_from(&gold.id);
        }
        for right in &mut tally.right {
            right.id.clone_from(&gold.id);
        }
        (tally, unlinked)
    }
}

impl Scores {
    fn add(&mut self, article: usize, tally: Tally, places: &mut HashMap<(Part, String), usize>) {
        for (part, name, figure, counts) in tally.counts {
            let place = *places.entry((part, name.clone())).or_insert_with(|| {
                self.measures.push(Measure { part, name, figure, rows: Vec::new() });
                self.measures.len() - 1
            });
            if !counts.is_empty() {
                self.measures[place].rows.push((article, counts));
            }
        }
        for (labels, times) in tally.confusion {
            *self.confusion.entry(labels).or_default() += times;
        }
        self.claims.extend(tally.claims);
        self.mistakes.extend(tally.mistakes);
        self.right.extend(tally.right);
    }

    /// Puts the measures in the order of reports: by part, first the fixed ones, then labels and kinds by falling support.
    fn sort(&mut self) {
        let first: HashMap<(Part, String), usize> =
            self.measures.iter().enumerate().map(|(i, m)| ((m.part, m.name.clone()), i)).collect();
        let open = |measure: &Measure| match measure.part {
            Part::Entities => !entities::MEASURES.contains(&measure.name.as_str()),
            Part::Quantities => crate::article::Kind::ALL.iter().any(|kind| kind.as_str() == measure.name),
            Part::Links | Part::Status | Part::Ticks => false,
        };
        self.measures.sort_by_cached_key(|measure| {
            let open = open(measure);
            let support = if open { -(measure.total().gold as i64) } else { 0 };
            (measure.part, open, support, first.get(&(measure.part, measure.name.clone())).copied())
        });
    }
}
