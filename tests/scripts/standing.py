#!/usr/bin/env python3
"""Where we stand: measures the program on every labelled set at hand and prints the tables of docs/accuracy.md in Markdown.

usage: standing.py --data FOLDER [--headcount PROGRAM] [--gold corpus/gold]

FOLDER of data: worldwide-dev.jsonl, conllpp-test.jsonl, newsquant-dev.jsonl, press-dev.jsonl; a set that is not there is left out. The peers'
figures were measured on the same files with the same definitions; they are data here (PEERS). Python's standard library only.
"""
import argparse
import json
import os
import subprocess
import sys

CORE = ["PERSON", "ORG", "PLACE", "NORP"]
PEERS = {
    "names": [["spaCy en_core_web_sm 3.8", "66.7", "69.3", "71.7", "56.5", "73.2", "78.8", "21.9", "-"],
              ["spaCy en_core_web_md 3.8", "69.4 [65-74]", "72.4", "74.5", "57.9", "77.2", "81.9", "19.6", "64.2"]],
    "newsquant": [["CQE, paper code", "93.6 [91-96]", "91.0", "86.3 [83-90]", "83.4", "74.5 [69-79]"],
                  ["CQE 2.0.3", "93.4 [91-96]", "90.5", "85.1 [82-89]", "81.6", "72.5 [67-77]"],
                  ["GPT-3 davinci-003, few shots", "71.2", "63.6", "62.9", "59.4", "52.9"],
                  ["quantulum3", "71.1", "-", "45.6", "-", "-"],
                  ["Recognizers-Text", "71.3", "-", "35.2", "-", "-"]],
    "press": [["CQE 2.0.3", "79.2 [71-86]", "77.3", "65.9", "64.2 [53-74]", "49.7", "44.8", "3 of 16"],
              ["naive: spaCy's numbers, syntactic head", "75.8 [68-85]", "75.8", "61.0", "59.4 [48-70]", "46.1", "44.8", "1 of 16"]],
}


class Standing:
    """Runs the program and reads its figures."""

    def __init__(self, args):
        self.args = args

    def path(self, name):
        path = os.path.join(self.args.data, name + ".jsonl")
        return path if os.path.exists(path) else None

    def measure(self, gold, *options):
        return self.run(gold, [self.args.headcount, "evaluate", gold, "--json", *options])

    def newsquant(self, gold):
        """That set's own measures: `cargo build --release --example newsquant`."""
        return self.run(gold, [os.path.join(os.path.dirname(self.args.headcount), "examples", "newsquant"), gold])

    def run(self, gold, command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{gold}: {done.stderr}")
        return json.loads(done.stdout)


def figure(report, key, interval=False):
    """F1 (or recall) x 100, with its interval if asked for."""
    row = report["measures"].get(key)
    value = row and (row["f1"] if row["f1"] is not None else row["recall"])
    if value is None:
        return "-"
    low, high = row["interval"] or (0, 0)
    return f"{100 * value:.1f}" + (f" [{100 * low:.0f}-{100 * high:.0f}]" if interval else "")


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def names(standing):
    world, conll = standing.path("worldwide-dev"), standing.path("conllpp-test")
    if not world:
        return
    report = standing.measure(world, "--map", "worldwide")
    core = standing.measure(world, "--map", "worldwide", "--labels", ",".join(CORE))
    ours = ["**headcount**", figure(report, "entities.strict", True), figure(core, "entities.strict")]
    ours += [figure(report, f"entities.{label}") for label in CORE + ["MISC"]]
    ours.append(figure(standing.measure(conll, "--map", "conll"), "entities.strict") if conll else "-")
    print("Names in newswire from outside the West (`worldwide-dev`, 104 articles; F1) and in CoNLL++ (231 stories):\n")
    table(["", "names", "PERSON, ORG, PLACE, NORP", *CORE, "MISC", "CoNLL++"], [ours, *PEERS["names"]])


def newsquant(standing):
    path = standing.path("newsquant-dev")
    if not path:
        return
    report = standing.newsquant(path)
    keys = [("value", True), ("value+bound", False), ("value+unit", True), ("value+target-loose", False), ("value+target-strict", True)]
    ours = ["**headcount**"] + [figure(report, f"newsquant.{key}", interval) for key, interval in keys]
    print("Quantities in sentences (NewsQuant, 272 sentences; F1):\n")
    table(["", "value", "+bound", "+unit", "+what it counts, loose", "+what it counts, by head"], [ours, *PEERS["newsquant"]])


def press_row(name, report):
    keys = [("quantities.value", True), ("quantities.value+bound", False), ("quantities.value+unit", False),
            ("links.head", True), ("links.phrase", False), ("links.exact", False)]
    inherited = report["measures"]["links.inherited"]
    return [name] + [figure(report, key, interval) for key, interval in keys] + [f"{inherited['right']} of {inherited['gold']}"]


def whole_articles(standing):
    sets = [("press-dev", standing.path("press-dev")), ("corpus/gold", standing.args.gold)]
    reports = [(name, standing.measure(path)) for name, path in sets if path and os.path.exists(path)]
    if not reports:
        return
    print("Whole press articles (F1; CQE and the naive way on `press-dev`, 13 articles):\n")
    rows = [press_row(f"**headcount**, {name} ({report['articles']})", report) for name, report in reports]
    table(["", "value", "+bound", "+unit", "link: head", "phrase", "exact", "inherited"], rows + PEERS["press"])
    keys = ["event", "agent", "places", "time", "law", "source", "of", "facts"]
    rows = [[f"**headcount**, {name}", *[figure(r, f"links.{key}") for key in keys], figure(r, "entities.strict")] for name, r in reports]
    print("Circumstances of the links whose head is right, whole facts, and names (no peer gives the first):\n")
    table(["", *keys, "names, strict"], rows)
    errors = [f"{name}: {part} {x['error']:.3f}" for name, r in reports for part, x in r["calibration"].items()]
    if errors:
        print("Expected calibration error of the scores: " + "; ".join(errors) + ".\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--headcount", default="target/release/headcount")
    parser.add_argument("--gold", default="corpus/gold")
    standing = Standing(parser.parse_args())
    for part in (names, newsquant, whole_articles):
        part(standing)


if __name__ == "__main__":
    main()
