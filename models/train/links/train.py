#!/usr/bin/env python3
"""Trains the ranker of the links room: a conditional logit over the candidates of each quantity.

usage: train.py TABLE[:weight] ... --out models/links/weights.tsv [--l2 X] [--folds N] [--errors FILE]

A TABLE is what the ignored test `write_candidates` writes: article, quantity, its text, 1 where the candidate is right,
its head, its features. `:weight` scales a table's share of the loss. The answer "no link" is the first candidate.
Cross-validation is by article; on its held-out answers a factor of all weights is fitted, so that the scores are honest.
Needs numpy and scipy.
"""
import argparse
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


def read(name):
    path, _, scale = name.partition(":")
    groups = defaultdict(list)
    for line in open(path, encoding="utf-8"):
        article, quantity, text, right, head, features = line.rstrip("\n").split("\t")
        groups[article, quantity].append((int(right), head, features.split(" "), text))
    return [dict(article=article, text=rows[0][3], quantity=quantity, rows=rows, linked=not rows[0][0],
                 weight=float(scale or 1), table=path) for (article, quantity), rows in groups.items()]


def matrix(groups, index, grow):
    data, column, pointer = [], [], [0]
    for group in groups:
        for _, _, features, _ in group["rows"]:
            for feature in features:
                if grow:
                    index.setdefault(feature, len(index))
                if feature in index:
                    column.append(index[feature])
                    data.append(1.0)
            pointer.append(len(column))
    return csr_matrix((data, column, pointer), shape=(len(pointer) - 1, len(index)))


def prepare(groups, index, grow=False):
    x = matrix(groups, index, grow)
    bounds = np.cumsum([0] + [len(g["rows"]) for g in groups])
    right = np.array([row[0] for g in groups for row in g["rows"]], dtype=float)
    owner = np.repeat(np.arange(len(groups)), np.diff(bounds))
    return x, bounds, right, owner


def softmax(scores, bounds, owner):
    most = np.maximum.reduceat(scores, bounds[:-1])
    e = np.exp(scores - most[owner])
    return e / np.add.reduceat(e, bounds[:-1])[owner]


def fit(groups, l2, rare):
    groups = [g for g in groups if any(row[0] for row in g["rows"])]
    counts = defaultdict(set)
    for number, group in enumerate(groups):
        for _, _, features, _ in group["rows"]:
            for feature in features:
                counts[feature].add(number)
    index = {}
    for feature in sorted(f for f, seen in counts.items() if len(seen) >= rare):
        index[feature] = len(index)
    x, bounds, right, owner = prepare(groups, index)
    weight = np.array([g["weight"] for g in groups])
    transposed = x.T.tocsr()

    def loss(w):
        p = softmax(x @ w, bounds, owner)
        good = np.maximum(np.add.reduceat(p * right, bounds[:-1]), 1e-12)
        posterior = p * right / good[owner]
        grad = transposed @ ((p - posterior) * weight[owner])
        return -(weight * np.log(good)).sum() + l2 * (w @ w) / 2, grad + l2 * w

    result = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options=dict(maxiter=400))
    return index, result.x


def apply(groups, index, w):
    """-> the sums of every group's candidates, before the softmax"""
    x, bounds, _, _ = prepare(groups, index)
    sums = x @ w
    return [sums[a:b] for a, b in zip(bounds[:-1], bounds[1:])]


def chances(sums, scale):
    e = [np.exp(scale * (s - s.max())) for s in sums]
    return [v / v.sum() for v in e]


def fit_scale(groups, sums):
    """The factor of all sums under which the held-out answers are likeliest (temperature scaling, Guo et al. 2017)."""
    pairs = [(s, np.array([row[0] for row in g["rows"]], dtype=bool)) for g, s in zip(groups, sums)]
    pairs = [(s, right) for s, right in pairs if right.any()]

    def surprise(scale):
        return -sum(np.log(max(p[right].sum(), 1e-12)) for (_, right), p in zip(pairs, chances([s for s, _ in pairs], scale)))

    return min(np.arange(0.5, 1.51, 0.02), key=surprise)


def judge(groups, chances):
    """-> right links, predicted links, gold links, [(score, right)], errors"""
    hit = predicted = gold = 0
    scored, errors = [], []
    for group, p in zip(groups, chances):
        best = int(np.argmax(p))
        rows = group["rows"]
        gold += group["linked"]
        given = best > 0
        good = bool(rows[best][0])
        predicted += given
        hit += given and good
        if given:
            scored.append((p[best], good))
        if not good:
            want = "|".join(sorted({row[1] for row in rows if row[0]})) or "(no candidate)"
            rank = 1 + sum(v > max((p[i] for i, row in enumerate(rows) if row[0]), default=0) for v in p)
            errors.append(f"{group['article']}\tq{group['quantity']}\t{group['text']}\t{want}\tGOT {rows[best][1]} {p[best]:.2f}\trank {rank}")
    return hit, predicted, gold, scored, errors


def calibration(scored, bins=10):
    total, error = len(scored), 0.0
    for low in range(bins):
        inside = [(s, g) for s, g in scored if low / bins <= s < (low + 1) / bins or (low == bins - 1 and s == 1)]
        if inside:
            error += len(inside) / total * abs(np.mean([s for s, _ in inside]) - np.mean([g for _, g in inside]))
    return error


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("tables", nargs="+")
    ap.add_argument("--out")
    ap.add_argument("--l2", type=float, default=2.0)
    ap.add_argument("--rare", type=int, default=3, help="leave out features seen with fewer quantities")
    ap.add_argument("--folds", type=int, default=6)
    ap.add_argument("--errors")
    a = ap.parse_args()
    groups = [g for name in a.tables for g in read(name)]
    articles = sorted({g["article"] for g in groups})
    order = np.random.RandomState(5).permutation(len(articles))
    fold = {articles[j]: i % a.folds for i, j in enumerate(order)}
    held, sums = [], []
    for k in range(a.folds):
        train = [g for g in groups if fold[g["article"]] != k]
        test = [g for g in groups if fold[g["article"]] == k]
        index, w = fit(train, a.l2, a.rare)
        held += test
        sums += apply(test, index, w)
    scale = fit_scale(held, sums)
    answers = chances(sums, scale)
    everything = judge(held, answers)[3]
    print(f"scores scaled by {scale:.2f}; calibration error of all held-out links {calibration(everything):.3f}")
    lines = []
    for table in dict.fromkeys(g["table"] for g in groups):
        pairs = [(g, p) for g, p in zip(held, answers) if g["table"] == table]
        hit, predicted, gold, scored, errors = judge([g for g, _ in pairs], [p for _, p in pairs])
        print(f"{table}: P {hit / predicted:.3f} R {hit / gold:.3f} F1 {2 * hit / (predicted + gold):.3f} of {gold}; "
              f"calibration error {calibration(scored):.3f}; without right candidate "
              f"{sum(not any(r[0] for r in g['rows']) for g, _ in pairs)}")
        lines += errors
    if a.errors:
        open(a.errors, "w").write("\n".join(sorted(lines)) + "\n")
    if a.out:
        index, w = fit(groups, a.l2, a.rare)
        w = w * scale
        kept = sorted((f, w[i]) for f, i in index.items() if abs(w[i]) >= 0.02)
        with open(a.out, "w") as f:
            f.write("# Made by models/train/links/train.py; not edited by hand.\nfeature\tweight\n")
            f.writelines(f"{name}\t{value:.3f}\n" for name, value in kept)
        print(f"{len(kept)} weights -> {a.out}")


if __name__ == "__main__":
    main()
