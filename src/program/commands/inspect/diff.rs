//! `headcount inspect --diff`: where two annotations of the same articles differ.

mod page;

use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::bail;

use crate::labelled::{Extent, Labelled, LabelledArticle};
use crate::output::Target;
use crate::output::terminal::plain;
use crate::program::commands::evaluate::{mistakes, pairs};
use crate::program::commands::near::Near;
use crate::score::{Part, Scorer, Scores, Settings, Sort};

/// The parts that are compared, in the order in which they are shown.
const PARTS: [Part; 4] = [Part::Entities, Part::Quantities, Part::Links, Part::Status];

/// One article, with what is right and what differs.
struct Compared {
    article: LabelledArticle,
    findings: Vec<Difference>,
}

/// Something that is right, or a difference.
struct Difference {
    part: Part,
    outcome: Outcome,
    extent: Extent,
    kind: String,
    note: String,
}

/// How a label fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    Missed,
    Extra,
    Wrong,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Right, Self::Missed, Self::Extra, Self::Wrong];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Missed => "missed",
            Self::Extra => "extra",
            Self::Wrong => "wrong",
        }
    }

    fn style(self) -> Style {
        let colour = match self {
            Self::Right => AnsiColor::Green,
            Self::Missed => AnsiColor::Red,
            Self::Extra => AnsiColor::Blue,
            Self::Wrong => AnsiColor::Yellow,
        };
        Style::new().fg_color(Some(colour.into())).bold()
    }
}

impl From<Sort> for Outcome {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Missed => Self::Missed,
            Sort::Extra => Self::Extra,
            Sort::Wrong => Self::Wrong,
        }
    }
}

/// How the reader names a part.
fn named(part: Part) -> &'static str {
    match part {
        Part::Entities => "names",
        other => other.as_str(),
    }
}

/// Shows the differences on a terminal.
pub(super) fn on_terminal(out: &mut impl Write, paths: &[&Path; 2], id: Option<&str>) -> anyhow::Result<()> {
    let compared = compare(paths, id)?;
    for each in &compared {
        each.write(out)?;
    }
    writeln!(out, "{} articles", compared.len())?;
    Ok(tallies(out, &count(compared.iter()))?)
}

/// Writes the differences as a page.
pub(super) fn as_page(target: Target, paths: &[&Path; 2], id: Option<&str>) -> anyhow::Result<()> {
    let mut target = target;
    page::write(&mut target, paths, &compare(paths, id)?)?;
    Ok(target.finish()?)
}

/// Compares the articles of `gold` with those of the same ids in `predicted`.
fn compare([gold, predicted]: &[&Path; 2], id: Option<&str>) -> anyhow::Result<Vec<Compared>> {
    let mut articles = Labelled::read(gold)?.checked(gold)?;
    articles.retain(|article| article.error.is_none());
    let predictions = pairs::read(&articles, predicted, pairs::Missing::Allowed)?;
    // Where one side says of a fact that it is not presented as true, the other does not do so by saying nothing.
    let stated =
        |article: &LabelledArticle| article.quantities.iter().flatten().any(|it| it.status.is_some());
    if predictions.iter().any(stated) {
        articles.iter_mut().for_each(LabelledArticle::ask_statuses);
    }
    let scorer = Scorer::new(Settings { parts: PARTS.to_vec(), ..Settings::default() })?;
    let mut near = id.map(Near::new);
    for article in &articles {
        if let Some(near) = &mut near {
            near.look_at(&article.id);
        }
    }
    let wanted = |article: &LabelledArticle| id.is_none_or(|id| id == article.id);
    let pairs = articles.into_iter().zip(predictions).filter(|(article, _)| wanted(article));
    let compared: Vec<Compared> = pairs
        .map(|(article, prediction)| {
            let findings = findings(scorer.score(&[(&article, &prediction)]));
            Compared { article, findings }
        })
        .collect();
    match near {
        Some(near) if compared.is_empty() => bail!("{}", near.told()),
        _ => Ok(compared),
    }
}

/// Everything of an article in the order of its text.
fn findings(scores: Scores) -> Vec<Difference> {
    let right = scores.right.into_iter().map(|right| Difference {
        part: right.part,
        outcome: Outcome::Right,
        extent: right.extent,
        kind: String::new(),
        note: String::new(),
    });
    let mistakes = scores.mistakes.into_iter().map(|mistake| Difference {
        part: mistake.part,
        outcome: mistake.sort.into(),
        extent: mistake.extent.unwrap_or_default(),
        kind: mistake.kind,
        note: mistake.note,
    });
    let mut findings: Vec<Difference> = right.chain(mistakes).collect();
    findings.sort_by_key(|finding| (finding.extent, finding.part, finding.outcome));
    findings
}

/// How often each outcome is there, by part.
type SideCounts = [[usize; 4]; PARTS.len()];

/// Counts words, not findings: a link with two wrong circumstances is one wrong link.
fn count<'c>(compared: impl Iterator<Item = &'c Compared>) -> SideCounts {
    let mut counts = SideCounts::default();
    for each in compared {
        let mut last = None;
        for finding in &each.findings {
            let now = Some((finding.extent, finding.part, finding.outcome));
            let part = PARTS.iter().position(|part| *part == finding.part);
            if let Some(part) = part.filter(|_| now != last) {
                counts[part][finding.outcome as usize] += 1;
            }
            last = now;
        }
    }
    counts
}

/// "names: 30 right, 2 missed", a line for each part that has anything.
fn tallies(out: &mut impl Write, counts: &SideCounts) -> io::Result<()> {
    for (part, outcomes) in PARTS.iter().zip(counts).filter(|(_, outcomes)| outcomes.iter().any(|&it| it > 0))
    {
        let told = Outcome::ALL.iter().zip(outcomes).filter(|(_, times)| **times > 0);
        let told: Vec<String> = told
            .map(|(outcome, times)| {
                let style = outcome.style();
                format!("{style}{times} {}{style:#}", outcome.as_str())
            })
            .collect();
        writeln!(out, "  {:<11}{}", named(*part), told.join(", "))?;
    }
    writeln!(out)
}

impl Compared {
    fn mistakes(&self) -> impl Iterator<Item = &Difference> {
        self.findings.iter().filter(|finding| finding.outcome != Outcome::Right)
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let strong = Style::new().bold();
        writeln!(out, "{strong}{}{strong:#}", plain(&self.article.id))?;
        tallies(out, &count(std::iter::once(self)))?;
        for finding in self.mistakes() {
            let (style, outcome) = (finding.outcome.style(), finding.outcome.as_str());
            writeln!(
                out,
                "  {style}{outcome:<7}{style:#} {}: {}",
                named(finding.part),
                plain(&mistakes::context(&self.article.text, finding.extent))
            )?;
            writeln!(out, "          {}: {}", plain(&finding.kind), plain(&finding.note))?;
        }
        if self.mistakes().next().is_some() {
            writeln!(out)?;
        }
        Ok(())
    }
}
