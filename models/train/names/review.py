#!/usr/bin/env python3
"""Fits the weights of the second look at names (models/names/review.tsv) to possible names of articles that the recogniser had
not seen; `crossval.sh` calls it.

  review.py fit OUT.tsv GOLD:TABLE...     GOLD: labelled articles; TABLE: what `drafts table` wrote of them
  review.py cross OUT_DIR GOLD:TABLE...   one fit for each pair, without it: OUT_DIR/review0.tsv, ...; prints how it is then read

The model is a semi-Markov one: every way to choose names without overlap is as likely as the exponential of the sum of its names'
weights. The likelihood of the right choice is made greatest by L-BFGS, weights are shrunk (L2). numpy, scipy.
"""
import argparse
import collections
import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

CLASSES = ['PERSON', 'ORG', 'PLACE', 'NORP', 'MISC', 'PRODUCT']
COLUMNS = 'feature\tperson\torg\tplace\tnorp\tmisc\tproduct'
HEAD = ('# Weights of the second look at names by feature and class, fitted by models/train/names/review.py on articles of outlets\n'
        '# that the recogniser had not seen.\n')
# Features that name a word: there are many, each seldom seen.
WORDS = {'first', 'last', 'before', 'after', 'second', 'in', 'alone', 'near before', 'near after', 'there before', 'there after'}


def scorer_of(folder):
    """The reference scorer, whose form of spans decides what is right."""
    sys.path.insert(0, folder)
    import score_entities
    return score_entities


def read(pair, numbers, scorer):
    """The possible names of one table: (rows of feature numbers, chains, number of right names by class). A chain is a run of names
    that overlap: ([(start, end)], [class or -1], whether each right name among its words is a possible one)."""
    gold, table = pair.split(':')
    names = open(table + '.names', encoding='utf-8').read().split('\n')
    number = [numbers.setdefault(name, len(numbers)) for name in names]
    truth = scorer.load(gold)
    rows, chains, count = [], [], collections.Counter()
    for line in open(table + '.jsonl', encoding='utf-8'):
        record = json.loads(line)
        article = truth[record['id']]
        right = {(a, b): label for a, b, label in scorer.spans(article, scorer.MAP8, None) if label in CLASSES}
        count.update(right.values())
        chain, reach, own = None, -1, []
        for first, last, start, end, features in record['drafts']:
            if first >= reach:
                chain = ([], [], [])
                chains.append(chain)
                own.append((chain, []))
            reach = max(reach, last)
            span = scorer.norm_span(article['text'], start, end)
            own[-1][1].append(span)
            label = right.get(span)
            chain[0].append((first, last))
            chain[1].append(CLASSES.index(label) if label else -1)
            rows.append(np.unique([number[f] for f in features]))
        for chain, spans in own:
            low, high = min(a for a, _ in spans), max(b for _, b in spans)
            chain[2].append(all(span in spans for span in right if span[0] < high and low < span[1]))
    return rows, chains, count


class Data:
    """Possible names as a matrix, and their chains cut into steps that all chains take side by side."""

    def __init__(self, rows, chains, size):
        lengths = [len(r) for r in rows]
        flat = np.concatenate(rows) if rows else np.zeros(0, int)
        kept = flat < size
        owner = np.repeat(np.arange(len(rows)), lengths)
        self.x = csr_matrix((np.ones(int(kept.sum()), np.float32), (owner[kept], flat[kept])), shape=(len(rows), size))
        self.xt = self.x.T.tocsr()
        chain, start, end, label = [], [], [], []
        for number, (spans, labels, _) in enumerate(chains):
            least = min(s for s, _ in spans)
            for (s, e), l in zip(spans, labels):
                chain.append(number), start.append(s - least), end.append(e - least), label.append(l)
        self.chain, self.start, self.end, self.label = map(np.array, (chain, start, end, label))
        self.chains, self.width = len(chains), int(self.end.max()) + 1
        self.by_end = self._steps(self.end)
        self.by_start = self._steps(self.start)
        self.right = self._right()

    def _steps(self, key):
        """For every position the rows whose `key` it is, in the order of their chains, and where each chain's rows begin."""
        steps = []
        for at in range(self.width):
            rows = np.flatnonzero(key == at)
            rows = rows[np.argsort(self.chain[rows], kind='stable')]
            first = np.flatnonzero(np.r_[True, np.diff(self.chain[rows]) > 0]) if len(rows) else rows
            steps.append((rows, first))
        return steps

    def _right(self):
        """Whether each row with each class is right; of several rows for one right name the first."""
        right = np.zeros((len(self.label), len(CLASSES)), bool)
        seen = {}
        for row, label in enumerate(self.label):
            if label >= 0:
                free = seen.get(self.chain[row], -1)
                if self.start[row] >= free:
                    right[row, label] = True
                    seen[self.chain[row]] = self.end[row]
        return right

    def sums(self, sums, join=np.logaddexp):
        """Forward over all chains: the logarithm of the sum of all choices (`join`: or the best of them) before each position."""
        before = np.zeros((self.chains, self.width))
        best = join.reduce(sums, 1)
        for at in range(1, self.width):
            before[:, at] = before[:, at - 1]
            rows, first = self.by_end[at]
            if len(rows):
                who = self.chain[rows]
                total = join.reduceat(before[who, self.start[rows]] + best[rows], first)
                before[who[first], at] = join(before[who[first], at], total)
        return before

    def shares(self, sums):
        """The logarithm of all choices' sum, added up over the chains, and the probability of every row with every class."""
        before, behind = self.sums(sums), np.zeros((self.chains, self.width))
        best = np.logaddexp.reduce(sums, 1)
        for at in range(self.width - 2, -1, -1):
            behind[:, at] = behind[:, at + 1]
            rows, first = self.by_start[at]
            if len(rows):
                who = self.chain[rows]
                total = np.logaddexp.reduceat(behind[who, self.end[rows]] + best[rows], first)
                behind[who[first], at] = np.logaddexp(behind[who[first], at], total)
        all_of = before[:, -1]
        share = before[self.chain, self.start] + behind[self.chain, self.end] - all_of[self.chain]
        return all_of.sum(), np.exp(share[:, None] + sums)

    def best(self, sums):
        """The rows of the best choice with their classes."""
        before = self.sums(sums, np.maximum)
        top, kind = sums.max(1), sums.argmax(1)
        rows_of = collections.defaultdict(list)
        for row in range(len(self.chain)):
            rows_of[self.chain[row], self.end[row]].append(row)
        chosen = []
        for chain in range(self.chains):
            at = self.width - 1
            while at > 0:
                found = None
                if before[chain, at] > before[chain, at - 1]:
                    found = next((r for r in rows_of[chain, at] if abs(before[chain, self.start[r]] + top[r] - before[chain, at]) < 1e-9), None)
                if found is None:
                    at -= 1
                else:
                    chosen.append((found, kind[found]))
                    at = self.start[found]
        return chosen


def fit(data, size, shrink, rounds):
    """The weights [features, classes] of the greatest likelihood."""
    target = data.xt @ data.right.astype(np.float64)

    def loss(flat):
        w = flat.reshape(size, len(CLASSES))
        sums = data.x @ w
        total, share = data.shares(sums)
        gradient = data.xt @ share - target + shrink * w
        return total - sums[data.right].sum() + 0.5 * (shrink * w * w).sum(), gradient.ravel()

    start = np.zeros(size * len(CLASSES))
    return minimize(loss, start, jac=True, method='L-BFGS-B', options={'maxiter': rounds, 'maxcor': 8}).x.reshape(size, -1)


def often(parts, least):
    """The features that at least so many possible names have."""
    count = collections.Counter()
    for rows, *_ in parts:
        for row in rows:
            count.update(row.tolist())
    return [f for f, n in count.items() if n >= least]


def renumber(parts, kept, size):
    """The same rows with the features' numbers from 0 on; those that are not kept have numbers from the end on."""
    table = np.full(size, len(kept), int)
    table[kept] = np.arange(len(kept))
    return [([table[row] for row in rows], chains) for rows, chains, _ in parts]


def joined(parts):
    """The rows and chains of several tables as one, without chains of which a right name is no possible one: they would only teach
    that there is none."""
    rows, kept = [], []
    for part, chains in parts:
        at = 0
        for chain in chains:
            size = len(chain[0])
            if chain[2][0]:
                rows += part[at:at + size]
                kept.append(chain)
            at += size
    return rows, kept


def write(path, names, weights):
    """The list, without features of no weight."""
    with open(path, 'w', encoding='utf-8') as file:
        file.write(HEAD + COLUMNS + '\n')
        for name, row in sorted(zip(names, weights), key=lambda item: item[0]):
            if row.any():
                file.write(name + '\t' + '\t'.join(f'{w:.2f}'.replace('-0.00', '0').replace('0.00', '0') for w in row) + '\n')


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--scorer', default='../shared/tools', help='the folder of score_entities.py')
    ap.add_argument('what', choices=['fit', 'cross'])
    ap.add_argument('out')
    ap.add_argument('pairs', nargs='+')
    ap.add_argument('--least', type=int, default=20, help='a feature that fewer possible names have is left out')
    ap.add_argument('--shrink', type=float, default=5.0)
    ap.add_argument('--shrink-words', type=float, default=15.0, help='the same for features that name a word')
    ap.add_argument('--rounds', type=int, default=80)
    ap.add_argument('--drop', type=float, default=0.1, help='a feature without any weight this large is left out')
    ap.add_argument('--without', default='', help='prefixes of features to leave out, by commas')
    a = ap.parse_args()
    scorer = scorer_of(a.scorer)
    numbers = {}
    parts = [read(pair, numbers, scorer) for pair in a.pairs]
    names = list(numbers)
    total = [collections.Counter() for _ in range(3)]
    out = [None] if a.what == 'fit' else range(len(parts))
    for left in out:
        used = [p for i, p in enumerate(parts) if i != left]
        kept = [f for f in often(used, a.least) if not any(names[f].split('|')[0] == w for w in a.without.split(',') if w)]
        rows = renumber(used, kept, len(names))
        data = Data(*joined(rows), len(kept))
        shrink = np.array([a.shrink_words if names[f].split('|')[0] in WORDS else a.shrink for f in kept])[:, None]
        weights = fit(data, len(kept), shrink, a.rounds)
        weights[np.abs(weights).max(1) < a.drop] = 0
        weights = weights.round(2)
        path = a.out if left is None else str(Path(a.out) / f'review{left}.tsv')
        write(path, [names[f] for f in kept], weights)
        print(path, int(weights.any(1).sum()), 'features of', len(kept), len(data.chain), 'possible names', flush=True)
        if left is not None:
            total = [t + c for t, c in zip(total, report(parts[left], kept, len(names), weights))]
    if a.what == 'cross':
        print('all', scores(*total))


def report(part, kept, size, weights):
    """Prints how the left-out part is read."""
    rows, chains, gold = part
    (rows, chains), = renumber([part], kept, size)
    data = Data(rows, chains, len(kept))
    sums = data.x @ weights
    got, both = collections.Counter(), collections.Counter()
    for row, kind in data.best(sums):
        got[CLASSES[kind]] += 1
        both[CLASSES[kind]] += data.label[row] == kind
    print(scores(got, both, gold), f'reach {data.right.any(1).sum() / max(1, sum(gold.values())):.3f}', flush=True)
    return got, both, gold


def scores(got, both, gold):
    """F1 by class as a line."""
    groups = {'names': CLASSES, 'core': CLASSES[:4], **{c: [c] for c in CLASSES}}
    of = lambda count, group: sum(count[c] for c in group)
    parts = [f'{name} {200 * of(both, g) / max(1, of(got, g) + of(gold, g)):.1f}' for name, g in groups.items()]
    return ' '.join(parts) + f' P {of(both, CLASSES) / max(1, of(got, CLASSES)):.3f} R {of(both, CLASSES) / of(gold, CLASSES):.3f}'


if __name__ == '__main__':
    main()
