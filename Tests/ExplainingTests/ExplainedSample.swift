import Attribution
import Classification
import Explaining
import Foundation
import Inputs
import Models
import Tensors
import TestSupport
import Testing

/// A built-in network, or one of a file, that explains in this process.
struct ExplainedSamples {
  let network: ExplainableNetwork
  let explainer: Explainer

  /// What is asked, with everything filled in.
  var request: Request { explainer.request }

  /// Prepares a network; `change` says what is asked.
  init(
    _ model: String, references: [InputSource] = [],
    _ change: (inout RequestDraft) throws -> Void = { _ in }
  ) throws {
    var draft = RequestDraft(network: NetworkRequest(model: model))
    try change(&draft)
    let request = try Request(draft)
    network = try ExplainableNetwork(
      ModelStore(environment: [:]).locate(model), request.network)
    explainer = try Explainer(
      request, of: network, running: Running(threads: 2), references: references)
  }

  /// Explains all samples that are asked for, in their order.
  func explain(_ samples: SampleRequest) throws -> [Explanation] {
    let queue = try network.reader.queue(samples, ReadingRequest())
    return try queue.sources.flatMap { source in
      let sample = try queue.read(source)
      let ranking = try explainer.classify(sample)
      return try explainer.explain(
        sample, try explainer.quantities(ranking), ranking: ranking
      ) { _, _ in }
    }
  }

  /// Explains a file.
  func explain(_ path: String) throws -> [Explanation] {
    try explain(SampleRequest(sources: [InputSource(path: path)]))
  }

  /// What is reported of an explanation, as JSON.
  func report(_ explanation: Explanation) throws -> [String: Any] {
    let data = try JSONEncoder().encode(Report(explanation, explainer: explainer))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Files of the repository.
  static let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Models").standardizedFileURL.path
  static let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Goldens").path

  /// A file of reference values.
  static func golden<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    try JSONDecoder().decode(
      type, from: Data(contentsOf: URL(fileURLWithPath: goldens + "/" + name)))
  }
}

/// An attribution in double precision, as scripts have written it.
struct GoldenAttribution: Decodable {
  /// The score at the input, and at the baseline.
  let score: [String: Double]
  /// One number for each column or token.
  let attribution: [Double]
  /// √Σ a².
  let norm: Double
}

extension RequestDraft {
  /// Gauss's rule of 64 points.
  mutating func integrateExactly() {
    set(.steps, to: .number(64))
    set(.rule, to: .text("gauss-legendre"))
  }
}

/// √Σ(a − b)².
func distance(_ found: some Sequence<Double>, _ expected: some Sequence<Double>) -> Double {
  zip(found, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}
