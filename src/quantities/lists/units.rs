//! `units.tsv`, `steps.tsv`: units of measure, and how many of one make a larger one.

use rust_decimal::Decimal;

use crate::error::Error;
use crate::lexicon::{self, Row};
use crate::quantities::pieces::Pieces;
use crate::quantities::words::{Words, fault};

use super::phrases::Phrases;

/// One unit of `units.tsv`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnitRow {
    pub name: &'static str,
    pub ucum: &'static str,
    pub dimension: &'static str,
}

/// All units.
#[derive(Debug, Default)]
pub(crate) struct Units {
    rows: Vec<UnitRow>,
    forms: Phrases<u16>,
    steps: Vec<Step>,
}

/// How many of a unit make a larger one.
#[derive(Debug, Clone, Copy)]
struct Step {
    unit: &'static str,
    larger: &'static str,
    times: Decimal,
}

const UNITS: &str = "quantities/units.tsv";
const STEPS: &str = "quantities/steps.tsv";

/// Rows of `units.tsv`.
fn unit_rows() -> Result<Vec<Row>, Error> {
    let text = include_str!("../../../models/quantities/units.tsv");
    lexicon::parse(UNITS, text, &["name", "forms", "ucum", "dimension", "example"])
}

impl Units {
    pub(crate) fn new(words: &mut Words) -> Result<Self, Error> {
        let mut units = Self::default();
        for row in unit_rows()? {
            let id = units.rows.len() as u16;
            row.list(1).for_each(|form| units.forms.add(words, form, id));
            let (name, ucum, dimension) = (row.field(0), row.field(2), row.field(3));
            units.rows.push(UnitRow { name, ucum, dimension });
        }
        let steps = include_str!("../../../models/quantities/steps.tsv");
        for row in lexicon::parse(STEPS, steps, &["unit", "larger", "times"])? {
            let times = row.field(2).parse().map_err(|_| fault(STEPS, &row, "times"))?;
            units.steps.push(Step { unit: row.field(0), larger: row.field(1), times });
        }
        Ok(units)
    }

    /// The unit that begins at piece `at`, with the piece after it.
    pub(crate) fn starting(&self, text: &Pieces<'_>, at: usize) -> Option<(UnitRow, usize)> {
        let (id, end) = self.forms.starting(text, at)?;
        Some((self.rows[id as usize], end))
    }

    /// How many of `unit` make one `larger`; `None` where that is not told or not exact.
    pub(crate) fn step(&self, unit: &str, larger: &str) -> Option<Decimal> {
        self.steps.iter().find(|step| step.unit == unit && step.larger == larger).map(|step| step.times)
    }

    /// The unit with this name.
    pub(crate) fn named(&self, name: &str) -> Option<UnitRow> {
        self.rows.iter().find(|row| row.name == name).copied()
    }
}
