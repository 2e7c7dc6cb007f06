import Classification
import Foundation
import Models
import Tensors
import TestSupport
import Testing

@Suite("Expressions of scores") struct ExpressionTests {
  private let tolerance = roundingTolerance(terms: 18)
  private let labels = ["ash, Fraxinus", "beech", "cedar", "date palm [Phoenix]"]

  /// A formula, and the same in Swift over logits z and probabilities p.
  struct Formula: Sendable, CustomTestStringConvertible {
    let text: String
    let value: @Sendable (_ z: [Double], _ p: [Double]) -> Double

    init(_ text: String, _ value: @escaping @Sendable ([Double], [Double]) -> Double) {
      (self.text, self.value) = (text, value)
    }

    var testDescription: String { text }
  }

  static let formulas: [Formula] = [
    Formula("p[beech]") { _, p in p[1] },
    Formula("z[1]") { z, _ in z[1] },
    Formula("logit[ beech ]") { z, _ in z[1] },
    Formula("logp[ash]") { _, p in log(p[0]) },
    Formula("p [cedar] - 0.5") { _, p in p[2] - 0.5 },
    Formula("max(p[ash], p[beech]) - p[cedar]") { _, p in max(p[0], p[1]) - p[2] },
    Formula("min(p[0], p[1], p[2], z[3])") { z, p in min(p[0], p[1], p[2], z[3]) },
    Formula("log(p[1] / p[2]) − (z[1] − z[2])") { z, p in
      let ratio: Double = log(p[1] / p[2])
      return ratio - (z[1] - z[2])
    },
    Formula("p[1] × z[2] ÷ (p[0] + 2) · 3") { z, p in
      let product: Double = p[1] * z[2] * 3
      return product / (p[0] + 2)
    },
    Formula("-p[0] * -2e1 + +.5") { _, p in p[0] * 20 + 0.5 },
    Formula("1 - 2 - 3 * p[2] / 4 / 5") { _, p in -1 - 0.15 * p[2] },
    Formula("p[Fraxinus] * p[Fraxinus] * p[0]") { _, p in p[0] * p[0] * p[0] },
    Formula("1 / p[1] / z[0]") { z, p in 1 / (p[1] * z[0]) },
    Formula("p['date palm [Phoenix]'] + p[\"beech\"]") { _, p in p[3] + p[1] },
    Formula("max(max(z[0], z[1]), min(z[2], z[3]))") { z, _ in
      max(z[0], z[1], min(z[2], z[3]))
    },
    Formula("p[top] - p[top2]") { _, p in
      let sorted = p.sorted(by: >)
      return sorted[0] - sorted[1]
    },
  ]

  private func quantity(
    _ text: String, _ classifier: Classifier, _ probabilities: [Double] = [0, 0, 0, 0]
  ) throws -> Quantity {
    let found = try classifier.quantities(of: Target(text), probabilities: probabilities)
    return try #require(found.first)
  }

  private func failure(_ text: String, _ classifier: Classifier) -> ClassificationError? {
    do {
      _ = try classifier.quantities(of: Target(text), probabilities: [0, 0, 0, 0])
      return nil
    } catch { return error }
  }

  private func classifier(_ ending: TinyNetwork.Ending = .softmax) throws -> Classifier {
    try TinyNetwork(ending: ending).classifier(
      manifest: #"{"labels": "labels.txt", "input": {"preprocessing": "unit"}}"#, labels: labels)
  }

  /// Expects value and gradient of a formula to be those of the same in Swift.
  private func expect(
    _ formula: Formula, of classifier: Classifier, _ network: TinyNetwork, seed: UInt64,
    probabilities: ([Double]) -> [Double]
  ) throws {
    let (text, value) = (formula.text, formula.value)
    let point = Tensor.random([2, 3, 3], seed: seed)
    let logits = network.logits(point)
    let quantity = try quantity(text, classifier, probabilities(logits))
    #expect(quantity.label == text && quantity.classIndex == nil)
    let scorer = try classifier.scorer(quantity.kind(explaining: .probability), threads: 1)
    let function = scorer.function(of: quantity)
    let found = try function.gradients(at: PointBatch([point]))
    let expected = value(logits, probabilities(logits))
    #expect(relativeDifference(found.values, [expected]) < tolerance, "\(text)")
    #expect(try function.values(at: PointBatch([point])) == found.values)
    // Central differences by the logits, in double precision: errors of about step².
    let step = 1e-5
    let slopes = logits.indices.map { place in
      let ends = [step, -step].map { way in
        var moved = logits
        moved[place] += way
        return value(moved, probabilities(moved))
      }
      return (ends[0] - ends[1]) / (2 * step)
    }
    let gradient = (0..<18).map { entry in
      zip(slopes, network.storedWeights).reduce(0.0) { $0 + $1.0 * $1.1[entry] }
    }
    #expect(
      relativeDifference(found.sums[0].values, gradient) < tolerance + 1e-8, "\(text)")
  }

  @Test("values and gradients are those of the formula", arguments: formulas)
  func softmaxes(_ formula: Formula) throws {
    let (network, classifier) = (TinyNetwork(), try classifier())
    for seed in 1...3 {
      try expect(
        formula, of: classifier, network, seed: UInt64(seed), probabilities: TinyNetwork.softmax)
    }
  }

  @Test("a class with a sigmoid has a probability of its own")
  func sigmoids() throws {
    let network = TinyNetwork(ending: .sigmoid)
    let classifier = try classifier(.sigmoid)
    let formulas = [
      Formula("p[0] * p[1]") { _, p in p[0] * p[1] },
      Formula("logp[2] - z[2]") { z, p in log(p[2]) - z[2] },
      Formula("p[beech] - 0.5") { _, p in p[1] - 0.5 },
    ]
    for formula in formulas {
      try expect(
        formula, of: classifier, network, seed: 4,
        probabilities: { $0.map { 1 / (1 + exp(-$0)) } })
    }
  }

  @Test("of equal terms the first one counts")
  func ties() throws {
    let (network, classifier) = (TinyNetwork(), try classifier())
    // At zero the logits are the biases, 0.25 of class 0 and 0.125 of class 3.
    func gradient(_ text: String) throws -> [Float] {
      let quantity = try quantity(text, classifier)
      return try classifier.scorer(.logit, threads: 1).function(of: quantity)
        .gradients(at: PointBatch([Tensor([2, 3, 3])])).sums[0].values
    }
    let (first, last) = (network.storedWeights[0], network.storedWeights[3].map { 2 * $0 })
    #expect(relativeDifference(try gradient("max(z[0], 2 * z[3])"), first) < tolerance)
    #expect(relativeDifference(try gradient("max(2 * z[3], z[0])"), last) < tolerance)
    #expect(relativeDifference(try gradient("min(z[0], 2 * z[3])"), first) < tolerance)
    #expect(try gradient("max(0.25, z[0])").allSatisfy { $0 == 0 })
    #expect(relativeDifference(try gradient("max(z[0], 0.25)"), first) < tolerance)
  }

  @Test("a probability of nearly 1 keeps its gradient, to the last digit of what is left of 1")
  func saturated() throws {
    let (network, classifier) = (TinyNetwork(), try classifier())
    // So far from zero that one logit is larger than the others by about 20.
    let weights = network.storedWeights
    let way = weights[0].indices.map { weights[0][$0] - weights[1][$0] }
    let square = way.reduce(0) { $0 + $1 * $1 }
    let point = Tensor([2, 3, 3], way.map { Float(20 * $0 / square) })
    let logits = network.logits(point)
    let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
    let others = logits.indices.filter { $0 != best }
    let powers = logits.map { exp($0 - logits[best]) }
    let rest = others.reduce(0.0) { $0 + powers[$1] }
    #expect(rest < 1e-3)
    let scorer = try classifier.scorer(.logit, threads: 1)
    let found = try scorer.function(of: try quantity("logp[\(best)]", classifier))
      .gradients(at: PointBatch([point]))
    #expect(abs(found.values[0] + log1p(rest)) < 1e-4 * rest)
    let expected = (0..<18).map { entry in
      others.reduce(0.0) { sum, other in
        sum + powers[other] / (1 + rest) * (weights[best][entry] - weights[other][entry])
      }
    }
    let scale = expected.map(abs).max() ?? 0
    for (found, expected) in zip(found.sums[0].values, expected) {
      #expect(abs(Double(found) - expected) < 1e-4 * scale)
    }
  }

  @Test(
    "what is no formula is refused, with the place",
    arguments: [
      ("p[0] +", 7, "expected a number or p[CLASS], logit[CLASS] or logp[CLASS], found the end"),
      ("p[0] p[1]", 6, "expected an operator or the end, found \"p\""),
      ("max(p[0], p[1]", 15, "expected an operator, \",\" or \")\", found the end"),
      ("log(p[0], p[1])", 9, "expected an operator or \")\", found \",\""),
      ("(p[0] - 1", 10, "expected an operator or \")\", found the end"),
      ("p[]", 3, "expected a class: a label, an index or top, found \"]\""),
      ("p[ash", 6, "expected \"]\" behind the class, found the end"),
      ("p['ash]", 8, "expected \"'\" behind the class, found the end"),
      ("p[0] - cos(p[1])", 8, "found \"cos\""), ("p[0] - $", 8, "found \"$\""),
      ("p[0] - 1.2.3", 11, "expected an operator or the end, found \".\""),
      ("p[0] - .", 8, "expected a number such as 0.5, found \".\""),
      ("p[0] - 1e999", 8, "expected a number such as 0.5, found \"1e999\""),
      ("p[0] - max p[1]", 12, "expected \"(\" behind max, found \"p\""),
      ("p[0] - p", 9, "expected \"[\" and a class behind p, found the end"),
      ("p[0] - p[9]", 8, "expected a class from 0 to 3"),
      ("p[0] - p[max]", 8, "expected a class"), ("p[0] - p[top7]", 8, "expected at most top4"),
      ("p[0] - p[beach]", 8, "no class is called \"beach\"; did you mean \"beech\" (1)?"),
    ])
  func refused(_ text: String, _ place: Int, _ problem: String) throws {
    let error = try #require(failure(text, try classifier()))
    #expect(error.kind == .usage)
    #expect(error.description.hasPrefix("target \"\(text)\", character \(place): "))
    #expect(error.description.contains(problem), "\(error)")
  }

  @Test("depth and length have limits, and no text ends the program")
  func limits() throws {
    let deep = String(repeating: "(", count: 40) + "p[0]" + String(repeating: ")", count: 40)
    #expect(throws: Never.self) { try ScoreExpression(deep) }
    for text in [
      String(repeating: "(", count: 5000) + "p[0]", String(repeating: "-", count: 5000) + "p[0]",
      String(repeating: "max(", count: 2000) + "p[0]",
    ] {
      let error = #expect(throws: ClassificationError.self) { try ScoreExpression(text) }
      #expect("\(try #require(error))".contains("at most 50 levels"))
    }
    let long = [String](repeating: "p[0]", count: 1600).joined(separator: "+")
    #expect(throws: Never.self) { try ScoreExpression(long) }
    let longer = #expect(throws: ClassificationError.self) {
      try ScoreExpression(long + "+" + long)
    }
    #expect("\(try #require(longer))".contains("at most 10000 characters"))
  }

  @Test("networks say which numbers their classes have")
  func numbersOfClasses() throws {
    var options = Classifier.Options()
    options.head = .number
    let numbers = try TinyNetwork(ending: .logits).classifier(options: options)
    let sum = try quantity("z[0] + 2 * logit[1]", numbers)
    #expect(sum.kind(explaining: .number) == .number)
    let point = Tensor.random([2, 3, 3], seed: 2)
    let logits = TinyNetwork().logits(point)
    let found = try numbers.scorer(.number, threads: 1).function(of: sum)
      .values(at: PointBatch([point]))
    #expect(relativeDifference(found, [logits[0] + 2 * logits[1]]) < tolerance)
    for text in ["p[0]", "1 - logp[0]"] {
      let error = try #require(failure(text, numbers))
      #expect("\(error)".contains("the network answers with a number that is no probability"))
    }
  }

  @Test("a text is a formula where a measure stands before a bracket, else a label")
  func meant() throws {
    for text in ["p[0]", "1 - logp [x]", "(z[a])", "2*logit[0]"] {
      guard case .expression(let expression) = try Target(text) else {
        Issue.record("\(text) is a formula")
        continue
      }
      #expect(expression.text == text)
      #expect("\(try Target(text))" == text)
    }
    for text in ["owl [Strix]", "step[0]", "p", "max", "xp[0]", "[0]", "p_z [1]"] {
      if case .expression = try Target(text) { Issue.record("\(text) is no formula") }
    }
    let error = try #require(failure("prob[ash] - 0.5", try classifier()))
    #expect("\(error)".contains("in an expression a class is p[CLASS]"))
  }
}
