//! Transformer checkpoints, offline: each architecture finds what Python found, files of all kinds are read, faults are named.
//!
//! `tests/transformer/` says where the checkpoints come from.
#![cfg(feature = "rust-bert")]
#![allow(clippy::unwrap_used)] // in helpers of tests, too, a panic is the message

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;
use headcount::article::Doc;
use headcount::entities::proposer::Proposer as _;
use headcount::entities::transformer::{LabelPairs, Transformer};
use headcount::syntax::Parser;
use headcount::tokens::Tokenizer;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// (start, end, label), in code points.
type Name = (usize, usize, String);

fn checkpoints() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transformer")
}

/// Finds names with the checkpoint in a folder.
struct Finder {
    tokenizer: Tokenizer,
    parser: Parser,
    transformer: Transformer,
}

impl Finder {
    fn new(folder: &Path, map: &str) -> Self {
        Self {
            tokenizer: Tokenizer::new().unwrap(),
            parser: Parser::new().unwrap(),
            transformer: Transformer::open(folder, &LabelPairs::parse(map).unwrap()).unwrap(),
        }
    }

    fn names(&self, text: &str) -> Vec<Name> {
        let tokens = self.tokenizer.cut(text);
        let syntax = self.parser.parse(text, &tokens);
        let doc = Doc::new(text.into(), tokens, syntax);
        let points = |byte: u32| text[..byte as usize].chars().count();
        let found = self.transformer.find(&doc).unwrap();
        found
            .iter()
            .map(|name| {
                let span = doc.span_of(name.tokens);
                assert!(name.score > 0.0 && name.score <= 1.0);
                assert!(name.labels.iter().sum::<f32>() < 1.001);
                (points(span.start()), points(span.end()), name.label.to_owned())
            })
            .collect()
    }
}

/// The lines of a golden file: the labels' map, then the articles.
fn golden(path: &Path) -> (String, Vec<Json>) {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let map = lines.next().unwrap()["map"].as_str().unwrap().to_owned();
    (map, lines.collect())
}

fn expected(article: &Json) -> Vec<Name> {
    serde_json::from_value(article["names"].clone()).unwrap()
}

/// Compares one checkpoint with its golden file; the number of names.
fn compare(folder: &Path, file: &Path) -> usize {
    let (map, articles) = golden(file);
    let finder = Finder::new(folder, &map);
    let mut count = 0;
    for article in &articles {
        let (text, expected) = (article["text"].as_str().unwrap(), expected(article));
        let found = finder.names(text);
        let differ =
            |a: &[Name], b: &[Name]| a.iter().filter(|name| !b.contains(name)).cloned().collect::<Vec<_>>();
        assert_eq!(
            (differ(&expected, &found), differ(&found, &expected)),
            (vec![], vec![]),
            "missed and extra names of {}: {text:.60}",
            folder.display()
        );
        count += found.len();
    }
    eprintln!("{}: {} articles, {count} names, all the same", folder.display(), articles.len());
    count
}

/// With `HEADCOUNT_CHECKPOINT` and `HEADCOUNT_GOLDEN` another checkpoint is compared (`tests/scripts/parity_transformer.py`).
#[test]
fn golden_names() {
    if let (Some(folder), Some(file)) = (env::var_os("HEADCOUNT_CHECKPOINT"), env::var_os("HEADCOUNT_GOLDEN"))
    {
        assert!(compare(Path::new(&folder), Path::new(&file)) > 0);
        return;
    }
    for name in ["bert", "deberta-v2", "distilbert", "electra", "roberta"] {
        let folder = checkpoints().join(name);
        assert!(compare(&folder, &folder.join("golden.jsonl")) > 20, "{name} finds next to nothing");
    }
}

/// A copy of a checkpoint, to be spoilt.
fn copy(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(checkpoints().join(name)).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// Changes a field of `config.json`.
fn configure(folder: &Path, field: &str, value: Json) {
    let path = folder.join("config.json");
    let mut json: Json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    json[field] = value;
    fs::write(path, json.to_string()).unwrap();
}

/// Why the checkpoint cannot be opened, its folder left out.
fn fault(folder: &Path) -> String {
    let error = Transformer::open(folder, &LabelPairs::default()).unwrap_err().to_string();
    error.replace(&format!("{}/", folder.display()), "").replace(&format!("{}: ", folder.display()), "")
}

#[test]
fn other_forms_of_weights_and_tokenizers_find_the_same() {
    let folder = copy("bert");
    let (map, articles) = golden(&folder.path().join("golden.jsonl"));
    let text = articles[0]["text"].as_str().unwrap();
    let path = Transformer::convert(folder.path()).unwrap();
    assert_eq!(path, folder.path().join("rust_model.ot"));
    fs::remove_file(folder.path().join("model.safetensors")).unwrap();
    assert_eq!(Finder::new(folder.path(), &map).names(text), expected(&articles[0]));

    let tokenizer = folder.path().join("tokenizer.json");
    let json: Json = serde_json::from_str(&fs::read_to_string(&tokenizer).unwrap()).unwrap();
    let pieces = json["model"]["vocab"].as_object().unwrap();
    let mut pieces: Vec<(u64, &str)> =
        pieces.iter().map(|(name, id)| (id.as_u64().unwrap(), &**name)).collect();
    pieces.sort_unstable();
    let lines = pieces.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("\n");
    fs::write(folder.path().join("vocab.txt"), lines).unwrap();
    fs::remove_file(tokenizer).unwrap();
    assert_eq!(Finder::new(folder.path(), &map).names(text), expected(&articles[0]));
}

#[test]
fn a_checkpoint_that_cannot_be_run_is_told() {
    let folder = copy("bert");
    configure(folder.path(), "architectures", json!(["BertForMaskedLM"]));
    assert!(
        fault(folder.path()).starts_with("config.json: a checkpoint for another task (BertForMaskedLM);")
    );
    configure(folder.path(), "architectures", Json::Null);
    configure(folder.path(), "model_type", json!("gpt2"));
    assert!(fault(folder.path()).starts_with("config.json: model_type gpt2 cannot be run; can be bert, "));
    configure(folder.path(), "model_type", json!("deberta"));
    assert!(fault(folder.path()).starts_with("config.json: model_type deberta cannot be run: rust-bert"));
    configure(folder.path(), "model_type", json!("electra"));
    assert!(fault(folder.path()).contains("another task or architecture"), "{}", fault(folder.path()));
    fs::write(folder.path().join("config.json"), "{").unwrap();
    assert!(fault(folder.path()).starts_with("config.json: is not a configuration: "));
    fs::remove_file(folder.path().join("config.json")).unwrap();
    assert!(fault(folder.path()).contains("config.json: No such file"), "{}", fault(folder.path()));
}

#[test]
fn labels_that_are_none_of_ours_are_told() {
    let folder = copy("bert");
    let labels = ["O", "NOUN", "VERB"].iter().enumerate().map(|(at, name)| (at.to_string(), json!(name)));
    configure(folder.path(), "id2label", Json::Object(labels.collect()));
    let told = fault(folder.path());
    assert!(told.starts_with("has labels that are none of ours: NOUN, VERB; "), "{told}");
    configure(folder.path(), "id2label", json!({"0": "B-PER"}));
    assert_eq!(fault(folder.path()), "has no label O for words that are no names; its labels are B-PER");
    configure(folder.path(), "id2label", json!({"0": "O", "2": "B-PER"}));
    assert_eq!(fault(folder.path()), "config.json: id2label has 2 labels, but none numbered 1");
}

#[test]
fn tensors_that_do_not_fit_are_named() {
    let folder = copy("bert");
    configure(folder.path(), "intermediate_size", json!(100));
    let told = fault(folder.path());
    assert!(
        told.starts_with("model.safetensors: tensor bert.encoder.layer.0.intermediate.dense.bias has the shape [384]; config.json needs [100]"),
        "{told}"
    );
    configure(folder.path(), "intermediate_size", json!(384));
    configure(folder.path(), "num_hidden_layers", json!(3));
    assert!(fault(folder.path()).starts_with("model.safetensors: has no tensor bert.encoder.layer.2."));
    configure(folder.path(), "num_attention_heads", json!(7));
    assert_eq!(fault(folder.path()), "config.json: 96 numbers a word cannot be shared by 7 heads");
    configure(folder.path(), "num_attention_heads", json!(4));
    fs::write(folder.path().join("model.safetensors"), "torn").unwrap();
    assert!(fault(folder.path()).starts_with("model.safetensors: is not a file of weights: "));
    fs::remove_file(folder.path().join("model.safetensors")).unwrap();
    assert!(
        fault(folder.path())
            .starts_with("has no weights: none of rust_model.ot, model.safetensors, pytorch_model.bin")
    );
}

#[test]
fn a_missing_or_foreign_tokenizer_is_told() {
    let folder = copy("bert");
    let tokenizer = folder.path().join("tokenizer.json");
    fs::copy(checkpoints().join("roberta/tokenizer.json"), &tokenizer).unwrap();
    configure(folder.path(), "vocab_size", json!(100));
    assert_eq!(
        fault(folder.path()),
        "tokenizer.json: has 400 word pieces, but config.json only 100: it belongs to another checkpoint"
    );
    fs::write(&tokenizer, "{}").unwrap();
    assert!(fault(folder.path()).starts_with("tokenizer.json: is not a tokenizer: "));
    fs::remove_file(tokenizer).unwrap();
    assert!(fault(folder.path()).starts_with("has no tokenizer.json; write it with Python: "));
}

/// The program's exit code, output and messages, with an empty cache of Hugging Face.
fn headcount(cache: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = cargo_bin_cmd!("headcount")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("HF_HUB_CACHE", cache)
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn annotates_the_same_with_any_number_of_threads() {
    let cache = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| {
        let arguments = ["annotate", "--quiet", "corpus", "--model", "tests/transformer/bert"];
        let (code, lines, told) = headcount(cache.path(), &[&arguments, more].concat());
        assert_eq!((code, &*told), (0, ""));
        lines
    };
    let one = run(&["-j1"]);
    assert_eq!(one, run(&["-j3"]));
    assert!(one.contains(r#""by":"model""#));
    let both = run(&["--model-and"]);
    assert_ne!(one, both);
    let none = run(&["--model-map", "Person=,Organization=,Location=,Facility=,NORP=,Product=,Misc="]);
    // Some short forms that a text defines are left: they are told as the model's, too.
    assert!(none.matches(r#""by":"model""#).count() * 4 < one.matches(r#""by":"model""#).count());
}

#[test]
fn measures_describes_and_lists_checkpoints() {
    let cache = tempfile::tempdir().unwrap();
    let version = cache.path().join("models--people--small-names/snapshots/1f2e");
    fs::create_dir_all(&version).unwrap();
    fs::create_dir_all(cache.path().join("models--people--small-names/refs")).unwrap();
    fs::write(cache.path().join("models--people--small-names/refs/main"), "1f2e").unwrap();
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        fs::copy(checkpoints().join("bert").join(file), version.join(file)).unwrap();
    }
    let (code, list, _) = headcount(cache.path(), &["model", "list"]);
    assert_eq!((code, list), (0, format!("people/small-names\t{}\n", version.display())));
    let (code, info, _) = headcount(cache.path(), &["model", "info", "people/small-names"]);
    assert_eq!(code, 0);
    assert!(info.contains("Location is GPE or LOC"), "{info}");
    let gold = "corpus/gold/disasters.jsonl";
    let arguments = ["evaluate", gold, "--only", "entities", "--json", "--model", "people/small-names"];
    let (code, figures, _) = headcount(cache.path(), &arguments);
    let json: Json = serde_json::from_str(&figures).unwrap();
    assert!(code == 0 && json["measures"]["entities.strict"]["f1"].as_f64().unwrap() > 0.2, "{figures}");
}

#[test]
fn says_how_to_get_a_checkpoint() {
    let cache = tempfile::tempdir().unwrap();
    let (code, _, told) = headcount(cache.path(), &["annotate", "corpus", "--model", "dslim/bert-base-NER"]);
    assert_eq!(code, 2);
    assert!(told.starts_with("headcount: dslim/bert-base-NER: no such folder, and nothing in "), "{told}");
    assert!(told.contains("hf download dslim/bert-base-NER ") && told.lines().count() == 1);
    let (code, _, told) = headcount(
        cache.path(),
        &["annotate", "corpus", "--model", "tests/transformer/bert", "--model-map", "X"],
    );
    assert_eq!((code, told.starts_with("headcount: --model-map: X: expected A=B")), (2, true), "{told}");
}
