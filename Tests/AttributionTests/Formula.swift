import Foundation
import Synchronization
import Tensors

/// A function given by its formula and that of its gradient, both in double precision.
struct Formula: DifferentiableFunction {
  let inputShape: Shape
  let value: @Sendable ([Double]) -> Double
  let gradient: @Sendable ([Double]) -> [Double]

  init(
    _ count: Int, value: @escaping @Sendable ([Double]) -> Double,
    gradient: @escaping @Sendable ([Double]) -> [Double]
  ) {
    inputShape = [count]
    self.value = value
    self.gradient = gradient
  }

  func values(at batch: PointBatch) throws(Never) -> [Double] {
    batch.points.indices.map { value(numbers(batch, $0)) }
  }

  func gradients(at batch: PointBatch) throws(Never) -> GradientSums {
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: inputShape.count), count: batch.groupCount)
    for (index, point) in batch.points.enumerated() {
      for (entry, slope) in gradient(numbers(batch, index)).enumerated() {
        sums[point.group][entry] += point.weight * slope
      }
    }
    return GradientSums(
      values: values(at: batch), sums: sums.map { Tensor(inputShape, $0.map(Float.init)) })
  }

  private func numbers(_ batch: PointBatch, _ index: Int) -> [Double] {
    batch.point(index).values.map(Double.init)
  }
}

extension Formula {
  /// F = g(w·x), with the slope g′.
  static func ridge(
    _ weights: [Double], _ function: @escaping @Sendable (Double) -> Double,
    slope: @escaping @Sendable (Double) -> Double
  ) -> Formula {
    Formula(weights.count) { x in
      function(dot(weights, x))
    } gradient: { x in
      let factor = slope(dot(weights, x))
      return weights.map { $0 * factor }
    }
  }

  /// F = w·x.
  static func linear(_ weights: [Double]) -> Formula { ridge(weights, { $0 }, slope: { _ in 1 }) }

  /// F = (w·x)ᵈ.
  static func power(_ degree: Int, of weights: [Double]) -> Formula {
    ridge(weights) { s in
      Formula.power(s, degree)
    } slope: { s in
      Double(degree) * Formula.power(s, degree - 1)
    }
  }

  /// F = sin(w·x).
  static func sine(_ weights: [Double]) -> Formula {
    ridge(weights, { sin($0) }, slope: { cos($0) })
  }

  /// F = x₁ x₂.
  static let product = Formula(2, value: { $0[0] * $0[1] }, gradient: { [$0[1], $0[0]] })

  /// F = max(x₁, x₂).
  static let maximum = Formula(
    2, value: { max($0[0], $0[1]) }, gradient: { $0[0] > $0[1] ? [1, 0] : [0, 1] })

  /// F = 1 − max(0, 1 − x), which is flat from x = 1 on.
  static let saturating = Formula(
    1, value: { 1 - max(0, 1 - $0[0]) }, gradient: { [$0[0] < 1 ? 1 : 0] })

  /// F = xᵀ A x with a symmetric matrix A.
  static func quadratic(_ matrix: [[Double]]) -> Formula {
    Formula(matrix.count) { x in
      zip(x, matrix).reduce(0) { $0 + $1.0 * dot($1.1, x) }
    } gradient: { x in
      matrix.map { 2 * dot($0, x) }
    }
  }

  /// a F + b G.
  static func sum(_ a: Double, _ first: Formula, _ b: Double, _ second: Formula) -> Formula {
    Formula(first.inputShape.count) { x in
      a * first.value(x) + b * second.value(x)
    } gradient: { x in
      zip(first.gradient(x), second.gradient(x)).map { a * $0 + b * $1 }
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { result, _ in result * base }
  }
}

/// Σ aᵢ bᵢ.
func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

/// What a function was asked for.
final class Requests: Sendable {
  struct Record: Hashable {
    /// Number of points of each request for values.
    var values: [Int] = []
    /// Number of points of each request for gradients.
    var gradients: [Int] = []
    /// Number of groups and of anchors of each request for gradients.
    var groups: [Int] = []
    var anchors: [Int] = []
  }

  private let mutex = Mutex(Record())

  var record: Record { mutex.withLock { $0 } }

  func note(_ change: (inout Record) -> Void) { mutex.withLock { change(&$0) } }
}

/// A function that counts what it is asked for.
struct Recorded<Base: DifferentiableFunction>: DifferentiableFunction {
  let base: Base
  let requests = Requests()

  init(_ base: Base) { self.base = base }

  var inputShape: Shape { base.inputShape }

  func values(at batch: PointBatch) throws(Base.Failure) -> [Double] {
    requests.note { $0.values.append(batch.points.count) }
    return try base.values(at: batch)
  }

  func gradients(at batch: PointBatch) throws(Base.Failure) -> GradientSums {
    requests.note {
      $0.gradients.append(batch.points.count)
      $0.groups.append(batch.groupCount)
      $0.anchors.append(batch.anchors.count)
    }
    return try base.gradients(at: batch)
  }
}

/// A function that cannot be evaluated.
struct Broken: DifferentiableFunction {
  enum Failure: Error, Equatable { case values, gradients }

  let hasGradients: Bool
  var inputShape: Shape { [1] }

  func values(at batch: PointBatch) throws(Failure) -> [Double] { throw .values }

  func gradients(at batch: PointBatch) throws(Failure) -> GradientSums {
    guard hasGradients else { throw .gradients }
    return GradientSums(values: batch.points.map { _ in 0 }, sums: [Tensor([1])])
  }
}
