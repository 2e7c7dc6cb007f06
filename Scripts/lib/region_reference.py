"""Attribution by covering parts of the input, and by regions. Notation: attribution_reference."""

import math

import numpy as np
import torch
from skimage.morphology import dilation, disk
from skimage.segmentation import felzenszwalb
from torch.nn import functional

from split_mix import SplitMix64


def over_channels(plane, channels):
    """Splits H x W numbers evenly over channels."""
    return np.repeat(plane[..., None] / channels, channels, axis=2)


# MARK: covering


def occlusion(F, x, baseline, window, stride):
    """The mean drop of F over the windows that cover a pixel, each taken from the baseline. Zeiler,
    Fergus, ECCV 2014."""
    height, width, channels = x.shape
    counts = [max(math.ceil((extent - window) / stride), 0) + 1 for extent in (height, width)]
    whole = F.values(x[None])[0]
    drops, covered = np.zeros((height, width)), np.zeros((height, width))
    for top in np.arange(counts[0]) * stride:
        for left in np.arange(counts[1]) * stride:
            place = slice(top, top + window), slice(left, left + window)
            masked = x.copy()
            masked[place] = baseline[place]
            drops[place] += whole - F.values(masked[None])[0]
            covered[place] += 1
    return over_channels(drops / np.maximum(covered, 1), channels)


def rise_masks(shape, samples, cells, keep, seed):
    """Yields random masks, H x W: small grids of 0 and 1, enlarged bilinearly and shifted."""
    random = SplitMix64(seed)
    cell = [math.ceil(extent / cells) for extent in shape]
    enlarged = tuple((cells + 1) * side for side in cell)
    for _ in range(samples):
        grid = (random.uniforms(cells * cells) < keep).astype(float).reshape(1, 1, cells, cells)
        top, left = random.index(cell[0]), random.index(cell[1])
        mask = functional.interpolate(
            torch.from_numpy(grid), enlarged, mode="bilinear", align_corners=False
        )
        yield mask[0, 0, top : top + shape[0], left : left + shape[1]].numpy()


def rise(F, x, baseline, samples, seed, cells=7, keep=0.5):
    """The mean of random masks, weighted by F of what they let through. Petsiuk, Das, Saenko, BMVC
    2018."""
    total = np.zeros(x.shape[:2])
    for mask in rise_masks(x.shape[:2], samples, cells, keep, seed):
        seen = baseline + mask[..., None] * (x - baseline)
        total += F.values(seen[None])[0] * mask
    return over_channels(total / (samples * keep), x.shape[2])


# MARK: XRAI (Kapishnikov, Bolukbasi, Viegas, Terry, ICCV 2019)

SCALES = (50, 100, 150, 250, 500, 1200)
SIDE = 224


def segments(x):
    """Returns overlapping masks of the picture's regions at several scales, a little enlarged."""
    area, side = x.shape[0] * x.shape[1] / SIDE**2, math.sqrt(x.shape[0] * x.shape[1]) / SIDE
    picture = (x - x.min()) / (x.max() - x.min()) * 2 - 1
    footprint = disk(max(round(5 * side), 1))
    masks = []
    for scale in SCALES:
        labels = felzenszwalb(picture, scale=scale, sigma=0.8, min_size=max(round(150 * area), 1))
        masks += [dilation(labels == label, footprint) for label in np.unique(labels)]
    return masks


def rank_regions(plane, masks, smallest):
    """Covers the plane by the mask with the highest mean over pixels not yet covered, again and
    again; returns that mean for each pixel, and for what no mask covers, the mean there."""
    result, free = np.zeros(plane.shape), np.ones(plane.shape, bool)
    while True:
        masks = [mask for mask in masks if (mask & free).sum() >= smallest]
        if not masks:
            break
        gains = [plane[mask & free].mean() for mask in masks]
        best = int(np.argmax(gains))
        result[masks[best] & free] = gains[best]
        free &= ~masks.pop(best)
    if free.any():
        result[free] = plane[free].mean()
    return result


def xrai(base, x):
    """Ranks regions of x by a map (H x W x C), of which the largest channel counts."""
    smallest = max(round(50 * x.shape[0] * x.shape[1] / SIDE**2), 1)
    return over_channels(rank_regions(base.max(2), segments(x), smallest), x.shape[2])
