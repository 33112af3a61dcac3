//! Reads one record of the annotation's own form into a labelled article, naming every field that is not as it should be.
//!
//! Labels of any set are read, not only ours, and parts that are not there stay `None`: gold sets differ in both. Everything that
//! would make a comparison meaningless is a slip: offsets that do not slice to the text, unknown ids, kinds and bounds.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::Extent;
use super::article::{
    LabelledArticle, LabelledEntity, LabelledLink, LabelledPhrase, LabelledQuantity, LabelledStatus,
    LabelledTick, Place, Target,
};
use super::slip::Slip;
use super::value::Scalar;
use crate::article::{Bound, Circumstance, Each, Kind, Status, Unit};

type JsonFields = Map<String, Json>;

/// The record's own fields; any other goes to `meta`.
const OWN_FIELDS: [&str; 9] =
    ["v", "id", "text", "meta", "sentences", "tokens", "entities", "quantities", "links"];

/// Reads `json`; what could be read is returned beside the slips.
pub(super) fn read(json: &Json, place: &Place) -> (Option<LabelledArticle>, Vec<Slip>) {
    let mut reader =
        RecordReader { place: place.clone(), id: String::new(), text: Vec::new(), slips: Vec::new() };
    let article = reader.article(json);
    (article, reader.slips)
}

/// What a reader says of a fact in a report.
#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    /// All of its row is right.
    Right,
    /// Something in it is wrong.
    Wrong,
    /// Nothing: there is only a note.
    Open,
}

/// Fields with the name that messages give them ("q4").
struct Object<'a> {
    fields: &'a JsonFields,
    name: String,
}

impl<'a> Object<'a> {
    /// A field's value; a field that holds `null` counts as absent.
    fn get(&self, key: &str) -> Option<&'a Json> {
        self.fields.get(key).filter(|value| !value.is_null())
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }
}

/// One record on its way in.
struct RecordReader {
    place: Place,
    id: String,
    text: Vec<char>,
    slips: Vec<Slip>,
}

impl RecordReader {
    fn slip(&mut self, field: String, problem: impl Into<String>) {
        let (place, id) = (self.place.clone(), self.id.clone());
        self.slips.push(Slip { place, id, field, problem: problem.into() });
    }

    fn article(&mut self, json: &Json) -> Option<LabelledArticle> {
        let Some(fields) = json.as_object() else {
            self.slip(String::new(), "a line must hold one JSON object");
            return None;
        };
        let node = Object { fields, name: String::new() };
        self.id = self.string(&node, "id")?;
        let mut article = LabelledArticle::bare(self.id.clone(), self.place.clone(), String::new());
        article.error = node.get("error").map(|error| error.as_str().unwrap_or("error").to_owned());
        if article.error.is_some() {
            return Some(article);
        }
        article.text = self.string(&node, "text")?;
        article.meta = self.meta(&node);
        self.text = article.text.chars().collect();
        article.entities = self.list(&node, "entities", Self::entity);
        if has_statuses_alone(&node) {
            article.statuses = self.list(&node, "quantities", Self::status);
            return Some(article);
        }
        article.quantities = self.list(&node, "quantities", Self::quantity);
        article.statuses = article.quantities.as_deref().map(LabelledStatus::of);
        let ids = Ids::of(self, &article);
        article.links = self.list(&node, "links", |reader, node| reader.link(node, &ids));
        self.linked_once(&article);
        if has_ticks(&node) {
            self.keep_ticks(&node, &mut article);
        }
        Some(article)
    }

    /// Leaves nothing to be asked but what was ticked; names and other numbers only stand there to be pointed at.
    fn keep_ticks(&mut self, node: &Object<'_>, article: &mut LabelledArticle) {
        let said = self.list(node, "quantities", |reader, node| {
            let verdict = reader.one_of::<Verdict>(node, "tick", "right, wrong or open");
            Some((reader.optional(node, "id")?, verdict?, reader.optional(node, "note")))
        });
        let quantities = article.quantities.take().unwrap_or_default();
        let links = article.links.take().unwrap_or_default();
        let ticks = said.into_iter().flatten().filter_map(|(id, verdict, note)| {
            let right = match verdict {
                Verdict::Right => true,
                Verdict::Wrong => false,
                Verdict::Open => return None,
            };
            let index = quantities.iter().position(|quantity| quantity.id == id)?;
            let link = links.iter().find(|link| link.quantity == index).cloned();
            Some(LabelledTick { quantity: quantities[index].clone(), link, right, note })
        });
        article.ticks = Some(ticks.collect());
        (article.entities, article.statuses) = (None, None);
    }

    /// `meta`, and what else stands beside the record's own fields, as when such a record is annotated.
    fn meta(&mut self, node: &Object<'_>) -> JsonFields {
        let mut meta = self.object(node, "meta").map(|meta| meta.fields.clone()).unwrap_or_default();
        let others = node.fields.iter().filter(|(key, _)| !OWN_FIELDS.contains(&key.as_str()));
        meta.extend(others.map(|(key, value)| (key.clone(), value.clone())));
        meta
    }

    /// The items of a list that could be read; `None` where the record does not have the list.
    fn list<T>(
        &mut self,
        node: &Object<'_>,
        key: &str,
        item: impl Fn(&mut Self, &Object<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = node.get(key)?;
        let Some(values) = value.as_array() else {
            self.slip(node.path(key), "must be a list");
            return None;
        };
        let mut items = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let place = format!("{key}[{index}]");
            let Some(fields) = value.as_object() else {
                self.slip(place, "must be an object");
                continue;
            };
            let id = ["id", "quantity"].iter().find_map(|key| fields.get(*key)?.as_str());
            let name =
                id.map_or(place, |id| if key == "links" { format!("link of {id}") } else { id.to_owned() });
            items.extend(item(self, &Object { fields, name }));
        }
        Some(items)
    }

    fn entity(&mut self, node: &Object<'_>) -> Option<LabelledEntity> {
        let (label, extent) = (self.string(node, "label"), self.extent(node));
        Some(LabelledEntity {
            id: self.optional(node, "id").unwrap_or_default(),
            label: label?,
            extent: extent?,
            name: self.optional(node, "name"),
            score: self.probability(node, "score"),
        })
    }

    fn quantity(&mut self, node: &Object<'_>) -> Option<LabelledQuantity> {
        let id = self.string(node, "id");
        let kind = self.one_of::<Kind>(node, "kind", "one of the thirteen kinds");
        if node.get("kind").is_none() {
            self.slip(node.path("kind"), "is missing");
        }
        let extent = self.extent(node);
        let bound = self.one_of::<Bound>(node, "bound", "a bound");
        let change = self.one_of(node, "change", "up or down");
        let unit = self.unit(node);
        let soft = node.get("soft").and_then(Json::as_bool).unwrap_or_default();
        let [value, min, max] = ["value", "min", "max"].map(|key| self.scalar(node, key));
        Some(LabelledQuantity {
            id: id?,
            kind: kind?,
            extent: extent?,
            value,
            min,
            max,
            bound: bound.unwrap_or_default(),
            change,
            unit,
            soft,
            status: self.status_of(node),
        })
    }

    /// A number in a set that labels nothing but statuses.
    fn status(&mut self, node: &Object<'_>) -> Option<LabelledStatus> {
        Some(LabelledStatus { extent: self.extent(node)?, status: self.status_of(node) })
    }

    /// Labelled sets may write "fact" where ours leave the field out.
    fn status_of(&mut self, node: &Object<'_>) -> Option<Status> {
        let stated = node.get("status").is_some_and(|status| status != "fact");
        stated
            .then(|| self.one_of(node, "status", "negated, possible, planned, conditional or fact"))
            .flatten()
    }

    fn unit(&mut self, node: &Object<'_>) -> Option<Unit> {
        let value = node.get("unit")?;
        let Some(fields) = value.as_object() else {
            self.slip(node.path("unit"), "must be an object with text, name, ucum or currency");
            return None;
        };
        let unit = Object { fields, name: node.path("unit") };
        Some(Unit {
            text: self.optional(&unit, "text").unwrap_or_default().into(),
            name: self.optional(&unit, "name").map(Cow::Owned),
            ucum: self.optional(&unit, "ucum").map(Cow::Owned),
            currency: self.optional(&unit, "currency").map(Cow::Owned),
            dimension: self.optional(&unit, "dimension").map(Cow::Owned),
            ambiguous: unit.get("ambiguous").and_then(serde_json::Value::as_bool).unwrap_or_default(),
        })
    }

    fn link(&mut self, node: &Object<'_>, ids: &Ids) -> Option<LabelledLink> {
        let quantity = self.string(node, "quantity")?;
        let Some(&index) = ids.quantities.get(&quantity) else {
            self.slip(node.path("quantity"), format!("no quantity has the id {quantity}"));
            return None;
        };
        let event = self.object(node, "event");
        let mut circumstances: Each<Vec<Target>> = Each::default();
        for circumstance in Circumstance::POINTING {
            circumstances[circumstance] = self.targets(node, circumstance, ids);
        }
        Some(LabelledLink {
            quantity: index,
            entity: self.phrase(node),
            verb: event
                .as_ref()
                .map(|event| ["lemma", "text"].iter().filter_map(|key| verb(event, key)).collect())
                .unwrap_or_default(),
            event: event
                .as_ref()
                .filter(|event| event.get("start").is_some())
                .and_then(|event| self.extent(event)),
            circumstances,
            fact: self.one_of(node, "fact", "a whole number"),
            agreement: self.one_of(node, "agreement", "agrees, refines, updates or contradicts"),
            score: self.probability(node, "score"),
            fact_score: self.probability(node, "fact_score"),
        })
    }

    fn phrase(&mut self, node: &Object<'_>) -> Option<LabelledPhrase> {
        let entity = self.object(node, "entity")?;
        Some(LabelledPhrase {
            text: self.optional(&entity, "text").unwrap_or_default(),
            head: self.optional(&entity, "head").unwrap_or_default(),
            extent: entity.get("start").is_some().then(|| self.extent(&entity)).flatten(),
            inherited: entity.get("inherited").and_then(Json::as_bool).unwrap_or_default(),
        })
    }

    /// What a circumstance points at: an id, a phrase, or a list of them.
    fn targets(&mut self, node: &Object<'_>, circumstance: Circumstance, ids: &Ids) -> Vec<Target> {
        let key = circumstance.as_str();
        match node.get(key) {
            None => Vec::new(),
            Some(Json::Array(items)) => {
                items.iter().filter_map(|item| self.target(item, node.path(key), ids)).collect()
            }
            Some(item) => self.target(item, node.path(key), ids).into_iter().collect(),
        }
    }

    fn target(&mut self, item: &Json, field: String, ids: &Ids) -> Option<Target> {
        if let Json::Object(fields) = item {
            let node = Object { fields, name: field };
            let extent = self.extent(&node)?;
            let words = self.text.get(extent.start..extent.end).map(|piece| piece.iter().collect());
            return Some(Target { extent, name: self.optional(&node, "name"), words });
        }
        let target = item.as_str().and_then(|id| ids.targets.get(id));
        if target.is_none() {
            self.slip(field, format!("{item} is the id of no entity and no quantity"));
        }
        target.cloned()
    }

    fn linked_once(&mut self, article: &LabelledArticle) {
        let quantities = article.quantities.as_deref().unwrap_or_default();
        let mut linked = HashSet::new();
        for link in article.links.iter().flatten() {
            if let Some(quantity) = quantities.get(link.quantity).filter(|_| !linked.insert(link.quantity)) {
                self.slip(format!("link of {}", quantity.id), "the quantity is linked twice");
            }
        }
    }
}

/// One field each.
impl RecordReader {
    fn string(&mut self, node: &Object<'_>, key: &str) -> Option<String> {
        if node.get(key).is_none() {
            self.slip(node.path(key), "is missing");
        }
        self.optional(node, key)
    }

    fn optional(&mut self, node: &Object<'_>, key: &str) -> Option<String> {
        let value = node.get(key)?;
        if value.as_str().is_none() {
            self.slip(node.path(key), format!("must be text, not {value}"));
        }
        value.as_str().map(str::to_owned)
    }

    fn object<'a>(&mut self, node: &Object<'a>, key: &str) -> Option<Object<'a>> {
        let value = node.get(key)?;
        let name = node.path(key);
        let Some(fields) = value.as_object() else {
            self.slip(name, "must be an object");
            return None;
        };
        Some(Object { fields, name })
    }

    fn one_of<T: DeserializeOwned>(&mut self, node: &Object<'_>, key: &str, what: &str) -> Option<T> {
        let value = node.get(key)?;
        let parsed = serde_json::from_value(value.clone()).ok();
        if parsed.is_none() {
            self.slip(node.path(key), format!("{value} is not {what}"));
        }
        parsed
    }

    fn scalar(&mut self, node: &Object<'_>, key: &str) -> Option<Scalar> {
        let value = node.get(key)?;
        let scalar = Scalar::of(value);
        if scalar.is_none() {
            self.slip(node.path(key), format!("must be a number or text, not {value}"));
        }
        scalar
    }

    fn probability(&mut self, node: &Object<'_>, key: &str) -> Option<f64> {
        let value = node.get(key)?;
        let score = value.as_f64().filter(|score| (0.0..=1.0).contains(score));
        if score.is_none() {
            self.slip(node.path(key), format!("must be a number from 0 to 1, not {value}"));
        }
        score
    }

    /// `start` and `end`, checked to enclose `text` (or `surface`) in the article.
    fn extent(&mut self, node: &Object<'_>) -> Option<Extent> {
        let mut offset = |key: &str| {
            let value = node.get(key).and_then(Json::as_u64);
            if value.is_none() {
                self.slip(node.path(key), "must be an offset in code points");
            }
            value.map(|value| value as usize)
        };
        let (start, end) = (offset("start"), offset("end"));
        let extent = Extent::new(start?, end?);
        let Some(piece) = self.text.get(extent.start..extent.end).filter(|piece| !piece.is_empty()) else {
            let length = self.text.len();
            self.slip(
                node.path("start"),
                format!(
                    "{}..{} is no stretch of the text, which has {length} code points",
                    extent.start, extent.end
                ),
            );
            return None;
        };
        let stated = node.get("text").or_else(|| node.get("surface")).and_then(Json::as_str);
        if let Some(stated) =
            stated.filter(|stated| !stated.is_empty() && stated.chars().ne(piece.iter().copied()))
        {
            let found: String = piece.iter().collect();
            self.slip(node.path("text"), format!("{stated:?}, but the offsets enclose {found:?}"));
        }
        Some(extent)
    }
}

/// Whether the quantities of a record have a status and no kind: a set that labels nothing else.
fn has_statuses_alone(node: &Object<'_>) -> bool {
    let quantities = node.get("quantities").and_then(Json::as_array);
    quantities.is_some_and(|all| {
        !all.is_empty() && all.iter().all(|it| it.get("status").is_some() && it.get("kind").is_none())
    })
}

/// Whether a reader has ticked any fact of the record.
fn has_ticks(node: &Object<'_>) -> bool {
    let quantities = node.get("quantities").and_then(Json::as_array);
    quantities.is_some_and(|all| all.iter().any(|it| it.get("tick").is_some()))
}

/// First word of the lemma or text of an event, in lower case.
fn verb(event: &Object<'_>, key: &str) -> Option<String> {
    LabelledLink::verb_of(event.get(key)?.as_str()?)
}

/// What ids stand for in one article.
struct Ids {
    quantities: HashMap<String, usize>,
    targets: HashMap<String, Target>,
}

impl Ids {
    fn of(reader: &mut RecordReader, article: &LabelledArticle) -> Self {
        let mut ids = Self { quantities: HashMap::new(), targets: HashMap::new() };
        for (index, quantity) in article.quantities.iter().flatten().enumerate() {
            ids.quantities.insert(quantity.id.clone(), index);
            ids.add(reader, &quantity.id, Target { extent: quantity.extent, name: None, words: None });
        }
        for entity in article.entities.iter().flatten().filter(|entity| !entity.id.is_empty()) {
            let words = reader.text.get(entity.extent.start..entity.extent.end);
            let words = words.map(|piece| piece.iter().collect());
            let target = Target { extent: entity.extent, name: entity.name.clone(), words };
            ids.add(reader, &entity.id, target);
        }
        ids
    }

    fn add(&mut self, reader: &mut RecordReader, id: &str, target: Target) {
        if self.targets.insert(id.to_owned(), target).is_some() {
            reader.slip(id.to_owned(), "the id is used twice in this article");
        }
    }
}
