"""Peak memory of one worker on long articles, in every form of input: at most 300 MB plus 60 bytes a byte of the article.

    python tests/scripts/memory.py [--program FILE] [--sizes 1,4,16] [--only WORD] [--names]

Articles of that many megabytes: press text of our own with other numbers in every copy, repeated texts that were dear once, and the same in a page,
an archive, a crawl, a table and a record whose `meta` is as long. With --names only names are found. Exit code 1 when a row is above the bound.
"""

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def press(size):
    """Our articles one after the other, with other numbers in every copy."""
    articles = [path.read_text(encoding="utf-8").strip() for path in sorted((HOUSE / "corpus").glob("*.txt"))]
    parts, length, copy = [], 0, 0
    while length < size:
        for article in articles:
            parts.append(re.sub(r"\b\d\d\b", lambda found: str(10 + (int(found[0]) + copy) % 90), article))
            length += len(parts[-1]) + 2
        copy += 1
    return "\n\n".join(parts).encode()[:size].decode(errors="ignore")


def repeated(unit):
    return lambda size: unit * (size // len(unit.encode()))


def page(text, tag="p"):
    body = "".join(f"<{tag}>{part}</{tag}>" for part in text.split("\n\n"))
    return f"<html><head><title>T</title></head><body><article>{body}</article></body></html>"


def crawl(text):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(text).encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:1>\r\nContent-Length: {len(answer)}\r\n\r\n"
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


def zipped(path, text):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)


SHORT = "Police held 12 men in Gulu on Monday, the minister said, and two fled."
FILES = {
    "press.txt": press,
    "press.html": lambda size: page(press(size)),
    "press.warc.gz": lambda size: crawl(press(size)),
    "press.zip": press,
    "press.jsonl": lambda size: json.dumps({"id": "a", "text": press(size)}) + "\n",
    "press.csv": lambda size: 'id,text\na,"' + press(size).replace('"', '""') + '"\n',
    "press.md": press,
    "zeros.jsonl": lambda size: json.dumps({"id": "a", "text": SHORT, "meta": [0] * (size // 3)}) + "\n",
    "acronyms.txt": repeated("Anti Corruption Movement Entity (ACME) "),
    "and.txt": repeated("and 5 "),
    "percent.txt": repeated("5% "),
    "letters.txt": repeated("a "),
    "marks.txt": repeated("."),
    "word.txt": repeated("a"),
    "lines.txt": repeated("5\n"),
    "names.txt": repeated("Lagos, "),
    "quotes.txt": repeated("\" "),
}


def cost(options, path):
    """Processor seconds and peak memory in MB of one run, and its exit code."""
    names = ["--only", "names"] if options.names else []
    command = [options.program, "annotate", "-j", "1", "--quiet", *names, str(path)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (options.limit, options.limit))
    )
    _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def row(options, folder, name, megabytes):
    """One line of the table; whether it is within the bound."""
    path, content = folder / name, FILES[name](megabytes * 1_000_000)
    if name.endswith(".zip"):
        zipped(path, content)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    article = len(SHORT) / 1e6 if name == "zeros.jsonl" else megabytes
    seconds, peak, code = cost(options, path)
    path.unlink()
    bound = 300 + 60 * article
    held = peak * 1.048576 <= bound and code in (0, 1)
    print(f"{name:16}{megabytes:4} MB{peak * 1.048576:9.0f} MB of{bound:6.0f}{seconds:9.1f} s  exit {code}{'' if held else '  !'}", flush=True)
    return held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/headcount")
    parser.add_argument("--sizes", default="1,4,16", help="megabytes of an article")
    parser.add_argument("--limit", default=1200, type=int, help="processor seconds of one run")
    parser.add_argument("--only", help="files whose name has this")
    parser.add_argument("--names", action="store_true", help="names only")
    options = parser.parse_args()
    options.program = str(Path(options.program).resolve())
    print(f"{'file':16}{'article':>7}{'peak':>12}{'bound':>9}{'processor':>10}")
    chosen = [name for name in FILES if not options.only or options.only in name]
    with tempfile.TemporaryDirectory() as folder:
        held = [row(options, Path(folder), name, int(size)) for size in options.sizes.split(",") for name in chosen]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
