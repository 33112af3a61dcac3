#!/usr/bin/env python3
"""How tidy the house is, in numbers: literals of grammar, dense predicates, names used twice, sizes, circles, test binaries.

usage: house.py [REVISION ...]       without one: the working tree; with several: a column for each

Tests inside the sources are left out. Reads git's objects, builds nothing.
"""
import collections
import re
import subprocess
import sys
from pathlib import Path

TAGS = """CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP
WP$ WRB XX _SP ADD AFX ADJ ADP ADV AUX CCONJ CONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ VERB SPACE ROOT acl acomp advcl advmod agent
amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj
nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp""".split()
# Labels that are words of English, too, count only where a word's tag, part of speech or label is compared.
AMBIGUOUS = {"agent", "case", "mark", "meta", "dep", "IN", "TO", "PART", "SPACE", "POS", "neg", "conj", "poss"}
GRAMMAR = re.compile(r"\b(?:tag|pos|dep)\b")


def sources(revision):
    """Every file of src/ with its text, tests cut off."""
    if revision is None:
        texts = {str(path): path.read_text() for path in sorted(Path("src").rglob("*.rs"))}
    else:
        names = git("ls-tree", "-r", "--name-only", revision, "src/").split()
        texts = {name: git("show", f"{revision}:{name}") for name in names if name.endswith(".rs")}
    return {name: text.split("#[cfg(test)]\nmod tests {")[0] for name, text in texts.items()}


def git(*arguments):
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout


def bare(text):
    """The text with comments and the insides of literals blanked, line ends kept."""
    pattern = r'//[^\n]*|r#".*?"#|b?"(?:\\.|[^"\\])*"|b?\'(?:\\.[^\']*|[^\'\\])\''
    blank = lambda match: '""' + "\n" * match[0].count("\n") if match[0][0] != "/" else ""
    return re.sub(pattern, blank, text, flags=re.S)


def functions(text):
    """(name, lines, signs of && and ||) of every function."""
    for match in re.finditer(r"\bfn (\w+)", text):
        deep, at = 0, match.end()
        while at < len(text) and not (text[at] == ";" and deep == 0):
            if text[at] in "([{":
                if text[at] == "{" and deep == 0:
                    break
                deep += 1
            elif text[at] in ")]}":
                deep -= 1
            at += 1
        if at >= len(text) or text[at] == ";":
            continue
        start, deep = at, 0
        while at < len(text):
            deep += (text[at] == "{") - (text[at] == "}")
            at += 1
            if deep == 0:
                break
        body = text[start:at]
        # `||` opens a closure without arguments where nothing stands before it to be joined.
        signs = body.count("&&") + len(re.findall(r"(?<=[\w)\]}?])\s+\|\|\s", body))
        yield match[1], body.count("\n") + 1, signs


def measures(revision):
    texts = sources(revision)
    literals = 0
    types = collections.Counter()
    dense, longest = [], ("", 0)
    for name, text in texts.items():
        for line in re.sub(r"//[^\n]*", "", text).splitlines():
            if name.endswith("article/grammar.rs"):
                break  # the one list of them
            found = [word for word in re.findall(r'"([A-Za-z_$]+)"', line) if word in TAGS]
            literals += sum(word not in AMBIGUOUS or bool(GRAMMAR.search(line)) for word in found)
        plain = bare(text)
        types.update(re.findall(r"^\s*(?:pub(?:\([^)]*\))? )?(?:struct|enum|trait|type) (\w+)", plain, re.M))
        for function, lines, signs in functions(plain):
            if signs >= 10:
                dense.append((signs, f"{name}::{function}"))
            longest = max(longest, (f"{name}::{function}", lines), key=lambda it: it[1])
    lines = {name: text.count("\n") for name, text in texts.items()}
    room = lambda *rooms: sum(n for name, n in lines.items() if name.startswith(tuple(f"src/{room}" for room in rooms)))
    twice = sum(count > 1 for count in types.values())
    return {
        "literals of tags, parts of speech and labels": literals,
        "functions with ten or more && and ||": f"{len(dense)} (most {max(dense, default=(0,))[0]})",
        "names of types used twice or more": twice,
        "files above 500 lines": sum(n > 500 for n in lines.values()),
        "longest file": max(lines.values()),
        "longest function": f"{longest[1]} ({longest[0].removeprefix('src/')})",
        "groups of files that import each other (tests/rooms.rs)": circles(revision),
        "lines of score/ and labelled/, without tests": f"{room('score')} + {room('labelled')}",
        "lines of links/, without tests": room("links"),
        "test binaries": test_binaries(revision),
        "crates that the pipeline alone needs": crates(revision),
    }


def text_of(revision, name):
    if revision is None:
        path = Path(name)
        return path.read_text() if path.exists() else ""
    return subprocess.run(["git", "show", f"{revision}:{name}"], capture_output=True, text=True, check=False).stdout


def circles(revision):
    """The known ones; the test fails on any other, and where it lists none, on all."""
    text = text_of(revision, "tests/rooms.rs")
    match = re.search(r"const CIRCLES[^=]*= \[(.*?)\];", text, re.S | re.M)
    if match:
        return match[1].count("&[")
    return 0 if "fn no_files_import_each_other" in text else "not watched"


def test_binaries(revision):
    if revision is None:
        files = [str(path) for path in Path("tests").glob("*.rs")] + [str(path) for path in Path("tests").glob("*/main.rs")]
    else:
        names = git("ls-tree", "-r", "--name-only", revision, "tests/").split()
        files = [name for name in names if re.fullmatch(r"tests/(\w+\.rs|\w+/main\.rs)", name)]
    return len(files)


def crates(revision):
    cargo = text_of(revision, "Cargo.toml")
    table = cargo.split("[dependencies]")[1].split("\n[")[0]
    return sum(bool(re.match(r"[\w-]+ = ", line)) and "optional = true" not in line for line in table.splitlines())


def main():
    revisions = sys.argv[1:] or [None]
    columns = [measures(revision) for revision in revisions]
    print("| measure | " + " | ".join(revision or "now" for revision in revisions) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(str(column[name]) for column in columns) + " |")


if __name__ == "__main__":
    main()
