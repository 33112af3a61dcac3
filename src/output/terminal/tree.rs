//! The syntax of a paragraph: every word under its head.

use std::io::{self, Write};
use std::ops::Range;

use super::colours::WEAK;
use super::plain::plain;
use crate::output::{Record, TokenRecord};

/// Writes the trees of the sentences in `range` (code points); nothing where the record has no tokens.
pub(super) fn write(
    out: &mut impl Write,
    record: &Record,
    chars: &[char],
    range: Range<usize>,
) -> io::Result<()> {
    let Some(tokens) = &record.tokens else { return Ok(()) };
    let forest = Forest::of(tokens, chars);
    for (root, _) in tokens.iter().enumerate().filter(|&(index, token)| {
        range.contains(&token.start) && (token.head == index || token.head >= tokens.len())
    }) {
        writeln!(out)?;
        forest.write(out, root)?;
    }
    Ok(())
}

struct Forest<'a> {
    tokens: &'a [TokenRecord],
    chars: &'a [char],
    /// Children of each token in text order.
    children: Vec<Vec<usize>>,
}

impl<'a> Forest<'a> {
    fn of(tokens: &'a [TokenRecord], chars: &'a [char]) -> Self {
        let mut children = vec![Vec::new(); tokens.len()];
        for (index, token) in tokens.iter().enumerate().filter(|&(index, token)| token.head != index) {
            if let Some(list) = children.get_mut(token.head) {
                list.push(index);
            }
        }
        Self { tokens, chars, children }
    }

    /// Depth first with a stack of our own: a sentence may be as deep as it is long.
    fn write(&self, out: &mut impl Write, root: usize) -> io::Result<()> {
        let mut stack = vec![(root, String::new(), "", "")];
        while let Some((index, indent, branch, below)) = stack.pop() {
            let token = &self.tokens[index];
            let text: String = self.chars.get(token.start..token.end).unwrap_or_default().iter().collect();
            if !text.trim().is_empty() {
                let (tag, dep) = (plain(&token.tag), plain(&token.dep));
                writeln!(out, "  {WEAK}{indent}{branch}{WEAK:#}{} {WEAK}{tag} {dep}{WEAK:#}", plain(&text))?;
            }
            let indent = indent + below;
            for (place, &child) in self.children[index].iter().enumerate().rev() {
                let last = place + 1 == self.children[index].len();
                let (branch, below) = if last { ("\u{2514} ", "  ") } else { ("\u{251c} ", "\u{2502} ") };
                stack.push((child, indent.clone(), branch, below));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hang_under_their_heads() {
        let token = |start, end, head, dep| serde_json::json!({"start": start, "end": end, "lemma": "", "tag": "T", "pos": "", "head": head, "dep": dep});
        let record: Record = serde_json::from_value(serde_json::json!({"id": "a", "text": "Police held five men",
            "tokens": [token(0, 6, 1, "nsubj"), token(7, 11, 1, "ROOT"), token(12, 16, 3, "nummod"), token(17, 20, 1, "dobj")]}))
        .unwrap();
        let chars: Vec<char> = "Police held five men".chars().collect();
        let mut out = Vec::new();
        write(&mut out, &record, &chars, 0..20).unwrap();
        let text = anstream::adapter::strip_bytes(&out).into_vec();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "\n  held T ROOT\n  \u{251c} Police T nsubj\n  \u{2514} men T dobj\n    \u{2514} five T nummod\n"
        );
    }
}
