"""Frozen TensorFlow graphs with random weights, and what TensorFlow computes from them."""

from dataclasses import dataclass, field

import numpy as np
import tensorflow as tf
from tensorflow.core.framework import types_pb2

DIFFERENCE = 1e-4
SINGLE, DOUBLE = types_pb2.DT_FLOAT, types_pb2.DT_DOUBLE


@dataclass
class Case:
    """A graph, arrays for its inputs, and the names of its outputs.

    ``reference`` computes the same where TensorFlow cannot run the graph itself on a CPU.
    """

    name: str
    graph: object
    inputs: dict
    outputs: list = field(default_factory=lambda: ["y"])
    reference: object = None
    has_gradient: bool = True


@dataclass
class Expectation:
    """Arrays by output, and the gradient of a number of the first output by input."""

    outputs: dict
    score: str
    gradients: dict
    precision: str


class Weights:
    """Constants of seeded random numbers."""

    def __init__(self, seed=0):
        self.random = np.random.default_rng(seed)

    def normal(self, *extents, scale=None, name=None):
        """Normal numbers; their scale keeps the size of what is convolved with them."""
        scale = scale or np.sqrt(2 / max(1, np.prod(extents[:-1])))
        values = self.random.standard_normal(extents) * scale
        return tf.constant(values.astype(np.float32), name=name)

    def positive(self, *extents, name=None):
        values = self.random.uniform(0.5, 1.5, extents)
        return tf.constant(values.astype(np.float32), name=name)


def graph_of(build):
    """Returns the nodes that ``build`` adds to an empty graph."""
    with tf.Graph().as_default() as graph:
        build()
    return graph.as_graph_def()


def frozen(function, *signature):
    """Returns the nodes of a function whose variables have become constants."""
    from tensorflow.python.framework.convert_to_constants import (
        convert_variables_to_constants_v2,
    )

    concrete = tf.function(function).get_concrete_function(*signature)
    graph = convert_variables_to_constants_v2(concrete).graph.as_graph_def()
    for node in graph.node:
        # The names of gradients that are functions of this process.
        node.attr.pop("_gradient_op_type", None)
    return graph


def in_double(graph):
    """Returns a copy of a graph in which single precision has become double."""
    copy = tf.compat.v1.GraphDef()
    copy.CopyFrom(graph)
    for node in copy.node:
        for setting in node.attr.values():
            if setting.WhichOneof("value") == "type" and setting.type == SINGLE:
                setting.type = DOUBLE
            for index, kind in enumerate(setting.list.type):
                setting.list.type[index] = DOUBLE if kind == SINGLE else kind
            if setting.WhichOneof("value") == "tensor" and setting.tensor.dtype == SINGLE:
                values = tf.make_ndarray(setting.tensor).astype(np.float64)
                setting.tensor.CopyFrom(tf.make_tensor_proto(values))
    return copy


def expectation(case):
    """Returns what TensorFlow computes, in double precision where it has all operators for that."""
    graph = case.reference or case.graph
    try:
        return evaluated(case, in_double(graph), np.float64, "double")
    except (ValueError, TypeError, tf.errors.OpError):
        # LRN, fused normalization and others know single precision only.
        return evaluated(case, graph, np.float32, "single")


def evaluated(case, definition, precision, name):
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(definition, name="")
        arrays = {
            graph.get_tensor_by_name(f"{key}:0"): value.astype(precision)
            for key, value in case.inputs.items()
        }
        outputs = [graph.get_tensor_by_name(tensor_name(key)) for key in case.outputs]
        with tf.compat.v1.Session() as session:
            values = session.run(outputs, arrays)
            index = strongest(values[0])
            score = outputs[0][index]
            gradients = case.has_gradient and input_gradients(session, score, arrays)
    place = ",".join(map(str, index))
    return Expectation(
        dict(zip(case.outputs, values)),
        f"{case.outputs[0]}[{place}]",
        dict(zip(case.inputs, gradients or [])),
        name,
    )


def input_gradients(session, score, arrays):
    """Returns the gradient for each input; by differences where TensorFlow has none on a CPU."""
    tensors = tf.compat.v1.gradients(score, list(arrays), unconnected_gradients="zero")
    try:
        return session.run(tensors, arrays)
    except (tf.errors.InvalidArgumentError, tf.errors.UnimplementedError):
        if len(arrays) > 1 or next(iter(arrays.values())).dtype != np.float64:
            raise
    [(tensor, array)] = arrays.items()
    gradient = np.zeros_like(array)
    for place in np.ndindex(*array.shape):
        values = []
        for step in (DIFFERENCE, -DIFFERENCE):
            moved = array.copy()
            moved[place] += step
            values.append(session.run(score, {tensor: moved}))
        gradient[place] = (values[0] - values[1]) / (2 * DIFFERENCE)
    return [gradient]


def tensor_name(output):
    return output if ":" in output else f"{output}:0"


def strongest(values):
    """Returns the place of the largest number."""
    return tuple(map(int, np.unravel_index(np.argmax(values), values.shape)))


def pictures(*extents, seed=1):
    """Returns an array of random numbers, like prepared pictures."""
    return np.random.default_rng(seed).uniform(-1, 1, extents).astype(np.float32)
