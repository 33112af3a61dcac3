//! Known names: nations and their people, groups, laws, and the user's own list.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::fold::{fold, folded};
use super::gazetteer::{Country, country};
use crate::article::{Doc, Label, TokenRange};
use crate::error::Error;
use crate::lexicon;

/// What a listed name is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entry {
    pub(super) label: Label,
    /// Canonical name.
    pub(super) name: &'static str,
    /// The country it belongs to; 0: none.
    pub(super) country: Country,
    /// As written, where case matters: short forms in capitals ("US").
    pub(super) exact: Option<&'static str>,
}

/// Names by their folded words; finds the longest that begins at a token.
#[derive(Debug, Default)]
pub(super) struct Names {
    entries: FxHashMap<Box<str>, Entry>,
    /// For the first word of every name, the most words that follow it.
    longest: FxHashMap<Box<str>, usize>,
}

impl Names {
    /// With room for so many names.
    pub(super) fn with_capacity(count: usize) -> Self {
        let [entries, longest] = [count, count / 2];
        Self {
            entries: FxHashMap::with_capacity_and_hasher(entries, FxBuildHasher),
            longest: FxHashMap::with_capacity_and_hasher(longest, FxBuildHasher),
        }
    }

    /// Whether names begin with `word`, or may: a word that is nothing but marks is left out of a name's key.
    pub(super) fn begins_with(&self, word: &str) -> bool {
        let key = folded(word);
        let first = key.split(' ').next().unwrap_or_default();
        first.is_empty() || self.longest.contains_key(first)
    }

    /// Adds one name; the first of equals stays.
    pub(super) fn add(&mut self, name: &str, entry: Entry) {
        let key = fold(name);
        let mut words = key.split(' ');
        let first = words.next().unwrap_or_default();
        let following = words.count();
        match self.longest.get_mut(first) {
            Some(longest) => *longest = following.max(*longest),
            None => {
                self.longest.insert(first.into(), following);
            }
        }
        self.entries.entry(key.into()).or_insert(entry);
    }

    /// The entry of a name as it stands in a text.
    pub(super) fn get(&self, name: &str) -> Option<&Entry> {
        let entry = self.entries.get(&*fold(name))?;
        // "U.S." and "US" are one short form.
        let is_meant = |exact: &str| exact == name || exact.replace('.', "") == name.replace('.', "");
        entry.exact.is_none_or(is_meant).then_some(entry)
    }

    /// The longest name that begins at token `at`.
    pub(super) fn longest_at(&self, doc: &Doc, at: usize) -> Option<(TokenRange, &Entry)> {
        let key = folded(doc.token_text(at));
        let first = key.split(' ').next().unwrap_or_default();
        let most = *self.longest.get(first)? + 1;
        // A name of several words may have a hyphen or an apostrophe as tokens of their own.
        (1..=(most + 2).min(doc.len() - at)).rev().find_map(|count| {
            let tokens = TokenRange::new(at, at + count);
            let last = doc.token_text(at + count - 1);
            if !last
                .chars()
                .next_back()
                .is_some_and(|letter| letter.is_alphanumeric() || count == 1 && letter == '.')
            {
                return None;
            }
            Some((tokens, self.get(doc.span_of(tokens).of(&doc.text))?))
        })
    }
}

/// Countries, their people, and other groups.
///
/// # Errors
/// [`Error::Model`] when a list is damaged.
pub(super) fn nations() -> Result<Names, Error> {
    let mut names = Names::default();
    let nations = lexicon::parse(
        "names/nations.tsv",
        include_str!("../../models/names/nations.tsv"),
        &["code", "names", "people"],
    )?;
    for row in &nations {
        let country = country(row.field(0));
        let canonical = row.list(1).next().unwrap_or_default();
        for name in row.list(1) {
            let is_short = !name.chars().any(char::is_lowercase);
            names.add(
                name,
                Entry { label: Label::Gpe, name: canonical, country, exact: is_short.then_some(name) },
            );
        }
        for people in row.list(2) {
            add_group(&mut names, people, country);
        }
    }
    let groups =
        lexicon::parse("names/groups.tsv", include_str!("../../models/names/groups.tsv"), &["name", "kind"])?;
    for row in &groups {
        add_group(&mut names, row.field(0), 0);
    }
    Ok(names)
}

/// Short forms of provinces.
///
/// # Errors
/// [`Error::Model`] when the list is damaged.
pub(super) fn regions() -> Result<Names, Error> {
    let text = include_str!("../../models/names/regions.tsv");
    let mut names = Names::default();
    for row in lexicon::parse("names/regions.tsv", text, &["short", "name", "code"])? {
        names.add(
            row.field(0),
            Entry {
                label: Label::Gpe,
                name: row.field(1),
                country: country(row.field(2)),
                exact: Some(row.field(0)),
            },
        );
    }
    Ok(names)
}

/// Short forms of provinces that count only behind a town and a comma ("Ithaca, N.Y.").
#[derive(Debug)]
pub(super) struct ShortRegions(FxHashMap<&'static str, Vec<(Country, &'static str)>>);

impl ShortRegions {
    /// Reads the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let text = include_str!("../../models/names/short_regions.tsv");
        let mut forms: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for row in lexicon::parse("names/short_regions.tsv", text, &["code", "name", "forms"])? {
            for form in row.list(2) {
                forms.entry(form).or_default().push((country(row.field(0)), row.field(1)));
            }
        }
        Ok(Self(forms))
    }

    /// The country and full name of a short form as written, with or without its full stops.
    pub(super) fn find(&self, form: &str) -> impl Iterator<Item = (Country, &'static str)> {
        let found = self.0.get(&*form.replace('.', ""));
        found.into_iter().flatten().copied()
    }
}

/// Official lists and reports.
///
/// # Errors
/// [`Error::Model`] when the list is damaged.
pub(super) fn works() -> Result<Names, Error> {
    let text = include_str!("../../models/names/works.tsv");
    let mut names = Names::default();
    for row in lexicon::parse("names/works.tsv", text, &["name", "aliases"])? {
        for form in std::iter::once(row.field(0)).chain(row.list(1)) {
            let (label, name) = (Label::WorkOfArt, row.field(0));
            names.add(form, Entry { label, name, country: 0, exact: None });
        }
    }
    Ok(names)
}

/// Well-known companies, newspapers, clubs and tournaments.
///
/// # Errors
/// [`Error::Model`] when the list is damaged.
pub(super) fn known() -> Result<Names, Error> {
    let text = include_str!("../../models/names/known.tsv");
    let rows = lexicon::parse("names/known.tsv", text, &["name", "aliases", "label", "kind"])?;
    let mut names = Names::with_capacity(2 * rows.len());
    for row in rows {
        let label = Label::parse(row.field(2)).ok_or_else(|| Error::Model {
            file: "names/known.tsv",
            place: row.field(0).to_owned(),
            cause: format!("unknown label {}", row.field(2)),
        })?;
        for form in std::iter::once(row.field(0)).chain(row.list(1)) {
            let exact = (!form.contains(' ')).then_some(form);
            names.add(form, Entry { label, name: row.field(0), country: 0, exact });
        }
    }
    Ok(names)
}

/// Adds an adjective or noun and its plural.
fn add_group(names: &mut Names, name: &'static str, country: Country) {
    let entry = Entry { label: Label::Norp, name, country, exact: None };
    let does_add_s =
        !name.ends_with('s') && !name.ends_with("sh") && !name.ends_with("se") && !name.ends_with("ch");
    if does_add_s {
        names.add(&format!("{name}s"), entry);
    }
    names.add(name, entry);
}

/// One law of the list.
#[derive(Debug)]
pub(super) struct Listed {
    name: &'static str,
    country: Country,
    year: &'static str,
}

impl Listed {
    /// Name with year, as it is cited.
    pub(super) fn title(&self) -> String {
        if self.year.is_empty() { self.name.to_owned() } else { format!("{} {}", self.name, self.year) }
    }

    /// Its key: country, name and year.
    pub(super) fn key(&self) -> String {
        format!("law/{}/{}/{}", super::gazetteer::letters(self.country), self.name, self.year)
    }
}

/// The laws of `models/names/laws.tsv` by name and short form.
#[derive(Debug)]
pub(super) struct Laws {
    all: Vec<Listed>,
    names: FxHashMap<Box<str>, Vec<u32>>,
    /// Short forms as written ("PECA", "Sosma").
    short: FxHashMap<&'static str, Vec<u32>>,
}

impl Laws {
    /// Reads the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let rows = lexicon::parse(
            "names/laws.tsv",
            include_str!("../../models/names/laws.tsv"),
            &["name", "aliases", "country", "year", "jurisdiction"],
        )?;
        let mut all = Self { all: Vec::new(), names: FxHashMap::default(), short: FxHashMap::default() };
        for row in &rows {
            let number = all.all.len() as u32;
            all.all.push(Listed { name: row.field(0), country: country(row.field(2)), year: row.field(3) });
            for name in std::iter::once(row.field(0)).chain(row.list(1)) {
                all.names.entry(fold(name).into()).or_default().push(number);
                if !name.contains(' ') {
                    all.short.entry(name).or_default().push(number);
                }
            }
        }
        Ok(all)
    }

    /// Whether this is the short form of a law.
    pub(super) fn has_short(&self, form: &str) -> bool {
        self.short.contains_key(form)
    }

    /// The law of this name, with or without its year, in an article about these countries; `None` where several fit
    /// or none.
    pub(super) fn find(&self, name: &str, countries: &[Country]) -> Option<&Listed> {
        let key = fold(name);
        let (bare, year) = match key.rsplit_once(' ') {
            Some((bare, year)) if year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit()) => {
                (bare, year)
            }
            _ => (&*key, ""),
        };
        let bare = bare.strip_suffix(" of").unwrap_or(bare);
        let numbers = self.names.get(&*key).or_else(|| self.names.get(bare))?;
        let fits = |law: &&Listed| year.is_empty() || law.year.is_empty() || law.year == year;
        let all = || numbers.iter().filter_map(|&number| self.all.get(number as usize)).filter(fits);
        for country in countries {
            if let Some(law) = all().find(|law| law.country == *country) {
                return Some(law);
            }
        }
        let mut all = all();
        all.next().filter(|law| all.next().is_none() && (law.country == 0 || countries.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nations_and_their_people_are_known_with_their_country() {
        let names = nations().unwrap();
        assert_eq!(names.get("Sri Lankans").unwrap().country, country("LK"));
        assert_eq!(names.get("US").unwrap().label, Label::Gpe);
        assert!(names.get("us").is_none());
    }

    #[test]
    fn a_law_is_found_by_short_form_and_country() {
        let laws = Laws::new().unwrap();
        let pakistan = [country("PK")];
        assert_eq!(
            laws.find("PECA Act", &pakistan).unwrap().title(),
            "Prevention of Electronic Crimes Act 2016"
        );
        assert_eq!(
            laws.find("PTPA", &pakistan).unwrap().title(),
            "Prevention of Trafficking in Persons Act 2018"
        );
        assert!(laws.find("Companies Act, 1911", &pakistan).is_none());
    }
}
