import Engine
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Pointwise functions")
struct PointwiseFunctionTests {
  /// A function, its definition in double precision, and the numbers that it is tried on.
  struct Case: CustomTestStringConvertible, Sendable {
    let function: any PointwiseFunction
    var center: Float = 0
    var scale: Float = 1
    let reference: @Sendable (Double) -> Double
    var testDescription: String { "\(function)" }

    init(
      _ function: any PointwiseFunction, center: Float = 0, scale: Float = 1,
      reference: @escaping @Sendable (Double) -> Double
    ) {
      self.function = function
      self.center = center
      self.scale = scale
      self.reference = reference
    }
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  private static func normal(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
  private static func tangent(_ x: Double) -> Double {
    tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))
  }

  static let smooth: [Case] = [
    Case(Exponential(), scale: 3) { exp($0) },
    Case(NaturalLogarithm(), center: 3, scale: 2.5) { log($0) },
    Case(Sigmoid(), scale: 5) { sigmoid($0) },
    Case(HyperbolicTangent(), scale: 3) { tanh($0) },
    Case(Softplus(), scale: 6) { log1p(exp($0)) },
    Case(ErrorFunction(), scale: 3) { erf($0) },
    Case(SquareRoot(), center: 3, scale: 2.5) { $0.squareRoot() },
    Case(Reciprocal(), center: 3, scale: 2.5) { 1 / $0 },
    Case(Negation()) { -$0 },
    Case(GaussianErrorLinearUnit(), scale: 5) { $0 * normal($0) },
    Case(GaussianErrorLinearUnit(approximation: .tanh), scale: 5) {
      $0 * (1 + tangent($0)) / 2
    },
    Case(SigmoidLinearUnit(), scale: 6) { $0 * sigmoid($0) },
    Case(SigmoidLinearUnit(alpha: 1.5), scale: 3) { $0 * sigmoid(1.5 * $0) },
    Case(Mish(), scale: 6) { $0 * tanh(log1p(exp($0))) },
    Case(Softsign(), scale: 3) { $0 / (1 + abs($0)) },
    Case(Sine(), scale: 9) { sin($0) },
    Case(Cosine(), scale: 9) { cos($0) },
    Case(Tangent()) { tan($0) },
    Case(ArcSine(), scale: 0.9) { asin($0) },
    Case(ArcCosine(), scale: 0.9) { acos($0) },
    Case(ArcTangent(), scale: 3) { atan($0) },
    Case(HyperbolicSine()) { sinh($0) },
    Case(HyperbolicCosine()) { cosh($0) },
    Case(ArcHyperbolicSine(), scale: 3) { asinh($0) },
    Case(ArcHyperbolicCosine(), center: 3, scale: 1.5) { acosh($0) },
    Case(ArcHyperbolicTangent(), scale: 0.9) { atanh($0) },
  ]

  static let powers: [Case] = [-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4].map { exponent in
    Case(Power(exponent: exponent), center: 2, scale: 1.5) { pow($0, Double(exponent)) }
  }

  /// Functions with kinks, all at quarters of the range.
  static let pieces: [Case] = [
    Case(LeakyRectifier(negativeSlope: 0.125)) { $0 > 0 ? $0 : 0.125 * $0 },
    Case(LeakyRectifier(negativeSlope: -0.5)) { $0 > 0 ? $0 : -0.5 * $0 },
    Case(Clip(minimum: -0.5, maximum: 0.5)) { min(max($0, -0.5), 0.5) },
    Case(AbsoluteValue()) { abs($0) },
    Case(ThresholdedRectifier(alpha: 0.5)) { $0 > 0.5 ? $0 : 0 },
    Case(Shrinkage(bias: 0.25, threshold: 0.5)) {
      $0 < -0.5 ? $0 + 0.25 : $0 > 0.5 ? $0 - 0.25 : 0
    },
    Case(HardSigmoid(alpha: 0.25, beta: 0.5), scale: 4) { min(max(0.25 * $0 + 0.5, 0), 1) },
    Case(HardSwish(), scale: 6) { $0 * min(max($0 / 6 + 0.5, 0), 1) },
    Case(ExponentialLinearUnit(alpha: 0.5), scale: 3) { $0 > 0 ? $0 : 0.5 * expm1($0) },
    Case(ExponentialLinearUnit(alpha: -0.5), scale: 3) { $0 > 0 ? $0 : -0.5 * expm1($0) },
    Case(ScaledExponentialLinearUnit(alpha: 1.5, gamma: 1.25), scale: 3) {
      1.25 * ($0 > 0 ? $0 : 1.5 * expm1($0))
    },
    Case(ContinuouslyDifferentiableExponentialLinearUnit(alpha: 0.5), scale: 3) {
      $0 > 0 ? $0 : 0.5 * expm1($0 / 0.5)
    },
  ]

  static let all = smooth + powers + pieces

  @Test(
    "Functions agree with their definitions", arguments: all, [[3, 4, 5], [400], []] as [Shape])
  func agreesWithReference(_ example: Case, _ shape: Shape) {
    expectNone(
      disagreements(
        of: example.function, inputs: [shape], center: example.center, scale: example.scale,
        terms: 8
      ) { $0[0].map(example.reference) })
  }

  @Test("Fast loops give what the functions of single numbers give", arguments: all)
  func loopsAgree(_ example: Case) {
    let x = Tensor.spread([999], center: example.center, scale: example.scale, seed: 3)
    let found = TestGraph.gradient(of: example.function, at: [x])
    let values = x.values.map { example.function.value($0) }
    let slopes = zip(x.values, values).map { example.function.slope($0, $1) }
    #expect(relativeDifference(found.output, values) < roundingTolerance(terms: 0))
    #expect(relativeDifference(found.gradients[0], slopes) < roundingTolerance(terms: 8))
  }

  @Test("What is not a number stays", arguments: all)
  func notANumber(_ example: Case) {
    // But everything to the power of 0 is 1.
    let isPowerOfZero = (example.function as? Power)?.exponent == 0
    var x = Tensor([40], repeating: 1)
    for entry in [3, 38] { x.values[entry] = .nan }
    let found = TestGraph.run(example.function, on: [x])
    #expect(
      found.indices.allSatisfy { found[$0].isNaN == (x.values[$0].isNaN && !isPowerOfZero) })
    #expect(example.function.value(.nan).isNaN != isPowerOfZero)
  }

  static let limits: [(any PointwiseFunction, [Float], [Float])] = [
    (Exponential(), [-.infinity, -1000, 0, 88.8, .infinity], [0, 0, 1, .infinity, .infinity]),
    (NaturalLogarithm(), [0, 1, .infinity], [-.infinity, 0, .infinity]),
    (Sigmoid(), [-.infinity, -1000, 0, 1000, .infinity], [0, 0, 0.5, 1, 1]),
    (HyperbolicTangent(), [-.infinity, -1000, 0, 1000, .infinity], [-1, -1, 0, 1, 1]),
    (ErrorFunction(), [-.infinity, -9, 0, 9, .infinity], [-1, -1, 0, 1, 1]),
    (Softplus(), [-.infinity, -1000, 1000, .infinity], [0, 0, 1000, .infinity]),
    (GaussianErrorLinearUnit(), [-1000, 0, 1000, .infinity], [0, 0, 1000, .infinity]),
    (
      GaussianErrorLinearUnit(approximation: .tanh), [-1000, 0, 1000, .infinity],
      [0, 0, 1000, .infinity]
    ),
    (SigmoidLinearUnit(), [-1000, 0, 1000, .infinity], [0, 0, 1000, .infinity]),
    (Mish(), [-1000, 0, 1000, .infinity], [0, 0, 1000, .infinity]),
    (ExponentialLinearUnit(), [-.infinity, -1000, 0, .infinity], [-1, -1, 0, .infinity]),
    (HardSwish(), [-1000, -3, 0, 3, 1000], [0, 0, 0, 3, 1000]),
    (Reciprocal(), [0, .infinity, 4], [.infinity, 0, 0.25]),
  ]

  @Test("Functions have the right ends", arguments: limits)
  func ends(_ function: any PointwiseFunction, _ x: [Float], _ expected: [Float]) {
    let found = TestGraph.gradient(of: function, at: [Tensor([x.count], x)])
    #expect(found.output == expected)
    // Where the function is flat, or grows as its input does, so does the gradient.
    for (entry, x) in x.enumerated() where abs(x) == 1000 && expected[entry].isFinite {
      #expect(found.gradients[0][entry] == (expected[entry] == 1000 ? 1 : 0))
    }
  }

  @Test("There is no logarithm and no root of a negative number")
  func negative() {
    for function in [NaturalLogarithm(), SquareRoot(), Power(exponent: 0.5)] as [any Operator] {
      #expect(TestGraph.run(function, on: [Tensor([2], [-1, -.infinity])]).allSatisfy { $0.isNaN })
    }
  }

  @Test("Sines and cosines of large numbers are right")
  func largeAngles() {
    let x: [Float] = [1e3, -12345.678, 999_999, 1e7, -3e20]
    let found = [Sine(), Cosine()].map { (function: any Operator) in
      TestGraph.run(function, on: [Tensor([5], x)])
    }
    #expect(relativeDifference(found[0], x.map { sin(Double($0)) }) < 3e-7)
    #expect(relativeDifference(found[1], x.map { cos(Double($0)) }) < 3e-7)
  }

  @Test("Slopes at kinks are as documented")
  func kinks() {
    let leaky = TestGraph.gradient(
      of: LeakyRectifier(negativeSlope: 0.25), at: [Tensor([3], [-4, 0, 4])])
    #expect(leaky.output == [-1, 0, 4])
    #expect(leaky.gradients == [[0.25, 0.25, 1]])
    let clip = TestGraph.gradient(
      of: Clip(minimum: 0, maximum: 6), at: [Tensor([5], [-1, 0, 3, 6, 7])])
    #expect(clip.output == [0, 0, 3, 6, 6])
    #expect(clip.gradients == [[0, 0, 1, 0, 0]])
    let swish = TestGraph.gradient(of: HardSwish(), at: [Tensor([3], [-3, 0, 3])])
    #expect(swish.gradients == [[0, 0.5, 1]])
    let sigmoid = TestGraph.gradient(
      of: HardSigmoid(alpha: 0.25, beta: 0.5), at: [Tensor([3], [-2, 0, 2])])
    #expect(sigmoid.gradients == [[0, 0.25, 0]])
    #expect(TestGraph.gradient(of: AbsoluteValue(), at: [Tensor([1], [0])]).gradients == [[0]])
  }

  @Test("A clip without an upper bound is a rectifier")
  func clipIsRectifier() {
    let x = Tensor.random([50], seed: 1)
    let clip = TestGraph.gradient(of: Clip(minimum: 0, maximum: .infinity), at: [x])
    let rectifier = TestGraph.gradient(of: Rectifier(), at: [x])
    #expect(clip.output == rectifier.output)
    #expect(clip.gradients == rectifier.gradients)
  }

  @Test("Functions whose slope follows from their output work in place")
  func inPlace() {
    let functions: [any PointwiseFunction] = [
      Sigmoid(), HyperbolicTangent(), Exponential(), SquareRoot(), Reciprocal(), Softplus(),
      ExponentialLinearUnit(), Clip(minimum: 0, maximum: 6), LeakyRectifier(negativeSlope: 0.1),
      HardSigmoid(),
    ]
    for function in functions {
      #expect(function.memoryUse == .inPlace)
      #expect(function.backwardReads == .output)
    }
    #expect(Negation().backwardReads.isEmpty)
    #expect(GaussianErrorLinearUnit().backwardReads == .inputs)
  }
}
