//! What a run has done, for the summary and for `--stats`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde::Serialize;

use crate::article::Annotation;

/// Counts of a run or of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct RunTally {
    pub(super) articles: u64,
    /// Articles that could not be read or annotated.
    pub(super) failed: u64,
    /// The failed ones by cause.
    pub(super) failed_by_cause: BTreeMap<&'static str, u64>,
    /// Articles with the text of an earlier one.
    pub(super) duplicates: u64,
    /// Articles that do not look English.
    pub(super) not_english: u64,
    /// Words between white space.
    pub(super) words: u64,
    pub(super) names: u64,
    pub(super) names_by_label: BTreeMap<&'static str, u64>,
    pub(super) quantities: u64,
    pub(super) quantities_by_kind: BTreeMap<&'static str, u64>,
    pub(super) links: u64,
    /// Bytes of the input.
    pub(super) bytes: u64,
}

/// A finished run, as `--stats` writes it.
#[derive(Debug, Serialize)]
pub(super) struct Stats<'a> {
    #[serde(flatten)]
    pub(super) tally: &'a RunTally,
    /// Articles that an earlier run had done already; not counted above.
    pub(super) resumed: u64,
    pub(super) seconds: f64,
    pub(super) words_per_second: f64,
    pub(super) threads: usize,
    /// Most memory held at a time, where the system tells it.
    pub(super) peak_memory_bytes: Option<u64>,
}

impl RunTally {
    /// The counts of one article.
    pub(super) fn of(annotation: &Annotation) -> Self {
        let Annotation { doc, entities, quantities, links, .. } = annotation;
        let mut tally = Self {
            articles: 1,
            words: doc.text.split_whitespace().count() as u64,
            names: entities.len() as u64,
            quantities: quantities.len() as u64,
            links: links.len() as u64,
            ..Self::default()
        };
        for entity in entities {
            *tally.names_by_label.entry(entity.label.as_str()).or_default() += 1;
        }
        for quantity in quantities {
            *tally.quantities_by_kind.entry(quantity.kind.as_str()).or_default() += 1;
        }
        tally
    }

    /// One failed article.
    pub(super) fn failure(cause: &'static str) -> Self {
        Self { failed: 1, failed_by_cause: BTreeMap::from([(cause, 1)]), ..Self::default() }
    }

    pub(super) fn add(&mut self, more: &Self) {
        self.articles += more.articles;
        self.failed += more.failed;
        self.duplicates += more.duplicates;
        self.not_english += more.not_english;
        self.words += more.words;
        self.names += more.names;
        self.quantities += more.quantities;
        self.links += more.links;
        self.bytes += more.bytes;
        merge(&mut self.failed_by_cause, &more.failed_by_cause);
        merge(&mut self.names_by_label, &more.names_by_label);
        merge(&mut self.quantities_by_kind, &more.quantities_by_kind);
    }
}

fn merge(into: &mut BTreeMap<&'static str, u64>, more: &BTreeMap<&'static str, u64>) {
    for (name, count) in more {
        *into.entry(name).or_default() += count;
    }
}

impl<'a> Stats<'a> {
    pub(super) fn new(tally: &'a RunTally, resumed: u64, seconds: f64, threads: usize) -> Self {
        let words_per_second = (tally.words as f64 / seconds.max(1e-9)).round();
        Self { tally, resumed, seconds, words_per_second, threads, peak_memory_bytes: peak_memory() }
    }

    /// The line at the end of a run.
    pub(super) fn summary(&self) -> String {
        let tally = self.tally;
        let mut text = format!(
            "{}, {}, {}, {}, {} in {:.1} s ({} words/s)",
            counted(tally.articles, "article"),
            counted(tally.words, "word"),
            counted(tally.names, "name"),
            counted(tally.quantities, "quantity"),
            counted(tally.links, "link"),
            self.seconds,
            self.words_per_second,
        );
        for (count, noun, what) in [
            (self.resumed, "article", "done by an earlier run"),
            (tally.duplicates, "article", "with the text of an earlier one"),
            (tally.not_english, "article", "apparently not in English"),
            (tally.failed, "article", "failed"),
        ] {
            if count > 0 {
                let _ = write!(text, "; {} {what}", counted(count, noun));
            }
        }
        text
    }
}

/// "1 article", "2 articles", "3 quantities".
fn counted(number: u64, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}

/// The high-water mark of this process in bytes, as Linux tells it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_in_words() {
        let mut tally =
            RunTally { articles: 1, words: 300, names: 2, quantities: 2, links: 1, ..RunTally::default() };
        let summary = |tally: &RunTally| Stats::new(tally, 0, 2.0, 1).summary();
        assert_eq!(
            summary(&tally),
            "1 article, 300 words, 2 names, 2 quantities, 1 link in 2.0 s (150 words/s)"
        );
        tally.add(&RunTally::failure("broken"));
        tally.add(&RunTally::failure("broken"));
        assert!(summary(&tally).ends_with("(150 words/s); 2 articles failed"));
        assert_eq!(tally.failed_by_cause["broken"], 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_peak_of_memory_is_known() {
        assert!(peak_memory().is_some_and(|bytes| bytes > 1 << 20));
    }
}
