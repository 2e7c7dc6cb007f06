import Attribution
import Classification

extension Request {
  /// Makes the method and prepares the network for it, for numbers like `quantities`. `given` is what the
  /// method draws from; with `recordsPath` it tells what it sees on its way.
  func prepared(
    for quantities: [Quantity], _ context: PreparationContext, given: GivenPoints,
    recordsPath: Bool
  ) throws -> any PreparedMethod {
    let made = entry.make(
      settings,
      MethodContext(
        features: context.features, seed: seed, references: given.references,
        points: given.points, recordsPath: recordsPath))
    let smoothing = smooth?.smoothing(seed: seed)
    switch made {
    case .referenced(let method):
      try refuseAllButScores(quantities)
      return try MethodAgainstReference(method, context)
    case .atLayer(let method):
      return try atLayer(method, smoothing, quantities, context)
    case .plain(let method) where layer != nil:
      return try atLayer(AtLayer(method), smoothing, quantities, context)
    case .either(_, let method) where layer != nil:
      return try atLayer(method, smoothing, quantities, context)
    case .plain(let method), .either(let method, _):
      let smoothed = smoothing.map { Smoothed(method, $0) } ?? method
      return try MethodAtInput(
        regions ? XRAI(base: smoothed) : smoothed, for: quantities, context)
    }
  }

  /// A method at the layer that is named, or at the network's default one.
  private func atLayer(
    _ method: any LayerMethod, _ smoothing: Smoothing?, _ quantities: [Quantity],
    _ context: PreparationContext
  ) throws -> MethodAtLayer {
    if let name = quantities.compactMap(\.layerName).first {
      throw ExplainingError.layerByLayer(target: name)
    }
    guard let name = layer ?? context.classifier.defaultLayer?.name else {
      throw ExplainingError.noDefaultLayer
    }
    let prepared = try MethodAtLayer(
      smoothing.map { SmoothedAtLayer(method, $0) } ?? method, layer: name, for: quantities,
      context)
    if entry.need == .places, let layer = prepared.layer, layer.grid == nil {
      throw ExplainingError.layerWithoutPlaces(
        name: name, method: self.method, shape: "\(layer.shape)")
    }
    return prepared
  }

  private func refuseAllButScores(_ quantities: [Quantity]) throws {
    if let name = quantities.compactMap(\.layerName).first {
      throw ExplainingError.layerByScores(target: name, method: method)
    }
    for case .expression(let expression) in quantities {
      throw ExplainingError.expressionByRule(target: expression.text, method: method)
    }
  }
}
