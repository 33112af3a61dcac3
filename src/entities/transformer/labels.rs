//! A checkpoint's labels in ours.

use std::path::Path;

use crate::article::Label;
use crate::error::Error;
use crate::lexicon::{self, Row};

const FILE: &str = "names/checkpoint_labels.tsv";

/// Our labels that one of a checkpoint's can be, each with its share; the shares add up to 1. Empty: left out.
pub(super) type Shares = Vec<(Label, f32)>;

/// Pairs of the user's own: a checkpoint's label and ours.
#[derive(Debug, Clone, Default)]
pub struct LabelPairs(Vec<(String, Shares)>);

impl LabelPairs {
    /// Reads `A=B,C=D|E,F=`: A is our B, C is D or E, F is left out. A share may stand behind a label (`C=GPE 0.9|LOC 0.1`).
    ///
    /// # Errors
    /// The part that is not such a pair, with the labels that there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let pairs = parts.map(|part| {
            let (name, ours) = part
                .split_once('=')
                .ok_or_else(|| format!("{part}: expected A=B, with B one of {}", known()))?;
            Ok((
                name.trim().to_owned(),
                shares(ours.split('|').map(str::trim).filter(|form| !form.is_empty()))?,
            ))
        });
        Ok(Self(pairs.collect::<Result<_, String>>()?))
    }
}

/// What each of the checkpoint's `names` is, in their order. `folder` is told in errors.
///
/// # Errors
/// [`Error::Checkpoint`] that lists the names which neither `pairs` nor the embedded list knows.
pub(super) fn of(names: &[String], pairs: &LabelPairs, folder: &Path) -> Result<Vec<Shares>, Error> {
    let text = include_str!("../../../models/names/checkpoint_labels.tsv");
    let rows = lexicon::parse(FILE, text, &["labels", "without", "ours"])?;
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        let own = pairs.0.iter().rev().find(|(from, _)| from == name);
        let row = || rows.iter().find(|row| row.list(0).any(|label| is(label, name)) && fits(row, names));
        match (own, row()) {
            (Some((_, own)), _) => found.push(own.clone()),
            (None, Some(row)) => found.push(shares(row.list(2)).map_err(|cause| Error::Model {
                file: FILE,
                place: format!("line {}", row.line),
                cause,
            })?),
            (None, None) => unknown.push(name.as_str()),
        }
    }
    if unknown.is_empty() {
        return Ok(found);
    }
    let cause = format!(
        "has labels that are none of ours: {}; say what they are, or leave them out: --model-map {}=ORG,... or {}= \
         (ours are {})",
        unknown.join(", "),
        unknown[0],
        unknown[0],
        known()
    );
    Err(Error::Checkpoint { path: folder.to_owned(), cause })
}

fn is(label: &str, name: &str) -> bool {
    label.eq_ignore_ascii_case(name)
}

/// Whether the checkpoint has none of the labels that the row must not stand beside.
fn fits(row: &Row, names: &[String]) -> bool {
    !row.list(1).any(|label| names.iter().any(|name| is(label, name)))
}

/// Reads `GPE 0.9`, `LOC 0.1`.
fn shares<'t>(forms: impl Iterator<Item = &'t str>) -> Result<Shares, String> {
    let read = forms.map(|form| {
        let (name, share) = form.split_once(' ').unwrap_or((form, "1"));
        let label =
            Label::parse(name).ok_or_else(|| format!("{name} is not one of our labels: {}", known()))?;
        match share.trim().parse::<f32>() {
            Ok(share) if share > 0.0 && share.is_finite() => Ok((label, share)),
            _ => Err(format!("{form}: expected a share above 0 behind the label")),
        }
    });
    let mut shares = read.collect::<Result<Shares, String>>()?;
    let total: f32 = shares.iter().map(|(_, share)| share).sum();
    for (_, share) in &mut shares {
        *share /= total;
    }
    Ok(shares)
}

fn known() -> String {
    Label::ALL.map(Label::as_str).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(names: &[&str], pairs: &str) -> Result<Vec<Shares>, Error> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        of(&names, &LabelPairs::parse(pairs).unwrap(), Path::new("bert"))
    }

    #[test]
    fn a_place_is_what_the_set_has_no_other_label_for() {
        let conll = labels(&["PER", "LOC", "MISC"], "").unwrap();
        assert_eq!(conll[0], [(Label::Person, 1.0)]);
        assert_eq!(conll[1][0].0, Label::Gpe);
        assert_eq!(conll[2][0].0, Label::Norp);
        let ontonotes = labels(&["GPE", "LOC", "FAC", "CARDINAL"], "").unwrap();
        assert_eq!(ontonotes[1], [(Label::Loc, 1.0)]);
        assert!(ontonotes[3].is_empty());
        let worldwide = labels(&["Location", "Facility", "NORP", "Misc"], "").unwrap();
        assert_eq!(
            worldwide[0].iter().map(|&(label, _)| label).collect::<Vec<_>>(),
            [Label::Gpe, Label::Loc]
        );
        assert_eq!(worldwide[3][0].0, Label::Event);
    }

    #[test]
    fn the_users_pairs_win_and_unknown_labels_are_named() {
        let own = labels(&["LOC", "Gene"], "LOC=LOC,Gene=PRODUCT 3|ORG").unwrap();
        assert_eq!(own[0], [(Label::Loc, 1.0)]);
        assert_eq!(own[1], [(Label::Product, 0.75), (Label::Org, 0.25)]);
        let error = labels(&["PER", "Gene", "NN"], "").unwrap_err().to_string();
        assert!(error.starts_with("bert: has labels that are none of ours: Gene, NN; "), "{error}");
        assert!(labels(&["Gene"], "Gene=").unwrap()[0].is_empty());
    }

    #[test]
    fn pairs_must_be_pairs_of_our_labels() {
        assert!(LabelPairs::parse("LOC").unwrap_err().starts_with("LOC: expected A=B"));
        assert!(LabelPairs::parse("LOC=TOWN").unwrap_err().starts_with("TOWN is not one of our labels"));
        assert!(LabelPairs::parse("LOC=GPE x").unwrap_err().contains("share"));
    }
}
