"""Streams of articles."""

import itertools
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from decimal import Decimal

import numpy
import pandas
import polars
import pyarrow
import pytest

import headcount
from conftest import CORPUS

TEXTS = [f"Police in Quetta arrested {number} men on Monday." for number in range(200)]


def test_the_order_is_kept_on_any_number_of_threads(nlp):
    for threads in (1, 3):
        docs = list(nlp.pipe(TEXTS, threads=threads))
        assert [doc.quantities[0].value for doc in docs] == list(range(200))
        assert [doc.id for doc in docs] == [str(number) for number in range(200)]


def test_what_is_given_in_many_forms(nlp):
    article = next(iter(headcount.articles(CORPUS)))
    docs = list(nlp.pipe(["It cost 3 rupees.", {"id": 7, "text": "Two died.", "url": "u"}, {"text": "Six."}, article]))
    assert [doc.id for doc in docs] == ["0", "7", "2", article.id]
    assert docs[1].meta == {"url": "u"} and docs[3].text == article.text


def test_rows_of_tables_are_taken_as_they_are(nlp):
    frame = pandas.DataFrame({
        "text": ["Two died.", None], "title": [None, "T"], "published": [pandas.Timestamp("2021-05-04"), pandas.NaT],
        "pages": pandas.array([3, None], dtype="Int64"), "weight": [Decimal("1.50"), numpy.nan],
    })
    good, bad = nlp.pipe(frame.to_dict("records"))
    assert good.meta == {"title": None, "published": "2021-05-04 00:00:00", "pages": 3, "weight": "1.50"}
    assert "`text` is not a text" in bad.error
    assert bad.meta == {"title": "T", "published": None, "pages": None, "weight": None}
    (row,) = nlp.pipe(polars.DataFrame({"text": ["Two died."], "day": [date(2021, 5, 4)]}).iter_rows(named=True))
    assert row.meta == {"day": "2021-05-04"} and row.quantities[0].value == 2
    (bytes_,) = nlp.pipe([{"text": b"Two died."}])
    assert "`text` is not a text" in bytes_.error


def test_a_table_is_taken_by_its_rows(nlp):
    rows = {"id": ["a", "b"], "text": ["Two died.", "Six men died."]}
    for table in (pandas.DataFrame(rows), polars.DataFrame(rows), pyarrow.table(rows)):
        assert [(doc.id, doc.quantities[0].value) for doc in nlp.pipe(table)] == [("a", 2), ("b", 6)]
        assert len(nlp.facts(table)) == 2
    assert [doc.quantities[0].value for doc in nlp.pipe(pandas.DataFrame(rows)["text"])] == [2, 6]


def test_pairs_keep_what_goes_with_an_article(nlp):
    given = ((text, {"number": number}) for number, text in enumerate(TEXTS))
    pairs = list(nlp.pipe(given, as_tuples=True))
    assert [(doc.quantities[0].value, other["number"]) for doc, other in pairs] == [(n, n) for n in range(200)]


def test_other_processes_take_pipelines_and_give_docs(nlp):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        docs = pool.map(nlp, TEXTS[:6])
    assert [doc.to_json() for doc in docs] == [nlp(text).to_json() for text in TEXTS[:6]]
    again = pickle.loads(pickle.dumps(nlp))
    assert again is pickle.loads(pickle.dumps(nlp)), "loaded once"


def test_a_bad_article_does_not_stop_the_rest(nlp, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 100)
    docs = list(nlp.pipe([{"id": "bad", "text": None}, "Two died.", {"url": "u"}, *headcount.articles(tmp_path)]))
    assert [doc.error is None for doc in docs] == [False, True, False, False]
    assert "`text` is not a text" in docs[0].error and "missing" in docs[2].error
    assert (docs[0].id, docs[0].text, docs[0].facts) == ("bad", "", [])
    assert docs[0].to_dict().keys() == {"v", "id", "meta", "error"}


def test_memory_is_bounded(nlp):
    taken = itertools.count()
    endless = (f"{next(taken)} men died." for _ in itertools.repeat(None))
    first = list(itertools.islice(nlp.pipe(endless, threads=2), 20))
    assert len(first) == 20 and next(taken) <= 20 + 2 * 8


def test_what_the_articles_raise_comes_after_those_before_it(nlp):
    def broken():
        yield from TEXTS[:5]
        raise KeyError("no more")

    docs = nlp.pipe(broken())
    assert len([next(docs) for _ in range(5)]) == 5
    with pytest.raises(KeyError, match="no more"):
        next(docs)
    assert list(docs) == []


def test_the_interpreter_is_free_meanwhile(nlp, figures):
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    start = time.perf_counter()
    nlp(" ".join(TEXTS * 20))
    took = time.perf_counter() - start
    done.set()
    thread.join()
    pause = max(after - before for before, after in zip(ticks, ticks[1:]))
    figures.append(f"the interpreter's longest pause in an article of {took:.2f} s: {pause * 1000:.0f} ms")
    assert took > 0.3 and pause < took / 3


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="reads the peak from Linux")
def test_memory_stays_flat(figures):
    program = (
        "import headcount, re\n"
        "peak = lambda: int(re.search('VmHWM: *\\t* *(\\\\d+)', open('/proc/self/status').read())[1]) / 1024\n"
        "texts = (f'Police in Quetta arrested {number} men on Monday.' for number in range(20000))\n"
        "for number, doc in enumerate(headcount.Pipeline(threads=2).pipe(texts)):\n"
        "    assert doc.facts\n"
        "    if number in (4999, 19999): print(peak())\n"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    before, after = map(float, run.stdout.split())
    figures.append(f"peak memory after 5,000 short articles {before:.0f} MB, after 20,000 {after:.0f} MB")
    assert after - before < 25


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_forked_process_has_threads_of_its_own(nlp):
    nlp(TEXTS[0])
    child = os.fork()
    if child == 0:
        os._exit(0 if nlp(TEXTS[3]).quantities[0].value == 3 else 1)
    deadline = time.monotonic() + 60
    while (found := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            pytest.fail("the child hangs")
        time.sleep(0.05)
    assert found[1] == 0


# One article that takes long; many that are done when they are asked for, with no Python between them.
LONG = "for doc in nlp.pipe(itertools.repeat('Police in Quetta arrested 28 men on Monday, and 30 more on Tuesday. ' * 20000)): pass"
MANY = "nlp.facts(itertools.repeat('Two men died.'))"


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
@pytest.mark.parametrize("work", [LONG, MANY])
def test_ctrl_c_stops_it(work):
    # Whoever runs the tests in the background may have them started deaf to Ctrl-C.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heard}\nimport headcount, itertools\nnlp = headcount.Pipeline(threads=1)\nprint('ready', flush=True)\n{work}\n"
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    start = time.monotonic()
    _, said = child.communicate(timeout=60)
    assert "KeyboardInterrupt" in said and child.returncode != 0
    assert time.monotonic() - start < 5


def test_after_a_ctrl_c_a_stream_goes_on(nlp, request):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    long = "Police in Quetta arrested 28 men on Monday, and 30 more on Tuesday. " * 3000
    docs = nlp.pipe([TEXTS[0], long, TEXTS[2]], threads=1)
    assert next(docs).text == TEXTS[0]
    threading.Timer(0.1, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        next(docs)
    assert [doc.text for doc in docs] == [long, TEXTS[2]]


def test_files_and_folders_are_read_as_the_program_reads_them(nlp, annotated):
    docs = list(nlp.pipe(headcount.articles(CORPUS)))
    assert [doc.to_json() for doc in docs] == annotated.read_text(encoding="utf-8").splitlines()
    with pytest.raises(FileNotFoundError, match="gone: No such file"):
        headcount.articles(CORPUS / "gone")


def test_annotated_articles_are_read_back(annotated):
    lines = annotated.read_text(encoding="utf-8").splitlines()
    docs = list(headcount.read_jsonl(annotated))
    assert [doc.to_json() for doc in docs] == lines and docs[0].quantities
