//! Public bodies by country (`models/names/bodies.tsv`): ministries, police forces, courts, parties, and the bodies of many
//! countries. One short form names several of them; the article's country decides.

use rustc_hash::FxHashMap;

use super::board::is_acronym;
use super::fold::fold;
use super::gazetteer::{Country, country, letters};
use super::lists::{Entry, Names};
use crate::article::{Doc, Label, TokenRange};
use crate::error::Error;
use crate::lexicon;

/// Least share of a country in the article's countries for its bodies to be meant by their short forms.
const SHARE: f32 = 0.12;

/// One body of the list.
#[derive(Debug)]
pub(super) struct Body {
    /// Usual English name.
    pub(super) name: &'static str,
    /// 0: of many countries.
    country: Country,
    /// Whether the name itself tells the country ("Kenya Revenue Authority").
    tells_country: bool,
}

impl Body {
    /// Its key: country and name.
    pub(super) fn key(&self) -> String {
        format!("org/{}/{}", letters(self.country), self.name)
    }
}

/// The list, by name and short form.
#[derive(Debug)]
pub(super) struct Bodies {
    all: Vec<Body>,
    /// For every folded form, the bodies that it names, each with the form as written.
    forms: FxHashMap<Box<str>, Vec<(u32, &'static str)>>,
    names: Names,
}

impl Bodies {
    /// Reads the embedded list. `nations` tell whether a name holds its country.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(super) fn new(nations: &Names) -> Result<Self, Error> {
        let rows = lexicon::parse(
            "names/bodies.tsv",
            include_str!("../../models/names/bodies.tsv"),
            &["name", "aliases", "country", "kind"],
        )?;
        let mut bodies = Self {
            all: Vec::new(),
            forms: FxHashMap::default(),
            names: Names::with_capacity(2 * rows.len()),
        };
        for row in &rows {
            let (number, name, country) = (bodies.all.len() as u32, row.field(0), country(row.field(2)));
            bodies.all.push(Body { name, country, tells_country: tells(nations, name, country) });
            for form in std::iter::once(name).chain(row.list(1)) {
                bodies.forms.entry(fold(form).into()).or_default().push((number, form));
                bodies.names.add(form, Entry { label: Label::Org, name, country, exact: None });
            }
        }
        Ok(bodies)
    }

    /// The longest listed name that begins at token `at`; a single word counts only as written.
    pub(super) fn longest_at(&self, doc: &Doc, at: usize) -> Option<TokenRange> {
        let (tokens, _) = self.names.longest_at(doc, at)?;
        let form = doc.span_of(tokens).of(&doc.text);
        (form.contains(' ') || !self.named(form).is_empty()).then_some(tokens)
    }

    /// The bodies of this name or short form.
    fn named(&self, form: &str) -> Vec<&Body> {
        let all = self.forms.get(&*fold(form)).map(Vec::as_slice).unwrap_or_default();
        let is_written = |written: &str| written == form || form.contains(' ');
        let numbers = all.iter().filter(|(_, written)| is_written(written)).map(|&(number, _)| number);
        numbers.filter_map(|number| self.all.get(number as usize)).collect()
    }

    /// The body that a name means in an article about `countries`, the most mentioned first; `None` where none or several
    /// fit.
    pub(super) fn find(&self, form: &str, doc: &Doc, countries: &[(Country, f32)]) -> Option<&Body> {
        let named = self.named(form);
        let all = || named.iter().copied();
        let mut here = countries.iter().filter(|(_, share)| *share > SHARE).take(3);
        let local = here.find_map(|&(country, _)| all().find(|body| body.country == country));
        let global = only(all().filter(|body| body.country == 0));
        if !is_acronym(form) {
            let told = || only(all()).filter(|body| form.contains(' ') && body.tells_country);
            return local.or(global).or_else(told);
        }
        // The long form in the article settles what the short form means.
        let told = only(all().filter(|body| doc.text.contains(body.name)));
        told.or(if local.is_some() && global.is_some() { None } else { local.or(global) })
    }
}

/// The only one of `bodies`.
fn only<'a>(mut bodies: impl Iterator<Item = &'a Body>) -> Option<&'a Body> {
    let first = bodies.next();
    first.filter(|_| bodies.next().is_none())
}

/// Whether the words of `name` hold that of the country or its people.
fn tells(nations: &Names, name: &str, country: Country) -> bool {
    if country == 0 {
        return false;
    }
    let words: Vec<&str> = name.split(' ').collect();
    let starts = (0..words.len()).filter(|&at| nations.begins_with(words[at]));
    let mut parts = starts.flat_map(|at| {
        (1..=3).filter_map({
            let words = &words;
            move |count| words.get(at..at + count)
        })
    });
    parts.any(|part| nations.get(&part.join(" ")).is_some_and(|entry| entry.country == country))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Syntax;
    use crate::entities::lists;

    fn doc(text: &str) -> Doc {
        Doc::new(text.into(), Vec::new(), Syntax::default())
    }

    #[test]
    fn a_short_form_means_the_body_of_the_articles_country() {
        let bodies = Bodies::new(&lists::nations().unwrap()).unwrap();
        let find = |form: &str, letters: &str| {
            let about = [(country(letters), 0.8)];
            bodies.find(form, &doc("Nothing else."), &about).map(Body::key)
        };
        assert_eq!(find("NDMA", "KE").as_deref(), Some("org/KE/National Drought Management Authority"));
        assert_eq!(find("NDMA", "PK").as_deref(), Some("org/PK/National Disaster Management Authority"));
        assert_eq!(find("WHO", "FR").as_deref(), Some("org//World Health Organization"));
        assert_eq!(find("FIA", "IT"), None, "a motor sport's FIA is not Pakistan's");
        assert_eq!(find("ICC", "IN"), None, "two bodies of many countries have it");
        assert_eq!(find("Kenya Revenue Authority", "FR").as_deref(), Some("org/KE/Kenya Revenue Authority"));
    }

    #[test]
    fn the_long_form_in_the_article_settles_the_short_form() {
        let bodies = Bodies::new(&lists::nations().unwrap()).unwrap();
        let text = doc("The International Criminal Court sat. The ICC adjourned.");
        assert_eq!(
            bodies.find("ICC", &text, &[]).map(|body| body.name),
            Some("International Criminal Court")
        );
    }

    #[test]
    fn the_list_is_as_large_as_it_is_said_to_be() {
        let bodies = Bodies::new(&lists::nations().unwrap()).unwrap();
        let countries: std::collections::HashSet<_> = bodies.all.iter().map(|body| body.country).collect();
        assert!(bodies.all.len() > 1900 && countries.len() > 150);
    }
}
