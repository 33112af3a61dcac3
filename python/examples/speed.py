"""Measures the package beside the program: the same articles, from files to lines of JSON in a file, whole processes; and what the start costs.

    python speed.py PATH... [--program target/release/headcount] [--threads N] [--rounds N]

Processor time leaves out what other programs took of the machine; the outputs must be the same, byte for byte.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

PIPE = """
import sys, headcount
out, threads, *paths = sys.argv[1:]
with open(out, "w", encoding="utf-8") as file:
    for doc in headcount.Pipeline(threads=int(threads)).pipe(headcount.articles(*paths)):
        file.write(doc.to_json() + "\\n")
"""
STARTS = {
    "python": "pass",
    "import headcount": "import headcount",
    "and the first article": "import headcount; headcount.Pipeline(threads=1)('Police arrested 28 men in Lahore.')",
}


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds on the clock and of the processor that a process took."""
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{command[0]} failed")
    return seconds, usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--program", type=Path, default=Path("target/release/headcount"))
    parser.add_argument("--threads", default=str(os.cpu_count()))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = os.path.join(folder, "ours.jsonl"), os.path.join(folder, "theirs.jsonl")
        for _ in range(options.rounds):
            program = timed([str(options.program), "annotate", *options.paths, "-q", "-j", options.threads, "-o", theirs])
            package = timed([sys.executable, "-c", PIPE, ours, options.threads, *options.paths])
            rounds.append((*program, *package, package[0] / program[0], package[1] / program[1]))
            if not filecmp.cmp(ours, theirs, shallow=False):
                sys.exit("the package and the program do not write the same")
    names = ("program, s", "program, CPU s", "package, s", "package, CPU s", "package : program", "the same in CPU s")
    print(f"{options.threads} threads; median (least to most) of {options.rounds} rounds")
    for name, values in zip(names, zip(*rounds)):
        print(f"{name:22} {median(values):6.2f}   ({min(values):.2f} to {max(values):.2f})")
    for name, code in STARTS.items():
        starts = [timed([sys.executable, "-c", code])[1] * 1000 for _ in range(4 * options.rounds)]
        print(f"{name:22} {median(starts):4.0f} CPU ms ({min(starts):.0f} to {max(starts):.0f})")


if __name__ == "__main__":
    main()
