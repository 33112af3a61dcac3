"""One article as typed objects."""

import dataclasses
import html
import json
import pickle
import re
from decimal import Decimal

import pyarrow
import pytest

import headcount
from conftest import CORPUS

TEXT = (
    "LAHORE: The Caf\u00e9 Police (CP) \U0001f600 arrested more than 28 smugglers in Lahore on 4 May 2021. "
    "Prices rose by 2.5 per cent, and 13 were booked under the Anti-Terrorism Act 1997."
)


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT, id="raid", meta={"title": "A raid", "weight": 1.50})


def mentions(doc):
    yield from doc.entities
    yield from doc.quantities
    for link in doc.links:
        yield from filter(None, (link.entity, link.event, link.agent, link.source, link.of, link.time, *link.places, *link.law))


def test_offsets_slice_python_strings(doc, nlp):
    assert len(list(mentions(doc))) > 10
    for path in sorted(CORPUS.glob("*.txt"))[:10]:
        other = nlp(path.read_text(encoding="utf-8"))
        for mention in mentions(other):
            assert other.text[mention.start : mention.end] == mention.text
    for mention in mentions(doc):
        assert TEXT[mention.start : mention.end] == mention.text


def test_what_is_found_has_types(doc):
    by_text = {quantity.text: quantity for quantity in doc.quantities}
    count = by_text["more than 28"]
    assert (count.kind, count.value, count.bound) == ("count", 28, "more_than")
    assert by_text["2.5 per cent"].value == Decimal("2.5")
    assert by_text["4 May 2021"].value == "2021-05-04"
    link = next(link for link in doc.links if link.quantity == count)
    assert link.entity.text.startswith("smugglers")
    assert (link.entity.head, link.event.lemma) == ("smuggler", "arrest")
    assert all(isinstance(place, headcount.Entity) and place.is_place for place in link.places)
    assert 0 <= link.score <= 1 and isinstance(link.score, float)
    assert [str(fact) for fact in doc.facts if fact.quantity is count] == [f"more than 28 {link.entity}"]
    assert doc.facts[0].quantity is doc.quantities[0] and len(doc.facts) == len(doc.quantities)


def test_status_scores_and_bare_money_are_typed():
    doc = headcount.Doc.from_dict(
        {
            "id": "a",
            "text": "Kells never spent $3m.",
            "entities": [],
            "quantities": [
                {"id": "q1", "kind": "money", "start": 18, "end": 21, "text": "$3m", "value": 3000000, "status": "negated",
                 "cue": {"text": "never", "start": 6, "end": 11}, "status_score": 0.8},
            ],
            "links": [
                {"quantity": "q1", "event": {"text": "spent", "lemma": "spend", "start": 12, "end": 17}, "fact": 2,
                 "agreement": "contradicts", "fact_score": 0.4, "scores": {"event": 0.75}},
            ],
        }
    )  # fmt: skip
    (quantity,), (link,), (fact,) = doc.quantities, doc.links, doc.facts
    assert (quantity.status, quantity.cue.text, quantity.status_score) == ("negated", "never", 0.8)
    assert (link.entity, link.fact, link.agreement, link.score) == (None, 2, "contradicts", None)
    assert (link.fact_score, link.scores.event, link.scores.agent) == (0.4, 0.75, None)
    assert (fact.what, str(fact)) == (None, "$3m") and headcount.Doc.from_json(doc.to_json()).links == doc.links
    assert (repr(link), repr(fact)) == ("<headcount.Link $3m (spent)>", "<headcount.Fact $3m>")
    assert quantity.number == 3000000.0 and headcount.Quantity(0, 1, "x", "q1", "date", "2021").number is None
    row = pyarrow.table(doc.table()).to_pylist()[0]
    assert (row["status"], row["cue"], row["fact_score"], row["agreement"], row["what"]) == (
        "negated", "never", 0.4, "contradicts", None
    )  # fmt: skip


def test_to_dict_is_the_contract(doc):
    article = doc.to_dict()
    assert (article["id"], article["text"], article["meta"]) == ("raid", TEXT, {"title": "A raid", "weight": 1.5})
    assert '"weight":1.5' in doc.to_json()
    assert [entity["id"] for entity in article["entities"]] == [entity.id for entity in doc.entities]
    again = headcount.Doc.from_dict(article)
    assert again.to_dict() == article and again.links == doc.links


def test_every_field_of_the_contract_has_a_place(annotated):
    kinds = {"entities": headcount.Entity, "quantities": headcount.Quantity, "links": headcount.Link}
    for line in annotated.read_text(encoding="utf-8").splitlines():
        for part, kind in kinds.items():
            known = {field.name for field in dataclasses.fields(kind)} | {"from"}
            for record in json.loads(line)[part]:
                assert record.keys() <= known


def test_errors_are_the_programs_words(nlp, tmp_path):
    for line in ('{"id": "a", "text": "T"}', ""):
        with pytest.raises(headcount.Error, match="not an annotated article"):
            headcount.Doc.from_json(line)
    with pytest.raises(FileNotFoundError, match="gone.jsonl: No such file or directory"):
        headcount.read_jsonl(tmp_path / "gone.jsonl")
    (tmp_path / "names.tsv").write_text("name\tlabel\nLahore\tTOWN\n")
    with pytest.raises(headcount.Error, match="names.tsv:2: "):
        headcount.Pipeline(lexicon=tmp_path / "names.tsv")
    with pytest.raises(ValueError, match="mark, refuse or any"):
        headcount.Pipeline(language="skip")
    for threads in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            headcount.Pipeline(threads=threads)
    for one in ("It cost 3 rupees.", {"text": "It cost 3 rupees."}):
        with pytest.raises(TypeError, match="many articles are needed"):
            nlp.pipe(one)
    with pytest.raises(TypeError, match="a text, an Article or a dict is needed, not int"):
        nlp(7)
    assert issubclass(headcount.Error, ValueError)


def test_options_are_those_of_the_program(tmp_path):
    (tmp_path / "names.tsv").write_text("name\tlabel\nSafe Cities Ordinance\tLAW\n")
    nlp = headcount.Pipeline(lexicon=[tmp_path / "names.tsv"], language="refuse", explain=True, tokens=True, threads=1)
    doc = nlp("He was fined 30 rupees under the Safe Cities Ordinance.")
    assert ("Safe Cities Ordinance", "LAW", "lexicon") in [(e.name, e.label, e.by) for e in doc.entities]
    assert doc.quantities[0].derivation and doc.to_dict()["tokens"]
    with pytest.raises(headcount.Error, match="does not look English"):
        nlp("Der Minister sagte am Montag, dass die Zahl der Toten auf 33 gestiegen sei. " * 3)
    again = pickle.loads(pickle.dumps(nlp))
    assert again.threads == 1 and again("It cost 30 rupees.").quantities[0].derivation


def test_names_alone_are_found_without_the_rest():
    nlp = headcount.Pipeline(only="names", threads=1)
    doc = pickle.loads(pickle.dumps(nlp))("Police in Nairobi held 28 men.")
    assert [entity.name for entity in doc.entities] == ["Nairobi"]
    assert (doc.quantities, doc.links, doc.facts, doc.sentences) == ([], [], [], [])
    with pytest.raises(ValueError, match="only: names, or None"):
        headcount.Pipeline(only="numbers")
    with pytest.raises(ValueError, match="neither tokens"):
        headcount.Pipeline(only="names", tokens=True)


def test_a_sentence_is_shown_with_its_facts(doc, nlp):
    assert "".join(sentence.text for sentence in doc.sentences).replace(" ", "") == TEXT.replace(" ", "")
    assert [fact for sentence in doc.sentences for fact in sentence.facts] == doc.facts
    sentence = next(sentence for sentence in doc.sentences if "smugglers" in sentence.text)
    shown = sentence._repr_html_()
    assert 'title="count 28">more than 28</mark>' in shown and ">Lahore</u>" in shown
    assert "<td>more than 28</td><td>smugglers</td><td>arrested</td>" in shown
    # All of the sentence is there, once, and nothing in it is taken for HTML.
    plain = re.sub("<[^>]*>", "", shown.partition("</p>")[0])
    assert html.unescape(plain) == sentence.text and str(sentence) == sentence.text
    (hostile,) = nlp("Police held 3 <b onload=x>men</b> & \"women\" in Lahore.").sentences
    assert "<b" not in hostile._repr_html_() and "&lt;b onload=x&gt;" in hostile._repr_html_()


def test_it_can_be_looked_at(doc):
    assert "[more than 28] smugglers" in str(doc) and "\x1b" not in str(doc)
    assert repr(doc).startswith("<headcount.Doc 'raid':")
    bare = headcount.Doc.from_dict({"id": "a", "text": "x", "sentences": [], "entities": [], "quantities": [], "links": []})
    assert repr(bare) == "<headcount.Doc 'a': 1 character, 0 names, 0 quantities, 0 links>"
    page = headcount.display(doc)
    assert page == headcount.display([doc]) and page.startswith('<iframe sandbox="allow-scripts"')
    hostile = headcount.Doc.from_dict({**doc.to_dict(), "id": "\"></iframe><script>alert(1)</script>"})
    shown = headcount.display(hostile, title="</title><script>alert(2)")
    assert shown.count("<") == 2 and "alert(" not in shown
    assert doc._repr_html_() == page
