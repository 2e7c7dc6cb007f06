import Imaging
import Models
import Tensors

/// What a network is fed: a picture of a certain size, as numbers in a certain order and scale.
public struct NetworkInput: Hashable, Sendable {
  /// Width and height in pixels.
  public var size: Size
  /// How pixels become numbers.
  public var preprocessing: Preprocessing
  /// How pictures of another shape become one of this size.
  public var fit: Fit
  /// For `crop`: the part of the scaled picture's shorter side that is kept.
  public var cropRatio: Double
  /// 3 for red, green and blue, 1 for brightness alone.
  public var channels: Int
  /// How pictures are resampled.
  public var filter: ResamplingFilter

  /// Makes an input from its parts.
  public init(
    size: Size, preprocessing: Preprocessing, fit: Fit = .pad, cropRatio: Double = 1,
    channels: Int = 3, filter: ResamplingFilter = .bilinear
  ) {
    precondition(channels == 1 || channels == 3, "pictures have 1 or 3 channels")
    self.size = size
    self.preprocessing = preprocessing
    self.fit = fit
    self.cropRatio = cropRatio
    self.channels = channels
    self.filter = filter
  }

  /// H×W×C.
  public var shape: Shape { [size.height, size.width, channels] }

  /// Brings a photo to the network's size and into its numbers.
  public func prepare(_ photo: Image) -> PreparedImage {
    let (picture, placement) = fitted(photo)
    return PreparedImage(
      picture: picture, placement: placement,
      tensor: preprocessing.normalized(pixels(of: picture)))
  }

  /// Brings a picture to the network's size; without its colours for a network that sees none.
  func fitted(_ picture: Image) -> (image: Image, placement: Placement) {
    let seen = channels == 1 ? picture.withoutColors : picture
    return seen.fitted(
      width: size.width, height: size.height, fit: fit, filter: filter, cropRatio: cropRatio)
  }

  /// The pixels of a picture of the network's size, in its number of channels.
  func pixels(of picture: Image) -> PixelArray { PixelArray(picture, channels: channels) }

  /// Pixels of one colour, of its luma for a network that sees none.
  func pixels(color: [Double]) -> PixelArray {
    let pixel = (channels == 1 ? [Luma.of(color)] : color).map { Float($0) }
    return PixelArray(Tensor(shape, (0..<shape.count).map { pixel[$0 % channels] }))
  }
}

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

/// Brightness of a colour by ITU-R BT.601, with the weights of Pillow.
enum Luma {
  private static let weights = [19595, 38470, 7471]
  private static let one = 65536

  /// The luma of a colour, or of a number for each colour.
  static func of(_ color: [Double]) -> Double {
    if color.allSatisfy({ $0 == color[0] }) { return color[0] }
    return zip(weights, color).reduce(0) { $0 + Double($1.0) * $1.1 } / Double(one)
  }

  /// The luma of a pixel, rounded.
  static func of(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let sum = weights[0] * Int(red) + weights[1] * Int(green) + weights[2] * Int(blue)
    return UInt8((sum + one / 2) >> 16)
  }
}

extension Image {
  /// An RGB picture with its luma in all three channels.
  fileprivate var withoutColors: Image {
    var result = self
    for first in stride(from: 0, to: samples.count, by: 3) {
      let luma = Luma.of(red: samples[first], green: samples[first + 1], blue: samples[first + 2])
      for channel in 0..<3 { result.samples[first + channel] = luma }
    }
    return result
  }
}

extension Preprocessing {
  /// Returns what the network reads for these pixels: x = (pixel − mean) / std, in its order of
  /// channels. One channel has the luma of mean and std.
  public func normalized(_ pixels: PixelArray) -> Tensor {
    if pixels.values.shape[2] == 1 {
      let (mean, std) = (Luma.of(mean), Luma.of(std))
      return Tensor(
        pixels.values.shape, pixels.values.values.map { Float((Double($0) - mean) / std) })
    }
    let order = channelOrder == .rgb ? [0, 1, 2] : [2, 1, 0]
    let source = pixels.values.values
    var values = [Float](repeating: 0, count: source.count)
    for (channel, color) in order.enumerated() {
      let (mean, std) = (mean[color], std[color])
      for pixel in stride(from: 0, to: source.count, by: 3) {
        values[pixel + channel] = Float((Double(source[pixel + color]) - mean) / std)
      }
    }
    return Tensor(pixels.values.shape, values)
  }

  /// Returns an array over the network's input with its channels in the order red, green, blue.
  public func inColorOrder(_ tensor: Tensor) -> Tensor {
    guard channelOrder == .bgr, tensor.shape.dimensions.last == 3 else { return tensor }
    var result = tensor
    for pixel in stride(from: 0, to: tensor.values.count, by: 3) {
      result.values.swapAt(pixel, pixel + 2)
    }
    return result
  }
}
