//! The article in a web page: its text without menus, advertisements and comments.

use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;

use crate::article::Meta;

/// Elements inside one another. Pages of newspapers stay below 100; reading takes time with the square of it.
const DEPTH: usize = 1000;

/// Elements in a page; the longest live tickers have some ten thousand.
const ELEMENTS: usize = 100_000;

/// Bytes in which a page has to name its encoding, by the HTML standard.
const PRESCAN: usize = 1024;

/// Elements that have no end, or often none in practice: they do not count for the depth.
const ENDLESS: [&str; 24] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "source", "tbody", "td", "th", "tr", "track", "wbr", "path",
];

/// Text and metadata (title, byline, site, published) of the article in `html`.
///
/// # Errors
/// Why there is none.
pub(super) fn read(html: &str) -> Result<(String, Meta), String> {
    if html.trim().is_empty() {
        return Ok((String::new(), Meta::new()));
    }
    if depth(html) > DEPTH {
        return Err(format!("the page has more than {DEPTH} elements inside one another"));
    }
    let config =
        Config { text_mode: TextMode::Formatted, max_elements_to_parse: ELEMENTS, ..Config::default() };
    let mut page = Readability::new(html, None, Some(config)).map_err(|error| error.to_string())?;
    let article = page.parse().map_err(|error| format!("no article found in the page: {error}"))?;
    let mut meta = Meta::new();
    let fields = [
        ("title", Some(article.title)),
        ("byline", article.byline),
        ("site", article.site_name),
        ("published", article.published_time),
    ];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            meta.insert(name.to_owned(), value.into());
        }
    }
    Ok((article.text_content.trim().to_owned(), meta))
}

/// The encoding that the page names at its start.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let (_, after) = start.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_:.".contains(letter));
    Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
}

/// How deep elements are nested, by counting tags; scripts and styles are passed over.
fn depth(html: &str) -> usize {
    let (mut rest, mut depth, mut deepest) = (html, 0_usize, 0);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let (closing, name) = name_of(rest);
        if name.is_empty() || ENDLESS.contains(&name.as_str()) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
            continue;
        }
        if name == "script" || name == "style" {
            let end = end_of(rest, &name);
            // Past the mark of the end as well, which would count as one.
            rest = rest.get(end + 2..).unwrap_or_default();
            continue;
        }
        let tag = rest.find('>').map_or(rest, |end| &rest[..end]);
        depth += usize::from(!tag.ends_with('/'));
        deepest = deepest.max(depth);
    }
    deepest
}

/// Whether a tag closes, and its name in lower case.
fn name_of(tag: &str) -> (bool, String) {
    let (closing, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
    (
        closing,
        tag.chars().take_while(char::is_ascii_alphanumeric).take(16).collect::<String>().to_ascii_lowercase(),
    )
}

/// Where the element `name` ends in `rest`.
fn end_of(rest: &str, name: &str) -> usize {
    let mut ends = rest.match_indices("</");
    ends.find(|(at, _)| name_of(&rest[at + 1..]).1 == name).map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "<p>Police said on Monday that 33 men, all of them from the city, were arrested in raids over \
                        two weeks, and that more raids were planned in the coming days, an officer added.</p>";

    fn page(body: &str) -> String {
        format!(
            "<html><head><meta charset=utf-8><title>Raids in the city</title><meta property=\"article:published_time\" \
             content=\"2024-05-01\"><script>if (a<b) {{ x = '<div><div>' }}</script></head><body><nav><ul><li>Home\
             <li>Sport</ul></nav><article><h1>Raids in the city</h1>{body}</article><footer>All rights</footer></body>"
        )
    }

    #[test]
    fn the_article_is_taken_from_its_page() {
        let (text, meta) = read(&page(&BODY.repeat(4))).unwrap();
        assert!(text.contains("Police said on Monday that 33 men"));
        assert!(!text.contains("Sport") && !text.contains("All rights"), "{text}");
        assert_eq!(
            (meta["title"].as_str(), meta["published"].as_str()),
            (Some("Raids in the city"), Some("2024-05-01"))
        );
    }

    #[test]
    fn a_page_without_an_article_is_told() {
        assert!(read("<html><body></body></html>").is_err());
        assert_eq!(read("").unwrap().0, "");
    }

    #[test]
    fn a_page_nested_without_end_is_refused() {
        let deep = page(&("<div>".repeat(5000) + BODY));
        assert!(read(&deep).unwrap_err().contains("inside one another"));
        assert_eq!(depth(&page(BODY)), 4);
        assert_eq!(depth("<div><script>a<b</div"), 1);
        assert_eq!(depth("<p>a<p>b<br><img/><svg><path/></svg>"), 1);
    }

    #[test]
    fn the_named_encoding_is_found() {
        let name = |page: &str| declared(page.as_bytes()).map(Encoding::name);
        assert_eq!(name("<meta charset=\"ISO-8859-1\">"), Some("windows-1252"));
        assert_eq!(name("<meta content='text/html; charset=windows-1251'>"), Some("windows-1251"));
        assert_eq!(name("<html>"), None);
    }
}
