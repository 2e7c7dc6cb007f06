import Engine
import Foundation

/// A formula of scores of a network's classes: a number with an exact gradient.
public struct ClassExpression: Hashable, Sendable {
  /// The number of one class.
  struct Score: Hashable, Sendable {
    let measure: ScoreExpression.Measure
    let index: Int
  }

  /// The formula, as it was written.
  public let text: String
  let term: Term<Score>
  /// What makes probabilities of what the network answers.
  let link: OutputHead.Link

  /// The kind of scores that it is computed from: of all that it may be made of the first.
  public var kind: ScoreKind { link.firstKind }
}

extension OutputHead.Link {
  /// The kind of scores that all others follow from.
  var firstKind: ScoreKind {
    switch self {
    case .softmax, .sigmoid: .logit
    case .none: .probability
    case .number: .number
    }
  }

  /// Refuses a number of a class that the network does not have.
  fileprivate func check(_ measure: ScoreExpression.Measure) throws(ClassificationError) {
    switch (self, measure) {
    case (.none, .logit), (.none, .shortLogit): throw .noSuchScore(.logit)
    case (.number, .probability): throw .scoreOfNumber(.probability)
    case (.number, .logProbability): throw .scoreOfNumber(.logProbability)
    default: break
    }
  }
}

extension ScoreExpression {
  /// Finds the classes of a formula; `probabilities` are those of the input, for `top`.
  ///
  /// - Throws: `ClassificationError.badExpression` for a class or a number that the network does not have,
  ///   with the place.
  func resolved(
    _ labels: ClassLabels, _ link: OutputHead.Link, probabilities: [Double]
  ) throws(ClassificationError) -> ClassExpression {
    let term = try term.map { score throws(ClassificationError) in
      do throws(ClassificationError) {
        try link.check(score.measure)
        let found = try labels.resolve(try score.target(), probabilities: probabilities)
        guard let last = found.last else {
          throw .badTarget(text: score.name, expected: "a class")
        }
        return ClassExpression.Score(measure: score.measure, index: last.index)
      } catch {
        throw .badExpression(text: text, place: score.place, problem: "\(error)")
      }
    }
    return ClassExpression(text: text, term: term, link: link)
  }
}

extension ClassExpression: OutputFunction {
  /// The formula at an output of ``kind``, and its derivative by every entry, in double precision.
  public func linearized(at output: [Float]) -> (value: Double, slopes: [Float]) {
    let numbers = ClassNumbers(output.map(Double.init), link)
    var slopes = [Double](repeating: 0, count: output.count)
    term.addSlopes(times: 1, numbers.value) { score, factor in
      numbers.addSlopes(of: score, times: factor, to: &slopes)
    }
    return (term.value(numbers.value), slopes.map(Float.init))
  }
}

/// All numbers of classes at one output.
private struct ClassNumbers {
  /// The output.
  private let scores: [Double]
  private let link: OutputHead.Link
  /// Of a softmax the largest score, its place, and e to the power of each score minus the largest.
  private var largest = (place: 0, score: 0.0)
  private var powers: [Double] = []
  /// The sum of all powers.
  private var total = 1.0

  init(_ scores: [Double], _ link: OutputHead.Link) {
    (self.scores, self.link) = (scores, link)
    guard link == .softmax, let place = scores.indices.max(by: { scores[$0] < scores[$1] }) else {
      return
    }
    largest = (place, scores[place])
    powers = scores.map { exp($0 - scores[place]) }
    total += others(place)
  }

  func value(_ score: ClassExpression.Score) -> Double {
    let own = scores[score.index]
    switch (score.measure, link) {
    case (.logit, _), (.shortLogit, _), (.probability, .none), (.probability, .number),
      (.logProbability, .number):
      return own
    case (.probability, .softmax): return powers[score.index] / total
    case (.probability, .sigmoid): return 1 / (1 + exp(-own))
    case (.logProbability, .softmax): return own - largest.score - log1p(others(largest.place))
    // log σ(z) = −log(1 + e⁻ᶻ), without an overflow.
    case (.logProbability, .sigmoid): return min(own, 0) - log1p(exp(-abs(own)))
    case (.logProbability, .none): return log(own)
    }
  }

  /// Adds `factor` times the derivatives of a number by all scores.
  func addSlopes(
    of score: ClassExpression.Score, times factor: Double, to slopes: inout [Double]
  ) {
    let own = scores[score.index]
    switch (score.measure, link) {
    case (.logit, _), (.shortLogit, _), (.probability, .none), (.probability, .number),
      (.logProbability, .number):
      slopes[score.index] += factor
    case (.logProbability, .none): slopes[score.index] += factor / own
    // σ′ = σ(z) σ(−z), and (log σ)′ = σ(−z).
    case (.probability, .sigmoid):
      slopes[score.index] += factor / (1 + exp(-own)) / (1 + exp(own))
    case (.logProbability, .sigmoid): slopes[score.index] += factor / (1 + exp(own))
    // ∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ − pⱼ), and ∂ log pᵢ/∂zⱼ = δᵢⱼ − pⱼ; 1 − pᵢ is the sum of the others.
    case (.probability, .softmax), (.logProbability, .softmax):
      let share = score.measure == .probability ? powers[score.index] / total : 1
      let scale = factor * share / total
      for place in slopes.indices where place != score.index {
        slopes[place] -= scale * powers[place]
      }
      slopes[score.index] += scale * others(score.index)
    }
  }

  /// The sum of all powers but one.
  private func others(_ place: Int) -> Double {
    powers.indices.reduce(0) { $1 == place ? $0 : $0 + powers[$1] }
  }
}
