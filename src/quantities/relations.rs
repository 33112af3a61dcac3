//! What quantities of one sentence say of each other: changes from one to the next, and units and changes said once
//! for several.

use std::ops::Range;

use crate::article::{Bound, Change, Kind, Tag, Unit, Value};

use super::amounts;
use super::draft::Draft;
use super::money;
use super::scene::Scene;
use super::words::Context;

/// Relates each draft to those before it.
pub(crate) fn relate(scene: &Scene<'_>, drafts: &mut [Draft]) {
    for index in 1..drafts.len() {
        age_list(scene, drafts, index);
        list_unit(scene, drafts, index);
        share_unit(scene, drafts, index);
        whole(scene, drafts, index);
        across(scene, drafts, index);
        changed_from(scene, drafts, index);
    }
    for index in 1..drafts.len() {
        inherit_change(scene, drafts, index);
        reach_level(scene, drafts, index);
        convert(scene, drafts, index);
        reading(scene, drafts, index);
        magnitude(scene, drafts, index);
    }
}

/// So many drafts back another may be related to; a bound, so that an endless sentence costs no more than its length.
const REACH: usize = 12;

/// Kinds that may rise and fall.
fn moves(kind: Kind) -> bool {
    matches!(kind, Kind::Count | Kind::Percent | Kind::Money | Kind::Measure | Kind::Rank | Kind::Ratio)
}

/// A number in digits or words that nothing tells the unit of.
fn is_bare(scene: &Scene<'_>, draft: &Draft) -> bool {
    let unit = draft.unit.as_ref().is_none_or(|unit| unit.ucum.as_deref() == Some("1"));
    draft.kind == Kind::Count && unit && draft.per.is_none() && !names_things(scene, draft.end)
}

/// Whether a noun that a number would count stands at piece `at`.
fn names_things(scene: &Scene<'_>, at: usize) -> bool {
    let tag = scene.tag(at);
    let noun = tag.is_noun() || tag.is_adjective() && scene.tag(at + 1).is_noun();
    noun && scene.is_word(at) && !scene.breaks(at) && scene.calendar(at).is_none()
}

/// Whether two pieces stand in one sentence.
fn same_sentence(scene: &Scene<'_>, one: usize, other: usize) -> bool {
    let sentence = |at: usize| scene.piece(at).map(|piece| scene.doc.sentence_index(piece.token as usize));
    sentence(one).is_some() && sentence(one) == sentence(other)
}

/// The draft before `index` in its sentence, dates and times passed over.
fn earlier(scene: &Scene<'_>, drafts: &[Draft], index: usize) -> Option<usize> {
    let at = (0..index).rev().take(REACH).find(|&at| !matches!(drafts[at].kind, Kind::Date | Kind::Time))?;
    same_sentence(scene, drafts[at].start, drafts[index].start).then_some(at)
}

/// "aged 34 and 61": further numbers after an age are ages.
fn age_list(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let (before, this) = (&drafts[index - 1], &drafts[index]);
    let joint = before.end..this.start;
    let joined = !joint.is_empty() && joint.clone().all(|at| scene.is_any(at, &[",", "and", "or", "&"]));
    let small =
        matches!(&this.value, Value::Number(value) if value.is_integer() && value.to_string().len() < 3);
    let listed = before.kind == Kind::Age && before.unit.is_none() && joint.len() < 3;
    if listed && joined && small && is_bare(scene, this) && !scene.is(this.end, "of") {
        let this = &mut drafts[index];
        (this.kind, this.rule, this.unit) = (Kind::Age, "age in a list", None);
    }
}

/// "7.5 per cent in May and 8.1 in June", "up to 5 per cent from 4.5": a unit said once.
fn share_unit(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let Some(before) = earlier(scene, drafts, index) else { return };
    let this = &drafts[index];
    let kind = drafts[before].kind;
    let unit = drafts[before].unit.as_ref().is_some_and(|unit| unit.ucum.as_deref() != Some("1"));
    let lasting =
        kind == Kind::Duration && scene.before(this.start, 0).is_some_and(|at| scene.is(at, "from"));
    if !unit
        || !(lasting || matches!(kind, Kind::Percent | Kind::Money | Kind::Measure))
        || !is_bare(scene, this)
    {
        return;
    }
    let near = this.start - drafts[before].end < 16;
    if near && (is_parallel(scene, drafts, before, index) || is_gapped(scene, drafts, before, index)) {
        let (kind, unit, coins) = (kind, drafts[before].unit.clone(), drafts[before].coins);
        let this = &mut drafts[index];
        (this.kind, this.unit, this.coins) = (kind, unit, coins);
    }
}

/// "25 USD for seats and 40 for boxes", "Indonesia (21 million tons), Brazil (16 million)": the same preposition or the
/// same brackets around both, and no noun that the second could count.
fn is_gapped(scene: &Scene<'_>, drafts: &[Draft], before: usize, index: usize) -> bool {
    let (first, this) = (&drafts[before], &drafts[index]);
    let listed = (first.end..this.start).any(|at| scene.is_any(at, &["and", ",", ";", "or"]));
    let alike = first.kind != Kind::Percent && goes_on_alike(scene, first.end, this.end);
    let brackets = is_bracketed(scene, first) && is_bracketed(scene, this);
    let small = matches!(this.value, Value::Number(value) if value <= rust_decimal::Decimal::ONE);
    listed && !small && (alike || brackets || are_priced(scene, first, this))
}

/// Whether the same preposition stands at both pieces.
fn goes_on_alike(scene: &Scene<'_>, one: usize, other: usize) -> bool {
    let around = scene.is_any(one, &["for", "in", "at", "on", "by"]) && !scene.breaks(one);
    around && scene.text(one).eq_ignore_ascii_case(scene.text(other))
}

/// "for 25 USD and for 40": both behind "for", with no word after the second.
fn are_priced(scene: &Scene<'_>, first: &Draft, this: &Draft) -> bool {
    let led = |draft: &Draft| scene.before(draft.start, 0).is_some_and(|at| scene.is(at, "for"));
    led(first) && led(this) && (!scene.is_word(this.end) || scene.breaks(this.end))
}

fn is_bracketed(scene: &Scene<'_>, draft: &Draft) -> bool {
    draft.start > 0 && scene.is(draft.start - 1, "(") && scene.is(draft.end, ")")
}

/// Whether draft `index` goes on where draft `before` began: two dated values, or a comparison.
fn is_parallel(scene: &Scene<'_>, drafts: &[Draft], before: usize, index: usize) -> bool {
    let this = &drafts[index];
    let Some(lead) = scene.before(this.start, 0) else { return false };
    let mut joint = drafts[before].end..this.start;
    let verb = |at: usize| scene.tag(at).is_verb() && !scene.is(at, "compared");
    if joint.any(|at| verb(at) || scene.is_any(at, &[";", ":"])) {
        return false;
    }
    let decimal = scene.text(this.end - 1).contains('.');
    let dated = is_dated(scene, drafts, this.end);
    let closed = decimal || dated || !scene.is_word(this.end);
    let first_dated = is_dated(scene, drafts, drafts[before].end)
        || drafts[before + 1..index].iter().any(|draft| draft.kind == Kind::Date);
    let listed = scene.is_any(lead, &["and", "or", ","]) && first_dated && dated;
    listed || closed && is_compared(scene, lead)
}

/// Whether the word at piece `lead` sets the figure after it against one before.
fn is_compared(scene: &Scene<'_>, lead: usize) -> bool {
    let compared = scene.is_any(lead, &["with", "to"]) && scene.is(lead.wrapping_sub(1), "compared");
    compared || scene.is_any(lead, &["from", "against", "versus", "than"])
}

/// Whether a date or a stretch of time follows at piece `at`: "in 2022", "during the quarter", "last year", "a year ago".
fn is_dated(scene: &Scene<'_>, drafts: &[Draft], at: usize) -> bool {
    let next = at + usize::from(scene.is_any(at, &["in", "on", "by", "for", "during"]));
    let the = next + usize::from(scene.is(next, "the"));
    let date = drafts.iter().any(|draft| draft.kind == Kind::Date && draft.start == next);
    let stretch = next > at && scene.has(the, Context::Stretch) && !scene.breaks(the);
    let ago = scene.is_any(at, &["a", "one"]) && scene.is_any(at + 1, &["year", "month", "week", "day"]);
    date || stretch || ago || scene.is_any(at, &["last", "this"])
}

/// "130 and 200 square metres", "40 x 60 metres": a unit said after the last of several numbers.
fn list_unit(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let trails = |draft: &Draft| draft.parts.last().is_some_and(|part| part.name == "unit");
    if !matches!(drafts[index].kind, Kind::Percent | Kind::Measure) || !trails(&drafts[index]) {
        return;
    }
    let (kind, unit) = (drafts[index].kind, drafts[index].unit.clone());
    let joints = ["and", "or", ",", "x", "×", "by"];
    for at in (0..index).rev() {
        let (this, next) = (&drafts[at], &drafts[at + 1]);
        let joint = this.end..next.start;
        let joined =
            !joint.is_empty() && joint.len() < 3 && joint.clone().all(|at| scene.is_any(at, &joints));
        let figure =
            next.parts.first().is_some_and(|part| scene.is_number(scene.piece_from(part.span.start())));
        let digits = scene.is_number(this.end - 1) == figure;
        let sides = scene.is_any(joint.start, &["x", "×"]);
        if !joined || !digits || !is_bare(scene, this) || this.bound != Bound::Exact && !sides {
            return;
        }
        let this = &mut drafts[at];
        (this.kind, this.unit) = (kind, unit.clone());
    }
}

/// "280 million of the 1.5 billion shekels": the part has the unit of the whole.
fn whole(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let (part, whole) = (&drafts[index - 1], &drafts[index]);
    let joint = part.end..whole.start;
    let the = scene.is(part.end, "of") && scene.is_any(part.end + 1, &["the", "its", "their"]);
    // "six of the last ten days"
    let days = whole.kind == Kind::Duration && scene.has(whole.start.wrapping_sub(1), Context::Sequence);
    let amount = matches!(whole.kind, Kind::Money | Kind::Measure) && joint.len() == 2;
    if the && is_bare(scene, part) && (amount || days && joint.len() == 3) {
        let (kind, unit, coins) = (whole.kind, whole.unit.clone(), whole.coins);
        let part = &mut drafts[index - 1];
        (part.kind, part.unit, part.coins) = (kind, unit, coins);
    }
}

/// "from 22.6 percent in 2007 to 19.6 in 2019", "from 21 mpg combined to 23": a change whose sides stand apart.
fn across(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let Some(first) = earlier(scene, drafts, index) else { return };
    let (start, last) = (&drafts[first], &drafts[index]);
    let led = |draft: &Draft, by: &str| draft.start > 0 && scene.is(draft.start - 1, by);
    let sides = led(start, "from") && led(last, "to") && is_one_clause(scene, start.end..last.start);
    let alike = is_bare(scene, last) && start.unit.is_some() || last.kind == start.kind;
    if !sides || !alike || !moves(start.kind) || last.from.is_some() {
        return;
    }
    let change = amounts::movement(scene, start.start);
    let (kind, unit, coins) = (start.kind, start.unit.clone(), start.coins);
    let last = &mut drafts[index];
    last.from = Some(first);
    last.change = last.change.or(change);
    if last.unit.is_none() {
        (last.kind, last.unit, last.coins) = (kind, unit, coins);
    }
}

/// Whether the few pieces of `joint` hold no finite verb and nothing that parts clauses.
fn is_one_clause(scene: &Scene<'_>, mut joint: Range<usize>) -> bool {
    let parts = |at: usize| {
        matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Vb)
            || scene.is_any(at, &[",", ";", ".", "and"])
    };
    joint.len() <= 8 && !joint.any(parts)
}

/// "fell to 914 in 2022 from 1,102", "3.9m, up from 2.4m": the later figure is what the earlier one changed from.
fn changed_from(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let this = &drafts[index];
    let Some(from) = scene.before(this.start, 0).filter(|&at| scene.is(at, "from")) else { return };
    let adverb =
        from.checked_sub(1).and_then(|at| scene.lists.changes.adverb(&scene.text(at).to_lowercase()));
    let Some(target) = target(scene, drafts, index, adverb) else { return };
    let unit = this.unit.clone();
    let earlier = &mut drafts[target];
    earlier.from = Some(index);
    earlier.change = earlier.change.or(adverb);
    if earlier.unit.is_none() && earlier.kind == Kind::Money {
        earlier.unit = unit;
    }
}

/// The figure that changed from draft `index`: the one right before, or, after "up from", the last of its kind.
fn target(scene: &Scene<'_>, drafts: &[Draft], index: usize, adverb: Option<Change>) -> Option<usize> {
    let this = &drafts[index];
    let fits = |at: usize| {
        let draft = &drafts[at];
        draft.kind == this.kind
            && moves(draft.kind)
            && draft.from.is_none()
            && same_unit(draft.unit.as_deref(), this.unit.as_deref())
            && same_sentence(scene, draft.start, this.start)
    };
    if this.from.is_some() {
        return None;
    }
    if adverb.is_some() {
        return (0..index).rev().take(REACH).find(|&at| fits(at));
    }
    let at = earlier(scene, drafts, index).filter(|&at| fits(at) && drafts[at].change.is_some())?;
    // Only a date, or a rate's "a day", parts the level that was reached from the one before.
    let reached = scene.before(drafts[at].start, 0).is_some_and(|at| scene.is(at, "to"));
    let verb = (drafts[at].end..this.start).any(|at| scene.tag(at).is_verb());
    (reached && !verb && this.start - drafts[at].end < 15).then_some(at)
}

fn same_unit(one: Option<&Unit>, other: Option<&Unit>) -> bool {
    let key = |unit: &Unit| (unit.dimension.clone(), unit.currency.clone());
    one.map(key) == other.map(key)
}

/// "fell 5.2% in the Caribbean and 4.5% in North America", "cereals went up 12%, spices 31%": one verb for both.
fn inherit_change(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let this = &drafts[index];
    let Some(before) = earlier(scene, drafts, index).filter(|_| this.kind == Kind::Percent) else { return };
    if this.change.is_some() || drafts[before].change.is_none() {
        return;
    }
    let joint = drafts[before].end..this.start;
    let parts = |at: usize| scene.tag(at).is_verb() || scene.is_any(at, &[".", ";", "but", "while"]);
    let share = drafts[before].kind == Kind::Percent;
    let goes_on = if share { is_next_share(scene, &joint) } else { is_told_again(scene, &joint) };
    if (goes_on || is_next_step(scene, &joint)) && !joint.clone().any(parts) {
        drafts[index].change = drafts[before].change;
    }
}

/// Whether the last piece of `joint` reads one of `words`.
fn closes_with(scene: &Scene<'_>, joint: &Range<usize>, words: &[&str]) -> bool {
    joint.clone().last().is_some_and(|at| scene.is_any(at, words))
}

/// Whether `joint` leads from one share of a list to the next.
fn is_next_share(scene: &Scene<'_>, joint: &Range<usize>) -> bool {
    let listed = joint.len() <= 9 && closes_with(scene, joint, &["and", "or", ","]);
    // "spices 31.8 percent": only nouns stand before the number.
    let names = |at: usize| scene.tag(at).is_noun() || scene.is_any(at, &["and", "the"]);
    let gapped = joint.len() <= 5 && scene.is_any(joint.start, &[",", "and"]);
    listed || gapped && joint.clone().skip(1).all(names)
}

/// "lost 162.31 points, or 2.14%", "lost 162.31 points (2.14%)": the same change, told twice.
fn is_told_again(scene: &Scene<'_>, joint: &Range<usize>) -> bool {
    let bracket = joint.len() == 1 && closes_with(scene, joint, &["("]);
    bracket || joint.len() <= 2 && closes_with(scene, joint, &["or"])
}

/// ", and the second by 3%": another step of the same verb.
fn is_next_step(scene: &Scene<'_>, joint: &Range<usize>) -> bool {
    let listed = joint.len() <= 6 && joint.clone().any(|at| scene.is_any(at, &["and", ","]));
    listed && closes_with(scene, joint, &["by"])
}

/// "rose 9.7 per cent to 22,180": the level that the change led to.
fn reach_level(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let Some(before) = earlier(scene, drafts, index) else { return };
    let (amount, this) = (&drafts[before], &drafts[index]);
    let amounts = matches!(amount.kind, Kind::Percent | Kind::Money | Kind::Measure);
    let levels = matches!(this.kind, Kind::Count | Kind::Percent | Kind::Money | Kind::Measure);
    let joint = amount.end..this.start;
    let to = joint.clone().last().is_some_and(|at| scene.is(at, "to"));
    let near = joint.len() <= 8 && joint.clone().all(|at| !scene.tag(at).is_verb());
    let reached = scene.before(amount.start, 0).is_some_and(|at| scene.is(at, "to"));
    if amounts && levels && to && near && this.change.is_none() && this.from.is_none() && !reached {
        drafts[index].change = amount.change;
    }
}

/// "10.5 million Australian dollars ($7.5 million)": a conversion is into another currency, so its "$" is the US dollar.
fn convert(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let currency = |draft: &Draft| draft.unit.as_ref().and_then(|unit| unit.currency.clone());
    let (before, this) = (&drafts[index - 1], &drafts[index]);
    let brackets = before.end + 1 == this.start && scene.is_any(before.end, &["(", "["]);
    let same = before.kind == Kind::Money && currency(before).is_some() && currency(before) == currency(this);
    let home = currency(before).is_some_and(|code| code == "USD");
    if let Some(unit) =
        drafts[index].unit.as_mut().filter(|unit| brackets && same && !home && unit.text == "$")
    {
        (unit.currency, unit.ambiguous) = (Some("USD".into()), false);
    }
}

/// "a 7.1-magnitude quake, later downgraded to 7.0": further figures of the scale once it was named.
fn magnitude(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let this = &drafts[index];
    let least = match this.value {
        Value::Number(value) => Some(value),
        Value::Range { min, .. } => min,
        _ => None,
    };
    let small = least.is_some_and(|value| value < rust_decimal::Decimal::TEN);
    let decimal = scene.is_number(this.end - 1) && scene.text(this.end - 1).contains('.');
    let told = scene.before(this.start, 0).is_some_and(|at| {
        scene.lemma_has(at, Context::Quake)
            || scene.is_any(at, &["to", "at"])
                && (at.saturating_sub(3)..at).any(|it| scene.lemma_has(it, Context::Quake))
    });
    if !(small && decimal && told && is_bare(scene, this)) {
        return;
    }
    let named = |draft: &Draft| {
        draft.unit.as_ref().filter(|unit| unit.dimension.as_deref() == Some("magnitude")).cloned()
    };
    if let Some(unit) = drafts[..index].iter().rev().take(REACH).find_map(named) {
        let this = &mut drafts[index];
        (this.kind, this.unit) = (Kind::Measure, Some(unit));
    }
}

/// "lost 162.31 points to fall to 7,425.81": a reading of an index whose points were named.
fn reading(scene: &Scene<'_>, drafts: &mut [Draft], index: usize) {
    let this = &drafts[index];
    let level = scene.before(this.start, 0).is_some_and(|at| scene.is_any(at, &["to", "at"]));
    if !level || !is_bare(scene, this) || !scene.text(this.end - 1).contains(['.', ',']) {
        return;
    }
    let points = (0..index).rev().take(4).find_map(|at| {
        let unit = drafts[at].unit.as_ref()?;
        let named = unit.dimension.as_deref() == Some("index");
        let money = (drafts[at].end..this.start).any(|near| money::after(scene, near).is_some());
        (named && !money && same_sentence(scene, drafts[at].start, this.start)).then(|| unit.clone())
    });
    if let Some(unit) = points {
        let this = &mut drafts[index];
        (this.kind, this.unit) = (Kind::Measure, Some(unit));
    }
}
