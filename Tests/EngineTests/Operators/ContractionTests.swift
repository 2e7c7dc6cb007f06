import Engine
import Tensors
import TestSupport
import Testing

@Suite("Contraction")
struct ContractionTests {
  /// Labels, and the extents of both inputs.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var shapes: [Shape]
    var layer: Contraction

    /// Labels are letters, as in `ij,jk->ik`.
    init(_ labels: String, _ shapes: [Shape], scale: Float = 1) {
      testDescription = "\(labels) of \(shapes[0]) and \(shapes[1])"
      self.shapes = shapes
      let letters = labels.unicodeScalars.filter { $0 != "-" }
      let parts = letters.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ">" }
        .map { $0.map { Int($0.value) } }
      layer = Contraction(left: parts[0], right: parts[1], output: parts[2], scale: scale)
    }
  }

  static let cases = [
    Case("mk,kn->mn", [[4, 5], [5, 3]]),
    Case("mk,nk->mn", [[4, 5], [3, 5]], scale: 0.5),
    Case("km,kn->mn", [[5, 4], [5, 3]]),
    Case("km,nk->mn", [[5, 4], [3, 5]]),
    Case("mk,kn->nm", [[4, 5], [5, 3]]),
    Case("qhd,khd->qhk", [[5, 2, 4], [3, 2, 4]], scale: 0.25),
    Case("qhk,khd->qhd", [[5, 2, 3], [3, 2, 4]]),
    Case("qhd,khd->hqk", [[5, 2, 4], [3, 2, 4]]),
    Case("hqk,khd->qhd", [[2, 5, 3], [3, 2, 4]]),
    Case("bhmk,bhkn->bhmn", [[2, 3, 4, 5], [2, 3, 5, 2]]),
    Case("abk,kcd->abcd", [[2, 3, 5], [5, 2, 3]]),
    Case("mab,nab->mn", [[3, 2, 4], [5, 2, 4]]),
    Case("mab,abn->mn", [[3, 2, 4], [2, 4, 5]]),
    Case("k,kn->n", [[4], [4, 3]]),
    Case("mk,k->m", [[4, 3], [3]]),
    Case("k,k->", [[4], [4]]),
    Case("m,n->mn", [[4], [3]]),
    Case("bm,bn->bmn", [[2, 4], [2, 3]]),
    Case("bmk,kn->bmn", [[2, 4, 5], [5, 3]]),
    Case("mk,bkn->bmn", [[4, 5], [2, 5, 3]]),
    Case("bmk,bkn->bmn", [[1, 4, 5], [3, 5, 2]]),
    Case("bmk,bkn->bmn", [[3, 4, 5], [1, 5, 2]]),
    Case("bcmk,bckn->bcmn", [[2, 1, 4, 5], [1, 3, 5, 2]]),
    Case("mk,kn->mn", [[4, 1], [1, 3]]),
    Case("mk,kn->mn", [[1, 4], [4, 3]]),
    Case("mk,kn->mn", [[3, 4], [4, 1]]),
    Case("mkz,kn->mnz", [[3, 4, 1], [4, 5]]),
    Case("mkz,knz->nmz", [[3, 4, 1], [4, 5, 1]]),
    Case("akm,kn->amn", [[2, 5, 4], [5, 3]]),
  ]

  /// By definition: all positions of all labels.
  static func reference(_ inputs: [DoubleTensor], _ layer: Contraction) -> DoubleTensor {
    var extents: [Int: Int] = [:]
    for (labels, input) in zip([layer.left, layer.right], inputs) {
      for (label, extent) in zip(labels, input.shape.dimensions) {
        extents[label] = max(extents[label] ?? 1, extent)
      }
    }
    let labels = extents.keys.sorted()
    let space = Shape(labels.compactMap { extents[$0] })
    var result = DoubleTensor(Shape(layer.output.compactMap { extents[$0] }))
    for position in 0..<space.count {
      func place(_ own: [Int], _ shape: Shape) -> Int {
        zip(own, zip(shape.dimensions, shape.strides)).reduce(0) { sum, axis in
          let index = labels.firstIndex(of: axis.0) ?? 0
          let at = position / space.strides[index] % space[index]
          return sum + (axis.1.0 == 1 ? 0 : at * axis.1.1)
        }
      }
      result.values[place(layer.output, result.shape)] +=
        Double(layer.scale) * inputs[0].values[place(layer.left, inputs[0].shape)]
        * inputs[1].values[place(layer.right, inputs[1].shape)]
    }
    return result
  }

  @Test("A contraction and its gradients agree with the definition", arguments: cases)
  func agreesWithDefinition(_ item: Case) {
    expectNone(
      disagreements(of: item.layer, inputs: item.shapes, terms: 32) {
        Self.reference($0, item.layer)
      })
  }

  @Test("One operand may be a constant that all examples share", arguments: [0, 1])
  func constants(_ argument: Int) {
    for item in [Self.cases[5], Self.cases[19], Self.cases[22]] {
      let constant = Tensor.random(item.shapes[argument], seed: 9)
      expectNone(
        disagreements(
          of: item.layer, inputs: item.shapes, constants: [argument: constant], terms: 32
        ) { Self.reference($0, item.layer) })
    }
  }

  @Test("A value may be multiplied with itself")
  func square() throws {
    var builder = GraphBuilder()
    let x = builder.addInput(name: "x", shape: [2, 2])
    let y = try builder.add(
      Contraction(left: [0, 1], right: [2, 1], output: [0, 2]), name: "y", inputs: [x, x])
    let found = TestGraph.run(
      try builder.graph(outputs: [y]), on: [Tensor([2, 2], [1, 2, 3, 4])])
    #expect(found.output == [5, 11, 11, 25])
    // Each number is multiplied with the sum of its column, twice.
    #expect(found.gradients == [[8, 12, 8, 12]])
  }

  @Test("A contraction worked out by hand")
  func byHand() {
    let layer = Contraction(left: [0, 1], right: [1, 2], output: [0, 2], scale: 2, terms: 2)
    let inputs = [Tensor([1, 2], [1, 2]), Tensor([2, 2], [3, 4, 5, 6])]
    // 2 · (1·3 + 2·5), 2 · (1·4 + 2·6).
    #expect(TestGraph.run(layer, on: inputs) == [26, 32])
    #expect(layer.multiplications(output: [1, 2]) == 4)
  }

  @Test("What is no product in place is refused, and what has no meaning")
  func refusals() {
    func shape(_ item: Case) throws -> Shape { try item.layer.outputShape(of: item.shapes) }
    // Labels of the sum in another order.
    #expect(throws: ShapeError.self) { try shape(Case("mab,nba->mn", [[3, 2, 4], [3, 4, 2]])) }
    // The innermost axis is none of the matrix.
    #expect(throws: ShapeError.self) { try shape(Case("qhk,khd->qdh", [[5, 2, 3], [3, 2, 4]])) }
    #expect(throws: ShapeError.self) { try shape(Case("mkb,bkn->bmn", [[3, 4, 2], [2, 4, 5]])) }
    #expect(throws: ShapeError.self) { try shape(Case("mk,kn->mn", [[3, 4], [5, 2]])) }
    #expect(throws: ShapeError("label 107 of one input is not in the output: sum first")) {
      try shape(Case("mk,kn->mn", [[3, 4], [1, 2]]))
    }
    #expect(throws: ShapeError.self) { try shape(Case("mk,kn->mz", [[3, 4], [4, 2]])) }
    #expect(throws: ShapeError.self) { try shape(Case("mm,mn->mn", [[3, 3], [3, 2]])) }
    #expect(throws: ShapeError.self) { try shape(Case("mk,kn->mn", [[3], [3, 2]])) }
    #expect(throws: ShapeError("expected sums of 5 terms, found shapes 3×4, 4×2")) {
      try Contraction(left: [0, 1], right: [1, 2], output: [0, 2], terms: 5)
        .outputShape(of: [[3, 4], [4, 2]])
    }
  }
}
