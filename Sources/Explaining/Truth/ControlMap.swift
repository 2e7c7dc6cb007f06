import Evaluation

/// Maps that no network has a part in, which every method should beat.
struct ControlMap {
  /// What it is called.
  let name: String
  /// One number for each part of the sample.
  let values: [Double]

  /// All that there are of a sample: random numbers, edges of a picture, lengths of words.
  static func all(for sample: Sample, parts: Int, seed: UInt64, place: Int) -> [ControlMap] {
    var found = [
      ControlMap(
        name: "random numbers", values: DrawnNumbers(seed: seed).normals(place, count: parts))
    ]
    if case .grid = sample.features,
      let edges = Control.edges.map(of: sample.point, sample.features, seed: seed)
    {
      found.append(ControlMap(name: "edges (Sobel)", values: sample.features.sums(of: edges)))
    }
    if case .text(let text, _) = sample.subject {
      found.append(
        ControlMap(
          name: "length of the word", values: text.words.map { Double($0.text.count) }))
    }
    return found
  }
}
