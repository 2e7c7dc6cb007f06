"""Rules for the backward pass through rectifiers and pooling, as operators of onnx_reference."""

import numpy as np
import torch
from torch.nn import functional

from onnx_reference import pad, plain, window
from scored_network import channels_first, channels_last


class GuidedRectifier(torch.autograd.Function):
    """dx = dy where x > 0 and dy > 0. Springenberg, Dosovitskiy, Brox, Riedmiller, 2015."""

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(context, dy):
        (x,) = context.saved_tensors
        return dy.clamp(min=0) * (x > 0)


class DeconvolutionRectifier(torch.autograd.Function):
    """dx = max(dy, 0). Zeiler, Fergus, ECCV 2014."""

    @staticmethod
    def forward(context, x):
        return x.clamp(min=0)

    @staticmethod
    def backward(context, dy):
        return dy.clamp(min=0)


GUIDED = {"Relu": plain(GuidedRectifier.apply)}
DECONVOLUTION = {"Relu": plain(DeconvolutionRectifier.apply)}


# MARK: DeepLift (Shrikumar, Greenside, Kundaje, ICML 2017), rescale rule
#
# Examples come in pairs: the first half of a batch holds inputs, the second their baselines.


def halves(tensor):
    return tensor.chunk(2)


class Rescale(torch.autograd.Function):
    """f of one number: dx = dy (f(u) - f(u')) / (u - u') for inputs, 0 for baselines."""

    @staticmethod
    def forward(context, u, function, slope):
        y = function(u)
        context.save_for_backward(u, y, slope(u))
        return y

    @staticmethod
    def backward(context, dy):
        u, y, slope = context.saved_tensors
        (u, u0), (y, y0) = halves(u), halves(y)
        near = (u - u0).abs() < SAME
        ratio = torch.where(near, halves(slope)[0], (y - y0) / torch.where(near, 1.0, u - u0))
        return torch.cat([halves(dy)[0] * ratio, torch.zeros_like(u0)]), None, None


class RescalePool(torch.autograd.Function):
    """Largest of a window, as Captum has it: the change of each output goes to where the input had
    its largest number, as far as it exceeds the baseline's output, the rest to where the baseline
    had it; then it is divided by the change there."""

    @staticmethod
    def forward(context, x, kernel, strides, dilations):
        y, indices = functional.max_pool2d(x, kernel, strides, 0, dilations, return_indices=True)
        context.save_for_backward(x, y, indices)
        return y

    @staticmethod
    def backward(context, dy):
        x, y, indices = context.saved_tensors
        (x, x0), (y, y0), dy = halves(x), halves(y), halves(dy)[0]
        top = torch.maximum(y, y0)
        shares = torch.cat([dy * (top - y0), dy * (y - top)])
        plain_shares = torch.cat([dy, torch.zeros_like(dy)])
        spread = [
            torch.zeros(2 * len(x), x.shape[1], x[0, 0].numel(), dtype=x.dtype)
            .scatter_add_(2, indices.flatten(2), numbers.flatten(2))
            .view(2 * len(x), *x.shape[1:])
            for numbers in (shares, plain_shares)
        ]
        change, share = x - x0, sum(halves(spread[0]))
        near = change.abs() < SAME
        ratio = torch.where(near, halves(spread[1])[0], share / torch.where(near, 1.0, change))
        return torch.cat([ratio, torch.zeros_like(x0)]), None, None, None


# Two numbers that differ by less count as equal, and a slope is taken instead of a ratio.
SAME = 1e-6


def rescale(function, slope):
    return lambda attributes, opset, x: Rescale.apply(x, function, slope)


def rescale_pool(attributes, opset, x):
    kernel = attributes["kernel_shape"]
    ceil = attributes.get("ceil_mode", 0)
    strides, dilations, begin, end, extra = window(attributes, kernel, x.shape[2:], ceil)
    padded = pad(x, begin, [e + more for e, more in zip(end, extra)], -torch.finfo(x.dtype).max)
    return RescalePool.apply(padded, kernel, strides, dilations)


RESCALE = {
    "Relu": rescale(torch.relu, lambda u: (u > 0).to(u.dtype)),
    "Sigmoid": rescale(torch.sigmoid, lambda u: torch.sigmoid(u) * (1 - torch.sigmoid(u))),
    "Tanh": rescale(torch.tanh, lambda u: 1 - torch.tanh(u) ** 2),
    "MaxPool": rescale_pool,
}


def deep_lift(network, quantity, x, baseline):
    """(x - x') m, m being the multipliers of the rescale rule; `network` has the rules RESCALE."""
    pair = channels_first(np.stack([x, baseline]), network.dtype).requires_grad_()
    score = quantity(network.values(pair))[0]
    multipliers = channels_last(torch.autograd.grad(score, pair)[0])[0]
    return (x - baseline) * multipliers
