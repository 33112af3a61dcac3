//! Where it happened: towns, countries, buildings that the event's clause names.

use crate::links::scene::Scene;
use crate::links::words::Class;

/// Longest climb from a place to the event's verb, in steps.
const CLIMB: usize = 24;

/// Entities that say where the event of `verb`, or the thing headed by `head`, is. `doer` is the agent's token.
pub(super) fn of(scene: &Scene<'_>, verb: Option<usize>, head: usize, top: usize) -> Vec<usize> {
    let sentence = scene.sentence(top).range();
    let from = scene.entities.partition_point(|entity| (entity.tokens.start as usize) < sentence.start);
    let here = scene.entities[from..]
        .iter()
        .enumerate()
        .take_while(|(_, entity)| (entity.tokens.start as usize) < sentence.end)
        .filter(|(_, entity)| entity.label.is_place())
        .map(|(index, _)| from + index);
    here.filter(|&index| !is_dateline(scene, index) && is_site(scene, index, verb, head, top)).collect()
}

/// Whether the entity opens a paragraph as "ISLAMABAD:" or "PARIS, July 3 (Agency) -" does.
fn is_dateline(scene: &Scene<'_>, index: usize) -> bool {
    let text: &str = &scene.doc.text;
    let span = scene.entities[index].span;
    let before = text.get(..span.start() as usize).unwrap_or_default();
    let opens = before.trim_end_matches([' ', '\t']).is_empty()
        || before.trim_end_matches([' ', '\t']).ends_with('\n');
    let after = text.get(span.end() as usize..).unwrap_or_default();
    let mark = after.trim_start();
    let name = span.of(text);
    let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    opens && (mark.starts_with([':', '—', '–', '-', '(']) || (capitals && mark.starts_with(',')))
}

/// Whether the place leads up to the event's verb, to the counted phrase or to the number.
fn is_site(scene: &Scene<'_>, index: usize, verb: Option<usize>, head: usize, top: usize) -> bool {
    let range = scene.entities[index].tokens;
    let outside = |&at: &usize| !range.contains(scene.doc.head(at)) || scene.doc.head(at) == at;
    let Some(mut at) = range.range().find(outside) else { return false };
    if range.contains(head) {
        return false;
    }
    let mut located = false;
    for _ in 0..CLIMB {
        let above = scene.doc.head(at);
        if above == at {
            return false;
        }
        located |= is_locative(scene, at);
        if Some(above) == verb || above == top {
            return located || hosts(scene, at, above);
        }
        if above == head {
            return located && scene.dep(at) == "prep" && is_locative(scene, at);
        }
        let step = match scene.dep(at) {
            "pobj" | "conj" | "appos" | "compound" | "nmod" => true,
            "poss" => scene.entity_at(above).is_some() || scene.is(above, Class::Place),
            "prep" => is_locative(scene, at) || scene.is(above, Class::Place) || !scene.is_noun(above),
            "advmod" | "npadvmod" | "dobj" | "attr" | "acomp" => !scene.is_verb(above),
            _ => false,
        };
        if !step {
            return false;
        }
        if scene.is_verb(above) {
            return relative(scene, above, verb);
        }
        at = above;
    }
    false
}

/// Whether the event's verb is said of the place itself: "the camp from where 12 were rescued" (climbing ends there).
fn relative(scene: &Scene<'_>, above: usize, verb: Option<usize>) -> bool {
    verb.is_some_and(|verb| scene.dep(verb) == "conj" && scene.doc.head(verb) == above)
}

fn hosts(scene: &Scene<'_>, at: usize, verb: usize) -> bool {
    scene.dep(at) == "relcl" && scene.doc.head(at) == verb
}

/// Whether token `at` is a preposition of place.
fn is_locative(scene: &Scene<'_>, at: usize) -> bool {
    const LOCATIVE: [&str; 24] = [
        "in",
        "at",
        "on",
        "near",
        "from",
        "to",
        "into",
        "across",
        "around",
        "outside",
        "inside",
        "along",
        "through",
        "over",
        "between",
        "throughout",
        "within",
        "off",
        "toward",
        "towards",
        "above",
        "under",
        "beside",
        "of",
    ];
    scene.dep(at) == "prep" && LOCATIVE[..23].iter().any(|word| scene.reads(at, word))
}
