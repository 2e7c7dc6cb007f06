"""Attribution methods along straight paths, at points and at layers, as their papers define them.

F is a scored_network.Score; x, a baseline x' and every map are H x W x C, in the network's units
and order of channels. g is dF/dx. Written from the definitions, independent of igtool.
"""

import functools

import numpy as np

from split_mix import SplitMix64

# MARK: quadrature


@functools.cache
def quadrature(rule, steps):
    """Returns nodes and weights on [0, 1] of a rule with N steps."""
    n = steps
    if rule == "gauss-legendre":
        nodes, weights = np.polynomial.legendre.leggauss(n)
        return (nodes + 1) / 2, weights / 2
    if rule in ("captum-trapezoid", "mean-of-points"):
        weights = np.full(n, 1 / n)
        if rule == "captum-trapezoid":
            weights[0], weights[-1] = weights[0] / 2, weights[-1] / 2
        return np.linspace(0, 1, n), weights
    if rule == "trapezoid":
        weights = np.full(n + 1, 1 / n)
        weights[[0, -1]] /= 2
        return np.arange(n + 1) / n, weights
    shift = {"left": 0, "midpoint": 0.5, "right": 1}[rule]
    return (np.arange(n) + shift) / n, np.full(n, 1 / n)


def straight_path(x, baseline, positions):
    """Returns the points at positions from 0 (exactly the baseline) to 1 (exactly x)."""
    positions = np.reshape(positions, (-1,) + (1,) * x.ndim)
    return (1 - positions) * baseline + positions * x


def line_sum(points, gradients, rule):
    """Returns the integral of g along a chain of points: each move times g at its left or right
    end, or (trapezoid) times the mean of both."""
    moves = np.diff(points, axis=0)
    left, right = gradients[:-1], gradients[1:]
    slopes = {"left": left, "right": right, "trapezoid": (left + right) / 2}[rule]
    return (moves * slopes).sum(0)


# MARK: along straight lines


def mean_gradient(F, x, baseline, rule, steps):
    """Returns the integral over a in [0, 1] of g(x' + a (x - x'))."""
    positions, weights = quadrature(rule, steps)
    return np.tensordot(weights, F.gradients(straight_path(x, baseline, positions)), 1)


def integrated_gradients(F, x, baselines, rule="trapezoid", steps=50, multiply=True):
    """Integrated Gradients, the mean over baselines. Sundararajan, Taly, Yan, ICML 2017."""
    maps = [mean_gradient(F, x, b, rule, steps) * (x - b if multiply else 1) for b in baselines]
    return np.mean(maps, 0)


def left_integrated_gradients(F, points, share=0.9):
    """The integral of g along a chain of points, up to the first at which F has made a share of its
    change.

    Miglani, Kokhlikyan, Alsallakh, Martin, Reblitz-Richardson, "Investigating Saturation Effects in
    Integrated Gradients", 2020.
    """
    values, gradients = F.values_and_gradients(points)
    cut = int(np.argmax((values - values[0]) / (values[-1] - values[0]) >= share))
    return line_sum(points[: cut + 1], gradients[: cut + 1], "trapezoid")


def idgi(F, points):
    """Important Direction Gradient Integration along a chain of points: each change of F is split
    in the ratio of the squared gradients. Yang, Wang, Bilgic, CVPR 2023."""
    values, gradients = F.values_and_gradients(points)
    result = np.zeros_like(points[0])
    for change, gradient in zip(np.diff(values), gradients):
        squares = gradient**2
        if squares.sum() > 0:
            result += squares * (change / squares.sum())
    return result


def expected_gradients(F, x, references, samples, seed, multiply=True):
    """Gradients at random points of lines from random references, one position drawn from each of
    `samples` equal parts. Erion, Janizek, Sturmfels, Lundberg, Lee, 2021."""
    random = SplitMix64(seed)
    result = np.zeros_like(x)
    for sample in range(samples):
        reference = references[random.index(len(references))]
        position = (sample + random.uniform()) / samples
        point = straight_path(x, reference, position)[0]
        result += F.gradients(point[None])[0] * (x - reference if multiply else 1)
    return result / samples


# MARK: at points


def gradient(F, x):
    """g(x). Simonyan, Vedaldi, Zisserman, 2014. With replaced rectifier rules: guided
    backpropagation, deconvolution."""
    return F.gradients(x[None])[0]


def input_times_gradient(F, x):
    """x g(x). Shrikumar, Greenside, Shcherbina, Kundaje, 2016."""
    return x * gradient(F, x)


def smoothed(method, x, statistic, samples, noise, seed):
    """A statistic of method(x + N(0, s^2)), s = noise (max x - min x).

    sg: the mean (Smilkov, Thorat, Kim, Viegas, Wattenberg, 2017); sg-squared: the mean of squares
    (Hooker, Erhan, Kindermans, Kim, 2019); vargrad: the variance (Adebayo and others, 2018).
    """
    # Half-way round from the seed, where other random numbers begin.
    random = SplitMix64((seed + (1 << 63)) % (1 << 64))
    deviation = noise * (x.max() - x.min())
    maps = np.stack([method(x + deviation * random.normals(x.shape)) for _ in range(samples)])
    if statistic == "sg":
        return maps.mean(0)
    squares = (maps**2).mean(0)
    return squares if statistic == "sg-squared" else squares - maps.mean(0) ** 2


# MARK: at layers


def layer_gradient(layer, x, multiply=False):
    """dF/dV at x, or V times it."""
    values, gradients = layer.values_and_gradients(x[None])
    return values[0] * gradients[0] if multiply else gradients[0]


def layer_integrated_gradients(layer, x, baseline, rule, steps):
    """Integrated Gradients from V(x') to V(x), the rest of the network held at x."""
    ends, _ = layer.values_and_gradients(np.stack([x, baseline]))
    return integrated_gradients(layer.tail(x), ends[0], [ends[1]], rule, steps)


def conductance(layer, x, baseline, rule, steps):
    """The integral of dF/dV along V of a straight path of inputs. Dhamdhere, Sundararajan, Yan,
    ICLR 2019."""
    points = straight_path(x, baseline, np.arange(steps + 1) / steps)
    return line_sum(*layer.values_and_gradients(points), rule)


def internal_influence(layer, x, baseline, rule, steps):
    """The mean of dF/dV over a straight path of inputs. Leino, Sen, Datta, Fredrikson, Li, 2018."""
    positions, weights = quadrature(rule, steps)
    _, gradients = layer.values_and_gradients(straight_path(x, baseline, positions))
    return np.tensordot(weights, gradients, 1)


def grad_cam(layer, x):
    """The positive part of the sum of V's channels, each times its mean gradient. Selvaraju and
    others, ICCV 2017."""
    values, gradients = layer.values_and_gradients(x[None])
    weights = gradients[0].mean((0, 1))
    return np.maximum(values[0] @ weights, 0)[..., None]
