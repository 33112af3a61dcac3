//! One article as the links room sees it: the tree with names, quantities and word classes at hand for every token.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::article::{self, Dep, Doc, Entity, Label, Pos, Quantity, Tag, TokenRange};
use crate::links::words::{Class, Classes, Words};

/// No entity or quantity covers the token.
const NOTHING: u32 = u32::MAX;

/// A name whose bearer says something, by the token that speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    /// The noun that is the subject of the verb of saying.
    pub(super) token: usize,
    /// Index of the name.
    pub(super) entity: usize,
}

/// An article with look-ups by token.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    /// Text and tree.
    pub(super) doc: &'a Doc,
    /// Names.
    pub(super) entities: &'a [Entity],
    /// Quantities.
    pub(super) quantities: &'a [Quantity],
    words: &'a Words,
    classes: Vec<Classes>,
    entity_of: Vec<u32>,
    quantity_of: Vec<u32>,
    /// How many tokens before each one end a line.
    breaks: Vec<u32>,
    /// For every entity whether no entity before it has its name.
    first_mentions: Vec<bool>,
    /// What stands between quotation marks, the marks included, in text order.
    quotations: Vec<TokenRange>,
    /// Who has spoken, found when it is first asked for.
    voices: OnceCell<Vec<Voice>>,
}

impl<'a> Scene<'a> {
    /// Looks everything up once.
    pub(super) fn new(
        doc: &'a Doc,
        entities: &'a [Entity],
        quantities: &'a [Quantity],
        words: &'a Words,
    ) -> Self {
        let classes = doc.words.iter().map(|word| classes_of(&word.lemma, words)).collect();
        let entity_of = owners(doc.len(), entities.iter().map(|entity| entity.tokens));
        let quantity_of = owners(doc.len(), quantities.iter().map(|quantity| quantity.tokens));
        let (breaks, quotations) = (breaks(doc), quotations(doc));
        let mut named = HashSet::new();
        let first_mentions = entities.iter().map(|it| named.insert(&it.name)).collect();
        Self {
            doc,
            entities,
            quantities,
            words,
            classes,
            entity_of,
            quantity_of,
            breaks,
            first_mentions,
            quotations,
            voices: OnceCell::new(),
        }
    }

    /// Token `index`.
    pub(super) fn at(&self, index: usize) -> Node<'_> {
        Node::new(self.doc, self, index)
    }

    /// The tokens of `range`.
    pub(super) fn all(&self, range: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = Node<'_>> {
        range.map(move |index| self.at(index))
    }

    /// The token through which quantity `index` hangs on the rest of its sentence.
    pub(super) fn top(&self, index: usize) -> Node<'_> {
        let range = self.quantities[index].tokens;
        let outside = |at: &Node<'_>| at.is_root() || !range.contains(at.head().index());
        let weight = |at: Node<'_>| {
            let light = matches!(
                at.dep(),
                Dep::Punct
                    | Dep::Det
                    | Dep::Quantmod
                    | Dep::Advmod
                    | Dep::Amod
                    | Dep::Cc
                    | Dep::Case
                    | Dep::Prep
                    | Dep::Predet
            );
            (!light, at.index())
        };
        let found = self.all(range.range()).filter(outside).max_by_key(|&at| weight(at));
        found.unwrap_or(self.at(range.start as usize))
    }

    /// The named speakers of the article, in text order: what `find` finds when they are first asked for.
    pub(super) fn voices(&self, find: impl FnOnce() -> Vec<Voice>) -> &[Voice] {
        self.voices.get_or_init(find)
    }

    /// Whether entity `index` is the first in the text with its name.
    pub(super) fn is_first_mention(&self, index: usize) -> bool {
        self.first_mentions[index]
    }

    /// The token of entity `index` through which it hangs on the tree.
    pub(super) fn anchor(&self, index: usize) -> Node<'_> {
        let range = self.entities[index].tokens;
        let outside = |at: &Node<'_>| !range.contains(at.head().index()) || at.is_root();
        self.all(range.range()).rfind(outside).unwrap_or(self.at(range.start as usize))
    }

    /// Whether entity `index` opens a paragraph as "ISLAMABAD:" or "PARIS, July 3 (Agency) -" does.
    pub(super) fn opens_dateline(&self, index: usize) -> bool {
        let text: &str = &self.doc.text;
        let span = self.entities[index].span;
        let before = text.get(..span.start() as usize).unwrap_or_default().trim_end_matches([' ', '\t']);
        let after = text.get(span.end() as usize..).unwrap_or_default();
        let head: String = after.chars().take_while(|&c| c != '\n').take(48).collect();
        let name = span.of(text);
        let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
        let dash = [" - ", " — ", " – ", ") "].iter().any(|mark| head.contains(mark));
        let marked = head.trim_start().starts_with([':', '—', '–', '-', '(']);
        (before.is_empty() || before.ends_with('\n'))
            && (marked || (head.starts_with(',') && (capitals || dash)))
    }

    /// Whether another quantity of the same kind as `quantity` stands between it and token `at`.
    pub(super) fn is_cut_off(&self, quantity: usize, at: usize) -> bool {
        let own = &self.quantities[quantity];
        let (from, to) = if at < own.tokens.start as usize {
            (at, own.tokens.start as usize)
        } else {
            (own.tokens.end as usize, at)
        };
        self.all(from..to)
            .any(|token| token.quantity().is_some_and(|other| self.quantities[other].kind == own.kind))
    }

    /// The last word of entity `index` before a preposition, whole where it is hyphenated ("Port-au-Prince").
    fn last_word(&self, index: usize) -> &str {
        let range = self.entities[index].tokens.range();
        let joined = |at: usize| self.doc.tokens[at - 1].span.end() == self.doc.tokens[at].span.start();
        let preposition = |&at: &usize| at > range.start && self.at(at).dep() == Dep::Prep && !joined(at);
        let end = range.clone().find(preposition).unwrap_or(range.end);
        let words = self.doc.span_of(TokenRange::new(range.start, end)).of(&self.doc.text);
        words.rsplit(char::is_whitespace).next().unwrap_or(words)
    }
}

/// A token as this room sees it.
pub(super) type Node<'a> = article::Node<'a, &'a Scene<'a>>;

impl<'a> Node<'a> {
    /// Its article.
    pub(super) fn scene(self) -> &'a Scene<'a> {
        self.room()
    }

    /// Index of the entity that covers it.
    pub(super) fn entity(self) -> Option<usize> {
        Some(self.scene().entity_of[self.index()])
            .filter(|&index| index != NOTHING)
            .map(|index| index as usize)
    }

    /// Label of the entity that covers it.
    pub(super) fn label(self) -> Option<Label> {
        self.entity().map(|index| self.scene().entities[index].label)
    }

    /// Whether it is part of a place's name.
    pub(super) fn is_place(self) -> bool {
        self.label().is_some_and(Label::is_place)
    }

    /// Index of the quantity that covers it.
    pub(super) fn quantity(self) -> Option<usize> {
        Some(self.scene().quantity_of[self.index()])
            .filter(|&index| index != NOTHING)
            .map(|index| index as usize)
    }

    /// Whether it is of word class `class`.
    pub(super) fn is(self, class: Class) -> bool {
        self.classes().has(class)
    }

    /// Its word classes.
    pub(super) fn classes(self) -> Classes {
        self.scene().classes[self.index()]
    }

    /// Its lemma as part of a feature's name: "_" for white space, so that the name stays on its line.
    pub(super) fn lemma_in_name(self) -> &'a str {
        if self.pos() == Pos::Space { "_" } else { self.lemma() }
    }

    /// Whether it is plural.
    pub(super) fn is_plural(self) -> bool {
        self.tag().is_plural()
            || matches!(self.lemma(), "people" | "police" | "staff" | "they" | "these" | "those")
    }

    /// Whether it names or means people.
    pub(super) fn is_person(self) -> bool {
        self.is(Class::Person) || matches!(self.label(), Some(Label::Person | Label::Norp)) && self.is_noun()
    }

    /// The verb of its clause, itself included; `None` in a fragment without a verb.
    pub(super) fn clause_verb(self) -> Option<Self> {
        self.upwards().find(|above| above.is_verb())
    }

    /// The voice of this verb, as features name it.
    pub(super) fn voice(self) -> &'static str {
        if self.is_passive() { "passive" } else { "active" }
    }

    /// Subject of this verb, through coordinated and controlled verbs ("pledged to continue": the pledger).
    pub(super) fn subject(self) -> Option<Self> {
        let mut at = self;
        for _ in 0..5 {
            if let Some(own) = at.own_subject() {
                return Some(own);
            }
            let head = at.head();
            match at.dep() {
                _ if head == at => return None,
                Dep::Acl | Dep::Relcl if head.is_noun() && !at.is_infinitive() => {
                    return Some(head);
                }
                Dep::Acl | Dep::Relcl => at = head.clause_verb()?,
                Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Pcomp | Dep::Ccomp | Dep::Prep => at = head,
                _ => return None,
            }
            if at.is_noun() {
                at = at.clause_verb()?;
            }
        }
        None
    }

    /// This verb's own subject; of two, the nearer one (a dateline may be read as the first).
    pub(super) fn own_subject(self) -> Option<Self> {
        let subject = |child: &Self| child.dep().is_subject();
        self.children().filter(subject).rfind(|&child| child < self).or_else(|| self.children().find(subject))
    }

    /// Whether it is a noun that a clause describes.
    pub(super) fn is_noun_with_clause(self) -> bool {
        self.is_noun() && self.children().any(|child| child.dep().is_noun_clause())
    }

    /// Whether this verb is an infinitive with "to".
    pub(super) fn is_infinitive(self) -> bool {
        self.children().any(|child| child.tag() == Tag::To)
    }

    /// Whether this verb is passive.
    pub(super) fn is_passive(self) -> bool {
        let marked = |child: Self| matches!(child.dep(), Dep::Auxpass | Dep::Nsubjpass | Dep::Agent);
        self.children().any(marked)
            || (self.tag() == Tag::Vbn && matches!(self.dep(), Dep::Acl | Dep::Relcl | Dep::Advcl))
    }

    /// Whether a paragraph ends between it and `other`.
    pub(super) fn is_broken(self, other: Self) -> bool {
        let breaks = &self.scene().breaks;
        breaks[self.index()] != breaks[other.index()]
    }

    /// The quotation that holds it.
    pub(super) fn quotation(self) -> Option<TokenRange> {
        let quotations = &self.scene().quotations;
        let next = quotations.partition_point(|it| it.start as usize <= self.index());
        quotations[..next].last().copied().filter(|it| it.contains(self.index()))
    }

    /// Whether it is part of a dateline's place.
    pub(super) fn is_dateline(self) -> bool {
        let scene = self.scene();
        self.entity()
            .is_some_and(|index| scene.entities[index].label.is_place() && scene.opens_dateline(index))
    }

    fn is_capitalised(self) -> bool {
        self.pos() == Pos::Propn || self.text().starts_with(char::is_uppercase)
    }

    /// The lemma of the head of the phrase that it heads: a name's is its last word before a preposition.
    pub(super) fn head_lemma(self) -> String {
        let scene = self.scene();
        match self.entity() {
            Some(index) if scene.entities[index].label != Label::Norp && self.is_capitalised() => {
                scene.last_word(index).to_owned()
            }
            Some(_) if self.tag() == Tag::Nnps => {
                let text = self.text();
                text.strip_suffix('s').unwrap_or(text).to_owned()
            }
            _ => {
                let known = scene.words.lemma(&self.text().to_lowercase());
                known.unwrap_or_else(|| self.lemma_in_name()).to_owned()
            }
        }
    }
}

fn classes_of(lemma: &str, words: &Words) -> Classes {
    if lemma.bytes().any(|byte| byte.is_ascii_uppercase()) {
        words.of(&lemma.to_lowercase())
    } else {
        words.of(lemma)
    }
}

/// For every token how many before it end a line.
fn breaks(doc: &Doc) -> Vec<u32> {
    let mut count = 0;
    let before = |at: usize| {
        let ends = doc.words[at].pos == Pos::Space && doc.token_text(at).contains('\n');
        count += u32::from(ends);
        count - u32::from(ends)
    };
    (0..doc.len()).map(before).collect()
}

/// What stands between quotation marks; one that is not closed goes on to the end of its paragraph.
fn quotations(doc: &Doc) -> Vec<TokenRange> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for at in 0..doc.len() {
        let text = doc.token_text(at);
        let closes = match text {
            "\"" => open.is_some(),
            "”" | "''" | "»" => true,
            _ => text.contains('\n'),
        };
        if closes {
            found.extend(open.take().map(|start| TokenRange::new(start, at + 1)));
        } else if matches!(text, "\"" | "“" | "``" | "«") {
            open = open.or(Some(at));
        }
    }
    found.extend(open.map(|start| TokenRange::new(start, doc.len())));
    found
}

/// For every token the index of the range that covers it.
fn owners(tokens: usize, ranges: impl Iterator<Item = TokenRange>) -> Vec<u32> {
    let mut owners = vec![NOTHING; tokens];
    for (index, range) in ranges.enumerate() {
        owners[range.range()].fill(index as u32);
    }
    owners
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::article::Meta;
    use crate::entities::Namer;
    use crate::quantities::Reader;
    use crate::syntax::Parser;
    use crate::tokens::Tokenizer;

    /// Reads `text` with the rooms before this one and shows it to `look`.
    pub(in crate::links) fn with_scene(text: &str, look: impl FnOnce(&Scene<'_>)) {
        let tokens = Tokenizer::new().unwrap().cut(text);
        let syntax = Parser::new().unwrap().parse(text, &tokens);
        let doc = Doc::new(text.into(), tokens, syntax);
        let entities = Namer::new().unwrap().find(&doc).unwrap();
        let quantities = Reader::new().unwrap().read(&doc, &entities, &Meta::default());
        look(&Scene::new(&doc, &entities, &quantities, &Words::new().unwrap()));
    }

    #[test]
    fn a_hyphenated_name_is_its_own_head() {
        with_scene("Gangs control 80% of Port-au-Prince.", |scene| {
            let at = scene.entities[0].tokens.end as usize - 1;
            assert_eq!(scene.at(at).head_lemma(), "Port-au-Prince");
        });
    }
}
