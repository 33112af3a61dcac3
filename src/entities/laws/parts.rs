//! The parts of a law's name around its head.

use super::LawWords;
use crate::article::{self, Doc, Tag};
use crate::entities::board::{is_acronym, is_capital};
use crate::entities::lists::Names;

/// Reads the words around a position; outside the text they are empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) doc: &'a Doc,
    pub(super) words: &'a LawWords,
    pub(super) nations: &'a Names,
}

/// Longest subject, in words, that is read before or after a head.
const REACH: usize = 16;

impl<'a> Cursor<'a> {
    /// Token `at`.
    pub(super) fn word(self, at: usize) -> &'a str {
        if at < self.doc.len() { self.doc.token_text(at) } else { "" }
    }

    /// Whether token `at` is a lower-case word.
    pub(super) fn is_plain(self, at: usize) -> bool {
        let word = self.word(at);
        !word.is_empty() && word.chars().all(|letter| letter.is_lowercase() || letter == '-')
    }

    /// Whether the words beside `at` are in capitals too, as in a headline.
    pub(super) fn is_shouting(self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |at| self.word(at));
        is_acronym(before) && is_acronym(before.trim_end_matches(char::is_numeric)) && before.len() > 4
    }

    /// Whether the next word is a head as well: the last head of a name counts ("Penal Code Act").
    pub(super) fn goes_on_as_head(self, at: usize) -> bool {
        let next = self.word(at + 1);
        let head = next.to_lowercase();
        is_capital(next) && self.words.head.contains(&*head) && !self.words.section.contains(&*head)
    }

    /// First token of the name whose head is `at`.
    pub(super) fn left(self, head: usize) -> usize {
        let (mut start, mut at) = (head, head);
        while at > 0 && head - at < REACH {
            let step = self.step_left(at);
            if step == 0 {
                break;
            }
            at -= step;
            if is_capital(self.word(at)) || is_year(self.word(at)) && at + 1 == start || self.word(at) == "("
            {
                start = at;
            }
        }
        self.without_determiner(start, head)
    }

    /// How many tokens before `at` belong to the name; 0: none.
    fn step_left(self, at: usize) -> usize {
        let before = self.word(at - 1);
        let further = at.checked_sub(2).map_or("", |at| self.word(at));
        match before {
            ")" => (2..=8).find(|&back| back < at && self.word(at - back) == "(").unwrap_or(0),
            "of" | "and" | "&" | "for" | "on" | "in" | "to" | "against" | "from" | "with" | "or" | "-"
                if is_name(further) || further == ")" =>
            {
                1
            }
            "," if is_name(further) && is_capital(self.word(at)) && self.is_series(at) => 1,
            "the" if matches!(further, "of" | "on" | "against" | "for" | "to" | "in") => {
                usize::from(self.is_third_a_name(at)) * 2
            }
            "the" if matches!(further, "Against" | "Of" | "On" | "For") => 2,
            "other" | "related" | "certain" if further == "and" && self.is_third_a_name(at) => 2,
            // "Fast-track": the word after the hyphen may be in lower case.
            word if further == "-" && !is_capital(word) && self.is_third_a_name(at) => 3,
            "'s" | "’s" | "'" | "’" => usize::from(self.is_owner(further)) * 2,
            word if is_weekday(word) || self.is_counted(at) => 0,
            word if is_name(word) || is_year(word) => 1,
            _ => 0,
        }
    }

    /// Whether the third token before `at` may stand in a name.
    fn is_third_a_name(self, at: usize) -> bool {
        at > 2 && is_name(self.word(at - 3))
    }

    /// Whether the word owns laws ("Kenya's Penal Code").
    fn is_owner(self, word: &str) -> bool {
        self.words.possessive.contains(&*word.to_lowercase()) && is_capital(word)
    }

    /// Whether the token before `at` is a number, or the part of a law whose number `at` is.
    fn is_counted(self, at: usize) -> bool {
        let before = self.word(at - 1);
        let is_part = self.words.section.contains(&*before.to_lowercase());
        is_roman(before) || is_part && is_count(self.word(at))
    }

    /// Whether the comma before `at` stands in a series that closes with "and" ("Laundering, Financing and Proceeds").
    fn is_series(self, at: usize) -> bool {
        let words = (at..at + 6).map(|at| self.word(at));
        words.take_while(|word| is_capital(word) || matches!(*word, "and" | "-")).any(|word| word == "and")
    }

    /// `start` without an article that begins the sentence.
    fn without_determiner(self, start: usize, head: usize) -> usize {
        let is_determiner =
            matches!(self.word(start), "The" | "A" | "An" | "This" | "That" | "Under" | "Its" | "Both");
        let tag = if start < head { self.doc.node(start).tag() } else { Tag::Nnp };
        let is_plain = self.doc.sentence(start).tokens.start as usize == start
            && matches!(
                tag,
                Tag::In
                    | Tag::Dt
                    | Tag::Cc
                    | Tag::Prp
                    | Tag::PrpPoss
                    | Tag::Wdt
                    | Tag::Wrb
                    | Tag::Rb
                    | Tag::To
                    | Tag::Md
                    | Tag::Ex
            );
        if start < head && (is_determiner || is_plain) { start + 1 } else { start }
    }

    /// End of the name whose head is `at`, whether it has a number or year, and whether it has a subject after the head.
    pub(super) fn right(self, at: usize, head: &str, has_left: bool) -> (usize, bool, bool) {
        let mut end = at + 1;
        let (mut is_numbered, mut is_titled) = (false, false);
        for _ in 0..3 {
            let numbered = self.numbers(end);
            let subject = if is_titled { end } else { self.subject(end, head, has_left || is_numbered) };
            is_numbered |= numbered > end;
            is_titled |= numbered == end && subject > end;
            let next = if numbered > end { numbered } else { subject };
            if next == end {
                break;
            }
            end = next;
        }
        (end, is_numbered, is_titled)
    }

    /// End of number and year that begin at `end`; `end` where there are none.
    fn numbers(self, end: usize) -> usize {
        let mut at = end;
        if self.word(at) == "(" {
            let close = (at + 2..at + 4).find(|&at| self.word(at) == ")");
            let year = close.map(|close| close + 1 + usize::from(self.word(close + 1) == ","));
            return match year {
                Some(year) if is_year(self.word(year)) => year + 1,
                Some(year) if is_reference(self.word(year)) => year + 1,
                _ => end,
            };
        }
        let after_comma = at + usize::from(matches!(self.word(at), "," | "-"));
        if is_year(self.word(after_comma)) {
            return after_comma + 1;
        }
        if matches!(self.word(after_comma), "Chap" | "Cap" | "Chapter")
            && is_reference(
                self.word(after_comma + 1).trim_start_matches(|letter: char| letter.is_ascii_uppercase()),
            )
        {
            return after_comma + 2;
        }
        if matches!(self.word(at), "No" | "No." | "Nº" | "Number") {
            at += 1 + usize::from(self.word(at + 1) == ".");
        }
        let is_bill = end > 0 && self.word(end - 1) == "Bill" && is_bill_number(self.word(at));
        if is_reference(self.word(at)) || is_bill {
            at += 1;
            while matches!(self.word(at), "/" | "-") && self.word(at + 1).chars().all(char::is_alphanumeric) {
                at += 2;
            }
        } else if at > end {
            return end;
        }
        at + self.dated(at)
    }

    /// How many tokens "of YEAR" or "of DAY MONTH YEAR" at `at` takes.
    fn dated(self, at: usize) -> usize {
        if self.word(at) != "of" {
            return 0;
        }
        let is_date =
            is_number(self.word(at + 1)) && is_capital(self.word(at + 2)) && is_year(self.word(at + 3));
        if is_year(self.word(at + 1)) { 2 } else { usize::from(is_date) * 4 }
    }

    /// End of "on the Rights of the Child" that begins at `end`; `end` where there is none.
    fn subject(self, end: usize, head: &str, has_left: bool) -> usize {
        let joint = self.word(end);
        if !self.words.joint.contains(joint) || !self.takes_subject(end, head, has_left) {
            return end;
        }
        let mut at = end + 1 + usize::from(joint == "relating" && self.word(end + 1) == "to");
        at += usize::from(self.word(at) == "the");
        if !is_capital(self.word(at)) || is_weekday(self.word(at)) {
            return end;
        }
        let mut last = at;
        while at < end + REACH {
            if is_capital(self.word(at)) && !is_weekday(self.word(at)) {
                last = at;
            } else if !self.goes_on(at) {
                break;
            }
            at += 1;
        }
        last + 1
    }

    /// Whether a subject may follow the head with the word at `joint`; `has_left`: the head has words before it.
    fn takes_subject(self, joint: usize, head: &str, has_left: bool) -> bool {
        let is_titled = self.words.titled.contains(head);
        match self.word(joint) {
            "of" => {
                let is_free = !has_left || head == "constitution" || !self.is_nation(joint);
                self.words.of.contains(head) && is_free
            }
            "to" | "for" | "between" => is_titled && !has_left,
            _ => is_titled && !(has_left && self.words.closed.contains(head)),
        }
    }

    /// Whether a small word stands at `at` behind which a subject goes on with a capital.
    fn goes_on(self, at: usize) -> bool {
        let (word, next) = (self.word(at), self.word(at + 1));
        let is_small =
            matches!(word, "of" | "and" | "the" | "for" | "in" | "against" | "to" | "on" | "'s" | "’s");
        is_small && (is_capital(next) || next == "the" && is_capital(self.word(at + 2)))
    }

    /// Whether a country or a lower-case word follows "of" (and "the") at `of`.
    fn is_nation(self, of: usize) -> bool {
        let at = of + 1 + usize::from(self.word(of + 1) == "the");
        !is_capital(self.word(at)) || self.nations.longest_at(self.doc, at).is_some()
    }

    /// First token of "Section 9 of the" that ends before `start`; the section may stand right before ("section 9 Theft Act").
    pub(super) fn section_before(self, start: usize) -> Option<usize> {
        let mut at = start;
        if at > 0 && self.word(at - 1).eq_ignore_ascii_case("the") {
            at -= 1;
        }
        let of = at.checked_sub(1).filter(|&at| self.word(at) == "of" || self.word(at) == ",");
        let ends = of.unwrap_or(start);
        (ends.saturating_sub(14)..ends).find(|&begin| self.section_at(begin) == Some(ends))
    }

    /// Where "Section 9", "sections 304A and 279", "s.172", "u/s 7" or "Section 5, Article II" that begins at `at` ends.
    pub(super) fn section_at(self, at: usize) -> Option<usize> {
        let word = self.word(at);
        if self.is_section(at) {
            // "Section 1983" looks like a year.
            let is_long = matches!(word.as_bytes(), [b's' | b'S', ..]) && is_year(self.word(at + 1));
            return if is_long { Some(self.more_counts(at + 2)) } else { self.counts(at + 1) };
        }
        let is_under = word.eq_ignore_ascii_case("u") && self.word(at + 1) == "/" && self.word(at + 2) == "s";
        if is_under {
            return self.counts(at + 3 + usize::from(self.word(at + 3) == "."));
        }
        let (keyword, number) = word.split_once('.')?;
        let is_joined = self.words.section.contains(&*keyword.to_lowercase()) && is_count(number);
        is_joined.then(|| self.more_counts(at + 1))
    }

    /// Whether token `at` is a word for a part of a law.
    fn is_section(self, at: usize) -> bool {
        self.words.section.contains(self.word(at).to_lowercase().trim_end_matches('.'))
    }

    /// End of the section's number that begins at `at`: "9", "L. 121".
    fn count(self, at: usize) -> Option<usize> {
        let is_letter = |word: &str| {
            word.trim_end_matches('.').len() == 1
                && word.starts_with(|letter: char| letter.is_ascii_uppercase())
        };
        if is_count(self.word(at)) {
            Some(at + 1)
        } else {
            let after = at + 1 + usize::from(self.word(at + 1) == ".");
            (is_letter(self.word(at)) && is_number(self.word(after))).then_some(after + 1)
        }
    }

    /// End of the numbers of sections that begin at `at`: "304A and 279", "1956(h)", "5, Article II".
    pub(super) fn counts(self, at: usize) -> Option<usize> {
        self.count(at).map(|end| self.more_counts(end))
    }

    /// End of what goes on behind a section's number that ends at `start`, within [`article::REACH`].
    pub(super) fn more_counts(self, start: usize) -> usize {
        let mut end = start;
        while end < start + article::REACH {
            let next = self.word(end);
            let after = self.word(end + 1);
            let step = match next {
                ")" if is_open(self.word(end - 1)) => 1,
                "(" => (2..4).find(|&step| self.word(end + step) == ")").map_or(0, |step| step + 1),
                "," | "and" | "or" | "to" | "&" | "/" | "-" | "–" if is_count(after) => 2,
                "," if after == "and" && is_count(self.word(end + 2)) => 3,
                "," | "and" | "of" if self.is_section(end + 1) && is_count(self.word(end + 2)) => 3,
                "bis" | "ter" => 1,
                "-" | "–" if matches!(after, "bis" | "ter") || after.len() == 1 => 2,
                word if is_lettered(word) => 1,
                _ if self.is_section(end) && (is_count(after) || is_lettered(after) || after == "(") => 1,
                _ => 0,
            };
            if step == 0 {
                return end;
            }
            end += step;
        }
        end
    }

    /// Whether "the" stands before `start`.
    pub(super) fn has_article(self, start: usize) -> bool {
        start > 0 && self.word(start - 1).eq_ignore_ascii_case("the")
    }

    /// Whether a capitalised word follows at `end`, so that the head is part of another name ("Law Society").
    pub(super) fn begins_name(self, end: usize, is_closed: bool) -> bool {
        let next = self.word(end);
        let is_break =
            end >= self.doc.len() || self.doc.sentence_index(end) != self.doc.sentence_index(end - 1);
        !is_closed && !is_break && is_capital(next) && !is_weekday(next) && self.doc.node(end).tag().is_name()
    }

    /// Whether "Act 4" is part of a play: a small number right after the bare head.
    pub(super) fn is_play(self, head: usize) -> bool {
        self.word(head) == "Act" && self.word(head + 1).parse().is_ok_and(|number: u32| number < 8)
    }
}

/// Whether the word is a year that laws have.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u32| (1600..2100).contains(&year))
}

/// Whether the word begins with a digit.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

/// A law's number: "1079", "11,340", "70/2023", "255-FZ", "2008/50/EC", "16:01".
pub(super) fn is_reference(word: &str) -> bool {
    let is_reference = |letter: char| letter.is_ascii_alphanumeric() || "/-:.,".contains(letter);
    is_number(word) && word.chars().all(is_reference) && !word.ends_with("th") && !word.ends_with("st")
}

/// A bill's number: "C-18", "HB1020".
fn is_bill_number(word: &str) -> bool {
    let number = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase()).trim_start_matches('-');
    number.len() < word.len()
        && word.len() < 8
        && number.bytes().all(|digit| digit.is_ascii_digit())
        && !number.is_empty()
}

/// The head of a law's name without a year that a hyphen joins to it ("Act-2018"), and whether it has one.
pub(super) fn without_year(word: &str) -> (&str, bool) {
    word.rsplit_once('-').filter(|(_, year)| is_year(year)).map_or((word, false), |(head, _)| (head, true))
}

/// A section's number: "9", "25-A", "15(2)", "304A", "II".
fn is_count(word: &str) -> bool {
    is_roman(word) || is_number(word) && !is_year(word)
}

/// Whether the word may stand in a name: with a capital, and no Roman numeral.
fn is_name(word: &str) -> bool {
    is_capital(word) && !is_roman(word)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|letter| "IVXLC".contains(letter)) && word != "L"
}

/// Whether the word opens a bracket that the next token closes: "15(2", "39B(1)(a".
fn is_open(word: &str) -> bool {
    word.matches('(').count() > word.matches(')').count()
}

/// A letter of a section that stands apart: "25 A", "(a)".
fn is_lettered(word: &str) -> bool {
    word.starts_with('(') && word.ends_with(')') && word.len() < 6
}

fn is_weekday(word: &str) -> bool {
    matches!(word, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")
}
