//! Which cues of a sentence reach a number.

use crate::article::{Dep, Doc, Kind, Quantity};
use crate::status::cues::{Cue, Cues, Effect, Reach};
use crate::status::path::{self, Block, Step};
use crate::status::reach::{Meeting, entry, is_direct};
use crate::status::words::Words;

/// A sentence with its cues, hung on the words that they could reach something from.
#[derive(Debug)]
pub(super) struct CuedSentence<'a> {
    pub(super) doc: &'a Doc,
    pub(super) words: &'a Words,
    pub(super) cues: Vec<Cue>,
    /// Ordered by node.
    hung: Vec<Hung>,
    /// The first cue of the next sentence that denies this one.
    pub(super) denial: Option<Cue>,
}

/// A cue hung on a word above it.
#[derive(Debug, Clone, Copy)]
struct Hung {
    node: usize,
    cue: usize,
    /// Steps from the cue's anchor up to the word, at most 4.
    up: usize,
    /// The child of the word that holds the cue; the word itself for no step.
    via: usize,
}

/// A cue that reaches a number, or would but for a bar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// The cue.
    pub(super) cue: Cue,
    /// Where on the number's way it is hung.
    pub(super) at: usize,
    /// Steps from the cue to the way.
    pub(super) up: usize,
    /// What bars it.
    pub(super) block: Option<Block>,
    /// Whether the number is the direct object's own.
    pub(super) direct: bool,
}

/// A number with its way and what reaches it.
#[derive(Debug)]
pub(super) struct CuedNumber<'a> {
    pub(super) scene: &'a CuedSentence<'a>,
    pub(super) quantity: &'a Quantity,
    pub(super) way: Vec<Step<'a>>,
    pub(super) hits: Vec<Hit>,
}

/// Cues looked at on one word, so that the work stays linear on any tree.
const MOST: usize = 24;

impl<'a> CuedSentence<'a> {
    pub(super) fn new(doc: &'a Doc, list: &Cues, words: &'a Words, sentence: usize) -> Self {
        let mut cues = list.find(doc, doc.sentences[sentence].tokens);
        cues.retain(|cue| cue.effect != Effect::Free && cue.reach != Reach::Before);
        let next =
            doc.sentences.get(sentence + 1).map(|next| list.find(doc, next.tokens)).unwrap_or_default();
        let denial = next.into_iter().find(|cue| cue.reach == Reach::Before && takes_up(doc, words, cue));
        let mut hung = Vec::new();
        for (index, cue) in cues.iter().enumerate() {
            let (mut via, mut node) = (cue.anchor, cue.anchor);
            for up in 0..5 {
                hung.push(Hung { node, cue: index, up, via });
                (via, node) = (node, doc.head(node));
                if via == node {
                    break;
                }
            }
        }
        hung.sort_by_key(|it| (it.node, it.cue));
        Self { doc, words, cues, hung, denial }
    }

    /// The number with all that reaches it.
    pub(super) fn view<'b>(&'b self, quantity: &'b Quantity) -> CuedNumber<'b>
    where
        'a: 'b,
    {
        let mut way = path::way(self.words, path::top(self.doc, quantity.tokens));
        if quantity.kind != Kind::Age && way[0].node.dep() == Dep::Appos {
            way[0].block = None;
        }
        let mut hits = Vec::new();
        for node in quantity.tokens.range().filter(|&node| node != way[0].node.index()) {
            hits.extend(self.hung_on(node).filter_map(|hung| self.hit(quantity, &way, 0, hung)));
        }
        for (at, step) in way.iter().enumerate() {
            hits.extend(
                self.hung_on(step.node.index()).filter_map(|hung| self.hit(quantity, &way, at, hung)),
            );
        }
        let known =
            |cue: &Cue| hits.iter().any(|hit: &Hit| hit.block.is_none() && hit.cue.tokens == cue.tokens);
        let near = self.cues.iter().filter(|cue| self.stands_before(cue, quantity) && !known(cue));
        let near: Vec<Hit> = near.map(|&cue| Hit { cue, at: 0, up: 0, block: None, direct: false }).collect();
        hits.extend(near);
        hits.sort_by_key(|hit| hit.at);
        CuedNumber { scene: self, quantity, way, hits }
    }

    /// Whether a "not" or "instead of" stands just before the number and belongs to no verb.
    fn stands_before(&self, cue: &Cue, quantity: &Quantity) -> bool {
        let gap = (cue.tokens.end..quantity.tokens.start).len();
        if cue.tokens.end > quantity.tokens.start || gap > 1 {
            return false;
        }
        match (cue.effect, cue.reach) {
            (Effect::Not, Reach::Head) => self.opens_contrast(cue.tokens.start as usize),
            (_, Reach::Under) => true,
            _ => false,
        }
    }

    /// Whether the word before token `at` is a comma, a dash or a conjunction.
    fn opens_contrast(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| self.doc.token_text(at).to_lowercase());
        before.is_some_and(|text| matches!(text.as_str(), "," | ";" | "-" | "–" | "—" | "(" | "and" | "but"))
    }

    fn hung_on(&self, node: usize) -> impl Iterator<Item = &Hung> {
        let start = self.hung.partition_point(|it| it.node < node);
        self.hung[start..].iter().take_while(move |it| it.node == node).take(MOST)
    }

    fn hit(&self, quantity: &Quantity, way: &[Step<'_>], at: usize, hung: &Hung) -> Option<Hit> {
        let cue = self.cues[hung.cue];
        let inside = quantity.tokens.start <= cue.tokens.start && cue.tokens.end <= quantity.tokens.end;
        let inside = inside && cue.effect != Effect::Not;
        let below = (at > 0).then(|| way[at - 1].node.index());
        if inside || (hung.up > 0 && Some(hung.via) == below) || !self.reaches(way, at, cue, hung) {
            return None;
        }
        let block = Self::block(way, at, cue, hung);
        Some(Hit { cue, at, up: hung.up, block, direct: is_direct(way, at) })
    }

    /// What bars a cue hung on word `at` of the way.
    fn block(way: &[Step<'_>], at: usize, cue: Cue, hung: &Hung) -> Option<Block> {
        let barred = if hung.up == 0 { entry(way, at, cue).saturating_sub(1) } else { at };
        let fronted =
            |step: usize| cue.anchor < way[step].node.index() && way[step].node < way[step + 1].node;
        let passes = |step: usize, block: Block| match block {
            Block::Clause
                if cue.effect == Effect::Not || matches!(cue.reach, Reach::Subject | Reach::Agent) =>
            {
                step + 1 == at || fronted(step)
            }
            Block::Clause => hung.up == 0 || fronted(step),
            Block::Adverbial => {
                cue.effect == Effect::If
                    && (cue.tokens.end as usize..cue.tokens.end as usize + 12)
                        .contains(&way[step].node.index())
            }
            Block::Conjunct | Block::Apart => cue.effect == Effect::If,
            _ => false,
        };
        let found = (0..barred).find_map(|step| way[step].block.filter(|&block| !passes(step, block)));
        let entering = || {
            let step = way.get(barred).filter(|_| hung.up == 0 && barred < at)?;
            step.block.filter(|block| {
                matches!(
                    block,
                    Block::Apart | Block::Adverbial | Block::Aside | Block::Participle | Block::Relative
                )
            })
        };
        found.or_else(entering).filter(|&block| !(block == Block::Apart && cue.effect == Effect::If))
    }

    /// Whether a cue, hung on word `at` of the way, reaches what comes to that word from below.
    fn reaches(&self, way: &[Step<'_>], at: usize, cue: Cue, hung: &Hung) -> bool {
        if !cue.by.is_empty() && (at == 0 || !way[at - 1].node.reads(cue.by)) {
            return false;
        }
        if cue.effect == Effect::Not
            && way[at].node.index() < cue.anchor
            && self.opens_contrast(cue.tokens.start as usize)
        {
            return false;
        }
        let via = self.doc.node(hung.via);
        Meeting { words: self.words, way, at, cue, up: hung.up, via }.reaches()
    }
}

/// Whether a cue of a later sentence has as subject or object what takes up the sentence before.
fn takes_up(doc: &Doc, words: &Words, cue: &Cue) -> bool {
    let near = cue.tokens.start.saturating_sub(4) as usize..(cue.tokens.end as usize + 3).min(doc.len());
    let first = doc.sentence(cue.anchor).tokens.start as usize;
    near.filter(|&at| at >= first).any(|at| words.is_again(&doc.words[at].lemma.to_lowercase()))
}
