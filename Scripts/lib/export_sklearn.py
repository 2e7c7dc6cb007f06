"""Exports scikit-learn's classifiers by skl2onnx: a table's rows in, a label and probabilities out.

With ".zipmap" the probabilities end in dictionaries, as skl2onnx writes them unless told otherwise.
Gradients are central differences of scikit-learn's own double precision.
"""

import numpy as np
from export_network import Answer, names_in


def export(name, size, path):
    """Exports one classifier; returns what scikit-learn says of it."""
    import skl2onnx
    from skl2onnx.common.data_types import FloatTensorType

    base, _, way = name.removeprefix("sklearn_").partition(".")
    random = np.random.default_rng(0)
    classes = 2 if base.endswith("binary") else 3
    which = random.integers(0, classes, 300)
    data = random.normal(0, 1, (300, 4)) + random.normal(0, 1, (classes, 4))[which]
    if base.startswith("scaled"):
        data = data * [1, 100, 0.01, 10] + [0, 500, 1, -20]
    model = classifier(base)
    model.fit(data, which)
    columns = [("X", FloatTensorType([None, 4]))]
    options = {id(model): {"zipmap": bool(way)}}
    file = skl2onnx.convert_sklearn(model, initial_types=columns, options=options)
    path.write_bytes(file.SerializeToString())

    least_sure = np.argmin(model.predict_proba(data).max(1))
    row = data[least_sure : least_sure + 1].astype(np.float32)
    output = model.predict_proba(row.astype(np.float64))
    target = int(output[0].argmax())
    gradient = differences(model, row.astype(np.float64), target, data.std(0))
    _, outputs = names_in(path)
    aliases = [node.input[0] for node in file.graph.node if node.op_type == "ZipMap"]
    return Answer({"X": row}, output, outputs[1], target, "X", gradient, aliases=aliases)


def classifier(base):
    """Returns a classifier that is not trained yet."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    kind = base.removeprefix("scaled_").removesuffix("_binary")
    if kind == "mlp":
        model = MLPClassifier((8, 6), max_iter=300, random_state=0)
    else:
        model = LogisticRegression()
    return make_pipeline(StandardScaler(), model) if base.startswith("scaled") else model


def differences(model, row, target, scales):
    """Returns the slopes along the columns."""
    gradient = np.zeros(row.shape)
    for column, scale in enumerate(scales):
        step = np.zeros(row.shape)
        step[0, column] = 1e-6 * scale
        above, below = (model.predict_proba(row + sign * step)[0, target] for sign in (1, -1))
        gradient[0, column] = (above - below) / (2 * step[0, column])
    return gradient
