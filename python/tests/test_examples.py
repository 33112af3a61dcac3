"""The examples run."""

import os
import subprocess
import sys
from pathlib import Path

from conftest import CORPUS

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def test_from_a_folder_to_a_plot_in_ten_lines(tmp_path):
    lines = (EXAMPLES / "places.py").read_text(encoding="utf-8").splitlines()
    assert sum(bool(line.strip()) and not line.startswith('"""') for line in lines) <= 10
    plot = tmp_path / "places.png"
    run = subprocess.run(
        [sys.executable, EXAMPLES / "places.py", CORPUS, plot],
        env={**os.environ, "MPLBACKEND": "Agg"}, check=True, capture_output=True, text=True,
    )
    assert "73 articles" in run.stdout and "Gazipur" in run.stdout
    assert plot.read_bytes().startswith(b"\x89PNG") and plot.stat().st_size > 5000
