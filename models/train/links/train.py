#!/usr/bin/env python3
"""Trains the links room: one conditional logit for what a number counts and one for each circumstance.

usage: train.py LABELLED[:weight] ... [--out models/links/weights.tsv] [--folds N] [--l2 X] [--rare N] [--work DIR]
                [--held LABELLED] [--score COMMAND]

Run in the repository's root, after `cargo build --release --example lessons`. LABELLED holds articles in the annotation's own form, or
passages with marked numbers (sentences.txt); `:weight` scales its share of the loss. With --held, the articles of that file (one of
the LABELLED) are cut into --folds parts, each is annotated end to end with weights that were trained without it, and the
annotation of all is written to DIR/held.jsonl, to be compared with the labels. --out trains on everything.
Needs numpy and scipy.
"""
import argparse
import json
import pathlib
import random
import subprocess
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROLES = ["target", "event", "agent", "places", "time", "source", "of", "law"]
L2 = dict(target=2.0, event=8.0, agent=2.0, places=2.0, time=2.0, source=2.0, of=2.0, law=4.0)


class Lessons:
    """The questions of one role: answers as rows of feature numbers."""

    def __init__(self):
        self.ids, self.starts, self.bounds, self.right = [], [0], [0], []
        self.article, self.weight, self.meta = [], [], []

    def add(self, article, weight, choices, meta):
        for row in choices:
            self.right.append(row[0])
            self.ids.extend(row[1:])
            self.starts.append(len(self.ids))
        self.bounds.append(len(self.right))
        self.article.append(article)
        self.weight.append(weight)
        self.meta.append(meta)

    def freeze(self):
        self.ids = np.array(self.ids, dtype=np.int32)
        self.starts = np.array(self.starts, dtype=np.int64)
        self.bounds = np.array(self.bounds, dtype=np.int64)
        self.right = np.array(self.right, dtype=np.float64)
        self.article = np.array(self.article)
        self.weight = np.array(self.weight)
        return self


def tables(labelled, work, program):
    """Writes the table of every labelled file and reads it: -> names of features, {role: Lessons}"""
    names, index, roles = [], {}, {role: Lessons() for role in ROLES}
    for entry in labelled:
        path, _, weight = entry.partition(":")
        out = work / pathlib.Path(path).name
        subprocess.run([program, "table", path, out], check=True)
        local = []
        for line in open(f"{out}.names", encoding="utf-8", newline="\n"):
            name = line.rstrip("\n")
            if name not in index:
                index[name] = len(names)
                names.append(name)
            local.append(index[name])
        local = np.array(local)
        for line in open(f"{out}.jsonl", encoding="utf-8"):
            row = json.loads(line)
            choices = [[c[0], *local[c[1:]]] for c in row["choices"]]
            meta = (row["number"], row["kind"], row["text"], row["words"])
            roles[row["role"]].add(f"{path}/{row['article']}", float(weight or 1), choices, meta)
    return names, {role: lessons.freeze() for role, lessons in roles.items()}


def matrix(lessons, chosen, columns, width):
    """Rows of the chosen questions' answers: -> sparse matrix, bounds, right, owner"""
    starts, bounds = lessons.starts, lessons.bounds
    rows = np.concatenate([np.arange(bounds[g], bounds[g + 1]) for g in chosen]) if len(chosen) else np.array([], int)
    lengths = starts[rows + 1] - starts[rows]
    ids = np.concatenate([lessons.ids[starts[r]:starts[r + 1]] for r in rows]) if len(rows) else np.array([], int)
    columned = columns[ids]
    kept = columned >= 0
    owner_row = np.repeat(np.arange(len(rows)), lengths)[kept]
    counts = np.bincount(owner_row, minlength=len(rows))
    pointer = np.concatenate([[0], np.cumsum(counts)])
    x = csr_matrix((np.ones(len(owner_row)), columned[kept], pointer), shape=(len(rows), width))
    sizes = bounds[1:][chosen] - bounds[:-1][chosen]
    group_bounds = np.concatenate([[0], np.cumsum(sizes)])
    return x, group_bounds, lessons.right[rows], np.repeat(np.arange(len(chosen)), sizes)


def softmax(scores, bounds, owner):
    most = np.maximum.reduceat(scores, bounds[:-1])
    e = np.exp(scores - most[owner])
    return e / np.add.reduceat(e, bounds[:-1])[owner]


def fit(lessons, chosen, l2, rare, total):
    """-> {feature: weight} as columns and vector"""
    any_right = np.add.reduceat(lessons.right, lessons.bounds[:-1]) > 0
    chosen = np.array([g for g in chosen if any_right[g]])
    seen = np.zeros(total, dtype=np.int32)
    for g in chosen:
        ids = lessons.ids[lessons.starts[lessons.bounds[g]]:lessons.starts[lessons.bounds[g + 1]]]
        seen[np.unique(ids)] += 1
    columns = np.full(total, -1, dtype=np.int64)
    kept = np.flatnonzero(seen >= rare)
    columns[kept] = np.arange(len(kept))
    x, bounds, right, owner = matrix(lessons, chosen, columns, len(kept))
    transposed = x.T.tocsr()
    weight = lessons.weight[chosen]

    def loss(w):
        p = softmax(x @ w, bounds, owner)
        good = np.maximum(np.add.reduceat(p * right, bounds[:-1]), 1e-12)
        gradient = transposed @ ((p - p * right / good[owner]) * weight[owner])
        return -(weight * np.log(good)).sum() + l2 * (w @ w) / 2, gradient + l2 * w

    result = minimize(loss, np.zeros(len(kept)), jac=True, method="L-BFGS-B", options=dict(maxiter=200, ftol=1e-7))
    return columns, result.x


def sums_of(lessons, chosen, columns, w):
    x, bounds, _, _ = matrix(lessons, chosen, columns, len(w))
    sums = x @ w
    return [sums[a:b] for a, b in zip(bounds[:-1], bounds[1:])]


def scale_of(rights, sums):
    """The factor of all sums under which the held-out answers are likeliest (temperature scaling, Guo et al. 2017)."""
    pairs = [(s - s.max(), r) for s, r in zip(sums, rights) if r.any()]

    def surprise(scale):
        return -sum(np.log(max((lambda e: e[r].sum() / e.sum())(np.exp(scale * s)), 1e-12)) for s, r in pairs)

    return min(np.arange(0.5, 1.31, 0.05), key=surprise)


def folds_of(articles, folds):
    order = sorted(set(articles))
    random.Random(5).shuffle(order)
    return {article: i % folds for i, article in enumerate(order)}


def judged(rights, sums):
    hit = predicted = gold = 0
    for right, s in zip(rights, sums):
        best = int(np.argmax(s))
        gold += not right[0]
        predicted += best > 0
        hit += best > 0 and bool(right[best])
    return hit, predicted, gold


def fit_rows(paths, l2=1.0):
    """How sure a whole row is: a logistic regression over what speaks for it, fitted to rows that were given by weights trained
    without their articles. -> {feature: weight}"""
    rows = [json.loads(line) for path in paths for line in open(path, encoding="utf-8")]
    index = {}
    for _, evidence in rows:
        for name, _ in evidence:
            index.setdefault(name, len(index))
    x, y = np.zeros((len(rows), len(index))), np.array([float(right) for right, _ in rows])
    for i, (_, evidence) in enumerate(rows):
        for name, amount in evidence:
            x[i, index[name]] += amount

    def loss(w):
        z = x @ w
        p = 1 / (1 + np.exp(-z))
        return (np.logaddexp(0, z) - y * z).sum() + l2 * (w @ w) / 2, x.T @ (p - y) + l2 * w

    w = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B").x
    p = 1 / (1 + np.exp(-(x @ w)))
    order = np.argsort(p)
    ranks = np.empty(len(p))
    ranks[order] = np.arange(1, len(p) + 1)
    auc = (ranks[y > 0].sum() - y.sum() * (y.sum() + 1) / 2) / max(y.sum() * (len(y) - y.sum()), 1)
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    print(f"rows: {int(y.sum())} of {len(y)} right; area under the curve {auc:.3f}, calibration error {error:.3f}; at 0.9 and more "
          f"{y[p >= .9].mean() if (p >= .9).any() else float('nan'):.2f} of {(p >= .9).sum()}")
    return {name: w[i] for name, i in index.items()}


def write(path, weights, least):
    lines = sorted((name, value) for name, value in weights.items() if abs(value) >= least)
    with open(path, "w", encoding="utf-8") as f:
        f.write("# Made by models/train/links/train.py; not edited by hand.\nfeature\tweight\n")
        f.writelines(f"{name}\t{value:.3f}\n" for name, value in lines)
    return len(lines)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("labelled", nargs="+")
    ap.add_argument("--out")
    ap.add_argument("--held", help="the labelled file to be annotated fold by fold")
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--l2", type=float, default=1.0, help="factor of the penalties")
    ap.add_argument("--rare", type=int, default=2, help="leave out features seen with fewer questions")
    ap.add_argument("--least", type=float, default=0.02, help="leave out smaller weights")
    ap.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/links"))
    ap.add_argument("--program", default="target/release/examples/lessons")
    ap.add_argument("--roles", default=",".join(ROLES))
    a = ap.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    names, lessons = tables(a.labelled, a.work, a.program)
    held = [it.partition(":")[0] for it in a.labelled if it.partition(":")[0] == a.held]
    fold = folds_of({g for l in lessons.values() for g in l.article if held and g.startswith(held[0] + "/")}, a.folds)
    final, parts = {}, [dict() for _ in range(a.folds)]
    for role in a.roles.split(","):
        it = lessons[role]
        if not len(it.article):
            continue
        everything = np.arange(len(it.article))
        which = np.array([fold.get(g, -1) for g in it.article])
        rights, sums, fitted = [], [], []
        for k in range(a.folds if held else 0):
            train, test = everything[which != k], everything[which == k]
            columns, w = fit(it, train, L2[role] * a.l2, a.rare, len(names))
            fitted.append((columns, w))
            sums += sums_of(it, test, columns, w)
            rights += [it.right[it.bounds[g]:it.bounds[g + 1]].astype(bool) for g in test]
        scale = scale_of(rights, sums) if rights else 1.0
        for k, (columns, w) in enumerate(fitted):
            parts[k].update({names[i]: w[columns[i]] * scale for i in np.flatnonzero(columns >= 0)})
        if rights:
            hit, predicted, gold = judged(rights, sums)
            print(f"{role:7s} P {hit / max(predicted, 1):.3f} R {hit / max(gold, 1):.3f} F1 {2 * hit / max(predicted + gold, 1):.3f} "
                  f"of {gold}; no right answer among {sum(not r.any() for r in rights)} of {len(rights)}; scale {scale:.2f}", flush=True)
        if a.out:
            columns, w = fit(it, everything, L2[role] * a.l2, a.rare, len(names))
            final.update({names[i]: w[columns[i]] * scale for i in np.flatnonzero(columns >= 0)})
    if held:
        lines = [json.loads(line) for line in open(a.held, encoding="utf-8")]
        with open(a.work / "held.jsonl", "w", encoding="utf-8") as out:
            for k in range(a.folds):
                part = a.work / f"fold{k}.jsonl"
                with open(part, "w", encoding="utf-8") as f:
                    f.writelines(json.dumps(l, ensure_ascii=False) + "\n" for l in lines if fold.get(f"{a.held}/{l['id']}", 0) == k)
                write(a.work / f"fold{k}.tsv", parts[k], a.least)
                done = a.work / f"fold{k}.out.jsonl"
                subprocess.run([a.program, "annotate", part, a.work / f"fold{k}.tsv", done], check=True)
                out.write(open(done, encoding="utf-8").read())
        final.update(fit_rows([a.work / f"fold{k}.out.jsonl.rows" for k in range(a.folds)]))
    if a.out:
        print(f"{write(a.out, final, a.least)} weights -> {a.out}")


if __name__ == "__main__":
    main()
