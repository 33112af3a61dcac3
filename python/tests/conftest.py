"""What the tests share."""

import os
import subprocess
from pathlib import Path

import pytest

import headcount

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def nlp():
    return headcount.Pipeline()


@pytest.fixture(scope="session")
def binary():
    """The program of the same commit, for comparison."""
    path = Path(os.environ.get("HEADCOUNT", ROOT / "target/release/headcount"))
    if not path.exists():
        pytest.fail(f"{path} is not there: build it with `cargo build --release`, or name it in HEADCOUNT")
    return path


@pytest.fixture(scope="session")
def annotated(binary, tmp_path_factory):
    """What the program writes for corpus/."""
    path = tmp_path_factory.mktemp("annotated") / "corpus.jsonl"
    subprocess.run([binary, "annotate", CORPUS, "-q", "-o", path], check=True)
    return path
