import Imaging
import Inputs
import Tensors

/// Explains changed photos, and compares their maps with that of the photo.
struct AugmentationStudy {
  let explainer: Explainer
  let reader: PictureReader

  /// Explains the numbers of explanations of one photo at each changed photo; `progress` is told evaluations
  /// done, and of all.
  ///
  /// - Returns: those that belong to each of the explanations.
  /// - Throws: what the explainer throws.
  func study(
    _ explanations: [Explanation], of sample: Sample, _ augmentations: [Augmentation],
    progress: (Int, Int) -> Void
  ) throws -> [[AugmentedExplanation]] {
    var found = explanations.map { _ in [AugmentedExplanation]() }
    guard let photo = sample.photo else { return found }
    let frame = frame(of: photo)
    let maps = explanations.map { map(of: $0, in: frame) }
    for (number, augmentation) in augmentations.enumerated() {
      let changed = self.sample(sample, photo, augmentation)
      let ranking = try explainer.classify(changed)
      let others = try explainer.explain(changed, explanations.map(\.quantity), ranking: ranking) {
        progress(number * $1 + $0, augmentations.count * $1)
      }
      let turned = augmentation.size(of: frame)
      for (place, other) in others.enumerated() {
        guard let map = maps[place], let own = self.map(of: other, in: turned),
          let likeness = MapLikeness(map, augmentation.turnedBack(own))
        else { throw ExplainingError.mapWithoutPlaces(method: explainer.request.method) }
        found[place].append(
          AugmentedExplanation(
            augmentation: augmentation, explanation: other,
            answer: AugmentedExplanation.Answer(
              name: "\(augmentation)", score: other.map.scoreAtInput,
              top: Report.Ranked(ranking.top[0]), likeness: likeness,
              scoreText: other.scoreText.summary)))
      }
    }
    return found
  }

  /// The sample of a changed photo. Of its pixels those at the network's size are kept.
  private func sample(_ sample: Sample, _ photo: Photo, _ augmentation: Augmentation) -> Sample {
    let image = augmentation.image(of: photo.decoded.image)
    let whole = Photo(photo.picture, photo.decoded.showing(image), for: reader)
    let changed = Photo(
      photo.picture, photo.decoded.showing(whole.prepared.picture), whole.prepared)
    return Sample(
      source: sample.source, point: whole.prepared.tensor, held: sample.held,
      features: sample.features, subject: .picture(changed))
  }

  /// The size at which maps are compared: the photo's shape, as long as the network's input.
  private func frame(of photo: Photo) -> Size {
    let (size, model) = (photo.prepared.placement.photo, photo.prepared.placement.model)
    let scale =
      Double(max(model.width, model.height)) / Double(max(size.width, size.height))
    return Size(
      width: max(1, Int((Double(size.width) * scale).rounded())),
      height: max(1, Int((Double(size.height) * scale).rounded())))
  }

  /// The map of an explanation at a size of its photo, not a number where the network sees nothing of that;
  /// nil for a map without places.
  private func map(of explanation: Explanation, in frame: Size) -> Plane? {
    guard let photo = explanation.photo,
      let map = FeatureMap(explanation, layer: explainer.layerGrid), let grid = map.grid
    else { return nil }
    return photo.prepared.placement.scaled(to: frame).onPhoto(
      Plane(width: grid.width, height: grid.height, values: map.values.map(Float.init)),
      outside: .nan)
  }
}

extension Augmentation {
  /// The size of a changed photo.
  public func size(of photo: Size) -> Size {
    switch self {
    case .turned(.rot90), .turned(.rot270): Size(width: photo.height, height: photo.width)
    case .turned, .magnified, .brightened: photo
    }
  }
}
