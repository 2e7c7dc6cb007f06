import Models

/// What is to be explained, as a user says it.
public enum Target: Hashable, Sendable {
  /// The most probable class, or each of the most probable ones.
  case top(count: Int)
  /// A class by its place in the output.
  case index(Int)
  /// A class by its label.
  case label(String)
  /// At every point the class that has the largest score there.
  case largest
  /// A sum of scores, with the weights that a file gives classes.
  case weights(file: String)
  /// A value inside the network: `NAME`, `NAME:CHANNEL` or `NAME:CHANNEL:Y,X`.
  case layer(String)
  /// Why a class is not the most probable one, by three numbers: the score of the most probable class, or
  /// where that is the class itself of the next one; the score of the class; the first minus the second.
  case error(trueClass: String)
  /// A formula of scores: `max(p[cat], p[dog]) - p[wolf]`.
  case expression(ScoreExpression)

  /// Reads `top`, `topK` (the K most probable classes, one after another), an index, `max`,
  /// `weights:FILE`, `layer:NAME[:CHANNEL[:Y,X]]`, `error:CLASS`, a formula of scores, or else a label.
  ///
  /// - Throws: `ClassificationError.badTarget` for a file, layer or class without a name, and for
  ///   `top0` and below; `.badExpression` for a formula that cannot be read.
  public init(_ text: String) throws(ClassificationError) {
    if text == "top" {
      self = .top(count: 1)
    } else if text == "max" {
      self = .largest
    } else if let file = text.rest(after: "weights:") {
      guard !file.isEmpty else { throw .badTarget(text: text, expected: "weights:FILE") }
      self = .weights(file: file)
    } else if let layer = text.rest(after: "layer:") {
      guard !layer.isEmpty else {
        throw .badTarget(
          text: text, expected: "layer:NAME, layer:NAME:CHANNEL or layer:NAME:CHANNEL:Y,X")
      }
      self = .layer(layer)
    } else if let trueClass = text.rest(after: "error:") {
      guard !trueClass.isEmpty else { throw .badTarget(text: text, expected: "error:CLASS") }
      self = .error(trueClass: trueClass)
    } else if ScoreExpression.isMeant(by: text) {
      self = .expression(try ScoreExpression(text))
    } else if let index = Int(text) {
      self = .index(index)
    } else if text.hasPrefix("top"), let count = Int(text.dropFirst(3)) {
      guard count > 0 else { throw .badTarget(text: text, expected: "top1 or more") }
      self = .top(count: count)
    } else {
      self = .label(text)
    }
  }
}

extension Target: CustomStringConvertible {
  /// The text that the target is read from.
  public var description: String {
    switch self {
    case .top(let count): count == 1 ? "top" : "top\(count)"
    case .index(let index): String(index)
    case .label(let label): label
    case .largest: "max"
    case .weights(let file): "weights:\(file)"
    case .layer(let layer): "layer:\(layer)"
    case .error(let trueClass): "error:\(trueClass)"
    case .expression(let expression): expression.text
    }
  }
}

extension Target: Codable {
  /// Reads the text of a target.
  ///
  /// - Throws: `ClassificationError.badTarget`; `DecodingError` for what is no text.
  public init(from decoder: any Decoder) throws {
    try self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text that the target is read from.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension String {
  /// What follows a beginning; nil if the text does not begin so.
  fileprivate func rest(after beginning: String) -> String? {
    hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
  }
}

/// A class of a network: its place in the output, and its name.
public struct ClassLabel: Hashable, Sendable {
  /// Place in the network's output, from 0.
  public let index: Int
  /// The line of the label file, or `class 12` without one.
  public let label: String
}

/// A class with its probability.
public struct RankedClass: Hashable, Sendable {
  /// The class.
  public let label: ClassLabel
  /// Its probability, from 0 to 1, or its number.
  public let probability: Double
  /// Whether the number is no probability.
  public let isNumber: Bool
}

/// The classes of a network, in the order of its output.
public struct ClassLabels: Sendable {
  /// Number of classes.
  public let count: Int
  /// Whether the network's numbers are no probabilities.
  public let areNumbers: Bool
  private let names: [String]?
  private let identifiers: [String]?

  /// Makes the classes of a network with `count` outputs; `names` has one line for each, and so has
  /// `identifiers`, WordNet's.
  package init(
    count: Int, names: [String]?, identifiers: [String]? = nil, areNumbers: Bool = false
  ) throws(ClassificationError) {
    if let names, names.count != count {
      throw .wrongLabelCount(classes: count, labels: names.count)
    }
    self.count = count
    self.names = names
    self.identifiers = identifiers
    self.areNumbers = areNumbers
  }

  /// The class at a place of the output.
  public subscript(index: Int) -> ClassLabel {
    let kind = areNumbers ? "number" : "class"
    return ClassLabel(index: index, label: names?[index] ?? "\(kind) \(index)")
  }

  /// Returns the classes from the most to the least probable; equal ones by their place.
  public func ranked(_ probabilities: [Double], count: Int) -> [RankedClass] {
    probabilities.indices
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
      .prefix(count)
      .map {
        RankedClass(label: self[$0], probability: probabilities[$0], isNumber: areNumbers)
      }
  }

  /// Returns the classes that a user means; a target that is not a class is refused.
  ///
  /// A label is matched without regard to case against WordNet's identifiers and whole lines, then
  /// against the synonyms between the commas of a line, at last with hyphens or underscores for blanks.
  ///
  /// - Throws: `ClassificationError.badTarget` for what is no class or outside of them,
  ///   `.unknownLabel`, `.ambiguousLabel`, `.noLabels`.
  public func resolve(
    _ target: Target, probabilities: [Double]
  ) throws(ClassificationError) -> [ClassLabel] {
    switch target {
    case .top(let wanted):
      guard wanted <= count else {
        throw .badTarget(text: "top\(wanted)", expected: "at most top\(count)")
      }
      return ranked(probabilities, count: wanted).map(\.label)
    case .index(let index):
      guard (0..<count).contains(index) else {
        throw .badTarget(text: String(index), expected: "a class from 0 to \(count - 1)")
      }
      return [self[index]]
    case .label(let text):
      return [try find(text)]
    case .largest, .weights, .layer, .error, .expression:
      throw .badTarget(text: "\(target)", expected: "a class")
    }
  }

  private func find(_ text: String) throws(ClassificationError) -> ClassLabel {
    guard let names else { throw .noLabels(text: text, classes: count) }
    let wanted = text.lowercased()
    if let index = identifiers?.firstIndex(of: wanted) { return self[index] }
    let whole = names.indices.filter { names[$0].lowercased() == wanted }
    var matches = whole.isEmpty ? names.indices.filter { synonyms($0).contains(wanted) } : whole
    if matches.isEmpty {
      let joined = Self.joined(wanted)
      matches = names.indices.filter { synonyms($0).contains { Self.joined($0) == joined } }
    }
    if matches.count > 1 {
      throw .ambiguousLabel(text: text, candidates: matches.map { self[$0] })
    }
    guard let match = matches.first else {
      if text.contains("[") {
        throw .badTarget(
          text: text,
          expected: "a label; in an expression a class is p[CLASS], logit[CLASS] or logp[CLASS]")
      }
      throw .unknownLabel(text: text, similar: similar(to: wanted))
    }
    return self[match]
  }

  /// Classes that somebody may have meant, each by its synonym that is like the text: those with all of
  /// its words; if there are none, those with words that begin or end so; else those with words, or as a
  /// whole, that are spelt alike.
  private func similar(to text: String) -> [ClassLabel] {
    let all = (names ?? []).indices.flatMap { index in
      synonyms(index).map { ClassLabel(index: index, label: $0) }
    }
    let wanted = Self.words(text)
    func found(_ isLike: (Substring, Substring) -> Bool) -> [ClassLabel] {
      guard !wanted.isEmpty else { return [] }
      return all.filter { label in
        let words = Self.words(label.label)
        return wanted.allSatisfy { word in words.contains { isLike($0, word) } }
      }
    }
    var labels = found { $0 == $1 || $0 == $1 + "s" }
    if labels.isEmpty { labels = found { $0.hasPrefix($1) || $0.hasSuffix($1) } }
    if labels.isEmpty {
      labels = found { NearMatches.editDistance(String($0), String($1)) <= ($1.count + 3) / 4 }
    }
    if labels.isEmpty {
      let near = NearMatches.of(text, among: Array(Set(all.map(\.label))), limit: 5)
      labels = near.compactMap { name in all.first { $0.label == name } }
    }
    var told: Set<Int> = []
    return labels.filter { told.insert($0.index).inserted }
  }

  /// A text with hyphens in the place of blanks and underscores.
  private static func joined(_ text: String) -> String {
    text.replacing(" ", with: "-").replacing("_", with: "-")
  }

  private static func words(_ text: String) -> [Substring] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }
  }

  private func synonyms(_ index: Int) -> [String] {
    (names?[index] ?? "").lowercased().split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
  }
}
