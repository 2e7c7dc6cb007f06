import Classification
import Explaining
import Files
import Foundation
import Inputs
import Models

/// Whose files are named: one explanation, or all of one file's rows or texts.
package struct OutputName: Hashable {
  let source: InputSource
  /// What is explained; nil as long as that is not known, and for all of a file.
  var target: Quantity?
  /// One of several inputs, by the words of its name; nil for all of them.
  var input: String?
  /// Whether it is all of a file's rows or texts.
  var isOfFile = false
  /// Whether it is all targets of a sample.
  var isOfAllTargets = false
}

/// The names of a run's files: a pattern, and what stays the same in all of them.
struct OutputNames: Sendable {
  /// Name of the page that lists pages.
  let indexName: String
  private let pattern: NamePattern
  /// The same for what there is one of for all rows or texts of a file, or for all targets.
  private let filePattern: NamePattern
  private let values: [NamePattern.Placeholder: String]

  /// Names the files of a comparison and the like, which nothing but their picture tells apart.
  init() {
    (pattern, filePattern) = (NamePattern([.stem, .product]), NamePattern([.stem, .product]))
    (indexName, values) = (IndexCollector.fileName, [:])
  }

  /// Names files after what is asked of a network.
  ///
  /// Unless there is a pattern, the target is told where there are several, and the method where it is
  /// not the standard one.
  ///
  /// - Throws: `Failure` for a pattern that gives several targets one name.
  init(_ pattern: NamePattern?, for request: Request, model: String) throws {
    let method = request.method == MethodTable.standard.name ? [] : [NamePattern.Placeholder.method]
    let target = request.hasSeveralTargets ? [NamePattern.Placeholder.target] : []
    if let pattern, !target.isEmpty, !pattern.has(.target) {
      throw Failure(.usage, "--name: of several targets, names need {target}")
    }
    self.pattern = pattern ?? NamePattern([.stem] + target + method + [.product])
    filePattern = pattern ?? NamePattern([.stem] + method + [.product])
    let ownIndex = pattern == nil && !method.isEmpty
    indexName = ownIndex ? "index.\(request.method).html" : IndexCollector.fileName
    values = [
      .method: request.method, .score: Self.score(request),
      .baseline: Self.baseline(request), .model: Self.file(model),
    ]
  }

  /// Whether names tell targets, which may be known only when the network has spoken.
  var tellTargets: Bool { pattern.has(.target) }

  /// Whether names tell what is in a file.
  var tellProducts: Bool { pattern.has(.product) }

  /// Returns the path of a file below the output folder. `suffix` is what the file is, with the ending
  /// of its kind: `mask.png`, `json`.
  func path(_ name: OutputName, _ suffix: String) -> String {
    let ending = suffix.split(separator: ".").last ?? "*"
    let product = suffix.hasSuffix(".\(ending)") ? suffix.dropLast(ending.count + 1) : ending
    let isOfAll = name.isOfFile || name.isOfAllTargets
    let pattern = isOfAll ? filePattern : pattern
    var path = pattern.name { placeholder in
      switch placeholder {
      case .stem: Self.stem(name)
      case .folder: name.source.folder
      case .target: isOfAll ? "all" : name.target.map(OutputName.slug) ?? "*"
      case .product: String(product)
      case .method, .score, .baseline, .model: values[placeholder] ?? ""
      }
    }
    if !path.hasSuffix(".\(ending)") { path += ".\(ending)" }
    return pattern.has(.folder) || name.source.folder.isEmpty
      ? path : name.source.folder + "/" + path
  }

  private static func stem(_ name: OutputName) -> String {
    let stem = name.isOfFile ? name.source.fileStem : name.source.stem
    return name.input.map { "\(stem).\($0)" } ?? stem
  }

  private static func score(_ request: Request) -> String {
    let areLayers = request.targets.allSatisfy { if case .layer = $0 { true } else { false } }
    return request.score?.rawValue ?? (areLayers ? "activation" : "expression")
  }

  private static func baseline(_ request: Request) -> String {
    let names = request.baselines.map { baseline in
      if case .dataset(let statistic, let path) = baseline {
        return "dataset-\(statistic.rawValue)-\(file(path))"
      }
      return baseline.path.map(file) ?? OutputName.words("\(baseline)").joined(separator: "-")
    }
    return names.isEmpty ? "none" : names.joined(separator: "+")
  }

  /// The name of a file without its folder and extension, in letters that every file system takes.
  private static func file(_ path: String) -> String {
    let name = FilePath.stem(of: path)
    return OutputName.words(name).joined(separator: "-")
  }
}

extension OutputName {
  /// The target as a part of a file name. Of a class it is the first synonym of its label, six words
  /// at most, then the class's index, since two classes may share a name.
  fileprivate static func slug(_ target: Quantity) -> String {
    switch target {
    case .score(let label): slug(label)
    case .difference(let label, let other): "\(slug(label))-minus-\(slug(other))"
    case .largest, .weighted, .activation:
      words(target.label.lowercased()).joined(separator: "-")
    case .expression(let expression): slug(formula: expression.text)
    }
  }

  /// Words for the operators of a formula, which names of files would lose.
  private static let operators: [(signs: String, word: String)] = [
    ("+", "plus"), ("-−–", "minus"), ("*×·", "times"), ("/÷", "over"),
  ]
  /// Most letters of a formula in a name; of a longer one, 16 digits of its checksum tell it apart.
  private static let mostLetters = 80

  /// A formula in words: `p-cat-minus-p-dog`.
  private static func slug(formula: String) -> String {
    var isName = false
    let spelled = formula.map { sign in
      if "[]".contains(sign) { isName = sign == "[" }
      let operation = isName ? nil : operators.first { $0.signs.contains(sign) }
      return operation.map { " \($0.word) " } ?? String(sign)
    }
    let slug = words(spelled.joined().lowercased()).joined(separator: "-")
    if slug.count <= mostLetters { return slug }
    return slug.prefix(mostLetters) + "-"
      + Checksum.sha256(of: Data(formula.utf8)).prefix(16)
  }

  private static func slug(_ label: ClassLabel) -> String {
    let synonym = words(label.label.lowercased().prefix { $0 != "," })
    return (synonym.prefix(6) + ["\(label.index)"]).joined(separator: "-")
  }

  /// Names of several inputs as parts of file names: their letters and digits, with their place where
  /// there are none, or where another has the same.
  package static func words(of inputs: [String]) -> [String] {
    let texts = inputs.map { words($0).joined(separator: "-") }
    return texts.indices.map { place in
      let text = texts[place]
      if !text.isEmpty && texts.count(where: { $0.lowercased() == text.lowercased() }) == 1 {
        return text
      }
      return ([text] + ["\(place + 1)"]).filter { !$0.isEmpty }.joined(separator: "-")
    }
  }

  fileprivate static func words(_ text: some StringProtocol) -> [String] {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map { String($0) }
  }

  /// Refuses targets, other than classes, whose files would have the same names.
  static func refuseSameNames(_ targets: [Quantity]) throws {
    var owners: [String: Quantity] = [:]
    for target in targets where target.classIndex == nil {
      let name = slug(target)
      if let other = owners[name], other != target {
        throw Failure(
          .usage,
          "targets \(other.label) and \(target.label) would both write *.\(name).*; explain them "
            + "one after the other, with different --output-dir")
      }
      owners[name] = target
    }
  }
}
