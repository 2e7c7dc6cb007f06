import CModels
import Foundation

/// A network that is part of the binary.
package struct BuiltInModel: Sendable {
  /// Its name for `--model`.
  package let name: String
  /// The bytes of its ONNX file.
  package let network: Data
  /// The bytes of its manifest.
  package let manifest: Data
  /// The bytes of its labels.
  package let labels: Data

  /// A network given by the bytes of its three files.
  package init(name: String, network: Data, manifest: Data, labels: Data) {
    self.name = name
    self.network = network
    self.manifest = manifest
    self.labels = labels
  }

  /// The networks of this binary; their names are those of their manifests.
  package static func embedded() throws(ModelsError) -> [BuiltInModel] {
    let manifest = Data(cmodels_shapes_manifest)
    let name = try Manifest(json: manifest, file: "built-in manifest").name
    guard let name else {
      throw .badManifest(file: "built-in manifest", key: "name", problem: "is missing")
    }
    return [
      BuiltInModel(
        name: name, network: Data(cmodels_shapes_network), manifest: manifest,
        labels: Data(cmodels_shapes_labels))
    ]
  }

  /// The files as `ModelStore` hands them out.
  func files() throws(ModelsError) -> ModelFiles {
    ModelFiles(
      name: name, source: .builtIn(network),
      manifest: try Manifest(json: manifest, file: "built-in manifest of \(name)"),
      labels: LabelFile.parse(labels))
  }
}

extension Data {
  /// The bytes of an embedded file, not copied: they live as long as the process.
  init(_ file: CModelsFile) {
    self.init(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: file.bytes), count: file.size,
      deallocator: .none)
  }
}
