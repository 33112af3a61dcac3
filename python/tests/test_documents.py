"""What the documents show runs as it stands there."""

import shutil
from importlib.util import find_spec

import headcount
from conftest import CORPUS, run_blocks


def test_the_examples_of_the_documents(tmp_path, monkeypatch, capsys):
    (tmp_path / "news").mkdir()
    for path in sorted(CORPUS.glob("*.txt"))[:5]:
        shutil.copy(path, tmp_path / "news")
    (tmp_path / "gold").mkdir()
    shutil.copy(CORPUS / "gold/disasters.jsonl", tmp_path / "gold")
    monkeypatch.chdir(tmp_path)
    names = {}
    for heading in ("", "Many articles", "Tables", "Measuring"):
        run_blocks("docs/python.md", heading, names)
    assert "more than 28 smugglers" in capsys.readouterr().out
    assert 0.5 < names["figures"]["measures"]["links.head"]["f1"] <= 1
    assert isinstance(names["facts"], headcount.Facts)
    if find_spec("spacy"):
        run_blocks("docs/python.md", "spaCy", names)
        assert (tmp_path / "train.spacy").stat().st_size > 1000
    run_blocks("README.md", "In Python", {})
    assert len(capsys.readouterr().out.splitlines()) == 5
