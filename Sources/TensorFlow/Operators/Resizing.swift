import ONNX

extension NodeTranslation {
  /// SpaceToDepth and DepthToSpace.
  func blocks(_ kind: String) throws(TensorFlowError) -> [Value] {
    let order = try imageOrder()
    let image = try channelsFirst(input(0), order: order)
    let size = try integer("block_size", default: 0)
    guard 1...(1 << 15) ~= size else { throw failure("a block_size of \(size) is not usable") }
    var channels = image.shape?.extents[1] ?? nil
    channels = channels.map { kind == "SpaceToDepth" ? $0 * size * size : $0 / size / size }
    return imageResult(
      kind, [image], [.integer("blocksize", size)], order: order,
      shape: PartialShape([image.shape?.extents[0], channels, nil, nil]))
  }

  /// ResizeBilinear and ResizeNearestNeighbor, of images N×H×W×C.
  func resizing(_ mode: String) throws(TensorFlowError) -> [Value] {
    let image = try channelsFirst(input(0), order: .channelsLast)
    let size = try input(1, "the size")
    let (alignsCorners, usesCenters) = (try flag("align_corners"), try flag("half_pixel_centers"))
    let positions =
      alignsCorners ? "align_corners" : usesCenters ? "half_pixel" : "asymmetric"
    var settings: [ONNXAttribute] = [
      .text("mode", mode), .text("coordinate_transformation_mode", positions),
    ]
    if mode == "nearest" {
      // With pixel centers, ⌊(x + ½) · scale⌋ is what ONNX calls (x + ½) · scale − ½, rounded.
      let rounds = alignsCorners || usesCenters
      settings.append(.text("nearest_mode", rounds ? "round_prefer_ceil" : "floor"))
    }
    let nothing = Value(name: "", shape: nil)
    let extents = step(
      "Concat", [try headOfShape(image), size], [.integer("axis", 0)], suffix: "extents")
    return imageResult(
      "Resize", [image, nothing, nothing, extents], settings, order: .channelsLast,
      shape: PartialShape([image.shape?.extents[0], image.shape?.extents[1], nil, nil]))
  }

  /// Batch and channels of an image, as a list.
  private func headOfShape(_ image: Value) throws(TensorFlowError) -> Value {
    step("Shape", [image], [.integer("end", 2)], suffix: "head")
  }
}
