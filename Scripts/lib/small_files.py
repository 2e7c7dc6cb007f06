"""Small files of all formats that igtool reads, made here or taken from the project itself.

`files(root)` gives, for each target of Scripts/fuzz, some sound files as bytes.
"""

import base64
import json
import pathlib
import re
import struct
import zlib


def chunk(kind, data):
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, color_type=2, depth=8, interlaced=False, extra=b""):
    """A PNG with a gradient; of interlaced ones, whose passes have other lengths, of one pixel."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color_type]
    line = (width * samples * depth + 7) // 8
    rows = b"".join(bytes([y % 5]) + bytes((17 * x + 5 * y) % 251 for x in range(line)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced))
    palette = chunk(b"PLTE", bytes(range(256)) * 3) if color_type == 3 else b""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + palette + extra
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def exif(orientation):
    """Exif data that say how a picture is turned."""
    return b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([orientation]) + b"\0\0\0\0\0\0"


def pngs():
    made = [png(9, 7, color, depth) for color, depth in [(0, 1), (0, 16), (2, 8), (3, 4), (4, 8), (6, 16)]]
    made += [png(1, 1, 2, 8, True), png(8, 5, extra=chunk(b"eXIf", exif(6)))]
    transparent = chunk(b"tRNS", b"\0\x11\0\x22\0\x33")
    return made + [png(8, 5, extra=transparent), png(5, 5, extra=chunk(b"tEXt", b"Title\0drawn"))]


def jpegs(root):
    """The drawings of the tests: grey, colour, progressive, restarting, CMYK; one turned by Exif."""
    text = (root / "Tests/ImagingTests/Goldens/JPEGGolden+Fixtures.swift").read_text()
    found = [base64.b64decode(literal) for literal in re.findall(r'file: """(.*?)"""', text, re.S)]
    segment = b"Exif\0\0" + exif(6)
    if found:
        marker = b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment
        found.append(found[0][:2] + marker + found[0][2:])
    return found


def field(number, value):
    """A field of a protobuf message: a number, or bytes, a text or a message by its length."""
    def varint(value):
        out = b""
        while True:
            out += bytes([value & 127 | (128 if value > 127 else 0)])
            value >>= 7
            if not value:
                return out
    if isinstance(value, int):
        return varint(number << 3) + varint(value & (1 << 64) - 1)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def onnx_value(name, dims):
    shape = b"".join(field(1, field(1, extent)) for extent in dims)
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, shape)))


def onnx_node(kind, inputs, output, **ints):
    node = b"".join(field(1, name) for name in inputs) + field(2, output) + field(4, kind)
    for name, value in ints.items():
        if isinstance(value, int):
            node += field(5, field(1, name) + field(3, value) + field(20, 2))
        else:
            node += field(5, field(1, name) + b"".join(field(8, v) for v in value) + field(20, 7))
    return node


def onnx_array(name, dims, values, kind="f"):
    data = struct.pack(f"<{len(values)}{kind}", *values)
    dimensions = b"".join(field(1, extent) for extent in dims)
    return dimensions + field(2, 1 if kind == "f" else 7) + field(8, name) + field(9, data)


def onnx(nodes, arrays, inputs, output):
    graph = b"".join(field(1, node) for node in nodes) + field(2, "g")
    graph += b"".join(field(5, array) for array in arrays)
    graph += b"".join(field(11, onnx_value(*value)) for value in inputs)
    graph += field(12, onnx_value(output, []))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17))


def onnxs(root):
    ramp = lambda count: [((7 * i) % 13 - 6) / 10 for i in range(count)]
    convolution = onnx(
        [
            onnx_node("Conv", ["x", "w", "b"], "c", pads=[1, 1, 1, 1], kernel_shape=[3, 3]),
            onnx_node("Relu", ["c"], "r"),
            onnx_node("MaxPool", ["r"], "p", kernel_shape=[2, 2], strides=[2, 2]),
            onnx_node("GlobalAveragePool", ["p"], "a"),
            onnx_node("Flatten", ["a"], "f", axis=1),
            onnx_node("Softmax", ["f"], "y", axis=1),
        ],
        [onnx_array("w", [4, 3, 3, 3], ramp(108)), onnx_array("b", [4], ramp(4))],
        [("x", [1, 3, 8, 8])], "y")
    moving = onnx(
        [
            onnx_node("Pad", ["x", "pads"], "p"),
            onnx_node("Slice", ["p", "starts", "ends"], "s"),
            onnx_node("Transpose", ["s"], "t", perm=[0, 2, 3, 1]),
            onnx_node("Resize", ["p", "", "scales"], "z"),
            onnx_node("Concat", ["s", "s"], "d", axis=1),
            onnx_node("Shape", ["d"], "h"),
            onnx_node("Reshape", ["d", "h"], "e"),
            onnx_node("ReduceMean", ["e"], "m", axes=[2, 3], keepdims=0),
            onnx_node("Expand", ["m", "two"], "y"),
        ],
        [
            onnx_array("pads", [8], [0, 0, 1, 1, 0, 0, 1, 1], "q"),
            onnx_array("starts", [4], [0, 0, 1, 1], "q"), onnx_array("ends", [4], [1, 3, 6, 6], "q"),
            onnx_array("two", [2], [1, 6], "q"), onnx_array("scales", [4], [1, 1, 2, 2]),
        ],
        [("x", [1, 3, 6, 6])], "y")
    return [convolution, moving, (root / "Models/iris/iris.onnx").read_bytes()]


def graph_node(name, kind, inputs=(), **attributes):
    node = field(1, name) + field(2, kind) + b"".join(field(3, value) for value in inputs)
    return node + b"".join(field(5, field(1, key) + field(2, value)) for key, value in attributes.items())


def graph_shape(dims):
    return b"".join(field(2, field(1, extent)) for extent in dims)


def graphs():
    """A frozen TensorFlow graph: pixels, a product, a rectifier and shares."""
    floats = field(6, 1)
    weights = struct.pack("<12f", *[((5 * i) % 7 - 3) / 4 for i in range(12)])
    array = field(1, 1) + field(2, graph_shape([4, 3])) + field(4, weights)
    nodes = [
        graph_node("x", "Placeholder", dtype=floats, shape=field(7, graph_shape([1, 4]))),
        graph_node("w", "Const", dtype=floats, value=field(8, array)),
        graph_node("m", "MatMul", ["x", "w"], T=floats, transpose_a=field(5, 0), transpose_b=field(5, 0)),
        graph_node("r", "Relu", ["m"], T=floats),
        graph_node("y", "Softmax", ["r"], T=floats),
    ]
    return [b"".join(field(1, node) for node in nodes)]


def npy(shape, descr="<f4", data=None):
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    count = 1
    for extent in shape:
        count *= extent
    data = data if data is not None else bytes((3 * i) % 120 for i in range(int(descr[-1]) * count))
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header + data


def tokenizers():
    words = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "##b": 4, "two": 5, "words": 6, ",": 7}
    piece = {
        "added_tokens": [{"id": 1, "content": "[CLS]", "special": True}],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
        "model": {"type": "WordPiece", "vocab": words, "unk_token": "[UNK]",
                  "continuing_subword_prefix": "##", "max_input_chars_per_word": 100},
    }
    pairs = {
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": True, "use_regex": True},
        "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "\u0120": 3},
                  "merges": ["a b"], "unk_token": "a"},
    }
    pattern = {
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "\\w+|[^\\w\\s]+"},
                          "behavior": "Isolated", "invert": False},
        "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["two", -1.5], ["w", -2]]},
    }
    return [json.dumps(made).encode() + b"\0Two words, ab" for made in [piece, pairs, pattern]]


def files(root):
    """Sound files for each target."""
    root = pathlib.Path(root)
    manifests = [path.read_bytes() for path in sorted(root.glob("Models/*/*.json"))
                 if b'"output"' in path.read_bytes()]
    table = (root / "Models/iris/samples.csv").read_bytes()
    return {
        "JPEG": jpegs(root),
        "PNG": pngs(),
        "ONNX": onnxs(root),
        "GraphDef": graphs(),
        "Manifest": manifests,
        "NPY": [npy((2, 3)), npy((4,), "<i8"), npy((1, 2, 2), "|b1"), npy((), "<f8"), npy((3,), "<f2")],
        "CSV": [table[:400], b'a;b\n"1,5";x\n\n2;"y ""z"""\n', b"\xef\xbb\xbfa\tb\r\n1\t2\r\n"],
        "Tokenizer": tokenizers(),
    }
