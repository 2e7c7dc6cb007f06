"""Builds igtool, or takes one that is already built, and runs it."""

import argparse
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# What forces a choice of kernels or threads on a library, and so would decide a comparison.
FORCED = (
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "ONEDNN_MAX_CPU_ISA",
)


def environment():
    """Returns this process's environment without forced choices."""
    return {name: value for name, value in os.environ.items() if name not in FORCED}


def build():
    """Builds igtool in release mode and returns its path."""
    command = ["swift", "build", "-c", "release", "--product", "igtool"]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.DEVNULL)
    shown = subprocess.run(
        [*command[:4], "--show-bin-path"],
        cwd=ROOT,
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    return Path(shown.stdout.strip()) / "igtool"


def add_option(parser):
    """Lets a script be told of an igtool that is already built."""
    parser.add_argument(
        "--igtool",
        "--program",
        dest="igtool",
        type=program,
        metavar="PROGRAM",
        help="the program; built in release mode unless given",
    )


def program(path):
    """Returns the absolute path of a program, for argparse."""
    if not os.access(path, os.X_OK) or not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"{path} is not a program")
    return Path(path).resolve()


def run(igtool, *arguments):
    """Runs igtool; returns its exit status, standard output and standard error."""
    result = subprocess.run(
        [igtool, *map(str, arguments)], env=environment(), capture_output=True, text=True
    )
    return result.returncode, result.stdout, result.stderr
