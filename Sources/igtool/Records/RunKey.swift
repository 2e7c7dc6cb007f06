import Explaining
import Files
import Foundation
import Inputs
import Models
import Synchronization

/// Tells whether two runs make the same files of an input: a SHA-256 of everything that these follow from.
final class RunKey: Sendable {
  /// What a run's files follow from, whatever the input.
  private struct Setting: Encodable {
    let version: String
    let request: Request
    /// What every picture looks like.
    let look: String
    let products: [String]
    /// How files are called.
    let names: String
    let gapLimit: Double?
    /// Checksums of the network's files, and of all others that are read for every input.
    let files: [String]
  }

  private let setting: String
  /// Checksums of files that are read for every input.
  private static func checksums(_ files: [String]) throws -> [String] {
    try files.filter { FileKind($0) == .file }.map(Checksum.sha256(ofFile:))
  }

  private let checksums = Mutex<[String: String]>([:])

  /// Looks at everything but inputs.
  ///
  /// - Throws: `ModelsError` for files that cannot be read.
  init(
    _ request: Request, files: [String], products: [Product], look: Look, names: OutputNames,
    gapLimit: Double?
  ) throws {
    let example = OutputName(source: InputSource(path: "stem", folder: "folder"))
    let setting = Setting(
      version: Igtool.version, request: request, look: String(reflecting: look),
      products: products.map(\.rawValue), names: names.path(example, "product.png"),
      gapLimit: gapLimit,
      files: try Self.checksums(files))
    self.setting = try JSONText.line(setting)
  }

  /// Looks at everything but inputs: a setting, and files that are read for every input.
  ///
  /// - Throws: `ModelsError` for files that cannot be read.
  init(_ setting: some Encodable, files: [String]) throws {
    self.setting =
      try JSONText.line(setting) + JSONText.line(Self.checksums(files))
  }

  /// Looks at an input before it is read, so that one that changes meanwhile is not taken for what was
  /// read. Pipes can be read only once, and so are not looked at.
  func look(at source: InputSource) {
    guard FileKind(source.path) == .file, checksums.withLock({ $0[source.path] }) == nil,
      let checksum = try? Checksum.sha256(ofFile: source.path)
    else { return }
    checksums.withLock { $0[source.path] = checksum }
  }

  /// The key of an input; nil for what was not looked at.
  func key(of source: InputSource) -> String? {
    guard let checksum = checksums.withLock({ $0[source.path] }) else { return nil }
    return Checksum.sha256(of: Data((setting + checksum + source.recordName).utf8))
  }
}
