//! Facts on the map, in GeoJSON (RFC 7946): a point for every resolved place of every fact that counts or measures something.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::list::List;
use super::slices::Slices;
use crate::article::Circumstance;
use crate::output::fact::{Fact, Pointed, facts};
use crate::output::{Record, SpanRecord};

/// Facts on their way into a file.
#[derive(Debug)]
pub(super) struct GeoJson<W>(List<W>);

impl<W: Write> GeoJson<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        Ok(Self(List::new(out, "{\"type\": \"FeatureCollection\", \"features\": [")?))
    }

    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        let slices = Slices::of(record.text.as_deref().unwrap_or_default());
        for fact in facts(record).iter().filter(|fact| fact.is_counted()) {
            for place in fact.all(Circumstance::Places) {
                if let Some(point) = point(place) {
                    self.0.add(&json!({
                        "type": "Feature",
                        "geometry": {"type": "Point", "coordinates": point},
                        "properties": properties(record, fact, place, &slices),
                    }))?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.0.finish("]}")
    }
}

/// Longitude and latitude, in this order (RFC 7946, 3.1.1).
fn point(place: &Pointed<'_>) -> Option<[f64; 2]> {
    let degrees = |axis: &str| place.reference?.get(axis)?.as_f64();
    Some([degrees("lon")?, degrees("lat")?])
}

/// What a map shows of a fact, under the names of the table's columns.
fn properties(
    record: &Record,
    fact: &Fact<'_>,
    place: &Pointed<'_>,
    slices: &Slices<'_>,
) -> Map<String, Json> {
    let text = |text: Option<&str>| text.map(Json::from);
    let told = |it: Circumstance| (it.as_str(), text(fact.words(it).next()));
    let quantity = fact.quantity;
    let properties = [
        ("place", text(Some(place.words))),
        ("country", place.reference.and_then(|reference| reference.get("country")).cloned()),
        ("shown", Some(quantity.shown().into())),
        ("what", text(fact.what())),
        ("event", text(fact.event())),
        ("kind", text(Some(quantity.kind.as_str()))),
        ("value", quantity.value.clone()),
        ("min", quantity.min.clone()),
        ("max", quantity.max.clone()),
        ("unit", quantity.shown_unit().map(Json::from)),
        told(Circumstance::Agent),
        told(Circumstance::Time),
        told(Circumstance::Source),
        ("status", text(quantity.status.map(crate::article::Status::as_str))),
        ("fact_score", fact.score().map(Json::from)),
        ("sentence", sentence(record, quantity.start, slices).map(Json::from)),
        ("article", text(Some(&record.id))),
        ("quantity", text(Some(&quantity.id))),
    ];
    let meta = ["title", "published", "url"]
        .map(|field| (field, text(record.meta.get(field).and_then(Json::as_str))));
    properties.into_iter().chain(meta).filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The sentence around a number, on one line.
fn sentence(record: &Record, start: usize, slices: &Slices<'_>) -> Option<String> {
    let spans: &[SpanRecord] = record.sentences.as_deref().unwrap_or_default();
    let index = spans.partition_point(|span| span.start <= start).checked_sub(1)?;
    Some(slices.get(spans[index])?.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resolved_place_of_a_fact_is_a_point() {
        let record: Record = serde_json::from_value(json!({
            "id": "a", "text": "Police held 3 men in Kells and Arvo and Moru in 2021.", "meta": {"title": "T", "n": 1},
            "sentences": [{"start": 0, "end": 53}],
            "entities": [
                {"id": "e1", "label": "GPE", "start": 21, "end": 26, "text": "Kells", "ref": {"country": "NG", "lat": 6.3, "lon": 5.6}},
                {"id": "e2", "label": "GPE", "start": 31, "end": 35, "text": "Arvo", "ref": {"country": "PK", "lat": -1.0, "lon": 2.0}},
                {"id": "e3", "label": "GPE", "start": 40, "end": 44, "text": "Moru"}],
            "quantities": [{"id": "q1", "kind": "count", "start": 12, "end": 13, "text": "3", "value": 3, "status": "possible"},
                {"id": "q2", "kind": "date", "start": 48, "end": 52, "text": "2021", "value": "2021"}],
            "links": [{"quantity": "q1", "entity": {"text": "men", "head": "man", "start": 14, "end": 17},
                "places": ["e1", "e2", "e3"], "time": "q2", "fact_score": 0.5}]
        }))
        .unwrap();
        let mut geojson = GeoJson::new(Vec::new()).unwrap();
        geojson.add(&record).unwrap();
        geojson.add(&Record::failed("b", Map::new(), "gone".to_owned())).unwrap();
        let json: Json = serde_json::from_slice(&geojson.finish().unwrap()).unwrap();
        let features = json["features"].as_array().unwrap();
        assert_eq!((json["type"].as_str(), features.len()), (Some("FeatureCollection"), 2));
        assert_eq!(features[0]["geometry"], json!({"type": "Point", "coordinates": [5.6, 6.3]}));
        let told = &features[1]["properties"];
        assert_eq!(
            (&told["place"], &told["what"], &told["value"]),
            (&json!("Arvo"), &json!("men"), &json!(3))
        );
        assert_eq!(
            (&told["status"], &told["time"], &told["title"]),
            (&json!("possible"), &json!("2021"), &json!("T"))
        );
        assert!(told["sentence"].as_str().unwrap().starts_with("Police held 3"));
    }

    #[test]
    fn without_a_place_the_collection_is_empty() {
        let bytes = GeoJson::new(Vec::new()).unwrap().finish().unwrap();
        let json: Json = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(json["features"], json!([]));
    }
}
