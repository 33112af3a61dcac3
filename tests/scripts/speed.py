"""Times the program, spaCy and CQE side by side on the same articles, one core each, whole process.

    python tests/scripts/speed.py MODEL_DIR ARTICLES.jsonl... [--articles N] [--rounds N] [--core N] [--cqe]

MODEL_DIR is the folder of en_core_web_md 3.8 that holds meta.json. Needs Linux (`taskset`), Python 3.12 with spacy 3.8 and
a built `target/release/headcount`. Every round runs one after the other: the program on all articles, `nlp.pipe` with the
full pipeline on all articles, the program on the first one. Words are runs of non-blank characters. spaCy is timed twice:
whole process with start and loading, and `nlp.pipe` alone (seconds inside it). Processor time leaves out what other
programs took of the core. The program does more than spaCy: numbers and links, too.

With --cqe, CQE 2.0.3 (PyPI, `pip install --no-deps CQE`, and inflect, fuzzywuzzy, numerizer, unidecode, emoji) reads the same articles, on the
same spaCy model. In its favour: sentence by sentence (on whole articles its time grows faster than their length), loading not counted, and
without its BERT models, which tell units of one sign apart.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

PIPE = """
import json, sys, time
import spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")]
nlp = spacy.load(sys.argv[1])
start = time.perf_counter()
tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=32))
print(time.perf_counter() - start)
"""

CQE = """
import json, locale, logging, re, sys, time, types, warnings
import spacy

def stand_in(name, **content):
    module = types.ModuleType(name)
    vars(module).update(content)
    sys.modules[name] = module

class Alike:
    def disambiguate(self, sentence, unit):
        return unit

locale.setlocale = lambda *_: None
stand_in("spacy_download", load_spacy=lambda name, **_: spacy.load(sys.argv[1]))
stand_in("CQE.unit_classifier.unit_disambiguator", unit_disambiguator=Alike)
warnings.simplefilter("ignore")
logging.disable()
from CQE import CQE
parser = CQE.CQE()
texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")]
sentences = [part for text in texts for part in re.split(r"(?<=[.!?]) +|\\n+", text) if part.strip()]
failed, start = 0, time.perf_counter()
for sentence in sentences:
    try:
        parser.parse(sentence)
    except Exception:
        failed += 1
print(time.perf_counter() - start)
print(failed, "of", len(sentences), "sentences failed", file=sys.stderr)
"""


def timed(core, command, **options):
    """Seconds, processor seconds, peak memory in MB and output of a process that is bound to one core."""
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", str(core), *command], stdout=subprocess.PIPE, env=os.environ | one, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{command[0]} failed")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def first_line(core, command):
    """Milliseconds until the first line of output."""
    start = time.perf_counter()
    with subprocess.Popen(["taskset", "-c", str(core), *command], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        return (time.perf_counter() - start) * 1000


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def measure(options, folder):
    lines = [line for path in options.files for line in path.read_text(encoding="utf-8").splitlines()]
    records = [{"id": str(at), "text": json.loads(line)["text"]} for at, line in enumerate(lines[: options.articles])]
    words = sum(len(record["text"].split()) for record in records)
    every, one = folder / "all.jsonl", folder / "one.jsonl"
    write(every, records)
    write(one, records[:1])
    ours = [str(options.program), "annotate", "-j", "1", "--quiet"]
    theirs = [sys.executable, "-c", PIPE, str(options.model)]
    rows = []
    for _ in range(options.rounds):
        seconds, busy, memory, _ = timed(options.core, [*ours, str(every)])
        spacy_seconds, spacy_busy, spacy_memory, output = timed(options.core, [*theirs, str(every)])
        cqe = {}
        if options.cqe:
            _, _, _, answer = timed(options.core, [sys.executable, "-c", CQE, str(options.model), str(every)])
            cqe_seconds = float(answer)
            cqe = {"CQE words/s": words / cqe_seconds, "ratio to CQE": cqe_seconds / seconds}
        _, first_busy, _, _ = timed(options.core, [*ours, str(one)])
        rows.append({
            "headcount words/s": words / seconds,
            "spaCy words/s": words / spacy_seconds,
            "spaCy words/s, pipe alone": words / float(output),
            "ratio": spacy_seconds / seconds,
            "ratio, pipe alone": float(output) / seconds,
            "headcount words/s of processor time": words / busy,
            "spaCy words/s of processor time": words / spacy_busy,
            "ratio of processor time": spacy_busy / busy,
            "headcount MB": memory,
            "spaCy MB": spacy_memory,
            "headcount ms to the first article": first_line(options.core, [*ours, str(one)]),
            "the same, processor time": first_busy * 1000,
            **cqe,
        })
        print(*(f"{name} {value:,.1f}" for name, value in rows[-1].items()), sep="; ", flush=True)
    return len(records), words, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--cqe", action="store_true")
    parser.add_argument("--program", type=Path, default=Path("target/release/headcount"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        articles, words, rows = measure(options, Path(folder))
    print(f"\n{articles} articles, {words:,} words, one core; median (worst to best) of {options.rounds} rounds")
    for name in rows[0]:
        values = sorted(row[name] for row in rows)
        print(f"{name:36} {median(values):10,.1f}   ({values[0]:,.1f} to {values[-1]:,.1f})")


if __name__ == "__main__":
    main()
