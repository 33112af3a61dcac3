//! Status room, training: writes every labelled number with its features. `train.sh` beside this file calls it, `train.py` fits
//! the weights to what it writes.
//!
//! usage: status-lessons LABELLED OUT [LABELS]
//!
//! LABELLED holds labelled articles in any form that `evaluate` reads, or sentences with marked numbers like sentences.txt, one a
//! line. LABELS (press-train.tsv) says the statuses of quantities of LABELLED by article and id; then those that are not there are
//! facts. OUT: a line for each number: text, start in bytes, words, status, what the rules say, features; no features where the
//! program does not find the number.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use headcount::article::{Annotation, Kind, Span, Status};
use headcount::labelled::{Extent, Labelled, LabelledArticle, LabelledQuantity};
use headcount::status::Judge;
use headcount::{Article, Pipeline};

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

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [labelled, out] => table(&texts(Path::new(labelled))?, out),
        [labelled, out, labels] => table(&press(Path::new(labelled), Path::new(labels))?, out),
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
        lettered(article, known)
    };
    Ok(Labelled::read(path)?.checked(path)?.into_iter().map(article).collect())
}

fn lettered(article: LabelledArticle, known: Vec<(Extent, Option<Status>)>) -> Lettered {
    let bytes = offsets(&article.text);
    let span = |extent: Extent| Span::new(bytes[extent.start], bytes[extent.end]);
    let known = known.into_iter().map(|(extent, status)| (span(extent), status)).collect();
    Lettered { id: article.id, text: article.text, known }
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

/// Articles of others with our labels of them, which hold no text.
fn press(path: &Path, labels: &Path) -> Result<Vec<Lettered>> {
    let list = fs::read_to_string(labels).with_context(|| labels.display().to_string())?;
    let mut statuses = HashMap::new();
    for line in list.lines().filter(|line| !line.starts_with('#') && !line.starts_with("article\t")) {
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
        texts.push(lettered(article, known));
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
