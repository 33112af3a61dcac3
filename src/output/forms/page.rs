//! A page of HTML without a script: the frame, and text made safe. Whatever stands in an article stays text.

use std::io::{self, Write};

use super::report::{STYLE, hash};

const OWN_STYLE: &str = include_str!("page/page.css");

/// Begins a page with that title, which may run and load nothing.
///
/// # Errors
/// Those of `out`.
pub fn begin(out: &mut impl Write, title: &str) -> io::Result<()> {
    let style = format!("{STYLE}{OWN_STYLE}");
    let (title, policy) = (escaped(title), hash(&style));
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{policy}'; base-uri 'none'; \
         form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <main>\n<h1>{title}</h1>\n"
    )
}

/// Ends a page.
///
/// # Errors
/// Those of `out`.
pub fn end(out: &mut impl Write) -> io::Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    writeln!(out, "</main>\n<footer>Made by headcount {version}.</footer>\n</body>\n</html>")
}

/// The text as it stands in HTML, between tags or in an attribute in quotes. A control character would not be allowed there.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("<a b=\"c\">'&\0\r\n"), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;\u{fffd}\u{fffd}\n");
    }

    #[test]
    fn a_page_runs_and_loads_nothing() {
        let mut page = Vec::new();
        begin(&mut page, "<b>").unwrap();
        end(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("<h1>&lt;b&gt;</h1>") && page.contains("default-src 'none'"));
        assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("url("));
    }
}
