#!/bin/sh
# Reads every article of worldwide-train by a recogniser that was trained without its outlet, fits the second look at names to these
# readings, and prints how right both are on outlets that neither has seen. Some 40 minutes on one core.
#
#   crossval.sh WORK          WORK: a folder with md/ (the unpacked en_core_web_md), engine.safetensors, places/, lee.txt, banks.tsv
#                             and v/ (README.md beside this file says where each comes from); everything is written there
#   crossval.sh WORK review   the readings that are there already are taken: after a change of the second look's features
#
# At the end stand models/names/review.tsv, fitted to all folds, and calibration.tsv, fitted to the names of the folds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
data=$root/../shared/data
work=$1
python=$work/v/bin/python
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

"$python" "$here/folds.py" "$data/worldwide-train.jsonl" "$work"
mkdir -p "$work/cache"
for fold in 0 1 2 3 4; do
    if [ "${2:-}" != review ]; then
        "$python" "$here/train.py" --model "$work/md" --base "$work/engine.safetensors" --train "$data/worldwide-train.jsonl" --fold $fold \
            --plain "$work/lee.txt" --banks "$work/banks.tsv" --templates "$here/templates.tsv" --places "$work/places" --cache "$work/cache" \
            --epochs 5 --exchange 0.35 --drop-word 0.08 --rate 1.2e-3 --smooth 0.03 --out "$work/fold$fold.safetensors"
        "$python" "$here/export.py" --model "$work/md" "$work/fold$fold.safetensors" "$work/names$fold.safetensors"
    fi
done

cargo build --release --manifest-path "$root/Cargo.toml" --example drafts
drafts=$root/target/release/examples/drafts
pairs=
for fold in 0 1 2 3 4; do
    "$drafts" table "$work/gold$fold.jsonl" "$work/names$fold.safetensors" "$work/table$fold"
    pairs="$pairs $work/gold$fold.jsonl:$work/table$fold"
done
# shellcheck disable=SC2086 # the pairs are words
"$python" "$here/review.py" --scorer "$root/../shared/tools" cross "$work" $pairs
"$python" "$here/review.py" --scorer "$root/../shared/tools" fit "$root/models/names/review.tsv" $pairs

# The whole names room, without the second look and with one that was fitted without the fold.
for fold in 0 1 2 3 4; do
    "$drafts" annotate "$work/gold$fold.jsonl" "$work/names$fold.safetensors" - "$work/before$fold.jsonl"
    "$drafts" annotate "$work/gold$fold.jsonl" "$work/names$fold.safetensors" "$work/review$fold.tsv" "$work/after$fold.jsonl"
done
for state in before after; do
    cat "$work/$state"[0-4].jsonl > "$work/$state.jsonl"
    echo "$state"
    python3 "$root/../shared/tools/score_entities.py" "$work/gold.jsonl" "$work/$state.jsonl"
done
python3 "$here/paired.py" "$root/../shared/tools" "$work/gold.jsonl" "$work/before.jsonl" "$work/after.jsonl"
"$python" "$here/calibrate.py" "$root/../shared/tools" "$work/gold.jsonl" "$work/after.jsonl" > "$root/models/names/calibration.tsv"
