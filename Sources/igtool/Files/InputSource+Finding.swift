import Explaining
import Foundation
import Inputs

extension InputSource {
  private static let extensions: Set = ["jpg", "jpeg", "jpe", "jfif", "png"]

  /// Returns the pictures that arguments mean: files, `-`, folders (the pictures in them, by name),
  /// and patterns that no shell has expanded.
  package static func find(_ arguments: [String]) throws -> [InputSource] {
    var found: [InputSource] = []
    for argument in arguments { found += try find(argument) }
    return found
  }

  private static func find(_ argument: String) throws -> [InputSource] {
    if argument == "-" { return [InputSource(path: argument)] }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) {
      return isFolder.boolValue ? try pictures(in: argument) : [InputSource(path: argument)]
    }
    guard argument.contains(where: { "*?[".contains($0) }) else {
      return [InputSource(path: argument)]
    }
    let matches = expand(argument)
    if matches.isEmpty { throw Failure(.noInput, "\(argument): no file matches this pattern") }
    return matches
  }

  private static func pictures(in folder: String) throws -> [InputSource] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw Failure(.noInput, "\(folder): this folder cannot be read")
    }
    let pictures = names.filter { name in
      !name.hasPrefix(".") && extensions.contains((name as NSString).pathExtension.lowercased())
    }
    if pictures.isEmpty {
      throw Failure(.noInput, "\(folder): no pictures in this folder (.jpg, .jpeg, .png)")
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    return pictures.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      .map { InputSource(path: base + $0) }
  }

  private static func expand(_ pattern: String) -> [InputSource] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { index in
      result.gl_pathv[index].map { InputSource(path: String(cString: $0)) }
    }
  }
}
