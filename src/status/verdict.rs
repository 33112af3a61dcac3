//! What the cues on a number's way make of it together, from the inside out.

use crate::article::{Dep, Kind, Status};
use crate::status::cues::{Effect, Reach};
use crate::status::path::{self, Tense};
use crate::status::scope::{CuedNumber, Hit};

/// What the cues say; `None` where the fact is presented as true.
pub(super) fn of(view: &CuedNumber<'_>) -> Option<Status> {
    if is_attribute(view) {
        return None;
    }
    let mut state = None;
    let mut open = view.hits.iter().filter(|hit| hit.block.is_none()).peekable();
    while let Some(at) = open.peek().map(|hit| hit.at) {
        let mut here: Vec<&Hit> = Vec::new();
        while let Some(hit) = open.next_if(|hit| hit.at == at) {
            here.push(hit);
        }
        state = step(view, state, &here);
    }
    if state.is_none() && is_denied_later(view) { Some(Status::Negated) } else { state }
}

/// Whether the number is how old somebody is who does something else ("a 40-year-old man is to appear").
fn is_attribute(view: &CuedNumber<'_>) -> bool {
    let doc = view.scene.doc;
    let after = view.quantity.tokens.end as usize;
    if view.quantity.kind == Kind::Duration && after < doc.len() {
        return matches!(doc.token_text(after), "ago" | "earlier");
    }
    view.quantity.kind == Kind::Age
        && !matches!(view.way[0].node.dep(), Dep::Attr | Dep::Acomp | Dep::Dobj | Dep::Pobj)
}

/// Whether the next sentence denies what somebody says in this one.
pub(super) fn is_denied_later(view: &CuedNumber<'_>) -> bool {
    let said = |hit: &Hit| hit.cue.effect == Effect::Report;
    view.scene.denial.is_some() && view.hits.iter().any(said)
}

/// What the cues at one step of the way make of what stands inside.
fn step(view: &CuedNumber<'_>, mut state: Option<Status>, here: &[&Hit]) -> Option<Status> {
    let mut turned = here.iter().any(|hit| hit.cue.effect == Effect::Not);
    let here = in_force(view, here, turned);
    let Some(first) = here.first() else { return state };
    let governor = here.iter().copied().filter(|hit| governs(hit)).min_by_key(|hit| rank(hit.cue.effect));
    if let Some(governor) = governor {
        let thing = governor.cue.effect == Effect::Confirm && is_thing(view, governor);
        let effect = if thing { Effect::Affirm } else { governor.cue.effect };
        state = applied(state, effect, turned);
        turned = false;
    }
    if view.way[..first.at].last().is_some_and(|step| step.node.dep() == Dep::Ccomp) {
        turned = false;
    }
    let same = |hit: &Hit| governor.is_some_and(|it| it.cue.tokens == hit.cue.tokens);
    for hit in here.iter().filter(|hit| !governs(hit) && hit.cue.effect != Effect::Not && !same(hit)) {
        state = applied(state, hit.cue.effect, false);
    }
    if turned { negated(state) } else { state }
}

/// The cues that say what they say elsewhere: no tense has taken it from them, no "not" before a "could", no rule before a plan.
fn in_force<'h>(view: &CuedNumber<'_>, here: &[&'h Hit], turned: bool) -> Vec<&'h Hit> {
    let ability = |hit: &Hit| turned && matches!(hit.cue.form, "could/m" | "can/m");
    let mut kept: Vec<&Hit> =
        here.iter().copied().filter(|hit| !is_overtaken(view, hit) && !ability(hit)).collect();
    let ruled = kept.iter().any(|hit| hit.cue.effect == Effect::Rule) && is_general(view, kept[0].at);
    kept.retain(|hit| !(ruled && hit.cue.effect == Effect::Plan));
    kept
}

/// Whether the tense says that what a cue leaves open has happened: "was fined up to 500", "when they arrived".
fn is_overtaken(view: &CuedNumber<'_>, hit: &Hit) -> bool {
    use Tense::{Infinitive, Modal, None, Perfect, Present, Progressive};
    let tense = path::tense(view.way[hit.at].node);
    match hit.cue.effect {
        Effect::Penalty => !matches!(tense, Present | None),
        Effect::Generic if is_whoever(hit.cue.form) => false,
        Effect::Generic => !matches!(tense, Present | Infinitive | Modal | None),
        Effect::Future if hit.cue.reach == Reach::Head => !matches!(tense, Present | Progressive),
        Effect::If if matches!(hit.cue.form, "when" | "once") => !matches!(tense, Present | Perfect | Modal),
        _ => false,
    }
}

/// Whether a cue says of all that stands below it how it is presented.
fn governs(hit: &Hit) -> bool {
    let reaches = matches!(
        hit.cue.reach,
        Reach::Complement | Reach::Content | Reach::Clause | Reach::Subject | Reach::Under
    );
    reaches && !matches!(hit.cue.effect, Effect::Not | Effect::Report)
}

/// Whether a verb such as "find" takes a thing, not a clause, from below.
fn is_thing(view: &CuedNumber<'_>, hit: &Hit) -> bool {
    hit.at > 0 && matches!(view.way[hit.at - 1].node.dep(), Dep::Dobj | Dep::Nsubjpass)
}

/// Whether a form means whoever it is, in any tense.
fn is_whoever(form: &str) -> bool {
    ["any", "whoever", "every", "those", "people who", "he who"].iter().any(|start| form.starts_with(start))
}

/// Whether the clause at `at` is in the present and says what goes for all such things.
fn is_general(view: &CuedNumber<'_>, at: usize) -> bool {
    let verb = view.way[at].node;
    path::tense(verb) == Tense::Present && matches!(path::subject(verb), "bare plural" | "any" | "bare")
}

/// Which of two governors on one word counts.
fn rank(effect: Effect) -> usize {
    const ORDER: [Effect; 10] = [
        Effect::Fact,
        Effect::Deny,
        Effect::Exclude,
        Effect::Doubt,
        Effect::Plan,
        Effect::Rule,
        Effect::Penalty,
        Effect::If,
        Effect::Hedge,
        Effect::Affirm,
    ];
    ORDER.iter().position(|&it| it == effect).unwrap_or(ORDER.len())
}

fn applied(state: Option<Status>, effect: Effect, turned: bool) -> Option<Status> {
    match (effect, turned) {
        (Effect::Fact, _) => None,
        (Effect::Deny, false) | (Effect::Affirm, true) => negated(state),
        (Effect::Exclude, false) | (Effect::Unreal, _) | (Effect::Plan | Effect::Hedge, true) => {
            Some(Status::Negated)
        }
        (Effect::Doubt, false) if state != Some(Status::Negated) => Some(Status::Possible),
        (Effect::Exclude | Effect::Confirm, true) | (Effect::Hedge, false) => joined(state, Status::Possible),
        (Effect::Plan | Effect::Would | Effect::Duty | Effect::Future, _) => joined(state, Status::Planned),
        (Effect::If, _) if state != Some(Status::Negated) => Some(Status::Conditional),
        (Effect::Rule | Effect::Penalty | Effect::Generic, _) => joined(state, Status::Conditional),
        _ => state,
    }
}

fn negated(state: Option<Status>) -> Option<Status> {
    if state == Some(Status::Negated) { None } else { Some(Status::Negated) }
}

/// Of two, the one that counts: negated before planned before conditional before possible.
fn joined(state: Option<Status>, other: Status) -> Option<Status> {
    const ORDER: [Status; 4] = [Status::Negated, Status::Planned, Status::Conditional, Status::Possible];
    ORDER.into_iter().find(|&it| state == Some(it) || other == it)
}
