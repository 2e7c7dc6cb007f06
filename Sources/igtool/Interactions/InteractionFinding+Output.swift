import Attribution
import Explaining
import Foundation
import Imaging
import Inputs
import Rendering
import Tensors

extension InteractionFinding {
  /// What people call a pair.
  private func name(_ pair: InteractionMatrix.Pair) -> String {
    "\(names[pair.first]) × \(names[pair.second])"
  }

  /// What was explained, and the score.
  private var scoreText: ScoreText {
    ScoreText(
      subject: quantity.shortLabel, kind: score, input: matrix.score, baseline: nil)
  }

  /// What people read: a line, and bars of the strongest pairs.
  func lines(pairs count: Int) -> [String] {
    let head =
      "\(sample.source.fileName)  \(scoreText.summary)  \(names.count) parts  "
      + "\(matrix.evaluations) evaluations  " + String(format: "%.2f s", seconds)
    let strongest = matrix.strongest(count)
    if strongest.isEmpty { return [head, "  no two parts interact"] }
    let bars = AttributionBars(
      strongest.map {
        .init(
          name: Console.printable(name($0)), value: $0.value > 0 ? "together" : "instead",
          attribution: $0.value)
      }, title: "", unit: score)
    let text = TerminalBars(bars).lines(
      width: TerminalSize.outputWidth - 2, cutsNames: TerminalSize.limitsOutput,
      usesColor: Console.hasColorOutput, unicode: Console.hasUnicodeOutput,
      displayWidth: \.displayWidth)
    return [head] + text.map { "  " + $0 }
  }

  /// A file's bytes.
  func bytes(of product: InteractionsCommand.SavedProduct, pairs count: Int) throws -> [UInt8] {
    switch product {
    case .npy: return NumPyFile.encode(matrix.square)
    case .csv: return Array(csv.utf8)
    case .picture:
      guard let photo = sample.photo?.prepared.picture else {
        preconditionFailure("pictures alone are drawn")
      }
      let pairs = matrix.strongest(count).map {
        InteractionPicture.Pair(first: $0.first, second: $0.second, value: $0.value)
      }
      return try InteractionPicture(
        photo: photo, parts: parts.members, names: names, pairs: pairs
      ).image.pngData()
    }
  }

  /// Every part and every pair, with what removing a part costs and what a pair adds beyond that.
  private var csv: String {
    let effects = zip(names, matrix.effects).map { [$0, "", "\($1)"] }
    let pairs = matrix.pairs.map { [names[$0.first], names[$0.second], "\($0.value)"] }
    return CSVText.table([["part", "with", "value"]] + effects + pairs)
  }
}

/// A finding as JSON.
struct InteractionReport: Encodable {
  private struct Pair: Encodable {
    let parts: [String]
    let value: Double
  }

  private struct Part: Encodable {
    let name: String
    /// What removing it costs.
    let effect: Double
    /// Pixels, columns or tokens, by their places.
    let features: [Int]
  }

  private let version = Igtool.version
  private let input: String
  private let target: String
  private let score: [String: Double]
  private let baselines: [String]
  private let parts: [Part]
  private let pairs: [Pair]
  private let evaluations: Int
  private let seconds: Double
  private let outputs: [String]

  /// Tells a finding, its strongest pairs first.
  init(_ finding: InteractionFinding, outputs: [String]) {
    let (matrix, names) = (finding.matrix, finding.names)
    input = finding.sample.source.displayName
    (target, baselines) = (finding.quantity.label, finding.baselines)
    score = [finding.score: matrix.score]
    parts = names.indices.map {
      Part(name: names[$0], effect: matrix.effects[$0], features: finding.parts.members[$0])
    }
    pairs = matrix.strongest(matrix.pairs.count).map {
      Pair(parts: [names[$0.first], names[$0.second]], value: $0.value)
    }
    (evaluations, seconds, self.outputs) = (matrix.evaluations, finding.seconds, outputs)
  }
}
