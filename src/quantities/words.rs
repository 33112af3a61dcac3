//! The words that this room knows, each with a number, and what those mean that make numbers and dates.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use rust_decimal::Decimal;

use crate::error::Error;
use crate::lexicon::{self, Row};

/// Number of a known word; index into [`Words::entries`].
pub(crate) type WordId = u16;

/// How a word takes part in a number; see `numbers.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// 0 to 9.
    Digit,
    /// 10 to 19.
    Teen,
    /// 20 to 90.
    Ten,
    /// 100.
    Hundred,
    /// A power of ten that multiplies what stands before it.
    Scale,
    /// A scale that stands only after digits ("5bn").
    Short,
    /// A single letter that is a scale beside a currency or a counted noun ("$5m").
    Letter,
    /// 12, multiplied by what stands before it.
    Dozen,
    /// A power of ten that a decimal cannot hold (10^30 and more).
    Beyond,
}

/// A word that makes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numeric {
    pub role: Role,
    pub value: Decimal,
}

/// A word of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calendar {
    /// 1 to 12.
    Month(i8),
    /// 1 (Monday) to 7.
    Weekday(i8),
    /// "evening".
    Daypart,
    /// A word for a day seen from the day of writing, so many days later.
    Deictic(i32),
}

/// A list of `contexts.tsv`: words that tell what a number near them is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    /// Words of matches near a player's number in brackets.
    Player,
    /// People that an age in the plural is said of.
    People,
    /// What may follow "he is 35".
    AfterAge,
    /// Words between a verb of change and its figure.
    Light,
    /// Last words of street names (capitalised).
    Street,
    /// Second parts of words that name and count nothing ("two-wheeler").
    Compound,
    /// Words before "one day" that make it a length of time.
    BeforeDay,
    /// Words after a "one" that counts nothing.
    AfterOne,
    /// Words that make pounds a weight.
    Weight,
    /// Plurals after metres, not millions ("100m hurdles").
    Track,
    /// Verbs that place.
    Ranking,
    /// Words after a "first" that is no ordinal ("first aid").
    AfterFirst,
    /// Stretches of time after "this" or "last".
    Stretch,
    /// Words of contests near a result.
    Contest,
    /// Time zones (as written).
    Zone,
    /// Words before a number of four digits that make it a year.
    Dating,
    /// Last words of the titles of laws (capitalised).
    LawWord,
    /// Words with which a quantity may begin that are no number.
    Opener,
    /// Words after a measure that make it a size or distance.
    Extent,
    /// Nouns after "a" that make a rate ("eight litres a head").
    Each,
    /// Words that a hyphen joins to a number as a prefix ("now-18-month-old").
    Prefix,
    /// Second parts of words with a "one" that counts nothing ("one-off").
    HyphenOne,
    /// One person by trade or kinship, of whom an age is told.
    Person,
    /// Names of readings that count nothing: indices, rates, currencies.
    Gauge,
    /// First words of street names after a house number ("22 Ave Foch").
    StreetFirst,
    /// Words between a number and its unit of time ("three consecutive years").
    Consecutive,
    /// What follows "times" in a comparison ("six times the average").
    Times,
    /// Verbs before a bowler's figures ("took five for 98").
    Bowling,
    /// Words after a result in cricket.
    AfterResult,
    /// Those of whom "of four" tells children, not an age.
    Parent,
    /// Arms whose bore ".45" names.
    Calibre,
    /// Words before "over five weeks" that make "over" a bound, not "during".
    Span,
    /// Words before quarters and halves that are of a year ("the last two quarters").
    Sequence,
    /// Plurals that a year may name ("the 1892 elections").
    Yearly,
    /// Words before "age" whose figure is an age ("the median age is 23.9 years").
    AgeKind,
    /// Labels whose number may be a word ("phase two").
    LabelInWords,
    /// What follows a "No. 2" that ranks.
    NumberedRank,
    /// What follows an ordinal that is a place ("are second in").
    AfterPlace,
    /// What follows "a third" that is a share.
    AfterPart,
    /// What follows "half" as a share ("half the seats").
    AfterHalf,
    /// What follows a distance in k ("a 10k run").
    Race,
    /// Words near a foot mark (30') that make it a size.
    Sized,
    /// Words after "a year" that date, so that it makes no rate.
    AfterStretch,
    /// Words after 11:30 that make it no time of day.
    Played,
    /// Words before "year" for a year that is not the calendar's.
    Fiscal,
    /// Words before the name of a month.
    MonthLead,
    /// Words before a "half" that is a thing ("the first half").
    BeforeHalf,
    /// Short letters that are always money before digits.
    SureMoney,
    /// Words before a year that names a plural ("the 2019 elections").
    YearLead,
    /// Words before digits that make them a time of day.
    BeforeClock,
    /// Nouns of places in a ranking, which an ordinal numbers.
    Place,
    /// Labels that are also things which a number may count or verbs.
    LabelOrThing,
    /// Short names of codes after the number of a section.
    LawCode,
    /// Words before a number below 1500 that make it a year.
    InYear,
    /// Things that two years in a row name.
    YearlyThing,
    /// Words that make 40C a temperature.
    Heat,
    /// Verbs whose "at 87" is an age.
    AgeVerb,
    /// Words before a bare hundred that leave it vague.
    Vague,
    /// Words of plans, whose weekday is a coming one.
    Future,
    /// Past forms before "up to" that reach a level.
    Went,
    /// Words right before a result in words ("won 2 to 1").
    Verdict,
    /// Words near a blood pressure ("140 over 90").
    Pressure,
    /// Words after "one of the" that praise or rank.
    Praise,
    /// Nouns of fixed phrases with a "one" that counts nothing.
    Idiom,
    /// Verbs after which an ordinal is a place in a ranking.
    Copula,
    /// Words of flying near the number of a flight.
    Flight,
    /// Nouns before which "a quarter" is a share ("a quarter stake").
    Stake,
    /// Nouns of how things went in so many quarters of a year.
    Course,
    /// Words after "one step" that counts nothing.
    StepWay,
    /// Nouns of policies that a "zero" names ("zero Covid").
    ZeroGoal,
    /// Words of play near "the first quarter" of a match.
    Playing,
    /// Laws that a number and a year name ("law no. 127 of 2022").
    NumberedLaw,
    /// Diseases that a number names ("covid 19").
    NumberedDisease,
    /// Verbs that say how strong an earthquake was.
    Quake,
    /// Nouns that people and things are under ("under one roof").
    UnderWhat,
    /// Nouns of turns after an "over" that means during ("over three rounds").
    InTurns,
    /// Words near the number of a telephone.
    Call,
    /// Words before a "come first" that is no place in a ranking.
    Must,
}

impl Context {
    const ALL: [(&'static str, Self); 78] = [
        ("player", Self::Player),
        ("people", Self::People),
        ("after_age", Self::AfterAge),
        ("light", Self::Light),
        ("street", Self::Street),
        ("compound", Self::Compound),
        ("before_day", Self::BeforeDay),
        ("after_one", Self::AfterOne),
        ("weight", Self::Weight),
        ("track", Self::Track),
        ("ranking", Self::Ranking),
        ("after_first", Self::AfterFirst),
        ("stretch", Self::Stretch),
        ("contest", Self::Contest),
        ("zone", Self::Zone),
        ("dating", Self::Dating),
        ("law_word", Self::LawWord),
        ("opener", Self::Opener),
        ("extent", Self::Extent),
        ("each", Self::Each),
        ("prefix", Self::Prefix),
        ("hyphen_one", Self::HyphenOne),
        ("person", Self::Person),
        ("gauge", Self::Gauge),
        ("street_first", Self::StreetFirst),
        ("consecutive", Self::Consecutive),
        ("times", Self::Times),
        ("before_clock", Self::BeforeClock),
        ("place", Self::Place),
        ("label_or_thing", Self::LabelOrThing),
        ("law_code", Self::LawCode),
        ("in_year", Self::InYear),
        ("yearly_thing", Self::YearlyThing),
        ("heat", Self::Heat),
        ("age_verb", Self::AgeVerb),
        ("vague", Self::Vague),
        ("future", Self::Future),
        ("went", Self::Went),
        ("verdict", Self::Verdict),
        ("pressure", Self::Pressure),
        ("praise", Self::Praise),
        ("idiom", Self::Idiom),
        ("copula", Self::Copula),
        ("flight", Self::Flight),
        ("stake", Self::Stake),
        ("course", Self::Course),
        ("step_way", Self::StepWay),
        ("zero_goal", Self::ZeroGoal),
        ("playing", Self::Playing),
        ("numbered_law", Self::NumberedLaw),
        ("numbered_disease", Self::NumberedDisease),
        ("quake", Self::Quake),
        ("under_what", Self::UnderWhat),
        ("in_turns", Self::InTurns),
        ("call", Self::Call),
        ("must", Self::Must),
        ("age_kind", Self::AgeKind),
        ("label_in_words", Self::LabelInWords),
        ("numbered_rank", Self::NumberedRank),
        ("after_place", Self::AfterPlace),
        ("after_part", Self::AfterPart),
        ("after_half", Self::AfterHalf),
        ("race", Self::Race),
        ("sized", Self::Sized),
        ("after_stretch", Self::AfterStretch),
        ("played", Self::Played),
        ("fiscal", Self::Fiscal),
        ("month_lead", Self::MonthLead),
        ("before_half", Self::BeforeHalf),
        ("sure_money", Self::SureMoney),
        ("year_lead", Self::YearLead),
        ("yearly", Self::Yearly),
        ("sequence", Self::Sequence),
        ("parent", Self::Parent),
        ("calibre", Self::Calibre),
        ("span", Self::Span),
        ("bowling", Self::Bowling),
        ("after_result", Self::AfterResult),
    ];

    const fn bit(self) -> u128 {
        1 << self as u128
    }
}

/// What is known of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Entry {
    /// As a cardinal ("five", "hundred").
    pub cardinal: Option<Numeric>,
    /// As an ordinal ("fifth", "hundredth").
    pub ordinal: Option<Numeric>,
    /// As a part ("half", "quarter", "fifths"): its denominator.
    pub part: Option<Decimal>,
    /// Whether it is a plural ("hundreds", "fifths").
    pub plural: bool,
    /// As a fraction in one sign ("½").
    pub fraction: Option<Decimal>,
    /// As a multiple ("twice", "sixfold").
    pub multiple: Option<Decimal>,
    /// As a word of the calendar.
    pub calendar: Option<Calendar>,
    /// The contexts that it tells, one bit each.
    contexts: u128,
}

impl Entry {
    /// Whether the word tells `context`.
    pub(crate) const fn tells(&self, context: Context) -> bool {
        self.contexts & context.bit() != 0
    }

    /// Whether a number can begin with the word.
    pub(crate) fn makes_number(&self) -> bool {
        let word = self.cardinal.is_some() || self.ordinal.is_some();
        word || self.part.is_some() || self.multiple.is_some() || self.fraction.is_some()
    }
}

/// All known words.
#[derive(Debug, Default)]
pub(crate) struct Words {
    ids: FxHashMap<String, WordId>,
    entries: Vec<Entry>,
}

impl Words {
    /// The number of lower-case `word`.
    pub(crate) fn id(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// What is known of word number `id`.
    pub(crate) fn entry(&self, id: WordId) -> &Entry {
        &self.entries[id as usize]
    }

    /// The number of `word` in lower case, given to it now if it is new.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        let is_plain = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let word = if is_plain { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        if let Some(&id) = self.ids.get(&*word) {
            return id;
        }
        let id = self.entries.len() as WordId;
        self.ids.insert(word.into_owned(), id);
        self.entries.push(Entry::default());
        id
    }

    fn at(&mut self, word: &str) -> &mut Entry {
        let id = self.intern(word);
        &mut self.entries[id as usize]
    }

    /// Loads `numbers.tsv` and `calendar.tsv`.
    pub(crate) fn new() -> Result<Self, Error> {
        let mut words = Self::default();
        for row in numbers()? {
            words.add_number(&row)?;
        }
        for row in calendar()? {
            let meaning = calendar_meaning(&row)?;
            row.list(0).for_each(|form| words.at(form).calendar = Some(meaning));
        }
        for row in contexts()? {
            let found = Context::ALL.iter().find(|(name, _)| *name == row.field(0));
            let bit = found.ok_or_else(|| fault(CONTEXTS, &row, "context"))?.1.bit();
            row.list(1).for_each(|form| words.at(form).contexts |= bit);
        }
        Ok(words)
    }

    fn add_number(&mut self, row: &Row) -> Result<(), Error> {
        let value = quotient(row.field(2)).ok_or_else(|| fault(NUMBERS, row, "value"))?;
        match row.field(1) {
            "part" => {
                for form in row.list(0) {
                    let entry = self.at(form);
                    (entry.part, entry.plural) = (Some(value), form.ends_with('s'));
                }
            }
            "sign" => row.list(0).for_each(|form| self.at(form).fraction = Some(value)),
            "multiple" => row.list(0).for_each(|form| self.at(form).multiple = Some(value)),
            name => {
                let role = role(name).ok_or_else(|| fault(NUMBERS, row, "role"))?;
                row.list(0).for_each(|form| self.add_cardinal(form, Numeric { role, value }));
                row.list(3).for_each(|form| self.add_ordinal(form, Numeric { role, value }));
            }
        }
        Ok(())
    }

    /// A cardinal with its multiple ("sixfold") and, where it has one, its plural ("hundreds", "twenties").
    fn add_cardinal(&mut self, form: &str, numeric: Numeric) {
        self.at(form).cardinal = Some(numeric);
        self.at(&format!("{form}fold")).multiple = Some(numeric.value);
        if matches!(numeric.role, Role::Hundred | Role::Scale | Role::Dozen | Role::Ten)
            || numeric.value == Decimal::TEN
        {
            let plural = form.strip_suffix('y').map_or(format!("{form}s"), |stem| format!("{stem}ies"));
            let entry = self.at(&plural);
            (entry.cardinal, entry.plural) = (Some(numeric), true);
        }
    }

    /// An ordinal, which also names a part ("fifth", "fifths").
    fn add_ordinal(&mut self, form: &str, numeric: Numeric) {
        let part = Some(numeric.value).filter(|&value| value > Decimal::TWO);
        let entry = self.at(form);
        (entry.ordinal, entry.part) = (Some(numeric), part);
        let entry = self.at(&format!("{form}s"));
        (entry.part, entry.plural) = (part, true);
    }
}

const NUMBERS: &str = "quantities/numbers.tsv";
const CALENDAR: &str = "quantities/calendar.tsv";
const CONTEXTS: &str = "quantities/contexts.tsv";

/// Rows of `numbers.tsv`.
pub(crate) fn numbers() -> Result<Vec<Row>, Error> {
    let text = include_str!("../../models/quantities/numbers.tsv");
    lexicon::parse(NUMBERS, text, &["forms", "role", "value", "ordinal", "example", "read"])
}

/// A decimal, or the quotient of two ("1/3").
fn quotient(text: &str) -> Option<Decimal> {
    match text.split_once('/') {
        Some((over, under)) => over.parse::<Decimal>().ok()?.checked_div(under.parse().ok()?),
        None => text.parse().ok(),
    }
}

fn calendar() -> Result<Vec<Row>, Error> {
    let text = include_str!("../../models/quantities/calendar.tsv");
    lexicon::parse(CALENDAR, text, &["forms", "role", "value", "example"])
}

fn contexts() -> Result<Vec<Row>, Error> {
    let text = include_str!("../../models/quantities/contexts.tsv");
    lexicon::parse(CONTEXTS, text, &["context", "forms", "use"])
}

fn role(name: &str) -> Option<Role> {
    Some(match name {
        "digit" => Role::Digit,
        "teen" => Role::Teen,
        "ten" => Role::Ten,
        "hundred" => Role::Hundred,
        "scale" => Role::Scale,
        "short" => Role::Short,
        "letter" => Role::Letter,
        "dozen" => Role::Dozen,
        "beyond" => Role::Beyond,
        _ => return None,
    })
}

fn calendar_meaning(row: &Row) -> Result<Calendar, Error> {
    let number = || row.field(2).parse::<i8>().map_err(|_| fault(CALENDAR, row, "value"));
    Ok(match row.field(1) {
        "month" => Calendar::Month(number()?),
        "weekday" => Calendar::Weekday(number()?),
        "daypart" => Calendar::Daypart,
        "deictic" => Calendar::Deictic(number()?.into()),
        _ => return Err(fault(CALENDAR, row, "role")),
    })
}

/// The error for a field that this room cannot use.
pub(crate) fn fault(file: &'static str, row: &Row, field: &str) -> Error {
    Error::Model { file, place: format!("line {}", row.line), cause: format!("unknown {field}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cardinal_and_ordinal_below_a_hundred_is_known() {
        let words = Words::new().unwrap();
        let value = |word: &str| words.id(word).and_then(|id| words.entry(id).cardinal).map(|n| n.value);
        let ordinal = |word: &str| words.id(word).and_then(|id| words.entry(id).ordinal).map(|n| n.value);
        for (word, nth, number) in [("one", "first", 1), ("twelve", "twelfth", 12), ("sixty", "sixtieth", 60)]
        {
            assert_eq!(value(word), Some(number.into()));
            assert_eq!(ordinal(nth), Some(number.into()));
        }
        let all = |role| numbers().unwrap().iter().filter(|row| row.field(1) == role).count();
        assert_eq!((all("digit"), all("teen")), (10, 10));
        assert!(all("ten") >= 8);
    }
}
