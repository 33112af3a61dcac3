"""The table of facts on a real, local Spark: the same facts as the program's."""

import json
import os
import re
import subprocess
import sys

import pyarrow.csv
import pytest

pyspark = pytest.importorskip("pyspark")

import headcount.spark  # noqa: E402
from conftest import CORPUS  # noqa: E402

ARTICLES = 2000


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("headcount").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "1g").config("spark.sql.shuffle.partitions", "4")
    # Spark's own temporary files say nothing of ours; one address for driver and workers.
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def passages():
    """The paragraphs of corpus/ again and again, each time with other numbers, so that no two articles are the same."""
    texts = [path.read_text(encoding="utf-8").split("\n\n") for path in sorted(CORPUS.glob("*.txt"))]
    paragraphs = [paragraph for text in texts for paragraph in text if len(paragraph) > 80]
    for number in range(ARTICLES):
        paragraph = paragraphs[number % len(paragraphs)]
        turn = number // len(paragraphs)
        yield re.sub(r"\b[2-9][1-9]\b", lambda found: str((int(found[0]) + turn) % 90 + 10), paragraph)


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """2,000 articles, four of them bad."""
    path = tmp_path_factory.mktemp("crawl") / "crawl.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(passages()):
            record = {"id": f"a{number}", "body": None if number % 500 == 7 else text, "title": f"Title {number}"}
            file.write(json.dumps(record) + "\n")
    return path


def test_2000_articles_in_several_partitions_are_the_programs_facts(spark, crawl, binary, tmp_path):
    table = tmp_path / "facts.csv"
    run = subprocess.run([binary, "annotate", crawl, "--text-field", "body", "--format", "csv", "-q", "-o", table])
    assert run.returncode == 1, "four articles are bad"
    text = pyarrow.csv.ConvertOptions(column_types={name: pyarrow.string() for name in ("article", "text", "what")})
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    own = pyarrow.csv.read_csv(table, convert_options=text, parse_options=parse).to_pylist()

    df = spark.read.json(str(crawl)).repartition(8)
    assert df.rdd.getNumPartitions() == 8 and df.count() == ARTICLES
    facts = headcount.spark.facts(df, text="body")
    assert facts.schema == headcount.spark.schema()
    rows = facts.collect()

    def key(row):
        plain = (row["text"] or "").lstrip("'"), (row["what"] or "").lstrip("'"), row["text_start"], row["value"]
        return (row["article"], *(part if part is not None else -1 for part in plain))

    assert len(rows) == len(own) > ARTICLES
    assert sorted(map(key, rows)) == sorted(map(key, own))
    bad = [row for row in rows if row["error"]]
    assert sorted(row["article"] for row in bad) == ["a1007", "a1507", "a507", "a7"]
    assert all("`text` is not a text" in row["error"] for row in bad)
    assert {row["title"] for row in rows if row["article"] == "a1"} == {"Title 1"}


def test_facts_are_counted_where_they_are(spark, nlp):
    df = spark.createDataFrame([("x", "Police held 28 men in Lahore."), ("y", "Police held 13 men in Quetta.")], ["id", "text"])
    counted = headcount.spark.facts(df).where("kind = 'count'").groupBy("places").sum("value").collect()
    assert {row["places"]: row["sum(value)"] for row in counted} == {"Lahore": 28.0, "Quetta": 13.0}
