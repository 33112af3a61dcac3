#!/usr/bin/env python3
"""Says which sentences of status-train.jsonl come from which article of press-train.jsonl.

usage: groups.py PRESS-TRAIN STATUS-TRAIN GROUPS

Writes GROUPS, the sentence's id and its article, so that both stand on one side of every cross-validation.
"""
import json
import sys


def squeezed(text):
    return "".join(text.split())


def read(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    press, sentences, groups = sys.argv[1:]
    whole = {article["id"]: squeezed(article["text"]) for article in read(press)}
    with open(groups, "w", encoding="utf-8") as out:
        for sentence in read(sentences):
            found = [article for article, text in whole.items() if squeezed(sentence["text"]) in text]
            if found:
                print(sentence["id"], found[0], sep="\t", file=out)


if __name__ == "__main__":
    main()
