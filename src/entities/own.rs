//! The user's own list of names: `name<tab>label<tab>aliases<tab>canonical<tab>ref`.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::board::{Board, Mention, text};
use crate::article::{By, Doc, Label, Reference, TokenRange};
use crate::error::Error;
use crate::tokens::Reading;

/// The header of a list.
pub const COLUMNS: [&str; 5] = ["name", "label", "aliases", "canonical", "ref"];

/// Names that win over all that headcount finds. They are compared as written, word by word; how list and text are typeset does not
/// count (see [`Reading`]).
#[derive(Debug, Default)]
pub struct OwnNames {
    entries: Vec<Entry>,
    /// Names by their first word: their text and entry, the longest first.
    names: HashMap<String, Vec<(String, usize)>>,
}

#[derive(Debug)]
struct Entry {
    label: Label,
    canonical: String,
    reference: Option<Box<str>>,
}

impl OwnNames {
    /// Reads the list in the file `path`; see [`OwnNames::parse`].
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read, [`Error::Record`] for a slip in it.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// Reads a list: tab-separated text whose first line is [`COLUMNS`] (columns at the end may be left out). `aliases`
    /// are separated by `|`; `canonical` and `ref` may be empty. Lines that begin with `#` are skipped. `path` is for
    /// messages.
    ///
    /// # Errors
    /// [`Error::Record`] with the line for a wrong header, an unknown label, a name that is empty or stands twice with
    /// different labels, or a row too long.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let fault = |line: usize, cause: String| Error::Record { path: path.to_owned(), line, cause };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines =
            (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let (line, header) =
            lines.next().ok_or_else(|| fault(1, format!("empty; the first line must be {}", shown())))?;
        let columns = header.split('\t').map(str::trim).count();
        if columns < 2
            || columns > COLUMNS.len()
            || header.split('\t').map(str::trim).ne(COLUMNS.into_iter().take(columns))
        {
            return Err(fault(line, format!("the first line must be {} (separated by tabs)", shown())));
        }
        let mut own = Self::default();
        for (line, row) in lines {
            let fields: Vec<&str> = row.split('\t').map(str::trim).collect();
            own.row(&fields, columns).map_err(|cause| fault(line, cause))?;
        }
        Ok(own)
    }

    fn row(&mut self, fields: &[&str], columns: usize) -> Result<(), String> {
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        if fields.len() > columns {
            return Err(format!("{} fields where {columns} are named", fields.len()));
        }
        let label = Label::parse(field(1)).ok_or_else(|| {
            let known = Label::ALL.map(Label::as_str).join(", ");
            format!("unknown label {:?}; one of {known}", field(1))
        })?;
        let canonical = if field(3).is_empty() { field(0) } else { field(3) };
        let reference = Some(field(4)).filter(|key| !key.is_empty()).map(Into::into);
        let entry = self.entries.len();
        for name in std::iter::once(field(0))
            .chain(field(2).split('|').map(str::trim).filter(|name| !name.is_empty()))
        {
            self.name(Reading::of(&name.into()).text(), label, entry)?;
        }
        self.entries.push(Entry { label, canonical: canonical.to_owned(), reference });
        Ok(())
    }

    fn name(&mut self, name: &str, label: Label, entry: usize) -> Result<(), String> {
        let first =
            first_word(name).ok_or_else(|| format!("{name:?} is no name: it has no letter or digit"))?;
        let names = self.names.entry(first.to_owned()).or_default();
        let twice = names.iter().find(|(other, _)| other == name);
        if let Some(other) =
            twice.and_then(|(_, other)| self.entries.get(*other)).filter(|other| other.label != label)
        {
            return Err(format!("{name:?} stands twice, as {} and {}", other.label.as_str(), label.as_str()));
        }
        names.push((name.to_owned(), entry));
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Ok(())
    }

    /// Takes in another list; its names come after those that are there.
    pub(super) fn extend(&mut self, other: Self) {
        let shift = self.entries.len();
        self.entries.extend(other.entries);
        let mut firsts: Vec<_> = other.names.into_iter().collect();
        firsts.sort();
        for (first, names) in firsts {
            let all = self.names.entry(first).or_default();
            all.extend(names.into_iter().map(|(name, entry)| (name, entry + shift)));
            all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
    }

    /// Puts all occurrences of the names on the board, in the place of what is there.
    pub(super) fn put(&self, doc: &Doc, board: &mut Board) {
        let mut at = 0;
        while at < doc.len() {
            let start = doc.tokens[at].span.start() as usize;
            let rest = doc.text.get(start..).unwrap_or_default();
            let names = first_word(doc.token_text(at)).and_then(|first| self.names.get(first));
            let found = names.into_iter().flatten().find_map(|(name, entry)| {
                let tokens = whole_tokens(doc, at, start + begins_with(rest, name)?)?;
                Some((tokens, *entry))
            });
            match found.and_then(|(tokens, entry)| Some((tokens, self.entries.get(entry)?))) {
                Some((tokens, entry)) => {
                    board.put(entry.mention(doc, tokens));
                    at = tokens.end as usize;
                }
                None => at += 1,
            }
        }
    }
}

impl Entry {
    fn mention(&self, doc: &Doc, tokens: TokenRange) -> Mention {
        debug_assert!(!text(doc, tokens).is_empty());
        Mention {
            name: Some(self.canonical.clone()),
            reference: self.reference.clone().map(Reference::Key),
            ..Mention::settled(tokens, self.label, By::Lexicon, 0.99)
        }
    }
}

/// The tokens from `at` to the one that ends at byte `end`; `None` where none ends there.
fn whole_tokens(doc: &Doc, at: usize, end: usize) -> Option<TokenRange> {
    let last = (at..doc.len()).find(|&at| doc.tokens[at].span.end() as usize >= end)?;
    (doc.tokens[last].span.end() as usize == end).then(|| TokenRange::new(at, last + 1))
}

/// The length of `name` at the start of `text`. In a text, a mark that ends a plural may look like one that closes a quotation, which
/// stays as it is.
fn begins_with(text: &str, name: &str) -> Option<usize> {
    let plain = |letter: char| if letter == '’' { '\'' } else { letter };
    let mut rest = text.chars();
    let is_here = name.chars().all(|letter| rest.next().is_some_and(|other| plain(other) == plain(letter)));
    is_here.then(|| text.len() - rest.as_str().len())
}

/// The first run of letters and digits of a name, by which it is looked up.
fn first_word(name: &str) -> Option<&str> {
    let word = name.split(|letter: char| !letter.is_alphanumeric()).next()?;
    (!word.is_empty()).then_some(word)
}

fn shown() -> String {
    COLUMNS.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        OwnNames::parse(Path::new("mine.tsv"), text).unwrap_err().to_string()
    }

    #[test]
    fn a_fault_is_told_with_file_and_line() {
        assert!(message("").starts_with("mine.tsv:1: empty"));
        assert!(message("label\tname\n").starts_with("mine.tsv:1: the first line must be name label"));
        assert!(message("name\tlabel\nNAB\tAGENCY\n").starts_with("mine.tsv:2: unknown label \"AGENCY\""));
        assert!(
            message("name\tlabel\n# a comment\n\nNAB\tORG\tx\n").starts_with("mine.tsv:4: 3 fields where 2")
        );
        assert!(
            message("name\tlabel\nSprings\tGPE\nSprings\tORG\n").contains("stands twice, as GPE and ORG")
        );
        assert!(message("name\tlabel\n\tORG\n").contains("is no name"));
    }
}
