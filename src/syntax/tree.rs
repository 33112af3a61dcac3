//! From arcs to trees: roots, lifted arcs put back, sentences.
//!
//! <https://github.com/explosion/spaCy/blob/v3.8.2/spacy/pipeline/_parser_internals/nonproj.pyx> and `set_children_from_heads`
//! in `spacy/tokens/doc.pyx`.

use std::collections::VecDeque;

use super::transitions::{Arc, Arcs};
use crate::article::Dep;

/// Passes over the text after which the edges of subtrees are taken as they are; a tree without crossing arcs needs one.
const PASSES: usize = 12;

/// The trees of one text, one of each a word.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Trees {
    /// A root's is itself.
    pub heads: Vec<u32>,
    /// Label of the arc to the head; "ROOT" for roots.
    pub labels: Vec<Dep>,
    /// Whether a sentence starts with the word.
    pub starts: Vec<bool>,
}

/// Makes trees of `arcs`; `is_space` says which words are white space.
pub fn grow(arcs: &Arcs, is_space: &[bool]) -> Trees {
    let heads: Vec<u32> = (0..).zip(&arcs.heads).map(|(word, head)| head.unwrap_or(word)).collect();
    let label = |(word, (&head, arc)): (u32, (&u32, &Arc))| if head == word { Dep::Root } else { arc.label };
    let labels: Vec<Dep> = (0..).zip(heads.iter().zip(&arcs.labels)).map(label).collect();
    let mut trees = Trees { heads, labels, starts: Vec::new() };
    let edges = Edges::of(&trees.heads);
    if arcs.labels.iter().any(|arc| arc.below.is_some()) {
        reattach(&mut trees, arcs.labels.iter().map(|arc| arc.below).collect(), &edges, is_space);
        trees.starts = Edges::of(&trees.heads).starts(&trees.heads);
    } else {
        trees.starts = edges.starts(&trees.heads);
    }
    trees
}

/// The leftmost and the rightmost descendant of every word, itself included.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Edges {
    fn of(heads: &[u32]) -> Self {
        let words = || 0..heads.len();
        let mut edges =
            Self { left: (0..heads.len() as u32).collect(), right: (0..heads.len() as u32).collect() };
        for _ in 0..PASSES {
            words().for_each(|word| edges.widen(heads[word] as usize, word));
            words().rev().for_each(|word| edges.widen(heads[word] as usize, word));
            if edges.are_whole(heads) {
                break;
            }
        }
        edges
    }

    fn widen(&mut self, head: usize, child: usize) {
        self.left[head] = self.left[head].min(self.left[child]);
        self.right[head] = self.right[head].max(self.right[child]);
    }

    /// Whether a sentence starts with the word.
    fn starts(&self, heads: &[u32]) -> Vec<bool> {
        let mut starts = vec![false; heads.len()];
        for (word, &head) in heads.iter().enumerate() {
            if head as usize == word {
                starts[self.left[word] as usize] = true;
            }
        }
        starts
    }

    /// Whether every head lies in the sentence of its word. A sentence is checked up to the first word of the next, as
    /// spaCy does it.
    fn are_whole(&self, heads: &[u32]) -> bool {
        let starts = self.starts(heads);
        let mut first = 0;
        for end in 0..heads.len() {
            if (end > 0 && starts[end]) || end + 1 == heads.len() {
                if heads[first..end].iter().any(|&head| !(first..=end).contains(&(head as usize))) {
                    return false;
                }
                first = end;
            }
        }
        true
    }
}

/// Gives the words whose arc was `lifted` their true head, the nearest word with that label below the present one. From left
/// to right, on the tree as it is by then (a word that is still lifted is no head), but within the `edges` of the tree before.
fn reattach(trees: &mut Trees, mut lifted: Vec<Option<Dep>>, edges: &Edges, is_space: &[bool]) {
    let mut children = Children::of(&trees.heads);
    for word in 0..trees.heads.len() as u32 {
        let Some(wanted) = lifted[word as usize] else { continue };
        let old = trees.heads[word as usize];
        let mut queue = VecDeque::from([old]);
        let found = 'search: loop {
            let Some(head) = queue.pop_front() else { break None };
            let reach = edges.left[head as usize]..=edges.right[head as usize];
            for child in children.of_head(head) {
                if !reach.contains(&child) || child == word || is_space[child as usize] {
                    continue;
                }
                if trees.labels[child as usize] == wanted && lifted[child as usize].is_none() {
                    break 'search Some(child);
                }
                queue.push_back(child);
            }
        };
        if let Some(new) = found {
            children.remove(old, word);
            children.insert(new, word);
            trees.heads[word as usize] = new;
        }
        lifted[word as usize] = None;
    }
}

/// The children of every word in text order, as linked lists.
struct Children {
    first: Vec<Option<u32>>,
    next: Vec<Option<u32>>,
}

impl Children {
    fn of(heads: &[u32]) -> Self {
        let mut children = Self { first: vec![None; heads.len()], next: vec![None; heads.len()] };
        for (child, &head) in heads.iter().enumerate().rev().filter(|&(child, &head)| child != head as usize)
        {
            children.next[child] = children.first[head as usize].replace(child as u32);
        }
        children
    }

    fn of_head(&self, head: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.first[head as usize], |&child| self.next[child as usize])
    }

    /// The link that leads to the first child of `head` at or after `child`.
    fn link(&mut self, head: u32, child: u32) -> &mut Option<u32> {
        let before = self.of_head(head).take_while(|&other| other < child).last();
        match before {
            Some(before) => &mut self.next[before as usize],
            None => &mut self.first[head as usize],
        }
    }

    fn remove(&mut self, head: u32, child: u32) {
        let next = self.next[child as usize].take();
        *self.link(head, child) = next;
    }

    fn insert(&mut self, head: u32, child: u32) {
        let next = self.link(head, child).replace(child);
        self.next[child as usize] = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heads and labels; of a lifted arc "label||below".
    fn arcs(rows: &[(Option<u32>, &str)]) -> Arcs {
        let labels = rows.iter().map(|(_, label)| Arc::parse(label).unwrap());
        Arcs { heads: rows.iter().map(|row| row.0).collect(), labels: labels.collect() }
    }

    #[test]
    fn words_without_a_head_are_roots_and_start_their_sentence_at_its_left_edge() {
        let trees = grow(&arcs(&[(Some(1), "nsubj"), (None, ""), (Some(3), "det"), (None, "")]), &[false; 4]);
        assert_eq!(trees.heads, [1, 1, 3, 3]);
        assert_eq!(trees.labels, [Dep::Nsubj, Dep::Root, Dep::Det, Dep::Root]);
        assert_eq!(trees.starts, [true, false, true, false]);
    }

    #[test]
    fn a_lifted_arc_is_put_back_below_the_nearest_word_with_the_label() {
        // "What did you say she wanted to buy ?": "What" was lifted from "buy" to "say".
        let rows = [
            (Some(3), "dobj||xcomp"),
            (Some(3), "aux"),
            (Some(3), "nsubj"),
            (None, ""),
            (Some(5), "nsubj"),
            (Some(3), "ccomp"),
            (Some(7), "aux"),
            (Some(5), "xcomp"),
            (Some(3), "punct"),
        ];
        let trees = grow(&arcs(&rows), &[false; 9]);
        assert_eq!((trees.heads[0], trees.labels[0]), (7, Dep::Dobj));
        assert_eq!(trees.starts.iter().filter(|&&start| start).count(), 1);
    }

    #[test]
    fn a_lifted_arc_without_such_a_word_keeps_its_head() {
        let trees = grow(&arcs(&[(Some(1), "dobj||xcomp"), (None, "")]), &[false; 2]);
        assert_eq!((trees.heads[0], trees.labels[0]), (1, Dep::Dobj));
        assert_eq!(grow(&Arcs::default(), &[]), Trees::default());
    }

    #[test]
    fn children_stay_in_text_order() {
        let mut children = Children::of(&[2, 2, 2, 2]);
        children.remove(2, 1);
        assert_eq!(children.of_head(2).collect::<Vec<_>>(), [0, 3]);
        children.insert(2, 1);
        children.remove(2, 0);
        children.insert(3, 0);
        assert_eq!(children.of_head(2).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(children.of_head(3).collect::<Vec<_>>(), [0]);
    }
}
