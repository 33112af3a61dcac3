//! Links room, training of what joins the mentions of one fact: writes every pair of figures with its features. `train.sh` beside
//! this file calls it, `train.py` fits the weights to what it writes.
//!
//! usage: fact-lessons PRESS LABELS GOLD PASSAGES OUT
//!
//! PRESS is press-train.jsonl and LABELS our labels of it (press-train.tsv); GOLD a folder of labelled articles, of which those with
//! links are taken; PASSAGES passages.txt. OUT: for each text, whose id begins with its part (`whole/` and `pairs/`, which LABELS
//! tells apart, `gold/`, `passage/`), a line for each labelled mention, `gold`: text, fact (0 is left out), agreement (`first` on a
//! fact's first mention), link of the program or `-`; and one for each two figures of a kind, `pair`: text, both links, agreement,
//! features if the program compares them, their words.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use headcount::article::{Agreement, Annotation, Meta, Span};
use headcount::labelled::{Labelled, LabelledArticle};
use headcount::links::Linker;
use headcount::{Article, Pipeline};

#[path = "../marked.rs"]
mod marked;

use marked::{Marked, marked, offsets};

/// The agreement of a fact's first mention.
const FIRST: &str = "first";

/// A mention of a fact.
struct Mention {
    span: Span,
    /// Number of the fact within its text; 0 for a mention that is left out.
    fact: u32,
    agreement: String,
}

/// A text with the mentions of facts that are told more than once.
struct Lettered {
    id: String,
    text: String,
    meta: Meta,
    mentions: Vec<Mention>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&Path> = arguments.iter().map(Path::new).collect();
    let [texts, labels, folder, lines, out] = arguments[..] else {
        bail!("usage: fact-lessons PRESS LABELS GOLD PASSAGES OUT");
    };
    let mut all = press(texts, &Labels::read(labels)?)?;
    all.extend(gold(folder)?);
    all.extend(passages(lines)?);
    table(all, out)
}

/// Our labels of articles of others, without their texts.
struct Labels {
    /// Articles that were read from end to end.
    whole: HashSet<String>,
    /// Offsets in code points, fact and agreement, by article.
    mentions: BTreeMap<String, Vec<(usize, usize, u32, String)>>,
}

impl Labels {
    fn read(path: &Path) -> Result<Self> {
        let list = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut labels = Self { whole: HashSet::new(), mentions: BTreeMap::new() };
        for line in list.lines().filter(|line| !line.starts_with('#') && !line.starts_with("article\t")) {
            let [article, fact, start, end, agreement] = line.split('\t').collect::<Vec<_>>()[..] else {
                bail!("{line:?} has not five columns");
            };
            if agreement == "whole" {
                labels.whole.insert(article.to_owned());
                continue;
            }
            let fact = if agreement == "unsure" { 0 } else { fact.parse()? };
            let mention = (start.parse()?, end.parse()?, fact, agreement.to_owned());
            labels.mentions.entry(article.to_owned()).or_default().push(mention);
        }
        Ok(labels)
    }
}

fn press(path: &Path, labels: &Labels) -> Result<Vec<Lettered>> {
    let articles = Labelled::read(path)?.checked(path)?;
    let ids: HashSet<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    let lost: Vec<_> = labels.mentions.keys().filter(|id| !ids.contains(id.as_str())).collect();
    ensure!(lost.is_empty(), "no such articles in {}: {lost:?}", path.display());
    let lettered = |article: LabelledArticle| {
        let bytes = offsets(&article.text);
        let known = labels.mentions.get(&article.id).into_iter().flatten();
        let mention = |(start, end, fact, agreement): &(usize, usize, u32, String)| Mention {
            span: Span::new(bytes[*start], bytes[*end]),
            fact: *fact,
            agreement: agreement.clone(),
        };
        let mentions = known.map(mention).collect();
        let part = if labels.whole.contains(&article.id) { "whole" } else { "pairs" };
        Lettered { id: format!("{part}/{}", article.id), text: article.text, meta: article.meta, mentions }
    };
    Ok(articles.into_iter().map(lettered).collect())
}

/// Articles whose links say which of them tell one fact.
fn gold(folder: &Path) -> Result<Vec<Lettered>> {
    let articles = Labelled::read(folder)?.checked(folder)?.into_iter();
    let linked = articles.filter(|article| article.links.as_ref().is_some_and(|links| !links.is_empty()));
    Ok(linked.map(told).collect())
}

fn told(article: LabelledArticle) -> Lettered {
    let bytes = offsets(&article.text);
    let quantities = article.quantities.unwrap_or_default();
    let mentions = article.links.iter().flatten().filter_map(|link| {
        let extent = quantities[link.quantity].extent;
        Some(Mention {
            span: Span::new(bytes[extent.start], bytes[extent.end]),
            fact: link.fact?,
            agreement: link.agreement.map_or(FIRST, Agreement::as_str).to_owned(),
        })
    });
    let mentions = mentions.collect();
    Lettered { id: format!("gold/{}", article.id), text: article.text, meta: article.meta, mentions }
}

/// Passages whose marks say which numbers tell one fact: "[33|a]", "[33|a agrees]". " // " stands for a new line.
fn passages(path: &Path) -> Result<Vec<Lettered>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).enumerate();
    let passage = |(index, line): (usize, &str)| {
        let Marked { text, marks } = marked(&line.replace(" // ", "\n"))?;
        let mentions = marks.into_iter().map(|(span, meaning)| {
            let (letter, agreement) = meaning.split_once(' ').unwrap_or((&meaning, FIRST));
            let place = ('a'..='z').zip(1..).find(|(known, _)| letter == known.to_string());
            let (_, fact) = place.with_context(|| format!("\"{letter}\" is no letter of a fact"))?;
            Ok(Mention { span, fact, agreement: agreement.to_owned() })
        });
        let mentions = mentions.collect::<Result<_>>()?;
        Ok(Lettered { id: format!("passage/{}", index + 1), text, meta: Meta::new(), mentions })
    };
    lines.map(passage).collect()
}

fn table(texts: Vec<Lettered>, out: &Path) -> Result<()> {
    let (linker, pipeline) = (Linker::new()?, Pipeline::new()?);
    let mut rows = BufWriter::new(File::create(out)?);
    for Lettered { id, text, meta, mentions } in texts {
        let article = Article { text: text.as_str().into(), meta, ..Article::default() };
        let annotation = pipeline.annotate(article)?;
        for Mention { span, fact, agreement } in mentions {
            let link = link_at(&annotation, span).map_or_else(|| "-".to_owned(), |link| link.to_string());
            writeln!(rows, "gold\t{id}\t{fact}\t{agreement}\t{link}")?;
        }
        for pair in linker.pairs(&annotation) {
            let features = pair.features.unwrap_or_default().join(";");
            let (how, words) = (pair.agreement.as_str(), pair.shown.join(" / "));
            writeln!(rows, "pair\t{id}\t{}\t{}\t{how}\t{features}\t{words}", pair.earlier, pair.later)?;
        }
    }
    Ok(rows.flush()?)
}

/// The first link whose number shares letters with `span`.
fn link_at(annotation: &Annotation, span: Span) -> Option<usize> {
    annotation.links.iter().position(|link| annotation.quantities[link.quantity].span.overlaps(span))
}
