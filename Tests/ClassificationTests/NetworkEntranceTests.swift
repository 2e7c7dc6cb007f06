import Classification
import Foundation
import Models
import Tensors
import TestSupport
import Testing

@Suite("Where points come into a network") struct NetworkEntranceTests {
  /// y = (a · u + b · v, 0), a of 2 and b of 3 numbers.
  private var branches: SmallFile {
    var file = SmallFile()
    file.input("a", [1, 2])
    file.input("b", [1, 3])
    file.output("y", [1, 2])
    file.weights("u", [2, 2], [1, 0, 2, 0])
    file.weights("v", [3, 2], [10, 0, 20, 0, 30, 0])
    file.node("MatMul", ["a", "u"], "left")
    file.node("MatMul", ["b", "v"], "right")
    file.node("Add", ["left", "right"], "y")
    return file
  }

  /// y = mean over the tokens that the mask keeps of table[ids] · w.
  private func words(length: Int, maskType: Int32 = 7, tables: Int = 1) -> SmallFile {
    var file = SmallFile()
    file.input("input_ids", [0, length], type: 7)
    file.input("attention_mask", [0, length], type: maskType)
    file.output("y", [0, 2])
    file.weights("table", [5, 3], (0..<15).map { Float($0) })
    file.weights("w", [3, 2], [1, 0, 1, 0, 1, 0])
    file.integers("axis", [1])
    file.integers("last", [2])
    if tables == 1 {
      file.node("Gather", ["table", "input_ids"], "rows", ["axis": 0])
    } else {
      file.weights("wide", [5, 3], [Float](repeating: 1, count: 15))
      file.node("Gather", ["table", "input_ids"], "deep rows", ["axis": 0])
      file.node("Gather", ["wide", "input_ids"], "wide rows", ["axis": 0])
      file.node("Add", ["deep rows", "wide rows"], "rows")
    }
    file.node("Cast", ["attention_mask"], "numbers", ["to": 1])
    file.node("Unsqueeze", ["numbers", "last"], "weights")
    file.node("Mul", ["rows", "weights"], "kept")
    file.node("ReduceSum", ["kept", "axis"], "sum", ["keepdims": 0])
    file.node("MatMul", ["sum", "w"], "y")
    return file
  }

  @Test("Several inputs of numbers are one point, side by side")
  func joined() throws {
    let classifier = try branches.classifier()
    #expect(classifier.inputs.map(\.name) == ["a", "b"] && classifier.heldInputs.isEmpty)
    #expect(classifier.pointShape == [5])
    let scorer = try classifier.scorer(.logit, threads: 1)
    let point = Tensor([5], [1, 1, 1, 1, 1])
    let found = try scorer.function(of: classifier.labels[0]).gradients(at: PointBatch([point]))
    #expect(found.values == [63])
    #expect(found.sums[0].values == [1, 2, 10, 20, 30])
  }

  @Test("An input that is held does not vary")
  func held() throws {
    var options = Classifier.Options()
    options.held = ["a"]
    let classifier = try branches.classifier(options)
    #expect(classifier.inputs.map(\.name) == ["b"])
    #expect(classifier.heldInputs.map(\.name) == ["a"])
    let scorer = try classifier.scorer(.logit, threads: 1)
    let held = [Tensor([1, 2], [5, 5])]
    let function = scorer.function(of: classifier.labels[0], holding: held)
    let found = try function.gradients(at: PointBatch([Tensor([1, 3], [1, 0, 0])]))
    #expect(found.values == [25])
    #expect(found.sums[0].values == [10, 20, 30])
    let recognizer = try classifier.recognizer()
    #expect(try recognizer.probabilities(of: Tensor([1, 3]), holding: held)[0] > 0.99)
    options.held = ["c"]
    #expect(throws: ClassificationError.self) { try branches.classifier(options) }
    options.held = ["a", "b"]
    #expect(throws: ClassificationError.self) { try branches.classifier(options) }
  }

  @Test("What varies of tokens is what they are looked up as", arguments: [0, 4])
  func tokens(declared: Int) throws {
    let all = try words(length: declared).classifier()
    let classifier = try all.fitted(toTokens: 4)
    #expect(classifier.tokenCount == 4)
    #expect(all.tokenCount == (declared == 0 ? Classifier.Options.standardTokenCount : 4))
    #expect(classifier.heldInputs.map(\.name) == ["input_ids", "attention_mask"])
    let embedding = try #require(classifier.embedding)
    #expect(embedding.input == "input_ids" && embedding.vocabularySize == 5)
    #expect(embedding.width == 3)
    let held = [Tensor([1, 4], [0, 4, 1, 2]), Tensor([1, 4], [1, 1, 1, 0])]
    let rows = try embedding.rows(for: held)
    #expect(rows.values == [0, 1, 2, 12, 13, 14, 3, 4, 5, 6, 7, 8])
    let scorer = try classifier.scorer(.logit, threads: 1)
    let function = scorer.function(of: classifier.labels[0], holding: held)
    let found = try function.gradients(at: PointBatch([rows]))
    #expect(found.values == [54])
    #expect(found.sums[0].values == [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0])
  }

  @Test("Tokens may be declared as numbers that the network cuts to whole ones")
  func cutTokens() throws {
    var file = SmallFile()
    file.input("x", [0, 6])
    file.output("y", [0, 3])
    file.weights("table", [5, 3], (0..<15).map { Float($0) })
    file.integers("axis", [1])
    file.node("Cast", ["x"], "ids", ["to": 6])
    file.node("Gather", ["table", "ids"], "rows", ["axis": 0])
    file.node("ReduceSum", ["rows", "axis"], "y", ["keepdims": 0])
    let classifier = try file.classifier()
    #expect(classifier.embedding?.input == "x" && classifier.tokenCount == 6)
    let rows = try classifier.embedding?.rows(for: [Tensor([1, 6], [0, 4, 1, 2, 3, 0])])
    #expect(rows?.values.prefix(6) == [0, 1, 2, 12, 13, 14])
    let beyond = NumPyArray(Tensor([1, 6], [0, 4, 1, 2, 3, 5]))
    #expect(throws: ClassificationError.self) {
      try classifier.examples(beyond, for: "x", file: "x.npy")
    }
  }

  /// Tokens that count from the end where they are below zero, by a choice.
  private var wrapped: SmallFile {
    var file = SmallFile()
    file.integers("size", [5])
    file.integers("nought", [0])
    file.node("Add", ["ids", "size"], "from end")
    file.node("Less", ["ids", "nought"], "below")
    file.node("Where", ["below", "from end", "ids"], "places")
    file.node("Gather", ["table", "places"], "rows", ["axis": 0])
    return file
  }

  /// Tokens that are compared with all that there are.
  private var compared: SmallFile {
    var file = SmallFile()
    file.integers("all", [0, 1, 2, 3, 4])
    file.integers("last", [2])
    file.node("Unsqueeze", ["ids", "last"], "column")
    file.node("Equal", ["column", "all"], "match")
    file.node("Cast", ["match"], "vectors", ["to": 1])
    file.node("MatMul", ["vectors", "table"], "rows")
    return file
  }

  @Test(
    "Tokens are looked up by what is computed of them, and by comparison", arguments: [false, true])
  func computedTokens(areCompared: Bool) throws {
    var file = areCompared ? compared : wrapped
    file.input("ids", [0, 4], type: 7)
    file.output("y", [0, 3])
    file.weights("table", [5, 3], (0..<15).map { Float($0) })
    file.integers("axis", [1])
    file.node("ReduceSum", ["rows", "axis"], "y", ["keepdims": 0])
    let classifier = try file.classifier()
    let embedding = try #require(classifier.embedding)
    #expect(embedding.input == "ids" && embedding.vocabularySize == 5 && embedding.width == 3)
    let rows = try embedding.rows(for: [Tensor([1, 4], [0, 4, areCompared ? 2 : -3, 1])])
    #expect(rows.values == [0, 1, 2, 12, 13, 14, 6, 7, 8, 3, 4, 5])
  }

  @Test("Tokens that are compared with each other first are looked up in their table alone")
  func comparedWithEachOther() throws {
    var file = SmallFile()
    file.input("ids", [0, 4], type: 7)
    file.output("y", [0, 3])
    file.weights("table", [5, 3], (0..<15).map { Float($0) })
    file.integers("first", [1])
    file.integers("last", [2])
    file.node("Unsqueeze", ["ids", "last"], "column")
    file.node("Unsqueeze", ["ids", "first"], "row")
    file.node("Equal", ["column", "row"], "match")
    file.node("Cast", ["match"], "weights", ["to": 1])
    file.node("Gather", ["table", "ids"], "rows", ["axis": 0])
    file.node("MatMul", ["weights", "rows"], "mixed")
    file.node("ReduceSum", ["mixed", "first"], "y", ["keepdims": 0])
    let embedding = try #require(try file.classifier().embedding)
    #expect(embedding.vocabularySize == 5)
    let rows = try embedding.rows(for: [Tensor([1, 4], [0, 4, 4, 1])])
    #expect(rows.values == [0, 1, 2, 12, 13, 14, 12, 13, 14, 3, 4, 5])
  }

  @Test("Numbers that are cut and looked up nowhere have no gradient, which is told")
  func cutNumbers() throws {
    var file = SmallFile()
    file.input("x", [0, 6])
    file.output("y", [0, 2])
    file.weights("w", [6, 2], [Float](repeating: 1, count: 12))
    file.node("Cast", ["x"], "whole", ["to": 7])
    file.node("Cast", ["whole"], "numbers", ["to": 1])
    file.node("MatMul", ["numbers", "w"], "y")
    let classifier = try file.classifier()
    #expect(classifier.inputs.map(\.name) == ["x"] && classifier.embedding == nil)
    #expect(classifier.warnings.contains { $0.contains("\"x\" is cut to whole numbers") })
  }

  /// y = table[ids] · w, one number for each token; the output is declared with these extents.
  private func scoredWords(_ declared: [Int]) -> SmallFile {
    var file = SmallFile()
    file.input("ids", [0, 0], type: 7)
    file.output("y", declared)
    file.weights("table", [5, 3], (0..<15).map { Float($0) })
    file.weights("w", [3, 1], [1, 0, 1])
    file.integers("last", [2])
    file.node("Gather", ["table", "ids"], "rows", ["axis": 0])
    file.node("MatMul", ["rows", "w"], "scores")
    file.node("Squeeze", ["scores", "last"], "y")
    return file
  }

  @Test("A score for each token makes no classes")
  func scoresOfTokens() throws {
    let named = #expect(throws: ClassificationError.self) { try scoredWords([0, 0]).classifier() }
    #expect(named?.description.contains(#"found one for each "d1" of input "ids""#) == true)
    let standard = Classifier.Options.standardTokenCount
    let classifier = try scoredWords([1, standard]).classifier()
    let counted = #expect(throws: ClassificationError.self) { try classifier.fitted(toTokens: 4) }
    #expect(counted?.description.contains("found 4 for 4 tokens, and 16 for 16") == true)
  }

  @Test("A mask of numbers beside tokens is held")
  func numericMask() throws {
    let classifier = try words(length: 4, maskType: 1).classifier()
    #expect(classifier.embedding?.input == "input_ids")
    #expect(classifier.heldInputs.map(\.name) == ["input_ids", "attention_mask"])
  }

  @Test("Tokens that are looked up in a second table are told")
  func severalTables() throws {
    let two = try words(length: 4, tables: 2).classifier()
    #expect(two.warnings.contains { $0.contains("looked up in 2 tables") })
    let one = try words(length: 4).classifier()
    #expect(!one.warnings.contains { $0.contains("looked up") })
  }

  @Test("Numbers that an input does not take are refused")
  func wrongNumbers() throws {
    let classifier = try words(length: 4).classifier()
    func examples(_ values: [Float], _ type: NumberType) throws -> [Tensor] {
      try classifier.examples(
        NumPyArray(Tensor([1, 4], values), type: type), for: "input_ids", file: "ids.npy")
    }
    #expect(try examples([0, 4, -5, 2], .int64).count == 1)
    for (values, type) in [
      ([0, 4, 1, 5], NumberType.int64), ([0, 4, 1, -6], .int64), ([0, 1.5, 1, 1], .float32),
    ] as [([Float], NumberType)] {
      let error = #expect(throws: ClassificationError.self) { try examples(values, type) }
      guard case .wrongNumbers(input: "input_ids", _, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test("A network of whole numbers that are looked up nowhere is refused")
  func nothingVaries() throws {
    var file = SmallFile()
    file.input("ids", [1, 4], type: 7)
    file.output("y", [1, 4])
    file.node("Cast", ["ids"], "y", ["to": 1])
    let error = #expect(throws: ClassificationError.self) { try file.classifier() }
    #expect(error?.description.contains("nothing that it reads can vary") == true)
  }

  /// The beginning of a network: rows x of two numbers, z = x · w of three; `axis` is that of these.
  private func columns(rows: Int = 1, answers: Int = 1) -> SmallFile {
    var file = SmallFile()
    file.input("x", [rows, 2])
    file.output("y", [answers, 3])
    file.weights("w", [2, 3], [1, 0, -1, 0.5, 1, 0])
    file.integers("axis", [1])
    file.node("MatMul", ["x", "w"], "z")
    return file
  }

  /// p = s / Σ s with s = 1 / (1 + exp(−x · w)), written out as scikit-learn's exporter does, or as a
  /// quotient.
  @Test(
    "Probabilities whose sigmoid is written out are taken as they are", arguments: [true, false])
  func writtenSigmoid(isReciprocal: Bool) throws {
    var file = columns()
    file.weights("minus", [1], [-1])
    file.weights("one", [1], [1])
    file.node("Mul", ["z", "minus"], "opposite")
    file.node("Exp", ["opposite"], "power")
    file.node("Add", ["power", "one"], "below")
    if isReciprocal {
      file.node("Reciprocal", ["below"], "sigmoid")
    } else {
      file.node("Div", ["one", "below"], "sigmoid")
    }
    file.node("ReduceSum", ["sigmoid", "axis"], "sum", ["keepdims": 1])
    file.node("Div", ["sigmoid", "sum"], "y")
    let classifier = try file.classifier()
    #expect(classifier.outputHead == nil)
    #expect(classifier.assumed.contains { $0.contains("made of probabilities by arithmetic") })
    let found = try classifier.recognizer().probabilities(of: Tensor([1, 2], [1, 2]))
    let sigmoids = [2.0, 2, -1].map { 1 / (1 + exp(-$0)) }
    let expected = sigmoids.map { $0 / sigmoids.reduce(0, +) }
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(
    "A softmax that is written out is one", arguments: ["quotient", "logarithm", "clip"])
  func writtenSoftmax(kind: String) throws {
    var file = columns()
    switch kind {
    case "logarithm":
      file.node("ReduceLogSumExp", ["z"], "total", ["keepdims": 1])
      file.node("Sub", ["z", "total"], "logarithm")
      file.node("Exp", ["logarithm"], "y")
    case "clip":
      file.weights("low", [], [0])
      file.weights("high", [], [1])
      file.node("Softmax", ["z"], "p")
      file.node("Clip", ["p", "low", "high"], "y")
    default:
      file.node("Exp", ["z"], "power")
      file.node("ReduceSum", ["power", "axis"], "sum", ["keepdims": 1])
      file.node("Div", ["power", "sum"], "y")
    }
    let classifier = try file.classifier()
    #expect(classifier.outputHead == (kind == "clip" ? nil : .softmax))
    let found = try classifier.recognizer().probabilities(of: Tensor([1, 2], [1, 2]))
    let powers = [2.0, 2, -1].map { exp($0) }
    let expected = powers.map { $0 / powers.reduce(0, +) }
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found)")
  }

  @Test("Sigmoids divided by the sum of their sizes are probabilities as they are")
  func normalizedSigmoids() throws {
    var file = columns()
    file.node("Sigmoid", ["z"], "sigmoid")
    file.node("Abs", ["sigmoid"], "size")
    file.node("ReduceSum", ["size", "axis"], "sum", ["keepdims": 1])
    file.node("Div", ["sigmoid", "sum"], "y")
    let classifier = try file.classifier()
    #expect(classifier.outputHead == nil)
    let found = try classifier.recognizer().probabilities(of: Tensor([1, 2], [1, 2]))
    #expect(abs(found.reduce(0, +) - 1) < 1e-6)
  }

  @Test(
    "Rows that may belong together are told of",
    arguments: [
      (0, 0, ""), (0, 1, "every row is explained by itself"), (1, 1, ""),
      (4, 4, "fixes 4 examples"),
    ])
  func rows(count: Int, answers: Int, words: String) throws {
    var file = columns(rows: count, answers: answers)
    file.node("Softmax", ["z"], "y")
    let warnings = try file.classifier().warnings.filter { $0.contains("explained by itself") }
    #expect(warnings.count == (words.isEmpty ? 0 : 1))
    #expect(words.isEmpty || warnings[0].contains(words))
  }

  /// y = 1 / (2 + exp(−x · w)) is no sigmoid.
  @Test("What only looks like a sigmoid is none")
  func noSigmoid() throws {
    var file = columns()
    file.weights("two", [1], [2])
    file.node("Exp", ["z"], "power")
    file.node("Add", ["power", "two"], "below")
    file.node("Reciprocal", ["below"], "y")
    let classifier = try file.classifier()
    #expect(!classifier.assumed.contains { $0.contains("made of probabilities") })
  }

  /// y = (1 − σ(z), σ(z)) with z = x · w.
  @Test("The softmax of two sides of one number is the pair", arguments: [nil, Head.softmax])
  func pair(head: Head?) throws {
    var file = SmallFile()
    file.input("x", [1, 2])
    file.output("y", [1, 2])
    file.weights("w", [2, 1], [1, -0.5])
    file.weights("one", [1, 1], [1])
    file.node("MatMul", ["x", "w"], "z")
    file.node("Sigmoid", ["z"], "p")
    file.node("Sub", ["one", "p"], "q")
    file.node("Concat", ["q", "p"], "y", ["axis": 1])
    var options = Classifier.Options()
    options.head = head
    let classifier = try file.classifier(options)
    let found = try classifier.recognizer().probabilities(of: Tensor([1, 2], [2, 1]))
    let expected = 1 / (1 + exp(-1.5))
    #expect(abs(found[1] - expected) < 1e-6 && abs(found[0] - 1 + expected) < 1e-6)
    #expect(classifier.warnings.isEmpty)
  }
}
