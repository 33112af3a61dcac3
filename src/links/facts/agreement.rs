//! How a later mention of a fact stands to its first one.

use crate::article::{Agreement, Bound, Quantity, Value};
use crate::links::facts::amount::Relation;
use crate::links::facts::mention::FactMention;
use crate::links::facts::words::Signal;

/// Reads it off the two amounts: the same number agrees or is said more closely, another one is a later state where the
/// text tells one, and contradicts otherwise.
pub(super) fn of(first: &FactMention<'_>, later: &FactMention<'_>) -> Agreement {
    match Relation::of(first.quantity, later.quantity) {
        Relation::Bounded if is_open(first.quantity) && !is_open(later.quantity) => Agreement::Refines,
        Relation::Closer => Agreement::Refines,
        Relation::Equal | Relation::Bounded | Relation::Vaguer | Relation::Units => Agreement::Agrees,
        Relation::Near | Relation::Far | Relation::Unknown if is_later_state(first, later) => {
            Agreement::Updates
        }
        Relation::Near | Relation::Far | Relation::Unknown => Agreement::Contradicts,
    }
}

fn is_open(quantity: &Quantity) -> bool {
    quantity.bound != Bound::Exact || matches!(quantity.value, Value::Range { .. })
}

/// Whether the text tells that the figure changed.
fn is_later_state(first: &FactMention<'_>, later: &FactMention<'_>) -> bool {
    later.has(Signal::Update) || later.quantity.change.is_some() || first.quantity.change.is_some()
}
