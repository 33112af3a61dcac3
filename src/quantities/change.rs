//! Whether the text says that a figure rose or fell.

use crate::article::{Change, Kind, Tag};

use super::scene::Scene;
use super::words::Context;

/// A figure whose change is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moving {
    /// First piece, bound included.
    pub start: usize,
    /// The piece after it.
    pub end: usize,
    /// The first piece after the quantity before.
    pub floor: usize,
    pub kind: Kind,
    /// Whether a verb of getting and losing may have it as its object ("lost 600 ha", "won 5% of the vote").
    pub object: bool,
}

/// The change that the words around a figure state.
pub(crate) fn of(scene: &Scene<'_>, figure: Moving) -> Option<Change> {
    let by = scene.before(figure.start, figure.floor).is_some_and(|at| scene.is(at, "by"));
    if matches!(figure.kind, Kind::Count | Kind::Ratio) && !by {
        return level(scene, figure).or_else(|| compared(scene, figure));
    }
    sign(scene, figure.start)
        .or_else(|| before(scene, figure))
        .or_else(|| level(scene, figure))
        .or_else(|| compared(scene, figure))
        .or_else(|| after(scene, figure))
        .or_else(|| by_head(scene, figure))
}

fn sign(scene: &Scene<'_>, start: usize) -> Option<Change> {
    scene.is(start, "+").then_some(Change::Up)
}

/// "up 5%", "rose by about 5%", "an increase of 5%".
fn before(scene: &Scene<'_>, figure: Moving) -> Option<Change> {
    // "surges three metres high" tells a size.
    if figure.kind == Kind::Measure && scene.has(figure.end, Context::Extent) {
        return None;
    }
    let mut at = figure.start;
    for _ in 0..5 {
        at = scene.before(at, figure.floor)?;
        if scene.breaks(at + 1) {
            return None;
        }
        if let Some(change) = word(scene, at, figure) {
            return Some(change);
        }
        if !scene.has(at, Context::Light) && !scene.tag(at).is_adverb() {
            return None;
        }
    }
    None
}

/// What the word at piece `at` says right before a figure.
fn word(scene: &Scene<'_>, at: usize, figure: Moving) -> Option<Change> {
    let changes = &scene.lists.changes;
    let lemma = scene.lemma(at).to_lowercase();
    if scene.tag(at).is_verb() {
        // "raised $30 million", "won 5% of the vote": got, not grown.
        let got = figure.object && changes.is_taking(&lemma) && !scene.is(at + 1, "by");
        return changes.verb(&lemma).filter(|_| !got);
    }
    // "a decrease of 3%"; a "loss of $5m" or a "rise of 400 euros" is an amount of its own.
    if scene.is(at + 1, "of") {
        return changes.noun(&lemma).filter(|_| figure.kind == Kind::Percent);
    }
    if let (true, Some(change)) = (scene.is(at + 1, "by"), changes.noun(&lemma)) {
        return Some(change);
    }
    // "up to 5%" is a bound.
    let free = !scene.is(at + 1, "to") && !scene.is(at, "off") && carries(scene, at, figure.floor);
    changes.adverb(&scene.text(at).to_lowercase()).filter(|_| free)
}

/// Whether "up" or "down" at piece `at` says a change: not as part of another verb ("made up 5%").
fn carries(scene: &Scene<'_>, at: usize, floor: usize) -> bool {
    let Some(before) = scene.before(at, floor.saturating_sub(4)) else { return true };
    let lemma = scene.lemma(before).to_lowercase();
    let changes = &scene.lists.changes;
    !scene.tag(before).is_verb() || changes.is_carrier(&lemma) || changes.verb(&lemma).is_some()
}

/// "climbed to $161bn", "lower the share to 50%": the level that was reached.
fn level(scene: &Scene<'_>, figure: Moving) -> Option<Change> {
    let to = scene.before(figure.start, figure.floor).filter(|&at| scene.is(at, "to"))?;
    let changes = &scene.lists.changes;
    let mut at = to;
    for _ in 0..5 {
        at = scene.before(at, figure.floor)?;
        let (tag, lemma) = (scene.tag(at), scene.lemma(at).to_lowercase());
        if tag.is_verb() {
            return changes.verb(&lemma).filter(|_| !changes.is_no_level(&lemma));
        }
        let object = tag.is_noun()
            || tag.is_adjective()
            || tag.is_adverb()
            || matches!(tag, Tag::Dt | Tag::PrpPoss | Tag::Rp);
        if !object {
            return None;
        }
    }
    None
}

/// "8% less than", "nine fewer than", "27 percent below the level".
fn compared(scene: &Scene<'_>, figure: Moving) -> Option<Change> {
    let changes = &scene.lists.changes;
    let noun = usize::from(figure.kind == Kind::Count && scene.is_plural(figure.end));
    let at = figure.end + noun;
    if scene.breaks(at) {
        return None;
    }
    let level = figure.kind == Kind::Percent && scene.is_any(at, &["above", "below"]);
    let found = changes.than(&scene.text(at).to_lowercase())?;
    (level || scene.is(at + 1, "than")).then_some(found)
}

/// "5% higher", "a 7.5% wage hike".
fn after(scene: &Scene<'_>, figure: Moving) -> Option<Change> {
    let (changes, end) = (&scene.lists.changes, figure.end);
    let moved = scene.is_any(end, &["higher", "lower"])
        || !figure.object && scene.is_any(end, &["up", "down"]) && !scene.is(end + 1, "to");
    if moved && !scene.breaks(end) {
        return changes.adverb(&scene.text(end).to_lowercase());
    }
    (end..end + 4).take_while(|&at| goes_on(scene, at)).find_map(|at| {
        let lemma = scene.lemma(at).to_lowercase();
        // "an $8 billion loss" is an amount of its own.
        let taken = figure.object && changes.is_taking(&lemma);
        changes.noun(&lemma).filter(|_| scene.tag(at).is_noun() && !taken)
    })
}

/// Whether piece `at` may stand in a noun phrase between a figure and the noun of a change.
fn goes_on(scene: &Scene<'_>, at: usize) -> bool {
    let tag = scene.tag(at);
    let phrase = tag.is_noun() || tag.is_adjective() || tag == Tag::Vbg || scene.is_dash(at);
    phrase && !scene.breaks(at)
}

/// "raised the level downstream by 60 cm": the verb that the figure's "by" hangs on.
fn by_head(scene: &Scene<'_>, figure: Moving) -> Option<Change> {
    let by = scene.before(figure.start, figure.floor).filter(|&at| scene.is(at, "by"))?;
    let head = scene.doc.head(scene.piece(by)?.token as usize);
    let word = scene.doc.words.get(head)?;
    let changes = &scene.lists.changes;
    if word.tag.is_verb() { changes.verb(&word.lemma) } else { changes.noun(&word.lemma) }
}
