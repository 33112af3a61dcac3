//! The way through a sentence's tree from a quantity to a phrase, as a short text.

use crate::article::Dep;
use crate::links::scene::Node;
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
    pub(super) fn between(from: Node<'_>, to: Node<'_>) -> Self {
        let up: Vec<_> = from.upwards().take(DEEPEST).collect();
        let mut down = Vec::new();
        let mut apex = to;
        while !up.contains(&apex) && apex.head() != apex && down.len() < DEEPEST {
            down.push(apex);
            apex = apex.head();
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
            route.step(at, '>');
        }
        route.apex(apex, apex == to);
        for &at in down.iter().rev() {
            route.step(at, '<');
        }
        if route.steps > LONGEST {
            route.full = "far".into();
        }
        route
    }

    fn step(&mut self, at: Node<'_>, arrow: char) {
        let dep = at.dep();
        self.verbal |= at.is_verb() && !matches!(dep, Dep::Acl | Dep::Amod);
        let preposition = matches!(dep, Dep::Prep | Dep::Agent | Dep::Dative);
        for (text, smooth) in [(&mut self.full, false), (&mut self.smooth, true)] {
            if smooth && matches!(dep, Dep::Conj | Dep::Xcomp | Dep::Ccomp | Dep::Pobj) {
                continue;
            }
            if arrow == '<' {
                text.push('<');
            }
            if preposition && !smooth {
                text.push_str(preposition_of(at));
            } else {
                text.push_str(dep.as_str());
            }
            if arrow == '>' {
                text.push('>');
            }
        }
    }

    fn apex(&mut self, at: Node<'_>, last: bool) {
        if last {
            return;
        }
        let class = if at.is_verb() {
            self.verbal = true;
            verb_class(at)
        } else {
            "N"
        };
        self.full.push_str(class);
        self.smooth.push_str(class);
    }
}

/// What kind of verb token `at` is, in short.
pub(super) fn verb_class(at: Node<'_>) -> &'static str {
    match () {
        () if at.is(Class::Copula) => "V:be",
        () if at.is(Class::Change) => "V:change",
        () if at.is(Class::Amount) => "V:amount",
        () if at.is(Class::Report) => "V:say",
        () if at.is(Class::Light) => "V:have",
        () => "V",
    }
}

/// A preposition, where it is a common one.
pub(super) fn preposition_of(at: Node<'_>) -> &'static str {
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
    COMMON.into_iter().find(|word| at.reads(word)).unwrap_or("prep")
}
