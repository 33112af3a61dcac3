#!/usr/bin/env bash
# Trains what joins the mentions of one fact: writes every pair of figures that the program compares, with the crate's own features, then fits
# models/links/facts-weights.tsv to them and prints how well it does on texts held out. Run in the repository's root; needs python3 with
# numpy and scipy.
#
# usage: train.sh [SHARED] [PROFILE]
# SHARED is the folder with press-train.jsonl (by default ../shared/data), which belongs to others and is not in the project; of it we hold our
# own labels alone (press-train.tsv). PROFILE: cargo's (by default release).
set -euo pipefail
shared=${1:-../shared/data}; profile=${2:-release}
here=models/train/facts
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cargo run --quiet --profile "$profile" --example fact-lessons -- \
    "$shared/press-train.jsonl" $here/press-train.tsv corpus/gold $here/passages.txt "$folder/pairs.tsv"
python3 $here/train.py "$folder/pairs.tsv" --out models/links/facts-weights.tsv
