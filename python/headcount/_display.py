"""Annotated articles for the eye, in notebooks."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from importlib import import_module
from typing import Any
from urllib.parse import quote

from . import _native
from ._doc import Doc


def html(docs: Iterable[Doc], *, title: str = "headcount", height: int = 600) -> str:
    """The report of the articles in a frame of its own, which can neither load anything nor see the page around it."""
    shown = list(docs)
    page = b64encode(_native.report([doc._record for doc in shown], title).encode()).decode()
    # A page of its own, and not `srcdoc`: its links lead inside the page. A single article is shown at once.
    place = f"#article/{quote(shown[0].id, safe='')}" if len(shown) == 1 else ""
    style = f"width:100%;height:{int(height)}px;border:1px solid #8886;border-radius:6px"
    src = escape(f"data:text/html;charset=utf-8;base64,{page}{place}", quote=True)
    return f'<iframe sandbox="allow-scripts" style="{style}" src="{src}"></iframe>'


def display(docs: Doc | Iterable[Doc], *, title: str = "headcount", height: int = 600) -> str | None:
    """Shows articles in a notebook: the text with its numbers and names, each number with what it is about. Outside of a notebook
    the HTML is returned.
    """
    shown = html([docs] if isinstance(docs, Doc) else docs, title=title, height=height)
    if not _in_notebook():
        return shown
    screen: Any = import_module("IPython.display")
    # Raw, for `HTML` warns of frames.
    screen.display({"text/html": shown, "text/plain": f"<headcount report: {title}>"}, raw=True)
    return None


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")
