//! Names in columns, as trainers and scorers of name recognisers read them: a token a line, its tag (IOB2) last.
//!
//! ```text
//! # id = raid.txt
//! Police  0   6   O
//! in      7   9   O
//! Lahore  10  16  B-GPE
//! ```

use std::io::{self, Write};

use super::slices::Slices;
use crate::error::Error;
use crate::output::record::CodePoints;
use crate::output::{EntityRecord, Record, SpanRecord};
use crate::tokens::Tokenizer;

/// Articles on their way into a file.
#[derive(Debug)]
pub(super) struct Conll<W> {
    out: W,
    /// Cuts articles that were annotated without `--tokens`.
    tokenizer: Tokenizer,
}

impl<W: Write> Conll<W> {
    pub(super) fn new(out: W) -> Result<Self, Error> {
        Ok(Self { out, tokenizer: Tokenizer::new()? })
    }

    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        writeln!(self.out, "# id = {}", one_word_a_blank(&record.id))?;
        let text = record.text.as_deref().unwrap_or_default();
        let slices = Slices::of(text);
        let mut tags = Tags::of(record);
        let mut sentences = record.sentences.iter().flatten().skip(1).peekable();
        for token in self.tokens(record, text) {
            let word = slices.get(token).unwrap_or_default();
            // A run of white space is a token of the syntax, but none of this form.
            if word.trim().is_empty() {
                continue;
            }
            let mut ends = false;
            while sentences.next_if(|sentence| sentence.start <= token.start).is_some() {
                ends = true;
            }
            if ends {
                writeln!(self.out)?;
            }
            let word: String = word.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
            writeln!(self.out, "{word}\t{}\t{}\t{}", token.start, token.end, tags.tag(token, ends))?;
        }
        writeln!(self.out)
    }

    /// The tokens that the record has, else those of its text.
    fn tokens(&self, record: &Record, text: &str) -> Vec<SpanRecord> {
        if let Some(tokens) = &record.tokens {
            return tokens.iter().map(|token| SpanRecord { start: token.start, end: token.end }).collect();
        }
        let points = CodePoints::of(text);
        let span =
            |span: crate::Span| SpanRecord { start: points.at(span.start()), end: points.at(span.end()) };
        self.tokenizer.cut(text).iter().map(|token| span(token.span)).collect()
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    pub(super) fn finish(self) -> W {
        self.out
    }
}

/// A comment ends with its line.
fn one_word_a_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tags of tokens that come in the order of the text.
struct Tags<'a> {
    names: Vec<&'a EntityRecord>,
    /// The first name that does not end before the token in hand.
    next: usize,
    /// The name that the token before belonged to.
    last: Option<usize>,
}

impl<'a> Tags<'a> {
    fn of(record: &'a Record) -> Self {
        let mut names: Vec<_> = record.entities.iter().flatten().collect();
        names.sort_by_key(|name| name.start);
        Self { names, next: 0, last: None }
    }

    /// The tag of a token that touches a name; `begins` says that a sentence begins with it, so that no name goes on.
    fn tag(&mut self, token: SpanRecord, begins: bool) -> String {
        while self.names.get(self.next).is_some_and(|name| name.end <= token.start) {
            self.next += 1;
        }
        let Some(name) = self.names.get(self.next).filter(|name| name.start < token.end) else {
            self.last = None;
            return "O".to_owned();
        };
        let mark = if self.last == Some(self.next) && !begins { 'I' } else { 'B' };
        self.last = Some(self.next);
        format!("{mark}-{}", name.label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(record: serde_json::Value) -> String {
        let mut conll = Conll::new(Vec::new()).unwrap();
        conll.add(&serde_json::from_value(record).unwrap()).unwrap();
        String::from_utf8(conll.finish()).unwrap()
    }

    #[test]
    fn names_begin_and_go_on_and_sentences_are_apart() {
        let text = written(serde_json::json!({
            "id": "a\nb", "text": "Zoë Moro met Ann Li Bo.\n\nArvo won.",
            "sentences": [{"start": 0, "end": 23}, {"start": 25, "end": 34}],
            "entities": [
                {"id": "e3", "label": "GPE", "start": 25, "end": 29, "text": "Arvo"},
                {"id": "e1", "label": "PERSON", "start": 0, "end": 8, "text": "Zoë Moro"},
                {"id": "e2", "label": "PERSON", "start": 13, "end": 19, "text": "Ann Li"},
                {"id": "e2", "label": "PERSON", "start": 20, "end": 22, "text": "Bo"}]
        }));
        let expected = "# id = a b\nZoë\t0\t3\tB-PERSON\nMoro\t4\t8\tI-PERSON\nmet\t9\t12\tO\nAnn\t13\t16\tB-PERSON\n\
            Li\t17\t19\tI-PERSON\nBo\t20\t22\tB-PERSON\n.\t22\t23\tO\n\nArvo\t25\t29\tB-GPE\nwon\t30\t33\tO\n.\t33\t34\tO\n\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn an_article_that_failed_keeps_its_id() {
        assert_eq!(written(serde_json::json!({"id": "gone", "error": "not found"})), "# id = gone\n\n");
    }
}
