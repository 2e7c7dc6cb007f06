"""Exports classifiers of Hugging Face's transformers, of pictures and of texts.

Names are those of the architectures, for torch's default exporter, or with ".legacy" for
``dynamo=False``. Networks have two small layers; of size "full" they are as their configuration
says. A text is ids, an attention mask that hides two places at its end and, for BERT, types; the
gradient is that with respect to the word embeddings, the Gather behind the ids.
"""

import importlib.util

from export_network import Answer, names_in, picture
from export_torchvision import both_gradients, import_torchvision, made_alive, write_model

SMALL = {
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 128,
}
VOCABULARY = 1000
SMALL_DISTILLED = {"dim": 64, "n_layers": 2, "n_heads": 4, "hidden_dim": 128}
IDS = [[101, 7, 42, 500, 13, 999, 250, 102, 5, 9]]


def export(name, size, path):
    """Exports one network; returns what torch says of it."""
    if importlib.util.find_spec("torchvision"):  # transformers imports it where it is installed.
        import_torchvision()
    import torch
    import transformers

    torch.manual_seed(0)
    base, _, way = name.partition(".")
    write = export_picture if base in ("vit", "deit") else export_text
    return write(torch, transformers, base, way, size, path)


def export_picture(torch, transformers, base, way, size, path):
    """A transformer of pictures."""
    side = 224 if size == "full" else 64
    sizes = {} if size == "full" else SMALL
    kind = {"vit": "ViT", "deit": "DeiT"}[base]
    config = getattr(transformers, f"{kind}Config")(
        **sizes, num_labels=3, image_size=side, patch_size=16
    )
    model = getattr(transformers, f"{kind}ForImageClassification")(config)
    scaled = picture(side).transpose(2, 0, 1)[None] / 127.5 - 1
    x = torch.tensor(scaled, dtype=torch.float32)
    model = made_alive(torch, model, x)
    names, axes = ["pixel_values"], {"pixel_values": {0: "batch"}}
    open_batch = dict(
        input_names=names, output_names=["logits"], dynamic_shapes=({0: "batch"},)
    )
    write_model(torch, model, (x,), path, way, names, ["logits"], axes, **open_batch)
    forward = lambda model, x: model(x).logits
    output, target, single, gradient = both_gradients(torch, model, x, forward)
    inputs, outputs = names_in(path)
    given = {inputs[0]: x.numpy()}
    return Answer(given, output, outputs[0], target, inputs[0], gradient, single)


def text_model(transformers, base, size):
    """Builds a classifier of texts."""
    if base == "distilbert":
        sizes = {} if size == "full" else {**SMALL_DISTILLED, "vocab_size": VOCABULARY}
        config = transformers.DistilBertConfig(**sizes, num_labels=3)
        return transformers.DistilBertForSequenceClassification(config)
    kind = {"bert": "Bert", "roberta": "Roberta"}[base]
    sizes = {} if size == "full" else {**SMALL, "vocab_size": VOCABULARY}
    config = getattr(transformers, f"{kind}Config")(**sizes, num_labels=3)
    return getattr(transformers, f"{kind}ForSequenceClassification")(config)


def export_text(torch, transformers, base, way, size, path):
    """A transformer of texts."""
    model = text_model(transformers, base, size).eval()
    ids = torch.tensor(IDS)
    mask = torch.ones_like(ids)
    mask[:, -2:] = 0
    given = {"input_ids": ids, "attention_mask": mask}
    if base == "bert":
        given["token_type_ids"] = (torch.arange(ids.shape[1])[None] > 4).long()
    names, open_axes = list(given), {0: "batch", 1: "sequence"}
    axes = {key: open_axes for key in given}
    exported = model if way != "legacy" else by_position(torch, model, names)
    arguments = tuple(given.values()) if way == "legacy" else ()
    more = dict(kwargs=given, input_names=names, output_names=["logits"], dynamic_shapes=axes)
    write_model(torch, exported, arguments, path, way, names, ["logits"], axes, **more)

    def forward(model, embedded):
        others = {key: value for key, value in given.items() if key != "input_ids"}
        if base == "roberta":  # Positions count from the padding's id, which ids would tell.
            others["position_ids"] = torch.arange(ids.shape[1])[None] + 2
        return model(inputs_embeds=embedded, **others).logits

    embedded = model.get_input_embeddings()(ids)
    output, target, single, gradient = both_gradients(torch, model, embedded, forward)
    inputs, outputs = names_in(path)
    arrays = {key: given[key].numpy() for key in inputs}
    return Answer(
        arrays, output, outputs[0], target, embedding_in(path), gradient, single, inside=True
    )


def by_position(torch, model, names):
    """Returns the network as a module of tensors without keywords, as the old exporter wants."""

    class Positional(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, *values):
            return self.model(**dict(zip(names, values))).logits

    return Positional().eval()


def embedding_in(path):
    """Returns the name of the value that a Gather looks up for the ids."""
    import onnx

    graph = onnx.load(path, load_external_data=False).graph
    ids = {"input_ids"}
    for node in graph.node:
        if node.op_type in ("Identity", "Cast") and node.input[0] in ids:
            ids.add(node.output[0])
        if node.op_type == "Gather" and node.input[1] in ids:
            return node.output[0]
    raise LookupError("no Gather takes the ids")
