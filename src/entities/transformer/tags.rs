//! Tags to names: which tag may follow which, the likeliest legal row of tags, the names in it.

/// What a tag says of its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Outside,
    Begin,
    Inside,
    Last,
    Unit,
}

/// A tag: what it says, and of which name. The name of an outside tag means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TokenTag {
    part: Part,
    /// Index into [`Scheme::names`].
    name: usize,
}

/// A name in a row of tags.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// First token of the row that it holds.
    pub(super) start: usize,
    /// One past its last.
    pub(super) end: usize,
    /// Index into [`Scheme::names`].
    pub(super) name: usize,
    /// Product of the probabilities of its tags.
    pub(super) score: f32,
}

/// The tags of a checkpoint: IO, IOB1, BIO (IOB2), BIOES or BILOU, as its labels show.
#[derive(Debug)]
pub(super) struct Scheme {
    /// The names' labels without what stands before the hyphen ("PER"), in the order of their first tag.
    pub(super) names: Vec<String>,
    tags: Vec<TokenTag>,
    /// A name of several tokens ends with a tag of its own.
    closes: bool,
    /// An inside tag can begin a name.
    opens_inside: bool,
}

impl Scheme {
    /// Reads the labels of a checkpoint, in the order of its outputs; `None` where none says "no name".
    pub(super) fn new(labels: &[String]) -> Option<Self> {
        let mut scheme = Self { names: Vec::new(), tags: Vec::new(), closes: false, opens_inside: false };
        for label in labels {
            let tag = scheme.read(label);
            scheme.tags.push(tag);
        }
        let has = |part, name| scheme.tags.contains(&TokenTag { part, name });
        let lacks_begin = |name| has(Part::Inside, name) && !has(Part::Begin, name);
        scheme.opens_inside = (0..scheme.names.len()).any(lacks_begin);
        scheme.closes = scheme.tags.iter().any(|tag| tag.part == Part::Last);
        scheme.tags.iter().any(|tag| tag.part == Part::Outside).then_some(scheme)
    }

    fn read(&mut self, label: &str) -> TokenTag {
        let (part, name) = match label.split_once('-') {
            _ if label == "O" => return TokenTag { part: Part::Outside, name: 0 },
            Some(("B", name)) => (Part::Begin, name),
            Some(("I" | "M", name)) => (Part::Inside, name),
            Some(("E" | "L", name)) => (Part::Last, name),
            Some(("S" | "U", name)) => (Part::Unit, name),
            _ => (Part::Inside, label),
        };
        let known = self.names.iter().position(|other| other == name);
        let name = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        TokenTag { part, name }
    }

    /// Number of labels.
    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    /// The name that output `index` speaks of; `None` for no name.
    pub(super) fn name_of(&self, index: usize) -> Option<usize> {
        Some(self.tags[index]).filter(|tag| tag.part != Part::Outside).map(|tag| tag.name)
    }

    /// Whether no name need go on after `tag`.
    fn may_end(&self, tag: TokenTag) -> bool {
        match tag.part {
            Part::Outside | Part::Last | Part::Unit => true,
            Part::Begin | Part::Inside => !self.closes,
        }
    }

    fn may_follow(&self, before: TokenTag, after: TokenTag) -> bool {
        let is_open = matches!(before.part, Part::Begin | Part::Inside);
        match after.part {
            Part::Outside | Part::Begin | Part::Unit => self.may_end(before),
            Part::Inside | Part::Last => {
                is_open && before.name == after.name || self.opens_inside && self.may_end(before)
            }
        }
    }

    /// The names in the likeliest legal row of tags. `rows`: logarithms of the tags' probabilities, [`Scheme::len`] a
    /// token, of the tokens of one sentence.
    pub(super) fn names_in(&self, rows: &[&[f32]]) -> Vec<Found> {
        let outside = TokenTag { part: Part::Outside, name: 0 };
        let Some((first, rest)) = rows.split_first() else { return Vec::new() };
        let start = |(at, &score): (usize, &f32)| {
            if self.may_follow(outside, self.tags[at]) { score } else { f32::NEG_INFINITY }
        };
        let mut totals: Vec<f32> = first.iter().enumerate().map(start).collect();
        let mut steps = Vec::with_capacity(rest.len());
        for row in rest {
            let best: Vec<(usize, f32)> = (0..self.len()).map(|at| self.best_before(&totals, at)).collect();
            totals = best.iter().zip(*row).map(|(&(_, total), score)| total + score).collect();
            steps.push(best.into_iter().map(|(from, _)| from).collect::<Vec<_>>());
        }
        let ends = (0..self.len()).filter(|&at| self.may_end(self.tags[at]));
        let mut at = highest(ends.map(|at| (at, totals[at]))).0;
        let mut path = vec![at];
        for step in steps.iter().rev() {
            at = step[at];
            path.push(at);
        }
        path.reverse();
        self.read_path(&path, rows)
    }

    /// The best tag before tag `at`, with its total.
    fn best_before(&self, totals: &[f32], at: usize) -> (usize, f32) {
        let legal = (0..self.len()).filter(|&from| self.may_follow(self.tags[from], self.tags[at]));
        highest(legal.map(|from| (from, totals[from])))
    }

    fn read_path(&self, path: &[usize], rows: &[&[f32]]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut open = false;
        for (at, (&index, row)) in path.iter().zip(rows).enumerate() {
            let (tag, score) = (self.tags[index], row[index].exp());
            let goes_on = open && matches!(tag.part, Part::Inside | Part::Last);
            match found.last_mut().filter(|last| goes_on && last.name == tag.name) {
                _ if tag.part == Part::Outside => {}
                Some(last) => (last.end, last.score) = (at + 1, last.score * score),
                None => found.push(Found { start: at, end: at + 1, name: tag.name, score }),
            }
            open = matches!(tag.part, Part::Begin | Part::Inside);
        }
        found
    }
}

/// The pair with the highest number; of equals the first.
fn highest(pairs: impl Iterator<Item = (usize, f32)>) -> (usize, f32) {
    pairs.reduce(|best, pair| if pair.1 > best.1 { pair } else { best }).unwrap_or((0, f32::NEG_INFINITY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme(labels: &[&str]) -> Scheme {
        Scheme::new(&labels.iter().map(|&label| label.to_owned()).collect::<Vec<_>>()).unwrap()
    }

    /// Names as (start, end, name) where each token likes the tags of its row in this order, each twice as much as the next.
    fn names(labels: &[&str], likes: &[&[&str]]) -> Vec<(usize, usize, String)> {
        let scheme = scheme(labels);
        let row = |likes: &&[&str]| -> Vec<f32> {
            let rank = |label: &&str| likes.iter().position(|like| like == label).unwrap_or(9);
            labels.iter().map(|label| -(rank(label) as f32) * 2.0_f32.ln()).collect()
        };
        let rows: Vec<Vec<f32>> = likes.iter().map(row).collect();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let found = scheme.names_in(&rows);
        found.into_iter().map(|name| (name.start, name.end, scheme.names[name.name].clone())).collect()
    }

    const BIO: [&str; 5] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"];

    #[test]
    fn a_name_begins_with_its_begin_tag() {
        // The inside tag of the second token needs the begin tag that the first one likes second.
        assert_eq!(names(&BIO, &[&["O", "B-PER"], &["I-PER"], &["O"]]), [(0, 2, "PER".to_owned())]);
        assert_eq!(names(&BIO, &[&["B-PER"], &["B-PER"]]).len(), 2);
        assert_eq!(names(&BIO, &[&["B-PER"], &["I-ORG", "I-PER"]]), [(0, 2, "PER".to_owned())]);
        assert!(names(&BIO, &[]).is_empty());
    }

    #[test]
    fn other_schemes_are_known_by_their_labels() {
        // IOB1 has begin tags only where two names of a label meet.
        let iob1 = ["O", "I-PER", "B-ORG", "I-ORG"];
        assert_eq!(
            names(&iob1, &[&["I-ORG"], &["I-ORG"], &["B-ORG"], &["I-PER"]]),
            [(0, 2, "ORG".to_owned()), (2, 3, "ORG".to_owned()), (3, 4, "PER".to_owned())]
        );
        assert_eq!(names(&["O", "PER"], &[&["PER"], &["PER"], &["O"]]), [(0, 2, "PER".to_owned())]);
        let bioes = ["O", "B-PER", "I-PER", "E-PER", "S-PER"];
        // No name is left open: the last token's inside tag becomes the end tag.
        assert_eq!(
            names(&bioes, &[&["S-PER"], &["B-PER"], &["I-PER", "E-PER"]]),
            [(0, 1, "PER".to_owned()), (1, 3, "PER".to_owned())]
        );
        assert!(Scheme::new(&["NOUN".to_owned()]).is_none());
    }

    #[test]
    fn scores_are_products_of_probabilities() {
        let scheme = scheme(&BIO);
        let row = |sure: usize, odds: f32| -> Vec<f32> {
            (0..5).map(|at| if at == sure { odds } else { (1.0 - odds) / 4.0 }.ln()).collect()
        };
        let (first, second) = (row(1, 0.9), row(2, 0.5));
        let found = scheme.names_in(&[&first, &second]);
        assert!((found[0].score - 0.45).abs() < 1e-6);
    }
}
