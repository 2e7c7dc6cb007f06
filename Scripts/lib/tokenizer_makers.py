"""Trains tokenizers of all kinds on texts at hand, each into a folder with a ``tokenizer.json``."""

import shutil
import tempfile
from pathlib import Path

import sentencepiece
from tokenizer_lines import corpus
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers
from tokenizers import processors, trainers

BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
LLAMA_3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def make(cache, again=False):
    """Returns the folders of all tokenizers, training those that are missing."""
    folders = []
    for name, maker in MAKERS.items():
        folder = Path(cache) / name
        if again:
            shutil.rmtree(folder, ignore_errors=True)
        if not (folder / "tokenizer.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            maker().save(str(folder / "tokenizer.json"))
        folders.append(folder)
    return folders


def bert(lowercase, accents=None, chinese=True, size=3000):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(
        lowercase=lowercase, strip_accents=accents, handle_chinese_chars=chinese
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=BERT, continuing_subword_prefix="##", show_progress=False
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")],
    )
    return tokenizer


def byte_level(prefix_space=False, use_regex=True, normalizer=None, pattern=None, ignore=False):
    tokenizer = Tokenizer(models.BPE(unk_token=None, ignore_merges=ignore))
    if normalizer:
        tokenizer.normalizer = normalizer
    bytes_of = pre_tokenizers.ByteLevel(add_prefix_space=prefix_space, use_regex=use_regex)
    tokenizer.pre_tokenizer = bytes_of
    if pattern:
        split = pre_tokenizers.Split(Regex(pattern), "isolated")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, bytes_of])
    trainer = trainers.BpeTrainer(
        vocab_size=4000,
        special_tokens=ROBERTA,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    return tokenizer


def gpt2():
    tokenizer = byte_level()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=True)
    return tokenizer


def roberta():
    tokenizer = byte_level(prefix_space=True)
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, special=True)])
    ends = [(name, tokenizer.token_to_id(name)) for name in ("</s>", "<s>")]
    tokenizer.post_processor = processors.RobertaProcessing(*ends)
    return tokenizer


def added_tokens():
    tokenizer = byte_level(normalizer=normalizers.NFKC(), ignore=True)
    tokenizer.add_tokens(
        [
            AddedToken("fox", single_word=True),
            AddedToken("café", lstrip=True),
            AddedToken("ﬁne", rstrip=True, normalized=True),
            AddedToken("  ", normalized=False),
            AddedToken("世界", single_word=True, normalized=True),
            "<0x0A>",
        ]
    )
    return tokenizer


def characters_bpe(suffix=None, prefix="", fuse=True, fallback=False):
    """Byte-pair encoding of characters, with unknown ones: few enough are learnt."""
    ends = {"end_of_word_suffix": suffix, "continuing_subword_prefix": prefix}
    ends = {key: value for key, value in ends.items() if value}
    tokenizer = Tokenizer(
        models.BPE(unk_token="<unk>", fuse_unk=fuse, byte_fallback=fallback, **ends)
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    spelling = [f"<0x{byte:02X}>" for byte in range(256)] if fallback else []
    trainer = trainers.BpeTrainer(
        vocab_size=3000,
        limit_alphabet=300,
        special_tokens=ROBERTA + spelling,
        **ends,
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    return tokenizer


def llama(legacy):
    """Like sentencepiece's byte-pair encoding, with bytes for unknown characters."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    trainer = trainers.BpeTrainer(
        vocab_size=3000,
        limit_alphabet=300,
        special_tokens=ROBERTA + [f"<0x{byte:02X}>" for byte in range(256)],
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    if legacy:
        tokenizer.pre_tokenizer = None
        tokenizer.normalizer = normalizers.Sequence(
            [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
        )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
    )
    return tokenizer


def words(normalizer, pre_tokenizer):
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    trainer = trainers.WordLevelTrainer(
        vocab_size=6000, special_tokens=ROBERTA, show_progress=False
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    return tokenizer


def splits():
    """Words between all kinds of separators."""
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.CharDelimiterSplit("_"),
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation("merged_with_previous"),
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.Split(Regex(r"[\p{Han}&&[^一]]+"), "merged_with_next"),
        ]
    )


def more_splits():
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(" ", "contiguous"),
            pre_tokenizers.Punctuation("contiguous"),
            pre_tokenizers.Digits(),
            pre_tokenizers.Split(Regex(r"(?<=[a-z])(?=[A-Z])|^\W*$"), "removed"),
            pre_tokenizers.Split(Regex(r"\s+"), "removed", invert=False),
        ]
    )


def unigram(normalizer, pre_tokenizer, fallback=False):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    trainer = trainers.UnigramTrainer(
        vocab_size=3000, special_tokens=ROBERTA, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    return tokenizer


def sentencepiece_model(kind, rule, fallback=False):
    """Returns a trained sentencepiece model as its protocol buffer."""
    import sentencepiece.sentencepiece_model_pb2 as messages

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(corpus()),
            model_prefix=str(path),
            vocab_size=4000,
            model_type=kind,
            normalization_rule_name=rule,
            byte_fallback=fallback,
            character_coverage=0.99,
            minloglevel=2,
        )
        model = messages.ModelProto()
        model.ParseFromString(path.with_suffix(".model").read_bytes())
    return model


def from_sentencepiece(rule, more=(), pre_tokenizer=None, fallback=False):
    """A unigram model of sentencepiece, with its character map, as XLM-R's or T5's."""
    import base64
    import json

    model = sentencepiece_model("unigram", rule, fallback)
    pieces = [(piece.piece, piece.score) for piece in model.pieces]
    tokenizer = Tokenizer(models.Unigram(pieces, 0, fallback))
    rules = base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()
    tokenizer.pre_tokenizer = pre_tokenizer or pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    tokenizer.normalizer = normalizers.Sequence(list(more) or [normalizers.NFC()])
    saved = json.loads(tokenizer.to_str())
    steps = saved["normalizer"]["normalizers"] if more else []
    map_step = {"type": "Precompiled", "precompiled_charsmap": rules}
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    saved["normalizer"] = {"type": "Sequence", "normalizers": [*steps, map_step, spaces]}
    return Tokenizer.from_str(json.dumps(saved))


def albert():
    return from_sentencepiece(
        "nmt_nfkc",
        [
            normalizers.Replace("``", '"'),
            normalizers.Replace("''", '"'),
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
        ],
        pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]),
    )


FORMS = {"nfc": normalizers.NFC, "nfd": normalizers.NFD, "nfkc": normalizers.NFKC}
FORMS["nfkd"] = normalizers.NFKD

MAKERS = {
    "bert-uncased": lambda: bert(True),
    "bert-cased": lambda: bert(False),
    "bert-accents": lambda: bert(True, accents=False, chinese=False, size=1000),
    "gpt2": gpt2,
    "roberta": roberta,
    "byte-level-whole": lambda: byte_level(use_regex=False),
    "byte-level-llama3": lambda: byte_level(use_regex=False, pattern=LLAMA_3, ignore=True),
    "byte-level-added": added_tokens,
    "bpe-suffix": lambda: characters_bpe(suffix="</w>", fuse=False),
    "bpe-prefix": lambda: characters_bpe(prefix="@@"),
    "bpe-bytes": lambda: characters_bpe(fallback=True),
    "llama-legacy": lambda: llama(True),
    "llama-metaspace": lambda: llama(False),
    "words": lambda: words(normalizers.Lowercase(), pre_tokenizers.Whitespace()),
    "words-splits": lambda: words(normalizers.Strip(), splits()),
    "words-more-splits": lambda: words(None, more_splits()),
    "unigram": lambda: unigram(
        normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()]),
        pre_tokenizers.Metaspace(prepend_scheme="always"),
    ),
    "unigram-never": lambda: unigram(
        normalizers.Strip(left=False), pre_tokenizers.Metaspace(prepend_scheme="never", split=False)
    ),
    "xlm-roberta": lambda: from_sentencepiece("nmt_nfkc"),
    "t5-bytes": lambda: from_sentencepiece("nmt_nfkc_cf", fallback=True),
    "albert": albert,
    **{
        f"form-{name}": lambda form=form: byte_level(normalizer=form(), use_regex=False)
        for name, form in FORMS.items()
    },
}
