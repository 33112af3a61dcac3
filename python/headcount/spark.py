"""headcount on Spark: the table of facts of a table of articles, with a fixed schema.

>>> import headcount.spark
>>> facts = headcount.spark.facts(spark.read.json("crawl/"), text="body", id="url")
>>> facts.selectExpr("explode(places) AS place").groupBy("place").count()

Every worker needs the package installed, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow
from pyspark.sql import DataFrame
from pyspark.sql.types import ArrayType, BooleanType, DoubleType, LongType, StringType, StructField, StructType

import headcount

from . import _native

_TYPES = {
    "text": StringType(),
    "whole": LongType(),
    "number": DoubleType(),
    "flag": BooleanType(),
    "list": ArrayType(StringType()),
}

# The article's own fields that the table of facts shows.
_META = ("title", "published", "url")


def schema() -> StructType:
    """The schema of the table of facts; docs/output.md says what each column holds."""
    return StructType([StructField(name, _TYPES[kind], True) for name, kind in _native.columns()])


def facts(df: DataFrame, text: str = "text", id: str = "id", *, threads: int = 1, **options: Any) -> DataFrame:
    """One row for each quantity of each article. Columns ``title``, ``published`` and ``url`` are passed on, where ``df`` has them.

    An article that cannot be annotated (no text, or one that was refused) becomes a row with its ``error``.

    :param text: the column with the text
    :param id: the column with the article's id
    :param threads: threads of one task; Spark itself runs one task for each core
    :param options: as for :class:`headcount.Pipeline`; the files of ``lexicon`` must be on every worker
    """
    # It travels as its options, and every worker, which lives for many tasks, loads it once.
    nlp = headcount.Pipeline(threads=threads, **options)

    def annotate(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from pyarrow.table(nlp.facts(batch.to_pylist())).to_batches()

    passed_on = [column for column in _META if column in df.columns and column not in (text, id)]
    return df.select(id, text, *passed_on).toDF("id", "text", *passed_on).mapInArrow(annotate, schema())
