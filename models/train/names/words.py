"""Word types: what the network sees of a word, computed once per distinct (text, norm)."""
import csv
import os
import sys

import numpy as np
from scipy.sparse import csr_matrix
from spacy.attrs import NORM, PREFIX, SHAPE, SUFFIX

U = np.uint64
ROWS = (5000, 1000, 2500, 2500)   # rows of the norm, prefix, suffix and shape tables; their hash seeds are 8 to 11


def hash4(ids, seed):
    """The four table positions of 64-bit ids: MurmurHash3 x64 128 of one integer, as spaCy's HashEmbed uses it."""
    with np.errstate(over='ignore'):
        mix = lambda h: (lambda a: a ^ (a >> U(33)))((lambda a: (a ^ (a >> U(33))) * U(0xc4ceb9fe1a85ec53))((h ^ (h >> U(33))) * U(0xff51afd7ed558ccd)))
        h1 = ids.astype(U) * U(0x87c37b91114253d5)
        h1 = ((h1 << U(31)) | (h1 >> U(33))) * U(0x4cf5ad432745937f)
        h1 = h1 ^ U(seed) ^ U(8)
        h2 = np.full_like(h1, seed ^ 8)
        h1 = h1 + h2
        h2 = h2 + h1
        h1, h2 = mix(h1), mix(h2)
        h1 = h1 + h2
        h2 = h2 + h1
        low = U(0xffffffff)
        return np.stack([h1 & low, h1 >> U(32), h2 & low, h2 >> U(32)], -1)


HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = os.path.join(HERE, '..', '..', 'names')
sys.path.insert(0, os.path.join(HERE, '..', 'places'))
from compile import fold  # noqa: E402

GRAMS = 4096            # rows of the table of letter triples
CLASSES = 512           # rows of the table of list memberships: one bit a list


def grams(word):
    """Table rows of the letter triples of a word: FNV-1a over the folded "<word>"."""
    text = '<' + fold(word)[:24] + '>'
    rows = []
    for i in range(len(text) - 2):
        h = 2166136261
        for b in text[i:i + 3].encode():
            h = (h ^ b) * 16777619 & 0xffffffff
        rows.append(h % GRAMS)
    return rows


class Lists:
    """Which lists a word stands in, as bits: 1 given name, 2 last name, 4 place, 8 large place, 16 first word of a longer
    place name, 32 country, 64 people, 128 word of an organisation's name, 256 written in capitals alone."""

    def __init__(self, places):
        self.bits = {}
        put = lambda word, bit: self.bits.__setitem__(word, self.bits.get(word, 0) | bit)
        rows = lambda name: csv.DictReader((l for l in open(os.path.join(NAMES, name), encoding='utf-8') if l[0] != '#'), delimiter='\t')
        for row in rows('persons.tsv'):
            for kind in row['kind'].split('|'):
                put(row['word'], {'given': 1, 'last': 2}[kind])
        for row in rows('nations.tsv'):
            for name in row['names'].split('|'):
                put(fold(name).split(' ')[0], 32)
            for name in (row['people'] or '').split('|'):
                for form in (name, name + 's'):
                    put(fold(form), 64)
        for row in rows('groups.tsv'):
            for form in (row['name'], row['name'] + 's'):
                put(fold(form), 64)
        for row in rows('words.tsv'):
            if row['class'] in ('org', 'company'):
                for form in row['forms'].split('|'):
                    put(form, 128)
        for key, people in places:
            first, _, rest = key.partition(' ')
            put(first, 16 if rest else 8 if people >= 50000 else 4)

    def of(self, word):
        """The bits of a word as written; words without a capital stand in no list."""
        if not word[:1].isupper():
            return 0
        return self.bits.get(fold(word), 0) | (256 if word.isupper() and len(word) > 1 else 0)


def places(folder):
    """(folded name, people of the largest place of that name) of the compiled gazetteer."""
    from safetensors.numpy import load_file
    table = load_file(os.path.join(folder, 'places.safetensors'))
    for line in open(os.path.join(folder, 'places.tsv'), encoding='utf-8'):
        key, value = line.rstrip('\n').split('\t')
        start, count = divmod(int(value), 32)
        found = table['postings'][start:start + count]
        main = found[found % 2 == 0] // 2
        if len(main):
            yield key, round(10 ** float(table['people'][main].max()))


class Types:
    """The registry. `rows` [4, types, 4] are table rows, `vector` the row of the vector table or -1."""

    def __init__(self, nlp, lists=None):
        self.lists = lists
        self.nlp, self.ids, self.texts, self._raw = nlp, {}, [], []
        self.table = nlp.vocab.vectors.data
        self.key2row = nlp.vocab.vectors.key2row
        self.count = 0

    def of(self, doc):
        """Type ids of a tokenised text."""
        out = np.empty(len(doc), np.int32)
        attrs = doc.to_array([NORM, PREFIX, SUFFIX, SHAPE])
        for i, token in enumerate(doc):
            key = (token.text, int(attrs[i, 0]))
            at = self.ids.get(key)
            if at is None:
                at = self.ids[key] = len(self.texts)
                self.texts.append(token.text)
                self._raw.append((attrs[i].astype(U), self.key2row.get(token.orth, -1)))
            out[i] = at
        return out

    def freeze(self):
        """Brings the arrays up to date with the types seen so far."""
        if self.count == len(self.texts):
            return
        raw = np.array([a for a, _ in self._raw], U)
        self.rows = np.stack([hash4(raw[:, i], 8 + i) % U(n) for i, n in enumerate(ROWS)]).astype(np.int32)
        self.vector = np.array([v for _, v in self._raw], np.int32)
        if self.lists:
            self.list = np.array([self.lists.of(t) for t in self.texts], np.int32)
            parts = [grams(t) for t in self.texts]
            lengths = [len(p) for p in parts]
            flat = np.fromiter((r for p in parts for r in p), np.int32)
            weight = np.repeat([1 / max(1, n) ** 0.5 for n in lengths], lengths).astype(np.float32)
            self.gram = csr_matrix((weight, flat, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(parts), GRAMS))
        self.count = len(self.texts)
