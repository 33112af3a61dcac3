//! Reads the stand-off form of the annotation tool brat: a text in `NAME.txt`, its annotations in `NAME.ann`.
//!
//! Names have a label in capitals as their type. A quantity's type is its kind (`Count`, `money`) or `Quantity` with the attribute
//! `Kind`; its other fields are attributes too. `Counts` joins a quantity with its phrase, a relation named after a circumstance with
//! what that points at. `docs/evaluate.md` lists them. Everything becomes a record of the annotation's own form and is read as such.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::article::{LabelledArticle, Place};
use super::record;
use super::slip::Slip;
use crate::article::{Circumstance, Kind};

/// Attributes whose value is text or a number, with the field that they fill.
const FIELDS: [(&str, &str); 7] = [
    ("Value", "value"),
    ("Min", "min"),
    ("Max", "max"),
    ("Bound", "bound"),
    ("Change", "change"),
    ("Kind", "kind"),
    ("Status", "status"),
];
/// Attributes of the unit.
const UNIT_FIELDS: [(&str, &str); 4] =
    [("Unit", "name"), ("Unit_text", "text"), ("Ucum", "ucum"), ("Currency", "currency")];

/// What a folder labels at all: an article without quantities still asks for them where another one has some.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // four questions that have nothing to do with each other
pub(super) struct LabelledParts {
    entities: bool,
    quantities: bool,
    links: bool,
    /// How the text presents the facts.
    statuses: bool,
}

/// The annotations of one text.
pub(super) struct Standoff {
    place: Place,
    id: String,
    text: String,
    /// Mentions by id, in the order of the file.
    mentions: Vec<BratMention>,
    relations: Vec<BratRelation>,
    attributes: HashMap<String, BTreeMap<String, String>>,
    /// Lines of the file by id, for messages.
    lines: HashMap<String, usize>,
    slips: Vec<Slip>,
}

struct BratMention {
    id: String,
    kind: String,
    start: usize,
    end: usize,
    text: String,
}

struct BratRelation {
    kind: String,
    from: String,
    to: String,
}

impl Standoff {
    /// Reads the lines of `annotations`, which `file` holds, on `text`.
    pub(super) fn parse(id: String, text: String, annotations: &str, file: &Arc<Path>) -> Self {
        let mut standoff = Self {
            place: Place { file: file.clone(), line: 1 },
            id,
            text,
            mentions: Vec::new(),
            relations: Vec::new(),
            attributes: HashMap::new(),
            lines: HashMap::new(),
            slips: Vec::new(),
        };
        for (number, line) in (1..).zip(annotations.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            if standoff.line(number, line).is_none() {
                standoff.slip(number, format!("{line:?} is no annotation that can be read here"));
            }
        }
        standoff
    }

    /// The same, told of as standing at one line of its file, which has none of these lines itself.
    pub(super) fn at(mut self, line: usize) -> Self {
        self.place.line = line;
        self.lines.clear();
        for slip in &mut self.slips {
            slip.place.line = line;
        }
        self
    }

    fn slip(&mut self, line: usize, problem: String) {
        let place = Place { line, ..self.place.clone() };
        self.slips.push(Slip { place, id: self.id.clone(), field: String::new(), problem });
    }

    /// Reads one line; `None` where it does not have the form that its first letter promises.
    fn line(&mut self, number: usize, line: &str) -> Option<()> {
        let (id, rest) = line.split_once('\t')?;
        self.lines.insert(id.to_owned(), number);
        match id.chars().next()? {
            'T' => self.mention(id, rest),
            'A' | 'M' => {
                let mut words = rest.splitn(3, ' ');
                let (name, of) = (words.next()?, words.next()?.trim());
                let value = words.next().unwrap_or_default().trim().to_owned();
                self.attributes.entry(of.to_owned()).or_default().insert(name.to_owned(), value);
                Some(())
            }
            'R' => {
                let mut words = rest.split_whitespace();
                let kind = words.next()?.to_owned();
                let mut end = || Some(words.next()?.split_once(':')?.1.to_owned());
                let (from, to) = (end()?, end()?);
                self.relations.push(BratRelation { kind, from, to });
                Some(())
            }
            // Notes are for people, normalisations for other programs.
            '#' | 'N' => Some(()),
            _ => None,
        }
    }

    fn mention(&mut self, id: &str, rest: &str) -> Option<()> {
        let (place, text) = rest.split_once('\t').unwrap_or((rest, ""));
        let (kind, places) = place.split_once(' ')?;
        let pieces = places.split(';').map(|piece| {
            let (start, end) = piece.trim().split_once(' ')?;
            Some((start.parse().ok()?, end.parse().ok()?))
        });
        let pieces = pieces.collect::<Option<Vec<(usize, usize)>>>()?;
        let (start, end) = (pieces.first()?.0, pieces.last()?.1);
        let text = if pieces.len() > 1 { self.whole(&pieces)? } else { text.to_owned() };
        let (id, kind) = (id.to_owned(), kind.to_owned());
        self.mentions.push(BratMention { id, kind, start, end, text });
        Some(())
    }

    /// The text of a stretch in pieces. brat cuts one at the end of a line; with anything but white space in a gap it is none that the
    /// annotation could hold.
    fn whole(&self, pieces: &[(usize, usize)]) -> Option<String> {
        let (start, end) = (pieces.first()?.0, pieces.last()?.1);
        let stretch = self.text.chars().enumerate().skip(start).take(end.checked_sub(start)?);
        let inside = |place: usize| pieces.iter().any(|&(from, to)| (from..to).contains(&place));
        let fits = |&(place, c): &(usize, char)| inside(place) || c.is_whitespace() || c.is_control();
        stretch.map(|each| fits(&each).then_some(each.1)).collect()
    }

    /// What this file labels.
    pub(super) fn labels(&self) -> LabelledParts {
        LabelledParts {
            entities: self.mentions.iter().any(BratMention::is_name),
            quantities: self.mentions.iter().any(BratMention::is_quantity),
            links: self.relations.iter().any(|relation| relation.kind == "Counts"),
            statuses: self.attributes.values().any(|attributes| attributes.contains_key("Status")),
        }
    }

    /// The article, with a list for everything that the folder labels.
    pub(super) fn article(self, labels: LabelledParts) -> (Option<LabelledArticle>, Vec<Slip>) {
        let mut record = json!({"id": self.id, "text": self.text});
        let list = |items: Vec<Json>| Json::Array(items);
        if labels.entities {
            record["entities"] =
                list(self.mentions.iter().filter(|it| it.is_name()).map(|it| self.entity(it)).collect());
        }
        if labels.quantities {
            let quantities = self.mentions.iter().filter(|it| it.is_quantity());
            record["quantities"] = list(quantities.map(|it| self.quantity(it)).collect());
        }
        if labels.links {
            let counts = self.relations.iter().filter(|relation| relation.kind == "Counts");
            let counted = counts.map(|relation| self.link(&relation.from, Some(&relation.to)));
            let bare = self.bare().into_iter().map(|quantity| self.link(quantity, None));
            record["links"] = list(counted.chain(bare).collect());
        }
        let (mut article, mut slips) = record::read(&record, &self.place);
        if let Some(article) = article.as_mut().filter(|_| !labels.statuses) {
            article.statuses = None;
        }
        for slip in &mut slips {
            let id = slip.field.trim_start_matches("link of ").split('.').next().unwrap_or_default();
            slip.place.line = self.lines.get(id).copied().unwrap_or(self.place.line);
        }
        slips.splice(0..0, self.slips);
        (article, slips)
    }

    fn attribute(&self, id: &str, name: &str) -> Option<&str> {
        self.attributes.get(id)?.get(name).map(String::as_str)
    }

    fn entity(&self, mention: &BratMention) -> Json {
        let mut json = mention.json();
        json["id"] = json!(mention.id);
        json["label"] = json!(mention.kind);
        if let Some(name) = self.attribute(&mention.id, "Name") {
            json["name"] = json!(name);
        }
        self.score(&mention.id, "Score", &mut json);
        json
    }

    /// A probability that an annotation states of a mention, if it is one at all.
    fn score(&self, id: &str, name: &str, json: &mut Json) {
        if let Some(score) = self.attribute(id, name) {
            json[name.to_lowercase()] =
                score.parse::<f64>().map_or_else(|_| json!(score), |score| json!(score));
        }
    }

    /// Quantities with an event or circumstances that count nothing (bare money), in the order of the file.
    fn bare(&self) -> Vec<&str> {
        let counts = |id: &str| self.relations.iter().any(|it| it.kind == "Counts" && it.from == id);
        let mut bare: Vec<&str> = Vec::new();
        for relation in self.relations.iter().filter(|it| circumstance(&it.kind).is_some()) {
            if !counts(&relation.from) && !bare.contains(&relation.from.as_str()) {
                bare.push(&relation.from);
            }
        }
        bare
    }

    fn quantity(&self, mention: &BratMention) -> Json {
        let mut json = mention.json();
        json["id"] = json!(mention.id);
        json["kind"] = json!(mention.kind.to_lowercase());
        for (attribute, field) in FIELDS {
            if let Some(value) = self.attribute(&mention.id, attribute) {
                let lower = matches!(field, "bound" | "change" | "kind" | "status");
                json[field] = json!(if lower { value.to_lowercase() } else { value.to_owned() });
            }
        }
        let unit = UNIT_FIELDS.iter().filter_map(|(attribute, field)| {
            let value = self.attribute(&mention.id, attribute)?;
            Some(((*field).to_owned(), json!(value.replace('_', " "))))
        });
        let unit: Map<String, Json> = unit.collect();
        if !unit.is_empty() {
            json["unit"] = Json::Object(unit);
        }
        if self.attribute(&mention.id, "Soft").is_some() {
            json["soft"] = json!(true);
        }
        json
    }

    fn link(&self, quantity: &str, phrase: Option<&str>) -> Json {
        let mut json = json!({"quantity": quantity});
        if let Some(phrase) = phrase {
            json["entity"] = self.phrase(phrase);
            if self.attribute(quantity, "Inherited").is_some() {
                json["entity"]["inherited"] = json!(true);
            }
        }
        self.score(quantity, "Score", &mut json);
        self.score(quantity, "Fact_score", &mut json);
        for relation in self.relations.iter().filter(|relation| relation.from == quantity) {
            if circumstance(&relation.kind) == Some(Circumstance::Event) {
                json["event"] = self.phrase(&relation.to);
            } else if let Some(circumstance) = circumstance(&relation.kind) {
                let (key, target) = (circumstance.as_str(), self.target(&relation.to));
                match &mut json[key] {
                    Json::Array(items) if circumstance.is_plural() => items.push(target),
                    value if circumstance.is_plural() => *value = json!([target]),
                    value => *value = target,
                }
            }
        }
        json
    }

    /// A name or quantity by its id, anything else as a phrase.
    fn target(&self, id: &str) -> Json {
        match self.mentions.iter().find(|mention| mention.id == id) {
            Some(mention) if !mention.is_name() && !mention.is_quantity() => mention.json(),
            _ => json!(id),
        }
    }

    /// A mention as a phrase with its head or lemma; an unknown id gives an empty phrase, which the record's reader reports.
    fn phrase(&self, id: &str) -> Json {
        let Some(mention) = self.mentions.iter().find(|mention| mention.id == id) else { return json!(id) };
        let mut json = mention.json();
        for (attribute, field) in [("Head", "head"), ("Lemma", "lemma")] {
            if let Some(value) = self.attribute(id, attribute) {
                json[field] = json!(value.replace('_', " "));
            }
        }
        json
    }
}

impl BratMention {
    fn json(&self) -> Json {
        json!({"start": self.start, "end": self.end, "text": self.text})
    }

    fn is_quantity(&self) -> bool {
        let capitals = self.kind.chars().all(|c| !c.is_lowercase());
        let kind = self.kind.to_lowercase();
        !capitals && (kind == "quantity" || Kind::ALL.iter().any(|known| known.as_str() == kind))
    }

    /// Whether it is a name: neither quantity nor one of the phrases that links need.
    fn is_name(&self) -> bool {
        !self.is_quantity() && !matches!(self.kind.as_str(), "Phrase" | "Event" | "Circumstance" | "Cue")
    }
}

/// The circumstance that a relation of that name says.
fn circumstance(kind: &str) -> Option<Circumstance> {
    match kind.to_lowercase().as_str() {
        "place" => Some(Circumstance::Places),
        name => Circumstance::named(name),
    }
}

impl std::ops::BitOrAssign for LabelledParts {
    fn bitor_assign(&mut self, other: Self) {
        self.entities |= other.entities;
        self.quantities |= other.quantities;
        self.links |= other.links;
        self.statuses |= other.statuses;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Bound;

    const TEXT: &str = "Police in Arvo held at least 12 thieves.";
    const ANNOTATIONS: &str = "T1\tGPE 10 14\tArvo\nT2\tCount 20 31\tat least 12\nA1\tValue T2 12\nA2\tBound T2 At_least\n\
        T3\tPhrase 32 39\tthieves\nA3\tHead T3 thief\nR1\tCounts Arg1:T2 Arg2:T3\nT4\tEvent 15 19\theld\nA4\tLemma T4 hold\n\
        R2\tEvent Arg1:T2 Arg2:T4\nR3\tPlace Arg1:T2 Arg2:T1\nT5\tCircumstance 0 6\tPolice\nR4\tAgent Arg1:T2 Arg2:T5\n\
        #1\tAnnotatorNotes T2\tchecked\n";

    fn read(annotations: &str) -> (Option<LabelledArticle>, Vec<Slip>) {
        let file = Path::new("a.ann").into();
        let standoff = Standoff::parse("a.txt".to_owned(), TEXT.to_owned(), annotations, &file);
        let labels = standoff.labels();
        standoff.article(labels)
    }

    #[test]
    fn names_quantities_and_links_are_read() {
        let (article, slips) = read(ANNOTATIONS);
        assert_eq!(slips, []);
        let article = article.unwrap();
        assert_eq!(article.entities.unwrap()[0].label, "GPE");
        let quantity = &article.quantities.unwrap()[0];
        assert_eq!((quantity.kind, quantity.bound), (Kind::Count, Bound::AtLeast));
        let link = &article.links.unwrap()[0];
        assert_eq!(
            (link.entity.as_ref().unwrap().head.as_str(), link.verb.contains("hold")),
            ("thief", true)
        );
        assert_eq!(link.targets(Circumstance::Places)[0].words.as_deref(), Some("Arvo"));
        assert_eq!(link.targets(Circumstance::Agent)[0].words.as_deref(), Some("Police"));
    }

    #[test]
    fn statuses_and_bare_money_are_read() {
        let text = "Kells never spent $3m on 2 boats.".to_owned();
        let annotations = "T1\tMoney 18 21\t$3m\nA1\tValue T1 3000000\nA2\tStatus T1 negated\nT2\tCue 6 11\tnever\n\
            R1\tCue Arg1:T1 Arg2:T2\nT3\tEvent 12 17\tspent\nA3\tLemma T3 spend\nR2\tEvent Arg1:T1 Arg2:T3\n\
            A4\tFact_score T1 0.4\nT4\tCount 25 26\t2\nA5\tValue T4 2\nT5\tPhrase 27 32\tboats\nA6\tHead T5 boat\n\
            R3\tCounts Arg1:T4 Arg2:T5\n";
        let standoff = Standoff::parse("a".to_owned(), text, annotations, &Path::new("a.ann").into());
        let labels = standoff.labels();
        let (article, slips) = standoff.article(labels);
        assert_eq!(slips, []);
        let article = article.unwrap();
        assert_eq!(article.entities, None, "a cue is no name");
        let statuses: Vec<_> = article.statuses.unwrap().iter().map(|it| it.status).collect();
        assert_eq!(statuses, [Some(crate::article::Status::Negated), None]);
        let links = article.links.unwrap();
        assert!(links[0].entity.is_some() && links[1].entity.is_none());
        assert_eq!((links[1].fact_score, links[1].verb.contains("spend")), (Some(0.4), true));
        assert_eq!(read(ANNOTATIONS).0.unwrap().statuses, None, "no status, none asked");
    }

    #[test]
    fn a_set_of_names_asks_for_names_only() {
        let (article, _) = read("T1\tGPE 10 14\tArvo\n");
        let article = article.unwrap();
        assert!(article.entities.is_some() && article.quantities.is_none() && article.links.is_none());
    }

    #[test]
    fn a_stretch_over_the_end_of_a_line_is_whole() {
        let file = Path::new("a.ann").into();
        let text = "At least\r\n12 men".to_owned();
        let standoff = Standoff::parse(
            "a".to_owned(),
            text,
            "T1\tCount 0 8;10 12\tAt least 12\nA1\tValue T1 12\n",
            &file,
        );
        let labels = standoff.labels();
        let (article, slips) = standoff.article(labels);
        assert_eq!(slips, []);
        assert_eq!(article.unwrap().quantities.unwrap()[0].extent, crate::labelled::Extent::new(0, 12));
    }

    #[test]
    fn slips_name_their_line() {
        let told =
            |annotations| read(annotations).1.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let wrong = told("T1\tGPE 10 14\tArvo\nT2\tGPE 10 15\tArvo\n");
        assert!(wrong.contains("a.ann:2: article a.txt: T2.text"), "{wrong}");
        assert!(told("T1\tGPE 10 12;13 14\tAr o\n").contains("a.ann:1"));
        assert!(told("T1\tGPE 10\tA\n").contains("a.ann:1"));
        assert!(told("T1 GPE\n").contains("no annotation"));
        let dangling = told("T2\tCount 20 31\tat least 12\nR1\tCounts Arg1:T2 Arg2:T9\n");
        assert!(dangling.contains("a.ann:1: article a.txt: link of T2.entity"), "{dangling}");
    }
}
