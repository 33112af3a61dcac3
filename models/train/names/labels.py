"""Turns hand labels of other schemes, and the older model's own labels, into what the recogniser learns.

A span carries a *set* of labels: where the hand label says "a place" and nothing says which kind, the set is
{GPE, LOC} and the loss only asks that one of them wins. Spans marked `maybe` may also be no name at all.
"""
import collections
import re

PLACES = ('GPE', 'LOC', 'FAC')
OTHERS = ('EVENT', 'LAW', 'WORK_OF_ART', 'LANGUAGE', 'PRODUCT')
NUMBERS = ('DATE', 'TIME', 'MONEY', 'PERCENT', 'QUANTITY', 'CARDINAL', 'ORDINAL')
SAME = {'Person': ('PERSON',), 'Organization': ('ORG',), 'NORP': ('NORP',), 'Product': ('PRODUCT',), 'Facility': ('FAC',)}
CALENDAR = re.compile(r'^(\d+|,|(mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|'
                      r'august|september|october|november|december)$', re.I)
LOCATION = re.compile(r'\b(river|sea|ocean|lake|mountains?|mount|islands?|gulf|bay|valley|desert|africa|asia|europe|america|'
                      r'americas|pacific|atlantic|middle east|region|strait|peninsula|coast|forest|delta|plateau|'
                      r'north|south|east|west|latin america|oceania|balkans|caribbean|sahel|arctic|antarctica|border)\b', re.I)
LAW = re.compile(r'\b(act|law|code|constitution|treaty|accords?|agreement|bill|charter|convention|decree|ordinance|protocol|'
                 r'amendment|section \d+|article \d+)\b', re.I)
EVENT = re.compile(r'\b(cup|war|festival|games|championships?|day|olympics?|elections?|summit|conference|revolution|uprising|'
                   r'awards?|league|week|expo|fair|open|tournament|pandemic|massacre|genocide|navami|eid|ramadan|'
                   r'christmas|easter|holocaust|intifada|marathon|derby|grand prix|forum)\b', re.I)
LEAD = {'the', 'a', 'an'}
OUTER = set('"“”‘’\'`()[]{},;:') | {"''", '``'}


def trim(words, start, end):
    """A span of words without a leading article, a trailing possessive, quotes and brackets at the ends."""
    before = None
    while before != (start, end) and start < end:
        before = (start, end)
        while start < end and (words[start] in OUTER or words[start].isspace()):
            start += 1
        while start < end and (words[end - 1] in OUTER and not _closes(words, start, end) or words[end - 1].isspace()):
            end -= 1
        if end - start > 1 and words[end - 1] in ("'s", '’s', '`s'):
            end -= 1
        if end - start > 1 and words[start].lower() in LEAD:
            start += 1
    return start, end


def _closes(words, start, end):
    return words[end - 1] == ')' and '(' in words[start:end - 1]


def spans_of(words, hand, silver, majority):
    """The training spans [(start, end, labels, maybe)] of one article: `hand` and `silver` are (start, end, label)."""
    out = []
    for start, end, label in hand:
        text = ' '.join(words[start:end])
        start, end = trim(words, start, end)
        if start >= end or label in ('Date', 'Money') or CALENDAR.match(text):
            continue
        over = [l for a, b, l in silver if a < end and start < b]
        if label == 'Location':
            out.append((start, end, _place(text, over, majority), False))
        elif label == 'Misc':
            out.append((start, end) + _misc(text, over))
        else:
            out.append((start, end, SAME[label], False))
    out = _without_overlap(out)
    taken = {i for start, end, *_ in out for i in range(start, end)}
    for start, end, label in silver:
        if label not in NUMBERS:
            start, end = trim(words, start, end)
        if start < end and not taken.intersection(range(start, end)):
            if label in NUMBERS or label == 'LANGUAGE':
                out.append((start, end, (label,), False))
            elif label in ('LAW', 'WORK_OF_ART', 'EVENT'):
                out.append((start, end, (label,), True))
    return sorted(out)


def silver_spans(words, silver):
    """The older model's own labels as training spans, cut as ours are."""
    cut = [(*(trim(words, a, b) if l not in NUMBERS else (a, b)), (l,), False) for a, b, l in silver]
    return sorted(s for s in cut if s[0] < s[1])


def majority_of(documents):
    """For each text, the kind of place that the older model gives it most often: {lower-cased text: label}."""
    votes = collections.defaultdict(collections.Counter)
    for words, silver in documents:
        for start, end, label in silver:
            if label in PLACES:
                start, end = trim(words, start, end)
                votes[' '.join(words[start:end]).lower()][label] += 1
    return {text: count.most_common(1)[0][0] for text, count in votes.items()}


def _place(text, over, majority):
    found = [l for l in over if l in ('GPE', 'LOC')] or [l for l in [majority.get(text.lower())] if l in ('GPE', 'LOC')]
    if found:
        return (found[0],)
    return ('LOC',) if LOCATION.search(text) else ('GPE', 'LOC')


def _misc(text, over):
    found = [l for l in over if l in OTHERS and l != 'PRODUCT']
    if found:
        return (found[0],), False
    for pattern, label in ((LAW, 'LAW'), (EVENT, 'EVENT')):
        if pattern.search(text) and text != text.lower():
            return (label,), False
    return OTHERS, True


def _without_overlap(spans):
    out, free = [], 0
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if span[0] >= free:
            out.append(span)
            free = span[1]
    return out
