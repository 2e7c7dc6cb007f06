"""What Scripts/check-methods compares: arguments of igtool, and the map that they stand for."""

from dataclasses import dataclass
from typing import Callable

import numpy as np

import attribution_reference as methods
import path_reference as paths
import rectifier_reference as rules
import region_reference as regions
from scored_network import (
    channel_sum,
    contrast,
    largest,
    neuron,
    one_class,
    probabilities_and_logit,
    quotient,
    value_name,
    weighted,
)

SAMPLES, SEEDS, SIGMA, LARGEST_BLUR = 4, (5, 6, 7), 0.1, 20


@dataclass
class Case:
    """One call of igtool: its arguments after the method, and a function Setting -> map.

    Variants are further arguments, each with its own function: the nearest one counts. `limit` is
    the largest relative L2 difference; None stands for the one asked for, and `note` says why it is
    another. A layer's map keeps the layer's channels.
    """

    method: str
    arguments: list
    reference: Callable | None = None
    limit: float | None = None
    note: str = ""
    is_layer: bool = False
    variants: list | None = None

    def in_rgb(self, values, setting):
        """Returns a map as igtool writes it: an input's channels in the order red, green, blue."""
        return values if self.is_layer else setting.input.in_rgb(values)

    def attempts(self):
        """Returns (all arguments, function) of each variant."""
        variants = self.variants or [([], self.reference)]
        return [([*self.arguments, *more], reference) for more, reference in variants]


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
    yield Case("left-ig", n, lambda s: methods.left_integrated_gradients(s.F, s.straight()))
    count = 2 * s.steps
    files = [argument for file in s.reference_files for argument in ("--reference", file)]
    for multiply in ([], ["--multiply-by-inputs", "no"]):
        yield seeded(
            "expected-gradients",
            [*files, "--samples", count, *multiply],
            lambda s, seed, multiply=multiply: methods.expected_gradients(
                s.F, s.x, s.references, count, seed, not multiply
            ),
        )


def seeded(method, arguments, reference, **more):
    """Returns a case of random numbers from several seeds."""
    variants = [(["--seed", seed], lambda s, seed=seed: reference(s, seed)) for seed in SEEDS]
    return Case(method, arguments, variants=variants, **more)


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
    yield Case(
        "ig",
        [*n, "--target", f"max(p[{s.top}], p[{s.second}]) - 0.1 * logit[{s.second}]"],
        lambda s: s.ig(probabilities_and_logit(s.network, s.top, s.second)),
    )
    yield Case(
        "ig",
        [*n, "--target", f"logp[{s.top}] / (1 + p[{s.second}])"],
        lambda s: s.ig(quotient(s.network, s.top, s.second)),
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

    few = max(s.steps // 4, 1)
    for distance in (0, 0.02, 1):
        for rule in ("trapezoid", "left"):
            limits = ["--fraction", 0.25, "--max-distance", distance]
            yield guided(
                s,
                "guided-ig",
                [*limits, "--steps", few, "--rule", rule],
                lambda s, start, distance=distance, rule=rule: paths.guided_integrated_gradients(
                    s.F, s.x, start, few, 0.25, distance, rule
                ),
            )
    yield guided(
        s,
        "idgi",
        ["--path", "guided", "--steps", few],
        lambda s, start: methods.idgi(s.F, paths.guided_path(s.F, s.x, start, few)),
    )
    yield Case(
        "idgi",
        [*n, "--path", "straight"],
        lambda s: methods.idgi(s.F, s.straight()),
    )
    yield Case(
        "idgi",
        [*n, "--path", "blur", *blur],
        lambda s: methods.idgi(s.F, paths.blur_path(s.x, s.steps, LARGEST_BLUR)),
    )
    yield Case(
        "left-ig",
        [*n, "--path", "blur", *blur],
        lambda s: methods.left_integrated_gradients(
            s.F, paths.blur_path(s.x, s.steps, LARGEST_BLUR)
        ),
    )


def guided(s, method, arguments, reference):
    """Returns a case of guided paths from black and from each of the setting's references.

    Rounding can send such a path elsewhere. So equal maps from one start say that the definitions
    are the same, and different ones from another start say nothing.
    """
    starts = {"black": -1, **{file: place for place, file in enumerate(s.reference_files)}}
    variants = [
        (
            ["--baseline", start],
            lambda s, place=place: reference(s, [*s.references, s.black][place]),
        )
        for start, place in starts.items()
    ]
    return Case(method, arguments, variants=variants)


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
        smooth = ["--smooth", f"{statistic}:{SAMPLES}:{SIGMA}"]

        def smoothed(s, seed, method, statistic=statistic):
            return methods.smoothed(method, s.x, statistic, SAMPLES, SIGMA, seed)

        yield seeded(
            "gradient",
            smooth,
            lambda s, seed, smoothed=smoothed: smoothed(
                s, seed, lambda x: methods.gradient(s.F, x)
            ),
        )
        if statistic == "sg":
            yield seeded(
                "influence",
                ["--samples", SAMPLES, "--sigma", SIGMA],
                lambda s, seed, smoothed=smoothed: smoothed(
                    s, seed, lambda x: methods.gradient(s.F, x)
                ),
            )
        yield seeded(
            "ig",
            ["--steps", few, *smooth],
            lambda s, seed, smoothed=smoothed: smoothed(
                s, seed, lambda x: methods.integrated_gradients(s.F, x, [s.black], steps=few)
            ),
        )
    yield Case("deeplift", ["--score", "logit"], deep_lift)


def deep_lift(s):
    network = s.make_network(rules.RESCALE)
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
        yield seeded(
            "gradient",
            [*place, "--smooth", f"sg:{SAMPLES}:{SIGMA}"],
            lambda s, seed, which=which: methods.smoothed(
                lambda x: methods.layer_gradient(s.layer(which), x), s.x, "sg", SAMPLES, SIGMA, seed
            ),
            is_layer=True,
        )
        yield seeded(
            "influence",
            [*place, "--samples", SAMPLES, "--sigma", SIGMA],
            lambda s, seed, which=which: methods.smoothed(
                lambda x: methods.layer_gradient(s.layer(which), x), s.x, "sg", SAMPLES, SIGMA, seed
            ),
            is_layer=True,
        )
        yield case("grad-cam", ["--score", "probability"], lambda s, v: methods.grad_cam(v, s.x))
    yield Case(
        "grad-cam",
        ["--score", "probability"],
        lambda s: methods.grad_cam(s.layer("last"), s.x),
        is_layer=True,
    )


def by_parts(s, n):
    for window, stride in ((32, 16), (20, 13)):
        yield Case(
            "occlusion",
            ["--window", window, "--stride", stride],
            lambda s, window=window, stride=stride: regions.occlusion(
                s.F, s.x, s.black, window, stride
            ),
        )
    yield seeded(
        "rise",
        ["--samples", 64],
        lambda s, seed: regions.rise(s.F, s.x, s.black, 64, seed),
    )
    yield Case(
        "xrai",
        n,
        lambda s: regions.xrai(s.ig(baselines=[s.black, s.white]), s.x),
        limit=0.1,
        note="one pixel in another segment moves a whole region",
    )
