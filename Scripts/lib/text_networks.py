"""Networks of texts: the built-in one, and fresh ones as Hugging Face's transformers export them.

The fresh ones are small, with seeded random weights and a tokenizer that is trained here, in a
folder each: model.onnx, config.json, tokenizer.json. Each network is also a function of embeddings,
N x L x W, in PyTorch's double precision, of the very weights that the file holds.
"""

import contextlib
import importlib.util
import io
import json
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from export_torchvision import import_torchvision
from onnx_reference import Reference
from text_rules import RULES

SIZES = {"hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4}
SIZES |= {"intermediate_size": 96, "initializer_range": 0.2}
DISTILLED = {"dim": 48, "n_layers": 2, "n_heads": 4, "hidden_dim": 96, "initializer_range": 0.2}
VOCABULARY, LONGEST = 300, 64
CLASSES = 3


@dataclass
class TextNetwork:
    """A network: where igtool finds it, how texts become ids, and the embeddings of ids."""

    name: str
    model: object
    encode: object  # text -> ids
    fillers: dict  # baseline -> id
    special: set  # ids that stay
    table: np.ndarray  # embeddings
    module: object  # (ids, segments) -> a module of N x L x W embeddings
    arguments: list  # what igtool must be told besides
    scores: tuple = ("probability", "logit")
    hugging: object = None  # the model of transformers, for Captum
    has_segments: bool = False

    def embedded(self, ids, baseline=None):
        """Returns the embeddings of ids, or those of a baseline."""
        points = self.table[ids].astype(np.float64)
        if baseline is None:
            return points
        places = [i not in self.special for i in ids]
        points[places] = 0 if baseline == "zero" else self.table[self.fillers[baseline]]
        return points

    def replaced(self, ids, baseline):
        """Returns the ids of a baseline."""
        return [i if i in self.special else self.fillers[baseline] for i in ids]


# MARK: the built-in network


class Graph(nn.Module):
    """The logits of an ONNX graph for the embeddings of given ids."""

    def __init__(self, path, tokens, value, ids, rules):
        super().__init__()
        self.settings = path, tokens, value, ids, rules
        self.build(torch.float64)

    def build(self, dtype):
        path, _, _, _, rules = self.settings
        self.network = Reference(path, dtype, rules=rules)

    def float(self):
        self.build(torch.float32)
        self.network.operators["Cast"] = lambda attributes, opset, x: (
            x.float() if attributes["to"] in (1, 10, 11) else x.long()
        )
        return self

    def __deepcopy__(self, memo):
        return Graph(*self.settings)

    def values(self, x, given=None):
        """Returns every value, by name; those that are given are not computed."""
        _, tokens, value, ids, _ = self.settings
        shape = (len(x), len(ids))
        known = {tokens["mask"]: torch.ones(shape, dtype=torch.long), value: x, **(given or {})}
        return self.network.values(torch.tensor(ids).expand(shape), known)

    def forward(self, x):
        return self.values(x)[self.network.output]


def built_in(models, rules=None):
    """The built-in network; rules replace operators."""
    from tokenizers import BertWordPieceTokenizer

    folder = models / "mood"
    tokens = json.loads((folder / "mood.json").read_text())["inputs"][0]
    vocabulary = (folder / tokens["tokenizer"]).read_text().splitlines()
    tokenizer = BertWordPieceTokenizer(str(folder / tokens["tokenizer"]), lowercase=True)
    network = Reference(folder / "mood.onnx", rules=RULES)
    node = next(n for n in network.graph.node if tokens["name"] in n.input[1:])
    ids = {piece: index for index, piece in enumerate(vocabulary)}
    module = lambda given, _: Graph(
        folder / "mood.onnx", tokens, node.output[0], given, {**RULES, **(rules or {})}
    )
    return TextNetwork(
        "mood", "mood", lambda text: tokenizer.encode(text).ids,
        {"pad": ids["[PAD]"], "mask": ids["[MASK]"], "unknown": ids["[UNK]"]},
        {ids["[CLS]"], ids["[SEP]"]}, network.weights[node.input[0]].numpy(), module, [],
    )  # fmt: skip


# MARK: transformers


class Embedded(nn.Module):
    """The logits of a model of transformers for embeddings."""

    def __init__(self, model, segments):
        super().__init__()
        self.model, self.segments = model, segments

    def forward(self, embedded):
        count, length = embedded.shape[:2]
        others = {"attention_mask": torch.ones(count, length, dtype=torch.long)}
        if self.segments is not None:
            others["token_type_ids"] = torch.tensor(self.segments).expand(count, -1)
        return self.model(inputs_embeds=embedded, **others).logits


class Ids(nn.Module):
    """The logits of a model of transformers for ids, inputs by position."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *values):
        return self.model(**dict(zip(self.names, values))).logits


class Encoder(nn.Module):
    """An encoder with a linear head on its first token."""

    def __init__(self, encoder, outputs):
        super().__init__()
        self.encoder, self.config = encoder, encoder.config
        torch.manual_seed(11)
        self.head = nn.Linear(encoder.config.hidden_size, outputs)
        with torch.no_grad():
            self.head.weight.normal_(0, 0.3)

    def get_input_embeddings(self):
        return self.encoder.get_input_embeddings()

    def forward(self, **given):
        class Answer:
            logits = self.head(self.encoder(**given).last_hidden_state[:, 0])

        return Answer


def import_transformers():
    """Returns transformers, which imports torchvision where that is installed."""
    if importlib.util.find_spec("torchvision"):
        import_torchvision()
    import transformers

    transformers.logging.set_verbosity_error()
    return transformers


def word_pieces(corpus, path):
    """Trains a tokenizer as BERT has it; returns it."""
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(lowercase=True)
    tokenizer.train_from_iterator(corpus, vocab_size=VOCABULARY, show_progress=False)
    vocabulary = tokenizer.get_vocab()
    names = sorted(vocabulary, key=vocabulary.get)
    list_file = path.parent / "vocab.txt"
    list_file.write_text("\n".join(names) + "\n")
    tokenizer = BertWordPieceTokenizer(str(list_file), lowercase=True)
    list_file.unlink()
    tokenizer.save(str(path))
    return tokenizer


def byte_pairs(corpus, path):
    """Trains a tokenizer as RoBERTa has it; returns it."""
    from tokenizers import AddedToken, ByteLevelBPETokenizer
    from tokenizers.processors import RobertaProcessing

    special = ["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)]
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(
        corpus, vocab_size=VOCABULARY + 100, special_tokens=special, show_progress=False
    )
    ends = [(name, tokenizer.token_to_id(name)) for name in ("</s>", "<s>")]
    tokenizer._tokenizer.post_processor = RobertaProcessing(*ends)
    tokenizer.save(str(path))
    return tokenizer


FILLERS = {
    "bert": {"pad": "[PAD]", "mask": "[MASK]", "unknown": "[UNK]"},
    "roberta": {"pad": "<pad>", "mask": "<mask>", "unknown": "<unk>"},
}
ENDS = {"bert": ("[CLS]", "[SEP]"), "roberta": ("<s>", "</s>")}


def random_model(transformers, base, vocabulary, padding):
    """Returns a small classifier with random weights."""
    torch.manual_seed(3)
    common = {"vocab_size": vocabulary, "num_labels": CLASSES, "pad_token_id": padding}
    if base == "distilbert":
        config = transformers.DistilBertConfig(
            **DISTILLED, **common, max_position_embeddings=LONGEST
        )
        return transformers.DistilBertForSequenceClassification(config)
    kind = {"bert": "Bert", "roberta": "Roberta"}[base]
    places = LONGEST + (padding + 1 if base == "roberta" else 0)
    config = getattr(transformers, f"{kind}Config")(
        **SIZES, **common, max_position_embeddings=places
    )
    config._attn_implementation = "eager"
    return getattr(transformers, f"{kind}ForSequenceClassification")(config)


def exported(model, names, path, way):
    """Writes a model's file by torch's default exporter, or by the old one ("legacy")."""
    ids = torch.tensor([[2, 7, 9, 8, 3], [2, 9, 11, 12, 3]])
    given = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if "token_type_ids" in names:
        given["token_type_ids"] = torch.zeros_like(ids)
    module, values = Ids(model, names).eval(), tuple(given[name] for name in names)
    axes = {0: "batch", 1: "sequence"}
    if way == "legacy":
        more = dict(dynamo=False, opset_version=17, dynamic_axes=dict.fromkeys(names, axes))
    else:
        more = dict(dynamic_shapes=(tuple(axes for _ in names),), external_data=False)
        more |= {"verbose": False}
    quiet = contextlib.redirect_stdout(io.StringIO())
    with warnings.catch_warnings(), quiet, contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, values, str(path), input_names=names, output_names=["logits"], **more
        )


def by_transformers(folder, base, way, corpus):
    """Makes a network in a folder of its own."""
    transformers = import_transformers()
    name = base + (f".{way}" if way else "")
    folder = folder / name
    folder.mkdir()
    family = "roberta" if base == "roberta" else "bert"
    train = byte_pairs if family == "roberta" else word_pieces
    tokenizer = train(corpus, folder / "tokenizer.json")
    fillers = {key: tokenizer.token_to_id(piece) for key, piece in FILLERS[family].items()}
    model = random_model(
        transformers, base, tokenizer.get_vocab_size(), fillers["pad"]
    ).eval()
    model.config.save_pretrained(folder)
    return finished(name, folder, model, tokenizer, family, way)


def finished(name, folder, model, tokenizer, family, way, **more):
    """Exports a model into its folder; returns the network."""
    names = ["input_ids", "attention_mask"]
    has_segments = model.config.model_type == "bert"
    names += ["token_type_ids"] if has_segments else []
    exported(model, names, folder / "model.onnx", way)
    double = model.double()

    def module(ids, segments):
        return Embedded(double, segments if has_segments else None)

    arguments = more.pop("arguments", [])
    return TextNetwork(
        name, folder, lambda text: tokenizer.encode(text).ids,
        {key: tokenizer.token_to_id(piece) for key, piece in FILLERS[family].items()},
        {tokenizer.token_to_id(piece) for piece in ENDS[family]},
        double.get_input_embeddings().weight.detach().numpy(), module, arguments,
        hugging=double, has_segments=has_segments, **more,
    )  # fmt: skip


def with_weights(folder, source, outputs):
    """An encoder like BERT with the weights of a folder, and a head of seeded weights."""
    import shutil

    from tokenizers import Tokenizer

    transformers = import_transformers()
    name = f"weights.{outputs}"
    folder = folder / name
    folder.mkdir()
    encoder = transformers.AutoModel.from_pretrained(source, attn_implementation="eager")
    shutil.copy(Path(source) / "tokenizer.json", folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encoder.config.save_pretrained(folder)
    more = {}
    if outputs == 1:
        more = {"arguments": ["--head", "number"], "scores": (None,)}
    return finished(
        name, folder, Encoder(encoder.float(), outputs).eval(), tokenizer, "bert", "", **more
    )


def all_networks(folder, models, corpus, weights=None):
    """Yields functions that make the networks, by their names, the fresh ones in a folder."""
    yield "mood", lambda: built_in(models)
    for base in ("bert", "distilbert", "roberta"):
        for way in ("", "legacy"):
            name = base + (f".{way}" if way else "")
            yield name, lambda base=base, way=way: by_transformers(folder, base, way, corpus)
    if weights:
        for outputs in (CLASSES, 1):
            yield f"weights.{outputs}", lambda n=outputs: with_weights(folder, weights, n)
