//! The figures as a page: tables, how honest the scores are, and mistakes in their context.

use std::collections::HashMap;
use std::io::{self, Write};

use super::groups::Breakdown;
use super::table::Style;
use super::{mistakes, show};
use crate::labelled::LabelledArticle;
use crate::output::page::{self, escaped};
use crate::score::{Calibration, Mistake, Report, Scores, Stated};

/// Writes the page; `most` mistakes of each kind are shown.
pub(super) fn write(
    out: &mut impl Write,
    title: &str,
    report: &Report,
    groups: Option<&Breakdown>,
    (scores, gold, most): (&Scores, &[LabelledArticle], usize),
) -> io::Result<()> {
    page::begin(out, title)?;
    writeln!(
        out,
        "<p class=\"soft\">Precision (P), recall (R) and F1 in per cent, with 95% intervals from drawing articles again.</p>"
    )?;
    show(out, report, groups, Style::Html)?;
    for (of, calibration) in &report.calibration {
        plot(out, *of, calibration)?;
    }
    let texts: HashMap<&str, &str> =
        gold.iter().map(|article| (article.id.as_str(), article.text.as_str())).collect();
    writeln!(out, "<h2>Mistakes</h2>")?;
    for (part, kind, all) in scores.mistakes_by_kind() {
        let summary = format!("{}: {kind} ({})", part.as_str(), all.len());
        writeln!(out, "<details><summary>{}</summary><ol class=\"mistakes\">", escaped(&summary))?;
        for mistake in all.into_iter().take(most) {
            let text = texts.get(mistake.id.as_str()).copied().unwrap_or_default();
            one(out, mistake, text)?;
        }
        writeln!(out, "</ol></details>")?;
    }
    page::end(out)
}

fn one(out: &mut impl Write, Mistake { id, extent, note, .. }: &Mistake, text: &str) -> io::Result<()> {
    let context = extent.map_or_else(String::new, |extent| mistakes::context(text, extent));
    writeln!(
        out,
        "<li>{} <span class=\"soft\">{}</span><br><span class=\"context\" dir=\"auto\">{}</span></li>",
        escaped(note),
        escaped(id),
        escaped(&context)
    )
}

/// Bars of what was right over what was stated; the line is honesty.
fn plot(out: &mut impl Write, of: Stated, calibration: &Calibration) -> io::Result<()> {
    let name = of.as_str();
    writeln!(
        out,
        "<h2>Score of {name}: stated across, right upwards</h2>\n<svg class=\"plot\" viewBox=\"0 0 220 220\" role=\"img\" aria-label=\"Score of {name}: stated against found\">"
    )?;
    for (index, bin) in calibration.bins.iter().enumerate().filter(|(_, bin)| bin.claims > 0) {
        let (left, tall) = (10 + 20 * index, 200.0 * bin.found());
        writeln!(
            out,
            "<rect x=\"{}\" y=\"{:.1}\" width=\"18\" height=\"{tall:.1}\"><title>{} claims, stated {:.2}, right {:.2}</title></rect>",
            left + 1,
            210.0 - tall,
            bin.claims,
            bin.stated(),
            bin.found()
        )?;
    }
    writeln!(out, "<line x1=\"10\" y1=\"210\" x2=\"210\" y2=\"10\"/></svg>")
}
