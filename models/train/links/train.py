#!/usr/bin/env python3
"""Trains the links room: one conditional logit for what a number counts and one for each circumstance.

usage: train.py LABELLED[:weight] ... --held LABELLED [--out models/links/weights.tsv] [--folds N] [--l2 X] [--rare N] [--work DIR]

Run in the repository's root, after `cargo build --release --example lessons`. LABELLED holds articles in the annotation's own form,
passages with marked numbers (sentences.txt) or labels of excerpts (worldwide.tsv); `:weight` scales its share of the loss. The articles of
--held (one of the LABELLED) are cut into --folds parts, each is annotated end to end with weights that were trained without it, and the
annotation of all is written to DIR/held.jsonl, to be compared with the labels. --out trains on everything.
Needs numpy and scipy.
"""
import argparse
import json
import pathlib
import random
import subprocess
import zlib

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROLES = ["target", "extent", "event", "agent", "places", "time", "source", "of", "law"]
# Penalties, and shares of the loss that differ from a file's; both chosen by the cross-validation.
L2 = dict(target=2.0, extent=2.0, event=8.0, agent=4.0, places=4.0, time=4.0, source=4.0, of=2.0, law=4.0)
# The least probability at which the best answer is given, whether or not "none" is likelier: F1 is highest below one half (Lipton, Elkan and
# Naryanaswamy 2014). Chosen by the cross-validation; limits that are fitted to each role's own answers were no better.
LEAST = dict(target=0.32, event=0.50, agent=0.45, places=0.36, time=0.38, source=0.34, of=0.40, law=0.36)
# Who labels an excerpt leaves out places that the readers of whole articles give.
SHARE = {("worldwide.tsv", "places"): 0.2}


class Lessons:
    """The questions of one role: answers as rows of feature numbers."""

    def __init__(self):
        self.ids, self.starts, self.bounds, self.right = [], [0], [0], []
        self.part, self.held, self.asked, self.weight, self.meta = [], [], [], [], []

    def add(self, part, held, asked, weight, choices, meta):
        """part: to which fifth it belongs; held: whether it is from an article of the held file; asked: whether from that file itself"""
        for row in choices:
            self.right.append(row[0])
            self.ids.extend(row[1:])
            self.starts.append(len(self.ids))
        self.bounds.append(len(self.right))
        self.part.append(part)
        self.held.append(held)
        self.asked.append(asked)
        self.weight.append(weight)
        self.meta.append(meta)

    def freeze(self):
        self.ids = np.array(self.ids, dtype=np.int32)
        self.starts = np.array(self.starts, dtype=np.int64)
        self.bounds = np.array(self.bounds, dtype=np.int64)
        self.right = np.array(self.right, dtype=np.float64)
        self.part, self.held, self.asked = np.array(self.part), np.array(self.held), np.array(self.asked)
        self.weight = np.array(self.weight)
        return self


def cut(path, work, fold, folds):
    """Writes a labelled file in parts, an article in one part: -> the parts

    fold: {article: part}, of the held articles; every other article comes into any part, always the same"""
    path = pathlib.Path(path)
    lines = [line for line in open(path, encoding="utf-8") if not (line.startswith("#") and path.suffix in (".tsv", ".txt"))]
    parts = [[] for _ in range(folds)]
    for number, line in enumerate(lines):
        name = {".txt": lambda: f"{number}", ".tsv": lambda: line.partition("\t")[0]}.get(path.suffix, lambda: json.loads(line)["id"])()
        parts[fold.get(name, zlib.crc32(name.encode()) % folds)].append(line)
    files = [work / f"{path.stem}.{k}{path.suffix}" for k in range(folds)]
    for file, part in zip(files, parts):
        file.write_text("".join(part), encoding="utf-8")
    return files


def tables(labelled, held, fold, work, program, guesses):
    """Writes the table of every part of every labelled file and reads it: -> names of features, {role: Lessons}

    labelled: [(path, share of the loss, parts)]; guesses: by which weights the answers for the numbers before are guessed in each part"""
    names, index, roles = [], {}, {role: Lessons() for role in ROLES}
    for path, weight, parts in labelled:
        for k, part in enumerate(parts):
            if not part.stat().st_size:
                continue
            out = work / f"{part.name}.table"
            subprocess.run([program, "table", part, out, *guesses[k:k + 1]], check=True)
            local = []
            for line in open(f"{out}.names", encoding="utf-8", newline="\n"):
                name = line.rstrip("\n")
                if name not in index:
                    index[name] = len(names)
                    names.append(name)
                local.append(index[name])
            local = np.array(local, dtype=np.int64)
            for line in open(f"{out}.jsonl", encoding="utf-8"):
                row = json.loads(line)
                choices = [[c[0], *local[c[1:]]] for c in row["choices"]]
                meta = (row["number"], row["kind"], row["text"], row["words"])
                # An excerpt's name is its article's and where it begins.
                of_held = row["article"].partition(":")[0] in fold
                share = SHARE.get((pathlib.Path(path).name, row["role"]), weight)
                roles[row["role"]].add(k, of_held, path == held, share, choices, meta)
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
    """The part to which each article belongs."""
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


def crossed(lessons, roles, folds, total, penalty, rare, everywhere):
    """Fits every role without each part in turn: -> [weights by number of feature, a part], after printing what the answers of the held
    file show that were held out

    everywhere: whether a part is left out of every labelled file, or of the held articles alone"""
    parts, scales = [dict() for _ in range(folds)], {}
    for role in roles:
        it = lessons[role]
        everything = np.arange(len(it.part))
        rights, sums, fitted = [], [], []
        for k in range(folds):
            own = it.part == k
            train, test = everything[~own if everywhere else ~(own & it.held)], everything[own & it.asked]
            columns, w = fit(it, train, L2[role] * penalty, rare, total)
            fitted.append((columns, w))
            sums += sums_of(it, test, columns, w)
            rights += [it.right[it.bounds[g]:it.bounds[g + 1]].astype(bool) for g in test]
        scale = scales[role] = scale_of(rights, sums)
        for part, (columns, w) in zip(parts, fitted):
            part.update({i: w[columns[i]] * scale for i in np.flatnonzero(columns >= 0)})
        hit, predicted, gold = judged(rights, sums)
        print(f"{role:7s} P {hit / max(predicted, 1):.3f} R {hit / max(gold, 1):.3f} F1 {2 * hit / max(predicted + gold, 1):.3f} "
              f"of {gold}; no right answer among {sum(not r.any() for r in rights)} of {len(rights)}; scale {scale:.2f}", flush=True)
    return parts, scales


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("labelled", nargs="+")
    ap.add_argument("--out")
    ap.add_argument("--held", required=True, help="the labelled file to be annotated fold by fold")
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--l2", type=float, default=1.0, help="factor of the penalties")
    ap.add_argument("--rare", type=int, default=2, help="leave out features seen with fewer questions")
    ap.add_argument("--least", type=float, default=0.02, help="leave out smaller weights")
    ap.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/links"))
    ap.add_argument("--program", default="target/release/examples/lessons")
    ap.add_argument("--roles", default=",".join(ROLES))
    a = ap.parse_intermixed_args()
    a.work.mkdir(parents=True, exist_ok=True)
    ids = {json.loads(line)["id"] for line in open(a.held, encoding="utf-8")}
    fold = folds_of(ids, a.folds)
    entries = [entry.partition(":") for entry in a.labelled]
    labelled = [(path, float(weight or 1), cut(path, a.work, fold, a.folds)) for path, _, weight in entries]
    held = next(parts for path, _, parts in labelled if path == a.held)
    files = [(articles, a.work / f"weights.{k}.tsv") for k, articles in enumerate(held)]
    limits = {f"least|{role}": limit for role, limit in LEAST.items()}
    roles = a.roles.split(",")
    # First as if the numbers before had been answered rightly; then as those first weights answer, which saw none of the part's articles:
    # whoever learns from right answers alone trusts them too much.
    guesses = []
    for last in (False, True):
        names, lessons = tables(labelled, a.held, fold, a.work, a.program, guesses)
        parts, scales = crossed(lessons, roles, a.folds, len(names), a.l2, a.rare, not last)
        for part, (_, weights) in zip(parts, files):
            write(weights, {names[i]: w for i, w in part.items()} | limits, a.least)
        guesses = [weights for _, weights in files]
    with open(a.work / "held.jsonl", "w", encoding="utf-8") as out:
        for articles, weights in files:
            done = articles.with_suffix(".out.jsonl")
            subprocess.run([a.program, "annotate", articles, weights, done], check=True)
            out.write(done.read_text(encoding="utf-8"))
    rows = fit_rows([articles.with_suffix(".out.jsonl.rows") for articles, _ in files])
    if a.out:
        final = rows | limits
        for role in roles:
            it = lessons[role]
            columns, w = fit(it, np.arange(len(it.part)), L2[role] * a.l2, a.rare, len(names))
            final.update({names[i]: w[columns[i]] * scales[role] for i in np.flatnonzero(columns >= 0)})
        print(f"{write(a.out, final, a.least)} weights -> {a.out}")


if __name__ == "__main__":
    main()
