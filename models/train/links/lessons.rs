//! Links room, training: writes the questions of labelled articles with the features of their answers, and annotates
//! articles with weights that were trained without them. `train.py` beside this file calls it.
//!
//! usage: lessons table LABELLED OUT [WEIGHTS]    OUT.names: one feature a line; OUT.jsonl: one question a line; with WEIGHTS the
//!                                          answers for the numbers before are not the right ones but those by these weights
//!        lessons annotate LABELLED WEIGHTS OUT    OUT: the annotation of the labelled texts, by these weights;
//!                                                 OUT.rows: what speaks for each row of it, and whether it is right
//!
//! LABELLED holds articles in the annotation's own form, or passages with marked numbers like sentences.txt, one a line, or the
//! labels alone of excerpts whose texts are not ours (.tsv).

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use headcount::article::{Annotation, Article, Circumstance, Doc, Each, Entity, Meta, Quantity, Span};
use headcount::entities::Namer;
use headcount::labelled::{self, Extent, Labelled, LabelledArticle};
use headcount::links::{Linker, Truth};
use headcount::output::{Extras, Record};
use headcount::quantities::Reader;
use headcount::status::Judge;
use headcount::syntax::Parser;
use headcount::tokens::{Reading, Tokenizer};
use serde::Deserialize;
use serde_json::json;

#[path = "../marked.rs"]
mod marked;

use marked::{Marked, marked, offsets};

/// The rooms before the links.
struct Rooms {
    tokenizer: Tokenizer,
    parser: Parser,
    namer: Namer,
    reader: Reader,
    judge: Judge,
}

impl Rooms {
    fn new() -> Result<Self> {
        Ok(Self {
            tokenizer: Tokenizer::new()?,
            parser: Parser::new()?,
            namer: Namer::new()?,
            reader: Reader::new()?,
            judge: Judge::new()?,
        })
    }

    /// What the rooms before the links say of a text, whose white space and letters are made uniform already.
    fn read(&self, text: &str, meta: &Meta) -> Result<(Doc, Vec<Entity>, Vec<Quantity>)> {
        let tokens = self.tokenizer.cut(text);
        let syntax = self.parser.parse(text, &tokens);
        let doc = Doc::new(text.into(), tokens, syntax);
        let entities = self.namer.find(&doc)?;
        let mut quantities = self.reader.read(&doc, &entities, meta);
        self.judge.judge(&doc, &mut quantities);
        Ok((doc, entities, quantities))
    }
}

/// Where the texts of labelled excerpts stand: articles of others, which the project does not hold.
const WORLDWIDE: [&str; 2] = ["../shared/data/worldwide-train.jsonl", "../shared/data/worldwide-dev.jsonl"];

/// One of them.
#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// A text with what is known of some of its numbers.
struct Lettered {
    id: String,
    text: String,
    meta: Meta,
    known: Vec<(Span, Option<Truth>)>,
    /// Whether a number that is not among the known ones counts nothing.
    complete: bool,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["table", labelled, out] => table(labelled, out, None),
        ["table", labelled, out, weights] => table(labelled, out, Some(weights)),
        ["annotate", labelled, weights, out] => annotate(Path::new(labelled), weights, out),
        _ => bail!("usage: lessons table LABELLED OUT [WEIGHTS] | lessons annotate LABELLED WEIGHTS OUT"),
    }
}

fn labelled_texts(path: &Path) -> Result<Vec<Lettered>> {
    if path.extension().is_some_and(|ending| ending == "txt") {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let lines = text.lines().filter(|line| !line.starts_with('#')).enumerate();
        return lines.map(|(number, line)| passage(number, line)).collect();
    }
    if path.extension().is_some_and(|ending| ending == "tsv") {
        return excerpts(path);
    }
    Ok(Labelled::read(path)?.checked(path)?.into_iter().map(article).collect())
}

/// Excerpts of articles that are not ours, whose texts are read from [`WORLDWIDE`]. A line for each number: article,
/// offsets of the excerpt, offsets of the number in it, and where the head of what it counts and the circumstances stand, "27-35;
/// event 54-62; place 96-103, 110-114"; "-" for nothing counted, "?" where nothing is known. All in code points.
fn excerpts(path: &Path) -> Result<Vec<Lettered>> {
    let mut texts = HashMap::new();
    for path in WORLDWIDE {
        for line in fs::read_to_string(path).context(path)?.lines() {
            let article: Text = serde_json::from_str(line).context(path)?;
            texts.insert(article.id, article.text);
        }
    }
    let mut found: Vec<Lettered> = Vec::new();
    for line in fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, from, to, start, end, meaning] = columns[..] else { bail!("{line:?} has not six columns") };
        let whole = texts.get(id).with_context(|| format!("{id} is not in {WORLDWIDE:?}"))?;
        let (from, to, start, end): (usize, usize, usize, usize) =
            (from.parse()?, to.parse()?, start.parse()?, end.parse()?);
        let name = format!("{id}:{from}");
        if found.last().is_none_or(|last| last.id != name) {
            let text = whole.chars().skip(from).take(to - from).collect();
            found.push(Lettered { id: name, text, meta: Meta::new(), known: Vec::new(), complete: false });
        }
        let Some(last) = found.last_mut() else { continue };
        let bytes = offsets(&last.text);
        let span = Span::new(bytes[start], bytes[end]);
        let truth = (meaning != "?").then(|| pointed(meaning, &last.text, &bytes)).transpose();
        last.known.push((span, truth.with_context(|| line.to_owned())?));
    }
    Ok(found)
}

/// What a label of an excerpt says.
fn pointed(meaning: &str, text: &str, bytes: &[u32]) -> Result<Truth> {
    let span = |words: &str| -> Result<Span> {
        let (start, end) = words.trim().split_once('-').context("no offsets")?;
        let at = |offset: &str| -> Result<u32> {
            bytes.get(offset.parse::<usize>()?).copied().context("an offset beyond the excerpt")
        };
        Ok(Span::new(at(start)?, at(end)?))
    };
    if meaning == "-" {
        return Ok(Truth::default());
    }
    let mut parts = meaning.split("; ");
    let head = parts.next().filter(|&head| head != "-").map(span).transpose()?;
    let mut circumstances: Each<Vec<(Span, Option<String>)>> = Each::default();
    for part in parts {
        let (name, words) = part.split_once(' ').context("no circumstance")?;
        for words in words.split(", ") {
            let span = span(words)?;
            circumstances[circumstance_of(name)?].push((span, Some(span.of(text).to_owned())));
        }
    }
    let heads = head.map(|head| head.of(text).to_owned()).into_iter().collect();
    Ok(Truth { heads, span: None, circumstances: Some(circumstances) })
}

/// The circumstance that a passage or an excerpt names.
fn circumstance_of(name: &str) -> Result<Circumstance> {
    let name = if name == "place" { "places" } else { name };
    Circumstance::named(name).with_context(|| format!("\"{name}\" is no circumstance"))
}

fn article(labelled: LabelledArticle) -> Lettered {
    let bytes = offsets(&labelled.text);
    let span = |extent: Extent| Span::new(bytes[extent.start], bytes[extent.end]);
    let mut links = HashMap::new();
    for link in labelled.links.iter().flatten() {
        links.insert(link.quantity, link);
    }
    let quantities = labelled.quantities.iter().flatten().enumerate();
    let known = quantities.map(|(index, quantity)| {
        let truth = match links.get(&index) {
            _ if quantity.soft => None,
            None => Some(Truth::default()),
            Some(link) => Some(truth(link, &span)),
        };
        (span(quantity.extent), truth)
    });
    Lettered {
        known: known.collect(),
        id: labelled.id,
        text: labelled.text,
        meta: labelled.meta,
        complete: true,
    }
}

fn truth(link: &labelled::LabelledLink, span: &dyn Fn(Extent) -> Span) -> Truth {
    let circumstances = Each::of(|circumstance| match circumstance {
        Circumstance::Event => link.event.iter().map(|&extent| (span(extent), None)).collect(),
        pointing => {
            let targets = link.targets(pointing).iter();
            targets.map(|target| (span(target.extent), target.name.clone())).collect()
        }
    });
    // Bare money counts nothing.
    let entity = link.entity.as_ref();
    Truth {
        heads: entity.iter().map(|entity| entity.headed().to_owned()).collect(),
        span: entity.and_then(|entity| entity.extent).map(span),
        circumstances: Some(circumstances),
    }
}

/// A number as marked in a passage: its place, the heads that it may count, and the words of its circumstances if those are labelled.
struct Mark<'a> {
    span: Span,
    heads: &'a str,
    circumstances: Option<&'a str>,
}

/// A passage with marked numbers: "[12|men]", "[2019|-]", "[12|men; event=held; place=Jos, Kano]". A mark with a semicolon says all
/// that is stated of its number. " // " stands for a new paragraph.
fn passage(number: usize, line: &str) -> Result<Lettered> {
    let broken = || format!("passage {number}");
    let Marked { text, marks } = marked(&line.replace(" // ", "\n\n")).with_context(broken)?;
    let marks: Vec<Mark<'_>> = marks.iter().map(|(span, meaning)| Mark::new(*span, meaning)).collect();
    let known = marks.iter().map(|mark| Ok((mark.span, Some(mark.truth(&text)?))));
    let known = known.collect::<Result<_>>().with_context(broken)?;
    // Where every mark says all, every number is marked.
    let complete = !marks.is_empty() && marks.iter().all(|mark| mark.circumstances.is_some());
    Ok(Lettered { id: format!("passage-{number}"), text, meta: Meta::new(), known, complete })
}

impl<'a> Mark<'a> {
    fn new(span: Span, meaning: &'a str) -> Self {
        let (heads, circumstances) = meaning
            .split_once(';')
            .map_or((meaning, None), |(heads, circumstances)| (heads, Some(circumstances)));
        Self { span, heads, circumstances }
    }

    fn truth(&self, text: &str) -> Result<Truth> {
        let heads = self.heads.split('/').map(str::trim).filter(|&head| head != "-").map(str::to_owned);
        let Some(stated) = self.circumstances else {
            return Ok(Truth { heads: heads.collect(), ..Truth::default() });
        };
        let mut circumstances: Each<Vec<(Span, Option<String>)>> = Each::default();
        for said in stated.split(';').map(str::trim).filter(|said| !said.is_empty()) {
            let (name, words) =
                said.split_once('=').with_context(|| format!("\"{said}\" is no circumstance=words"))?;
            let at = circumstance_of(name.trim())?;
            let words = words.trim();
            let parts: Vec<&str> =
                if text.contains(words) { vec![words] } else { words.split(", ").collect() };
            for part in parts {
                circumstances[at].push((self.nearest(text, part.trim())?, Some(part.trim().to_owned())));
            }
        }
        Ok(Truth { heads: heads.collect(), span: None, circumstances: Some(circumstances) })
    }

    /// The occurrence of `words` in `text` that is nearest to the number, whole words before parts of words.
    fn nearest(&self, text: &str, words: &str) -> Result<Span> {
        let spans = text.match_indices(words).map(|(at, it)| Span::new(at as u32, (at + it.len()) as u32));
        let is_part = |span: &Span| {
            let (before, after) = (&text[..span.start() as usize], &text[span.end() as usize..]);
            before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric)
        };
        let away = |span: &Span| (is_part(span), span.start().abs_diff(self.span.start()));
        spans.min_by_key(away).with_context(|| format!("\"{words}\" does not occur"))
    }
}

impl Lettered {
    /// The text as the rooms read it, and what is known of its numbers, pointing there.
    fn reading(&self) -> (Reading, Vec<(Span, Option<Truth>)>) {
        let reading = Reading::of(&self.text.as_str().into());
        let length = reading.text().len() as u32;
        // Where an offset of the text as it came stands in the reading: the first place from there on.
        let plain = |at: u32| {
            let (mut low, mut high) = (0, length);
            while low < high {
                let middle = low.midpoint(high);
                if reading.original(Span::new(middle, middle)).start() < at {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        let span = |it: Span| Span::new(plain(it.start()), plain(it.end()));
        let known = self.known.iter().map(|(number, truth)| {
            let mut truth = truth.clone();
            if let Some(truth) = &mut truth {
                truth.span = truth.span.map(span);
                for (words, _) in truth.circumstances.iter_mut().flat_map(Each::iter_mut).flatten() {
                    *words = span(*words);
                }
            }
            (span(*number), truth)
        });
        let known = known.collect();
        (reading, known)
    }
}

/// What is known of each number that the program read: that of the labelled one with which it shares most.
fn truths(known: &[(Span, Option<Truth>)], complete: bool, quantities: &[Quantity]) -> Vec<Option<Truth>> {
    let shared =
        |one: Span, other: Span| one.end().min(other.end()).saturating_sub(one.start().max(other.start()));
    let one = |quantity: &Quantity| {
        let near = known.iter().filter(|(span, _)| span.overlaps(quantity.span));
        match near.max_by_key(|(span, _)| shared(*span, quantity.span)) {
            Some((_, truth)) => truth.clone(),
            None => complete.then(Truth::default),
        }
    };
    quantities.iter().map(one).collect()
}

/// A linker by the weights of a file, which are read once and kept to the end, as the embedded ones are.
fn linker(weights: &str) -> Result<Linker> {
    let text = fs::read_to_string(weights).with_context(|| weights.to_owned())?;
    Ok(Linker::with_weights(text.leak())?)
}

fn table(labelled: &str, out: &str, weights: Option<&str>) -> Result<()> {
    let texts = labelled_texts(Path::new(labelled))?;
    let (rooms, linker) = (Rooms::new()?, weights.map_or_else(|| Ok(Linker::new()?), linker)?);
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut list = BufWriter::new(File::create(format!("{out}.names"))?);
    let mut table = BufWriter::new(File::create(format!("{out}.jsonl"))?);
    for lettered in texts {
        let (reading, known) = lettered.reading();
        let (doc, entities, quantities) = rooms.read(reading.text(), &lettered.meta)?;
        let truths = truths(&known, lettered.complete, &quantities);
        for lesson in linker.lessons(&doc, &entities, &quantities, &truths, weights.is_some()) {
            let mut choices = Vec::new();
            for choice in &lesson.choices {
                let mut row = vec![usize::from(choice.right)];
                for feature in &choice.features {
                    ensure!(!feature.contains(['\n', '\r', '\t']), "{feature:?} does not fit on a line");
                    let next = names.len();
                    let id = *names.entry(feature.clone()).or_insert(next);
                    if id == next {
                        writeln!(list, "{feature}")?;
                    }
                    row.push(id);
                }
                choices.push(row);
            }
            let quantity = &quantities[lesson.quantity];
            let words: Vec<_> = lesson.choices.iter().map(|it| it.word.as_str()).collect();
            let row = json!({"article": lettered.id, "number": lesson.quantity, "text": quantity.span.of(&doc.text),
                "kind": quantity.kind.as_str(), "role": lesson.question.as_str(), "words": words, "choices": choices});
            writeln!(table, "{row}")?;
        }
    }
    list.flush()?;
    table.flush()?;
    Ok(())
}

fn annotate(labelled: &Path, weights: &str, out: &str) -> Result<()> {
    let rooms = Rooms::new()?;
    let trained = linker(weights)?;
    let mut records = BufWriter::new(File::create(out)?);
    let mut rows = BufWriter::new(File::create(format!("{out}.rows"))?);
    for lettered in labelled_texts(labelled)? {
        let (reading, known) = lettered.reading();
        let (doc, entities, quantities) = rooms.read(reading.text(), &lettered.meta)?;
        let truths = truths(&known, lettered.complete, &quantities);
        for review in trained.reviews(&doc, &entities, &quantities, &truths) {
            writeln!(rows, "{}", json!([review.right, review.evidence]))?;
        }
        let Lettered { id, text, meta, .. } = lettered;
        let links = trained.join(&doc, &entities, &quantities);
        let article = Article { id, text: text.as_str().into(), meta };
        let original = article.text.clone();
        let mut annotation = Annotation { article, doc, entities, quantities, links };
        reading.restore(&mut annotation, &original);
        let record = Record::of(&annotation, Extras::default());
        writeln!(records, "{}", serde_json::to_string(&record)?)?;
    }
    records.flush()?;
    rows.flush()?;
    Ok(())
}
