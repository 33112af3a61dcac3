"""Word types: what the network sees of a word, computed once per distinct (text, norm)."""
import numpy as np
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


class Types:
    """The registry. `rows` [4, types, 4] are table rows, `vector` the row of the vector table or -1."""

    def __init__(self, nlp):
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
        self.count = len(self.texts)
