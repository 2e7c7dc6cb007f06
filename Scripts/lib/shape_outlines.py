"""The outlines of the shapes, in a square from -1 to 1, and how far they cover the pixels."""

import math

import numpy as np
from PIL import Image, ImageDraw

SHAPES = [
    "circle", "square", "triangle", "star", "heart",
    "cross", "ring", "crescent", "hexagon", "arrow",
]  # fmt: skip
SUPERSAMPLING = 4


def regular_polygon(corners):
    """Returns the corners of a regular polygon on the unit circle."""
    angles = 2 * np.pi * np.arange(corners) / corners - np.pi / 2
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def star(inner):
    """Returns a star of five points whose inner corners have the radius ``inner``."""
    points = regular_polygon(10)
    points[1::2] *= inner
    return points


def heart():
    """Returns a heart, from the usual curve of sines and cosines."""
    t = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([x / 17, -(y + 2.5) / 17], axis=1)


def cross(arm):
    """Returns a cross with arms of half-width ``arm``."""
    a = arm
    return np.array(
        [(-a, -1), (a, -1), (a, -a), (1, -a), (1, a), (a, a),
         (a, 1), (-a, 1), (-a, a), (-1, a), (-1, -a), (-a, -a)]
    )  # fmt: skip


def arrow(shaft, neck):
    """Returns an arrow to the right: half-width of its shaft, and where its head begins."""
    s, n = shaft, neck
    return np.array([(-1, -s), (n, -s), (n, -0.75), (1, 0), (n, 0.75), (n, s), (-1, s)])


def outline(label, random):
    """Returns (outer polygon, polygon to cut out of it or None) of a class."""
    disc = regular_polygon(96)
    if label == "circle":
        return disc, None
    if label == "square":
        return regular_polygon(4), None
    if label == "triangle":
        return regular_polygon(3), None
    if label == "star":
        return star(random.uniform(0.38, 0.5)), None
    if label == "heart":
        return heart(), None
    if label == "cross":
        return cross(random.uniform(0.25, 0.38)) * 0.95, None
    if label == "ring":
        return disc, disc * random.uniform(0.5, 0.7)
    if label == "crescent":
        return disc, disc * random.uniform(0.78, 0.9) + (random.uniform(0.42, 0.6), 0)
    if label == "hexagon":
        return regular_polygon(6), None
    return arrow(random.uniform(0.2, 0.32), random.uniform(-0.1, 0.2)), None


def object_coverage(label, width, height, center, radius, angle, aspect, random):
    """Returns how far each pixel is covered by an object: height x width, 0 to 255."""
    outer, hole = outline(label, random)
    turn = np.array(
        [[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]]
    ) * (radius * SUPERSAMPLING)  # fmt: skip
    stretch = np.array([aspect, 1 / aspect])
    middle = np.array(center) * SUPERSAMPLING
    canvas = Image.new("L", (width * SUPERSAMPLING, height * SUPERSAMPLING))
    draw = ImageDraw.Draw(canvas)
    for points, ink in ((outer, 255), (hole, 0)):
        if points is not None:
            draw.polygon([tuple(p) for p in (points * stretch) @ turn + middle], fill=ink)
    return np.asarray(canvas.reduce(SUPERSAMPLING))
