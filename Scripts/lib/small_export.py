"""Exports a small network by PyTorch's exporter and checks it against onnxruntime."""

import json
import re
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper

OPSET = 18


def to_onnx(network, arguments, inputs, output, axes, notes):
    """Returns the bytes of an ONNX file with its weights inside, the same for the same network.

    `axes` names the open axes of each input; `notes` become the file's metadata. What the exporter
    notes of each node (lines of Python, folders of this machine) is left out.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network.eval(), arguments, input_names=inputs, output_names=[output],
            dynamic_shapes=axes, opset_version=OPSET, dynamo=True, external_data=False,
            verbose=False,
        )  # fmt: skip
    model = onnx.ModelProto()
    model.CopyFrom(program.model_proto)
    bare(model)
    model.graph.name = notes["name"]
    helper.set_model_props(model, notes)
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def bare(model):
    """Removes remarks from a model, its values and its nodes."""
    del model.metadata_props[:], model.graph.metadata_props[:], model.functions[:]
    model.doc_string = model.graph.doc_string = ""
    graph = model.graph
    for part in [*graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]:
        part.doc_string = ""
        del part.metadata_props[:]
    del graph.value_info[:]


def parameters(data):
    """Returns how many numbers an ONNX file's floating-point weights are."""
    weights = onnx.load_from_string(data).graph.initializer
    floats = [weight for weight in weights if weight.data_type == onnx.TensorProto.FLOAT]
    return sum(int(np.prod(weight.dims)) for weight in floats)


def largest_difference(data, network, cases):
    """Returns how far onnxruntime is from PyTorch, at most, over several inputs by name."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    differences = []
    for case in cases:
        with torch.no_grad():
            expected = network(*case.values()).numpy()
        found = session.run(None, {name: value.numpy() for name, value in case.items()})[0]
        if found.shape != expected.shape:
            raise ValueError(f"onnxruntime's output is {found.shape}, PyTorch's {expected.shape}")
        differences.append(np.abs(found - expected).max())
    return float(max(differences))


def write_report(path, report):
    """Writes what was measured as JSON, every list of numbers on one line."""
    text = json.dumps(report, indent=2)
    row = re.compile(r"\[\s+([^\[\]{}]*?)\s+\]")
    text = row.sub(lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]", text)
    path.write_text(text + "\n")
