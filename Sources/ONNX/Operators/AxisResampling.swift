/// Where the entries of a resized axis come from, as Resize counts.
struct AxisResampling {
  /// How a place of the output becomes a position of the input.
  enum Coordinates: String {
    case halfPixel = "half_pixel"
    case symmetricHalfPixel = "half_pixel_symmetric"
    case pytorchHalfPixel = "pytorch_half_pixel"
    case nearestHalfPixel = "tf_half_pixel_for_nn"
    case alignedCorners = "align_corners"
    case asymmetric
    case cropped = "tf_crop_and_resize"
  }

  /// How a position becomes the place of the nearest entry.
  enum Rounding {
    case halfDown
    case halfUp
    case down
    case up
    /// Up along an axis that shrinks, down along others: opset 10 does not say, but its examples do so.
    case byScale

    /// Reads what a file calls it; nil for what is none.
    init?(name: String) {
      switch name {
      case "round_prefer_floor": self = .halfDown
      case "round_prefer_ceil": self = .halfUp
      case "floor": self = .down
      case "ceil": self = .up
      default: return nil
      }
    }
  }

  /// What is made of the entries around a position.
  enum Filter {
    case nearest(Rounding)
    case linear
    /// Keys' piecewise cubic with slope a at distance 1.
    case cubic(Double)
  }

  /// An axis before and after.
  struct Axis {
    /// Entries of the input.
    var extent: Int
    /// Entries of the output.
    var count: Int
    /// What the file says is `count / extent`.
    var scale: Double
    /// The part that is resized, in shares of the whole, for ``Coordinates/cropped``.
    var region: ClosedRange<Double> = 0...1

    /// Whether nothing happens along the axis.
    var stays: Bool { extent == count && abs(scale - 1) < 1e-6 && region == 0...1 }
  }

  var coordinates = Coordinates.halfPixel
  var filter = Filter.nearest(.halfDown)
  /// Whether entries outside have no weight; else those at the border are repeated.
  var excludesOutside = false
  /// Whether the filter widens where there are fewer entries.
  var antialiases = false

  /// The position of the input that an entry of the output is centred on.
  private func position(of place: Int, along axis: Axis) -> Double {
    let (x, extent, count) = (Double(place), Double(axis.extent), Double(axis.count))
    let halfPixel = (x + 0.5) / axis.scale - 0.5
    switch coordinates {
    case .halfPixel: return halfPixel
    case .symmetricHalfPixel:
      return extent / 2 * (1 - count / (axis.scale * extent)) + halfPixel
    case .pytorchHalfPixel: return axis.count > 1 ? halfPixel : 0
    case .nearestHalfPixel: return halfPixel + 0.5
    case .alignedCorners: return axis.count > 1 ? x * (extent - 1) / (count - 1) : 0
    case .asymmetric: return x / axis.scale
    case .cropped:
      let (start, end) = (axis.region.lowerBound, axis.region.upperBound)
      let share = axis.count > 1 ? x / (count - 1) : 0.5
      return (start + share * (end - start)) * (extent - 1)
    }
  }

  /// Whether an entry of the output lies beyond the input, so that it is a fill value.
  private func isOutside(_ position: Double, _ axis: Axis) -> Bool {
    coordinates == .cropped && !(0...Double(axis.extent - 1)).contains(position)
  }

  /// For every entry of the output the nearest of the input; −1 for the fill value.
  func places(along axis: Axis, _ rounding: Rounding) -> [Int] {
    (0..<axis.count).map { place in
      let position = position(of: place, along: axis)
      if isOutside(position, axis) { return -1 }
      // As a float, so that ties are those of programs that count in floats.
      let x = Float(position)
      let nearest =
        switch rounding {
        case .halfDown: (x - 0.5).rounded(.up)
        case .halfUp: (x + 0.5).rounded(.down)
        case .down: x.rounded(.down)
        case .up: x.rounded(.up)
        case .byScale: x.rounded(axis.scale < 1 ? .up : .down)
        }
      return min(max(Int(nearest), 0), axis.extent - 1)
    }
  }

  /// For every entry of the output the entries of the input that make it, with weights; none for
  /// the fill value.
  func taps(along axis: Axis) -> [[(index: Int, weight: Float)]] {
    let stretch = antialiases ? min(axis.scale, 1) : 1
    return (0..<axis.count).map { place in
      let position = position(of: place, along: axis)
      return isOutside(position, axis) ? [] : taps(at: position, axis, stretch: stretch)
    }
  }

  private func taps(
    at position: Double, _ axis: Axis, stretch: Double
  ) -> [(index: Int, weight: Float)] {
    let radius = radius / stretch
    let places = Int((position - radius).rounded(.up))...Int((position + radius).rounded(.down))
    var weights: [Int: Double] = [:]
    for place in places {
      let clamped = min(max(place, 0), axis.extent - 1)
      if excludesOutside && clamped != place { continue }
      weights[clamped, default: 0] += weight((Double(place) - position) * stretch)
    }
    let sum = weights.values.reduce(0, +)
    return weights.filter { $0.value != 0 }.sorted { $0.key < $1.key }
      .map { (index: $0.key, weight: Float($0.value / (sum == 0 ? 1 : sum))) }
  }

  /// Distance from which on entries have no weight.
  private var radius: Double {
    switch filter {
    case .nearest: 0.5
    case .linear: 1
    case .cubic: 2
    }
  }

  private func weight(_ offset: Double) -> Double {
    let x = abs(offset)
    switch filter {
    case .nearest: return 1
    case .linear: return max(0, 1 - x)
    case .cubic(let a):
      if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
    }
  }
}
