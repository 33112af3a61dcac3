//! Measures of names.
//!
//! Names are compared without leading articles, possessives and outer marks ([`super::trim::name`]); in columns by tokens, as they
//! stand. `strict`, `span` and `overlap` follow the usual exact and overlap matching; `type` and `partial` are those of
//! `SemEval` 2013 task 9.1 as `nervaluate` computes them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::labels::LabelMap;
use super::tally::{Claim, Mistake, Part, Sort, Stated, Tally};
use super::{Counts, trim};
use crate::labelled::{Extent, LabelledArticle, LabelledEntity, touching};

/// The measures over all labels; every other measure of names is one of a label.
pub(super) const MEASURES: [&str; 5] = ["strict", "span", "overlap", "type", "partial"];

/// A name as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Name {
    extent: Extent,
    label: String,
}

/// Scores the names of one article.
pub(super) fn score(gold: &LabelledArticle, predicted: &LabelledArticle, map: &LabelMap, tally: &mut Tally) {
    let asked = gold.asked_labels().map(|labels| labels.filter_map(|label| map.of(label)).collect());
    let shape = NameShape { text: gold.text.chars().collect(), tokens: gold.tokens.as_deref(), map, asked };
    let ours = shape.names(gold);
    let theirs = shape.names(predicted);
    let pair = NamePair::of(&ours, &theirs);
    pair.overall(tally);
    pair.by_label(tally);
    pair.confusion(tally);
    pair.mistakes(&shape, tally);
    let right: HashSet<&Name> = ours.iter().collect();
    for entity in predicted.entities.iter().flatten() {
        if let (Some(score), Some(name)) = (entity.score, shape.name(entity)) {
            tally.claims.push(Claim { of: Stated::Entities, score, right: right.contains(&name) });
        }
    }
}

/// How mentions become comparable names.
struct NameShape<'a> {
    text: Vec<char>,
    tokens: Option<&'a [Extent]>,
    map: &'a LabelMap,
    /// The labels that the gold article is labelled with; `None`: all.
    asked: Option<HashSet<&'a str>>,
}

impl NameShape<'_> {
    /// The names of one side in text order, each once.
    fn names(&self, article: &LabelledArticle) -> Vec<Name> {
        let names = article.entities.iter().flatten().filter_map(|entity| self.name(entity));
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn name(&self, entity: &LabelledEntity) -> Option<Name> {
        let label = self.map.of(&entity.label)?;
        if self.asked.as_ref().is_some_and(|asked| !asked.contains(label)) {
            return None;
        }
        let label = label.to_owned();
        let extent = match self.tokens {
            None => trim::name(&self.text, entity.extent),
            Some(tokens) => in_tokens(tokens, entity.extent),
        };
        (!extent.is_empty()).then_some(Name { extent, label })
    }

    /// A name's place in the text, in code points.
    fn place(&self, extent: Extent) -> Extent {
        let Some(tokens) = self.tokens else { return extent };
        match tokens.get(extent.start..extent.end) {
            Some([first, .., last]) => Extent::new(first.start, last.end),
            Some([only]) => *only,
            _ => Extent::default(),
        }
    }

    fn words(&self, extent: Extent) -> String {
        let place = self.place(extent);
        self.text.get(place.start..place.end).unwrap_or_default().iter().collect()
    }
}

/// The tokens that a mention touches.
fn in_tokens(tokens: &[Extent], extent: Extent) -> Extent {
    let start = tokens.partition_point(|token| token.end <= extent.start);
    let end = tokens.partition_point(|token| token.start < extent.end);
    Extent::new(start, end.max(start))
}

/// Gold and predicted names of one article with the pairs that touch.
struct NamePair<'a> {
    gold: &'a [Name],
    predicted: &'a [Name],
    /// For each gold name the predicted ones that it touches.
    of_gold: Vec<Vec<usize>>,
    /// For each predicted name the gold ones.
    of_predicted: Vec<Vec<usize>>,
}

impl<'a> NamePair<'a> {
    fn of(gold: &'a [Name], predicted: &'a [Name]) -> Self {
        let extents = |names: &[Name]| names.iter().map(|name| name.extent).collect::<Vec<_>>();
        let (ours, theirs) = (extents(gold), extents(predicted));
        Self { gold, predicted, of_gold: touching(&ours, &theirs), of_predicted: touching(&theirs, &ours) }
    }

    fn overall(&self, tally: &mut Tally) {
        let (gold, predicted) = (self.gold.len(), self.predicted.len());
        let spans = |names: &[Name]| names.iter().map(|name| name.extent).collect::<HashSet<_>>();
        let (ours, theirs) = (spans(self.gold), spans(self.predicted));
        let same_spans = ours.intersection(&theirs).count();
        tally.count(Part::Entities, "strict", Counts::new(self.same().count(), predicted, gold));
        tally.count(Part::Entities, "span", Counts::new(same_spans, theirs.len(), ours.len()));
        tally.count(Part::Entities, "overlap", Counts::new(self.overlapping(), predicted, gold));
        tally.count(Part::Entities, "type", Counts::new(self.typed(), predicted, gold));
        let partial = Counts { right: self.partly(), ..Counts::new(0, predicted, gold) };
        tally.count(Part::Entities, "partial", partial);
    }

    /// Gold names that were predicted with just this span and label.
    fn same(&self) -> impl Iterator<Item = &Name> {
        let found =
            |index: usize| self.of_gold[index].iter().any(|&other| self.predicted[other] == self.gold[index]);
        self.gold.iter().enumerate().filter(move |(index, _)| found(*index)).map(|(_, name)| name)
    }

    fn by_label(&self, tally: &mut Tally) {
        let mut labels: BTreeMap<&str, Counts> = BTreeMap::new();
        for name in self.gold {
            *labels.entry(&name.label).or_default() += Counts::new(0, 0, 1);
        }
        for name in self.predicted {
            *labels.entry(&name.label).or_default() += Counts::new(0, 1, 0);
        }
        for name in self.same() {
            *labels.entry(&name.label).or_default() += Counts::new(1, 0, 0);
        }
        for (label, counts) in labels {
            tally.count(Part::Entities, label, counts);
        }
    }

    /// Number of pairs of one label that touch, one to one, the longest overlap first.
    fn overlapping(&self) -> usize {
        let mut pairs = Vec::new();
        for (index, name) in self.gold.iter().enumerate() {
            let same_label =
                self.of_gold[index].iter().filter(|&&other| self.predicted[other].label == name.label);
            pairs.extend(same_label.map(|&other| {
                (std::cmp::Reverse(name.extent.overlap(self.predicted[other].extent)), index, other)
            }));
        }
        pairs.sort_unstable();
        let (mut ours, mut theirs) = (HashSet::new(), HashSet::new());
        let free = |&&(_, gold, predicted): &&(_, usize, usize)| {
            let free = !ours.contains(&gold) && !theirs.contains(&predicted);
            if free {
                ours.insert(gold);
                theirs.insert(predicted);
            }
            free
        };
        pairs.iter().filter(free).count()
    }

    /// Number of predicted names that touch a free gold name of their label, the closest boundaries first; a name of another label
    /// that was touched is used up.
    fn typed(&self) -> usize {
        let mut used = vec![false; self.gold.len()];
        let mut right = 0;
        for (index, name) in self.predicted.iter().enumerate() {
            let free: Vec<usize> =
                self.of_predicted[index].iter().copied().filter(|&gold| !used[gold]).collect();
            let same_label = free.iter().filter(|&&gold| self.gold[gold].label == name.label);
            let closest = same_label.min_by_key(|&&gold| distance(self.gold[gold].extent, name.extent));
            right += usize::from(closest.is_some());
            if let Some(&gold) = closest.or(free.first()) {
                used[gold] = true;
            }
        }
        right
    }

    /// Predicted names whose span is a free gold name's, and half of those that only touch one, whatever the label.
    fn partly(&self) -> f64 {
        let mut used = vec![false; self.gold.len()];
        let mut right = 0.0;
        for (index, name) in self.predicted.iter().enumerate() {
            let free: Vec<usize> =
                self.of_predicted[index].iter().copied().filter(|&gold| !used[gold]).collect();
            let exact = free.iter().find(|&&gold| self.gold[gold].extent == name.extent);
            if let Some(&gold) = exact.or(free.first()) {
                used[gold] = true;
                right += if exact.is_some() { 1.0 } else { 0.5 };
            }
        }
        right
    }

    /// The predicted name that a gold name is told with: one of the same span, else one of the same label, else the first.
    fn met(&self, gold: usize) -> Option<&Name> {
        let (name, near) = (&self.gold[gold], &self.of_gold[gold]);
        let near = || near.iter().map(|&index| &self.predicted[index]);
        let exact = || near().find(|other| other.extent == name.extent);
        let same_label = || near().find(|other| other.label == name.label);
        near().find(|other| *other == name).or_else(exact).or_else(same_label).or_else(|| near().next())
    }

    fn confusion(&self, tally: &mut Tally) {
        for (index, name) in self.gold.iter().enumerate() {
            tally.confuse(Part::Entities, &name.label, self.met(index).map_or("-", |other| &other.label));
        }
        for (index, name) in self.predicted.iter().enumerate() {
            if self.of_predicted[index].is_empty() {
                tally.confuse(Part::Entities, "-", &name.label);
            }
        }
    }

    fn mistakes(&self, shape: &NameShape<'_>, tally: &mut Tally) {
        let mut right = Vec::new();
        let mut note = |sort: Sort, kind: String, extent: Extent, note: String| {
            let extent = Some(shape.place(extent));
            tally.mistakes.push(Mistake {
                part: Part::Entities,
                sort,
                kind,
                id: String::new(),
                extent,
                note,
            });
        };
        for (index, name) in self.gold.iter().enumerate() {
            let Some(other) = self.met(index) else {
                note(Sort::Missed, format!("{} missed", name.label), name.extent, name.label.clone());
                continue;
            };
            if other == name {
                right.push(shape.place(name.extent));
            }
            if other != name {
                let got = format!(
                    "{} {:?}, not {} {:?}",
                    name.label,
                    shape.words(name.extent),
                    other.label,
                    shape.words(other.extent)
                );
                note(Sort::Wrong, difference(name, other), name.extent, got);
            }
        }
        for (index, name) in self.predicted.iter().enumerate() {
            if self.of_predicted[index].is_empty() {
                let kind = format!("{} where no name is", name.label);
                note(Sort::Extra, kind, name.extent, name.label.clone());
            }
        }
        for extent in right {
            tally.right(Part::Entities, extent);
        }
    }
}

/// What tells a predicted name from the gold name.
fn difference(gold: &Name, predicted: &Name) -> String {
    let span = if predicted.extent == gold.extent {
        return format!("{} for {}", predicted.label, gold.label);
    } else if predicted.extent.contains(gold.extent) {
        "too long"
    } else if gold.extent.contains(predicted.extent) {
        "too short"
    } else {
        "shifted"
    };
    if gold.label == predicted.label {
        format!("{} {span}", gold.label)
    } else {
        format!("{} for {} and {span}", predicted.label, gold.label)
    }
}

fn distance(a: Extent, b: Extent) -> usize {
    a.start.abs_diff(b.start) + a.end.abs_diff(b.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(spans: &[(usize, usize, &str)]) -> Vec<Name> {
        let name = |&(start, end, label): &(usize, usize, &str)| Name {
            extent: Extent::new(start, end),
            label: label.to_owned(),
        };
        spans.iter().map(name).collect()
    }

    /// (right, predicted, gold) of a measure.
    fn counts(tally: &Tally, measure: &str) -> (f64, f64, f64) {
        let counts = tally.counts.iter().find(|(_, name, ..)| name == measure).unwrap().3;
        (counts.right, counts.predicted, counts.gold)
    }

    #[test]
    fn the_five_measures_on_a_hand_counted_example() {
        // right, wrong label, too short, missed
        let gold = names(&[(0, 4, "ORG"), (10, 14, "ORG"), (20, 29, "PERSON"), (40, 44, "GPE")]);
        // and one where no name is
        let predicted = names(&[(0, 4, "ORG"), (10, 14, "GPE"), (25, 29, "PERSON"), (60, 64, "LAW")]);
        let pair = NamePair::of(&gold, &predicted);
        let mut tally = Tally::default();
        pair.overall(&mut tally);
        pair.by_label(&mut tally);
        assert_eq!(counts(&tally, "strict"), (1.0, 4.0, 4.0));
        assert_eq!(counts(&tally, "span"), (2.0, 4.0, 4.0));
        assert_eq!(counts(&tally, "overlap"), (2.0, 4.0, 4.0));
        assert_eq!(counts(&tally, "type"), (2.0, 4.0, 4.0));
        assert_eq!(counts(&tally, "partial"), (2.5, 4.0, 4.0));
        assert_eq!(counts(&tally, "ORG"), (1.0, 1.0, 2.0));
        pair.confusion(&mut tally);
        let met =
            |a: &str, b: &str| tally.confusion.get(&(Part::Entities, a.to_owned(), b.to_owned())).copied();
        assert_eq!((met("ORG", "GPE"), met("GPE", "-"), met("-", "LAW")), (Some(1), Some(1), Some(1)));
    }

    #[test]
    fn one_prediction_is_right_once() {
        let gold = names(&[(0, 4, "ORG"), (5, 9, "ORG")]);
        let predicted = names(&[(0, 9, "ORG")]);
        let mut tally = Tally::default();
        NamePair::of(&gold, &predicted).overall(&mut tally);
        assert_eq!(counts(&tally, "overlap"), (1.0, 1.0, 2.0));
        assert_eq!(counts(&tally, "partial"), (0.5, 1.0, 2.0));
    }

    #[test]
    fn kinds_of_mistakes_say_what_differs() {
        let [gold, other] = [(0, 9, "ORG"), (0, 4, "GPE")].map(|name| names(&[name]).remove(0));
        assert_eq!(difference(&gold, &other), "GPE for ORG and too short");
        assert_eq!(difference(&other, &gold), "ORG for GPE and too long");
    }

    #[test]
    fn in_columns_a_mention_is_the_tokens_that_it_touches() {
        let tokens = [Extent::new(0, 3), Extent::new(4, 9), Extent::new(10, 12)];
        assert_eq!(in_tokens(&tokens, Extent::new(5, 12)), Extent::new(1, 3));
        assert!(in_tokens(&tokens, Extent::new(3, 4)).is_empty());
    }
}
