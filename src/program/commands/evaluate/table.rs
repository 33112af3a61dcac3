//! Figures as a table, for the terminal or in Markdown.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::output::page::escaped;
use crate::score::{Calibration, FigureKind, Interval, MeasureLine, Part, Report, SURE, Stated};

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Columns of equal width.
    Plain,
    /// `| a | b |`.
    Markdown,
    /// A table of a page.
    Html,
}

/// Writes a line that stands between tables.
fn say(out: &mut impl Write, text: &str, style: Style) -> io::Result<()> {
    match style {
        Style::Html => writeln!(out, "<p>{}</p>", escaped(text)),
        Style::Plain | Style::Markdown => writeln!(out, "{text}\n"),
    }
}

/// The most confusions that are shown.
const CONFUSIONS: usize = 12;

/// Writes all tables of a report.
pub(super) fn write(out: &mut impl Write, report: &Report, style: Style) -> io::Result<()> {
    say(out, &format!("{} articles", report.articles), style)?;
    let versus = report.lines.iter().any(|line| line.versus.is_some());
    for part in Part::ALL {
        let lines: Vec<&MeasureLine> =
            report.lines.iter().filter(|line| line.part == part && line.value().is_some()).collect();
        if lines.is_empty() {
            continue;
        }
        let mut head = vec![part.as_str(), "P", "R", "F1", "95%", "right", "predicted", "gold"];
        if versus {
            head.extend(["minus other", "95%"]);
        }
        let rows: Vec<Vec<String>> = lines.iter().map(|line| row(line, versus)).collect();
        draw(out, &head, &rows, style)?;
        if part == Part::Links {
            let (given, of) = report.unlinked;
            let told = format!("{of} quantities count nothing by the gold; {given} of them were linked.");
            say(out, &told, style)?;
        }
    }
    for (part, title) in [(Part::Entities, "names: gold"), (Part::Status, "status: gold")] {
        confusion(out, report, part, title, style)?;
    }
    for (of, calibration) in &report.calibration {
        write_calibration(out, *of, calibration, style)?;
    }
    Ok(())
}

fn row(line: &MeasureLine, versus: bool) -> Vec<String> {
    let counts = line.counts;
    let all = line.figure == FigureKind::F1;
    let percent =
        |there: bool, value: f64| if there { format!("{:.1}", 100.0 * value) } else { "-".to_owned() };
    let mut cells = vec![
        line.name.clone(),
        percent(all, counts.precision()),
        percent(true, counts.recall()),
        percent(all, counts.f1()),
        line.interval.map(ends).unwrap_or_default(),
        number(counts.right),
        if all { number(counts.predicted) } else { "-".to_owned() },
        number(counts.gold),
    ];
    if versus {
        let minus = line.versus.map(|versus| format!("{:+.1}", 100.0 * versus.minus));
        let interval = line.versus.and_then(|versus| versus.interval);
        cells.push(minus.unwrap_or_default());
        cells.push(interval.map(difference).unwrap_or_default());
    }
    cells
}

fn ends(interval: Interval) -> String {
    format!("{:.1}-{:.1}", 100.0 * interval.low, 100.0 * interval.high)
}

/// The interval of a difference, starred where it leaves no room for chance.
fn difference(interval: Interval) -> String {
    let star = if interval.excludes_zero() { " *" } else { "" };
    format!("{:+.1}..{:+.1}{star}", 100.0 * interval.low, 100.0 * interval.high)
}

fn number(count: f64) -> String {
    if count.fract() == 0.0 { format!("{count:.0}") } else { format!("{count:.1}") }
}

/// Pairs of unlike labels, the most frequent first.
fn confusion(out: &mut impl Write, report: &Report, part: Part, title: &str, style: Style) -> io::Result<()> {
    let unlike = report.confusion.iter().filter(|(of, gold, predicted, _)| *of == part && gold != predicted);
    let mut pairs: Vec<_> = unlike.collect();
    pairs.sort_by_key(|(.., times)| std::cmp::Reverse(*times));
    let rows: Vec<Vec<String>> = pairs
        .into_iter()
        .take(CONFUSIONS)
        .map(|(_, gold, predicted, times)| vec![gold.clone(), predicted.clone(), times.to_string()])
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    draw(out, &[title, "predicted", "times"], &rows, style)
}

fn write_calibration(
    out: &mut impl Write,
    of: Stated,
    calibration: &Calibration,
    style: Style,
) -> io::Result<()> {
    let rows: Vec<Vec<String>> = calibration
        .bins
        .iter()
        .enumerate()
        .filter(|(_, bin)| bin.claims > 0)
        .map(|(index, bin)| {
            let tenths = format!("{:.1}-{:.1}", index as f64 / 10.0, (index + 1) as f64 / 10.0);
            vec![
                tenths,
                bin.claims.to_string(),
                format!("{:.2}", bin.stated()),
                format!("{:.2}", bin.found()),
            ]
        })
        .collect();
    let title = format!("score of {}", of.as_str());
    draw(out, &[&title, "claims", "stated", "right"], &rows, style)?;
    let error = calibration.error().unwrap_or_default();
    let mut told = format!("Expected calibration error of {}: {error:.3}", of.as_str());
    if let Some(auc) = calibration.auc {
        let _ = write!(told, "; area under the ROC curve {auc:.3}");
    }
    let sure = calibration.sure;
    if sure.claims > 0 {
        let (found, of) = (100.0 * sure.found(), 100.0 * sure.claims as f64 / calibration.claims() as f64);
        let _ = write!(told, "; of the {} at {SURE} and more ({of:.0}%) {found:.1}% are right", sure.claims);
    }
    say(out, &told, style)
}

/// Draws one table; the first column is text, the others are numbers.
pub(super) fn draw(
    out: &mut impl Write,
    head: &[&str],
    rows: &[Vec<String>],
    style: Style,
) -> io::Result<()> {
    if style == Style::Html {
        return draw_html(out, head, rows);
    }
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded = cells.zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let padded: Vec<String> = padded.collect();
        match style {
            Style::Plain | Style::Html => padded.join("  ").trim_end().to_owned(),
            Style::Markdown => format!("| {} |", padded.join(" | ")),
        }
    };
    writeln!(out, "{}", line(&mut head.iter().copied()))?;
    if style == Style::Markdown {
        let rules = widths.iter().enumerate().map(|(column, &width)| {
            let end = if column == 0 { "-" } else { ":" };
            format!("{}{end}", "-".repeat(width + 1))
        });
        writeln!(out, "|{}|", rules.collect::<Vec<_>>().join("|"))?;
    }
    for row in rows {
        writeln!(out, "{}", line(&mut row.iter().map(String::as_str)))?;
    }
    writeln!(out)
}

fn draw_html(out: &mut impl Write, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    write!(out, "<div class=\"tables\"><table><thead><tr>")?;
    for cell in head {
        write!(out, "<th scope=\"col\">{}</th>", escaped(cell))?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for row in rows {
        write!(out, "<tr>")?;
        for (column, cell) in row.iter().enumerate() {
            let (begin, end) = if column == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
            write!(out, "{begin}{}{end}", escaped(cell))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(style: Style) -> String {
        let mut out = Vec::new();
        draw(&mut out, &["links", "F1"], &[vec!["head".to_owned(), "9.5".to_owned()]], style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_line_up_and_markdown_has_its_rule() {
        assert_eq!(drawn(Style::Plain), "links   F1\nhead   9.5\n\n");
        assert!(drawn(Style::Html).contains("<tr><th scope=\"row\">head</th><td>9.5</td></tr>"));
        assert_eq!(drawn(Style::Markdown), "| links |  F1 |\n|-------|----:|\n| head  | 9.5 |\n\n");
    }

    #[test]
    fn a_difference_beyond_chance_has_a_star() {
        assert_eq!(difference(Interval { low: 0.01, high: 0.05 }), "+1.0..+5.0 *");
        assert_eq!(difference(Interval { low: -0.01, high: 0.05 }), "-1.0..+5.0");
    }
}
