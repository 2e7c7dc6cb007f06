import Classification
import Inputs
import Tensors

/// Several inputs of a network, each with samples of its own kind: one point has one of each, side by
/// side.
public struct SeveralSamples: SampleReader {
  /// One input of the network.
  struct Input: Sendable {
    let description: InputDescription
    /// How its samples are read from files of people, and from arrays.
    let reader: any SampleReader
    let arrays: ArraySamples

    /// The reader that has read a part of a sample.
    func reader(of part: SamplePart) -> any SampleReader {
      part.sample.kind == .array ? arrays : reader
    }

    /// The reader for a file.
    func reader(for path: String) -> any SampleReader {
      ArrayFile.isArray(path) ? arrays : reader
    }
  }

  /// Inputs that vary, in the order in which points have them.
  private let varying: [Input]
  /// Inputs that are held, in the order of the network.
  private let held: [Input]
  /// Shape of a point.
  private let shape: Shape

  /// Reads samples for these inputs; `shape` is that of a point of the network.
  init(varying: [Input], held: [Input], shape: Shape) {
    (self.varying, self.held, self.shape) = (varying, held, shape)
  }

  /// Several.
  public var kind: SampleKind { .several }

  /// What the inputs that vary are, in their order.
  public var parts: [InputKind] {
    varying.map { InputKind(name: $0.description.name, kind: $0.reader.kind) }
  }

  /// What each input reads.
  public var summary: String {
    (varying + held).map { "\"\($0.description.name)\": \($0.reader.summary)" }
      .joined(separator: "; ")
  }

  /// Those of all inputs that vary, one after another.
  public var features: Features { .several(varying.map(\.reader.features)) }

  /// Those of the first input.
  public var standardBaselines: [Baseline] { varying[0].reader.standardBaselines }

  /// Every one that some input knows.
  public func accepts(_ baseline: Baseline) -> Bool {
    varying.contains { $0.reader.accepts(baseline) }
  }

  /// Files for each input: those that it is named with, or those without a name for the one input that
  /// none is named for. All have as many samples, or one; of what is chosen of them, each has its own.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    let files = try files(request)
    let queues = try (varying + held).map { input in
      let sources = files[input.description.name] ?? []
      return try input.reader(for: sources[0].path)
        .queue(SampleRequest(sources: sources), reading).whole()
    }
    let count = queues.map(\.sources.count).max() ?? 0
    for (input, queue) in zip(varying + held, queues)
    where queue.sources.count != count && queue.sources.count != 1 {
      throw ExplainingError.unequalInputs(
        name: input.description.name, expected: count, found: queue.sources.count)
    }
    guard let lead = queues.first(where: { $0.sources.count == count }) else {
      preconditionFailure("a network has inputs")
    }
    let places = Dictionary(
      lead.sources.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { $1 })
    let chosen =
      try request.rows?.selecting(lead.sources, of: lead.sources[0].path) ?? lead.sources
    return SampleQueue(chosen, warnings: queues.flatMap(\.warnings)) { source in
      let place = places[source] ?? 0
      return joined(
        try queues.map { try $0.read($0.sources[min(place, $0.sources.count - 1)]) }, source)
    }
  }

  /// The files of every input, at least one.
  private func files(_ request: SampleRequest) throws(ExplainingError) -> [String: [InputSource]] {
    try request.refuse(for: kind, rows: true, named: true)
    let inputs = (varying + held).map { ($0.description.name, $0.reader.summary) }
    var files: [String: [InputSource]] = [:]
    for (name, path) in request.named {
      guard inputs.contains(where: { $0.0 == name }), files[name] == nil else {
        throw .unknownInput(name: name, inputs: inputs.map(\.0))
      }
      files[name] = [InputSource(path: path)]
    }
    let missing = inputs.filter { files[$0.0] == nil }
    if missing.count == 1 && !request.sources.isEmpty {
      files[missing[0].0] = request.sources
    } else if !missing.isEmpty || !request.sources.isEmpty {
      throw .missingInputs(
        (missing.isEmpty ? inputs : missing).map { "\($0.0)=FILE (\($0.1))" },
        hasFiles: !request.sources.isEmpty)
    }
    return files
  }

  private func joined(_ samples: [Sample], _ source: InputSource) -> Sample {
    let parts = zip(varying, samples).map { input, sample in
      SamplePart(name: input.description.name, sample: sample)
    }
    let values = parts.flatMap(\.sample.point.values)
    return Sample(
      source: source, point: Tensor(shape, values),
      held: zip(held, samples[varying.count...]).map {
        $1.point.reshaped(to: $0.description.shape)
      },
      features: .several(parts.map(\.sample.features)), warnings: samples.flatMap(\.warnings),
      fileWarnings: samples.flatMap(\.fileWarnings), subject: .several(parts))
  }

  /// The baseline of every input that knows it, beside the own standard of the others, which is told.
  public func starts(
    at baseline: Baseline, for sample: Sample, seed: UInt64, _ reading: ReadingRequest
  ) throws -> [Start] {
    guard case .several(let parts) = sample.subject else { return [] }
    let readers = zip(varying, parts).map { $0.reader(of: $1) }
    guard readers.contains(where: { $0.accepts(baseline) }) else {
      throw InputsError.badBaseline(
        text: "\(baseline)",
        expected: "one that an input knows: of pictures \(Baseline.picturesText); of rows "
          + "\(Baseline.rowsText); of arrays zero or an array (.npy)")
    }
    var exceptions: [String] = []
    let all = try zip(readers, parts).map { reader, part in
      let own = reader.accepts(baseline) ? baseline : reader.standardBaselines[0]
      if own != baseline { exceptions.append("\(part.name): \(own)") }
      return try reader.starts(at: own, for: part.sample, seed: seed, reading)
    }
    let count = all.map(\.count).max() ?? 0
    return (0..<count).map { place in
      var start = Start(
        point: Tensor(shape, all.flatMap { $0[min(place, $0.count - 1)].point.values }))
      start.remarks = exceptions + all.flatMap { $0[min(place, $0.count - 1)].remarks }
      return start
    }
  }

  /// All numbers in one row; ``Explanation/parts`` has those of each input.
  public func shown(_ attributions: Tensor, of sample: Sample) -> Tensor {
    attributions
  }

  /// The attributions of each input as people know it, with the numbers as the network has them.
  func parts(
    of attributions: Tensor, _ sample: Sample
  ) -> [(part: SamplePart, own: Tensor, shown: Tensor)] {
    guard case .several(let parts) = sample.subject else { return [] }
    var first = 0
    return zip(varying, parts).map { input, part in
      let shape = part.sample.point.shape
      let own = Tensor(shape, Array(attributions.values[first..<first + shape.count]))
      first += shape.count
      return (part, own, input.reader(of: part).shown(own, of: part.sample))
    }
  }
}

/// What one of several inputs is fed.
public struct SamplePart: Sendable {
  /// The input's name.
  public let name: String
  /// What it is fed.
  public let sample: Sample
}
