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
  /// The bytes of its labels; nil where the manifest has them.
  package let labels: Data?
  /// What texts are turned into tokens by; nil for a network that reads none.
  package let tokenizer: TokenizerSource?

  /// A network given by the bytes of its files.
  package init(
    name: String, network: Data, manifest: Data, labels: Data?, tokenizer: TokenizerSource? = nil
  ) {
    self.name = name
    self.network = network
    self.manifest = manifest
    self.labels = labels
    self.tokenizer = tokenizer
  }

  /// The networks of this binary; their names are those of their manifests.
  package static func embedded() throws(ModelsError) -> [BuiltInModel] {
    [
      try BuiltInModel(cmodels_shapes_network, cmodels_shapes_manifest, cmodels_shapes_labels),
      try BuiltInModel(cmodels_iris_network, cmodels_iris_manifest, nil),
      try BuiltInModel(
        cmodels_mood_network, cmodels_mood_manifest, nil,
        tokenizer: .wordPieces(
          vocabulary: Data(cmodels_mood_vocabulary), configuration: Data(cmodels_mood_tokenizer))),
    ]
  }

  /// A network of embedded files, named by its manifest.
  private init(
    _ network: CModelsFile, _ manifest: CModelsFile, _ labels: CModelsFile?,
    tokenizer: TokenizerSource? = nil
  ) throws(ModelsError) {
    let manifest = Data(manifest)
    guard let name = try Manifest(json: manifest, file: "built-in manifest").name else {
      throw .badManifest(file: "built-in manifest", key: "name", problem: "is missing")
    }
    self.init(
      name: name, network: Data(network), manifest: manifest, labels: labels.map { Data($0) },
      tokenizer: tokenizer)
  }

  /// The files as `ModelStore` hands them out.
  func files() throws(ModelsError) -> ModelFiles {
    ModelFiles(
      name: name, source: .builtIn(network),
      manifest: try Manifest(json: manifest, file: "built-in manifest of \(name)"),
      labels: labels.map { LabelFile.parse($0) }, tokenizer: tokenizer)
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
