"""Cuts labelled articles into folds by outlet, so that none is read by weights that have seen its outlet.

An outlet is what stands before the number of an article's id ("ghana_newsghana_12"). The folds are the same for the same
articles: outlets by falling number of names, each to the fold that has the fewest.
"""
import collections
import json
import re
import sys

FOLDS = 5
# Outlets whose ids are spelled in two ways.
SAME = {'cosrica_ticotimes': 'cosric_ticotimes', 'tw_tptimes': 'tw_tp_times', 'afs_ips': 'af_ips', 'in_kashmirtimes': 'in_kash',
        'uruguay_mercopress': 'paraguay_mercopress', 'kw_times_gulftimes': 'kw_gulftimes'}


def outlet(ident):
    """The outlet of an article's id."""
    name = re.sub(r'_?\d+$', '', ident).replace('_article', '')
    return SAME.get(name, name)


def fold_of(names):
    """{id: fold} of articles, given {id: number of its names}."""
    size, articles = collections.Counter(), collections.defaultdict(list)
    for ident, count in names.items():
        size[outlet(ident)] += count
        articles[outlet(ident)].append(ident)
    full, folds = [0] * FOLDS, {}
    for name, count in sorted(size.items(), key=lambda item: (-item[1], item[0])):
        fold = full.index(min(full))
        full[fold] += count
        folds.update((ident, fold) for ident in articles[name])
    return folds


def main():
    """folds.py LABELLED.jsonl OUT_DIR: writes OUT_DIR/gold0.jsonl, ... and all of them as gold.jsonl."""
    lines = [line for line in open(sys.argv[1], encoding='utf-8') if line.strip()]
    records = [json.loads(line) for line in lines]
    fold = fold_of({r['id']: len(r['entities']) for r in records})
    parts = [[line for line, r in zip(lines, records) if fold[r['id']] == k] for k in range(FOLDS)]
    for name, part in [*enumerate(parts), ('', sum(parts, []))]:
        with open(f'{sys.argv[2]}/gold{name}.jsonl', 'w', encoding='utf-8') as file:
            file.writelines(part)


if __name__ == '__main__':
    main()
