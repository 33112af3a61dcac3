//! What each number counts, with the circumstances.
//!
//! For every countable quantity [`candidates`] lists the phrases that it could be about, [`features`] describes them,
//! [`ranker`] chooses one or none and says how sure it is, [`phrase`] finds how far the phrase reaches. The circumstances
//! have a file each: [`event`], [`agent`], [`places`], [`time`], [`law`], [`source`], and [`whole`] for `of`.

mod agent;
mod candidates;
mod clause;
mod event;
mod facts;
mod features;
mod frame;
mod groups;
mod law;
mod phrase;
mod places;
mod ranker;
mod referent;
mod route;
mod scene;
mod source;
mod time;
#[cfg(test)]
mod training;
mod whole;
mod words;

use crate::article::{Doc, Entity, Kind, Link, Phrase, Quantity, Scores};
use crate::error::Error;
use crate::links::candidates::{Anchor, Candidate};
use crate::links::features::Setting;
use crate::links::groups::Groups;
use crate::links::ranker::Ranker;
use crate::links::route::Route;
use crate::links::scene::Scene;
use crate::links::words::Words;

/// Links quantities to what they count.
#[derive(Debug)]
pub struct Linker {
    words: Words,
    ranker: Ranker,
}

/// A phrase that was chosen for a quantity.
#[derive(Debug)]
struct Choice {
    candidate: Candidate,
    route: Option<Route>,
    score: f32,
}

impl Linker {
    /// Loads the embedded word lists and weights.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { words: Words::new()?, ranker: Ranker::new()? })
    }

    /// Links in the order of `quantities`, at most one for each countable one.
    pub fn join(&self, doc: &Doc, entities: &[Entity], quantities: &[Quantity]) -> Vec<Link> {
        let scene = Scene::new(doc, entities, quantities, &self.words);
        let mut groups = Groups::default();
        let mut links = Vec::new();
        for (index, quantity) in quantities.iter().enumerate() {
            if !quantity.kind.is_countable() || quantity.tokens.is_empty() {
                continue;
            }
            let anchor = Anchor::new(&scene, index);
            if let Some(choice) = self.choose(&scene, &anchor, &groups) {
                groups.count(index, choice.candidate.head);
                let link = link(&scene, &anchor, &choice, &links);
                links.push(link);
            }
        }
        law::spread(&scene, &mut links);
        facts::join(&scene, &mut links);
        links
    }

    /// The phrase that the quantity at `anchor` is about, where one is likelier than none.
    fn choose(&self, scene: &Scene<'_>, anchor: &Anchor, groups: &Groups) -> Option<Choice> {
        let candidates = candidates::of(scene, anchor, groups);
        let mut routes = ranker::routes(scene, anchor, &candidates);
        let setting = Setting::new(scene, anchor, groups);
        let (none, phrases) = self.ranker.probabilities(&setting, &candidates, &routes);
        let (index, score) = ranker::best(none, &phrases)?;
        Some(Choice { candidate: candidates[index], route: routes[index].take(), score })
    }
}

fn link(scene: &Scene<'_>, anchor: &Anchor, choice: &Choice, earlier: &[Link]) -> Link {
    let head = choice.candidate.head;
    let kind = scene.quantities[anchor.quantity].kind;
    let inherited = choice.route.as_ref().is_none_or(|route| route.verbal);
    let start = if inherited { anchor.top } else { head };
    let verb = event::verb(scene, kind, start, head);
    Link {
        quantity: anchor.quantity,
        entity: Some(Phrase {
            span: phrase::span(scene, head, Some(anchor.quantity)),
            head: scene.head_lemma(head),
            inherited,
            entity: scene.entity_at(head),
        }),
        event: verb.map(|verb| event::event(scene, verb)),
        agent: verb.and_then(|verb| agent::of(scene, kind, verb, head, anchor.top)),
        places: places::of(scene, places::Target { quantity: anchor.quantity, verb, head, top: anchor.top }),
        time: time::of(scene, anchor.quantity, verb, anchor.verb, head),
        law: verb.map(|verb| law::of(scene, verb)).unwrap_or_default(),
        source: if is_aside(scene, anchor) { None } else { source::of(scene, anchor.top, verb) },
        of: whole::of(scene, anchor, head, verb, earlier),
        fact: None,
        agreement: None,
        score: choice.score,
        fact_score: choice.score,
        scores: Scores::default(),
        reason: reason(scene, choice),
    }
}

/// Whether the number is an age put beside a name ("Ana Ruiz (26)"), which nobody is said to say.
fn is_aside(scene: &Scene<'_>, anchor: &Anchor) -> bool {
    scene.quantities[anchor.quantity].kind == Kind::Age
        && matches!(scene.dep(anchor.top), "appos" | "npadvmod")
}

/// Why the phrase was chosen, in words.
fn reason(scene: &Scene<'_>, choice: &Choice) -> String {
    let noun = scene.doc.token_text(choice.candidate.head);
    match &choice.route {
        Some(route) if route.full.is_empty() => format!("\"{noun}\" is the number's own head"),
        Some(route) => format!("way through the tree to \"{noun}\": {}", route.full),
        None => format!("continues \"{noun}\", {} sentences before", choice.candidate.back),
    }
}
