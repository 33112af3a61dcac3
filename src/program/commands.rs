//! One file a command; here nothing but their names.

pub(crate) mod annotate;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod evaluate;
pub(crate) mod inspect;
pub(crate) mod man;
pub(crate) mod merge;
pub(crate) mod model;
mod near;
mod records;
mod screen;
