"""The metrics of igtool's evaluate as Quantus computes them, and what is converted between the two.

Quantus removes numbers, igtool pixels: it is given a picture of switches, one for each pixel or cell, and a
network that puts the fill where a switch is off. Points and attributions are H x W x C arrays, as in
evaluation_reference.py. Softmax, order, removal, correlations and norms are Quantus's; the network is PyTorch in
double precision (Quantus itself feeds it numbers of single precision).
"""

import numpy as np
import quantus
import torch
from quantus.functions.perturb_func import noisy_linear_imputation
from quantus.functions.similarity_func import correlation_spearman
from quantus.helpers.utils import calculate_auc

from evaluation_reference import PARTS, Fill
from split_mix import SplitMix64

# Quantus's areas ask for a name that NumPy 2 has not.
if not hasattr(np, "trapz"):
    np.trapz = np.trapezoid

CELLS = 4
SAMPLES = 10
RADIUS = 0.02
# Quantus normalises attributions by default; here that is asked for where igtool does so.
PLAIN = {"normalise": False, "disable_warnings": True}


class Logits(torch.nn.Module):
    """A network up to its logits: of points N x C x H x W."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.eval()

    def forward(self, x):
        values = self.network.values(x.to(self.network.dtype))
        return values[self.network.logits_name()].flatten(1)


class Switched(Logits):
    """The logits of switches N x 1 x rows x columns: a fill is where one is 0.

    `spread` makes the pixels H x W of a pattern of switches.
    """

    def __init__(self, network, x, fill, spread):
        super().__init__(network)
        self.x, self.fill, self.spread = x, fill, spread

    def forward(self, switches):
        points = [self.point(pattern[0].numpy() < 0.5) for pattern in switches]
        return super().forward(torch.from_numpy(np.stack(points)))

    def point(self, off):
        removed = np.repeat(self.spread(off)[..., None], self.x.shape[2], axis=2)
        filled = self.fill.filled(self.x, removed)
        return np.ascontiguousarray(np.moveaxis(filled, 2, 0))


class Imputed:
    """Quantus's linear imputation, with igtool's noise."""

    def __init__(self, noise):
        self.noise = noise

    def filled(self, x, removed):
        pixels = np.flatnonzero(removed[..., 0])
        if not pixels.size:
            return x
        picture = np.ascontiguousarray(np.moveaxis(x, 2, 0))
        imputed = np.moveaxis(noisy_linear_imputation(picture, pixels, noise=0), 0, 2)
        return np.where(removed, imputed + self.noise, x)


class Case:
    """A map with its point, the network, and the class that was explained."""

    def __init__(self, network, x, attributions, index, seed):
        self.network, self.x, self.a, self.seed = network, x, attributions, seed
        self.index, self.relevances = np.array([index]), attributions.sum(2)

    def call(self, metric, model, x, a, **options):
        """Returns what a metric says of one picture."""
        batch = {"x_batch": x, "a_batch": a, "y_batch": self.index}
        return metric(model=model, channel_first=True, **batch, **options)[0]

    def probability(self, model, x):
        with torch.no_grad():
            return torch.softmax(model(torch.from_numpy(x)), 1)[0, self.index[0]].item()


def batch(values):
    """Returns H x W or H x W x C numbers as 1 x C x H x W."""
    channels = np.atleast_3d(values)
    return np.ascontiguousarray(np.moveaxis(channels, 2, 0))[None].astype(float)


def told_apart(sizes):
    """Returns numbers in the same order, of which equal ones follow their places: Quantus's sort does not keep
    their order."""
    if np.unique(sizes).size == sizes.size:
        return sizes
    order = np.argsort(-sizes.ravel(), kind="stable")
    ranks = np.empty(sizes.size)
    ranks[order] = np.arange(sizes.size, 0, -1)
    return ranks.reshape(sizes.shape)


def edges(length):
    """Returns where cells begin and end along a side."""
    return np.arange(CELLS + 1) * length // CELLS


# MARK: metrics


def removal(case, fill, deletes):
    """The area of deletion or insertion: Quantus leaves out the score before the first step, and its steps are
    one wide. It wants whole steps: switches without a pixel come last."""
    count, shape = case.relevances.size, case.relevances.shape
    step = -(-count // PARTS)
    model = Switched(case.network, case.x, fill, lambda off: off.ravel()[:count].reshape(shape))
    switches = batch(np.full((PARTS, step), float(deletes)))
    spare = -1.0 - np.arange(PARTS * step - count)
    sizes = np.concatenate([np.abs(case.relevances).ravel(), spare])
    sizes = batch(told_apart(sizes).reshape(PARTS, step))
    metric = quantus.PixelFlipping(
        features_in_step=step, perturb_baseline=float(not deletes), abs=False, **PLAIN
    )
    curve = case.call(metric, model, switches, sizes, softmax=True)
    area = calculate_auc(np.array(curve))
    return (area + (case.probability(model, switches) + curve[0]) / 2) / len(curve)


def single_deletion(case, fill):
    """Faithfulness estimate with a cell as a feature, rank correlation, and logits."""
    down, across = (edges(length) for length in case.relevances.shape)
    cells = np.add.reduceat(np.add.reduceat(case.relevances, down[:-1], 0), across[:-1], 1)

    def spread(off):
        return np.repeat(np.repeat(off, np.diff(down), 0), np.diff(across), 1)

    metric = quantus.FaithfulnessEstimate(
        features_in_step=1, perturb_baseline=0.0, similarity_func=correlation_spearman,
        abs=False, **PLAIN,
    )  # fmt: skip
    model = Switched(case.network, case.x, fill, spread)
    return case.call(metric, model, batch(np.ones((CELLS, CELLS))), batch(cells), softmax=False)


def infidelity(case, fill, are_gradients):
    """Infidelity over igtool's squares, one a sample. Quantus always multiplies maps by what is taken away: of
    maps that are no gradients these are switches, 1 each."""
    random = SplitMix64(case.seed)
    height, width = case.relevances.shape
    side = min(height, width) // 4
    points = []
    for _ in range(SAMPLES):
        top, left = random.index(height - side + 1), random.index(width - side + 1)
        removed = np.zeros(case.x.shape, bool)
        removed[top : top + side, left : left + side] = True
        points.append(batch(fill.filled(case.x, removed) if are_gradients else ~removed[..., 0]))
    remaining = iter(points)
    metric = quantus.Infidelity(
        perturb_func=lambda arr, indices, **_: next(remaining).reshape(1, -1),
        perturb_patch_sizes=[height], n_perturb_samples=SAMPLES, abs=False, **PLAIN,
    )  # fmt: skip
    if are_gradients:
        model = Logits(case.network)
        return case.call(metric, model, batch(case.x), batch(case.a), softmax=True)
    model = Switched(case.network, case.x, fill, lambda off: off)
    switches = batch(np.ones(case.relevances.shape))
    return case.call(metric, model, switches, batch(case.relevances), softmax=True)


def max_sensitivity(case, explain):
    """Maximal sensitivity with igtool's ten draws; `explain` returns the map of a point."""
    random = SplitMix64(case.seed)
    reach = RADIUS * (case.x.max() - case.x.min())

    def moved(arr, indices, **_):
        noise = reach * (2 * random.uniforms(case.x.size).reshape(case.x.shape) - 1)
        return arr + batch(noise).reshape(1, -1)

    def explained(model, inputs, targets, **_):
        return batch(explain(np.moveaxis(inputs[0], 0, 2)))

    metric = quantus.MaxSensitivity(
        nr_samples=SAMPLES, perturb_func=moved, abs=False, **PLAIN
    )
    model = Logits(case.network)
    return case.call(metric, model, batch(case.x), batch(case.a), explain_func=explained)


def completeness_gap(case, start):
    """Completeness answers whether sums are equal to the last bit; its change of the score is what is compared.
    `start` is where the path begins."""
    changes = []

    def kept(change):
        changes.append(change[0])
        return change

    metric = quantus.Completeness(perturb_baseline=0.0, output_func=kept, abs=False, **PLAIN)
    switches = batch(np.ones(case.relevances.shape))
    model = Switched(case.network, case.x, Fill(start), lambda off: off)
    case.call(metric, model, switches, batch(case.relevances), softmax=True)
    return abs(case.a.sum() - changes[0]) / abs(changes[0])


def of_map(case, metric):
    """A metric of a map alone; igtool adds up the channels of each pixel first."""
    return case.call(metric, None, batch(case.x), batch(case.relevances))


def sparseness(case):
    """The Gini index, of sizes divided by the largest, as Quantus does by default."""
    return of_map(case, quantus.Sparseness(abs=True, normalise=True, disable_warnings=True))


def complexity(case):
    """The entropy; Quantus adds 1e-12 inside the logarithm."""
    return of_map(case, quantus.Complexity(abs=True, **PLAIN))


# MARK: what is known to matter


def truth(case, known, absolute):
    """Pointing, energy inside and rank accuracy of a map, where `known` pixels matter. Quantus's mass has
    negative numbers in it, which igtool leaves out: they are left out before."""
    sizes = np.abs(case.relevances) if absolute else case.relevances
    measured = {
        "pointing": (quantus.PointingGame, sizes),
        "energy_inside": (quantus.RelevanceMassAccuracy, np.maximum(sizes, 0)),
        "rank_accuracy": (quantus.RelevanceRankAccuracy, sizes),
    }
    return {
        name: float(
            case.call(
                metric(abs=False, **PLAIN), None, batch(case.x), batch(values), s_batch=batch(known)
            )
        )
        for name, (metric, values) in measured.items()
    }


def random_logit(case, other, absolute):
    """Rank correlation with `other`, the map of the class that igtool draws."""
    metric = quantus.RandomLogit(
        similarity_func=correlation_spearman, num_classes=1000, abs=absolute, **PLAIN
    )
    relevances = batch(case.relevances)
    return float(
        case.call(
            metric, Logits(case.network), batch(case.x), relevances,
            explain_func=lambda **_: batch(other),
        )
    )  # fmt: skip
