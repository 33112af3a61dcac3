#!/usr/bin/env python3
"""Brings what is labelled of facts into one form: JSON Lines {"id", "text", "meta", "mentions": [{"start", "end", "fact", "agreement"}]}.

usage: prepare.py PRESS-TRAIN LABELS GOLD-FOLDER PASSAGES OUT

PRESS-TRAIN is press-train.jsonl, LABELS our labels of it (press-train.tsv), GOLD-FOLDER corpus/gold (articles with a link that has a `fact`, and
those of the same files without), PASSAGES passages.txt. Ids begin with the part: `whole/` and `pairs/` (press-train.tsv tells them apart),
`gold/`, `passage/`. Fact 0 is for mentions that are left out; `agreement` is `first` on a fact's first mention.
"""
import glob
import json
import re
import sys


def labels_of(path):
    facts, whole = {}, set()
    for line in open(path, encoding="utf-8"):
        if line.startswith("#") or line.startswith("article\t"):
            continue
        article, fact, start, end, agreement = line.rstrip("\n").split("\t")
        if agreement == "whole":
            whole.add(article)
            continue
        known = dict(start=int(start), end=int(end), fact=0 if agreement == "unsure" else int(fact), agreement=agreement)
        facts.setdefault(article, []).append(known)
    return facts, whole


def press(path, labels):
    facts, whole = labels_of(labels)
    for line in open(path, encoding="utf-8"):
        article = json.loads(line)
        part = "whole" if article["id"] in whole else "pairs"
        yield dict(id=f"{part}/{article['id']}", text=article["text"], meta={}, mentions=facts.pop(article["id"], []))
    if facts:
        sys.exit(f"{labels}: no such articles in {path}: {', '.join(facts)}")


def gold(folder):
    for path in sorted(glob.glob(f"{folder}/*.jsonl")):
        for line in open(path, encoding="utf-8"):
            article = json.loads(line)
            if not article.get("links"):
                continue
            place = {q["id"]: (q["start"], q["end"]) for q in article["quantities"]}
            told = [link for link in article["links"] if "fact" in link]
            mentions = [dict(start=place[link["quantity"]][0], end=place[link["quantity"]][1], fact=link["fact"],
                             agreement=link.get("agreement", "first")) for link in told]
            yield dict(id=f"gold/{article['id']}", text=article["text"], meta=article.get("meta", {}), mentions=mentions)


def passages(path):
    lines = [line.rstrip("\n") for line in open(path, encoding="utf-8") if line.strip() and not line.startswith("#")]
    for number, line in enumerate(lines):
        text, mentions, at = "", [], 0
        line = line.replace(" // ", "\n")
        for mark in re.finditer(r"\[([^|\]]+)\|(\w)(?: (\w+))?\]", line):
            text += line[at:mark.start()]
            start = len(text)
            text += mark[1]
            mentions.append(dict(start=start, end=len(text), fact=ord(mark[2]) - ord("a") + 1, agreement=mark[3] or "first"))
            at = mark.end()
        text += line[at:]
        yield dict(id=f"passage/{number + 1}", text=text, meta={}, mentions=mentions)


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    texts, labels, folder, lines, out = sys.argv[1:]
    with open(out, "w", encoding="utf-8") as file:
        for source in (press(texts, labels), gold(folder), passages(lines)):
            for record in source:
                print(json.dumps(record, ensure_ascii=False), file=file)


if __name__ == "__main__":
    main()
