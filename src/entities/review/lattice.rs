//! All ways to choose names without overlap from the possible ones, each as likely as the exponential of its sum.

use super::class::{NameClass, Sums};
use crate::article::TokenRange;

/// A name that was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ChosenName {
    pub(super) tokens: TokenRange,
    pub(super) class: NameClass,
    /// Its probability, 0 to 1.
    pub(super) share: f32,
}

/// The possible names of a text. A word in no name adds nothing to a sum.
#[derive(Debug)]
pub(super) struct Lattice<'a> {
    tokens: usize,
    spans: &'a [TokenRange],
    sums: &'a [Sums],
    /// The spans by their ends.
    order: Vec<usize>,
}

impl<'a> Lattice<'a> {
    /// `spans`: one for each of `sums`, none empty, within so many `tokens`.
    pub(super) fn new(tokens: usize, spans: &'a [TokenRange], sums: &'a [Sums]) -> Self {
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|&at| spans[at].end);
        Self { tokens, spans, sums, order }
    }

    /// The names of the best choice, in text order.
    pub(super) fn best(&self) -> Vec<ChosenName> {
        let mut score = vec![0.0_f32; self.tokens + 1];
        let mut by = vec![None; self.tokens + 1];
        let mut order = self.order.iter().peekable();
        for end in 1..=self.tokens {
            score[end] = score[end - 1];
            while let Some(&at) = order.next_if(|&&at| self.spans[at].end as usize == end) {
                let (class, sum) = best_class(&self.sums[at]);
                let total = score[self.spans[at].start as usize] + sum;
                if total > score[end] {
                    (score[end], by[end]) = (total, Some((at, class)));
                }
            }
        }
        let shares = self.shares();
        let (mut chosen, mut end) = (Vec::new(), self.tokens);
        while end > 0 {
            let Some((at, class)) = by[end] else {
                end -= 1;
                continue;
            };
            chosen.push(ChosenName { tokens: self.spans[at], class, share: shares[at][class as usize] });
            end = self.spans[at].start as usize;
        }
        chosen.reverse();
        chosen
    }

    /// The probability of every span with every class.
    fn shares(&self) -> Vec<Sums> {
        let before = self.before();
        let mut behind = vec![0.0_f64; self.tokens + 1];
        let mut shares = vec![[0.0; NameClass::COUNT]; self.spans.len()];
        let mut order = self.order.iter().rev().peekable();
        let mut starting: Vec<Vec<f64>> = vec![Vec::new(); self.tokens + 1];
        let total = before[self.tokens];
        for end in (0..=self.tokens).rev() {
            if end < self.tokens {
                behind[end] = log_sum(behind[end + 1], starting[end].drain(..));
            }
            while let Some(&at) = order.next_if(|&&at| self.spans[at].end as usize == end) {
                let start = self.spans[at].start as usize;
                for (share, &sum) in shares[at].iter_mut().zip(&self.sums[at]) {
                    *share = (before[start] + f64::from(sum) + behind[end] - total).exp() as f32;
                }
                starting[start].extend(self.sums[at].iter().map(|&sum| f64::from(sum) + behind[end]));
            }
        }
        shares
    }

    /// For every place between words, the logarithm of the sum of all choices before it.
    fn before(&self) -> Vec<f64> {
        let mut before = vec![0.0_f64; self.tokens + 1];
        let mut order = self.order.iter().peekable();
        let mut ending = Vec::new();
        for end in 1..=self.tokens {
            while let Some(&at) = order.next_if(|&&at| self.spans[at].end as usize == end) {
                let start = before[self.spans[at].start as usize];
                ending.extend(self.sums[at].iter().map(|&sum| start + f64::from(sum)));
            }
            before[end] = log_sum(before[end - 1], ending.drain(..));
        }
        before
    }
}

fn best_class(sums: &Sums) -> (NameClass, f32) {
    let best = NameClass::ALL.into_iter().max_by(|&a, &b| sums[a as usize].total_cmp(&sums[b as usize]));
    let class = best.unwrap_or(NameClass::Org);
    (class, sums[class as usize])
}

/// The logarithm of the sum of the exponentials of `first` and `rest`.
fn log_sum(first: f64, rest: impl Iterator<Item = f64>) -> f64 {
    rest.fold(first, |a, b| {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        high + (low - high).exp().ln_1p()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(class: NameClass, sum: f32) -> Sums {
        let mut sums = [-9.0; NameClass::COUNT];
        sums[class as usize] = sum;
        sums
    }

    #[test]
    fn of_names_that_overlap_the_best_choice_in_all_is_taken() {
        let spans = [TokenRange::new(0, 3), TokenRange::new(0, 1), TokenRange::new(1, 3)];
        let sums = [sums(NameClass::Org, 3.0), sums(NameClass::Place, 2.0), sums(NameClass::Person, 2.0)];
        let chosen = Lattice::new(4, &spans, &sums).best();
        assert_eq!(
            chosen.iter().map(|name| name.class).collect::<Vec<_>>(),
            [NameClass::Place, NameClass::Person]
        );
    }

    #[test]
    fn shares_are_those_of_all_choices() {
        let spans = [TokenRange::new(1, 2), TokenRange::new(1, 3)];
        let sums = [sums(NameClass::Org, 0.0), sums(NameClass::Org, 1.0)];
        let chosen = Lattice::new(3, &spans, &sums).best();
        let all = 2.0 + 1.0_f32.exp() + 10.0 * (-9.0_f32).exp();
        assert_eq!(chosen.len(), 1);
        assert!((chosen[0].share - 1.0_f32.exp() / all).abs() < 1e-5);
    }

    #[test]
    fn nothing_is_taken_that_is_worse_than_no_name() {
        let spans = [TokenRange::new(0, 1)];
        assert!(Lattice::new(1, &spans, &[sums(NameClass::Org, -0.1)]).best().is_empty());
        assert!(Lattice::new(0, &[], &[]).best().is_empty());
    }
}
