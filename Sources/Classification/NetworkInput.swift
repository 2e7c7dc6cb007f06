import Imaging
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

  /// Makes an input from its parts.
  public init(size: Size, preprocessing: Preprocessing, fit: Fit = .pad, cropRatio: Double = 1) {
    self.size = size
    self.preprocessing = preprocessing
    self.fit = fit
    self.cropRatio = cropRatio
  }

  /// Brings a photo to the network's size and into its numbers.
  public func prepare(_ photo: Image) -> PreparedImage {
    let (picture, placement) = fitted(photo)
    return PreparedImage(
      picture: picture, placement: placement,
      tensor: preprocessing.normalized(PixelArray(picture)))
  }

  /// Brings a picture to the network's size.
  func fitted(_ picture: Image) -> (image: Image, placement: Placement) {
    picture.fitted(width: size.width, height: size.height, fit: fit, cropRatio: cropRatio)
  }
}

/// A photo on its way into a network.
public struct PreparedImage: Sendable {
  /// The photo at the network's size.
  public let picture: Image
  /// Where the photo's parts lie on it.
  public let placement: Placement
  /// H×W×3, the numbers that the network reads, in its order of channels.
  public let tensor: Tensor
}

/// A picture of a network's size in pixel units (0–255, red, green, blue), not rounded to bytes.
public struct PixelArray: Hashable, Sendable {
  /// H×W×3.
  public let values: Tensor

  /// Makes an array of pixels from H×W×3 numbers.
  package init(_ values: Tensor) { self.values = values }

  /// The pixels of an RGB picture.
  init(_ image: Image) {
    precondition(image.format == .rgb, "pictures are decoded as RGB")
    values = Tensor([image.height, image.width, 3], image.samples.map(Float.init))
  }

  /// Pixels of one colour.
  init(color: [Double], size: Size) {
    let pixel = color.map(Float.init)
    values = Tensor(
      [size.height, size.width, 3], (0..<size.width * size.height * 3).map { pixel[$0 % 3] })
  }

  /// The pixels as a picture, rounded and limited to 0–255.
  public var image: Image {
    Image(
      width: values.shape[1], height: values.shape[0],
      samples: values.values.map { UInt8(min(max($0.rounded(), 0), 255)) })
  }
}

extension Preprocessing {
  /// Returns what the network reads for these pixels: x = (pixel − mean) / std, in its order of
  /// channels.
  public func normalized(_ pixels: PixelArray) -> Tensor {
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
    guard channelOrder == .bgr else { return tensor }
    var result = tensor
    for pixel in stride(from: 0, to: tensor.values.count, by: 3) {
      result.values.swapAt(pixel, pixel + 2)
    }
    return result
  }
}
