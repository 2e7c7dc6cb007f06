"""Networks as frozen TensorFlow graphs: of the first years, of TF-slim, and of Keras."""

import numpy as np
import tensorflow as tf

from frozen_graphs import Case, Weights, frozen, graph_of, pictures

nn, raw = tf.nn, tf.raw_ops

# The modules of Inception-v1, in eighths of the paper's widths: 1×1, 3×3 with its bottleneck, 5×5
# with its bottleneck, and behind the pooling.
MODULES = {
    "mixed3a": (8, 12, 16, 2, 4, 4),
    "mixed3b": (16, 16, 24, 4, 12, 8),
    "mixed4a": (24, 12, 26, 2, 6, 8),
    "mixed4b": (20, 14, 28, 3, 8, 8),
    "mixed4c": (16, 16, 32, 3, 8, 8),
    "mixed4d": (14, 18, 36, 4, 8, 8),
    "mixed4e": (32, 20, 40, 4, 16, 16),
    "mixed5a": (32, 20, 40, 4, 16, 16),
    "mixed5b": (48, 24, 48, 6, 16, 16),
}


def networks():
    """Yields all cases."""
    yield first_inception()
    yield slim_inception()
    yield mobile_network(version=1)
    yield mobile_network(version=2)
    yield residual_network()
    yield from keras_networks()


# MARK: the first Inception


def first_inception():
    """Inception-v1 with the names, and the operators, of tensorflow_inception_graph.pb.

    Its input has no shape, its Concat the axis first, and its format is an old one.
    """
    weights = Weights()
    graph = graph_of(lambda: first_inception_nodes(weights))
    next(node for node in graph.node if node.name == "input").attr["shape"].shape.Clear()
    graph.versions.producer = 16
    return Case(
        "first-inception",
        graph,
        {"input": pictures(2, 224, 224, 3) * 117},
        ["softmax2", "softmax1", "softmax0"],
    )


def first_inception_nodes(weights):
    x = tf.compat.v1.placeholder(tf.float32, name="input")
    x = unit(weights, x, "conv2d0", 7, 3, 8, stride=2)
    x = nn.max_pool2d(x, 3, 2, "SAME", name="maxpool0")
    x = raw.LRN(
        input=x, depth_radius=5, bias=1, alpha=1e-4, beta=0.5, name="localresponsenorm0"
    )
    x = unit(weights, x, "conv2d1", 1, 8, 8)
    x = unit(weights, x, "conv2d2", 3, 8, 24)
    x = raw.LRN(
        input=x, depth_radius=5, bias=1, alpha=1e-4, beta=0.5, name="localresponsenorm1"
    )
    x = nn.max_pool2d(x, 3, 2, "SAME", name="maxpool1")
    width, heads = 24, {}
    for name, widths in MODULES.items():
        x = module(weights, x, name, width, *widths)
        width = widths[0] + widths[2] + widths[4] + widths[5]
        if name in ("mixed3b", "mixed4e"):
            pool = {"mixed3b": "maxpool4", "mixed4e": "maxpool10"}[name]
            x = nn.max_pool2d(x, 3, 2, "SAME", name=pool)
        if name in ("mixed4a", "mixed4d"):
            heads[name] = (x, width)
    for index, (y, columns) in enumerate(heads.values()):
        side_head(weights, y, index, columns)
    x = nn.avg_pool2d(x, 7, 1, "VALID", name="avgpool0")
    x = tf.reshape(x, [-1, width], name="avgpool0/reshape")
    softmax(weights, x, 2, width)


def side_head(weights, x, index, width):
    x = nn.avg_pool2d(x, 5, 3, "VALID", name=f"head{index}_pool")
    x = unit(weights, x, f"head{index}_bottleneck", 1, width, 16)
    x = tf.reshape(x, [-1, 256], name=f"head{index}_bottleneck/reshape")
    x = tf.matmul(x, weights.normal(256, 64, name=f"nn{index}_w"), name=f"nn{index}_pre_relu/matmul")
    x = raw.BiasAdd(value=x, bias=weights.normal(64, name=f"nn{index}_b"), name=f"nn{index}_pre_relu")
    softmax(weights, nn.relu(x, name=f"nn{index}"), index, 64)


def softmax(weights, x, index, width):
    name = f"softmax{index}"
    x = tf.matmul(
        x,
        weights.normal(width, 1008, scale=0.005, name=f"{name}_w"),
        name=f"{name}_pre_activation/matmul",
    )
    x = raw.BiasAdd(
        value=x, bias=weights.normal(1008, name=f"{name}_b"), name=f"{name}_pre_activation"
    )
    nn.softmax(x, name=name)


def unit(weights, x, name, side, inputs, outputs, stride=1):
    x = nn.conv2d(
        x,
        weights.normal(side, side, inputs, outputs, name=f"{name}_w"),
        stride,
        "SAME",
        name=f"{name}_pre_relu/conv",
    )
    bias = weights.normal(outputs, scale=0.1, name=f"{name}_b")
    return nn.relu(raw.BiasAdd(value=x, bias=bias, name=f"{name}_pre_relu"), name=name)


def module(weights, x, name, inputs, one, before3, three, before5, five, behind):
    branches = [unit(weights, x, f"{name}_1x1", 1, inputs, one)]
    y = unit(weights, x, f"{name}_3x3_bottleneck", 1, inputs, before3)
    branches.append(unit(weights, y, f"{name}_3x3", 3, before3, three))
    y = unit(weights, x, f"{name}_5x5_bottleneck", 1, inputs, before5)
    branches.append(unit(weights, y, f"{name}_5x5", 5, before5, five))
    y = nn.max_pool2d(x, 3, 1, "SAME", name=f"{name}_pool")
    branches.append(unit(weights, y, f"{name}_pool_reduce", 1, inputs, behind))
    axis = tf.constant(3, name=f"{name}/concat_dim")
    return raw.Concat(concat_dim=axis, values=branches, name=name)


# MARK: TF-slim


class Slim:
    """Layers as TF-slim makes them: a convolution, normalized by fixed statistics, rectified."""

    def __init__(self, activation=nn.relu, epsilon=1e-3, seed=0):
        self.weights, self.activation, self.epsilon = Weights(seed), activation, epsilon

    def normalized(self, x, width, is_rectified=True):
        w = self.weights
        x, *_ = tf.compat.v1.nn.fused_batch_norm(
            x,
            w.positive(width),
            w.normal(width, scale=0.1),
            w.normal(width, scale=0.1),
            w.positive(width),
            epsilon=self.epsilon,
            is_training=False,
        )
        return self.activation(x) if is_rectified else x

    def convolution(self, x, side, inputs, outputs, stride=1, padding="SAME", is_rectified=True):
        x = nn.conv2d(x, self.weights.normal(side, side, inputs, outputs), stride, padding)
        return self.normalized(x, outputs, is_rectified)

    def depthwise(self, x, inputs, stride=1):
        kernel = self.weights.normal(3, 3, inputs, 1, scale=0.4)
        x = nn.depthwise_conv2d(x, kernel, [1, stride, stride, 1], "SAME")
        return self.normalized(x, inputs)

    def logits(self, x, inputs, columns=101, name="predictions"):
        """The mean of the picture, a convolution instead of a matrix, and Squeeze."""
        x = tf.reduce_mean(x, [1, 2], keepdims=True)
        x = nn.conv2d(x, self.weights.normal(1, 1, inputs, columns), 1, "SAME")
        x = nn.bias_add(x, self.weights.normal(columns, scale=0.1))
        x = tf.squeeze(x, [1, 2], name="logits")
        shape = tf.shape(x)
        x = nn.softmax(tf.reshape(x, [-1, columns]))
        return tf.reshape(x, shape, name=name)


def image(side=64):
    return tf.compat.v1.placeholder(tf.float32, [None, side, side, 3], name="input")


def slim_case(name, build, side=64):
    return Case(name, graph_of(build), {"input": pictures(2, side, side, 3)}, ["predictions"])


def slim_inception():
    def build():
        slim = Slim()
        x = slim.convolution(image(), 7, 3, 8, stride=2)
        x = nn.max_pool2d(x, 3, 2, "SAME")
        x = slim.convolution(slim.convolution(x, 1, 8, 8), 3, 8, 24)
        width = 24
        for one, before3, three, before5, five, behind in list(MODULES.values())[:3]:
            branches = [
                slim.convolution(x, 1, width, one),
                slim.convolution(slim.convolution(x, 1, width, before3), 3, before3, three),
                slim.convolution(slim.convolution(x, 1, width, before5), 3, before5, five),
                slim.convolution(nn.max_pool2d(x, 3, 1, "SAME"), 1, width, behind),
            ]
            x, width = tf.concat(branches, 3), one + three + five + behind
        slim.logits(x, width)

    return slim_case("slim-inception", build)


def mobile_network(version):
    def build():
        slim = Slim(nn.relu6)
        x, width = slim.convolution(image(), 3, 3, 8, stride=2), 8
        for outputs, stride in [(16, 1), (16, 2), (16, 1), (24, 2), (24, 1)]:
            if version == 1:
                x = slim.depthwise(x, width, stride)
                x = slim.convolution(x, 1, width, outputs)
            else:
                y = slim.depthwise(slim.convolution(x, 1, width, 4 * width), 4 * width, stride)
                y = slim.convolution(y, 1, 4 * width, outputs, is_rectified=False)
                x = x + y if stride == 1 and width == outputs else y
            width = outputs
        slim.logits(x, width)

    return slim_case(f"slim-mobile-v{version}", build)


def residual_network():
    """ResNet-v1: where the stride is 2, the padding is a node of its own."""

    def padded(slim, x, side, inputs, outputs):
        before = (side - 1) // 2
        pads = [[0, 0], [before, side - 1 - before], [before, side - 1 - before], [0, 0]]
        return slim.convolution(tf.pad(x, pads), side, inputs, outputs, 2, "VALID")

    def build():
        slim = Slim(epsilon=1e-5)
        x = nn.max_pool2d(padded(slim, image(), 7, 3, 8), 3, 2, "SAME")
        width = 8
        for outputs, stride in [(16, 1), (16, 2), (32, 1)]:
            shortcut = nn.max_pool2d(x, 1, stride, "SAME") if stride > 1 else x
            if width != outputs:
                shortcut = slim.convolution(shortcut, 1, width, outputs, is_rectified=False)
            y = slim.convolution(x, 1, width, 8)
            y = padded(slim, y, 3, 8, 8) if stride > 1 else slim.convolution(y, 3, 8, 8)
            x = nn.relu(shortcut + slim.convolution(y, 1, 8, outputs, is_rectified=False))
            width = outputs
        slim.logits(x, width)

    return slim_case("slim-residual-v1", build)


# MARK: Keras


def keras_networks():
    layers = tf.keras.layers
    tf.keras.utils.set_random_seed(0)
    yield keras_case(
        "keras-pictures",
        [
            layers.Rescaling(0.5, 0.1),
            layers.ZeroPadding2D(1),
            layers.Conv2D(8, 3, strides=2, activation="relu"),
            layers.BatchNormalization(),
            layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same"),
            layers.LeakyReLU(),
            layers.SeparableConv2D(12, 3, padding="same", activation="elu"),
            layers.AveragePooling2D(2, padding="same"),
            layers.UpSampling2D(2, interpolation="bilinear"),
            layers.Conv2D(12, 3, activation="gelu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(16, activation="tanh"),
            layers.Dense(5, activation="softmax"),
        ],
        (24, 24, 3),
    )
    yield keras_case(
        "keras-gap",
        [
            layers.Conv2D(8, 3, padding="same", activation="relu6"),
            layers.LayerNormalization(),
            layers.UpSampling2D(2),
            layers.Cropping2D(3),
            layers.Conv2D(8, 3, padding="same", activation="silu"),
            layers.GlobalAveragePooling2D(),
            layers.Reshape((2, 4)),
            layers.Permute((2, 1)),
            layers.Dense(6, activation="softplus"),
            layers.Flatten(),
            layers.Dense(5, activation="sigmoid"),
        ],
        (12, 12, 3),
    )
    yield attention_case()
    for name, options in [
        ("MobileNetV2", {"alpha": 0.35}),
        ("ResNet50V2", {}),
        ("InceptionV3", {}),
        ("DenseNet121", {}),
        ("EfficientNetB0", {}),
    ]:
        side = 96
        model = getattr(tf.keras.applications, name)(
            weights=None, input_shape=(side, side, 3), classes=10, **options
        )
        yield keras_model_case(f"keras-{name}", model, (side, side, 3))


def attention_case():
    layers = tf.keras.layers
    x = inputs = tf.keras.Input((16, 16, 3))
    x = layers.Conv2D(16, 4, strides=4)(x)
    x = layers.Reshape((16, 16))(x)
    x = x + layers.MultiHeadAttention(2, 8)(x, x)
    x = layers.LayerNormalization()(x)
    x = layers.GlobalAveragePooling1D()(x)
    outputs = layers.Dense(5, activation="softmax")(x)
    return keras_model_case("keras-attention", tf.keras.Model(inputs, outputs), (16, 16, 3))


def keras_case(name, layers, extents):
    model = tf.keras.Sequential([tf.keras.Input(extents), *layers])
    return keras_model_case(name, model, extents)


def keras_model_case(name, model, extents):
    """A Keras model with random statistics, as a graph with the input `x`."""
    random = np.random.default_rng(0)
    for variable in model.weights:
        if "moving" in variable.name or "gamma" in variable.name:
            variable.assign(random.uniform(0.5, 1.5, variable.shape))
    graph = frozen(
        lambda x: model(x, training=False), tf.TensorSpec([None, *extents], tf.float32, name="x")
    )
    read = {source.lstrip("^").split(":")[0] for node in graph.node for source in node.input}
    silent = ("NoOp", "Const", "Placeholder", "Assert")
    outputs = [n.name for n in graph.node if n.name not in read and n.op not in silent]
    return Case(name, graph, {"x": pictures(2, *extents)}, outputs)
