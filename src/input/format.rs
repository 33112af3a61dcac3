//! Forms of input, told by the end of a file's name.

use std::path::Path;

/// The form of a file or stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one article a file (`.txt`).
    Text,
    /// JSON Lines, one record a line (`.jsonl`, `.ndjson`).
    Records,
}

impl Format {
    /// The ends of names that are read, for messages.
    pub const NAMES: &'static str = ".txt, .jsonl, .ndjson";

    /// The form that the name of `path` tells; `None` for other kinds of file.
    pub fn of(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?;
        match end.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "jsonl" | "ndjson" => Some(Self::Records),
            _ => None,
        }
    }

    /// A file without any extension that was named itself is taken for text.
    pub(super) fn of_bare(path: &Path) -> Option<Self> {
        path.extension().is_none().then_some(Self::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_name_tells_the_form() {
        assert_eq!(Format::of(Path::new("a/B.TXT")), Some(Format::Text));
        assert_eq!(Format::of(Path::new("a.2024.jsonl")), Some(Format::Records));
        assert_eq!(Format::of(Path::new("a.pdf")), None);
        assert_eq!(Format::of_bare(Path::new("a/README")), Some(Format::Text));
        assert_eq!(Format::of_bare(Path::new("a.pdf")), None);
    }
}
