#!/usr/bin/env python3
"""Checks that `headcount evaluate` gives the same figures as four independent scorers, to 4 decimals.

usage: agree_scorers.py --tools FOLDER --data FOLDER [--headcount PROGRAM] [--pred NAME=FILE ...]

FOLDER of tools: score_articles.py, score_entities.py, score_quantities.py, score_status.py. FOLDER of data: press-dev.jsonl,
worldwide-dev.jsonl, conllpp-test.jsonl, newsquant-dev.jsonl, status-train.jsonl. Predictions are the gold worsened at random (worsen.py) at several rates; --pred adds real ones
(--pred press-dev=FILE). Python's standard library only. Exit code 1 when a figure differs.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

import worsen

LABELS = "PERSON,ORG,PLACE,NORP,PRODUCT,MISC"
STATUS = ["negated", "possible", "planned", "conditional"]
EXACT = {"strict": "MICRO all", "overlap": "partial overlap", "span": "untyped span"}


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def write(path, articles):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return json.loads(done.stdout)


class Agreement:
    """Compares figures and keeps count."""

    def __init__(self, args):
        self.args, self.compared, self.wrong = args, 0, []

    def ours(self, gold, pred, *options):
        return output(self.args.headcount, "evaluate", gold, "--pred", pred, "--json", "--rounds", "1", "--allow-missing", *options)

    def tool(self, name, *options):
        return output(sys.executable, os.path.join(self.args.tools, name), *options)

    def same(self, what, ours, theirs):
        self.compared += 1
        if (ours is None) != (theirs is None) or ours is not None and abs(ours - theirs) > 0.00005:
            self.wrong.append(f"{what}: headcount {ours}, scorer {theirs}")

    def articles(self, what, gold, pred):
        for options in ([], ["--names"]):
            theirs = self.tool("score_articles.py", gold, pred, "--json", "--boot", "1", *options)
            report = self.ours(gold, pred, *([] if options else ["--same-mention"]))
            self.same(f"{what} unlinked", report["unlinked"]["given"], theirs["none"]["linked"])
            self.same(f"{what} all unlinked", report["unlinked"]["of"], theirs["none"]["of"])
            for name, row in theirs["metrics"].items():
                part = "quantities" if name in ("span", "overlap", "kind", "value", "value+bound", "value+unit") else "links"
                ours = report["measures"][f"{part}.{name.replace('facts_event', 'facts-with-event').replace('_', '-')}"]
                for key, other in (("precision", "P"), ("recall", "R"), ("f1", "F1"), ("right", "right"), ("predicted", "predicted"), ("gold", "gold")):
                    self.same(f"{what} {name} {key} {options}", ours[key], row[other])

    def entities(self, what, gold, pred, preset, number):
        theirs = self.tool("score_entities.py", gold, pred, "--map", number, "--labels", LABELS, "--json", "--boot", "0")
        ours = self.ours(gold, pred, "--only", "entities", "--map", preset)["measures"]
        rows = {**EXACT, **{label: label for label in LABELS.split(",") if label in theirs}}
        for name, other in rows.items():
            for key, letter in (("precision", "P"), ("recall", "R"), ("f1", "F1"), ("predicted", "pred"), ("gold", "gold")):
                self.same(f"{what} {name} {key}", ours[f"entities.{name}"][key], theirs[other][letter])

    def quantities(self, what, gold, pred, form):
        theirs = self.tool("score_quantities.py", gold, pred, "--format", form, "--json", "--boot", "1")
        tool = os.path.join(os.path.dirname(self.args.headcount), "examples", "newsquant")  # cargo build --release --example newsquant
        ours = output(tool, gold, pred)["measures"]
        for name, row in theirs.items():
            measure = ours["newsquant." + name.replace(" ", "-")]
            for key, letter in (("precision", "P"), ("recall", "R"), ("f1", "F1")):
                self.same(f"{what} {name} {key}", round(measure[key] or 0, 4), row[letter])

    def status(self, what, gold, pred):
        theirs = self.tool("score_status.py", gold, pred)
        ours = self.ours(gold, pred, "--only", "status")["measures"]
        self.same(f"{what} accuracy", ours["status.accuracy"]["recall"], theirs["accuracy"])
        self.same(f"{what} not a fact", ours["status.not-fact"]["recall"], theirs["not_fact_recall"])
        for name in STATUS:
            for key, letter in (("precision", "P"), ("recall", "R"), ("f1", "F1"), ("predicted", "pred"), ("gold", "gold")):
                self.same(f"{what} {name} {key}", ours[f"status.{name}"][key] or 0, theirs[name][letter])


def status_form(sentence, rnd):
    """A sentence with labelled statuses as headcount might annotate it: some numbers missed or cut, some statuses wrong."""
    quantities = []
    for q in sentence["quantities"]:
        start = q["start"] + (rnd.random() < .2 and q["end"] - q["start"] > 1)
        status = q["status"] if rnd.random() < .7 else rnd.choice([*STATUS, "fact"])
        made = {"id": f"q{len(quantities)}", "kind": "count", "start": start, "end": q["end"], "text": sentence["text"][start:q["end"]], "value": 1}
        if rnd.random() < .9:
            quantities.append({**made, **({"status": status} if status != "fact" else {})})
    return {"id": sentence["id"], "text": sentence["text"], "quantities": quantities}


def headcount_form(sentence, rnd):
    """A NewsQuant sentence as headcount might annotate it: counts linked to their noun, some values, bounds and phrases wrong."""
    quantities, links = [], []
    for i, q in enumerate(sentence["quantities"]):
        ident = f"q{i + 1}"
        kind = "count" if "unit_phrase" in q or q["unit"] == "none" else rnd.choice(["measure", "money", "percent", "duration", "age", "ratio"])
        made = {"id": ident, "kind": kind, "start": q["start"], "end": q["end"], "text": sentence["text"][q["start"]:q["end"]]}
        made.update({k: q[k] for k in ("value", "min", "max") if k in q and rnd.random() < .95})
        if q.get("bound") not in (None, "?") and rnd.random() < .7:
            made["bound"] = q["bound"]
        if q.get("change") in ("up", "down") and rnd.random() < .7:
            made["change"] = q["change"]
        if kind != "count" and rnd.random() < .8:
            made["unit"] = {"text": q["unit"], **({"currency": rnd.choice(["USD", "GBP"])} if kind == "money" else {})}
        if "min" in made and "max" in made and rnd.random() < .4:
            low = {**made, "id": ident + "a", "value": made["min"]}
            made = {**made, "value": made["max"]}
            for half in (low, made):
                half.pop("min"), half.pop("max")
            quantities.append(low)
        if rnd.random() < .95:
            quantities.append(made)
        phrase = q.get("unit_phrase") or (q["concept"] or [""])[0]
        at = sentence["text"].find(phrase) if phrase else -1
        if at >= 0 and made in quantities:
            entity = {"text": phrase, "head": phrase.split()[-1], "start": at, "end": at + len(phrase)}
            links.append({"quantity": ident, "entity": {**entity, **({"inherited": True} if rnd.random() < .2 else {})}})
            if rnd.random() < .3:
                links[-1]["of"] = worsen.span(sentence["text"], rnd)
    return {"id": sentence["id"], "text": sentence["text"], "entities": [], "quantities": quantities, "links": links}


def neutral_form(sentence, rnd):
    """A NewsQuant sentence with some units, phrases and values wrong, in the set's own form."""
    quantities = []
    for q in sentence["quantities"]:
        made = {k: v for k, v in q.items() if k in ("surface", "start", "end", "value", "min", "max", "unit", "unit_phrase", "unit_head", "concept")}
        for key, wrong in (("unit", ["none", "percent", "people", "dollars", "%  Germans", "m/s"]), ("concept", [[], ["the price of oil"], None])):
            if rnd.random() < .2:
                made[key] = rnd.choice(wrong)
        if rnd.random() < .3:
            made["bound"] = rnd.choice(["about", ">", "<", "="])
        if rnd.random() < .1 and "value" in made:
            made["value"] = made["value"] + 1
        if rnd.random() < .9:
            quantities.append(made)
    return {"id": sentence["id"], "text": sentence["text"], "quantities": quantities}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", required=True), parser.add_argument("--data", required=True)
    parser.add_argument("--headcount", default="target/release/headcount")
    parser.add_argument("--pred", action="append", default=[], metavar="NAME=FILE")
    agreement = Agreement(parser.parse_args())
    data = lambda name: os.path.join(agreement.args.data, name + ".jsonl")
    with tempfile.TemporaryDirectory() as folder:
        pred = os.path.join(folder, "pred.jsonl")
        for name in ("press-dev", "press-train"):
            for seed, rate in enumerate((0, 0.1, 0.3, 0.6, 1)):
                worse = [worsen.article(a, seed, rate) for a in read(data(name))]
                write(pred, worse if rate < 1 else worse[::2])
                agreement.articles(f"{name} worsened {rate}", data(name), pred)
        for seed in range(3):
            rnd = random.Random(seed)
            write(pred, [status_form(a, rnd) for a in read(data("status-train"))])
            agreement.status(f"status-train {seed}", data("status-train"), pred)
        for name, preset, number in (("worldwide-dev", "worldwide", "8"), ("conllpp-test", "conll", "4"), ("press-dev", "worldwide", "8")):
            for seed, rate in enumerate((0.1, 0.6)):
                worse = [{**a, "entities": worsen.names(a["entities"], a["text"], random.Random(f"{seed}{a['id']}"), rate)} for a in read(data(name))]
                write(pred, worse)
                agreement.entities(f"{name} worsened {rate}", data(name), pred, preset, number)
        for seed in range(3):
            rnd = random.Random(seed)
            write(pred, [headcount_form(s, rnd) for s in read(data("newsquant-dev"))])
            agreement.quantities(f"newsquant-dev linked {seed}", data("newsquant-dev"), pred, "headcount")
            write(pred, [neutral_form(s, rnd) for s in read(data("newsquant-dev"))])
            agreement.quantities(f"newsquant-dev neutral {seed}", data("newsquant-dev"), pred, "neutral")
        for given in agreement.args.pred:
            name, path = given.split("=", 1)
            if name.startswith("newsquant"):
                agreement.quantities(given, data(name), path, "headcount")
            elif name.startswith("press"):
                agreement.articles(given, data(name), path)
            else:
                agreement.entities(given, data(name), path, *(("conll", "4") if name.startswith("conll") else ("worldwide", "8")))
    for line in agreement.wrong[:40]:
        print(line)
    print(f"{agreement.compared} figures compared, {len(agreement.wrong)} differ")
    sys.exit(bool(agreement.wrong))


if __name__ == "__main__":
    main()
