import Engine
import Imaging
import ONNX
import Tensors

/// A network as it is in its file: arrays in, arrays out, nothing said about their meaning.
public struct RawNetwork: Sendable {
  private let model: ImportedModel
  private let session: ForwardSession

  /// Reads a network; `size` is that of its input, for networks that leave it open.
  public init(_ files: ModelFiles, size: Size? = nil) throws(ClassificationError) {
    model = try ImportedModel(files, size: size)
    do {
      session = try ForwardSession(model.graph)
    } catch {
      throw .graph(error)
    }
  }

  /// Returns every output for the given inputs, both in the order of axes of the file (N×C×H×W).
  ///
  /// An input without a name is the only one, or the next in the order of the file.
  public func outputs(
    for inputs: [(name: String?, values: Tensor)]
  ) throws(ClassificationError) -> [(name: String, values: Tensor)] {
    var arrays = [Tensor?](repeating: nil, count: model.inputs.count)
    for input in inputs {
      let known = model.inputs.map(\.name)
      let slot = input.name.map { known.firstIndex(of: $0) } ?? arrays.firstIndex { $0 == nil }
      guard let slot, arrays[slot] == nil else {
        throw .unknownInput(name: input.name ?? "", known: known)
      }
      try model.inputs[slot].check(input.values.shape)
      arrays[slot] = model.inputs[slot].toStorage(input.values)
    }
    if let missing = arrays.firstIndex(where: { $0 == nil }) {
      throw .missingInput(name: model.inputs[missing].name)
    }
    do {
      let results = try session.outputs(for: arrays.compactMap(\.self))
      return zip(model.outputs, results).map { ($0.name, $0.toONNX($1)) }
    } catch {
      throw .graph(error)
    }
  }
}

extension ImportedModel {
  /// Reads the network of a model.
  init(_ files: ModelFiles, size: Size?) throws(ClassificationError) {
    let bytes = try files.network()
    do {
      self = try ONNXImporter.load(bytes, inputSize: size.map { ($0.height, $0.width) })
    } catch {
      throw .network(file: files.path ?? files.name, error)
    }
  }
}

extension ModelValue {
  /// Refuses arrays that are not N × an example, in the order of axes of the file.
  fileprivate func check(_ found: Shape) throws(ClassificationError) {
    let fitting = zip(dimensions, found.dimensions).dropFirst().allSatisfy { expected, extent in
      if case .fixed(let number) = expected { number == extent } else { true }
    }
    guard found.rank == dimensions.count, fitting else {
      let expected = (["N"] + dimensions.dropFirst().map(\.description)).joined(separator: "×")
      throw .wrongArray(input: name, expected: expected, found: "\(found)")
    }
  }
}
