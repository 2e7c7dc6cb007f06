"""igtool from Python: which parts of an input made a network say that?

    import igtool
    result = igtool.explain("photo.jpg", model="shapes", steps=50, baseline=["black", "white"])
    result["attribution"]           # NumPy array: height × width × RGB of a picture
    result["report"]["target"]      # all that "igtool explain --json" tells

One file that needs NumPy and the program: in $IGTOOL, on the PATH, or built beside this file. To be copied, or put on the
path of modules. What a result has, and what is raised, `explain` tells.
"""

import json
import os
import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np

__all__ = ["IgtoolError", "explain", "explain_all", "find_program"]

# What this module decides itself.
_OWN = {"json", "output_dir", "o", "log_format", "model", "text"}


class IgtoolError(RuntimeError):
    """What igtool says where it does not do what it was asked for, in its words.

    ``status`` is its exit status, as `man igtool` lists them; None where it could not be run.
    """

    def __init__(self, message, status=None):
        super().__init__(message)
        self.status = status


def explain(input=None, model="googlenet", *, text=None, program=None, timeout=None, **options):
    """Explains one input by one target; returns what `explain_all` returns a list of.

    Raises IgtoolError where there are several: rows of a table, files of a folder, several targets.
    """
    results = explain_all(input, model, text=text, program=program, timeout=timeout, **options)
    if len(results) != 1:
        raise IgtoolError(f"expected one explanation, found {len(results)}; explain_all returns them all")
    return results[0]


def explain_all(input=None, model="googlenet", *, text=None, program=None, timeout=None, **options):
    """Explains inputs by ``igtool explain``, and returns a list of a dictionary for each of them and of its targets.

    ``input``: the path of a picture, a table, a file of texts, an .npy file or a folder; or an array: bytes (uint8) of
    height × width, grey, or height × width × 3 or 4, RGB or RGBA, are a picture; numbers of another type are what a network
    of tables, tokens or arrays reads itself, as an .npy file would be. ``text`` is a text, in the place of an input.

    ``options`` are those of `igtool explain --help`, with underscores for hyphens: steps=50, target="top3",
    baseline=["black", "white"] for an option that is repeated, regions=True for one without a value.
    save="mask,overlay" makes other files as well.

    A dictionary has: ``attribution``, float32, what the network's input got, None where there are several arrays;
    ``arrays``, all of them by the names of their files; ``files``, the bytes of all other files by their names;
    ``report``, the JSON.

    Raises IgtoolError with the program's message, also where an option is refused or `require_gap` is not met, and
    subprocess.TimeoutExpired after ``timeout`` seconds.
    """
    program = find_program(program)
    with tempfile.TemporaryDirectory(prefix="igtool-") as folder:
        out = Path(folder) / "out"
        words = [program, "explain", *_input(input, text, folder), "--model", os.fspath(model), *_words(options)]
        words += ["--json", "--output-dir", str(out), "--log-format", "json"]
        try:
            done = subprocess.run(
                words, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=timeout)
        except OSError as error:
            raise IgtoolError(f"{program}: cannot be run: {error.strerror}") from error
        if done.returncode != 0:
            raise IgtoolError(_message(done.stderr) or f"igtool ended with status {done.returncode}", done.returncode)
        return [_result(json.loads(line)) for line in done.stdout.splitlines()]


def find_program(program=None):
    """Returns the path of igtool: that which is given, in $IGTOOL, on the PATH, or built beside this file."""
    built = Path(__file__).resolve().parent.parent / ".build" / "release" / "igtool"
    found = program or os.environ.get("IGTOOL") or shutil.which("igtool") or (str(built) if built.exists() else None)
    if found is None:
        raise IgtoolError("igtool is not on the PATH; install it, or name it by program= or the variable IGTOOL")
    return os.fspath(found)


def _input(input, text, folder):
    """Returns the words that name the input; arrays are written into the folder first."""
    if (input is None) == (text is None):
        raise TypeError("either an input or a text is explained")
    if text is not None:
        return ["--text", text]
    if isinstance(input, (str, os.PathLike)):
        path = os.fspath(input)
        return ["./" + path if path.startswith("-") else path]
    array = np.asarray(input)
    if array.dtype == np.uint8 and (array.ndim == 2 or array.ndim == 3 and array.shape[2] in (3, 4)):
        path = Path(folder) / "array.png"
        path.write_bytes(_png(array))
    elif array.dtype.kind in "fiub":
        path = Path(folder) / "array.npy"
        np.save(path, array)
    else:
        raise TypeError(f"expected a path or an array of numbers, found {type(input).__name__} of {array.dtype}")
    return [str(path)]


def _png(array):
    """Returns a picture of bytes as a PNG file."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = array.shape[:2]
    if height == 0 or width == 0:
        raise ValueError(f"expected a picture, found an array of shape {array.shape}")
    color = {2: 0, 3: {3: 2, 4: 6}.get(array.shape[-1])}[array.ndim]
    rows = np.ascontiguousarray(array).reshape(height, -1)
    lines = np.concatenate([np.zeros((height, 1), np.uint8), rows], 1).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def _words(options):
    """Returns options as words of a command line."""
    save = options.pop("save", None)
    names = save.split(",") if isinstance(save, str) else list(save or [])
    words = ["--save", ",".join(dict.fromkeys(["npy", *(name.strip() for name in names)]))]
    for name, value in options.items():
        if name in _OWN:
            raise TypeError(f"{name} is decided by this module")
        option = ("-" if len(name) == 1 else "--") + name.replace("_", "-")
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if one is True:
                words.append(option)
            elif one is not None and one is not False:
                words.append(f"{option}={os.fspath(one) if isinstance(one, os.PathLike) else one}"
                             if len(name) > 1 else f"{option}{one}")
    return words


def _message(messages):
    """Returns the errors among messages, each a line of JSON; those without a last one that only counts the others."""
    said = []
    for line in messages.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            said.append(line)
            continue
        if message["level"] == "error":
            place = f"{message['input']}: " if message.get("input") else ""
            said.append(place + message["message"])
    return "\n".join(said)


def _result(report):
    """Returns the arrays and files of a report with it."""
    arrays, files = {}, {}
    for path in map(Path, report["outputs"]):
        if path.suffix == ".npy":
            arrays[path.name] = np.load(path)
        else:
            files[path.name] = path.read_bytes()
    sole = next(iter(arrays.values())) if len(arrays) == 1 else None
    return {"attribution": sole, "arrays": arrays, "files": files, "report": report}
