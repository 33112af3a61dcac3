//! The attribute ruler: parts of speech, features and some lemmas by rule from tags, labels and words.
//!
//! As spaCy's `AttributeRuler` (`spacy/pipeline/attributeruler.py`): every rule is matched against the state before the
//! ruler, then all matches are applied in the order of the rules, later ones over earlier ones.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use serde::Deserialize;

use crate::article::{Dep, Pos, Tag, Token};
use crate::error::Error;
use crate::tokens::chars::is_space;

const FILE: &str = "engine/ruler.jsonl";
const TEXT: &str = include_str!("../../models/engine/ruler.jsonl");
const FORMAT: u32 = 1;

/// What the rules say of one token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ruled {
    /// Part of speech; unknown where no rule gives one.
    pub pos: Pos,
    /// Universal features in canonical order; empty for none.
    pub morph: &'static str,
    /// The lemma, where a rule and not the lemmatizer gives it.
    pub lemma: Option<&'static str>,
}

/// The first line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHead {
    format_version: u32,
    rules: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule<'a> {
    /// Conditions for one token or two consecutive ones.
    when: Vec<Condition>,
    /// Which of them is changed.
    at: usize,
    #[serde(borrow)]
    set: Assignment<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
struct Condition {
    #[serde(default)]
    tag: Option<Among<Tag>>,
    #[serde(default)]
    dep: Option<Among<Dep>>,
    #[serde(default)]
    lower: Option<Among<String>>,
    #[serde(default)]
    is_space: Option<bool>,
}

/// A list that must or must not hold the value.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Among<T> {
    In(Vec<T>),
    NotIn(Vec<T>),
}

impl<T> Among<T> {
    fn allows<V: ?Sized>(&self, value: &V) -> bool
    where
        T: PartialEq<V>,
    {
        match self {
            Self::In(list) => list.iter().any(|one| *one == *value),
            Self::NotIn(list) => !list.iter().any(|one| *one == *value),
        }
    }
}

/// Attributes that a rule sets; `None` leaves one as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
struct Assignment<'a> {
    #[serde(default)]
    tag: Option<Tag>,
    #[serde(default)]
    dep: Option<Dep>,
    #[serde(default)]
    pos: Option<Pos>,
    #[serde(default)]
    morph: Option<&'a str>,
    #[serde(default)]
    lemma: Option<&'a str>,
}

/// The attribute ruler, with its rules found by the word or else the tag that the first token must have.
#[derive(Debug)]
pub struct Ruler {
    rules: Vec<Rule<'static>>,
    by_lower: FxHashMap<String, Vec<usize>>,
    by_tag: FxHashMap<Tag, Vec<usize>>,
    /// Rules that fix neither.
    others: Vec<usize>,
}

/// What the rules look at.
struct TokenView<'a> {
    tag: Tag,
    dep: Dep,
    lower: &'a str,
    is_space: bool,
}

impl Condition {
    fn holds(&self, view: &TokenView<'_>) -> bool {
        self.tag.as_ref().is_none_or(|list| list.allows(&view.tag))
            && self.lower.as_ref().is_none_or(|list| list.allows(view.lower))
            && self.dep.as_ref().is_none_or(|list| list.allows(&view.dep))
            && self.is_space.is_none_or(|wanted| wanted == view.is_space)
    }
}

impl Ruler {
    /// Loads the embedded rules.
    ///
    /// # Errors
    /// [`Error::Model`] when a line of the file is damaged or one is missing.
    pub fn new() -> Result<Self, Error> {
        Self::parse(TEXT)
    }

    fn parse(text: &'static str) -> Result<Self, Error> {
        let mut lines = (1..).zip(text.lines());
        let (_, head) = lines.next().ok_or_else(|| fault(1, &"the file is empty"))?;
        let head: FileHead = serde_json::from_str(head).map_err(|cause| fault(1, &cause))?;
        if head.format_version != FORMAT {
            return Err(fault(1, &format!("format {} where {FORMAT} is read", head.format_version)));
        }
        let rules = lines.map(|(line, text)| read(line, text)).collect::<Result<Vec<_>, _>>()?;
        if rules.len() != head.rules {
            return Err(fault(
                rules.len() + 1,
                &format!("{} rules promised, {} found", head.rules, rules.len()),
            ));
        }
        Ok(Self::indexed(rules))
    }

    fn indexed(rules: Vec<Rule<'static>>) -> Self {
        let (mut by_lower, mut by_tag, mut others) = (FxHashMap::default(), FxHashMap::default(), Vec::new());
        for (index, rule) in rules.iter().enumerate() {
            match &rule.when[0] {
                Condition { lower: Some(Among::In(words)), .. } => enter(&mut by_lower, words, index),
                Condition { tag: Some(Among::In(tags)), .. } => enter(&mut by_tag, tags, index),
                _ => others.push(index),
            }
        }
        Self { rules, by_lower, by_tag, others }
    }

    /// Applies the rules to all tokens of `text`. `tags` and `deps` run parallel to `tokens` and are changed where a
    /// rule says so (white space is tagged `_SP` and labelled `dep`).
    pub fn apply(&self, text: &str, tokens: &[Token], tags: &mut [Tag], deps: &mut [Dep]) -> Vec<Ruled> {
        let mut ruled = vec![Ruled::default(); tokens.len()];
        for (target, rule) in self.matches(text, tokens, tags, deps) {
            let change = &self.rules[rule].set;
            let one = &mut ruled[target];
            tags[target] = change.tag.unwrap_or(tags[target]);
            deps[target] = change.dep.unwrap_or(deps[target]);
            one.pos = change.pos.unwrap_or(one.pos);
            one.morph = change.morph.unwrap_or(one.morph);
            one.lemma = change.lemma.or(one.lemma);
        }
        ruled
    }

    /// Pairs of a token and a rule that changes it, by token and then in the order of the rules.
    fn matches(&self, text: &str, tokens: &[Token], tags: &[Tag], deps: &[Dep]) -> Vec<(usize, usize)> {
        let mut lower = String::new();
        let mut next_lower = String::new();
        let mut found = Vec::with_capacity(tokens.len() * 2);
        let word = |index: usize| tokens.get(index).map_or("", |token| token.span.of(text));
        lower_into(word(0), &mut next_lower);
        for index in 0..tokens.len() {
            std::mem::swap(&mut lower, &mut next_lower);
            lower_into(word(index + 1), &mut next_lower);
            let view = |at: usize, lower| TokenView {
                tag: tags[at],
                dep: deps[at],
                lower,
                is_space: word(at).chars().all(is_space),
            };
            let this = view(index, &lower);
            let next = (index + 1 < tokens.len()).then(|| view(index + 1, &next_lower));
            found.extend(self.candidates(&this).filter_map(|rule| {
                let conditions = &self.rules[rule].when;
                let holds = conditions[0].holds(&this)
                    && conditions
                        .get(1)
                        .is_none_or(|second| next.as_ref().is_some_and(|next| second.holds(next)));
                holds.then_some((index + self.rules[rule].at, rule))
            }));
        }
        found.sort_unstable();
        found
    }

    /// Rules whose first condition may hold, in no order.
    fn candidates<'a>(&'a self, first: &TokenView<'_>) -> impl Iterator<Item = usize> + use<'a> {
        let by_tag = self.by_tag.get(&first.tag).into_iter().flatten();
        let by_lower = self.by_lower.get(first.lower).into_iter().flatten();
        by_tag.chain(by_lower).chain(&self.others).copied()
    }
}

/// Notes that `rule` is found by each of `keys`.
fn enter<K: Hash + Eq + Clone>(map: &mut FxHashMap<K, Vec<usize>>, keys: &[K], rule: usize) {
    for key in keys {
        map.entry(key.clone()).or_default().push(rule);
    }
}

fn read(line: usize, text: &'static str) -> Result<Rule<'static>, Error> {
    let rule: Rule<'static> = serde_json::from_str(text).map_err(|cause| fault(line, &cause))?;
    if !(1..=2).contains(&rule.when.len()) || rule.at >= rule.when.len() {
        return Err(fault(line, &"a rule is about one token or two, and changes one of them"));
    }
    Ok(rule)
}

fn fault(line: usize, cause: &impl ToString) -> Error {
    Error::Model { file: FILE, place: format!("line {line}"), cause: cause.to_string() }
}

/// Puts the lower-case form of `text` into `buffer` in place of what it held.
fn lower_into(text: &str, buffer: &mut String) {
    buffer.clear();
    if text.is_ascii() {
        buffer.push_str(text);
        buffer.make_ascii_lowercase();
    } else {
        buffer.push_str(&text.to_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::Tokenizer;

    /// Tag, dep, pos, morph, lemma of every token.
    fn ruled(text: &str, tags: &[&str], deps: &[&str]) -> Vec<[&'static str; 5]> {
        let tokens = Tokenizer::new().unwrap().cut(text);
        let mut tags: Vec<Tag> = tags.iter().map(|tag| tag.parse().unwrap()).collect();
        let mut deps: Vec<Dep> = deps.iter().map(|dep| dep.parse().unwrap()).collect();
        let ruled = Ruler::new().unwrap().apply(text, &tokens, &mut tags, &mut deps);
        let row = |(index, one): (usize, &Ruled)| {
            [
                tags[index].as_str(),
                deps[index].as_str(),
                one.pos.as_str(),
                one.morph,
                one.lemma.unwrap_or("-"),
            ]
        };
        ruled.iter().enumerate().map(row).collect()
    }

    #[test]
    fn a_later_rule_writes_over_an_earlier_one() {
        let rows = ruled("He had gone", &["PRP", "VBD", "VBN"], &["nsubj", "aux", "ROOT"]);
        assert_eq!(
            rows[0],
            ["PRP", "nsubj", "PRON", "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs", "he"]
        );
        assert_eq!(rows[1], ["VBD", "aux", "AUX", "Tense=Past|VerbForm=Fin", "have"]);
        assert_eq!(rows[2][2..], ["VERB", "Aspect=Perf|Tense=Past|VerbForm=Part", "-"]);
    }

    #[test]
    fn a_rule_about_two_tokens_changes_the_one_it_names() {
        let rows = ruled("Let's go", &["VB", "PRP", "VB"], &["ROOT", "nsubj", "ccomp"]);
        assert_eq!((rows[0][4], rows[1][4]), ("-", "us"));
        let rows = ruled("Let", &["VB"], &["ROOT"]);
        assert_eq!(rows[0][4], "-");
    }

    #[test]
    fn white_space_has_its_own_tag_and_label() {
        let rows = ruled("Go\n\n", &["VB", "NN"], &["ROOT", "punct"]);
        assert_eq!(rows[1], ["_SP", "dep", "SPACE", "", "-"]);
        assert_eq!(ruled("", &[], &[]), Vec::<[&str; 5]>::new());
    }
    #[test]
    fn a_damaged_file_is_refused_with_its_line() {
        let message = |text: &str| Ruler::parse(text.to_owned().leak()).unwrap_err().to_string();
        let rule = r#"{"when":[{"TAG":{"in":["NN"]}}],"at":0,"set":{"POS":"NOUN"}}"#;
        assert!(message("").contains("engine/ruler.jsonl: line 1: the file is empty"));
        assert!(message(r#"{"format_version":2,"rules":0}"#).contains("format 2"));
        assert!(
            message(&format!("{{\"format_version\":1,\"rules\":2}}\n{rule}"))
                .contains("2 rules promised, 1 found")
        );
        let far = rule.replace("\"at\":0", "\"at\":1");
        assert!(message(&format!("{{\"format_version\":1,\"rules\":1}}\n{far}")).contains("line 2"));
        assert!(
            message(&format!("{{\"format_version\":1,\"rules\":1}}\n{}", &rule[..30])).contains("line 2")
        );
    }
}
