#!/usr/bin/env python3
"""Holds `igtool evaluate --truth` and `--sanity` against the definitions, in double precision.

    Scripts/lib/evaluation_truth.py --igtool PROGRAM [--model FILE] PHOTO...

Maps are those that `igtool explain` writes (.npy). Truth: boxes in the middle of each photo, which
go to the network's grid by Pillow, padded and cropped; pointing, energy inside, mass and rank
accuracy by NumPy. Sanity: rank correlations by SciPy and structural similarity by
scipy.ndimage.correlate1d, of maps for another seed, twice the steps, the class that is drawn, and of
networks whose weights are put in a random order here: a chain of convolutions such as SqueezeNet.
Numbers must agree to 1e-4. The exit status is 1 if one does not.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from environment import require

require("numpy", "scipy", "PIL", "onnx")

import numpy as np
import onnx
from onnx import numpy_helper
from PIL import Image
from scipy.ndimage import correlate1d
from scipy.stats import spearmanr

import igtool_program
from split_mix import SplitMix64

TOLERANCE = 1e-4
FITS = ("pad", "crop")
WHITE = 128
METHODS = ["gradient", "input-x-gradient", "ig"]
STEPS = 20


class Program:
    """igtool with a network, and a folder for what it writes."""

    def __init__(self, igtool, model, folder):
        self.igtool, self.model, self.folder = igtool, model, folder

    def run(self, *arguments):
        status, output, errors = igtool_program.run(
            self.igtool, *arguments, "--quiet", *("--threads", 1)
        )
        if status != 0:
            raise RuntimeError(f"{' '.join(map(str, arguments))}: {errors or status}")
        return [json.loads(line) for line in output.splitlines() if line]

    def map(self, photo, *arguments, model=None):
        """Returns the sum over channels of the map of a photo, and its report."""
        report = self.run(
            *("explain", photo, "--model", model or self.model, "--json", "--save", "npy"),
            *("--output-dir", self.folder), *arguments,
        )[0]  # fmt: skip
        path = next(path for path in report["outputs"] if path.endswith(".npy"))
        return np.load(path).astype(np.float64).sum(2), report

    def evaluate(self, photo, *arguments):
        return self.run("evaluate", photo, "--model", self.model, "--json", *arguments)


# MARK: truth


def measures(values, known):
    """Returns pointing, energy inside and rank accuracy of a map."""
    positive = np.maximum(values, 0)
    energy = positive[known].sum() / positive.sum() if positive.sum() > 0 else 0.0
    count = int(known.sum())
    least = np.sort(values, axis=None)[-count]
    above, equal = values > least, values == least
    taken = known[above].sum() + known[equal].mean() * (count - above.sum())
    return {
        "pointing": known[values == values.max()].mean(),
        "energy_inside": energy,
        "rank_accuracy": taken / count,
    }


def boxed(size, side):
    """Returns a box of a photo, left, top, right, bottom: the first that covers no pixel of the
    network's grid just about half, which rounding would decide."""
    width, height = size
    for shift in range(10):
        right, bottom = width * 3 // 4 - shift, height * 4 // 5 - shift
        box = width // 4 + shift, height // 3 + shift, right, bottom
        greys = np.stack([mask_of(size, box, fit, side).astype(int) for fit in FITS])
        if not (np.abs(greys - WHITE) < 3).any():
            return box
    raise LookupError(f"no box of a photo of {width}x{height} pixels covers pixels clearly")


def mask_of(size, box, fit, side):
    """Returns how white a box makes the network's grid of side x side pixels."""
    pixels = np.zeros((size[1], size[0]), np.uint8)
    pixels[box[1] : box[3], box[0] : box[2]] = 255
    mask = Image.fromarray(pixels)
    if fit == "crop":
        width, height = (max(side, length * side // min(size)) for length in size)
        left, top = round((width - side) / 2), round((height - side) / 2)
        across, down = size[0] / width, size[1] / height
        source = (left * across, top * down, (left + side) * across, (top + side) * down)
        small = mask.resize((side, side), Image.Resampling.BILINEAR, box=source)
        return np.asarray(small)
    scale = min(side / size[0], side / size[1])
    width, height = (min(side, max(1, int(length * scale + 0.5))) for length in size)
    small = np.asarray(mask.resize((width, height), Image.Resampling.BILINEAR))
    whole = np.zeros((side, side), np.uint8)
    left, top = (side - width) // 2, (side - height) // 2
    whole[top : top + height, left : left + width] = small
    return whole


def check_truth(program, photo):
    """Yields (what, number of igtool, number of the definition)."""
    size = Image.open(photo).size
    box = boxed(size, len(program.map(photo, "--method", "gradient")[0]))
    file = program.folder / "boxes.csv"
    file.write_text(f"file,left,top,right,bottom\n{photo.name},{','.join(map(str, box))}\n")
    for fit in FITS:
        asked = [argument for method in METHODS for argument in ("--method", method)]
        answer = program.evaluate(photo, "--truth", file, "--fit", fit, *asked)[0]
        for method, found in zip(METHODS, answer["methods"], strict=True):
            values, _ = program.map(photo, "--fit", fit, "--method", method)
            known = mask_of(size, box, fit, len(values)) >= WHITE
            for kind, numbers in (("signed", values), ("absolute", np.abs(values))):
                for name, expected in measures(numbers, known).items():
                    yield f"{fit} {method} {kind} {name}", found[kind][name]["mean"], expected


# MARK: sanity


def structural(first, second):
    """Returns the mean SSIM of two pictures of numbers from 0 to 1, in windows of 11 x 11."""
    weights = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    weights /= weights.sum()

    def smoothed(values):
        return correlate1d(correlate1d(values, weights, 0), weights, 1)[5:-5, 5:-5]

    m, n = smoothed(first), smoothed(second)
    s, t = smoothed(first**2) - m * m, smoothed(second**2) - n * n
    both = smoothed(first * second) - m * n
    found = (2 * m * n + 1e-4) * (2 * both + 9e-4)
    return (found / ((m * m + n * n + 1e-4) * (s + t + 9e-4))).mean()


def similarity(first, second):
    """Returns the numbers of two maps."""
    sizes = np.abs(first), np.abs(second)
    return {
        "signed": spearmanr(first, second, axis=None).statistic,
        "absolute": spearmanr(*sizes, axis=None).statistic,
        "structural": structural(*(size / size.max() for size in sizes)),
        "difference": np.linalg.norm(first - second) / np.linalg.norm(second),
    }


def generator(place, seed=0):
    """Returns the random numbers of the thing at a place."""
    first = SplitMix64(seed ^ (place * 0xD1342543DE82EF95 % 2**64)).integers(1)[0]
    return SplitMix64(int(first))


def shuffled(values, array):
    """Returns numbers in the order of an array of weights (Fisher, Yates)."""
    values = values.tolist()
    draws = generator(array).uniforms(max(0, len(values) - 1))
    for last, draw in zip(range(len(values) - 1, 0, -1), draws):
        other = int(draw * (last + 1))
        values[last], values[other] = values[other], values[last]
    return np.array(values, np.float32)


def with_shuffled_layers(model, layers):
    """Puts the weights of a network's last convolutions in a random order, in place."""
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = [node for node in model.graph.node if node.op_type == "Conv"]
    for place, node in enumerate(reversed(nodes[len(nodes) - layers :])):
        weights, bias = (numpy_helper.to_array(constants[name]) for name in node.input[1:3])
        # igtool keeps kernels as rows, columns, inputs, outputs.
        stored = weights.transpose(2, 3, 1, 0)
        order = shuffled(stored.ravel(), 2 * place).reshape(stored.shape)
        replace(constants[node.input[1]], order.transpose(3, 2, 0, 1))
        replace(constants[node.input[2]], shuffled(bias.ravel(), 2 * place + 1))
    return model


def replace(tensor, values):
    tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), tensor.name))


def check_sanity(program, photo):
    """Yields (what, number of igtool, number of the definition)."""
    setting = ["--method", "ig", "--steps", STEPS, "--score", "logit"]
    report = program.evaluate(photo, "--sanity", *setting)[0]["report"]
    map_, told = program.map(photo, *setting)
    target = told["target"]["index"]
    drawn = generator(0).index(999)
    drawn += drawn >= target
    others = {
        "steps": program.map(photo, *setting[:2], "--steps", 2 * STEPS, *setting[4:])[0],
        "other_class": program.map(photo, *setting, "--target", drawn)[0],
    }
    for check, other in others.items():
        for name, expected in similarity(map_, other).items():
            yield f"{check} {name}", report[check]["likeness"][name]["mean"], expected
    if not report["seed"]["likeness"]["exact"]:
        yield "seed exact", 0, 1
    stages = report["stages"]
    for stage in (stages[0], stages[len(stages) // 2], stages[-1]):
        model = with_shuffled_layers(onnx.load(program.model), stage["layers"])
        path = program.folder / "shuffled.onnx"
        onnx.save(model, path)
        described = ["--preprocess", "caffe", "--target", target]
        other = program.map(photo, *setting, *described, model=path)[0]
        for name, expected in similarity(map_, other).items():
            yield f"{stage['layers']} layers {name}", stage["likeness"][name]["mean"], expected


def check(igtool, model, photos):
    """Prints the largest differences; returns what is wrong."""
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        program = Program(igtool, model, Path(folder))
        for photo in map(Path, photos):
            for kind, numbers in (("truth", check_truth), ("sanity", check_sanity)):
                found = list(numbers(program, photo))
                worst = max(found, key=lambda row: abs(row[1] - row[2]))
                print(
                    f"{photo.name} {kind}: {len(found)} numbers, the worst "
                    f"{abs(worst[1] - worst[2]):.1e} ({worst[0]})",
                    flush=True,
                )
                problems += [
                    f"{photo.name} {what}: {ours} instead of {expected}"
                    for what, ours, expected in found
                    if not abs(ours - expected) <= TOLERANCE
                ]
    return problems


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    igtool_program.add_option(parser)
    parser.add_argument("--model", required=True, type=Path, help="SqueezeNet or its like, ONNX")
    parser.add_argument("photos", nargs="+", type=Path)
    options = parser.parse_args()
    problems = check(options.igtool or igtool_program.build(), options.model, options.photos)
    print("\n".join(problems) or "all numbers agree")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
