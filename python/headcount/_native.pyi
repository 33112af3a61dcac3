"""The engine. Use it through the package's own objects."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, final

__all__ = [
    "VERSION", "Article", "Articles", "Error", "Facts", "Pipe", "Pipeline", "Record", "Records", "columns", "evaluate", "main", "report",
]

VERSION: str

class Error(ValueError):
    """What was given cannot be read or annotated; the message says where, why and what to do."""

@final
class Article:
    """One article as it was read from a file."""

    @property
    def id(self) -> str:
        """The record's own id, else its path below the given folder."""
    @property
    def text(self) -> str | None:
        """The text; ``None`` where the article could not be read."""
    @property
    def error(self) -> str | None:
        """Why it could not be read; else ``None``."""
    @property
    def meta(self) -> dict[str, Any]:
        """What came with the article."""

@final
class Articles(Iterator[Article]):
    def __new__(cls, paths: list[str], text_field: str | None = None, id_field: str | None = None) -> Articles: ...
    def __iter__(self) -> Articles: ...
    def __next__(self) -> Article: ...

@final
class Facts:
    """A table of facts in Arrow's form, for pandas, Polars, DuckDB and pyarrow by the Arrow PyCapsule interface."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
    def to_arrow(self) -> Any:
        """A ``pyarrow.Table``."""
    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``; whole numbers stay whole where some are missing (``Int64``)."""
    def to_polars(self) -> Any:
        """A ``polars.DataFrame``."""
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

@final
class Record:
    @staticmethod
    def from_json(json: str) -> Record: ...
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    @property
    def error(self) -> str | None: ...
    def json(self) -> str: ...
    def shown(self, width: int) -> str: ...
    def facts(self) -> Facts: ...

@final
class Records(Iterator[Record]):
    def __new__(cls, path: str) -> Records: ...
    def __iter__(self) -> Records: ...
    def __next__(self) -> Record: ...

@final
class Pipe(Iterator[Record]):
    def __iter__(self) -> Pipe: ...
    def __next__(self) -> Record: ...

@final
class Pipeline:
    def __new__(cls, lexicon: Sequence[str], threads: int | None, language: str, tokens: bool, explain: bool, only: str | None) -> Pipeline: ...
    @property
    def threads(self) -> int: ...
    def annotate(self, article: object, id: str) -> Record: ...
    def pipe(self, articles: Iterable[object], threads: int | None = None) -> Pipe: ...
    def facts(self, articles: Iterable[object], threads: int | None = None) -> Facts: ...

def main(arguments: list[str]) -> int: ...
def report(records: list[Record], title: str) -> str: ...
def evaluate(gold: str, pred: str | None, allow_missing: bool) -> str: ...
def columns() -> list[tuple[str, str]]: ...
