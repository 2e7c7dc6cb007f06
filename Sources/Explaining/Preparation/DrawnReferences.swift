import Attribution
import Inputs
import Tensors

/// The samples that expected gradients draw from, as the network reads them.
struct DrawnReferences {
  /// What is drawn.
  let references: References
  /// The columns of rows, as their table names them; nil for other samples.
  private(set) var columns: [String]?
  /// What there is to tell of their files, one line each.
  private(set) var warnings: [String] = []

  /// Reads the samples that a request draws.
  init(_ sources: [InputSource], for request: Request, of reader: any SampleReader) throws {
    let samples = request.settings.count(.samples) ?? 0
    guard !sources.isEmpty && samples > 0 else {
      references = .none
      return
    }
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
}
