"""Annotated articles for the eye, in notebooks."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from importlib import import_module
from typing import Any
from urllib.parse import quote

from . import _native
from ._doc import Doc, Entity, Fact, Quantity, Sentence


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


_HEADS = ("number", "what", "event", "who", "where", "when", "status")


def snippet(sentence: Sentence) -> str:
    """A sentence with its numbers and names marked, and a row for each of its facts: HTML that needs nothing else, all text escaped."""
    mentions: list[Quantity | Entity] = [*(fact.quantity for fact in sentence.facts), *sentence.entities]
    shown, at = "", sentence.start
    for mention in sorted(mentions, key=lambda it: (it.start, -it.end)):
        # A name within a number, or the other way round, is marked once; so is what runs on into the next sentence.
        if at <= mention.start and mention.end <= sentence.end:
            shown += escape(_part(sentence, at, mention.start)) + _marked(mention)
            at = mention.end
    shown += escape(_part(sentence, at, sentence.end))
    rows = "".join(_row(fact) for fact in sentence.facts if fact.link)
    if rows:
        heads = "".join(f"<th>{head}</th>" for head in _HEADS)
        rows = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div><p style="max-width:60em;line-height:1.5">{shown}</p>{rows}</div>'


def _part(sentence: Sentence, start: int, end: int) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]


def _marked(mention: Quantity | Entity) -> str:
    if isinstance(mention, Quantity):
        value = "" if mention.value is None else f" {mention.value}"
        return f'<mark title="{escape(mention.kind + value)}">{escape(mention.text)}</mark>'
    return f'<u title="{escape(f"{mention.label} {mention.name}")}">{escape(mention.text)}</u>'


def _row(fact: Fact) -> str:
    link = fact.link
    cells = link and (
        fact.quantity.text,
        fact.what,
        link.event and link.event.text,
        link.agent and link.agent.text,
        ", ".join(place.name for place in link.places),
        link.time and link.time.text,
        fact.quantity.status,
    )
    return "<tr>" + "".join(f"<td>{escape(cell or '')}</td>" for cell in cells or ()) + "</tr>"


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")
