"""Attribution methods whose paths are curved: through blurred pictures, and along small gradients.

The notation is that of attribution_reference.
"""

import numpy as np
from scipy.ndimage import gaussian_filter

from attribution_reference import line_sum

# MARK: Blur Integrated Gradients (Xu, Venugopalan, Sundararajan, CVPR 2020)


def blurred(x, sigma, mode="reflect"):
    """Returns x, each channel blurred by a Gaussian that reaches four standard deviations far."""
    if sigma == 0:
        return x
    return gaussian_filter(x, (sigma, sigma, 0), mode=mode, truncate=4)


def blur_path(x, steps, max_sigma):
    """Returns steps + 1 points: from x at its most blurred to x, deviations falling to (1 - t)^2."""
    return np.stack([blurred(x, max_sigma * (1 - k / steps) ** 2) for k in range(steps + 1)])


def blur_integrated_gradients(F, x, steps, max_sigma, rule="trapezoid"):
    """The integral of g along the blur path, by differences of its points."""
    points = blur_path(x, steps, max_sigma)
    return line_sum(points, F.gradients(points), rule)


def blur_integrated_gradients_by_pair(F, x, steps, max_sigma, grad_step=0.01):
    """The same integral as PAIR-code/saliency 0.2.1 sums it: left ends in the deviation, the slope
    of the path by a forward difference, zero beyond the border."""
    sigmas = np.arange(steps) * max_sigma / steps
    points = np.stack([blurred(x, sigma, "constant") for sigma in sigmas])
    further = np.stack([blurred(x, sigma + grad_step, "constant") for sigma in sigmas])
    return -(max_sigma / steps * (further - points) / grad_step * F.gradients(points)).sum(0)


# MARK: Guided Integrated Gradients (Kapishnikov and others, CVPR 2021)


def guided_step(x, gradient, ends, alpha, l1_target, fraction, max_distance):
    """Yields the moves of one step: x is brought nearer to its end until the L1 distance is met.

    `ends` is (baseline, input). Those numbers move first whose gradient is smallest; none may be
    further from the straight path's position `alpha` than `max_distance`. As in PAIR-code/saliency
    0.2.1, guided_ig.py.
    """
    baseline, goal = ends
    low, high = max(alpha - max_distance, 0.0), min(alpha + max_distance, 1.0)
    nearest, furthest = baseline + (goal - baseline) * low, baseline + (goal - baseline) * high
    size = np.abs(gradient)
    gamma = np.inf
    while gamma > 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            position = np.where(goal != baseline, (x - baseline) / (goal - baseline), high)
        moved = np.where(position < low, nearest, x)
        distance = np.abs(moved - goal).sum()
        if np.isclose(distance, l1_target, rtol=1e-9, atol=1e-9):
            yield moved
            return
        size = np.where(moved == furthest, np.inf, size)
        chosen = (size <= np.quantile(size, fraction, method="lower")) & (size < np.inf)
        reach = np.abs(moved - furthest)[chosen].sum()
        gamma = (distance - l1_target) / reach if reach > 0 else np.inf
        part = moved + (furthest - moved) * gamma if gamma <= 1 else furthest
        x = np.where(chosen, part, moved)
        yield x


def guided_path(F, x, baseline, steps, fraction=0.25, max_distance=0.02):
    """Returns the steps + 1 points of the guided path, from the baseline to x."""
    points, total = [baseline], np.abs(x - baseline).sum()
    for k in range(steps):
        gradient, current = F.gradients(points[-1][None])[0], points[-1]
        alpha = (k + 1) / steps
        for current in guided_step(
            current, gradient, (baseline, x), alpha, total * (1 - alpha), fraction, max_distance
        ):
            pass
        points.append(current)
    return np.stack(points)


def guided_integrated_gradients(F, x, baseline, steps, fraction, max_distance, rule="trapezoid"):
    """The integral of g along the guided path; `left` is what PAIR-code/saliency computes."""
    points = guided_path(F, x, baseline, steps, fraction, max_distance)
    return line_sum(points, F.gradients(points), rule)
