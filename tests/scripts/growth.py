"""What one article of a repeated text costs as it grows: processor seconds and peak memory at n, 2n and 4n bytes.

    python tests/scripts/growth.py [--program FILE] [--size N] [--limit SECONDS] [--only WORD]

Work that grows with the length alone takes twice the seconds for twice the text: the last column is the seconds at 4n over those at 2n,
less what the start of the program takes; 2 is linear, 4 quadratic. Memory is told as MB above the start and as bytes a byte of text.
With --limit a run over it ends there and its row says so. Exit code 1 when a row is above --ratio (3) or above 300 MB plus 60 bytes a byte.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

NOISE = 0.4


def numbers(size):
    """Many different numbers."""
    return " ".join(str(at) for at in range(size // 4))[:size]


def organisations(size):
    """Many different organisations."""
    return "".join(f"Arvo {letters(at)} Company said. " for at in range(size // 20))[:size]


def letters(at):
    """A different capitalised word for every number."""
    word = ""
    while at or not word:
        word += chr(97 + at % 26)
        at //= 26
    return "K" + word


def acronyms(size):
    """Many different organisations with their acronyms."""
    return "".join(f"Anti {letters(at)} Movement Entity (A{letters(at).upper()[:3]}ME) " for at in range(size // 30))[:size]


def people(size):
    """Many different people with ages."""
    return "".join(f"Ana {letters(at)}, {at % 90}, " for at in range(size // 12))[:size]


TEXTS = {
    **{unit: (lambda size, unit=unit: unit * (size // len(unit.encode()))) for unit in [
        "and 5 ", "5% ", "between 5 and ", "one of the ", "€1bn ", "the men ", "2020-", "12 men, ",
        "Anti Corruption Movement Entity (ACME) ", "Mr Ruiz said ", "he said 5 men were held ", "\"", "(5 ", "5/", "5, ", "5-", "$5,000/$6,000 ", "of the 5 ", "in Lagos ",
        "that 5 who ", "Section 5 of the Arvo Act, ", "5 May 2020 ", "A ", "a", "1", "- ", "\n", ". ", "Arvo ", "police of the town in ", "aged 5 and ", "Lagos (5), ", "said ", "5 men. ",
    ]},
    "many numbers": numbers,
    "many organisations": organisations,
    "many acronyms": acronyms,
    "many people": people,
}


def cost(program, text, limit):
    """Processor seconds and peak memory in MB of one run."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        process = subprocess.Popen(
            [program, "annotate", "-j", "1", "--quiet", file.name],
            stdout=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
        )
        _, status, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, status


def row(options, name, make, start):
    """One line of the table; whether it is within the bounds."""
    seconds, memory, sizes = [], [], []
    for size in (options.size, 2 * options.size, 4 * options.size):
        text = make(size)
        spent, peak, status = cost(options.program, text, options.limit)
        if status:
            print(f"{name[:40]!r:44} status {status} at {size} bytes", flush=True)
            return False
        seconds.append(max(spent - start[0], 0))
        memory.append(max(peak - start[1], 0))
        sizes.append(len(text.encode()))
    ratio = seconds[2] / seconds[1] if seconds[2] > NOISE else 0
    each = max(memory[2] - memory[1], 0) * 1e6 / (sizes[2] - sizes[1])
    held = memory[2] + start[1] <= 300 + 60 * sizes[2] / 1e6 and ratio <= options.ratio
    cells = "".join(f"{one:8.2f}" for one in seconds)
    print(f"{name[:40]!r:44}{cells}{ratio:7.1f}{memory[2]:9.0f} MB{each:8.0f}{'' if held else '  !'}", flush=True)
    return held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/headcount", type=str)
    parser.add_argument("--size", default=25_000, type=int)
    parser.add_argument("--limit", default=120, type=int, help="processor seconds of one run")
    parser.add_argument("--ratio", default=3.0, type=float, help="seconds at 4n over those at 2n that are still linear")
    parser.add_argument("--only", help="texts whose name has this")
    options = parser.parse_args()
    options.program = str(Path(options.program).resolve())
    start = cost(options.program, "Police arrested 17 men.\n", options.limit)[:2]
    head = "".join(f"{times * options.size // 1000:>6} kB" for times in (1, 2, 4))
    print(f"{'repeated text':44}{head}  ratio   memory  bytes a byte   (start: {start[0]:.2f} s, {start[1]:.0f} MB)")
    chosen = [(name, make) for name, make in TEXTS.items() if not options.only or options.only in name]
    held = [row(options, name, make, start) for name, make in chosen]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
