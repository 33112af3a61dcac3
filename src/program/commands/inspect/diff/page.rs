//! The differences as a page: every article with its labels marked right, missed, extra or wrong.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use super::{Compared, Difference, Outcome, PARTS, SideCounts, count, named};
use crate::output::page::{self, escaped};
use crate::program::commands::evaluate::mistakes;
use crate::score::Part;

/// Articles with differences that stand open at first.
const OPEN: usize = 20;

pub(super) fn write(
    out: &mut impl Write,
    [gold, predicted]: &[&Path; 2],
    compared: &[Compared],
) -> io::Result<()> {
    page::begin(out, &format!("{} against {}", predicted.display(), gold.display()))?;
    let same = compared.iter().filter(|each| each.mistakes().next().is_none()).count();
    writeln!(out, "<p>{} articles; {same} of them without a difference.</p>", compared.len())?;
    summary(out, &count(compared.iter()))?;
    switches(out)?;
    let mut open = OPEN;
    for each in compared {
        let differs = each.mistakes().next().is_some();
        each.draw(out, differs && open > 0)?;
        open = open.saturating_sub(usize::from(differs));
    }
    page::end(out)
}

fn summary(out: &mut impl Write, counts: &SideCounts) -> io::Result<()> {
    writeln!(
        out,
        "<div class=\"tables\"><table><caption>All articles</caption><thead><tr><th scope=\"col\">part</th>"
    )?;
    for outcome in Outcome::ALL {
        let outcome = outcome.as_str();
        writeln!(out, "<th scope=\"col\"><span class=\"sign {outcome}\">{outcome}</span></th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for (part, outcomes) in PARTS.iter().zip(counts) {
        write!(out, "<tr><th scope=\"row\">{}</th>", named(*part))?;
        for times in outcomes {
            write!(out, "<td>{times}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

/// Boxes that the style sheet looks at: there is no script.
fn switches(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<fieldset class=\"switches\"><legend>Show</legend>")?;
    for name in ["names", "quantities", "links", "status", "right"] {
        let label = if name == "right" { "what is right" } else { name };
        writeln!(out, "<label><input type=\"checkbox\" id=\"show-{name}\" checked>{label}</label>")?;
    }
    writeln!(out, "</fieldset>")
}

impl Compared {
    fn draw(&self, out: &mut impl Write, open: bool) -> io::Result<()> {
        let counts = count(std::iter::once(self));
        write!(
            out,
            "<details class=\"card diff\"{}><summary dir=\"auto\">{}",
            if open { " open" } else { "" },
            escaped(&self.article.id)
        )?;
        for outcome in Outcome::ALL {
            let times: usize = counts.iter().map(|part| part[outcome as usize]).sum();
            if times > 0 {
                let outcome = outcome.as_str();
                write!(out, " <span class=\"sign {outcome}\">{times} {outcome}</span>")?;
            }
        }
        writeln!(out, "</summary><div class=\"text\" dir=\"auto\">{}</div>", self.marked())?;
        if self.mistakes().next().is_some() {
            writeln!(out, "<ol class=\"mistakes\">")?;
            for finding in self.mistakes() {
                self.listed(out, finding)?;
            }
            writeln!(out, "</ol>")?;
        }
        writeln!(out, "</details>")
    }

    fn listed(&self, out: &mut impl Write, finding: &Difference) -> io::Result<()> {
        let (outcome, part) = (finding.outcome.as_str(), named(finding.part));
        let context = escaped(&mistakes::context(&self.article.text, finding.extent));
        writeln!(
            out,
            "<li class=\"{part}\"><span class=\"sign {outcome}\">{outcome}</span> {}: {} <span class=\"context soft\" dir=\"auto\">{context}</span></li>",
            escaped(&finding.kind),
            escaped(&finding.note)
        )
    }

    /// The text, cut where any finding begins or ends.
    fn marked(&self) -> String {
        let chars: Vec<char> = self.article.text.chars().collect();
        let mut cuts: BTreeSet<usize> = [0, chars.len()].into();
        for Difference { extent, .. } in &self.findings {
            cuts.extend([extent.start.min(chars.len()), extent.end.min(chars.len())]);
        }
        let cuts: Vec<usize> = cuts.into_iter().collect();
        let (mut html, mut next, mut here) = (String::new(), 0, Vec::<&Difference>::new());
        for piece in cuts.windows(2) {
            here.retain(|finding| finding.extent.end > piece[0]);
            while let Some(finding) = self.findings.get(next).filter(|it| it.extent.start <= piece[0]) {
                here.push(finding);
                next += 1;
            }
            here.retain(|finding| finding.extent.end > piece[0]);
            let words = escaped(&chars[piece[0]..piece[1]].iter().collect::<String>());
            html.push_str(&mark(&words, &here));
        }
        html
    }
}

/// The words with the marks of all that covers them: the worst outcome gives the colour.
fn mark(words: &str, here: &[&Difference]) -> String {
    let Some(worst) = here.iter().map(|finding| finding.outcome).max() else { return words.to_owned() };
    let parts: BTreeSet<Part> = here.iter().map(|finding| finding.part).collect();
    let mut classes: Vec<&str> = parts.iter().map(|part| named(*part)).collect();
    if classes.len() == 1 {
        classes.push("only");
    }
    classes.push(worst.as_str());
    let notes = here.iter().filter(|finding| finding.outcome != Outcome::Right);
    let notes: Vec<String> = notes
        .map(|it| format!("{} {}: {}", it.outcome.as_str(), escaped(&it.kind), escaped(&it.note)))
        .collect();
    format!("<mark class=\"{}\" title=\"{}\">{words}</mark>", classes.join(" "), notes.join("\n"))
}
