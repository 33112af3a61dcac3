//! What a labelled file must keep to beyond what can be compared at all: the form of `docs/output.md`.

use super::article::{LabelledArticle, LabelledEntity, LabelledQuantity};
use super::read::Labelled;
use super::slip::Slip;
use super::{Extent, Scalar};
use crate::article::{Kind, Label};

impl Labelled {
    /// Every slip: those that keep the articles from being compared, and those against the form of a labelled article.
    pub fn all_slips(&self) -> Vec<Slip> {
        let mut slips = self.slips.clone();
        for article in &self.articles {
            slips.extend(Check::of(article));
        }
        slips.sort_by(|a, b| (&a.place.file, a.place.line).cmp(&(&b.place.file, b.place.line)));
        slips
    }
}

/// The check of one article.
struct Check<'a> {
    article: &'a LabelledArticle,
    slips: Vec<Slip>,
}

impl<'a> Check<'a> {
    fn of(article: &'a LabelledArticle) -> Vec<Slip> {
        let mut check = Self { article, slips: Vec::new() };
        if article.text.trim().is_empty() && article.error.is_none() {
            check.slip("text", "is empty");
        }
        check.entities(article.entities.as_deref().unwrap_or_default());
        check.quantities(article.quantities.as_deref().unwrap_or_default());
        check.links();
        check.slips
    }

    fn slip(&mut self, field: &str, problem: impl Into<String>) {
        let (place, id) = (self.article.place.clone(), self.article.id.clone());
        self.slips.push(Slip { place, id, field: field.to_owned(), problem: problem.into() });
    }

    fn entities(&mut self, entities: &[LabelledEntity]) {
        for entity in entities {
            if entity.id.is_empty() {
                self.slip(&format!("entity at {}", entity.extent.start), "has no id");
            }
            if Label::parse(&entity.label).is_none() {
                self.slip(
                    &format!("{}.label", entity.id),
                    format!("{} is not one of the eleven", entity.label),
                );
            }
            if entity.name.as_deref().is_none_or(str::is_empty) {
                self.slip(&format!("{}.name", entity.id), "is missing");
            }
        }
        self.apart(entities.iter().map(|entity| (entity.id.as_str(), entity.extent)).collect());
    }

    fn quantities(&mut self, quantities: &[LabelledQuantity]) {
        for quantity in quantities {
            self.value(quantity);
            if quantity.kind == Kind::Money
                && quantity.unit.as_ref().is_none_or(|unit| unit.currency.is_none())
            {
                self.slip(&format!("{}.unit.currency", quantity.id), "is missing, as the kind is money");
            }
            if quantity.kind == Kind::Measure && quantity.unit.is_none() {
                self.slip(&format!("{}.unit", quantity.id), "is missing, as the kind is measure");
            }
        }
        self.apart(quantities.iter().map(|quantity| (quantity.id.as_str(), quantity.extent)).collect());
    }

    fn value(&mut self, quantity: &LabelledQuantity) {
        let id = &quantity.id;
        if quantity.value.is_some() && (quantity.min.is_some() || quantity.max.is_some()) {
            self.slip(&format!("{id}.value"), "stands beside min or max; a range has no value");
        }
        let numeric =
            !matches!(quantity.kind, Kind::Date | Kind::Time | Kind::Score | Kind::Rank | Kind::Identifier);
        if !numeric {
            return;
        }
        if !quantity.has_value() {
            self.slip(&format!("{id}.value"), "is missing");
        }
        for (key, value) in [("value", &quantity.value), ("min", &quantity.min), ("max", &quantity.max)] {
            if value.as_ref().is_some_and(|value| value.number().is_none()) {
                self.slip(&format!("{id}.{key}"), "is no number");
            }
        }
        let number = |value: &Option<Scalar>| value.as_ref().and_then(Scalar::number);
        if let (Some(min), Some(max)) = (number(&quantity.min), number(&quantity.max))
            && min > max
        {
            self.slip(&format!("{id}.min"), "is above max");
        }
    }

    fn links(&mut self) {
        let quantities = self.article.quantities.as_deref().unwrap_or_default();
        for link in self.article.links.iter().flatten() {
            let Some(quantity) = quantities.get(link.quantity) else { continue };
            let field = format!("link of {}", quantity.id);
            if !quantity.kind.is_countable() {
                self.slip(&field, format!("a {} has no link", quantity.kind.as_str()));
            }
            match &link.entity {
                None if quantity.kind != Kind::Money => {
                    self.slip(&format!("{field}.entity"), "is missing, which only bare money may do without");
                }
                None => {}
                Some(phrase) => {
                    if phrase.head.is_empty() {
                        self.slip(&format!("{field}.entity.head"), "is missing");
                    }
                    if phrase.extent.is_none() {
                        self.slip(&format!("{field}.entity.start"), "is missing");
                    }
                }
            }
        }
    }

    /// Mentions must not overlap.
    fn apart(&mut self, mut mentions: Vec<(&str, Extent)>) {
        mentions.sort_by_key(|&(_, extent)| extent);
        for pair in mentions.windows(2) {
            if let [(first, a), (second, b)] = *pair
                && a.touches(b)
            {
                self.slip(&format!("{second}.start"), format!("overlaps {first}"));
            }
        }
    }
}
