"""The pictures of known objects on which methods are measured: fresh ones, drawn by a seed."""

import numpy as np

from shape_pictures import LABELS, NOTHING, draw

# Streams of random numbers from which nothing else draws pictures (Scripts/train-shapes: 0 to 2).
STREAM, REFERENCE_STREAM = 7, 8
CONFIDENT = 0.9
REFERENCES = 20


def draw_samples(network_input, session, options):
    """Returns (picture, mask) of objects that the network names right and surely."""
    samples, index, size = [], 0, network_input.size[0]
    while len(samples) < options.pictures:
        label = index % len(LABELS)
        index += 1
        if label == NOTHING:
            continue
        picture, mask = draw(label, size, [options.seed, STREAM, index])
        x = network_input.prepared(picture).transpose(2, 0, 1)[None].astype(np.float32)
        if session.run(None, {session.get_inputs()[0].name: x})[0][0, label] > CONFIDENT:
            samples.append((picture, mask))
    return samples


def draw_references(size, seed):
    """Returns other pictures, which expected gradients draw from."""
    places = range(REFERENCES)
    return [draw(i % len(LABELS), size, [seed, REFERENCE_STREAM, i])[0] for i in places]
