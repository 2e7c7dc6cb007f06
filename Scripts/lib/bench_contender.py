"""One contender of Scripts/bench, in a process of its own.

    bench_contender.py make-resnet18 OUTPUT.onnx
    bench_contender.py make-picture MODEL.onnx PREFIX          PREFIX.png and PREFIX.npy
    bench_contender.py CONTENDER MODEL.onnx ARRAY.npy STEPS REPETITIONS THREADS

Contenders print one line of JSON: the median seconds, and the batch size that was best.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np


def main():
    name, *arguments = sys.argv[1:]
    if name in MAKERS:
        return MAKERS[name](*arguments)
    model, array, steps, repetitions, threads = arguments
    image = np.load(array)
    contender = CONTENDERS[name](model, image, int(steps), int(threads))
    print(json.dumps(best(contender, int(repetitions))))


def best(variants, repetitions):
    """Runs every variant (note, function) once, then the fastest one repeatedly."""
    trials = []
    for note, run in variants:
        run()
        start = time.perf_counter()
        run()
        trials.append((time.perf_counter() - start, note, run))
    _, note, run = min(trials, key=lambda trial: trial[0])
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return {"seconds": sorted(times)[len(times) // 2], "note": note}


# MARK: what is compared


def torch_parts(model, image, threads, channels_last=False):
    import torch
    from torch_contender import TorchNetwork

    torch.set_num_threads(threads)
    network = TorchNetwork(model).eval()
    x = torch.from_numpy(image)
    if channels_last:
        network = network.to(memory_format=torch.channels_last)
        x = x.contiguous(memory_format=torch.channels_last)
    return torch, network, x, torch.zeros_like(x)


def captum(model, image, steps, threads, batches=(4, 8, 16, 32), channels_last=False):
    torch, network, x, baseline = torch_parts(model, image, threads, channels_last)
    from captum.attr import IntegratedGradients

    method = IntegratedGradients(network)
    return [
        (f"batch {batch or 'all'}", lambda batch=batch: method.attribute(
            x, baseline, target=0, n_steps=steps + 1, method="riemann_trapezoid",
            internal_batch_size=batch))
        for batch in batches]


def pytorch(model, image, steps, threads):
    torch, network, x, baseline = torch_parts(model, image, threads, channels_last=True)
    weights = torch.full((steps + 1,), 1 / steps)
    weights[[0, -1]] /= 2
    alphas = torch.linspace(0, 1, steps + 1)

    def run(batch):
        total = torch.zeros_like(x)
        for first in range(0, steps + 1, batch):
            alpha = alphas[first : first + batch].view(-1, 1, 1, 1)
            points = (baseline + alpha * (x - baseline)).detach().requires_grad_()
            score = (network(points)[:, 0] * weights[first : first + batch]).sum()
            total += torch.autograd.grad(score, points)[0].sum(0, keepdim=True)
        return total * (x - baseline)

    return [(f"channels last, batch {batch}", lambda batch=batch: run(batch)) for batch in (4, 8, 16)]


def tensorflow(model, image, steps, threads):
    import tensorflow as tf
    from tensorflow_contender import TensorFlowNetwork

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    network = TensorFlowNetwork(model)
    x = tf.constant(image.transpose(0, 2, 3, 1))
    baseline = tf.zeros_like(x)
    weights = np.full(steps + 1, 1 / steps, np.float32)
    weights[[0, -1]] /= 2
    alphas = np.linspace(0, 1, steps + 1, dtype=np.float32)

    @tf.function(reduce_retracing=False)
    def gradients(alpha, weight):
        points = baseline + alpha[:, None, None, None] * (x - baseline)
        with tf.GradientTape() as tape:
            tape.watch(points)
            score = tf.reduce_sum(network(points)[:, 0] * weight)
        return tf.reduce_sum(tape.gradient(score, points), 0, keepdims=True)

    def run(batch):
        total = tf.zeros_like(x)
        for first in range(0, steps + 1, batch):
            part = slice(first, first + batch)
            total += gradients(tf.constant(alphas[part]), tf.constant(weights[part]))
        return (total * (x - baseline)).numpy()

    return [(f"batch {batch}", lambda batch=batch: run(batch)) for batch in (4, 8, 17)]


def onnxruntime_forward(model, image, steps, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run():
        for _ in range(steps + 1):
            session.run(None, {name: image})

    return [("forward passes alone, no gradients", run)]


def captum_script(model, image, steps, threads):
    """What somebody would write instead of one igtool command; its whole process is timed."""

    def run():
        torch, network, x, baseline = torch_parts(model, image, threads, channels_last=True)
        from captum.attr import IntegratedGradients
        from PIL import Image

        target = int(network(x).argmax())
        map_ = IntegratedGradients(network).attribute(
            x, baseline, target=target, n_steps=steps + 1, method="riemann_trapezoid",
            internal_batch_size=16)
        heat = map_[0].abs().sum(0).detach().numpy()
        heat = np.clip(heat / np.percentile(heat, 99), 0, 1)
        mask = Image.fromarray((heat * 255).astype(np.uint8))
        photo = np.clip(image[0].transpose(1, 2, 0), 0, 255)
        overlay = Image.fromarray((0.5 * photo + 127 * heat[..., None]).astype(np.uint8))
        with tempfile.TemporaryDirectory() as folder:
            mask.save(Path(folder) / "mask.png")
            overlay.save(Path(folder) / "overlay.png")

    run()
    print(json.dumps({"seconds": 0, "note": "whole process, batch 16, channels last"}))
    sys.exit()


CONTENDERS = {
    "captum-default": lambda *a: captum(*a, batches=(None,)),
    "captum": captum,
    "captum-channels-last": lambda *a: captum(*a, channels_last=True),
    "pytorch": pytorch,
    "tensorflow": tensorflow,
    "onnxruntime-forward": onnxruntime_forward,
    "captum-script": captum_script,
}


# MARK: what is compared on


def make_picture(model, prefix):
    """Draws a picture of the network's size: soft coloured discs on a gradient, with grain."""
    import onnx
    from PIL import Image

    graph = onnx.load(model).graph
    weights = {w.name for w in graph.initializer}
    shape = next(i for i in graph.input if i.name not in weights).type.tensor_type.shape
    height, width = (d.dim_value or 224 for d in shape.dim[2:])
    row, column, channel = np.mgrid[0:height, 0:width, 0:3]
    discs = 80 * np.exp(-((row - height / 2) ** 2 + (column - width / 3) ** 2) / (0.02 * height * width))
    grain = np.random.default_rng(0).normal(0, 12, (height, width, 3))
    pixels = np.clip(60 + 90 * row / height + 40 * np.sin(column / 9 + channel) + discs + grain, 0, 255)
    pixels = pixels.astype(np.uint8)
    Image.fromarray(pixels).save(prefix + ".png")
    np.save(prefix + ".npy", pixels.transpose(2, 0, 1)[None].astype(np.float32))


def make_resnet18(path):
    """Writes a network of the shape of ResNet-18 with random weights, batch normalisation folded."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    generator = np.random.default_rng(0)
    nodes, weights = [], []

    def add(kind, inputs, **attributes):
        output = f"{kind}_{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
        return output

    def constant(name, array):
        weights.append(numpy_helper.from_array(array.astype(np.float32), name))
        return name

    def convolution(x, inputs, outputs, kernel, stride):
        index = len(nodes)
        scale = np.sqrt(2 / (inputs * kernel * kernel))
        w = constant(f"w{index}", generator.normal(0, scale, (outputs, inputs, kernel, kernel)))
        b = constant(f"b{index}", generator.normal(0, 0.1, outputs))
        pad = kernel // 2
        return add("Conv", [x, w, b], kernel_shape=[kernel, kernel], strides=[stride, stride],
                   pads=[pad, pad, pad, pad])

    scale = constant("pixel_scale", np.array(1 / 64).reshape(1, 1, 1, 1))
    x = add("Mul", ["image", scale])
    x = add("Relu", [convolution(x, 3, 64, 7, 2)])
    x = add("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    channels = 64
    for stage, outputs in enumerate((64, 128, 256, 512)):
        for block in range(2):
            stride = 2 if stage > 0 and block == 0 else 1
            y = add("Relu", [convolution(x, channels, outputs, 3, stride)])
            y = convolution(y, outputs, outputs, 3, 1)
            if stride == 2:
                x = convolution(x, channels, outputs, 1, 2)
            x = add("Relu", [add("Add", [x, y])])
            channels = outputs
    x = add("Flatten", [add("GlobalAveragePool", [x])])
    w = constant("classifier", generator.normal(0, 0.05, (1000, 512)))
    x = add("Gemm", [x, w, constant("classifier_bias", np.zeros(1000))], transB=1)
    x = add("Softmax", [x], axis=1)
    graph = helper.make_graph(
        nodes, "resnet18", [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 3, 224, 224])],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["N", 1000])], weights)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


MAKERS = {"make-resnet18": make_resnet18, "make-picture": make_picture}

if __name__ == "__main__":
    main()
