#!/usr/bin/env python3
"""Trains the scorer of the status room: multinomial logistic regression over named features.

usage: train.py TABLE[:weight] ... [--out models/status/weights.tsv] [--groups FILE] [--l2 X] [--folds N] [--errors FILE]

A TABLE is what the example `status-lessons` (lessons.rs) writes: text, start, words, label, the rules' answer, features.
Cross-validation is by text (`--groups`: tab-separated text id and group, so that a sentence and the article that it comes
from are never on both sides); on its held-out answers a factor of all weights is fitted, so that the scores are honest.
Each table's figures are printed for the rules alone, held out, and on what was learned. Needs numpy and scipy.
"""
import argparse
from collections import Counter, defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

CLASSES = ["fact", "negated", "possible", "planned", "conditional"]


def read(name):
    path, _, scale = name.partition(":")
    rows = []
    for line in open(path, encoding="utf-8"):
        text, start, words, label, answer, features = line.rstrip("\n").split("\t")
        rows.append(dict(text=text, start=int(start), words=words, label=CLASSES.index(label), answer=CLASSES.index(answer),
                         features=sorted(set(features.split(";"))) if features else [], weight=float(scale or 1), table=path))
    return rows


def matrix(rows, index):
    column, pointer = [], [0]
    for row in rows:
        column += [index[f] for f in row["features"] if f in index]
        pointer.append(len(column))
    return csr_matrix((np.ones(len(column)), column, pointer), shape=(len(rows), len(index)))


def softmax(sums):
    e = np.exp(sums - sums.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def fit(rows, l2, rare):
    """-> feature index, weights [features, classes]"""
    rows = [row for row in rows if row["features"]]
    seen = defaultdict(set)
    for row in rows:
        for feature in row["features"]:
            seen[feature].add(row["text"])
    index = {f: i for i, f in enumerate(sorted(f for f, texts in seen.items() if len(texts) >= rare))}
    x, weight = matrix(rows, index), np.array([row["weight"] for row in rows])
    labels = np.array([row["label"] for row in rows])
    hot = np.eye(len(CLASSES))[labels]

    def loss(flat):
        w = flat.reshape(len(index), len(CLASSES))
        p = softmax(x @ w)
        value = -(weight * np.log(np.maximum(p[np.arange(len(rows)), labels], 1e-12))).sum() + l2 * (w * w).sum() / 2
        grad = x.T @ ((p - hot) * weight[:, None]) + l2 * w
        return value, grad.ravel()

    result = minimize(loss, np.zeros(len(index) * len(CLASSES)), jac=True, method="L-BFGS-B", options=dict(maxiter=300))
    return index, result.x.reshape(len(index), len(CLASSES))


def sums(rows, index, w):
    return matrix(rows, index) @ w


def answers(rows, values):
    """Labels chosen; a number that the program does not find, or without any cue, is a fact."""
    free = np.array([not row["features"] or "cues|none" in row["features"] and "denied later" not in row["features"] for row in rows])
    chosen = values.argmax(axis=1)
    chosen[free] = 0
    return chosen


def fit_scale(rows, values):
    """The factor of all weights under which the held-out labels are likeliest (temperature scaling, Guo et al. 2017)."""
    labels = np.array([row["label"] for row in rows])
    known = np.array([bool(row["features"]) for row in rows])
    return min(np.arange(0.4, 1.61, 0.02),
               key=lambda s: -np.log(softmax(s * values)[np.arange(len(rows)), labels][known]).sum())


def figures(rows, chosen):
    labels = np.array([row["label"] for row in rows])
    table = Counter(zip(labels, chosen))
    out = [f"accuracy {np.mean(labels == chosen):.3f} of {len(rows)}"]
    for c in range(1, len(CLASSES)):
        hit, gold, pred = table[c, c], (labels == c).sum(), (chosen == c).sum()
        out.append(f"{CLASSES[c][:4]} P {hit / max(1, pred):.2f} R {hit / max(1, gold):.2f} F1 {2 * hit / max(1, gold + pred):.2f}")
    out.append(f"facts marked {((labels == 0) & (chosen != 0)).sum() / max(1, (labels == 0).sum()):.3f}")
    return "; ".join(out)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("tables", nargs="+")
    ap.add_argument("--out")
    ap.add_argument("--groups")
    ap.add_argument("--l2", type=float, default=1.5)
    ap.add_argument("--rare", type=int, default=2, help="leave out features seen in fewer texts")
    ap.add_argument("--folds", type=int, default=10)
    ap.add_argument("--errors")
    a = ap.parse_args()
    rows = [row for name in a.tables for row in read(name)]
    group = dict(line.rstrip("\n").split("\t") for line in open(a.groups)) if a.groups else {}
    for row in rows:
        row["group"] = group.get(row["text"], row["text"])
    names = sorted({row["group"] for row in rows})
    fold = {names[j]: i % a.folds for i, j in enumerate(np.random.RandomState(5).permutation(len(names)))}
    held = np.zeros((len(rows), len(CLASSES)))
    for k in range(a.folds):
        test = [i for i, row in enumerate(rows) if fold[row["group"]] == k]
        index, w = fit([row for row in rows if fold[row["group"]] != k], a.l2, a.rare)
        held[test] = sums([rows[i] for i in test], index, w)
    scale = fit_scale(rows, held)
    index, w = fit(rows, a.l2, a.rare)
    learned = answers(rows, sums(rows, index, w))
    chosen = answers(rows, held)
    parts = defaultdict(list)
    for i, row in enumerate(rows):
        path = row["table"].rsplit("/", 1)[-1]
        real = " real" if row["text"].startswith("train-") else " hard"
        parts[path + (real if "status-train" in path else "")].append(i)
    for part, at in parts.items():
        some = [rows[i] for i in at]
        print(f"{part}\n  rules    {figures(some, np.array([row['answer'] for row in some]))}")
        print(f"  held out {figures(some, chosen[at])}\n  learned  {figures(some, learned[at])}")
    print(f"scores scaled by {scale:.2f}")
    if a.errors:
        p = softmax(scale * held)
        with open(a.errors, "w") as f:
            for i, row in enumerate(rows):
                if chosen[i] != row["label"]:
                    f.write(f"{row['table'].rsplit('/', 1)[-1]}\t{row['text']}\t{row['start']}\t{row['words']}\t{CLASSES[row['label']]}\tGOT {CLASSES[chosen[i]]}"
                            f" {p[i, chosen[i]]:.2f}\trules {CLASSES[row['answer']]}\t{' '.join(x for x in row['features'] if x.split('|')[0] in ('form', 'barred', 'together'))}\n")
    if a.out:
        w = w * scale
        kept = [(f, w[i]) for f, i in sorted(index.items()) if np.abs(w[i]).max() >= 0.05]
        with open(a.out, "w") as f:
            f.write("# Made by models/train/status/train.py; not edited by hand.\nfeature\t" + "\t".join(CLASSES) + "\n")
            f.writelines(name + "".join(f"\t{value:.2f}" for value in row) + "\n" for name, row in kept)
        print(f"{len(kept)} features -> {a.out}")


if __name__ == "__main__":
    main()
