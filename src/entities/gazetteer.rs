//! Places of the world by name: GeoNames, compiled into a finite-state index (`models/train/places`).

use std::sync::{Arc, Mutex, PoisonError};

use fst::Map;
use fst::raw::{Node, Output};
use half::f16;
use rustc_hash::FxHashMap;

use super::likeness::Likeness;
use crate::article::Reference;
use crate::error::Error;
use crate::lexicon::shared::Shared;
use crate::network::weights::{Aligned, Weights};

const FILE: &str = "names/places.safetensors";
static TABLE: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/names/places.safetensors"));
static INDEX: &[u8] = include_bytes!("../../models/names/places.fst");

/// A country: its two letters of ISO 3166-1 in one number; 0 where a place is in none.
pub(super) type Country = u16;

/// Kilometres within which a place lies in a town or district by whose name its whole is told.
const ABOUT: f32 = 60.0;
/// The same for a province of which no list of its towns is known.
const AROUND: f32 = 200.0;

/// Places with more people are known beyond their surroundings.
const KNOWN: u32 = 20_000;
/// Names of which the similar ones are remembered at most.
const LIKENED: usize = 8192;

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A country.
    Country,
    /// A province or state: the first level below a country.
    Province,
    /// A continent or a part of one.
    Region,
    /// A district or county: the second level.
    District,
    /// A town.
    Town,
    /// The capital of a country.
    Capital,
}

impl Kind {
    /// Whether a place of kind `other` may be called one of this kind: a capital is a town, many a district is a province's.
    pub(super) fn fits(self, other: Self) -> bool {
        self == other || self == Self::Town && other == Self::Capital
    }
}

/// One place that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// GeoNames id.
    pub(super) id: u32,
    pub(super) country: Country,
    /// Degrees north.
    pub(super) lat: f32,
    /// Degrees east.
    pub(super) lon: f32,
    /// People, to three figures.
    pub(super) population: u32,
    pub(super) kind: Kind,
    /// The number of the province that it is, or is in; 0 where that is not known.
    pub(super) province: u16,
    /// Whether this is its main name, not another spelling.
    pub(super) main: bool,
}

impl Place {
    /// How well known it is, 0 to about 9: the decimal logarithm of its people; continents and their parts count as
    /// large.
    pub(super) fn weight(self) -> f32 {
        let known = if self.kind == Kind::Region { 8.0 } else { 0.0_f32 };
        (self.population as f32).max(100.0).log10().max(known)
    }

    /// Kilometres between two places, along the great circle.
    pub(super) fn distance(self, other: Self) -> f32 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let (north, east) = ((b - a) / 2.0, (other.lon - self.lon).to_radians() / 2.0);
        let chord = north.sin().powi(2) + a.cos() * b.cos() * east.sin().powi(2);
        12_742.0 * chord.sqrt().min(1.0).asin()
    }

    /// A country as that in which other places lie.
    pub(super) fn whole(country: Country) -> Self {
        let kind = Kind::Country;
        Self { id: 0, country, lat: 0.0, lon: 0.0, population: 0, kind, province: 0, main: true }
    }

    /// Whether `other` lies in this place.
    pub(super) fn holds(self, other: Self) -> bool {
        let is_smaller = match self.kind {
            Kind::Country => other.kind != Kind::Country,
            Kind::Province if self.province == 0 || other.province == 0 => self.distance(other) < AROUND,
            Kind::Province => self.province == other.province && other.kind > Kind::Region,
            Kind::Region => false,
            Kind::District | Kind::Town | Kind::Capital => {
                other.kind >= Kind::Town
                    && other.population < self.population.max(1)
                    && self.distance(other) < ABOUT
            }
        };
        is_smaller && self.country == other.country && self.id != other.id
    }

    /// Whether both are places of one country and level.
    pub(super) fn is_alike(self, other: Self) -> bool {
        let level = |kind: Kind| if kind == Kind::Capital { Kind::Town } else { kind };
        let are_countries = self.kind == Kind::Country && other.kind == Kind::Country;
        are_countries || self.country == other.country && level(self.kind) == level(other.kind)
    }

    /// As written in the output.
    pub(super) fn reference(self) -> Reference {
        Reference::Place { geonames: self.id, country: letters(self.country), lat: self.lat, lon: self.lon }
    }
}

/// What the gazetteer knows of a single word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// People of the largest place with this main name; `None` where there is none.
    pub(super) alone: Option<u32>,
    /// Whether longer main names begin with it.
    pub(super) begins: bool,
}

/// The number of the country with these two letters.
pub(super) fn country(letters: &str) -> Country {
    match letters.as_bytes() {
        &[first, second] => u16::from_be_bytes([first, second]),
        _ => 0,
    }
}

/// The two letters of a country; empty for none.
pub(super) fn letters(country: Country) -> Box<str> {
    let bytes = country.to_be_bytes();
    std::str::from_utf8(&bytes).map_or("", |letters| letters.trim_matches('\0')).into()
}

/// The gazetteer.
#[derive(Debug)]
pub(super) struct Gazetteer {
    index: Map<&'static [u8]>,
    id: &'static [u32],
    lat: &'static [f32],
    lon: &'static [f32],
    /// Decimal logarithms of the numbers of people.
    people: &'static [f16],
    /// The kind, and eight times the number of the province.
    kind: &'static [u16],
    country: &'static [u16],
    /// Twice the place's number, and one where the name is not its main one.
    postings: &'static [u32],
    /// What [`Self::similar`] found lately: the names in the news recur, and a search takes some 0.1 ms.
    likened: Mutex<FxHashMap<Box<str>, Arc<[Place]>>>,
}

impl Gazetteer {
    /// The embedded index.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(super) fn shared() -> Result<&'static Self, Error> {
        static GAZETTEER: Shared<Gazetteer> = Shared::empty();
        GAZETTEER.get(Self::new)
    }

    fn new() -> Result<Self, Error> {
        let table = Weights::embedded(FILE, &TABLE.0)?;
        let [places] = table.shape("id")?;
        let [postings] = table.shape("postings")?;
        let index = Map::new(INDEX)
            .map_err(|cause| table.fault("places.fst", format!("not an index of names: {cause}")))?;
        Ok(Self {
            index,
            id: table.read("id", &[places])?,
            lat: table.read("lat", &[places])?,
            lon: table.read("lon", &[places])?,
            people: table.read("people", &[places])?,
            kind: table.read("kind", &[places])?,
            country: table.read("country", &[places])?,
            postings: table.read("postings", &[postings])?,
            likened: Mutex::default(),
        })
    }

    /// The country with this code, which may bear none of the names by which the press knows it.
    pub(super) fn country(&self, country: Country) -> Option<Place> {
        // Countries are among the first few thousand of the table.
        let at =
            (0..self.id.len()).find(|&at| self.kind[at].is_multiple_of(8) && self.country[at] == country)?;
        self.place(2 * at as u32)
    }

    /// The places of this name (a folded key), the best known first of each kind.
    pub(super) fn find(&self, key: &str) -> Vec<Place> {
        self.index.get(key).map_or_else(Vec::new, |value| self.places(value))
    }

    /// Places of more than [`KNOWN`] people whose name differs from the key in one letter, or in two where it has six or more;
    /// the first letter is the same. For spellings that the gazetteer lacks.
    pub(super) fn similar(&self, key: &str) -> Arc<[Place]> {
        let known = || self.likened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(key) {
            return Arc::clone(found);
        }
        // Searched without the lock, which other threads may want.
        let found: Arc<[Place]> = self.search(key).into();
        let mut known = known();
        if known.len() >= LIKENED {
            known.clear();
        }
        known.insert(key.into(), Arc::clone(&found));
        found
    }

    fn search(&self, key: &str) -> Vec<Place> {
        let length = key.chars().count();
        let Some(&first) = key.as_bytes().first().filter(|_| length >= 5) else { return Vec::new() };
        let likeness = Likeness::new(key, if length < 6 { 1 } else { 2 });
        let (index, mut found, mut open) = (self.index.as_fst(), Vec::new(), Vec::new());
        let root = index.root();
        open.extend(root.find_input(first).map(|at| {
            let letter = root.transition(at);
            (letter.addr, letter.out, likeness.accept(&likeness.start(), first))
        }));
        // By hand, as a search of the index by an automaton also opens every node that cannot match, most of its time.
        while let Some((address, value, read)) = open.pop() {
            let node = index.node(address);
            if node.is_final() && likeness.is_match(&read) {
                let places = self.places(value.cat(node.final_output()).value()).into_iter();
                let known = places.filter(|place| place.population > KNOWN);
                found.extend(known.map(|place| Place { main: false, ..place }));
            }
            // The first in the order of the names comes off the stack first.
            for letter in (0..node.len()).rev().map(|at| node.transition(at)) {
                let read = likeness.accept(&read, letter.inp);
                if likeness.can_match(&read) {
                    open.push((letter.addr, value.cat(letter.out), read));
                }
            }
        }
        found
    }

    /// What the gazetteer knows of a single word: whether places have it as their main name, and whether main names of
    /// several words begin with it.
    pub(super) fn named(&self, key: &str) -> Named {
        let index = self.index.as_fst();
        let Some((node, value)) = self.node(key) else { return Named { alone: None, begins: false } };
        let alone = node.is_final().then(|| self.places(value.cat(node.final_output()).value()));
        let mut open = Vec::new();
        open.extend(
            node.find_input(b' ').map(|at| (node.transition(at).addr, value.cat(node.transition(at).out))),
        );
        let mut begins = false;
        while let Some((address, value)) = open.pop().filter(|_| !begins) {
            let node = index.node(address);
            let postings = |value: Output| self.postings(value.value()).iter();
            begins = node.is_final()
                && postings(value.cat(node.final_output())).any(|posting| posting.is_multiple_of(2));
            open.extend(node.transitions().map(|letter| (letter.addr, value.cat(letter.out))));
        }
        let main = alone.into_iter().flatten().filter(|place| place.main);
        Named { alone: main.map(|place| place.population).max(), begins }
    }

    /// Where the index stands after the letters of `key`, and the sum of what it gave for them.
    fn node(&self, key: &str) -> Option<(Node<'_>, Output)> {
        let index = self.index.as_fst();
        key.bytes().try_fold((index.root(), Output::zero()), |(node, value), byte| {
            let letter = node.transition(node.find_input(byte)?);
            Some((index.node(letter.addr), value.cat(letter.out)))
        })
    }

    fn places(&self, value: u64) -> Vec<Place> {
        self.postings(value).iter().filter_map(|&posting| self.place(posting)).collect()
    }

    /// The postings that a value of the index stands for.
    fn postings(&self, value: u64) -> &'static [u32] {
        let (start, count) = ((value / 32) as usize, (value % 32) as usize);
        self.postings.get(start..start + count).unwrap_or_default()
    }

    fn place(&self, posting: u32) -> Option<Place> {
        let at = (posting / 2) as usize;
        Some(Place {
            id: *self.id.get(at)?,
            country: self.country[at],
            lat: self.lat[at],
            lon: self.lon[at],
            population: 10_f32.powf(self.people[at].to_f32()).round() as u32,
            kind: match self.kind[at] % 8 {
                0 => Kind::Country,
                1 => Kind::Province,
                2 => Kind::Region,
                3 => Kind::District,
                5 => Kind::Capital,
                _ => Kind::Town,
            },
            province: self.kind[at] / 8,
            main: posting.is_multiple_of(2),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_found_with_its_country_and_place() {
        let gazetteer = Gazetteer::shared().unwrap();
        let found = gazetteer.find("gujar khan");
        let place = found.iter().find(|place| place.kind == Kind::Town).unwrap();
        assert_eq!(&*letters(place.country), "PK");
        assert!((place.lat - 33.25).abs() < 0.1 && (place.lon - 73.3).abs() < 0.1);
        assert!(gazetteer.find("no such place").is_empty());
    }

    #[test]
    fn another_spelling_is_found_by_likeness() {
        let gazetteer = Gazetteer::shared().unwrap();
        assert!(gazetteer.find("jehlum").is_empty());
        assert!(gazetteer.similar("jehlum").iter().any(|place| place.id == 1_175_864));
    }

    #[test]
    fn distances_follow_the_great_circle() {
        let gazetteer = Gazetteer::shared().unwrap();
        let town = |name: &str| {
            gazetteer.find(name).into_iter().max_by(|a, b| a.weight().total_cmp(&b.weight())).unwrap()
        };
        let kilometres = town("lahore").distance(town("karachi"));
        assert!((1000.0..1060.0).contains(&kilometres), "{kilometres}");
    }
}
