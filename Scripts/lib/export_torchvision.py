"""Exports torchvision's classifiers with torch's two exporters, with seeded random weights.

A name is torchvision's own, for the default exporter (weights beside the file, in model.onnx.data),
or with ".legacy" for ``dynamo=False``. Weights are those that torchvision begins a training with;
what begins at zero, and so would hide a part of the network, is given random numbers, and batch
normalisation the statistics of random pictures. No unit is near a kink of its activation.
"""

import sys

import numpy as np
from export_network import Answer, names_in, picture
from kinks import move_away


def export(name, size, path):
    """Exports one network; returns what torch says of it."""
    torch, torchvision = import_torchvision()
    torch.manual_seed(0)
    base, _, way = name.partition(".")
    side = side_of(base, size)
    build = SMALL.get(base) if size == "small" else None
    model = build(torchvision.models) if build else usual(torchvision.models, base)
    scaled = (picture(side) / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    x = torch.tensor(scaled.transpose(2, 0, 1)[None].copy(), dtype=torch.float32)
    model = move_away(torch, made_alive(torch, model, x), x)
    write_model(torch, model, (x,), path, way, ["input"], ["output"], {"input": {0: "batch"}})
    inputs, outputs = names_in(path)
    output, target, single, gradient = both_gradients(torch, model, x, lambda model, x: model(x))
    given = {inputs[0]: x.numpy()}
    return Answer(given, output, outputs[0], target, inputs[0], gradient, single)


def import_torchvision():
    """Imports torchvision, also beside another build of torch.

    Its compiled operators cannot be loaded there; no classifier runs them, but importing wants
    their names.
    """
    import torch

    try:
        import torchvision
    except RuntimeError:
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            library.define(f"{operator}(Tensor dets, Tensor scores, float threshold) -> Tensor")
        import_torchvision.library = library  # The names live as long as it does.
        import torchvision

    return torch, torchvision


def usual(models, base):
    """Builds a network as it is used."""
    lean = base in ("googlenet", "inception_v3")
    arguments = {"aux_logits": False, "init_weights": False} if lean else {}
    return getattr(models, base)(weights=None, **arguments)


def side_of(base, size):
    """Returns the side of a network's pictures."""
    if base == "inception_v3":
        return 96 if size == "small" else 299
    return 64 if size == "small" else 224


# Networks of few layers stand for those that cannot be made small by a small picture.
SMALL = {
    "vit_b_16": lambda models: models.VisionTransformer(64, 16, 2, 4, 64, 128, num_classes=10),
    "swin_t": lambda models: models.SwinTransformer(
        [4, 4], 24, [2, 2], [2, 4], [4, 4], num_classes=10
    ),
    "convnext_tiny": lambda models: models.ConvNeXt(
        [
            models.convnext.CNBlockConfig(24, 48, 2),
            models.convnext.CNBlockConfig(48, None, 2),
        ],
        num_classes=10,
    ),
}


def made_alive(torch, model, x):
    """Returns the network, ready for inference, with no part that is switched off."""
    for name, parameter in model.named_parameters():
        if name.endswith("layer_scale"):
            torch.nn.init.uniform_(parameter, 0.1, 0.5)
        elif parameter.dim() > 1 and not parameter.detach().any():
            torch.nn.init.normal_(parameter, std=0.05)
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.momentum = 1.0
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, std=0.1)
    with torch.no_grad():
        model.train()(x + 0.5 * torch.randn((4,) + x.shape[1:]))
    return model.eval()


def write_model(torch, model, arguments, path, way, inputs, outputs, axes, **more):
    """Exports by the default exporter or, if ``way`` is "legacy", by the old one."""
    if way == "legacy":
        axes = {**axes, **{output: {0: "batch"} for output in outputs}}
        names = dict(input_names=inputs, output_names=outputs, dynamic_axes=axes)
        torch.onnx.export(model, arguments, path, dynamo=False, opset_version=17, **names)
    else:
        torch.onnx.export(model, arguments, path, verbose=False, **more)


def both_gradients(torch, model, x, forward):
    """Returns output (double), the largest component, and its gradient, single and double."""
    with torch.no_grad():
        target = int(forward(model, x)[0].argmax())
    _, single = gradient_of(model, x.detach(), forward, target)
    output, gradient = gradient_of(model.double(), x.detach().double(), forward, target)
    model.float()
    return output.detach().numpy(), target, single, gradient.astype(np.float64)


def gradient_of(model, x, forward, target):
    """Returns the output and the gradient of one component."""
    x = x.clone().requires_grad_()
    output = forward(model, x)
    output[0, target].backward()
    return output, x.grad.numpy()
