#!/usr/bin/env python3
"""oracle_numbers.py - random numbers up to 10^15, spelt by num2words (PyPI), read back by headcount: all must be exact.

usage: oracle_numbers.py BINARY [--count 100000] [--seed 1]      run the oracle; exit code 1 where a number differs
       oracle_numbers.py --sample FILE [--count 1200] [--seed 1] write the sample that the offline tests read

Half of the numbers are drawn evenly on the logarithmic scale, so that short ones are as frequent as long ones. Numbers
that the Indian style of num2words can spell (below 10^10) are spelt in either style. Half of all are then put as the press
of South Asia and West Africa writes them (HABITS): "hundred and fifty", "thousand", "lakh" and "crore" without "one", without
commas, hyphens or "and", or in digits and words ("12 lakh 35 thousand"). Needs: pip install num2words
"""
import argparse
import json
import random
import re
import subprocess
import sys
import tempfile

from num2words import num2words

MOST = 10**15
MOST_INDIAN = 10**10 - 1
PER_ARTICLE = 100


def bare(number, words):
    """"one hundred and fifty" without its "one"."""
    return re.sub(r"^one (hundred|thousand|lakh|crore|million|billion)\b", r"\1", words)


def plain(number, words):
    """No commas, no hyphens."""
    return words.replace(",", "").replace("-", " ")


def without_and(number, words):
    """No "and", as in American and much Indian usage."""
    return words.replace(" and ", " ")


def mixed(number, words):
    """Whole crores, lakhs and thousands in digits with their words: "12 lakh 35 thousand"."""
    scales = [(10**7, "crore"), (10**5, "lakh"), (10**3, "thousand")]
    parts, rest = [], number - number % 1000
    for scale, name in scales:
        if rest >= scale:
            parts.append(f"{rest // scale} {name}")
            rest %= scale
    return " ".join(parts) if number % 1000 == 0 and 10**3 <= number < 10**10 else words


HABITS = [bare, plain, without_and, mixed, lambda number, words: plain(number, bare(number, words))]


def numbers(count, seed):
    """Pairs of a number and its words."""
    rnd = random.Random(seed)
    for _ in range(count):
        number = rnd.randint(1, MOST) if rnd.random() < .5 else int(10 ** rnd.uniform(0, 15))
        habit = rnd.choice(HABITS) if rnd.random() < .5 else None
        if habit is mixed:
            number = max(number % 10**10 // 1000, 1) * 1000
        if habit in (bare, HABITS[-1]) and rnd.random() < .5:
            number = rnd.choice([100, 1000, 10**5, 10**7]) + rnd.randint(0, 99)
        indian = number <= MOST_INDIAN and rnd.random() < .5
        words = num2words(number, lang="en_IN" if indian else "en")
        yield number, habit(number, words) if habit else words


def articles(pairs):
    for start in range(0, len(pairs), PER_ARTICLE):
        # "One votes" is a person who votes.
        cast = lambda number: " vote was cast." if number == 1 else " votes were cast."
        lines = [words[0].upper() + words[1:] + cast(number) for number, words in pairs[start:start + PER_ARTICLE]]
        yield {"id": str(start), "text": "\n\n".join(lines)}


def read_back(binary, pairs):
    """Values that the program finds, one list a number."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for article in articles(pairs):
            file.write(json.dumps(article) + "\n")
        file.flush()
        done = subprocess.run([binary, "annotate", "--quiet", file.name], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        record = json.loads(line)
        start = 0
        for paragraph in record["text"].split("\n\n"):
            end = start + len(paragraph)
            yield [q.get("value") for q in record["quantities"] if start <= q["start"] < end]
            start = end + 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--sample", metavar="FILE")
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.sample:
        with open(options.sample, "w", encoding="utf-8") as file:
            file.write("# Numbers spelt by num2words, Western and Indian style, half of them as South Asia and West Africa write, by tests/scripts/oracle_numbers.py --sample\n")
            # "one" counts only where syntax says so, and the offline test reads words without syntax.
            for number, words in (pair for pair in numbers(options.count or 1200, options.seed) if pair[0] > 1):
                file.write(f"{number}\t{words}\n")
        return 0
    if not options.binary:
        parser.error("name the program, or a file for --sample")
    pairs = list(numbers(options.count or 100_000, options.seed))
    wrong = [(number, words, got) for (number, words), got in zip(pairs, read_back(options.binary, pairs)) if got != [number]]
    for number, words, got in wrong[:20]:
        print(f"{number}: {words}: read as {got}")
    print(f"{len(pairs) - len(wrong)} of {len(pairs)} numbers read back exactly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
