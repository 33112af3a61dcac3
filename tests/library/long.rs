//! Texts of any length: none, one token, more than a sentence can hold, a whole book.

use headcount::Pipeline;
use headcount::article::{Annotation, Dep, Tag};

const ARTICLE: &str = include_str!("../../corpus/ng-efcc-crackdown.txt");

/// The annotation of `text`, after checks that hold for any text.
fn annotate(text: &str) -> Annotation {
    let annotation = Pipeline::new().unwrap().annotate(text).unwrap();
    let doc = &annotation.doc;
    assert_eq!(doc.words.len(), doc.tokens.len());
    assert!(doc.words.iter().all(|word| (word.head as usize) < doc.len() && word.tag != Tag::Unknown));
    let ends: Vec<u32> = doc.sentences.iter().map(|sentence| sentence.tokens.end).collect();
    let starts: Vec<u32> = doc.sentences.iter().map(|sentence| sentence.tokens.start).collect();
    assert_eq!(starts.first().copied().unwrap_or(0), 0);
    assert_eq!(
        starts.iter().skip(1).collect::<Vec<_>>(),
        ends.iter().rev().skip(1).rev().collect::<Vec<_>>()
    );
    assert_eq!(ends.last().copied().unwrap_or(0) as usize, doc.len());
    annotation
}

#[test]
fn an_empty_text_has_nothing() {
    let annotation = annotate("");
    assert!(annotation.doc.is_empty() && annotation.doc.sentences.is_empty());
    assert!(annotation.entities.is_empty() && annotation.quantities.is_empty());
}

#[test]
fn white_space_alone_has_nothing() {
    let annotation = annotate(" \n\n ");
    assert!(annotation.doc.is_empty() && annotation.doc.sentences.is_empty());
}

#[test]
fn one_token_is_a_root() {
    let annotation = annotate("x");
    assert_eq!(
        (annotation.doc.len(), annotation.doc.head(0), annotation.doc.words[0].dep),
        (1, 0, Dep::Root)
    );
}

#[test]
fn an_article_of_a_million_bytes_is_read_like_a_short_one() {
    let paragraph = format!("{}\n\n", ARTICLE.trim());
    let short = annotate(&paragraph);
    let long = annotate(&paragraph.repeat(1_000_000 / paragraph.len() + 1));
    assert!(long.doc.text.len() >= 1_000_000);
    // Up to the last words, whose neighbours differ.
    let same = short.doc.len() - 20;
    assert_eq!(long.doc.words[..same], short.doc.words[..same]);
    let copies = long.doc.text.len() / paragraph.len();
    assert!(long.doc.sentences.len() >= copies * (short.doc.sentences.len() - 1));
}

/// Work grows with the length alone, also where there is no end to a sentence.
#[test]
fn words_without_punctuation_are_read() {
    let annotation = annotate(&"police of the town in ".repeat(10_000));
    assert_eq!(annotation.doc.len(), 50_000);
}
