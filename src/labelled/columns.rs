//! Reads names in columns: one token a line with its tag in the last column, a blank line after each sentence.
//!
//! The schemes of `CoNLL` 2002 and 2003 (IOB1, IOB2) and BIOES with its twin BILOU are told apart by nothing: one rule reads all, the one
//! of the `conlleval` program, which also takes a stray `I-` for a beginning.

use std::path::Path;
use std::sync::Arc;

use super::Extent;
use super::article::{LabelledArticle, LabelledEntity, Place};
use super::slip::Slip;

/// Endings of files in columns.
pub(super) const ENDINGS: [&str; 7] = ["conll", "conll03", "iob", "iob2", "bio", "bioes", "bilou"];

/// Reads a file. Articles begin at `-DOCSTART-` or at a comment `# id = ...`; without either, each sentence stands for itself.
/// `prefix` goes before the numbers of articles that have no id.
pub(super) fn read(text: &str, file: &Arc<Path>, prefix: &str) -> (Vec<LabelledArticle>, Vec<Slip>) {
    let lines: Vec<&str> = text.lines().collect();
    let whole = lines.iter().any(|line| starts_article(line).is_some());
    let mut reader =
        ColumnsReader { file, prefix, articles: Vec::new(), slips: Vec::new(), open: None, breaks: false };
    for (number, line) in (1..).zip(lines) {
        match starts_article(line) {
            Some(id) => reader.begin(number, id),
            None if line.trim().is_empty() && whole => reader.breaks = true,
            None if line.trim().is_empty() => reader.end(),
            None => reader.token(number, line),
        }
    }
    reader.end();
    (reader.articles, reader.slips)
}

/// The id that a line gives to the article that it begins, empty where it gives none; `None` for any other line.
fn starts_article(line: &str) -> Option<&str> {
    if line.starts_with("-DOCSTART-") {
        return Some("");
    }
    let comment = line.strip_prefix("# ")?;
    let id = comment.strip_prefix("newdoc ").unwrap_or(comment).strip_prefix("id = ")?;
    Some(id.trim())
}

struct ColumnsReader<'a> {
    file: &'a Arc<Path>,
    prefix: &'a str,
    articles: Vec<LabelledArticle>,
    slips: Vec<Slip>,
    open: Option<OpenName>,
    /// Whether a sentence ended before the next token.
    breaks: bool,
}

/// An article whose tokens are being read.
struct OpenName {
    article: LabelledArticle,
    length: usize,
    tokens: Vec<Extent>,
    names: Vec<LabelledEntity>,
    last: NameTag,
}

impl ColumnsReader<'_> {
    fn begin(&mut self, line: usize, id: &str) {
        self.end();
        let id = match id {
            "" => format!("{}{}", self.prefix, self.articles.len() + 1),
            id => id.to_owned(),
        };
        let place = Place { file: self.file.clone(), line };
        self.open = Some(OpenName {
            article: LabelledArticle::bare(id, place, String::new()),
            length: 0,
            tokens: Vec::new(),
            names: Vec::new(),
            last: NameTag::default(),
        });
        self.breaks = false;
    }

    /// Closes the open article; one without a token, such as an empty `-DOCSTART-`, is none.
    fn end(&mut self) {
        if let Some(open) = self.open.take().filter(|open| !open.tokens.is_empty()) {
            let OpenName { mut article, tokens, names, .. } = open;
            (article.tokens, article.entities) = (Some(tokens), Some(names));
            self.articles.push(article);
        }
    }

    fn token(&mut self, line: usize, text: &str) {
        if self.open.is_none() {
            self.begin(line, "");
        }
        let columns: Vec<&str> =
            if text.contains('\t') { text.split('\t').collect() } else { text.split_whitespace().collect() };
        let tag = columns.last().and_then(|tag| NameTag::parse(tag.trim()));
        let Some(open) = &mut self.open else { return };
        if let ([word, _, ..], Some(tag)) = (columns.as_slice(), tag) {
            open.add(word.trim(), tag, std::mem::take(&mut self.breaks));
            return;
        }
        self.slips.push(Slip {
            place: Place { file: self.file.clone(), line },
            id: open.article.id.clone(),
            field: String::new(),
            problem: format!("{text:?} is no token with a tag such as O, B-ORG, I-ORG, E-ORG or S-ORG"),
        });
    }
}

impl OpenName {
    fn add(&mut self, word: &str, tag: NameTag, new_sentence: bool) {
        if !self.tokens.is_empty() {
            self.article.text.push(if new_sentence { '\n' } else { ' ' });
            self.length += 1;
        }
        if new_sentence {
            self.last = NameTag::default();
        }
        let extent = Extent::new(self.length, self.length + word.chars().count());
        self.article.text.push_str(word);
        self.length = extent.end;
        self.tokens.push(extent);
        match self.names.last_mut().filter(|_| tag.continues(&self.last)) {
            Some(name) => name.extent.end = extent.end,
            None if tag.mark == TokenPlace::Outside => {}
            None => self.names.push(LabelledEntity {
                id: String::new(),
                label: tag.label.clone(),
                extent,
                name: None,
                score: None,
            }),
        }
        self.last = tag;
    }
}

/// Where a token stands in its name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum TokenPlace {
    #[default]
    Outside,
    Begin,
    Inside,
    End,
    Single,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct NameTag {
    mark: TokenPlace,
    label: String,
}

impl NameTag {
    fn parse(text: &str) -> Option<Self> {
        if text == "O" {
            return Some(Self::default());
        }
        let (mark, label) = text.split_once('-').filter(|(_, label)| !label.is_empty())?;
        let mark = match mark {
            "B" => TokenPlace::Begin,
            "I" => TokenPlace::Inside,
            "E" | "L" => TokenPlace::End,
            "S" | "U" => TokenPlace::Single,
            _ => return None,
        };
        Some(Self { mark, label: label.to_owned() })
    }

    /// Whether the token belongs to the name that the token before it is part of.
    fn continues(&self, before: &Self) -> bool {
        matches!(self.mark, TokenPlace::Inside | TokenPlace::End)
            && matches!(before.mark, TokenPlace::Begin | TokenPlace::Inside)
            && self.label == before.label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String)> {
        let (articles, slips) = read(text, &Path::new("x.conll").into(), "");
        assert_eq!(slips, []);
        let named = articles.iter().flat_map(|article| {
            let chars: Vec<char> = article.text.chars().collect();
            let names = article.entities.iter().flatten();
            names.map(move |name| {
                (chars[name.extent.start..name.extent.end].iter().collect(), name.label.clone())
            })
        });
        named.collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn all_schemes_give_the_same_names() {
        let expected = pairs(&[("Abel Moro", "PER"), ("Kells", "LOC"), ("Arvo", "LOC")]);
        for text in [
            "Abel\tI-PER\nMoro\tI-PER\nin\tO\nKells\tI-LOC\nArvo\tB-LOC\n",
            "Abel NNP B-PER\nMoro NNP I-PER\nin IN O\nKells NNP B-LOC\nArvo NNP B-LOC\n",
            "Abel B-PER\nMoro E-PER\nin O\nKells S-LOC\nArvo S-LOC",
            "Abel B-PER\nMoro L-PER\nin O\nKells U-LOC\nArvo U-LOC",
            "Abel B-PER\nMoro I-PER\nin O\nKells B-LOC\n\nArvo I-LOC",
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn articles_begin_at_docstart_or_at_an_id_else_each_sentence_is_one() {
        let ids = |text: &str| {
            let (articles, _) = read(text, &Path::new("x.conll").into(), "x:");
            articles.iter().map(|a| (a.id.clone(), a.text.clone())).collect::<Vec<_>>()
        };
        let text = "-DOCSTART- -X- O\n\na O\n\nb O\n\n-DOCSTART- -X- O\n\nc O\n";
        assert_eq!(ids(text), pairs(&[("x:1", "a\nb"), ("x:2", "c")]));
        assert_eq!(ids("# id = one\na O\n# id = two\nb O\n"), pairs(&[("one", "a"), ("two", "b")]));
        assert_eq!(ids("a O\nb O\n\nc O\n"), pairs(&[("x:1", "a b"), ("x:2", "c")]));
    }

    #[test]
    fn a_line_without_a_tag_is_named() {
        let (_, slips) = read("a O\nb\n", &Path::new("x.conll").into(), "");
        assert!(slips[0].to_string().starts_with("x.conll:2: article 1: \"b\" is no token"), "{}", slips[0]);
        let (_, slips) = read("a X-PER\n", &Path::new("x.conll").into(), "");
        assert_eq!(slips.len(), 1);
    }
}
