//! Which place a name means: by what the text says of it ("Paris, Texas"), the article's countries, the places beside it and
//! near it, and its people. A place that is less likely than not stays open.

mod context;

use std::collections::HashMap;

use self::context::{Hint, Said};
use super::Knowledge;
use super::board::{Board, Mention, text};
use super::fold::fold;
use super::gazetteer::{Country, Kind, Place};
use crate::article::{Doc, Label};

/// Another place of the article within so many kilometres speaks for a place.
const NEAR: f32 = 250.0;
/// Places of one name within so many kilometres are one for a map: a town and its district.
const SAME: f32 = 60.0;
/// A place whose kind, people and surroundings give it this score is as likely meant as not.
const OPEN: f32 = 5.1;
/// For ten times the people.
const PEOPLE: f32 = 1.25;
/// Logarithm of the odds that a difference of one in the score gives.
const STEEP: f32 = 1.3;
/// For lying in the place that the text names as its whole.
const WITHIN: f32 = 4.0;
/// For holding a place whose whole it is ("Atlanta, Georgia").
const HOLDS: f32 = 4.0;
/// For being of the kind and country of the place before or after it in a list.
const BESIDE: f32 = 1.75;
/// For being of the kind that the text tells ("Plateau state").
const OF_KIND: f32 = 3.0;

/// A country with a larger share of the article's names is one of its main ones.
const MAIN: f32 = 0.3;

/// How many names of places before and after it are asked: the cost stays linear in the article's length.
const NEIGHBOURS: usize = 200;

/// The countries that the article is about with their shares, the most mentioned first: by names of countries and
/// peoples, and by towns that are unlikely to be others.
pub(super) fn countries(doc: &Doc, knowledge: &Knowledge, board: &Board) -> Vec<(Country, f32)> {
    let mut votes = Votes::default();
    for mention in board.all() {
        votes.add_all(&vote(doc, knowledge, mention));
    }
    votes.shares()
}

/// For which countries one mention speaks.
fn vote(doc: &Doc, knowledge: &Knowledge, mention: &Mention) -> Vec<(Country, f32)> {
    let name = text(doc, mention.tokens);
    if let Some(entry) = knowledge.nations.get(name).filter(|entry| entry.country != 0) {
        return match namesake(knowledge, name, entry.country) {
            Some(other) if mention.label == Label::Gpe => vec![(entry.country, 0.5), (other.country, 0.5)],
            _ => vec![(entry.country, 1.0)],
        };
    }
    let places = if mention.label == Label::Gpe { knowledge.gazetteer.find(&fold(name)) } else { Vec::new() };
    let weight = |place: &Place| 10_f32.powf(place.weight() - if place.main { 0.0 } else { 1.0 });
    let total: f32 = places.iter().map(weight).sum();
    let named = places.iter().filter(|place| place.country != 0);
    named.map(|place| (place.country, 0.5 * weight(place) / total)).collect()
}

/// The large province of another country that has the name of a country: Georgia.
fn namesake(knowledge: &Knowledge, name: &str, country: Country) -> Option<Place> {
    let found = knowledge.gazetteer.find(&fold(name));
    let own = found.iter().find(|place| place.kind == Kind::Country && place.country == country)?.population;
    let is_large = |place: &Place| place.population > 1_000_000 && place.population > own / 10;
    found.into_iter().find(|place| {
        place.kind == Kind::Province && place.main && place.country != country && is_large(place)
    })
}

/// Votes for countries, in the order of the first vote.
#[derive(Debug, Default, Clone)]
struct Votes(Vec<(Country, f32)>);

impl Votes {
    fn add_all(&mut self, votes: &[(Country, f32)]) {
        for &(country, value) in votes {
            match self.0.iter_mut().find(|(other, _)| *other == country) {
                Some((_, sum)) => *sum += value,
                None => self.0.push((country, value)),
            }
        }
    }

    fn shares(mut self) -> Vec<(Country, f32)> {
        self.0.sort_by(|a, b| b.1.total_cmp(&a.1));
        let total: f32 = self.0.iter().map(|(_, value)| value).sum();
        self.0.into_iter().map(|(country, value)| (country, value / total.max(1.0))).collect()
    }
}

/// A place as the article speaks of it: all mentions of one name of which it says the same.
#[derive(Debug)]
struct Site {
    name: String,
    hints: Vec<Hint>,
    /// In what it may lie by its hints.
    wholes: Vec<Place>,
    /// The sites before and after it in lists.
    beside: Vec<usize>,
    /// The countries of the article, without what this name itself speaks for.
    countries: Vec<(Country, f32)>,
    /// What it may be.
    found: Vec<Place>,
    chosen: Option<Place>,
}

/// Resolves all places of the board.
pub(super) fn places(doc: &Doc, knowledge: &Knowledge, board: &mut Board, countries: &[(Country, f32)]) {
    let (mut sites, site_of) = sites(context::read(doc, knowledge, board));
    let ballot = Ballot::of(doc, knowledge, board);
    for site in &mut sites {
        site.countries = ballot.without(&site.name);
        site.found = candidates(knowledge, &site.name, countries);
        keep_those_within(knowledge, site);
    }
    for _ in 0..3 {
        let chosen: Vec<_> = (0..sites.len()).map(|at| best(knowledge, &sites, at)).collect();
        for (site, place) in sites.iter_mut().zip(chosen) {
            site.chosen = place;
        }
    }
    for mention in board.all_mut() {
        if let Some(place) = site_of.get(&mention.tokens.start).and_then(|&site| sites[site].chosen) {
            mention.reference = Some(place.reference());
        }
    }
}

/// The sites, and which of them the mention at a token is. A bare name is the site that the article told more of before it,
/// or will ("Paris, Texas ... in Paris").
fn sites(said: Vec<Said>) -> (Vec<Site>, HashMap<u32, usize>) {
    let (mut sites, mut site_of): (Vec<Site>, HashMap<u32, usize>) = (Vec::new(), HashMap::new());
    let mut number: HashMap<(String, Vec<Hint>), usize> = HashMap::new();
    let (mut last, mut before): (_, Option<usize>) = (first_told(&said), None);
    for Said { name, start, mut hints, is_beside_last } in said {
        if hints.is_empty() {
            hints = last.get(&name).cloned().unwrap_or_default();
        }
        last.insert(name.clone(), hints.clone());
        let at = *number.entry((name.clone(), hints.clone())).or_insert(sites.len());
        if at == sites.len() {
            let (wholes, beside, countries, found) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            sites.push(Site { name, hints, wholes, beside, countries, found, chosen: None });
        }
        if let Some(other) = before.filter(|&other| is_beside_last && other != at) {
            sites[other].beside.push(at);
            sites[at].beside.push(other);
        }
        before = Some(at);
        site_of.insert(start, at);
    }
    (sites, site_of)
}

/// What is first said of every name of which anything is.
fn first_told(said: &[Said]) -> HashMap<String, Vec<Hint>> {
    let mut told = HashMap::new();
    for said in said.iter().filter(|said| !said.hints.is_empty()) {
        told.entry(said.name.clone()).or_insert_with(|| said.hints.clone());
    }
    told
}

/// The votes of all mentions, together and by name.
#[derive(Debug, Default)]
struct Ballot {
    all: Votes,
    by_name: HashMap<String, Votes>,
}

impl Ballot {
    fn of(doc: &Doc, knowledge: &Knowledge, board: &Board) -> Self {
        let mut ballot = Self::default();
        for mention in board.all() {
            let votes = vote(doc, knowledge, mention);
            ballot.all.add_all(&votes);
            ballot.by_name.entry(context::name_of(doc, mention)).or_default().add_all(&votes);
        }
        ballot
    }

    /// The countries of the article by all names but this one.
    fn without(&self, name: &str) -> Vec<(Country, f32)> {
        let mut rest = self.all.clone();
        let own = self.by_name.get(name).map_or(&[][..], |votes| &votes.0);
        rest.add_all(&own.iter().map(|&(country, value)| (country, -value)).collect::<Vec<_>>());
        rest.shares().into_iter().map(|(country, share)| (country, share.max(0.0))).collect()
    }
}

/// The places that a name may mean. Where none of them is in the article's main countries, places there with a similar
/// name are added.
fn candidates(knowledge: &Knowledge, name: &str, countries: &[(Country, f32)]) -> Vec<Place> {
    let key = fold(name);
    let mut found = knowledge.gazetteer.find(&key);
    if let Some(entry) = knowledge.nations.get(name).filter(|entry| entry.label == Label::Gpe) {
        let canonical = knowledge.gazetteer.find(&fold(entry.name));
        found.extend(canonical.into_iter().filter(|place| place.country == entry.country));
        // What bears the name of a country is seldom a town in it.
        found.retain(|place| place.kind <= Kind::Province || place.country != entry.country);
        if !found.iter().any(|place| place.kind <= Kind::Province && place.country == entry.country) {
            found.extend(knowledge.gazetteer.country(entry.country));
        }
        return found;
    }
    let is_main = |place: &Place| share(countries, place.country) > MAIN;
    let has_main = countries.iter().any(|&(_, share)| share > MAIN);
    if has_main && !found.iter().any(is_main) {
        found.extend(knowledge.gazetteer.similar(&key).iter().filter(|place| is_main(place)));
    }
    found
}

/// Where the text tells the whole and some candidates lie in it, the others are out.
fn keep_those_within(knowledge: &Knowledge, site: &mut Site) {
    for hint in &site.hints {
        let wholes = wholes(knowledge, hint);
        let is_within = |place: &Place| wholes.iter().any(|whole| whole.holds(*place));
        if site.found.iter().any(is_within) {
            site.found.retain(is_within);
        }
        site.wholes.extend(wholes);
    }
}

/// The places in which a hint says that a place lies; none for hints of another kind.
fn wholes(knowledge: &Knowledge, hint: &Hint) -> Vec<Place> {
    let all = |key: &str| knowledge.gazetteer.find(key).into_iter();
    match hint {
        Hint::Kind(_) => Vec::new(),
        Hint::Country(country) => vec![Place::whole(*country)],
        Hint::Name(name) => {
            let mut found: Vec<Place> = all(&fold(name)).filter(|place| place.kind != Kind::Region).collect();
            if let Some(entry) = knowledge.nations.get(name).filter(|entry| entry.country != 0) {
                // Parts of a country that are listed under it ("Scotland") are provinces of their own.
                if !found.iter().any(|place| place.country == entry.country && place.main) {
                    found.push(Place::whole(entry.country));
                }
            }
            found
        }
    }
}

/// The likeliest of the candidates of site `at`, given what the other sites were resolved to; `None` where no place is
/// likelier than not.
fn best(knowledge: &Knowledge, sites: &[Site], at: usize) -> Option<Place> {
    let site = &sites[at];
    let scored: Vec<(f32, Place)> =
        site.found.iter().map(|&place| (score(knowledge, sites, at, place), place)).collect();
    let &(most, place) = scored.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let odds = |score: f32| (STEEP * (score - most)).exp();
    let mass = |(score, _): &(f32, Place)| odds(*score);
    let same = |(_, other): &&(f32, Place)| other.country == place.country && place.distance(*other) < SAME;
    let is_it: f32 = scored.iter().filter(same).map(mass).sum();
    let all: f32 = scored.iter().map(mass).sum::<f32>() + odds(OPEN);
    (is_it / all >= 0.5).then_some(place)
}

/// How much speaks for `place` as the meaning of site `at`.
fn score(knowledge: &Knowledge, sites: &[Site], at: usize, place: Place) -> f32 {
    let site = &sites[at];
    let around = at.saturating_sub(NEIGHBOURS)..sites.len().min(at + NEIGHBOURS);
    let others = || around.clone().filter(|&other| other != at).map(|other| &sites[other]);
    let near = others().filter_map(|other| other.chosen);
    let is_near = near.filter(|other| other.kind > Kind::Region).any(|other| place.distance(other) < NEAR);
    let is_within = site.wholes.iter().any(|whole| whole.holds(place));
    let is_whole = |other: &Site| {
        let names_it = |hint: &Hint| matches!(hint, Hint::Name(name) if *name == site.name);
        other.hints.iter().any(names_it) && other.chosen.is_some_and(|part| place.holds(part))
    };
    let beside = site.beside.iter().filter_map(|&other| sites[other].chosen);
    let alike = beside.filter(|other| other.is_alike(place)).take(2).count();
    let of_kind = |hint: &Hint| matches!(hint, Hint::Kind(kind) if kind.fits(place.kind));
    PEOPLE * place.weight()
        + kind(knowledge, &site.name, place)
        + 4.0 * share(&site.countries, place.country).sqrt()
        + if place.main { 0.6 } else { 0.0 }
        + if is_near { 0.8 } else { 0.0 }
        + if is_within { WITHIN } else { 0.0 }
        + if others().any(is_whole) { HOLDS } else { 0.0 }
        + if site.hints.iter().any(of_kind) { OF_KIND } else { 0.0 }
        + BESIDE * alike as f32
}

/// How much more or less often a place of this kind is meant than its people tell.
fn kind(knowledge: &Knowledge, name: &str, place: Place) -> f32 {
    let nation = knowledge.nations.get(name).filter(|entry| entry.label == Label::Gpe && entry.country != 0);
    match (place.kind, nation) {
        (Kind::Country, Some(entry)) if entry.country == place.country => {
            if namesake(knowledge, name, entry.country).is_some() { 1.0 } else { 3.0 }
        }
        (_, Some(entry)) if entry.country != place.country => -1.0,
        (Kind::Country, _) if place.main => 3.0,
        // A country by another spelling is more often its capital ("Tunis"); a province or district of a town's name
        // is seldom meant.
        (Kind::Country, _) => -2.0,
        (Kind::Province, _) => -1.1,
        (Kind::Region, _) => 0.2,
        (Kind::District, _) => -2.8,
        (Kind::Town, _) => 0.0,
        // Known beyond its size, and named for its government.
        (Kind::Capital, _) => 1.5,
    }
}

fn share(countries: &[(Country, f32)], country: Country) -> f32 {
    countries.iter().find(|(other, _)| *other == country).map_or(0.0, |(_, share)| *share)
}
