import ONNX

extension ImportedModel {
  /// What is to be told where rows of an input are explained one by one, though the file leaves it open
  /// whether they are examples: they may belong together, as of a bag or a sequence.
  func rowWarnings(output name: String) -> [String] {
    let output = description.outputs.first { $0.name == name }
    return inputs.compactMap { input in
      guard input.dimensions.count > 1, input.type.isFloatingPoint, input.extents[0] == 1 else {
        return nil
      }
      switch (input.dimensions[0], output?.dimensions.first) {
      case (.fixed(let count), _) where count > 1:
        return
          "the file fixes \(count) examples at a time for \"\(input.name)\": each is explained by itself, as "
          + "if the network did not mix them"
      case (.symbolic(let axis), .fixed(let answers)?) where input.dimensions.count < 4:
        return
          "input \"\(input.name)\" has any number of rows\(axis.isEmpty ? "" : " (\(axis))"), and the "
          + "output \"\(name)\" \(answers) for all of them: every row is explained by itself; if rows belong "
          + "together, export the network with their number fixed"
      default: return nil
      }
    }
  }
}
