"""Compares the program with spaCy on the same articles: tokens, tags, heads, labels, lemmas, sentences.

    python tests/scripts/parity.py MODEL_DIR ARTICLES.jsonl... [--articles N] [--show N]

MODEL_DIR is the folder of en_core_web_md 3.8 that holds meta.json; a record of ARTICLES has "id" and "text". Needs
Python 3.12 with spacy 3.8, and `cargo` on the path. Tokens, tags and lemmas must be identical; heads, labels and
sentences at least 99.95%. Exit code 1 where they are not. Names are left out: their network has weights and inputs of its
own (models/train/names), which spaCy cannot run; `tests/library/golden.rs` holds it to its training program.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import spacy

AT_LEAST = {"tokens": 1.0, "tag": 1.0, "lemma": 1.0, "pos": 1.0, "head": 0.9995, "dep": 0.9995, "sentences": 0.9995}


def articles(paths, count):
    records = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [{"id": f"{at}", "text": record["text"]} for at, record in enumerate(records[:count])]


def ours(records):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
        file.flush()
        command = ["cargo", "run", "--release", "--quiet", "--", "annotate", "--tokens", "--quiet", file.name]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def trimmed(sentence):
    """Start and end of a sentence without white space at its ends."""
    words = [word for word in sentence if not word.is_space]
    return (words[0].idx, words[-1].idx + len(words[-1])) if words else (sentence.start_char, sentence.start_char)


class Table:
    """Items compared and items that differ, by kind."""

    def __init__(self, show):
        self.total, self.wrong, self.show = Counter(), Counter(), show

    def add(self, kind, expected, found, where):
        """Two sets: an item on one side only is wrong."""
        self.total[kind] += len(expected)
        self.wrong[kind] += max(len(expected - found), len(found - expected))
        if expected != found and self.show > 0:
            self.show -= 1
            print(f"{where}: {kind}: expected {sorted(expected - found)}, found {sorted(found - expected)}")

    def report(self):
        print(f"{'':10} {'compared':>10} {'different':>10} {'identical':>11} {'at least':>10}")
        for kind, least in AT_LEAST.items():
            print(f"{kind:10} {self.total[kind]:10} {self.wrong[kind]:10} {self.share(kind):11.4%} {least:10.2%}")
        return all(self.total[kind] and self.share(kind) >= least for kind, least in AT_LEAST.items())

    def share(self, kind):
        return 1 - self.wrong[kind] / max(1, self.total[kind])


def compare(doc, record, table):
    where, tokens = record["id"], record.get("tokens", [])
    spans = [(token["start"], token["end"]) for token in tokens]
    expected = [(word.idx, word.idx + len(word)) for word in doc]
    table.add("tokens", set(expected), set(spans), where)
    if spans != expected:
        return
    theirs = {"tag": [w.tag_ for w in doc], "lemma": [w.lemma_ for w in doc], "pos": [w.pos_ for w in doc],
              "head": [w.head.i for w in doc], "dep": [w.dep_ for w in doc]}
    for kind, values in theirs.items():
        table.add(kind, set(enumerate(values)), {(at, token[kind]) for at, token in enumerate(tokens)}, where)
    sentences = {(sentence["start"], sentence["end"]) for sentence in record["sentences"]}
    table.add("sentences", {trimmed(sentence) for sentence in doc.sents}, sentences, where)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--show", type=int, default=10, help="print so many differences")
    options = parser.parse_args()
    records = articles(options.files, options.articles)
    table, nlp = Table(options.show), spacy.load(options.model)
    for record, annotated in zip(records, ours(records), strict=True):
        compare(nlp(record["text"]), annotated, table)
    print(f"spaCy {spacy.__version__}, {nlp.meta['name']} {nlp.meta['version']}, {len(records)} articles")
    sys.exit(0 if table.report() else 1)


if __name__ == "__main__":
    main()
