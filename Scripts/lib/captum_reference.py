"""What Captum makes of a network, to hold the transcriptions of attribution_reference against.

Captum looks at modules: ModuleNetwork runs an ONNX graph with one module for each node.
"""

import captum.attr as attr
import numpy as np
import torch
from captum.attr import NoiseTunnel
from onnx import helper
from torch import nn
from torch.nn import functional

import attribution_reference as methods
import rectifier_reference as rules
import region_reference as regions
from onnx_reference import Reference
from scored_network import Layer, Score, channels_first, channels_last, one_class


class Node(nn.Module):
    """A node without a PyTorch module that Captum knows."""

    def __init__(self, function, attributes, opset):
        super().__init__()
        self.function, self.attributes, self.opset = function, attributes, opset

    def forward(self, *inputs):
        return self.function(self.attributes, self.opset, *inputs)


class ModuleNetwork(nn.Module):
    """The scores of a graph; every node is a module, named n0, n1, …"""

    def __init__(self, network, kind):
        super().__init__()
        self.network = network
        self.output = network.logits_name() if kind == "logit" else network.output
        self.steps = []
        for node in network.graph.node:
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            name = f"n{len(self.steps)}"
            self.add_module(name, self.module(node, attributes))
            self.steps.append((name, node))

    def module(self, node, attributes):
        if node.op_type == "Relu":
            return nn.ReLU()
        return Node(self.network.operators[node.op_type], attributes, self.network.opset)

    def layer(self, name):
        """Returns the module whose output has this name."""
        return next(getattr(self, m) for m, node in self.steps if node.output[0] == name)

    def forward(self, x):
        values = {"": None, self.network.input.name: x, **self.network.weights}
        for name, node in self.steps:
            inputs = [values[i] for i in node.input]
            if node.op_type == "Reshape":
                inputs.append(x.shape[0])
            values[node.output[0]] = getattr(self, name)(*inputs)
            if node.output[0] == self.output:
                break
        return values[self.output].flatten(1)


def comparisons(file, x, baseline, target, layer_name, steps=16):
    """Yields (what, a transcription's map, Captum's map) for one input, H x W x C each."""
    network = Reference(file)
    for kind in ("probability", "logit"):
        F = Score(network, one_class(network, kind, target))
        forward = ModuleNetwork(network, kind)
        case = Comparison(F, forward, x, baseline, target, steps)
        yield from labelled(kind, case.at_inputs())
        if kind == "probability":
            yield from labelled(kind, case.at_layer(layer_name))
        for name, rule in (
            ("GuidedBackprop", rules.GUIDED),
            ("Deconvolution", rules.DECONVOLUTION),
        ):
            ruled = Reference(file, rules=rule)
            found = methods.gradient(Score(ruled, one_class(ruled, kind, target)), x)
            yield f"{name}, {kind}", found, case.captum(getattr(attr, name)(forward))
    rescaled = Reference(file, rules={"Relu": rules.RESCALE["Relu"]})
    found = rules.deep_lift(rescaled, one_class(rescaled, "logit", target), x, baseline)
    yield (
        "DeepLift of rectifiers, logit",
        found,
        case.captum(attr.DeepLift(forward), baselines=case.start),
    )
    yield "DeepLift of 2 x 2 pooling, small network", *pooling()


class SmallNetwork(nn.Module):
    """Convolution, rectifier, pooling by windows that do not overlap, convolution, rectifier, sum.

    Captum 0.9 puts its hooks on tensors. A tensor that a rectifier makes and pooling reads would
    carry the hooks of both, in the wrong order; so pooling reads a copy. Where windows overlap,
    Captum keeps one share of several (max_unpool2d), and its attributions do not add up: that, and
    pooling within ModuleNetwork, is not compared.
    """

    def __init__(self, rescaled):
        super().__init__()
        generator = torch.Generator().manual_seed(0)
        self.weights = [
            torch.randn(4, 3, 3, 3, generator=generator, dtype=torch.float64),
            torch.randn(5, 4, 3, 3, generator=generator, dtype=torch.float64),
        ]
        self.input = torch.randn(2, 3, 14, 14, generator=generator, dtype=torch.float64)
        rectify, pool = rules.RESCALE["Relu"], rules.RESCALE["MaxPool"]
        pooling = {"kernel_shape": [2, 2], "strides": [2, 2]}
        self.first = Node(rectify, {}, 13) if rescaled else nn.ReLU()
        self.pool = Node(pool, pooling, 13) if rescaled else nn.MaxPool2d(2)
        self.second = Node(rectify, {}, 13) if rescaled else nn.ReLU()

    def forward(self, x):
        x = self.pool(self.first(functional.conv2d(x, self.weights[0])).clone())
        return self.second(functional.conv2d(x, self.weights[1])).flatten(1).sum(1, keepdim=True)


def pooling():
    """Returns DeepLift's map of the small network, ours and Captum's."""
    ours, theirs = SmallNetwork(True), SmallNetwork(False)
    pair = ours.input.clone().requires_grad_()
    multipliers = torch.autograd.grad(ours(pair)[0].sum(), pair)[0][:1]
    found = (pair[:1] - pair[1:]) * multipliers
    captums = attr.DeepLift(theirs).attribute(pair[:1], pair[1:], target=0)
    return channels_last(found)[0], channels_last(captums)[0]


def labelled(kind, rows):
    return ((f"{name}, {kind}", *maps) for name, *maps in rows)


class Comparison:
    """One input, one score, both ways."""

    def __init__(self, F, forward, x, baseline, target, steps):
        self.F, self.forward, self.target, self.steps = F, forward, target, steps
        self.x, self.baseline = x, baseline
        self.tensor, self.start = channels_first(x[None]), channels_first(baseline[None])

    def captum(self, method, /, **options):
        """Returns what a method of Captum attributes."""
        found = method.attribute(
            self.tensor.clone().requires_grad_(), target=self.target, **options
        )
        return channels_last(found)[0]

    def path_options(self, rule, steps=None):
        return {
            "baselines": self.start,
            "n_steps": steps or self.steps,
            "method": rule,
            "internal_batch_size": 8,
        }

    def at_inputs(self):
        F, x, baseline, n = self.F, self.x, self.baseline, self.steps
        for rule, name in RULES.items():
            for multiply in (True, False):
                found = methods.integrated_gradients(F, x, [baseline], rule, n, multiply)
                method = attr.IntegratedGradients(self.forward, multiply_by_inputs=multiply)
                note = "" if multiply else ", mean gradient"
                yield f"IG {rule}{note}", found, self.captum(method, **self.path_options(name))
        yield (
            "Saliency",
            methods.gradient(F, x),
            self.captum(attr.Saliency(self.forward), abs=False),
        )
        yield (
            "InputXGradient",
            methods.input_times_gradient(F, x),
            self.captum(attr.InputXGradient(self.forward)),
        )
        window, stride = 32, 24
        yield (
            "Occlusion",
            regions.occlusion(F, x, baseline, window, stride),
            self.captum(
                attr.Occlusion(self.forward),
                baselines=self.start,
                strides=(3, stride, stride),
                sliding_window_shapes=(3, window, window),
            )
            / 3,
        )
        yield from self.with_noise()

    def with_noise(self):
        """Captum draws its noise from PyTorch: without noise, and with noise put in its place."""
        tunnel = NoiseTunnel(attr.InputXGradient(self.forward))
        draws = methods.SplitMix64(3)
        deviation = 0.15 * (self.x.max() - self.x.min())
        noise = np.stack([draws.normals(self.x.shape) for _ in range(4)])
        original = torch.normal
        torch.normal = lambda *_, **__: deviation * channels_first(noise)
        try:
            for statistic, name in STATISTICS.items():
                found = methods.smoothed(
                    lambda at: methods.input_times_gradient(self.F, at),
                    self.x,
                    statistic,
                    4,
                    0.15,
                    3,
                )
                yield (
                    f"NoiseTunnel {statistic}",
                    found,
                    self.captum(tunnel, nt_type=name, nt_samples=4, stdevs=1.0),
                )
        finally:
            torch.normal = original

    def at_layer(self, name):
        layer, module, n = Layer(self.F, name), self.forward.layer(name), self.steps
        x, baseline, forward = self.x, self.baseline, self.forward

        def captum(method, /, **options):
            return self.captum(method, **options)

        yield (
            "LayerActivation x gradient",
            methods.layer_gradient(layer, x, True),
            captum(attr.LayerGradientXActivation(forward, module)),
        )
        # Captum's n + 1 points, of which the last only ends the last interval.
        yield (
            "LayerConductance",
            methods.conductance(layer, x, baseline, "left", n),
            captum(
                attr.LayerConductance(forward, module), **self.path_options("riemann_trapezoid", n)
            ),
        )
        yield (
            "InternalInfluence",
            methods.internal_influence(layer, x, baseline, "gauss-legendre", n),
            captum(attr.InternalInfluence(forward, module), **self.path_options("gausslegendre")),
        )
        yield (
            "LayerGradCam",
            methods.grad_cam(layer, x),
            captum(attr.LayerGradCam(forward, module), relu_attributions=True),
        )
        yield (
            "LayerIntegratedGradients",
            methods.layer_integrated_gradients(layer, x, baseline, "gauss-legendre", n),
            captum(
                attr.LayerIntegratedGradients(forward, module), **self.path_options("gausslegendre")
            ),
        )


RULES = {
    "gauss-legendre": "gausslegendre",
    "left": "riemann_left",
    "right": "riemann_right",
    "midpoint": "riemann_middle",
    "captum-trapezoid": "riemann_trapezoid",
}
STATISTICS = {"sg": "smoothgrad", "sg-squared": "smoothgrad_sq", "vargrad": "vargrad"}
