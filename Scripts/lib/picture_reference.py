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
    """Their published overlay (`visualize_attrs_overlay`): 0.3 of the photo in gray, 0.7 of the map."""
    color = numpy.zeros(photo.shape)
    color[..., channel] = 255 * heat
    return 0.3 * photo.mean(axis=-1, keepdims=True) + 0.7 * color


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


def default_overlay(attributions, photo, table):
    """igtool's own: PAIR's map of smoothed magnitudes, in proportion to it over a paler photo."""
    mask = numpy.abs(attributions).sum(axis=-1)
    smooth = ndimage.gaussian_filter(mask, min(mask.shape) / 150, mode="reflect", truncate=4)
    heat = pair_map(smooth[..., None])
    levels = numpy.minimum((heat * 256).astype(int), 255)
    alpha = 0.7 * (levels / 255)[..., None]
    pale = 0.6 * photo + 0.4 * (photo @ [0.299, 0.587, 0.114])[..., None]
    return (1 - alpha) * pale + alpha * table[levels]


def gallery(attributions, photo):
    """What other programs draw by default: Captum's heat map and blended heat map, the tutorial's
    overlay, PAIR saliency's picture, shap's."""
    from matplotlib import colormaps

    def colored(name, levels):
        return 255 * colormaps[name](levels)[..., :3]

    def gray(levels):
        return numpy.repeat(levels[..., None], 3, axis=-1)

    heat = numpy.abs(captum_map(attributions))
    blues = colored("Blues", heat)
    summed = attributions.sum(axis=-1)
    signed = summed / numpy.percentile(numpy.abs(summed), 99.9)
    return [
        blues,
        0.5 * gray(photo.mean(axis=-1)) + 0.5 * blues,
        0.6 * colored("inferno", tutorial_map(attributions)) + 0.4 * photo,
        gray(255 * pair_map(attributions)),
        0.85 * colored("coolwarm", (signed.clip(-1, 1) + 1) / 2) + 0.15 * gray(photo.mean(axis=-1)),
    ]


def captum_map(attributions, outliers=2):
    """Captum's `visualize_image_attr` with sign "all": scaled by a share of the sum."""
    summed = attributions.sum(axis=-1)
    ascending = numpy.sort(numpy.abs(summed).ravel())
    sums = numpy.cumsum(ascending)
    scale = ascending[numpy.flatnonzero(sums >= sums[-1] * (100 - outliers) / 100)[0]]
    return numpy.clip(summed / scale, -1, 1)
