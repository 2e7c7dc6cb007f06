import Attribution
import Classification
import Inputs
import Tensors

/// The points that a request gives to its method, as the network reads them: samples that expected
/// gradients draw from, and those at which influence is measured.
struct GivenPoints {
  /// What is drawn from.
  private(set) var references = References.none
  /// The points at which influence is measured, where they are listed.
  private(set) var points: [Tensor] = []
  /// The columns of rows that are drawn, as their table names them; nil for other samples.
  private(set) var columns: [String]?
  /// What there is to tell of files, one line each.
  private(set) var warnings: [String] = []

  /// Reads what a request names.
  init(
    _ sources: [InputSource], for request: Request, of network: ExplainableNetwork
  ) throws {
    try draw(sources, for: request, of: network.reader)
    if let path = request.settings.text(.points), path != MethodSetting.gaussianPoints {
      points = try Self.points(path, of: network)
    }
  }

  private mutating func draw(
    _ sources: [InputSource], for request: Request, of reader: any SampleReader
  ) throws {
    let samples = request.settings.count(.samples) ?? 0
    guard !sources.isEmpty && samples > 0 else { return }
    if reader.kind == .tokens || reader.kind == .several {
      throw ExplainingError.noReferences(kind: reader.kind)
    }
    let queue = try reader.queue(SampleRequest(sources: sources), request.reading).whole()
    let count = queue.sources.count
    var drawn: [Int: Tensor] = [:]
    for place in ExpectedGradients.drawn(from: count, samples: samples, seed: request.seed) {
      let sample = try queue.read(queue.sources[place])
      drawn[place] = sample.point
      if case .row(_, let table) = sample.subject { columns = table.reader.columns.map(\.name) }
    }
    references = References(drawn: drawn, count: count)
    warnings = queue.warnings
  }

  /// The arrays of a file, each as the network takes its one input.
  private static func points(_ path: String, of network: ExplainableNetwork) throws -> [Tensor] {
    let (classifier, kind) = (network.classifier, network.reader.kind)
    if kind == .tokens || kind == .several { throw ExplainingError.noPoints(kind: kind) }
    return try classifier.examples(
      try ArrayFile.read(path), for: classifier.input.name, file: path)
  }
}
