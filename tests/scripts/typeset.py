"""How many names and links change when the same articles are typeset in another way: other blanks, apostrophes, composed letters, lines.

    python tests/scripts/typeset.py ARTICLES.jsonl... [--program FILE] [--jobs N]

Each article is annotated as it came and once for every way below; a name or link counts as changed when the other annotation has none with the
same label or circumstances at the same letters (blanks and marks are not counted). No labels are looked at.
"""

import argparse
import bisect
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

WAYS = {
    "a no-break blank after digits": lambda text: re.sub(r"(?<=\d) ", "\u00a0", text),
    "no-break blanks everywhere": lambda text: text.replace(" ", "\u00a0"),
    "thin blanks in the place of no-break ones and after digits": lambda text: re.sub(r"(?<=\d) ", "\u2009", text.replace("\u00a0", "\u2009")),
    "letters and marks apart (NFD)": lambda text: unicodedata.normalize("NFD", text),
    "curly apostrophes": lambda text: re.sub(r"(?<=\w)'(?=\w)", "\u2019", text),
    "straight apostrophes": lambda text: re.sub(r"(?<=\w)\u2019(?=\w)", "'", text),
    "straight quotation marks": lambda text: re.sub("[\u201c\u201d]", '"', text),
    "soft hyphens in long words": lambda text: re.sub(r"\b([a-z]{5})(?=[a-z]{4})", "\\1\u00ad", text),
    "lines that end as Windows ends them": lambda text: text.replace("\n", "\r\n"),
    "a blank line in front": lambda text: "\n\n" + text,
    "a title in front": lambda text: "Morning news in brief\n\n" + text,
}


def letters(text):
    """Offsets of the characters that count."""
    unseen = "\u00ad\u200b\u200e\u200f\ufeff"
    return [at for at, c in enumerate(text) if not c.isspace() and not unicodedata.combining(c) and c not in unseen]


def found(record, skip):
    """Names and links by the letters that they stand on; those of the first `skip` letters are left out."""
    counted = letters(record["text"])
    place = lambda it: (bisect.bisect_left(counted, it["start"]) - skip, bisect.bisect_left(counted, it["end"]) - skip)
    stands = {it["id"]: place(it) for kind in ("entities", "quantities") for it in record.get(kind, [])}

    def resolved(value):
        if isinstance(value, str):
            return stands.get(value, value)
        if isinstance(value, list):
            return tuple(resolved(it) for it in value)
        return place(value) if isinstance(value, dict) else value

    names = {(it["label"], *place(it)) for it in record.get("entities", [])}
    roles = ("quantity", "entity", "event", "agent", "places", "time", "law", "source", "of")
    links = {tuple(resolved(link.get(role)) for role in roles) for link in record.get("links", [])}
    return {it for it in names if it[1] >= 0}, links


def annotate(options, texts):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for at, text in enumerate(texts):
            file.write(json.dumps({"id": str(at), "text": text}) + "\n")
        file.flush()
        command = [options.program, "annotate", "--quiet", "-j", str(options.jobs), file.name]
        output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in output.decode().splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--program", default="target/release/headcount")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for path in options.files for line in path.read_text(encoding="utf-8").splitlines()]
    as_is = annotate(options, texts)
    names, links = zip(*(found(record, 0) for record in as_is))
    total = sum(map(len, names)), sum(map(len, links))
    print(f"{len(texts)} articles, {total[0]:,} names, {total[1]:,} links\n{'':62}articles   names   links")
    for way, change in WAYS.items():
        changed = [change(text) for text in texts]
        rows = []
        for record, old, other, own in zip(annotate(options, changed), texts, changed, zip(names, links)):
            skip = len(letters(other)) - len(letters(old))
            rows.append([len(before - after) for before, after in zip(own, found(record, skip))])
        articles = sum(1 for row in rows if any(row))
        print(f"{way:62}{articles:8}{sum(row[0] for row in rows):8}{sum(row[1] for row in rows):8}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
