#!/usr/bin/env python3
"""Writes models/names/persons.tsv: given and last names of the world, from the PyPI package Faker (MIT) and people.tsv.

Usage: persons.py > ../../names/persons.tsv
"""
import csv
import importlib
import os
import pkgutil
import sys

import faker.providers.person as person

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'places'))
from compile import fold  # noqa: E402
from banks import latin  # noqa: E402


def words(names):
    """The single words of names; small words and initials are none."""
    for name in names:
        if latin(name):
            yield from (fold(w) for w in name.replace('-', ' ').split() if len(w) > 2 and w[0].isupper())


def flat(value):
    """The strings of a provider's list, tuple or table."""
    return [v for v in value if isinstance(v, str)]


def main():
    """Prints the list."""
    given, last = set(), set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f'faker.providers.person.{module.name}').Provider
        for name in dir(provider):
            value = getattr(provider, name)
            if not isinstance(value, (list, tuple, dict)):
                continue
            if 'first_name' in name or name.startswith('romanized_first'):
                given.update(words(flat(value)))
            elif 'last_name' in name:
                last.update(words(flat(value)))
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, 'people.tsv'), encoding='utf-8') as file:
        for row in csv.DictReader((l for l in file if not l.startswith('#')), delimiter='\t'):
            given.update(words(row['given'].split('|')))
            last.update(words(row['last'].split('|')))
    print('# Words of given and last names of many countries: PyPI package Faker (MIT), and our own list. Made by models/train/names/persons.py.')
    print('word\tkind')
    for word in sorted(given | last):
        if word.isascii() and word.isalpha():
            print(word, ('given' if word in given else '') + ('|' if word in given and word in last else '')
                  + ('last' if word in last else ''), sep='\t')


if __name__ == '__main__':
    main()
