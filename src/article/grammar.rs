//! What syntax says of a token: its tag, its part of speech and the label of its arc, so that none can be misspelt.
//!
//! A variant is named as its label, with one capital: `NNS` is [`Tag::Nns`], `nsubjpass` is [`Dep::Nsubjpass`].

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// A set of labels: for each its variant, how it is written, and what it means.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident, $what:literal: $($variant:ident $text:literal $means:literal,)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        pub enum $name {
            /// None is known.
            #[default]
            #[serde(rename = "")]
            Unknown,
            $(
                #[doc = concat!("`", $text, "`: ", $means, ".")]
                #[serde(rename = $text)]
                $variant,
            )*
        }

        impl $name {
            /// All of them, in the order of their listing.
            pub const ALL: &'static [Self] = &[Self::Unknown, $(Self::$variant),*];

            /// As it is written; empty where none is known.
            #[inline]
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::Unknown => "",
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownLabel;

            fn from_str(text: &str) -> Result<Self, UnknownLabel> {
                match text {
                    "" => Ok(Self::Unknown),
                    $($text => Ok(Self::$variant),)*
                    _ => Err(UnknownLabel { what: $what, text: text.to_owned() }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// A text that is no label of its set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no {what}")]
pub struct UnknownLabel {
    what: &'static str,
    text: String,
}

labels! {
    /// Penn Treebank tag as in OntoNotes 5.
    Tag, "tag of the Penn Treebank":
    Dollar "$" "sign of a currency",
    OpenQuote "``" "opening quotation mark",
    CloseQuote "''" "closing quotation mark",
    StraightQuote "\"\"" "quotation mark that may open or close",
    Comma "," "comma",
    OpenBracket "-LRB-" "opening bracket",
    CloseBracket "-RRB-" "closing bracket",
    Stop "." "mark that ends a sentence",
    Colon ":" "colon, semicolon or dash",
    Hash "#" "number sign",
    Add "ADD" "web or mail address",
    Afx "AFX" "prefix that stands apart",
    Bes "BES" "\"'s\" for \"is\"",
    Cc "CC" "coordinating conjunction",
    Cd "CD" "cardinal number",
    Dt "DT" "determiner",
    Ex "EX" "\"there\" of existence",
    Fw "FW" "foreign word",
    Gw "GW" "part of a word that was cut in two",
    Hvs "HVS" "\"'s\" for \"has\"",
    Hyph "HYPH" "hyphen",
    In "IN" "preposition or subordinating conjunction",
    Jj "JJ" "adjective",
    Jjr "JJR" "comparative adjective",
    Jjs "JJS" "superlative adjective",
    Ls "LS" "mark of a list's item",
    Md "MD" "modal verb",
    Nfp "NFP" "mark that does not belong to the sentence",
    Nil "NIL" "no tag was given",
    Nn "NN" "noun, singular",
    Nnp "NNP" "name, singular",
    Nnps "NNPS" "name, plural",
    Nns "NNS" "noun, plural",
    Pdt "PDT" "word before a determiner (\"all\" the)",
    Pos "POS" "ending of the possessive",
    Prp "PRP" "personal pronoun",
    PrpPoss "PRP$" "possessive pronoun",
    Rb "RB" "adverb",
    Rbr "RBR" "comparative adverb",
    Rbs "RBS" "superlative adverb",
    Rp "RP" "particle of a verb",
    Sym "SYM" "sign",
    To "TO" "\"to\" before an infinitive",
    Uh "UH" "interjection",
    Vb "VB" "verb, base form",
    Vbd "VBD" "verb, past tense",
    Vbg "VBG" "verb, \"-ing\" form",
    Vbn "VBN" "verb, past participle",
    Vbp "VBP" "verb, present tense but the third person singular",
    Vbz "VBZ" "verb, third person singular of the present tense",
    Wdt "WDT" "determiner that asks or relates (\"which\")",
    Wp "WP" "pronoun that asks or relates (\"who\")",
    WpPoss "WP$" "\"whose\"",
    Wrb "WRB" "adverb that asks or relates (\"where\")",
    Xx "XX" "not to be told",
    Space "_SP" "white space",
}

labels! {
    /// Universal part of speech.
    Pos, "universal part of speech":
    Adj "ADJ" "adjective",
    Adp "ADP" "preposition or other adposition",
    Adv "ADV" "adverb",
    Aux "AUX" "auxiliary verb",
    Cconj "CCONJ" "coordinating conjunction",
    Det "DET" "determiner",
    Intj "INTJ" "interjection",
    Noun "NOUN" "common noun",
    Num "NUM" "number",
    Part "PART" "particle (\"not\", \"'s\", \"to\")",
    Pron "PRON" "pronoun",
    Propn "PROPN" "proper noun",
    Punct "PUNCT" "punctuation",
    Sconj "SCONJ" "subordinating conjunction",
    Space "SPACE" "white space",
    Sym "SYM" "sign",
    Verb "VERB" "verb",
    X "X" "other",
}

labels! {
    /// Label of the arc from a token to its head, in ClearNLP style.
    Dep, "dependency label":
    Root "ROOT" "root of a sentence",
    Acl "acl" "clause that modifies a noun",
    Acomp "acomp" "adjective as a complement",
    Advcl "advcl" "adverbial clause",
    Advmod "advmod" "adverb",
    Agent "agent" "\"by\" before the agent of a passive",
    Amod "amod" "adjective",
    Appos "appos" "apposition",
    Attr "attr" "complement of a copula",
    Aux "aux" "auxiliary",
    Auxpass "auxpass" "auxiliary of a passive",
    Case "case" "mark of the possessive",
    Cc "cc" "coordinating conjunction",
    Ccomp "ccomp" "clause as a complement, with its own subject",
    Compound "compound" "noun or number within a compound",
    Conj "conj" "further member of a coordination",
    Csubj "csubj" "clause as a subject",
    Csubjpass "csubjpass" "clause as the subject of a passive",
    Dative "dative" "indirect object",
    Dep "dep" "not to be told",
    Det "det" "determiner",
    Dobj "dobj" "direct object",
    Expl "expl" "\"there\" of existence",
    Intj "intj" "interjection",
    Mark "mark" "word that opens a subordinate clause",
    Meta "meta" "not part of the sentence",
    Neg "neg" "negation",
    Nmod "nmod" "noun that modifies",
    Npadvmod "npadvmod" "noun phrase as an adverb",
    Nsubj "nsubj" "subject",
    Nsubjpass "nsubjpass" "subject of a passive",
    Nummod "nummod" "number that modifies a noun",
    Oprd "oprd" "complement of an object",
    Parataxis "parataxis" "clause set beside another",
    Pcomp "pcomp" "clause as the complement of a preposition",
    Pobj "pobj" "object of a preposition",
    Poss "poss" "possessor",
    Preconj "preconj" "word before a coordination (\"both\")",
    Predet "predet" "word before a determiner",
    Prep "prep" "preposition",
    Prt "prt" "particle of a verb",
    Punct "punct" "punctuation",
    Quantmod "quantmod" "word that modifies a number",
    Relcl "relcl" "relative clause",
    Xcomp "xcomp" "clause as a complement, with another's subject",
}

impl Tag {
    /// Whether it is a noun's or a name's.
    #[inline]
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns) || self.is_name()
    }

    /// Whether it is a name's.
    #[inline]
    pub const fn is_name(self) -> bool {
        matches!(self, Self::Nnp | Self::Nnps)
    }

    /// Whether it is a plural noun's or name's.
    #[inline]
    pub const fn is_plural(self) -> bool {
        matches!(self, Self::Nns | Self::Nnps)
    }

    /// Whether it is a verb's in any form; a modal is none.
    #[inline]
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// Whether it is an adjective's.
    #[inline]
    pub const fn is_adjective(self) -> bool {
        matches!(self, Self::Jj | Self::Jjr | Self::Jjs)
    }

    /// Whether it is an adverb's; one that asks or relates is none.
    #[inline]
    pub const fn is_adverb(self) -> bool {
        matches!(self, Self::Rb | Self::Rbr | Self::Rbs)
    }
}

impl Dep {
    /// Whether it is a subject's, of an active or a passive verb.
    #[inline]
    pub const fn is_subject(self) -> bool {
        matches!(self, Self::Nsubj | Self::Nsubjpass)
    }

    /// Whether it is an auxiliary's.
    #[inline]
    pub const fn is_auxiliary(self) -> bool {
        matches!(self, Self::Aux | Self::Auxpass)
    }

    /// Whether it is a clause's that modifies a noun.
    #[inline]
    pub const fn is_noun_clause(self) -> bool {
        matches!(self, Self::Acl | Self::Relcl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every label is read as it is written, and no two are written alike.
    fn are_read_as_written<T: Copy + PartialEq + fmt::Debug + FromStr<Err = UnknownLabel>>(
        all: &[T],
        text: impl Fn(T) -> &'static str,
    ) {
        for &label in all {
            assert_eq!(text(label).parse(), Ok(label));
        }
    }

    #[test]
    fn labels_are_read_as_they_are_written() {
        are_read_as_written(Tag::ALL, Tag::as_str);
        are_read_as_written(Pos::ALL, Pos::as_str);
        are_read_as_written(Dep::ALL, Dep::as_str);
        for &tag in Tag::ALL {
            let json = serde_json::Value::from(tag.as_str());
            assert_eq!(serde_json::from_value::<Tag>(json).unwrap(), tag);
        }
    }

    #[test]
    fn a_label_that_is_misspelt_is_refused() {
        assert_eq!("NNZ".parse::<Tag>().unwrap_err().to_string(), "\"NNZ\" is no tag of the Penn Treebank");
        assert_eq!("tmod".parse::<Dep>().unwrap_err().to_string(), "\"tmod\" is no dependency label");
        assert!(serde_json::from_str::<Pos>("\"noun\"").is_err());
    }

    #[test]
    fn families_of_tags_are_those_that_begin_alike() {
        for &tag in Tag::ALL {
            let begins = |start: &str| tag.as_str().starts_with(start);
            assert_eq!(tag.is_noun(), begins("NN"), "{tag}");
            assert_eq!(tag.is_name(), begins("NNP"), "{tag}");
            assert_eq!(tag.is_verb(), begins("V"), "{tag}");
            assert_eq!(tag.is_adjective(), begins("JJ"), "{tag}");
            assert_eq!(tag.is_adverb(), begins("RB"), "{tag}");
        }
    }
}
