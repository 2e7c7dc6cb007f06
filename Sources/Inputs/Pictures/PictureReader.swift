import Imaging
import Models
import Tensors

/// Reads pictures for a network: brings them to its size, and into numbers of its order and scale.
public struct PictureReader: Hashable, Sendable {
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

  /// What its numbers are.
  public var features: Features { Features(picture: shape) }

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
