"""Articles in, annotated articles out."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, overload

from . import _native
from ._doc import Doc

Path = Union[str, "os.PathLike[str]"]
Given = Union[str, "dict[str, Any]", _native.Article]
Context = TypeVar("Context")


class Pipeline:
    """All of headcount, loaded once; any number of threads may use it.

    :param lexicon: files with names of your own, which win over those that headcount knows (docs/output.md)
    :param threads: threads that annotate; by default one for each core
    :param language: what to do with an article that does not look English: ``mark`` it, ``refuse`` it, or take ``any``
    :param tokens: also write every word with its dictionary form, part of speech and place in the sentence tree
    :param explain: also write how each number was read and why it was linked
    :param only: ``"names"`` finds names alone, in half the time: no sentences, numbers and links
    :raises OSError: when a file cannot be read
    :raises headcount.Error: when a file of names has a slip
    """

    def __init__(
        self,
        *,
        lexicon: Path | Iterable[Path] = (),
        threads: int | None = None,
        language: str = "mark",
        tokens: bool = False,
        explain: bool = False,
        only: Literal["names"] | None = None,
    ) -> None:
        paths = [lexicon] if isinstance(lexicon, (str, os.PathLike)) else lexicon
        self._options = (tuple(os.fspath(path) for path in paths), threads, language, tokens, explain, only)
        self._native = _native.Pipeline(*self._options)

    @property
    def threads(self) -> int:
        """Number of threads that annotate."""
        return self._native.threads

    def __call__(self, text: Given, id: str = "", meta: dict[str, Any] | None = None) -> Doc:
        """Annotates one article: a text, with an id and what else is known of it, or one in another form that :meth:`pipe` takes.

        :raises headcount.Error: when it cannot be annotated
        """
        if not meta:
            return Doc(self._native.annotate(text, id))
        if not isinstance(text, str):
            raise TypeError(f"meta goes with a text; {type(text).__name__} has its own")
        return Doc(self._native.annotate({**meta, "id": id, "text": text}, id))

    @overload
    def pipe(
        self, articles: Iterable[Given], *, threads: int | None = None, as_tuples: Literal[False] = False
    ) -> Iterator[Doc]: ...
    @overload
    def pipe(
        self, articles: Iterable[tuple[Given, Context]], *, threads: int | None = None, as_tuples: Literal[True]
    ) -> Iterator[tuple[Doc, Context]]: ...
    def pipe(self, articles: Iterable[Any], *, threads: int | None = None, as_tuples: bool = False) -> Iterator[Any]:
        """Annotates a stream of articles on all cores, in order, with a bounded number of them in memory.

        An article is a text, a dict with ``text``, perhaps ``id``, and anything else (which goes to ``meta``; what JSON does not have,
        such as dates, as text), or comes from :func:`articles`. One without an id is named by its number, from 0. One that fails
        becomes a :class:`Doc` with an ``error``. The rows of a pandas, Polars or Arrow table are such dicts.
        The interpreter is free meanwhile, and Ctrl-C stops it.

        :param as_tuples: takes pairs of an article and anything else, and gives pairs of its :class:`Doc` and the same
        """
        if not as_tuples:
            return map(Doc, self._native.pipe(_rows(articles), threads))
        others: deque[Any] = deque()

        def given() -> Iterator[Any]:
            for article, other in articles:
                others.append(other)
                yield article

        return ((Doc(record), others.popleft()) for record in self._native.pipe(given(), threads))

    def facts(self, articles: Iterable[Given], *, threads: int | None = None) -> _native.Facts:
        """The table of facts of many articles: a row for each quantity, with the columns of docs/output.md.

        It is an Arrow table that pandas, Polars, DuckDB and pyarrow take without copying::

            pyarrow.table(facts); polars.DataFrame(facts); duckdb.sql("FROM facts")

        An article that fails has one row with its ``error``.
        """
        return self._native.facts(_rows(articles), threads)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_loaded, self._options)

    def __repr__(self) -> str:
        return f"<headcount.Pipeline {_native.VERSION}, {self.threads} threads>"


def _rows(articles: Any) -> Any:
    """The rows of a table as dicts; to go through one as it is would give the names of its columns. Anything else as it is."""
    if hasattr(articles, "iloc") and hasattr(articles, "to_dict"):  # pandas
        if not hasattr(articles, "columns"):
            return articles  # a column of texts
        return articles.to_dict("records")
    if hasattr(articles, "iter_rows") and hasattr(articles, "columns"):  # Polars
        return articles.iter_rows(named=True)
    if hasattr(articles, "to_pylist") and hasattr(articles, "column_names"):  # Arrow
        return articles.to_pylist()
    return articles


@lru_cache(maxsize=4)
def _loaded(
    lexicon: tuple[str, ...], threads: int | None, language: str, tokens: bool, explain: bool, only: Literal["names"] | None
) -> Pipeline:
    """Loaded once in a process, however often workers send it there."""
    return Pipeline(lexicon=lexicon, threads=threads, language=language, tokens=tokens, explain=explain, only=only)


def articles(
    *paths: Path, text_field: str = "text", id_field: str = "id"
) -> Iterator[_native.Article]:
    """The articles of files and folders: text, Markdown, JSON Lines, CSV, web pages, WARC, packed or not, as ``headcount annotate``
    reads them. An article that cannot be read has an ``error``.

    :raises OSError: when a path does not exist
    :raises headcount.Error: for a file of a kind that is not read
    """
    return _native.Articles([os.fspath(path) for path in paths], text_field, id_field)


def read_jsonl(path: Path) -> Iterator[Doc]:
    """The annotated articles of a file that ``headcount annotate`` has written (plain, .gz or .zst), one by one.

    :raises OSError: when it cannot be read
    :raises headcount.Error: for a line that is no annotated article
    """
    return map(Doc, _native.Records(os.fspath(path)))
