"""Prints the table of docs/transformers.md: names F1 and speed for the embedded model, a transformer, and both.

    python tests/scripts/transformer_table.py CHECKPOINT WORLDWIDE.jsonl PRESS.jsonl [--program HEADCOUNT]

Names by `headcount evaluate --map worldwide` on the first file and without a map on the second; speed of `headcount annotate -j1` on the
first file, all stages: words for each second of processor time (which other programs do not change much), less what a text of one word
takes. Without --program it is built first: needs `cargo` and libtorch.
"""

import argparse
import json
import resource
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
program = ROOT / "target" / "release" / "headcount"
LABELS = ["strict", "PERSON", "ORG", "PLACE", "NORP", "MISC"]


def evaluate(gold, options, labels):
    command = [program, "evaluate", gold, "--only", "entities", "--json", *labels, *options]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)["measures"]


def told(measure):
    low, high = measure["interval"]
    return f"{100 * measure['f1']:.1f} [{100 * low:.0f}-{100 * high:.0f}]"


def seconds(path, options):
    """Processor time of a run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "annotate", path, "--quiet", "-j1", "-o", Path(folder) / "out.jsonl", *options]
        subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def speed(path, options):
    """Words a second of processor time."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as empty:
        empty.write("Four.\n")
        empty.flush()
        start = seconds(Path(empty.name), options)
    return words / (seconds(path, options) - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("worldwide", type=Path)
    parser.add_argument("press", type=Path)
    parser.add_argument("--program", type=Path)
    options = parser.parse_args()
    global program
    program = options.program or program
    if not options.program:
        subprocess.run(["cargo", "build", "--release", "--quiet", "--features", "rust-bert"], check=True, cwd=ROOT)
    print("|  | names, worldwide-dev | PERSON | ORG | PLACE | NORP | MISC | names, press-dev | words/s |")
    print("|---|---|---|---|---|---|---|---|---|")
    model = ["--model", options.checkpoint]
    for name, chosen in [("embedded model", []), ("transformer", model), ("both", [*model, "--model-and"])]:
        world = evaluate(options.worldwide, chosen, ["--map", "worldwide"])
        press = evaluate(options.press, chosen, [])
        each = " | ".join(f"{100 * world['entities.' + label]['f1']:.1f}" for label in LABELS[1:])
        fast = f"{speed(options.worldwide, chosen):,.0f}"
        print(f"| {name} | {told(world['entities.strict'])} | {each} | {told(press['entities.strict'])} | {fast} |", flush=True)


if __name__ == "__main__":
    main()
