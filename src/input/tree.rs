//! The tree of a web page, built within bounds.
//!
//! The parser follows the HTML standard, by which a short page may have a tree of any size: an open `<b>` is opened anew in every
//! paragraph, and an element that is never closed holds all that follows. So elements, nodes and depth are counted while the tree
//! grows, and a page beyond the bounds is given up at once.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};

use dom_query::{Document, NodeId};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use rustc_hash::FxBuildHasher;

/// Elements inside one another. Pages of newspapers stay below 100; reading takes time with the product of depth and length.
pub(super) const DEPTH: u32 = 500;

/// Elements in a page; the longest live tickers have some ten thousand.
pub(super) const ELEMENTS: usize = 100_000;

/// Elements, texts and comments in a page.
const NODES: usize = 500_000;

/// Attributes of one element: the parser compares each with all before it.
const ATTRIBUTES: usize = 5000;

/// The tree of a page.
///
/// # Errors
/// Which bound it is beyond.
pub(super) fn of(html: &str) -> Result<Document, String> {
    if most_attributes(html) > ATTRIBUTES {
        return Err(format!("an element of the page has more than {ATTRIBUTES} attributes"));
    }
    let builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder: builder, ..ParseOpts::default() };
    // The parser calls the sink, and cannot be told to stop but by unwinding; what it has built is dropped.
    let built =
        panic::catch_unwind(AssertUnwindSafe(|| parse_document(BoundedTree::default(), options).one(html)));
    built.map_err(|cause| match cause.downcast::<Beyond>() {
        Ok(beyond) => beyond.0,
        Err(other) => panic::resume_unwind(other),
    })
}

/// Why a page is given up.
struct Beyond(String);

/// Gives the page up.
fn give_up(cause: String) -> ! {
    // No hook is called: this is no fault of the program.
    panic::resume_unwind(Box::new(Beyond(cause)))
}

/// A document that counts.
#[derive(Default)]
struct BoundedTree {
    document: Document,
    elements: Cell<usize>,
    nodes: Cell<usize>,
    depths: RefCell<HashMap<NodeId, u32, FxBuildHasher>>,
    /// The node that a text was added to last: a text that follows becomes one with it.
    grown: Cell<Option<NodeId>>,
}

impl BoundedTree {
    fn count_node(&self) {
        self.nodes.set(self.nodes.get() + 1);
        if self.nodes.get() > NODES {
            give_up(format!("the page has more than {NODES} elements, texts and comments"));
        }
    }

    /// Notes that `child` comes into (or beside a child of) `parent`.
    fn place(&self, parent: NodeId, beside: bool, child: &NodeOrText<NodeId>) {
        let NodeOrText::AppendNode(child) = child else {
            if self.grown.replace(Some(parent)) != Some(parent) {
                self.count_node();
            }
            return;
        };
        self.grown.set(None);
        let mut depths = self.depths.borrow_mut();
        let depth = depths.get(&parent).copied().unwrap_or_default() + u32::from(!beside);
        depths.insert(*child, depth);
        drop(depths);
        if depth > DEPTH {
            give_up(format!("the page has more than {DEPTH} elements inside one another"));
        }
    }
}

impl TreeSink for BoundedTree {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Document {
        self.document
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.elements.set(self.elements.get() + 1);
        if self.elements.get() > ELEMENTS {
            give_up(format!("the page has more than {ELEMENTS} elements"));
        }
        self.count_node();
        self.document.create_element(name, attributes, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.count_node();
        // Nobody reads them.
        drop(text);
        self.document.create_comment(StrTendril::new())
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.count_node();
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*parent, false, &child);
        self.document.append(parent, child);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*sibling, true, &child);
        self.document.append_before_sibling(sibling, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*previous, false, &child);
        self.document.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.document.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        let contents = self.document.get_template_contents(target);
        let mut depths = self.depths.borrow_mut();
        let depth = depths.get(target).copied().unwrap_or_default();
        depths.insert(contents, depth);
        contents
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.grown.set(None);
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.grown.set(None);
        self.document.reparent_children(node, parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document.is_mathml_annotation_xml_integration_point(handle)
    }
}

/// The most attributes that an element has, at most: words between `<` and `>` outside of quotation marks. Scripts, styles and
/// comments are passed over.
fn most_attributes(html: &str) -> usize {
    let (mut rest, mut most) = (html, 0);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment;
            rest.find("-->").unwrap_or(rest.len())
        } else if let Some(name) = ["script", "style"].into_iter().find(|name| starts_with(rest, name)) {
            let mut ends = rest.match_indices("</");
            ends.find(|(at, _)| starts_with(&rest[at + 2..], name)).map_or(rest.len(), |(at, _)| at)
        } else if rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let (words, end) = tag(rest.as_bytes());
            most = most.max(words);
            end
        } else {
            0
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    most
}

fn starts_with(text: &str, name: &str) -> bool {
    text.as_bytes().get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
}

/// The words in a tag and its length.
fn tag(bytes: &[u8]) -> (usize, usize) {
    let (mut words, mut inside, mut quote, mut value) = (0, false, None, false);
    for (at, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(mark), _) if byte == mark => (quote, inside, value) = (None, false, false),
            (Some(_), _) => {}
            (None, b'>') => return (words, at),
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, b'=') => (inside, value) = (false, true),
            (None, b'/' | b' ' | b'\t' | b'\n' | b'\r') => inside = false,
            (None, _) => {
                words += usize::from(!inside);
                (inside, value) = (true, false);
            }
        }
    }
    (words, bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(html: &str) -> String {
        of(html).err().unwrap_or_default()
    }

    #[test]
    fn a_page_beyond_the_bounds_is_given_up() {
        for nested in
            ["<div>", "<div></x>", "<div/>", "<!--</div>--><div>", "<svg><g>", "<template>", "<b x>"]
        {
            assert!(fault(&nested.repeat(5000)).contains("inside one another"), "{nested}");
        }
        let numbered =
            |count: usize, one: fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().concat();
        // Every paragraph opens all of them anew.
        let marks = numbered(400, |number| format!("<b a{number}>"));
        assert!(fault(&format!("<p>{marks}{}", "<p>x".repeat(2000))).contains("more than 100000 elements"));
        assert!(fault(&"<p>x".repeat(ELEMENTS)).contains("more than 100000 elements"));
        assert!(fault(&"x<!---->".repeat(NODES)).contains("more than 500000 elements, texts"));
        let attributes = numbered(10_000, |number| format!(" a{number}"));
        assert!(fault(&format!("<p><a{attributes}>x")).contains("more than 5000 attributes"));
        let quoted = numbered(10_000, |number| format!(" a{number}='>'"));
        assert!(fault(&format!("<p><a{quoted}>x")).contains("more than 5000 attributes"));
    }

    #[test]
    fn a_page_within_the_bounds_is_whole() {
        let script = format!("<script>if (a<b) {{ {} }}</script>", "c d ".repeat(10_000));
        let page =
            format!("{script}<p id=a>Five &amp; six<!-- no --> men<p><b>Seven</b>{}", "&lt;".repeat(600_000));
        let document = of(&page).unwrap();
        assert_eq!(&*document.select("#a").text(), "Five & six men");
        assert_eq!(document.select("p").length(), 2);
    }
}
