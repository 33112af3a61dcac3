#!/usr/bin/env bash
# Trains the scorer of the status room: writes the features of every labelled quantity with the crate's own code, then fits
# models/status/weights.tsv to them and prints how well it does on texts held out. Run in the repository's root; needs
# python3 with numpy and scipy.
#
# usage: train.sh [SHARED] [PROFILE]
# SHARED is the folder with press-train.jsonl, worldwide-train.jsonl and status-train.jsonl (by default ../shared/data), which belong to others and
# are not in the project; of the first two we hold our own labels alone (press-train.tsv, worldwide.tsv). PROFILE: cargo's (by default release).
set -euo pipefail
shared=${1:-../shared/data}; profile=${2:-release}
here=models/train/status
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
lessons() { cargo run --quiet --profile "$profile" --example status-lessons -- "$@"; }
lessons "$shared/status-train.jsonl" "$folder/status-train.tsv"
lessons $here/sentences.txt "$folder/sentences.tsv"
lessons "$shared/press-train.jsonl" "$folder/press-train.tsv" $here/press-train.tsv
lessons "$shared/worldwide-train.jsonl" "$folder/worldwide.tsv" $here/worldwide.tsv
python3 $here/groups.py "$shared/press-train.jsonl" "$shared/status-train.jsonl" "$folder/groups.tsv"
python3 $here/train.py "$folder/status-train.tsv" "$folder/sentences.tsv" "$folder/press-train.tsv:0.8" \
    "$folder/worldwide.tsv:0.8" --l2 2 --groups "$folder/groups.tsv" --out models/status/weights.tsv
