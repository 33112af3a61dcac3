"""Prints the table of docs/transformers.md: names F1 and words a second for the embedded model, a transformer, and both.

    python tests/scripts/transformer_table.py CHECKPOINT WORLDWIDE.jsonl PRESS.jsonl

Names by `headcount evaluate --map worldwide` on the first file and without a map on the second; speed of `headcount annotate -j1` and `-j2` on the
first file, all stages, loading included in none (the time that an empty article takes is taken off). Needs `cargo` and libtorch.
"""

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target" / "release" / "headcount"
LABELS = ["strict", "PERSON", "ORG", "PLACE", "NORP", "MISC"]


def evaluate(gold, options, labels):
    command = [PROGRAM, "evaluate", gold, "--only", "entities", "--json", *labels, *options]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)["measures"]


def told(measure):
    low, high = measure["interval"]
    return f"{100 * measure['f1']:.1f} [{100 * low:.0f}-{100 * high:.0f}]"


def seconds(path, options, jobs):
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "annotate", path, "--quiet", f"-j{jobs}", "-o", Path(folder) / "out.jsonl", *options]
        subprocess.run(command, check=True)
    return time.perf_counter() - start


def speed(path, options, jobs):
    """Words a second, in one run."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as empty:
        empty.write("Four.\n")
        empty.flush()
        start = seconds(Path(empty.name), options, jobs)
    return words / (seconds(path, options, jobs) - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("worldwide", type=Path)
    parser.add_argument("press", type=Path)
    options = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet", "--features", "rust-bert"], check=True, cwd=ROOT)
    print("|  | names, worldwide-dev | PERSON | ORG | PLACE | NORP | MISC | names, press-dev | words/s, -j1 | words/s, -j2 |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    model = ["--model", options.checkpoint]
    for name, chosen in [("embedded model", []), ("transformer", model), ("both", [*model, "--model-and"])]:
        world = evaluate(options.worldwide, chosen, ["--map", "worldwide"])
        press = evaluate(options.press, chosen, [])
        each = " | ".join(f"{100 * world['entities.' + label]['f1']:.1f}" for label in LABELS[1:])
        fast = " | ".join(f"{speed(options.worldwide, chosen, jobs):,.0f}" for jobs in (1, 2))
        print(f"| {name} | {told(world['entities.strict'])} | {each} | {told(press['entities.strict'])} | {fast} |", flush=True)


if __name__ == "__main__":
    main()
