//! A quantity in the set's own form, read from its file or made from our annotation.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::conventions::Conventions;
use headcount::article::{Bound, Change, Circumstance, Kind};
use headcount::labelled::{Extent, LabelledArticle, LabelledLink, LabelledQuantity, Scalar, Target};

/// Kinds that `NewsQuant` does not label.
const UNLABELLED: [Kind; 6] =
    [Kind::Date, Kind::Time, Kind::Identifier, Kind::Ordinal, Kind::Rank, Kind::Score];

/// A value: none that can be computed, one number, or the two ends of a range in order.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) enum Amount {
    #[default]
    Unknown,
    One(f64),
    Range(f64, f64),
}

impl Amount {
    fn range(a: Option<f64>, b: Option<f64>) -> Self {
        match (a, b) {
            (Some(a), Some(b)) => Self::Range(a.min(b), a.max(b)),
            (one, other) => one.or(other).map_or(Self::Unknown, Self::One),
        }
    }
}

/// The four bounds that the set tells apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Limit {
    #[default]
    Exact,
    About,
    More,
    Less,
}

impl From<Bound> for Limit {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Exact => Self::Exact,
            Bound::About => Self::About,
            Bound::AtLeast | Bound::MoreThan => Self::More,
            Bound::AtMost | Bound::LessThan => Self::Less,
        }
    }
}

/// What the label asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Asked<T> {
    /// Nothing: the labellers disagreed.
    Nothing,
    /// That the text says nothing.
    #[default]
    Absent,
    /// Just this.
    This(T),
}

/// One quantity of `NewsQuant`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct NeutralQuantity {
    pub(crate) extent: Option<Extent>,
    pub(crate) amount: Amount,
    /// Other values that are right too.
    pub(crate) other_values: Vec<f64>,
    pub(crate) bound: Asked<Limit>,
    pub(crate) change: Asked<Change>,
    pub(crate) unit: String,
    /// Other units that are right too.
    pub(crate) other_units: Vec<String>,
    pub(crate) unit_phrase: Option<String>,
    pub(crate) unit_head: Option<String>,
    /// Phrases, nearest first; `None` where they are not asked.
    pub(crate) concept: Option<Vec<String>>,
    pub(crate) concept_heads: Vec<String>,
    /// Phrase and head that a predicted link gives.
    pub(crate) target: Option<(String, String)>,
    /// Right or wrong, never counted.
    pub(crate) optional: bool,
    /// A change "from X to Y" labelled as a range: X and Y apart are right too.
    pub(crate) may_be_split: bool,
}

impl NeutralQuantity {
    /// Which bound it states.
    pub(crate) fn limit(&self) -> Limit {
        if let Asked::This(limit) = self.bound { limit } else { Limit::Exact }
    }

    /// The phrases, none where they are not asked.
    pub(crate) fn concepts(&self) -> &[String] {
        self.concept.as_deref().unwrap_or_default()
    }
}

/// Reads one item of the set's `quantities`.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn read(json: &Json) -> Result<NeutralQuantity, String> {
    let number = |json: &Json| Scalar::of(json).and_then(|scalar| amount(&scalar));
    let value = |key: &str| json.get(key).and_then(number);
    let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    let flag = |key: &str| json.get(key).and_then(Json::as_bool).unwrap_or_default();
    let offset = |key: &str| json.get(key).and_then(Json::as_u64).map(|offset| offset as usize);
    Ok(NeutralQuantity {
        extent: offset("start").zip(offset("end")).map(|(start, end)| Extent::new(start, end)),
        amount: match json.get("value").filter(|value| !value.is_null()) {
            Some(Json::Array(ends)) => match ends.as_slice() {
                [low, high] => Amount::range(number(low), number(high)),
                _ => Amount::Unknown,
            },
            Some(value) => number(value).map_or(Amount::Unknown, Amount::One),
            None => Amount::range(value("min"), value("max")),
        },
        other_values: items(json, "value_alt").filter_map(number).collect(),
        bound: bound(text("bound").as_deref())?,
        change: change(text("change").as_deref())?,
        unit: text("unit").unwrap_or_default(),
        other_units: texts(json, "unit_alt"),
        unit_phrase: text("unit_phrase"),
        unit_head: text("unit_head"),
        concept: concept(json),
        concept_heads: texts(json, "concept_heads"),
        target: None,
        optional: flag("optional"),
        may_be_split: flag("split_ok"),
    })
}

fn items<'a>(json: &'a Json, key: &str) -> impl Iterator<Item = &'a Json> {
    json.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn texts(json: &Json, key: &str) -> Vec<String> {
    items(json, key).filter_map(Json::as_str).map(str::to_owned).collect()
}

/// A field that is there and holds `null` is not asked; one that is absent asks for no concept.
fn concept(json: &Json) -> Option<Vec<String>> {
    let unasked = json.get("concept").is_some_and(Json::is_null);
    (!unasked).then(|| texts(json, "concept"))
}

fn bound(text: Option<&str>) -> Result<Asked<Limit>, String> {
    Ok(match text {
        Some("?") => Asked::Nothing,
        Some("about" | "~" | "approximately") => Asked::This(Limit::About),
        Some(">" | "more_than" | "at_least") => Asked::This(Limit::More),
        Some("<" | "less_than" | "at_most") => Asked::This(Limit::Less),
        None | Some("" | "=" | "exact" | "up" | "down") => Asked::Absent,
        Some(other) => return Err(format!("bound: {other:?} is no bound")),
    })
}

fn change(text: Option<&str>) -> Result<Asked<Change>, String> {
    Ok(match text {
        Some("?") => Asked::Nothing,
        Some("up") => Asked::This(Change::Up),
        Some("down") => Asked::This(Change::Down),
        None | Some("") => Asked::Absent,
        Some(other) => return Err(format!("change: {other:?} is neither up nor down")),
    })
}

/// A number, or the quotient that a text like "1/3" states.
fn amount(value: &Scalar) -> Option<f64> {
    value.number().or_else(|| {
        let (above, below) = value.text().split_once('/')?;
        let (above, below) = (above.trim().parse::<f64>().ok()?, below.trim().parse::<f64>().ok()?);
        Some(above / below).filter(|quotient| quotient.is_finite())
    })
}

impl Conventions {
    /// Our annotation of an article under these conventions.
    pub(crate) fn neutral(&self, article: &LabelledArticle) -> Vec<NeutralQuantity> {
        let text: Vec<char> = article.text.chars().collect();
        let quantities = article.quantities.iter().flatten().enumerate();
        let labelled = quantities.filter(|(_, quantity)| !UNLABELLED.contains(&quantity.kind));
        let link = |index: usize| article.links.iter().flatten().find(|link| link.quantity == index);
        labelled.map(|(index, quantity)| self.one(&text, quantity, link(index))).collect()
    }

    fn one(
        &self,
        text: &[char],
        quantity: &LabelledQuantity,
        link: Option<&LabelledLink>,
    ) -> NeutralQuantity {
        let mut result = NeutralQuantity {
            extent: Some(quantity.extent),
            unit: self.unit_of(quantity),
            bound: Asked::This(quantity.bound.into()),
            change: quantity.change.map_or(Asked::Absent, Asked::This),
            ..NeutralQuantity::default()
        };
        let number = |value: &Option<Scalar>| value.as_ref().and_then(amount);
        result.amount = Amount::range(number(&quantity.min), number(&quantity.max));
        if quantity.value.is_some() {
            result.amount = number(&quantity.value).map_or(Amount::Unknown, Amount::One);
        } else if quantity.bound == Bound::Exact && !matches!(result.amount, Amount::Range(..)) {
            result.bound = Asked::This(if quantity.min.is_some() { Limit::More } else { Limit::Less });
        }
        let phrase = |link: &'_ LabelledLink| link.entity.clone().filter(|phrase| !phrase.text.is_empty());
        let link = link.filter(|&link| phrase(link).is_some());
        if let Some(phrase) = link.and_then(phrase) {
            let head = Some(phrase.head).filter(|head| !head.is_empty());
            let head = head.unwrap_or_else(|| self.head(&phrase.text, ""));
            result.target = Some((phrase.text, head));
        }
        self.place(&mut result, text, quantity, link);
        result
    }

    /// Puts the linked phrase where the set has it: as the unit of a count or share, else as the concept.
    fn place(
        &self,
        result: &mut NeutralQuantity,
        text: &[char],
        quantity: &LabelledQuantity,
        link: Option<&LabelledLink>,
    ) {
        let of = link.map(|link| words(link.targets(Circumstance::Of))).unwrap_or_default();
        let Some((phrase, head)) = result.target.clone() else {
            result.concept = Some(of);
            return;
        };
        let counted =
            quantity.kind == Kind::Count && link.is_some_and(|link| self.counts(text, quantity, link));
        let share = quantity.kind == Kind::Ratio;
        if result.unit.is_empty() && (counted || share) {
            result.unit = if share { format!("% {phrase}") } else { phrase.clone() };
            result.unit_phrase = Some(phrase);
            result.unit_head = Some(self.lemma(&head));
            let concept = [Circumstance::Of, Circumstance::Agent, Circumstance::Places];
            result.concept =
                link.map(|link| concept.iter().flat_map(|&it| words(link.targets(it))).collect());
        } else {
            let heads = of.iter().map(|phrase| self.head(phrase, ""));
            result.concept_heads = std::iter::once(self.lemma(&head)).chain(heads).collect();
            result.concept = Some(std::iter::once(phrase).chain(of).collect());
        }
    }

    /// Whether the phrase is what the number counts, and not the subject of an index level ("ended at 27,349").
    fn counts(&self, text: &[char], quantity: &LabelledQuantity, link: &LabelledLink) -> bool {
        let Some((extent, inherited)) = link.entity.as_ref().and_then(|it| Some((it.extent?, it.inherited)))
        else {
            return true;
        };
        if inherited {
            return true;
        }
        let Some(gap) = text.get(quantity.extent.end..extent.start) else { return false };
        let gap: String = gap.iter().collect();
        let words = gap.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
        let closed = words.is_empty() || words.ends_with(char::is_whitespace);
        closed && words.split_whitespace().all(|word| self.between.contains(word.to_lowercase().as_str()))
    }

    fn unit_of(&self, quantity: &LabelledQuantity) -> String {
        let unit = quantity.unit.as_ref();
        let given = |field: &Option<Cow<'static, str>>| {
            field.as_deref().filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let text = unit.map(|unit| unit.text.to_string()).filter(|text| !text.is_empty());
        let written = unit.and_then(|unit| given(&unit.name)).or(text);
        let name = written.clone().or_else(|| unit.and_then(|unit| given(&unit.ucum))).unwrap_or_default();
        if let Some(currency) = unit.and_then(|unit| given(&unit.currency)) {
            let per = written.as_deref().and_then(|name| self.money_per.captures(name)?.get(1));
            return per.map_or(currency.clone(), |per| format!("{currency} per {}", per.as_str()));
        }
        match quantity.kind {
            Kind::Percent if name.is_empty() => "percent".to_owned(),
            Kind::Age if matches!(name.as_str(), "month" | "week" | "day" | "year") => {
                format!("{name} of age")
            }
            Kind::Age => "year of age".to_owned(),
            _ => name,
        }
    }
}

/// The words of targets that are no quantities.
fn words(targets: &[Target]) -> Vec<String> {
    targets.iter().filter_map(|target| target.words.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Canonical;

    #[test]
    fn a_quotient_is_a_number() {
        assert_eq!(amount(&Scalar::parse("1/4")), Some(0.25));
        assert_eq!(amount(&Scalar::parse("1/0")), None);
        assert_eq!(amount(&Scalar::parse("3-1")), None);
    }

    fn article(json: &str) -> LabelledArticle {
        let record: headcount::output::Record = serde_json::from_str(json).unwrap();
        let place = headcount::labelled::Place { file: std::path::Path::new("x").into(), line: 1 };
        LabelledArticle::predicted(&record, &place).unwrap()
    }

    #[test]
    fn a_count_takes_its_noun_as_unit_and_a_price_as_concept() {
        let conventions = Conventions::new().unwrap();
        let article = article(
            r#"{"id": "a", "text": "40 of the workers earn $9 an hour at 12%", "quantities": [
            {"id": "q1", "kind": "count", "start": 0, "end": 2, "min": 40, "text": "40"},
            {"id": "q2", "kind": "money", "start": 23, "end": 33, "text": "$9 an hour", "value": 9, "unit": {"text": "$ an hour", "currency": "USD"}},
            {"id": "q3", "kind": "percent", "start": 37, "end": 40, "text": "12%", "value": 12},
            {"id": "q4", "kind": "date", "start": 37, "end": 39, "text": "12", "value": "2012"}],
            "links": [{"quantity": "q1", "entity": {"text": "workers", "head": "worker", "start": 10, "end": 17}},
            {"quantity": "q2", "entity": {"text": "workers", "head": "worker", "start": 10, "end": 17}}]}"#,
        );
        let [count, price, share] = conventions.neutral(&article).try_into().unwrap();
        assert_eq!((count.unit.as_str(), count.unit_head.as_deref()), ("workers", Some("worker")));
        assert_eq!((count.amount, count.limit()), (Amount::One(40.0), Limit::More));
        assert_eq!(conventions.canonical(&price.unit), Canonical::Measure("usd per hour".to_owned()));
        assert_eq!(price.concepts(), ["workers"]);
        assert_eq!((share.unit.as_str(), share.concepts().len()), ("percent", 0));
    }
}
