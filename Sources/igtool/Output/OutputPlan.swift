import Explaining
import Files
import Foundation
import Inputs

/// Which files a command will write, checked before any work.
struct OutputPlan: Sendable {
  let names: OutputNames
  /// What was written so far.
  let written = WrittenFiles()
  private let sample = SampleFiles()
  private let place: OutputPlace
  private let noClobber: Bool
  /// What follows the stem in the names of an explanation's files.
  private let suffixes: [String]
  /// Real paths of all files that are read.
  private var inputs: Set<String>
  /// What is written whatever the network says: nothing where files are named after targets.
  private let certainPaths: [String]
  /// What follows the stem in the names of what there is one of for all rows or texts of a file.
  private let fileSuffixes: [String]
  /// Whether there are files that all sources have in common.
  private let hasCommonFiles: Bool
  /// Whether there is a page that lists pages.
  let hasIndex: Bool

  /// Refuses sources whose outputs would have the same names, outputs that would replace an input,
  /// and, with --no-clobber, outputs that are there already. `parts` are several inputs that have files
  /// of their own.
  init(
    _ output: FolderOptions, products: [Product], names: OutputNames, sources: [InputSource],
    parts: [InputKind] = [], hasIndex: Bool = false, protecting others: [String]
  ) throws {
    let ofParts = sources.contains { $0.part != nil }
    let ofFile = ofParts ? products.filter(\.isOfFile).flatMap(\.suffixes) : []
    try self.init(
      output, suffixes: products.filter { !(ofParts && $0.isOfFile) }.flatMap(\.suffixes),
      fileSuffixes: ofFile, inputs: Self.inputs(of: products, parts), names: names,
      sources: sources, hasIndex: hasIndex, protecting: others)
  }

  /// The same by what follows the stem in the files' names: `suffixes` of each explanation,
  /// `fileSuffixes` of each file of rows or texts; `inputs` are those that have a file of their own, by
  /// its suffix; `common` are files that all sources have in common.
  init(
    _ output: FolderOptions, suffixes: [String], fileSuffixes: [String] = [],
    inputs parts: [String: [String?]] = [:], names: OutputNames = OutputNames(),
    sources: [InputSource], hasIndex: Bool = false,
    ofAll common: [String] = [], protecting others: [String]
  ) throws {
    (place, noClobber, self.names) = (output.place, output.noClobber, names)
    (self.suffixes, self.fileSuffixes, self.hasIndex) = (suffixes, fileSuffixes, hasIndex)
    hasCommonFiles = !common.isEmpty
    inputs = Set((sources.map(\.path) + others).map(FileKind.realPath))
    try Self.refuseSameNames(sources, names)
    var seen: Set<[String]> = []
    let ofFiles = sources.filter { seen.insert([$0.path, $0.folder]).inserted }
    let files =
      sources.flatMap { source in
        suffixes.flatMap { suffix in
          (parts[suffix] ?? [nil]).map {
            names.path(OutputName(source: source, input: $0), suffix)
          }
        }
      }
      + ofFiles.flatMap { source in
        fileSuffixes.map { names.path(OutputName(source: source, isOfFile: true), $0) }
      }
    try Self.refuseSameProducts(files, index: hasIndex ? names.indexName : nil)
    let index = (hasIndex ? [names.indexName] : []) + common
    certainPaths = (index + (names.tellTargets ? [] : files)).map(output.place.path)
    if place.isStandardOutput {
      try Self.refuseSeveral(index + files, suffixes + fileSuffixes)
    } else {
      try checkFiles()
    }
  }

  /// The inputs that have a file of their own of a product, by what follows the stem in its name.
  private static func inputs(
    of products: [Product], _ parts: [InputKind]
  ) -> [String: [String?]] {
    if parts.count < 2 { return [:] }
    let words = OutputName.words(of: parts.map(\.name))
    var inputs: [String: [String?]] = [:]
    for product in products where product != .json {
      let some = zip(parts, words).filter { Product.possible(for: [$0.0.kind]).contains(product) }
      for suffix in product.suffixes { inputs[suffix] = some.map(\.1) }
    }
    return inputs
  }

  /// Refuses what cannot be written, and removes what processes that were killed have left in the folders.
  private func checkFiles() throws {
    for path in certainPaths {
      try refuseInput(path)
      if noClobber && FileKind.isThere(path) {
        throw Failure(.cannotCreate, StagedFiles.alreadyThere(path))
      }
    }
    try place.check()
    let folders = certainPaths.map { FilePath.folder(of: $0) }
    Set(folders + [FilePath.folder(of: place.path("*"))])
      .forEach(TemporaryFiles.sweep)
  }

  /// Refuses, before a network is looked for, files whose outputs would have the same names, and a
  /// folder that cannot be written to.
  static func check(
    _ sources: [InputSource], _ output: FolderOptions, _ names: OutputNames
  ) throws {
    try refuseSameNames(sources, names)
    try output.place.check()
  }

  /// Refuses sources whose files would have one name.
  private static func refuseSameNames(_ sources: [InputSource], _ names: OutputNames) throws {
    var owners: [String: InputSource] = [:]
    for source in sources {
      let name = names.path(OutputName(source: source), "*")
      if let other = owners[name] {
        throw Failure(
          .usage,
          "\(other.displayName) and \(source.displayName) would both write \(name); rename one, or "
            + "explain them with different --output-dir")
      }
      owners[name] = source
    }
  }

  /// Refuses files of one explanation, or one and the index, that would have one name.
  private static func refuseSameProducts(_ files: [String], index: String?) throws {
    var found: Set<String> = []
    for file in files where !found.insert(file).inserted {
      throw Failure(.usage, "--name: several files would be called \(file); add {product}")
    }
    if let index, found.contains(index) {
      throw Failure(
        .usage, "a picture would write \(index), which is the page that lists all; rename it")
    }
  }

  /// Refuses to write several files to standard output, or one that no terminal shows.
  private static func refuseSeveral(_ files: [String], _ suffixes: [String]) throws {
    guard files.count == 1 else {
      throw Failure(
        .usage,
        "-o - writes one file to standard output, found \(files.count)"
          + (suffixes.count > 1
            ? "; choose one, as in --save \(suffixes[0].prefix { $0 != "." })" : ""))
    }
    let isText = [".json", ".csv", ".html", ".svg"].contains { files[0].hasSuffix($0) }
    if !isText && isatty(STDOUT_FILENO) == 1 {
      throw Failure(
        .usage, "-o -: standard output is a terminal; redirect it, as in -o - > out.png")
    }
  }

  /// Adds files that no output may replace.
  mutating func protect(_ paths: [String]) throws {
    inputs.formUnion(paths.map(FileKind.realPath))
    for path in certainPaths { try refuseInput(path) }
  }

  /// Whether the one file that there is goes to standard output.
  var isStandardOutput: Bool { place.isStandardOutput }

  /// The folder for files, as it was named.
  var folder: String { place.description }

  /// Paths of all files of one explanation.
  func paths(_ name: OutputName) -> [String] { suffixes.map { path(name, $0) } }

  /// The path of a file of an explanation.
  func path(_ name: OutputName, _ suffix: String) -> String { place.path(names.path(name, suffix)) }

  /// The path of a file that all sources have in common.
  func path(ofAll name: String) -> String { place.path(name) }

  /// Paths of what there is one of for all rows or texts of a file.
  func paths(ofFile source: InputSource) -> [String] {
    fileSuffixes.map { path(OutputName(source: source, isOfFile: true), $0) }
  }

  /// Whether any file is written into the folder.
  var writesFiles: Bool {
    !place.isStandardOutput && (hasCommonFiles || !(suffixes + fileSuffixes).isEmpty)
  }

  /// The path of the page that lists pages.
  var indexPath: String { place.path(names.indexName) }

  /// Writes a file of an explanation, which appears with the others of its sample.
  func stage(_ file: ProductFile, as name: OutputName) throws {
    let path = path(name, file.suffix)
    let bytes = try file.bytes
    if place.isStandardOutput { return try Console.write(bytes, to: STDOUT_FILENO) }
    try refuseInput(path)
    try sample.add(as: path, kind: file.suffix, existing: existing) { try $0(bytes) }
  }

  /// Lets the files of a sample appear, all or none; returns their paths.
  func commit() throws -> [String] {
    let files = try sample.commit()
    for file in files { written.add(file.path, kind: file.kind, isNew: file.isNew) }
    return files.map(\.path)
  }

  /// Removes the files of a sample that have not appeared.
  func discard() { sample.discard() }

  /// Writes any file, unless that would replace an input or what --no-clobber keeps.
  func write(_ bytes: [UInt8], to path: String, kind: String) throws {
    try write(to: path, kind: kind) { try $0(bytes) }
  }

  /// Writes any file piece by piece, under the same conditions.
  func write(to path: String, kind: String, _ pieces: StagedFiles.Pieces) throws {
    if place.isStandardOutput {
      return try pieces { try Console.write($0, to: STDOUT_FILENO) }
    }
    try refuseInput(path)
    let file = SampleFiles()
    defer { file.discard() }
    try file.add(as: path, kind: kind, existing: existing, pieces)
    for file in try Interruption.holdingOff({ try file.commit() }) {
      written.add(file.path, kind: file.kind, isNew: file.isNew && !written.has(file.path))
    }
  }

  private var existing: StagedFiles.Existing { noClobber ? .refuse : .replace }

  /// Refuses to replace a file that is read; what several targets write has names that are only
  /// known when the network has spoken.
  func refuseInput(_ path: String) throws {
    if inputs.contains(FileKind.realPath(path)) {
      throw Failure(.usage, "\(path) is an input; choose another --output-dir")
    }
  }
}
