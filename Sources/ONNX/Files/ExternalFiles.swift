#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Files beside a network's own that hold its larger constants. Who knows the folder opens them; what
/// may be asked for is checked here.
public struct ExternalFiles: Sendable {
  /// Why a file cannot be opened, one line.
  public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line.
    public let description: String
    /// Makes a failure from its line.
    public init(_ description: String) { self.description = description }
  }

  /// Returns the contents of a file inside the network's folder. The path is relative, has no part
  /// `..`, and no link is to be followed out of the folder.
  let open: @Sendable (_ path: String) throws(Failure) -> Data

  /// Makes files from what opens them.
  public init(open: @escaping @Sendable (_ path: String) throws(Failure) -> Data) {
    self.open = open
  }

  /// Returns the bytes of a constant that is stored in another file.
  static func contents(
    of tensor: ONNXTensor, name: String, bytes: Int, files: ExternalFiles?
  ) throws(ONNXError) -> Data {
    var properties: [String: String] = [:]
    for property in tensor.externalData { properties[property.key] = property.value }
    guard let location = properties["location"], !location.isEmpty else {
      throw .tensor(name: name, detail: "it is stored in another file whose name is missing")
    }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.hasPrefix("/"), !location.contains("\\"), !location.contains("\0"),
      !parts.contains("..")
    else {
      throw .external(
        file: location,
        detail: "it lies outside the network's folder; only files inside it are read")
    }
    let offset = try number("offset", of: properties, name: name) ?? 0
    let length = try number("length", of: properties, name: name) ?? bytes
    guard length == bytes else {
      throw .tensor(
        name: name, detail: "expected \(bytes) bytes in \(quoted(location)), found \(length)")
    }
    guard let files else {
      throw .external(file: location, detail: "a network without a folder has no such file")
    }
    let contents: Data
    do { contents = try files.open(location) } catch {
      throw .external(file: location, detail: error.description)
    }
    guard offset <= contents.count, length <= contents.count - offset else {
      throw .external(
        file: location,
        detail: "constant \(quoted(name)) takes \(length) bytes from byte \(offset) on, it has "
          + "\(contents.count); export the network again")
    }
    let start = contents.startIndex + offset
    return contents[start..<start + length]
  }

  private static func number(
    _ key: String, of properties: [String: String], name: String
  ) throws(ONNXError) -> Int? {
    guard let text = properties[key] else { return nil }
    guard let value = Int(text), value >= 0 else {
      throw .tensor(name: name, detail: "its \(key) in another file is \(quoted(text))")
    }
    return value
  }
}
