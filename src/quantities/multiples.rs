//! Multiples in one word: "twice", "sixfold".

use crate::article::{Kind, Value};

use super::bounds;
use super::draft::{Draft, Found};
use super::scene::Scene;

/// The multiple at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let value = scene.multiple(at)?;
    let fold = scene.text(at).len() > 6;
    if scene.name(at).is_some()
        || !fold && scene.is_any(at + 1, &["as", "the"])
        || scene.is_dash(at + 1) && scene.glued(at + 1)
    {
        return None;
    }
    let bounded = bounds::before(scene, at, floor);
    let mut draft = Draft::new("multiple", Kind::Count, bounded.start, at + 1, Value::Number(value));
    draft.bound = bounded.bound;
    Some(Found::one(draft))
}
