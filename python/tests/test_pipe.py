"""Streams of articles."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time

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


def test_a_bad_article_does_not_stop_the_rest(nlp, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 100)
    docs = list(nlp.pipe([{"id": "bad", "text": None}, "Two died.", {"url": "u"}, *headcount.articles(tmp_path)]))
    assert [doc.error is None for doc in docs] == [False, True, False, False]
    assert "`text` is not a text" in docs[0].error and "missing" in docs[2].error
    assert (docs[0].id, docs[0].text, docs[0].facts) == ("bad", "", [])
    assert docs[0].to_dict().keys() == {"id", "meta", "error"}


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


def test_the_interpreter_is_free_meanwhile(nlp):
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    nlp(" ".join(TEXTS * 5))
    done.set()
    thread.join()
    assert len(ticks) > 5


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


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_stops_it():
    program = (
        "import headcount, itertools\n"
        "nlp = headcount.Pipeline(threads=1)\n"
        "print('ready', flush=True)\n"
        "long = 'Police in Quetta arrested 28 men on Monday, and 30 more on Tuesday. ' * 20000\n"
        "for doc in nlp.pipe(itertools.repeat(long)): pass\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert "KeyboardInterrupt" in said and child.returncode != 0


def test_files_and_folders_are_read_as_the_program_reads_them(nlp, annotated):
    docs = list(nlp.pipe(headcount.articles(CORPUS)))
    assert [doc.to_json() for doc in docs] == annotated.read_text(encoding="utf-8").splitlines()
    with pytest.raises(FileNotFoundError, match="gone: No such file"):
        headcount.articles(CORPUS / "gone")


def test_annotated_articles_are_read_back(annotated):
    lines = annotated.read_text(encoding="utf-8").splitlines()
    docs = list(headcount.read_jsonl(annotated))
    assert [doc.to_json() for doc in docs] == lines and docs[0].quantities
