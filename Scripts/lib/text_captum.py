"""Captum's LayerIntegratedGradients at the word embeddings of a model of transformers."""

import copy

import captum.attr as attr
import torch

from feature_comparison import Scored


class OfIds(torch.nn.Module):
    """The logits for ids."""

    def __init__(self, model, segments):
        super().__init__()
        self.model, self.segments = model, segments

    def forward(self, ids):
        others = {"attention_mask": torch.ones_like(ids)}
        if self.segments is not None:
            others["token_type_ids"] = torch.tensor(self.segments).expand(len(ids), -1)
        return self.model(input_ids=ids, **others).logits


def captum_of_ids(case, F, model, text, baseline):
    """Returns Captum's map, L x W, from the ids of a baseline, in double and single precision."""
    has_segments = model.config.model_type == "bert"
    found = []
    for model in (model, copy.deepcopy(model).float()):
        network = OfIds(model, text.segments if has_segments else None)
        method = attr.LayerIntegratedGradients(
            Scored(network, F.kind), model.get_input_embeddings()
        )
        ids, start = torch.tensor([text.ids]), torch.tensor([baseline])
        values = method.attribute(ids, start, target=F.target, **case.captum[1])
        found.append(values.detach().double().numpy()[0])
    return found
