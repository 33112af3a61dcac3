//! What the model is trained on: every labelled number with its possible answers, their features, and which are right.

use crate::article::{Circumstance, Doc, Each, Entity, Quantity, Referent, Span};
use crate::links::Linker;
use crate::links::answer::{Answer, Filler};
use crate::links::candidates::{self, Anchor, Candidate};
use crate::links::circumstances;
use crate::links::extent::{self, CountedPhrase};
use crate::links::fact::FactDraft;
use crate::links::features::Setting;
use crate::links::given::Given;
use crate::links::groups::Groups;
use crate::links::precedent::{Precedent, Precedents};
use crate::links::scene::{Node, Scene};

/// Words that fill a circumstance, and the canonical name where they are a name.
pub type StatedWords = (Span, Option<String>);

/// What is true of one number.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    /// Lemmas that its phrase may be headed by, and where the phrase stands if that is known; empty where it counts nothing.
    pub heads: Vec<String>,
    /// Where its phrase stands.
    pub span: Option<Span>,
    /// For each circumstance the right answers: their words, and the canonical name of a name. `None` where the
    /// circumstances are not labelled.
    pub circumstances: Option<Each<Vec<StatedWords>>>,
}

/// What is asked of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// What it counts.
    Target,
    /// How far the phrase reaches.
    Extent,
    /// A circumstance.
    Circumstance(Circumstance),
}

impl Question {
    /// Its name, with which the names of its features begin.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Extent => "extent",
            Self::Circumstance(circumstance) => circumstance.as_str(),
        }
    }
}

/// One question with its possible answers; the first is "none", but for [`Question::Extent`].
#[derive(Debug)]
pub struct Lesson {
    /// What is asked.
    pub question: Question,
    /// Index of the number.
    pub quantity: usize,
    /// The possible answers.
    pub choices: Vec<Choice>,
}

/// A whole row that the program gave, and whether it is right.
#[derive(Debug)]
pub struct Review {
    /// What speaks for it: names and amounts.
    pub evidence: Vec<(String, f32)>,
    /// Whether phrase, event and every given circumstance are right, and every place is given.
    pub right: bool,
}

/// A possible answer.
#[derive(Debug)]
pub struct Choice {
    /// Whether it is right.
    pub right: bool,
    /// Its word.
    pub word: String,
    /// Names of its features.
    pub features: Vec<String>,
}

impl Linker {
    /// The questions that labelled numbers of an article put; `truths` runs parallel to `quantities`, `None` where nothing
    /// is known. Later questions of a number are put as if its earlier ones had been answered rightly; what the numbers before
    /// count is what the linker itself answers if `guessed`, else what is right: who learns from right answers alone trusts its
    /// own too much (Ross et al. 2011, `DAgger`).
    pub fn lessons(
        &self,
        doc: &Doc,
        entities: &[Entity],
        quantities: &[Quantity],
        truths: &[Option<Truth>],
        guessed: bool,
    ) -> Vec<Lesson> {
        let scene = Scene::new(doc, entities, quantities, &self.words);
        let mut groups = Groups::default();
        let mut precedents = Precedents::default();
        let mut lessons = Vec::new();
        let mut own = if guessed { self.facts(&scene) } else { Vec::new() };
        own.reverse();
        for (index, truth) in truths.iter().enumerate() {
            while let Some(guess) = own.pop_if(|guess| guess.quantity < index) {
                let precedent = guess.precedent();
                if let Some(it) = &precedent {
                    groups.count(it.quantity, it.head);
                }
                precedents.extend(precedent);
            }
            let quantity = &quantities[index];
            let Some(truth) = truth else { continue };
            if !quantity.kind.is_countable() || quantity.tokens.is_empty() {
                continue;
            }
            let anchor = Anchor::new(&scene, index);
            let (lesson, head) = target(&anchor, &groups, truth);
            lessons.push(lesson);
            let Some(head) = head else { continue };
            lessons.extend(extent(&anchor, head, truth));
            if let Some(truths) = &truth.circumstances {
                let given = Given::new(&anchor, &groups, &precedents).counting(head);
                let answers = circumstances(given, truths, &mut lessons);
                if !guessed {
                    precedents.extend(Some(Precedent { quantity: index, head: head.head.index(), answers }));
                }
            }
            if !guessed {
                groups.count(index, head.head.index());
            }
        }
        lessons
    }

    /// The rows that the program gives for labelled numbers whose circumstances are labelled, and which of them are right.
    pub fn reviews(
        &self,
        doc: &Doc,
        entities: &[Entity],
        quantities: &[Quantity],
        truths: &[Option<Truth>],
    ) -> Vec<Review> {
        let scene = Scene::new(doc, entities, quantities, &self.words);
        let review = |fact: FactDraft<'_>| {
            let truth = truths[fact.quantity].as_ref()?;
            let right = is_right_row(&scene, &fact, fact.phrase?, truth)?;
            let mut evidence = Vec::new();
            fact.evidence(&quantities[fact.quantity], &mut |name, amount| {
                evidence.push((name.join("|"), amount));
            });
            Some(Review { evidence, right })
        };
        self.facts(&scene).into_iter().filter_map(review).collect()
    }
}

/// Whether a row is right; `None` where that is not known.
fn is_right_row(
    scene: &Scene<'_>,
    fact: &FactDraft<'_>,
    phrase: Candidate<'_>,
    truth: &Truth,
) -> Option<bool> {
    if truth.heads.is_empty() {
        return Some(false);
    }
    let circumstances = truth.circumstances.as_ref()?;
    let fits = |circumstance: Circumstance| {
        let truth = &circumstances[circumstance];
        let answers: Vec<Answer> =
            fact.circumstance(circumstance).answers.iter().map(|(answer, _)| *answer).collect();
        let right = right_answers(scene, &answers, truth);
        let complete = match circumstance {
            Circumstance::Event => answers.len() == truth.len(),
            Circumstance::Places => answers.len() >= truth.len(),
            _ => true,
        };
        complete && right.iter().all(|&right| right)
    };
    Some(is_right(phrase, truth) && Circumstance::ALL.into_iter().all(fits))
}

/// The question what the number counts, and the right phrase where it is among the answers.
fn target<'a>(anchor: &Anchor<'a>, groups: &Groups, truth: &Truth) -> (Lesson, Option<Candidate<'a>>) {
    let candidates = candidates::of(anchor, groups);
    let setting = Setting::new(anchor, groups);
    let right = right_ones(&candidates, truth);
    let none = choice(truth.heads.is_empty(), "-", |sink| setting.none(sink));
    let phrases = candidates.iter().zip(&right).map(|(&it, &right)| {
        let route = candidates::route(anchor, it);
        choice(right, it.head.text(), |sink| setting.phrase(it, route.as_ref(), sink))
    });
    let choices = std::iter::once(none).chain(phrases).collect();
    let head = right.iter().position(|&right| right).map(|index| candidates[index]);
    (Lesson { question: Question::Target, quantity: anchor.quantity, choices }, head)
}

/// The question how far the phrase reaches, where its words are known.
fn extent(anchor: &Anchor<'_>, phrase: Candidate<'_>, truth: &Truth) -> Option<Lesson> {
    let (head, number) = (phrase.head, anchor.quantity);
    let words = truth.span.filter(|words| words.overlaps(head.span()))?;
    let inherited = candidates::is_inherited(anchor, phrase);
    let asked = CountedPhrase { head, number, inherited };
    let answer = |end: extent::PhraseEnd| {
        let last = head.at(end.end - 1);
        choice(last.span().end() == words.end(), last.text(), |sink| extent::describe(asked, end, sink))
    };
    let choices = extent::ends(asked).into_iter().map(answer).collect();
    Some(Lesson { question: Question::Extent, quantity: number, choices })
}

fn choice(right: bool, word: &str, describe: impl FnOnce(&mut dyn FnMut(&[&str]))) -> Choice {
    let mut features = Vec::new();
    describe(&mut |parts| features.push(parts.join("|")));
    Choice { right, word: word.to_owned(), features }
}

/// The questions for the circumstances of one number, and the right answers that are among the possible ones.
fn circumstances(
    mut given: Given<'_>,
    truths: &Each<Vec<StatedWords>>,
    lessons: &mut Vec<Lesson>,
) -> Each<Vec<(usize, Filler)>> {
    let scene = given.scene;
    let mut told: Each<Vec<(usize, Filler)>> = Each::default();
    for circumstance in Circumstance::ALL {
        let truth = &truths[circumstance];
        let asked = circumstances::Asked::new(given, circumstance);
        let answers = &asked.answers;
        let right: Vec<bool> = right_answers(scene, answers, truth);
        if answers.is_empty() {
            continue;
        }
        let none = |right| choice(right, "-", |sink| asked.none(sink));
        let fill = |(index, &right): (usize, &bool)| {
            let word = scene.at(answers[index].token).text();
            choice(right, word, |sink| asked.answer(index, sink))
        };
        let filled = right.iter().enumerate().map(fill);
        let quantity = given.anchor.quantity;
        if circumstance.is_plural() {
            let each = filled.map(|it| Lesson {
                question: Question::Circumstance(circumstance),
                quantity,
                choices: vec![none(!it.right), it],
            });
            lessons.extend(each);
        } else {
            let choices = std::iter::once(none(truth.is_empty())).chain(filled).collect();
            lessons.push(Lesson { question: Question::Circumstance(circumstance), quantity, choices });
        }
        if circumstance == Circumstance::Event {
            given.event = right.iter().position(|&right| right).map(|index| scene.at(answers[index].token));
        }
        let true_ones = answers.iter().zip(&right).filter(|&(_, &right)| right);
        told[circumstance] = true_ones.map(|(answer, _)| (answer.token, answer.filler)).collect();
    }
    told
}

/// Which answers are right: those that point at the labelled words themselves, else those that touch them or name the
/// same.
fn right_answers(scene: &Scene<'_>, answers: &[Answer], truth: &[StatedWords]) -> Vec<bool> {
    let span = |answer: &Answer| match answer.filler {
        Filler::Verb(at) => scene.doc.tokens[at].span,
        Filler::Referent(Referent::Entity(index)) => scene.entities[index].span,
        Filler::Referent(Referent::Quantity(index)) => scene.quantities[index].span,
        Filler::Referent(Referent::Phrase(span)) => span,
    };
    let named = |answer: &Answer, name: &Option<String>| match (answer.filler, name) {
        (Filler::Referent(Referent::Entity(index)), Some(name)) => {
            scene.entities[index].name.eq_ignore_ascii_case(name)
        }
        _ => false,
    };
    let touches = |answer: &Answer| {
        truth.iter().any(|(words, name)| span(answer).overlaps(*words) || named(answer, name))
    };
    let same = |answer: &Answer| {
        let alike = |words: Span| {
            let (one, other) = (span(answer), words);
            one.overlaps(other) && one.end() == other.end()
        };
        truth.iter().any(|(words, name)| alike(*words) || named(answer, name))
    };
    let exact: Vec<bool> = answers.iter().map(same).collect();
    if exact.contains(&true) { exact } else { answers.iter().map(touches).collect() }
}

fn is_right(candidate: Candidate<'_>, truth: &Truth) -> bool {
    let person = |word: String| match word.as_str() {
        "people" => "person".to_owned(),
        _ => word.strip_suffix('s').unwrap_or(&word).to_owned(),
    };
    let lemma = person(candidate.head.head_lemma().to_lowercase());
    let text = candidate.head.text().to_lowercase();
    truth.heads.iter().any(|head| {
        let head = person(head.to_lowercase());
        let last = head.split([' ', '-']).next_back().unwrap_or_default();
        head == lemma || last == lemma || last == text || last == text.trim_end_matches('s')
    })
}

/// Which candidates are right: those in the labelled phrase, else those with its head elsewhere.
fn right_ones(candidates: &[Candidate<'_>], truth: &Truth) -> Vec<bool> {
    let right: Vec<bool> = candidates.iter().map(|&it| is_right(it, truth)).collect();
    let inside = |head: Node<'_>| truth.span.is_none_or(|span| span.overlaps(head.span()));
    let exact: Vec<bool> =
        right.iter().zip(candidates).map(|(&right, it)| right && inside(it.head)).collect();
    if exact.contains(&true) { exact } else { right }
}
