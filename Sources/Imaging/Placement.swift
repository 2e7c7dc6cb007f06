/// Where a photo lies on a network's input.
public struct Placement: Hashable, Sendable, Codable {
  /// The photo's own size.
  public let photo: Size
  /// The size of the network's input.
  public let model: Size
  /// The part of the photo that is seen, in photo pixels.
  public let source: Rectangle
  /// Where that part lies on the network's input, in model pixels; always whole numbers.
  public let target: Rectangle

  /// The placement of a photo that has the size already.
  public init(identity size: Size) {
    self.init(stretching: size, to: size)
  }

  /// The placement of `Fit.stretch`.
  init(stretching photo: Size, to model: Size) {
    (self.photo, self.model) = (photo, model)
    (source, target) = (Rectangle(photo), Rectangle(model))
  }

  /// The placement of `Fit.pad`.
  init(padding photo: Size, to model: Size) {
    let scale = min(
      Double(model.width) / Double(photo.width), Double(model.height) / Double(photo.height))
    let width = min(model.width, max(1, Int((Double(photo.width) * scale).rounded())))
    let height = min(model.height, max(1, Int((Double(photo.height) * scale).rounded())))
    (self.photo, self.model) = (photo, model)
    source = Rectangle(photo)
    target = Rectangle(
      x: Double((model.width - width) / 2), y: Double((model.height - height) / 2),
      width: Double(width), height: Double(height))
  }

  /// The placement of `Fit.crop`: the photo is scaled to whole pixels, the side with the smaller
  /// surplus to `model / ratio`, and the middle is kept, from a whole pixel on.
  init(cropping photo: Size, to model: Size, ratio: Double) {
    let isTall = photo.height * model.width >= photo.width * model.height
    func scaled(_ side: Int) -> Int { max(side, Int((Double(side) / ratio).rounded())) }
    let width =
      isTall
      ? scaled(model.width)
      : max(model.width, scaled(model.height) * photo.width / photo.height)
    let height =
      isTall
      ? max(model.height, scaled(model.width) * photo.height / photo.width)
      : scaled(model.height)
    // Halves go to the even neighbour, as in Python's round().
    let left = (Double(width - model.width) / 2).rounded(.toNearestOrEven)
    let top = (Double(height - model.height) / 2).rounded(.toNearestOrEven)
    let horizontal = Double(photo.width) / Double(width)
    let vertical = Double(photo.height) / Double(height)
    (self.photo, self.model) = (photo, model)
    source = Rectangle(
      x: left * horizontal, y: top * vertical,
      width: Double(model.width) * horizontal, height: Double(model.height) * vertical)
    target = Rectangle(model)
  }

  /// The placement of the middle of a photo, its sides a `factor`-th, at the photo's own size.
  public init(magnifying photo: Size, by factor: Double) {
    precondition(factor >= 1, "a photo is magnified by 1 or more, not by \(factor)")
    let (width, height) = (Double(photo.width) / factor, Double(photo.height) / factor)
    (self.photo, model, target) = (photo, photo, Rectangle(photo))
    source = Rectangle(
      x: (Double(photo.width) - width) / 2, y: (Double(photo.height) - height) / 2,
      width: width, height: height)
  }

  /// The same placement of the photo at another size.
  public func scaled(to size: Size) -> Placement {
    let horizontal = Double(size.width) / Double(photo.width)
    let vertical = Double(size.height) / Double(photo.height)
    return Placement(
      photo: size, model: model,
      source: Rectangle(
        x: source.x * horizontal, y: source.y * vertical, width: source.width * horizontal,
        height: source.height * vertical), target: target)
  }

  private init(photo: Size, model: Size, source: Rectangle, target: Rectangle) {
    (self.photo, self.model, self.source, self.target) = (photo, model, source, target)
  }

  /// Returns a map at the network's size as a map at the photo's own size.
  ///
  /// Values are interpolated between the centres of the network's pixels; nothing from the padding
  /// leaks in. Where the network saw nothing of the photo, the map is `outside`.
  ///
  /// - Parameters:
  ///   - plane: a map at the network's size.
  ///   - outside: what stands where the network saw nothing.
  ///   - filter: how numbers are interpolated.
  ///   - wanted: the rows of the photo that are returned, the same numbers; nil for all.
  public func onPhoto(
    _ plane: Plane, outside: Float = 0, filter: ResamplingFilter = .bilinear,
    rows wanted: Range<Int>? = nil
  ) -> Plane {
    precondition(
      plane.width == model.width && plane.height == model.height,
      "a \(plane.width)×\(plane.height) map is not at the model's size")
    let wanted = wanted ?? 0..<photo.height
    if self == Placement(identity: photo) {
      return plane.cropped(columns: 0..<photo.width, rows: wanted)
    }
    let (left, top) = (Int(target.x), Int(target.y))
    let columns = Self.pixels(from: source.x, length: source.width, of: photo.width)
    let rows = Self.pixels(from: source.y, length: source.height, of: photo.height)
    let horizontal = target.width / source.width
    let vertical = target.height / source.height
    let visible = rows.clamped(to: wanted)
    if visible.isEmpty { return Plane(of: outside, width: photo.width, height: wanted.count) }
    let seen =
      plane
      .cropped(columns: left..<left + Int(target.width), rows: top..<top + Int(target.height))
      .resampled(
        width: columns.count, height: rows.count, filter: filter,
        crop: Rectangle(
          x: (Double(columns.lowerBound) - source.x) * horizontal,
          y: (Double(rows.lowerBound) - source.y) * vertical,
          width: Double(columns.count) * horizontal, height: Double(rows.count) * vertical),
        rows: visible.lowerBound - rows.lowerBound..<visible.upperBound - rows.lowerBound)
    if seen.width == photo.width && seen.height == wanted.count { return seen }
    return seen.placed(
      left: columns.lowerBound, top: visible.lowerBound - wanted.lowerBound,
      on: Plane(of: outside, width: photo.width, height: wanted.count))
  }

  /// The pixels whose centres lie in a part of a line; at least one.
  private static func pixels(from start: Double, length: Double, of count: Int) -> Range<Int> {
    // Rounding errors of the scale must not cost the first or last pixel.
    let first = min(max(Int((start - 0.5 - 1e-6).rounded(.up)), 0), count - 1)
    let end = Int((start + length - 0.5 + 1e-6).rounded(.down)) + 1
    return first..<max(min(end, count), first + 1)
  }
}

extension Plane {
  /// Makes a map of one value.
  fileprivate init(of value: Float, width: Int, height: Int) {
    self.init(
      width: width, height: height, values: [Float](repeating: value, count: width * height))
  }

  /// Returns another map with this one on it.
  fileprivate func placed(left: Int, top: Int, on canvas: Plane) -> Plane {
    var canvas = canvas
    for row in 0..<height {
      let start = (top + row) * canvas.width + left
      canvas.values.replaceSubrange(
        start..<start + width, with: values[row * width..<(row + 1) * width])
    }
    return canvas
  }
}
