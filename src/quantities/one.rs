//! The "one" that counts: "one of the men", "one proposal"; not the pronoun, nor the one of an idiom.

use crate::article::{Dep, Label, Tag};

use super::scene::Scene;
use super::words::Context;

/// Whether the "one" at piece `at` counts: "one of the men", "one proposal"; not as pronoun or before a name.
pub(crate) fn counts(scene: &Scene<'_>, at: usize) -> bool {
    let next = at + 1;
    if at > 0 && scene.is_any(at - 1, &["each", "every", "any", "no", "square"]) {
        return false;
    }
    if scene.is(next, "of") && !scene.breaks(next) {
        return !scene.are(next, &["of", "a", "kind"]) && !is_praise(scene, next + 1);
    }
    let idle =
        is_in_idiom(scene, at) || is_pronoun(scene, at) || has_verb(scene, next) || has_name(scene, next);
    !idle && (noun_follows(scene, next) || hyphen_follows(scene, next) || is_parsed_as_number(scene, at))
}

/// "the sixth one", "one crisis after another", "in one piece", "one step closer": a "one" that belongs to a phrase.
fn is_in_idiom(scene: &Scene<'_>, at: usize) -> bool {
    let next = at + 1;
    let after_another = (next + 1..next + 4).any(|it| scene.are(it, &["after", "another"]));
    let hyphened = hyphen_follows(scene, next) && scene.has(next + 1, Context::HyphenOne);
    after_another
        || hyphened
        || scene.has(next, Context::AfterOne)
        || is_step(scene, next)
        || is_led(scene, at)
}

/// "one step closer", "one step at a time".
fn is_step(scene: &Scene<'_>, at: usize) -> bool {
    scene.is(at, "step") && scene.has(at + 1, Context::StepWay)
}

/// "the sixth one", "in one piece": what stands before makes it a pronoun or an idiom.
fn is_led(scene: &Scene<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let idiom = scene.has(at + 1, Context::Idiom) && scene.is_any(before, &["in", "on", "with", "by", "at"]);
    scene.ordinal(before).is_some() || idiom
}

/// "the one", "a good one": a "one" that stands for a noun.
fn is_pronoun(scene: &Scene<'_>, at: usize) -> bool {
    let determined = at > 0
        && matches!(scene.tag(at - 1), Tag::Dt | Tag::Wdt | Tag::Jj | Tag::PrpPoss | Tag::Jjs | Tag::Jjr);
    determined && !noun_follows(scene, at + 1)
}

/// "from there one boards a boat": a verb that the tagger takes for a plural.
fn has_verb(scene: &Scene<'_>, next: usize) -> bool {
    scene.tag(next) == Tag::Nns && scene.lemma(next) != scene.text(next) && !scene.breaks(next)
}

/// "one Mr Banda": a person that nobody has heard of.
fn has_name(scene: &Scene<'_>, next: usize) -> bool {
    scene.name(next) == Some(Label::Person) || scene.is_any(next, &["mr", "ms", "mrs", "dr"])
}

/// Whether the parser takes the "one" at piece `at` for a number that counts.
fn is_parsed_as_number(scene: &Scene<'_>, at: usize) -> bool {
    let token = scene.piece(at).map_or(0, |piece| piece.token as usize);
    let word = &scene.doc.words[token];
    word.tag == Tag::Cd && matches!(word.dep, Dep::Nsubjpass | Dep::Conj | Dep::Nummod)
}

fn hyphen_follows(scene: &Scene<'_>, next: usize) -> bool {
    scene.is_dash(next) && scene.glued(next)
}

/// "many", "the first teachers", "the best-known teams", "its most senior judges", "the leading clubs": no group of which one
/// member does something, but praise or a place in a ranking.
fn is_praise(scene: &Scene<'_>, at: usize) -> bool {
    if scene.is(at, "many") || scene.are(at, &["the", "first"]) {
        return true;
    }
    let led = scene.is_any(at, &["the", "its", "their", "his", "her", "our", "my", "s"]);
    let words = at..at + 4 + usize::from(led);
    let mut phrase = words.take_while(|&it| {
        !scene.breaks(it) && (scene.is_word(it) || scene.is_dash(it) || scene.is_any(it, &["'", "’"]))
    });
    phrase.any(|it| {
        matches!(scene.tag(it), Tag::Jjs | Tag::Rbs) || scene.has(it, Context::Praise) && !scene.is_plural(it)
    })
}

fn noun_follows(scene: &Scene<'_>, at: usize) -> bool {
    let tag = scene.tag(at);
    scene.is_word(at)
        && !scene.breaks(at)
        && (tag.is_noun()
            || tag.is_adjective()
            || matches!(tag, Tag::Vbg | Tag::Vbn | Tag::Cd) && scene.tag(at + 1).is_noun())
}
