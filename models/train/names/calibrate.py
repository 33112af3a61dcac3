#!/usr/bin/env python3
"""Fits the map from scores of names to how often they are right: models/names/calibration.tsv.

    headcount annotate worldwide-dev.jsonl -o pred.jsonl        (with a map of bias 0 and slope 1: the raw scores)
    calibrate.py GOLD PRED > models/names/calibration.tsv

Platt scaling (Platt 1999) with a bias for every label, shrunk towards one for all, on articles on which the recogniser was not
trained; a name is right where span and label are the gold's by `score_entities.py --map 8`. Prints the calibration error (ten
bins) before, and by cross-validation over articles after, to standard error. numpy; score_entities.py beside GOLD's folder.
"""
import random
import sys
from pathlib import Path

import numpy as np

gold, pred = sys.argv[1:3]
sys.path.insert(0, str(Path(gold).resolve().parents[1] / 'tools'))
import score_entities as scorer  # noqa: E402

# LAW, PRODUCT and LANGUAGE are labelled otherwise in that gold, or not at all: they have no part in the fit, and the map of all.
LABELS = ['PERSON', 'ORG', 'GPE', 'NORP', 'FAC', 'LOC', 'EVENT', 'WORK_OF_ART']
FOLDS = 5


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
    articles = sorted({row[0] for row in rows})
    random.Random(1).shuffle(articles)
    fold = {ident: at % FOLDS for at, ident in enumerate(articles)}
    folds, p = np.array([fold[row[0]] for row in rows]), np.zeros(len(y))
    for k in range(FOLDS):
        p[folds == k] = 1 / (1 + np.exp(-x[folds == k] @ fit(x[folds != k], y[folds != k])))
    before = error(1 / (1 + np.exp(-x[:, 1])), y)
    print(f'{len(y)} names of {len(articles)} articles: error {before:.4f}, after {error(p, y):.4f}', file=sys.stderr)
    weights = fit(x, y)
    print('# From the score of a name to the probability that it is right: 1 / (1 + exp(-(bias + slope * logit(score)))). Fitted by')
    print('# models/train/names/calibrate.py on articles on which the recogniser was not trained.')
    print('label\tbias\tslope')
    print(f'any\t{weights[0]:.3f}\t{weights[1]:.3f}')
    for label, bias in zip(LABELS, weights[2:]):
        print(f'{label}\t{weights[0] + bias:.3f}\t{weights[1]:.3f}')


if __name__ == '__main__':
    main()
