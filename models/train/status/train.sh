#!/usr/bin/env bash
# Trains the scorer of the status room: writes the features of every labelled quantity with the crate's own code, then fits
# models/status/weights.tsv to them and prints how well it does on texts held out. Run in the repository's root; needs
# python3 with numpy and scipy.
#
# usage: train.sh [SHARED] [PROFILE]
# SHARED is the folder with press-train.jsonl and status-train.jsonl (by default ../shared/data), which belong to others and are not
# in the project; of press-train we hold our own labels alone (press-train.tsv). PROFILE: cargo's (by default release).
set -euo pipefail
shared=${1:-../shared/data}; profile=${2:-release}
here=models/train/status
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 $here/press.py "$shared/press-train.jsonl" $here/press-train.tsv "$shared/status-train.jsonl" "$folder/press-train.jsonl" "$folder/groups.tsv"
tables=()
for labelled in "$shared/status-train.jsonl" $here/sentences.txt "$folder/press-train.jsonl:0.8"; do
    path=${labelled%%:*}; weight=${labelled#"$path"}
    table=$folder/$(basename "$path").tsv
    STATUS_GOLD="$path" STATUS_TABLE="$table" cargo test --profile "$profile" --quiet --lib status::training -- --ignored >/dev/null
    tables+=("$table$weight")
done
python3 $here/train.py "${tables[@]}" --groups "$folder/groups.tsv" --out models/status/weights.tsv
