//! All word lists of this room, read once. They look at pieces alone and know no rule.

mod bounds;
mod changes;
mod currencies;
mod labels;
mod phrases;
mod units;

use crate::error::Error;

use super::words::Words;

use bounds::Bounds;
use changes::Changes;
pub(crate) use currencies::{Currencies, DayOrder, Mentions, Tender};
pub(crate) use labels::{Labels, Naming};
pub(crate) use units::{UnitRow, Units};

/// The lists.
#[derive(Debug)]
pub(crate) struct Lists {
    pub words: Words,
    pub bounds: Bounds,
    pub changes: Changes,
    pub units: Units,
    pub currencies: Currencies,
    pub labels: Labels,
}

impl Lists {
    pub(crate) fn new() -> Result<Self, Error> {
        let mut words = Words::new()?;
        Ok(Self {
            bounds: Bounds::new(&mut words)?,
            changes: Changes::new()?,
            units: Units::new(&mut words)?,
            currencies: Currencies::new(&mut words)?,
            labels: Labels::new(&mut words)?,
            words,
        })
    }
}
