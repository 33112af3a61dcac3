//! Small classes of words around and inside names (`models/names/words.tsv`).

use rustc_hash::FxHashSet;

use super::gazetteer::Kind;
use crate::error::Error;
use crate::lexicon;

const FILE: &str = "names/words.tsv";

/// The classes. Forms are in lower case; those of several words are joined by blanks.
#[derive(Debug)]
pub(super) struct Words {
    /// Before a person's name, no part of it ("Mr", "Justice").
    pub(super) title: Forms,
    /// Lower-case type words after a town or region, outside its name ("district").
    pub(super) place_tail: Forms,
    /// Type words of buildings and roads, inside the name also in lower case ("police station").
    pub(super) fac_tail: Forms,
    /// Capitalised last words of buildings and roads.
    pub(super) fac: Forms,
    /// Capitalised last words of waters, mountains and regions.
    pub(super) loc: Forms,
    /// Their capitalised first words ("Lake").
    pub(super) loc_head: Forms,
    /// Words of organisations' names.
    pub(super) org: Forms,
    /// Last words of companies' names.
    pub(super) company: Forms,
    /// Lemmas of what people and organisations do with words.
    pub(super) speech: Forms,
    /// Lemmas of what people do.
    pub(super) life: Forms,
    /// Prepositions before places.
    pub(super) at: Forms,
    /// Lower-case nouns before an organisation's name ("the magazine Alas").
    pub(super) org_before: Forms,
    /// Capitalised last (or first) words of events.
    pub(super) event: Forms,
    /// Last words of plans and policies, which are no names by the guide.
    pub(super) plan: Forms,
    /// Words before a quoted title.
    pub(super) work_before: Forms,
    /// Lower-case words that belong to a party's or union's name.
    pub(super) party: Forms,
    /// Lower-case words for a province, beside its name ("Plateau state", "the province of Zambezia").
    pub(super) province_word: Forms,
    /// Those for a district.
    pub(super) district_word: Forms,
    /// Those for a town.
    pub(super) town_word: Forms,
    /// Nouns behind the names of diseases and viruses.
    pub(super) disease: Forms,
    /// Lower-case words that may stand between a place and its whole ("in the north-eastern").
    pub(super) place_link: Forms,
    /// Nouns before "of" and a place.
    pub(super) place_of: Forms,
    /// First words of organisations' names in other languages ("Banco").
    pub(super) org_head: Forms,
    /// First words of names of squares and roads ("Plaza").
    pub(super) fac_head: Forms,
    /// Lower-case type words after the names of waters and mountains, outside them.
    pub(super) loc_tail: Forms,
    /// Words after a family's last name.
    pub(super) family: Forms,
    /// Lemmas of common nouns that people are called by in apposition ("a farmer").
    pub(super) person_noun: Forms,
    /// Those of towns and regions.
    pub(super) place_noun: Forms,
    /// Capitals that name nothing.
    pub(super) not_name: Forms,
    /// Weekdays and months.
    pub(super) calendar: Forms,
    /// Lower-case words inside names.
    pub(super) small: Forms,
}

/// The forms of one class.
#[derive(Debug, Default)]
pub(super) struct Forms(FxHashSet<&'static str>);

impl Forms {
    /// Whether `word`, in any case, is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(word)
            || word.chars().any(char::is_uppercase) && self.0.contains(&*word.to_lowercase())
    }
}

impl Words {
    /// Reads the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when a class is missing or the list is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let rows = lexicon::parse(FILE, include_str!("../../models/names/words.tsv"), &["class", "forms"])?;
        let class = |name: &str| Ok::<_, Error>(Forms(lexicon::class(FILE, &rows, name)?.collect()));
        Ok(Self {
            title: class("title")?,
            place_tail: class("place_tail")?,
            fac_tail: class("fac_tail")?,
            fac: class("fac")?,
            loc: class("loc")?,
            loc_head: class("loc_head")?,
            org: class("org")?,
            company: class("company")?,
            speech: class("speech")?,
            life: class("life")?,
            at: class("at")?,
            org_before: class("org_before")?,
            province_word: class("province_word")?,
            district_word: class("district_word")?,
            town_word: class("town_word")?,
            disease: class("disease")?,
            place_link: class("place_link")?,
            place_of: class("place_of")?,
            event: class("event")?,
            plan: class("plan")?,
            work_before: class("work_before")?,
            party: class("party")?,
            org_head: class("org_head")?,
            fac_head: class("fac_head")?,
            loc_tail: class("loc_tail")?,
            family: class("family")?,
            person_noun: class("person_noun")?,
            place_noun: class("place_noun")?,
            not_name: class("not_name")?,
            calendar: class("calendar")?,
            small: class("small")?,
        })
    }

    /// The kind of place that a lower-case word tells.
    pub(super) fn kind_of_place(&self, word: &str) -> Option<Kind> {
        let kinds = [
            (&self.province_word, Kind::Province),
            (&self.district_word, Kind::District),
            (&self.town_word, Kind::Town),
        ];
        let is_small = word.chars().next().is_some_and(char::is_lowercase);
        kinds.into_iter().find(|(forms, _)| is_small && forms.has(word)).map(|(_, kind)| kind)
    }
}
