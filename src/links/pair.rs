//! How one token stands to another, as features: the way through the tree, the distance, what stands between.

use crate::article::{Dep, Tag};
use crate::links::model::Sink;
use crate::links::scene::Scene;

/// Longer ways tell nothing beyond their length.
const LONGEST: usize = 9;
/// Trees are climbed no further than this.
const DEEPEST: usize = 48;

/// The ways between the tokens of one question: a role, asked of a number of some kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    /// The article.
    pub(super) scene: &'a Scene<'a>,
    /// Name of the role.
    pub(super) role: &'static str,
    /// Family of the number's kind.
    pub(super) kind: &'static str,
}

/// The steps of a way: up from one token, down to another.
struct Way {
    up: Vec<usize>,
    top: usize,
    down: Vec<usize>,
}

impl Way {
    fn between(scene: &Scene<'_>, from: usize, to: usize) -> Option<Self> {
        let mut up: Vec<usize> =
            std::iter::once(from).chain(scene.doc.ancestors(from)).take(DEEPEST).collect();
        let mut down = Vec::new();
        let mut top = to;
        while !up.contains(&top) {
            if scene.doc.head(top) == top || down.len() >= DEEPEST {
                return None;
            }
            down.push(top);
            top = scene.doc.head(top);
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
fn push(scene: &Scene<'_>, text: &mut String, arrow: char, at: usize, lexical: bool) {
    text.push(arrow);
    let dep = scene.dep(at);
    text.push_str(dep.as_str());
    if lexical && matches!(dep, Dep::Prep | Dep::Agent | Dep::Pcomp | Dep::Mark) {
        text.push(':');
        text.push_str(&scene.doc.token_text(at).to_lowercase());
    }
}

impl Pair<'_> {
    /// Features of `to` as seen from `from`; `view` names who looks: the number, its phrase, its event.
    pub(super) fn describe(&self, view: &str, from: usize, to: usize, sink: &mut Sink<'_>) {
        let scene = self.scene;
        let (one, other) = (scene.doc.sentence_index(from), scene.doc.sentence_index(to));
        if one == other {
            self.way(view, from, to, sink);
        } else {
            let back = if other < one { ["b1", "b2", "b3"][(one - other).min(3) - 1] } else { "ahead" };
            sink(&[self.role, view, "back", back]);
            sink(&[self.role, view, "back", back, scene.dep(to).as_str()]);
        }
        let side = if to > from { "R" } else { "L" };
        let gap = bucket(to.abs_diff(from));
        sink(&[self.role, view, "gap", side, gap]);
        sink(&[self.role, view, "gap", self.kind, side, gap]);
    }

    fn way(&self, view: &str, from: usize, to: usize, sink: &mut Sink<'_>) {
        let (scene, role) = (self.scene, self.role);
        let Some(way) = Way::between(scene, from, to).filter(|way| way.len() <= LONGEST) else {
            sink(&[role, view, "far"]);
            return;
        };
        let (mut full, mut plain) = (String::new(), String::new());
        let mut starts = Vec::with_capacity(way.len());
        let steps = way.up.iter().map(|&at| ('<', at)).chain(way.down.iter().map(|&at| ('>', at)));
        for (arrow, at) in steps {
            starts.push(full.len());
            push(scene, &mut full, arrow, at, true);
            push(scene, &mut plain, arrow, at, false);
        }
        let last = starts.last().map_or("", |&start| &full[start..]);
        let two = starts.len().checked_sub(2).map_or("", |index| &full[starts[index]..]);
        let first = starts.get(1).map_or(full.as_str(), |&start| &full[..start]);
        let steps = bucket(way.len());
        sink(&[role, view, "path", &full]);
        sink(&[role, view, "path", self.kind, &full]);
        sink(&[role, view, "way", &plain]);
        sink(&[role, view, "way", self.kind, &plain]);
        sink(&[role, view, "ends", first, last]);
        sink(&[role, view, "two", two]);
        sink(&[role, view, "steps", self.kind, steps]);
        if scene.is_verb(way.top) {
            let passive = if scene.is_passive(way.top) { "passive" } else { "active" };
            let lemma = scene.lemma(way.top);
            sink(&[role, view, "verb", lemma, first, last]);
            sink(&[role, view, "verb", lemma, last]);
            sink(&[role, view, "voice", passive, &plain]);
            for class in scene.classes(way.top).names() {
                sink(&[role, view, "class", class, first, last]);
            }
        } else {
            sink(&[role, view, "top", scene.pos(way.top).as_str(), first, last]);
        }
    }

    /// Features of what stands between `from` and `to`.
    pub(super) fn between(&self, from: usize, to: usize, sink: &mut Sink<'_>) {
        let (scene, role) = (self.scene, self.role);
        let (low, high) = (from.min(to) + 1, from.max(to));
        if high.saturating_sub(low) > 40 {
            return;
        }
        let side = if to > from { "R" } else { "L" };
        let mut counts = [0_usize; 4];
        for at in low..high.max(low) {
            counts[0] += usize::from(scene.is_noun(at));
            counts[1] += usize::from(scene.quantity_at(at).is_some());
            counts[2] += usize::from(scene.is_verb(at));
            counts[3] += usize::from(matches!(
                scene.tag(at),
                Tag::Comma
                    | Tag::Colon
                    | Tag::OpenBracket
                    | Tag::CloseBracket
                    | Tag::OpenQuote
                    | Tag::CloseQuote
            ));
        }
        for (name, count) in ["nouns", "numbers", "verbs", "marks"].into_iter().zip(counts) {
            sink(&[role, "between", name, side, bucket(count)]);
            sink(&[role, "between", name, self.kind, side, bucket(count)]);
        }
    }

    /// Features of the token itself.
    pub(super) fn token(&self, at: usize, sink: &mut Sink<'_>) {
        let (scene, role, kind) = (self.scene, self.role, self.kind);
        let (dep, head) = (scene.dep(at), scene.doc.head(at));
        let sort = match scene.entity_at(at) {
            Some(index) => scene.entities[index].label.as_str(),
            None => scene.pos(at).as_str(),
        };
        sink(&[role, "dep", dep.as_str()]);
        sink(&[role, "dep", kind, dep.as_str()]);
        sink(&[role, "sort", sort]);
        sink(&[role, "sort", kind, sort]);
        sink(&[role, "sort", sort, dep.as_str()]);
        sink(&[role, "tag", scene.tag(at).as_str()]);
        sink(&[role, "lemma", scene.lemma(at)]);
        sink(&[role, "lemma", kind, scene.lemma(at)]);
        sink(&[role, "governor", dep.as_str(), scene.lemma(head)]);
        sink(&[role, "governor", dep.as_str(), scene.pos(head).as_str(), sort]);
        if matches!(dep, Dep::Pobj | Dep::Pcomp) {
            let above = scene.doc.head(head);
            sink(&[role, "before", scene.lemma(head), sort]);
            sink(&[role, "before", scene.lemma(head), scene.lemma(above)]);
            sink(&[role, "before", scene.lemma(head), scene.pos(above).as_str(), sort]);
        }
        for class in scene.classes(at).names() {
            sink(&[role, "is", class]);
            sink(&[role, "is", class, dep.as_str()]);
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
