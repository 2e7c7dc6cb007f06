"""The metrics of igtool's evaluate, written down once more from their definitions, in double precision.

Points and attributions are H x W x C arrays in the network's order of channels; scores are functions
from N points to N numbers. Random numbers come from igtool's generator (split_mix.py).
"""

import numpy as np
from scipy import ndimage, sparse, stats
from scipy.sparse.linalg import spsolve

from split_mix import SplitMix64

PARTS = 28
PIC_SHARES = (0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.13, 0.21, 0.34, 0.5, 0.75)


def seed_of(name, seed=0):
    """Returns where the random numbers of an input begin: FNV-1a of its name, mixed with the seed."""
    mixed = 0xCBF29CE484222325
    for byte in name.encode():
        mixed = (mixed ^ byte) * 0x100000001B3 % 2**64
    return mixed ^ seed


# MARK: fills


class Fill:
    """A point of a given colour or picture, number for number."""

    def __init__(self, point):
        self.point = point

    def filled(self, x, removed):
        return np.where(removed, self.point, x)


class KeptMean:
    """The mean of all numbers that are kept."""

    def filled(self, x, removed):
        return np.where(removed, x.mean() if removed.all() else x[~removed].mean(), x)


def blurred(x):
    """RISE's blur: its kernel, zeros beyond the border of what the network is fed."""
    delta = np.zeros((11, 11))
    delta[5, 5] = 1
    kernel = ndimage.gaussian_filter(delta, 5)
    return np.stack(
        [ndimage.convolve(x[..., c], kernel, mode="constant") for c in range(x.shape[2])], axis=2
    )


class Linear:
    """ROAD's linear imputation as its code solves it, with noise, or with pixels always kept."""

    NEIGHBOURS = [
        ((dy, dx), 1 / 6 if 0 in (dy, dx) else 1 / 12)
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
        if (dy, dx) != (0, 0)
    ]

    def __init__(self, noise, kept):
        self.noise, self.kept = noise, kept

    @classmethod
    def noisy(cls, x, seed):
        return cls(0.01 * x.std() * SplitMix64(seed).normals(x.shape), np.zeros(x.shape[:2], bool))

    @classmethod
    def bokeh(cls, x, seed):
        kept = SplitMix64(seed).uniforms(x.shape[0] * x.shape[1]).reshape(x.shape[:2]) < 0.01
        kept[[0, 0, -1, -1], [0, -1, 0, -1]] = True
        return cls(np.zeros(x.shape), kept)

    def filled(self, x, removed):
        result = x.copy()
        alike = np.all(removed == removed[..., :1])
        for channels in [slice(None)] if alike else [slice(c, c + 1) for c in range(x.shape[2])]:
            unknown = removed[..., channels.start or 0] & ~self.kept
            if unknown.any():
                found = self.imputed(x[..., channels], unknown)
                result[..., channels][unknown] = found + self.noise[..., channels][unknown]
        return result

    def imputed(self, values, unknown):
        """Returns what channels have at unknown places, places x channels."""
        if unknown.all():
            return np.tile(values.mean((0, 1)), (unknown.size, 1))
        height, width, channels = values.shape
        y, x = np.nonzero(unknown)
        number = np.full(unknown.shape, -1)
        number[y, x] = np.arange(len(y))
        diagonal, right = np.ones(len(y)), np.zeros((len(y), channels))
        rows, columns, weights = [], [], []
        for (dy, dx), weight in self.NEIGHBOURS:
            inside = (y + dy >= 0) & (y + dy < height) & (x + dx >= 0) & (x + dx < width)
            diagonal[~inside] -= weight
            place = np.nonzero(inside)[0]
            ny, nx = y[place] + dy, x[place] + dx
            known = ~unknown[ny, nx]
            right[place[known]] += weight * values[ny[known], nx[known]]
            rows.append(place[~known])
            columns.append(number[ny[~known], nx[~known]])
            weights.append(np.full(np.count_nonzero(~known), -weight))
        rows.append(np.arange(len(y)))
        columns.append(np.arange(len(y)))
        weights.append(diagonal)
        entries = (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns)))
        return spsolve(sparse.csc_matrix(entries), right).reshape(right.shape)


# MARK: controls


def shared(pixels, x):
    """Returns a map whose channels share what pixels have, in the single precision of igtool's maps: equal
    numbers are ranked by their places."""
    return np.repeat((pixels / x.shape[2]).astype(np.float32)[..., None], x.shape[2], axis=2).astype(float)


def random_map(x, seed):
    pixels = SplitMix64(seed).uniforms(x.shape[0] * x.shape[1]) - 0.5
    return shared(pixels.reshape(x.shape[:2]), x)


def edges(x):
    grey = x.mean(2)
    return shared(np.sqrt(ndimage.sobel(grey, 0) ** 2 + ndimage.sobel(grey, 1) ** 2), x)


# MARK: metrics


class Case:
    """A map with its point and scores; scores has "probability", "logit" and "accuracy"."""

    def __init__(self, x, attributions, scores, seed=0):
        self.x, self.a, self.scores, self.seed = x, attributions, scores, seed
        self.relevances = attributions.sum(2)
        self.known = {}

    def once(self, name, fill, make):
        """Returns what `make` gives, made once for a fill."""
        if (name, fill) not in self.known:
            self.known[name, fill] = make()
        return self.known[name, fill]

    def without(self, fill, masks, score):
        points = [fill.filled(self.x, mask) for mask in masks]
        return self.scores[score](np.stack(points))

    def pixels(self, chosen):
        return np.repeat(chosen[..., None], self.x.shape[2], axis=2)


def curve(case, fill, deletes, parts=PARTS):
    """Returns the scores while pixels are removed, or put back, in the order of |sum of a|."""
    count = case.relevances.size
    step = -(-count // parts)
    order = np.argsort(-np.abs(case.relevances).ravel(), kind="stable")
    masks = []
    for removed in [*range(0, count, step), count]:
        chosen = np.zeros(count, bool)
        chosen[order[:removed]] = True
        mask = case.pixels(chosen.reshape(case.relevances.shape))
        masks.append(mask if deletes else ~mask)
    return case.without(fill, masks, "probability")


def area(scores):
    return (scores.sum() - scores[0] / 2 - scores[-1] / 2) / (len(scores) - 1)


def deletion(case, fill):
    return case.once("deletion", fill, lambda: area(curve(case, fill, True)))


def insertion(case, fill):
    return case.once("insertion", fill, lambda: area(curve(case, fill, False)))


def whole(case, score="probability"):
    return case.once(score, None, lambda: case.scores[score](case.x[None])[0])


def single_deletion(case, fill):
    height, width = case.relevances.shape
    sums, masks = [], []
    for row in range(4):
        for column in range(4):
            cell = np.zeros((height, width), bool)
            across = slice(column * width // 4, (column + 1) * width // 4)
            cell[row * height // 4 : (row + 1) * height // 4, across] = True
            sums.append(case.relevances[cell].sum())
            masks.append(case.pixels(cell))
    drops = whole(case, "logit") - case.without(fill, masks, "logit")
    return stats.spearmanr(sums, drops).statistic


def diffid(case, fill):
    order = np.argsort(-np.abs(case.a).ravel(), kind="stable")
    differences = []
    for tenth in range(1, 10):
        chosen = np.zeros(order.size, bool)
        chosen[order[: int(np.floor(tenth / 10 * order.size + 0.5))]] = True
        chosen = chosen.reshape(case.a.shape)
        kept, removed = case.without(fill, [~chosen, chosen], "probability")
        differences.append(kept - removed)
    return np.mean(differences)


def infidelity(case, fill, are_gradients):
    random = SplitMix64(case.seed)
    height, width = case.relevances.shape
    side = max(1, min(height, width) // 4)
    base = whole(case)
    misses = []
    for _ in range(10):
        top, left = random.index(height - side + 1), random.index(width - side + 1)
        square = np.zeros((height, width), bool)
        square[top : top + side, left : left + side] = True
        mask = case.pixels(square)
        taken = case.x - fill.filled(case.x, mask) if are_gradients else 1
        told = (case.a * taken)[mask].sum()
        misses.append((told - (base - case.without(fill, [mask], "probability")[0])) ** 2)
    return np.mean(misses)


def max_sensitivity(case, explain):
    random = SplitMix64(case.seed)
    reach = 0.02 * (case.x.max() - case.x.min())
    changes = []
    for _ in range(10):
        noise = reach * (2 * random.uniforms(case.x.size).reshape(case.x.shape) - 1)
        changes.append(np.linalg.norm(explain(case.x + noise) - case.a))
    return max(changes) / np.linalg.norm(case.a)


def sparseness(case):
    sizes = np.abs(case.relevances).ravel()
    sizes = np.sort(sizes / sizes.max() + 1e-7)
    places = np.arange(1, sizes.size + 1)
    return ((2 * places - sizes.size - 1) * sizes).sum() / (sizes.size * sizes.sum())


def complexity(case):
    shares = np.abs(case.relevances).ravel()
    return stats.entropy(shares / shares.sum())


def information(point, picture):
    """Bits of a picture's remainders behind JPEG-LS's guess, levels being those of the whole picture."""
    least, most = picture.min(), picture.max()
    levels = np.clip((point - least) * (255 / (most - least)), 0, 255)
    levels = np.floor(levels + 0.5).astype(int)
    padded = np.pad(levels, ((1, 0), (1, 0), (0, 0)))
    left, above, corner = padded[1:, :-1], padded[:-1, 1:], padded[:-1, :-1]
    low, high = np.minimum(left, above), np.maximum(left, above)
    guess = np.where(corner >= high, low, np.where(corner <= low, high, left + above - corner))
    counts = np.bincount(((levels - guess) % 256).ravel())
    counts = counts[counts > 0]
    return -(counts * np.log2(counts / counts.sum())).sum()


def kept_shares(case, fill):
    """Returns the points of which shares are kept, those pixels that count most."""
    sizes = np.abs(case.relevances)
    masks = [case.pixels(sizes < np.quantile(sizes, 1 - share)) for share in PIC_SHARES]
    return np.stack([fill.filled(case.x, mask) for mask in masks])


def pic(case, fill, score):
    """Returns the area under the curve of PAIR's pic.py with another measure of information."""
    everything = np.ones(case.x.shape, bool)
    original, empty = whole(case, score), case.without(fill, [everything], score)[0]
    if original < 0.8 or empty >= original:
        return None
    least = information(fill.filled(case.x, everything), case.x)
    most = information(case.x, case.x)
    if least >= most:
        return None
    points, best = [(0.0, 0.0), (1.0, 1.0)], 0.0
    filled = case.once("shares", fill, lambda: kept_shares(case, fill))
    for point, value in zip(filled, case.scores[score](filled)):
        best = max(best, np.clip((value - empty) / (original - empty), 0, 1))
        gain = (information(point, case.x) - least) / (most - least)
        points.append((np.clip(gain, 0, 1), best))
    points.sort()
    xs, ys = zip(*points)
    at = np.append(np.arange(1000) / 1000, 1.0)
    heights = np.append(np.interp(at[:-1], xs, ys), 1.0)
    return np.trapezoid(heights, at)
