"""Moves the units of a torch network away from the kinks of its activations.

At a kink the gradient jumps. Of the millions of units of a network a few always lie so near to one
that rounding decides on which side, so that programs that compute in single precision differ by a
per cent, or not at all, by chance. Here biases are moved a little, layer by layer, until no unit is
near a kink at the given input; then a gradient can be held strictly against that of double
precision. Two units of a window that are nearly the largest of it stay where they are.
"""

import functools
import sys

# Activation -> where its slope jumps.
KINKS = {
    "relu": (0,),
    "relu_": (0,),
    "leaky_relu": (0,),
    "relu6": (0, 6),
    "hardtanh": (0, 6),
    "hardswish": (-3, 3),
    "hardsigmoid": (-3, 3),
}
NEAREST = 1e-3  # The margin, in root mean squares of a layer, where a channel has few units.
CROWD = 0.25  # The margin times the number of units of a channel, where it has many.
STEPS = 1000


def move_away(torch, model, x):
    """Returns the network, which is in inference mode, with other biases."""
    bias = None

    def remember(module, inputs, output):
        nonlocal bias
        bias = module.bias

    biased = [module for module in model.modules() if getattr(module, "bias", None) is not None]
    hooks = [module.register_forward_hook(remember) for module in biased]
    model.double()
    with torch.no_grad():
        with activations_seen(torch, lambda values, kinks: move(bias, values, kinks)):
            model(x.double())
        model.float().double()  # Biases are rounded here, as they are when they are written.
        with activations_seen(torch, check):
            model(x.double())
    for hook in hooks:
        hook.remove()
    return model.float()


def activations_seen(torch, see):
    """Returns a context in which ``see`` gets what each activation is given, and may change it."""

    class Seen(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, function, types, arguments=(), keywords=None):
            kinks = KINKS.get(getattr(function, "__name__", None))
            if kinks:
                see(arguments[0], kinks)
            return function(*arguments, **(keywords or {}))

    return Seen()


def move(bias, values, kinks):
    """Adds to each channel, [1, channels, …], and to its bias the least shift that suffices.

    Between the bias and the activation lie nothing but sums.
    """
    rows, least = channels(values), margin(values)
    shifts = bias.new_zeros(len(rows), 1)
    for step in range(1, STEPS):
        near = distances(rows + shifts, kinks) < 2 * least
        if not near.any():
            break
        shifts[near] = (step // 2 + 1) * (-1) ** step * least
    bias += shifts[:, 0]
    rows += shifts


def check(values, kinks):
    """Ends the process if a unit is near a kink."""
    if (distances(channels(values), kinks) < margin(values)).any():
        sys.exit("a unit cannot be moved away from the kink of its activation")


def channels(values):
    """Returns a view of the units, a row for each channel."""
    return values[0].view(values.shape[1], -1)


def margin(values):
    """Returns how far the units of a layer must be from a kink."""
    units = values[0, 0].numel()
    return min(NEAREST, CROWD / units) * values.square().mean().sqrt()


def distances(rows, kinks):
    """Returns for each channel how far its nearest unit is from a kink."""
    gaps = [(rows - kink).abs().amin(1) for kink in kinks]
    return functools.reduce(lambda gap, other: gap.minimum(other), gaps)
