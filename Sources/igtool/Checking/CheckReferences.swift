import Explaining
import Files
import Foundation
import Inputs

/// The reports that are checked, and where their inputs are.
struct CheckReferences {
  /// A report.
  struct Entry {
    /// Its path.
    let path: String
    /// The path below the folder that was named.
    let name: String
    /// The file that is explained; nil for the one that the report names.
    let input: String?
  }

  /// All reports, in the order of their names.
  let all: [Entry]

  /// Finds reports: a file, or those in a folder and the folders in it. A file among `inputs` is for the
  /// reports on a file of that name; one file is for a report that was named itself, whatever its name.
  ///
  /// - Throws: `Failure` where there is no report, and for inputs that no report is about.
  init(_ path: String, inputs: [String]) throws {
    var found: [(path: String, name: String)] = []
    let kind = FileKind(path)
    switch kind {
    case .missing: throw Failure(.noInput, "\(path): no such file or folder")
    case .folder: try Self.search(path, below: "", &found)
    case .file, .special: found = [(path, FilePath.name(of: path))]
    }
    if found.isEmpty {
      throw Failure(
        .noInput, "\(path): no reports in this folder; explain with --save npy,json -o \(path)")
    }
    let files = try InputSearch(isRecursive: true).find(inputs).sources.map(\.path)
    if kind != .folder && files.count == 1 {
      all = [Entry(path: found[0].path, name: found[0].name, input: files[0])]
      return
    }
    var unused = Set(files)
    all = try found.map { report in
      let name = files.isEmpty ? nil : try? StoredExplanation.fileName(in: report.path)
      let named = files.filter { FilePath.name(of: $0) == name }
      if named.count > 1 {
        throw Failure(
          .usage, "\(report.path): \(named.count) inputs are called \(name ?? ""); name one of them"
        )
      }
      unused.subtract(named)
      return Entry(path: report.path, name: report.name, input: named.first)
    }
    if let file = files.first(where: unused.contains) {
      throw Failure(
        .usage,
        "\(file): no report in \(path) is about a file of that name; name the report that it is to be "
          + "held against")
    }
  }

  private static func search(
    _ folder: String, below: String, _ found: inout [(path: String, name: String)]
  ) throws {
    let names: [String]
    do { names = try Folder.names(in: folder) } catch {
      throw Failure(.noInput, "\(folder): this folder cannot be read: \(error)")
    }
    for name in names where !name.hasPrefix(".") {
      let path = FilePath.join(folder, name)
      switch FileKind(path) {
      case .folder: try search(path, below: below + name + "/", &found)
      case .file where name.hasSuffix(".json"): found.append((path, below + name))
      case .file, .special, .missing: break
      }
    }
  }
}

/// The networks that reports name, each read once.
struct CheckNetworks {
  private let load: (NetworkRequest, SampleRequest) throws -> ExplainableNetwork
  private var known: [NetworkRequest: ExplainableNetwork] = [:]

  init(load: @escaping (NetworkRequest, SampleRequest) throws -> ExplainableNetwork) {
    self.load = load
  }

  /// Returns a network; one whose input has no size gets that of the first samples it is asked for.
  mutating func network(
    _ request: NetworkRequest, for samples: SampleRequest
  ) throws -> ExplainableNetwork {
    if let network = known[request] { return network }
    let network = try load(request, samples)
    known[request] = network
    return network
  }
}
