import CKernels
import Tensors

/// How a convolution or pooling window moves over an image.
public struct Window: Hashable, Sendable {
  /// An extent in rows and columns.
  public struct Extent: Hashable, Sendable {
    /// Along the height of the image.
    public var y: Int
    /// Along the width of the image.
    public var x: Int
    /// Makes an extent from rows and columns.
    public init(y: Int, x: Int) {
      self.y = y
      self.x = x
    }
  }

  /// Largest kernel, stride, dilation or padding: far beyond any network, far from overflow.
  private static let maximumExtent = 1 << 24

  /// Size of the window in taps.
  public var kernel: Extent
  /// Distance between one window and the next.
  public var stride = Extent(y: 1, x: 1)
  /// Distance between the taps of one window.
  public var dilation = Extent(y: 1, x: 1)
  /// Rows and columns added before the image; negative ones are cut off.
  public var padBefore = Extent(y: 0, x: 0)
  /// Rows and columns added after the image.
  public var padAfter = Extent(y: 0, x: 0)
  /// Whether a last window that hangs over the padded image is kept, as long as it begins inside
  /// the image or the padding before it.
  public var roundsUp = false

  /// Makes a dense window of stride 1 without padding.
  public init(kernel: Extent) { self.kernel = kernel }

  /// Pixels of the padded image that one window spans.
  var span: Extent {
    Extent(y: (kernel.y - 1) * dilation.y + 1, x: (kernel.x - 1) * dilation.x + 1)
  }

  /// Number of taps.
  var taps: Int { kernel.y * kernel.x }

  /// Whether every output pixel sees exactly its own input pixel.
  var isPointwise: Bool {
    let one = Extent(y: 1, x: 1)
    let zero = Extent(y: 0, x: 0)
    return kernel == one && stride == one && padBefore == zero && padAfter == zero
  }

  /// Returns the shape of the output for images of `shape` H×W×C, or for several of them along
  /// further axes outside; with other channels, if given.
  func outputShape(of shape: Shape, channels: Int? = nil) throws(ShapeError) -> Shape {
    let extent = try outputExtent(of: shape)
    return Shape(
      shape.dimensions.dropLast(3) + [extent.y, extent.x, channels ?? shape.image.channels])
  }

  private func outputExtent(of shape: Shape) throws(ShapeError) -> Extent {
    guard shape.rank >= 3 else {
      throw ShapeError("expected an image (height×width×channels), found \(shape)")
    }
    let sizes = [kernel, stride, dilation].flatMap { [$0.y, $0.x] }
    let pads = [padBefore, padAfter].flatMap { [$0.y, $0.x] }
    guard sizes.allSatisfy({ (1...Self.maximumExtent).contains($0) }),
      pads.allSatisfy({ (-Self.maximumExtent...Self.maximumExtent).contains($0) }),
      kernel.y * kernel.x <= Int(UInt16.max)
    else {
      throw ShapeError(
        "window \(kernel.y)×\(kernel.x) with stride \(stride.y)×\(stride.x), dilation "
          + "\(dilation.y)×\(dilation.x) and its padding is not usable")
    }
    let image = shape.image
    let y = positions(image.height, span.y, stride.y, padBefore.y, padAfter.y)
    let x = positions(image.width, span.x, stride.x, padBefore.x, padAfter.x)
    guard y > 0, x > 0 else {
      throw ShapeError("window \(span.y)×\(span.x) is larger than the padded image \(shape)")
    }
    return Extent(y: y, x: x)
  }

  private func positions(_ size: Int, _ span: Int, _ step: Int, _ before: Int, _ after: Int) -> Int
  {
    let room = size + before + after - span
    guard room >= 0 || (roundsUp && room > -step) else { return 0 }
    guard roundsUp else { return room / step + 1 }
    let count = (room + step - 1) / step + 1
    return (count - 1) * step >= size + before ? count - 1 : count
  }

  /// The window as the C loops take it.
  func geometry(input: Shape, output: Shape) -> igk_window {
    let (input, output) = (input.image, output.image)
    return igk_window(
      height: input.height, width: input.width, output_height: output.height,
      output_width: output.width,
      kernel_height: kernel.y, kernel_width: kernel.x, stride_y: stride.y, stride_x: stride.x,
      dilation_y: dilation.y, dilation_x: dilation.x, pad_top: padBefore.y, pad_left: padBefore.x)
  }
}

extension Shape {
  /// Extents of an image: the last three axes, H×W×C. Axes outside count images.
  var image: (height: Int, width: Int, channels: Int) {
    (dimensions[rank - 3], dimensions[rank - 2], dimensions[rank - 1])
  }
}

extension View {
  /// Images of `height`×`width` pixels in the first `batch` examples.
  func images(height: Int, width: Int, batch: Int) -> Int {
    batch * (rows / max(1, height * width))
  }
}

extension igk_window {
  /// Images that the loop walks over, for the first `batch` examples of an input.
  func images(of input: View, batch: Int) -> Int {
    input.images(height: height, width: width, batch: batch)
  }
}
