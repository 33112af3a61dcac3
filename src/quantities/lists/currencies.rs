//! `currencies.tsv`, `local.tsv`, `minor.tsv`, `countries.tsv`: codes, signs and names of money, and what ambiguous ones mean in an article.

use rust_decimal::Decimal;

use crate::article::{Entity, Reference, Unit};
use crate::error::Error;
use crate::lexicon;
use crate::quantities::pieces::Pieces;
use crate::quantities::words::{Words, fault};

use super::phrases::Phrases;

const MINOR: &str = "quantities/minor.tsv";

/// What a currency's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tender {
    /// One currency, by its row.
    Known(u16),
    /// Several countries' name, by its row.
    Local(u16),
    /// A hundredth part, by its row.
    Minor(u16),
}

#[derive(Debug)]
struct Currency {
    code: &'static str,
    countries: Vec<&'static str>,
    /// Whether the code is also a word.
    wary: bool,
    /// Whether a point in its amounts parts thousands.
    points: bool,
}

#[derive(Debug)]
struct Local {
    /// Codes of the currencies that it may be, likeliest first.
    codes: Vec<&'static str>,
    vague: bool,
    /// Denominators whose price the world quotes in the first.
    world: Vec<&'static str>,
}

/// A small coin of one or more currencies.
#[derive(Debug)]
struct Minor {
    local: Local,
    /// How many make one of the currency, in the order of `local.codes`.
    parts: Vec<Decimal>,
}

/// All currencies.
#[derive(Debug, Default)]
pub(crate) struct Currencies {
    rows: Vec<Currency>,
    locals: Vec<Local>,
    minors: Vec<Minor>,
    pub before: Phrases<Tender>,
    pub after: Phrases<Tender>,
    /// Names that may also stand before an amount ("US dollars 6000").
    pub leading: Phrases<Tender>,
    countries: Phrases<u16>,
    country_codes: Vec<&'static str>,
    /// How each country writes dates in numbers, in the order of the codes; `None`: either way.
    day_orders: Vec<Option<DayOrder>>,
}

/// Which number of "4/6/2022" is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayOrder {
    DayFirst,
    MonthFirst,
}

impl Currencies {
    pub(crate) fn new(words: &mut Words) -> Result<Self, Error> {
        let mut all = Self::default();
        all.add_known(words)?;
        all.add_local(words)?;
        all.add_minor(words)?;
        all.add_countries(words)?;
        Ok(all)
    }

    fn add_known(&mut self, words: &mut Words) -> Result<(), Error> {
        let text = include_str!("../../../models/quantities/currencies.tsv");
        let columns = ["code", "name", "words", "symbols", "countries", "wary", "points"];
        for row in lexicon::parse("quantities/currencies.tsv", text, &columns)? {
            let tender = Tender::Known(self.rows.len() as u16);
            let wary = row.field(5) == "yes";
            let points = row.field(6) == "yes";
            self.rows.push(Currency { code: row.field(0), countries: row.list(4).collect(), wary, points });
            self.before.add(words, row.field(0), tender);
            self.before.add(words, &format!("{}$", row.field(0)), tender);
            self.after.add(words, row.field(0), tender);
            self.after.add(words, &row.field(0).to_lowercase(), tender);
            for form in row.list(2) {
                self.after.add_noun(words, form, tender);
                self.leading.add_noun(words, form, tender);
                self.add_capital(words, form, tender);
            }
            row.list(3).for_each(|form| self.add_symbol(words, form, tender));
        }
        Ok(())
    }

    /// A sign before the amount; one that is no letter also after it; "US$" also as "US $".
    fn add_symbol(&mut self, words: &mut Words, form: &str, tender: Tender) {
        self.before.add(words, form, tender);
        if form.chars().next_back().is_some_and(|last| !last.is_ascii()) || form.ends_with('$') {
            self.after.add(words, form, tender);
        }
        if let Some(letters) =
            form.strip_suffix('$').filter(|letters| letters.chars().all(char::is_alphabetic))
            && !matches!(letters, "" | "A")
        {
            self.before.add(words, &format!("{letters} $"), tender);
        }
    }

    /// "Egyptian Pounds": a name of two words with a capital on both, as officials write it.
    fn add_capital(&mut self, words: &mut Words, form: &str, tender: Tender) {
        let Some((first, last)) = form.split_once(' ') else { return };
        let mut letters = last.chars();
        let Some(capital) = letters.next().filter(|letter| letter.is_lowercase()) else { return };
        let name = format!("{first} {}{}", capital.to_uppercase(), letters.as_str());
        self.after.add(words, &name, tender);
        if !name.ends_with('s') {
            self.after.add(words, &format!("{name}s"), tender);
        }
    }

    fn add_local(&mut self, words: &mut Words) -> Result<(), Error> {
        let text = include_str!("../../../models/quantities/local.tsv");
        for row in
            lexicon::parse("quantities/local.tsv", text, &["symbols", "words", "codes", "vague", "world"])?
        {
            let tender = Tender::Local(self.locals.len() as u16);
            self.locals.push(Local {
                codes: row.list(2).collect(),
                vague: row.field(3) == "yes",
                world: row.list(4).collect(),
            });
            for form in row.list(0) {
                self.before.add(words, form, tender);
                self.after.add(words, form, tender);
            }
            for form in row.list(1) {
                self.after.add_noun(words, form, tender);
                self.leading.add_noun(words, form, tender);
            }
        }
        Ok(())
    }

    fn add_minor(&mut self, words: &mut Words) -> Result<(), Error> {
        let text = include_str!("../../../models/quantities/minor.tsv");
        for row in lexicon::parse(MINOR, text, &["name", "forms", "codes", "parts", "vague"])? {
            let tender = Tender::Minor(self.minors.len() as u16);
            let parts = row.list(3).map(str::parse).collect::<Result<Vec<Decimal>, _>>();
            let parts = parts.map_err(|_| fault(MINOR, &row, "parts"))?;
            let codes: Vec<_> = row.list(2).collect();
            if codes.is_empty() || codes.len() != parts.len() || parts.contains(&Decimal::ZERO) {
                return Err(fault(MINOR, &row, "parts"));
            }
            let local = Local { codes, vague: row.field(4) == "yes", world: Vec::new() };
            self.minors.push(Minor { local, parts });
            row.list(1).for_each(|form| self.after.add(words, form, tender));
        }
        Ok(())
    }

    /// How many coins of `tender` make one of its currency in an article with these `mentions`; `None` for main units.
    pub(crate) fn coins(&self, tender: Tender, mentions: &Mentions) -> Option<Decimal> {
        let Tender::Minor(row) = tender else { return None };
        let minor = &self.minors[row as usize];
        let (code, _) = self.settle(&minor.local, mentions);
        let at = minor.local.codes.iter().position(|known| *known == code)?;
        minor.parts.get(at).copied()
    }

    /// The currency with this code in capitals.
    pub(crate) fn of_code(&self, code: &str) -> Option<Tender> {
        self.rows.iter().position(|row| row.code == code).map(|row| Tender::Known(row as u16))
    }

    /// Whether nobody pays in parts of this currency, so that a point in its amounts parts thousands.
    pub(crate) fn has_no_coins(&self, tender: Tender) -> bool {
        matches!(tender, Tender::Known(row) if self.rows[row as usize].points)
    }

    fn add_countries(&mut self, words: &mut Words) -> Result<(), Error> {
        const COUNTRIES: &str = "quantities/countries.tsv";
        let text = include_str!("../../../models/quantities/countries.tsv");
        for row in lexicon::parse(COUNTRIES, text, &["code", "names", "dates"])? {
            let id = self.country_codes.len() as u16;
            self.country_codes.push(row.field(0));
            self.day_orders.push(match row.field(2) {
                "" => Some(DayOrder::DayFirst),
                "month" => Some(DayOrder::MonthFirst),
                "either" => None,
                _ => return Err(fault(COUNTRIES, &row, "dates")),
            });
            row.list(1).for_each(|name| self.countries.add(words, name, id));
        }
        Ok(())
    }

    /// How often each country is named in `text`, by the list's words or by a place that the names room resolved; in
    /// the order of the list.
    pub(crate) fn mentions(&self, text: &Pieces<'_>, entities: &[Entity]) -> Mentions {
        let mut counts = vec![0; self.country_codes.len()];
        // Where the list's words stand, in text order: a place is counted once.
        let mut listed = Vec::new();
        let mut at = 0;
        while at < text.pieces.len() {
            match self.countries.starting(text, at) {
                // The sign in "US$" names no place.
                Some((_, end)) if text.glued(end) && text.is(end, "$") => at = end,
                Some((country, end)) => {
                    counts[country as usize] += 1;
                    listed.push(text.span(at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
        for entity in entities {
            let Some(Reference::Place { country, .. }) = &entity.reference else { continue };
            let next = listed.partition_point(|span| span.end() <= entity.span.start());
            if listed.get(next).is_some_and(|span| span.overlaps(entity.span)) {
                continue;
            }
            if let Some(index) = self.country_codes.iter().position(|code| *code == &**country) {
                counts[index] += 1;
            }
        }
        Mentions {
            counts,
            us_dollars: (0..text.pieces.len()).any(|at| text.is(at, "$") && us_dollar(text, at)),
        }
    }

    /// Mentions of the countries whose own currency has this code.
    fn support(&self, code: &str, mentions: &Mentions) -> u32 {
        let row = self.rows.iter().find(|row| row.code == code);
        let countries = row.map_or(&[][..], |row| &row.countries);
        let count = |country: &&str| {
            let index = self.country_codes.iter().position(|code| code == country);
            index.map_or(0, |index| mentions.counts[index])
        };
        countries.iter().map(count).sum()
    }

    /// Whether a country that pays in `tender` is named in the article.
    pub(crate) fn is_supported(&self, tender: Tender, mentions: &Mentions) -> bool {
        match tender {
            Tender::Known(row) => self.support(self.rows[row as usize].code, mentions) > 0,
            Tender::Local(row) => {
                self.locals[row as usize].codes.iter().any(|code| self.support(code, mentions) > 0)
            }
            Tender::Minor(_) => true,
        }
    }

    /// Whether `text` is the code of `tender`, in any case.
    pub(crate) fn is_code(&self, tender: Tender, text: &str) -> bool {
        matches!(tender, Tender::Known(row) if self.rows[row as usize].code.eq_ignore_ascii_case(text))
    }

    /// Whether `text` is a code that is also a word ("TOP 10", "COP 15").
    pub(crate) fn is_wary(&self, tender: Tender, text: &str) -> bool {
        matches!(tender, Tender::Known(row) if self.rows[row as usize].wary && self.rows[row as usize].code == text)
    }

    /// The code that `local` has in an article with these `mentions`, and whether that is sure.
    fn settle(&self, local: &Local, mentions: &Mentions) -> (&'static str, bool) {
        let first = local.codes[0];
        let support = |code: &&'static str| self.support(code, mentions);
        let Some(best) = local.codes.iter().rev().max_by_key(|code| support(code)).copied() else {
            return (first, false);
        };
        let (most, home) = (support(&best), support(&first));
        let rivals: u32 = local.codes.iter().filter(|&&code| code != best).map(support).sum();
        if most == 0 {
            // No user of the name is mentioned: other countries write "$" for the first.
            let elsewhere = first == "USD" && mentions.counts.iter().any(|&count| count > 0);
            return (first, !local.vague || elsewhere);
        }
        if most == home {
            return (first, !local.vague || rivals < most);
        }
        match first {
            "USD" if mentions.us_dollars => (best, true),
            // One mention of Canada does not make "$" Canadian: the whole world counts in US dollars.
            "USD" if most < 2 => (first, false),
            _ => (best, rivals * 2 <= most),
        }
    }

    /// The unit of an amount in `tender`; `text` as written, `per` the denominator of a rate.
    pub(crate) fn unit(&self, tender: Tender, mentions: &Mentions, text: &str, per: Option<&str>) -> Unit {
        let (code, sure) = match tender {
            Tender::Known(row) => (self.rows[row as usize].code, true),
            Tender::Minor(row) => self.settle(&self.minors[row as usize].local, mentions),
            Tender::Local(row) => {
                let local = &self.locals[row as usize];
                let world = per.is_some_and(|per| local.world.contains(&per));
                if world { (local.codes[0], true) } else { self.settle(local, mentions) }
            }
        };
        Unit {
            text: text.into(),
            name: per.map(|per| format!("{code} per {per}").into()),
            ucum: None,
            currency: Some(code.into()),
            dimension: Some("money".into()),
            ambiguous: !sure,
        }
    }

    /// How the country that the article names most writes dates in numbers; `None` where it names none, or writes them
    /// either way.
    pub(crate) fn day_order(&self, mentions: &Mentions) -> Option<DayOrder> {
        let most = mentions.counts.iter().copied().max().filter(|&most| most > 0)?;
        let mut orders = (0..mentions.counts.len()).filter(|&at| mentions.counts[at] == most);
        let order = self.day_orders[orders.next()?]?;
        orders.all(|at| self.day_orders[at] == Some(order)).then_some(order)
    }
}

/// How often each country is named in an article.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    counts: Vec<u32>,
    /// Whether the article writes US dollars as such ("US$"), so that a bare "$" is likely another dollar.
    us_dollars: bool,
}

/// Whether the "$" at piece `at` is written as the US dollar's.
fn us_dollar(text: &Pieces<'_>, at: usize) -> bool {
    let before = at > 0
        && (text.text(at - 1) == "US" || text.text(at - 1) == "." && at > 3 && text.text(at - 4) == "U");
    before || text.text(at + 1) == "US" && text.glued(at + 1)
}
