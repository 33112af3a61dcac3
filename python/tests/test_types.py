"""What type checkers say of the package."""

import subprocess
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[1]

USE = """
from decimal import Decimal
from typing_extensions import assert_type
import headcount

nlp = headcount.Pipeline(lexicon="names.tsv", threads=2)
for doc in nlp.pipe(headcount.articles("news", text_field="body")):
    assert_type(doc, headcount.Doc)
    for link in doc.links:
        assert_type(link.quantity.value, int | Decimal | str | None)
        assert_type(link.agent, headcount.Entity | headcount.Quantity | headcount.Phrase | None)
        assert_type([place.name for place in link.places], list[str])
assert_type(nlp.facts([{"text": "Two died."}, "One."]), headcount.Facts)
nlp(7)  # type: ignore[arg-type]
headcount.Doc.from_json(b"{}")  # type: ignore[arg-type]
"""


def run(*command):
    made = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


def test_the_package_and_its_use_are_typed(tmp_path):
    use = tmp_path / "use.py"
    use.write_text(USE)
    # `ignore` lines must be needed, so that what must be refused is.
    options = ["--strict", "--warn-unused-ignores", "--ignore-missing-imports", "--cache-dir", str(tmp_path)]
    run("mypy", *options, str(use), str(PYTHON / "examples/speed.py"))
    run("mypy", *options, "-p", "headcount")


def test_the_stubs_are_those_of_the_engine():
    run("mypy.stubtest", "headcount._native")
