import Tensors
import Testing

@Suite("Resizing in an ONNX file")
struct ResizingTests {
  private let picture = Tensor([1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8])

  /// A file that resizes 1×1×2×4 pixels by scales.
  private func file(
    opset: Int = 13, scales: [Float], _ settings: KeyValuePairs<String, ModelFile.Setting> = [:]
  ) -> ModelFile {
    var file = ModelFile(opset: opset, inputs: ["x": [1, 1, 2, 4]])
    file.constant("scales", [scales.count], scales)
    file.node("Resize", opset < 11 ? ["x", "scales"] : ["x", "", "scales"], ["y"], settings)
    return file
  }

  @Test("nearest entries are repeated")
  func nearest() throws {
    let result = try file(scales: [1, 1, 2, 1]).run(picture)
    #expect(result == Tensor([1, 1, 4, 4], [1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8]))
  }

  @Test("opset 10 rounds up where there are fewer entries")
  func oldNearest() throws {
    let result = try file(opset: 10, scales: [1, 1, 0.6, 0.6]).run(picture)
    #expect(result == Tensor([1, 1, 1, 2], [1, 3]))
  }

  @Test("opset 10 rounds every axis by itself: up where it shrinks, down where it grows")
  func oldNearestOfBothKinds() throws {
    let result = try file(opset: 10, scales: [1, 1, 2, 0.5]).run(picture)
    #expect(result == Tensor([1, 1, 4, 2], [1, 3, 1, 3, 5, 7, 5, 7]))
  }

  @Test("linear resizing mixes neighbours, in the order of the coordinates asked for")
  func linear() throws {
    let half = try file(scales: [1, 1, 1, 0.5], ["mode": "linear"]).run(picture)
    #expect(distance(half, Tensor([1, 1, 2, 2], [1.5, 3.5, 5.5, 7.5])) < 1e-6)
    let corners = try file(
      scales: [1, 1, 1, 0.5],
      ["mode": "linear", "coordinate_transformation_mode": "align_corners"]
    ).run(picture)
    #expect(distance(corners, Tensor([1, 1, 2, 2], [1, 4, 5, 8])) < 1e-6)
    let asymmetric = try file(
      scales: [1, 1, 1, 2], ["mode": "linear", "coordinate_transformation_mode": "asymmetric"]
    ).run(picture)
    let row: [Float] = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4]
    #expect(distance(asymmetric, Tensor([1, 1, 2, 8], row + row.map { $0 + 4 })) < 1e-6)
  }

  @Test("cubic resizing at half a pixel weighs four neighbours, borders being repeated")
  func cubic() throws {
    let result = try file(scales: [1, 1, 1, 0.5], ["mode": "cubic"]).run(picture)
    // Weights at distances 1.5 and 0.5 for a = −0.75.
    let (far, near): (Float, Float) = (-0.09375, 0.59375)
    let first = far * (1 + 3) + near * (1 + 2)
    let second = far * (2 + 4) + near * (3 + 4)
    #expect(
      distance(result, Tensor([1, 1, 2, 2], [first, second, first + 4, second + 4])) < 1e-5)
  }

  @Test("without aliases, all entries under a widened triangle count")
  func antialiased() throws {
    let result = try file(opset: 18, scales: [1, 1, 1, 0.5], ["mode": "linear", "antialias": 1])
      .run(picture)
    // Offsets ±0.5 and ±1.5 of a triangle of width 2; the one outside repeats the border.
    let first: Float = (1 * 0.25 + 1 * 0.75 + 2 * 0.75 + 3 * 0.25) / 2
    let second: Float = (2 * 0.25 + 3 * 0.75 + 4 * 0.75 + 4 * 0.25) / 2
    #expect(
      distance(result, Tensor([1, 1, 2, 2], [first, second, first + 4, second + 4])) < 1e-5)
  }

  @Test("what lies beyond the input of a cropped region has the value that the file says")
  func cropped() throws {
    var file = ModelFile(opset: 13, inputs: ["x": [1, 1, 2, 4]])
    file.constant("region", [8], [0, 0, 0, 0, 1, 1, 1, 2])
    file.integers("sizes", [1, 1, 2, 3])
    file.node(
      "Resize", ["x", "region", "", "sizes"], ["y"],
      [
        "mode": "linear", "coordinate_transformation_mode": "tf_crop_and_resize",
        "extrapolation_value": 9.0,
      ])
    #expect(distance(try file.run(picture), Tensor([1, 1, 2, 3], [1, 4, 9, 5, 8, 9])) < 1e-6)
  }

  @Test("blocks of pixels become channels and back")
  func blocks() throws {
    var deep = ModelFile(inputs: ["x": [1, 1, 2, 4]])
    deep.node("SpaceToDepth", ["x"], ["y"], ["blocksize": 2])
    let channels = try deep.run(picture)
    #expect(channels == Tensor([1, 4, 1, 2], [1, 3, 2, 4, 5, 7, 6, 8]))
    for mode in ["DCR", "CRD"] {
      var flat = ModelFile(inputs: ["x": [1, 4, 1, 2]])
      flat.node("DepthToSpace", ["x"], ["y"], ["blocksize": 2, "mode": .text(mode)])
      #expect(try flat.run(channels) == picture)
    }
  }

  @Test("cutting and padding keep the centre")
  func centre() throws {
    var file = ModelFile(opset: 18, inputs: ["x": [1, 1, 2, 4]])
    file.integers("shape", [4, 2])
    file.node("CenterCropPad", ["x", "shape"], ["y"], ["axes": [2, 3]])
    #expect(try file.run(picture) == Tensor([1, 1, 4, 2], [0, 0, 2, 3, 6, 7, 0, 0]))
  }

  @Test("sequences are reversed up to their lengths")
  func reversed() throws {
    var file = ModelFile(inputs: ["x": [1, 4]])
    file.integers("lengths", [3])
    file.node("ReverseSequence", ["x", "lengths"], ["y"], ["batch_axis": 0, "time_axis": 1])
    #expect(try file.run(Tensor([1, 4], [1, 2, 3, 4])) == Tensor([1, 4], [3, 2, 1, 4]))
  }

  @Test("unknown modes, and scales that do not fit, are refused")
  func refusals() throws {
    #expect(try file(scales: [1, 1, 2, 2], ["mode": "best"]).failure().contains("\"mode\""))
    #expect(
      try file(scales: [1, 1, 2, 2], ["nearest_mode": "odd"]).failure()
        .contains("\"nearest_mode\""))
    #expect(
      try file(scales: [1, 1, 2, 2], ["coordinate_transformation_mode": "odd"]).failure()
        .contains("\"coordinate_transformation_mode\""))
    #expect(try file(scales: [1, 2, 2]).failure().contains("4 positive scales"))
    #expect(try file(scales: [1, 1, -1, 2]).failure().contains("4 positive scales"))
    #expect(try file(scales: [1, 1, 0.1, 1]).failure().contains("not supported"))
  }
}
