//! The engine against spaCy's own analysis of our sentences (`tests/golden/engine.jsonl`, written by
//! `models/convert/golden.py`), layer by layer: each layer gets spaCy's result of the layer before.

use headcount::article::{Dep, Doc, Tag, Token};
use headcount::entities::recogniser::Recogniser;
use headcount::entities::spelling::Spelling;
use headcount::network::kernel::Kernel;
use headcount::network::tok2vec::{Tok2Vec, WordType, Workspace};
use headcount::network::vectors::Vectors;
use headcount::network::weights::{Aligned, Weights};
use headcount::syntax::Parser;
use headcount::syntax::{lemmatizer::Lemmatizer, ruler::Ruler};
use headcount::tokens::{Lexemes, Tokenizer};
use serde::Deserialize;

/// One token as spaCy sees it, in the order of the file's `fields`.
#[derive(Deserialize)]
struct Golden {
    start: u32,
    end: u32,
    space_after: bool,
    norm: String,
    shape: String,
    prefix: String,
    suffix: String,
    orth_id: String,
    tag: String,
    pos: String,
    morph: String,
    lemma: String,
    head: u32,
    dep: String,
    sent_start: bool,
    tok2vec: [f32; 4],
    ner2vec: [f32; 4],
}

#[derive(Deserialize)]
struct Record {
    text: String,
    tokens: Vec<Golden>,
    entities: Vec<(u32, u32, String)>,
}

fn records() -> Vec<Record> {
    let lines = include_str!("../golden/engine.jsonl").lines().skip(1);
    let records: Vec<Record> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.iter().map(|record| record.tokens.len()).sum::<usize>(), 919);
    records
}

/// Our tokens of every record, which must be spaCy's.
fn cut() -> Vec<(Record, Vec<Token>)> {
    let tokenizer = Tokenizer::new().unwrap();
    let mut all = Vec::new();
    for record in records() {
        let tokens = tokenizer.cut(&record.text);
        let found = tokens.iter().map(|token| (token.span.start(), token.span.end(), token.space_after));
        let expected = record.tokens.iter().map(|token| (token.start, token.end, token.space_after));
        assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{}", record.text);
        all.push((record, tokens));
    }
    all
}

#[test]
fn tokens_are_those_of_spacy() {
    assert_eq!(cut().len(), 31);
}

#[test]
fn lexical_attributes_are_those_of_spacy() {
    let lexemes = Lexemes::new().unwrap();
    for (record, tokens) in cut() {
        for (golden, token) in record.tokens.iter().zip(tokens) {
            let text = token.span.of(&record.text);
            let lexeme = lexemes.of(text, token.norm);
            assert_eq!(lexeme.orth.to_string(), golden.orth_id, "{text}");
            assert_eq!(lexeme.norm, lexemes.sid(&golden.norm), "norm of {text} is not {}", golden.norm);
            assert_eq!(lexeme.shape, lexemes.sid(&golden.shape), "shape of {text} is not {}", golden.shape);
            assert_eq!(lexeme.prefix, lexemes.sid(&golden.prefix), "{text}");
            assert_eq!(lexeme.suffix, lexemes.sid(&golden.suffix), "{text}");
            assert_eq!(lexeme.is_space, golden.pos == "SPACE", "{text}");
        }
    }
}

#[test]
fn rules_and_lemmas_are_those_of_spacy() {
    let (ruler, lemmatizer) = (Ruler::new().unwrap(), Lemmatizer::new().unwrap());
    for (record, tokens) in cut() {
        let mut tags: Vec<Tag> = record.tokens.iter().map(|golden| golden.tag.parse().unwrap()).collect();
        let mut deps: Vec<Dep> = record.tokens.iter().map(|golden| golden.dep.parse().unwrap()).collect();
        let rows = ruler.apply(&record.text, &tokens, &mut tags, &mut deps);
        for (index, golden) in record.tokens.iter().enumerate() {
            let (text, one) = (tokens[index].span.of(&record.text), rows[index]);
            let lemma =
                one.lemma.map_or_else(|| lemmatizer.lemma(text, one.pos, one.morph), smol_str::SmolStr::from);
            let found = [tags[index].as_str(), deps[index].as_str(), one.pos.as_str(), one.morph, &lemma];
            let expected = [&golden.tag, &golden.dep, &golden.pos, &golden.morph, &golden.lemma];
            assert_eq!(found, expected.map(String::as_str), "{text} in {}", record.text);
        }
    }
}

static SYNTAX: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/engine/syntax.safetensors"));
static VECTORS: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/engine/vectors.safetensors"));
static PLACES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/names/places.safetensors"));
static NAMES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/engine/names.safetensors"));

#[test]
fn every_embedded_tensor_is_whole() {
    syntax();
    names();
    Weights::parse("vectors", &VECTORS.0).unwrap();
    Weights::parse("places", &PLACES.0).unwrap();
}

fn syntax() -> Weights {
    Weights::parse("syntax", &SYNTAX.0).unwrap()
}

fn names() -> Weights {
    Weights::parse("names", &NAMES.0).unwrap()
}

/// What the networks see of every token: norm, prefix, suffix, shape, blank after, white space.
fn words(record: &Record, tokens: &[Token]) -> Vec<WordType<6>> {
    let lexemes = Lexemes::new().unwrap();
    let word = |token: &Token| {
        let lexeme = lexemes.of(token.span.of(&record.text), token.norm);
        let flags = [u64::from(token.space_after), u64::from(lexeme.is_space)];
        let attributes = [lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape, flags[0], flags[1]];
        WordType { orth: lexeme.orth, attributes }
    };
    tokens.iter().map(word).collect()
}

/// The vectors of `words` in context, one after another.
fn encode<const N: usize>(kernel: Kernel, network: &Tok2Vec<N>, words: &[WordType<N>]) -> Vec<f32> {
    encode_spelled(kernel, network, words, |_, _| ())
}

/// The same, where `spell` adds what the names' network sees of a word's letters.
fn encode_spelled<const N: usize>(
    kernel: Kernel,
    network: &Tok2Vec<N>,
    words: &[WordType<N>],
    spell: impl Fn(usize, &mut [f32]),
) -> Vec<f32> {
    let mut rows = Vec::new();
    network.encode(kernel, words, &mut Workspace::default(), spell, |new| rows.extend_from_slice(new));
    assert_eq!(rows.len(), words.len() * network.width());
    rows
}

fn shared() -> Tok2Vec<6> {
    let tables = ["norm", "prefix", "suffix", "shape", "spacy", "is_space"];
    Tok2Vec::load(&syntax(), Vectors::embedded().unwrap(), "tok2vec", tables, "proj.tok2vec").unwrap()
}

fn of_names() -> Tok2Vec<4> {
    let tables = ["norm", "prefix", "suffix", "shape"];
    Tok2Vec::load(&names(), Vectors::embedded().unwrap(), "ner.tok2vec", tables, "proj.ner").unwrap()
}

fn kernels() -> Vec<Kernel> {
    Kernel::available()
}

/// The largest difference between the golden numbers, the first four of every row, and ours.
fn difference(golden: &[[f32; 4]], rows: &[f32]) -> f32 {
    let pairs = golden.iter().zip(rows.chunks_exact(rows.len() / golden.len()));
    pairs.flat_map(|(golden, row)| golden.iter().zip(row)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// Golden numbers are rounded to four decimals. Those of the names' network are the training program's
/// (`models/train/names/golden.py`).
#[test]
fn vectors_in_context_are_those_of_spacy() {
    let (shared, of_names) = (shared(), of_names());
    let spelling = Spelling::load(&names(), of_names.width()).unwrap();
    for (record, tokens) in cut().iter().filter(|(record, _)| !record.tokens.is_empty()) {
        let words = words(record, tokens);
        let few: Vec<WordType<4>> = words
            .iter()
            .map(|word| WordType {
                orth: word.orth,
                attributes: std::array::from_fn(|at| word.attributes[at]),
            })
            .collect();
        for kernel in kernels() {
            let golden: Vec<_> = record.tokens.iter().map(|token| token.tok2vec).collect();
            let found = difference(&golden, &encode(kernel, &shared, &words));
            assert!(found < 1e-4, "{kernel:?} is off by {found} in {}", record.text);
            let golden: Vec<_> = record.tokens.iter().map(|token| token.ner2vec).collect();
            let spell = |at: usize, parts: &mut [f32]| {
                spelling.fill(tokens[at].span.of(&record.text), parts);
            };
            let found = difference(&golden, &encode_spelled(kernel, &of_names, &few, spell));
            assert!(found < 2e-3, "{kernel:?} is off by {found} in {}", record.text);
        }
    }
}

#[test]
fn kernels_agree() {
    let shared = shared();
    let mut largest = 0.0_f32;
    for (record, tokens) in cut() {
        let words = words(&record, &tokens);
        let of = |kernel: &Kernel| encode(*kernel, &shared, &words);
        let all: Vec<_> = kernels().iter().map(of).collect();
        for other in &all[1..] {
            let differences = all[0].iter().zip(other).map(|(a, b)| (a - b).abs());
            largest = differences.fold(largest, f32::max);
            // What fused multiply-adds give is the same in every bit, whatever the width of the registers.
            assert_eq!(other, &all[1], "{}", record.text);
        }
    }
    println!("largest difference {largest:e}");
    assert!(largest < 2e-5, "kernels differ by {largest}");
}

/// Four words on either side are all that a vector depends on, so that cutting a text into parts changes nothing but the
/// rounding of the last bits.
#[test]
fn a_vector_depends_on_its_neighbours_alone() {
    let shared = shared();
    let all: Vec<WordType<6>> = cut().iter().flat_map(|(record, tokens)| words(record, tokens)).collect();
    assert!(all.len() > 600, "more than one part");
    for kernel in kernels() {
        let rows = encode(kernel, &shared, &all);
        for at in (4..all.len() - 4).step_by(13).chain(440..480) {
            let alone = encode(kernel, &shared, &all[at - 4..=at + 4]);
            let width = shared.width();
            let pairs = alone[4 * width..5 * width].iter().zip(&rows[at * width..(at + 1) * width]);
            let found = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(found < 2e-5, "word {at} differs by {found}");
        }
    }
}

#[test]
fn trees_are_those_of_spacy() {
    for kernel in kernels() {
        let parser = Parser::load(&syntax(), kernel).unwrap();
        for (record, tokens) in cut() {
            let syntax = parser.parse(&record.text, &tokens);
            let starts: Vec<u32> = syntax.sentences.iter().map(|sentence| sentence.tokens.start).collect();
            let expected =
                (0..).zip(&record.tokens).filter(|(_, golden)| golden.sent_start).map(|(at, _)| at);
            assert_eq!(starts, expected.collect::<Vec<u32>>(), "sentences of {}", record.text);
            for (golden, word) in record.tokens.iter().zip(&syntax.words) {
                let found = (word.tag.as_str(), word.head, word.dep.as_str(), &*word.lemma);
                let expected = (&*golden.tag, golden.head, &*golden.dep, &*golden.lemma);
                assert_eq!(found, expected, "{} in {}", golden.norm, record.text);
            }
        }
    }
}

#[test]
fn names_are_those_of_the_training_program() {
    let parser = Parser::new().unwrap();
    for kernel in kernels() {
        let recogniser = Recogniser::load(&names(), kernel).unwrap();
        for (record, tokens) in cut() {
            let syntax = parser.parse(&record.text, &tokens);
            let doc = Doc::new(record.text.as_str().into(), tokens, syntax);
            let found = recogniser.find(&doc);
            assert!(found.iter().all(|mention| mention.score > 0.0 && mention.score <= 1.0));
            let found: Vec<_> = found
                .iter()
                .map(|mention| (mention.tokens.start, mention.tokens.end, mention.label.to_owned()))
                .collect();
            assert_eq!(found, record.entities, "{}", record.text);
        }
    }
}

/// A copy of `file` with the first `from` in its header replaced by `to`, of the same length, and cut to `length`.
fn damaged(file: &'static [u8], from: &str, to: &str, length: usize) -> &'static [u8] {
    assert_eq!(from.len(), to.len());
    let mut words = vec![0_u64; file.len().div_ceil(8)];
    let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut words);
    bytes[..file.len()].copy_from_slice(file);
    let at = file.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    &bytemuck::cast_slice(words.leak())[..length]
}

#[test]
fn damaged_weights_are_refused_by_the_name_of_the_tensor() {
    let whole = SYNTAX.0.len();
    let message = |from, to, length| {
        let weights = Weights::parse("syntax", damaged(&SYNTAX.0, from, to, length));
        weights.and_then(|weights| Parser::load(&weights, Kernel::portable())).unwrap_err().to_string()
    };
    let unchanged = ("tagger.W", "tagger.W");
    assert!(Weights::parse("syntax", damaged(&SYNTAX.0, unchanged.0, unchanged.1, whole)).is_ok());
    let cut = message(unchanged.0, unchanged.1, whole - 1);
    assert!(cut.contains("tok2vec.mix.ln.g: cut"), "{cut}");
    let renamed = message("\"tagger.W\":", "\"tagger.V\":", whole);
    assert!(renamed.contains("tagger.V"), "{renamed}");
    let shape = message("[106,64]", "[64,106]", whole);
    assert!(shape.contains("parser.upper.W: expected F32 [106, 64], found F32 [64, 106]"), "{shape}");
    let values = message("crc32.tagger.W\":\"", "crc32.tagger.X\":\"", whole);
    assert!(values.contains("crc32.tagger.W"), "{values}");
}
