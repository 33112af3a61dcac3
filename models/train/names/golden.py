#!/usr/bin/env python3
"""Puts what the training program makes of the golden texts into tests/golden/engine.jsonl: `ner2vec` of every token and the
`entities`, with the weights of models/engine/names.safetensors. The rest of the file stays as models/convert/golden.py wrote it.

    golden.py --model MD_DIR --places PLACES_DIR
"""
import argparse
import json
from pathlib import Path

import numpy as np
import spacy
from safetensors.numpy import load_file

import network
from train import MOVES
from words import Lists, Types, places

ROOT = Path(__file__).resolve().parents[3]


def read(p, context, blank, starts):
    """Greedy reading of one text; a name begins, goes on and ends inside one sentence."""
    n, found, start, label = len(context), [], -1, -1
    for i in range(n):
        inside = start >= 0
        score = network.scores(p, context, np.full(n, start), np.full(n, i - 1 if inside else -1))[0][i]
        goes_on = i + 1 < n and not starts[i + 1]
        allowed = []
        for move, name in enumerate(MOVES):
            kind, y = name[0], name[2:]
            if inside:
                valid = kind == 'L' and y == label or kind == 'I' and y == label and goes_on
            else:
                valid = kind == 'O' or kind == 'U' and y and not blank[i] or kind == 'B' and goes_on and not blank[i]
            if valid:
                allowed.append(move)
        best = MOVES[max(allowed, key=lambda move: (score[move], -move))]
        if best[0] == 'B':
            start, label = i, best[2:]
        elif best[0] == 'U':
            found.append([i, i + 1, best[2:]])
        elif best[0] == 'L':
            found.append([start, i + 1, label])
            start, label = -1, -1
    return found


def main():
    """Rewrites the file."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--model', required=True)
    ap.add_argument('--places', required=True)
    a = ap.parse_args()
    nlp = spacy.load(a.model, exclude=['tok2vec', 'tagger', 'parser', 'attribute_ruler', 'lemmatizer', 'senter', 'ner'])
    types = Types(nlp, Lists(places(a.places)))
    tensors = load_file(ROOT / 'models/engine/names.safetensors')
    # The word vectors are stored projected: the projection is then the identity.
    types.table = tensors['proj.ner'].astype(np.float32)
    tensors['ner.tok2vec.static.W'] = np.eye(network.WIDTH, dtype=np.float32)
    p = network.from_tensors(tensors)
    path = ROOT / 'tests/golden/engine.jsonl'
    header, *lines = path.read_text(encoding='utf-8').splitlines()
    fields = json.loads(header)['fields']
    vector, start = fields.index('ner2vec'), fields.index('sent_start')
    records = [json.loads(line) for line in lines]
    for r in records:
        doc = nlp.make_doc(r['text'])
        assert len(doc) == len(r['tokens'])
        if not len(doc):
            continue
        ids = types.of(doc)
        types.freeze()
        e = network.embed(p, types, ids)[0]
        at, size = network.places_of([len(ids)])
        context = network.encode(p, e, at, size)[0]
        for token, row in zip(r['tokens'], context):
            token[vector] = [round(float(x), 4) for x in row[:4]]
        r['entities'] = read(p, context, [t.is_space for t in doc], [t[start] for t in r['tokens']])
    body = ''.join(json.dumps(r, ensure_ascii=False, separators=(',', ':')) + '\n' for r in records)
    path.write_text(header + '\n' + body, encoding='utf-8')


if __name__ == '__main__':
    main()
