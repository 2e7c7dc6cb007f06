import Foundation
import ONNX
import Synchronization
import TensorFlow

/// Reading a network's file.
extension ModelFiles {
  /// Returns the network; `options` fix what the file leaves open.
  func imported(_ options: ImportOptions) throws(ClassificationError) -> ImportedModel {
    var options = options
    options.files = externalFiles
    let bytes = try network()
    let file = path ?? name
    if FrozenGraph.isFrozenGraph(bytes) {
      let model = try translated(bytes)
      do { return try ONNXImporter.load(model, options: options) } catch {
        throw .network(file: file, error)
      }
    }
    do { return try ONNXImporter.load(bytes, options: options) } catch {
      throw .network(file: file, error)
    }
  }

  /// A frozen TensorFlow graph in ONNX's words.
  private func translated(_ bytes: Data) throws(ClassificationError) -> ONNXModel {
    do { return try FrozenGraph.model(bytes) } catch {
      throw .frozenGraph(file: path ?? name, error)
    }
  }

  /// Returns what the file says about itself, whether or not the network can be read.
  func described() throws(ClassificationError) -> ModelDescription {
    let bytes = try network()
    if FrozenGraph.isFrozenGraph(bytes) { return ONNXImporter.describe(try translated(bytes)) }
    do {
      return try ONNXImporter.describe(bytes)
    } catch {
      throw .network(file: path ?? name, error)
    }
  }

  /// Files in the network's own folder, whose larger constants they hold.
  private var externalFiles: ExternalFiles? {
    guard let path else { return nil }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let known = Mutex<[String: Data]>([:])
    return ExternalFiles { name throws(ExternalFiles.Failure) in
      if let data = known.withLock({ $0[name] }) { return data }
      let data = try Self.read(name, in: folder)
      known.withLock { $0[name] = data }
      return data
    }
  }

  /// Reads a file of a folder, following no link out of it.
  private static func read(
    _ name: String, in folder: String
  ) throws(ExternalFiles.Failure) -> Data {
    let path = folder + "/" + name
    guard let real = realPath(path) else {
      throw ExternalFiles.Failure(
        "there is no such file beside the network; copy it to where the network is")
    }
    guard let home = realPath(folder), real.hasPrefix(home == "/" ? home : home + "/") else {
      throw ExternalFiles.Failure(
        "it is a link to a place outside the network's folder; only files inside it are read")
    }
    do {
      return try FileContents.read(real, limit: .max)
    } catch {
      throw ExternalFiles.Failure("\(error)")
    }
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
