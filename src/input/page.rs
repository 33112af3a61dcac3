//! The article in a web page: its text without menus, advertisements and comments.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;
use serde_json::Value as Json;

use super::{parts, tree};
use crate::article::Meta;

/// Bytes in which a page has to name its encoding, by the HTML standard.
const PRESCAN: usize = 1024;

/// Blocks of JSON-LD that are looked at: pages have a few.
const BLOCKS: usize = 50;

/// The levels of such a block.
const LEVELS: usize = 8;

/// The longest such block in bytes: its values take a hundred times their length in memory.
const LONGEST: usize = 1 << 20;

/// Text and metadata (title, byline, site, published) of the article in `html`.
///
/// # Errors
/// Why there is none.
pub(super) fn read(html: &str) -> Result<(String, Meta), String> {
    if html.trim().is_empty() {
        return Ok((String::new(), Meta::new()));
    }
    let document = tree::of(html)?;
    let told = article_body(&document);
    parts::tidy(&document)?;
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut page =
        Readability::with_document(document, None, Some(config)).map_err(|error| error.to_string())?;
    let article = match page.parse() {
        Ok(article) => article,
        Err(error) => {
            let text = told.ok_or_else(|| format!("no article found in the page: {error}"))?;
            return Ok((text, title(&page)));
        }
    };
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
    let shown = parts::with_tabs(article.text_content.trim());
    Ok((told.filter(|told| is_hidden(told, &shown)).unwrap_or(shown), meta))
}

/// The title of a page whose article is not in it.
fn title(page: &Readability) -> Meta {
    let title = page.get_article_title();
    let title = Some(title.trim()).filter(|title| !title.is_empty());
    title.map(|title| ("title".to_owned(), title.into())).into_iter().collect()
}

/// Whether the article that the page tells of is not the one that it shows: most of it is missing there.
fn is_hidden(told: &str, shown: &str) -> bool {
    shown.split_whitespace().count() * 2 < told.split_whitespace().count()
}

/// The text that a page gives for programs (schema.org's `articleBody` in JSON-LD). Some pages have it nowhere else.
fn article_body(page: &Document) -> Option<String> {
    let blocks = page.select("script[type=\"application/ld+json\"]");
    let bodies = blocks.nodes().iter().take(BLOCKS).filter_map(|block| {
        let text = block.text();
        let json: Json = serde_json::from_str(Some(text.trim()).filter(|it| it.len() <= LONGEST)?).ok()?;
        body_in(&json, LEVELS).map(str::to_owned)
    });
    let body = bodies.max_by_key(String::len)?;
    // Some of them hold HTML.
    let body = if body.contains("</") || body.contains('&') {
        tree::of(&body).ok()?.root().formatted_text().to_string()
    } else {
        body
    };
    Some(body.trim().to_owned()).filter(|body| !body.is_empty())
}

fn body_in(json: &Json, levels: usize) -> Option<&str> {
    let inner = |json| body_in(json, levels.checked_sub(1)?);
    match json {
        Json::Object(fields) => match fields.get("articleBody") {
            Some(Json::String(body)) => Some(body),
            _ => fields.values().find_map(inner),
        },
        Json::Array(list) => list.iter().find_map(inner),
        _ => None,
    }
}

/// The encoding that the page names at its start.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let (_, after) = start.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_:.".contains(letter));
    Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
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
    }

    #[test]
    fn an_article_that_only_programs_see_is_read() {
        let json = serde_json::json!({"@context": "https://schema.org", "@graph": [
            {"@type": "WebPage", "name": "x"},
            {"@type": "NewsArticle", "headline": "Raids", "articleBody": "Police held 33 men &amp; boys.\n\nTwo fled."},
        ]});
        let html = format!(
            "<html><head><title>Raids in the city</title><script type=\"application/ld+json\">{json}</script></head>\
             <body><div id=app></div></body></html>"
        );
        let (text, meta) = read(&html).unwrap();
        assert!(text.starts_with("Police held 33 men & boys.") && text.ends_with("Two fled."), "{text}");
        assert_eq!(meta["title"], "Raids in the city");
        // What is shown counts more.
        let both = html.replace("<div id=app>", &format!("<article>{}</article>", BODY.repeat(4)));
        assert!(read(&both).unwrap().0.starts_with("Police said on Monday"));
    }

    #[test]
    fn cells_of_a_table_are_parted() {
        let table = "<table><tr><th>Town</th><th>Dead</th><th>Hurt</th></tr><tr><td>Gulu</td><td>40</td><td>50</td></tr></table>";
        let (text, _) = read(&page(&(BODY.repeat(4) + table))).unwrap();
        assert!(text.contains("Town\tDead\tHurt\nGulu\t40\t50"), "{text}");
    }

    /// Ways in which content systems mark readers' comments, and lists of other articles.
    const COMMENTS: [&str; 10] = [
        "<div id=comments><h2>3 comments</h2>C</div>",
        "<section class='comments-area'><ol class='comment-list'><li class='comment'>C</li></ol></section>",
        "<ol class='commentlist'><li><div class='comment-body'>C</div></li></ol>",
        "<div class='comments'>C</div>",
        "<div id='disqus_thread'>C</div>",
        "<article class='comment'>C</article>",
        "<div itemprop='comment' itemscope itemtype='https://schema.org/Comment'>C</div>",
        "<section aria-label='Comments'>C</section>",
        "<div class='reader-comments user'>C</div>",
        "<div class='fb-comments'>C</div>",
    ];
    const LISTS: [&str; 4] = [
        "<div class='related-articles'>L</div>",
        "<aside class='most-read'><h3>Most read</h3>L</aside>",
        "<h3>Related stories</h3>L",
        "<p><strong>Read more:</strong></p>L",
    ];

    #[test]
    fn comments_and_lists_of_other_articles_are_left_out() {
        let said = "<p>I was there and saw 77 men, you cannot trust the police in that town, said a reader of ours.</p>";
        let list = "<ul><li><a href=x>Court frees 88 miners after a strike</a></li><li><a href=y>Flood kills 88 cows</a></li></ul>";
        for part in COMMENTS
            .map(|form| form.replace('C', &said.repeat(3)))
            .into_iter()
            .chain(LISTS.map(|form| form.replace('L', list)))
        {
            for (inside, after) in [(part.as_str(), ""), ("", part.as_str())] {
                let html = page(&format!("{}{inside}", BODY.repeat(4)))
                    .replace("</article>", &format!("</article>{after}"));
                let (text, _) = read(&html).unwrap();
                assert_eq!(text.matches("33 men").count(), 4, "{part}");
                assert!(!text.contains("77") && !text.contains("88"), "{part}: {text}");
            }
        }
        // An article in a part of that name stays.
        let html = page("")
            .replace("<h1>", "<div class=comments><h1>")
            .replace("</h1>", &format!("</h1>{}</div>", BODY.repeat(4)));
        assert_eq!(read(&html).unwrap().0.matches("33 men").count(), 4);
    }

    #[test]
    fn the_named_encoding_is_found() {
        let name = |page: &str| declared(page.as_bytes()).map(Encoding::name);
        assert_eq!(name("<meta charset=\"ISO-8859-1\">"), Some("windows-1252"));
        assert_eq!(name("<meta content='text/html; charset=windows-1251'>"), Some("windows-1251"));
        assert_eq!(name("<html>"), None);
    }
}
