import Files

/// Where something that is to be explained comes from: a file, or standard input, or a part of it.
public struct InputSource: Hashable, Sendable {
  /// One of many things in a file.
  public enum Part: Hashable, Sendable {
    /// A row of a table, counted from 1.
    case row(Int)
    /// A line of a text, counted from 1.
    case line(Int)
    /// The text of the command line.
    case text
  }

  /// Path of the file, or `-`.
  public let path: String
  /// Which part of it; nil for the whole file.
  public let part: Part?
  /// The folder in which it lies, below the one in which all sources of a command lie, as in `train/owls`;
  /// empty for that one itself.
  public let folder: String

  /// What a path stands for, standard input for `-`.
  public init(path: String, part: Part? = nil, folder: String = "") {
    (self.path, self.part, self.folder) = (path, part, folder)
  }

  /// A part of the same file; nil for the file itself.
  public func at(_ part: Part?) -> InputSource {
    InputSource(path: path, part: part, folder: folder)
  }

  /// A text that was given as it is.
  public static let text = InputSource(path: "text", part: .text)

  /// Whether this is read from standard input, and so only once.
  public var isStandardInput: Bool { path == "-" }

  /// What outputs are named after: the file's name without its folder and extension, and the number of
  /// the part.
  public var stem: String {
    number.map { "\(fileStem).\($0)" } ?? fileStem
  }

  /// What outputs of the whole file are named after: the file's name without its extension.
  public var fileStem: String {
    path == "-" ? "stdin" : FilePath.stem(of: path)
  }

  /// What people read.
  public var displayName: String { (path == "-" ? "standard input" : path) + partName }

  /// The file's name below the folder in which all sources of a command lie.
  public var fileName: String {
    let name = isStandardInput ? "standard input" : FilePath.name(of: path)
    return (folder.isEmpty ? "" : folder + "/") + name + partName
  }

  /// The number of the part.
  public var number: Int? {
    switch part {
    case .row(let number), .line(let number): number
    case .text, nil: nil
    }
  }

  private var partName: String {
    switch part {
    case .row(let number): " row \(number)"
    case .line(let number): " line \(number)"
    case .text, nil: ""
    }
  }
}
