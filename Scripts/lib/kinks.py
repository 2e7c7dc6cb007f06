"""Moves the units of a network of torch or Keras away from the kinks of its activations.

At a kink the gradient jumps. Of the millions of units of a network a few always lie so near to one
that rounding decides on which side, so that programs that compute in single precision differ by a
per cent, or not at all, by chance. Here biases are moved a little, layer by layer, until no unit is
near a kink at the given input; then a gradient can be held strictly against that of double
precision. Two units of a window that are nearly the largest of it stay where they are.
"""

import sys

import numpy as np

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
PASSES = 40


def move_away(torch, model, x):
    """Returns the torch network, which is in inference mode, with other biases."""
    bias = None

    def remember(module, inputs, output):
        nonlocal bias
        bias = module.bias

    def see(values, kinks):
        rows = values[0].view(values.shape[1], -1)  # a view: what is added to it goes on
        shift = torch.from_numpy(shifts(rows.numpy(), kinks))
        bias.add_(shift)
        rows.add_(shift[:, None])

    biased = [module for module in model.modules() if getattr(module, "bias", None) is not None]
    hooks = [module.register_forward_hook(remember) for module in biased]
    model.double()
    with torch.no_grad():
        with activations_seen(torch, see):
            model(x.double())
        model.float().double()  # Biases are rounded here, as they are when they are written.
        with activations_seen(torch, lambda values, kinks: check(channels_first(values), kinks)):
            model(x.double())
    for hook in hooks:
        hook.remove()
    return model.float()


def channels_first(values):
    """Returns the units of the example of a torch array, a row for each channel."""
    return values[0].reshape(values.shape[1], -1).numpy()


def activations_seen(torch, see):
    """Returns a context in which ``see`` gets what each activation is given, and may change it."""

    class Seen(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, function, types, arguments=(), keywords=None):
            kinks = KINKS.get(getattr(function, "__name__", None))
            if kinks:
                see(arguments[0], kinks)
            return function(*arguments, **(keywords or {}))

    return Seen()


def move_keras_away(keras, model, x):
    """Gives a Keras network other biases, so that no unit is at the kink of a ReLU; they are of
    double precision, and single precision can hold them.

    What is added before a rectifier reaches other readers of the same numbers in the next pass only.
    """
    for _ in range(PASSES):
        moved = False

        def see(values, kinks, bias):
            nonlocal moved
            shift = shifts(channels_last(values), kinks)
            moved = moved or shift.any()
            bias.assign((np.asarray(bias) + shift).astype(np.float32))
            return values + keras.ops.convert_to_tensor(shift)

        run_seen(keras, model, x, see)
        if not moved:
            break

    def see(values, kinks, bias):
        check(channels_last(values), kinks)
        return values

    run_seen(keras, model, x, see)


def channels_last(values):
    """Returns the units of the example of a Keras array, a row for each channel."""
    return np.asarray(values)[0].reshape(-1, values.shape[-1]).T


def run_seen(keras, model, x, see):
    """Runs a network; ``see`` gets what each rectifier is given, its kinks and the bias that was
    added last, and may change the first."""
    bias = None
    originals = []

    def replace(layer, name, function):
        originals.append((layer, name, getattr(layer, name)))
        setattr(layer, name, function)

    def remembering(call, variable):
        def remembered(*arguments, **keywords):
            nonlocal bias
            bias = variable
            return call(*arguments, **keywords)

        return remembered

    def seeing(function, kinks):
        return lambda values: function(see(values, kinks, bias))

    for layer in model.layers:
        added = getattr(layer, "beta", None)
        added = getattr(layer, "bias", None) if added is None else added
        if added is not None:
            replace(layer, "call", remembering(layer.call, added))
        if getattr(layer, "activation", None) is keras.activations.relu:
            replace(layer, "activation", seeing(layer.activation, (0,)))
        elif isinstance(layer, keras.layers.ReLU):
            kinks = (0,) if layer.max_value is None else (0, float(layer.max_value))
            replace(layer, "call", seeing(layer.call, kinks))
    model(x, training=False)
    for layer, name, function in reversed(originals):
        setattr(layer, name, function)


def shifts(rows, kinks):
    """Returns the least number that has to be added to each channel, a row of ``rows``, and so to
    its bias: between the bias and the activation lie nothing but sums."""
    least = margin(rows)
    result = np.zeros(len(rows))
    for step in range(1, STEPS):
        near = distances(rows + result[:, None], kinks) < 2 * least
        if not near.any():
            break
        result[near] = (step // 2 + 1) * (-1) ** step * least
    return result


def check(rows, kinks):
    """Ends the process if a unit is near a kink."""
    if (distances(rows, kinks) < margin(rows)).any():
        sys.exit("a unit cannot be moved away from the kink of its activation")


def margin(rows):
    """Returns how far the units of a layer must be from a kink."""
    return min(NEAREST, CROWD / rows.shape[1]) * np.sqrt(np.square(rows).mean())


def distances(rows, kinks):
    """Returns for each channel how far its nearest unit is from a kink."""
    return np.min([np.abs(rows - kink).min(1) for kink in kinks], 0)
