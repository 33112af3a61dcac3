"""How headcount runs a checkpoint, in Python: pieces, windows, legal tags. src/entities/transformer/ does the same in Rust; the parity
script and the tests hold the two together. Offsets count code points."""
import collections

import torch

Piece = collections.namedtuple('Piece', 'id at blank first')

MOST = 254  # pieces in a window, without the two special ones


def pieces_of(tokenizer, text):
    """The word pieces of a text: where each begins (white space left out), and whether a word of the tokenizer begins with it."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    found, word = [], -1
    for id_, (start, end), number in zip(encoding.ids, encoding.offsets, encoding.word_ids):
        own = text[start:end]
        blank = not own.strip()
        found.append(Piece(id_, start if blank else start + len(own) - len(own.lstrip()), blank, number != word))
        word = number
    return found


def case_of(text, at):
    """The case of the word (letters and digits) around `at`: 0 no capital, 1 Capital, 2 CAPITALS, 3 any other with a capital."""
    start = end = at
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    word = text[start:end] if end > at else ''
    capitals = sum(letter.isupper() for letter in word)
    if capitals == 0:
        return 0
    if capitals == 1:
        return 1 if word[0].isupper() else 3
    return 3 if any(letter.islower() for letter in word) else 2


def stretches(sentences, most, begins):
    """Ranges of pieces that fit a window: sentences, those that are longer cut before a piece in `begins`."""
    found = []
    for start, end in sentences:
        while end - start > most:
            stop = next((at for at in range(start + most, start + most // 2, -1) if at in begins), start + most)
            found.append((start, stop))
            start = stop
        if start < end:
            found.append((start, end))
    return found


def windows(parts, most, overlap):
    """Ranges of stretches: as many as fit; the next one begins as far back as `overlap` pieces allow."""
    def size(start, end):
        return parts[end - 1][1] - parts[start][0]

    found, start = [], 0
    while start < len(parts):
        end = start + 1
        while end < len(parts) and size(start, end + 1) <= most:
            end += 1
        found.append((start, end))
        if end == len(parts):
            break
        back = (at for at in range(start + 1, end) if size(at, end) <= overlap and size(at, end + 1) <= most)
        start = next(back, end)
    return found


def readers(parts, found):
    """The window in which each stretch has the most room."""
    best = {}
    for number, (start, end) in enumerate(found):
        for at in range(start, end):
            room = min(parts[at][0] - parts[start][0], parts[end - 1][1] - parts[at][1])
            if at not in best or room > best[at][0]:
                best[at] = (room, number)
    return {at: number for at, (_, number) in best.items()}


def scores(model, tokenizer, text, pieces, sentences, begins):
    """Log probabilities (pieces, labels). `sentences`: ranges of pieces; `begins`: pieces that a token begins with."""
    model.eval()
    config = model.config
    lost = 2 if config.model_type in ('roberta', 'xlm-roberta') else 0
    most = min(MOST, config.max_position_embeddings - lost - 2)
    first, last = tokenizer.encode('').ids
    cased = getattr(config, 'headcount', {}).get('token_types') == 'case'
    parts = stretches(sentences, most, begins)
    found = windows(parts, most, most // 4)
    reader = readers(parts, found)
    result = torch.zeros(len(pieces), config.num_labels)
    with torch.no_grad():
        for number, (start, end) in enumerate(found):
            begin = parts[start][0]
            own = pieces[begin:parts[end - 1][1]]
            more = {'token_type_ids': torch.tensor([[0, *(case_of(text, p.at) for p in own), 0]])} if cased else {}
            ids = torch.tensor([[first, *(p.id for p in own), last]])
            rows = model(input_ids=ids, **more).logits[0, 1:-1].log_softmax(-1)
            for at in range(start, end):
                if reader[at] == number:
                    result[parts[at][0]:parts[at][1]] = rows[parts[at][0] - begin:parts[at][1] - begin]
    return result


class Scheme:
    """Which tag may follow which, in BIO."""

    def __init__(self, labels):
        self.labels = labels
        count = len(labels)
        self.follows = torch.full((count, count), float('-inf'))
        for before in range(count):
            for after in range(count):
                if not labels[after].startswith('I-') or labels[before][1:] == labels[after][1:]:
                    self.follows[before, after] = 0
        self.begins = torch.tensor([float('-inf') if label.startswith('I-') else 0.0 for label in labels])

    def best(self, rows):
        """The likeliest legal row of tags."""
        if not len(rows):
            return []
        total, back = rows[0] + self.begins, []
        for row in rows[1:]:
            best, where = (total[:, None] + self.follows).max(0)
            back.append(where)
            total = best + row
        at = int(total.argmax())
        tags = [at]
        for where in reversed(back):
            at = int(where[at])
            tags.append(at)
        return [self.labels[at] for at in reversed(tags)]

    @staticmethod
    def names(tags):
        """(first, last, label) of each name."""
        found = []
        for at, tag in enumerate(tags):
            if tag.startswith('B-'):
                found.append([at, at, tag[2:]])
            elif tag.startswith('I-'):
                found[-1][1] = at
        return found
