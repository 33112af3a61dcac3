"""The table of facts through Ray Data, as docs/python.md shows it: the same facts as the program's."""

import time

import pytest

ray = pytest.importorskip("ray")

from conftest import run_blocks  # noqa: E402
from crawl import assert_same_facts, crawl, own  # noqa: E402, F401


def test_2000_articles_are_the_programs_facts(crawl, own, monkeypatch, figures):  # noqa: F811
    monkeypatch.chdir(crawl.parent)
    # Two for the workers, one for who reads.
    ray.init(num_cpus=3, include_dashboard=False, object_store_memory=200 * 1024 * 1024)
    try:
        names, start = {"__name__": "__main__"}, time.perf_counter()
        run_blocks("docs/python.md", "Ray", names)
        rows = names["facts"].take_all()
        figures.append(f"Ray, 2 workers: {len(rows)} rows, {time.perf_counter() - start:.1f} s")
        assert_same_facts(rows, own)
    finally:
        ray.shutdown()
