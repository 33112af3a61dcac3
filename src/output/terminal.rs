//! An annotated article on a terminal: its text with names and numbers in colour, and under each paragraph its facts.

mod colours;
mod paragraph;
mod plain;
mod rows;
mod tree;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use super::fact::{Fact, facts};
use super::{QuantityRecord, Record};
use colours::{Paint, STRONG, WEAK};
pub use plain::plain;

/// How an article is shown.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Columns of the terminal; at least 20 are used.
    pub width: usize,
    /// Whether colours are seen; without them numbers stand in brackets.
    pub colours: bool,
    /// Also how each number was read and why it was linked, where the record says so.
    pub explain: bool,
    /// Also the tree of every sentence, where the record has it.
    pub tree: bool,
}

/// The narrowest terminal that lines are fitted to.
const LEAST_WIDTH: usize = 20;

/// Writes one article.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, record: &Record, look: Look) -> io::Result<()> {
    let look = Look { width: look.width.max(LEAST_WIDTH), ..look };
    heading(out, record, look)?;
    if let Some(error) = &record.error {
        return writeln!(out, "{}\n", plain(error));
    }
    let page = Layout::of(record, look);
    page.legend(out)?;
    for range in paragraph::ranges(&page.chars) {
        page.paragraph(out, range)?;
    }
    Ok(())
}

/// Writes an article's facts in one table of the main columns, without its text; dates, times and identifiers in a line below.
///
/// # Errors
/// Those of `out`.
pub fn facts_alone(out: &mut impl Write, record: &Record, look: Look) -> io::Result<()> {
    let look = Look { width: look.width.max(LEAST_WIDTH), ..look };
    heading(out, record, look)?;
    if let Some(error) = &record.error {
        return writeln!(out, "{}\n", plain(error));
    }
    let facts = facts(record);
    let (counted, others): (Vec<_>, Vec<_>) = facts.iter().partition(|fact| fact.is_counted());
    rows::write_main(out, &counted, look)?;
    if !others.is_empty() {
        rows::write_others(out, &others, look)?;
    }
    if facts.is_empty() {
        writeln!(out, "{WEAK}no number{WEAK:#}")?;
    }
    writeln!(out)
}

/// The id on a line of its own, then the title and date that came with the article.
fn heading(out: &mut impl Write, record: &Record, look: Look) -> io::Result<()> {
    writeln!(out, "{STRONG}{}{STRONG:#}", plain(&record.id))?;
    for field in ["title", "published", "url"] {
        if let Some(value) = record.meta.get(field).and_then(|value| value.as_str()) {
            for line in textwrap::wrap(&plain(value), look.width) {
                writeln!(out, "{WEAK}{line}{WEAK:#}")?;
            }
        }
    }
    writeln!(out)
}

/// An article laid out for writing. All positions are code points, as in the record.
struct Layout<'a> {
    record: &'a Record,
    chars: Vec<char>,
    /// The colour of every character.
    paints: Vec<Paint>,
    facts: Vec<Fact<'a>>,
    look: Look,
}

impl<'a> Layout<'a> {
    fn of(record: &'a Record, look: Look) -> Self {
        let chars: Vec<char> = record.text.iter().flat_map(|text| text.chars()).collect();
        let mut paints = vec![Paint::None; chars.len()];
        let mut fill = |start: usize, end: usize, paint| {
            if let Some(stretch) = paints.get_mut(start..end) {
                stretch.fill(paint);
            }
        };
        for entity in record.entities.iter().flatten() {
            fill(entity.start, entity.end, Paint::Name(entity.label));
        }
        for quantity in record.quantities.iter().flatten() {
            fill(quantity.start, quantity.end, Paint::Number(quantity.kind));
        }
        Self { record, chars, paints, facts: facts(record), look }
    }

    /// The colours that occur in the article.
    fn legend(&self, out: &mut impl Write) -> io::Result<()> {
        let used: BTreeSet<Paint> = self.paints.iter().copied().filter(|&it| it != Paint::None).collect();
        if !self.look.colours || used.is_empty() {
            return Ok(());
        }
        let mut column = 0;
        for paint in used {
            let (style, name) = (paint.style(), paint.name());
            if column > 0 && column + name.len() > self.look.width {
                writeln!(out)?;
                column = 0;
            }
            write!(out, "{style}{name}{style:#}  ")?;
            column += name.len() + 2;
        }
        writeln!(out, "\n")
    }

    fn paragraph(&self, out: &mut impl Write, range: Range<usize>) -> io::Result<()> {
        paragraph::write(out, &self.chars[range.clone()], &self.paints[range.clone()], self.look)?;
        let inside = |quantity: &QuantityRecord| range.contains(&quantity.start);
        let facts: Vec<&Fact<'_>> = self.facts.iter().filter(|fact| inside(fact.quantity)).collect();
        let (counted, others): (Vec<_>, Vec<_>) = facts.iter().copied().partition(|fact| fact.is_counted());
        rows::write(out, &counted, self.look)?;
        if !others.is_empty() {
            rows::write_others(out, &others, self.look)?;
        }
        if self.look.explain {
            reasons(out, &facts)?;
        }
        if self.look.tree {
            tree::write(out, self.record, &self.chars, range)?;
        }
        writeln!(out)
    }
}

/// How each number was read, and why it was linked.
fn reasons(out: &mut impl Write, facts: &[&Fact<'_>]) -> io::Result<()> {
    for fact in facts {
        let reason = fact.link.and_then(|link| link.reason.as_deref());
        let derivation = fact.quantity.derivation.as_deref();
        if reason.is_none() && derivation.is_none() {
            continue;
        }
        writeln!(out, "  {STRONG}{}{STRONG:#} {}", fact.quantity.id, plain(&fact.quantity.text))?;
        for line in derivation.unwrap_or_default().lines() {
            writeln!(out, "    {WEAK}read{WEAK:#} {}", plain(line))?;
        }
        for line in reason.unwrap_or_default().lines() {
            writeln!(out, "    {WEAK}why {WEAK:#} {}", plain(line))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str) -> Record {
        let number = text.chars().collect::<Vec<_>>().windows(2).position(|pair| pair == ['2', '8']).unwrap();
        serde_json::from_value(serde_json::json!({
            "id": "a/b.txt", "text": text, "meta": {"title": "A title"},
            "entities": [{"id": "e1", "label": "GPE", "start": 0, "end": 6, "text": "Lahore", "name": "Lahore"}],
            "quantities": [{"id": "q1", "kind": "count", "start": number, "end": number + 2, "text": "28", "value": 28,
                "derivation": "cardinal \"28\"\n  digits \"28\""}],
            "links": [{"quantity": "q1", "entity": {"text": "smugglers", "head": "smuggler", "start": 0, "end": 1},
                "places": ["e1"], "score": 0.71, "reason": "object of the number"}]
        }))
        .unwrap()
    }

    fn shown(record: &Record, look: Look) -> String {
        let mut out = Vec::new();
        write(&mut out, record, look).unwrap();
        let text = String::from_utf8(out).unwrap();
        if look.colours { text } else { anstream::adapter::strip_str(&text).to_string() }
    }

    const PLAIN: Look = Look { width: 60, colours: false, explain: false, tree: false };

    #[test]
    fn a_paragraph_is_followed_by_its_facts() {
        let record = record("Lahore police held 28 smugglers.\n\nNothing else happened.");
        let text = shown(&record, PLAIN);
        assert!(text.contains("held [28] smugglers."), "{text}");
        let table = &text[text.find("number").unwrap()..text.find("Nothing").unwrap()];
        for word in ["28 ", "smugglers", "Lahore", "0.71", "where"] {
            assert!(table.contains(word), "{word}: {text}");
        }
        assert!(!text.contains("cardinal") && !text.contains("object of the number"));
    }

    #[test]
    fn facts_can_stand_alone() {
        let mut record = record("Lahore police held 28 smugglers.");
        record.quantities.as_mut().unwrap()[0].status = Some(crate::article::Status::Planned);
        let alone = |record: &Record| {
            let mut out = Vec::new();
            facts_alone(&mut out, record, PLAIN).unwrap();
            anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
        };
        let text = alone(&record);
        assert!(!text.contains("Lahore police held") && text.contains("smugglers"), "{text}");
        let row = text.lines().find(|line| line.contains("smugglers")).unwrap();
        assert!(row.trim_start().starts_with("planned") && row.contains("28"), "{text}");
        record.quantities = None;
        assert!(alone(&record).contains("no number"));
    }

    #[test]
    fn words_stay_words_and_a_fact_told_again_says_so() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "a", "text": "In the third raid dozens fell, 28 of them boys; later 33.",
            "quantities": [
                {"id": "q1", "kind": "ordinal", "start": 7, "end": 12, "text": "third", "value": 3},
                {"id": "q2", "kind": "count", "start": 18, "end": 24, "text": "dozens", "min": 12, "max": 120, "status": "possible"},
                {"id": "q3", "kind": "count", "start": 31, "end": 33, "text": "28", "value": 28},
                {"id": "q4", "kind": "count", "start": 54, "end": 56, "text": "33", "value": 33}],
            "links": [{"quantity": "q3", "fact": 1}, {"quantity": "q4", "fact": 1, "agreement": "contradicts"}]
        }))
        .unwrap();
        let text = shown(&record, Look { width: 100, ..PLAIN });
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        for row in [&["third"][..], &["maybe", "dozens"], &["28"], &["33", "contradicts", "28"]] {
            assert!(rows.iter().any(|it| it == row), "{row:?}: {text}");
        }
    }

    #[test]
    fn explain_shows_how_and_why() {
        let text = shown(&record("Lahore police held 28."), Look { explain: true, ..PLAIN });
        assert!(text.contains("read   digits \"28\"") && text.contains("object of the number"), "{text}");
    }

    #[test]
    fn colours_do_not_change_the_words() {
        let record = record("Lahore police held 28 smugglers.");
        let text = shown(&record, Look { colours: true, ..PLAIN });
        let bare = anstream::adapter::strip_str(&text).to_string();
        assert!(text.contains('\u{1b}') && bare.contains("Lahore police held 28 smugglers."), "{bare}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let record = record(
            "Lahore \u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c}\u{8a9e} police held 28 smugglers-of-a-very-long-name-without-any-blank at dawn, they said, \u{627}\u{644}\u{642}\u{627}\u{647}\u{631}\u{629}.",
        );
        for width in [20, 30, 45, 80, 200] {
            for line in shown(&record, Look { width, ..PLAIN }).lines() {
                assert!(textwrap::core::display_width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn control_characters_do_nothing() {
        let record = record("Lahore \u{1b}[2J\u{1b}]0;x\u{7} held 28\u{202e} men\u{0}\u{9b}31m.");
        let text = shown(&record, PLAIN);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n') && !text.contains('\u{202e}'), "{text}");
    }

    #[test]
    fn offsets_outside_the_text_are_no_panic() {
        let mut broken = record("Lahore police held 28 smugglers.");
        for quantity in broken.quantities.iter_mut().flatten() {
            (quantity.start, quantity.end) = (90, 4);
        }
        assert!(shown(&broken, PLAIN).contains("held 28 smugglers"));
    }

    #[test]
    fn an_article_that_failed_says_why() {
        let record = Record::failed("a.txt", serde_json::Map::new(), "a.txt: not UTF-8".to_owned());
        assert!(shown(&record, PLAIN).contains("not UTF-8"));
    }
}
