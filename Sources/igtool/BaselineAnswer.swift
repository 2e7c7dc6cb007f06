import Classification
import Foundation

/// What a network says of a baseline, which should be nothing in particular.
struct BaselineAnswer: Encodable {
  /// −Σ p log p of the class probabilities, as a share of its largest value: 1 if all classes are
  /// equally probable, 0 if one is certain.
  let entropy: Double
  /// The most probable class.
  let top: Report.Ranked
  /// Probabilities of all classes.
  let probabilities: [Double]

  private enum CodingKeys: String, CodingKey { case entropy, top }

  init(_ probabilities: [Double], labels: ClassLabels) {
    self.probabilities = probabilities
    let entropy = probabilities.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
    self.entropy = probabilities.count > 1 ? entropy / log(Double(probabilities.count)) : 0
    top = Report.Ranked(labels.ranked(probabilities, count: 1)[0])
  }

  /// A baseline whose class is more probable than this is something in particular.
  private static let confident = 0.7
  /// What networks call the class of pictures of nothing; a baseline may well be one of those.
  private static let namesOfNothing: Set = ["background", "dummy", "none", "nothing"]
  /// A target that has kept this share of its probability at the baseline is explained in part only.
  private static let shared = 0.2

  /// What makes the baseline a bad beginning for a class, in one line; nil if nothing does.
  func warning(about baseline: String, class index: Int?, probability: Double?) -> String? {
    let isNothing = Self.namesOfNothing.contains(top.label.lowercased())
    if top.probability > Self.confident && !isNothing {
      return "to the network the baseline \(baseline) is itself a \"\(top.label)\" "
        + "(\(Report.percent(top.probability))): the map tells the photo from that; try another "
        + "--baseline"
    }
    guard let index, let probability, probabilities[index] > Self.shared * probability else {
      return nil
    }
    return
      "the target has a probability of \(Report.percent(probabilities[index])) at the baseline "
      + "\(baseline) already, which no pixel is credited with; try another --baseline"
  }
}
