"""Opens the tables that `headcount convert` writes in pandas and DuckDB, and compares them with the JSON Lines that they came from.

    pip install pandas pyarrow duckdb
    cargo build --release && python tests/scripts/tables.py [ANNOTATED.jsonl | FOLDER]    (default: corpus)

Checked: the number of rows, the columns and their types, sums and counts by kind and by currency, ids that join facts with names,
offsets that cut the mention out of the text, and that no cell of the CSV is a formula. Ends with an error at the first difference.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb
import pandas

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target" / "release" / "headcount"
PARQUET_TYPES = {"text": "VARCHAR", "list": "VARCHAR[]", "whole": "BIGINT", "number": "DOUBLE", "flag": "BOOLEAN"}


def run(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):  # 1: some article failed, which the tables must tell
        sys.exit(done.stderr)


def documented():
    """Types of columns by name, from the tables of docs/output.md."""
    types = {}
    for line in (ROOT / "docs" / "output.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and cells[2] in PARQUET_TYPES:
            for name in cells[1].split(", "):
                types[name.strip("`")] = cells[2]
    return types


def equal(what, a, b):
    if a != b:
        sys.exit(f"{what}: {a!r} is not {b!r}")
    print(f"ok  {what}")


def csv_of(path):
    types = {name: {"text": "string", "list": "string", "whole": "Int64", "number": "float64", "flag": "boolean"}[kind] for name, kind in documented().items()}
    return pandas.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])


def facts(records, folder):
    frame, csv = pandas.read_parquet(folder / "facts.parquet"), csv_of(folder / "facts.csv")
    rows = [(record, quantity) for record in records for quantity in record.get("quantities") or []]
    failed = [record for record in records if "error" in record]
    equal("facts: rows in Parquet, CSV and DuckDB", (len(frame), len(csv), duckdb.sql(f"select count(*) from '{folder}/facts.csv'").fetchall()[0][0]), (len(rows) + len(failed),) * 3)
    equal("facts: columns", list(frame.columns), list(csv.columns))
    types = {name: kind for name, kind, *_ in duckdb.sql(f"describe select * from '{folder}/facts.parquet'").fetchall()}
    equal("facts: types", types, {name: PARQUET_TYPES[documented()[name]] for name in frame.columns})
    found = frame[frame["quantity"].notna()]
    equal("facts: by kind", found["kind"].value_counts().to_dict(), dict(collections.Counter(q["kind"] for _, q in rows)))
    equal("facts: ids", list(zip(found["article"], found["quantity"])), [(record["id"], q["id"]) for record, q in rows])
    texts = {record["id"]: record.get("text") for record in records}
    wrong = [text for article, start, end, text in zip(found["article"], found["text_start"], found["text_end"], found["text"]) if texts[article][int(start):int(end)] != text]
    equal("facts: offsets cut out the mention", wrong, [])
    sums = collections.defaultdict(float)
    for _, q in rows:
        if q["kind"] == "money" and isinstance(q.get("value"), (int, float)):
            sums[q.get("unit", {}).get("currency")] += q["value"]
    query = "select currency, sum(value) from '{}' where kind = 'money' and value is not null group by currency"
    for form in ("parquet", "csv"):
        summed = dict(duckdb.sql(query.format(folder / f"facts.{form}")).fetchall())
        equal(f"facts: money by currency, DuckDB on {form}", {k: round(v, 6) for k, v in summed.items()}, {k: round(v, 6) for k, v in sums.items()})
    links = [link for record in records for link in record.get("links") or []]
    counted = [link for link in links if "entity" in link]
    equal("facts: links", int(found["what"].notna().sum()), len(counted))
    equal("facts: mean score", round(found["score"].mean(), 9), round(sum(link["score"] for link in counted) / len(counted), 9))
    numbers = [name for name in frame.columns if documented()[name] in ("number", "whole")]
    equal("facts: numbers in CSV and Parquet", frame[numbers].astype("float64").round(9).fillna(-1).values.tolist(), csv[numbers].astype("float64").round(9).fillna(-1).values.tolist())
    texts = [name for name in frame.columns if documented()[name] == "text"]
    formulas = [cell for name in texts for cell in csv[name].dropna() if cell[0] in "=+-@\t\r" and not pandas.notna(pandas.to_numeric(cell, errors="coerce"))]
    equal("facts: no formula in CSV", formulas, [])
    changed = [(a, b) for name in texts for a, b in zip(frame[name], csv[name]) if pandas.notna(a) and a != b and "'" + a != b]
    equal("facts: texts in CSV and Parquet", changed, [])
    lists = [name for name in frame.columns if documented()[name] == "list"]
    changed = [(a, b) for name in lists for a, b in zip(frame[name], csv[name]) if a is not None and "; ".join(a) != b and "'" + "; ".join(a) != b]
    equal("facts: lists in Parquet are one text in CSV", changed, [])


def mentions(records, folder):
    frame = pandas.read_parquet(folder / "names.parquet")
    rows = [(record["id"], e) for record in records for e in record.get("entities") or []]
    found = frame[frame["mention"].notna()]
    equal("names: ids and labels", list(zip(found["article"], found["mention"], found["label"])), [(id, e["id"], e["label"]) for id, e in rows])
    placed = sum(1 for _, e in rows if isinstance(e.get("ref"), dict))
    equal("names: resolved places", int(found["latitude"].notna().sum()), placed)
    joined = duckdb.sql(f"""select count(*) from (select article, unnest(places_ids) as mention from '{folder}/facts.parquet'
        where places_ids is not null) join '{folder}/names.parquet' using (article, mention)""").fetchall()[0][0]
    equal("names: every place of a fact is one", joined, sum(len(link.get("places", [])) for record in records for link in record.get("links") or []))


def main():
    source = sys.argv[1] if len(sys.argv) > 1 else "corpus"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        lines = pathlib.Path(source)
        if lines.suffix != ".jsonl":
            lines = folder / "annotated.jsonl"
            run("annotate", source, "--quiet", "-o", lines)
        for form in ("csv", "parquet"):
            run("convert", lines, "--to", form, "-o", folder / f"facts.{form}")
        run("convert", lines, "--to", "parquet", "--table", "mentions", "-o", folder / "names.parquet")
        records = [json.loads(line) for line in lines.open(encoding="utf-8")]
        facts(records, folder)
        mentions(records, folder)


if __name__ == "__main__":
    main()
