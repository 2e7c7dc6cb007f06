"""The networks that frameworks export, and the folder where they are kept.

Each is exported in a process of its own by lib/export_network.py, once; the Python that does it
finds the framework, or is given one in an environment of the user's cache.
"""

import fcntl
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import environment
from export_network import FORMAT

LIBRARY = Path(__file__).resolve().parent

TORCHVISION = [
    "resnet18",
    "resnet50",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "densenet121",
    "efficientnet_b0",
    "regnet_y_400mf",
    "shufflenet_v2_x1_0",
    "mnasnet1_0",
    "convnext_tiny",
    "vit_b_16",
    "swin_t",
    "inception_v3",
    "googlenet",
    "vgg16",
    "squeezenet1_1",
]
TRANSFORMERS = ["vit", "deit", "bert", "distilbert", "roberta"]
KERAS = [
    "keras_mlp",
    *[
        name + way
        for name in (
            "keras_colour",
            "keras_grey",
            "keras_activations",
            "keras_exact_gelu",
            "keras_mobilenetv2",
            "keras_resnet50",
            "keras_efficientnetb0",
            "keras_densenet121",
            "keras_vgg16",
            "keras_xception",
        )
        for way in ("", ".nchw")
    ],
]
SKLEARN = [
    "sklearn_mlp",
    "sklearn_logistic",
    "sklearn_logistic_binary",
    "sklearn_scaled_mlp",
    "sklearn_scaled_logistic",
]

# Family by name.
NETWORKS = {
    **{name + way: "sklearn" for name in SKLEARN for way in ("", ".zipmap")},
    **{name: "keras" for name in KERAS},
    **{name + way: "transformers" for name in TRANSFORMERS for way in ("", ".legacy")},
    **{name + way: "torchvision" for name in TORCHVISION for way in ("", ".legacy")},
}

# A few of each family, which --small checks.
FEW = [
    "sklearn_scaled_mlp.zipmap",
    "sklearn_logistic_binary",
    "keras_mlp",
    "keras_activations",
    "keras_mobilenetv2.nchw",
    "vit",
    "bert",
    "resnet18",
    "mobilenet_v3_small.legacy",
    "convnext_tiny",
    "swin_t.legacy",
]

# What each family needs, and the environment that has it unless this Python has.
PACKAGES = {
    "sklearn": ("python", "sklearn skl2onnx onnx onnxruntime"),
    "keras": ("python-keras", "tensorflow keras tf2onnx onnx onnxruntime"),
    "transformers": ("python", "torch transformers onnx onnxscript onnxruntime"),
    "torchvision": ("python", "torch torchvision onnx onnxscript onnxruntime"),
}


@dataclass
class Export:
    """A network in its folder: "small", "usual" or "full"."""

    name: str
    size: str
    cache: Path

    @property
    def family(self):
        return NETWORKS[self.name]

    @property
    def folder(self):
        return self.cache / (self.name if self.size == "usual" else f"{self.name}.{self.size}")

    @property
    def model(self):
        return self.folder / "model.onnx"

    def expected(self):
        """Returns what expected.json says, or None if the network has not been exported."""
        try:
            expected = json.loads((self.folder / "expected.json").read_text())
        except FileNotFoundError:
            return None
        return expected if expected["format"] == FORMAT else None

    def make(self, python):
        """Exports the network unless that is done; returns a message if it cannot be done."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # Another run may be at it.
            return None if self.expected() else self.export(python)

    def export(self, python):
        """Exports the network; returns a message if it cannot be done."""
        command = [python, LIBRARY / "export_network.py", self.family, self.name, self.size]
        done = subprocess.run([*command, self.folder], capture_output=True, text=True)
        (self.folder / "export.log").write_text(done.stdout + done.stderr)
        if done.returncode == 0:
            return None
        return (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]


def chosen(names, small, full, cache):
    """Returns the exports of networks by name, family or beginning of a name; all if none."""
    found = []
    for name, family in NETWORKS.items():
        wanted = any(word in (name, family, name.partition(".")[0]) for word in names)
        if wanted or (not names and (not small or name in FEW)):
            size = "full" if full and family == "transformers" else "small" if small else "usual"
            found.append(Export(name, size, cache))
    return found


def interpreters(families, given):
    """Returns a Python for each family; ``given`` ones are taken as they are."""
    return {
        family: given.get(family)
        or environment.interpreter(PACKAGES[family][1].split(), PACKAGES[family][0])
        for family in families
    }
