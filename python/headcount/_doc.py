"""One annotated article as typed objects. docs/output.md describes every field; here ids are resolved to the objects they name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar, Union, cast

from . import _native

Number = Union[int, Decimal]
Made = TypeVar("Made")


@dataclass(frozen=True)
class _Mention:
    """A stretch of the article: ``doc.text[start:end] == text``."""

    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Entity(_Mention):
    """One mention of a name."""

    id: str
    label: str
    """One of OntoNotes 5: PERSON, NORP, FAC, ORG, GPE, LOC, PRODUCT, EVENT, WORK_OF_ART, LAW, LANGUAGE."""
    name: str
    """The full name."""
    by: str | None = None
    """Which part found it: ``model``, ``lexicon``, ``pattern``, ``acronym``."""
    score: float | None = None
    """Probability, 0 to 1, where the part can tell."""
    ref: dict[str, Any] | str | None = field(default=None, hash=False)
    """A place's ``geonames``, ``country``, ``lat``, ``lon``, or the key of a law or organisation."""

    @property
    def is_place(self) -> bool:
        """Whether it names a place."""
        return self.label in ("GPE", "LOC", "FAC")


@dataclass(frozen=True)
class Unit:
    """The unit of a quantity; ``currency`` (ISO 4217) for money."""

    text: str
    name: str | None = None
    ucum: str | None = None
    dimension: str | None = None
    currency: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True)
class Quantity(_Mention):
    """One number with its bound and unit."""

    id: str
    kind: str
    """count, ordinal, percent, money, measure, duration, age, date, time, rank, score, ratio or identifier."""
    value: Number | str | None = None
    """Exact: an ``int``, or a ``Decimal`` where it is not whole; a text for dates (ISO 8601), times and scores."""
    min: Number | str | None = None
    """With ``max`` in place of ``value`` for a range."""
    max: Number | str | None = None
    bound: str = "exact"
    """exact, about, at_least, at_most, more_than or less_than."""
    change: str | None = None
    """``up`` or ``down`` where the text says that it rose or fell."""
    from_: Quantity | None = None
    """The earlier quantity that it rose or fell from."""
    unit: Unit | None = None
    per: str | None = None
    """Denominator of a counted rate."""
    soft: bool = False
    """Whether it is a date that only the day of publication settles ("yesterday")."""
    status: str | None = None
    """negated, possible, planned or conditional; ``None`` where the text presents the fact as true."""
    cue: Phrase | None = None
    """The words that say so."""
    status_score: float | None = None
    """Probability that ``status`` is right, 0 to 1."""
    derivation: str | None = None
    """How it was read; only with ``Pipeline(explain=True)``."""

    @property
    def number(self) -> float | None:
        """The value as a float, for calculating; ``None`` for a range, and where it is no number."""
        return None if self.value is None or isinstance(self.value, str) else float(self.value)


@dataclass(frozen=True)
class Phrase(_Mention):
    """A phrase of the article; of what a number counts also its ``head``'s dictionary form."""

    head: str | None = None
    inherited: bool = False
    """Whether number and phrase stand in different phrases ("28 were booked")."""
    ref: Entity | None = None
    """The entity that the phrase is, or is headed by."""


@dataclass(frozen=True)
class Event(_Mention):
    """The verb that the counted thing takes part in."""

    lemma: str


Referent = Union[Entity, Quantity, Phrase]


@dataclass(frozen=True)
class Scores:
    """The probability of each circumstance of a link, 0 to 1; ``None`` where it is not given or not known."""

    event: float | None = None
    agent: float | None = None
    places: float | None = None
    time: float | None = None
    law: float | None = None
    source: float | None = None
    of: float | None = None


@dataclass(frozen=True, repr=False)
class Link:
    """What a number counts, with the circumstances that the text states; the others are ``None`` or empty."""

    quantity: Quantity
    entity: Phrase | None = None
    """What it counts, measures or ranks; ``None`` only for bare money ("spent $3 million")."""
    event: Event | None = None
    agent: Referent | None = None
    places: tuple[Entity, ...] = ()
    time: Quantity | None = None
    law: tuple[Entity, ...] = ()
    source: Referent | None = None
    of: Referent | None = None
    fact: int | None = None
    """The same number for figures that tell one fact."""
    agreement: str | None = None
    """How a later mention of a fact stands to its first one: agrees, refines, updates or contradicts."""
    score: float | None = None
    """Probability that ``entity`` is right, 0 to 1."""
    fact_score: float | None = None
    """Probability that the whole row is right, 0 to 1."""
    scores: Scores = Scores()
    """Probability of each circumstance."""
    reason: str | None = None
    """Why it was linked; only with ``Pipeline(explain=True)``."""

    def __repr__(self) -> str:
        phrase = self.entity.text if self.entity else None
        event = f"({self.event.text})" if self.event else None
        said = [self.quantity.text, phrase, event]
        return f"<headcount.Link {' '.join(filter(None, said))}>"


@dataclass(frozen=True, repr=False)
class Fact:
    """One quantity with everything that is said of it: a row of the table of facts. ``link`` is ``None`` where nothing is."""

    quantity: Quantity
    link: Link | None = None

    @property
    def what(self) -> str | None:
        """The words that the number counts, measures or ranks."""
        return self.link.entity.text if self.link and self.link.entity else None

    @property
    def places(self) -> tuple[Entity, ...]:
        """Where."""
        return self.link.places if self.link else ()

    def __str__(self) -> str:
        return f"{self.quantity.text} {self.what}" if self.what else self.quantity.text

    def __repr__(self) -> str:
        return f"<headcount.Fact {self}>"


@dataclass(frozen=True, repr=False)
class Sentence(_Mention):
    """One sentence with what was found in it. A notebook shows it with its numbers and names marked, and its facts below."""

    facts: tuple[Fact, ...] = ()
    """Those whose number stands in it."""
    entities: tuple[Entity, ...] = ()

    def __repr__(self) -> str:
        return f"<headcount.Sentence {self.text!r}>"

    def _repr_html_(self) -> str:
        from ._display import snippet

        return snippet(self)


class Doc:
    """One annotated article.

    An article that could not be read or annotated has an :attr:`error`, no text and nothing in it.
    """

    def __init__(self, record: _native.Record) -> None:
        self._record = record

    @classmethod
    def from_dict(cls, article: dict[str, Any]) -> Doc:
        """The opposite of :meth:`to_dict`."""
        return cls.from_json(json.dumps(article))

    @classmethod
    def from_json(cls, line: str) -> Doc:
        """The opposite of :meth:`to_json`.

        :raises headcount.Error: when it is no annotated article
        """
        return cls(_native.Record.from_json(line))

    @property
    def id(self) -> str:
        """The article's id."""
        return self._record.id

    @property
    def text(self) -> str:
        """The article's text, unchanged; empty where it failed."""
        return self._record.text or ""

    @property
    def error(self) -> str | None:
        """Why it could not be read or annotated; ``None`` when all is well."""
        return self._record.error

    def to_json(self) -> str:
        """The line that ``headcount annotate`` writes for the article."""
        return self._record.json()

    def to_dict(self) -> dict[str, Any]:
        """The article in the form of docs/output.md."""
        return cast("dict[str, Any]", json.loads(self.to_json()))

    @cached_property
    def _exact(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.to_json(), parse_float=Decimal))

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What came with the article."""
        return cast("dict[str, Any]", self.to_dict().get("meta", {}))

    @cached_property
    def _by_id(self) -> dict[str, Entity | Quantity]:
        found: dict[str, Entity | Quantity] = {}
        for entity in self._exact.get("entities", ()):
            found[entity["id"]] = _entity(entity)
        # The quantity that another one rose or fell from may stand on either side of it.
        records = {quantity["id"]: quantity for quantity in self._exact.get("quantities", ())}
        for quantity in records.values():
            found[quantity["id"]] = _quantity(quantity, records)
        return found

    @cached_property
    def entities(self) -> list[Entity]:
        """Names in the order of the text."""
        return [it for it in self._by_id.values() if isinstance(it, Entity)]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers in the order of the text."""
        return [it for it in self._by_id.values() if isinstance(it, Quantity)]

    @cached_property
    def links(self) -> list[Link]:
        """What the numbers count, in their order; at most one for each."""
        return [_link(link, self._by_id) for link in self._exact.get("links", ())]

    @cached_property
    def facts(self) -> list[Fact]:
        """Every quantity with its link, if it has one."""
        links = {link.quantity.id: link for link in self.links}
        return [Fact(quantity, links.get(quantity.id)) for quantity in self.quantities]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences in the order of the text, each with its facts."""

        def sentence(start: int, end: int) -> Sentence:
            facts = (fact for fact in self.facts if start <= fact.quantity.start < end)
            entities = (entity for entity in self.entities if start <= entity.start < end)
            return Sentence(start, end, self.text[start:end], tuple(facts), tuple(entities))

        return [sentence(**span) for span in self.to_dict().get("sentences", ())]

    def table(self) -> _native.Facts:
        """The article's table of facts, as :meth:`Pipeline.facts` gives it for many."""
        return self._record.facts()

    def __reduce__(self) -> tuple[Any, ...]:
        return Doc.from_json, (self.to_json(),)

    def __str__(self) -> str:
        return self._record.shown(100)

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<headcount.Doc {self.id!r}: {self.error}>"
        sizes = {"character": len(self.text), "name": len(self.entities), "quantity": len(self.quantities), "link": len(self.links)}
        return f"<headcount.Doc {self.id!r}: {', '.join(_counted(size, noun) for noun, size in sizes.items())}>"

    def _repr_html_(self) -> str:
        from ._display import html

        return html([self])


def _counted(number: int, noun: str) -> str:
    many = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else many}"


def _plain(number: Any) -> Any:
    """Scores and coordinates are floats; only values keep all their digits."""
    if isinstance(number, Decimal):
        return float(number)
    if isinstance(number, dict):
        return {key: _plain(value) for key, value in number.items()}
    return number


def _made(kind: type[Made], record: dict[str, Any], **resolved: Any) -> Made:
    """An object of the fields that its kind knows."""
    known = {it.name for it in fields(kind)}  # type: ignore[arg-type]
    return kind(**{**{key: value for key, value in record.items() if key in known}, **resolved})


def _entity(record: dict[str, Any]) -> Entity:
    return _made(Entity, {"name": record["text"], **_plain(record)})


def _quantity(record: dict[str, Any], records: dict[str, dict[str, Any]]) -> Quantity:
    unit, earlier, cue = record.get("unit"), records.get(record.get("from", "")), record.get("cue")
    return _made(
        Quantity,
        record,
        unit=_made(Unit, unit) if unit else None,
        cue=_made(Phrase, cue) if cue else None,
        status_score=_plain(record.get("status_score")),
        # One step back is enough, and never goes in a circle.
        from_=_quantity({**earlier, "from": ""}, records) if earlier else None,
    )


def _link(record: dict[str, Any], by_id: dict[str, Any]) -> Link:
    def referent(role: str) -> Any:
        found = record.get(role, "")
        return by_id.get(found) if isinstance(found, str) else _made(Phrase, found)

    def entities(role: str) -> tuple[Entity, ...]:
        return tuple(by_id[id] for id in record.get(role, ()) if id in by_id)

    event, phrase = record.get("event"), record.get("entity")
    return _made(
        Link,
        record,
        quantity=by_id[record["quantity"]],
        entity=_made(Phrase, phrase, ref=by_id.get(phrase.get("ref", ""))) if phrase else None,
        event=_made(Event, event) if event else None,
        agent=referent("agent"),
        places=entities("places"),
        time=by_id.get(record.get("time", "")),
        law=entities("law"),
        source=referent("source"),
        of=referent("of"),
        score=_plain(record.get("score")),
        fact_score=_plain(record.get("fact_score")),
        scores=_made(Scores, _plain(record.get("scores", {}))),
    )
