import Tensors

/// How the numbers of a picture H×W×C are arranged.
struct PictureLayout: Hashable, Sendable {
  let height: Int
  let width: Int
  let channels: Int

  /// Reads the layout of an input, which must be a picture.
  init(_ input: Tensor) {
    precondition(
      input.shape.rank == 3, "expected a picture (height×width×channels), found \(input.shape)")
    height = input.shape[0]
    width = input.shape[1]
    channels = input.shape[2]
  }

  /// Number of pixels, H·W.
  var pixels: Int { height * width }

  /// Returns a picture whose channels share the number of their pixel evenly, so that they add up
  /// to it.
  func sharing(_ pixelValues: [Double]) -> Tensor {
    precondition(pixelValues.count == pixels, "one number per pixel")
    var result = Tensor([height, width, channels])
    for (pixel, value) in pixelValues.enumerated() {
      let share = Float(value / Double(channels))
      for channel in 0..<channels { result.values[pixel * channels + channel] = share }
    }
    return result
  }
}
