import Classification
import Inputs
import Models
import Tensors

/// Texts: their tokens' numbers and masks are held, and what varies is what tokens are looked up as.
public struct TextSamples: SampleReader {
  /// Makes tokens of texts.
  public let reader: TextReader
  private let classifier: Classifier

  /// Reads texts for a network that looks tokens up, and has so many places for them, where that is
  /// known.
  ///
  /// - Throws: `ExplainingError.unknownHeldInput` for an input that no text says anything about;
  ///   `TextError` for a tokenizer that does not fit the network.
  init(
    _ classifier: Classifier, _ embedding: TokenEmbedding, tokenizer: TokenizerSource?,
    hint: TokensInput?, places: Int?
  ) throws {
    self.classifier = classifier
    let others = classifier.heldInputs.map(\.name).filter { $0 != embedding.input }
    let names = TextInputNames(
      identifiers: embedding.input,
      mask: hint?.mask ?? others.first { $0.lowercased().contains("mask") },
      segments: hint?.segments ?? others.first { $0.lowercased().contains("type_ids") })
    reader = try TextReader(
      network: classifier.name, source: tokenizer, longest: hint?.longest ?? places,
      fixedLength: classifier.fixedTokenCount, vocabularyLimit: embedding.vocabularySize,
      names: names)
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
    let longest =
      reader.fixedLength.map { " of \($0) tokens, filled up" }
      ?? reader.longest.map { " of at most \($0) tokens" } ?? ""
    return reader.readsTexts
      ? "texts\(longest)" : "token ids\(longest): nothing beside it makes tokens of texts"
  }

  /// Tokens of any text of the network's length.
  public var features: Features {
    let width = classifier.embedding?.width ?? 1
    let count = classifier.pointShape.count / width
    return .tokens(texts: [String](repeating: "", count: count), width: width)
  }

  /// Padding, or the first of mask and unknown tokens that the tokenizer has; zeros without any.
  public var standardBaselines: [Baseline] { [reader.possibleBaselines.first ?? .zero] }

  /// One of texts.
  public func accepts(_ baseline: Baseline) -> Bool {
    switch baseline {
    case .zero, .pad, .mask, .unknown: true
    case .uniform, .mean, .blur, .noise, .file, .median, .mode, .row, .dataset, .boundary: false
    }
  }

  /// Each line of a file is a sample, or the text that was given, or a row of an array of ids, with
  /// arrays of what belongs to them by the names of the network's inputs.
  public func queue(_ request: SampleRequest, _ reading: ReadingRequest) throws -> SampleQueue {
    try request.refuse(for: kind, rows: true, text: true, named: true)
    var found = FoundSamples<TextEntry>()
    if let text = request.text {
      found.add(try TextFile(text: text, limits: reading.limits).entries[0], from: .text)
    }
    try found.add(files: request.sources) { file in
      if ArrayFile.isArray(file.path) {
        let all = try arrays([(reader.names.identifiers, file.path)], reading.limits)
        return try (request.rows?.selecting(all, of: file.path) ?? all).map { found in
          (file.at(found.source.part), found.entry)
        }
      }
      let entries = try TextFile(path: file.path, limits: reading.limits).entries(request.rows)
      return entries.map { (file.at($0.number.map { .line($0) }), $0) }
    }
    if let first = request.named.first {
      let all = try arrays(request.named, reading.limits)
      for (source, entry) in try request.rows?.selecting(all, of: first.path) ?? all {
        found.add(entry, from: source)
      }
    }
    return found.queue { try sample($0, $1) }
  }

  /// The texts of arrays of ids, with masks and segments where they are given.
  private func arrays(
    _ named: [(name: String, path: String)], _ limits: ReadingLimits
  ) throws -> [(source: InputSource, entry: TextEntry)] {
    let known = [reader.names.identifiers, reader.names.mask, reader.names.segments]
      .compactMap(\.self)
    var rows: [String: [[Int32]]] = [:]
    for (name, path) in named {
      guard known.contains(name), rows[name] == nil else {
        throw ExplainingError.unknownInput(name: name, inputs: known)
      }
      rows[name] = try ArrayFile.rows(of: path, limits: limits)
    }
    guard let path = named.first(where: { $0.name == reader.names.identifiers })?.path,
      let identifiers = rows[reader.names.identifiers]
    else {
      throw ExplainingError.missingInputs(
        ["\(reader.names.identifiers)=FILE (\(summary))"], hasFiles: false)
    }
    for (name, all) in rows where all.count != identifiers.count {
      throw ExplainingError.unequalInputs(
        name: name, expected: identifiers.count, found: all.count)
    }
    return try identifiers.indices.map { place in
      func row(_ name: String?) -> [Int32]? { name.flatMap { rows[$0]?[place] } }
      let number = identifiers.count > 1 ? place + 1 : nil
      let tokens = try ReadyTokens.checked(
        identifiers: identifiers[place], mask: row(reader.names.mask),
        segments: row(reader.names.segments), file: path,
        key: number.map { "row \($0)" } ?? "")
      return (
        InputSource(path: path, part: number.map { .line($0) }),
        TextEntry(file: path, number: number, content: .ids(tokens))
      )
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

  /// As they are: those of every number of the embedding.
  public func shown(_ attributions: Tensor, of sample: Sample) -> Tensor { attributions }
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
