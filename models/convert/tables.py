"""The text tables of models/engine: string ids, character classes, tokenizer, attribute ruler, lemmatizer.

A table is UTF-8 text: a first line `table NAME format 1 rows N`, a second line with the column names, then N rows
with tab-separated fields, sorted by their first fields' bytes. Fields are exact: blanks at their ends count.
"""

import json
import re

import srsly
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS

FORMAT = 1


def table(out, name, columns, rows):
    rows = sorted(rows, key=lambda row: [field.encode() for field in row])
    for row in rows:
        assert len(row) == len(columns) and not any(mark in field for field in row for mark in "\t\n\r"), row
    lines = [f"table {name} format {FORMAT} rows {len(rows)}", "\t".join(columns), *("\t".join(row) for row in rows)]
    (out / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


# ---- string ids ----

MASK = (1 << 64) - 1


def murmur64a(data, seed=1):
    """MurmurHash64A (Austin Appleby, public domain), the hash of spaCy's string store."""
    m, r = 0xC6A4A7935BD1E995, 47
    h = (seed ^ len(data) * m) & MASK
    whole = len(data) - len(data) % 8
    for at in range(0, whole, 8):
        k = int.from_bytes(data[at : at + 8], "little") * m & MASK
        h = (h ^ ((k ^ k >> r) * m & MASK)) * m & MASK
    if data[whole:]:
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & MASK
    h = (h ^ h >> r) * m & MASK
    return h ^ h >> r


def string_id(text):
    return IDS[text] if text in IDS else murmur64a(text.encode())


def strings(model, out):
    table(out, "symbols", ["name", "id"], [(name, str(number)) for name, number in IDS.items() if name])
    # The model's own norms win over the language's base norms.
    norms = {string_id(word): norm for word, norm in BASE_NORMS.items()}
    lookups = srsly.msgpack_loads((model / "vocab/lookups.bin").read_bytes())
    norms |= {int(key): norm for key, norm in lookups["lexeme_norm"].items()}
    table(out, "norms", ["id", "norm"], [(f"{key:016x}", norm) for key, norm in norms.items()])


# ---- tokenizer ----


class Rules:
    """The model's own regular expressions, from which classes and exceptions are probed."""

    def __init__(self, model):
        self.stored = srsly.msgpack_loads((model / "tokenizer").read_bytes())
        assert self.stored["token_match"] is None and self.stored["faster_heuristics"]
        self.prefix = re.compile(self.stored["prefix_search"]).search
        self.suffix = re.compile(self.stored["suffix_search"]).search
        self.infix = re.compile(self.stored["infix_finditer"]).finditer
        self.url = re.compile(self.stored["url_match"]).match

    def prefix_len(self, text):
        found = self.prefix(text)
        return found.end() if found else 0

    def suffix_len(self, text):
        found = self.suffix(text)
        return len(text) - found.start() if found else 0

    def infixes(self, text):
        return [match.span() for match in self.infix(text)]


def char_classes(rules):
    """Letter of each class -> whether a character belongs to it. src/tokens/chars.rs says what they are for."""
    return {
        "a": lambda c: c.isalpha(),
        "u": lambda c: c.isalpha() and c.isupper(),
        "d": lambda c: c.isdigit(),
        "n": lambda c: bool(rules.url(f"a.aa:{c}{c}")),
        "w": lambda c: bool(rules.url(f"{c}{c}://a.aa")),
        "L": lambda c: bool(rules.url(f"a.{c}{c}")),
        "A": lambda c: (1, 2) in rules.infixes(f"a,{c}"),
        "l": lambda c: (1, 2) in rules.infixes(f"{c}.A"),
        "r": lambda c: (1, 2) in rules.infixes(f"a.{c}"),
        "U": lambda c: rules.suffix_len(f"{c}A.") == 1,
        "f": lambda c: rules.suffix_len(f"{c}.") == 1,
        "p": lambda c: c != "+" and rules.prefix_len(c) == 1,
        "s": lambda c: rules.suffix_len(c) == 1,
        "i": lambda c: rules.infixes(c) == [(0, 1)],
    }


def chars(rules, out):
    classes, runs = char_classes(rules), []
    for code in range(0x110000):
        char = chr(code)
        if 0xD800 <= code < 0xE000:
            continue
        found = "".join(letter for letter, holds in classes.items() if holds(char))
        if runs and runs[-1][1] == code - 1 and runs[-1][2] == found:
            runs[-1][1] = code
        else:
            runs.append([code, code, found])
    table(out, "chars", ["first", "last", "classes"], [(f"{a:06x}", f"{b:06x}", c) for a, b, c in runs if c])


def affixes(rules, out):
    """Literal pieces of more than one character, read from the expressions themselves."""
    prefix = [re.sub(r"\\(.)", r"\1", piece[1:]) for piece in rules.stored["prefix_search"].split("|")]
    after_digit = re.findall(r"\(\?<=\[0-9\]\)\(\?:([^)]*)\)\$", rules.stored["suffix_search"])
    hyphens = re.findall(r"\(\?:(-\|[^)]*~)\)", rules.stored["infix_finditer"])
    assert len(after_digit) == 2 and len(hyphens) == 1
    rows = {("prefix", text) for text in prefix if len(text) == 3 and text.endswith("$") or text in ("C$", "A$")}
    rows |= {("after_digit", re.sub(r"\\(.)", r"\1", text)) for group in after_digit for text in group.split("|")}
    rows |= {("hyphen", text) for text in hyphens[0].split("|")}
    assert sum(kind == "prefix" for kind, _ in rows) == 3
    table(out, "affixes", ["kind", "text"], rows)


def plain_pieces(rules, text):
    """`text` cut without exceptions: the pieces in which the second pass looks for it. Keys hold no blank."""
    front, back, last = [], [], 0
    while text and len(text) != last:
        last = len(text)
        p = rules.prefix_len(text)
        q = rules.suffix_len(text[p:])
        if p and q and p + q > len(text):
            q = 0
        if p:
            front.append(text[:p])
        if q:
            back.append(text[len(text) - q :])
        text = text[p : len(text) - q]
    middle, start = [], 0
    if text and rules.url(text):
        middle = [text]
    elif text:
        for a, b in rules.infixes(text):
            if a == 0:
                continue
            middle += [piece for piece in (text[start:a], text[a:b]) if piece]
            start = b
        middle += [text[start:]] if text[start:] else []
    return front + middle + back[::-1]


ORTH, NORM = 65, 67


def exceptions(rules, out):
    """`tokens` and `norms` are separated by U+001F; an empty norm means the usual rules. `pieces` is filled where the
    first pass can break the text apart, so that a second pass has to look for it."""
    rows = []
    for text, tokens in rules.stored["exceptions"].items():
        orths, norms = [t[ORTH] for t in tokens], [t.get(NORM) or "" for t in tokens]
        if text in ("\t", "\n", " "):
            assert (orths, norms) == ([text], [""])  # white space is never cut: the exception changes nothing
            continue
        assert "".join(orths) == text and " " not in text
        apart = rules.prefix_len(text) or rules.suffix_len(text) or rules.infixes(text)
        pieces = plain_pieces(rules, text) if apart else []
        rows.append((text, "\x1f".join(orths), "\x1f".join(norms), "\x1f".join(pieces)))
    table(out, "exceptions", ["text", "tokens", "norms", "pieces"], rows)


# ---- attribute ruler ----


def canonical(morph):
    """Features in spaCy's order, by name without regard to case; empty for none."""
    return "" if morph == "_" else "|".join(sorted(morph.split("|"), key=str.lower))


def ruler(model, out):
    """One JSON object a line: `when` is a list of alternatives, each a list of conditions for consecutive tokens."""
    lines = []
    for rule in srsly.msgpack_loads((model / "attribute_ruler/patterns").read_bytes()):
        attrs = dict(rule["attrs"])
        if "MORPH" in attrs:
            attrs["MORPH"] = canonical(attrs["MORPH"])
        for pattern in rule["patterns"]:
            conditions = [{key: condition(value) for key, value in token.items()} for token in pattern]
            assert 0 <= rule["index"] < len(pattern) <= 2
            lines.append(json.dumps({"when": conditions, "at": rule["index"], "set": attrs}, ensure_ascii=False))
    head = json.dumps({"format_version": FORMAT, "rules": len(lines)})
    (out / "ruler.jsonl").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def condition(value):
    """`{"in": [...]}`, `{"not_in": [...]}` or a truth value. The three expressions of the model are finite: listed."""
    finite = {"^n'?t$": ["n't", "nt"], "^n[ou]thin'$": ["nothin'", "nuthin'"], "^y'?$": ["y'", "y"]}
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"in": [value]}
    ((operator, operand),) = value.items()
    if operator == "REGEX":
        return {"in": finite[operand]}
    return {{"IN": "in", "NOT_IN": "not_in"}[operator]: operand}


# ---- lemmatizer ----

POS = ("adj", "adv", "noun", "verb", "punct")


def lemmas(model, out):
    stored = srsly.msgpack_loads((model / "lemmatizer/lookups/lookups.bin").read_bytes())
    by_pos = lambda name: {pos: stored[name].get(string_id(pos), type(stored[name].get(string_id("noun")))()) for pos in POS}
    rules, exceptions_, index = by_pos("lemma_rules"), by_pos("lemma_exc"), by_pos("lemma_index")
    assert sum(map(len, rules.values())) == sum(map(len, stored["lemma_rules"].values()))
    assert sum(map(len, index.values())) == sum(map(len, stored["lemma_index"].values()))
    order = [(pos, f"{at:02}", old, new) for pos in POS for at, (old, new) in enumerate(rules[pos])]
    table(out, "lemma_rules", ["pos", "order", "old", "new"], order)
    forms = [(form, pos, "|".join(found)) for pos in POS for form, found in exceptions_[pos].items()]
    table(out, "lemma_exceptions", ["form", "pos", "lemmas"], forms)
    letters = {}
    for pos in POS:
        for word in index[pos]:
            letters[word] = letters.get(word, "") + pos[2]
    table(out, "lemma_index", ["lemma", "pos"], letters.items())


def write(model, out):
    rules = Rules(model)
    strings(model, out)
    chars(rules, out)
    affixes(rules, out)
    exceptions(rules, out)
    ruler(model, out)
    lemmas(model, out)
