//! The main figures by group of articles: regions, outlets, whatever the gold's articles carry.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::bail;
use serde_json::{Value as Json, json};

use super::table::{self, Style};
use crate::labelled::LabelledArticle;
use crate::score::{Counts, Report, Scores};

/// The measures that are told apart.
const MAIN: [&str; 3] = ["entities.strict", "quantities.value", "links.head"];

/// Counts by group.
#[derive(Debug)]
pub(super) struct Breakdown {
    field: String,
    /// Keys of the measures.
    measures: Vec<&'static str>,
    /// For each group the number of its articles and the counts of each measure.
    sums: BTreeMap<String, (usize, Vec<Counts>)>,
}

impl Breakdown {
    /// Groups the articles by a field of their metadata; fails where none of them has it.
    pub(super) fn of(field: &str, gold: &[LabelledArticle], scores: &Scores) -> anyhow::Result<Self> {
        if !gold.iter().any(|article| article.meta.contains_key(field)) {
            bail!("--by {field}: no article of the gold has that field");
        }
        let name = |article: &LabelledArticle| match article.meta.get(field) {
            None => "-".to_owned(),
            Some(Json::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let names: Vec<String> = gold.iter().map(name).collect();
        let measures: Vec<_> = MAIN.into_iter().filter(|key| scores.measure(key).is_some()).collect();
        let mut groups: BTreeMap<String, (usize, Vec<Counts>)> = BTreeMap::new();
        for name in &names {
            let empty = || (0, vec![Counts::default(); measures.len()]);
            groups.entry(name.clone()).or_insert_with(empty).0 += 1;
        }
        for (column, key) in measures.iter().enumerate() {
            for &(article, counts) in scores.measure(key).iter().flat_map(|measure| &measure.rows) {
                if let Some((_, sums)) = groups.get_mut(&names[article]) {
                    sums[column] += counts;
                }
            }
        }
        Ok(Self { field: field.to_owned(), measures, sums: groups })
    }

    /// Writes F1 of each measure by group.
    pub(super) fn write(&self, out: &mut impl Write, style: Style) -> io::Result<()> {
        let mut head = vec![self.field.as_str(), "articles"];
        head.extend(&self.measures);
        let rows: Vec<Vec<String>> = self
            .sums
            .iter()
            .map(|(name, (articles, sums))| {
                let figure = |counts: &Counts| format!("{:.1}", 100.0 * counts.f1());
                let figures =
                    sums.iter().map(|counts| if counts.is_empty() { "-".to_owned() } else { figure(counts) });
                [name.clone(), articles.to_string()].into_iter().chain(figures).collect()
            })
            .collect();
        table::draw(out, &head, &rows, style)
    }

    fn json(&self) -> Json {
        let group = |(name, (articles, sums)): (&String, &(usize, Vec<Counts>))| {
            let mut json = json!({"articles": articles});
            for (key, counts) in self.measures.iter().zip(sums) {
                json[*key] = if counts.is_empty() { Json::Null } else { json!(counts.f1()) };
            }
            (name.clone(), json)
        };
        Json::Object(self.sums.iter().map(group).collect())
    }
}

/// The report with its groups as one JSON object.
pub(super) fn json(report: &Report, groups: Option<&Breakdown>) -> Json {
    let mut json = report.json();
    if let Some(groups) = groups {
        json["by"] = json!({ groups.field.as_str(): groups.json() });
    }
    json
}
