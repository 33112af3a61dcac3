//! One article as the links room sees it: the tree with names, quantities and word classes at hand for every token.

use crate::article::{Dep, Doc, Entity, Label, Pos, Quantity, Tag, TokenRange};
use crate::links::words::{Class, Classes, Words};

/// No entity or quantity covers the token.
const NOTHING: u32 = u32::MAX;

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
        Self { doc, entities, quantities, words, classes, entity_of, quantity_of, breaks: breaks(doc) }
    }

    /// Index of the entity that covers token `at`.
    pub(super) fn entity_at(&self, at: usize) -> Option<usize> {
        Some(self.entity_of[at]).filter(|&index| index != NOTHING).map(|index| index as usize)
    }

    /// Index of the quantity that covers token `at`.
    pub(super) fn quantity_at(&self, at: usize) -> Option<usize> {
        Some(self.quantity_of[at]).filter(|&index| index != NOTHING).map(|index| index as usize)
    }

    /// Whether token `at` is of word class `class`.
    pub(super) fn is(&self, at: usize, class: Class) -> bool {
        self.classes[at].has(class)
    }

    /// The word classes of token `at`.
    pub(super) fn classes(&self, at: usize) -> Classes {
        self.classes[at]
    }

    /// Dependency label of token `at`.
    pub(super) fn dep(&self, at: usize) -> Dep {
        self.doc.words[at].dep
    }

    /// Part of speech of token `at`.
    pub(super) fn pos(&self, at: usize) -> Pos {
        self.doc.words[at].pos
    }

    /// Penn tag of token `at`.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.doc.words[at].tag
    }

    /// Lemma of token `at`; "_" for white space, so that a feature's name stays on its line.
    pub(super) fn lemma(&self, at: usize) -> &str {
        if self.pos(at) == Pos::Space {
            return "_";
        }
        &self.doc.words[at].lemma
    }

    /// Whether token `at` reads `word`, whatever its case.
    pub(super) fn reads(&self, at: usize, word: &str) -> bool {
        self.doc.token_text(at).eq_ignore_ascii_case(word)
    }

    /// Whether token `at` is a verb (or a copula tagged as an auxiliary that heads its clause).
    pub(super) fn is_verb(&self, at: usize) -> bool {
        match self.pos(at) {
            Pos::Verb => !matches!(self.dep(at), Dep::Amod | Dep::Compound | Dep::Prep),
            Pos::Aux => !self.dep(at).is_auxiliary(),
            _ => false,
        }
    }

    /// Whether token `at` is a noun or a name.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        matches!(self.pos(at), Pos::Noun | Pos::Propn)
    }

    /// Whether token `at` is plural.
    pub(super) fn is_plural(&self, at: usize) -> bool {
        self.tag(at).is_plural()
            || matches!(self.lemma(at), "people" | "police" | "staff" | "they" | "these" | "those")
    }

    /// Whether token `at` names or means people.
    pub(super) fn is_person(&self, at: usize) -> bool {
        self.is(at, Class::Person)
            || self.entity_at(at).is_some_and(|index| {
                matches!(self.entities[index].label, Label::Person | Label::Norp) && self.is_noun(at)
            })
    }

    /// The token through which quantity `index` hangs on the rest of its sentence.
    pub(super) fn top(&self, index: usize) -> usize {
        let range = self.quantities[index].tokens;
        let outside = |&at: &usize| {
            let head = self.doc.head(at);
            head == at || !range.contains(head)
        };
        let weight = |at: usize| {
            let light = matches!(
                self.dep(at),
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
            (!light, at)
        };
        range.range().filter(outside).max_by_key(|&at| weight(at)).unwrap_or(range.start as usize)
    }

    /// The verb of the clause that holds token `at`, itself included; `None` in a fragment without a verb.
    pub(super) fn clause_verb(&self, at: usize) -> Option<usize> {
        std::iter::once(at).chain(self.doc.ancestors(at)).find(|&above| self.is_verb(above))
    }

    /// Subject of verb `verb`, through coordinated and controlled verbs ("pledged to continue": the pledger).
    pub(super) fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..5 {
            if let Some(own) = self.own_subject(at) {
                return Some(own);
            }
            let head = self.doc.head(at);
            match self.dep(at) {
                _ if head == at => return None,
                Dep::Acl | Dep::Relcl if self.is_noun(head) && !self.is_infinitive(at) => return Some(head),
                Dep::Acl | Dep::Relcl => at = self.clause_verb(head)?,
                Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Pcomp | Dep::Ccomp | Dep::Prep => at = head,
                _ => return None,
            }
            if self.is_noun(at) {
                at = self.clause_verb(at)?;
            }
        }
        None
    }

    /// The verb's own subject; of two, the nearer one (a dateline may be read as the first).
    pub(super) fn own_subject(&self, verb: usize) -> Option<usize> {
        let subject = |&child: &usize| self.dep(child).is_subject();
        self.doc
            .children(verb)
            .filter(subject)
            .rfind(|&child| child < verb)
            .or_else(|| self.doc.children(verb).find(subject))
    }

    /// Whether token `at` is a noun that a clause describes.
    pub(super) fn is_noun_with_clause(&self, at: usize) -> bool {
        self.is_noun(at) && self.doc.children(at).any(|child| self.dep(child).is_noun_clause())
    }

    /// Whether verb `verb` is an infinitive with "to".
    pub(super) fn is_infinitive(&self, verb: usize) -> bool {
        self.doc.children(verb).any(|child| self.tag(child) == Tag::To)
    }

    /// Whether a paragraph ends between two tokens.
    pub(super) fn is_broken(&self, one: usize, other: usize) -> bool {
        self.breaks[one.min(other)] != self.breaks[one.max(other)]
    }

    /// The token of entity `index` through which it hangs on the tree.
    pub(super) fn anchor(&self, index: usize) -> usize {
        let range = self.entities[index].tokens;
        let outside = |&at: &usize| !range.contains(self.doc.head(at)) || self.doc.head(at) == at;
        range.range().rfind(outside).unwrap_or(range.start as usize)
    }

    /// Whether token `at` is part of a dateline's place.
    pub(super) fn is_dateline(&self, at: usize) -> bool {
        self.entity_at(at)
            .is_some_and(|index| self.entities[index].label.is_place() && self.opens_dateline(index))
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

    /// Whether `above` is `at` or one of its ancestors.
    pub(super) fn is_under(&self, at: usize, above: usize) -> bool {
        at == above || self.doc.ancestors(at).any(|ancestor| ancestor == above)
    }

    /// Whether another quantity of the same kind as `quantity` stands between it and token `at`.
    pub(super) fn is_cut_off(&self, quantity: usize, at: usize) -> bool {
        let own = &self.quantities[quantity];
        let (from, to) = if at < own.tokens.start as usize {
            (at, own.tokens.start as usize)
        } else {
            (own.tokens.end as usize, at)
        };
        (from..to)
            .any(|token| self.quantity_at(token).is_some_and(|other| self.quantities[other].kind == own.kind))
    }

    /// Whether verb `verb` is passive.
    pub(super) fn is_passive(&self, verb: usize) -> bool {
        let marked = |child: usize| matches!(self.dep(child), Dep::Auxpass | Dep::Nsubjpass | Dep::Agent);
        self.doc.children(verb).any(marked)
            || (self.tag(verb) == Tag::Vbn && matches!(self.dep(verb), Dep::Acl | Dep::Relcl | Dep::Advcl))
    }

    /// The tokens of the sentence that holds token `at`; of a sentence without end only those around it, so that the
    /// cost stays linear in the text.
    pub(super) fn sentence(&self, at: usize) -> TokenRange {
        self.doc.around(at)
    }

    fn is_capitalised(&self, at: usize) -> bool {
        self.pos(at) == Pos::Propn || self.doc.token_text(at).starts_with(char::is_uppercase)
    }

    /// The last word of entity `index` before a preposition, whole where it is hyphenated ("Port-au-Prince").
    fn last_word(&self, index: usize) -> &str {
        let range = self.entities[index].tokens.range();
        let joined = |at: usize| self.doc.tokens[at - 1].span.end() == self.doc.tokens[at].span.start();
        let preposition = |&at: &usize| at > range.start && self.dep(at) == Dep::Prep && !joined(at);
        let end = range.clone().find(preposition).unwrap_or(range.end);
        let words = self.doc.span_of(TokenRange::new(range.start, end)).of(&self.doc.text);
        words.rsplit(char::is_whitespace).next().unwrap_or(words)
    }

    /// The lemma of the head of the phrase at `at`: a name's is its last word before a preposition.
    pub(super) fn head_lemma(&self, at: usize) -> String {
        match self.entity_at(at) {
            Some(index) if self.entities[index].label != Label::Norp && self.is_capitalised(at) => {
                self.last_word(index).to_owned()
            }
            Some(_) if self.tag(at) == Tag::Nnps => {
                let text = self.doc.token_text(at);
                text.strip_suffix('s').unwrap_or(text).to_owned()
            }
            _ => {
                let known = self.words.lemma(&self.doc.token_text(at).to_lowercase());
                known.unwrap_or_else(|| self.lemma(at)).to_owned()
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
            assert_eq!(scene.head_lemma(at), "Port-au-Prince");
        });
    }
}
