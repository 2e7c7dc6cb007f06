"""Operators of transformers of texts, for `Reference`, written from the ONNX specification."""

import torch
from onnx import TensorProto
from torch.nn import functional

FLOATS = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE)


def gather(attributes, opset, x, indices):
    axis = attributes.get("axis", 0) % x.dim()
    flat = x.index_select(axis, indices.long().flatten() % x.shape[axis])
    return flat.reshape(*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :])


def layer_normalization(attributes, opset, x, scale, bias=None):
    shape = x.shape[attributes.get("axis", -1) % x.dim() :]
    return functional.layer_norm(x, shape, scale, bias, attributes.get("epsilon", 1e-5))


def shape(attributes, opset, x):
    return torch.tensor(x.shape)[attributes.get("start", 0) : attributes.get("end")]


def cast(attributes, opset, x):
    """Casts to an integer or to double precision, whichever floating-point type is asked for."""
    return x.double() if attributes["to"] in FLOATS else x.long()


def squeeze(attributes, opset, x, axes=None):
    return x.squeeze() if axes is None else x.squeeze(tuple(axes.tolist()))


def unsqueeze(attributes, opset, x, axes):
    for axis in sorted(a % (x.dim() + len(axes)) for a in axes.tolist()):
        x = x.unsqueeze(axis)
    return x


def arange(attributes, opset, start, limit, delta):
    return torch.arange(start.item(), limit.item(), delta.item())


def error_function(attributes, opset, x):
    return torch.erf(x)


RULES = {
    "Gather": gather,
    "LayerNormalization": layer_normalization,
    "Shape": shape,
    "Cast": cast,
    "Squeeze": squeeze,
    "Unsqueeze": unsqueeze,
    "Range": arange,
    "Erf": error_function,
}
