import Foundation
import Imaging

/// A kind of file that networks are kept in, or that comes in their place, and that is not read.
enum ForeignNetwork: CaseIterable {
  case torch, keras, hdf5, tensorFlowLite, savedModel, weights, gguf, pickle, zip, pointer, page
  case picture

  /// Recognises a file that is no ONNX by its first bytes; nil if it is none of these.
  init?(_ bytes: Data) {
    let beginning = Array(bytes.prefix(Self.lookedAt))
    guard let kind = Self.allCases.first(where: { $0.begins(beginning) }) else { return nil }
    self = kind
  }

  private static let lookedAt = 1024

  private func begins(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .torch: ForeignFormat(bytes) == .zip && Self.names("data.pkl", in: bytes)
    case .keras: ForeignFormat(bytes) == .zip && Self.names("metadata.json", in: bytes)
    case .zip: ForeignFormat(bytes) == .zip
    case .hdf5: bytes.starts(with: [0x89] + Array("HDF\r\n".utf8))
    case .tensorFlowLite: bytes.dropFirst(4).starts(with: Array("TFL3".utf8))
    // Version 1 of the format, and a graph with the table of its operators.
    case .savedModel: bytes.starts(with: [0x08, 0x01, 0x12]) && Self.hasInnerTables(bytes)
    // The length of a header in JSON, in eight bytes.
    case .weights: bytes.count > 9 && bytes[4..<8] == [0, 0, 0, 0] && bytes[8...9] == [0x7b, 0x22]
    case .gguf: bytes.starts(with: Array("GGUF".utf8))
    case .pickle: bytes.count > 1 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
    case .pointer: ForeignFormat(bytes) == .largeFilePointer
    case .page: ForeignFormat(bytes) == .html
    case .picture: Container(bytes) != nil
    }
  }

  private static func names(_ file: String, in bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(file)
  }

  /// Whether the second field, behind its length, begins with two fields that have fields themselves;
  /// in an ONNX file it is a name.
  private static func hasInnerTables(_ bytes: [UInt8]) -> Bool {
    let inner = bytes.dropFirst(3).drop { $0 >= 0x80 }.dropFirst()
    return inner.first == 0x0a && inner.dropFirst().drop { $0 >= 0x80 }.dropFirst().first == 0x12
  }

  /// What it is, and how a network comes out of it that is read.
  var description: String {
    switch self {
    case .torch:
      "a file of PyTorch, which only the code of the network can read; load it there, and write the "
        + "network by torch.onnx.export(model.eval(), (example,), \"net.onnx\", dynamo=True)"
    case .keras, .hdf5:
      "a file of \(self == .keras ? "Keras" : "Keras or HDF5"); load it there, and write the network "
        + "by model.export(\"net.onnx\", format=\"onnx\")"
    case .tensorFlowLite:
      "a file of TensorFlow Lite; write ONNX of it: python -m tf2onnx.convert --tflite IN.tflite "
        + "--output net.onnx"
    case .savedModel:
      "a SavedModel of TensorFlow; write ONNX of its folder: python -m tf2onnx.convert "
        + "--saved-model FOLDER --output net.onnx"
    case .weights:
      "weights without their network (safetensors); write the whole network: optimum-cli export "
        + "onnx, or torch.onnx.export"
    case .gguf: "a language model of llama.cpp (GGUF), which has no gradient here"
    case .pickle:
      "a pickle of Python; load it there, and write the network by torch.onnx.export, or by skl2onnx"
    case .zip: "a ZIP archive; unpack it, and name the ONNX file in it"
    case .pointer: "a pointer of Git LFS; \(ForeignFormat.largeFilePointer.advice)"
    case .page: "an HTML page that came in its place; fetch the file again"
    case .picture: "a picture; --model is for the network, pictures stand by themselves"
    }
  }
}
