"""DeepLift of rows and texts, by the rescale rule."""

import numpy as np
import torch
from torch import nn

import feature_reference
import rectifier_reference as rules
from feature_cases import Case

SLOPES = {
    nn.ReLU: (torch.relu, lambda u: (u > 0).to(u.dtype)),
    nn.Tanh: (torch.tanh, lambda u: 1 - torch.tanh(u) ** 2),
    nn.Sigmoid: (torch.sigmoid, lambda u: torch.sigmoid(u) * (1 - torch.sigmoid(u))),
}


class Rescaled(nn.Module):
    """A nonlinearity under the rescale rule; a batch is inputs, then their baselines. What it says
    goes through `last_places`."""

    def __init__(self, kind, last_places):
        super().__init__()
        self.kind, self.last_places = kind, last_places

    def forward(self, x):
        function, slope = SLOPES[self.kind]
        return rules.Rescale.apply(x, lambda u: self.last_places(function(u)), slope)


def rescaled(F):
    """Returns a copy of F's network whose nonlinearities have the rescale rule.

    A nonlinearity's change is divided by its input's change, which may be a hundred times smaller
    than the numbers: the last places of tanh, in which libraries differ, count that much. So they
    are moved at random where F is in single precision.
    """
    last_places = lambda y: y if F.random is None else F.moved(y).to(y.dtype)
    twin = feature_reference.copy.deepcopy(F.network)
    for parent in list(twin.modules()):
        for name, child in parent.named_children():
            if type(child) in SLOPES:
                setattr(parent, name, Rescaled(type(child), last_places))
    return twin


def multiplied(F, given, network):
    """Returns the mean over baselines of (x - x') m."""
    found = []
    for baseline in given.baselines:
        pair = F.tensor(np.stack([given.x, baseline])).requires_grad_()
        twin = feature_reference.PointScore(network, F.target, F.kind)
        (slopes,) = torch.autograd.grad(twin.score(pair)[0], pair)
        found.append((given.x - baseline) * slopes[0].double().numpy())
    return np.mean(found, 0)


def deep_lift_of_rows():
    """The rule for the module of a network: its logits, or its number."""
    yield Case(
        "deeplift", [], lambda F, given: multiplied(F, given, rescaled(F)),
        captum=("DeepLift", {}), scores=("logit",), every_baseline=True,
    )  # fmt: skip


# MARK: the built-in network of texts


def error_function(u):
    return 2 / torch.pi**0.5 * torch.exp(-(u**2))


def deep_lift_of_texts(models):
    """The rule for the graph of `mood`: its tanh and the erf of its GELUs; what is a product, a
    quotient or a softmax keeps its slope at the text."""
    operators = {
        "Tanh": rules.RESCALE["Tanh"],
        "Erf": rules.rescale(torch.erf, error_function),
    }

    def reference(F, given):
        twin = feature_reference.copy.deepcopy(F.network)
        twin.settings = (*twin.settings[:-1], {**twin.settings[-1], **operators})
        twin.build(F.dtype)
        return multiplied(F, given, twin)

    yield Case("deeplift", [], reference, scores=("logit",), every_baseline=True)
