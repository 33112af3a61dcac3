"""The table of facts in pandas, Polars, DuckDB and pyarrow."""

import csv
import io
import subprocess

import duckdb
import pandas
import polars
import pyarrow
import pytest

import headcount
from conftest import CORPUS


@pytest.fixture(scope="module")
def facts(nlp):
    return nlp.facts(headcount.articles(CORPUS))


@pytest.fixture(scope="module")
def rows(binary):
    """The facts of corpus/ as the program writes them."""
    made = subprocess.run([binary, "annotate", CORPUS, "-q", "--format", "csv"], check=True, capture_output=True)
    return list(csv.DictReader(io.StringIO(made.stdout.decode("utf-8"), newline="")))


def test_the_rows_are_those_of_the_program(facts, rows):
    table = pyarrow.table(facts)
    assert table.num_rows == len(rows) == len(facts) > 500
    assert table.column_names == list(rows[0]) == facts.columns
    for name in ("article", "kind", "text", "what", "places", "law", "status", "meta", "time_value"):
        # A cell that a spreadsheet would run begins with ' in CSV, and lists stand in one cell there.
        cells = ["; ".join(cell) if isinstance(cell, list) else cell or "" for cell in table[name].to_pylist()]
        cells = [cell.lstrip("'") for cell in cells]
        assert cells == [row[name].lstrip("'") for row in rows], name
    for name in ("value", "text_start", "score"):
        assert table[name].to_pylist() == [float(row[name]) if row[name] else None for row in rows], name


def test_pandas_polars_and_duckdb_take_it(facts):
    table = pyarrow.table(facts)
    assert len(table.to_pandas()) == len(facts)
    frame = polars.DataFrame(facts)
    assert frame.shape == table.shape and frame["value"].sum() == pytest.approx(table.to_pandas()["value"].sum())
    placed = duckdb.sql("SELECT place, count(*) FROM (SELECT unnest(places) AS place FROM facts) GROUP BY place").fetchall()
    assert len(placed) > 20 and not any("; " in place for place, _ in placed if place)
    counted = duckdb.sql("SELECT count(*), count(what) FROM facts").fetchall()[0]
    assert counted == (len(facts), table.num_rows - table["what"].null_count)
    if hasattr(pandas.DataFrame, "from_arrow"):
        assert pandas.DataFrame.from_arrow(facts).shape == table.shape


def test_it_turns_into_frames_and_shows_its_first_rows(facts, nlp):
    table = facts.to_arrow()
    assert table == pyarrow.table(facts) and facts.to_polars().shape == table.shape
    frame = facts.to_pandas()
    assert str(frame["fact"].dtype) == "Int64" and frame["text_start"].dropna().tolist() == [
        start for start in table["text_start"].to_pylist() if start is not None
    ]  # fmt: skip
    lines = repr(facts).splitlines()
    assert lines[0] == f"<headcount.Facts: {len(facts)} rows, {len(facts.columns)} columns>" and len(lines) == 7
    small = repr(nlp.facts([{"id": "a", "text": "Two men died."}])).splitlines()
    assert small[1].startswith("2 | men | died") and small[1].endswith("a") and len(small) == 2


def test_it_can_be_taken_twice_and_be_empty(nlp, facts):
    assert pyarrow.table(facts) == pyarrow.table(facts)
    empty = pyarrow.table(nlp.facts([]))
    assert empty.num_rows == 0 and empty.schema == pyarrow.table(facts).schema


def test_a_bad_article_is_a_row(nlp):
    table = pyarrow.table(nlp.facts([{"id": "bad", "text": 7}, {"id": "good", "title": "T", "text": "Two men died."}]))
    bad, good = table.to_pylist()
    assert bad["article"] == "bad" and "`text` is not a text" in bad["error"] and bad["text"] is None
    assert (good["article"], good["title"], good["value"], good["what"], good["error"]) == ("good", "T", 2.0, "men", None)


def test_a_doc_has_a_table_too(nlp):
    doc = nlp("Two men died.", id="a")
    assert pyarrow.table(doc.table()).to_pylist()[0]["article"] == "a"
