//! What stands around a possible answer: quotation marks, the clause it is in, numbers and other answers that are nearer.

use crate::article::{Circumstance, TokenRange};
use crate::links::answer::Answer;
use crate::links::frame;
use crate::links::model::Sink;
use crate::links::pair::bucket;
use crate::links::scene::{Node, Scene};

/// How many tokens at most stand between a number and an answer whose words are looked at.
const BESIDE: usize = 3;
/// From this place on, answers are told apart no more.
const LAST: usize = 4;

/// How the answers to one question stand to the number and to one another.
#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    scene: &'a Scene<'a>,
    circumstance: &'static str,
    kind: &'static str,
    quantity: usize,
    /// Verb of the number's clause, and the event.
    verbs: [Option<Node<'a>>; 2],
    /// For each answer how many are nearer to the number, up to [`LAST`].
    places: Vec<usize>,
}

impl<'a> Surroundings<'a> {
    /// Looks at the `answers` to `circumstance`, asked of number `quantity`; `verbs` are its clause's and the event.
    pub(super) fn new(
        scene: &'a Scene<'a>,
        circumstance: Circumstance,
        kind: &'static str,
        quantity: usize,
        verbs: [Option<Node<'a>>; 2],
        answers: &[Answer],
    ) -> Self {
        let mut order: Vec<usize> = (0..answers.len()).collect();
        let own = scene.quantities[quantity].tokens;
        order.sort_by_key(|&index| gap(own, answers[index].token));
        let mut places = vec![0; answers.len()];
        for (place, index) in order.into_iter().enumerate() {
            places[index] = place.min(LAST);
        }
        Self { scene, circumstance: circumstance.as_str(), kind, quantity, verbs, places }
    }

    /// Features of answer `index`, whose token is `at`.
    pub(super) fn describe(&self, index: usize, at: Node<'_>, sink: &mut Sink<'_>) {
        let Self { scene, circumstance, kind, quantity, .. } = *self;
        let own = scene.quantities[quantity].tokens;
        let side = if at.index() < own.start as usize { "L" } else { "R" };
        let place = bucket(self.places[index]);
        let rival = self.rival(at);
        sink(&[circumstance, "nearest", place, side]);
        sink(&[circumstance, "nearest", place, side, kind]);
        sink(&[circumstance, "rival", rival, side]);
        sink(&[circumstance, "rival", rival, side, kind]);
        sink(&[circumstance, "rival", rival, place]);
        self.clause(at, sink);
        self.words(at, side, sink);
        self.position(at, sink);
    }

    /// Whether another number of its kind is nearer to the answer than the asked one is.
    fn rival(&self, at: Node<'_>) -> &'static str {
        let Self { scene, quantity, .. } = *self;
        let own = gap(scene.quantities[quantity].tokens, at.index());
        let kind = scene.quantities[quantity].kind;
        let sentence = at.sentence_index();
        let near = |index: usize| {
            let other = &scene.quantities[index];
            other.kind == kind
                && !other.tokens.is_empty()
                && scene.at(other.tokens.start as usize).sentence_index() == sentence
                && gap(other.tokens, at.index()) < own
        };
        let last = scene.quantities.len() - 1;
        let around = |step: usize| {
            let before = quantity.checked_sub(step).is_some_and(near);
            before || (quantity + step <= last && near(quantity + step))
        };
        match (around(1), around(2)) {
            (false, false) => "none",
            (true, false) => "one",
            _ => "more",
        }
    }

    /// How its clause stands to the number's and to the event's.
    fn clause(&self, at: Node<'_>, sink: &mut Sink<'_>) {
        let Self { circumstance, kind, .. } = *self;
        let own = at.clause_verb();
        for (name, verb) in ["number", "event"].into_iter().zip(self.verbs) {
            let relation = frame::relation(verb, own);
            sink(&[circumstance, "clause", name, relation]);
            sink(&[circumstance, "clause", name, relation, kind]);
            sink(&[circumstance, "clause", name, relation, at.dep().as_str()]);
        }
    }

    /// The words between, where they are few.
    fn words(&self, at: Node<'_>, side: &str, sink: &mut Sink<'_>) {
        let Self { scene, circumstance, kind, quantity, .. } = *self;
        let own = scene.quantities[quantity].tokens.range();
        let here = at.index();
        let between = if here >= own.end { own.end..here } else { here + 1..own.start };
        if own.contains(&here) || between.len() > BESIDE {
            return;
        }
        let mut text = String::from(side);
        for token in scene.all(between) {
            text.push(' ');
            text.push_str(token.lemma_in_name());
        }
        sink(&[circumstance, "beside", &text]);
        sink(&[circumstance, "beside", kind, &text]);
    }

    /// Where in its sentence it stands, and in or outside of which quotation.
    fn position(&self, at: Node<'_>, sink: &mut Sink<'_>) {
        let Self { scene, circumstance, quantity, .. } = *self;
        let start = at.around().start as usize;
        let opens = match at.index() - start {
            0..=3 if !scene.all(start..at.index()).any(Node::is_verb) => "front",
            _ => "inside",
        };
        sink(&[circumstance, "position", opens, at.dep().as_str()]);
        let own = scene.at(scene.quantities[quantity].tokens.start as usize);
        let (mine, its) = (own.quotation(), at.quotation());
        let quoted = match (mine, its) {
            (None, None) => "plain",
            (Some(_), None) => "outside",
            (None, Some(_)) => "inside",
            (Some(mine), Some(its)) if mine == its => "same",
            _ => "other",
        };
        sink(&[circumstance, "quoted", quoted]);
        sink(&[circumstance, "quoted", quoted, at.dep().as_str()]);
        if let (Some(mine), None) = (mine, its) {
            let side = if at.index() < mine.start as usize { "before" } else { "after" };
            let away = bucket(gap(mine, at.index()));
            sink(&[circumstance, "speaker", side, away]);
            sink(&[circumstance, "speaker", side, away, at.dep().as_str()]);
        }
    }
}

/// How many tokens token `at` is away from a run of them: 0 in it, 1 beside it.
fn gap(run: TokenRange, at: usize) -> usize {
    let run = run.range();
    if at < run.start { run.start - at } else { (at + 1).saturating_sub(run.end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Referent;
    use crate::links::answer::Filler;
    use crate::links::scene::tests::with_scene;

    /// The features of `word` as an answer beside `others`, asked of quantity `quantity`.
    fn features(text: &str, quantity: usize, word: &str, others: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        with_scene(text, |scene| {
            let answer = |word: &&str| {
                let at = scene.all(0..scene.doc.len()).find(|at| at.reads(word)).unwrap();
                let filler = Filler::Referent(Referent::Quantity(quantity));
                Answer { token: at.index(), filler, proposed: false }
            };
            let answers: Vec<Answer> = std::iter::once(&word).chain(others).map(answer).collect();
            let around =
                Surroundings::new(scene, Circumstance::Source, "count", quantity, [None; 2], &answers);
            let mut sink = |parts: &[&str]| found.push(parts.join("|"));
            around.describe(0, scene.at(answers[0].token), &mut sink);
        });
        found
    }

    fn has(features: &[String], wanted: &str) -> bool {
        features.iter().any(|it| it == wanted)
    }

    #[test]
    fn a_number_nearer_to_the_answer_is_a_rival() {
        let text = "They found 3 bodies in Jos and 4 bodies in Kano.";
        assert!(has(&features(text, 0, "Kano", &[]), "source|rival|one|R"));
        assert!(has(&features(text, 1, "Kano", &[]), "source|rival|none|R"));
    }

    #[test]
    fn answers_are_ranked_by_their_distance() {
        let text = "They found 3 bodies in Jos and 4 bodies in Kano.";
        assert!(has(&features(text, 0, "Kano", &["Jos"]), "source|nearest|1|R"));
        assert!(has(&features(text, 0, "Jos", &["Kano"]), "source|nearest|0|R"));
    }

    #[test]
    fn who_stands_outside_of_the_number_s_quotation_may_speak_it() {
        let text = "“We lost 12 cows. The river took them,” the farmer said.";
        assert!(has(&features(text, 0, "farmer", &[]), "source|quoted|outside"));
        assert!(has(&features(text, 0, "farmer", &[]), "source|speaker|after|2"));
        assert!(has(&features(text, 0, "river", &[]), "source|quoted|same"));
        let plain = "The farmer lost 12 cows.";
        assert!(has(&features(plain, 0, "farmer", &[]), "source|quoted|plain"));
    }

    #[test]
    fn few_words_between_are_told() {
        let text = "Police in Arvo (12 men) left.";
        assert!(has(&features(text, 0, "Arvo", &[]), "source|beside|L ("));
    }
}
