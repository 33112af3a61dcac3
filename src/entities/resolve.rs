//! Which place a name means: by the article's countries and other places, by people, and by hierarchy.

use std::collections::{HashMap, HashSet};

use super::Knowledge;
use super::board::{Board, Mention, text};
use super::fold::fold;
use super::gazetteer::{Country, Kind, Place};
use crate::article::{Doc, Label};

/// Another place of the article within so many kilometres speaks for a place.
const NEAR: f32 = 250.0;

/// How many names of places before and after it are asked: the cost stays linear in the article's length.
const NEIGHBOURS: usize = 200;

/// The countries that the article is about with their shares, the most mentioned first: by names of countries and
/// peoples, and by towns that are unlikely to be others.
pub(super) fn countries(doc: &Doc, knowledge: &Knowledge, board: &Board) -> Vec<(Country, f32)> {
    let mut votes = Votes::default();
    for mention in board.all() {
        let name = text(doc, mention.tokens);
        if let Some(entry) = knowledge.nations.get(name).filter(|entry| entry.country != 0) {
            votes.add(entry.country, 1.0);
        } else if mention.label == Label::Gpe {
            votes.add_town(&knowledge.gazetteer.find(&fold(name)));
        }
    }
    votes.shares()
}

/// Votes for countries, in the order of the first vote.
#[derive(Debug, Default)]
struct Votes(Vec<(Country, f32)>);

impl Votes {
    fn add(&mut self, country: Country, value: f32) {
        match self.0.iter_mut().find(|(other, _)| *other == country) {
            Some((_, sum)) => *sum += value,
            None => self.0.push((country, value)),
        }
    }

    /// Half a vote, shared among the places of one name by their people.
    fn add_town(&mut self, places: &[Place]) {
        let weight = |place: &Place| 10_f32.powf(place.weight() - if place.main { 0.0 } else { 1.0 });
        let total: f32 = places.iter().map(weight).sum();
        for place in places.iter().filter(|place| place.country != 0) {
            self.add(place.country, 0.5 * weight(place) / total);
        }
    }

    fn shares(mut self) -> Vec<(Country, f32)> {
        self.0.sort_by(|a, b| b.1.total_cmp(&a.1));
        let total: f32 = self.0.iter().map(|(_, value)| value).sum();
        self.0.into_iter().map(|(country, value)| (country, value / total.max(1.0))).collect()
    }
}

/// Resolves all places of the board.
pub(super) fn places(doc: &Doc, knowledge: &Knowledge, board: &mut Board, countries: &[(Country, f32)]) {
    let names = names(doc, board);
    let mut candidates: Vec<Vec<Place>> =
        names.iter().map(|name| candidates(knowledge, name, countries)).collect();
    let mut chosen: Vec<Option<Place>> = vec![None; names.len()];
    for _ in 0..2 {
        chosen =
            candidates.iter().enumerate().map(|(at, found)| best(found, countries, &chosen, at)).collect();
    }
    candidates.clear();
    let by_name: HashMap<&str, Place> =
        names.iter().zip(&chosen).filter_map(|(name, place)| Some((name.as_str(), (*place)?))).collect();
    for mention in board.all_mut().filter(|mention| is_place(mention)) {
        if let Some(place) = by_name.get(&*name_of(doc, mention)) {
            mention.reference = Some(place.reference());
        }
    }
}

fn is_place(mention: &Mention) -> bool {
    matches!(mention.label, Label::Gpe | Label::Loc) && mention.reference.is_none()
}

/// The name to look up: the canonical one where an acronym stands.
fn name_of(doc: &Doc, mention: &Mention) -> String {
    mention.name.as_deref().unwrap_or_else(|| text(doc, mention.tokens)).to_owned()
}

/// The different names of places, in text order.
fn names(doc: &Doc, board: &Board) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = board.all().filter(|mention| is_place(mention)).map(|mention| name_of(doc, mention));
    names.filter(|name| seen.insert(name.clone())).collect()
}

/// The places that a name may mean. Where none of them is in the article's main countries, places there with a similar
/// name are added.
fn candidates(knowledge: &Knowledge, name: &str, countries: &[(Country, f32)]) -> Vec<Place> {
    let key = fold(name);
    if let Some(entry) = knowledge.nations.get(name).filter(|entry| entry.label == Label::Gpe) {
        let canonical = fold(&entry.name);
        let found = knowledge.gazetteer.find(&key).into_iter().chain(knowledge.gazetteer.find(&canonical));
        let countries: Vec<_> =
            found.filter(|place| place.country == entry.country && place.kind <= Kind::Province).collect();
        if !countries.is_empty() {
            return countries;
        }
    }
    let mut found = knowledge.gazetteer.find(&key);
    let is_main = |place: &Place| share(countries, place.country) > 0.3;
    if !found.iter().any(is_main) {
        let similar = knowledge.gazetteer.similar(&key);
        found.extend(similar.into_iter().filter(|place| is_main(place) && place.population > 20_000));
    }
    found
}

/// The likeliest of the candidates of name `at`, given what the other names were resolved to.
fn best(found: &[Place], countries: &[(Country, f32)], chosen: &[Option<Place>], at: usize) -> Option<Place> {
    let around = at.saturating_sub(NEIGHBOURS)..chosen.len().min(at + NEIGHBOURS);
    let others = || around.clone().filter(|&other| other != at).filter_map(|other| *chosen.get(other)?);
    let score = |place: &Place| {
        let is_near = others().any(|other| other.kind > Kind::Region && place.distance(other) < NEAR);
        let kind = match place.kind {
            Kind::Country if place.main => 3.0,
            // A country by another spelling is more often its capital ("Tunis"); a province or district of a town's name
            // is seldom meant.
            Kind::Country => -2.0,
            Kind::Province => -0.8,
            Kind::Region => 0.5,
            Kind::District => -1.2,
            Kind::Town => 0.0,
        };
        place.weight()
            + kind
            + 4.0 * share(countries, place.country).sqrt()
            + if place.main { 0.6 } else { 0.0 }
            + if is_near { 0.8 } else { 0.0 }
    };
    let best = found.iter().copied().map(|place| (score(&place), place)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(score, _)| *score > 4.2).map(|(_, place)| place)
}

fn share(countries: &[(Country, f32)], country: Country) -> f32 {
    countries.iter().find(|(other, _)| *other == country).map_or(0.0, |(_, share)| *share)
}
