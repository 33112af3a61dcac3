#!/bin/bash
# Whether two programs write the same bytes: for a change of the house that must not change what is found.
#
# usage: same_bytes.sh BEFORE AFTER PATH...     PATH: articles, in any form that `annotate` reads
#
# Annotates all PATHs with both, plainly, with --tokens --explain and with --only names, and converts the first to every form.
# Exit code 1 where a file differs; its name is printed. The folder with the files is kept then, and its name printed too.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
programs=("$1" "$2"); shift 2
folder=$(mktemp -d)

for side in 0 1; do
    program=${programs[$side]} out=$folder/$side
    mkdir "$out"
    "$program" annotate -q "$@" -o "$out/plain.jsonl" || echo "exit $?" > "$out/plain.exit"
    "$program" annotate -q --tokens --explain "$@" -o "$out/explained.jsonl" || echo "exit $?" > "$out/explained.exit"
    "$program" annotate -q --only names "$@" -o "$out/names.jsonl" || echo "exit $?" > "$out/names.exit"
    for form in csv parquet xlsx sqlite geojson brat labelstudio conll; do
        "$program" convert "$out/plain.jsonl" --to $form -o "$out/$form" 2> "$out/$form.err" || echo "exit $?" >> "$out/$form.err"
    done
    for rows in facts mentions; do
        "$program" convert "$out/plain.jsonl" --to csv --table $rows -o "$out/$rows.csv" 2>> "$out/csv.err"
    done
done

if diff -rq "$folder/0" "$folder/1"; then
    echo "the same bytes: $(find "$folder/1" -type f | wc -l) files, $(wc -l < "$folder/1/plain.jsonl") articles"
    rm -r "$folder"
else
    echo "kept: $folder"
    exit 1
fi
