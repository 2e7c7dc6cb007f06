"""The built-in network: Inception-v1 in small. One table describes it to PyTorch and to ONNX."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional

SIZE = 96
DROPOUT = 0.2
NORMALIZATION = {"size": 5, "alpha": 0.05, "beta": 0.75, "bias": 1.0}

# Inception modules: 1x1, 3x3 reduced to, 3x3, 5x5 reduced to, 5x5, projection of the pool.
MODULES = {
    "inception_3a": (32, 32, 48, 8, 16, 16),
    "inception_3b": (48, 48, 64, 12, 24, 24),
    "inception_4a": (64, 64, 112, 16, 32, 32),
    "inception_4b": (80, 80, 144, 16, 48, 48),
}

# The trunk: (name, kind, arguments). A convolution's are its filters, kernel and stride.
TRUNK = [
    ("conv1", "convolution", (24, 7, 2)),
    ("pool1", "pool", (3, 2)),
    ("norm1", "normalization", ()),
    ("conv2_reduce", "convolution", (32, 1, 1)),
    ("conv2", "convolution", (64, 3, 1)),
    ("norm2", "normalization", ()),
    ("pool2", "pool", (3, 2)),
    ("inception_3a", "inception", MODULES["inception_3a"]),
    ("inception_3b", "inception", MODULES["inception_3b"]),
    ("pool3", "pool", (3, 2)),
    ("inception_4a", "inception", MODULES["inception_4a"]),
    ("inception_4b", "inception", MODULES["inception_4b"]),
]


def branches(name, filters):
    """Returns the branches of an inception module, as lists of layers like those of the trunk."""
    one, three_reduce, three, five_reduce, five, projection = filters
    return [
        [(f"{name}_1x1", "convolution", (one, 1, 1))],
        [
            (f"{name}_3x3_reduce", "convolution", (three_reduce, 1, 1)),
            (f"{name}_3x3", "convolution", (three, 3, 1)),
        ],
        [
            (f"{name}_5x5_reduce", "convolution", (five_reduce, 1, 1)),
            (f"{name}_5x5", "convolution", (five, 5, 1)),
        ],
        [
            (f"{name}_pool", "pool", (3, 1)),
            (f"{name}_projection", "convolution", (projection, 1, 1)),
        ],
    ]


# MARK: PyTorch


class LocalResponseNormalization(nn.Module):
    """x / (bias + alpha / size * sum of the squares of the neighbouring channels) ** beta."""

    def __init__(self, channels):
        super().__init__()
        index = torch.arange(channels)
        near = (index[:, None] - index[None, :]).abs() <= NORMALIZATION["size"] // 2
        self.register_buffer("window", near.float()[:, :, None, None], persistent=False)

    def forward(self, x):
        total = functional.conv2d(x * x, self.window)
        scale = NORMALIZATION["alpha"] / NORMALIZATION["size"]
        root = torch.rsqrt(NORMALIZATION["bias"] + scale * total)
        return x * root * torch.sqrt(root)  # a power of -3/4


class Convolution(nn.Module):
    """Convolution, batch normalisation (training only: `fold` puts it into the filters), ReLU."""

    def __init__(self, channels, filters, kernel, stride):
        super().__init__()
        self.filters = nn.Conv2d(channels, filters, kernel, stride, kernel // 2, bias=False)
        self.normalization = nn.BatchNorm2d(filters)

    def forward(self, x):
        return functional.relu(self.normalization(self.filters(x)), inplace=True)

    def fold(self):
        """Returns the weights and the bias of the convolution with its normalisation folded in."""
        norm = self.normalization
        factor = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
        weight = self.filters.weight.double() * factor[:, None, None, None]
        bias = norm.bias.double() - norm.running_mean.double() * factor
        return weight.float().detach(), bias.float().detach()


class Inception(nn.Module):
    """Four branches over the same input, concatenated."""

    def __init__(self, name, channels, filters):
        super().__init__()
        self.branches = nn.ModuleList(
            nn.Sequential(*build(branch, channels)[0]) for branch in branches(name, filters)
        )

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


def build(layers, channels):
    """Returns modules for a list of layers, and the number of channels that leave the last one."""
    modules = []
    for name, kind, arguments in layers:
        if kind == "convolution":
            modules.append(Convolution(channels, *arguments))
            channels = arguments[0]
        elif kind == "pool":
            kernel, stride = arguments
            padding = 0 if stride > 1 else kernel // 2
            modules.append(nn.MaxPool2d(kernel, stride, padding, ceil_mode=stride > 1))
        elif kind == "normalization":
            modules.append(LocalResponseNormalization(channels))
        else:
            modules.append(Inception(name, channels, arguments))
            channels = sum(arguments[index] for index in (0, 2, 4, 5))
    return modules, channels


class ShapeNetwork(nn.Module):
    """N x 3 x SIZE x SIZE preprocessed pictures in, N x classes logits out."""

    def __init__(self, classes):
        super().__init__()
        modules, channels = build(TRUNK, 3)
        self.trunk = nn.Sequential(*modules)
        self.classifier = nn.Linear(channels, classes)

    def forward(self, x):
        features = self.trunk(x).mean(dim=(2, 3))
        return self.classifier(functional.dropout(features, DROPOUT, self.training))


def convolutions(network):
    """Returns the network's convolutions in the order of the table."""
    return [module for module in network.modules() if isinstance(module, Convolution)]


# MARK: ONNX


class GraphWriter:
    """Writes the table as ONNX nodes, taking the weights of the convolutions in turn."""

    def __init__(self, network):
        self.nodes, self.weights = [], []
        self.convolutions = iter(convolutions(network))

    def node(self, kind, inputs, output, **attributes):
        """Adds a node with one output; returns the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name, array):
        """Adds an initialiser; returns its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def layers(self, layers, value):
        """Adds a list of layers; returns the name of the last one's output."""
        for name, kind, arguments in layers:
            value = getattr(self, kind)(name, value, *arguments)
        return value

    def convolution(self, name, value, filters, kernel, stride):
        weight, bias = next(self.convolutions).fold()
        names = [
            value,
            self.constant(f"{name}.weight", weight.numpy()),
            self.constant(f"{name}.bias", bias.numpy()),
        ]
        output = self.node(
            "Conv", names, f"{name}_linear", kernel_shape=[kernel] * 2, strides=[stride] * 2,
            pads=[kernel // 2] * 4,
        )  # fmt: skip
        return self.node("Relu", [output], name)

    def pool(self, name, value, kernel, stride):
        padding = {} if stride > 1 else {"pads": [kernel // 2] * 4}
        rounding = {"ceil_mode": 1} if stride > 1 else {}
        return self.node(
            "MaxPool", [value], name, kernel_shape=[kernel] * 2, strides=[stride] * 2,
            **padding, **rounding,
        )  # fmt: skip

    def normalization(self, name, value):
        return self.node("LRN", [value], name, **NORMALIZATION)

    def inception(self, name, value, *filters):
        outputs = [self.layers(branch, value) for branch in branches(name, filters)]
        return self.node("Concat", outputs, name, axis=1)


def to_onnx(network, labels, license):
    """Returns the network as an ONNX model with normalisation folded and a softmax at its end."""
    network = network.eval().cpu()
    writer = GraphWriter(network)
    value = writer.layers(TRUNK, "image")
    value = writer.node("GlobalAveragePool", [value], "average")
    value = writer.node("Dropout", [value], "dropout")
    value = writer.node("Flatten", [value], "features", axis=1)
    weight = writer.constant("classifier.weight", network.classifier.weight.detach().numpy())
    bias = writer.constant("classifier.bias", network.classifier.bias.detach().numpy())
    value = writer.node("Gemm", [value, weight, bias], "logits", transB=1)
    writer.node("Softmax", [value], "probability", axis=1)
    graph = helper.make_graph(
        writer.nodes, "shapes",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, SIZE, SIZE])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["N", len(labels)])],
        writer.weights,
    )  # fmt: skip
    opsets = [helper.make_opsetid("", 13)]
    model = helper.make_model(
        graph, opset_imports=opsets, ir_version=7, producer_name="igtool train-shapes"
    )
    helper.set_model_props(model, {"labels": ",".join(labels), "license": license})
    onnx.checker.check_model(model, full_check=True)
    return model
