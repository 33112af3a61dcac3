//! What the joiner is trained on: every pair of figures of one kind, with the features of those that it compares.

use crate::article::{Agreement, Annotation, Link};
use crate::links::Linker;
use crate::links::facts::mention::FactMention;
use crate::links::facts::pair::MentionPair;
use crate::links::facts::{Joiner, Memory, agreement};
use crate::links::scene::Scene;

/// Two links of one kind.
#[derive(Debug)]
pub struct PairLesson {
    /// Index of the link that stands first.
    pub earlier: usize,
    /// Index of the other.
    pub later: usize,
    /// How the later one stands to the earlier if both tell one fact.
    pub agreement: Agreement,
    /// Names of the features; `None` where the program does not compare the two.
    pub features: Option<Vec<String>>,
    /// Number, head and event of both, for whoever reads the mistakes.
    pub shown: [String; 2],
}

impl Linker {
    /// The pairs of figures of an annotation.
    pub fn pairs(&self, annotation: &Annotation) -> Vec<PairLesson> {
        let Annotation { doc, entities, quantities, .. } = annotation;
        self.joiner.lessons(&Scene::new(doc, entities, quantities, &self.words), &annotation.links)
    }
}

impl Joiner {
    fn lessons(&self, scene: &Scene<'_>, links: &[Link]) -> Vec<PairLesson> {
        let mentions: Vec<_> = links.iter().map(|link| FactMention::new(scene, &self.lists, link)).collect();
        let (mut memory, mut lessons) = (Memory::default(), Vec::new());
        for (index, later) in mentions.iter().enumerate() {
            let keys = Memory::keys(later);
            let compared = memory.of(&keys);
            let earlier = mentions[..index].iter().enumerate().filter(|(_, it)| it.family == later.family);
            lessons.extend(earlier.map(|(other, earlier)| {
                PairLesson {
                    earlier: other,
                    later: index,
                    agreement: agreement::of(earlier, later),
                    features: compared
                        .contains(&other)
                        .then(|| features(&MentionPair { scene, lists: &self.lists, earlier, later })),
                    shown: [shown(scene, earlier), shown(scene, later)],
                }
            }));
            memory.keep(index, keys);
        }
        lessons
    }
}

fn features(pair: &MentionPair<'_>) -> Vec<String> {
    let mut names = Vec::new();
    pair.describe(&mut |parts| names.push(parts.join("|")));
    names
}

fn shown(scene: &Scene<'_>, mention: &FactMention<'_>) -> String {
    let words = mention.quantity.span.of(&scene.doc.text).replace(['\n', '\t'], " ");
    format!("{words} {} {}", mention.head, mention.event)
}
