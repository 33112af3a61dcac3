"""headcount inside spaCy: a component that fills ``doc.spans`` and ``doc._.headcount``.

>>> nlp = spacy.blank("en")
>>> nlp.add_pipe("headcount")
>>> doc = nlp("Police arrested 28 smugglers in Lahore.")
>>> [(span.text, span.label_) for span in doc.spans["headcount_quantities"]]
[('28', 'count')]
>>> [fact.what for fact in doc._.headcount.facts]
['smugglers']

Span groups: ``headcount_entities`` (names), ``headcount_quantities`` (numbers, by kind), ``headcount_phrases`` (what each counts),
``headcount_events`` (the verbs). ``span.id_`` is the id of docs/output.md; of a phrase and an event it is the quantity's. A span that
does not end with one of spaCy's tokens is widened to them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Callable, cast

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.util import filter_spans

import headcount

from ._doc import Link

GROUPS = ("headcount_entities", "headcount_quantities", "headcount_phrases", "headcount_events")

# Text, because `DocBin` and `Doc.to_bytes` keep a document's user data only in plain types.
_KEY = "headcount"


class Component(Pipe):
    """The component that ``nlp.add_pipe("headcount")`` makes."""

    def __init__(self, name: str, pipeline: headcount.Pipeline, ents: bool) -> None:
        self.name = name
        self.pipeline = pipeline
        self.ents = ents

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one document."""
        return fill(doc, self.pipeline(doc.text), ents=self.ents)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 0) -> Iterator[Doc]:
        """Annotates a stream of documents on all cores. (There are no batches: a document is done when it is its turn.)"""
        waiting: deque[Doc] = deque()

        def texts() -> Iterator[str]:
            for doc in stream:
                waiting.append(doc)
                yield doc.text

        for annotated in self.pipeline.pipe(texts()):
            doc = waiting.popleft()
            if annotated.error is None:
                yield fill(doc, annotated, ents=self.ents)
            else:
                self.get_error_handler()(self.name, self, [doc], headcount.Error(annotated.error))


@Language.factory(
    "headcount",
    assigns=["doc.spans", "doc._.headcount"],
    default_config={"lexicon": [], "threads": None, "language": "mark", "explain": False, "ents": False},
)
def create(
    nlp: Language, name: str, lexicon: list[str], threads: int | None, language: str, explain: bool, ents: bool
) -> Component:
    """The component, with the options of :class:`headcount.Pipeline`; with ``ents`` it also sets ``doc.ents``."""
    pipeline = headcount.Pipeline(lexicon=lexicon, threads=threads, language=language, explain=explain)
    return Component(name, pipeline, ents)


def fill(doc: Doc, annotated: headcount.Doc, *, ents: bool = False) -> Doc:
    """Fills a spaCy document with the annotation of its text."""
    if annotated.text != doc.text:
        raise headcount.Error("the annotation is of another text than the document")

    def span(mention: Any, label: str, id: str) -> Span:
        found = doc.char_span(mention.start, mention.end, label=label, span_id=id, alignment_mode="expand")
        return cast(Span, found)  # offsets are inside the text

    names = [span(entity, entity.label, entity.id) for entity in annotated.entities]
    links = annotated.links
    groups = (
        names,
        [span(quantity, quantity.kind, quantity.id) for quantity in annotated.quantities],
        [span(link.entity, "what", link.quantity.id) for link in links if link.entity],
        [span(link.event, "event", link.quantity.id) for link in links if link.event],
    )
    for key, spans in zip(GROUPS, groups):
        doc.spans[key] = SpanGroup(doc, name=key, spans=spans)
    doc.user_data[_KEY] = annotated.to_json()
    if ents:
        doc.ents = filter_spans(names)
    return doc


def to_spacy(annotated: headcount.Doc, nlp: Language, *, ents: bool = True) -> Doc:
    """A spaCy document, cut into tokens by ``nlp``, with the annotation in its spans and its names as ``doc.ents``."""
    return fill(nlp.make_doc(annotated.text), annotated, ents=ents)


def to_docbin(docs: Iterable[headcount.Doc], nlp: Language, *, ents: bool = True) -> DocBin:
    """Annotated articles as a ``DocBin``, to train from; those that failed are left out."""
    made = (to_spacy(doc, nlp, ents=ents) for doc in docs if doc.error is None)
    return DocBin(docs=made, store_user_data=True)


# A document is asked for the link of one span after the other.
_read = lru_cache(maxsize=8)(headcount.Doc.from_json)


def _annotation(doc: Doc) -> headcount.Doc | None:
    json = doc.user_data.get(_KEY)
    return None if json is None else _read(json)


def _link(span: Span) -> Link | None:
    annotated = _annotation(span.doc)
    found = (link for link in annotated.links if link.quantity.id == span.id_) if annotated else iter(())
    return next(found, None)


def _extend(kind: Any, name: str, getter: Callable[[Any], Any]) -> None:
    kind.set_extension(name, getter=getter, force=True)


_extend(Doc, "headcount", _annotation)
_extend(Span, "headcount_link", _link)
