import Engine
import Tensors

/// Resizing of arrays, axis by axis.
extension NodeImport {
  /// Resize.
  func resize() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let resampling = try resampling()
    let fill = try float("extrapolation_value", default: 0, since: 11)
    let axes =
      try opset < 11
      ? scaledAxes(of: value, scales(1)) : resizedAxes(of: value, resampling.coordinates)
    return try resampled(value, axes, resampling, fill: fill)
  }

  /// Upsample, which Resize replaced; scales are attributes, from opset 9 an input.
  func upsample() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    var scales = try floats("scales", since: 7)
    if opset < 7 {
      let (height, width) = (try optionalFloat("height_scale"), try optionalFloat("width_scale"))
      scales = [1, 1, height ?? 1, width ?? 1]
    }
    if opset >= 9 { scales = try self.scales(1) }
    if let small = scales?.first(where: { $0 < 1 }) {
      throw failure("expected scales of at least 1, found \(small)")
    }
    var resampling = AxisResampling(coordinates: .asymmetric)
    switch try text("mode", default: "nearest") {
    case "nearest": resampling.filter = .nearest(.down)
    case "linear", "bilinear": resampling.filter = .linear
    case let other: throw failure("attribute \"mode\" has the unknown value \(quoted(other))")
    }
    return try resampled(value, scaledAxes(of: value, scales ?? []), resampling, fill: 0)
  }

  // MARK: - Settings

  private func resampling() throws(ONNXError) -> AxisResampling {
    var resampling = AxisResampling(coordinates: .asymmetric)
    let first = 11
    if opset >= first {
      let coordinates = try text(
        "coordinate_transformation_mode", default: "half_pixel", since: first)
      guard let known = AxisResampling.Coordinates(rawValue: coordinates) else {
        throw failure(
          "attribute \"coordinate_transformation_mode\" has the unknown value "
            + quoted(coordinates))
      }
      resampling.coordinates = known
    }
    resampling.excludesOutside = try flag("exclude_outside", since: first)
    resampling.antialiases = try flag("antialias", since: 18)
    let slope = try float("cubic_coeff_a", default: -0.75, since: first)
    let rounding = try text("nearest_mode", default: "round_prefer_floor", since: first)
    switch try text("mode", default: "nearest") {
    case "nearest": resampling.filter = .nearest(try self.rounding(rounding))
    case "linear": resampling.filter = .linear
    case "cubic": resampling.filter = .cubic(Double(slope))
    case let other: throw failure("attribute \"mode\" has the unknown value \(quoted(other))")
    }
    return resampling
  }

  private func rounding(_ name: String) throws(ONNXError) -> AxisResampling.Rounding {
    if opset < 11 { return .byScale }
    guard let rounding = AxisResampling.Rounding(name: name) else {
      throw failure("attribute \"nearest_mode\" has the unknown value \(quoted(name))")
    }
    return rounding
  }

  private func scales(_ index: Int) throws(ONNXError) -> [Float] {
    try weights(index, "the scales").floats
  }

  // MARK: - Axes

  /// The axes that scales are for: all, unless the file lists them.
  private func scaledAxes(
    of value: ImportedValue, _ scales: [Float], _ listed: [Int]? = nil
  ) throws(ONNXError) -> [Int: AxisResampling.Axis] {
    let axes = listed ?? Array(value.dimensions.indices)
    guard scales.count == axes.count, scales.allSatisfy({ $0 > 0 && $0 < 1e6 }) else {
      throw failure("expected \(axes.count) positive scales, found \(scales)")
    }
    var result: [Int: AxisResampling.Axis] = [:]
    for (axis, scale) in zip(axes, scales) {
      let extent = value.dimensions[axis]
      result[axis] = AxisResampling.Axis(
        extent: extent, count: Int(Float(extent) * scale), scale: Double(scale))
    }
    return result
  }

  /// Axes with the scales or sizes of Resize's inputs.
  private func resizedAxes(
    of value: ImportedValue, _ coordinates: AxisResampling.Coordinates
  ) throws(ONNXError) -> [Int: AxisResampling.Axis] {
    let all = Array(value.dimensions.indices)
    let axes =
      try integers("axes", since: 18).map { axes throws(ONNXError) in
        try self.axes(axes, rank: all.count)
      } ?? all
    let policy = try text("keep_aspect_ratio_policy", default: "stretch", since: 18)
    var result: [Int: AxisResampling.Axis]
    if let sizes = try optionalList(3, "the sizes"), !sizes.isEmpty {
      result = try sizedAxes(of: value, sizes, axes, policy: policy)
    } else {
      result = try scaledAxes(of: value, scales(2), axes)
    }
    guard coordinates == .cropped else { return result }
    let region = try weights(1, "the region of interest").floats
    guard region.count == 2 * axes.count else {
      throw failure("expected \(2 * axes.count) numbers of a region, found \(region.count)")
    }
    for (index, axis) in axes.enumerated() {
      let (start, end) = (Double(region[index]), Double(region[index + axes.count]))
      guard start <= end else {
        throw failure("a region from \(start) to \(end) is not supported")
      }
      result[axis]?.region = start...end
    }
    return result
  }

  private func sizedAxes(
    of value: ImportedValue, _ sizes: [Int], _ axes: [Int], policy: String
  ) throws(ONNXError) -> [Int: AxisResampling.Axis] {
    var sizes = sizes
    if axes.first == 0, value.dimensions[0] == 1, sizes.first == graph.freedBatch { sizes[0] = 1 }
    let extents = axes.map { value.dimensions[$0] }
    let known = 1...ConstantArray.maximumElements
    guard sizes.count == axes.count, sizes.allSatisfy(known.contains),
      extents.allSatisfy({ $0 > 0 })
    else { throw failure("expected \(axes.count) positive sizes, found \(sizes)") }
    var scales = zip(sizes, extents).map { Double($0) / Double($1) }
    switch policy {
    case "stretch": break
    case "not_larger", "not_smaller":
      let common = (policy == "not_larger" ? scales.min() : scales.max()) ?? 1
      scales = scales.map { _ in common }
      sizes = extents.map { Int((common * Double($0) + 0.5).rounded(.down)) }
    default:
      throw failure(
        "attribute \"keep_aspect_ratio_policy\" has the unknown value \(quoted(policy))")
    }
    var result: [Int: AxisResampling.Axis] = [:]
    for (index, axis) in axes.enumerated() {
      result[axis] = AxisResampling.Axis(
        extent: extents[index], count: sizes[index], scale: scales[index])
    }
    return result
  }

  // MARK: - Numbers

  private func resampled(
    _ value: ImportedValue, _ axes: [Int: AxisResampling.Axis], _ resampling: AxisResampling,
    fill: Float
  ) throws(ONNXError) -> ImportedValue {
    let changed = axes.filter { !$1.stays }
    var dimensions = value.dimensions
    for (axis, resized) in changed { dimensions[axis] = resized.count }
    guard let count = ConstantArray.count(of: dimensions), count > 0
    else { throw failure("an output of shape \(dimensions) is not supported") }
    if case .nearest(let rounding) = resampling.filter {
      let places = changed.mapValues { resampling.places(along: $0, rounding) }
      return try selected(value, places, fill: fill)
    }
    var result = try number(0)
    // Axes that shrink come first: less is left to do.
    let order = changed.sorted { ($0.value.scale, $0.key) < ($1.value.scale, $1.key) }
    for (axis, resized) in order {
      result = try interpolated(result, axis, resampling.taps(along: resized), fill: fill)
    }
    return .variable(result)
  }

  /// Returns weighted sums along an axis; sums of nothing are the fill value.
  private func interpolated(
    _ variable: Variable, _ axis: Int, _ taps: [[(index: Int, weight: Float)]], fill: Float
  ) throws(ONNXError) -> Variable {
    let source = try storing([axis], of: variable)
    var dimensions = source.dimensions
    dimensions[axis] = taps.count
    let operation = AxisInterpolation(axis: source.order.firstIndex(of: axis) ?? 0, taps: taps)
    let result = try add(
      operation, [source.id], dimensions: dimensions, order: source.order, type: source.type)
    guard fill != 0, taps.contains(where: \.isEmpty) else { return result }
    let places = taps.indices.map { taps[$0].isEmpty ? -1 : $0 }
    let lists = source.order.map { $0 == axis ? places : nil }
    return try map(Selection(axes: lists, fill: fill), result)
  }
}
