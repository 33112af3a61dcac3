"""How good an annotation is."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from typing import Any, Union, cast

from . import _native
from ._doc import Doc

Articles = Union[str, "os.PathLike[str]", "Iterable[Doc]"]


def evaluate(gold: Articles, pred: Articles | None = None, *, allow_missing: bool = False) -> dict[str, Any]:
    """Measures annotations against articles that were labelled by hand, as ``headcount evaluate --json`` does.

    :param gold: the labelled articles: a file or folder (docs/evaluate.md), or docs
    :param pred: the annotations of the same articles; without them the texts are annotated now
    :param allow_missing: count an article that has no prediction as all missed, instead of raising
    :return: ``articles``, ``measures`` (by name: precision, recall, f1, interval, ...), ``confusion``, ``calibration``, ``unlinked``
    :raises headcount.Error: when the two cannot be compared
    """
    with tempfile.TemporaryDirectory() as folder:
        ours = None if pred is None else _path(pred, folder, "pred")
        return cast("dict[str, Any]", json.loads(_native.evaluate(_path(gold, folder, "gold"), ours, allow_missing)))


def _path(given: Articles, folder: str, name: str) -> str:
    if isinstance(given, (str, os.PathLike)):
        return os.fspath(given)
    path = os.path.join(folder, f"{name}.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(doc.to_json() + "\n" for doc in given)
    return path
