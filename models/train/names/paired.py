#!/usr/bin/env python3
"""How much better one reading of articles is than another: F1 of names, core and classes, with the interval of the difference by
paired bootstrap over outlets.   paired.py TOOLS_DIR GOLD BEFORE AFTER"""
import collections
import random
import sys

from folds import outlet

sys.path.insert(0, sys.argv[1])
import score_entities as scorer  # noqa: E402

CORE = ('PERSON', 'ORG', 'PLACE', 'NORP')
GROUPS = {'names': CORE + ('MISC', 'PRODUCT'), 'core': CORE, 'PERSON': ('PERSON',), 'ORG': ('ORG',), 'PLACE': ('PLACE',), 'NORP': ('NORP',),
          'MISC': ('MISC',)}


def counts(gold, pred):
    """{outlet: {group: [gold, found, right]}}."""
    out = collections.defaultdict(lambda: {g: [0, 0, 0] for g in GROUPS})
    for ident, article in gold.items():
        there, found = scorer.spans(article, scorer.MAP8, None), scorer.spans(pred[ident], scorer.MAP8, None)
        for group, labels in GROUPS.items():
            a, b = ({s for s in spans if s[2] in labels} for spans in (there, found))
            for i, n in enumerate((len(a), len(b), len(a & b))):
                out[outlet(ident)][group][i] += n
    return out


def f1(count, outlets, group):
    """F1 over some outlets, x 100."""
    gold, found, right = (sum(count[o][group][i] for o in outlets) for i in range(3))
    return 200 * right / max(1, gold + found)


def main():
    gold = scorer.load(sys.argv[2])
    before, after = (counts(gold, scorer.load(path)) for path in sys.argv[3:5])
    outlets, rng = sorted(before), random.Random(1)
    draws = [rng.choices(outlets, k=len(outlets)) for _ in range(1000)]
    print('      before            after             difference [95%, over outlets]')
    for group in GROUPS:
        low = lambda values: '[%.1f to %.1f]' % (sorted(values)[25], sorted(values)[974])
        a, b = ([f1(c, draw, group) for draw in draws] for c in (before, after))
        print(f'{group:6}', f'{f1(before, outlets, group):.1f}', low(a), f'{f1(after, outlets, group):.1f}', low(b),
              f'{f1(after, outlets, group) - f1(before, outlets, group):+.1f}', low([y - x for x, y in zip(a, b)]))


if __name__ == '__main__':
    main()
