"""Runs an ONNX graph in PyTorch, in double precision by default, so that it can be differentiated.

Written from the ONNX specification and independent of igtool's engine. The first dimension of the
input may differ from the one in the file: a Reshape to [1, ...] then keeps the batch.
"""

import math

import onnx
import torch
from onnx import helper, numpy_helper
from torch.nn import functional

OPERATORS = {}


def operator(*names):
    """Registers a function (node attributes, opset, inputs) -> output under ONNX names."""

    def register(function):
        OPERATORS.update(dict.fromkeys(names, function))
        return function

    return register


class Reference:
    """A graph and its weights; ``rules`` replace operators by others, by ONNX name."""

    def __init__(self, path, dtype=torch.float64, rules=None):
        model = onnx.load(path)
        self.dtype, self.graph = dtype, model.graph
        self.operators = {**OPERATORS, **(rules or {})}
        self.opset = max(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
        self.weights = {w.name: self.tensor(w) for w in model.graph.initializer}
        self.input = next(i for i in model.graph.input if i.name not in self.weights)
        self.output = model.graph.output[0].name

    @property
    def shape(self):
        """The input's shape; 0 where it is symbolic."""
        return [d.dim_value for d in self.input.type.tensor_type.shape.dim]

    def tensor(self, proto):
        value = torch.from_numpy(numpy_helper.to_array(proto).copy())
        return value.to(self.dtype) if value.is_floating_point() else value

    def values(self, x, given=None):
        """Returns every value of the graph, by name; those that are given are not computed."""
        given = given or {}
        values = {"": None, self.input.name: x, **self.weights, **given}
        for node in self.graph.node:
            if node.output[0] in given:
                continue
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            inputs = [values[name] for name in node.input]
            if node.op_type == "Constant":
                values[node.output[0]] = self.tensor(attributes["value"])
                continue
            if node.op_type == "Reshape":
                inputs.append(x.shape[0])
            values[node.output[0]] = self.operators[node.op_type](
                attributes, self.opset, *inputs
            )
        return values

    def logits_name(self):
        """Returns the input of the softmax at the graph's end, or the output if there is none."""
        name = self.output
        producers = {output: node for node in self.graph.node for output in node.output}
        while name in producers and producers[name].op_type in ("Flatten", "Reshape", "Identity"):
            name = producers[name].input[0]
        if name in producers and producers[name].op_type == "Softmax":
            return producers[name].input[0]
        return self.output

    def scores(self, x, kind):
        """Returns N x classes scores: of kind "probability" (the graph's output) or "logit"."""
        name = self.logits_name() if kind == "logit" else self.output
        return self.values(x)[name].flatten(1)


# MARK: convolution and pooling


def window(attributes, kernel, size, ceil=False):
    """Returns (strides, dilations, begin pads, end pads, extra cells that rounding up needs)."""
    rank = len(kernel)
    strides = attributes.get("strides", [1] * rank)
    dilations = attributes.get("dilations", [1] * rank)
    spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilations)]
    pads = list(attributes.get("pads", [0] * 2 * rank))
    begin, end = pads[:rank], pads[rank:]
    automatic = attributes.get("auto_pad", b"NOTSET").decode()
    if automatic.startswith("SAME"):
        starts = [(math.ceil(n / s) - 1) * s for n, s in zip(size, strides)]
        total = [max(a + w - n, 0) for a, w, n in zip(starts, spans, size)]
        small, large = [t // 2 for t in total], [t - t // 2 for t in total]
        begin, end = (small, large) if automatic == "SAME_UPPER" else (large, small)
    extra = [0] * rank
    if ceil:
        for axis in range(rank):
            padded = size[axis] + begin[axis] + end[axis]
            count = math.ceil((padded - spans[axis]) / strides[axis]) + 1
            # A window that would begin in the padding at the end does not exist.
            if (count - 1) * strides[axis] >= size[axis] + begin[axis]:
                count -= 1
            extra[axis] = max((count - 1) * strides[axis] + spans[axis] - padded, 0)
    return strides, dilations, begin, end, extra


def pad(x, begin, end, value):
    """Pads the trailing axes; PyTorch wants the last axis first."""
    amounts = [a for pair in reversed(list(zip(begin, end))) for a in pair]
    if not any(amounts):
        return x
    return functional.pad(x, amounts, value=value)


@operator("Conv")
def convolution(attributes, opset, x, weight, bias=None):
    strides, dilations, begin, end, _ = window(attributes, weight.shape[2:], x.shape[2:])
    padded = pad(x, begin, end, 0)
    group = attributes.get("group", 1)
    return functional.conv2d(padded, weight, bias, strides, 0, dilations, group)


@operator("MaxPool")
def max_pool(attributes, opset, x):
    kernel = attributes["kernel_shape"]
    ceil = attributes.get("ceil_mode", 0)
    strides, dilations, begin, end, extra = window(attributes, kernel, x.shape[2:], ceil)
    padded = pad(x, begin, [e + more for e, more in zip(end, extra)], -math.inf)
    return functional.max_pool2d(padded, kernel, strides, 0, dilations)


@operator("AveragePool")
def average_pool(attributes, opset, x):
    kernel = attributes["kernel_shape"]
    ceil = attributes.get("ceil_mode", 0)
    strides, _, begin, end, extra = window(attributes, kernel, x.shape[2:], ceil)
    counted = torch.ones_like(x[:1, :1])
    fill = 1 if attributes.get("count_include_pad", 0) else 0
    counted = pad(pad(counted, begin, end, fill), [0, 0], extra, 0)
    padded = pad(x, begin, [e + more for e, more in zip(end, extra)], 0)
    total = functional.avg_pool2d(padded, kernel, strides, divisor_override=1)
    return total / functional.avg_pool2d(counted, kernel, strides, divisor_override=1)


@operator("GlobalAveragePool")
def global_average_pool(attributes, opset, x):
    return x.mean(dim=tuple(range(2, x.dim())), keepdim=True)


@operator("GlobalMaxPool")
def global_max_pool(attributes, opset, x):
    return functional.max_pool2d(x, x.shape[2:])


# MARK: normalisation


@operator("LRN")
def local_response_normalization(attributes, opset, x):
    size, channels = attributes["size"], x.shape[1]
    before, after = (size - 1) // 2, size // 2
    squares = functional.pad(x * x, (0, 0, 0, 0, before, after))
    total = sum(squares[:, shift : shift + channels] for shift in range(size))
    alpha, beta = attributes.get("alpha", 1e-4), attributes.get("beta", 0.75)
    return x / (attributes.get("bias", 1.0) + alpha / size * total) ** beta


@operator("BatchNormalization")
def batch_normalization(attributes, opset, x, scale, bias, mean, variance):
    epsilon = attributes.get("epsilon", 1e-5)
    return functional.batch_norm(x, mean, variance, scale, bias, False, 0, epsilon)


@operator("Softmax")
def softmax(attributes, opset, x):
    if opset >= 13:
        return torch.softmax(x, attributes.get("axis", -1))
    axis = attributes.get("axis", 1) % x.dim()
    return torch.softmax(x.flatten(axis), axis).reshape(x.shape)


# MARK: linear layers and shapes


@operator("Gemm")
def gemm(attributes, opset, a, b, c=None):
    a = a.T if attributes.get("transA", 0) else a
    b = b.T if attributes.get("transB", 0) else b
    product = attributes.get("alpha", 1.0) * (a @ b)
    return product if c is None else product + attributes.get("beta", 1.0) * c


@operator("MatMul")
def matrix_product(attributes, opset, a, b):
    return a @ b


@operator("Concat")
def concat(attributes, opset, *inputs):
    return torch.cat(inputs, attributes["axis"])


@operator("Flatten")
def flatten(attributes, opset, x):
    return x.reshape(math.prod(x.shape[: attributes.get("axis", 1)]), -1)


@operator("Reshape")
def reshape(attributes, opset, x, shape, batch):
    sizes = [x.shape[i] if s == 0 else int(s) for i, s in enumerate(shape.tolist())]
    if sizes[0] == 1 and x.shape[0] == batch:
        sizes[0] = batch
    return x.reshape(sizes)


@operator("Transpose")
def transpose(attributes, opset, x):
    return x.permute(attributes.get("perm", list(reversed(range(x.dim())))))


# MARK: one value at a time


@operator("Dropout", "Identity")
def identity(attributes, opset, x, *unused):
    return x


@operator("Clip")
def clip(attributes, opset, x, low=None, high=None):
    low = attributes.get("min") if low is None else low.item()
    high = attributes.get("max") if high is None else high.item()
    return torch.clamp(x, low, high)


@operator("LeakyRelu")
def leaky_relu(attributes, opset, x):
    return functional.leaky_relu(x, attributes.get("alpha", 0.01))


@operator("Sum")
def total(attributes, opset, *inputs):
    return sum(inputs[1:], inputs[0])


def plain(function):
    """Returns an operator that has no attributes."""
    return lambda attributes, opset, *inputs: function(*inputs)


for name, function in {
    "Relu": torch.relu,
    "Sigmoid": torch.sigmoid,
    "Tanh": torch.tanh,
    "Add": torch.add,
    "Sub": torch.sub,
    "Mul": torch.mul,
    "Div": torch.div,
}.items():
    operator(name)(plain(function))


def batches(count, size):
    """Yields slices that cut ``range(count)`` into runs of at most ``size``."""
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))
