"""Prints how time and memory grow with the batch: a Markdown table.

    python tests/scripts/scale.py ARTICLES.jsonl [--sizes 1000,10000,100000] [--jobs 1,2] [--words 60]

The batch is made of the first words of the articles, again and again, each with a number of its own, so that none is a duplicate. Needs Linux and a
built `target/release/headcount`; Python's standard library only. Outputs of different --jobs must be the same bytes.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def batch(path, leads, size):
    with path.open("w", encoding="utf-8") as file:
        for at in range(size):
            text = f"{leads[at % len(leads)]}\n\nDispatch {at + 1} of the day."
            file.write(json.dumps({"id": str(at), "text": text}) + "\n")


def run(program, source, target, jobs):
    """Seconds, processor seconds and peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen([program, "annotate", source, "-o", target, "-j", str(jobs), "--quiet", "--language", "any"])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{program} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--program", default="target/release/headcount")
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for line in options.file.read_text(encoding="utf-8").splitlines()]
    leads = [" ".join(text.split()[: options.words]) for text in texts]
    print("| articles | threads | words | seconds | processor seconds | peak memory, MB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        for size in map(int, options.sizes.split(",")):
            batch(source, leads, size)
            words = sum(len(leads[at % len(leads)].split()) + 6 for at in range(size))
            outputs = set()
            for jobs in map(int, options.jobs.split(",")):
                seconds, busy, memory = run(options.program, source, target, jobs)
                outputs.add(hashlib.sha256(target.read_bytes()).hexdigest())
                target.unlink()
                print(f"| {size:,} | {jobs} | {words:,} | {seconds:.1f} | {busy:.1f} | {memory:.0f} |", flush=True)
            if len(outputs) > 1:
                sys.exit("outputs differ between numbers of threads")


if __name__ == "__main__":
    main()
