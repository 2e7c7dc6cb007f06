import Classification
import Foundation

/// What the files of one explanation are named after.
struct OutputName {
  let stem: String
  /// What is explained, where a photo has several explanations.
  let target: Quantity?

  /// `photo`, or `photo.great-grey-owl`.
  var text: String { target.map { "\(stem).\(Self.slug($0))" } ?? stem }

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
struct OutputPlan {
  private let options: OutputOptions
  /// Real paths of all files that are read.
  private var inputs: Set<String>
  /// What is written whatever the network says: nothing where files are named after targets.
  private let certainPaths: [String]

  /// Refuses pictures whose outputs would have the same names, outputs that would replace an input,
  /// and, with --no-clobber, outputs that are there already.
  init(
    _ options: OutputOptions, pictures: [InputPicture], hasSeveralTargets: Bool,
    protecting others: [String]
  ) throws {
    self.options = options
    var owners: [String: InputPicture] = [:]
    for picture in pictures {
      if let other = owners[picture.stem] {
        throw Failure(
          .usage,
          "\(other.displayName) and \(picture.displayName) would both write \(picture.stem).*; "
            + "rename one, or explain them with different --output-dir")
      }
      owners[picture.stem] = picture
    }
    inputs = Set((pictures.map(\.path) + others).map(OutputFile.realPath))
    certainPaths =
      hasSeveralTargets
      ? []
      : pictures.flatMap { picture in
        options.save.products.map {
          Self.path($0, OutputName(stem: picture.stem, target: nil), in: options.outputDir)
        }
      }
    for path in certainPaths {
      try refuseInput(path)
      if options.noClobber && access(path, F_OK) == 0 {
        throw Failure(.cannotCreate, OutputFile.alreadyThere(path))
      }
    }
    try checkFolder()
  }

  /// Adds files that no output may replace.
  mutating func protect(_ paths: [String]) throws {
    inputs.formUnion(paths.map(OutputFile.realPath))
    for path in certainPaths { try refuseInput(path) }
  }

  /// Writes the products, and returns their paths.
  func write(
    _ products: [(product: OutputOptions.Product, bytes: [UInt8])], as name: OutputName
  ) throws -> [String] {
    try products.map { product, bytes in
      let path = path(product, name)
      try refuseInput(path)
      try OutputFile.write(bytes, to: path, existing: options.noClobber ? .refuse : .replace)
      return path
    }
  }

  /// Path of the report, if it is asked for.
  func reportPaths(_ name: OutputName) -> [String] {
    options.save.products.contains(.json) ? [path(.json, name)] : []
  }

  /// Writes the report, if it is asked for.
  func write(_ report: Report, as name: OutputName) throws {
    for path in reportPaths(name) {
      try refuseInput(path)
      try OutputFile.write(
        Array(try JSONText.document(report).utf8), to: path,
        existing: options.noClobber ? .refuse : .replace)
    }
  }

  /// Refuses to replace a file that is read; what several targets write has names that are only
  /// known when the network has spoken.
  private func refuseInput(_ path: String) throws {
    if inputs.contains(OutputFile.realPath(path)) {
      throw Failure(.usage, "\(path) is an input; choose another --output-dir")
    }
  }

  private func path(_ product: OutputOptions.Product, _ name: OutputName) -> String {
    Self.path(product, name, in: options.outputDir)
  }

  private static func path(
    _ product: OutputOptions.Product, _ name: OutputName, in folder: String
  ) -> String {
    let file = "\(name.text).\(product.suffix)"
    return folder == "." ? file : (folder as NSString).appendingPathComponent(file)
  }

  /// Refuses a folder that cannot be written to, without making it: it is made with the first file.
  private func checkFolder() throws {
    var folder = URL(fileURLWithPath: options.outputDir).standardizedFileURL
    while access(folder.path, F_OK) != 0, folder.path != "/" { folder.deleteLastPathComponent() }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
    guard isFolder.boolValue, access(folder.path, W_OK | X_OK) == 0 else {
      throw Failure(
        .cannotCreate, "\(options.outputDir): nothing can be written there; choose a folder with -o"
      )
    }
  }
}
