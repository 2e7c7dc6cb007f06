"""Gives a script the Python packages it needs: those at hand, else an environment of its own.

The environment lives in ``$XDG_CACHE_HOME/igtool/python`` (``~/.cache/igtool/python``). PyTorch is
taken from its CPU index, which is the smaller download, or from PyPI where that cannot be reached.
"""

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

CPU_INDEX = "https://download.pytorch.org/whl/cpu"

# Import name -> what pip installs.
PACKAGES = {
    "torch": "torch>=2.4",
    "numpy": "numpy>=1.26",
    "onnx": "onnx>=1.16",
    "onnxruntime": "onnxruntime>=1.18",
    "PIL": "pillow>=10.2",
    "scipy": "scipy>=1.11",
    "skimage": "scikit-image>=0.22",
    "captum": "captum==0.9.0",
    "tensorflow": "tensorflow-cpu>=2.16",
    "fontTools": "fonttools>=4.50",
    "selenium": "selenium>=4.25",
}

# Packages whose own wishes for other packages are not granted: Captum asks for an old NumPy.
ALONE = {
    "captum": ["tqdm", "packaging"],
}


def require(*names):
    """Returns when every package can be imported; otherwise re-runs this script where it can be."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if not missing:
        return
    folder = cache_folder()
    python = folder / "bin" / "python"
    if Path(sys.prefix).resolve() == folder.resolve():
        install(python, missing)
    else:
        if not python.exists():
            print(f"making a Python environment in {folder}", file=sys.stderr)
            venv.create(folder, with_pip=True)
        install(python, [name for name in names if not importable(python, name)])
    os.execv(str(python), [str(python), *sys.argv])


def cache_folder():
    """Returns the folder of the virtual environment."""
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "igtool" / "python"


def importable(python, name):
    """Returns whether the interpreter at ``python`` finds a package."""
    return subprocess.run([python, "-c", f"import {name}"], capture_output=True).returncode == 0


def install(python, names):
    """Installs packages into the environment of ``python``, PyTorch first."""
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    if "torch" in names:
        wanted = PACKAGES["torch"]
        smaller = [*pip, wanted, "--index-url", CPU_INDEX, "--retries", "1"]
        if subprocess.run(smaller).returncode != 0:
            subprocess.run([*pip, wanted], check=True)
    for name in set(names) & set(ALONE):
        subprocess.run([*pip, "--no-deps", PACKAGES[name]], check=True)
    others = [PACKAGES[name] for name in names if name != "torch" and name not in ALONE]
    others += [extra for name in names for extra in ALONE.get(name, [])]
    if others:
        subprocess.run([*pip, *others], check=True)


def versions(*names):
    """Returns the versions of packages, and of Python, for a report."""
    from importlib.metadata import version

    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in names:
        found[name] = version(name)
    return found
