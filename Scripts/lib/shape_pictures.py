"""Draws the pictures on which the built-in network is trained, with the mask of the object in each.

A picture is a background (plain, gradient, stripes, checks, clouds, hills; soft blobs, grain), at
times with bars at two sides as padding leaves them, at times with thin scribbles, and then one
object of one colour, or none. The object is drawn last, so its mask is exact. A seed decides all.
"""

import math

import numpy as np
from PIL import Image, ImageDraw

from shape_outlines import SHAPES, SUPERSAMPLING, object_coverage

LABELS = [*SHAPES, "nothing"]
NOTHING = LABELS.index("nothing")


# MARK: backgrounds, height x width x 3, 0 to 255


def random_color(random):
    """Returns a colour; greys, black and white are as likely as they are in photographs."""
    choice = random.random()
    if choice < 0.08:
        return np.zeros(3)
    if choice < 0.16:
        return np.full(3, 255.0)
    if choice < 0.26:
        return np.full(3, random.uniform(0, 255))
    return random.uniform(0, 255, 3)


def coordinates(width, height):
    """Returns the x and y of every pixel, the longer side running from 0 to 1."""
    scale = max(width, height)
    return np.meshgrid(np.arange(width) / scale, np.arange(height) / scale)


def mixed(weight, random, contrast=1.0):
    """Returns two colours, mixed at each pixel as ``weight`` (0 to 1) says."""
    first, second = random_color(random), random_color(random)
    second = first + (second - first) * contrast
    return first + (second - first) * weight[..., None]


def plain(width, height, random):
    """Returns one colour."""
    return np.broadcast_to(random_color(random), (height, width, 3)).copy()


def gradient(width, height, random):
    """Returns a linear or round change from one colour to another."""
    x, y = coordinates(width, height)
    if random.random() < 0.3:
        cx, cy = random.uniform(0, 1, 2)
        return mixed(np.clip(np.hypot(x - cx, y - cy), 0, 1), random)
    angle = random.uniform(0, 2 * np.pi)
    ramp = (x - 0.5) * math.cos(angle) + (y - 0.5) * math.sin(angle) + 0.5
    return mixed(np.clip(ramp, 0, 1), random)


def stripes(width, height, random):
    """Returns soft or hard stripes at any angle."""
    x, y = coordinates(width, height)
    angle, period = random.uniform(0, np.pi), random.uniform(0.04, 0.25)
    phase = random.uniform(0, 2 * np.pi)
    wave = np.sin(2 * np.pi * (x * math.cos(angle) + y * math.sin(angle)) / period + phase)
    if random.random() < 0.5:
        wave = np.clip(wave * 4, -1, 1)
    return mixed(wave / 2 + 0.5, random, contrast=random.uniform(0.15, 0.6))


def checks(width, height, random):
    """Returns a chessboard, its edges soft."""
    x, y = coordinates(width, height)
    period, phase = random.uniform(0.08, 0.3), random.uniform(0, 2 * np.pi, 2)
    wave = np.sin(2 * np.pi * x / period + phase[0]) * np.sin(2 * np.pi * y / period + phase[1])
    return mixed(np.clip(wave * 6, -1, 1) / 2 + 0.5, random, contrast=random.uniform(0.15, 0.4))


def clouds(width, height, random):
    """Returns a few random colours, interpolated."""
    cells = random.integers(3, 12)
    coarse = random.uniform(0, 255, (cells, cells, 3)).astype(np.uint8)
    picture = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    color = random_color(random)
    return color + (np.asarray(picture, float) - color) * random.uniform(0.2, 0.7)


def landscape(width, height, random):
    """Returns a sky with ridges of hills before it, each of one shaded colour."""
    picture = mixed(coordinates(width, height)[1], random, contrast=random.uniform(0.2, 1))
    for level in sorted(random.uniform(0.3, 0.95, random.integers(1, 4))):
        colors = random_color(random), random_color(random)
        waves = random.uniform(0.3, 2), random.uniform(0.01, 0.12), random.uniform(0, 6.3)
        add_ridge(picture, level, waves, colors)
    return picture


def add_ridge(picture, level, waves, colors):
    """Draws a ridge, in place, from its height at ``level`` (a share of the picture's) downwards.

    ``waves`` holds how many waves it has, how high they are and where they begin.
    """
    height, width, _ = picture.shape
    x, y = coordinates(width, height)
    y = y * max(width, height) / height
    count, amplitude, phase = waves
    crest = level + amplitude * np.sin(2 * np.pi * count * x + phase)
    weight = np.clip((y - crest) * height + 0.5, 0, 1)[..., None]
    shade = np.clip((y - crest) * 2, 0, 1)[..., None] * 0.5
    picture += (colors[0] + (colors[1] - colors[0]) * shade - picture) * weight


def add_blobs(picture, random):
    """Adds soft spots without an edge, in place."""
    x, y = coordinates(picture.shape[1], picture.shape[0])
    for _ in range(random.integers(1, 5)):
        cx, cy = random.uniform(0, 1, 2)
        width = random.uniform(0.05, 0.2)
        spot = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * width**2)) * random.uniform(0.2, 0.8)
        picture += (random_color(random) - picture) * spot[..., None]


def add_grain(picture, random):
    """Adds the noise of a camera, in place."""
    picture += random.normal(0, random.uniform(2, 25), picture.shape)


def add_scribbles(picture, random):
    """Draws a few thin broken lines and dots, in place."""
    height, width, _ = picture.shape
    side = min(width, height) * SUPERSAMPLING
    for _ in range(random.integers(1, 4)):
        canvas = Image.new("L", (width * SUPERSAMPLING, height * SUPERSAMPLING))
        draw = ImageDraw.Draw(canvas)
        start = random.uniform(0, 1, 2) * canvas.size
        steps = random.normal(0, 0.1 * side, (random.integers(2, 5), 2))
        steps[0] = start
        thickness = int(side * random.uniform(0.008, 0.022))
        draw.line([tuple(p) for p in np.cumsum(steps, axis=0)], fill=255, width=thickness)
        weight = np.asarray(canvas.reduce(SUPERSAMPLING), float)[..., None] / 255
        picture += (random_color(random) - picture) * weight


def background(width, height, random):
    """Returns a random background."""
    kinds = [plain, gradient, stripes, checks, clouds, landscape]
    kind = random.choice(len(kinds), p=[0.22, 0.2, 0.18, 0.1, 0.15, 0.15])
    picture = kinds[kind](width, height, random)
    if random.random() < 0.35:
        add_blobs(picture, random)
    if random.random() < 0.45:
        add_grain(picture, random)
    return picture


# MARK: whole pictures


def contrasting_color(surroundings, random):
    """Returns, of twelve colours, the first that differs enough from the pixels around it."""
    best, best_distance = None, -1.0
    for _ in range(12):
        color = random_color(random)
        distance = np.percentile(np.linalg.norm(surroundings - color, axis=-1), 10)
        if distance > best_distance:
            best, best_distance = color, distance
        if distance > 110:
            break
    return best


def paint(picture, coverage, random):
    """Paints an object of one colour, at times shaded or grained, in place."""
    inside = coverage > 0
    rows, columns = np.where(inside.any(1))[0], np.where(inside.any(0))[0]
    box = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].reshape(-1, 3)
    color = np.broadcast_to(contrasting_color(box, random), picture.shape).copy()
    if random.random() < 0.4:
        x, y = coordinates(picture.shape[1], picture.shape[0])
        angle = random.uniform(0, 2 * np.pi)
        color += ((x - 0.5) * math.cos(angle) + (y - 0.5) * math.sin(angle))[..., None] * 90
    if random.random() < 0.25:
        add_grain(color, random)
    picture += (color - picture) * (coverage[..., None] / 255.0)


def add_bars(picture, random):
    """Covers the top and bottom, or both sides, as padding does; returns the free rectangle."""
    height, width, _ = picture.shape
    color = [0.0, 127.0, 255.0][random.choice(3, p=[0.6, 0.25, 0.15])]
    bar = int(random.uniform(0.05, 0.2) * width)
    if random.random() < 0.5:
        picture[:bar] = picture[height - bar :] = color
        return 0, bar, width, height - bar
    picture[:, :bar] = picture[:, width - bar :] = color
    return bar, 0, width - bar, height


def draw(label, size, seed):
    """Draws one picture.

    Returns the picture (size x size x 3 bytes) and the mask of its object (size x size booleans).
    """
    random = np.random.default_rng(seed)
    picture = background(size, size, random)
    if random.random() < 0.4:
        add_scribbles(picture, random)
    left, top, right, bottom = 0, 0, size, size
    if random.random() < 0.2:
        left, top, right, bottom = add_bars(picture, random)
    mask = np.zeros((size, size), bool)
    if label != NOTHING:
        largest = min(0.42 * size, 0.48 * min(right - left, bottom - top))
        radius = random.uniform(0.17 * size, largest)
        x = random.uniform(left + radius, right - radius)
        y = random.uniform(top + radius, bottom - radius)
        angle, aspect = random.uniform(0, 2 * np.pi), math.exp(random.uniform(-0.1, 0.1))
        coverage = object_coverage(
            LABELS[label], size, size, (x, y), radius, angle, aspect, random
        )
        paint(picture, coverage, random)
        mask = coverage > 127
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8), mask


# MARK: the sample scene


def scene(width=640, height=480):
    """Draws a heart-shaped balloon over hills: (picture, mask of the balloon)."""
    y = coordinates(width, height)[1][..., None] * max(width, height) / height
    picture = np.array([70.0, 130, 200]) + np.array([130.0, 80, 20]) * y
    far = np.array([[98.0, 128, 130], [80, 110, 100]])
    near = np.array([[72.0, 116, 62], [40, 74, 40]])
    add_ridge(picture, 0.70, (0.8, 0.06, 1.0), far)
    add_ridge(picture, 0.84, (1.3, 0.04, 3.5), near)
    random = np.random.default_rng(0)
    place = {"center": (400, 190), "radius": 118, "angle": 0.12, "aspect": 1.0}
    coverage = object_coverage("heart", width, height, **place, random=random)
    x, y = coordinates(width, height)
    color = np.array([205.0, 32, 44]) + ((0.35 - y) * 80 + (0.6 - x) * 60)[..., None]
    picture += (color - picture) * (coverage[..., None] / 255.0)
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8), coverage > 127
