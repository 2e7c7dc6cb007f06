"""Networks of tables: the built-in one, and fresh ones by scikit-learn and PyTorch.

Each has its file, rows to explain, the columns, and what its numbers are in PyTorch's double
precision, made of the very weights that the file holds, which are of single precision.
"""

import csv
import json
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from feature_reference import single

KINDS, ROWS = 3, 12
COLORS, GRADES = ["blue", "green", "red"], ["low", "fair", "good", "high"]


@dataclass
class Column:
    """A column: a number's mean and deviation, or categories."""

    name: str
    mean: float | None = None
    std: float | None = None
    categories: list | None = None
    integer: bool = False

    @property
    def width(self):
        return 1 if self.categories is None or self.integer else len(self.categories)

    def place(self, cell):
        return self.categories.index(cell) if self.categories else float(cell)

    def expanded(self, place):
        """Returns the numbers of a cell's place, before they are standardised."""
        return [place] if self.width == 1 else list(np.eye(self.width)[int(place)])

    def standardized(self, numbers):
        return [(n - (self.mean or 0)) / (self.std or 1) for n in numbers]

    def described(self):
        """Returns the column as a manifest has it."""
        found = {"name": self.name, "mean": self.mean, "std": self.std}
        if self.categories:
            found |= {"categories": self.categories}
            found |= {"encoding": "integer"} if self.integer else {}
        return {key: value for key, value in found.items() if value is not None}


class Table:
    """Rows of a file, and the baselines that are made of them."""

    def __init__(self, columns, path):
        self.columns = columns
        header, *self.lines = csv.reader(path.read_text().splitlines())
        order = [header.index(c.name) for c in columns]
        self.lines = [[line[i] for i in order] for line in self.lines]
        self.places = [[c.place(v) for c, v in zip(columns, line)] for line in self.lines]

    def point(self, places):
        return self.standardized([c.expanded(p) for c, p in zip(self.columns, places)])

    def standardized(self, groups):
        return np.array([n for c, g in zip(self.columns, groups) for n in c.standardized(g)])

    @property
    def points(self):
        return [self.point(places) for places in self.places]

    def baseline(self, name):
        """Returns the point of zero, mean, median, mode or row:N."""
        if name == "zero":
            return self.standardized([[0.0] * c.width for c in self.columns])
        if name.startswith("row:"):
            return self.points[int(name[4:]) - 1]
        cells = [[row[i] for row in self.places] for i in range(len(self.columns))]
        makers = {"mean": self.mean, "median": self.median, "mode": self.mode}
        return self.standardized([makers[name](c, v) for c, v in zip(self.columns, cells)])

    @staticmethod
    def mean(column, cells):
        if column.mean is not None:
            return [column.mean]
        return list(np.mean([column.expanded(cell) for cell in cells], 0))

    @staticmethod
    def mode(column, cells):
        counts = Counter(cells)
        return column.expanded(min(v for v in cells if counts[v] == max(counts.values())))

    def median(self, column, cells):
        return self.mode(column, cells) if column.categories else [float(np.median(cells))]


@dataclass
class TableNetwork:
    """A network, its rows and its definition: N x K numbers to N x outputs."""

    name: str
    model: str
    columns: list
    rows: object
    module: nn.Module
    arguments: list = field(default_factory=list)  # what igtool must be told besides
    scores: tuple = ("probability", "logit", "log-probability")
    assumed: str | None = None  # a part of what igtool must say about the output
    is_refused: tuple = ()  # kinds of score that the network has not
    layers: dict = field(default_factory=dict)  # a value's name in the file, and its module

    @property
    def table(self):
        return Table(self.columns, self.rows)

    @property
    def widths(self):
        return [column.width for column in self.columns]

    @property
    def has_rectifiers(self):
        return any(isinstance(module, nn.ReLU) for module in self.module.modules())

    def kinds(self, case):
        """Returns the kinds of score by which a case is compared."""
        if self.scores == (None,):
            return self.scores
        return [kind for kind in case.scores if kind in self.scores]


def perceptron(weights, activation=nn.Tanh):
    """Returns layers with given (weight of outputs x inputs, bias), in double precision."""
    layers = []
    for weight, bias in weights:
        layer = nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.float64)
        layer.weight.data = torch.tensor(np.float32(weight)).double()
        layer.bias.data = torch.tensor(np.float32(bias)).double()
        layers += [layer, activation()]
    return nn.Sequential(*layers[:-1])


def built_in(models):
    """The built-in network, all its samples."""
    folder = models / "iris"
    manifest = json.loads((folder / "iris.json").read_text())
    columns = [Column(**column) for column in manifest["inputs"][0]["columns"]]
    graph = onnx.load(folder / "iris.onnx").graph
    arrays = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
    linear = [node for node in graph.node if node.op_type == "Gemm"]
    module = perceptron([[arrays[name] for name in node.input[1:]] for node in linear])
    names = [node.output[0] for node in graph.node]
    layers = {name: module[i] for i, name in enumerate(names) if i < len(module) - 1}
    return TableNetwork("iris", "iris", columns, folder / "samples.csv", module, layers=layers)


# MARK: scikit-learn


class Scaled(nn.Module):
    """A pipeline: the scaler's numbers as skl2onnx writes them, then a perceptron."""

    def __init__(self, scaler, module, binary):
        super().__init__()
        offset, scale = np.float32(scaler.mean_), np.float32(1 / scaler.scale_)
        self.register_buffer("offset", torch.tensor(offset).double())
        self.register_buffer("scale", torch.tensor(scale).double())
        self.module, self.binary = module, binary

    def forward(self, x):
        z = self.module((x - self.offset) * self.scale)
        # Of two classes one number is told, that of the second; the first is what is left.
        return torch.cat([-z, z], 1) if self.binary else z

    @property
    def head(self):
        return "sigmoid" if self.binary else "softmax"


class Shares(Scaled):
    """Probabilities of classes by themselves, divided by their sum: no logits lead to them."""

    head = "probabilities"

    def forward(self, x):
        found = super().forward(x).sigmoid()
        return found / found.sum(1, keepdim=True)


class Answers(nn.Module):
    """What a classifier says after its softmax or sigmoid, as plain numbers."""

    head = "number"

    def __init__(self, module):
        super().__init__()
        self.module = module
        self.end = nn.Sigmoid() if module.head == "sigmoid" else nn.Softmax(-1)

    def forward(self, x):
        return self.end(self.module(x))


def as_numbers(network):
    """Returns a classifier as a network whose numbers are taken as they are."""
    return replace(
        network, name=f"{network.name}-as-numbers", module=Answers(network.module),
        arguments=["--head", "number"], scores=(None,),
    )  # fmt: skip


def measured(classes, random):
    """Returns rows in very different units, and their classes."""
    which = random.integers(0, classes, 300)
    rows = random.normal(0, 1, (300, 5)) + random.normal(0, 1, (classes, 5))[which]
    return (rows * [1, 100, 0.01, 10, 3] + [0, 500, 1, -20, 7]).round(4), which


def by_sklearn(folder, name, classifier, classes, kind=Scaled, **more):
    """A pipeline of StandardScaler and a classifier, trained here."""
    import skl2onnx
    from skl2onnx.common.data_types import FloatTensorType
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows, which = measured(classes, np.random.default_rng(1))
    pipeline = make_pipeline(StandardScaler(), classifier).fit(rows, which)
    shape = [("X", FloatTensorType([None, rows.shape[1]]))]
    options = {id(pipeline): {"zipmap": False}}
    model = skl2onnx.convert_sklearn(pipeline, initial_types=shape, options=options)
    path = folder / f"{name}.onnx"
    path.write_bytes(model.SerializeToString())
    columns = [Column(f"measure {i + 1}") for i in range(rows.shape[1])]
    written = write_rows(folder / f"{name}.csv", columns, rows[:ROWS])
    if hasattr(classifier, "coefs_"):
        weights = [(w.T, b) for w, b in zip(classifier.coefs_, classifier.intercepts_)]
        module = perceptron(weights, nn.ReLU)
    else:
        parts = getattr(classifier, "estimators_", [classifier])
        module = perceptron(
            [[np.concatenate([getattr(p, key) for p in parts]) for key in ("coef_", "intercept_")]]
        )
    module = kind(pipeline[0], module, binary=classes == 2)
    return TableNetwork(name, path, columns, written, module, **more)


def write_rows(path, columns, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        writer.writerows(rows)
    return path


# MARK: PyTorch


def write_people(path, columns):
    """Writes rows of random cells, the columns in another order than the network's."""
    random = np.random.default_rng(7)
    rows = [
        [
            int(random.integers(18, 90)), random.choice(COLORS), round(random.normal(30e3, 9e3), 2),
            random.choice(GRADES), round(random.uniform(-1, 1), 3), random.choice(GRADES),
        ]
        for _ in range(ROWS)
    ]  # fmt: skip
    order = [3, 0, 5, 1, 4, 2]
    return write_rows(
        path, [columns[i] for i in order], [[row[i] for i in order] for row in rows]
    )


def by_torch(folder, name, outputs, activation=nn.Sigmoid):
    """A perceptron with a manifest, of numbers and categories; with one output it has no end."""
    from small_export import to_onnx

    generator = torch.Generator().manual_seed(7)
    columns = [
        Column("age", 41.5, 12.25),
        Column("colour", categories=COLORS),
        Column("income", 30_500.0, 9_000.0),
        Column("grade", 1.4, 1.1, GRADES, integer=True),
        Column("share"),
        Column("level", categories=GRADES, integer=True),
    ]
    width = sum(column.width for column in columns)
    sizes = [width, 16, 12, outputs]
    weights = [
        (torch.randn(n, m, generator=generator) / m**0.5, torch.randn(n, generator=generator) / 2)
        for m, n in zip(sizes, sizes[1:])
    ]
    module = perceptron([(w.numpy(), b.numpy()) for w, b in weights], activation)
    arguments = (torch.zeros(2, width),)
    notes = {"name": name, "license": "none"}
    axes = ({0: torch.export.Dim("batch")},)
    data = to_onnx(single(module), arguments, ["row"], "answer", axes, notes)
    path = folder / f"{name}.onnx"
    path.write_bytes(data)
    head = "softmax" if outputs > 1 else "number"
    module.head = head
    labels = [f"kind {i + 1}" for i in range(outputs)] if outputs > 1 else ["price"]
    inputs = [{"name": "row", "kind": "table", "columns": [c.described() for c in columns]}]
    manifest = {"name": name, "inputs": inputs}
    manifest["output"] = {"name": "answer", "head": head, "labels": labels}
    path.with_suffix(".json").write_text(json.dumps(manifest, indent=2))
    written = write_people(folder / f"{name}.csv", columns)
    scores = ("probability", "logit", "log-probability") if outputs > 1 else (None,)
    return TableNetwork(name, path, columns, written, module, scores=scores)


def all_networks(folder, models):
    """Yields the networks, the fresh ones made in a folder."""
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.neural_network import MLPClassifier

    yield built_in(models)
    for name, classes in (("", KINDS), ("-of-two", 2)):
        for kind, classifier in (
            ("logistic", LogisticRegression()),
            ("perceptron", MLPClassifier((8, 6), max_iter=300, random_state=0)),
        ):
            network = by_sklearn(folder, kind + name, classifier, classes)
            yield network
            yield as_numbers(network)
    for name, classifier in (
        ("one-vs-rest", OneVsRestClassifier(LogisticRegression())),
        ("one-vs-rest-by-descent", SGDClassifier("log_loss", alpha=0.1, random_state=0)),
    ):
        yield by_sklearn(
            folder, name, classifier, KINDS, Shares, scores=("probability",),
            is_refused=("logit", "log-probability"), assumed="taken for probabilities as they are",
        )  # fmt: skip
    yield by_torch(folder, "categories", KINDS)
    yield by_torch(folder, "categories-number", 1, nn.ReLU)
