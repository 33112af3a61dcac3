#!/usr/bin/env bash
# Trains the ranker of the links room: writes the candidates of every labelled quantity with the crate's own code, then fits
# models/links/weights.tsv to them. Run in the repository's root; needs python3 with numpy and scipy.
#
# usage: train.sh LABELLED[:weight] ...
# LABELLED is one of: articles in the annotation's own form (JSON Lines); records {"id", "text", "targets": [{"start", "end",
# "heads"}]}, offsets in code points, whose names and numbers the program reads itself; a text of marked sentences like
# models/train/links/sentences.txt. By default: the articles of corpus/gold and the sentences.
set -euo pipefail
[ $# -gt 0 ] || set -- $(ls corpus/gold/*.jsonl | grep -v laws.jsonl) models/train/links/sentences.txt:0.3
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
tables=()
for labelled in "$@"; do
    path=${labelled%%:*}; weight=${labelled#"$path"}
    name=$(basename "$path")
    LINKS_GOLD="$path" LINKS_TABLE="$folder/$name.tsv" LINKS_RECORDS="$folder/$name.out" \
        cargo test --release --quiet --lib links::training -- --ignored >/dev/null
    tables+=("$folder/$name.tsv$weight")
done
python3 models/train/links/train.py "${tables[@]}" --out models/links/weights.tsv
