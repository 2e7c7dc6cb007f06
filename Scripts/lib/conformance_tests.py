"""The test data that ONNX ships for backends: networks of one or a few operators, and answers.

Folders hold model.onnx and test_data_set_0 with input_0.pb, output_0.pb and so on, in the order of
the graph's inputs and outputs; "light" networks have their answer beside them and count upwards
in their input.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

KINDS = ("node", "simple", "pytorch-converted", "pytorch-operator")
RELATIVE, ABSOLUTE = 1e-3, 1e-7

# Operators whose indices may be what a network is given: both are tried as the input.
INDEXING = ("Gather", "GatherElements", "GatherND", "OneHot", "ScatterElements", "ScatterND")

# Types of which NumPy knows nothing, text, and complex numbers.
FOREIGN = {
    TensorProto.DataType.Name(number)
    for number in TensorProto.DataType.values()
    if number not in range(1, 14) or number == TensorProto.STRING
}


class Unsuitable(Exception):
    """A test that is not about arrays of numbers."""


@dataclass
class Test:
    """A test in its folder, or a light network's file."""

    path: Path
    name: str
    kind: str

    @property
    def file(self):
        return self.path if self.kind == "light" else self.path / "model.onnx"

    @property
    def tolerance(self):
        """The relative and the absolute tolerance."""
        file = self.path / "data.json"
        if self.kind == "light":
            name = self.name.removeprefix("light_")
            file = self.path.parents[1] / "real" / f"test_{name}" / "data.json"
        told = json.loads(file.read_text()) if file.exists() else {}
        return told.get("rtol", RELATIVE), told.get("atol", ABSOLUTE)

    def load(self):
        """Returns the model, its inputs and its outputs by name, in the file's order."""
        model = onnx.load(self.file)
        weights = {weight.name for weight in model.graph.initializer}
        given = [value for value in model.graph.input if value.name not in weights]
        for value in [*given, *model.graph.output]:
            check_type(value)
        if self.kind == "light":
            return model, *self.light_arrays(given, model.graph.output)
        folder = self.path / "test_data_set_0"
        # Some tests hand in weights that the file has, too.
        count = len(list(folder.glob("input_*.pb")))
        values = given if count == len(given) else list(model.graph.input)[:count]
        return model, arrays(folder, "input", values), arrays(folder, "output", model.graph.output)

    def light_arrays(self, given, outputs):
        inputs = {}
        for value in given:
            shape = [size.dim_value for size in value.type.tensor_type.shape.dim]
            count = int(np.prod(shape))
            inputs[value.name] = (np.arange(count, dtype=np.float32) / count).reshape(shape)
        file = self.path.with_name(f"{self.name}_output_0.pb")
        return inputs, {outputs[0].name: array(file)}


def check_type(value):
    kind = value.type.WhichOneof("value")
    if kind != "tensor_type":
        raise Unsuitable(kind.removesuffix("_type"))
    name = TensorProto.DataType.Name(value.type.tensor_type.elem_type)
    if name in FOREIGN:
        raise Unsuitable(name.lower())


def arrays(folder, kind, values):
    """Reads arrays in the order of the values."""
    return {value.name: array(folder / f"{kind}_{i}.pb") for i, value in enumerate(values)}


def array(file):
    tensor = TensorProto()
    tensor.ParseFromString(file.read_bytes())
    return numpy_helper.to_array(tensor)


def all_tests(data):
    """Returns the tests in ONNX's folder of test data."""
    found = []
    for kind in KINDS:
        folders = sorted(file.parent for file in (data / kind).glob("test_*/model.onnx"))
        found += [Test(folder, folder.name, kind) for folder in folders]
    light = sorted((data / "light").glob("light_*.onnx"))
    return found + [Test(file, file.stem, "light") for file in light]


# MARK: what a test is about


def operators(graph):
    """Returns the operators of a graph, and of the graphs inside."""
    found = set()
    for node in graph.node:
        domain = "" if node.domain in ("", "ai.onnx") else f"{node.domain}."
        found.add(domain + node.op_type)
        for attribute in node.attribute:
            for inner in [attribute.g, *attribute.graphs]:
                found |= operators(inner)
    return found - {"Constant"} or found


def subject(test, model):
    """Returns the operator that a test is about, or what kind of network it is."""
    kinds = operators(model.graph)
    if len(kinds) == 1:
        return next(iter(kinds))
    if "_expanded" in test.name:
        return "(spelled out)"
    return f"({test.kind})"


# MARK: ways to give a network its inputs


def variants(model, inputs):
    """Yields names of ways, models and inputs: as the test is, and as real files are.

    In real files weights, shapes and axes are initialisers and one value is the input; weights are
    numbers in the file, not nodes that fill arrays. Where no value is an input, as in arithmetic of
    shapes, everything is constant: then the results become numbers that are multiplied by an input
    of value 1, and have a batch's axis in front.
    """
    if inputs:
        yield "as it is", model, inputs, 0
    filled = with_fills(model)
    if filled:
        yield "filled", filled, inputs, 0
    chosen = first_number(inputs)
    for name in dict.fromkeys([chosen, *indices(model, inputs)]):
        if name and len(inputs) > 1:
            kept = {name: inputs[name]}
            yield f"{name} given", with_weights(model, inputs, kept), kept, 0
    if version(model) >= 7:  # Since then arithmetic broadcasts.
        one = {"anchor": np.ones([1], np.float32)}
        yield "as constants", anchored(with_weights(model, inputs, {})), one, 1


def version(model):
    """Returns the version of ONNX's operators."""
    versions = [each.version for each in model.opset_import if each.domain in ("", "ai.onnx")]
    return max(versions, default=7)


def first_number(inputs):
    """Returns the first input of floating-point numbers, or the first of any."""
    numbers = [name for name, value in inputs.items() if value.dtype.kind == "f"]
    return next(iter([*numbers, *inputs]), None)


def indices(model, inputs):
    """Returns the inputs that are the indices of an operator."""
    for node in model.graph.node:
        if node.op_type in INDEXING:
            yield from (name for name in node.input[:2] if name in inputs)


def with_weights(model, inputs, kept):
    """Returns a copy in which inputs are initialisers, unless they are kept."""
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    weights = {name: value for name, value in inputs.items() if name not in kept}
    remaining = [value for value in changed.graph.input if value.name not in weights]
    initializers = [each for each in changed.graph.initializer if each.name not in weights]
    initializers += [numpy_helper.from_array(value, name) for name, value in weights.items()]
    for field, values in (("input", remaining), ("initializer", initializers)):
        changed.graph.ClearField(field)
        getattr(changed.graph, field).extend(values)
    changed.ir_version = max(changed.ir_version, 4)  # Since then weights need not be inputs.
    return changed


def with_fills(model):
    """Returns a copy in which nodes that fill weights are initialisers, None without such nodes."""
    shapes = {each.name: each for each in model.graph.initializer}
    fills = [node for node in model.graph.node if is_fill(node, shapes)]
    if not fills:
        return None
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    changed.graph.ClearField("node")
    changed.graph.node.extend(node for node in model.graph.node if not is_fill(node, shapes))
    for node in fills:
        values = [numpy_helper.to_array(each.t) for each in node.attribute]
        value = values[0] if values else np.zeros(1, np.float32)
        array = np.full(numpy_helper.to_array(shapes[node.input[0]]), value[0])
        changed.graph.initializer.append(numpy_helper.from_array(array, node.output[0]))
    return changed


def is_fill(node, shapes):
    return node.op_type == "ConstantOfShape" and node.input[0] in shapes


def anchored(model):
    """Returns a copy whose outputs are numbers multiplied by an input called anchor."""
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    graph, number = changed.graph, TensorProto.FLOAT
    graph.input.append(helper.make_tensor_value_info("anchor", number, [1]))
    outputs = list(graph.output)
    graph.ClearField("output")
    for output in outputs:
        name, rank = output.name, len(output.type.tensor_type.shape.dim)
        ones = np.ones(rank + 1, np.int64)
        graph.initializer.append(numpy_helper.from_array(ones, f"{name}.ones"))
        graph.node.extend([
            helper.make_node("Cast", [name], [f"{name}.number"], to=number),
            in_front(changed, f"{name}.number", f"{name}.row"),
            helper.make_node("Reshape", ["anchor", f"{name}.ones"], [f"{name}.one"]),
            helper.make_node("Mul", [f"{name}.row", f"{name}.one"], [f"{name}.anchored"]),
        ])  # fmt: skip
        shape = [1] + [None] * rank
        graph.output.append(helper.make_tensor_value_info(f"{name}.anchored", number, shape))
    return changed


def in_front(model, name, result):
    """Returns the node that puts an axis in front of a value, as the file's version has it."""
    if version(model) < 13:
        return helper.make_node("Unsqueeze", [name], [result], axes=[0])
    axis = numpy_helper.from_array(np.array([0], np.int64), f"{name}.axis")
    model.graph.initializer.append(axis)
    return helper.make_node("Unsqueeze", [name, f"{name}.axis"], [result])
