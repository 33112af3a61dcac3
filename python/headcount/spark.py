"""headcount on Spark: the table of facts of a table of articles, with a fixed schema.

>>> import headcount.spark
>>> facts = headcount.spark.facts(spark.read.json("crawl/"), text="body", id="url")
>>> facts.groupBy("places").count()

Every worker needs the package installed, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pyarrow
from pyspark.sql import DataFrame
from pyspark.sql.types import BooleanType, DoubleType, LongType, StringType, StructField, StructType

import headcount

from . import _native

_TYPES = {"text": StringType, "whole": LongType, "number": DoubleType, "flag": BooleanType}

# What the table of facts shows of an article's own fields.
_META = ("title", "published", "url")


def schema() -> StructType:
    """The schema of the table of facts; docs/output.md says what each column holds."""
    return StructType([StructField(name, _TYPES[kind](), True) for name, kind in _native.columns()])


def facts(
    df: DataFrame,
    text: str = "text",
    id: str = "id",
    *,
    meta: tuple[str, ...] = _META,
    threads: int = 1,
    **options: Any,
) -> DataFrame:
    """One row for each quantity of each article.

    An article that cannot be annotated (no text, or one that was refused) becomes a row with its ``error``.

    :param text: the column with the text
    :param id: the column with the article's id
    :param meta: columns that are passed on, where the table has them
    :param threads: threads of one task; Spark itself runs one task for each core
    :param options: as for :class:`headcount.Pipeline`
    """
    passed_on = tuple(column for column in meta if column in df.columns)
    names = ("id", "text", *passed_on)
    taken = df.select(id, text, *passed_on).toDF(*names)
    return taken.mapInArrow(_annotate(tuple(options.items()), threads), schema())


def _annotate(
    options: tuple[tuple[str, Any], ...], threads: int
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    def annotate(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        nlp = _pipeline(options, threads)
        for batch in batches:
            yield from pyarrow.table(nlp.facts(map(_article, batch.to_pylist()))).to_batches()

    return annotate


@lru_cache(maxsize=1)
def _pipeline(options: tuple[tuple[str, Any], ...], threads: int) -> headcount.Pipeline:
    """Loaded once in each worker, which lives for many tasks."""
    return headcount.Pipeline(threads=threads, **dict(options))


def _article(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a record of plain JSON: dates and the like as text."""
    plain = (str, int, float, bool, type(None))
    return {name: value if isinstance(value, plain) else str(value) for name, value in row.items()}
