import Classification
import Foundation
import Models
import TestSupport
import Testing

@Suite("Files that are no network which is read") struct ForeignNetworkTests {
  private static func zip(_ name: String) -> [UInt8] {
    [0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 26) + Array(name.utf8)
  }

  private static let files: [(bytes: [UInt8], found: String, advice: String)] = [
    (zip("net/data.pkl"), "a file of PyTorch", "torch.onnx.export("),
    (zip("metadata.json"), "a file of Keras;", "model.export("),
    (zip("net.onnx"), "a ZIP archive", "unpack it"),
    ([0x89] + Array("HDF\r\n\u{1a}\n".utf8) + [0, 0], "a file of Keras or HDF5", "model.export("),
    ([0x20, 0, 0, 0] + Array("TFL3".utf8) + [0, 0], "a file of TensorFlow Lite", "--tflite"),
    (
      [0x08, 0x01, 0x12, 0xe6, 0x95, 0x42, 0x0a, 0xc8, 0x24, 0x12, 0x9e, 0x24, 0x0a],
      "a SavedModel of TensorFlow", "--saved-model"
    ),
    (
      [60, 0, 0, 0, 0, 0, 0, 0] + Array(#"{"weight""#.utf8), "weights without their network",
      "optimum-cli"
    ),
    (Array("GGUF".utf8) + [3, 0, 0, 0], "a language model of llama.cpp", "no gradient"),
    ([0x80, 0x04, 0x95, 0x0c], "a pickle of Python", "skl2onnx"),
    (
      Array("version https://git-lfs.github.com/spec/v1\n".utf8), "a pointer of Git LFS", "lfs pull"
    ),
    (Array("<!doctype html><html>".utf8), "an HTML page", "fetch the file again"),
    ([0xff, 0xd8, 0xff, 0xe0], "a picture", "--model is for the network"),
  ]

  private func failure(_ bytes: [UInt8]) throws -> ClassificationError? {
    let folder = try TemporaryFolder()
    let path = try folder.write("net.onnx", Data(bytes))
    let files = try ModelStore(environment: ["HOME": folder.path]).locate(path)
    return #expect(throws: ClassificationError.self) { try Classifier(files) }
  }

  @Test(
    "Each is told for what it is, with the way to a network that is read", arguments: files.indices)
  func told(place: Int) throws {
    let (bytes, found, advice) = Self.files[place]
    let error = try failure(bytes)
    let text = error?.description ?? ""
    #expect(
      text.contains("expected a network in ONNX") && text.contains("found \(found)"), "\(text)")
    #expect(text.contains(advice), "\(text)")
    #expect(error?.kind == .badData)
  }

  @Test("What is none of them is no whole ONNX file")
  func damaged() throws {
    for bytes: [UInt8] in [[0x07], [0x08, 0x08, 0x12, 0x7f, 0x61], [0xff, 0xfe, 0xff]] {
      #expect(try failure(bytes)?.description.contains("not a whole ONNX model") == true)
    }
  }
}
