//! A checkpoint's `config.json`.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::Error;

const FILE: &str = "config.json";

/// The architectures that are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Bert,
    DistilBert,
    /// With XLM-RoBERTa, which differs in its vocabulary alone.
    Roberta,
    Electra,
    DebertaV2,
}

impl Family {
    /// As `model_type` writes them.
    const NAMES: [(&str, Self); 6] = [
        ("bert", Self::Bert),
        ("distilbert", Self::DistilBert),
        ("roberta", Self::Roberta),
        ("xlm-roberta", Self::Roberta),
        ("electra", Self::Electra),
        ("deberta-v2", Self::DebertaV2),
    ];
}

/// What a checkpoint says of itself.
#[derive(Debug)]
pub(super) struct Config {
    /// The folder of the checkpoint.
    pub(super) folder: PathBuf,
    pub(super) family: Family,
    /// The name of each output.
    pub(super) labels: Vec<String>,
    /// Word pieces that a row may hold, with the special ones.
    pub(super) positions: usize,
    /// Rows of the table of word pieces.
    pub(super) vocabulary: usize,
    /// The piece that fills up short rows.
    pub(super) padding: i64,
    /// The token type of a piece is the case of its word, as our training script has it.
    pub(super) cased_by_type: bool,
    json: Map<String, Value>,
}

impl Config {
    /// Reads `config.json` in `folder`.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
        let json: Map<String, Value> = serde_json::from_str(&text)
            .map_err(|error| Error::Checkpoint { path, cause: format!("is not a configuration: {error}") })?;
        let read = Reader { folder, json: &json };
        let family = read.family()?;
        read.task()?;
        let labels = read.labels()?;
        let heads = if family == Family::DistilBert {
            ["dim", "n_heads"]
        } else {
            ["hidden_size", "num_attention_heads"]
        };
        let [width, heads] = [read.number(heads[0])?, read.number(heads[1])?];
        if heads == 0 || width % heads != 0 {
            return Err(read.fault(format!("{width} numbers a word cannot be shared by {heads} heads")));
        }
        // RoBERTa counts its positions from the padding's number on.
        let lost = if family == Family::Roberta { 2 } else { 0 };
        let config = Self {
            folder: folder.to_owned(),
            family,
            labels,
            positions: read.number("max_position_embeddings")?.saturating_sub(lost),
            vocabulary: read.number("vocab_size")?,
            padding: json.get("pad_token_id").and_then(Value::as_i64).unwrap_or(0),
            cased_by_type: read.cased_by_type()?,
            json: Map::new(),
        };
        if config.positions < 16 {
            return Err(read.fault("max_position_embeddings is below 16: no sentence fits".to_owned()));
        }
        Ok(Self { json, ..config })
    }

    /// The configuration in rust-bert's form. What the file leaves out is as rust-bert has it by default.
    pub(super) fn of<C: Default + Serialize + DeserializeOwned>(&self) -> Result<C, Error> {
        let fault = |error: serde_json::Error| Error::Checkpoint {
            path: self.folder.join(FILE),
            cause: format!("is not a configuration of its model_type: {error}"),
        };
        let mut all = serde_json::to_value(C::default()).map_err(fault)?;
        if let Value::Object(fields) = &mut all {
            fields.retain(|_, value| !value.is_null() && !value.is_object() && !value.is_array());
            let own = self.json.iter().filter(|(_, value)| !value.is_null());
            fields.extend(own.map(|(name, value)| (name.clone(), value.clone())));
        }
        // By way of text: numbers that are kept as they were written can only be read from there.
        serde_json::from_str(&all.to_string()).map_err(fault)
    }

    /// A field as it is written, for people.
    pub(super) fn told(&self, name: &str) -> Option<String> {
        self.json.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }
}

/// The file while it is read.
struct Reader<'c> {
    folder: &'c Path,
    json: &'c Map<String, Value>,
}

impl Reader<'_> {
    fn fault(&self, cause: String) -> Error {
        Error::Checkpoint { path: self.folder.join(FILE), cause }
    }

    fn family(&self) -> Result<Family, Error> {
        let known = Family::NAMES.map(|(name, _)| name).join(", ");
        let name = self.json.get("model_type").and_then(Value::as_str);
        let name = name.ok_or_else(|| self.fault(format!("has no model_type; read are {known}")))?;
        if name == "deberta" {
            let why =
                "rust-bert 0.23 counts the positions of its first version otherwise than they were trained";
            return Err(self.fault(format!("model_type {name} cannot be run: {why}; can be {known}")));
        }
        let family = Family::NAMES.iter().find(|(known, _)| *known == name);
        family
            .map(|&(_, family)| family)
            .ok_or_else(|| self.fault(format!("model_type {name} cannot be run; can be {known}")))
    }

    /// Refuses what was trained to do something else.
    fn task(&self) -> Result<(), Error> {
        let Some(Value::Array(names)) = self.json.get("architectures") else { return Ok(()) };
        let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
        if names.is_empty() || names.iter().any(|name| name.ends_with("ForTokenClassification")) {
            return Ok(());
        }
        Err(self.fault(format!(
            "a checkpoint for another task ({}); names need one for token classification, trained on names",
            names.join(", ")
        )))
    }

    fn labels(&self) -> Result<Vec<String>, Error> {
        let Some(Value::Object(names)) = self.json.get("id2label") else {
            return Err(self.fault("has no id2label, the names of the labels".to_owned()));
        };
        let label = |at: usize| {
            let name = names.get(&at.to_string()).and_then(Value::as_str).map(str::to_owned);
            name.ok_or_else(|| {
                self.fault(format!("id2label has {} labels, but none numbered {at}", names.len()))
            })
        };
        (0..names.len()).map(label).collect()
    }

    fn number(&self, name: &str) -> Result<usize, Error> {
        let number = self.json.get(name).and_then(Value::as_u64);
        number
            .map(|number| number as usize)
            .ok_or_else(|| self.fault(format!("{name} is missing or no whole number")))
    }

    fn cased_by_type(&self) -> Result<bool, Error> {
        match self.json.get("headcount").map(|own| &own["token_types"]) {
            None => Ok(false),
            Some(kind) if kind == "case" && self.number("type_vocab_size")? >= 4 => Ok(true),
            Some(kind) => Err(self.fault(format!(
                "headcount.token_types is {kind}: known is \"case\", which needs a type_vocab_size of 4"
            ))),
        }
    }
}
