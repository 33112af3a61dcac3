#!/usr/bin/env python3
"""Joins our statuses of press-train.jsonl with its texts, and says which sentences of status-train.jsonl come from which article.

usage: press.py PRESS-TRAIN LABELS STATUS-TRAIN ARTICLES GROUPS

Reads press-train.jsonl, models/train/status/press-train.tsv and status-train.jsonl; writes ARTICLES, JSON Lines {"id", "text", "quantities":
[{"start", "end", "status"}]}, and GROUPS, the text's id and its article. Ordinals, dates, times and identifiers are left out.
"""
import json
import sys

SKIPPED = {"date", "time", "identifier", "ordinal"}


def squeezed(text):
    return "".join(text.split())


def main():
    press, labels, sentences, articles, groups = sys.argv[1:]
    status = {}
    for line in open(labels, encoding="utf-8"):
        if not line.startswith("#") and not line.startswith("article\t"):
            article, quantity, name = line.rstrip("\n").split("\t")
            status[article, quantity] = name
    texts = [json.loads(line) for line in open(press, encoding="utf-8")]
    with open(articles, "w") as out:
        for article in texts:
            known = [dict(start=q["start"], end=q["end"], status=status.pop((article["id"], q["id"]), "fact"))
                     for q in article["quantities"] if q["kind"] not in SKIPPED and not q.get("soft")]
            known = [q for q in known if q["status"] != "unsure"]
            print(json.dumps(dict(id=article["id"], text=article["text"], quantities=known)), file=out)
    if any(name != "unsure" for name in status.values()):
        print(f"labels without a quantity, or of a soft one or an ordinal: {len(status)}", file=sys.stderr)
    whole = {article["id"]: squeezed(article["text"]) for article in texts}
    with open(groups, "w") as out:
        for sentence in map(json.loads, open(sentences, encoding="utf-8")):
            found = [article for article, text in whole.items() if squeezed(sentence["text"]) in text]
            if found:
                print(sentence["id"], found[0], sep="\t", file=out)


if __name__ == "__main__":
    main()
