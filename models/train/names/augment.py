"""Makes the training articles vary: names are exchanged for others of their kind, sentences lose or gain capitals."""
import re

import numpy as np


class Bank:
    """Names to put in: {label: [type ids of one name]}, split by whether the name is one word."""

    def __init__(self, types, nlp):
        self.types, self.nlp, self.seen, self.lists, self.single = types, nlp, {}, {}, {}

    def words(self, name):
        """Type ids of a name."""
        if name not in self.seen:
            self.seen[name] = self.types.of(self.nlp.make_doc(name))
        return self.seen[name]

    def fill(self, label, names):
        """Adds names of one label."""
        for name in names:
            ids = self.words(name)
            if 0 < len(ids) <= 8:
                self.add(label, ids)

    def add(self, label, ids):
        """Adds one name."""
        self.lists.setdefault((label, len(ids) == 1), []).append(ids)

    def settle(self):
        """Fixes each label's share of one-word names, for templates."""
        for label in {label for label, _ in self.lists}:
            one, more = (len(self.lists.get((label, single), ())) for single in (True, False))
            self.single[label] = one / (one + more)


def exchange(article, bank, share, rng):
    """The article with `share` of its exchangeable names replaced; spans move along."""
    ids, spans = article['types'], []
    parts, done, shift = [], 0, 0
    for start, end, labels, maybe in article['spans']:
        new = None
        if not maybe and rng.random() < share:
            kind = labels[0] if len(labels) == 1 else 'GPE' if labels == ('GPE', 'LOC') else None
            stock = bank.lists.get((kind, end - start == 1))
            if stock:
                new = stock[rng.integers(len(stock))]
        if new is None:
            spans.append((start + shift, end + shift, labels, maybe))
            continue
        parts += [ids[done:start], new]
        done = end
        spans.append((start + shift, start + shift + len(new), (kind,), maybe))
        shift += len(new) - (end - start)
    parts.append(ids[done:])
    return dict(article, types=np.concatenate(parts), spans=spans)


def recase(article, bank, share, rng):
    """The article with `share` of its lines in capitals (two thirds) or lower case (one third)."""
    ids, texts = article['types'].copy(), bank.types.texts
    breaks = [-1] + [i for i in range(len(ids)) if '\n' in texts[ids[i]]] + [len(ids)]
    for before, after in zip(breaks, breaks[1:]):
        if after - before > 60 or rng.random() >= share:
            continue
        change = str.upper if rng.random() < 0.67 else str.lower
        for i in range(before + 1, after):
            new = bank.words(change(texts[ids[i]]))
            if len(new) == 1:
                ids[i] = new[0]
    return dict(article, types=ids)


def fill(templates, bank, rng):
    """An article of one line: a random template with its slots filled."""
    template = templates[rng.integers(len(templates))]
    parts, spans, at = [], [], 0
    for piece in re.split(r'(\{[A-Z_]+\})', template):
        if piece.startswith('{'):
            label = piece[1:-1]
            stock = bank.lists.get((label, rng.random() < bank.single.get(label, 0)))
            ids = stock[rng.integers(len(stock))]
            spans.append((at, at + len(ids), (label,), False))
        elif piece.strip():
            ids = bank.words(piece.strip())
        else:
            continue
        parts.append(ids)
        at += len(ids)
    return {'types': np.concatenate(parts), 'spans': spans}
