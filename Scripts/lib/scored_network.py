"""One number that a network says of an input, as a function with gradients.

The network's own precision is used inside; what goes in and comes out is double precision.
Inputs, gradients and layers are NumPy arrays, channels last: N x H x W x C. A quantity is what is
looked at: a function of all values of the graph (by name) that returns one number per example.
"""

import numpy as np
import torch

from onnx_reference import batches

BATCH = 4


# MARK: quantities


def class_scores(network, kind):
    """Returns a function of the graph's values: N x classes, of kind probability, logit or
    log-probability."""

    def scores(values):
        if kind == "log-probability":
            return torch.log_softmax(values[network.logits_name()].flatten(1), 1)
        name = network.logits_name() if kind == "logit" else network.output
        return values[name].flatten(1)

    return scores


def one_class(network, kind, index):
    """The score of a class."""
    scores = class_scores(network, kind)
    return lambda values: scores(values)[:, index]


def contrast(network, kind, index, other):
    """The score of a class minus that of another."""
    scores = class_scores(network, kind)
    return lambda values: scores(values)[:, index] - scores(values)[:, other]


def largest(network, kind):
    """The largest score at each point."""
    scores = class_scores(network, kind)
    return lambda values: scores(values).max(1).values


def weighted(network, kind, weights):
    """The sum of scores, each times its weight: {index: weight}."""
    scores = class_scores(network, kind)
    return lambda values: sum(w * scores(values)[:, i] for i, w in weights.items())


def probabilities_and_logit(network, index, other):
    """max(p[index], p[other]) - 0.1 logit[other]."""
    probabilities, logits = (class_scores(network, kind) for kind in ("probability", "logit"))
    return lambda values: (
        probabilities(values)[:, [index, other]].max(1).values - 0.1 * logits(values)[:, other]
    )


def quotient(network, index, other):
    """logp[index] / (1 + p[other])."""
    logarithms, probabilities = (
        class_scores(network, kind) for kind in ("log-probability", "probability")
    )
    return lambda values: logarithms(values)[:, index] / (1 + probabilities(values)[:, other])


def channel_sum(name, channel):
    """The sum over all positions of one channel of a layer."""
    return lambda values: values[name][:, channel].flatten(1).sum(1)


def neuron(name, channel, row, column):
    """One number of a layer."""
    return lambda values: values[name][:, channel, row, column]


# MARK: functions


def channels_first(points, dtype=torch.float64):
    """Returns N x H x W x C numbers as a tensor N x C x H x W."""
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(points, -1, 1))).to(dtype)


def channels_last(tensor):
    """Returns a tensor N x C x H x W as N x H x W x C numbers."""
    return np.moveaxis(tensor.detach().double().numpy(), 1, -1)


class Score:
    """F: what a quantity is at inputs of a network."""

    def __init__(self, network, quantity):
        self.network, self.quantity = network, quantity

    def given(self, x):
        """Returns the graph's input, and the values that are given besides, for points `x`."""
        return x, None

    def values(self, points):
        """Returns F at N points."""
        return self.values_and_gradients(points, gradients=False)[0]

    def gradients(self, points):
        """Returns dF/dx at N points."""
        return self.values_and_gradients(points)[1]

    def values_and_gradients(self, points, gradients=True):
        """Returns F and dF/dx at N points."""
        values, slopes = [], []
        for part in batches(len(points), BATCH):
            x = channels_first(points[part], self.network.dtype).requires_grad_(gradients)
            with torch.set_grad_enabled(gradients):
                score = self.quantity(self.network.values(*self.given(x)))
            values.append(score.detach().double().numpy())
            if gradients:
                slopes.append(channels_last(torch.autograd.grad(score.sum(), x)[0]))
        return np.concatenate(values), np.concatenate(slopes) if gradients else None


class Tail(Score):
    """F as a function of a layer, all that does not pass through it computed from a fixed input."""

    def __init__(self, network, quantity, layer, x):
        super().__init__(network, quantity)
        self.layer, self.x = layer, channels_first(x[None], network.dtype)

    def given(self, x):
        return self.x.expand(len(x), -1, -1, -1), {self.layer: x}


class Layer:
    """A layer V of a network: its values at inputs, and dF/dV there."""

    def __init__(self, score, name):
        self.network, self.quantity = score.network, score.quantity
        self.name = value_name(self.network, name)

    def tail(self, x):
        """Returns F as a function of V, the rest of the network being held at the input `x`."""
        return Tail(self.network, self.quantity, self.name, x)

    def values_and_gradients(self, points):
        """Returns V and dF/dV at N inputs."""
        values, slopes = [], []
        for part in batches(len(points), BATCH):
            x = channels_first(points[part], self.network.dtype)
            with torch.no_grad():
                v = self.network.values(x)[self.name]
            v.requires_grad_()
            score = self.quantity(self.network.values(x, {self.name: v}))
            values.append(channels_last(v))
            slopes.append(channels_last(torch.autograd.grad(score.sum(), v)[0]))
        return np.concatenate(values), np.concatenate(slopes)


# MARK: layers


def value_name(network, name):
    """Returns the name of the value that a layer's name means: a value's, or a node's."""
    nodes = network.graph.node
    if any(name in node.output for node in nodes):
        return name
    return next(node.output[0] for node in nodes if node.name == name)


def last_spatial_layer(network, x):
    """Returns the last value with positions, of a convolution, concatenation, sum or rectifier."""
    with torch.no_grad():
        values = network.values(channels_first(x[None], network.dtype))
    kinds = ("Conv", "Concat", "Add", "Sum", "Relu", "LeakyRelu", "Clip")
    found = [node.output[0] for node in network.graph.node if node.op_type in kinds]
    return [n for n in found if values[n].dim() == 4 and max(values[n].shape[2:]) > 1][-1]
