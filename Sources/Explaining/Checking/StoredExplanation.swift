import Files
import Foundation
import Inputs
import Tensors

/// An explanation that was written down: what `explain --save npy,json` wrote.
public struct StoredExplanation: Sendable {
  /// The path of the JSON.
  public let path: String
  /// What was asked.
  public let request: Request
  /// The name of the network.
  public let model: String
  /// What was explained.
  public let target: RecordedExplanation.Target
  /// The class that was subtracted.
  public let contrast: RecordedExplanation.Target?
  /// Its scores.
  public let score: RecordedExplanation.Score
  /// The most probable class.
  public let top: RecordedExplanation.Target?
  /// The attributions.
  public let attributions: Tensor
  /// What was explained: a file, of tables and files of texts a part of it, or a text.
  private let facts: Facts

  /// Reads a report, and the array of attributions that lies beside it or where it says.
  ///
  /// - Throws: `StoredExplanationError`.
  public init(_ path: String) throws(StoredExplanationError) {
    let facts = try Self.facts(in: path)
    if facts.inputs != nil { throw .severalInputs(path) }
    self.path = path
    (request, model, target, contrast) = (facts.request, facts.model, facts.target, facts.contrast)
    (score, top) = (facts.score, facts.top.first)
    attributions = try facts.attributions(beside: path)
    self.facts = facts
  }

  /// Returns the name of the file that a report is about, without its folder; nil for a text.
  ///
  /// - Throws: `StoredExplanationError` for what is no report.
  public static func fileName(in path: String) throws(StoredExplanationError) -> String? {
    let facts = try facts(in: path)
    return (facts.image ?? facts.file).map(FilePath.name(of:))
  }

  private static func facts(in path: String) throws(StoredExplanationError) -> Facts {
    do {
      let bytes = try FileBytes.read(path, limit: Request.reportByteLimit)
      return try JSONDecoder().decode(Facts.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw .badFile(path, problem: error.problem)
    } catch {
      if FileKind(path) == .missing { throw .missing(path) }
      throw .badFile(path, problem: "\(error)")
    }
  }

  /// What was explained, where it lies as it is named, or else beside the report.
  public var input: SampleRequest {
    if facts.file == nil && facts.image == nil, let text = facts.text {
      return SampleRequest(text: text)
    }
    return input(at: Self.found(facts.image ?? facts.file ?? "-", beside: path))
  }

  /// The same part of another file.
  public func input(at file: String) -> SampleRequest {
    SampleRequest(
      sources: [InputSource(path: file)],
      rows: (facts.row ?? facts.line).flatMap { try? RowSelection(String($0)) })
  }

  /// A file as it is named, if it is there, or else the one of that name beside another file.
  private static func found(_ file: String, beside other: String) -> String {
    if FileKind(file) != .missing { return file }
    let neighbour = FilePath.join(FilePath.folder(of: other), FilePath.name(of: file))
    return FileKind(neighbour) == .missing ? file : neighbour
  }

  /// What is read of a report.
  private struct Facts: Decodable {
    /// Read as far as that there is one.
    struct Part: Decodable {}

    let request: Request
    let model: String
    let target: RecordedExplanation.Target
    let contrast: RecordedExplanation.Target?
    let score: RecordedExplanation.Score
    let top: [RecordedExplanation.Target]
    let shape: [Int]
    let outputs: [String]
    let image: String?
    let file: String?
    let row: Int?
    let line: Int?
    let text: String?
    let inputs: [Part]?

    func attributions(beside path: String) throws(StoredExplanationError) -> Tensor {
      guard let named = outputs.first(where: { $0.hasSuffix(".attribution.npy") }) else {
        throw .noMap(path)
      }
      // What was moved lies together; what lies where it was may be of another run.
      let neighbour = FilePath.join(FilePath.folder(of: path), FilePath.name(of: named))
      let file = FileKind(neighbour) == .missing ? named : neighbour
      let tensor: Tensor
      do {
        tensor = try NumPyFile.decode(try FileBytes.read(file, limit: Request.reportByteLimit))
      } catch {
        if FileKind(file) == .missing { throw .missing(file) }
        throw .badFile(file, problem: "\(error)")
      }
      guard tensor.shape.dimensions == shape, tensor.values.allSatisfy(\.isFinite) else {
        throw .otherMap(
          file, expected: shape, found: tensor.shape.dimensions, report: path)
      }
      return tensor
    }
  }
}

/// Why an explanation that was written down cannot be used.
public enum StoredExplanationError: Error, Equatable {
  /// A file is not there.
  case missing(String)
  /// A file cannot be read as what it is to be.
  case badFile(String, problem: String)
  /// No attributions were written with the report.
  case noMap(String)
  /// The array is not the report's.
  case otherMap(String, expected: [Int], found: [Int], report: String)
  /// The network's attributions are of other features, and not those of pixels in another size.
  case otherFeatures([Int], report: String, found: [Int])
  /// There are attributions of several inputs.
  case severalInputs(String)
  /// The network has no class of that name.
  case noSuchClass(String, report: String, network: String)
}

extension StoredExplanationError: CustomStringConvertible {
  /// What is wrong, where, and the way out, in one line.
  public var description: String {
    switch self {
    case .missing(let file): "\(file): no such file"
    case .badFile(let file, let problem): "\(file): \(problem)"
    case .noMap(let file):
      "\(file): no attributions were written with it; explain with --save npy,json"
    case .otherMap(let file, let expected, let found, let report):
      "\(file): expected finite numbers of the shape \(Self.text(expected)) that \(report) tells, found "
        + Self.text(found)
    case .otherFeatures(let expected, let report, let found):
      "\(report): its attributions have the shape \(Self.text(expected)), and those of today "
        + "\(Self.text(found)), which are no pixels of another size; explain anew with --save npy,json"
    case .severalInputs(let file):
      "\(file): attributions of several inputs, which cannot be checked yet; expected those of one"
    case .noSuchClass(let label, let report, let network):
      "\(report): it explains \"\(label)\", which \(network) does not have among its classes; "
        + "--labels names them"
    }
  }

  /// Whether a file is not there at all.
  public var isMissingFile: Bool { if case .missing = self { true } else { false } }

  private static func text(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: "×")
  }
}
