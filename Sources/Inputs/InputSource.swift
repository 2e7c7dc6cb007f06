import Foundation
import Imaging

/// A picture that is to be explained: a file, or standard input.
public struct InputPicture: Hashable, Sendable {
  /// Path of the file, or `-`.
  public let path: String

  /// The picture of a path, or of standard input for `-`.
  public init(path: String) { self.path = path }

  /// Whether this is read from standard input, and so only once.
  public var isStandardInput: Bool { path == "-" }

  /// What outputs are named after: the file's name without its extension.
  public var stem: String {
    path == "-" ? "stdin" : ((path as NSString).lastPathComponent as NSString).deletingPathExtension
  }

  /// What people read.
  public var displayName: String { path == "-" ? "standard input" : path }

  /// The file's name without its folder; pictures of one command have different ones.
  public var fileName: String {
    isStandardInput ? displayName : (path as NSString).lastPathComponent
  }

  /// Reads and decodes the picture.
  public func decode(_ options: DecodingOptions) throws(UnreadablePicture) -> DecodedImage {
    do throws(ImagingError) {
      if path != "-" { return try Image.read(path: path, options: options) }
      let bytes = FileHandle.standardInput.readData(ofLength: ImageFile.maximumLength + 1)
      if bytes.count > ImageFile.maximumLength {
        throw .fileTooLarge(limit: ImageFile.maximumLength)
      }
      return try Image.decode([UInt8](bytes), options: options)
    } catch {
      throw UnreadablePicture(name: displayName, reason: error)
    }
  }
}

/// A picture that cannot be read, and why.
public struct UnreadablePicture: Error, CustomStringConvertible {
  /// What people call the picture.
  public let name: String
  /// Why it cannot be read.
  public let reason: ImagingError

  /// The error in one line.
  public var description: String { "\(name): \(reason)" }
}
