//! How one token stands to another, as features: the way through the tree, the distance, what stands between.

use smol_str::StrExt as _;

use crate::article::{Dep, Label, Tag};
use crate::links::model::Sink;
use crate::links::scene::Node;

/// Longer ways tell nothing beyond their length.
const LONGEST: usize = 9;
/// Few ways are longer when they are written out, in bytes.
const USUAL: usize = 64;
/// Trees are climbed no further than this.
const DEEPEST: usize = 48;

/// The ways between the tokens of one question, asked of a number of some kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// Name of the question: a circumstance, or what the number counts.
    pub(super) question: &'static str,
    /// Family of the number's kind.
    pub(super) kind: &'static str,
}

/// The steps of a way: up from one token, down to another.
struct TreePath<'a> {
    up: Vec<Node<'a>>,
    top: Node<'a>,
    down: Vec<Node<'a>>,
}

impl<'a> TreePath<'a> {
    fn between(from: Node<'a>, to: Node<'a>) -> Option<Self> {
        let mut up = Vec::with_capacity(LONGEST);
        up.extend(from.upwards().take(DEEPEST));
        let mut down = Vec::new();
        let mut top = to;
        while !up.contains(&top) {
            if top.is_root() || down.len() >= DEEPEST {
                return None;
            }
            down.push(top);
            top = top.head();
        }
        let height = up.iter().position(|&at| at == top)?;
        up.truncate(height);
        down.reverse();
        Some(Self { up, top, down })
    }

    fn len(&self) -> usize {
        self.up.len() + self.down.len()
    }
}

/// Appends one step: an arrow, its label and, for a preposition that is asked for, the word.
fn push(text: &mut String, arrow: char, at: Node<'_>, lexical: bool) {
    text.push(arrow);
    let dep = at.dep();
    text.push_str(dep.as_str());
    if lexical && matches!(dep, Dep::Prep | Dep::Agent | Dep::Pcomp | Dep::Mark) {
        text.push(':');
        text.push_str(&at.text().to_lowercase_smolstr());
    }
}

impl Pair {
    /// Features of `to` as seen from `from`; `view` names who looks: the number, its phrase, its event.
    pub(super) fn describe(&self, view: &str, from: Node<'_>, to: Node<'_>, sink: &mut Sink<'_>) {
        let (one, other) = (from.sentence_index(), to.sentence_index());
        if one == other {
            self.way(view, from, to, sink);
        } else {
            let back = if other < one { ["b1", "b2", "b3"][(one - other).min(3) - 1] } else { "ahead" };
            sink(&[self.question, view, "back", back]);
            sink(&[self.question, view, "back", back, to.dep().as_str()]);
        }
        let side = if to > from { "R" } else { "L" };
        let gap = bucket(to.index().abs_diff(from.index()));
        sink(&[self.question, view, "gap", side, gap]);
        sink(&[self.question, view, "gap", self.kind, side, gap]);
    }

    fn way(&self, view: &str, from: Node<'_>, to: Node<'_>, sink: &mut Sink<'_>) {
        let question = self.question;
        let Some(way) = TreePath::between(from, to).filter(|way| way.len() <= LONGEST) else {
            sink(&[question, view, "far"]);
            return;
        };
        let [mut full, mut plain] = [(); 2].map(|()| String::with_capacity(USUAL));
        let mut starts = Vec::with_capacity(way.len());
        let steps = way.up.iter().map(|&at| ('<', at)).chain(way.down.iter().map(|&at| ('>', at)));
        for (arrow, at) in steps {
            starts.push(full.len());
            push(&mut full, arrow, at, true);
            push(&mut plain, arrow, at, false);
        }
        let last = starts.last().map_or("", |&start| &full[start..]);
        let two = starts.len().checked_sub(2).map_or("", |index| &full[starts[index]..]);
        let first = starts.get(1).map_or(full.as_str(), |&start| &full[..start]);
        let steps = bucket(way.len());
        sink(&[question, view, "path", &full]);
        sink(&[question, view, "path", self.kind, &full]);
        sink(&[question, view, "way", &plain]);
        sink(&[question, view, "way", self.kind, &plain]);
        sink(&[question, view, "ends", first, last]);
        sink(&[question, view, "two", two]);
        sink(&[question, view, "steps", self.kind, steps]);
        if way.top.is_verb() {
            let passive = way.top.voice();
            let lemma = way.top.lemma_in_name();
            sink(&[question, view, "verb", lemma, first, last]);
            sink(&[question, view, "verb", lemma, last]);
            sink(&[question, view, "voice", passive, &plain]);
            for class in way.top.classes().names() {
                sink(&[question, view, "class", class, first, last]);
            }
        } else {
            sink(&[question, view, "top", way.top.pos().as_str(), first, last]);
        }
    }

    /// Features of what stands between `from` and `to`.
    pub(super) fn between(&self, from: Node<'_>, to: Node<'_>, sink: &mut Sink<'_>) {
        let question = self.question;
        let (low, high) = (from.min(to).index() + 1, from.max(to).index());
        if high.saturating_sub(low) > 40 {
            return;
        }
        let side = if to > from { "R" } else { "L" };
        let mut counts = [0_usize; 4];
        for at in from.all(low..high.max(low)) {
            counts[0] += usize::from(at.is_noun());
            counts[1] += usize::from(at.quantity().is_some());
            counts[2] += usize::from(at.is_verb());
            counts[3] += usize::from(matches!(
                at.tag(),
                Tag::Comma
                    | Tag::Colon
                    | Tag::OpenBracket
                    | Tag::CloseBracket
                    | Tag::OpenQuote
                    | Tag::CloseQuote
            ));
        }
        for (name, count) in ["nouns", "numbers", "verbs", "marks"].into_iter().zip(counts) {
            sink(&[question, "between", name, side, bucket(count)]);
            sink(&[question, "between", name, self.kind, side, bucket(count)]);
        }
    }

    /// Features of the token itself.
    pub(super) fn token(&self, at: Node<'_>, sink: &mut Sink<'_>) {
        let (question, kind) = (self.question, self.kind);
        let (dep, head) = (at.dep(), at.head());
        let sort = at.label().map_or_else(|| at.pos().as_str(), Label::as_str);
        sink(&[question, "dep", dep.as_str()]);
        sink(&[question, "dep", kind, dep.as_str()]);
        sink(&[question, "sort", sort]);
        sink(&[question, "sort", kind, sort]);
        sink(&[question, "sort", sort, dep.as_str()]);
        sink(&[question, "tag", at.tag().as_str()]);
        sink(&[question, "lemma", at.lemma_in_name()]);
        sink(&[question, "lemma", kind, at.lemma_in_name()]);
        sink(&[question, "governor", dep.as_str(), head.lemma_in_name()]);
        sink(&[question, "governor", dep.as_str(), head.pos().as_str(), sort]);
        if matches!(dep, Dep::Pobj | Dep::Pcomp) {
            let above = head.head();
            sink(&[question, "before", head.lemma_in_name(), sort]);
            sink(&[question, "before", head.lemma_in_name(), above.lemma_in_name()]);
            sink(&[question, "before", head.lemma_in_name(), above.pos().as_str(), sort]);
        }
        for class in at.classes().names() {
            sink(&[question, "is", class]);
            sink(&[question, "is", class, dep.as_str()]);
        }
    }
}

/// A number of things or tokens, in few steps.
pub(super) fn bucket(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=6 => "4-6",
        7..=12 => "7-12",
        13..=24 => "13-24",
        _ => "25+",
    }
}
