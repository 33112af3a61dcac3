//! The facts of a paragraph as a table; on a narrow terminal as a list.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};

use super::Look;
use super::colours::{STRONG, WEAK};
use super::plain::{cell, plain};
use crate::article::Circumstance;
use crate::output::fact::Fact;

/// Narrower columns break too many words.
const LEAST_COLUMN: usize = 11;
/// The columns of a table of facts without their text: what one reads first.
const MAIN: [&str; 8] = ["status", "number", "unit", "what", "event", "who", "where", "when"];
/// Narrower columns break too many words there: half of them are short.
const LEAST_MAIN: usize = 9;

/// A column's name, and what a fact has there.
type NamedCell = (&'static str, fn(&Fact<'_>) -> String);

/// The columns in their order.
const COLUMNS: [NamedCell; 13] = [
    ("status", |fact| fact.caution().unwrap_or_default().to_owned()),
    ("number", |fact| fact.quantity.shown()),
    ("unit", |fact| fact.quantity.shown_unit().unwrap_or_default()),
    ("what", |fact| fact.what().unwrap_or_default().to_owned()),
    ("event", |fact| fact.event().unwrap_or_default().to_owned()),
    ("who", |fact| words(fact, Circumstance::Agent)),
    ("of", |fact| words(fact, Circumstance::Of)),
    ("where", |fact| words(fact, Circumstance::Places)),
    ("when", |fact| words(fact, Circumstance::Time)),
    ("law", |fact| words(fact, Circumstance::Law)),
    ("source", |fact| words(fact, Circumstance::Source)),
    ("again", |fact| fact.again().unwrap_or_default()),
    ("score", |fact| fact.score().map(|score| format!("{score:.2}")).unwrap_or_default()),
];

fn words(fact: &Fact<'_>, circumstance: Circumstance) -> String {
    fact.words(circumstance).collect::<Vec<_>>().join(", ")
}

/// Writes facts under their paragraph. A column that would be empty is left out.
pub(super) fn write(out: &mut impl Write, facts: &[&Fact<'_>], look: Look) -> io::Result<()> {
    columns(out, facts, look, |_| true, LEAST_COLUMN)
}

/// Writes facts without their text, in the main columns.
pub(super) fn write_main(out: &mut impl Write, facts: &[&Fact<'_>], look: Look) -> io::Result<()> {
    columns(out, facts, look, |name| MAIN.contains(&name), LEAST_MAIN)
}

/// Writes the columns that are wanted, as a table where each has the width `least`.
fn columns(
    out: &mut impl Write,
    facts: &[&Fact<'_>],
    look: Look,
    wanted: impl Fn(&str) -> bool,
    least: usize,
) -> io::Result<()> {
    if facts.is_empty() {
        return Ok(());
    }
    let rows: Vec<Vec<String>> =
        facts.iter().map(|fact| COLUMNS.iter().map(|(_, read)| cell(&read(fact))).collect()).collect();
    let used: Vec<usize> =
        (0..COLUMNS.len()).filter(|&at| rows.iter().any(|row| !row[at].is_empty())).collect();
    let used: Vec<usize> = used.into_iter().filter(|&at| wanted(COLUMNS[at].0)).collect();
    writeln!(out)?;
    if used.len() * least <= look.width {
        table(out, &rows, &used, look)
    } else {
        listed(out, &rows, &used, look)
    }
}

fn table(out: &mut impl Write, rows: &[Vec<String>], used: &[usize], look: Look) -> io::Result<()> {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(look.width).unwrap_or(u16::MAX));
    table.set_header(used.iter().map(|&at| COLUMNS[at].0));
    table.add_rows(rows.iter().map(|row| used.iter().map(|&at| row[at].as_str())));
    for (index, line) in table.lines().enumerate() {
        let (line, style) = (line.trim_end(), if index == 0 { WEAK } else { anstyle::Style::new() });
        writeln!(out, "{style}{line}{style:#}")?;
    }
    Ok(())
}

/// Each fact as a line with its status, number, unit and phrase, then one line for each circumstance.
fn listed(out: &mut impl Write, rows: &[Vec<String>], used: &[usize], look: Look) -> io::Result<()> {
    for row in rows {
        let head: Vec<&str> = row[..4].iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        for line in wrapped(&head.join(" "), "  ", look) {
            writeln!(out, "{STRONG}{line}{STRONG:#}")?;
        }
        for &at in used.iter().filter(|&&at| at > 3 && !row[at].is_empty()) {
            for line in wrapped(&format!("{}: {}", COLUMNS[at].0, row[at]), "    ", look) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

/// Dates, times and identifiers, which have no facts of their own: a line under the table.
pub(super) fn write_others(out: &mut impl Write, facts: &[&Fact<'_>], look: Look) -> io::Result<()> {
    let shown = facts.iter().map(|fact| {
        let (quantity, value) = (fact.quantity, fact.quantity.shown());
        let kind = quantity.kind.as_str();
        if value == quantity.text {
            format!("{value} ({kind})")
        } else {
            format!("{} ({kind} {value})", quantity.text)
        }
    });
    let line = format!("also: {}", shown.collect::<Vec<_>>().join("; "));
    writeln!(out)?;
    for line in wrapped(&plain(&line), " ", look) {
        writeln!(out, "{WEAK}{line}{WEAK:#}")?;
    }
    Ok(())
}

fn wrapped(text: &str, indent: &str, look: Look) -> Vec<String> {
    let options = textwrap::Options::new(look.width).initial_indent(indent).subsequent_indent(indent);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}
