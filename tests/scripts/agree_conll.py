#!/usr/bin/env python3
"""Checks that `headcount evaluate` gives the figures of seqeval and nervaluate on names in columns, to 4 decimals.

usage: agree_conll.py [--headcount PROGRAM] [GOLD.conll PRED.conll ...]     (needs: pip install seqeval nervaluate)

Without files, gold and prediction are made at random with a seed, in IOB1, IOB2, BIOES and with broken tags. Files are pairs of gold and
prediction, one token a line, the tag last. seqeval: micro average and labels, its default mode. nervaluate (IOB only): strict, exact,
ent_type, partial. Exit code 1 when a figure differs.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile

from nervaluate import Evaluator
from seqeval.metrics import classification_report

LABELS = ["PER", "ORG", "LOC", "MISC"]


def spans(length, rnd):
    """Names at random, without overlap: [(start, end, label)]."""
    out, at = [], 0
    while at < length:
        at += rnd.choice([0, 0, 1, 1, 2, 4, 8])
        end = min(length, at + rnd.choice([1, 1, 2, 2, 3, 5]))
        if at < end:
            out.append((at, end, rnd.choice(LABELS)))
        at = end
    return out


def worse(names, length, rnd):
    """The names with some lost, cut, moved or mislabelled; still without overlap."""
    out = []
    for start, end, label in names:
        if rnd.random() < .15:
            continue
        if rnd.random() < .3:
            start, end = start + rnd.randint(-2, 2), end + rnd.randint(-2, 2)
        if rnd.random() < .2:
            label = rnd.choice(LABELS)
        start, end = max(start, out[-1][1] if out else 0), min(end, length)
        if start < end:
            out.append((start, end, label))
    return out


def tags(names, length, scheme):
    """One tag a token."""
    out, before = ["O"] * length, None
    for start, end, label in names:
        marks = ["B"] + ["I"] * (end - start - 1)
        if scheme == "IOB1" and before != (start, label):
            marks[0] = "I"
        if scheme == "BIOES":
            marks = ["S"] if end - start == 1 else ["B"] + ["I"] * (end - start - 2) + ["E"]
        out[start:end] = [f"{mark}-{label}" for mark in marks]
        before = (end, label)
    return out


def made(scheme, rnd):
    """-> gold and predicted tags of some sentences"""
    gold, pred = [], []
    for _ in range(120):
        length = rnd.randint(1, 30)
        names = spans(length, rnd)
        gold.append(tags(names, length, scheme))
        pred.append(tags(worse(names, length, rnd), length, scheme))
    if scheme == "broken":
        broken = [f"{mark}-{label}" for mark in "BI" for label in LABELS] + ["O"]
        pred = [[rnd.choice(broken) if rnd.random() < .15 else tag for tag in sentence] for sentence in pred]
    return gold, pred


def read(path):
    """-> tokens and tags of the sentences of a file"""
    sentences, current = [], []
    with open(path, encoding="utf-8") as f:
        for line in list(f) + ["\n"]:
            columns = line.split()
            if columns and not line.startswith("-DOCSTART-"):
                current.append((columns[0], columns[-1]))
            elif current:
                sentences.append(current)
                current = []
    return [[tag for _, tag in sentence] for sentence in sentences]


def write(path, sentences):
    with open(path, "w", encoding="utf-8") as f:
        for index, sentence in enumerate(sentences):
            f.writelines(f"w{index}\t{tag}\n" for tag in sentence)
            f.write("\n")


def figures(headcount, gold, pred):
    done = subprocess.run([headcount, "evaluate", gold, "--pred", pred, "--json", "--rounds", "1"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return {key.removeprefix("entities."): row for key, row in json.loads(done.stdout)["measures"].items()}


def expected(gold, pred, with_nervaluate):
    """-> {measure: (precision, recall, F1, support)} by the two libraries"""
    report = classification_report(gold, pred, output_dict=True, zero_division=0)
    row = lambda x: (x["precision"], x["recall"], x["f1-score"], int(x["support"]))
    out = {"strict (seqeval)": row(report["micro avg"]), **{label: row(report[label]) for label in LABELS if label in report}}
    if with_nervaluate:
        overall = Evaluator(gold, pred, tags=LABELS, loader="list").evaluate()["overall"]
        for name, ours in (("strict", "strict"), ("exact", "span"), ("ent_type", "type"), ("partial", "partial")):
            x = overall[name]
            out[f"{ours} (nervaluate)"] = (x.precision, x.recall, x.f1, x.possible)
    return out


def compare(what, headcount, paths, gold, pred, with_nervaluate):
    """-> (figures compared, lines that tell the differences)"""
    ours, compared, wrong = figures(headcount, *paths), 0, []
    for name, row in expected(gold, pred, with_nervaluate).items():
        measure = ours[name.split(" ")[0]]
        for key, theirs in zip(("precision", "recall", "f1", "gold"), row):
            compared += 1
            if abs((measure[key] or 0) - theirs) > 0.00005:
                wrong.append(f"{what}: {name} {key}: headcount {measure[key]}, library {theirs}")
    return compared, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--headcount", default="target/release/headcount")
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    compared, wrong = 0, []
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/gold.conll", f"{folder}/pred.conll"]
        for scheme in ("IOB1", "IOB2", "BIOES", "broken"):
            for seed in range(5):
                gold, pred = made(scheme, random.Random(f"{scheme}{seed}"))
                write(paths[0], gold), write(paths[1], pred)
                more = compare(f"{scheme} {seed}", args.headcount, paths, gold, pred, scheme != "BIOES")
                compared, wrong = compared + more[0], wrong + more[1]
    for gold, pred in zip(args.files[::2], args.files[1::2]):
        sides = read(gold), read(pred)
        iob = not any(tag[:2] in ("E-", "S-") for side in sides for sentence in side for tag in sentence)
        more = compare(gold, args.headcount, [gold, pred], *sides, iob)
        compared, wrong = compared + more[0], wrong + more[1]
    print(*wrong[:40], sep="\n")
    print(f"{compared} figures compared, {len(wrong)} differ")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
