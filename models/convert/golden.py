"""Writes tests/golden/engine.jsonl: what spaCy itself makes of tests/golden/texts.txt, layer by layer.

    python models/convert/golden.py MODEL_DIR tests/golden

One JSON object a text, in the order of the file. Offsets are bytes. A token is a list in the order of FIELDS;
`tok2vec` and `ner2vec` are the first four numbers of the two networks' outputs.
"""

import json
import sys
from pathlib import Path

import spacy

FIELDS = ["start", "end", "space_after", "norm", "shape", "prefix", "suffix", "orth_id", "tag", "pos", "morph", "lemma",
          "head", "dep", "sent_start", "tok2vec", "ner2vec"]


def texts(path):
    """Texts are separated by lines of `%%`; `\\n`, `\\t` and `\\u{..}` in them stand for what they say."""
    parts = path.read_text(encoding="utf-8").split("\n%%\n")
    return [unescape(part.removesuffix("\n")) for part in parts if not part.startswith("#")]


def unescape(text):
    out = text.replace("\\n", "\n").replace("\\t", "\t")
    head, *rest = out.split("\\u{")
    for piece in rest:
        code, tail = piece.split("}", 1)
        head += chr(int(code, 16)) + tail
    return head


def rounded(row):
    return [round(float(number), 4) for number in row[:4]]


def record(nlp, text):
    doc = nlp(text)
    names = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0].predict([doc])[0] if len(doc) else []
    byte = lambda at: len(text[:at].encode())
    tokens = [
        [byte(word.idx), byte(word.idx + len(word)), bool(word.whitespace_), word.norm_, word.shape_, word.prefix_, word.suffix_,
         str(word.orth), word.tag_, word.pos_, str(word.morph), word.lemma_, word.head.i, word.dep_, bool(word.is_sent_start),
         rounded(doc.tensor[word.i]), rounded(names[word.i])]
        for word in doc
    ]
    entities = [[entity.start, entity.end, entity.label_] for entity in doc.ents]
    return {"text": text, "tokens": tokens, "entities": entities}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    nlp, folder = spacy.load(sys.argv[1]), Path(sys.argv[2])
    with (folder / "engine.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps({"spacy": spacy.__version__, "model": "en_core_web_md 3.8.0", "fields": FIELDS}) + "\n")
        for text in texts(folder / "texts.txt"):
            file.write(json.dumps(record(nlp, text), ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
