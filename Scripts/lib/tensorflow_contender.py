"""An ONNX classifier as TensorFlow operators, channels innermost, for tf.function."""

import onnx
import tensorflow as tf
from onnx import helper, numpy_helper


class TensorFlowNetwork:
    """Runs the nodes of a graph in order on N x H x W x C inputs."""

    def __init__(self, path):
        model = onnx.load(path)
        weights = {w.name: numpy_helper.to_array(w) for w in model.graph.initializer}
        self.input = next(i.name for i in model.graph.input if i.name not in weights)
        self.output = model.graph.output[0].name
        self.nodes, self.constants = [], {}
        for node in model.graph.node:
            attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
            for index, name in enumerate(node.input):
                if name in weights and name not in self.constants:
                    self.constants[name] = self.constant(node.op_type, attributes, weights[name])
            self.nodes.append((node.op_type, attributes, list(node.input), node.output[0]))

    def constant(self, kind, attributes, value):
        if kind == "Conv" and value.ndim == 4:
            value = value.transpose(2, 3, 1, 0)
        if kind == "Gemm" and value.ndim == 2 and attributes.get("transB", 0):
            value = value.T
        return value if kind == "Reshape" else tf.constant(value)

    def __call__(self, x):
        values = {self.input: x}
        for kind, attributes, names, output in self.nodes:
            inputs = [values.get(name, self.constants.get(name)) for name in names]
            values[output] = getattr(self, kind)(attributes, *inputs)
        result = values[self.output]
        return tf.reshape(result, [tf.shape(result)[0], -1])

    def padded(self, a, x, value=0.0):
        pads = a.get("pads", [0, 0, 0, 0])
        extra = [0, 0]
        if a.get("ceil_mode", 0):
            for axis in range(2):
                kernel, stride = a["kernel_shape"][axis], a.get("strides", [1, 1])[axis]
                room = x.shape[axis + 1] + pads[axis] + pads[axis + 2] - kernel
                extra[axis] = -room % stride
        amounts = [
            [0, 0], [pads[0], pads[2] + extra[0]], [pads[1], pads[3] + extra[1]], [0, 0]]
        return tf.pad(x, amounts, constant_values=value) if any(map(sum, amounts)) else x

    def Conv(self, a, x, weight, bias=None):
        y = tf.nn.conv2d(self.padded(a, x), weight, a.get("strides", [1, 1]), "VALID")
        return y if bias is None else tf.nn.bias_add(y, bias)

    def Relu(self, a, x):
        return tf.nn.relu(x)

    def MaxPool(self, a, x):
        x = self.padded(a, x, x.dtype.min)
        return tf.nn.max_pool2d(x, a["kernel_shape"], a.get("strides", [1, 1]), "VALID")

    def AveragePool(self, a, x):
        return tf.nn.avg_pool2d(x, a["kernel_shape"], a.get("strides", [1, 1]), "VALID")

    def GlobalAveragePool(self, a, x):
        return tf.reduce_mean(x, [1, 2], keepdims=True)

    def LRN(self, a, x):
        return tf.nn.local_response_normalization(
            x, a["size"] // 2, a.get("bias", 1.0), a.get("alpha", 1e-4) / a["size"],
            a.get("beta", 0.75))

    def BatchNormalization(self, a, x, scale, bias, mean, variance):
        return tf.nn.batch_normalization(x, mean, variance, bias, scale, a.get("epsilon", 1e-5))

    def Concat(self, a, *inputs):
        return tf.concat(inputs, -1)

    def Add(self, a, x, y):
        return x + y

    def Mul(self, a, x, y):
        return x * tf.reshape(y, []) if y.shape.num_elements() == 1 else x * y

    def Dropout(self, a, x, *_):
        return x

    def Reshape(self, a, x, shape):
        return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [-1] + [int(n) for n in shape[1:]])

    def Flatten(self, a, x):
        return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [-1, x.shape[1] * x.shape[2] * x.shape[3]])

    def Gemm(self, a, x, weight, bias=None):
        y = tf.linalg.matmul(x, weight)
        return y if bias is None else y + bias

    def Softmax(self, a, x):
        return tf.nn.softmax(x, -1)
