//! The text of a Markdown file: paragraphs without marks, the front matter as metadata.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::article::Meta;

/// Text and front matter. Blocks are parted by an empty line, lines of a list by a line end.
pub(super) fn read(source: &str) -> (String, Meta) {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES;
    let mut page = MarkdownPage::default();
    for event in Parser::new_ext(source, options) {
        page.take(event);
    }
    (page.text.trim_end().to_owned(), page.meta)
}

#[derive(Default)]
struct MarkdownPage {
    text: String,
    meta: Meta,
    in_front_matter: bool,
}

impl MarkdownPage {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.in_front_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.in_front_matter = false,
            Event::Text(text) if self.in_front_matter => self.meta.extend(front_matter(&text)),
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::End(TagEnd::TableCell) => self.text.push('\t'),
            Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => self.end_line("\n"),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_) | TagEnd::CodeBlock | TagEnd::Table,
            ) => self.end_line("\n\n"),
            _ => {}
        }
    }

    /// Ends the text with `end`, however it ended before.
    fn end_line(&mut self, end: &str) {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push_str(end);
        }
    }
}

/// The `name: value` lines of a front matter; what is nested in them is left as text.
fn front_matter(block: &str) -> impl Iterator<Item = (String, serde_json::Value)> + '_ {
    block
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().trim_matches(['"', '\'']).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let (text, meta) = read(
            "---\ntitle: \"Raids\"\npublished: 2024-05-01\n---\n# Raids in *Lahore*\n\nPolice held **33** men\nin \
             [two towns](http://a), they said.\n\n- one\n- two\n\n> Quoted.\n",
        );
        assert_eq!(
            text,
            "Raids in Lahore\n\nPolice held 33 men\nin two towns, they said.\n\none\ntwo\n\nQuoted."
        );
        assert_eq!((meta["title"].as_str(), meta["published"].as_str()), (Some("Raids"), Some("2024-05-01")));
    }

    #[test]
    fn an_empty_file_is_an_empty_text() {
        assert_eq!(read("").0, "");
    }
}
