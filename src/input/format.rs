//! Forms of input, told by the end of a file's name.

use std::path::Path;

/// What a file or stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one article a file.
    Text,
    /// Markdown, one article a file; its text without the marks.
    Markdown,
    /// JSON Lines, one record a line.
    Records,
    /// A table with a header line, one article a row.
    Table,
    /// A web page; the text of its article.
    Page,
    /// A web archive (WARC), one article a page.
    Crawl,
    /// A zip archive with files of the other forms.
    Zip,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstandard,
}

/// What a file holds and how it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileKind {
    pub(super) format: Format,
    pub(super) packing: Packing,
}

/// The ends of names that are read.
const FORMATS: [(&str, Format); 13] = [
    ("txt", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("jsonl", Format::Records),
    ("ndjson", Format::Records),
    ("csv", Format::Table),
    ("tsv", Format::Table),
    ("tab", Format::Table),
    ("html", Format::Page),
    ("htm", Format::Page),
    ("xhtml", Format::Page),
    ("warc", Format::Crawl),
    ("zip", Format::Zip),
];

impl Format {
    /// The ends of names that are read, for messages.
    pub const NAMES: &'static str =
        ".txt .md .html .jsonl .csv .tsv .warc, each also as .gz or .zst, and .zip";
}

impl FileKind {
    /// The form that the name of `path` tells; `None` for other kinds of file.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let (packing, inner) = Packing::of(path);
        let end = extension(inner)?;
        let (_, format) = FORMATS.into_iter().find(|(name, _)| *name == end)?;
        Some(Self { format, packing })
    }

    /// A file without any extension that was named itself is taken for text.
    pub(super) fn of_bare(path: &Path) -> Option<Self> {
        let (packing, inner) = Packing::of(path);
        inner.extension().is_none().then_some(Self { format: Format::Text, packing })
    }

    /// Whether it holds files of other forms.
    pub(super) fn is_archive(self) -> bool {
        self.format == Format::Zip
    }

    /// A file of `format`, whatever its name says.
    pub(super) fn forced(path: &Path, format: Format) -> Self {
        Self { format, packing: Packing::of(path).0 }
    }
}

impl Packing {
    /// How `path` is packed, and its name without the packing's ending.
    fn of(path: &Path) -> (Self, &Path) {
        let packing = match extension(path).as_deref() {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstandard,
            _ => return (Self::None, path),
        };
        (packing, path.file_stem().map_or(path, Path::new))
    }
}

fn extension(path: &Path) -> Option<String> {
    path.extension()?.to_str().map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str) -> Option<(Format, Packing)> {
        FileKind::of(Path::new(name)).map(|form| (form.format, form.packing))
    }

    #[test]
    fn the_end_of_the_name_tells_the_form() {
        assert_eq!(form("a/B.TXT"), Some((Format::Text, Packing::None)));
        assert_eq!(form("a.2024.jsonl"), Some((Format::Records, Packing::None)));
        assert_eq!(form("a/b.jsonl.gz"), Some((Format::Records, Packing::Gzip)));
        assert_eq!(form("b.txt.zst"), Some((Format::Text, Packing::Zstandard)));
        assert_eq!(form("a.pdf"), None);
        assert_eq!(form("a.pdf.gz"), None);
        assert_eq!(form("gz"), None);
    }

    #[test]
    fn only_a_name_without_an_ending_is_taken_for_text() {
        assert!(FileKind::of_bare(Path::new("a/README")).is_some());
        assert!(FileKind::of_bare(Path::new("a.pdf")).is_none());
    }
}
