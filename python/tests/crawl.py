"""Two thousand articles for the cluster engines, and what the program makes of them."""

import json
import re
import subprocess
import time

import pyarrow.parquet
import pytest

from conftest import CORPUS

ARTICLES = 2000
BAD = ["a1007", "a1507", "a507", "a7"]


def passages():
    """The paragraphs of corpus/ again and again, each time with other numbers; no two are the same."""
    texts = [path.read_text(encoding="utf-8").split("\n\n") for path in sorted(CORPUS.glob("*.txt"))]
    paragraphs = [paragraph for text in texts for paragraph in text if len(paragraph) > 80]
    for number in range(ARTICLES):
        paragraph = paragraphs[number % len(paragraphs)]
        turn = number // len(paragraphs)
        changed = re.sub(r"\b[2-9][1-9]\b", lambda found: str((int(found[0]) + turn) % 90 + 10), paragraph)
        yield f"{changed} The agency counted {number + 2} readers."


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """A folder with the articles, four of them without a text."""
    folder = tmp_path_factory.mktemp("crawl") / "crawl"
    folder.mkdir()
    with (folder / "crawl.jsonl").open("w", encoding="utf-8") as file:
        for number, text in enumerate(passages()):
            record = {"url": f"a{number}", "body": None if f"a{number}" in BAD else text, "title": f"Title {number}"}
            file.write(json.dumps(record) + "\n")
    return folder


@pytest.fixture(scope="module")
def own(binary, crawl, figures):
    """The program's facts."""
    table, start = crawl.parent / "facts.parquet", time.perf_counter()
    fields = ["--text-field", "body", "--id-field", "url"]
    run = subprocess.run([binary, "annotate", crawl, *fields, "--format", "parquet", "-q", "-o", table])
    rows = pyarrow.parquet.read_table(table).to_pylist()
    figures.append(f"the program: {ARTICLES} articles, {len(rows)} rows, {time.perf_counter() - start:.1f} s")
    assert run.returncode == 1 and len(rows) > 2 * ARTICLES, "four articles are bad"
    return rows


def assert_same_facts(rows, own):
    """Every cell of every row but the words of the error, which name the field or the file."""

    def cells(row):
        return {name: bool(cell) if name == "error" else cell for name, cell in row.items()}

    def place(row):
        return row["article"], row["text_start"] or 0

    assert sorted(map(cells, rows), key=place) == sorted(map(cells, own), key=place)
    bad = [row for row in rows if row["error"]]
    assert sorted(row["article"] for row in bad) == BAD
    assert all("`text` is not a text" in row["error"] for row in bad)
