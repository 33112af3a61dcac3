//! The options of `headcount model`, and those of other commands that choose a model.
#![allow(clippy::doc_markdown)] // these comments are help texts, which know no Markdown

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use crate::program::commands::model::{Chosen, Task};

/// Transformer checkpoints for `annotate --model`: look at them, convert them
///
/// A checkpoint is a folder with a Hugging Face model for token classification that was trained on names. docs/transformers.md says
/// which ones can be run, and how headcount is built with libtorch.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    headcount model info bert-base-NER            can it be run, and what are its labels here?\n  \
    headcount model list                          what is in Hugging Face's cache?\n  \
    headcount annotate news/ --model bert-base-NER -o annotated.jsonl\n\n\
    Exit code: 0 done; 2 the checkpoint cannot be run.")]
pub(crate) struct Options {
    #[command(subcommand)]
    task: TaskName,
}

/// What can be done with checkpoints.
#[derive(Debug, Subcommand)]
enum TaskName {
    /// Load a checkpoint and say what it is: architecture, size, and what its labels are here
    Info {
        /// Its folder, or its name in Hugging Face's cache
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        model: PathBuf,

        /// What labels of the checkpoint are: A=B,... as for `annotate`
        #[arg(long, value_name = "A=B,...", default_value = "", hide_default_value = true)]
        model_map: String,
    },
    /// List the checkpoints in Hugging Face's cache, with the reason where one cannot be run
    List,
    /// Write the weights (model.safetensors or pytorch_model.bin) as rust_model.ot, the form of rust-bert
    ///
    /// Every tensor is checked. `annotate --model` reads all three forms; rust-bert's own programs want this one.
    Convert {
        /// The checkpoint's folder
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        model: PathBuf,
    },
}

impl Options {
    /// The settings of the command.
    pub(crate) fn config(self) -> Task {
        match self.task {
            TaskName::Info { model, model_map } => {
                Task::Info(Chosen { model, joined: false, map: model_map })
            }
            TaskName::List => Task::List,
            TaskName::Convert { model } => Task::Convert(model),
        }
    }
}

/// Whose names are taken.
#[derive(Debug, Args)]
pub(crate) struct ModelOptions {
    /// Take the names of this transformer instead of the embedded model's
    ///
    /// DIR is a folder with a Hugging Face checkpoint for token classification (BERT, DistilBERT, RoBERTa, ELECTRA, DeBERTa-v2), or the name of
    /// one in Hugging Face's cache. Needs a headcount that was built with libtorch (docs/transformers.md).
    #[arg(long, value_name = "DIR", help_heading = "Model", value_hint = ValueHint::DirPath)]
    model: Option<PathBuf>,

    /// Take the names of both: the transformer's and the embedded model's
    #[arg(long, requires = "model", help_heading = "Model")]
    model_and: bool,

    /// What labels of the transformer are: A=B,C=D|E,... in our labels; `A=` leaves A out [default: known label sets]
    #[arg(
        long,
        value_name = "A=B,...",
        requires = "model",
        help_heading = "Model",
        default_value = "",
        hide_default_value = true
    )]
    model_map: String,
}

impl ModelOptions {
    /// The model that was asked for; `None`: the embedded one.
    pub(crate) fn chosen(self) -> Option<Chosen> {
        self.model.map(|model| Chosen { model, joined: self.model_and, map: self.model_map })
    }
}
