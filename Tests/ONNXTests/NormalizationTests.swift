import Foundation
import Tensors
import Testing

@Suite("Normalisations of an ONNX file")
struct NormalizationTests {
  private let image = samples([2, 3, 2, 2])

  @Test("batch normalisation uses the statistics of the file", arguments: [7, 9, 14, 15])
  func batchNormalization(opset: Int) throws {
    var file = ModelFile(opset: opset, inputs: ["x": [0, 3, 2, 2]])
    file.constant("scale", [3], [1, 2, 3])
    file.constant("bias", [3], [0.5, 0, -0.5])
    file.constant("mean", [3], [0.1, 0.2, 0.3])
    file.constant("variance", [3], [1, 4, 9])
    file.node(
      "BatchNormalization", ["x", "scale", "bias", "mean", "variance"], ["y"], ["epsilon": 0.01])
    let expected = Tensor(
      image.shape,
      image.values.indices.map { index in
        let c = Float(index / 4 % 3)
        let deviation = ((c + 1) * (c + 1) + 0.01).squareRoot()
        return (c + 1) * (image.values[index] - 0.1 * (c + 1)) / deviation + 0.5 - 0.5 * c
      })
    #expect(distance(try file.run(image), expected) < 1e-5)
  }

  @Test("batch normalisation refuses training, other axes, and statistics of another size")
  func batchNormalizationRefusals() throws {
    func failure(
      opset: Int = 15, extents: [Int] = [0, 3, 2, 2], count: Int = 3,
      _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
    ) throws -> String {
      var file = ModelFile(opset: opset, inputs: ["x": extents])
      file.constant("v", [count], [Float](repeating: 1, count: count))
      file.node("BatchNormalization", ["x", "v", "v", "v", "v"], ["y"], settings)
      return try file.failure()
    }
    #expect(try failure() == "none")
    #expect(try failure(["training_mode": 1]).contains("training_mode is not supported"))
    #expect(try failure(opset: 7, ["spatial": 0]).contains("\"spatial\""))
    #expect(try failure(count: 4).contains("expected 3 numbers of the scale, found shape 4"))
    #expect(try failure(extents: [0, 3, 2]) == "none")
    #expect(try failure(extents: [3]).contains("expected two axes or more (N×C×…), found 1"))
  }

  @Test("LRN divides by the energy of the neighbouring channels", arguments: [1, 2, 3, 7])
  func localResponse(size: Int) throws {
    var file = ModelFile(inputs: ["x": [0, 3, 2, 2]])
    file.node(
      "LRN", ["x"], ["y"], ["size": .integer(size), "alpha": 0.3, "beta": 0.6, "bias": 1.5])
    let expected = Tensor(
      image.shape,
      image.values.indices.map { index in
        let c = index / 4 % 3
        let energy = (max(0, c - (size - 1) / 2)...min(2, c + size / 2)).reduce(Float(0)) {
          $0 + image.values[index + ($1 - c) * 4] * image.values[index + ($1 - c) * 4]
        }
        return image.values[index] / pow(1.5 + 0.3 / Float(size) * energy, 0.6)
      })
    #expect(distance(try file.run(image), expected) < 1e-5)
  }

  @Test("LRN without a usable size is refused")
  func localResponseRefusals() throws {
    for size in [0, -1, 1 << 40] {
      var file = ModelFile()
      file.node("LRN", ["x"], ["y"], ["size": .integer(size)])
      #expect(try file.failure().contains("\"size\""))
    }
  }

  /// Softmax of the groups of numbers for which `group` returns the same.
  private func softmax(_ tensor: Tensor, by group: (Int) -> Int) -> Tensor {
    let sums = tensor.values.indices.reduce(into: [Int: Float]()) {
      $0[group($1), default: 0] += exp(tensor.values[$1])
    }
    return Tensor(
      tensor.shape,
      tensor.values.indices.map { exp(tensor.values[$0]) / (sums[group($0)] ?? 1) })
  }

  private func softmaxFile(
    _ opset: Int, _ extents: [Int], _ axis: Int?, kind: String = "Softmax"
  ) -> ModelFile {
    var file = ModelFile(opset: opset, inputs: ["x": extents])
    file.node(kind, ["x"], ["y"], axis.map { axis in ["axis": .integer(axis)] } ?? [:])
    return file
  }

  @Test("before opset 13 a softmax covers all axes from its axis on, then one axis")
  func softmaxAxes() throws {
    let whole = softmax(image) { $0 / 12 }
    #expect(distance(try softmaxFile(11, [0, 3, 2, 2], nil).run(image), whole) < 1e-6)
    #expect(distance(try softmaxFile(12, [0, 3, 2, 2], 1).run(image), whole) < 1e-6)
    let channels = softmax(image) { $0 / 12 * 4 + $0 % 4 }
    #expect(distance(try softmaxFile(13, [0, 3, 2, 2], 1).run(image), channels) < 1e-6)
    #expect(distance(try softmaxFile(13, [0, 3, 2, 2], -3).run(image), channels) < 1e-6)
    let columns = softmax(image) { $0 / 2 }
    #expect(distance(try softmaxFile(13, [0, 3, 2, 2], 3).run(image), columns) < 1e-6)
    let planes = softmax(image) { $0 / 4 }
    #expect(distance(try softmaxFile(11, [0, 3, 2, 2], 2).run(image), planes) < 1e-6)
    let rows = samples([2, 5])
    let expected = softmax(rows) { $0 / 5 }
    for (opset, axis) in [(7, nil), (7, 1), (13, nil), (13, 1), (13, -1)] {
      #expect(distance(try softmaxFile(opset, [0, 5], axis).run(rows), expected) < 1e-6)
    }
    let pixels = rows.reshaped(to: [2, 5, 1, 1])
    for opset in [11, 13] {
      let result = try softmaxFile(opset, [0, 5, 1, 1], 1).run(pixels)
      #expect(distance(result, expected.reshaped(to: [2, 5, 1, 1])) < 1e-6)
    }
  }

  @Test("LogSoftmax is the logarithm of Softmax")
  func logSoftmax() throws {
    for (opset, axis) in [(11, 1), (13, 1)] {
      let logarithms = try softmaxFile(opset, [0, 3, 2, 2], axis, kind: "LogSoftmax").run(image)
      let probabilities = try softmaxFile(opset, [0, 3, 2, 2], axis).run(image)
      let exponentials = Tensor(logarithms.shape, logarithms.values.map { exp($0) })
      #expect(distance(exponentials, probabilities) < 1e-6)
    }
  }

  @Test("a softmax may go over examples, but not over an axis that does not exist")
  func softmaxAlongFirstAxis() throws {
    let expected = softmax(image) { $0 % 12 }
    #expect(distance(try softmaxFile(13, [0, 3, 2, 2], 0).run(image), expected) < 1e-6)
    let single = try softmaxFile(13, [1, 3, 2, 2], 0).run(image)
    #expect(single == Tensor(image.shape, repeating: 1))
    #expect(try softmaxFile(13, [0, 3, 2, 2], 4).failure().contains("axis 4 does not exist"))
  }
}
