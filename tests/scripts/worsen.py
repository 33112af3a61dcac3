"""Worsens annotations at random, with a seed: predictions to compare scorers on, wrong in every way that the form allows."""
import copy
import random

KINDS = ["count", "ordinal", "percent", "money", "measure", "duration", "age", "date", "time", "rank", "score", "ratio", "identifier"]
BOUNDS = ["exact", "about", "at_least", "at_most", "more_than", "less_than"]
UNITS = [{"text": "km", "name": "kilometre", "ucum": "km"}, {"text": "per cent"}, {"text": "Rs", "currency": "INR"}, {"text": "days", "name": "day"}, {"text": "year-old"}]


def span(text, rnd, longest=20):
    """A stretch of the text at random."""
    start = rnd.randrange(len(text))
    end = min(len(text), start + rnd.randint(1, longest))
    return {"start": start, "end": end, "text": text[start:end]}


def shifted(thing, text, rnd):
    """The same stretch, a little longer or shorter."""
    start = max(0, thing["start"] + rnd.randint(-6, 6))
    end = min(len(text), max(start + 1, thing["end"] + rnd.randint(-6, 6)))
    return {**thing, "start": start, "end": end, "text": text[start:end]} if start < end else thing


def names(entities, text, rnd, rate):
    """Names lost, moved, mislabelled, invented, with a probability each."""
    labels = sorted({e["label"] for e in entities}) or ["ORG"]
    out = []
    for e in entities:
        e = {**e, "score": round(rnd.random(), 3)}
        if rnd.random() < rate / 2:
            e = shifted(e, text, rnd)
        if rnd.random() < rate / 2:
            e = {**e, "label": rnd.choice(labels)}
        out.append(e)
    out += [{"id": f"x{i}", "label": rnd.choice(labels), **span(text, rnd)} for i in range(int(rate * len(entities) / 4))]
    return out


def quantity(q, text, rnd, rate):
    """One quantity with some of its fields wrong."""
    if rnd.random() < rate / 2:
        q = shifted(q, text, rnd)
    if rnd.random() < rate / 2:
        q["kind"] = rnd.choice(KINDS)
    for key in ("value", "min", "max"):
        if key in q and rnd.random() < rate / 3:
            q[key] = rnd.choice([q[key], str(q[key]), rnd.randrange(100)])
    if "value" in q and rnd.random() < rate / 4:
        value = q.pop("value")
        q.update({"min": value, "max": value} if rnd.random() < .5 else {"min": value})
    if rnd.random() < rate / 2:
        q["bound"] = rnd.choice(BOUNDS)
    if rnd.random() < rate / 2:
        q["unit"] = rnd.choice(UNITS)
    if rnd.random() < rate / 3:
        q["change"] = rnd.choice(["up", "down"])
    return q


def link(x, article, rnd, rate):
    """One link with another phrase or other circumstances."""
    text, ids = article["text"], [e["id"] for e in article["entities"]]
    if rnd.random() < rate / 3:
        x["entity"] = shifted(x["entity"], text, rnd) if rnd.random() < .5 else {**span(text, rnd), "head": rnd.choice(["man", "people", "zyx"])}
    for role in ("agent", "source", "of", "event", "time", "places", "law"):
        if role in x and rnd.random() < rate / 3:
            del x[role]
    for role in ("agent", "source", "of"):
        if ids and rnd.random() < rate / 3:
            x[role] = rnd.choice(ids) if rnd.random() < .5 else span(text, rnd)
    if ids and rnd.random() < rate / 3:
        x["places"] = rnd.sample(ids, min(len(ids), rnd.randint(1, 3)))
    if rnd.random() < rate / 3:
        word = span(text, rnd)
        x["event"] = {**word, "lemma": rnd.choice(["arrest", "say", "die"])}
    x["score"] = round(rnd.random(), 3)
    return x


def article(gold, seed, rate=0.5):
    """A worsened copy of a whole article in the annotation's form."""
    rnd = random.Random(f"{seed} {gold['id']}")
    a = copy.deepcopy(gold)
    text = a["text"]
    a["quantities"] = [quantity(q, text, rnd, rate) for q in a.get("quantities", []) if rnd.random() > rate / 4]
    extra = [{"id": f"y{i}", "kind": rnd.choice(KINDS), "value": rnd.randrange(50), **span(text, rnd, 5)} for i in range(int(rate * 6))]
    a["quantities"] += extra
    kept = {q["id"] for q in a["quantities"]}
    gone = {q["id"] for q in gold.get("quantities", [])} - kept
    links = [link(x, a, rnd, rate) for x in a.get("links", []) if x["quantity"] in kept and rnd.random() > rate / 4]
    links += [{"quantity": q["id"], "entity": {**span(text, rnd), "head": "man"}} for q in extra if rnd.random() < .5]
    a["links"] = [{k: v for k, v in x.items() if not (isinstance(v, str) and v in gone)} for x in links]
    # Names change last: their ids stay, so that links still point at them.
    moved = names(a["entities"], text, rnd, rate)
    a["entities"] = moved
    return a
