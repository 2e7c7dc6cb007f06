import Tensors
import Testing

@Suite("Einsum in an ONNX file")
struct EinsumTests {
  private func run(_ equation: String, _ operands: Tensor..., constant: Bool = false) throws
    -> Tensor
  {
    try file(equation, operands, constant: constant).run(operands[0])
  }

  /// A file whose first operand is its input; the others are constants.
  private func file(
    _ equation: String, _ operands: [Tensor], constant: Bool = true
  ) -> ModelFile {
    var file = ModelFile(inputs: ["x": operands[0].shape.dimensions])
    for (index, operand) in operands.enumerated().dropFirst() {
      file.constant("c\(index)", operand.shape.dimensions, operand.values)
    }
    let names = operands.indices.map { $0 == 0 ? "x" : "c\($0)" }
    file.node("Einsum", names, ["y"], ["equation": .text(equation)])
    return file
  }

  private let matrix = Tensor([1, 2, 3], [1, 2, 3, 4, 5, 6])

  @Test("letters that are not in the result are summed over")
  func sums() throws {
    #expect(try run("bij->bi", matrix) == Tensor([1, 2], [6, 15]))
    #expect(try run("bij->bj", matrix) == Tensor([1, 3], [5, 7, 9]))
    #expect(try run("...ij->...ji", matrix) == Tensor([1, 3, 2], [1, 4, 2, 5, 3, 6]))
  }

  @Test("products of matrices, of an input with itself and with constants")
  func products() throws {
    let other = Tensor([3, 2], [1, 0, 0, 1, 1, 1])
    #expect(try run("bij,jk->bik", matrix, other) == Tensor([1, 2, 2], [4, 5, 10, 11]))
    #expect(try run("bij,jk", matrix, other) == Tensor([1, 2, 2], [4, 5, 10, 11]))
    #expect(
      try run("bij,jk,k->bi", matrix, other, Tensor([2], [1, 2])) == Tensor([1, 2], [14, 32]))
    var file = ModelFile(inputs: ["x": [1, 2, 3]])
    file.node("Einsum", ["x", "x"], ["y"], ["equation": "bij,bkj->bki"])
    #expect(try file.run(matrix) == Tensor([1, 2, 2], [14, 32, 32, 77]))
  }

  @Test("a letter that an operand repeats is its diagonal")
  func diagonals() throws {
    let square = Tensor([1, 2, 2], [1, 2, 3, 4])
    #expect(try run("bii->bi", square) == Tensor([1, 2], [1, 4]))
    #expect(try run("bii->b", square) == Tensor([1], [5]))
  }

  @Test(
    "equations that do not fit are refused",
    arguments: [
      "bi->b", "bij->bx", "bij,jk->bik", "b-ij", "bij->bii", "b.ij->b",
    ])
  func refusals(equation: String) throws {
    let failure = try file(equation, [matrix]).failure()
    #expect(failure.contains("does not fit shapes"))
  }
}
