"""The network, picture and other inputs of the cases of Scripts/check-methods."""

import copy
import json
from functools import cached_property

import numpy as np
import torch
from PIL import Image

import attribution_reference as methods
from network_input import NetworkInput
from onnx_reference import Reference
from scored_network import (
    Layer,
    Score,
    class_scores,
    last_spatial_layer,
    one_class,
)


class RoundedReference(Reference):
    """A network in single precision whose inputs are disturbed by as much as rounding does."""

    # Share of the largest number: sixteen units in the last place, for the roundings of all layers.
    DISTURBANCE = 2.0**-20

    def __init__(self, path, seed, rules):
        super().__init__(path, torch.float32, rules)
        self.random = torch.Generator().manual_seed(seed)

    def values(self, x, given=None):
        given = {name: self.disturbed(value) for name, value in (given or {}).items()}
        return super().values(self.disturbed(x), given)

    def disturbed(self, x):
        noise = torch.randn(x.shape, generator=self.random)
        return x + self.DISTURBANCE * x.detach().abs().max() * noise


class Setting:
    """A network, a picture at its size, and what the cases need besides."""

    def __init__(self, file, manifest, picture, folder, steps, grain=0):
        self.file, self.steps, self.folder = file, steps, folder
        self.input = NetworkInput(manifest)
        self.network = self.make_network()
        pixels = grained(self.input.fitted(picture), grain)
        self.x = self.input.prepared(pixels)
        self.black, self.white = (self.input.uniform([v] * 3) for v in (0, 255))
        self.picture = self.save("picture", pixels)
        turned = {"mirrored": pixels[:, ::-1], "overturned": pixels[::-1], "negative": 255 - pixels}
        self.references = [self.input.prepared(p) for p in turned.values()]
        self.reference_files = [self.save(name, p) for name, p in turned.items()]
        order = np.argsort(-Score(self.network, self.all_scores).values(self.x[None])[0])
        self.top, self.second = map(int, order[:2])

    def rounded(self, seed):
        """Returns the same with networks that round as single precision does."""
        twin = copy.copy(self)
        twin.__dict__.pop("F", None)
        twin.make_network = lambda rules=None: RoundedReference(self.file, seed, rules)
        twin.network = twin.make_network()
        return twin

    def make_network(self, rules=None):
        """Returns the network, with rules for the backward pass."""
        return Reference(self.file, rules=rules)

    def save(self, name, pixels):
        path = self.folder / f"{name}.png"
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
        return path

    def all_scores(self, values):
        return class_scores(self.network, "probability")(values)

    def score(self, kind="probability", rules=None):
        """F: the score of the most probable class."""
        network = self.make_network(rules) if rules else self.network
        return Score(network, one_class(network, kind, self.top))

    @cached_property
    def F(self):
        return self.score()

    @cached_property
    def layers(self):
        """Names: the last layer with positions, the concatenation before it, a branch of that."""
        last = last_spatial_layer(self.network, self.x)
        joined = [n for n in self.network.graph.node if n.op_type == "Concat"]
        before = [n for n in joined if n.output[0] != last][-1]
        return {"last": last, "middle": before.output[0], "branch": before.input[1]}

    def layer(self, which):
        return Layer(self.F, self.layers[which])

    @cached_property
    def lively(self):
        """(channel, row, column) of the middle layer's largest number at x."""
        values, _ = self.layer("middle").values_and_gradients(self.x[None])
        row, column, channel = np.unravel_index(values[0].argmax(), values[0].shape)
        return int(channel), int(row), int(column)

    @cached_property
    def weights(self):
        """Weights of three classes, and the file that holds them."""
        weights = {self.top: 1.0, self.second: -0.5, 0 if self.top else 1: 0.25}
        path = self.folder / "weights.json"
        path.write_text(json.dumps({str(index): weight for index, weight in weights.items()}))
        return weights, path

    def straight(self):
        """The straight path from black, both ends and the steps between."""
        return methods.straight_path(self.x, self.black, np.arange(self.steps + 1) / self.steps)

    def ig(self, quantity=None, baselines=None, **options):
        """Integrated Gradients of a quantity, from black unless baselines are given."""
        F = Score(self.network, quantity) if quantity else self.F
        return methods.integrated_gradients(
            F, self.x, baselines or [self.black], steps=self.steps, **options
        )


def grained(pixels, grain):
    """Returns pixels with even random numbers from -grain to grain added."""
    noise = np.random.default_rng(0).integers(-grain, grain + 1, pixels.shape)
    return np.clip(pixels.astype(int) + noise, 0, 255).astype(np.uint8)
