"""What Scripts/check-tables and check-texts compare: arguments of igtool, and what they stand for.

The definitions are those that Scripts/check-methods holds maps of pictures against.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np

import attribution_reference as methods
import path_reference as paths
from feature_reference import occlusion, rise

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

    `roundings` is how many times as far off as PyTorch in single precision igtool may be.
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
        roundings=16,
    )  # fmt: skip
    yield Case(
        "idgi", ["--steps", FEW], averaged(lambda F, given, b: methods.idgi(F, chain(F, given, b)))
    )
    yield Case("guided-ig", ["--steps", FEW], averaged(guided))
    yield Case(
        "input-x-gradient", [], lambda F, given: methods.input_times_gradient(F, given.x),
        uses_baselines=False, captum=("InputXGradient", {}),
    )  # fmt: skip
    yield Case(
        "occlusion", ["--window", 2, "--stride", 1], lambda F, given: occlusion(F, given, 2, 1)
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


def gradient_cases():
    """Slopes, of which each number is one by itself."""
    yield Case(
        "gradient", [], lambda F, given: methods.gradient(F, given.x), uses_baselines=False,
        captum=("Saliency", {"abs": False}),
    )  # fmt: skip
    yield Case(
        "gradient", ["--smooth", f"vargrad:{SAMPLES}:{SIGMA}", "--seed", SEED],
        lambda F, given: methods.smoothed(
            lambda x: methods.gradient(F, x), given.x, "vargrad", SAMPLES, SIGMA, SEED
        ),
        uses_baselines=False,
    )  # fmt: skip
    yield Case(
        "ig", ["--steps", FEW, "--multiply-by-inputs", "no"],
        lambda F, given: methods.integrated_gradients(
            F, given.x, given.baselines, steps=FEW, multiply=False
        ),
    )  # fmt: skip


def expected_gradients(references):
    """Gradients on the way from rows of a table."""
    return Case(
        "expected-gradients",
        ["--reference", references, "--samples", DRAWS, "--seed", SEED],
        lambda F, given: methods.expected_gradients(F, given.x, given.references, DRAWS, SEED),
        uses_baselines=False,
    )
