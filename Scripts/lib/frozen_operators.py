"""One small frozen graph for each TensorFlow operator, in both orders of images where it has them."""

import numpy as np
import tensorflow as tf

from frozen_graphs import Case, Weights, graph_of, pictures

nn, raw = tf.nn, tf.raw_ops
EXTENTS = (2, 9, 8, 6)


def operators():
    """Yields all cases."""
    for name, build in FUNCTIONS.items():
        yield case(name, build)
    for name, build in POSITIVE.items():
        yield case(name, build, lambda x: np.abs(x) + 0.1)
    for name, build in WITHOUT_GRADIENT.items():
        yield case(name, build, has_gradient=False)
    for name, build in VECTORS.items():
        yield case(name, build, extents=(2, 10))
    for name, build in TOKENS.items():
        yield case(name, build, extents=(2, 4, 6))
    for name, build in WINDOWS.items():
        for order in ("NHWC", "NCHW"):
            yield window_case(name, build, order)
    yield several_outputs()


def case(name, build, change=lambda x: x, extents=EXTENTS, has_gradient=True):
    def nodes():
        x = tf.compat.v1.placeholder(tf.float32, [None, *extents[1:]], name="x")
        tf.identity(tf.cast(build(x, Weights()), tf.float32), name="y")

    return Case(
        name, graph_of(nodes), {"x": change(pictures(*extents))}, has_gradient=has_gradient
    )


def window_case(name, build, order):
    """A case whose reference has the order N×H×W×C, as TensorFlow on a CPU knows no other."""
    first = (EXTENTS[0], EXTENTS[3], *EXTENTS[1:3])
    extents = EXTENTS if order == "NHWC" else first

    def nodes(order):
        x = tf.compat.v1.placeholder(tf.float32, [None, *extents[1:]], name="x")
        tf.identity(build(x, Weights(), order), name="y")

    def reference():
        x = tf.compat.v1.placeholder(tf.float32, [None, *extents[1:]], name="x")
        known = REFERENCES.get(name, build)
        if order == "NHWC":
            tf.identity(known(x, Weights(), order), name="y")
        else:
            y = known(tf.transpose(x, [0, 2, 3, 1]), Weights(), "NHWC")
            tf.transpose(y, [0, 3, 1, 2], name="y")

    return Case(
        f"{name}-{order}",
        graph_of(lambda: nodes(order)),
        {"x": pictures(*extents)},
        reference=graph_of(reference),
    )


def several_outputs():
    """The parts of a Split that nothing reads."""

    def nodes():
        x = tf.compat.v1.placeholder(tf.float32, [None, *EXTENTS[1:]], name="x")
        tf.split(tf.sin(x), 3, axis=-1, name="y")

    return Case("Split-outputs", graph_of(nodes), {"x": pictures(*EXTENTS)}, ["y", "y:1", "y:2"])


def plane(order, height, width):
    return [1, height, width, 1] if order == "NHWC" else [1, 1, height, width]


def convolution(strides=(1, 1), padding="SAME", dilations=(1, 1), inputs=6, explicit=()):
    def build(x, w, order):
        return raw.Conv2D(
            input=x,
            filter=w.normal(3, 2, inputs, 4),
            strides=plane(order, *strides),
            padding=padding,
            dilations=plane(order, *dilations),
            explicit_paddings=around(order, explicit),
            data_format=order,
        )

    return build


def around(order, pads):
    if not pads:
        return []
    return [0, 0, *pads, 0, 0] if order == "NHWC" else [0, 0, 0, 0, *pads]


def depthwise(strides=(1, 1), padding="SAME", dilations=(1, 1)):
    def build(x, w, order):
        return raw.DepthwiseConv2dNative(
            input=x,
            filter=w.normal(3, 3, 6, 2, scale=0.3),
            strides=plane(order, *strides),
            padding=padding,
            dilations=plane(order, *dilations),
            data_format=order,
        )

    return build


def dilated_depthwise(x, w, order):
    """The depthwise convolution with dilation as a full one: TensorFlow on a CPU has no other."""
    kernel = tf.get_static_value(w.normal(3, 3, 6, 2, scale=0.3))
    full = np.zeros((3, 3, 6, 12), np.float32)
    for channel in range(6):
        full[:, :, channel, 2 * channel : 2 * channel + 2] = kernel[:, :, channel]
    return nn.conv2d(x, full, 1, "SAME", dilations=2)


def pooling(operator, side, stride, padding):
    def build(x, w, order):
        value = {"input" if operator is raw.MaxPool else "value": x}
        return operator(
            **value,
            ksize=plane(order, *side),
            strides=plane(order, *stride),
            padding=padding,
            data_format=order,
        )

    return build


def normalization(operator):
    def build(x, w, order):
        return operator(
            x=x,
            scale=w.positive(6),
            offset=w.normal(6),
            mean=w.normal(6),
            variance=w.positive(6),
            epsilon=0.01,
            data_format=order,
            is_training=False,
        )[0]

    return build


WINDOWS = {
    "Conv2D-same": convolution(),
    "Conv2D-same-stride": convolution((2, 2)),
    "Conv2D-valid": convolution((2, 2), "VALID"),
    "Conv2D-dilated": convolution(dilations=(2, 2)),
    "Conv2D-explicit": convolution((2, 2), "EXPLICIT", explicit=(2, 1, 0, 1)),
    "Conv2D-groups": convolution(inputs=3),
    "DepthwiseConv2dNative-same": depthwise((2, 2)),
    "DepthwiseConv2dNative-valid": depthwise(padding="VALID"),
    "DepthwiseConv2dNative-dilated": depthwise(dilations=(2, 2)),
    "MaxPool-same": pooling(raw.MaxPool, (3, 3), (2, 2), "SAME"),
    "MaxPool-valid": pooling(raw.MaxPool, (3, 2), (2, 1), "VALID"),
    "AvgPool-same": pooling(raw.AvgPool, (3, 3), (2, 2), "SAME"),
    "AvgPool-valid": pooling(raw.AvgPool, (3, 2), (2, 1), "VALID"),
    "BiasAdd": lambda x, w, order: raw.BiasAdd(value=x, bias=w.normal(6), data_format=order),
    "FusedBatchNorm": normalization(raw.FusedBatchNorm),
    "FusedBatchNormV2": normalization(raw.FusedBatchNormV2),
    "FusedBatchNormV3": normalization(raw.FusedBatchNormV3),
    "SpaceToDepth": lambda x, w, order: raw.SpaceToDepth(
        input=x[:, :8] if order == "NHWC" else x[:, :, :8], block_size=2, data_format=order
    ),
    "DepthToSpace": lambda x, w, order: raw.DepthToSpace(
        input=x[..., :4] if order == "NHWC" else x[:, :4], block_size=2, data_format=order
    ),
}

REFERENCES = {"DepthwiseConv2dNative-dilated": dilated_depthwise}

FUNCTIONS = {
    "CheckNumerics": lambda x, w: raw.CheckNumerics(tensor=tf.sin(x), message="m"),
    "Relu": lambda x, w: nn.relu(x),
    "Relu6": lambda x, w: nn.relu6(9 * x),
    "LeakyRelu": lambda x, w: nn.leaky_relu(x, 0.3),
    "Elu": lambda x, w: nn.elu(x),
    "Selu": lambda x, w: nn.selu(x),
    "Softplus": lambda x, w: nn.softplus(x),
    "Softsign": lambda x, w: nn.softsign(x),
    "Sigmoid": lambda x, w: tf.sigmoid(x),
    "Tanh": lambda x, w: tf.tanh(x),
    "Erf": lambda x, w: tf.math.erf(x),
    "Erfc": lambda x, w: tf.math.erfc(x),
    "Exp": lambda x, w: tf.exp(x),
    "Expm1": lambda x, w: tf.math.expm1(x),
    "Neg": lambda x, w: -x,
    "Abs": lambda x, w: tf.abs(x),
    "Square": lambda x, w: tf.square(x),
    "Sin": lambda x, w: tf.sin(x) + tf.cos(x),
    "Inv": lambda x, w: raw.Inv(x=x + 3),
    "LRN": lambda x, w: raw.LRN(input=x, depth_radius=2, bias=1.5, alpha=0.3, beta=0.75),
    "LRN-default": lambda x, w: raw.LRN(input=x),
    "Softmax": lambda x, w: nn.softmax(3 * x),
    "LogSoftmax": lambda x, w: nn.log_softmax(3 * x),
    "Add": lambda x, w: raw.Add(x=x, y=w.normal(8, 6)),
    "AddV2": lambda x, w: x + w.normal(9, 1, 6),
    "AddN": lambda x, w: tf.add_n([x, x * 2, w.normal(9, 8, 6) + 0 * x]),
    "BiasAddV1": lambda x, w: raw.BiasAddV1(value=x, bias=w.normal(6)),
    "Sub": lambda x, w: w.normal(6) - x,
    "Mul": lambda x, w: x * w.normal(9, 8, 1),
    "RealDiv": lambda x, w: x / w.positive(6) + 1 / (x + 4),
    "Div": lambda x, w: raw.Div(x=x, y=w.positive(6)),
    "Maximum": lambda x, w: tf.maximum(x, w.normal(6)),
    "Minimum": lambda x, w: tf.minimum(x, w.normal(6)),
    "SquaredDifference": lambda x, w: tf.math.squared_difference(x, w.normal(6)),
    "ClipByValue": lambda x, w: tf.clip_by_value(x, -0.5, 0.3),
    "ClipByValue-arrays": lambda x, w: tf.clip_by_value(x, -w.positive(6), w.positive(6) - 1),
    "FloorMod": lambda x, w: tf.math.floormod(x, 0.3),
    "Mean": lambda x, w: tf.reduce_mean(x, [1, 2]),
    "Mean-keep": lambda x, w: tf.reduce_mean(x, [-3, 2], keepdims=True) * x,
    "Sum": lambda x, w: tf.reduce_sum(x, -1),
    "Max": lambda x, w: tf.reduce_max(x, [3]),
    "Min": lambda x, w: tf.reduce_min(x, [1], keepdims=True),
    "Prod": lambda x, w: tf.reduce_prod(x + 1.5, [3]),
    "Concat": lambda x, w: raw.Concat(concat_dim=3, values=[x, tf.sin(x)]),
    "ConcatV2": lambda x, w: tf.concat([x, tf.sin(x), x], -2),
    "Reshape": lambda x, w: tf.reshape(x, [-1, 12, 36]),
    "Reshape-computed": lambda x, w: tf.reshape(x, [tf.shape(x)[0], 72, -1]),
    "Reshape-joined": lambda x, w: tf.reshape(x, tf.concat([tf.shape(x)[:1], [432]], 0)),
    "Flatten-compat": lambda x, w: tf.reshape(x, tf.stack([tf.shape(x)[0], 432])),
    "Squeeze": lambda x, w: tf.squeeze(x[:, :1, :, :1], [1, 3]),
    "Squeeze-all": lambda x, w: tf.squeeze(x[:, :1]),
    "ExpandDims": lambda x, w: tf.expand_dims(tf.expand_dims(x, 1), -1),
    "Transpose": lambda x, w: tf.transpose(x, [0, 3, 2, 1]),
    "Pack": lambda x, w: tf.stack([x, tf.sin(x), x], axis=2),
    "Pack-last": lambda x, w: tf.stack([x, tf.sin(x)], axis=-1),
    "Unpack": lambda x, w: sum(
        tf.sin(part) * (i + 1) for i, part in enumerate(tf.unstack(x, axis=3))
    ),
    "Slice": lambda x, w: tf.slice(x, [0, 2, 1, 0], [-1, 4, -1, 3]),
    "StridedSlice": lambda x, w: x[:, 1:7:2, -5:-1],
    "StridedSlice-backward": lambda x, w: x[:, ::-1, 6:2:-2, :],
    "StridedSlice-ellipsis": lambda x, w: x[..., 1:, 2],
    "StridedSlice-axis": lambda x, w: x[:, tf.newaxis, 3, ..., tf.newaxis, -1],
    "Split": lambda x, w: tf.add(*[tf.sin(part) for part in tf.split(x, 2, axis=3)]),
    "SplitV": lambda x, w: tf.concat(tf.split(x, [1, -1, 2], axis=3)[::-1], 3),
    "Pad": lambda x, w: tf.pad(x, [[0, 0], [1, 2], [0, 3], [0, 1]]),
    "PadV2": lambda x, w: tf.pad(x, [[0, 0], [1, 2], [0, 3], [0, 0]], constant_values=-1.5),
    "MirrorPad": lambda x, w: tf.pad(x, [[0, 0], [1, 2], [0, 3], [0, 0]], "REFLECT"),
    "Tile": lambda x, w: tf.tile(x, [1, 1, 2, 3]),
    "Fill": lambda x, w: x + tf.fill(tf.shape(x), 2.5),
    "Range": lambda x, w: x * tf.cast(tf.range(0, tf.shape(x)[3]), tf.float32),
    "GatherV2": lambda x, w: tf.gather(x, [5, 0, 5], axis=3),
    "SelectV2": lambda x, w: tf.where(x > 0.1, x * 2, w.normal(6)),
    "Select": lambda x, w: raw.Select(condition=x > 0.1, x=x * 2, y=tf.sin(x)),
    "Logic": lambda x, w: tf.where(
        tf.logical_and(tf.logical_or(x > 0.5, x <= -0.1), tf.logical_not(x >= 0.9)), x, 0.5 * x
    ),
    "NotEqual": lambda x, w: tf.where(tf.not_equal(tf.round(x), 0.0), x, 2 * x),
    "Cast": lambda x, w: x * tf.cast(x > 0, tf.float32),
    "ResizeBilinear": lambda x, w: raw.ResizeBilinear(images=x, size=[13, 5]),
    "ResizeBilinear-corners": lambda x, w: raw.ResizeBilinear(
        images=x, size=[13, 5], align_corners=True
    ),
    "ResizeBilinear-centers": lambda x, w: raw.ResizeBilinear(
        images=x, size=[18, 5], half_pixel_centers=True
    ),
    "ResizeNearestNeighbor": lambda x, w: raw.ResizeNearestNeighbor(images=x, size=[13, 5]),
    "ResizeNearestNeighbor-corners": lambda x, w: raw.ResizeNearestNeighbor(
        images=x, size=[13, 5], align_corners=True
    ),
    "ResizeNearestNeighbor-centers": lambda x, w: raw.ResizeNearestNeighbor(
        images=x, size=[18, 5], half_pixel_centers=True
    ),
    "Dropout": lambda x, w: (x / 0.7) * tf.constant(1.0),
    "Half-constant": lambda x, w: x * tf.cast(np.arange(1, 7, dtype=np.float16) / 3, tf.float32),
    "Einsum": lambda x, w: tf.einsum("nhwc,cd->nhwd", x, w.normal(6, 5)),
}

POSITIVE = {
    "Sqrt": lambda x, w: tf.sqrt(x),
    "Rsqrt": lambda x, w: tf.math.rsqrt(x),
    "Log": lambda x, w: tf.math.log(x),
    "Log1p": lambda x, w: tf.math.log1p(x),
    "Pow": lambda x, w: tf.pow(x, w.positive(6)),
    "Pow-square": lambda x, w: tf.pow(x, 2.0),
}

WITHOUT_GRADIENT = {
    # igtool gives the slope of what is computed, which attributions add up to.
    "StopGradient-part": lambda x, w: x + tf.stop_gradient(x) * 0.5,
    "ArgMax": lambda x, w: tf.argmax(x, 3),
    "Floor": lambda x, w: tf.floor(4 * x) + tf.math.ceil(3 * x) + tf.sign(x),
    "Round": lambda x, w: tf.round(4 * x),
    "FloorDiv": lambda x, w: tf.math.floordiv(x, 0.3),
    "Equal": lambda x, w: tf.equal(tf.round(x), 0.0),
    "LessEqual": lambda x, w: tf.logical_or(x <= -0.5, tf.less(0.5, x)),
    "Size": lambda x, w: tf.sign(x) * tf.cast(tf.size(x) // tf.shape(x)[0], tf.float32),
    "Rank": lambda x, w: tf.sign(x) * tf.cast(tf.rank(x), tf.float32),
}

VECTORS = {
    "MatMul": lambda x, w: tf.matmul(x, w.normal(10, 7)),
    "MatMul-transposed": lambda x, w: tf.matmul(x, w.normal(7, 10), transpose_b=True),
    "MatMul-twice": lambda x, w: tf.matmul(w.normal(10, 7), x, transpose_a=True, transpose_b=True),
    "Gather": lambda x, w: tf.transpose(
        raw.Gather(params=tf.transpose(x), indices=[3, 1, 1]), [1, 0]
    ),
}

TOKENS = {
    "BatchMatMulV2": lambda x, w: tf.matmul(x, w.normal(6, 5)),
    "BatchMatMulV2-right": lambda x, w: nn.softmax(tf.matmul(x, x, transpose_b=True)) @ x,
    "BatchMatMulV2-left": lambda x, w: tf.matmul(x, tf.sin(x), transpose_a=True),
    "BatchMatMul": lambda x, w: raw.BatchMatMul(x=x, y=tf.sin(x), adj_y=True),
    "Normalization": lambda x, w: nn.batch_normalization(
        x, *nn.moments(x, [-1], keepdims=True), w.normal(6), w.positive(6), 1e-3
    ),
}
