"""What Scripts/check-methods compares: arguments of igtool, and the map that they stand for."""

import copy
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Callable

import numpy as np
import torch
from PIL import Image

import attribution_reference as methods
import path_reference as paths
import rectifier_reference as rules
import region_reference as regions
from network_input import NetworkInput
from onnx_reference import Reference
from scored_network import (
    Layer,
    Score,
    channel_sum,
    class_scores,
    contrast,
    largest,
    last_spatial_layer,
    neuron,
    one_class,
    value_name,
    weighted,
)

SAMPLES, SEED, SIGMA, LARGEST_BLUR = 4, 5, 0.1, 20


@dataclass
class Case:
    """One call of igtool: its arguments after the method, and a function Setting -> map.

    `limit` is the largest relative L2 difference; None stands for the one asked for, and `note`
    says why it is another. A layer's map keeps the layer's channels.
    """

    method: str
    arguments: list
    reference: Callable
    limit: float | None = None
    note: str = ""
    is_layer: bool = False


class Setting:
    """A network, a picture at its size, and what the cases need besides."""

    def __init__(self, file, manifest, picture, folder, steps):
        self.file, self.steps, self.folder = file, steps, folder
        self.input = NetworkInput(manifest)
        self.network = Reference(file)
        pixels = self.input.fitted(picture)
        self.x = self.input.prepared(pixels)
        self.black, self.white = (self.input.uniform([v] * 3) for v in (0, 255))
        self.picture = self.save("picture", pixels)
        turned = {"mirrored": pixels[:, ::-1], "overturned": pixels[::-1], "negative": 255 - pixels}
        self.references = [self.input.prepared(p) for p in turned.values()]
        self.reference_files = [self.save(name, p) for name, p in turned.items()]
        order = np.argsort(-Score(self.network, self.all_scores).values(self.x[None])[0])
        self.top, self.second = map(int, order[:2])

    def in_single_precision(self):
        """Returns the same with networks that compute in single precision."""
        twin = copy.copy(self)
        twin.__dict__.pop("F", None)
        twin.network = Reference(self.file, torch.float32)
        return twin

    def save(self, name, pixels):
        path = self.folder / f"{name}.png"
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
        return path

    def all_scores(self, values):
        return class_scores(self.network, "probability")(values)

    def score(self, kind="probability", rules=None):
        """F: the score of the most probable class."""
        network = Reference(self.file, self.network.dtype, rules) if rules else self.network
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

    def ig(self, quantity=None, baselines=None, **options):
        """Integrated Gradients of a quantity, from black unless baselines are given."""
        F = Score(self.network, quantity) if quantity else self.F
        return methods.integrated_gradients(
            F, self.x, baselines or [self.black], steps=self.steps, **options
        )


# MARK: the cases


def all_cases(s):
    """Returns every case for a setting."""
    n = ["--steps", s.steps]
    return [
        *straight(s, n),
        *quantities(s, n),
        *curved(s, n),
        *at_points(s, n),
        *at_layers(s, n),
        *by_parts(s, n),
    ]


def straight(s, n):
    for rule in (
        "trapezoid",
        "left",
        "right",
        "midpoint",
        "gauss-legendre",
        "captum-trapezoid",
        "mean-of-points",
    ):
        yield Case("ig", [*n, "--rule", rule], lambda s, rule=rule: s.ig(rule=rule))
    yield Case("ig", [*n, "--multiply-by-inputs", "no"], lambda s: s.ig(multiply=False))
    yield Case(
        "ig",
        [*n, "--baseline", "black", "--baseline", "white"],
        lambda s: s.ig(baselines=[s.black, s.white]),
    )
    yield Case(
        "left-ig", n, lambda s: methods.left_integrated_gradients(s.F, s.x, s.black, s.steps)
    )
    count = 2 * s.steps
    files = [argument for file in s.reference_files for argument in ("--reference", file)]
    yield Case(
        "expected-gradients",
        [*files, "--samples", count, "--seed", SEED],
        lambda s: methods.expected_gradients(s.F, s.x, s.references, count, SEED),
    )


def quantities(s, n):
    middle, (channel, row, column) = s.layers["middle"], s.lively
    for kind in ("logit", "log-probability"):
        yield Case(
            "ig",
            [*n, "--score", kind],
            lambda s, kind=kind: s.ig(one_class(s.network, kind, s.top)),
        )
    yield Case(
        "ig",
        [*n, "--contrast", s.second],
        lambda s: s.ig(contrast(s.network, "probability", s.top, s.second)),
    )
    yield Case("ig", [*n, "--target", "max"], lambda s: s.ig(largest(s.network, "probability")))
    weights, file = s.weights
    yield Case(
        "ig",
        [*n, "--target", f"weights:{file}", "--score", "logit"],
        lambda s: s.ig(weighted(s.network, "logit", weights)),
    )
    name = value_name(s.network, middle)
    yield Case(
        "ig",
        [*n, "--target", f"layer:{middle}:{channel}"],
        lambda s: s.ig(channel_sum(name, channel)),
    )
    yield Case(
        "ig",
        [*n, "--target", f"layer:{middle}:{channel}:{row},{column}"],
        lambda s: s.ig(neuron(name, channel, row, column)),
    )
    yield Case(
        "ig",
        [*n, "--target", f"layer:{middle}"],
        lambda s: s.ig(lambda values: values[name].flatten(1).sum(1)),
    )


def curved(s, n):
    blur = ["--max-sigma", LARGEST_BLUR]
    for rule in ("trapezoid", "left", "right"):
        yield Case(
            "blur-ig",
            [*n, *blur, "--rule", rule],
            lambda s, rule=rule: paths.blur_integrated_gradients(
                s.F, s.x, s.steps, LARGEST_BLUR, rule
            ),
        )
    yield Case(
        "blur-ig",
        [*n, *blur, "--rule", "right"],
        lambda s: paths.blur_integrated_gradients_by_pair(s.F, s.x, s.steps, LARGEST_BLUR),
        limit=np.inf,
        note="PAIR's own sums, black beyond the border",
    )

    def guided(distance, rule):
        return lambda s: paths.guided_integrated_gradients(
            s.F, s.x, s.black, s.steps, 0.25, distance, rule
        )

    for distance in (0, 0.02, 1):
        for rule in ("trapezoid", "left"):
            yield Case(
                "guided-ig",
                [*n, "--fraction", 0.25, "--max-distance", distance, "--rule", rule],
                guided(distance, rule),
            )
    yield Case(
        "idgi",
        [*n, "--path", "straight"],
        lambda s: methods.idgi(
            s.F, methods.straight_path(s.x, s.black, np.arange(s.steps + 1) / s.steps)
        ),
    )
    yield Case(
        "idgi",
        [*n, "--path", "blur", *blur],
        lambda s: methods.idgi(s.F, paths.blur_path(s.x, s.steps, LARGEST_BLUR)),
    )
    yield Case(
        "idgi",
        [*n, "--path", "guided"],
        lambda s: methods.idgi(s.F, paths.guided_path(s.F, s.x, s.black, s.steps)),
    )


def at_points(s, n):
    yield Case("gradient", [], lambda s: methods.gradient(s.F, s.x))
    yield Case("input-x-gradient", [], lambda s: methods.input_times_gradient(s.F, s.x))
    for name, rule in (("guided-backprop", rules.GUIDED), ("deconvnet", rules.DECONVOLUTION)):
        for kind in ("probability", "logit"):
            yield Case(
                name,
                ["--score", kind],
                lambda s, kind=kind, rule=rule: methods.gradient(s.score(kind, rule), s.x),
            )
    few = max(s.steps // 2, 1)
    for statistic in ("sg", "sg-squared", "vargrad"):
        smooth = ["--smooth", f"{statistic}:{SAMPLES}:{SIGMA}", "--seed", SEED]

        def smoothed(s, method, statistic=statistic):
            return methods.smoothed(method, s.x, statistic, SAMPLES, SIGMA, SEED)

        yield Case(
            "gradient",
            smooth,
            lambda s, smoothed=smoothed: smoothed(s, lambda x: methods.gradient(s.F, x)),
        )
        yield Case(
            "ig",
            ["--steps", few, *smooth],
            lambda s, smoothed=smoothed: smoothed(
                s, lambda x: methods.integrated_gradients(s.F, x, [s.black], steps=few)
            ),
        )
    yield Case("deeplift", ["--score", "logit"], deep_lift)


def deep_lift(s):
    network = Reference(s.file, s.network.dtype, rules.RESCALE)
    return rules.deep_lift(network, one_class(network, "logit", s.top), s.x, s.black)


def at_layers(s, n):
    for which in ("middle", "branch"):
        place = ["--layer", s.layers[which]]

        def case(method, arguments, reference, which=which, place=place):
            return Case(
                method, [*place, *arguments], lambda s: reference(s, s.layer(which)), is_layer=True
            )

        for rule in ("trapezoid", "gauss-legendre"):
            yield case(
                "ig",
                [*n, "--rule", rule],
                lambda s, v, rule=rule: methods.layer_integrated_gradients(
                    v, s.x, s.black, rule, s.steps
                ),
            )
        for rule in ("trapezoid", "left"):
            yield case(
                "conductance",
                [*n, "--rule", rule],
                lambda s, v, rule=rule: methods.conductance(v, s.x, s.black, rule, s.steps),
            )
        yield case(
            "internal-influence",
            n,
            lambda s, v: methods.internal_influence(v, s.x, s.black, "trapezoid", s.steps),
        )
        yield case("gradient", [], lambda s, v: methods.layer_gradient(v, s.x))
        yield case("input-x-gradient", [], lambda s, v: methods.layer_gradient(v, s.x, True))
        yield case("grad-cam", [], lambda s, v: methods.grad_cam(v, s.x))
    yield Case("grad-cam", [], lambda s: methods.grad_cam(s.layer("last"), s.x), is_layer=True)


def by_parts(s, n):
    for window, stride in ((32, 16), (20, 13)):
        yield Case(
            "occlusion",
            ["--window", window, "--stride", stride],
            lambda s, window=window, stride=stride: regions.occlusion(
                s.F, s.x, s.black, window, stride
            ),
        )
    yield Case(
        "rise",
        ["--samples", 64, "--seed", SEED],
        lambda s: regions.rise(s.F, s.x, s.black, 64, SEED),
    )
    yield Case(
        "xrai",
        n,
        lambda s: regions.xrai(s.ig(baselines=[s.black, s.white]), s.x),
        limit=0.1,
        note="one pixel in another segment moves a whole region",
    )
