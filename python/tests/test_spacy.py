"""headcount inside spaCy."""

import pytest

spacy = pytest.importorskip("spacy")

from spacy import displacy  # noqa: E402
from spacy.tokens import DocBin  # noqa: E402

import headcount.spacy  # noqa: E402
from conftest import CORPUS  # noqa: E402

TEXT = "Police arrested 28 smugglers in Lahore on Monday, and 13 were booked under the Customs Act."


@pytest.fixture(scope="module")
def pipe():
    pipe = spacy.blank("en")
    pipe.add_pipe("headcount", config={"ents": True})
    return pipe


def test_spans_and_links(pipe, nlp):
    doc, own = pipe(TEXT), nlp(TEXT)
    assert [(span.start_char, span.end_char, span.label_, span.id_) for span in doc.spans["headcount_entities"]] == [
        (entity.start, entity.end, entity.label, entity.id) for entity in own.entities
    ]
    assert [(span.text, span.label_) for span in doc.spans["headcount_quantities"]] == [
        (quantity.text, quantity.kind) for quantity in own.quantities
    ]
    assert "smugglers" in [span.text for span in doc.spans["headcount_phrases"]]
    assert "arrested" in [span.text for span in doc.spans["headcount_events"]]
    assert doc._.headcount.links == own.links
    number = next(span for span in doc.spans["headcount_quantities"] if span.text == "28")
    assert number._.headcount_link.entity.text == "smugglers"
    assert [ent.text for ent in doc.ents] == [entity.text for entity in own.entities]


def test_a_stream_gives_what_single_documents_give(pipe):
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))[:8]]
    for doc, text in zip(pipe.pipe(texts, batch_size=2), texts):
        assert doc.text == text and doc._.headcount.to_dict()["links"] == pipe(text)._.headcount.to_dict()["links"]
        for span in doc.spans["headcount_entities"]:
            assert span.text


def test_displacy_draws_it(pipe):
    page = displacy.render(pipe(TEXT), style="span", options={"spans_key": "headcount_quantities"}, page=False)
    assert "28" in page and "count" in page
    assert "Lahore" in displacy.render(pipe(TEXT), style="ent")


def test_a_docbin_keeps_everything(nlp, pipe):
    docs = [nlp(TEXT, id="a"), next(iter(nlp.pipe([{"id": "bad"}])))]
    bytes_ = headcount.spacy.to_docbin(docs, pipe).to_bytes()
    (back,) = DocBin().from_bytes(bytes_).get_docs(pipe.vocab)
    assert [span.text for span in back.spans["headcount_quantities"]] == [it.text for it in docs[0].quantities]
    assert [ent.label_ for ent in back.ents] == [entity.label for entity in docs[0].entities]


def test_an_article_that_fails_goes_to_the_error_handler():
    pipe = spacy.blank("en")
    pipe.add_pipe("headcount", config={"language": "refuse"})
    german = "Der Minister sagte am Montag, dass die Zahl der Toten auf 33 gestiegen sei. " * 3
    with pytest.raises(headcount.Error, match="does not look English"):
        list(pipe.pipe([TEXT, german]))
    told = []
    pipe.set_error_handler(lambda name, proc, docs, error: told.append((name, str(error))))
    assert [doc.text for doc in pipe.pipe([german, TEXT])] == [TEXT]
    assert told == [("headcount", "the text does not look English")]


def test_a_pipeline_is_saved_and_loaded(pipe, tmp_path):
    pipe.to_disk(tmp_path)
    assert spacy.load(tmp_path)(TEXT)._.headcount.links == pipe(TEXT)._.headcount.links
