//! Figures without a written unit: counts, ordinals, ages, and numbers that are none of them.

use rust_decimal::Decimal;

use crate::article::{Bound, Dep, Kind, Label, Tag, Unit, Value};

use super::draft::Draft;
use super::figure::{Figure, Of};
use super::scene::Scene;
use super::words::{Calendar, Context};
use super::{ages, multiples, ordinals, units, years};

/// Where the piece after a number that is no quantity stands: "COVID-19", "49ers", "Maroon 5".
pub(crate) fn no_quantity(scene: &Scene<'_>, figure: &Figure, floor: usize) -> Option<usize> {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    let written = !figure.unit.is_things();
    let stuck = stuck_before(scene, figure, floor) || stuck_after(scene, figure) && !written;
    let named = is_in_name(scene, figure, floor) && !written;
    let title = years::in_law(scene, start) && years::year(scene, start).is_some() && !written;
    let part = scene.is_any(end, &["/", "⁄"]) && scene.glued(end) && scene.glued(end + 1) && !written;
    let slashed = part && scene.is_number(end + 1);
    if slashed {
        return Some(end + 2);
    }
    (stuck || named || title || is_address(scene, figure) || is_fixed_compound(scene, start, end))
        .then_some(end)
}

/// Whether the number is part of a name, the recogniser's ("Maroon 5") or one that it missed ("S&P 500").
fn is_in_name(scene: &Scene<'_>, figure: &Figure, floor: usize) -> bool {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    if !figure.numeral.digits && is_named_number(scene, start, end) {
        return true;
    }
    if scene.name(start).is_some() {
        let opens = start == 0 || scene.name(start - 1).is_none();
        // "their third World Cup": the ordinal is no part of the name.
        if opens && figure.numeral.ordinal && !figure.numeral.digits && !scene.is_capital(start) {
            return false;
        }
        let bounded = scene.lists.bounds.before.ending(scene, start, floor).is_some();
        return !(figure.numeral.is_scaled() && figure.numeral.digits
            || opens && (bounded || scene.is_plural(end)));
    }
    let Some(before) = scene.before(start, floor).filter(|_| !figure.numeral.is_scaled()) else {
        return false;
    };
    if !figure.numeral.digits {
        // "the Kick Six", "Beyond Zero"
        let bound = scene.lists.bounds.before.ending(scene, start, floor).is_some();
        let title = bound && !scene.opens_sentence(before) && !scene.is_plural(end);
        return scene.is_capital(start)
            && scene.is_capital(before)
            && (title || scene.tag(start).is_name() && scene.tag(before).is_name());
    }
    let proper = scene.is_word(before)
        && scene.is_capital(before)
        && scene.tag(before).is_name()
        && !scene.glued(start);
    let calendar = scene.month(before).is_some() || scene.weekday(before).is_some();
    let things = (end..end + 3).any(|at| scene.is_plural(at)) && !scene.breaks(end);
    proper
        && !figure.numeral.ordinal
        && !calendar
        && !things
        && scene.text(start).len() <= 4
        && figure.unit.is_things()
        && !ages::after_bare_name(scene, start, end)
}

/// "the Six Nations", "China's Three Gorges Dam": a number word with a capital inside a sentence, before another.
fn is_named_number(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let capitals =
        scene.is_capital(start) && scene.is_capital(end) && scene.is_word(end) && !scene.breaks(end);
    capitals
        && !scene.glued(end)
        && !scene.opens_sentence(start)
        && !scene.is_any(start - 1, &["“", "\"", "‘", ":"])
        && !is_headline(scene, start)
}

/// Whether the sentence of piece `at` is written with a capital on every word of weight.
fn is_headline(scene: &Scene<'_>, at: usize) -> bool {
    let sentence = |at: usize| scene.piece(at).map(|piece| scene.doc.sentence_index(piece.token as usize));
    let near = at.saturating_sub(12)..at + 12;
    let heavy =
        near.filter(|&it| sentence(it) == sentence(at) && scene.is_word(it) && scene.text(it).len() > 3);
    let (capital, small): (Vec<_>, Vec<_>) = heavy.partition(|&it| scene.is_capital(it));
    capital.len() > 2 * small.len()
}

/// Whether a street's name follows the number of a house ("575 Wilbraham Road").
fn is_address(scene: &Scene<'_>, figure: &Figure) -> bool {
    let end = figure.numeral.end;
    let whole =
        figure.numeral.digits && figure.unit.is_things() && scene.plain(figure.numeral.start, 5).is_some();
    let mut named = (end..end + 4).take_while(|&at| {
        !scene.breaks(at) && (scene.is_capital(at) || scene.is_number(at) || scene.glued(at))
    });
    // "at 10 Janpath": a name alone.
    let at = figure.start > 0 && scene.is(figure.start - 1, "at");
    let led = at && (scene.tag(end) == Tag::Nnp || scene.is(end, ","));
    let comma = led && is_listed_street(scene, end);
    let alone = led && scene.is_capital(end) && scene.month(end).is_none() && !scene.glued(end) && {
        let tag = scene.tag(end + 1);
        !(tag.is_noun() || tag.is_adjective() || tag == Tag::Pos)
    };
    whole
        && (alone
            || comma
            || named.any(|at| {
                scene.is_capital(at)
                    && (at > end && scene.has(at, Context::Street)
                        || at == end && scene.has(at, Context::StreetFirst) && scene.is_capital(at + 1))
            }))
}

/// "at 12, Janpath, New Delhi": a street's name between commas after the number of a house.
fn is_listed_street(scene: &Scene<'_>, end: usize) -> bool {
    let name = end + 1;
    let last = (name..name + 3).take_while(|&at| scene.is_capital(at) && !scene.breaks(at)).last();
    scene.is(end, ",")
        && scene.month(name).is_none()
        && last.is_some_and(|last| scene.is(last + 1, ",") && scene.is_capital(last + 2))
}

/// "two-wheeler", "four-wheel drive", "two-way", "zero-tolerance": words that name and count nothing.
fn is_fixed_compound(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let dash = scene.is_dash(end) && scene.glued(end) && scene.glued(end + 1);
    if scene.is(start, "zero") && end == start + 1 && scene.has(end, Context::ZeroGoal) && !scene.breaks(end)
    {
        return true;
    }
    let zero = scene.is(start, "zero") && scene.is_word(end + 1);
    let drive = scene.are(end, &["wheel", "drive"]) && !scene.breaks(end);
    end == start + 1 && drive || end == start + 1 && dash && (zero || scene.has(end + 1, Context::Compound))
}

/// Letters right before the digits, with or without a hyphen: "A320", "F-16".
fn stuck_before(scene: &Scene<'_>, figure: &Figure, floor: usize) -> bool {
    if figure.start < figure.numeral.start && matches!(figure.unit, Of::Money(_)) {
        return false;
    }
    let start = figure.start;
    if !scene.glued(start) || start <= floor {
        return start > 0
            && scene.glued(start)
            && matches!(scene.text(start - 1), "." | "/" | ":")
            && scene.is_number(start)
            && !ends_sentence(scene, start - 1);
    }
    let at = start - 1;
    if scene.is_dash(at) && scene.glued(at) && at > 0 {
        // "now-18-month-old", "pre-2020": a word in lower case with a hyphen is a prefix.
        return scene.is_word(at - 1) && !scene.has(at - 1, Context::Prefix);
    }
    let times = at > 0
        && scene.is_any(at, &["x", "×"])
        && scene.is_number(at - 1)
        && scene.lists.units.starting(scene, start + 1).is_some();
    scene.is_word(at) && !times
        || scene.is_any(at, &[".", "/", "#", "@", "_", ":"]) && scene.glued(at) && !ends_sentence(scene, at)
}

/// Whether the point at piece `at` ends a sentence although no blank follows it ("under threat.15 months later").
fn ends_sentence(scene: &Scene<'_>, at: usize) -> bool {
    let word = at > 0 && scene.is_word(at - 1) && scene.text(at - 1).len() > 3 && !scene.is_capital(at - 1);
    scene.is(at, ".") && word
}

/// Letters right after the digits that are no unit: "49ers", "5G".
fn stuck_after(scene: &Scene<'_>, figure: &Figure) -> bool {
    let end = figure.end;
    // "40x60 metres", but "24x7".
    let times = scene.is_any(end, &["x", "×"])
        && scene.is_number(end + 1)
        && scene.lists.units.starting(scene, end + 2).is_some();
    let letters = (scene.is_word(end) || scene.is_any(end, &["_", "@"])) && !times;
    scene.glued(end) && figure.numeral.digits && letters
        || scene.glued(end) && scene.is(end, ":") && scene.glued(end + 1) && scene.is_number(end + 1)
}

/// Settles kind, value and span of `draft`; `false`: it is no quantity after all.
pub(crate) fn classify(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft, floor: usize) -> bool {
    if figure.numeral.ordinal {
        return ordinals::classify(scene, figure, draft, floor);
    }
    if ages::classify(scene, figure, draft, floor) {
        return true;
    }
    match &figure.unit {
        Of::Things => classify_things(scene, figure, draft),
        Of::Measure(measured) if measured.row.dimension == "time" => {
            without(scene, figure, draft);
            !is_indefinite(scene, figure)
        }
        Of::Measure(measured) if measured.per.is_none() && scene.is(figure.end, "of") => {
            // "15 litres of water a day"
            draft.per = per_of_count(scene, figure.end).map(|(per, _)| per);
            true
        }
        _ => true,
    }
}

/// "67 days without rain" counts days.
fn without(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft) {
    if scene.is_any(figure.end, &["without", "with"]) && !scene.is(figure.end, "with") {
        draft.kind = Kind::Count;
        draft.unit = None;
        draft.end = figure.numeral.end;
    }
}

/// "one day" as "some day".
fn is_indefinite(scene: &Scene<'_>, figure: &Figure) -> bool {
    let (start, end) = (figure.numeral.start, figure.numeral.end);
    let part = matches!(scene.calendar(end), Some(Calendar::Daypart));
    if !scene.is(start, "one") || !(scene.is(end, "day") || part) || start != figure.start {
        return false;
    }
    let led = start > 0 && scene.has(start - 1, Context::BeforeDay);
    let counted = scene.is_any(end + 1, &["in", "before", "after", "later", "earlier", "ago"]);
    !led && !counted
}

fn classify_things(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft) -> bool {
    let (start, end) = (figure.numeral.start, figure.end);
    if scene.is(start, "one") && end == start + 1 && draft.start == start && !is_counting_one(scene, start) {
        return false;
    }
    if scene.is(start, "one") && scene.is_any(end, &["another", "by"]) {
        return false;
    }
    if is_bracketed_after_name(scene, start, end) {
        return false;
    }
    if is_mark(scene, figure, draft) {
        return true;
    }
    if let Some((per, _)) = per_of_count(scene, end) {
        draft.per = Some(per);
    }
    if draft.bound == Bound::Exact
        && let Some(bound) = bound_after_noun(scene, end)
    {
        draft.bound = bound;
    }
    if is_index_level(scene, figure) {
        draft.kind = Kind::Measure;
        draft.unit = Some(point(scene, end));
        draft.end = end + 1;
    } else if is_reading(scene, figure, draft) {
        draft.unit = Some(multiples::dimensionless());
    }
    true
}

/// "40 ships or more", "12 seats or fewer": a bound after the counted noun, where no other number follows.
fn bound_after_noun(scene: &Scene<'_>, end: usize) -> Option<Bound> {
    let noun = scene.is_plural(end) && !scene.breaks(end) && scene.is(end + 1, "or");
    let (bound, after) = scene.lists.bounds.after.starting(scene, end + 1).filter(|_| noun)?;
    (scene.is_any(end + 2, &["more", "fewer", "less"]) && !scene.is_number(after)).then_some(bound)
}

/// "a score of 19.23": the result of an examination.
fn is_mark(scene: &Scene<'_>, figure: &Figure, draft: &mut Draft) -> bool {
    let start = figure.numeral.start;
    let led = figure.numeral.digits && start > 1 && draft.start == start && scene.is(start - 1, "of");
    let noun = led && scene.is_any(start - 2, &["score", "scores"]) && !scene.is_plural(figure.end);
    if noun {
        (draft.kind, draft.value, draft.rule) =
            (Kind::Score, Value::Text(scene.text(start).to_owned()), "mark of an examination");
    }
    noun
}

/// A player's number or a footnote in brackets after a name that is no age.
fn is_bracketed_after_name(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    start > 1
        && scene.is(start - 1, "(")
        && scene.is(end, ")")
        && end == start + 1
        && scene.plain(start, 2).is_some()
        && scene.tag(start - 2).is_name()
}

/// Points of an index: "162.31 points", with decimals or thousands.
fn is_index_level(scene: &Scene<'_>, figure: &Figure) -> bool {
    let start = figure.numeral.start;
    scene.is_any(figure.end, &["points", "point", "pts"])
        && !scene.breaks(figure.end)
        && figure.numeral.digits
        && (scene.text(start).contains(['.', ',']) || is_gauged(scene, start))
}

/// Whether the sentence names an index, a currency or another reading before piece `at`.
fn is_gauged(scene: &Scene<'_>, at: usize) -> bool {
    let mut near = (at.saturating_sub(14)..at).rev().take_while(|&near| !scene.is(near, "."));
    near.any(|near| scene.has(near, Context::Gauge) && scene.tag(near).is_noun())
}

/// Whether the number counts nothing: an exchange rate, a rate of births, the level of an index ("ended at 27,349.19").
fn is_reading(scene: &Scene<'_>, figure: &Figure, draft: &Draft) -> bool {
    let (start, end) = (figure.numeral.start, figure.end);
    let tag = scene.tag(end);
    let things = tag.is_noun() || tag.is_adjective() || matches!(tag, Tag::Vbn | Tag::Vbg | Tag::Cd);
    let apart = !things || scene.breaks(end) || !scene.is_word(end) && !scene.is_dash(end);
    if !figure.numeral.digits
        || figure.numeral.is_scaled()
        || draft.per.is_some()
        || !apart
        || scene.is(end, "of")
    {
        return false;
    }
    let decimal = scene.text(start).contains('.') && figure.numeral.end == start + 1;
    let level = scene.before(draft.start, 0).is_some_and(|at| scene.is_any(at, &["to", "at"]));
    decimal || level && is_gauged(scene, start)
}

fn point(scene: &Scene<'_>, at: usize) -> Unit {
    Unit {
        text: scene.text(at).to_owned(),
        name: Some("point".to_owned()),
        dimension: Some("index".to_owned()),
        ..Unit::default()
    }
}

/// Denominator of a counted rate, after at most four words of a noun phrase: "18 trees per second".
fn per_of_count(scene: &Scene<'_>, end: usize) -> Option<(String, usize)> {
    for at in end..end + 5 {
        if scene.breaks(at) || at > end && !scene.is_word(at) && !scene.is_dash(at) {
            return None;
        }
        if scene.is(at, "per") {
            return per_phrase(scene, at + 1);
        }
        if at > end && scene.is_any(at, &["a", "an", "every", "each"]) {
            let (denominator, end) = units::denominator(scene, at, false)?;
            return Some((denominator.name().to_owned(), end));
        }
        let tag = scene.tag(at);
        if !(tag.is_noun() || tag.is_adjective() || scene.is_any(at, &["new", "of", "and"])) {
            return None;
        }
    }
    None
}

/// The phrase after "per": "second", "100,000 people", "manufacturing project".
fn per_phrase(scene: &Scene<'_>, at: usize) -> Option<(String, usize)> {
    let start = at
        + usize::from(scene.is_any(at, &["a", "single", "every"]))
        + usize::from(scene.are(at, &["a", "single"]));
    if let Some((row, end)) = scene.lists.units.starting(scene, start) {
        return Some((row.name.to_owned(), end));
    }
    let mut end = start;
    while end < start + 4
        && (scene.is_number(end)
            || scene.cardinal(end).is_some()
            || scene.tag(end).is_noun()
            || scene.tag(end).is_adjective())
        && !(end > start && scene.breaks(end))
    {
        end += 1;
    }
    (end > start).then(|| (scene.span(start, end).of(&scene.doc.text).to_owned(), end))
}

/// Whether the "one" at piece `at` counts: "one of the men", "one proposal"; not as pronoun or before a name.
fn is_counting_one(scene: &Scene<'_>, at: usize) -> bool {
    let next = at + 1;
    if at > 0 && scene.is_any(at - 1, &["each", "every", "any", "no", "square"]) {
        return false;
    }
    if scene.is(next, "of") && !scene.breaks(next) {
        return !scene.are(next, &["of", "a", "kind"]) && !is_praise(scene, next + 1);
    }
    // "the sixth one", "one crisis after another", "in one piece"
    let after_another = (next + 1..next + 4).any(|it| scene.are(it, &["after", "another"]));
    let idiom =
        at > 0 && scene.has(next, Context::Idiom) && scene.is_any(at - 1, &["in", "on", "with", "by"]);
    let step = scene.is(next, "step") && scene.has(next + 1, Context::StepWay);
    if at > 0 && scene.ordinal(at - 1).is_some() || after_another || idiom || step {
        return false;
    }
    if scene.has(next, Context::AfterOne)
        || scene.is_dash(next) && scene.glued(next) && scene.has(next + 1, Context::HyphenOne)
    {
        return false;
    }
    if at > 0
        && matches!(scene.tag(at - 1), Tag::Dt | Tag::Wdt | Tag::Jj | Tag::PrpPoss | Tag::Jjs | Tag::Jjr)
        && !noun_follows(scene, next)
    {
        return false;
    }
    // "from there one boards a boat": a verb that the tagger takes for a plural.
    if scene.tag(next) == Tag::Nns && scene.lemma(next) != scene.text(next) && !scene.breaks(next) {
        return false;
    }
    if scene.name(next) == Some(Label::Person) || scene.is_any(next, &["mr", "ms", "mrs", "dr"]) {
        return false;
    }
    let token = scene.piece(at).map_or(0, |piece| piece.token as usize);
    let word = &scene.doc.words[token];
    noun_follows(scene, next)
        || scene.is_dash(next) && scene.glued(next)
        || word.tag == Tag::Cd && matches!(word.dep, Dep::Nsubjpass | Dep::Conj | Dep::Nummod)
}

/// "the best-known teams", "its most senior judges", "the leading clubs": praise, or a place in a ranking.
fn is_praise(scene: &Scene<'_>, at: usize) -> bool {
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

/// Value of a figure as a plain number of years, months or days.
pub(crate) fn years(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(value) => Some(*value),
        Value::Range { min, .. } => *min,
        _ => None,
    }
}
