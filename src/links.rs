//! What each number counts, with the circumstances.
//!
//! For every countable quantity [`candidates`] lists the phrases that it could be about, [`features`] describes them,
//! [`model`] weighs them: one is chosen, or none. Then every circumstance is asked in the same way: [`circumstances`] lists and
//! describes the possible answers ([`pair`]: how two tokens stand to each other; [`precedent`]: what was answered for the
//! number before), the model chooses. [`extent`] says how far the phrase reaches. A file each holds what hand-made rules
//! propose to the model: [`event`], [`agent`], [`places`], [`time`], [`law`], [`source`] (with [`saying`]), [`whole`] for
//! `of`, and [`phrase`] for the extent. [`fact`] says how sure a whole row is, [`facts`] which rows tell one fact;
//! [`lessons`] is what the model is trained on.

mod agent;
mod answer;
mod candidates;
mod circumstances;
mod clause;
mod event;
mod extent;
mod fact;
mod facts;
mod features;
mod frame;
mod given;
mod groups;
mod law;
mod lessons;
mod model;
mod pair;
mod phrase;
mod places;
mod precedent;
mod referent;
mod route;
mod saying;
mod scene;
mod source;
mod surroundings;
mod time;
mod voices;
mod whole;
mod words;

use crate::article::{Circumstance, Doc, Each, Entity, Link, Quantity};
use crate::error::Error;
use crate::links::answer::Answer;
use crate::links::candidates::{Anchor, Candidate};
use crate::links::fact::{FactDraft, Filled};
use crate::links::facts::Joiner;
use crate::links::features::Setting;
use crate::links::given::Given;
use crate::links::groups::Groups;
use crate::links::model::Model;
use crate::links::precedent::Precedents;
use crate::links::scene::Scene;
use crate::links::words::Words;

pub use facts::PairLesson;
pub use lessons::{Choice, Lesson, Question, Review, StatedWords, Truth};

/// Links quantities to what they count.
#[derive(Debug)]
pub struct Linker {
    words: Words,
    model: Model,
    joiner: Joiner,
}

impl Linker {
    /// Loads the embedded word lists and weights.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { words: Words::new()?, model: Model::embedded()?, joiner: Joiner::new()? })
    }

    /// The same with other weights, lines of feature and weight: how training measures itself on articles that it did not see.
    ///
    /// # Errors
    /// [`Error::Model`] when a weight is no number.
    pub fn with_weights(weights: &'static str) -> Result<Self, Error> {
        Ok(Self {
            words: Words::new()?,
            model: Model::parse(model::WEIGHTS, weights)?,
            joiner: Joiner::new()?,
        })
    }

    /// Links in the order of `quantities`, at most one for each countable one.
    pub fn join(&self, doc: &Doc, entities: &[Entity], quantities: &[Quantity]) -> Vec<Link> {
        let scene = Scene::new(doc, entities, quantities, &self.words);
        let facts = self.facts(&scene);
        let mut links: Vec<Link> = facts.into_iter().map(|fact| fact.link(&scene, &self.model)).collect();
        law::spread(&scene, &mut links);
        self.joiner.join(&scene, &mut links);
        links
    }

    /// What every countable quantity counts, with the circumstances.
    fn facts<'a>(&self, scene: &'a Scene<'_>) -> Vec<FactDraft<'a>> {
        let mut groups = Groups::default();
        let mut precedents = Precedents::default();
        let mut facts = Vec::new();
        for (index, quantity) in scene.quantities.iter().enumerate() {
            if !quantity.kind.is_countable() || quantity.tokens.is_empty() {
                continue;
            }
            let anchor = Anchor::new(scene, index);
            let fact = match self.choose(&anchor, &groups) {
                (Some(phrase), score) => {
                    groups.count(index, phrase.head.index());
                    let given = Given::new(&anchor, &groups, &precedents).counting(phrase);
                    let fact = self.fact(given, phrase, score);
                    precedents.extend(fact.precedent());
                    Some(fact)
                }
                (None, score) => self.bare(Given::new(&anchor, &groups, &precedents), score),
            };
            facts.extend(fact);
        }
        facts
    }

    /// The phrase that the quantity at `anchor` is about, `None` where that is likelier, and the answer's probability.
    fn choose<'a>(&self, anchor: &Anchor<'a>, groups: &Groups) -> (Option<Candidate<'a>>, f32) {
        let candidates = candidates::of(anchor, groups);
        let setting = Setting::new(anchor, groups);
        let mut sums = vec![self.model.sum(|sink| setting.none(sink))];
        sums.extend(candidates.iter().map(|&candidate| {
            let route = candidates::route(anchor, candidate);
            self.model.sum(|sink| setting.phrase(candidate, route.as_ref(), sink))
        }));
        model::softmax(&mut sums);
        let (index, score) = model::likeliest(&sums[1..]);
        let phrase = candidates.get(index).filter(|_| score >= self.model.least("target"));
        phrase.map_or((None, sums[0]), |&phrase| (Some(phrase), score))
    }

    /// The circumstances of a number that counts `phrase`.
    fn fact<'a>(&self, given: Given<'_>, phrase: Candidate<'a>, score: f32) -> FactDraft<'a> {
        FactDraft {
            quantity: given.anchor.quantity,
            phrase: Some(phrase),
            inherited: given.inherited,
            score,
            circumstances: self.circumstances(given),
            reason: reason(given.anchor, phrase),
        }
    }

    /// Money that counts nothing is still spent by someone, somewhere; `None` where no event is found either.
    fn bare<'a>(&self, given: Given<'_>, score: f32) -> Option<FactDraft<'a>> {
        let quantity = given.anchor.quantity;
        if !fact::may_be_bare(given.scene.quantities[quantity].kind) {
            return None;
        }
        let circumstances = self.circumstances(given);
        let told = !circumstances[Circumstance::Event].answers.is_empty();
        let reason = "an amount that counts nothing".to_owned();
        told.then_some(FactDraft { quantity, phrase: None, inherited: false, score, circumstances, reason })
    }

    /// The answers to every circumstance, each asked with the event in view.
    fn circumstances(&self, mut given: Given<'_>) -> Each<Filled> {
        Each::of(|circumstance| {
            let filled = self.fill(&given, circumstance);
            if circumstance == Circumstance::Event {
                given.event = filled.answers.first().map(|(answer, _)| given.scene.at(answer.token));
            }
            filled
        })
    }

    /// The likeliest answers to one circumstance: at most one, but for places and laws. One below [`Model::least`] is not given.
    fn fill(&self, given: &Given<'_>, circumstance: Circumstance) -> Filled {
        let asked = circumstances::Asked::new(*given, circumstance);
        if asked.answers.is_empty() {
            return Filled { answers: Vec::new(), none: 1.0 };
        }
        let mut sums = vec![self.model.sum(|sink| asked.none(sink))];
        let sum = |index| self.model.sum(|sink| asked.answer(index, sink));
        sums.extend((0..asked.answers.len()).map(sum));
        let least = self.model.least(circumstance.as_str());
        if circumstance.is_plural() {
            each(&asked.answers, &sums, least)
        } else {
            one(&asked.answers, sums, least)
        }
    }
}

/// The likeliest of several answers, where it is likely enough.
fn one(answers: &[Answer], mut sums: Vec<f32>, least: f32) -> Filled {
    model::softmax(&mut sums);
    let (index, score) = model::likeliest(&sums[1..]);
    let answer = (score >= least).then(|| (answers[index], score));
    Filled { answers: answer.into_iter().collect(), none: sums[0] }
}

/// Each answer that is likely enough; the first sum is that of "it is not".
fn each(answers: &[Answer], sums: &[f32], least: f32) -> Filled {
    let mut filled = Filled { answers: Vec::new(), none: 1.0 };
    for (&answer, &sum) in answers.iter().zip(&sums[1..]) {
        let score = model::logistic(sum - sums[0]);
        if score >= least {
            filled.answers.push((answer, score));
        } else {
            filled.none *= 1.0 - score;
        }
    }
    filled
}

/// Why the phrase was chosen, in words.
fn reason(anchor: &Anchor<'_>, phrase: Candidate<'_>) -> String {
    let noun = phrase.head.text();
    match candidates::route(anchor, phrase) {
        Some(route) if route.full.is_empty() => format!("\"{noun}\" is the number's own head"),
        Some(route) => format!("way through the tree to \"{noun}\": {}", route.full),
        None => format!("continues \"{noun}\", {} sentences before", phrase.back),
    }
}
