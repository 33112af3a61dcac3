//! What speaks for and against a possible name, as named features. Every feature has a weight for every class.

use super::class::{COLUMNS, NameClass};
use super::view::{ClassCounts, Reviewed, WordShape};
use crate::article::TokenRange;
use crate::entities::board::{Mention, text};
use crate::entities::fold::fold;

/// Takes the parts of a feature's name.
pub(super) type FeatureSink<'a> = dyn FnMut(&[&str]) + 'a;

/// Gives every feature of the possible name `tokens` to `take`.
pub(super) fn of(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    form(view, tokens, take);
    words(view, tokens, take);
    lists(view, tokens, take);
    decided(view, tokens, take);
    proposed(view, tokens, take);
    doubted(view, tokens, take);
    elsewhere(view, tokens, take);
    beside(view, tokens, take);
}

/// How many words before and after a name are looked at.
const NEAR: usize = 4;

const COUNT_NAMES: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// A small count; all from six on are alike.
fn count(count: usize) -> &'static str {
    COUNT_NAMES[count.min(6)]
}

/// A set of lists in digits.
fn number(set: u16) -> &'static str {
    static NAMES: std::sync::LazyLock<Vec<String>> =
        std::sync::LazyLock::new(|| (0..512).map(|set: u16| set.to_string()).collect());
    NAMES.get(set as usize).map_or("", String::as_str)
}

/// A probability in steps of its odds.
fn step(share: f32) -> &'static str {
    const EDGES: [(f32, &str); 9] = [
        (0.01, "0"),
        (0.05, "1"),
        (0.2, "2"),
        (0.5, "3"),
        (0.8, "4"),
        (0.92, "5"),
        (0.98, "6"),
        (0.995, "7"),
        (0.999, "8"),
    ];
    EDGES.iter().find(|(edge, _)| share < *edge).map_or("9", |(_, name)| name)
}

/// Length, and how the words in it and at its edges are written.
fn form(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    take(&["len", count(tokens.len())]);
    let mut shape = String::with_capacity(8);
    for at in tokens.range().take(6) {
        shape.push_str(view.shapes[at].name());
    }
    take(&["shape", &shape]);
    let before = start.checked_sub(1);
    let (first, last) = (view.shapes[start].name(), view.shapes[end - 1].name());
    let (left, right) = (view.shape(before).name(), view.shape(Some(end)).name());
    take(&["left", left, first]);
    take(&["right", last, right]);
    take(&["sides", left, right]);
    let opens = view.doc.sentence(start).tokens.start as usize == start;
    take(&["opens", if opens { "y" } else { "n" }, first, count(tokens.len())]);
}

/// The words in it and beside it.
fn words(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let before = start.checked_sub(1);
    let (first, last) = (view.word(Some(start)), view.word(Some(end - 1)));
    take(&["first", first]);
    take(&["last", last]);
    take(&["before", view.word(before)]);
    take(&["after", view.word(Some(end))]);
    take(&["second", view.word(before.and_then(|at| at.checked_sub(1))), view.word(before)]);
    for at in start.saturating_sub(NEAR)..start {
        take(&["near before", view.word(Some(at))]);
    }
    for at in (end..end + NEAR).take_while(|&at| at < view.doc.len()) {
        take(&["near after", view.word(Some(at))]);
    }
    for at in (start + 1..end - 1).take(8) {
        take(&["in", view.word(Some(at))]);
    }
    if tokens.len() == 1 {
        take(&["alone", first]);
    }
}

/// Which lists the words, and those beside, stand in.
fn lists(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let sides = [
        ("first class", Some(start)),
        ("last class", Some(end - 1)),
        ("before class", start.checked_sub(1)),
        ("after class", Some(end)),
    ];
    for (side, at) in sides {
        let shape = if view.shape(at).is_capital() { "X" } else { "x" };
        for class in view.classes.of(view.word(at)) {
            take(&[side, class, shape]);
        }
    }
    take(&["first sets", number(view.sets[start])]);
    take(&["last sets", number(view.sets[end - 1]), count(tokens.len())]);
    if tokens.len() > 6 {
        return;
    }
    let (name, knowledge) = (text(view.doc, tokens), view.knowledge);
    if let Some(entry) = knowledge.nations.get(name) {
        take(&["nation", entry.label.as_str()]);
    }
    if let Some(entry) = knowledge.known.get(name) {
        take(&["known", entry.label.as_str()]);
    }
    if knowledge.bodies.longest_at(view.doc, start) == Some(tokens) {
        take(&["body", count(tokens.len())]);
    }
    let places = knowledge.gazetteer.find(&fold(name)).into_iter();
    let largest = places.map(|place| (place.weight() as usize, place.main)).max();
    let (weight, main) = largest.unwrap_or_default();
    take(&["place", count(weight.saturating_sub(1)), if main { "main" } else { "other" }]);
}

/// What the room decided so far.
fn decided(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let over: Vec<&Mention> = view.board.over(tokens).collect();
    match over[..] {
        [] => take(&["board", "none"]),
        [one] => one_decided(tokens, one, take),
        [first, .., last] => {
            let covers = first.tokens.start >= tokens.start && last.tokens.end <= tokens.end;
            let cover = if covers { "joins" } else { "cuts" };
            take(&["board", cover, first.label.as_str(), last.label.as_str()]);
            take(&["board", cover, count(over.len())]);
        }
    }
}

fn one_decided(tokens: TokenRange, one: &Mention, take: &mut FeatureSink<'_>) {
    let moved = moved(tokens, one.tokens);
    let (label, by) = (one.label.as_str(), one.by.as_str());
    let fixed = if one.fixed { "fixed" } else { "open" };
    take(&["board", moved.0, moved.1]);
    take(&["board", moved.0, moved.1, label]);
    take(&["board", moved.0, moved.1, label, by, fixed]);
    take(&["board", moved.0, moved.1, label, step(one.whole)]);
    if moved == ("0", "0") {
        take(&["board is", label, step(one.sure())]);
        if !one.fixed {
            each_class(&class_odds(&one.odds), |class, odds| take(&["board odds", class, odds]));
        }
    }
}

/// How far the ends of a span are from another's.
fn moved(tokens: TokenRange, other: TokenRange) -> (&'static str, &'static str) {
    let far = |a: u32, b: u32| match i64::from(a) - i64::from(b) {
        ..=-3 => "-3",
        -2 => "-2",
        -1 => "-1",
        0 => "0",
        1 => "1",
        2 => "2",
        3.. => "3",
    };
    (far(tokens.start, other.start), far(tokens.end, other.end))
}

fn class_odds(odds: &[f32]) -> [f32; NameClass::COUNT] {
    let mut sums = [0.0; NameClass::COUNT];
    for (label, odds) in crate::article::Label::ALL.into_iter().zip(odds) {
        sums[NameClass::of(label) as usize] += odds;
    }
    sums
}

fn each_class(odds: &[f32; NameClass::COUNT], mut take: impl FnMut(&str, &str)) {
    for (class, &odds) in NameClass::ALL.into_iter().zip(odds).filter(|&(_, &odds)| odds > 0.01) {
        take(class.name(), step(odds));
    }
}

/// What the recogniser proposed.
fn proposed(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let found = tokens.range().find_map(|at| view.raw(at));
    let Some(&(own, label, proposal)) = found else {
        take(&["raw", "none"]);
        return;
    };
    let (moved, label) = (moved(tokens, own), label.as_str());
    let whole = step(proposal.whole() * proposal.labels.iter().sum::<f32>().min(1.0));
    take(&["raw", moved.0, moved.1, whole]);
    take(&["raw", moved.0, moved.1, label]);
    let last = view
        .raw(tokens.end as usize - 1)
        .map_or("none", |last| if last.0 == own { "same" } else { last.1.as_str() });
    take(&["raw ends", label, last]);
    let is_same = if moved == ("0", "0") { "=" } else { "~" };
    each_class(&class_odds(&proposal.labels), |class, odds| take(&["raw odds", is_same, class, odds]));
}

/// What the recogniser thought of a name that begins and ends here.
fn doubted(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let inside = |at: usize| view.raw(at).is_some_and(|raw| raw.0.start as usize != at);
    let begins = view
        .doubt(start)
        .map_or("no", |doubt| if inside(start) { "in" } else { step(doubt.begins.iter().sum()) });
    let ends = view.doubt(end - 1).map_or("no", |doubt| step(doubt.ends));
    take(&["begins", begins]);
    take(&["ends", ends]);
    take(&["begins ends", begins, ends]);
    let next = view.doubt(end).map_or(
        "no",
        |doubt| {
            if inside(end) { "in" } else { step(doubt.begins.iter().sum()) }
        },
    );
    take(&["ends next", ends, next]);
    if let Some(doubt) = view.doubt(start) {
        each_class(&class_odds(&doubt.begins), |class, odds| take(&["begins as", class, odds]));
    }
}

/// The same words elsewhere in the article.
fn elsewhere(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let here = view.runs(tokens) as usize;
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    take(&["runs", count(here)]);
    if here > 1 {
        let longer = |from: usize, to: usize| {
            let is_run = to <= view.doc.len() && to - from <= 6;
            if is_run { view.runs(TokenRange::new(from, to)) as usize } else { 0 }
        };
        let right = longer(start, end + 1);
        let left = start.checked_sub(1).map_or(0, |from| longer(from, end));
        let of = |part: usize| ["none", "some", "most", "all"][(part * 3).div_ceil(here).min(3)];
        take(&["runs on", of(right), view.shape(Some(end)).name()]);
        take(&["runs before", of(left), view.shape(start.checked_sub(1)).name()]);
    }
    let alone = if tokens.len() == 1 { "one" } else { "more" };
    let mut seen = false;
    let mut tell = |what: &str, counts: ClassCounts| {
        for (at, &times) in counts.iter().enumerate().filter(|&(_, &times)| times > 0) {
            seen = true;
            take(&[what, COLUMNS[at + 1], count(times.min(3) as usize), alone]);
        }
    };
    tell("same", view.same(tokens));
    let [begin, end] = view.within(tokens);
    tell("begin of", begin);
    tell("end of", end);
    if !seen {
        take(&["same", "never", alone]);
    }
    let named: usize = view.same(tokens).iter().map(|&times| times as usize).sum();
    if here > 1 {
        take(&["named", ["none", "some", "most", "all"][(named * 3).div_ceil(here - 1).min(3)]]);
    }
    for other in view.others(tokens) {
        let before = (other.start as usize).checked_sub(1);
        take(&["there before", view.word(before)]);
        take(&["there after", view.word(Some(other.end as usize))]);
        for class in view.classes.of(view.word(before)) {
            take(&["there before class", class]);
        }
        for class in view.classes.of(view.word(Some(other.end as usize))) {
            take(&["there after class", class]);
        }
    }
}

/// Marks, names and lists beside it.
fn beside(view: &Reviewed<'_>, tokens: TokenRange, take: &mut FeatureSink<'_>) {
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let is_quote =
        |at: Option<usize>| matches!(view.word(at), "\"" | "“" | "”" | "'" | "‘" | "’" | "''" | "``");
    if is_quote(start.checked_sub(1)) {
        take(&["quoted", if is_quote(Some(end)) { "whole" } else { "open" }]);
    }
    let mut behind = start.checked_sub(1);
    while is_quote(behind) || view.word(behind) == "the" {
        behind = behind.and_then(|at| at.checked_sub(1));
    }
    if view.word(behind) == "(" {
        let closes = if matches!(view.word(Some(end)), ")" | "\"" | "”") { "closes" } else { "goes on" };
        let named = behind.and_then(|at| at.checked_sub(1)).and_then(|at| view.board.at(at));
        take(&["bracket", named.map_or("no", |name| name.label.as_str()), closes, view.shapes[start].name()]);
    }
    let line = if view.titled[start] { "title" } else { "text" };
    take(&["line", line, view.shapes[start].name(), count(tokens.len())]);
    if view.word(Some(end)) == "(" && view.shape(Some(end + 1)) == WordShape::Loud {
        let initials = initials(view, tokens);
        take(&["short form", if initials == view.word(Some(end + 1)) { "fits" } else { "other" }]);
    }
    let name_at =
        |at: Option<usize>| at.and_then(|at| view.board.at(at)).map_or("no", |name| name.label.as_str());
    let joint = |at: Option<usize>| {
        matches!(view.word(at), "," | "and" | "or" | "&" | "of" | "in" | "'s" | "’s" | "-")
    };
    let before = start.checked_sub(1);
    if joint(before) {
        take(&["name before", view.word(before), name_at(before.and_then(|at| at.checked_sub(1)))]);
    } else {
        take(&["touches before", name_at(before)]);
    }
    if joint(Some(end)) {
        take(&["name after", view.word(Some(end)), name_at(Some(end + 1))]);
    } else {
        take(&["touches after", name_at(Some(end))]);
    }
}

/// The first letters of the capitalised words.
fn initials(view: &Reviewed<'_>, tokens: TokenRange) -> String {
    let capitals = tokens.range().filter(|&at| view.shapes[at].is_capital());
    capitals.filter_map(|at| view.lower[at].chars().next()).collect()
}
