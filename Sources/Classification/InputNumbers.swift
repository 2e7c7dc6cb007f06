import ONNX
import Tensors

extension ModelValue {
  /// Refuses numbers that the input does not take; `rows` is how many the table has that whole numbers
  /// are looked up in, if they are.
  ///
  /// - Throws: `ClassificationError.wrongNumbers` for fractions where whole numbers are taken, for numbers
  ///   beyond the type's, and for rows that the table does not have.
  func check(numbersOf array: NumPyArray, rows: Int?) throws(ClassificationError) {
    guard type.isFloatingPoint || !array.type.isFloatingPoint else {
      throw .wrongNumbers(input: name, expected: type.name, found: array.type.rawValue)
    }
    if let range = type.range,
      let number = array.tensor.values.first(where: { !range.contains($0) })
    {
      throw .wrongNumbers(input: name, expected: type.name, found: "\(number)")
    }
    // As in ONNX, numbers below zero count from the end.
    if let rows,
      let number = array.tensor.values.first(where: { !(Float(-rows)..<Float(rows)).contains($0) })
    {
      throw .wrongNumbers(
        input: name, expected: "rows of a table that has \(rows)", found: "\(Int(number))")
    }
  }
}

extension ImportedModel {
  /// For inputs of whole numbers that are looked up in a table, how many rows that has.
  var tableRows: [String: Int] {
    Dictionary(
      uniqueKeysWithValues: zip(inputs, graph.inputs).compactMap { input, id in
        let tables = TokenTable.all(in: graph, of: id).filter { $0.way == .place }
        return tables.map(\.rows).min().map { (input.name, $0) }
      })
  }
}

extension ElementType {
  /// The numbers that there are of a type of whole numbers, where single precision tells more.
  fileprivate var range: ClosedRange<Float>? {
    switch self {
    case .int8: -128...127
    case .uint8: 0...255
    case .int16: -32_768...32_767
    case .uint16: 0...65_535
    case .int32: -0x1p31...0x1p31
    case .uint32: 0...0x1p32
    default: nil
    }
  }
}
