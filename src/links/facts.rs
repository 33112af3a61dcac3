//! Which mentions of a figure are one fact: the same thing counted, by the same measure, in compatible circumstances.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::article::{Kind, Link, Quantity, Value};
use crate::links::scene::Scene;

/// How many earlier mentions of one noun a figure is compared with.
const MENTIONS: usize = 12;
/// Counts up to this are so common that only the same description makes them one fact.
const COMMON: i64 = 10;

/// Gives the links that tell the same fact the same number, from 1, in the order of their second mention.
pub(super) fn join(scene: &Scene<'_>, links: &mut [Link]) {
    let mut mentions: HashMap<(Kind, String), Vec<usize>> = HashMap::new();
    let mut last = 0;
    for index in 0..links.len() {
        let Some(entity) = &links[index].entity else { continue };
        let key = (scene.quantities[links[index].quantity].kind, entity.head.to_lowercase());
        let earlier = mentions.entry(key).or_default();
        let same =
            earlier.iter().rev().take(MENTIONS).find(|&&other| is_same(scene, &links[other], &links[index]));
        if let Some(&other) = same {
            let fact = links[other].fact.unwrap_or_else(|| {
                last += 1;
                last
            });
            links[other].fact = Some(fact);
            links[index].fact = Some(fact);
        }
        earlier.push(index);
    }
}

fn is_same(scene: &Scene<'_>, one: &Link, other: &Link) -> bool {
    let (first, second) = (&scene.quantities[one.quantity], &scene.quantities[other.quantity]);
    let (before, after) = (description(scene, one), description(scene, other));
    let alike = before.is_subset(&after) || after.is_subset(&before);
    if !alike || !agree(scene, one, other) || unit(first) != unit(second) {
        return false;
    }
    if is_refined(first, second) {
        return before == after || !is_common(first);
    }
    contradicts(scene, one, other) && before == after
}

/// Lemmas of the phrase's nouns, names and adjectives, its head included.
fn description<'a>(scene: &'a Scene<'_>, link: &Link) -> BTreeSet<&'a str> {
    let range = link.entity.as_ref().map_or(0..0, |entity| scene.doc.tokens_in(entity.span).range());
    range.filter(|&at| matches!(scene.pos(at), "NOUN" | "PROPN" | "ADJ")).map(|at| scene.lemma(at)).collect()
}

/// Whether no circumstance that both state differs.
fn agree(scene: &Scene<'_>, one: &Link, other: &Link) -> bool {
    let events = match (&one.event, &other.event) {
        (Some(first), Some(second)) => first.lemma == second.lemma,
        _ => true,
    };
    let times = match (one.time, other.time) {
        (Some(first), Some(second)) => scene.quantities[first].value == scene.quantities[second].value,
        _ => true,
    };
    let name = |&index: &usize| scene.entities[index].name.as_str();
    let shared = one.places.iter().map(name).any(|place| other.places.iter().map(name).any(|it| it == place));
    events && times && (shared || one.places.is_empty() || other.places.is_empty())
}

fn unit(quantity: &Quantity) -> Option<(&Option<String>, &Option<String>)> {
    quantity.unit.as_ref().map(|unit| (&unit.ucum, &unit.currency))
}

/// Whether the values are equal, or one is a bound or range that holds the other.
fn is_refined(one: &Quantity, other: &Quantity) -> bool {
    if one.value == other.value {
        return one.value != Value::Unknown;
    }
    let inside = |range: &Value, value: &Value| match (range, value) {
        (Value::Range { min, max }, Value::Number(number)) => {
            min.is_none_or(|min| min <= *number) && max.is_none_or(|max| *number <= max)
        }
        _ => false,
    };
    inside(&one.value, &other.value) || inside(&other.value, &one.value)
}

fn is_common(quantity: &Quantity) -> bool {
    matches!(&quantity.value, Value::Number(number) if number.abs() <= Decimal::from(COMMON))
}

/// Whether two sentences give two values for one event of one described thing.
fn contradicts(scene: &Scene<'_>, one: &Link, other: &Link) -> bool {
    let (first, second) = (&scene.quantities[one.quantity], &scene.quantities[other.quantity]);
    let sentence = |quantity: &Quantity| scene.doc.sentence_index(quantity.tokens.start as usize);
    let described = description(scene, one).len() > 1;
    let numbers =
        |quantity: &Quantity| matches!(quantity.value, Value::Number(_)) && quantity.change.is_none();
    first.kind == Kind::Count
        && one.event.is_some()
        && other.event.is_some()
        && described
        && numbers(first)
        && numbers(second)
        && one.of.is_none()
        && other.of.is_none()
        && !is_another(scene, second)
        && sentence(first) != sentence(second)
}

/// "another 12", "12 more": a number that is added to the earlier one.
fn is_another(scene: &Scene<'_>, quantity: &Quantity) -> bool {
    let range = quantity.tokens.range();
    let from = range.start.saturating_sub(2);
    let to = (range.end + 2).min(scene.doc.len());
    (from..to).any(|at| {
        ["another", "further", "more", "other", "additional"].iter().any(|word| scene.reads(at, word))
    })
}
