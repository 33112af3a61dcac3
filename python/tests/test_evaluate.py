"""Measuring from Python gives the program's figures."""

import json
import subprocess

import pytest

import headcount
from conftest import CORPUS

GOLD = CORPUS / "gold/laws.jsonl"


def test_the_figures_are_the_programs(binary, nlp):
    run = subprocess.run([binary, "evaluate", GOLD, "--json"], check=True, capture_output=True)
    figures = headcount.evaluate(GOLD)
    assert figures == json.loads(run.stdout)
    assert figures["articles"] > 50 and 0.5 < figures["measures"]["entities.LAW"]["f1"] <= 1
    docs = [nlp(json.loads(line)["text"], id=json.loads(line)["id"]) for line in GOLD.open(encoding="utf-8")]
    assert headcount.evaluate(GOLD, docs) == figures
    with pytest.raises(headcount.Error, match="has no prediction"):
        headcount.evaluate(GOLD, docs[:-1])
    assert headcount.evaluate(GOLD, docs[:-1], allow_missing=True)["articles"] == figures["articles"]
    perfect = headcount.evaluate(docs, docs)
    assert perfect["measures"]["entities.strict"]["f1"] == 1
