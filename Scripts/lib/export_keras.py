"""Exports Keras networks by tf2onnx, with seeded random weights.

A network is channels last, as tf2onnx leaves it, or with ".nchw" has its input as N×C×H×W
(``inputs_as_nchw``). Batch normalisation has the statistics of random pictures. Gradients are
those of the same weights in a network that is built again in double precision, where no unit is at
the kink of a rectifier.
"""

import os

import numpy as np
from export_network import Answer, names_in, picture
from kinks import move_keras_away

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

INPUT = "input_1"


def export(name, size, path):
    """Exports one network; returns what TensorFlow says of it."""
    import keras
    import tensorflow

    keras.utils.set_random_seed(0)
    base, _, way = name.removeprefix("keras_").partition(".")
    build, x = network(keras, base, size)
    model = build()
    make_alive(keras, model, x)
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    double = build()
    double.set_weights([weight.astype(np.float64) for weight in model.get_weights()])
    move_keras_away(keras, double, x.astype(np.float64))
    model.set_weights([weight.astype(np.float32) for weight in double.get_weights()])
    target = int(np.argmax(double(x.astype(np.float64), training=False)[0]))
    output, gradient = gradient_of(tensorflow, double, x.astype(np.float64), target)

    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
    write_model(tensorflow, model, x, path, way)
    _, single = gradient_of(tensorflow, model, x, target)
    if way:
        x, single, gradient = (array.transpose(0, 3, 1, 2) for array in (x, single, gradient))
    inputs, outputs = names_in(path)
    return Answer({inputs[0]: x}, output, outputs[0], target, inputs[0], gradient, single)


def network(keras, base, size):
    """Returns a function that builds the network, and an input for it."""
    if base == "mlp":
        return lambda: mlp(keras), np.random.default_rng(0).normal(0, 1, (1, 12)).astype("f")
    if base in SEQUENTIALS:
        side, channels = (28, 1) if base == "grey" else (32, 3)
        layers = SEQUENTIALS[base]
        x = picture(side, channels)[None].astype(np.float32)
        return lambda: keras.Sequential(layers(keras.layers, side, channels)), x
    kind, scale = APPLICATIONS[base]
    side = 64 if size == "small" else SIDES.get(base, 224)
    arguments = dict(weights=None, input_shape=(side, side, 3))
    if size == "small":
        arguments |= dict(classes=10) | (dict(alpha=0.35) if kind == "MobileNetV2" else {})
    x = scale(picture(side))[None].astype(np.float32)
    return lambda: getattr(keras.applications, kind)(**arguments), x


def symmetric(pixels):
    return pixels / 127.5 - 1


def caffe(pixels):
    return pixels[..., ::-1] - [103.939, 116.779, 123.68]


def unchanged(pixels):
    return pixels


APPLICATIONS = {
    "mobilenetv2": ("MobileNetV2", symmetric),
    "resnet50": ("ResNet50", caffe),
    "efficientnetb0": ("EfficientNetB0", unchanged),
    "densenet121": ("DenseNet121", symmetric),
    "vgg16": ("VGG16", caffe),
    "xception": ("Xception", symmetric),
}

# tf2onnx takes more than 24 GiB for the dense layers that VGG-16 has behind a picture of 224 pixels.
SIDES = {"vgg16": 96}


def colour(layers, side, channels):
    """Two classes by one sigmoid, as in Keras's guide to cats and dogs."""
    return [
        layers.Input((side, side, channels)),
        layers.Rescaling(1 / 255),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(1, activation="sigmoid"),
    ]


def grey(layers, side, channels):
    """Ten classes of digits."""
    return [
        layers.Input((side, side, channels)),
        layers.Rescaling(1 / 255),
        layers.Conv2D(8, 3, padding="same"),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.AveragePooling2D(2),
        layers.SeparableConv2D(16, 3, strides=2, padding="same", activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ]


def activations(layers, side, channels):
    """Activations that tf2onnx spells out, and layer normalisation."""
    import keras

    return [
        layers.Input((side, side, channels)),
        layers.Rescaling(1 / 127.5, offset=-1),
        layers.Conv2D(8, 3, padding="same"),
        layers.LeakyReLU(),
        layers.LayerNormalization(),
        layers.Conv2D(8, 3, activation="elu"),
        layers.Conv2D(8, 3, strides=2, activation="swish"),
        layers.DepthwiseConv2D(3, activation=lambda x: keras.activations.gelu(x, True)),
        layers.Conv2DTranspose(4, 3, strides=2, activation="softplus"),
        layers.PReLU(shared_axes=[1, 2]),
        layers.UpSampling2D(2),
        layers.GlobalMaxPooling2D(),
        layers.Dense(5, activation="softmax"),
    ]


def exact_gelu(layers, side, channels):
    """The exact GELU, of which tf2onnx makes Erfc, no operator of ONNX."""
    return [
        layers.Input((side, side, channels)),
        layers.Rescaling(1 / 127.5, offset=-1),
        layers.Conv2D(8, 3, activation="gelu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(5, activation="softmax"),
    ]


SEQUENTIALS = {
    "colour": colour,
    "grey": grey,
    "activations": activations,
    "exact_gelu": exact_gelu,
}


def mlp(keras):
    """A network of table rows."""
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((12,)),
            layers.Dense(16, activation="tanh"),
            layers.BatchNormalization(),
            layers.Dense(16, activation="selu"),
            layers.Dense(3, activation="softmax"),
        ]
    )


def make_alive(keras, model, x):
    """Gives batch normalisation statistics, and networks without it weights that do not fade."""
    random = np.random.default_rng(0)
    normalisations = [
        layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)
    ]
    for layer in normalisations:
        layer.momentum = 0.0
        if layer.gamma is not None:
            layer.gamma.assign(random.uniform(0.5, 1.5, layer.gamma.shape))
            layer.beta.assign(random.normal(0, 0.1, layer.beta.shape))
    if normalisations:
        noise = random.normal(0, x.std() / 2, (4,) + x.shape[1:])
        model((x + noise).astype(np.float32), training=True)
    else:
        for layer in model.layers[:-1]:
            if hasattr(layer, "kernel"):
                layer.kernel.assign(layer.kernel * 2**0.5)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            # Else tf2onnx makes inputs of these constants.
            layer.mean, layer.variance = np.asarray(layer.mean), np.asarray(layer.variance)


def write_model(tensorflow, model, x, path, way):
    """Converts the network."""
    import tf2onnx

    shape = (None,) + x.shape[1:]
    signature = [tensorflow.TensorSpec(shape, tensorflow.float32, name=INPUT)]
    function = tensorflow.function(
        lambda x: model(x, training=False), input_signature=signature
    )
    chosen = {"inputs_as_nchw": [INPUT]} if way else {}
    tf2onnx.convert.from_function(
        function, input_signature=signature, opset=15, output_path=str(path), **chosen
    )


def gradient_of(tensorflow, model, x, target):
    """Returns the output and the gradient of one component."""
    x = tensorflow.constant(x)
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        output = model(x, training=False)
        score = output[0, target]
    return output.numpy(), tape.gradient(score, x).numpy()
