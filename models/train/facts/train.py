#!/usr/bin/env python3
"""Trains what joins the mentions of one fact: logistic regression over pairs of figures, and measures it on texts held out.

usage: train.py TABLE [--out models/links/facts-weights.tsv] [--l2 X] [--rare N] [--folds N] [--errors FILE]

TABLE is what the example `fact-lessons` (lessons.rs) writes. Cross-validation is by text. A figure joins the earlier one that is likeliest
the same, where that is likelier than not, as the program does it. Figures of each part: pairs of mentions (precision, recall, F1; a
mention that the program has no link for counts as missed), B-cubed F1 over the mentions of more than one (Bagga and Baldwin 1998:
mentions that either side joins), and how often the agreement is right where the mention was joined. Needs numpy and scipy.
"""
import argparse
from collections import Counter, defaultdict
from itertools import combinations

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


def read(path):
    """-> texts: id -> gold [(fact, agreement, link or None)], pairs [(earlier, later, agreement, features, words)]"""
    gold, pairs = defaultdict(list), defaultdict(list)
    for line in open(path, encoding="utf-8"):
        kind, text, *rest = line.rstrip("\n").split("\t")
        if kind == "gold":
            fact, how, link = rest
            gold[text].append((int(fact), how, None if link == "-" else int(link)))
        elif kind == "pair":
            earlier, later, how, features, words = rest
            pairs[text].append((int(earlier), int(later), how, features.split(";") if features else None, words))
        else:
            gold[text], pairs[text]
    return gold, pairs


def facts_of(gold):
    """link -> fact of the mentions that have a link; 0 is left out"""
    return {link: fact for fact, _, link in gold if link is not None}


def label(facts, earlier, later):
    """whether two links tell one fact; None where that is not known"""
    one, other = facts.get(earlier), facts.get(later)
    if one == 0 or other == 0:
        return None
    return one is not None and one == other


def rows_of(texts, gold, pairs):
    rows = []
    for text in texts:
        facts = facts_of(gold[text])
        for earlier, later, _, features, _ in pairs[text]:
            known = label(facts, earlier, later)
            if features and known is not None:
                rows.append((features, known, text))
    return rows


def fit(rows, l2, rare):
    seen = defaultdict(set)
    for features, _, text in rows:
        for feature in features:
            seen[feature].add(text)
    index = {f: i for i, f in enumerate(sorted(f for f, texts in seen.items() if len(texts) >= rare))}
    column, pointer = [], [0]
    for features, _, _ in rows:
        column += [index[f] for f in features if f in index]
        pointer.append(len(column))
    x = csr_matrix((np.ones(len(column)), column, pointer), shape=(len(rows), len(index)))
    sign = np.array([1.0 if known else -1.0 for _, known, _ in rows])

    def loss(w):
        margin = sign * (x @ w)
        value = np.logaddexp(0, -margin).sum() + l2 * (w @ w) / 2
        return value, x.T @ (-sign / (1 + np.exp(margin))) + l2 * w

    w = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options=dict(maxiter=500)).x
    return {f: w[i] for f, i in index.items()}


def join(pairs, weights, threshold):
    """-> link -> first mention of its fact, for the links that are joined"""
    best = {}
    for earlier, later, _, features, _ in pairs:
        if features:
            score = 1 / (1 + np.exp(-sum(weights.get(f, 0.0) for f in features)))
            if score >= threshold and score > best.get(later, (0, 0))[0]:
                best[later] = (score, earlier)
    first = {}
    for later in sorted(best):
        earlier = best[later][1]
        first.setdefault(earlier, earlier)
        first[later] = first[earlier]
    return first


class Tally:
    """Counts of one part."""

    def __init__(self):
        self.hit = self.gold = self.found = self.right = self.joined = 0
        self.precision, self.recall, self.texts = [], [], []
        self.kinds = Counter()

    def add(self, gold, pairs, first):
        groups = defaultdict(list)
        for at, (fact, how, link) in enumerate(gold):
            if fact:
                groups[fact].append((f"missed {at}" if link is None else link, how))
        out = {link for fact, _, link in gold if not fact}
        told = {frozenset(p) for group in groups.values() for p in combinations([link for link, _ in group], 2)}
        clusters = defaultdict(set)
        for link, start in first.items():
            if link not in out:
                clusters[start].add(link)
        found = {frozenset(p) for cluster in clusters.values() for p in combinations(sorted(cluster), 2)}
        self.texts.append((len(told & found), len(told), len(found)))
        self.hit, self.gold, self.found = (sum(column) for column in zip(*self.texts))
        self.cubed(groups, clusters)
        answers = {(earlier, later): how for earlier, later, how, _, _ in pairs}
        for group in groups.values():
            start = group[0][0]
            for link, how in group[1:]:
                if link in first and first[link] == first.get(start) == start:
                    self.joined += 1
                    self.right += answers[start, link] == how
                    self.kinds[how, answers[start, link]] += 1

    def cubed(self, groups, clusters):
        gold = {link: {other for other, _ in group} for group in groups.values() for link, _ in group}
        found = {link: cluster for cluster in clusters.values() for link in cluster if len(cluster) > 1}
        for link in set(gold) | set(found):
            one, other = gold.get(link, {link}), found.get(link, {link})
            self.precision.append(len(one & other) / len(other))
            self.recall.append(len(one & other) / len(one))

    def interval(self, rounds=1000):
        """95% of the F1 of pairs, texts drawn again (percentile bootstrap)"""
        counts, draw = np.array(self.texts), np.random.RandomState(3)
        sums = [counts[draw.randint(len(counts), size=len(counts))].sum(axis=0) for _ in range(rounds)]
        return np.percentile([2 * hit / max(1, gold + found) for hit, gold, found in sums], [2.5, 97.5])

    def __str__(self):
        share = lambda one, other: one / other if other else float("nan")
        p, r = share(self.hit, self.found), share(self.hit, self.gold)
        bp, br = np.mean(self.precision or [0]), np.mean(self.recall or [0])
        low, high = self.interval()
        return (f"pairs P {p:.3f} R {r:.3f} F1 {share(2 * self.hit, self.found + self.gold):.3f} [{low:.2f}-{high:.2f}] ({self.gold} told, {self.found} found); "
                f"B-cubed P {bp:.3f} R {br:.3f} F1 {share(2 * bp * br, bp + br):.3f}; agreement {share(self.right, self.joined):.3f} of {self.joined}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("table")
    ap.add_argument("--out")
    ap.add_argument("--l2", type=float, default=3.0)
    ap.add_argument("--rare", type=int, default=2, help="leave out features seen in fewer texts")
    ap.add_argument("--folds", type=int, default=10)
    ap.add_argument("--threshold", type=float, default=0.5)
    ap.add_argument("--errors")
    a = ap.parse_args()
    gold, pairs = read(a.table)
    texts = sorted(set(gold) | set(pairs))
    order = np.random.RandomState(5).permutation(len(texts))
    fold = {texts[j]: i % a.folds for i, j in enumerate(order)}
    held = {}
    for k in range(a.folds):
        weights = fit(rows_of([t for t in texts if fold[t] != k], gold, pairs), a.l2, a.rare)
        held.update({text: (join(pairs[text], weights, a.threshold), weights) for text in texts if fold[text] == k})
    weights = fit(rows_of(texts, gold, pairs), a.l2, a.rare)
    tallies, learned = defaultdict(Tally), Tally()
    for text in texts:
        for part in (text.split("/")[0], "all"):
            tallies[part].add(gold[text], pairs[text], held[text][0])
        learned.add(gold[text], pairs[text], join(pairs[text], weights, a.threshold))
    for part, tally in tallies.items():
        print(f"{part:8} held out {tally}")
    print(f"all      learned  {learned}")
    print("agreement, told and found:", ", ".join(f"{one}/{other} {n}" for (one, other), n in sorted(tallies["all"].kinds.items())))
    if a.errors:
        errors(a.errors, texts, gold, pairs, held)
    if a.out:
        kept = [(f, w) for f, w in sorted(weights.items()) if abs(w) >= 0.01]
        with open(a.out, "w", encoding="utf-8") as file:
            file.write("# Made by models/train/facts/train.py; not edited by hand.\nfeature\tweight\n")
            file.writelines(f"{f}\t{w:.2f}\n" for f, w in kept)
        print(f"{len(kept)} features -> {a.out}")


def errors(path, texts, gold, pairs, held):
    with open(path, "w", encoding="utf-8") as file:
        for text in texts:
            first, weights = held[text]
            facts = facts_of(gold[text])
            for earlier, later, how, features, words in pairs[text]:
                known = label(facts, earlier, later)
                joined = earlier in first and later in first and first[earlier] == first[later]
                if known is not None and known != joined:
                    kind = "missed" if known else "extra"
                    sums = sorted(((weights.get(f, 0.0), f) for f in features or []), key=lambda it: -abs(it[0]))
                    why = " ".join(f"{f}{w:+.1f}" for w, f in sums[:9])
                    file.write(f"{kind}\t{text}\t{words}\t{how}\t{sum(w for w, _ in sums):.2f}\t{why}\n")
            for fact, how, link in gold[text]:
                if fact and link is None:
                    file.write(f"no link\t{text}\t{fact}\n")


if __name__ == "__main__":
    main()
