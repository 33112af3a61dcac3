//! Which predicted quantity stands for which labelled one.

use std::collections::HashSet;

use crate::conventions::Conventions;
use crate::neutral::Amount;
use crate::neutral::NeutralQuantity;

/// Pairs of (index of the gold quantity, index into `predicted`), with the predictions as they were joined or split for it.
pub(crate) struct Pairing {
    /// The predictions, and behind them the ones that joining and splitting made.
    pub(crate) predicted: Vec<NeutralQuantity>,
    /// Predictions that others were made of; they no longer count.
    gone: HashSet<usize>,
    used: HashSet<usize>,
    pub(crate) pairs: Vec<(usize, usize)>,
}

impl Pairing {
    /// Predictions that count: neither replaced nor spent on a quantity that is optional.
    pub(crate) fn counted(&self, gold: &[NeutralQuantity]) -> Vec<usize> {
        let spent: HashSet<usize> =
            self.pairs.iter().filter(|(wanted, _)| gold[*wanted].optional).map(|&(_, given)| given).collect();
        (0..self.predicted.len())
            .filter(|index| !self.gone.contains(index) && !spent.contains(index))
            .collect()
    }

    fn free(&self, amount: f64, except: Option<usize>) -> Option<usize> {
        let wanted = Amount::One(amount);
        (0..self.predicted.len()).find(|&index| {
            !self.used.contains(&index) && except != Some(index) && same(self.predicted[index].amount, wanted)
        })
    }

    fn matched(&self, gold: usize) -> bool {
        self.pairs.iter().any(|&(wanted, _)| wanted == gold)
    }

    /// Adds a prediction made of others, for the quantity `gold`.
    fn add(&mut self, gold: usize, made: NeutralQuantity) {
        self.used.insert(self.predicted.len());
        self.pairs.push((gold, self.predicted.len()));
        self.predicted.push(made);
    }
}

impl Conventions {
    /// Pairs quantities of equal value, the nearest first; then one range with two single numbers, where the label allows it.
    pub(crate) fn pair(
        &self,
        gold: &[NeutralQuantity],
        predicted: Vec<NeutralQuantity>,
        text: &str,
    ) -> Pairing {
        let mut pairing =
            Pairing { predicted, gone: HashSet::new(), used: HashSet::new(), pairs: Vec::new() };
        self.take(gold, false, text, &mut pairing);
        self.join(gold, &mut pairing);
        split(gold, &mut pairing);
        self.take(gold, true, text, &mut pairing);
        pairing
    }

    /// Greedy: the smallest distance first, equal units before others, then text order.
    fn take(&self, gold: &[NeutralQuantity], optional: bool, text: &str, pairing: &mut Pairing) {
        let mut candidates = Vec::new();
        for (wanted, quantity) in
            gold.iter().enumerate().filter(|(_, quantity)| quantity.optional == optional)
        {
            for (given, other) in pairing.predicted.iter().enumerate() {
                if !pairing.used.contains(&given) && same_value(quantity, other) {
                    let other_unit = !self.same_unit(quantity, other, text);
                    candidates.push((
                        distance((wanted, quantity), (given, other)),
                        other_unit,
                        wanted,
                        given,
                    ));
                }
            }
        }
        candidates.sort_unstable();
        let mut seen = HashSet::new();
        for (_, _, wanted, given) in candidates {
            if !seen.contains(&wanted) && !pairing.used.contains(&given) {
                seen.insert(wanted);
                pairing.used.insert(given);
                pairing.pairs.push((wanted, given));
            }
        }
    }

    /// Labelled 4.8-4.7, predicted 4.8 and 4.7.
    fn join(&self, gold: &[NeutralQuantity], pairing: &mut Pairing) {
        for (wanted, quantity) in gold.iter().enumerate() {
            let Amount::Range(low, high) = quantity.amount else { continue };
            if quantity.optional || !quantity.may_be_split || pairing.matched(wanted) {
                continue;
            }
            let Some(one) = pairing.free(low, None) else { continue };
            let Some(other) = pairing.free(high, Some(one)) else { continue };
            let place =
                |index: usize| (pairing.predicted[index].extent.map_or(0, |extent| extent.start), index);
            let (first, last) = if place(one) < place(other) { (one, other) } else { (other, one) };
            let mut made = pairing.predicted[last].clone();
            if self.canonical(&made.unit) == super::unit::Canonical::None {
                made.unit.clone_from(&pairing.predicted[first].unit);
            }
            if made.concepts().is_empty() {
                made.concept.clone_from(&pairing.predicted[first].concept);
            }
            made.amount = quantity.amount;
            pairing.used.extend([one, other]);
            pairing.gone.extend([one, other]);
            pairing.add(wanted, made);
        }
    }
}

/// Labelled 8 and 9, predicted 8-9.
fn split(gold: &[NeutralQuantity], pairing: &mut Pairing) {
    let left: Vec<usize> =
        (0..gold.len()).filter(|&index| !gold[index].optional && !pairing.matched(index)).collect();
    for given in 0..pairing.predicted.len() {
        let Amount::Range(low, high) = pairing.predicted[given].amount else { continue };
        if pairing.used.contains(&given) {
            continue;
        }
        let find = |amount: f64, except: Option<usize>| {
            let wanted = |&&index: &&usize| {
                except != Some(index)
                    && !pairing.matched(index)
                    && same(gold[index].amount, Amount::One(amount))
            };
            left.iter().find(wanted).copied()
        };
        let Some(one) = find(low, None) else { continue };
        let Some(other) = find(high, Some(one)) else { continue };
        pairing.gone.insert(given);
        pairing.used.insert(given);
        for wanted in [one, other] {
            let made = NeutralQuantity { amount: gold[wanted].amount, ..pairing.predicted[given].clone() };
            pairing.add(wanted, made);
        }
    }
}

/// In code points between the beginnings; without them by order, further than any distance in a sentence.
fn distance(
    (wanted, gold): (usize, &NeutralQuantity),
    (given, predicted): (usize, &NeutralQuantity),
) -> usize {
    match (gold.extent, predicted.extent) {
        (Some(gold), Some(predicted)) => gold.start.abs_diff(predicted.start),
        _ => 10_000 + 100 * wanted.abs_diff(given),
    }
}

fn same_value(gold: &NeutralQuantity, predicted: &NeutralQuantity) -> bool {
    let other = |value: &f64| same(Amount::One(*value), predicted.amount);
    same(gold.amount, predicted.amount) || gold.other_values.iter().any(other)
}

fn same(a: Amount, b: Amount) -> bool {
    match (a, b) {
        (Amount::One(a), Amount::One(b)) => close(a, b),
        (Amount::Range(a, b), Amount::Range(c, d)) => close(a, c) && close(b, d),
        _ => false,
    }
}

/// Equal to four digits: the set's own values are rounded.
fn close(a: f64, b: f64) -> bool {
    let size = a.abs().max(b.abs());
    let floor = if size > 1e-3 { 1e-9 } else { 0.0 };
    (a - b).abs() <= 1e-4 * size + floor + 1e-15
}

#[cfg(test)]
mod tests {
    use super::*;
    use headcount::labelled::Extent;

    fn one(at: usize, value: f64) -> NeutralQuantity {
        let extent = Some(Extent::new(at, at + 1));
        NeutralQuantity { extent, amount: Amount::One(value), ..NeutralQuantity::default() }
    }

    fn range(at: usize, low: f64, high: f64) -> NeutralQuantity {
        NeutralQuantity { amount: Amount::Range(low, high), may_be_split: true, ..one(at, 0.0) }
    }

    fn pairs(gold: &[NeutralQuantity], predicted: &[NeutralQuantity]) -> (Vec<(usize, usize)>, usize) {
        let pairing = Conventions::new().unwrap().pair(gold, predicted.to_vec(), "");
        let counted = pairing.counted(gold).len();
        (pairing.pairs, counted)
    }

    #[test]
    fn the_nearest_of_equal_values_is_taken() {
        assert_eq!(pairs(&[one(50, 3.0), one(0, 3.0)], &[one(1, 3.0), one(48, 3.0)]).0, [(1, 0), (0, 1)]);
    }

    #[test]
    fn a_range_and_its_two_ends_are_reconciled_both_ways() {
        let (found, counted) = pairs(&[range(0, 4.7, 4.8)], &[one(0, 4.8), one(5, 4.7)]);
        assert_eq!((found, counted), (vec![(0, 2)], 1));
        let (found, counted) = pairs(&[one(0, 8.0), one(6, 9.0)], &[range(0, 8.0, 9.0)]);
        assert_eq!((found, counted), (vec![(0, 1), (1, 2)], 2));
    }

    #[test]
    fn an_optional_quantity_takes_its_prediction_out_of_the_count() {
        let optional = NeutralQuantity { optional: true, ..one(0, 2.0) };
        assert_eq!(pairs(&[optional], &[one(0, 2.0), one(9, 5.0)]).1, 1);
    }

    #[test]
    fn values_agree_to_four_digits() {
        assert!(close(1_000_000.0, 1_000_050.0) && !close(100.0, 100.1) && close(0.0, 0.0));
        assert!(!close(1e-9, 2e-9), "small values are not all zero");
    }
}
