import Foundation
import Models
import ONNX
import Synchronization
import TensorFlow

/// A network's file, decoded once: it can be looked at, and imported in several ways.
struct NetworkFile: Sendable {
  /// The model that the file is of.
  let files: ModelFiles
  private let content: ONNXModel
  private let beside: ExternalFiles?
  /// Constants of networks for different lengths, which have the same ones.
  private let constants = SharedConstants()

  /// Decodes the file; a frozen TensorFlow graph is said in ONNX's words.
  init(_ files: ModelFiles) throws(ClassificationError) {
    self.files = files
    beside = files.externalFiles
    let bytes: Data
    do { bytes = try files.network() } catch { throw .model(error) }
    if FrozenGraph.isFrozenGraph(bytes) {
      do { content = try FrozenGraph.model(bytes) } catch {
        throw .frozenGraph(file: files.path ?? files.name, error)
      }
    } else {
      content = try Self.model(bytes, file: files.path ?? files.name)
    }
  }

  /// Decodes an ONNX file; one of another program has no version of the format, where it can be decoded
  /// at all.
  private static func model(_ bytes: Data, file: String) throws(ClassificationError) -> ONNXModel {
    let model = Result { () throws(ONNXError) in try ONNXImporter.decode(bytes) }
    if (try? model.get().irVersion) ?? 0 == 0, let foreign = ForeignNetwork(bytes) {
      throw .foreignNetwork(file: file, found: foreign.description)
    }
    do { return try model.get() } catch { throw .network(file: file, error) }
  }

  /// What the file says about itself, whether or not the network can be read.
  var description: ModelDescription { ONNXImporter.describe(content) }

  /// Returns the network; `options` fix what the file leaves open.
  func imported(_ options: ImportOptions) throws(ClassificationError) -> ImportedModel {
    var options = options
    options.files = beside
    if !options.extents.isEmpty { options.constants = constants }
    do {
      return try ONNXImporter.load(content, options: options)
    } catch {
      throw .network(file: files.path ?? files.name, error)
    }
  }
}

extension ModelFiles {
  /// Files in the network's own folder, whose larger constants they hold.
  fileprivate var externalFiles: ExternalFiles? {
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
