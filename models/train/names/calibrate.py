#!/usr/bin/env python3
"""Fits the map from scores of names to how often they are right: models/names/calibration.tsv.

    calibrate.py TOOLS GOLD PRED > models/names/calibration.tsv

GOLD and PRED: the articles of worldwide-train and their names with raw scores, each by a recogniser and a second look that were
trained without its outlet, as `crossval.sh` leaves them (gold.jsonl, after.jsonl).

Platt scaling (Platt 1999) with a bias for every label, shrunk towards one for all; a name is right where span and label are the gold's by
`score_entities.py --map 8` (in the folder TOOLS). Prints the calibration error (ten bins) before, and by cross-validation over outlets
after, to standard error. numpy.
"""
import collections
import sys

import numpy as np

from folds import FOLDS, fold_of

tools, gold, pred = sys.argv[1:4]
sys.path.insert(0, tools)
import score_entities as scorer  # noqa: E402

# LAW, PRODUCT and LANGUAGE are labelled otherwise in that gold, or not at all: they have no part in the fit, and the map of all.
LABELS = ['PERSON', 'ORG', 'GPE', 'NORP', 'FAC', 'LOC', 'EVENT', 'WORK_OF_ART']


def read():
    """(article, label, logit of the score, right) of every name."""
    found, golden = scorer.load(pred), scorer.load(gold)
    for ident, article in golden.items():
        there = scorer.spans(article, scorer.MAP8, None)
        for name in found[ident]['entities']:
            span = scorer.norm_span(article['text'], name['start'], name['end'])
            score = min(max(name['score'], 0.01), 0.99)
            yield ident, name['label'], np.log(score / (1 - score)), (*span, scorer.MAP8[name['label']]) in there


def features(rows):
    return np.array([[1.0, logit] + [float(label == other) for other in LABELS] for _, label, logit, _ in rows])


def fit(x, y):
    """Newton's method; the biases of the labels are shrunk."""
    weights, shrink = np.zeros(x.shape[1]), np.ones(x.shape[1])
    weights[1], shrink[:2] = 1.0, 1e-3
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(shrink)
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + shrink * weights)
    return weights


def error(p, y):
    """Expected calibration error, ten bins of equal width."""
    bins = np.minimum((p * 10).astype(int), 9)
    return sum(abs((p[bins == b] - y[bins == b]).sum()) for b in range(10)) / len(y)


def main():
    rows = [row for row in read() if row[1] in LABELS]
    x, y = features(rows), np.array([row[3] for row in rows], float)
    articles = collections.Counter(row[0] for row in rows)
    fold = fold_of(articles)
    folds, p = np.array([fold[row[0]] for row in rows]), np.zeros(len(y))
    for k in range(FOLDS):
        p[folds == k] = 1 / (1 + np.exp(-x[folds == k] @ fit(x[folds != k], y[folds != k])))
    before = error(1 / (1 + np.exp(-x[:, 1])), y)
    print(f'{len(y)} names of {len(articles)} articles: error {before:.4f}, after {error(p, y):.4f}', file=sys.stderr)
    weights = fit(x, y)
    print('# From the score of a name to the probability that it is right: 1 / (1 + exp(-(bias + slope * logit(score)))). Fitted by')
    print('# models/train/names/calibrate.py on articles of outlets on which nothing was trained.')
    print('label\tbias\tslope')
    print(f'any\t{weights[0]:.3f}\t{weights[1]:.3f}')
    for label, bias in zip(LABELS, weights[2:]):
        print(f'{label}\t{weights[0] + bias:.3f}\t{weights[1]:.3f}')


if __name__ == '__main__':
    main()
