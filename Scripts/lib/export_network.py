"""Exports one network in a process of its own: export_network.py FAMILY NAME SIZE FOLDER.

A network is exported by the framework's own exporter as people use it, with seeded random weights.
Into FOLDER go model.onnx (and model.onnx.data, where the exporter writes it), an input.N.npy for
each input, an output.N.npy for each output as onnxruntime computes it, gradient.npy as the
framework computes it in double precision, gradient32.npy in single precision where it can, and
expected.json, which says what each of them is. It is written last: a folder without it is void.

onnxruntime must agree with the framework, and the gradient must not be zero; else the export has
failed. Where onnxruntime refuses the file, the framework's own output in double precision counts.
"""

import importlib
import json
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

FORMAT = 3


@dataclass
class Answer:
    """What a framework says of its own network.

    ``inputs`` and ``outputs`` map the names in the file to arrays; ``scored`` is the output and
    ``target`` its component whose gradient with respect to ``value`` is given, in double and (or
    None) single precision. ``inside`` says that the value is no input. ``aliases`` are other names
    under which a program may know the scored output.
    """

    inputs: dict
    output: np.ndarray
    scored: str
    target: int
    value: str
    gradient: np.ndarray
    single: np.ndarray = None
    inside: bool = False
    aliases: list = field(default_factory=list)


def main():
    warnings.filterwarnings("ignore")
    family, name, size, folder = sys.argv[1:]
    folder = Path(folder)
    (folder / "expected.json").unlink(missing_ok=True)
    exporter = importlib.import_module(f"export_{family}")
    answer = exporter.export(name, size, folder / "model.onnx")
    write(answer, name, size, folder)


def write(answer, name, size, folder):
    """Writes the arrays and what they are."""
    outputs, reference = reference_outputs(folder / "model.onnx", answer)
    found = outputs[answer.scored].astype(np.float64)
    difference = distance(found, answer.output)
    if not difference < 1e-3:
        sys.exit(f"onnxruntime differs from the framework by {difference:.1e} (relative L2)")
    if not np.linalg.norm(answer.gradient) > 0:
        sys.exit("the gradient is zero")
    scored = (0, answer.target) if found.ndim == 2 else answer.target
    score = f"[{','.join(map(str, np.atleast_1d(scored)))}]"
    expected = {
        "format": FORMAT,
        "name": name,
        "size": size,
        "inputs": save(folder, "input", answer.inputs),
        "outputs": save(folder, "output", outputs),
        "aliases": {answer.scored: answer.aliases},
        "scores": [known + score for known in (answer.scored, *answer.aliases)],
        "value": answer.value,
        "inside": answer.inside,
        "gradient": "gradient.npy",
        "rounding": None,
        "reference": reference,
    }
    np.save(folder / "gradient.npy", answer.gradient)
    if answer.single is not None:
        np.save(folder / "gradient32.npy", answer.single)
        expected["rounding"] = float(distance(answer.single, answer.gradient))
    (folder / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")


def reference_outputs(path, answer):
    """Returns onnxruntime's outputs by name, or the framework's own where it refuses the file."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        print(f"onnxruntime: {error}", file=sys.stderr)
        return {answer.scored: answer.output}, "framework"
    found = session.run(None, answer.inputs)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, map(as_array, found))), f"onnxruntime {onnxruntime.__version__}"


def as_array(value):
    """Returns an output as an array, also the dictionaries that a ZipMap makes."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return np.array([list(row.values()) for row in value], np.float32)
    return np.asarray(value)


def save(folder, kind, arrays):
    """Saves arrays under numbers, since names may hold anything; returns names and files."""
    files = {}
    for number, (name, array) in enumerate(arrays.items()):
        files[name] = f"{kind}.{number}.npy"
        np.save(folder / files[name], array)
    return files


def distance(found, expected):
    """Returns the relative L2 difference."""
    size = np.linalg.norm(expected)
    difference = np.linalg.norm(found - expected)
    return difference / size if size > 0 else difference


def picture(side, channels=3):
    """Returns soft shapes and noise, [side, side, channels], from 0 to 255 in double precision."""
    random = np.random.default_rng(side)
    y, x = np.mgrid[0:side, 0:side] / side
    disc = np.exp(-(((x - 0.6) ** 2 + (y - 0.4) ** 2) / 0.05))
    planes = np.stack([0.2 + 0.6 * x, 0.3 + 0.4 * y, 0.15 + 0.75 * disc], -1)
    noisy = planes + random.normal(0, 0.04, planes.shape)
    return 255 * noisy[..., :channels].clip(0, 1)


def names_in(path):
    """Returns the names of a file's inputs (initialisers left out) and outputs."""
    import onnx

    graph = onnx.load(path, load_external_data=False).graph
    weights = {weight.name for weight in graph.initializer}
    inputs = [value.name for value in graph.input if value.name not in weights]
    return inputs, [value.name for value in graph.output]


if __name__ == "__main__":
    main()
