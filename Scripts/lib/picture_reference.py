"""How other programs make pictures of attributions, written down from their definitions.

Attributions are arrays of height × width × channels, photos of the same size in 0 … 255, maps of
height × width in 0 … 1 or -1 … 1.
"""

import numpy
from scipy import ndimage


def share_threshold(values, percentage):
    """The authors' threshold: the magnitude at which the largest ones hold a share of the sum."""
    descending = numpy.sort(numpy.abs(values).ravel())[::-1]
    if percentage == 100:
        return descending[-1]
    shares = 100 * numpy.cumsum(descending) / numpy.sum(values)
    return descending[numpy.flatnonzero(shares >= percentage)[0]]


def authors_map(attributions, polarity, above=99.9, below=0, cleanup=0):
    """`Visualize` of the authors of Integrated Gradients: polarity, mean, linear transform."""
    signed = attributions if polarity == "positive" else -attributions
    gray = numpy.clip(signed, 0, 1).mean(axis=-1)
    full, nothing = share_threshold(gray, 100 - above), share_threshold(gray, 100 - below)
    heat = numpy.clip((gray - nothing) / (full - nothing), 0, 1)
    if cleanup:
        structure = numpy.ones((cleanup, cleanup))
        heat = ndimage.grey_closing(heat, structure=structure)
        heat = ndimage.grey_opening(heat, structure=structure)
    return heat


def authors_overlay(heat, photo, channel):
    """Their overlay: 0.7 of the photo and 0.5 of the map in one colour."""
    color = numpy.zeros(photo.shape)
    color[..., channel] = 255 * heat
    return numpy.clip(0.7 * photo + 0.5 * color, 0, 255)


def tutorial_map(attributions):
    """TensorFlow's tutorial: sum of magnitudes, which matplotlib scales from least to largest."""
    mask = numpy.abs(attributions).sum(axis=-1)
    return (mask - mask.min()) / (mask.max() - mask.min())


def tutorial_overlay(heat, photo, table):
    """Its overlay: the map in inferno, below the photo with an opacity of 0.4."""
    levels = numpy.minimum((heat * 256).astype(int), 255)
    return 0.6 * table[levels] + 0.4 * photo


def pair_map(attributions, percentile=99):
    """PAIR saliency's `VisualizeImageGrayscale`."""
    mask = numpy.abs(attributions).sum(axis=-1)
    return numpy.clip(
        (mask - mask.min()) / (numpy.percentile(mask, percentile) - mask.min()), 0, 1
    )


def captum_map(attributions, outliers=2):
    """Captum's `visualize_image_attr` with sign "all": scaled by a share of the sum."""
    summed = attributions.sum(axis=-1)
    ascending = numpy.sort(numpy.abs(summed).ravel())
    sums = numpy.cumsum(ascending)
    scale = ascending[numpy.flatnonzero(sums >= sums[-1] * (100 - outliers) / 100)[0]]
    return numpy.clip(summed / scale, -1, 1)
