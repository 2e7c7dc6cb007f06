"""Integrated Gradients of any point, by Gauss's or the trapezoid rule, in the point's precision."""

import numpy as np
import torch


def gauss(count):
    """Returns points between 0 and 1 of the Gauss-Legendre rule, and weights that sum to 1."""
    points, weights = np.polynomial.legendre.leggauss(count)
    return torch.from_numpy((points + 1) / 2), torch.from_numpy(weights / 2)


def trapezoid(steps):
    """Returns points from 0 to 1, so many equal intervals apart, and weights that sum to 1."""
    points = torch.linspace(0, 1, steps + 1, dtype=torch.float64)
    weights = torch.full_like(points, 1 / steps)
    weights[0] = weights[-1] = 0.5 / steps
    return points, weights


def score(logits, target, kind="probability"):
    """Returns the target's logit or probability."""
    return (logits if kind == "logit" else logits.softmax(-1))[..., target]


def integrate(function, given, baseline, rule):
    """Returns the attributions of a point, shaped like it.

    `function` maps N points, side by side, to N numbers; `rule` is points and weights.
    """
    points, weights = (values.to(given.dtype) for values in rule)
    difference = (given - baseline).detach()
    path = baseline.detach() + points.reshape(-1, *[1] * given.dim()) * difference
    path.requires_grad_()
    (gradient,) = torch.autograd.grad((function(path) * weights).sum(), path)
    return difference * gradient.sum(0)
