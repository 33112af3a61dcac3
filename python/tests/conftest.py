"""What the tests share."""

import os
import re
import subprocess
from pathlib import Path

import pytest

import headcount

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"

_FIGURES = pytest.StashKey()


def run_blocks(document, heading, names):
    """Runs the Python blocks of a section of a document, one after the other, as a reader would. Before the first heading is ``""``."""
    text = (ROOT / document).read_text(encoding="utf-8")
    sections = dict(part.partition("\n")[::2] for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:])
    sections[""] = text.partition("\n## ")[0]
    blocks = re.findall(r"^```python\n(.*?)^```$", sections[heading], flags=re.MULTILINE | re.DOTALL)
    assert blocks, f"{document} has no Python under {heading!r}"
    for block in blocks:
        exec(compile(block, f"{document}, {heading}", "exec"), names)


@pytest.fixture(scope="session")
def nlp():
    return headcount.Pipeline()


@pytest.fixture(scope="session")
def binary():
    """The program of the same commit, for comparison."""
    path = Path(os.environ.get("HEADCOUNT", ROOT / "target/release/headcount")).resolve()
    if not path.exists():
        pytest.fail(f"{path} is not there: build it with `cargo build --release`, or name it in HEADCOUNT")
    return path


@pytest.fixture(scope="session")
def annotated(binary, tmp_path_factory):
    """What the program writes for corpus/."""
    path = tmp_path_factory.mktemp("annotated") / "corpus.jsonl"
    subprocess.run([binary, "annotate", CORPUS, "-q", "-o", path], check=True)
    return path


@pytest.fixture(scope="session")
def figures(request):
    """Lines that are told at the end of the run: what was measured on the way."""
    return request.config.stash.setdefault(_FIGURES, [])


def pytest_terminal_summary(terminalreporter, config):
    for line in config.stash.get(_FIGURES, []):
        terminalreporter.write_line(line)
