"""What type checkers say of the package."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

# `ignore` lines must be needed, so that what must be refused is.
OPTIONS = ["--strict", "--warn-unused-ignores", "--ignore-missing-imports"]
PYTHON = Path(__file__).resolve().parents[1]

USE = """
from decimal import Decimal
from typing import Union
from typing_extensions import assert_type
import headcount

nlp = headcount.Pipeline(lexicon="names.tsv", threads=2)
for doc in nlp.pipe(headcount.articles("news", text_field="body")):
    assert_type(doc, headcount.Doc)
    for link in doc.links:
        assert_type(link.quantity.value, Union[int, Decimal, str, None])
        assert_type(link.agent, Union[headcount.Entity, headcount.Quantity, headcount.Phrase, None])
        assert_type([place.name for place in link.places], list[str])
for doc, number in nlp.pipe([("Two died.", 7)], as_tuples=True):
    assert_type(doc, headcount.Doc)
    assert_type(number, int)
assert_type(nlp.facts([{"text": "Two died."}, "One."]), headcount.Facts)
names = headcount.Pipeline(only="names")
assert_type([fact.what for sentence in names("One.").sentences for fact in sentence.facts], list[Union[str, None]])
headcount.Pipeline(only="numbers")  # type: ignore[arg-type]
nlp(7)  # type: ignore[arg-type]
headcount.Doc.from_json(b"{}")  # type: ignore[arg-type]
"""


def run(*command):
    made = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_use_of_the_package_is_typed(tmp_path):
    use = tmp_path / "use.py"
    use.write_text(USE)
    run("mypy", *OPTIONS, "--cache-dir", str(tmp_path), str(use), str(PYTHON / "examples/speed.py"))


@pytest.mark.skipif(not find_spec("spacy"), reason="its part for spaCy is one of spaCy's classes")
def test_the_package_is_typed(tmp_path):
    run("mypy", *OPTIONS, "--cache-dir", str(tmp_path), "-p", "headcount")


def test_the_stubs_are_those_of_the_engine():
    run("mypy.stubtest", "headcount._native")
