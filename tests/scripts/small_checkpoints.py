"""Writes tests/transformer/: a checkpoint of each architecture with random weights, a few kilobytes each.

    python tests/scripts/small_checkpoints.py

Random weights find no names, but they show whether a network is run as Python runs it. tests/scripts/parity_transformer.py then writes
the names that Python finds with them. Needs torch 2.4.0, transformers 4.44 and numpy below 2.
"""

import json
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "tests" / "transformer"
PIECES = 400
LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
SIZES = {"vocab_size": PIECES, "num_labels": len(LABELS), "id2label": dict(enumerate(LABELS)),
         "label2id": {label: at for at, label in enumerate(LABELS)}}
NARROW = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48,
          "max_position_embeddings": 66, "initializer_range": 0.6}


def trained(tokenizer, trainer):
    tokenizer.train([str(path) for path in sorted((ROOT / "corpus").glob("*.txt"))], trainer)
    return tokenizer


def bert_pieces():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trained(tokenizer, trainers.WordPieceTrainer(vocab_size=PIECES, special_tokens=special, limit_alphabet=120))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def roberta_pieces():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trained(tokenizer, trainers.BpeTrainer(vocab_size=PIECES, special_tokens=special, initial_alphabet=alphabet))
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def sentence_pieces():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    trained(tokenizer, trainers.UnigramTrainer(vocab_size=PIECES, special_tokens=special, unk_token="[UNK]"))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return tokenizer


def networks():
    """(folder, configuration, network, tokenizer)."""
    yield "distilbert", transformers.DistilBertConfig(
        dim=32, n_layers=2, n_heads=4, hidden_dim=48, max_position_embeddings=66, initializer_range=0.6, **SIZES), bert_pieces()
    yield "electra", transformers.ElectraConfig(embedding_size=24, **NARROW, **SIZES), bert_pieces()
    yield "roberta", transformers.RobertaConfig(type_vocab_size=1, **NARROW, **SIZES), roberta_pieces()
    yield "deberta-v2", transformers.DebertaV2Config(
        relative_attention=True, position_biased_input=False, pos_att_type=["c2p", "p2c"], type_vocab_size=0, position_buckets=16,
        norm_rel_ebd="layer_norm", share_att_key=True, **NARROW, **SIZES), sentence_pieces()


def main():
    for name, config, tokenizer in networks():
        torch.manual_seed(7)
        model = transformers.AutoModelForTokenClassification.from_config(config)
        for tensor in model.parameters():  # biases and scales, too
            if tensor.dim() == 1:
                tensor.data += 0.2 * torch.randn_like(tensor)
        folder = OUT / name
        folder.mkdir(parents=True, exist_ok=True)
        half = {key: tensor.to(torch.float16) for key, tensor in model.state_dict().items()}
        model.save_pretrained(folder, state_dict=half)
        if name == "electra":  # one in the form of old
            (folder / "model.safetensors").unlink()
            torch.save(half, folder / "pytorch_model.bin")
        form = json.loads(tokenizer.to_str())
        (folder / "tokenizer.json").write_text(json.dumps(form, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
