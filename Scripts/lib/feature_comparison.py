"""Runs igtool on rows or texts and holds what it writes against definitions: tables of results."""

import csv
import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import captum.attr as attr
import numpy as np
import torch

import igtool_program
from feature_reference import ENDS, PointScore, distance, of_features

BAD_USAGE = 64
GOOD = ("equal", "within rounding", "within the limit", "refused")
ROUNDINGS = 4  # runs in single precision


@dataclass
class Run:
    """What igtool said of the inputs: a record and an array for each."""

    records: list
    arrays: list
    problem: str | None = None


def explain(igtool, inputs, model, case, arguments, folder, widths=None):
    """Lets igtool explain inputs; returns what it says, or why it does not. `widths` are how many
    numbers of a row each column has; every token of a text has as many."""
    # Numbers of a layer belong to no column and no token.
    products = "npy" if "--layer" in case.arguments else "npy,csv"
    status, output, errors = igtool_program.run(
        igtool, "explain", *inputs, "--model", model, "--method", case.method,
        *case.arguments, *arguments, "--save", products, "--json", "--quiet",
        "--output-dir", folder, "--name", "{stem}.{product}",
    )  # fmt: skip
    if status != 0:
        lines = errors.strip().splitlines() or [f"status {status}"]
        what = "not available" if status == BAD_USAGE else f"FAILED with status {status}"
        return Run([], [], f"{what}: {lines[0]}")
    records = [json.loads(line) for line in output.splitlines()]
    arrays = []
    for record in records:
        path = next(path for path in record["outputs"] if path.endswith(".npy"))
        arrays.append(np.load(path).astype(np.float64))
    problems = [
        problem
        for record, array in zip(records, arrays)
        for problem in contradictions(record, array, folder, widths, case.are_gradients)
    ]
    return Run(records, arrays, problems[0] if problems else None)


def contradictions(record, array, folder, widths, are_gradients):
    """Yields what does not go together in a record, its array and the table of all."""
    parts = record.get("columns") or record.get("tokens")
    told = [part.get("attribution") for part in parts]
    if None in told:
        return  # Numbers of a layer belong to no column.
    size = np.abs(array).sum() + 1e-30
    numbers = of_features(array, widths or [array.size // len(told)] * len(told), are_gradients)
    # The array's numbers are of single precision, of which the JSON's are sums.
    if len(numbers) != len(told) or not np.allclose(numbers, told, rtol=1e-6, atol=1e-30):
        yield "the JSON's numbers are not the array's"
    if abs(record["sum"] - array.sum()) > 1e-6 * size:
        yield "the JSON's sum is not the array's"
    words = record.get("words")
    for name, path in tables(folder):
        if parts is record.get("columns") and name.endswith(".csv"):
            rows = [row for row in path if row["row"] == str(record["row"])]
            found = [float(rows[0][part["name"]]) for part in parts]
            if not np.allclose(found, told, rtol=1e-6, atol=0):
                yield "the CSV's numbers are not the JSON's"
    if words and any(w["attribution"] for w in words):
        inside = sum(w["attribution"] for w in words)
        special = sum(t["attribution"] for t in parts if t["text"] in SPECIALS)
        if abs(inside + special - sum(told)) > 1e-6 * size:
            yield "the words' numbers are not the tokens'"


SPECIALS = ("[CLS]", "[SEP]", "<s>", "</s>")


def tables(folder):
    """Yields the tables that igtool has written, as rows by the names of their columns."""
    for path in Path(folder).glob("*.csv"):
        with open(path, newline="") as file:
            yield path.name, list(csv.DictReader(file))


class Row:
    """One case of a network: the worst of all inputs and baselines."""

    def __init__(self, network, case, kind, tolerance):
        self.network, self.case, self.kind = network, case, kind
        self.tolerance = case.limit or tolerance
        self.count, self.difference, self.rounding, self.captum = 0, 0.0, None, None
        self.single, self.bad, self.far, self.problem = None, 0, 0, None
        self.is_refused = False

    def add(self, found, F, given, captum=None):
        """Compares a map with its definition, and with Captum's maps in both precisions."""
        expected = self.definition(F, given)
        found = self.shown(found, given)
        difference = distance(found, expected)
        self.count += 1
        self.difference = max(self.difference, difference)
        if difference > self.tolerance and self.case.limit:
            self.bad += 1
        elif difference > self.tolerance:
            rounding = self.rounded(F, given, expected)
            self.rounding = max(self.rounding or 0, rounding)
            self.bad += difference > rounding
        if captum is not None:
            double, single = (self.shown(values, given) for values in captum)
            from_captum, rounding = distance(found, double), distance(single, double)
            self.captum = max(self.captum or 0, from_captum)
            self.single = max(self.single or 0, rounding)
            allowed = max(self.tolerance, self.rounding or 0, self.case.roundings * rounding)
            self.far += from_captum > allowed

    def definition(self, F, given):
        """Returns the numbers that the case stands for."""
        return self.shown(self.case.reference(F, given), given)

    def shown(self, values, given):
        """Returns what is compared of an array; a layer's or tokens' numbers as they are."""
        if values.size != given.x.size:
            return np.reshape(values, -1)
        return given.shown(values, self.case.are_gradients)

    def rounded(self, F, given, expected):
        """Returns the case's multiple of the most that single precision changes."""
        single = given.single()
        tries = (self.definition(F.rounded(seed), single) for seed in range(ROUNDINGS))
        return self.case.roundings * max(distance(found, expected) for found in tries)

    @property
    def result(self):
        if self.problem:
            return self.problem
        if self.is_refused:
            return "refused"
        if self.count == 0:
            return "NOTHING COMPARED"
        if self.bad or self.far:
            return f"DIFFERENT in {self.bad}, from Captum in {self.far}"
        if self.case.limit:
            return "within the limit"
        if self.difference <= self.tolerance:
            return "equal"
        return "ROUNDING ALONE" if self.rounding > 0.1 else "within rounding"

    def __str__(self):
        shown = lambda number: "–" if number is None else f"{number:.1e}"
        arguments = " ".join(
            Path(str(a)).name if Path(str(a)).is_file() else str(a) for a in self.case.arguments
        )
        cells = [self.network, self.case.method, arguments, self.kind or "number", self.count]
        numbers = [self.difference, self.rounding, self.captum, self.single]
        return "| " + " | ".join(map(str, [*cells, *map(shown, numbers), self.result])) + " |"


HEAD = (
    "| network | method | arguments | score | maps | difference | rounding | from Captum |"
    " Captum's rounding | result |\n"
    "| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"
)


class Results:
    """Prints rows as they come; says at the end whether all is well."""

    def __init__(self):
        self.begin, self.rows = time.time(), []
        print(HEAD, flush=True)

    def add(self, row):
        self.rows.append(row)
        print(row, flush=True)

    def status(self):
        """Prints a summary; returns the exit status."""
        count = Counter(row.result.partition(":")[0] for row in self.rows)
        print("\n" + ", ".join(f"{n} {result}" for result, n in count.items()), end="")
        maps = sum(row.count for row in self.rows)
        equal = [r.difference for r in self.rows if r.result == "equal" and not r.case.limit]
        print(f"; {maps} maps, equal ones differ by at most {max(equal, default=0):.1e}", end="")
        captum = [row.captum for row in self.rows if row.captum and row.result == "equal"]
        print(f", from Captum by at most {max(captum, default=0):.1e}", end="")
        print(f"; {time.time() - self.begin:.0f} s")
        return 0 if self.rows and all(row.result in GOOD for row in self.rows) else 1


class Scored(torch.nn.Module):
    """The scores of all classes as Captum wants them, from points or from what `call` takes."""

    def __init__(self, network, kind):
        super().__init__()
        self.network = network
        self.kind = kind

    def forward(self, *given):
        logits = self.network(*given)
        if self.kind != "probability":
            return logits
        return ENDS[getattr(self.network, "head", "softmax"), self.kind](logits)


def captum_of_points(case, F, given):
    """Returns Captum's map of a point in double and in single precision; None if it has none."""
    if case.captum is None or F.kind == "log-probability":
        return None
    name, options = case.captum
    # Captum's softmax has a rule of its own.
    if name == "DeepLift" and any(isinstance(m, torch.nn.Softmax) for m in F.network.modules()):
        return None
    return [captum_map(name, options, f, given, case) for f in (F, PointScore.rounded(F, 0))]


def captum_map(name, options, F, given, case):
    """Returns the mean of Captum's maps from all baselines."""
    method = getattr(attr, name)(Scored(F.network, F.kind))
    as_tensor = lambda values: torch.from_numpy(values[None]).to(F.dtype)
    options, divisor = dict(options), 1
    if name == "FeatureAblation":
        ends = np.repeat(np.arange(len(given.widths)), given.widths)
        options["feature_mask"] = torch.from_numpy(ends.reshape(given.x[None].shape))
        divisor = np.repeat(given.widths, given.widths).reshape(given.x.shape)
    found = []
    for baseline in given.baselines if case.uses_baselines else [None]:
        start = {} if baseline is None else {"baselines": as_tensor(baseline)}
        x = as_tensor(given.x).requires_grad_()
        values = method.attribute(x, target=F.target, **start, **options)
        found.append(values.detach().double().numpy()[0] / divisor)
    return np.mean(found, 0)
