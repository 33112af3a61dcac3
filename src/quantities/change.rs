//! Whether the text says that a figure rose or fell.

use crate::article::Change;

use super::scene::Scene;
use super::words::Context;

/// The change of the figure over pieces `start..end` (bound included); `floor`: the first piece after the quantity before;
/// `bare`: an amount that a verb of getting and losing may have as its object.
pub(crate) fn of(scene: &Scene<'_>, start: usize, end: usize, floor: usize, bare: bool) -> Option<Change> {
    sign(scene, start)
        .or_else(|| before(scene, start, floor, bare))
        .or_else(|| after(scene, end, bare))
        .or_else(|| by_head(scene, start, floor))
}

fn sign(scene: &Scene<'_>, start: usize) -> Option<Change> {
    scene.is(start, "+").then_some(Change::Up)
}

/// "up 5%", "rose by about 5%", "an increase of 5%".
fn before(scene: &Scene<'_>, start: usize, floor: usize, bare: bool) -> Option<Change> {
    let mut at = start;
    for _ in 0..5 {
        at = scene.before(at, floor)?;
        if scene.breaks(at + 1) {
            return None;
        }
        if let Some(change) = word(scene, at, scene.is(at + 1, "of"), bare) {
            return Some(change);
        }
        if !scene.has(at, Context::Light) && !scene.tag(at).starts_with("RB") {
            return None;
        }
    }
    None
}

/// What the word at piece `at` says right before a figure; `noun`: "of" stands between.
fn word(scene: &Scene<'_>, at: usize, noun: bool, bare: bool) -> Option<Change> {
    let changes = &scene.lists.changes;
    let tag = scene.tag(at);
    if tag.starts_with('V') {
        let lemma = scene.lemma(at).to_lowercase();
        // "raised $30 million", "won 5% of the vote": got, not grown.
        let got = matches!(
            &*lemma,
            "raise" | "gain" | "lose" | "add" | "recover" | "lift" | "boost" | "advance" | "cut" | "shed"
        );
        return changes.verb(&lemma).filter(|_| !(got && bare && !scene.is(at + 1, "by")));
    }
    if noun || scene.is(at + 1, "by") {
        return changes.noun(&scene.lemma(at).to_lowercase());
    }
    // "up to 5%" is a bound.
    let free = !scene.is(at + 1, "to") && !scene.is_any(at, &["off"]);
    let lower = scene.text(at).to_lowercase();
    changes.adverb(&lower).filter(|_| free)
}

/// "5% higher", "a 7.5% wage hike".
fn after(scene: &Scene<'_>, end: usize, bare: bool) -> Option<Change> {
    let changes = &scene.lists.changes;
    let moved = scene.is_any(end, &["higher", "lower"]) || !bare && scene.is_any(end, &["up", "down"]);
    if moved && !scene.is(end + 1, "to") {
        return changes.adverb(&scene.text(end).to_lowercase());
    }
    for at in end..end + 4 {
        let tag = scene.tag(at);
        if scene.breaks(at)
            || !(scene.is_dash(at)
                || tag.starts_with("NN")
                || tag.starts_with("JJ")
                || tag.starts_with("VBG"))
        {
            return None;
        }
        let found = changes.noun(&scene.lemma(at).to_lowercase()).filter(|_| tag.starts_with("NN"));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// "raised the level downstream by 60 cm": the verb that the figure's "by" hangs on.
fn by_head(scene: &Scene<'_>, start: usize, floor: usize) -> Option<Change> {
    let by = scene.before(start, floor).filter(|&at| scene.is(at, "by"))?;
    let head = scene.doc.head(scene.piece(by)?.token as usize);
    let word = scene.doc.words.get(head)?;
    let changes = &scene.lists.changes;
    if word.tag.starts_with('V') { changes.verb(&word.lemma) } else { changes.noun(&word.lemma) }
}
