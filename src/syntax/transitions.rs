//! Dependency arcs by moves over a stack and a buffer of words: the arc-eager system of spaCy, greedy.
//!
//! Words can be put back (`unshift`) and a head given by one arc can be changed by a later one, after Honnibal and
//! Johnson, "An Improved Non-monotonic Transition System for Dependency Parsing" (EMNLP 2015).
//! <https://github.com/explosion/spaCy/blob/v3.8.2/spacy/pipeline/_parser_internals/arc_eager.pyx>

use std::ops::Range;

use crate::article::Dep;
use crate::error::Error;
use crate::network::kernel::Kernel;
use crate::network::scorer::{Features, Scorer, Table};
use crate::network::weights::Weights;

/// Words that describe a state.
pub const FEATURES: usize = 8;

/// Words of the buffer among them.
const AHEAD: usize = 2;

/// Words on the stack at which the lower half of them is let go, without heads if they have none so far: real sentences keep some
/// dozens there, while a text of nothing but "5% 5% 5%" would pile up all its words and their vectors.
const DEEPEST: usize = 4096;

/// What a move does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    /// The first word of the buffer goes on the stack.
    Shift,
    /// The top of the stack goes; back to the buffer if it has no head yet and is not the last.
    Reduce,
    /// The first word of the buffer becomes the head of the top of the stack, which goes.
    Left,
    /// The top of the stack becomes the head of the first word of the buffer, which goes on the stack.
    Right,
    /// No arc may cross the place before the second word of the buffer.
    Break,
}

/// A move: what it does and the label of its arc.
type Transition = (Action, Arc);

/// The transition system with its network.
#[derive(Debug)]
pub struct Transitions {
    scorer: Scorer<FEATURES>,
    moves: Vec<Transition>,
    /// Neighbouring moves with the same action.
    runs: Vec<(Action, Range<usize>)>,
}

/// The label of an arc.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arc {
    /// What the word is to its head.
    pub label: Dep,
    /// Of an arc that was lifted to make the tree projective, written "label||below": the label of the true head, which is below.
    pub below: Option<Dep>,
}

impl Arc {
    /// A label as the header of the weights has it: "dobj", or "dobj||xcomp" of a lifted arc.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (label, below) =
            text.split_once("||").map_or((text, None), |(label, below)| (label, Some(below)));
        Some(Self { label: label.parse().ok()?, below: below.map(str::parse).transpose().ok()? })
    }
}

/// The arcs of one text, one of each a word.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arcs {
    /// `None`: the word has no head.
    pub heads: Vec<Option<u32>>,
    /// The arc to the head; without a label where there is none.
    pub labels: Vec<Arc>,
}

impl Transitions {
    /// Loads the network `parser` (see [`Scorer::load`]) over vectors of `width`; the header's `moves` are its outputs.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape or the move that is not known.
    pub fn load(weights: &Weights, width: usize) -> Result<Self, Error> {
        let moves = weights
            .lines("moves")?
            .map(|name| {
                read_move(name)
                    .ok_or_else(|| weights.fault("moves", format!("{name} is not a parser's move")))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let runs = moves.chunk_by(|a, b| a.0 == b.0).scan(0, |start, run| {
            let range = *start..*start + run.len();
            *start = range.end;
            Some((run[0].0, range))
        });
        Ok(Self { scorer: Scorer::load(weights, "parser", width, moves.len())?, runs: runs.collect(), moves })
    }

    /// Begins a text of `words` words.
    pub fn begin(&self, table: &mut Table, words: usize) -> Parse {
        self.scorer.begin(table);
        Parse(State::new(words))
    }

    /// Adds the next words of the text, rows of vectors, and parses as far as they tell the moves.
    pub fn add(&self, kernel: Kernel, table: &mut Table, rows: &[f32], parse: &mut Parse) {
        self.scorer.add(kernel, table, rows);
        let ready = self.scorer.ready(table);
        self.go_on(kernel, table, parse, |state| state.next as usize + AHEAD <= ready);
        self.scorer.forget(table, || parse.0.needed());
    }

    /// The arcs of the text, whose words have all been added.
    pub fn finish(&self, kernel: Kernel, table: &mut Table, mut parse: Parse) -> Arcs {
        self.go_on(kernel, table, &mut parse, |_| true);
        Arcs { heads: parse.0.heads, labels: parse.0.labels }
    }

    fn go_on(&self, kernel: Kernel, table: &mut Table, parse: &mut Parse, may: impl Fn(&State) -> bool) {
        let state = &mut parse.0;
        while !state.is_final() && may(state) {
            let scores = self.scorer.score(kernel, table, &state.features());
            let Some(chosen) = self.choose(scores, state) else { break };
            state.apply(self.moves[chosen]);
        }
    }

    /// The allowed move with the highest score; of equals the first. `None` where no move is allowed, which no state
    /// before the final one comes to.
    fn choose(&self, scores: &[f32], state: &State) -> Option<usize> {
        let mut best: Option<usize> = None;
        for (action, moves) in &self.runs {
            if state.allows(*action) {
                for at in moves.clone() {
                    if best.is_none_or(|best| scores[at] > scores[best]) {
                        best = Some(at);
                    }
                }
            }
        }
        best
    }
}

/// The move `name`: an action, or an action and a label ("L-nsubj").
fn read_move(name: &str) -> Option<Transition> {
    let (action, label) = name.split_once('-').unwrap_or((name, ""));
    let action = match action {
        "S" => Action::Shift,
        "D" => Action::Reduce,
        "L" => Action::Left,
        "R" => Action::Right,
        "B" => Action::Break,
        _ => return None,
    };
    Some((action, Arc::parse(label)?))
}

/// A parse under way.
#[derive(Debug)]
pub struct Parse(State);

/// Where a parse stands. Words are positions in the text.
#[derive(Debug)]
struct State {
    words: u32,
    /// The first word that never left the buffer.
    next: u32,
    /// Top last.
    stack: Vec<u32>,
    /// Words that were put back into the buffer, before `next`; the first last.
    returned: Vec<u32>,
    heads: Vec<Option<u32>>,
    labels: Vec<Arc>,
    left: SideChildren,
    right: SideChildren,
    /// Whether a word was put back: then it may not be shifted again without an arc.
    was_returned: Vec<bool>,
    /// Whether a break lies before a word.
    breaks: Vec<bool>,
}

impl State {
    fn new(words: usize) -> Self {
        Self {
            words: words as u32,
            next: 0,
            stack: Vec::new(),
            returned: Vec::new(),
            heads: vec![None; words],
            labels: vec![Arc::default(); words],
            left: SideChildren::new(words),
            right: SideChildren::new(words),
            was_returned: vec![false; words],
            breaks: vec![false; words],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer(0).is_none()
    }

    /// Word number `at` of the buffer.
    fn buffer(&self, at: usize) -> Option<u32> {
        match self.returned.len().checked_sub(at + 1) {
            Some(at) => Some(self.returned[at]),
            None => Some(self.next + (at - self.returned.len()) as u32).filter(|&word| word < self.words),
        }
    }

    /// Word number `depth` from the top of the stack.
    fn stack(&self, depth: usize) -> Option<u32> {
        self.stack.len().checked_sub(depth + 1).map(|at| self.stack[at])
    }

    fn features(&self) -> Features<FEATURES> {
        let (first, top) = (self.buffer(0), self.stack(0));
        [
            first,
            self.buffer(1),
            top,
            self.stack(1),
            self.stack(2),
            self.left.newest(first),
            self.left.newest(top),
            self.right.newest(top),
        ]
    }

    /// The words that may yet describe a state: those of the stack and the buffer, with their newest children. Of the right ones the
    /// newest alone can be on the stack and so be taken away by another head; the one before it is then the newest for good.
    fn needed(&self) -> Vec<u32> {
        let words = || self.stack.iter().chain(&self.returned).copied().chain(self.buffer(0));
        let children = |word: u32| self.left.of(word).take(1).chain(self.right.of(word).take(2));
        words().chain(words().flat_map(children)).collect()
    }

    fn allows(&self, action: Action) -> bool {
        let (first, second) = (self.buffer(0), self.buffer(1));
        let is_break = |word: u32| self.breaks[word as usize];
        match action {
            Action::Shift if self.stack.is_empty() => true,
            Action::Shift => {
                second.is_some()
                    && first.is_some_and(|word| !is_break(word) && !self.was_returned[word as usize])
            }
            Action::Reduce => !self.stack.is_empty(),
            Action::Left | Action::Right => {
                !self.stack.is_empty() && first.is_some_and(|word| !is_break(word))
            }
            Action::Break => {
                first.zip(second).is_some_and(|(first, second)| second == first + 1 && !is_break(second))
            }
        }
    }

    fn apply(&mut self, (action, label): Transition) {
        match action {
            Action::Shift => self.shift(),
            Action::Reduce => self.reduce(),
            Action::Left => self.left_arc(label),
            Action::Right => self.right_arc(label),
            Action::Break => {
                if let Some(word) = self.buffer(1) {
                    self.breaks[word as usize] = true;
                }
            }
        }
    }

    fn shift(&mut self) {
        let word = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        if self.stack.len() == DEEPEST {
            self.stack.drain(..DEEPEST / 2);
        }
        self.stack.push(word);
    }

    fn reduce(&mut self) {
        let is_last = self.stack.len() == 1;
        if let Some(word) = self.stack.pop()
            && self.heads[word as usize].is_none()
            && !is_last
        {
            self.was_returned[word as usize] = true;
            self.returned.push(word);
        }
    }

    fn left_arc(&mut self, label: Arc) {
        if let (Some(head), Some(child)) = (self.buffer(0), self.stack.pop()) {
            if let Some(old) = self.heads[child as usize] {
                self.side(old, child).remove_newest(old);
            }
            self.was_returned[head as usize] = false;
            self.connect(head, child, label);
        }
    }

    fn right_arc(&mut self, label: Arc) {
        if let (Some(head), Some(child)) = (self.stack(0), self.buffer(0)) {
            self.connect(head, child, label);
            self.shift();
        }
    }

    fn connect(&mut self, head: u32, child: u32, label: Arc) {
        self.heads[child as usize] = Some(head);
        self.labels[child as usize] = label;
        self.side(head, child).add(head, child);
    }

    /// The children of `head` on the side of `child`.
    fn side(&mut self, head: u32, child: u32) -> &mut SideChildren {
        if child < head { &mut self.left } else { &mut self.right }
    }
}

/// The children of every word on one side, in the order in which they were added: a linked list from the newest back.
#[derive(Debug)]
struct SideChildren {
    newest: Vec<Option<u32>>,
    /// The child of the same head that was added before a child.
    before: Vec<Option<u32>>,
}

impl SideChildren {
    fn new(words: usize) -> Self {
        Self { newest: vec![None; words], before: vec![None; words] }
    }

    fn newest(&self, head: Option<u32>) -> Option<u32> {
        head.and_then(|head| self.newest[head as usize])
    }

    /// The children of `head`, the newest first.
    fn of(&self, head: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(self.newest[head as usize], |&child| self.before[child as usize])
    }

    fn add(&mut self, head: u32, child: u32) {
        self.before[child as usize] = self.newest[head as usize].replace(child);
    }

    /// A word that changes its head is always the newest child of the old one.
    fn remove_newest(&mut self, head: u32) {
        if let Some(child) = self.newest[head as usize] {
            self.newest[head as usize] = self.before[child as usize];
        }
    }
}
