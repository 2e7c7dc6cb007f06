import Foundation

/// Files of a tokenizer's folder.
enum FolderFile {
  /// Most bytes of a file.
  static let limit = 1 << 26

  /// Returns the bytes of a file, or nothing when there is none.
  static func read(_ name: String, in folder: URL) throws(TokenizationError) -> [UInt8]? {
    let url = folder.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: url.resolvingSymlinksInPath().path)
    guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular,
      let size = (attributes[.size] as? NSNumber)?.intValue
    else { throw .unreadableFile(path: url.path, reason: "is not a regular file") }
    guard size <= limit else {
      throw .fileTooLarge(path: url.path, bytes: size, limit: limit)
    }
    guard let data = try? Data(contentsOf: url) else {
      throw .unreadableFile(path: url.path, reason: "cannot be read")
    }
    return [UInt8](data)
  }

  /// Returns what a JSON file says, or nothing when there is no such file.
  static func json(_ name: String, in folder: URL) throws(TokenizationError) -> Field? {
    guard let bytes = try read(name, in: folder) else { return nil }
    return Field(value: try JSONParser.parse(bytes, file: name), file: name, path: "")
  }
}
