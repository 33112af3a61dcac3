//! An id that no article has, and those that were perhaps meant.

use std::fmt::Write as _;

/// Ids that are offered at most.
const MOST: usize = 3;
/// Ids of less likeness are not offered.
const LIKE: f64 = 0.8;

/// The ids most like the wanted one, among all that were looked at.
#[derive(Debug)]
pub(super) struct Near<'a> {
    wanted: &'a str,
    /// With their likeness, the most like first.
    found: Vec<(f64, String)>,
}

impl<'a> Near<'a> {
    pub(super) fn new(wanted: &'a str) -> Self {
        Self { wanted, found: Vec::new() }
    }

    /// Remembers the id where it is like enough.
    pub(super) fn look_at(&mut self, id: &str) {
        let likeness = likeness(self.wanted, id);
        let place = self.found.partition_point(|(other, _)| *other >= likeness);
        if likeness >= LIKE && place < MOST {
            self.found.insert(place, (likeness, id.to_owned()));
            self.found.truncate(MOST);
        }
    }

    /// What to tell the user.
    pub(super) fn told(&self) -> String {
        let mut told = format!("there is no article with the id {}", self.wanted);
        let near: Vec<&str> = self.found.iter().map(|(_, id)| id.as_str()).collect();
        if !near.is_empty() {
            let _ = write!(told, "; near it are {}", near.join(", "));
        }
        told
    }
}

/// From 0 to 1; a part of the other ("raid" of "lahore/raid.txt") is nearly the same.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let part = !a.is_empty() && (b.contains(&a) || a.contains(&b) && !b.is_empty());
    let distance = strsim::normalized_damerau_levenshtein(&a, &b);
    if part { 0.9 + distance / 10.0 } else { distance }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_ids_are_offered_the_nearest_first() {
        let mut near = Near::new("lahore/riad");
        for id in ["kano/market.txt", "lahore/raid", "lahore/riad.txt", "x"] {
            near.look_at(id);
        }
        assert_eq!(
            near.told(),
            "there is no article with the id lahore/riad; near it are lahore/riad.txt, lahore/raid"
        );
        assert_eq!(Near::new("a").told(), "there is no article with the id a");
    }
}
