extension Image {
  /// Returns the picture at the size of a network's input, and where its parts have gone.
  ///
  /// A picture that already has the size passes through unchanged under every fit.
  ///
  /// - Parameters:
  ///   - width: the width of the input, in pixels.
  ///   - height: its height.
  ///   - fit: what is done to a picture of another shape.
  ///   - filter: how pixels are interpolated.
  ///   - padding: The colour around a picture that is padded.
  ///   - cropRatio: For `.crop`, which part of the scaled picture's short side is kept: 0.875 is the
  ///     usual "scale to 256, keep the middle 224". Pixels are those of torchvision's `Resize` and
  ///     `CenterCrop`, rounding included.
  public func fitted(
    width: Int, height: Int, fit: Fit, filter: ResamplingFilter = .bilinear,
    padding: Color = .black, cropRatio: Double = 1
  ) -> (image: Image, placement: Placement) {
    precondition(cropRatio > 0 && cropRatio <= 1, "a crop ratio of \(cropRatio) is not in (0, 1]")
    let photo = Size(width: self.width, height: self.height)
    let model = Size(width: width, height: height)
    if photo == model { return (self, Placement(identity: photo)) }
    switch fit {
    case .stretch:
      let image = resampled(width: width, height: height, filter: filter)
      return (image, Placement(stretching: photo, to: model))
    case .pad:
      let placement = Placement(padding: photo, to: model)
      let target = placement.target
      let small = resampled(
        width: Int(target.width), height: Int(target.height), filter: filter)
      return (small.placed(x: Int(target.x), y: Int(target.y), on: model, padding), placement)
    case .crop:
      let placement = Placement(cropping: photo, to: model, ratio: cropRatio)
      let image = resampled(
        width: width, height: height, filter: filter, crop: placement.source)
      return (image, placement)
    }
  }

  /// Returns a picture of one colour with this one on it.
  private func placed(x: Int, y: Int, on size: Size, _ color: Color) -> Image {
    let pixel = format.samples(of: color)
    var canvas = [UInt8]()
    canvas.reserveCapacity(size.width * size.height * pixel.count)
    for _ in 0..<size.width * size.height { canvas += pixel }
    let line = width * pixel.count
    for row in 0..<height {
      let start = ((y + row) * size.width + x) * pixel.count
      canvas.replaceSubrange(start..<start + line, with: samples[row * line..<(row + 1) * line])
    }
    return Image(width: size.width, height: size.height, format: format, samples: canvas)
  }
}

extension Image.Format {
  /// Returns the samples of one opaque pixel of a colour; grey is its luma, ITU-R BT.601.
  func samples(of color: Color) -> [UInt8] {
    switch self {
    case .gray:
      let luma = 299 * Int(color.red) + 587 * Int(color.green) + 114 * Int(color.blue)
      return [UInt8((luma + 500) / 1000)]
    case .rgb: return [color.red, color.green, color.blue]
    case .rgba: return [color.red, color.green, color.blue, 255]
    }
  }
}
