import Imaging
import Tensors

/// A photo on its way into a network.
public struct PreparedImage: Sendable {
  /// The photo at the network's size.
  public let picture: Image
  /// Where the photo's parts lie on it.
  public let placement: Placement
  /// H×W×C, the numbers that the network reads, in its order of channels.
  public let tensor: Tensor
}

/// A picture of a network's size in pixel units (0–255; red, green, blue, or luma), not rounded to
/// bytes.
public struct PixelArray: Hashable, Sendable {
  /// H×W×3, or H×W×1.
  public let values: Tensor

  /// Makes an array of pixels from H×W×C numbers.
  package init(_ values: Tensor) { self.values = values }

  /// The pixels of an RGB picture; one channel is the first of three equal ones.
  init(_ image: Image, channels: Int = 3) {
    precondition(image.format == .rgb, "pictures are decoded as RGB")
    let samples = stride(from: 0, to: image.samples.count, by: 3 / channels)
    values = Tensor(
      [image.height, image.width, channels], samples.map { Float(image.samples[$0]) })
  }

  /// The pixels as a picture, rounded and limited to 0–255.
  public var image: Image {
    let samples = values.values.map { UInt8(min(max($0.rounded(), 0), 255)) }
    let isGray = values.shape[2] == 1
    return Image(
      width: values.shape[1], height: values.shape[0],
      samples: isGray ? samples.flatMap { [$0, $0, $0] } : samples)
  }
}
