//! Numbers that name: "Section 22", "Tier 2", "Flight 370", phone numbers.

use rust_decimal::Decimal;

use crate::article::{Kind, Tag, Value};

use super::draft::{Draft, Found};
use super::figure;
use super::lists::Naming;
use super::marks;
use super::notation::is_ordinal_ending;
use super::scan::Shape;
use super::scene::Scene;
use super::words::{Context, Role};
use super::years;

/// The name or rank whose number stands at piece `at`.
pub(crate) fn read(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    phone(scene, at)
        .or_else(|| fixed(scene, at, floor))
        .or_else(|| marks::read(scene, at))
        .or_else(|| generation(scene, at))
        .or_else(|| calibre(scene, at))
        .or_else(|| age_class(scene, at, floor))
        .or_else(|| flight(scene, at, floor))
        .or_else(|| labelled(scene, at, floor))
        .or_else(|| called(scene, at))
        .or_else(|| section_of_code(scene, at))
        .or_else(|| long(scene, at))
}

/// "5G", "4G": a generation of mobile networks.
fn generation(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let network = scene.plain(at, 1).is_some_and(|number| (2..=7).contains(&number))
        && scene.text(at + 1) == "G"
        && scene.glued(at + 1)
        && !scene.glued(at);
    let end = at + 2;
    if !network || scene.glued(end) && (scene.is_number(end) || scene.is_word(end)) {
        return None;
    }
    let text = scene.span(at, end).of(&scene.doc.text).to_owned();
    Some(Found::one(Draft::new("network generation", Kind::Identifier, at, end, Value::Text(text))))
}

/// "the U-20 team", "U17s": a class of sport by age.
fn age_class(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let dash = usize::from(at > 0 && scene.is_dash(at - 1) && scene.glued(at - 1));
    let letter = at.checked_sub(1 + dash).filter(|&it| it >= floor && scene.text(it) == "U")?;
    let age = scene.plain(at, 2).is_some_and(|age| (7..=23).contains(&age)) && scene.glued(at);
    let free = !scene.glued(letter) || !scene.is_word(letter.wrapping_sub(1));
    let text = scene.span(letter, at + 1).of(&scene.doc.text).to_owned();
    let draft = Draft::new("class by age", Kind::Identifier, letter, at + 1, Value::Text(text));
    (age && free && !is_inside_name(scene, letter, at)).then(|| Found::one(draft))
}

/// "the FIFA U-20 World Cup" is one name: whether it goes on before piece `first` or after piece `last`.
fn is_inside_name(scene: &Scene<'_>, first: usize, last: usize) -> bool {
    let goes_on = scene.name(last + 1).is_some() || first > 0 && scene.name(first - 1).is_some();
    scene.name(last).is_some() && goes_on
}

/// "UO 804 departs at 8.50am": an airline's code with the number of a flight, where flights are spoken of.
fn flight(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    // So many pieces around the number are searched for a word of flying.
    const NEAR: usize = 30;
    let code = scene.before(at, floor).filter(|&code| is_airline(scene, code))?;
    let digits = scene.plain(at, 4).is_some() && (3..=4).contains(&scene.text(at).len());
    let stuck = scene.glued(at + 1) && (scene.is_word(at + 1) || scene.is_dash(at + 1));
    let flies = || (at.saturating_sub(NEAR)..at + NEAR).any(|it| scene.has(it, Context::Flight));
    if !digits || stuck || scene.is_plural(at + 1) || !flies() {
        return None;
    }
    let text = scene.span(code, at + 1).of(&scene.doc.text).to_owned();
    Some(Found::one(Draft::new("flight number", Kind::Identifier, code, at + 1, Value::Text(text))))
}

/// Whether two capitals stand apart at piece `at`, and are no currency.
fn is_airline(scene: &Scene<'_>, at: usize) -> bool {
    let text = scene.text(at);
    let capitals = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    capitals && scene.is_word(at) && !scene.glued(at) && !figure::is_currency(scene, at)
}

/// "Section 22", "Tier 2", "No. 5".
fn labelled(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let digits = is_in_digits(scene, at);
    if !digits && !is_small_word(scene, at) {
        return None;
    }
    let marks = marks_before(scene, at, floor);
    let (naming, start) = scene.lists.labels.forms.ending(scene, marks.start, floor)?;
    let labels = digits || takes_words(scene, start, marks.start);
    if !labels
        || is_thing(scene, start, at)
        || is_other_bracket(scene, &marks, start)
        || is_apart_or_ordinal(scene, at)
    {
        return None;
    }
    let end = if marks.brackets { at + 2 } else { end_of_name(scene, at) };
    if naming == Naming::Name {
        return (!marks.point && ends_name(scene, at, end)).then(|| Found::nothing(end));
    }
    if is_measured(scene, end) || !digits && scene.is_plural(end) {
        return None;
    }
    // "ranked 28": the verb stays outside.
    let start = if is_ranking(scene, start) { at } else { start };
    if scene.name(at).is_some() && !is_whole_name(scene, start, end) {
        return Some(Found::nothing(end));
    }
    let first = named(scene, naming, start, at, end);
    Some(more_of_label(scene, first, naming))
}

/// Whether piece `at` is a number in Arabic or Roman digits.
fn is_in_digits(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.shape(at), Some(Shape::Number | Shape::Dotted)) || is_roman(scene, at)
}

/// Whether the label at `start..end` also stands before number words ("Chapter Two").
fn takes_words(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    scene.has(start, Context::LabelInWords) || scene.has(end - 1, Context::LabelInWords)
}

/// Whether piece `at` is a verb of ranking.
fn is_ranking(scene: &Scene<'_>, at: usize) -> bool {
    scene.lemma(at) == "rank" && scene.tag(at).is_verb()
}

/// What stands between a label and its number.
struct Marks {
    /// Its first piece: the one after the label.
    start: usize,
    /// Whether the number stands in brackets ("Law No. (10) of 2021").
    brackets: bool,
    /// Whether a point, hyphen, colon or hash stands right before the number.
    point: bool,
}

/// The marks before the number at piece `at`.
fn marks_before(scene: &Scene<'_>, at: usize, floor: usize) -> Marks {
    let before = |marks: &[&str]| scene.before(at, floor).is_some_and(|it| scene.is_any(it, marks));
    let point = before(&[".", "-", ":", "#"]);
    let brackets = before(&["("]) && scene.is(at + 1, ")");
    let dotted = brackets && at > 1 && scene.is(at - 2, ".");
    Marks { start: at - usize::from(point || brackets) - usize::from(dotted), brackets, point }
}

/// Whether the number in brackets belongs to no label, as the word at piece `start` has no capital.
fn is_other_bracket(scene: &Scene<'_>, marks: &Marks, start: usize) -> bool {
    marks.brackets && !scene.is_capital(start)
}

/// Whether the number at piece `at` begins a line, or is an ordinal ("Section 5th").
fn is_apart_or_ordinal(scene: &Scene<'_>, at: usize) -> bool {
    scene.breaks(at) || scene.glued(at + 1) && is_ordinal_ending(scene, at + 1)
}

/// Whether a unit follows at piece `end`; a length only where it touches the number ("Route 5 miles away").
fn is_measured(scene: &Scene<'_>, end: usize) -> bool {
    let unit = scene.lists.units.starting(scene, end);
    unit.is_some_and(|(row, _)| row.dimension != "length" || scene.glued(end)) || scene.is(end, "%")
}

/// "Tier 2" is a rank although the recogniser may take it for a name; "Section 22 of the X Act" is a name.
fn is_whole_name(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let opens = start == 0 || scene.name(start - 1).is_none();
    scene.name(start).is_some() && scene.name(end).is_none() && opens
}

/// Whether the word at piece `start` is no label of the number at piece `at`: "target 3 firms", "titles 3 times".
fn is_thing(scene: &Scene<'_>, start: usize, at: usize) -> bool {
    let next = at + 1;
    let scaled = scene.cardinal(next).is_some_and(|word| word.value >= Decimal::ONE_HUNDRED);
    let wary = scene.has(start, Context::LabelOrThing) && !scene.is_capital(start);
    scaled || wary && (scene.tag(start).is_verb() || is_score_or_amount(scene, at))
}

/// "titles 3 times", "match 3-1", "target 1,200": whether the number at piece `at` counts, or is too long to name.
fn is_score_or_amount(scene: &Scene<'_>, at: usize) -> bool {
    let next = at + 1;
    let several = scene.is_plural(next) && !scene.breaks(next);
    let score = scene.is_dash(next) && scene.glued(next) && scene.is_number(next + 1);
    let amount = scene.is_number(at) && scene.plain(at, 3).is_none();
    several || score || amount
}

/// "grades 10 and 12", "sections 3, 4 and 7": the numbers after the first have its label.
fn more_of_label(scene: &Scene<'_>, first: Draft, naming: Naming) -> Found {
    let (start, mut end, mut drafts) = (first.start, first.end, vec![first]);
    while let Some(at) = next_of_label(scene, end) {
        end = at + 1;
        let kind = if naming == Naming::Rank { Kind::Rank } else { Kind::Identifier };
        let text = scene.text(at).to_owned();
        drafts.push(Draft::new("number of a label before", kind, at, end, Value::Text(text)));
    }
    Found { drafts, end: end + year_of_law(scene, start, end) }
}

/// Pieces of the "of 2022" after "law no. 127" at `start..end`: the year is part of the law's name.
fn year_of_law(scene: &Scene<'_>, start: usize, end: usize) -> usize {
    let is_law = |at: usize| scene.has(at, Context::NumberedLaw);
    let law = is_law(start) || start.checked_sub(1).is_some_and(is_law);
    let year = scene.is(end, "of") && years::year(scene, end + 1).is_some() && !scene.breaks(end + 1);
    if law && year { 2 } else { 0 }
}

/// The number that goes on the list of a label whose last number ends before piece `end`.
fn next_of_label(scene: &Scene<'_>, end: usize) -> Option<usize> {
    let comma = scene.is(end, ",");
    let joint = usize::from(comma) + usize::from(scene.is_any(end, &["and", "or", "&", "to"]));
    let at = end + joint;
    let next = at + 1;
    let number = joint == 1 && scene.plain(at, 3).is_some() && !scene.breaks(at);
    // A comma may close the clause, too: only a list goes on after the number behind it.
    let goes_on = !comma || scene.is_any(next, &["and", "or", ",", "&"]);
    let stuck = scene.glued(next) && (scene.is_word(next) || scene.is_dash(next) || scene.is(next, "%"));
    (number && goes_on && !stuck && !is_counted(scene, next)).then_some(at)
}

/// Whether something that a number counts stands at piece `at`.
fn is_counted(scene: &Scene<'_>, at: usize) -> bool {
    let adjective = scene.tag(at).is_adjective() && scene.tag(at + 1).is_noun();
    !scene.breaks(at) && (scene.is_plural(at) || adjective || scene.tag(at) == Tag::Cd)
}

/// "302 IPC", "18 U.S.C. 1343": the number of a section or title before the code's short name.
fn section_of_code(scene: &Scene<'_>, at: usize) -> Option<Found> {
    scene.plain(at, 4)?;
    let short = scene.has(at + 1, Context::LawCode)
        && scene.text(at + 1).chars().nth(1).is_some_and(char::is_uppercase);
    let dotted = scene.are(at + 1, &["u", ".", "s", ".", "c"]).then_some(at + 6);
    let dotted = dotted.or_else(|| scene.are(at + 1, &["c", ".", "f", ".", "r"]).then_some(at + 6));
    let code = dotted.or_else(|| short.then_some(at + 2)).filter(|_| !scene.breaks(at + 1))?;
    let next = code + usize::from(scene.is(code, ".") && scene.is_number(code + 1));
    let end = if scene.is_number(next) && !scene.breaks(next) { end_of_name(scene, next) } else { code };
    let text = scene.span(at, end).of(&scene.doc.text).to_owned();
    Some(Found::one(Draft::new("section of a code", Kind::Identifier, at, end, Value::Text(text))))
}

/// The rank or identifier whose label begins at piece `start` and whose number stands at `at..end`.
fn named(scene: &Scene<'_>, naming: Naming, start: usize, at: usize, end: usize) -> Draft {
    let text = |from: usize| scene.span(from, end).of(&scene.doc.text).to_owned();
    if naming == Naming::Rank || is_numbered_rank(scene, start, end) {
        let word = scene.cardinal(at).filter(|_| end == at + 1 && is_small_word(scene, at));
        let number = word.map_or_else(|| text(at), |word| word.value.to_string());
        return Draft::new("rank", Kind::Rank, start, end, Value::Text(number));
    }
    Draft::new("label with number", Kind::Identifier, start, end, Value::Text(text(start)))
}

/// Whether piece `at` is a number word below a hundred.
fn is_small_word(scene: &Scene<'_>, at: usize) -> bool {
    scene.cardinal(at).is_some_and(|word| matches!(word.role, Role::Digit | Role::Teen | Role::Ten))
}

/// Whether the number at `at..end` belongs to the name before it ("FTSE 100"), and is no amount ("SDG 15 million").
fn ends_name(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let scaled = scene.cardinal(end).is_some_and(|word| word.value > Decimal::ONE_HUNDRED);
    let level =
        scene.is_any(end, &["points", "%", "percent"]) || scene.lists.units.starting(scene, end).is_some();
    scene.plain(at, 4).is_some() && !scaled && !level
}

/// A Roman numeral in capitals, as it may follow a label ("Class VIII", "Phase II").
pub(crate) fn is_roman(scene: &Scene<'_>, at: usize) -> bool {
    let text = scene.text(at);
    let capital = at > 0 && (text != "I" || scene.is_capital(at - 1));
    (1..=5).contains(&text.len())
        && text.bytes().all(|byte| b"IVX".contains(&byte))
        && capital
        && !scene.glued(at)
}

/// ".45-calibre pistol": the bore of a gun.
fn calibre(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let bore =
        scene.text(at).starts_with('.') && scene.is_number(at) && (3..=4).contains(&scene.text(at).len());
    let arms = bore && (at + 1..at + 4).any(|near| scene.has(near, Context::Calibre));
    let text = scene.text(at).to_owned();
    arms.then(|| Found::one(Draft::new("bore of a gun", Kind::Identifier, at, at + 1, Value::Text(text))))
}

/// "at No. 13", "the No. 2 position": a number that ranks.
fn is_numbered_rank(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let number = scene.is_any(start, &["no", "nos", "number"]) && !scene.breaks(end);
    number && (leads_rank(scene, start, end) || follows_rank(scene, start, end))
}

/// "ranked No. 5", "Kenya's No. 1", "(No. 3)": what stands before a place in a ranking.
fn leads_rank(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    let owner = start > 2 && scene.is(before, "s") && scene.is_any(start - 2, &["'", "’"]);
    let bracketed = scene.is(before, "(") && scene.is_any(end, &[")", ","]);
    owner || bracketed || scene.is_any(before, &["at", "ranked", "world", "as", "seeded", "to"])
}

/// "the No 2 of the federation", but "Order No. 10 of the board".
fn follows_rank(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let of = scene.is(end, "of") && scene.is(end + 1, "the");
    let digit = start > 0 && !scene.is_capital(start - 1) && scene.plain(end - 1, 1).is_some();
    scene.has(end, Context::NumberedRank) || of && digit
}

/// The piece after a number that names, with letters, brackets and further numbers: "22(1)", "19 (1) (a)", "12-A",
/// "420/34".
fn end_of_name(scene: &Scene<'_>, at: usize) -> usize {
    let mut end = at + 1;
    loop {
        if is_apart_bracket(scene, end) {
            end += 3;
            continue;
        }
        let joined = scene.glued(end) && (scene.is_any(end, &["/", "(", "-"])) && scene.glued(end + 1);
        let inner =
            joined && (scene.is_number(end + 1) || scene.text(end + 1).len() == 1 && scene.is_word(end + 1));
        if inner {
            end += 2 + usize::from(scene.is(end, "(") && scene.is(end + 2, ")"));
        } else if scene.glued(end) && scene.is_word(end) && scene.text(end).len() == 1 {
            end += 1;
        } else {
            return end;
        }
    }
}

/// " (1)", " (a)": a part of a section in brackets after a blank.
fn is_apart_bracket(scene: &Scene<'_>, at: usize) -> bool {
    let inner = scene.plain(at + 1, 2).is_some()
        || scene.text(at + 1).len() == 1 && scene.text(at + 1).bytes().all(|byte| byte.is_ascii_lowercase());
    let bracket = scene.is(at, "(") && !scene.glued(at) && !scene.breaks(at) && scene.is(at + 2, ")");
    bracket && inner && scene.glued(at + 1) && scene.glued(at + 2)
}

/// "+92 300 1234567", "021-3456789": groups of digits with a plus, a zero or hyphens.
fn phone(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let plus = scene.is(at, "+") && scene.glued(at + 1);
    let at = at + usize::from(plus);
    let leads = plus
        || scene.text(at).starts_with('0') && scene.text(at).len() >= 3
        || scene.is_any(at, &["1800", "1300", "800"]);
    scene.plain(at, 12).filter(|_| leads)?;
    let mut end = at + 1;
    let mut digits = scene.text(at).len();
    loop {
        let mark = usize::from(scene.is_dash(end) && scene.glued(end));
        let next = end + mark;
        let group = scene.is_number(next)
            && scene.text(next).bytes().all(|byte| byte.is_ascii_digit())
            && !scene.breaks(next);
        if !group || end > at + 12 {
            break;
        }
        digits += scene.text(next).len();
        end = next + 1;
    }
    if digits < 7 {
        return None;
    }
    let start = at - usize::from(plus);
    let text = scene.span(start, end).of(&scene.doc.text).to_owned();
    Some(Found::one(Draft::new("phone number", Kind::Identifier, start, end, Value::Text(text))))
}

/// "contact police on 131 444", "dial 15888": groups of digits after a word of calling, which count nothing.
fn called(scene: &Scene<'_>, at: usize) -> Option<Found> {
    // A word of calling stands no further back than this.
    const NEAR: usize = 6;
    let lead = at.checked_sub(1).filter(|_| is_group(scene, at))?;
    let told =
        scene.has(lead, Context::Call) || scene.is_any(lead, &["on", "at", ":", "to", "via", "through"]);
    let near = || (at.saturating_sub(NEAR)..at).any(|it| scene.has(it, Context::Call));
    let end = end_of_groups(scene, at);
    let digits: usize = (at..end).filter(|&it| scene.is_number(it)).map(|it| scene.text(it).len()).sum();
    if !told || digits < 5 || !stands_open(scene, end) || !near() {
        return None;
    }
    let text = scene.span(at, end).of(&scene.doc.text).to_owned();
    Some(Found::one(Draft::new("phone number", Kind::Identifier, at, end, Value::Text(text))))
}

/// Whether digits without grouping stand apart at piece `at`.
fn is_group(scene: &Scene<'_>, at: usize) -> bool {
    scene.plain(at, 8).is_some() && !scene.breaks(at) && !scene.glued(at)
}

/// The piece after the groups of digits, parted by blanks or hyphens, that begin at piece `at`.
fn end_of_groups(scene: &Scene<'_>, at: usize) -> usize {
    let hyphened = |at: usize| scene.is_dash(at) && scene.glued(at) && scene.plain(at + 1, 8).is_some();
    let mut end = at + 1;
    while (is_group(scene, end) || hyphened(end)) && end < at + 8 {
        end += 1 + usize::from(hyphened(end));
    }
    end
}

/// Whether nothing that a number could count or measure stands at piece `end`.
fn stands_open(scene: &Scene<'_>, end: usize) -> bool {
    let mark = !scene.is_word(end) && !scene.is_dash(end) && !scene.is_any(end, &["%", ":"]);
    let small_word = scene.is_any(end, &["or", "and", "for", "to", "if", "from"]);
    scene.piece(end).is_none() || scene.breaks(end) || mark || small_word
}

/// "IMO: 9620944", "MMSI 403520001": digits without grouping after the capitals of a register, before nothing they could count.
fn is_registered(scene: &Scene<'_>, at: usize) -> bool {
    let lead =
        at.checked_sub(1).map(|lead| lead.saturating_sub(usize::from(scene.is_any(lead, &[":", "."]))));
    let register = lead.is_some_and(|lead| {
        let text = scene.text(lead);
        scene.is_word(lead) && text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    let next = at + 1;
    let counts = scene.is_word(next) && (scene.tag(next).is_noun() || scene.cardinal(next).is_some());
    register && !counts && !lead.is_some_and(|lead| figure::is_currency(scene, lead))
}

/// "net zero", "day one", "one country, two systems": a phrase whose number counts nothing.
fn fixed(scene: &Scene<'_>, at: usize, floor: usize) -> Option<Found> {
    let fixed = &scene.lists.labels.fixed;
    let end = fixed.starting(scene, at).map(|((), end)| end);
    let inside = || fixed.ending(scene, at + 1, floor).map(|_| at + 1);
    end.or_else(inside).map(Found::nothing)
}

/// A run of more digits than an amount is written in without grouping.
fn long(scene: &Scene<'_>, at: usize) -> Option<Found> {
    let text = scene.text(at);
    let digits = scene.is_number(at) && text.bytes().all(|byte| byte.is_ascii_digit());
    let zero = text.starts_with('0')
        && text.len() > 2
        && !scene.is_any(at + 1, &[":", "hrs", "hours", "GMT", "-", "/"]);
    let plain = digits && (text.len() > 12 || zero || text.len() > 6 && is_registered(scene, at));
    plain.then(|| {
        Found::one(Draft::new("long number", Kind::Identifier, at, at + 1, Value::Text(text.to_owned())))
    })
}
