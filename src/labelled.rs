//! Labelled articles from files, in every form that people and tools label in, gold and predictions alike.
//!
//! [`Labelled`] reads them and names every slip with its line; [`LabelledArticle`] is the one form that all become. `docs/evaluate.md`
//! describes the forms.

mod article;
mod brat;
mod check;
mod columns;
mod extent;
mod predicted;
mod read;
mod record;
mod slip;
mod tasks;
mod value;

pub use article::{
    LabelledArticle, LabelledEntity, LabelledLink, LabelledPhrase, LabelledQuantity, LabelledStatus,
    LabelledTick, Place, Target,
};
pub use extent::Extent;
pub(crate) use extent::touching;
pub use read::Labelled;
pub use slip::Slip;
pub use value::Scalar;
