import Evaluation
import Explaining
import Foundation
import Inputs
import Rendering

/// Writes what evaluations say, and tells it.
struct EvaluationPublisher: Sendable {
  /// What can be written.
  enum Product: String, CaseIterable, Sendable {
    /// A file for each input, and one for all.
    case json
    /// The page of all.
    case html
    /// The curves of all.
    case svg

    /// The name of the file for all inputs of a part of a run, or of a whole one.
    func nameOfAll(_ shard: Shard?) -> String {
      "evaluation" + (shard.map { ".\($0.number)-of-\($0.count)" } ?? "") + ".\(rawValue)"
    }
  }

  /// What follows the stem in the name of an input's file.
  static let suffix = "evaluation.json"

  /// What an input's file holds, and a line of `--json`.
  private struct Answer: Encodable {
    let version = Igtool.version
    let model: String
    let evaluations: [SampleEvaluation]
  }
  /// What the file for all inputs holds, and the last line of `--json`.
  private struct Whole: Encodable {
    let version = Igtool.version
    let model: String
    let requests: [Request]
    let summary: EvaluationSummary
  }

  let evaluator: Evaluator
  let plan: OutputPlan
  let products: [Product]
  let isJSON: Bool
  let isQuiet: Bool
  /// All inputs of this process's part.
  let sources: [InputSource]
  /// Which part of the run that is; nil for the whole.
  let shard: Shard?

  private var model: String { evaluator.explainers[0].network.name }

  /// Writes the file of an input, enters it into the record of the run, and tells a program about it.
  func publish(
    _ evaluations: [SampleEvaluation], of source: InputSource, _ records: RunJournal?
  ) throws {
    let answer = Answer(model: model, evaluations: evaluations)
    if products.contains(.json) {
      try plan.stage(
        ProductFile(suffix: Self.suffix, bytes: Array(try JSONText.document(answer).utf8)),
        as: OutputName(source: source))
    }
    try Interruption.holdingOff {
      let files = try plan.commit()
      try records?.add(source, files: files, model: model, evaluations: evaluations)
    }
    if isJSON { try Console.output(try JSONText.line(answer)) }
  }

  /// Writes the files of all inputs, and tells what these say together.
  func publish(_ summary: EvaluationSummary) throws {
    let whole = Whole(
      model: model, requests: evaluator.explainers.map(\.request), summary: summary)
    for product in products {
      guard let text = try text(product, summary, whole) else { continue }
      let name = product.nameOfAll(shard)
      try plan.write(Array(text.utf8), to: plan.path(ofAll: name), kind: name)
    }
    if isJSON { return try Console.output(try JSONText.line(whole)) }
    if isQuiet { return }
    for line in EvaluationText(summary).lines {
      if plan.isStandardOutput { Console.note(line) } else { try Console.output(line) }
    }
    if let written = plan.written.summary(in: plan.folder) {
      try Console.output("  → " + Console.printable(written))
    }
  }

  private func text(
    _ product: Product, _ summary: EvaluationSummary, _ whole: Whole
  ) throws -> String? {
    let heading = "Evaluation of " + summary.methods.joined(separator: ", ")
    switch product {
    case .json: return try JSONText.document(whole)
    case .svg: return summary.sheet(heading: heading + " on " + model)?.svg
    case .html:
      return try summary.page(
        heading: heading,
        facts: [
          ReportFact("model", model), ReportFact("inputs", "\(sources.count)"),
          ReportFact("explanations", "\(summary.count)"),
        ], command: CommandText.text(pictures: [], only: "")
      ).html()
    }
  }
}
