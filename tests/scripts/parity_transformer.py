"""Compares the names of a transformer checkpoint as headcount runs it with those of a Python run.

    python tests/scripts/parity_transformer.py CHECKPOINT ARTICLES.jsonl... [--articles 100] [--map A=B,...] [--golden FILE]

The Python run is torch and transformers with models/train/transformer/windows.py, on headcount's own tokens and sentences
(`annotate --tokens`). Its names are written to --golden (default: a file that is thrown away); then the test `golden_names` of
tests/transformer.rs demands the same words and labels of the checkpoint as headcount runs it. An ARTICLES of the form .txt is one
article. Needs torch 2.4.0, transformers 4.44, numpy below 2, `cargo` on the path and libtorch (docs/transformers.md).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models" / "train" / "transformer"))
import windows  # noqa: E402

# One label of ours for each of theirs, so that no two become one.
MAP = ("Person=PERSON,PER=PERSON,Organization=ORG,ORG=ORG,Location=GPE,LOC=GPE,Facility=FAC,NORP=NORP,Product=PRODUCT,"
       "Misc=EVENT,MISC=EVENT,Date=,Money=")


def articles(paths, count):
    """The first texts of the files."""
    texts = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        texts += [text] if path.suffix == ".txt" else [json.loads(line)["text"] for line in text.splitlines()]
    return texts[:count]


def annotated(texts):
    """The articles with tokens and sentences."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(texts))
        file.flush()
        command = ["cargo", "run", "--release", "--quiet", "--features", "rust-bert", "--", "annotate", "--tokens", "--quiet", file.name]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT)
    return [json.loads(line) for line in done.stdout.splitlines()]


def firsts_of(tokens, pieces):
    """The first piece of every token that has one of its own."""
    firsts, at = {}, 0
    for index, piece in enumerate(pieces):
        if piece.blank:
            continue
        while at < len(tokens) and tokens[at]["end"] <= piece.at:
            at += 1
        if at < len(tokens) and tokens[at]["start"] <= piece.at:
            firsts.setdefault(at, index)
    return firsts


def ranges(tokens, sentences):
    """The tokens of every sentence; white space between two belongs to the first."""
    starts = [next(at for at, token in enumerate(tokens) if token["end"] > s["start"]) for s in sentences]
    starts = [0, *starts[1:], len(tokens)]
    return list(zip(starts, starts[1:]))


def names(model, tokenizer, record, ours):
    """[start, end, label] of each name, in code points and our labels."""
    text, tokens = record["text"], record["tokens"]
    pieces = windows.pieces_of(tokenizer, text)
    firsts = firsts_of(tokens, pieces)
    sentences = ranges(tokens, record["sentences"])
    edges = [next((at for at, piece in enumerate(pieces) if piece.at >= tokens[start]["start"]), len(pieces))
             for start, _ in sentences]
    edges = [0, *edges[1:], len(pieces)]
    rows = windows.scores(model, tokenizer, text, pieces, list(zip(edges, edges[1:])), set(firsts.values()))
    scheme = windows.Scheme([model.config.id2label[at] for at in range(model.config.num_labels)])
    found = []
    for start, end in sentences:
        own = [token for token in range(start, end) if token in firsts]
        for first, last, label in scheme.names(scheme.best(rows[[firsts[token] for token in own]])):
            if ours[label]:
                found.append([tokens[own[first]]["start"], tokens[own[last]]["end"], ours[label]])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--articles", dest="count", type=int, default=100)
    parser.add_argument("--map", default=MAP)
    parser.add_argument("--golden", type=Path)
    options = parser.parse_args()
    model = transformers.AutoModelForTokenClassification.from_pretrained(options.checkpoint)
    tokenizer = Tokenizer.from_file(str(options.checkpoint / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    ours = dict(pair.split("=") for pair in options.map.split(","))
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        golden = options.golden or Path(folder) / "golden.jsonl"
        with open(golden, "w", encoding="utf-8") as file:
            file.write(json.dumps({"map": options.map}) + "\n")
            for record in annotated(articles(options.articles, options.count)):
                found = names(model, tokenizer, record, ours)
                file.write(json.dumps({"text": record["text"], "names": found}, ensure_ascii=False) + "\n")
        command = ["cargo", "test", "--release", "--features", "rust-bert", "--test", "transformer", "golden_names", "--", "--nocapture"]
        variables = {"HEADCOUNT_CHECKPOINT": str(options.checkpoint.resolve()), "HEADCOUNT_GOLDEN": str(golden.resolve())}
        sys.exit(subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode)


if __name__ == "__main__":
    main()
