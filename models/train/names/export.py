#!/usr/bin/env python3
"""Writes models/engine/names.safetensors from one or more runs of train.py; several are averaged, weight by weight.

  export.py --model DIR CHECKPOINT... OUT
"""
import argparse
import sys
from pathlib import Path

import numpy as np
import spacy
from safetensors.numpy import load_file

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'convert'))
import convert  # noqa: E402
from train import MOVES  # noqa: E402


def main():
    """Averages, projects the word vectors, writes."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--model', required=True, help='the unpacked en_core_web_md folder')
    ap.add_argument('files', nargs='+', type=Path)
    a = ap.parse_args()
    *checkpoints, out = a.files
    runs = [load_file(c) for c in checkpoints]
    t = {k: np.mean([r[k].astype(np.float32) for r in runs], 0, dtype=np.float32) for k in runs[0] if k.startswith('ner.')}
    table = spacy.load(a.model, exclude=['tok2vec', 'tagger', 'parser', 'attribute_ruler', 'lemmatizer', 'senter', 'ner']).vocab.vectors.data
    t['proj.ner'] = table @ t.pop('ner.tok2vec.static.W').T
    half = lambda name: 'embed' in name or name == 'proj.ner'
    t = {k: np.ascontiguousarray(v, np.float16 if half(k) else np.float32) for k, v in t.items()}
    convert.METADATA['source'] += '; name recogniser retrained, models/train/names'
    convert.write_safetensors(out, t, moves=MOVES)


if __name__ == '__main__':
    main()
