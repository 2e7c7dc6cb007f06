"""What Scripts/check-tables and check-texts compare: arguments of igtool, and what they stand for.

The definitions are those that Scripts/check-methods holds maps of pictures against.
"""

import copy
from dataclasses import dataclass
from typing import Callable

import numpy as np
import torch

import attribution_reference as methods
import path_reference as paths
from feature_reference import PointScore, occlusion, rise
from rectifier_reference import DeconvolutionRectifier, GuidedRectifier

SEED, SAMPLES, SIGMA = 5, 4, 0.1
FEW, MASKS, DRAWS = 16, 64, 32
ADAPTIVE = 0.05  # the share by which adaptive steps may miss the integral
CAPTUM_RULES = {
    "gauss-legendre": "gausslegendre",
    "left": "riemann_left",
    "right": "riemann_right",
    "midpoint": "riemann_middle",
    "captum-trapezoid": "riemann_trapezoid",
}


@dataclass
class Case:
    """One method with its arguments: a function (F, Explained) -> map, and how Captum calls it.

    `roundings` is how many times as far off as PyTorch in single precision igtool may be. Eight is
    three times a factor of two: the largest of four random tries is not the largest possible; sums
    in another order are rounded as often as numbers are moved in a try; and functions such as exp
    are right to two units in the last place in one library, to one in another.
    """

    method: str
    arguments: list
    reference: Callable
    uses_baselines: bool = True
    captum: tuple | None = None
    scores: tuple = ("probability", "logit")
    every_baseline: bool = False
    roundings: int = 8
    limit: float | None = None  # the largest difference, where it is not that of roundings
    are_gradients: bool = False  # which are not multiplied by anything


def averaged(method):
    """Returns a function that averages a method of one baseline over all."""
    return lambda F, given: np.mean([method(F, given, b) for b in given.baselines], 0)


def integrated(rule, steps, captum=True, **more):
    """Integrated Gradients by a rule of even steps."""
    name = CAPTUM_RULES.get(rule) if captum else None
    return Case(
        "ig",
        ["--rule", rule, "--steps", steps],
        lambda F, given: methods.integrated_gradients(F, given.x, given.baselines, rule, steps),
        captum=("IntegratedGradients", {"method": name, "n_steps": steps}) if name else None,
        **more,
    )


def chain(F, given, baseline, steps=FEW):
    """The straight path's points."""
    return F.stored(methods.straight_path(given.x, baseline, np.arange(steps + 1) / steps))


def guided(F, given, baseline):
    """Integrated Gradients along the guided path."""
    points = F.stored(paths.guided_path(F, given.x, baseline, FEW))
    return methods.line_sum(points, F.gradients(points), "trapezoid")


def main_cases(steps, exact):
    """The cases for every baseline; `exact` points of Gauss's rule count as the integral."""
    yield integrated("gauss-legendre", steps, every_baseline=True)
    yield integrated("captum-trapezoid", steps, every_baseline=True)
    yield Case(
        "ig", [],
        lambda F, given: methods.integrated_gradients(
            F, given.x, given.baselines, "gauss-legendre", exact
        ),
        every_baseline=True, limit=ADAPTIVE,
    )  # fmt: skip
    yield Case(
        "occlusion", [], lambda F, given: occlusion(F, given), captum=("FeatureAblation", {}),
        every_baseline=True,
    )  # fmt: skip


def other_cases():
    """The cases for one baseline."""
    yield integrated("trapezoid", FEW, scores=("probability", "logit", "log-probability"))
    for rule in ("left", "right", "midpoint"):
        yield integrated(rule, FEW)
    yield integrated("mean-of-points", FEW)
    yield Case(
        "left-ig", ["--steps", FEW],
        averaged(lambda F, given, b: methods.left_integrated_gradients(F, chain(F, given, b))),
    )  # fmt: skip
    yield Case(
        "idgi", ["--steps", FEW], averaged(lambda F, given, b: methods.idgi(F, chain(F, given, b)))
    )
    yield Case("guided-ig", ["--steps", FEW, "--rule", "trapezoid"], averaged(guided))
    yield Case(
        "input-x-gradient", [], lambda F, given: methods.input_times_gradient(F, given.x),
        uses_baselines=False, captum=("InputXGradient", {}),
    )  # fmt: skip
    # Without these options, as in main_cases, both are one.
    for place, window, stride in (
        (["--window", 2, "--stride", 1], 2, 1),
        (["--window", 3, "--stride", 2], 3, 2),
        (["--window", 2], 2, 1),
        (["--stride", 2], 1, 2),
    ):
        yield Case(
            "occlusion", place, lambda F, given, w=window, s=stride: occlusion(F, given, w, s)
        )
    yield Case(
        "rise", ["--samples", MASKS, "--seed", SEED],
        lambda F, given: rise(F, given, MASKS, SEED),
    )  # fmt: skip
    yield Case(
        "ig", ["--steps", FEW, "--smooth", f"sg:{SAMPLES}:{SIGMA}", "--seed", SEED],
        lambda F, given: methods.smoothed(
            lambda x: methods.integrated_gradients(F, x, given.baselines, steps=FEW),
            given.x, "sg", SAMPLES, SIGMA, SEED,
        ),
    )  # fmt: skip


def gradient_cases(is_scaled=False):
    """Gradients: a token, or a category of several numbers, is shown with their L2 norm.

    A network that scales its inputs itself has columns of very different units, of which noise has
    one: it drowns the small ones, the network is sure of anything, and of its probability's
    gradients nothing is left but roundings. There they are those of the logit.
    """
    yield slopes("gradient", captum=("Saliency", {"abs": False}))
    for statistic in ("sg", "sg-squared", "vargrad"):
        yield slopes(
            "gradient", ["--smooth", f"{statistic}:{SAMPLES}:{SIGMA}", "--seed", SEED],
            lambda F, given, statistic=statistic: methods.smoothed(
                lambda x: methods.gradient(F, x), given.x, statistic, SAMPLES, SIGMA, SEED
            ),
            scores=("logit",) if is_scaled else ("probability", "logit"),
        )  # fmt: skip
    yield slopes(
        "ig", ["--steps", FEW, "--multiply-by-inputs", "no"],
        lambda F, given: methods.integrated_gradients(
            F, given.x, given.baselines, steps=FEW, multiply=False
        ),
        uses_baselines=True,
    )  # fmt: skip


def slopes(
    method, arguments=(), reference=lambda F, given: methods.gradient(F, given.x), captum=None,
    uses_baselines=False, **more,
):  # fmt: skip
    """A case whose maps are gradients."""
    arguments = list(arguments)
    return Case(method, arguments, reference, uses_baselines, captum, are_gradients=True, **more)


class Ruled(torch.nn.Module):
    """A rectifier with a rule of its own for gradients."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function.apply(x)


def ruled(F, function):
    """Returns F with a rule for its rectifiers."""
    found = PointScore(F.network, F.target, F.kind)
    found.seed, found.random, found.dtype = F.seed, F.random, F.dtype
    found.network = copy.deepcopy(F.network)
    for parent in list(found.network.modules()):
        for name, child in parent.named_children():
            if isinstance(child, torch.nn.ReLU):
                setattr(parent, name, Ruled(function))
    return found


def rectifier_cases():
    """Rules for gradients of networks of rectifiers."""
    for method, function, name in (
        ("guided-backprop", GuidedRectifier, "GuidedBackprop"),
        ("deconvnet", DeconvolutionRectifier, "Deconvolution"),
    ):
        yield slopes(
            method, [],
            lambda F, given, function=function: methods.gradient(ruled(F, function), given.x),
            captum=(name, {}),
        )  # fmt: skip


def expected_gradients(references):
    """Gradients on the way from rows of a table."""
    return Case(
        "expected-gradients",
        ["--reference", references, "--samples", DRAWS, "--seed", SEED],
        lambda F, given: methods.expected_gradients(F, given.x, given.references, DRAWS, SEED),
        uses_baselines=False,
    )


def expected_slopes(references):
    """The same without the differences from the rows."""
    return slopes(
        "expected-gradients",
        [
            *("--reference", references, "--samples", DRAWS, "--seed", SEED),
            *("--multiply-by-inputs", "no"),
        ],
        lambda F, given: methods.expected_gradients(
            F, given.x, given.references, DRAWS, SEED, multiply=False
        ),
    )  # fmt: skip
