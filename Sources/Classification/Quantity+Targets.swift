import Foundation
import Models
import Tensors

extension Classifier {
  /// Returns what a user wants to have explained; `probabilities` are those of the photo.
  ///
  /// A file of weights is a JSON object of numbers, by label or index of the class.
  ///
  /// - Throws: `ClassificationError` for a class or layer that there is not, a label that several
  ///   classes have, a file of weights that cannot be read or makes no sense.
  public func quantities(
    of target: Target, probabilities: [Double]
  ) throws(ClassificationError) -> [Quantity] {
    switch target {
    case .top, .index, .label:
      try labels.resolve(target, probabilities: probabilities).map(Quantity.score)
    case .largest: [.largest]
    case .weights(let file): [.weighted(try labels.weights(from: file))]
    case .layer(let text): [.activation(try network.activation(text))]
    case .error(let trueClass):
      try labels.quantities(ofError: trueClass, probabilities: probabilities)
    case .expression(let expression):
      [.expression(try expression.resolved(labels, head.link, probabilities: probabilities))]
    }
  }
}

extension NetworkLayers {
  /// Reads `NAME`, `NAME:CHANNEL` or `NAME:CHANNEL:Y,X`. Names may have colons themselves: the
  /// whole text is tried as a name first.
  func activation(_ text: String) throws(ClassificationError) -> Activation {
    if let layer = find(text)?.summary {
      return Activation(layer: layer, channel: nil, position: nil)
    }
    var (name, parts) = (text[...], [Substring]())
    while parts.count < 2, let colon = name.lastIndex(of: ":") {
      parts.insert(name[name.index(after: colon)...], at: 0)
      name = name[..<colon]
      guard let layer = find(String(name))?.summary else { continue }
      let channel = try layer.channel(parts[0], of: text)
      let position = parts.count < 2 ? nil : try layer.position(parts[1], of: text)
      return Activation(layer: layer, channel: channel, position: position)
    }
    // The name is what is left without numbers at the end.
    return Activation(
      layer: try require(Self.withoutNumbers(text)).summary, channel: nil, position: nil)
  }

  private static func withoutNumbers(_ text: String) -> String {
    var name = text[...]
    for _ in 0..<2 {
      guard let colon = name.lastIndex(of: ":"), colon > name.startIndex,
        name[name.index(after: colon)...].allSatisfy({ $0.isNumber || $0 == "," || $0 == "-" })
      else { break }
      name = name[..<colon]
    }
    return String(name)
  }
}

extension LayerSummary {
  fileprivate func channel(
    _ part: Substring, of text: String
  ) throws(ClassificationError) -> Int {
    let count = shape.dimensions.last ?? 1
    guard let channel = Int(part), (0..<count).contains(channel) else {
      throw .badTarget(
        text: "layer:\(text)",
        expected: "a channel from 0 to \(count - 1), found \"\(part)\"")
    }
    return channel
  }

  fileprivate func position(
    _ part: Substring, of text: String
  ) throws(ClassificationError) -> Activation.Position {
    guard shape.rank == 3 else {
      throw .badTarget(
        text: "layer:\(text)",
        expected: "no position, the layer has shape \(shape), no rows and columns")
    }
    let numbers = part.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let y = numbers[0], let x = numbers[1],
      (0..<shape[0]).contains(y), (0..<shape[1]).contains(x)
    else {
      throw .badTarget(
        text: "layer:\(text)",
        expected: "a row from 0 to \(shape[0] - 1) and a column from 0 to \(shape[1] - 1) as Y,X, "
          + "found \"\(part)\"")
    }
    return Activation.Position(y: y, x: x)
  }
}

extension ClassLabels {
  /// What an error is explained by: the most probable class, or where that is the true one the next; the
  /// true class; and what sets the first apart from the second.
  func quantities(
    ofError text: String, probabilities: [Double]
  ) throws(ClassificationError) -> [Quantity] {
    guard !areNumbers, count > 1 else {
      throw .badTarget(text: "error:\(text)", expected: "a network of two classes or more")
    }
    let target = Int(text).map(Target.index) ?? .label(text)
    let truth = try resolve(target, probabilities: probabilities)[0]
    let first = ranked(probabilities, count: 2).map(\.label)
    let other = first[0] == truth ? first[1] : first[0]
    return [.score(other), .score(truth), .difference(other, minus: truth)]
  }

  /// Reads weights of classes from a JSON file.
  func weights(from path: String) throws(ClassificationError) -> ClassWeights {
    let data: Data
    do { data = try FileContents.read(path, limit: LabelFile.byteLimit) } catch {
      throw .model(error)
    }
    let numbers: [String: Double]
    do {
      numbers = try JSONDecoder().decode([String: Double].self, from: data)
    } catch {
      throw .badWeights(
        file: path,
        problem: "expected a JSON object of finite numbers like {\"LABEL or INDEX\": WEIGHT, …}")
    }
    var weights: [Int: Float] = [:]
    for (key, number) in numbers.sorted(by: { $0.key < $1.key }) {
      let weight = Float(number)
      guard weight.isFinite else {
        throw .badWeights(
          file: path, problem: "\"\(key)\": expected a finite number, found \(number)")
      }
      let index = try index(of: key, in: path)
      guard weights.updateValue(weight, forKey: index) == nil else {
        throw .badWeights(
          file: path,
          problem: "\"\(key)\": class \(index) (\(self[index].label)) has a weight already")
      }
    }
    guard weights.values.contains(where: { $0 != 0 }) else {
      throw .badWeights(file: path, problem: "expected a weight that is not 0, found none")
    }
    return ClassWeights(
      name: URL(fileURLWithPath: path).lastPathComponent, weights: weights)
  }

  /// Returns the place of the class with a label or index.
  private func index(of key: String, in path: String) throws(ClassificationError) -> Int {
    let target = Int(key).map(Target.index) ?? .label(key)
    do {
      return try resolve(target, probabilities: [])[0].index
    } catch {
      throw .badWeights(file: path, problem: "\(error)")
    }
  }
}
