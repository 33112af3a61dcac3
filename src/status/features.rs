//! How a number stands to its cues, as named features for the scorer.

use crate::article::{Dep, Kind, Node, Tag};
use crate::status::cues::Effect;
use crate::status::path::{self, Block, Tense};
use crate::status::scope::{CuedNumber, Hit};
use crate::status::verdict;

/// Gives every feature of `view` to `take`, in parts.
pub(super) fn of(view: &CuedNumber<'_>, take: &mut impl FnMut(&[&str])) {
    let answer = verdict::of(view).map_or("fact", |status| status.as_str());
    take(&["bias"]);
    take(&["answer", answer]);
    take(&["kind", view.quantity.kind.as_str(), answer]);
    around(view, answer, take);
    for hit in &view.hits {
        cue(view, hit, take);
    }
    verbs(view, take);
    together(view, answer, take);
    if verdict::is_denied_later(view) {
        take(&["denied later"]);
    }
}

/// Whether anything around the number could keep its fact from being one.
pub(super) fn has_cue(view: &CuedNumber<'_>) -> bool {
    view.hits.iter().any(is_open) || verdict::is_denied_later(view)
}

/// Whether a cue that does something reaches the number.
fn is_open(hit: &Hit) -> bool {
    hit.block.is_none() && hit.cue.effect != Effect::Report
}

/// The noun, the clause and its tense.
fn around(view: &CuedNumber<'_>, answer: &str, take: &mut impl FnMut(&[&str])) {
    let verb = view.way.iter().map(|step| step.node).find(|&node| node.tag().is_verb());
    let tense = verb.map_or(Tense::None, |verb| path::tense(verb)).name();
    take(&["tense", tense]);
    take(&["tense", tense, answer]);
    let bar = view.way.iter().find_map(|step| step.block).map_or("", Block::name);
    take(&["bar", bar]);
    take(&["bar", bar, answer]);
    take(&["det", determiner(view), answer]);
    let top = view.way[0].node;
    take(&["dep", top.dep().as_str(), answer]);
    let noun = view
        .way
        .iter()
        .find(|step| step.node.tag().is_noun() || step.node.tag() == Tag::Nfp)
        .map_or("", |step| step.node.dep().as_str());
    take(&["noun", determiner(view), noun, answer]);
    take(&["deps", &deps(view, verb), answer]);
    if is_known(view) {
        take(&["known", answer]);
    }
    if view.quantity.kind == Kind::Age {
        take(&["age", top.dep().as_str(), answer]);
    }
    if let Some(verb) = verb {
        if is_dated(view, verb) {
            take(&["dated", tense]);
            take(&["dated", tense, answer]);
        }
        take(&["subject", path::subject(verb), tense]);
        take(&["subject", path::subject(verb), tense, answer]);
    }
}

/// The two nearest verbs above the number: which, in what tense, how it hangs on what stands above, and with what before it.
fn verbs(view: &CuedNumber<'_>, take: &mut impl FnMut(&[&str])) {
    let verbs = view.way.iter().filter(|step| step.node.tag().is_verb());
    for (order, step) in ["first", "second"].into_iter().zip(verbs) {
        let verb = step.node;
        let (lemma, tense) = (verb.lemma().to_lowercase(), path::tense(verb).name());
        take(&["verb", order, &lemma]);
        take(&["verb", order, &lemma, tense]);
        take(&["clause", order, tense, verb.dep().as_str(), step.block.map_or("", Block::name)]);
        let helps = |word: &Node<'_>| matches!(word.dep(), Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Mark);
        for word in verb.children().take(12).filter(helps) {
            take(&["with", order, &word.text().to_lowercase()]);
        }
    }
}

/// The determiner of the number's noun.
fn determiner(view: &CuedNumber<'_>) -> &'static str {
    let mut near = view.way.iter().take(2).flat_map(|step| step.node.children().take(12));
    let found = near.find(|word| matches!(word.dep(), Dep::Det | Dep::Poss));
    match found {
        Some(word) if word.dep() == Dep::Poss => "own",
        Some(word) => match &*word.lemma().to_lowercase() {
            "the" => "the",
            "a" | "an" => "a",
            "this" | "that" | "these" | "those" => "this",
            "no" => "no",
            _ => "other",
        },
        None => "bare",
    }
}

/// The labels on the way from the number up to its verb, at most five.
fn deps(view: &CuedNumber<'_>, verb: Option<Node<'_>>) -> String {
    let below = view.way.iter().map(|step| step.node).take_while(|&node| Some(node) != verb).take(5);
    below.map(|node| node.dep().as_str()).collect::<Vec<_>>().join(">")
}

/// Whether a clause or participle says of the number's noun what has happened ("the three towns that it seized").
fn is_known(view: &CuedNumber<'_>) -> bool {
    let mut near = view.way.iter().take(2).flat_map(|step| step.node.children().take(12));
    near.any(|child| match child.dep() {
        Dep::Relcl => matches!(path::tense(child), Tense::Past | Tense::Perfect),
        Dep::Acl => child.tag() == Tag::Vbn,
        _ => false,
    })
}

/// Whether verb `verb` has a weekday, a month or the like beside it.
fn is_dated(view: &CuedNumber<'_>, verb: Node<'_>) -> bool {
    let named = |at: Node<'_>| view.scene.words.is_calendar(&at.text().to_lowercase());
    verb.children().take(24).any(|child| match child.dep() {
        Dep::Npadvmod => named(child),
        Dep::Prep => child.children().take(4).any(named),
        _ => false,
    })
}

fn cue(view: &CuedNumber<'_>, hit: &Hit, take: &mut impl FnMut(&[&str])) {
    let (effect, reach) = (hit.cue.effect.name(), hit.cue.reach.name());
    let enter = if hit.at > 0 { view.way[hit.at - 1].node.dep().as_str() } else { "itself" };
    if let Some(block) = hit.block {
        take(&["barred", effect, block.name()]);
        return;
    }
    let far = ["0", "1", "2", "3", "4", "5"].get(hit.at).copied().unwrap_or("more");
    let up = ["0", "1", "2"].get(hit.up).copied().unwrap_or("more");
    take(&["cue", effect, reach]);
    take(&["cue", effect, reach, up, enter]);
    take(&["far", effect, far]);
    take(&["form", hit.cue.form]);
    if matches!(
        hit.cue.effect,
        Effect::Penalty | Effect::Rule | Effect::If | Effect::Duty | Effect::Future | Effect::Can
    ) {
        take(&["in tense", effect, path::tense(view.way[hit.at].node).name()]);
    }
    if hit.direct {
        take(&["direct", effect, reach, enter]);
    }
}

/// Which effects come together, and which is nearest.
fn together(view: &CuedNumber<'_>, answer: &str, take: &mut impl FnMut(&[&str])) {
    let open = || view.hits.iter().filter(|hit| is_open(hit));
    let mut effects: Vec<Effect> = open().map(|hit| hit.cue.effect).collect();
    effects.sort_unstable();
    effects.dedup();
    let names: Vec<&str> = effects.iter().map(|effect| effect.name()).collect();
    take(&["together", &names.join("+")]);
    take(&["cues", if effects.is_empty() { "none" } else { "some" }]);
    if let Some(hit) = open().next() {
        take(&["first", hit.cue.effect.name(), hit.cue.reach.name(), answer]);
    }
    if let Some(hit) = open().next_back() {
        take(&["last", hit.cue.effect.name(), answer]);
    }
}
