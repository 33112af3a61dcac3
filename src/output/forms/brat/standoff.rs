//! The annotations of one article, a line each.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::article::{Bound, Circumstance};
use crate::output::forms::slices::Slices;
use crate::output::{EntityRecord, LinkRecord, PhraseRecord, Pointing, QuantityRecord, Record, SpanRecord};

/// The `.ann` file of an article, or what makes it impossible: offsets that are not in the text, an id that nothing has.
pub(in crate::output) fn of(record: &Record) -> Result<String, String> {
    let slices = Slices::of(record.text.as_deref().unwrap_or_default());
    let mut standoff = StandoffWriter { slices, ids: HashMap::new(), lines: String::new(), counts: [0; 4] };
    for entity in record.entities.iter().flatten() {
        standoff.entity(entity)?;
    }
    for quantity in record.quantities.iter().flatten() {
        standoff.quantity(quantity)?;
    }
    for quantity in record.quantities.iter().flatten() {
        if let Some(from) = &quantity.from {
            standoff.relation("From", &quantity.id, from)?;
        }
    }
    for link in record.links.iter().flatten() {
        standoff.link(link)?;
    }
    Ok(standoff.lines)
}

/// The word with a capital.
pub(in crate::output) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

struct StandoffWriter<'a> {
    slices: Slices<'a>,
    /// brat's ids by ours.
    ids: HashMap<String, String>,
    lines: String,
    /// Lines so far, by the letters of [`LETTERS`].
    counts: [usize; 4],
}

/// The circumstances in the order in which they are written.
const CIRCUMSTANCES: [Circumstance; Circumstance::POINTING.len()] = [
    Circumstance::Agent,
    Circumstance::Source,
    Circumstance::Of,
    Circumstance::Places,
    Circumstance::Law,
    Circumstance::Time,
];

/// The relation that says a circumstance: each place has its own.
fn relation(circumstance: Circumstance) -> String {
    match circumstance {
        Circumstance::Places => "Place".to_owned(),
        other => capitalised(other.as_str()),
    }
}

/// Text-bound annotations, attributes, relations, notes.
const LETTERS: [char; 4] = ['T', 'A', 'R', '#'];

impl StandoffWriter<'_> {
    /// Adds a line after an id of its letter; returns the id.
    fn line(&mut self, letter: usize, rest: &str) -> String {
        self.counts[letter] += 1;
        let id = format!("{}{}", LETTERS[letter], self.counts[letter]);
        // Writing to a text cannot fail.
        let _ = writeln!(self.lines, "{id}\t{rest}");
        id
    }

    fn mention(&mut self, kind: &str, start: usize, end: usize) -> Result<String, String> {
        let words = self.slices.get(SpanRecord { start, end }).filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| format!("{start}..{end} is no stretch of the text"))?;
        let pieces = pieces(words);
        let places: Vec<String> = pieces
            .iter()
            .map(|(from, piece)| format!("{} {}", start + from, start + from + piece.chars().count()))
            .collect();
        let texts: Vec<&str> = pieces.iter().map(|(_, piece)| *piece).collect();
        Ok(self.line(0, &format!("{kind} {}\t{}", places.join(";"), texts.join(" "))))
    }

    /// A value in words of its own is written with `_` for a blank where the form asks for one word.
    fn attribute(&mut self, name: &str, of: &str, value: Option<&str>) {
        let value = value.map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.line(1, &format!("{name} {of} {value}"));
        }
    }

    fn word(&mut self, name: &str, of: &str, value: Option<&str>) {
        let value = value.map(|value| value.split_whitespace().collect::<Vec<_>>().join("_"));
        self.attribute(name, of, value.as_deref());
    }

    fn flag(&mut self, name: &str, of: &str, is: bool) {
        if is {
            self.line(1, &format!("{name} {of}"));
        }
    }

    fn probability(&mut self, name: &str, of: &str, score: Option<f64>) {
        self.attribute(name, of, score.map(|score| score.to_string()).as_deref());
    }

    fn entity(&mut self, entity: &EntityRecord) -> Result<(), String> {
        let id = self.mention(entity.label.as_str(), entity.start, entity.end)?;
        self.attribute("Name", &id, entity.name.as_deref());
        self.probability("Score", &id, entity.score);
        match &entity.reference {
            Some(Json::String(key)) => self.attribute("Key", &id, Some(key)),
            Some(place) => {
                let number = place.get("geonames").map(ToString::to_string);
                self.attribute("Geonames", &id, number.as_deref());
            }
            None => {}
        }
        self.ids.insert(entity.id.clone(), id);
        Ok(())
    }

    fn quantity(&mut self, quantity: &QuantityRecord) -> Result<(), String> {
        let id = self.mention(&capitalised(quantity.kind.as_str()), quantity.start, quantity.end)?;
        for (name, value) in [("Value", &quantity.value), ("Min", &quantity.min), ("Max", &quantity.max)] {
            let text =
                value.as_ref().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            self.attribute(name, &id, text.as_deref());
        }
        let bound = (quantity.bound != Bound::Exact).then(|| quantity.bound.as_str());
        self.attribute("Bound", &id, bound);
        self.attribute("Change", &id, quantity.change.map(crate::article::Change::as_str));
        if let Some(unit) = &quantity.unit {
            self.word("Unit", &id, unit.name.as_deref());
            self.word("Unit_text", &id, Some(&unit.text));
            self.word("Ucum", &id, unit.ucum.as_deref());
            self.word("Currency", &id, unit.currency.as_deref());
        }
        self.attribute("Per", &id, quantity.per.as_deref());
        self.flag("Soft", &id, quantity.soft);
        self.attribute("Status", &id, quantity.status.map(crate::article::Status::as_str));
        self.probability("Status_score", &id, quantity.status_score);
        if let Some(cue) = &quantity.cue {
            let cue = self.mention("Cue", cue.start, cue.end)?;
            self.joined("Cue", &id, &cue);
        }
        self.note(&id, quantity.derivation.as_deref());
        self.ids.insert(quantity.id.clone(), id);
        Ok(())
    }

    fn note(&mut self, of: &str, note: Option<&str>) {
        if let Some(note) = note {
            let lines: Vec<&str> = note.lines().map(str::trim).collect();
            self.line(3, &format!("AnnotatorNotes {of}\t{}", lines.join(" | ")));
        }
    }

    fn id(&self, ours: &str) -> Result<String, String> {
        self.ids.get(ours).cloned().ok_or_else(|| format!("{ours} is the id of no entity and no quantity"))
    }

    fn relation(&mut self, name: &str, quantity: &str, to: &str) -> Result<(), String> {
        let (from, to) = (self.id(quantity)?, self.id(to)?);
        self.joined(name, &from, &to);
        Ok(())
    }

    fn joined(&mut self, name: &str, from: &str, to: &str) {
        self.line(2, &format!("{name} Arg1:{from} Arg2:{to}"));
    }

    fn link(&mut self, link: &LinkRecord) -> Result<(), String> {
        let quantity = self.id(&link.quantity)?;
        let phrase = link.entity.as_ref().map(|phrase| self.phrase(&quantity, phrase)).transpose()?;
        self.probability("Score", &quantity, link.score);
        self.attribute("Fact", &quantity, link.fact.map(|fact| fact.to_string()).as_deref());
        self.attribute("Agreement", &quantity, link.agreement.map(crate::article::Agreement::as_str));
        self.scores(&quantity, link);
        if let Some(phrase) = phrase {
            self.note(&phrase, link.reason.as_deref());
        }
        if let Some(event) = &link.event {
            let id = self.mention("Event", event.start, event.end)?;
            self.word("Lemma", &id, Some(&event.lemma));
            self.joined("Event", &quantity, &id);
        }
        for circumstance in CIRCUMSTANCES {
            for pointing in link.pointing(circumstance) {
                let to = match pointing {
                    Pointing::Id(id) => self.id(id)?,
                    Pointing::Phrase(_, span) => self.mention("Circumstance", span.start, span.end)?,
                };
                self.joined(&relation(circumstance), &quantity, &to);
            }
        }
        Ok(())
    }

    /// The probability of the whole row, and of each circumstance.
    fn scores(&mut self, quantity: &str, link: &LinkRecord) {
        self.probability("Fact_score", quantity, link.fact_score);
        for circumstance in [Circumstance::Event].into_iter().chain(Circumstance::POINTING) {
            let name = format!("{}_score", capitalised(circumstance.as_str()));
            self.probability(&name, quantity, link.scores.get(circumstance));
        }
    }

    /// The counted phrase; its id.
    fn phrase(&mut self, quantity: &str, phrase: &PhraseRecord) -> Result<String, String> {
        let id = self.mention("Phrase", phrase.start, phrase.end)?;
        self.word("Head", &id, Some(&phrase.head));
        self.joined("Counts", quantity, &id);
        self.flag("Inherited", quantity, phrase.inherited);
        Ok(id)
    }
}

/// The words between line breaks and tabs, which the form cannot hold, with the place of each in code points.
pub(crate) fn pieces(words: &str) -> Vec<(usize, &str)> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let mut found = Vec::new();
    let mut start = None;
    for (place, (byte, c)) in words.char_indices().enumerate() {
        match (start, breaks(c)) {
            (None, false) => start = Some((place, byte)),
            (Some((from, first)), true) => {
                found.push((from, &words[first..byte]));
                start = None;
            }
            _ => {}
        }
    }
    if let Some((from, first)) = start {
        found.push((from, &words[first..]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standoff(record: serde_json::Value) -> Result<String, String> {
        of(&serde_json::from_value(record).unwrap())
    }

    #[test]
    fn names_quantities_and_links_are_written() {
        let text = standoff(serde_json::json!({
            "id": "a", "text": "Police in Arvo held at least\n12 cattle thieves.",
            "entities": [{"id": "e1", "label": "GPE", "start": 10, "end": 14, "text": "Arvo", "name": "Arvo", "score": 0.9}],
            "quantities": [{"id": "q1", "kind": "count", "start": 20, "end": 31, "text": "at least\n12", "value": 12,
                "bound": "at_least", "unit": {"text": "short tons", "name": "short ton"}}],
            "links": [{"quantity": "q1", "entity": {"text": "cattle thieves", "head": "thief", "start": 32, "end": 46,
                "inherited": true}, "places": ["e1"], "agent": {"text": "Police", "start": 0, "end": 6},
                "event": {"text": "held", "lemma": "hold", "start": 15, "end": 19}, "score": 0.5, "reason": "x\n  y"}]
        }));
        let expected = "T1\tGPE 10 14\tArvo\nA1\tName T1 Arvo\nA2\tScore T1 0.9\nT2\tCount 20 28;29 31\tat least 12\n\
            A3\tValue T2 12\nA4\tBound T2 at_least\nA5\tUnit T2 short_ton\nA6\tUnit_text T2 short_tons\n\
            T3\tPhrase 32 46\tcattle thieves\nA7\tHead T3 thief\nR1\tCounts Arg1:T2 Arg2:T3\nA8\tInherited T2\nA9\tScore T2 0.5\n\
            #1\tAnnotatorNotes T3\tx | y\nT4\tEvent 15 19\theld\nA10\tLemma T4 hold\nR2\tEvent Arg1:T2 Arg2:T4\n\
            T5\tCircumstance 0 6\tPolice\nR3\tAgent Arg1:T2 Arg2:T5\nR4\tPlace Arg1:T2 Arg2:T1\n";
        assert_eq!(text.unwrap(), expected);
    }

    #[test]
    fn status_scores_and_bare_money_are_written() {
        let text = standoff(serde_json::json!({
            "id": "a", "text": "Kells never spent $3m.",
            "quantities": [{"id": "q1", "kind": "money", "start": 18, "end": 21, "text": "$3m", "status": "negated",
                "cue": {"text": "never", "start": 6, "end": 11}, "status_score": 0.8}],
            "links": [{"quantity": "q1", "event": {"text": "spent", "lemma": "spend", "start": 12, "end": 17},
                "fact": 2, "agreement": "contradicts", "fact_score": 0.4, "scores": {"event": 0.75}}]
        }));
        let expected = "T1\tMoney 18 21\t$3m\nA1\tStatus T1 negated\nA2\tStatus_score T1 0.8\nT2\tCue 6 11\tnever\n\
            R1\tCue Arg1:T1 Arg2:T2\nA3\tFact T1 2\nA4\tAgreement T1 contradicts\nA5\tFact_score T1 0.4\n\
            A6\tEvent_score T1 0.75\nT3\tEvent 12 17\tspent\nA7\tLemma T3 spend\nR2\tEvent Arg1:T1 Arg2:T3\n";
        assert_eq!(text.unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        let outside = standoff(serde_json::json!({"id": "a", "text": "abc",
            "entities": [{"id": "e1", "label": "GPE", "start": 2, "end": 9, "text": "c"}]}));
        assert_eq!(outside.unwrap_err(), "2..9 is no stretch of the text");
        let unknown = standoff(serde_json::json!({"id": "a", "text": "abc", "quantities": [],
            "links": [{"quantity": "q7", "entity": {"text": "a", "start": 0, "end": 1}}]}));
        assert_eq!(unknown.unwrap_err(), "q7 is the id of no entity and no quantity");
    }
}
