import Classification
import Explaining
import Foundation
import Inputs

/// What the files of one explanation are named after.
package struct OutputName {
  let stem: String
  /// What is explained, where a photo has several explanations.
  let target: Quantity?

  /// `photo`, or `photo.great-grey-owl`.
  var text: String { target.map { "\(stem).\(Self.slug($0))" } ?? stem }

  /// The same for one of several inputs, by the words of its name.
  func of(input words: String) -> OutputName {
    OutputName(stem: "\(stem).\(words)", target: target)
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

  /// The target as a part of a file name. Of a class it is the first synonym of its label, six words
  /// at most, then the class's index, since two classes may share a name.
  private static func slug(_ target: Quantity) -> String {
    let name = target.label.lowercased()
    guard let index = target.classIndex else { return words(name).joined(separator: "-") }
    let synonym = words(name.prefix { $0 != "," })
    return (synonym.prefix(6) + ["\(index)"]).joined(separator: "-")
  }

  private static func words(_ text: some StringProtocol) -> [String] {
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

/// Which files a command will write, checked before any work.
struct OutputPlan: Sendable {
  private let folder: String
  private let noClobber: Bool
  /// What follows the stem in the names of an explanation's files.
  private let suffixes: [String]
  /// Real paths of all files that are read.
  private var inputs: Set<String>
  /// What is written whatever the network says: nothing where files are named after targets.
  private let certainPaths: [String]

  /// Refuses sources whose outputs would have the same names, outputs that would replace an input,
  /// and, with --no-clobber, outputs that are there already.
  init(
    folder: String, noClobber: Bool, products: [Product], sources: [InputSource],
    hasSeveralTargets: Bool = false, hasIndex: Bool = false, protecting others: [String]
  ) throws {
    let ofParts = sources.contains { $0.part != nil }
    let ofFile = ofParts ? products.filter(\.isOfFile).flatMap(\.suffixes) : []
    try self.init(
      folder: folder, noClobber: noClobber,
      suffixes: products.filter { !(ofParts && $0.isOfFile) }.flatMap(\.suffixes),
      fileSuffixes: ofFile, sources: sources, hasSeveralTargets: hasSeveralTargets,
      hasIndex: hasIndex, protecting: others)
  }

  /// The same by what follows the stem in the files' names: `suffixes` of each explanation,
  /// `fileSuffixes` of each file of rows or texts.
  init(
    folder: String, noClobber: Bool, suffixes: [String], fileSuffixes: [String] = [],
    sources: [InputSource], hasSeveralTargets: Bool = false, hasIndex: Bool = false,
    protecting others: [String]
  ) throws {
    self.folder = folder
    self.noClobber = noClobber
    self.suffixes = suffixes
    try Self.refuseSameNames(sources, hasIndex: hasIndex && !hasSeveralTargets)
    inputs = Set((sources.map(\.path) + others).map(OutputFile.realPath))
    let index = hasIndex ? [Self.path(ofFile: IndexCollector.fileName, in: folder)] : []
    let ofFiles = Set(sources.map(\.fileStem)).sorted().flatMap { stem in
      fileSuffixes.map { Self.path(ofFile: "\(stem).\($0)", in: folder) }
    }
    certainPaths =
      index + ofFiles
      + (hasSeveralTargets
        ? []
        : sources.flatMap { source in
          suffixes.map { Self.path($0, OutputName(stem: source.stem, target: nil), in: folder) }
        })
    for path in certainPaths {
      try refuseInput(path)
      if noClobber && access(path, F_OK) == 0 {
        throw Failure(.cannotCreate, OutputFile.alreadyThere(path))
      }
    }
    try Self.checkFolder(folder)
  }

  /// Refuses, before a network is looked for, files whose outputs would have the same names, and a
  /// folder that cannot be written to.
  static func check(_ sources: [InputSource], folder: String) throws {
    try refuseSameNames(sources, hasIndex: false)
    try checkFolder(folder)
  }

  /// Refuses sources whose files would have one name, that of the index among them.
  private static func refuseSameNames(_ sources: [InputSource], hasIndex: Bool) throws {
    var owners: [String: InputSource] = [:]
    for source in sources {
      if let other = owners[source.stem] {
        throw Failure(
          .usage,
          "\(other.displayName) and \(source.displayName) would both write \(source.stem).*; "
            + "rename one, or explain them with different --output-dir")
      }
      owners[source.stem] = source
    }
    let indexName = (IndexCollector.fileName as NSString).deletingPathExtension
    if hasIndex, let source = owners[indexName] {
      throw Failure(
        .usage,
        "\(source.displayName) would write \(IndexCollector.fileName), which is the page that lists "
          + "all; rename it")
    }
  }

  /// Adds files that no output may replace.
  mutating func protect(_ paths: [String]) throws {
    inputs.formUnion(paths.map(OutputFile.realPath))
    for path in certainPaths { try refuseInput(path) }
  }

  /// Paths of all files of one explanation.
  func paths(_ name: OutputName) -> [String] {
    suffixes.map { Self.path($0, name, in: folder) }
  }

  /// Writes a file of an explanation.
  func write(_ file: ProductFile, as name: OutputName) throws {
    try write(file.bytes, to: Self.path(file.suffix, name, in: folder))
  }

  /// Writes any file, unless that would replace an input or what --no-clobber keeps.
  func write(_ bytes: [UInt8], to path: String) throws {
    try refuseInput(path)
    try OutputFile.write(bytes, to: path, existing: noClobber ? .refuse : .replace)
  }

  /// The path of a file in the output folder.
  func path(ofFile name: String) -> String { Self.path(ofFile: name, in: folder) }

  private static func path(ofFile name: String, in folder: String) -> String {
    folder == "." ? name : (folder as NSString).appendingPathComponent(name)
  }

  /// Refuses to replace a file that is read; what several targets write has names that are only
  /// known when the network has spoken.
  private func refuseInput(_ path: String) throws {
    if inputs.contains(OutputFile.realPath(path)) {
      throw Failure(.usage, "\(path) is an input; choose another --output-dir")
    }
  }

  private static func path(
    _ suffix: String, _ name: OutputName, in folder: String
  ) -> String {
    path(ofFile: "\(name.text).\(suffix)", in: folder)
  }

  /// Refuses a folder that cannot be written to, without making it: it is made with the first file.
  private static func checkFolder(_ folder: String) throws {
    var existing = URL(fileURLWithPath: folder).standardizedFileURL
    while access(existing.path, F_OK) != 0, existing.path != "/" {
      existing.deleteLastPathComponent()
    }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: existing.path, isDirectory: &isFolder)
    guard isFolder.boolValue, access(existing.path, W_OK | X_OK) == 0 else {
      throw Failure(
        .cannotCreate, "\(folder): nothing can be written there; choose a folder with -o"
      )
    }
  }
}
