//! Status room, training: writes every labelled number with its features. `train.sh` beside this file calls it, `train.py` fits
//! the weights to what it writes.
//!
//! usage: status-lessons LABELLED OUT [LABELS]
//!
//! LABELLED holds labelled articles in any form that `evaluate` reads, or sentences with marked numbers like sentences.txt, one a
//! line. LABELS says the statuses of quantities of LABELLED: either by article and id (press-train.tsv), then those that are not
//! there are facts, or by article and offsets (worldwide.tsv), then nothing else is known. OUT: a line for each number: text,
//! start in bytes, words, status, what the rules say, features; no features where the program does not find the number.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use headcount::article::{Annotation, Kind, Span, Status};
use headcount::labelled::{Extent, Labelled, LabelledArticle, LabelledQuantity};
use headcount::status::Judge;
use headcount::{Article, Pipeline};
use serde::Deserialize;

#[path = "../marked.rs"]
mod marked;

use marked::{Marked, marked, offsets};

/// How numbers that are presented as true are labelled.
const FACT: &str = "fact";
/// Labels that are left out.
const UNSURE: &str = "unsure";

/// A text with the status of its numbers; `None` for a fact.
struct Lettered {
    id: String,
    text: String,
    known: Vec<(Span, Option<Status>)>,
}

/// An article without labels.
#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [labelled, out] => table(&texts(Path::new(labelled))?, out),
        [labelled, out, labels] => {
            let list = fs::read_to_string(labels).with_context(|| labels.to_owned())?;
            let is_placed = list.lines().any(|line| line.starts_with("article\tstart\t"));
            let letter = if is_placed { worldwide } else { press };
            table(&letter(Path::new(labelled), &list)?, out)
        }
        _ => bail!("usage: status-lessons LABELLED OUT [LABELS]"),
    }
}

/// Texts that carry their labels themselves.
fn texts(path: &Path) -> Result<Vec<Lettered>> {
    if path.extension().is_some_and(|ending| ending == "txt") {
        return sentences(path);
    }
    let article = |article: LabelledArticle| {
        let known = article.statuses.iter().flatten().map(|it| (it.extent, it.status)).collect();
        lettered(article.id, article.text, known)
    };
    Ok(Labelled::read(path)?.checked(path)?.into_iter().map(article).collect())
}

fn lettered(id: String, text: String, known: Vec<(Extent, Option<Status>)>) -> Lettered {
    let bytes = offsets(&text);
    let span = |extent: Extent| Span::new(bytes[extent.start], bytes[extent.end]);
    let known = known.into_iter().map(|(extent, status)| (span(extent), status)).collect();
    Lettered { id, text, known }
}

fn sentences(path: &Path) -> Result<Vec<Lettered>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).enumerate();
    let sentence = |(number, line): (usize, &str)| {
        let Marked { text, marks } = marked(line)?;
        let known = marks.into_iter().map(|(span, name)| Ok((span, status_of(&name)?)));
        Ok(Lettered { id: format!("sentence-{number}"), text, known: known.collect::<Result<_>>()? })
    };
    lines.map(sentence).collect()
}

fn status_of(name: &str) -> Result<Option<Status>> {
    if name == FACT {
        return Ok(None);
    }
    let known = Status::ALL.into_iter().find(|status| status.as_str() == name);
    Ok(Some(known.with_context(|| format!("\"{name}\" is no status"))?))
}

/// The rows of a file of labels.
fn rows(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.starts_with("article\t"))
}

/// Articles of others with our labels of them by article and offsets in code points.
fn worldwide(path: &Path, list: &str) -> Result<Vec<Lettered>> {
    let mut known: HashMap<String, Vec<(Extent, Option<Status>)>> = HashMap::new();
    for line in rows(list) {
        let [article, start, end, status, _] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("{line:?} has not five columns");
        };
        if status != UNSURE {
            let extent = Extent { start: start.parse()?, end: end.parse()? };
            known.entry(article.to_owned()).or_default().push((extent, status_of(status)?));
        }
    }
    let mut texts = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let text: Text = serde_json::from_str(line).with_context(|| path.display().to_string())?;
        if let Some(known) = known.remove(&text.id) {
            texts.push(lettered(text.id, text.text, known));
        }
    }
    if let Some(id) = known.keys().next() {
        bail!("{id} is not in {}", path.display());
    }
    Ok(texts)
}

/// Articles of others with our labels of them by article and id, which hold no text.
fn press(path: &Path, list: &str) -> Result<Vec<Lettered>> {
    let mut statuses = HashMap::new();
    for line in rows(list) {
        let [article, quantity, status] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("{line:?} has not three columns");
        };
        statuses.insert((article.to_owned(), quantity.to_owned()), status);
    }
    let mut texts = Vec::new();
    for article in Labelled::read(path)?.checked(path)? {
        let mut known = Vec::new();
        for quantity in article.quantities.iter().flatten().filter(|quantity| is_asked(quantity)) {
            match statuses.remove(&(article.id.clone(), quantity.id.clone())) {
                Some(UNSURE) => {}
                status => known.push((quantity.extent, status_of(status.unwrap_or(FACT))?)),
            }
        }
        texts.push(lettered(article.id, article.text, known));
    }
    if statuses.values().any(|&status| status != UNSURE) {
        eprintln!("labels without a quantity, or of a soft one or an ordinal: {}", statuses.len());
    }
    Ok(texts)
}

/// Whether the reader of the press labelled quantities like this one.
fn is_asked(quantity: &LabelledQuantity) -> bool {
    quantity.kind.is_countable() && quantity.kind != Kind::Ordinal && !quantity.soft
}

fn table(texts: &[Lettered], out: &str) -> Result<()> {
    let (judge, pipeline) = (Judge::new()?, Pipeline::new()?);
    let mut rows = BufWriter::new(File::create(out)?);
    for text in texts {
        let annotation = pipeline.annotate(Article::from(text.text.as_str()))?;
        for &(span, status) in &text.known {
            let words = span.of(&text.text).replace(['\n', '\t'], " ");
            let (answer, features) = lesson(&judge, &annotation, span);
            let (status, answer) = (name(status), name(answer));
            writeln!(rows, "{}\t{}\t{words}\t{status}\t{answer}\t{features}", text.id, span.start())?;
        }
    }
    Ok(rows.flush()?)
}

/// What the rules say of the number at `span`, and its features.
fn lesson(judge: &Judge, annotation: &Annotation, span: Span) -> (Option<Status>, String) {
    let quantity = annotation.quantities.iter().find(|it| it.span.overlaps(span));
    let lesson = quantity.map(|quantity| judge.lesson(&annotation.doc, quantity));
    lesson.map_or((None, String::new()), |lesson| (lesson.answer, lesson.features.join(";")))
}

fn name(status: Option<Status>) -> &'static str {
    status.map_or(FACT, Status::as_str)
}
