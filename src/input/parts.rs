//! What is not the article in a web page, and what of it a plain text cannot show: readers' comments and lists of other articles are
//! taken out, raised figures are told from the figures that they stand at, cells of a table are parted.

use std::collections::HashSet;
use std::sync::OnceLock;

use dom_query::{Document, Matcher, NodeData, NodeRef};

use crate::error::Error;
use crate::lexicon;

/// Stands for the gap between two cells until the text is made; of the private use area, so no page has it.
const GAP: char = '\u{e000}';

/// Characters before a raised figure that are looked at.
const BEFORE: usize = 16;

/// The lists of `web_pages.tsv`.
struct Parts {
    never: Matcher,
    weak: Matcher,
    headings: HashSet<&'static str>,
    units: HashSet<&'static str>,
}

impl Parts {
    fn new() -> Result<Self, Error> {
        let file = "language/web_pages.tsv";
        let rows =
            lexicon::parse(file, include_str!("../../models/language/web_pages.tsv"), &["kind", "value"])?;
        let all =
            |kind: &'static str| rows.iter().filter(move |row| row.field(0) == kind).map(|row| row.field(1));
        let matcher = |kind: &'static str| {
            let selectors: Vec<_> = all(kind).collect();
            Matcher::new(&selectors.join(", ")).map_err(|_| Error::Model {
                file,
                place: format!("the rows of {kind}"),
                cause: "one is no selector".to_owned(),
            })
        };
        Ok(Self {
            never: matcher("part")?,
            weak: matcher("weak")?,
            headings: all("heading").collect(),
            units: all("unit").collect(),
        })
    }

    fn get() -> Result<&'static Self, String> {
        static PARTS: OnceLock<Result<Parts, String>> = OnceLock::new();
        let parts = PARTS.get_or_init(|| Self::new().map_err(|error| error.to_string()));
        parts.as_ref().map_err(Clone::clone)
    }
}

/// Takes out of a page what is not its article, and makes plain what stands raised, lowered or in cells.
///
/// # Errors
/// The fault of the list, which is none of the page.
pub(super) fn tidy(page: &Document) -> Result<(), String> {
    let parts = Parts::get()?;
    for node in page.select_matcher(&parts.never).nodes() {
        if !holds_article(node) {
            node.remove_from_parent();
        }
    }
    let length = page.root().text().len();
    for node in page.select_matcher(&parts.weak).nodes() {
        if !holds_article(node) && node.text().len() * 2 < length {
            node.remove_from_parent();
        }
    }
    take_out_lists(page, &parts.headings);
    for node in page.select("sup, sub").nodes() {
        flatten(node, &parts.units);
    }
    for cell in page.select("td, th").nodes() {
        if is_plain(cell) && cell.next_element_sibling().is_some() {
            cell.append_child(&cell.tree.new_text(GAP.to_string()));
        }
    }
    Ok(())
}

/// The text of an article with the gaps between cells as tabs, as those of Markdown are.
pub(super) fn with_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, cell) in text.split(GAP).enumerate() {
        if number > 0 {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\t');
        }
        out.push_str(if number > 0 { cell.trim_start_matches(' ') } else { cell });
    }
    out
}

/// Whether a part holds the page's own heading or the body of its article, whatever it is called.
fn holds_article(node: &NodeRef<'_>) -> bool {
    ["html", "body", "main", "h1"].iter().any(|name| node.has_name(name))
        || node.descendants_it().any(|inner| {
            inner.has_name("h1") || inner.attr("itemprop").is_some_and(|it| &*it == "articleBody")
        })
}

/// Takes out lists of links under a heading that says that they are such.
fn take_out_lists(page: &Document, headings: &HashSet<&'static str>) {
    for heading in page.select("h2, h3, h4, h5, h6, strong, p").nodes() {
        let text = heading.text();
        if text.len() > 60 {
            continue;
        }
        let text = text.trim().trim_end_matches([':', '.']).to_lowercase().replace('\u{2019}', "'");
        if !headings.contains(text.as_str()) {
            continue;
        }
        let mut next = heading.next_element_sibling();
        while let Some(list) = next.filter(is_of_links) {
            next = list.next_element_sibling();
            list.remove_from_parent();
        }
        heading.remove_from_parent();
    }
}

/// Whether next to all of a part's text stands in links.
fn is_of_links(node: &NodeRef<'_>) -> bool {
    let all = node.normalized_char_count();
    let links = node.descendants_it().filter(|inner| inner.has_name("a"));
    let linked: usize = links.map(|link| link.normalized_char_count()).sum();
    all > 0 && linked * 10 >= all * 7
}

/// Whether a cell holds nothing but text: that of a page that is laid out as a table holds paragraphs.
fn is_plain(cell: &NodeRef<'_>) -> bool {
    const BLOCKS: [&str; 8] = ["p", "div", "table", "ul", "ol", "section", "article", "blockquote"];
    !cell.descendants_it().any(|inner| BLOCKS.iter().any(|block| inner.has_name(block)))
}

/// What is done with a raised or lowered piece.
#[derive(Debug, PartialEq, Eq)]
enum Flat {
    /// It is a note, and goes.
    Gone,
    /// It is written on the line.
    Text(String),
}

/// Replaces a raised or lowered piece by what it is in plain text.
fn flatten(node: &NodeRef<'_>, units: &HashSet<&'static str>) {
    let text = node.text();
    let text = text.trim();
    let linked = node.descendants_it().any(|inner| inner.has_name("a"))
        || node.parent().is_some_and(|parent| parent.has_name("a"));
    let before = before(node);
    let flat = if linked {
        Flat::Gone
    } else if node.has_name("sub") {
        lowered(text, &before)
    } else {
        raised(text, &before, units)
    };
    if let Flat::Text(text) = flat {
        node.insert_before(&node.tree.new_text(text));
    }
    node.remove_from_parent();
}

/// The end of the text before a node, on the same level and in what stands there.
fn before(node: &NodeRef<'_>) -> String {
    let (mut end, mut at) = (Vec::new(), node.prev_sibling());
    // More pieces than letters would be empty ones.
    for _ in 0..BEFORE {
        let Some(mut piece) = at else { break };
        at = piece.prev_sibling();
        while let Some(last) = piece.last_child() {
            piece = last;
        }
        // Only the end is copied: the piece may be long.
        piece.query(|leaf| {
            if let NodeData::Text { contents } = &leaf.data {
                end.extend(contents.chars().rev().take(BEFORE - end.len()));
            }
        });
        if end.len() == BEFORE {
            break;
        }
    }
    end.iter().rev().collect()
}

/// A lowered piece: figures belong to a formula (`CO2`), unless they stand at a figure.
fn lowered(text: &str, before: &str) -> Flat {
    let digits = !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit());
    if digits && before.ends_with(|letter: char| letter.is_ascii_digit()) {
        return Flat::Text(shifted(
            text,
            "\u{2080}\u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\u{2089}\u{208b}",
        ));
    }
    if !digits && is_mark(text) { Flat::Gone } else { Flat::Text(text.to_owned()) }
}

/// A raised piece: a power, a part of a price, the end of an ordinal, or a note.
fn raised(text: &str, before: &str, units: &HashSet<&'static str>) -> Flat {
    let text = text.replace('\u{2212}', "-");
    let figure = text.strip_prefix('-').unwrap_or(&text);
    if figure.is_empty() || !figure.chars().all(|letter| letter.is_ascii_digit()) {
        return if is_mark(&text) { Flat::Gone } else { Flat::Text(text) };
    }
    if text.len() == 2 && is_price(before) {
        return Flat::Text(format!(".{text}"));
    }
    if !is_power(&text, before, units) {
        return Flat::Gone;
    }
    let signs = "\u{2070}\u{b9}\u{b2}\u{b3}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}\u{207b}";
    Flat::Text(shifted(&text, signs))
}

/// The number at the end of a text, and what stands before it.
fn number_at_end(text: &str) -> (&str, &str) {
    let base = text.trim_end_matches(|letter: char| letter.is_ascii_digit() || ".,".contains(letter));
    (&text[base.len()..], base)
}

/// Whether a text ends in a sum of money: raised digits after it are its cents.
fn is_price(before: &str) -> bool {
    let (number, base) = number_at_end(before);
    !number.is_empty() && base.ends_with(['$', '\u{20ac}', '\u{a3}'])
}

/// Whether raised digits are a power: of ten, of a unit of length.
fn is_power(text: &str, before: &str, units: &HashSet<&'static str>) -> bool {
    let unit = &before[before.trim_end_matches(char::is_alphabetic).len()..];
    let (number, base) = number_at_end(before);
    let negative = text.starts_with('-');
    let exact = text.trim_start_matches('-').parse::<u32>().unwrap_or_default();
    if units.contains(unit) && (negative || matches!(exact, 2 | 3)) {
        return true;
    }
    let times = base.trim_end().ends_with(['\u{d7}', '\u{b7}', 'x', '*']);
    number == "10" && (times || negative || exact >= 3)
}

/// Whether a piece is the mark of a note: `[1]`, `*`, `1,2`, `a`.
fn is_mark(text: &str) -> bool {
    let bracketed = text.starts_with(['[', '(']) && text.ends_with([']', ')']);
    let letter = text.len() == 1 && text.chars().all(|letter| letter.is_ascii_lowercase());
    let signs = text.chars().all(|it| {
        it.is_ascii_digit() || it.is_whitespace() || "*\u{2020}\u{2021}\u{a7}\u{b6}#,;-".contains(it)
    });
    text.is_empty() || bracketed || letter || signs
}

/// Digits and the minus in the forms of `shape`.
fn shifted(text: &str, shape: &str) -> String {
    let place = |letter: char| letter.to_digit(10).unwrap_or(10) as usize;
    text.chars().filter_map(|letter| shape.chars().nth(place(letter))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_and_lowered_figures_are_told_apart() {
        let flat = |html: &str| {
            let page = Document::from(format!("<p>{html}</p>"));
            tidy(&page).unwrap();
            page.select("p").text().to_string()
        };
        for (html, text) in [
            ("40<sup>1</sup> wells", "40 wells"),
            ("40<sup>[12]</sup> wells", "40 wells"),
            ("40<sup><a href='#n'>3</a></sup> wells", "40 wells"),
            ("40<a href='#n'><sup>3</sup></a> wells", "40 wells"),
            ("40<sup>*</sup> wells, 5<sup>a</sup> men", "40 wells, 5 men"),
            ("about 10<sup>6</sup> cells", "about 10\u{2076} cells"),
            ("3 \u{d7} 10<sup>\u{2212}2</sup> m", "3 \u{d7} 10\u{207b}\u{b2} m"),
            ("40 km<sup>2</sup>, 5 m<sup>3</sup>", "40 km\u{b2}, 5 m\u{b3}"),
            ("the 5<sup>th</sup> man", "the 5th man"),
            ("$4<sup>99</sup> each", "$4.99 each"),
            ("12 tonnes of CO<sub>2</sub>", "12 tonnes of CO2"),
            ("x 40<sub>1</sub>", "x 40\u{2081}"),
        ] {
            assert_eq!(flat(html), text, "{html}");
        }
    }
}
