//! An annotation that was made now, as a prediction.

use std::collections::HashMap;

use super::article::{
    LabelledArticle, LabelledEntity, LabelledLink, LabelledPhrase, LabelledQuantity, LabelledStatus, Place,
    Target,
};
use super::{Extent, Scalar};
use crate::article::{Circumstance, Each};
use crate::error::Error;
use crate::output::{EntityRecord, LinkRecord, PhraseRecord, Pointing, QuantityRecord, Record, SpanRecord};

impl LabelledArticle {
    /// An annotation as the prediction for the article that stands at `place`.
    ///
    /// # Errors
    /// [`Error::Record`] where a link of the annotation names an id that it does not hold.
    pub fn predicted(record: &Record, place: &Place) -> Result<Self, Error> {
        let text = record.text.clone().unwrap_or_default();
        let mut article = Self::bare(record.id.clone(), place.clone(), text);
        article.error.clone_from(&record.error);
        if article.error.is_some() {
            return Ok(article);
        }
        article.meta.clone_from(&record.meta);
        article.entities = record.entities.as_ref().map(|all| all.iter().map(entity).collect());
        article.quantities = record.quantities.as_ref().map(|all| all.iter().map(quantity).collect());
        article.statuses = article.quantities.as_deref().map(LabelledStatus::of);
        let ids = RecordIds::of(record);
        let links = record.links.as_ref().map(|all| all.iter().map(|link| ids.link(link)).collect());
        article.links = links.transpose().map_err(|id| Error::Record {
            path: place.file.to_path_buf(),
            line: place.line,
            cause: format!(
                "article {}: a link of the annotation names {id}, which it does not hold",
                record.id
            ),
        })?;
        Ok(article)
    }
}

fn entity(record: &EntityRecord) -> LabelledEntity {
    LabelledEntity {
        id: record.id.clone(),
        label: record.label.as_str().to_owned(),
        extent: Extent::new(record.start, record.end),
        name: record.name.clone(),
        score: record.score,
    }
}

fn quantity(record: &QuantityRecord) -> LabelledQuantity {
    let [value, min, max] =
        [&record.value, &record.min, &record.max].map(|value| value.as_ref().and_then(Scalar::of));
    LabelledQuantity {
        id: record.id.clone(),
        kind: record.kind,
        extent: Extent::new(record.start, record.end),
        value,
        min,
        max,
        bound: record.bound,
        change: record.change,
        unit: record.unit.clone(),
        soft: record.soft,
        status: record.status,
    }
}

fn phrase(record: &PhraseRecord) -> LabelledPhrase {
    LabelledPhrase {
        text: record.text.clone(),
        head: record.head.clone(),
        extent: Some(Extent::new(record.start, record.end)),
        inherited: record.inherited,
    }
}

/// What ids stand for in one annotation.
struct RecordIds<'a> {
    quantities: HashMap<&'a str, (usize, &'a QuantityRecord)>,
    entities: HashMap<&'a str, &'a EntityRecord>,
}

impl<'a> RecordIds<'a> {
    fn of(record: &'a Record) -> Self {
        let quantities = record.quantities.iter().flatten().enumerate();
        let entities = record.entities.iter().flatten();
        Self {
            quantities: quantities.map(|(index, it)| (it.id.as_str(), (index, it))).collect(),
            entities: entities.map(|it| (it.id.as_str(), it)).collect(),
        }
    }

    /// The link with its ids resolved; an id that stands for nothing is the error.
    fn link(&self, link: &'a LinkRecord) -> Result<LabelledLink, &'a str> {
        let &(quantity, _) = self.quantities.get(link.quantity.as_str()).ok_or(link.quantity.as_str())?;
        let event = link.event.as_ref();
        let words = event.map(|event| [&event.lemma, &event.text]);
        let verb = words.iter().flatten().filter_map(|words| LabelledLink::verb_of(words)).collect();
        let mut circumstances: Each<Vec<Target>> = Each::default();
        for circumstance in Circumstance::POINTING {
            let pointing = link.pointing(circumstance).into_iter();
            circumstances[circumstance] = pointing.map(|it| self.pointed(it)).collect::<Result<_, _>>()?;
        }
        Ok(LabelledLink {
            quantity,
            entity: link.entity.as_ref().map(phrase),
            verb,
            event: event.map(|event| Extent::new(event.start, event.end)),
            circumstances,
            fact: link.fact,
            agreement: link.agreement,
            score: link.score,
            fact_score: link.fact_score,
        })
    }

    fn pointed(&self, pointing: Pointing<'a>) -> Result<Target, &'a str> {
        Ok(match pointing {
            Pointing::Id(id) => self.target(id)?,
            Pointing::Phrase(text, SpanRecord { start, end }) => {
                Target { extent: Extent::new(start, end), name: None, words: Some(text.to_owned()) }
            }
        })
    }

    fn target(&self, id: &'a str) -> Result<Target, &'a str> {
        if let Some(entity) = self.entities.get(id) {
            return Ok(Target {
                extent: Extent::new(entity.start, entity.end),
                name: entity.name.clone(),
                words: Some(entity.text.clone()),
            });
        }
        let &(_, quantity) = self.quantities.get(id).ok_or(id)?;
        Ok(Target { extent: Extent::new(quantity.start, quantity.end), name: None, words: None })
    }
}
