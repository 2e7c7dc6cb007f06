"""Runs a network on arrays: by `igtool run`, or by onnxruntime in its place."""

import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import igtool_program
import numpy as np
from export_network import as_array

REFUSED = 65


@dataclass
class Answer:
    """What a program answered: exit status, its message, and the arrays by their files' stems."""

    status: int
    message: str = ""
    arrays: dict = field(default_factory=dict)

    @property
    def is_refused(self):
        return self.status == REFUSED

    @property
    def is_fault(self):
        """Whether the program neither answered nor refused."""
        return self.status not in (0, REFUSED)

    def output(self, *names, is_sole=False):
        """Returns the array of an output, which may have several names, or None.

        The sole output of a network is the sole array, whatever its file is called.
        """
        outputs = {key: value for key, value in self.arrays.items() if not is_gradient(key)}
        return found(outputs, names, is_sole)

    def gradient(self, *names):
        """Returns the gradient with respect to a value, which may have several names, or None."""
        gradients = {key: value for key, value in self.arrays.items() if is_gradient(key)}
        return found(gradients, [f"gradient.{name}" for name in names], len(gradients) == 1)


def is_gradient(stem):
    return stem.startswith("gradient.")


def found(arrays, names, is_sole):
    """Returns the array under one of the names; the only array, if it is the sole one."""
    for name in names:
        if safe(name) in arrays:
            return arrays[safe(name)]
    return next(iter(arrays.values())) if is_sole and len(arrays) == 1 else None


def safe(name):
    """Returns the name of a file that is named after a value."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)


class Igtool:
    """`igtool run`, with files in a folder that is gone afterwards."""

    def __init__(self, program, folder, timeout=300):
        self.program, self.folder, self.timeout = program, folder, timeout

    def run(self, model, inputs, score=None, value=None):
        """Returns outputs and, if a score is given, its gradient with respect to all inputs.

        ``value`` asks for the gradient with respect to a value inside, too.
        """
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            arguments, out = [], Path(folder) / "out"
            out.mkdir()
            for number, (name, array) in enumerate(inputs.items()):
                file = Path(folder) / f"{number}.npy"
                np.save(file, array)
                arguments += ["--input", f"{name}={file}"]
            arguments += ["--gradient", score] if score else []
            arguments += ["--gradient-at", value] if value else []
            return self.answer(["run", model, *arguments, "--output-dir", out], out)

    def answer(self, arguments, out):
        try:
            done = subprocess.run(
                [self.program, *map(str, arguments)],
                env=igtool_program.environment() | {"IGTOOL_OFFLINE": "1"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self.timeout,
            )
        except subprocess.TimeoutExpired:
            return Answer(-1, f"no end after {self.timeout} s")
        message = done.stderr.decode(errors="backslashreplace").strip()
        message = message.removeprefix("igtool: error: ").removeprefix("Error: ")
        message = re.sub(rf"{re.escape(str(self.folder))}/[^:\s]*/", "", message)
        message = message.partition("; supported: ")[0]  # The list is long, and always the same.
        if done.returncode != 0:
            return Answer(done.returncode, message or "no message")
        arrays = {file.stem: np.load(file) for file in out.glob("*.npy")}
        return Answer(0, message, arrays)


class OnnxRuntime:
    """onnxruntime in igtool's place, with gradients that lie beside the network's file.

    It serves to try the scripts themselves.
    """

    def run(self, model, inputs, score=None, value=None):
        """Returns what `Igtool.run` does."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = 1
        try:
            providers = ["CPUExecutionProvider"]
            session = onnxruntime.InferenceSession(str(model), options, providers=providers)
            outputs = session.run(None, inputs)
        except Exception as error:
            return Answer(REFUSED, str(error).strip())
        names = [safe(output.name) for output in session.get_outputs()]
        arrays = dict(zip(names, map(as_array, outputs)))
        if score:
            files = [Path(model).with_name(name) for name in ("gradient32.npy", "gradient.npy")]
            gradient = next(file for file in files if file.exists())
            arrays[f"gradient.{safe(value or next(iter(inputs)))}"] = np.load(gradient)
        return Answer(0, "", arrays)
