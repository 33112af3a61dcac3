"""What every number in English press articles is about: how many of what, who, where, when, under which law.

>>> import headcount
>>> nlp = headcount.Pipeline()
>>> doc = nlp("Police arrested 28 smugglers in Lahore on Monday.")
>>> [(fact.quantity.value, fact.what) for fact in doc.facts if fact.link]
[(28, 'smugglers')]

The engine is the program's own, with its weights inside; nothing is downloaded. Offsets count code points, so that
``doc.text[entity.start:entity.end] == entity.text``.
"""

from ._display import display
from ._doc import Doc, Entity, Event, Fact, Link, Phrase, Quantity, Scores, Sentence, Unit
from ._evaluate import evaluate
from ._native import VERSION as __version__
from ._native import Article, Error, Facts
from ._pipeline import Pipeline, articles, read_jsonl

__all__ = [
    "Article",
    "Doc",
    "Entity",
    "Error",
    "Event",
    "Fact",
    "Facts",
    "Link",
    "Phrase",
    "Pipeline",
    "Quantity",
    "Scores",
    "Sentence",
    "Unit",
    "__version__",
    "articles",
    "display",
    "evaluate",
    "read_jsonl",
]
