import Tensors

/// A path from a baseline to the input that goes round noise: every step moves only those numbers
/// whose gradients are smallest there, as far as the straight line's neighbourhood allows.
///
/// After step k of N the distance to the input, Σ |x − γ|, has fallen to 1 − k/N of the way. Every
/// gradient depends on the step before, so points cannot be evaluated together.
///
/// Paper: Kapishnikov, Venugopalan, Avci, Wedin, Terry, Bolukbasi, "Guided Integrated Gradients: an
/// Adaptive Path Method for Removing Noise", CVPR 2021.
public struct GuidedPath: AttributionPath {
  /// Number of steps; one waypoint more.
  public let steps: Int
  /// Share of the numbers that move together, those of smallest |gradient|, 0 to 1.
  public let fraction: Double
  /// How far a number may be ahead of the straight line or behind it, as a share of its way: 0 is the
  /// straight line, 1 no bound.
  public let maximumDistance: Double

  /// Makes a path of at least one step.
  public init(steps: Int = 200, fraction: Double = 0.25, maximumDistance: Double = 0.02) {
    precondition(steps > 0, "a path needs a step")
    precondition((0...1).contains(fraction) && (0...1).contains(maximumDistance), "shares")
    self.steps = steps
    self.fraction = fraction
    self.maximumDistance = maximumDistance
  }

  /// Always.
  public var startsAtBaseline: Bool { true }

  /// One per step, and one at the input.
  public var evaluations: Int { steps + 1 }

  /// Visits the start and the end of every step.
  public func walk<Function: DifferentiableFunction>(
    _ function: Function, from baseline: Tensor, to input: Tensor,
    visit: (Waypoint) throws(Function.Failure) -> Bool
  ) throws(Function.Failure) {
    var walker = GuidedWalker(self, from: baseline, to: input)
    for step in 0...steps {
      let place = step == steps ? input : Tensor(input.shape, walker.position.map(Float.init))
      let waypoint = try function.waypoints(at: PointBatch([place]))[0]
      guard try visit(waypoint), step < steps else { return }
      walker.move(step: step, along: waypoint.gradient.values)
    }
  }
}

/// Where a guided path has come to.
private struct GuidedWalker {
  private let path: GuidedPath
  private let start: [Double]
  private let end: [Double]
  private let length: Double
  private(set) var position: [Double]

  init(_ path: GuidedPath, from start: Tensor, to end: Tensor) {
    self.path = path
    self.start = start.values.map(Double.init)
    self.end = end.values.map(Double.init)
    position = self.start
    length = zip(self.start, self.end).reduce(0) { $0 + abs($1.0 - $1.1) }
  }

  /// Moves numbers until the distance to the end is what it should be after a step.
  mutating func move(step: Int, along gradient: [Float]) {
    let alpha = Double(step + 1) / Double(path.steps)
    let lowest = positions(at: max(alpha - path.maximumDistance, 0))
    let highest = positions(at: min(alpha + path.maximumDistance, 1))
    let target = length * (1 - alpha)
    catchUp(to: lowest)
    var excess = distance - target
    guard excess > 1e-9 * max(length, 1) else { return }
    // Numbers that may not go further are not chosen.
    var rest = Ranking(
      gradient, of: position.indices.filter { position[$0] != highest[$0] },
      groupSize: Int(path.fraction * Double(position.count - 1)) + 1)
    while let chosen = rest.next() {
      let gain = chosen.reduce(0) { $0 + abs(highest[$1] - position[$1]) }
      let part = gain > excess ? excess / gain : 1
      for entry in chosen {
        position[entry] =
          part == 1
          ? highest[entry] : position[entry] + part * (highest[entry] - position[entry])
      }
      excess -= gain
      if excess <= 0 { return }
    }
  }

  private var distance: Double {
    zip(position, end).reduce(0) { $0 + abs($1.0 - $1.1) }
  }

  private func positions(at alpha: Double) -> [Double] {
    zip(start, end).map { $0 + (($1 - $0) * alpha) }
  }

  /// Moves what has fallen behind the straight line too far.
  private mutating func catchUp(to lowest: [Double]) {
    for entry in position.indices {
      let rises = end[entry] > start[entry]
      if rises ? position[entry] < lowest[entry] : position[entry] > lowest[entry] {
        position[entry] = lowest[entry]
      }
    }
  }
}

/// Numbers in groups of about the same size, those of smallest |gradient| first. Numbers of equal
/// gradient are not torn apart.
struct Ranking {
  /// Bits of |gradient| above bits of the place: integers that sort like the gradients.
  private var keys: [UInt64]
  private let groupSize: Int
  private var start = 0
  private var isSorted = false

  init(_ gradient: [Float], of places: [Int], groupSize: Int) {
    keys = places.map { UInt64(abs(gradient[$0]).bitPattern) << 32 | UInt64($0) }
    self.groupSize = groupSize
  }

  /// Returns the places of the next group; nil when there are no more.
  mutating func next() -> [Int]? {
    guard start < keys.count else { return nil }
    let last = min(start + groupSize, keys.count) - 1
    // A few large groups are selected; many small ones are cheaper to sort at once.
    if !isSorted && groupSize * 16 < keys.count - start {
      keys[start...].sort()
      isSorted = true
    }
    if !isSorted { select(last) }
    let bound = keys[last] >> 32
    var end = last + 1
    if isSorted {
      while end < keys.count && keys[end] >> 32 == bound { end += 1 }
    } else {
      for other in end..<keys.count where keys[other] >> 32 == bound {
        keys.swapAt(other, end)
        end += 1
      }
    }
    defer { start = end }
    return keys[start..<end].map { Int($0 & 0xffff_ffff) }
  }

  /// Brings the key that belongs to a place there, smaller ones before it (Hoare's selection).
  private mutating func select(_ place: Int) {
    let start = start
    keys.withUnsafeMutableBufferPointer { keys in
      var (low, high) = (start, keys.count - 1)
      while low < high {
        let pivot = keys[(low + high) / 2]
        var (left, right) = (low, high)
        while left <= right {
          while keys[left] < pivot { left += 1 }
          while keys[right] > pivot { right -= 1 }
          if left <= right {
            keys.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if place <= right { high = right } else if place >= left { low = left } else { return }
      }
    }
  }
}
