"""What a network of rows or texts says of points, for the definitions of attribution_reference.

A point is what varies: the numbers that a network reads of a row, or the embeddings that it looks
up for a text's tokens, L x W. A feature is a column, which is several numbers where a category is
one of several, or a token.
"""

import copy
from dataclasses import dataclass, field

import numpy as np
import torch

from split_mix import SplitMix64

# What makes scores of logits, by the head and the kind of score.
ENDS = {
    ("softmax", "probability"): lambda logits: logits.softmax(-1),
    ("softmax", "log-probability"): lambda logits: logits.log_softmax(-1),
    ("sigmoid", "probability"): torch.sigmoid,
    ("sigmoid", "log-probability"): torch.nn.functional.logsigmoid,
    ("probabilities", "probability"): lambda probabilities: probabilities,
}
BATCH = 256  # points at a time
LAST_PLACE = 2.0**-23  # a unit in the last place of single precision, as a share of a number


class PointScore:
    """F: the score of one class, with gradients.

    `network` maps N points to N x classes numbers, the logits of its `head`: softmax, which is
    meant where it says none, or sigmoid; or they are "probabilities" already. The kind may be
    "number": as they are. With a seed, it runs in single precision, points and weights being moved
    at random by a unit in the last place.
    """

    def __init__(self, network, target, kind, seed=None):
        self.target, self.kind, self.seed = target, kind, seed
        self.random = None if seed is None else torch.Generator().manual_seed(seed)
        self.dtype = torch.float64 if seed is None else torch.float32
        self.network = network if seed is None else self.disturbed(single(network))

    def rounded(self, seed):
        """Returns the same in single precision."""
        return PointScore(self.network, self.target, self.kind, seed)

    def score(self, x):
        """Returns the score at N points, with a graph behind it."""
        logits = self.network(x)
        if self.kind in ("probability", "log-probability"):
            logits = ENDS[getattr(self.network, "head", "softmax"), self.kind](logits)
        return logits[:, self.target]

    def values(self, points):
        """Returns F at N points."""
        return self.values_and_gradients(points, gradients=False)[0]

    def gradients(self, points):
        """Returns dF/dx at N points."""
        return self.values_and_gradients(points)[1]

    def values_and_gradients(self, points, gradients=True):
        """Returns F and dF/dx at N points."""
        values, slopes = [], []
        for start in range(0, len(points), BATCH):
            x = self.tensor(points[start : start + BATCH]).requires_grad_(gradients)
            with torch.set_grad_enabled(gradients):
                score = self.score(x)
            values.append(score.detach().double().numpy())
            if gradients:
                slopes.append(torch.autograd.grad(score.sum(), x)[0].double().numpy())
        return np.concatenate(values), np.concatenate(slopes) if gradients else None

    def stored(self, points):
        """Returns points as they are kept in the precision of the network: which of two neighbours
        in single precision a point is depends on the order in which it is computed. Where a path
        ends before the input, this counts as much as the place is larger than its change."""
        if self.seed is None:
            return points
        return self.moved(torch.from_numpy(points)).float().double().numpy()

    def tensor(self, points):
        x = torch.from_numpy(np.ascontiguousarray(points))
        return x if self.random is None else self.moved(x).to(self.dtype)

    def moved(self, x):
        """Returns numbers that are moved at random by up to a unit in their last place."""
        noise = torch.rand(x.shape, generator=self.random, dtype=torch.float64) * 2 - 1
        return x.double() * (1 + LAST_PLACE * noise)

    def disturbed(self, network):
        """Moves a network's weights: as much as another order of its sums changes them."""
        for values in [*network.parameters(), *network.buffers()]:
            if values.is_floating_point():
                values.data.copy_(self.moved(values.data))
        return network


def single(network):
    """Returns a network in single precision."""
    return copy.deepcopy(network).float()


@dataclass
class Explained:
    """A point, where paths to it begin, and how its numbers make features, which may be tokens."""

    x: np.ndarray
    baselines: list
    widths: list
    references: list = field(default_factory=list)
    has_tokens: bool = False

    def single(self):
        """Returns the same, rounded to single precision."""
        rounded = lambda values: values.astype(np.float32).astype(np.float64)
        others = [[rounded(b) for b in points] for points in (self.baselines, self.references)]
        return Explained(rounded(self.x), others[0], self.widths, others[1], self.has_tokens)

    def shown(self, numbers, are_gradients):
        """Returns what is shown of an array over the point: a row's gradients one by one."""
        if are_gradients and not self.has_tokens:
            return np.reshape(numbers, -1)
        return of_features(numbers, self.widths, are_gradients)

    def spread(self, values):
        """Returns numbers that share those of their features evenly."""
        flat = np.concatenate([np.full(w, v / w) for w, v in zip(self.widths, values)])
        return flat.reshape(self.x.shape)

    def blended(self, baseline, kept):
        """Returns the point where features are kept, else the baseline."""
        mask = np.concatenate([np.full(w, k, bool) for w, k in zip(self.widths, kept)])
        return np.where(mask.reshape(self.x.shape), self.x, baseline)


def of_features(numbers, widths, are_gradients):
    """Returns one number for each feature: the sum of its numbers; of gradients, which are not
    shares of anything, their L2 norm where they are several."""
    ends, flat = np.cumsum(widths), np.reshape(numbers, -1)
    parts = [flat[end - width : end] for end, width in zip(ends, widths)]
    if are_gradients:
        return np.array([part[0] if len(part) == 1 else np.linalg.norm(part) for part in parts])
    return np.array([part.sum() for part in parts])


def occlusion(F, given, window=1, stride=1):
    """The mean drop of F over the windows that cover a feature, each taken from the baseline; zero
    where none does. Zeiler, Fergus, ECCV 2014."""
    count = len(given.widths)
    steps = max(int(np.ceil((count - window) / stride)), 0) + 1
    whole = F.values(given.x[None])[0]
    drops, covered = np.zeros(count), np.zeros(count)
    for start in np.arange(steps) * stride:
        place = (np.arange(count) >= start) & (np.arange(count) < start + window)
        masked = np.stack([given.blended(baseline, ~place) for baseline in given.baselines])
        drops[place] += whole - F.values(masked).mean()
        covered[place] += 1
    return given.spread(drops / np.maximum(covered, 1))


def rise(F, given, samples, seed, keep=0.5):
    """The mean of random masks, each feature kept by itself, weighted by F of what they let
    through. Petsiuk, Das, Saenko, BMVC 2018."""
    count, totals = len(given.widths), []
    for baseline in given.baselines:
        random = SplitMix64(seed)
        masks = [random.uniforms(count) < keep for _ in range(samples)]
        scores = F.values(np.stack([given.blended(baseline, mask) for mask in masks]))
        totals.append((scores[:, None] * np.array(masks)).sum(0) / (samples * keep))
    return given.spread(np.mean(totals, 0))


def distance(found, reference):
    """Returns the relative L2 difference; infinity where there are not as many numbers."""
    found, reference = np.reshape(found, -1), np.reshape(reference, -1)
    if found.size != reference.size or not np.isfinite(found).all():
        return np.inf
    size = np.linalg.norm(reference)
    difference = np.linalg.norm(found - reference)
    return float(difference / size if size > 0 else difference)
