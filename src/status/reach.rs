//! Whether a cue reaches what comes from below to a word of a number's way: one function for each kind of reach.

use crate::article::{Dep, Node, Tag};
use crate::status::cues::{Cue, Effect, Reach};
use crate::status::path::{self, Step, Tense};
use crate::status::words::Words;

/// A cue that is hung on a word of a number's way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting<'a> {
    /// The room's word lists.
    pub(super) words: &'a Words,
    /// The number's way.
    pub(super) way: &'a [Step<'a>],
    /// Where on the way the word stands.
    pub(super) at: usize,
    /// The cue.
    pub(super) cue: Cue,
    /// Steps from the cue up to the word.
    pub(super) up: usize,
    /// The child of the word that holds the cue; the word itself for no step.
    pub(super) via: Node<'a>,
}

impl<'a> Meeting<'a> {
    /// Whether what comes to the word from below is reached.
    pub(super) fn reaches(&self) -> bool {
        match self.cue.reach {
            Reach::Complement => self.up == 0 && (self.comes_through_cue() || self.is_complement()),
            Reach::Content => self.reaches_content(),
            Reach::Clause => self.up == 0 && (self.comes_through_cue() || self.at > 0 && self.is_clause()),
            Reach::Subject => self.reaches_subject(),
            Reach::Head => self.up == 1 && is_modifier(self.via.dep()),
            Reach::Under => self.reaches_below(),
            Reach::Condition => self.reaches_condition(),
            Reach::Agent => self.reaches_agent(),
            Reach::Quantifier => self.reaches_quantified(),
            Reach::Before => false,
        }
    }

    /// Label of the arc by which the way comes to the word; unknown where it begins there.
    fn enter(&self) -> Dep {
        if self.at > 0 { self.below().dep() } else { Dep::Unknown }
    }

    /// The word before it on the way, which does not begin there.
    fn below(&self) -> Node<'a> {
        self.way[self.at - 1].node
    }

    /// The word.
    fn node(&self) -> Node<'a> {
        self.way[self.at].node
    }

    /// The word of the cue on which its other words hang.
    fn anchor(&self) -> Node<'a> {
        self.node().at(self.cue.anchor)
    }

    /// Whether the way comes to the word through other words of the cue.
    fn comes_through_cue(&self) -> bool {
        entry(self.way, self.at, self.cue) < self.at
    }

    /// Whether the way comes to the word as its subject.
    fn comes_as_subject(&self) -> bool {
        matches!(self.enter(), Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Csubjpass)
    }

    fn reaches_content(&self) -> bool {
        let led = self.enter() == Dep::Prep && self.anchor().tag().is_verb() && self.cue.tokens.len() == 1;
        let held = self.comes_through_cue() || self.is_complement() && !led;
        self.up == 0 && held && !self.is_bare(entry(self.way, self.at, self.cue))
    }

    fn reaches_subject(&self) -> bool {
        if self.up == 0 || !is_predicative(self.via.dep()) {
            return self.up == 0 && self.comes_as_subject();
        }
        self.comes_as_subject() || self.enter() == Dep::Dobj || self.is_predicate()
    }

    fn reaches_below(&self) -> bool {
        if self.way[0].node < self.anchor() {
            return false;
        }
        match (self.up, self.via.dep()) {
            (0, _) => self.at > 0,
            (1, Dep::Mark | Dep::Cc) => true,
            (1, Dep::Advmod) => self.cue.tokens.end as usize == self.node().index(),
            _ => false,
        }
    }

    fn reaches_condition(&self) -> bool {
        match (self.up, self.via.dep()) {
            (0, _) => self.at > 0,
            (1, Dep::Mark | Dep::Advmod | Dep::Prep | Dep::Aux | Dep::Auxpass | Dep::Advcl)
            | (2, Dep::Advcl | Dep::Prep) => true,
            _ => false,
        }
    }

    fn reaches_agent(&self) -> bool {
        let generic = self.cue.effect == Effect::Generic;
        if generic && !self.is_any() {
            return false;
        }
        match self.via.dep() {
            _ if self.up == 0 => self.at > 0 && generic,
            Dep::Nsubj | Dep::Nsubjpass | Dep::Agent | Dep::Csubj => !self.comes_as_subject(),
            Dep::Prep => self.via.tag() == Tag::Vbg,
            _ => false,
        }
    }

    fn reaches_quantified(&self) -> bool {
        match (self.up, self.via.dep()) {
            (0, _) => self.at > 0,
            (_, Dep::Nsubj | Dep::Nsubjpass)
            | (1, Dep::Det | Dep::Predet | Dep::Neg | Dep::Advmod | Dep::Preconj) => true,
            _ => false,
        }
    }

    /// Whether what comes to a verb from below is what its predicate is said of: a clause ("it is untrue that ..."), or a
    /// subject after the verb ("at risk are 3 million").
    fn is_predicate(&self) -> bool {
        let (node, anchor) = (self.node(), self.anchor());
        match self.enter() {
            Dep::Ccomp => self.below() < anchor || self.words.is_copula(node.lemma()),
            Dep::Attr => anchor < node && node < self.below(),
            _ => false,
        }
    }

    /// Whether a noun or pronoun means whoever is such a one: it is not this or that one.
    fn is_any(&self) -> bool {
        let known = |child: Node<'_>| {
            child.dep() == Dep::Poss
                || matches!(&*child.lemma().to_lowercase(), "the" | "this" | "that" | "these" | "those")
        };
        let word = self.anchor();
        if matches!(word.tag(), Tag::Nn | Tag::Nns) {
            return !word.children().any(known) && self.cue.tokens.len() == 1 || self.cue.tokens.len() > 1;
        }
        !matches!(word.dep(), Dep::Dobj | Dep::Pobj)
    }

    /// Whether what comes to the word is its object, its clause or another complement.
    fn is_complement(&self) -> bool {
        match self.enter() {
            Dep::Prep => self.below() > self.node(),
            // "Are feared dead": an adjective or participle takes its subject from below.
            Dep::Nsubj => matches!(self.node().tag(), Tag::Jj | Tag::Vbn),
            Dep::Appos => self.node().tag().is_verb(),
            Dep::Advcl => path::tense(self.below()) == Tense::Infinitive,
            Dep::Nsubjpass
            | Dep::Dobj
            | Dep::Ccomp
            | Dep::Xcomp
            | Dep::Pcomp
            | Dep::Pobj
            | Dep::Acl
            | Dep::Oprd
            | Dep::Attr
            | Dep::Acomp
            | Dep::Dative
            | Dep::Relcl
            | Dep::Npadvmod => true,
            _ => false,
        }
    }

    /// Whether what comes to the word, which is not the first of the way, is a clause or an infinitive.
    fn is_clause(&self) -> bool {
        let further = (self.at > 1).then(|| self.way[self.at - 2].node);
        match self.enter() {
            Dep::Xcomp | Dep::Ccomp | Dep::Pcomp | Dep::Acl | Dep::Acomp | Dep::Attr | Dep::Oprd => true,
            Dep::Advcl => path::tense(self.below()) == Tense::Infinitive,
            Dep::Dobj => further.is_some_and(is_told),
            Dep::Prep => further.is_some_and(|node| node.dep() == Dep::Pcomp),
            _ => false,
        }
    }

    /// Whether the number is the direct object's own ("rejected 300 applications"), and that holds nothing said or meant.
    fn is_bare(&self, entry: usize) -> bool {
        if entry == 0 {
            return true;
        }
        let noun = self.way[entry - 1].node;
        is_direct(self.way, entry)
            && matches!(noun.dep(), Dep::Dobj | Dep::Nsubjpass | Dep::Pobj | Dep::Prep)
            && !self.words.is_content(&noun.lemma().to_lowercase())
    }
}

/// The step below the words of a cue that stands on the way at `at`.
pub(super) fn entry(way: &[Step<'_>], at: usize, cue: Cue) -> usize {
    (1..=at).rev().find(|&step| !cue.tokens.contains(way[step - 1].node.index())).unwrap_or(0)
}

/// Whether the number stands directly on the word by which the way comes to `at`.
pub(super) fn is_direct(way: &[Step<'_>], at: usize) -> bool {
    let inner =
        || matches!(way[0].node.dep(), Dep::Nummod | Dep::Quantmod | Dep::Amod | Dep::Compound | Dep::Nmod);
    at == 1 || at == 2 && inner()
}

/// Whether a verb is what the object is told to do ("told police to clear").
fn is_told(verb: Node<'_>) -> bool {
    verb.dep().is_noun_clause() && path::tense(verb) == Tense::Infinitive
}

/// Whether a dependent of a verb says something of its subject.
fn is_predicative(side: Dep) -> bool {
    matches!(
        side,
        Dep::Acomp | Dep::Attr | Dep::Oprd | Dep::Prep | Dep::Ccomp | Dep::Xcomp | Dep::Advmod | Dep::Dobj
    )
}

/// Whether a dependent modifies its head.
fn is_modifier(side: Dep) -> bool {
    !matches!(
        side,
        Dep::Nsubj
            | Dep::Nsubjpass
            | Dep::Csubj
            | Dep::Csubjpass
            | Dep::Dobj
            | Dep::Pobj
            | Dep::Conj
            | Dep::Ccomp
            | Dep::Relcl
            | Dep::Acl
            | Dep::Appos
            | Dep::Attr
            | Dep::Acomp
            | Dep::Oprd
            | Dep::Dative
            | Dep::Nummod
            | Dep::Poss
            | Dep::Agent
            | Dep::Punct
    )
}
