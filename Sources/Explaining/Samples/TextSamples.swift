import Classification
import Inputs
import Models
import Tensors

/// Texts: their tokens' numbers and masks are held, and what varies is what tokens are looked up as.
public struct TextSamples: SampleReader {
  /// Makes tokens of texts.
  public let reader: TextReader
  private let classifier: Classifier

  /// Reads texts for a network that looks tokens up.
  ///
  /// - Throws: `ExplainingError.unknownHeldInput` for an input that no text says anything about;
  ///   `TextError` for a tokenizer that does not fit the network.
  init(
    _ classifier: Classifier, _ embedding: TokenEmbedding, tokenizer: TokenizerSource?,
    hint: TokensInput?
  ) throws {
    self.classifier = classifier
    let others = classifier.heldInputs.map(\.name).filter { $0 != embedding.input }
    let names = TextInputNames(
      identifiers: embedding.input,
      mask: hint?.mask ?? others.first { $0.lowercased().contains("mask") },
      segments: hint?.segments ?? others.first { $0.lowercased().contains("type_ids") })
    reader = try TextReader(
      network: classifier.name, source: tokenizer, longest: hint?.longest,
      vocabularyLimit: embedding.vocabularySize, names: names)
    for name in others
    where name != names.mask && name != names.segments && !Self.isPositions(name) {
      throw ExplainingError.unknownHeldInput(name: name, file: classifier.input.file)
    }
  }

  /// Whether an input counts the places of tokens.
  private static func isPositions(_ name: String) -> Bool { name.lowercased().contains("position") }

  /// Texts.
  public var kind: SampleKind { .tokens }

  /// How texts become tokens.
  public var summary: String {
    let longest = reader.longest.map { " of at most \($0) tokens" } ?? ""
    return reader.readsTexts
      ? "texts\(longest)" : "token ids\(longest): nothing beside it makes tokens of texts"
  }

  /// Tokens of any text of the network's length.
  public var features: Features {
    let width = classifier.embedding?.width ?? 1
    let count = classifier.pointShape.count / width
    return .tokens(texts: [String](repeating: "", count: count), width: width)
  }

  /// Padding.
  public var standardBaselines: [Baseline] { [reader.readsTexts ? .pad : .zero] }

  /// One of texts.
  public func accepts(_ baseline: Baseline) -> Bool {
    switch baseline {
    case .zero, .pad, .mask, .unknown: true
    case .uniform, .mean, .blur, .noise, .file, .median, .mode, .row: false
    }
  }

  /// Each line of a file is a sample, or the text that was given.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    try request.refuse(for: kind, rows: true, text: true)
    var entries: [InputSource: TextEntry] = [:]
    var sources: [InputSource] = []
    if let text = request.text {
      entries[.text] = try TextFile(text: text).entries[0]
      sources.append(.text)
    }
    for file in request.sources {
      for entry in try TextFile(path: file.path).entries(request.rows) {
        let source = InputSource(path: file.path, part: entry.number.map { .line($0) })
        entries[source] = entry
        sources.append(source)
      }
    }
    return SampleQueue(sources) { [entries] source in
      guard let entry = entries[source] else {
        preconditionFailure("only texts of the queue are read")
      }
      return try sample(entry, source)
    }
  }

  /// The text as the network for its length reads it.
  private func sample(_ entry: TextEntry, _ source: InputSource) throws -> Sample {
    let text = try reader.encode(entry)
    let classifier = try classifier.fitted(toTokens: text.count)
    let held = try arrays(of: text, text.identifiers, classifier)
    guard let embedding = classifier.embedding else {
      preconditionFailure("texts are read for networks that look tokens up")
    }
    return Sample(
      source: source, point: try embedding.rows(for: held), held: held,
      features: .tokens(texts: text.tokens, width: embedding.width), warnings: text.warnings,
      subject: .text(text, by: reader))
  }

  /// What the network's inputs are for a text, with other tokens in the place of its own.
  private func arrays(
    of text: TokenizedText, _ identifiers: [Int32], _ classifier: Classifier
  ) throws -> [Tensor] {
    let inputs = reader.inputs(of: text, identifiers: identifiers)
    return try classifier.heldInputs.map { input in
      let numbers = inputs[input.name] ?? identifiers.indices.map { Int32($0) }
      guard numbers.count == input.shape.count else {
        throw ExplainingError.wrongTextLength(
          input: input.name, expected: input.shape.count, found: numbers.count)
      }
      return Tensor(input.shape, numbers.map { Float($0) })
    }
  }

  /// The text with other tokens in the place of its own, or nothing there.
  public func starts(
    at baseline: Baseline, for sample: Sample, seed: UInt64, _ reading: ReadingRequest
  ) throws -> [Start] {
    guard case .text(let text, _) = sample.subject else { return [] }
    let classifier = try classifier.fitted(toTokens: text.count)
    guard let embedding = classifier.embedding else { return [] }
    guard let others = try reader.baseline(baseline, of: text) else {
      return [
        Start(
          point: sample.point.withoutRows(reader.replacedPlaces(of: text), width: embedding.width))
      ]
    }
    return [Start(point: try embedding.rows(for: try arrays(of: text, others, classifier)))]
  }

  /// One number for each token, 1 × tokens.
  public func shown(_ attributions: Tensor, of sample: Sample, areGradients: Bool) -> Tensor {
    let sums =
      areGradients
      ? sample.features.magnitudes(of: attributions) : sample.features.sums(of: attributions)
    return Tensor([1, sums.count], sums.map { Float($0) })
  }
}

extension Tensor {
  /// The same with zeros in some rows.
  fileprivate func withoutRows(_ places: [Bool], width: Int) -> Tensor {
    var result = self
    for (row, isReplaced) in places.enumerated() where isReplaced {
      for entry in row * width..<(row + 1) * width { result.values[entry] = 0 }
    }
    return result
  }
}
