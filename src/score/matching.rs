//! One-to-one matching of gold with predicted items.

/// Largest one-to-one matching along `edges`, by augmenting paths (Kuhn 1955).
///
/// `edges[i]` lists the items on the right that item `i` on the left may be matched with, the best first; `right` is the number of
/// items there. Items with fewer choices are placed first. Returns the partner of each item on the left.
pub(super) fn largest(edges: &[Vec<usize>], right: usize) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by_key(|&item| edges[item].len());
    let mut search = Search { edges, owner: vec![None; right], seen: vec![usize::MAX; right] };
    for (round, item) in order.into_iter().enumerate() {
        search.place(item, round);
    }
    let mut partners = vec![None; edges.len()];
    for (index, owner) in search.owner.iter().enumerate() {
        if let Some(item) = *owner {
            partners[item] = Some(index);
        }
    }
    partners
}

struct Search<'a> {
    edges: &'a [Vec<usize>],
    owner: Vec<Option<usize>>,
    /// The round in which an item on the right was last tried.
    seen: Vec<usize>,
}

impl Search<'_> {
    /// Finds a partner for `item`, moving others where that makes room.
    fn place(&mut self, item: usize, round: usize) -> bool {
        let edges = self.edges;
        for &choice in &edges[item] {
            if self.seen[choice] == round {
                continue;
            }
            self.seen[choice] = round;
            if self.owner[choice].is_none_or(|holder| self.place(holder, round)) {
                self.owner[choice] = Some(item);
                return true;
            }
        }
        false
    }
}

/// Number of pairs in the largest matching of `left` with `right` whose pairs pass `test`.
pub(super) fn size<L, R>(left: &[L], right: &[R], test: impl Fn(&L, &R) -> bool) -> usize {
    let choices =
        |item: &L| right.iter().enumerate().filter(|(_, other)| test(item, other)).map(|(i, _)| i).collect();
    let edges: Vec<Vec<usize>> = left.iter().map(choices).collect();
    largest(&edges, right.len()).iter().flatten().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_gives_way_where_it_has_another_choice() {
        // Taking the first choice of each in turn would leave the third one without a partner.
        assert_eq!(largest(&[vec![0, 1], vec![0, 2], vec![0]], 3), [Some(1), Some(2), Some(0)]);
    }

    #[test]
    fn no_item_is_used_twice() {
        assert_eq!(largest(&[vec![0], vec![0], vec![]], 1).iter().flatten().count(), 1);
        assert_eq!(size(&[1, 1, 2], &[1, 2, 2], |a, b| a == b), 2);
    }
}
