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
    "torchvision": "torchvision>=0.19",
    "numpy": "numpy>=1.26",
    "onnx": "onnx>=1.16",
    "onnxruntime": "onnxruntime>=1.18",
    "PIL": "pillow>=10.2",
    "scipy": "scipy>=1.11",
    "skimage": "scikit-image>=0.22",
    "captum": "captum==0.9.0",
    "matplotlib": "matplotlib>=3.7",
    "tensorflow": "tensorflow-cpu>=2.16",
    "fontTools": "fonttools>=4.50",
    "selenium": "selenium>=4.25",
    "onnxscript": "onnxscript>=0.5",
    "transformers": "transformers>=5",
    "sklearn": "scikit-learn>=1.5",
    "skl2onnx": "skl2onnx>=1.18",
    "keras": "keras>=3.5",
    "tf2onnx": "tf2onnx>=1.17",
    "tokenizers": "tokenizers>=0.22",
    "sentencepiece": "sentencepiece>=0.2",
    "google": "protobuf>=5",
    "quantus": "quantus==0.6.0",
}

# Packages whose own wishes for other packages are not granted: Captum asks for an old NumPy, Quantus for an
# OpenCV with windows.
ALONE = {
    "captum": ["tqdm", "packaging"],
    "quantus": ["pandas", "opencv-python-headless", "cachetools", "tqdm"],
}

# Packages that cannot be imported without others, which are required with them.
COMPANIONS = {
    "captum": ["matplotlib"],
    "quantus": ["matplotlib", "scipy", "skimage", "sklearn", "torch"],
}


def require(*names, optional=()):
    """Returns when every package can be imported; otherwise re-runs this script where it can be.

    Those of ``optional`` are installed where that is possible, and are missing where it is not. Help
    is had without any package.
    """
    names = with_companions(names)
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing and {"-h", "--help"} & set(sys.argv[1:]):
        sys.exit(print((sys.modules["__main__"].__doc__ or "").strip()))
    wanted = [name for name in with_companions(optional) if importlib.util.find_spec(name) is None]
    is_own = Path(sys.prefix).resolve() == cache_folder().resolve()
    if not missing and (not wanted or is_own):
        return
    folder = cache_folder()
    python = folder / "bin" / "python"
    if is_own:
        install(python, missing)
    else:
        if not python.exists():
            print(f"making a Python environment in {folder}", file=sys.stderr)
            venv.create(folder, with_pip=True)
        install(python, [name for name in names if not importable(python, name)])
        for name in wanted:
            if importable(python, name):
                continue
            try:
                install(python, [name])
            except subprocess.CalledProcessError:
                print(f"{PACKAGES[name]} cannot be installed", file=sys.stderr)
    os.execv(str(python), [str(python), *sys.argv])


def interpreter(names, environment):
    """Returns a Python that finds the packages: this one, else that of an environment of its own.

    Packages that disagree about others they need are kept apart by environments of several names.
    """
    names = with_companions(names)
    if all(importlib.util.find_spec(name) for name in names):
        return Path(sys.executable)
    folder = cache_folder(environment)
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"making a Python environment in {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True)
    missing = [name for name in names if not found_by(python, name)]
    if missing:
        install(python, missing)
    return python


def with_companions(names):
    """Returns the packages, and those without which they cannot be imported."""
    return [*names, *(other for name in names for other in COMPANIONS.get(name, []))]


def cache_folder(name="python"):
    """Returns a folder in the user's cache, that of the virtual environment unless named."""
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "igtool" / name


def found_by(python, name):
    """Returns whether the interpreter at ``python`` has a package, which may not be importable."""
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec('{name}') is None)"
    return subprocess.run([python, "-c", code]).returncode == 0


def importable(python, name):
    """Returns whether the interpreter at ``python`` finds a package."""
    return subprocess.run([python, "-c", f"import {name}"], capture_output=True).returncode == 0


def install(python, names):
    """Installs packages into the environment of ``python``, PyTorch first."""
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    torch = [name for name in names if name in ("torch", "torchvision")]
    if torch:
        wanted = [PACKAGES[name] for name in torch]
        smaller = [*pip, *wanted, "--index-url", CPU_INDEX, "--retries", "1"]
        if subprocess.run(smaller).returncode != 0:
            subprocess.run([*pip, *wanted], check=True)
    for name in set(names) & set(ALONE):
        subprocess.run([*pip, "--no-deps", PACKAGES[name]], check=True)
    others = [PACKAGES[name] for name in names if name not in torch and name not in ALONE]
    others += [extra for name in names for extra in ALONE.get(name, [])]
    if others:
        subprocess.run([*pip, *others], check=True)


def versions(*names):
    """Returns the versions of packages, and of Python, for a report.

    A package is named as pip installs it or as it is imported: TensorFlow comes as several. One that is
    not installed is left out.
    """
    from importlib.metadata import PackageNotFoundError, packages_distributions, version

    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            for installed in packages_distributions().get(name, [])[:1]:
                found[installed] = version(installed)
    return found
