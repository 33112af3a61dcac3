"""The table of facts on a real, local Spark: the same facts as the program's."""

import os
import sys
import time
from collections import Counter

import pytest

pytest.importorskip("pyspark")

import headcount.spark  # noqa: E402
from conftest import run_blocks  # noqa: E402
from crawl import ARTICLES, assert_same_facts, crawl, own  # noqa: E402, F401


@pytest.fixture(scope="module")
def spark(crawl):  # noqa: F811
    from pyspark.sql import SparkSession

    # Spark's own process stays where it was started; the document's example reads below it.
    start = os.getcwd()
    os.chdir(crawl.parent)
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("headcount").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "1g").config("spark.sql.shuffle.partitions", "4")
    # Spark's own temporary files say nothing of ours; one address for driver and workers.
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield session
    session.stop()
    os.chdir(start)


def test_2000_articles_in_several_partitions_are_the_programs_facts(spark, crawl, own, figures):  # noqa: F811
    df = spark.read.json(str(crawl)).repartition(8)
    assert df.rdd.getNumPartitions() == 8 and df.count() == ARTICLES
    facts = headcount.spark.facts(df, text="body", id="url")
    assert facts.schema == headcount.spark.schema()
    for time_of in ("first time, with Python's and the engine's start", "again"):
        start = time.perf_counter()
        rows = [row.asDict() for row in facts.collect()]
        figures.append(f"Spark, 8 partitions on 2 cores, {time_of}: {len(rows)} rows, {time.perf_counter() - start:.1f} s")
    assert_same_facts(rows, own)


def test_the_documents_example(spark, own):  # noqa: F811
    names = {"spark": spark}
    run_blocks("docs/python.md", "Spark", names)
    counted = {row["place"]: row["count"] for row in names["counted"].collect()}
    told = [row for row in own if row["kind"] == "count" and (row["fact_score"] or 0) > 0.5 and row["status"] is None]
    assert counted == Counter(place for row in told for place in row["places"] or ())
    assert len(counted) > 20


def test_facts_are_counted_where_they_are(spark):
    df = spark.createDataFrame([("x", "Police held 28 men in Lahore."), ("y", "Police held 13 men in Quetta.")], ["id", "text"])
    counts = headcount.spark.facts(df).where("kind = 'count'")
    counted = counts.selectExpr("explode(places) AS place", "value").groupBy("place").sum("value").collect()
    assert {row["place"]: row["sum(value)"] for row in counted} == {"Lahore": 28.0, "Quetta": 13.0}
