"""An ONNX classifier as a PyTorch module in single precision, of PyTorch's own fused operators."""

import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn
from torch.nn import functional


def symmetric(attributes, rank=2):
    """Returns (padding for PyTorch, explicit padding) for a node's pads."""
    pads = list(attributes.get("pads", [0] * 2 * rank))
    begin, end = pads[:rank], pads[rank:]
    if begin == end:
        return begin, None
    return [0] * rank, [begin[1], end[1], begin[0], end[0]]


class TorchNetwork(nn.Module):
    """Runs the nodes of a graph in order. The batch may be of any size."""

    def __init__(self, path):
        super().__init__()
        model = onnx.load(path)
        self.nodes = []
        weights = {w.name: torch.from_numpy(numpy_helper.to_array(w).copy()) for w in model.graph.initializer}
        self.constants = {}
        for name, value in weights.items():
            if value.is_floating_point():
                self.register_buffer("w_" + str(len(self.constants)), value)
                self.constants[name] = "w_" + str(len(self.constants))
            else:
                self.constants[name] = value
        for node in model.graph.node:
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            self.nodes.append((node.op_type, attributes, list(node.input), node.output[0]))
        self.input = next(i.name for i in model.graph.input if i.name not in weights)
        self.output = model.graph.output[0].name

    def forward(self, x):
        values = {self.input: x}

        def read(name):
            if name in values:
                return values[name]
            constant = self.constants[name]
            return getattr(self, constant) if isinstance(constant, str) else constant

        for kind, attributes, names, output in self.nodes:
            inputs = [read(name) for name in names if name]
            values[output] = getattr(self, kind)(attributes, *inputs)
        return values[self.output].flatten(1)

    def Conv(self, a, x, weight, bias=None):
        padding, explicit = symmetric(a)
        if explicit:
            x = functional.pad(x, explicit)
        strides, dilations = a.get("strides", [1, 1]), a.get("dilations", [1, 1])
        return functional.conv2d(x, weight, bias, strides, padding, dilations, a.get("group", 1))

    def Relu(self, a, x):
        return functional.relu(x)

    def MaxPool(self, a, x):
        padding, explicit = symmetric(a)
        if explicit:
            x = functional.pad(x, explicit, value=float("-inf"))
        ceil = bool(a.get("ceil_mode", 0))
        return functional.max_pool2d(x, a["kernel_shape"], a.get("strides"), padding, ceil_mode=ceil)

    def AveragePool(self, a, x):
        padding, _ = symmetric(a)
        return functional.avg_pool2d(
            x, a["kernel_shape"], a.get("strides"), padding, bool(a.get("ceil_mode", 0)),
            bool(a.get("count_include_pad", 0)))

    def GlobalAveragePool(self, a, x):
        return x.mean((2, 3), keepdim=True)

    def LRN(self, a, x):
        return functional.local_response_norm(
            x, a["size"], a.get("alpha", 1e-4), a.get("beta", 0.75), a.get("bias", 1.0))

    def BatchNormalization(self, a, x, scale, bias, mean, variance):
        return functional.batch_norm(x, mean, variance, scale, bias, False, 0, a.get("epsilon", 1e-5))

    def Concat(self, a, *inputs):
        return torch.cat(inputs, a["axis"])

    def Add(self, a, x, y):
        return x + y

    def Mul(self, a, x, y):
        return x * y

    def Dropout(self, a, x, *_):
        return x

    def Reshape(self, a, x, shape):
        return x.reshape(x.shape[0], *[int(extent) for extent in shape[1:]])

    def Flatten(self, a, x):
        return x.flatten(1)

    def Gemm(self, a, x, weight, bias=None):
        return functional.linear(x, weight if a.get("transB", 0) else weight.T, bias)

    def Softmax(self, a, x):
        return torch.softmax(x, 1)
