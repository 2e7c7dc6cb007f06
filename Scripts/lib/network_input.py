"""What a network is fed, from its manifest: pictures as H x W x C arrays in its own units."""

import hashlib
import json
from pathlib import Path

import numpy as np
from PIL import Image

MODELS = Path(__file__).resolve().parent.parent.parent / "Models"


class NetworkInput:
    """The size and the preprocessing that a manifest gives."""

    def __init__(self, manifest):
        described = manifest["input"]
        self.size = (described["width"], described["height"])
        preprocessing = described["preprocessing"]
        self.mean = np.array(preprocessing["mean"], float)
        self.deviation = np.array(preprocessing["std"], float)
        self.reverses = preprocessing["channelOrder"] == "bgr"

    def prepared(self, pixels):
        """Returns RGB pixels (0 to 255) as the network wants them, double precision."""
        x = (np.asarray(pixels, float) - self.mean) / self.deviation
        return np.ascontiguousarray(self.in_rgb(x))

    def uniform(self, color):
        """Returns a picture of one colour, prepared."""
        width, height = self.size
        return self.prepared(np.broadcast_to(np.asarray(color, float), (height, width, 3)))

    def in_rgb(self, values):
        """Returns values of the network's channels in the order red, green, blue."""
        return values[..., ::-1] if self.reverses else values

    def fitted(self, picture):
        """Returns a file's picture, stretched to the network's size, as RGB bytes."""
        image = Image.open(picture).convert("RGB")
        if image.size != self.size:
            image = image.resize(self.size, Image.Resampling.BICUBIC)
        return np.asarray(image)


def find_model(name, folders=()):
    """Returns (ONNX file, manifest) of a network, by path, or by name in folders or Models."""
    candidates = [Path(name)]
    for folder in [*map(Path, folders), MODELS]:
        candidates += [folder / f"{name}.onnx", folder / name / "model.onnx"]
    file = next((c for c in candidates if c.is_file()), None)
    if file is None:
        places = ", ".join(map(str, [*folders, MODELS]))
        raise LookupError(
            f"no network called {name} in {places}; set IGTOOL_MODELS, or give a path"
        )
    return file, manifest_of(file)


def manifest_of(file):
    """Returns the manifest beside an ONNX file, or the catalogue's entry for its SHA-256."""
    for beside in (file.with_suffix(".json"), file.parent / "model.json"):
        if beside.is_file():
            return json.loads(beside.read_text())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    catalogue = json.loads((MODELS / "catalogue.json").read_text())
    found = [entry for entry in catalogue["models"] if digest in entry["sha256"]]
    if not found:
        raise LookupError(f"{file}: no manifest beside it, and not in the catalogue")
    return found[0]
