#!/usr/bin/env python3
"""Trains the name recogniser from en_core_web_md's weights; README.md beside this file is the recipe.

  train.py --model DIR --base model.safetensors --train worldwide-train.jsonl --dev worldwide-dev.jsonl --out names.safetensors
"""
import argparse
import collections
import json
import os
import pickle
import time

import numpy as np
import spacy
from safetensors.numpy import load_file, save_file

import augment
import folds
import labels
import network
from words import Lists, Types, places

LABELS = ('ORG', 'DATE', 'PERSON', 'GPE', 'MONEY', 'CARDINAL', 'NORP', 'PERCENT', 'WORK_OF_ART', 'LOC', 'TIME', 'QUANTITY',
          'FAC', 'EVENT', 'ORDINAL', 'PRODUCT', 'LAW', 'LANGUAGE')      # the order of the moves in the base model
MOVES = [a + '-' + l for a in 'BILU' for l in LABELS] + ['U-', 'O']
INDEX = {m: i for i, m in enumerate(MOVES)}
CLASSES = {'PERSON': 'PERSON', 'ORG': 'ORG', 'GPE': 'PLACE', 'LOC': 'PLACE', 'FAC': 'PLACE', 'NORP': 'NORP', 'PRODUCT': 'PRODUCT',
           'EVENT': 'MISC', 'LAW': 'MISC', 'WORK_OF_ART': 'MISC', 'LANGUAGE': 'MISC'}
HAND = {'Person': 'PERSON', 'Organization': 'ORG', 'Location': 'PLACE', 'Facility': 'PLACE', 'NORP': 'NORP', 'Product': 'PRODUCT',
        'Misc': 'MISC'}


def read(path, nlp, cache):
    """Articles with their tokens and the base model's own names (kept in `cache`, a folder)."""
    kept = os.path.join(cache, os.path.basename(path) + '.pkl')
    if os.path.exists(kept):
        return pickle.load(open(kept, 'rb'))
    if path.endswith('.jsonl'):
        records = [json.loads(line) for line in open(path, encoding='utf-8')]
    else:
        records = [{'id': str(i), 'text': line.strip()} for i, line in enumerate(open(path, encoding='utf-8')) if line.strip()]
    out = []
    for r, doc in zip(records, nlp.pipe((r['text'] for r in records), batch_size=8)):
        hand = []
        for e in r.get('entities', ()):
            span = doc.char_span(e['start'], e['end'], alignment_mode='expand')
            if span is not None:
                hand.append((span.start, span.end, e['label']))
        out.append({'id': r['id'], 'text': r['text'], 'hand': hand, 'silver': [(e.start, e.end, e.label_) for e in doc.ents],
                    'words': [t.text for t in doc]})
    pickle.dump(out, open(kept, 'wb'))
    return out


def targets(article, types, rng):
    """Per token: state (indexes or -1), the label that is open (-1: none), the moves asked for, and a weight."""
    n = len(article['types'])
    second, third, open_label = (np.full(n, -1, np.int32) for _ in range(3))
    asked = np.zeros(n, object)
    asked[:] = ((INDEX['O'],),)
    weight = np.full(n, article.get('weight', 1.0), np.float32)
    for i in range(n):
        if types.blank[article['types'][i]]:
            weight[i] = 0
    for start, end, names, maybe in article['spans']:
        first = 'U' if end - start == 1 else 'B'
        moves = tuple(INDEX[first + '-' + l] for l in names)
        if maybe:
            asked[start] = moves + tuple(INDEX[('B' if first == 'U' else 'U') + '-' + l] for l in names) + (INDEX['O'],)
            weight[start + 1:end] = 0
            continue
        asked[start] = moves
        y = LABELS.index(names[rng.integers(len(names))] if rng.random() > 0.15 else LABELS[rng.integers(len(LABELS))])
        for i in range(start + 1, end):
            second[i], third[i], open_label[i] = start, i - 1, y
            asked[i] = (INDEX[('L' if i == end - 1 else 'I') + '-' + LABELS[y]],)
    return second, third, open_label, asked, weight


def batches(articles, types, size, rng):
    """Random batches of about `size` tokens; long articles are cut at line ends."""
    pieces = []
    for a in articles:
        n, at = len(a['types']), 0
        state = targets(a, types, rng)
        while at < n:
            end = min(n, at + size)
            while end < n and end > at + size // 2 and not types.blank[a['types'][end - 1]]:
                end -= 1
            shift = lambda x: np.where(x[at:end] >= at, x[at:end] - at, -1)
            pieces.append((a['types'][at:end], shift(state[0]), shift(state[1]), state[2][at:end], state[3][at:end], state[4][at:end]))
            at = end
    rng.shuffle(pieces)
    batch, n = [], 0
    for piece in pieces:
        batch.append(piece)
        n += len(piece[0])
        if n >= size:
            yield batch
            batch, n = [], 0
    if batch:
        yield batch


def loss_gradient(score, open_label, asked, weight, smooth):
    """Cross entropy over the valid moves against the sum of the moves asked for."""
    n = len(score)
    valid = np.zeros(score.shape, bool)
    closed = open_label < 0
    valid[closed, :18] = valid[closed, 54:72] = valid[closed, 73] = True
    rows = np.flatnonzero(~closed)
    valid[rows, 18 + open_label[rows]] = valid[rows, 36 + open_label[rows]] = True
    right = np.zeros(score.shape, bool)
    lengths = np.fromiter((len(a) for a in asked), int, n)
    right[np.repeat(np.arange(n), lengths), np.fromiter((m for a in asked for m in a), int, int(lengths.sum()))] = True
    s = np.where(valid, score, -np.inf)
    s -= s.max(1, keepdims=True)
    q = np.exp(s)
    q /= q.sum(1, keepdims=True)
    mass = np.where(right, q, 0)
    total = mass.sum(1, keepdims=True)
    want = mass / np.maximum(total, 1e-9)
    want[total[:, 0] < 1e-9] = 0
    want = np.where((total < 1e-9) & right, 1.0 / lengths[:, None], want)
    want = (1 - smooth) * want + smooth * valid / valid.sum(1, keepdims=True)
    loss = -(weight * np.log(np.maximum(total[:, 0], 1e-9))).sum()
    return loss, ((q - want) * weight[:, None] / max(1.0, weight.sum())).astype(np.float32)


def step(p, types, batch, dropout, drop_word, smooth):
    """Loss, weight and gradients of one batch."""
    ids = np.concatenate([b[0] for b in batch])
    offsets = np.cumsum([0] + [len(b[0]) for b in batch])
    move = lambda k: np.concatenate([np.where(b[k] >= 0, b[k] + o, -1) for b, o in zip(batch, offsets)])
    second, third = move(1), move(2)
    open_label, weight = (np.concatenate([b[k] for b in batch]) for k in (3, 5))
    asked = np.concatenate([b[4] for b in batch])
    unique, inverse = np.unique(ids, return_inverse=True)
    e, below = network.embed(p, types, unique, np.random.random(len(unique)) < drop_word)
    at, size = network.places_of([len(b[0]) for b in batch])
    t, between = network.encode(p, e[inverse], at, size, dropout)
    score, above = network.scores(p, t, second, third)
    loss, ds = loss_gradient(score, open_label, asked, weight, smooth)
    grad = {}
    dt = network.scores_back(p, grad, ds, t, second, third, above)
    dtokens = network.encode_back(p, grad, dt, between)
    order = np.argsort(inverse, kind='stable')
    de = np.add.reduceat(dtokens[order], np.searchsorted(inverse[order], np.arange(len(unique))), axis=0)
    network.embed_back(p, types, grad, de, below)
    return loss, weight.sum(), grad


def predict(p, types, articles):
    """Greedy reading of all articles side by side: a list of [(start, end, label)] each."""
    lengths = [len(a['types']) for a in articles]
    ids = np.concatenate([a['types'] for a in articles])
    unique, inverse = np.unique(ids, return_inverse=True)
    e = network.embed(p, types, unique)[0][inverse]
    t = np.empty_like(e)
    offsets = np.cumsum([0] + lengths)
    for a, b in zip(offsets, offsets[1:]):
        at, size = network.places_of([b - a])
        t[a:b] = network.encode(p, e[a:b], at, size)[0]
    h = t @ p['lin.W'].T + p['lin.b']
    slots = [h @ w.T for w in p['lower.W']]
    blank = types.blank[ids]
    start, label = np.full(len(lengths), -1), np.full(len(lengths), -1)
    found = [[] for _ in articles]
    for i in range(max(lengths)):
        live = np.flatnonzero(np.array(lengths) > i)
        at = offsets[live] + i
        opened = start[live] >= 0
        a = slots[0][at] + p['lower.b']
        a += np.where(opened[:, None], slots[1][start[live]], p['lower.pad'][1])
        a += np.where(opened[:, None], slots[2][at - 1], p['lower.pad'][2])
        hidden = np.maximum(a[:, :64], a[:, 64:])
        s = hidden @ p['upper.W'].T + p['upper.b']
        last = np.array(lengths)[live] == i + 1
        s[:, 72] = -np.inf
        s[opened, :18] = s[opened, 54:74] = -np.inf
        s[~opened, 18:54] = -np.inf
        s[last, :36] = -np.inf
        s[~opened & blank[at], :73] = -np.inf
        rows = np.flatnonzero(opened)
        own = np.zeros((len(rows), 36), bool)
        own[np.arange(len(rows)), label[live][rows]] = own[np.arange(len(rows)), 18 + label[live][rows]] = True
        s[rows[:, None], np.arange(18, 54)[None]] = np.where(own, s[rows][:, 18:54], -np.inf)
        for doc, move in zip(live, s.argmax(1)):
            kind, y = MOVES[move][0], move % 18
            if kind == 'B':
                start[doc], label[doc] = offsets[doc] + i, y
            elif kind == 'U':
                found[doc].append((i, i + 1, LABELS[y]))
            elif kind == 'L':
                found[doc].append((start[doc] - offsets[doc], i + 1, LABELS[y]))
                start[doc] = label[doc] = -1
    return found


def score(articles, found):
    """F1 by class on hand labels: {class or "names" or "core": (precision, recall, F1)}."""
    count = collections.Counter()
    for a, spans in zip(articles, found):
        cut = lambda s, e: labels.trim(a['words'], s, e)
        gold = {(*cut(s, e), HAND[l]) for s, e, l in a['hand'] if l in HAND}
        got = {(*cut(s, e), CLASSES[l]) for s, e, l in spans if l in CLASSES}
        for name, part in (('gold', gold), ('got', got), ('both', gold & got)):
            for s in part:
                for group in (s[2], 'names', 'core' if s[2] in ('PERSON', 'ORG', 'PLACE', 'NORP') else ''):
                    count[name, group] += 1
    out = {}
    for group in ('names', 'core', 'PERSON', 'ORG', 'PLACE', 'NORP', 'MISC', 'PRODUCT'):
        g, t, b = (count[k, group] for k in ('gold', 'got', 'both'))
        out[group] = (b / max(t, 1), b / max(g, 1), 2 * b / max(g + t, 1))
    return out


def save(p, path):
    """Writes the parameters as export.py reads them."""
    save_file(network.to_tensors(p), path)


def main():
    """Reads the arguments, trains, writes the averaged weights."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--model', required=True, help='the unpacked en_core_web_md folder')
    ap.add_argument('--base', required=True, help='the exported weights to start from')
    ap.add_argument('--train', required=True, nargs='+', help='hand-labelled articles')
    ap.add_argument('--plain', nargs='*', default=[], help='unlabelled text, a line an article: the base model labels it')
    ap.add_argument('--banks', help='names to exchange: lines "LABEL<tab>name" (names.py)')
    ap.add_argument('--templates', help='sentences to fill (templates.tsv)')
    ap.add_argument('--places', help='folder of the compiled gazetteer: adds letter triples and lists to what the network sees')
    ap.add_argument('--dev')
    ap.add_argument('--fold', type=int, help='leave the outlets of this fold (folds.py) out of training, and report on them')
    ap.add_argument('--cache', default='.')
    ap.add_argument('--out', required=True)
    ap.add_argument('--epochs', type=int, default=20)
    ap.add_argument('--minutes', type=float, default=1e9, help='cool down early when the time is up')
    ap.add_argument('--rate', type=float, default=1e-3)
    ap.add_argument('--batch', type=int, default=2000)
    ap.add_argument('--dropout', type=float, default=0.2)
    ap.add_argument('--drop-word', type=float, default=0.04)
    ap.add_argument('--smooth', type=float, default=0.02)
    ap.add_argument('--exchange', type=float, default=0.2)
    ap.add_argument('--average', type=float, default=0.999)
    ap.add_argument('--plain-weight', type=float, default=0.3)
    ap.add_argument('--filled', type=int, default=1000, help='template sentences an epoch')
    ap.add_argument('--template-weight', type=float, default=0.5)
    ap.add_argument('--seed', type=int, default=1)
    a = ap.parse_args()
    np.random.seed(a.seed)
    rng = np.random.default_rng(a.seed)
    nlp = spacy.load(a.model, exclude=['tok2vec', 'tagger', 'parser', 'attribute_ruler', 'lemmatizer', 'senter'])
    types = Types(nlp, Lists(places(a.places)) if a.places else None)
    p = network.from_tensors(load_file(a.base))
    if a.places:
        network.widen(p, rng)
    train, plain = [], []
    for path in a.train:
        train += read(path, nlp, a.cache)
    for path in a.plain:
        plain += read(path, nlp, a.cache)
    dev = read(a.dev, nlp, a.cache) if a.dev else []
    if a.fold is not None:
        fold = folds.fold_of({x['id']: len(x['hand']) for x in train})
        dev = [x for x in train if fold[x['id']] == a.fold]
        train = [x for x in train if fold[x['id']] != a.fold]
    majority = labels.majority_of((x['words'], x['silver']) for x in train)
    for x in train + plain + dev:
        x['types'] = types.of(nlp.make_doc(x['text']))
        x['spans'] = labels.spans_of(x['words'], x['hand'], x['silver'], majority) if x['hand'] else labels.silver_spans(x['words'], x['silver'])
    for x in plain:
        x['weight'] = a.plain_weight
    bank = augment.Bank(types, nlp)
    for x in train:
        for s, e, names, maybe in x['spans']:
            if len(names) == 1 and not maybe and names[0] in ('PERSON', 'GPE', 'ORG'):
                bank.add(names[0], x['types'][s:e])
    if a.banks:
        for line in open(a.banks, encoding='utf-8'):
            label, name = line.rstrip('\n').split('\t')
            bank.fill(label, [name])
    bank.settle()
    templates = [l.strip() for l in open(a.templates, encoding='utf-8') if not l.startswith('#')][1:] if a.templates else []

    def fresh():
        types.freeze()
        types.blank = np.array([t.isspace() for t in types.texts])

    fresh()
    if dev:
        report('base', score(dev, predict(p, types, dev)), 0)
    adam = network.Adam(p, average=a.average)
    begun, total, done, epoch = time.time(), None, 0, 0
    while epoch < a.epochs:
        epoch += 1
        t0 = time.time()
        articles = [augment.recase(augment.exchange(x, bank, a.exchange, rng), bank, 0.03, rng) for x in train + plain]
        articles += [dict(augment.fill(templates, bank, rng), weight=a.template_weight) for _ in range(a.filled if templates else 0)]
        fresh()
        sums = [0.0, 0.0]
        parts = list(batches(articles, types, a.batch, rng))
        total = total or len(parts) * a.epochs
        for batch in parts:
            share = max(done / total, (time.time() - begun) / 60 / a.minutes)
            rate = a.rate * min(1.0, (done + 1) / 50) * max(0.02, 0.5 * (1 + np.cos(np.pi * min(1.0, share))))
            loss, weight, grad = step(p, types, batch, a.dropout, a.drop_word, a.smooth)
            adam.update(p, grad, rate)
            sums[0] += loss
            sums[1] += weight
            done += 1
        line = f'epoch {epoch} {time.time() - t0:.0f}s loss {sums[0] / sums[1]:.4f} rate {rate:.1e}'
        if dev:
            report(line, score(dev, predict(adam.mean, types, dev)), time.time() - begun)
        save(adam.mean, a.out.replace("{}", str(epoch)))
        if (time.time() - begun) / 60 > a.minutes:
            break


def report(line, f1, seconds):
    """Prints one line of scores."""
    print(f'{line} {seconds:.0f}s', ' '.join(f'{k} {100 * v[2]:.1f}' for k, v in f1.items()), 'P %.3f R %.3f' % f1['names'][:2], flush=True)


if __name__ == '__main__':
    main()
