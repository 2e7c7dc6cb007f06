import Foundation

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

  /// What a path stands for, standard input for `-`.
  public init(path: String, part: Part? = nil) { (self.path, self.part) = (path, part) }

  /// A text that was given as it is.
  public static let text = InputSource(path: "text", part: .text)

  /// Whether this is read from standard input, and so only once.
  public var isStandardInput: Bool { path == "-" }

  /// What outputs are named after: the file's name without its extension, and the number of the part.
  public var stem: String {
    number.map { "\(fileStem).\($0)" } ?? fileStem
  }

  /// What outputs of the whole file are named after: the file's name without its extension.
  public var fileStem: String {
    path == "-" ? "stdin" : ((path as NSString).lastPathComponent as NSString).deletingPathExtension
  }

  /// What people read.
  public var displayName: String { (path == "-" ? "standard input" : path) + partName }

  /// The file's name without its folder; sources of one command have different ones.
  public var fileName: String {
    (isStandardInput ? "standard input" : (path as NSString).lastPathComponent) + partName
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
