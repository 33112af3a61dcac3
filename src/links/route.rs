//! The way through a sentence's tree from a quantity to a phrase, as a short text.

use crate::article::Dep;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// Longer ways tell nothing beyond their length.
const LONGEST: usize = 7;
/// Trees are climbed no further than this.
const DEEPEST: usize = 64;

/// A way from one token up to a common ancestor and down to another.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Route {
    /// Every step with its label and, for prepositions, the word: "dobj>V:change<nsubj".
    pub(super) full: String,
    /// The same without coordination, control and the words of prepositions.
    pub(super) smooth: String,
    /// Whether it passes a verb: then number and phrase stand in different phrases.
    pub(super) verbal: bool,
    /// Number of steps.
    pub(super) steps: usize,
}

impl Route {
    /// The way from token `from` to token `to` of the same sentence.
    pub(super) fn between(scene: &Scene<'_>, from: usize, to: usize) -> Self {
        let up: Vec<_> = std::iter::once(from).chain(scene.doc.ancestors(from)).take(DEEPEST).collect();
        let mut down = Vec::new();
        let mut apex = to;
        while !up.contains(&apex) && scene.doc.head(apex) != apex && down.len() < DEEPEST {
            down.push(apex);
            apex = scene.doc.head(apex);
        }
        let Some(height) = up.iter().position(|&at| at == apex) else {
            // Two trees in one sentence, or one too deep.
            return Self { full: "apart".into(), smooth: "apart".into(), verbal: true, steps: LONGEST };
        };
        let mut route = Self { steps: height + down.len(), ..Self::default() };
        if route.steps > LONGEST {
            route.full.push_str("far");
            route.verbal = true;
        }
        for &at in &up[..height] {
            route.step(scene, at, '>');
        }
        route.apex(scene, apex, apex == to);
        for &at in down.iter().rev() {
            route.step(scene, at, '<');
        }
        if route.steps > LONGEST {
            route.full = "far".into();
        }
        route
    }

    fn step(&mut self, scene: &Scene<'_>, at: usize, arrow: char) {
        let dep = scene.dep(at);
        self.verbal |= scene.is_verb(at) && !matches!(dep, Dep::Acl | Dep::Amod);
        let preposition = matches!(dep, Dep::Prep | Dep::Agent | Dep::Dative);
        for (text, smooth) in [(&mut self.full, false), (&mut self.smooth, true)] {
            if smooth && matches!(dep, Dep::Conj | Dep::Xcomp | Dep::Ccomp | Dep::Pobj) {
                continue;
            }
            if arrow == '<' {
                text.push('<');
            }
            if preposition && !smooth {
                text.push_str(preposition_of(scene, at));
            } else {
                text.push_str(dep.as_str());
            }
            if arrow == '>' {
                text.push('>');
            }
        }
    }

    fn apex(&mut self, scene: &Scene<'_>, at: usize, last: bool) {
        if last {
            return;
        }
        let class = if scene.is_verb(at) {
            self.verbal = true;
            verb_class(scene, at)
        } else {
            "N"
        };
        self.full.push_str(class);
        self.smooth.push_str(class);
    }
}

/// What kind of verb token `at` is, in short.
pub(super) fn verb_class(scene: &Scene<'_>, at: usize) -> &'static str {
    match () {
        () if scene.is(at, Class::Copula) => "V:be",
        () if scene.is(at, Class::Change) => "V:change",
        () if scene.is(at, Class::Amount) => "V:amount",
        () if scene.is(at, Class::Report) => "V:say",
        () if scene.is(at, Class::Light) => "V:have",
        () => "V",
    }
}

/// A preposition, where it is a common one.
pub(super) fn preposition_of(scene: &Scene<'_>, at: usize) -> &'static str {
    const COMMON: [&str; 24] = [
        "of",
        "in",
        "at",
        "on",
        "by",
        "to",
        "from",
        "for",
        "with",
        "as",
        "over",
        "under",
        "than",
        "worth",
        "within",
        "after",
        "during",
        "between",
        "against",
        "above",
        "below",
        "including",
        "since",
        "per",
    ];
    COMMON.into_iter().find(|word| scene.reads(at, word)).unwrap_or("prep")
}
