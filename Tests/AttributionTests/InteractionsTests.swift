import Attribution
import Tensors
import Testing

/// Second differences of functions whose interactions are known.
struct InteractionsTests {
  private static func matrix(
    _ input: [Float], baselines: [[Float]]? = nil, _ value: @escaping @Sendable ([Double]) -> Double
  ) -> InteractionMatrix {
    let names = input.indices.map { "x\($0)" }
    let parts = FeatureParts(
      each: .columns(names: names, lengths: [Int](repeating: 1, count: input.count)))
    let points = (baselines ?? [[Float](repeating: 0, count: input.count)]).map {
      Tensor([input.count], $0)
    }
    return Interactions(of: parts).matrix(
      Formula(input.count, value: value) { _ in preconditionFailure("no gradient is needed") },
      input: Tensor([input.count], input), baselines: points
    ) { _, _ in }
  }

  @Test("a product of two numbers is their interaction, and each one's effect")
  func product() {
    let found = Self.matrix([3, 5, 2]) { $0[0] * $0[1] + 7 * $0[2] }
    #expect(found.effects == [15, 15, 14] && found.score == 29)
    #expect(found.pairs.map(\.value) == [15, 0, 0])
    #expect(found.strongest(5).map { [$0.first, $0.second] } == [[0, 1]])
    #expect(found.evaluations == 7)
  }

  @Test("numbers of which the larger counts stand in for each other")
  func maximum() {
    #expect(Self.matrix([3, 5]) { max($0[0], $0[1]) }.pairs.map(\.value) == [-3])
  }

  @Test("an exclusive or is undone by the second number")
  func exclusiveOr() {
    // x + y − 2xy: 0 at (1, 1), 1 at (0, 1) and (1, 0), 0 at (0, 0).
    let found = Self.matrix([1, 1]) { $0[0] + $0[1] - 2 * $0[0] * $0[1] }
    #expect(found.effects == [-1, -1] && found.pairs.map(\.value) == [-2])
  }

  @Test("a sum of functions of single numbers has no interactions")
  func additive() {
    let found = Self.matrix([2, -3, 4, 0.5]) { numbers in
      numbers.enumerated().reduce(1) { $0 + $1.element * $1.element * Double($1.offset + 1) }
    }
    #expect(found.pairs.count == 6 && found.pairs.allSatisfy { abs($0.value) < 1e-12 })
    #expect(found.strongest(3).allSatisfy { abs($0.value) < 1e-12 })
  }

  @Test("numbers of a product interact in every pair alike, and exchanging two changes nothing")
  func symmetry() {
    let found = Self.matrix([2, 3, 4]) { $0[0] * $0[1] * $0[2] }
    #expect(found.pairs.map(\.value) == [24, 24, 24])
    let exchanged = Self.matrix([3, 2, 4]) { $0[0] * $0[1] * $0[2] }
    #expect(exchanged.square.values == found.square.values)
    let square = found.square
    for (row, column) in [(0, 1), (0, 2), (1, 2)] {
      #expect(square.values[3 * row + column] == square.values[3 * column + row])
    }
  }

  @Test("several baselines are averaged")
  func baselines() {
    // (x − b)(y − b) for b of 0 and 1: 3·5 and 2·4, mean 11.5.
    let found = Self.matrix([3, 5], baselines: [[0, 0], [1, 1]]) { $0[0] * $0[1] }
    #expect(found.pairs.map(\.value) == [11.5])
    #expect(found.evaluations == 7)
  }

  @Test("the cells of a grid are as even as pixels allow, and hold every pixel once")
  func grid() {
    let features = Features.grid(height: 7, width: 5, channels: 3)
    let parts = FeatureParts(gridOf: features, count: 3)
    #expect(parts.members.count == 9)
    #expect(parts.members.joined().sorted() == Array(0..<35))
    #expect(parts.members.map(\.count).max() == 6 && parts.members.map(\.count).min() == 2)
    let small = Features.grid(height: 2, width: 2, channels: 1)
    #expect(FeatureParts(gridOf: small, count: 5).members.count == 4)
  }

  @Test("regions of a picture are its evenly coloured areas, each pixel at most once")
  func regions() {
    let picture = Tensor([64, 64, 3], (0..<64 * 64 * 3).map { $0 / 3 % 64 < 32 ? 0 : 255 })
    let parts = FeatureParts(regionsOf: picture, count: 2)
    #expect(parts.members.count == 2)
    // The edge is smoothed over a few pixels, which may be regions of their own.
    for (part, columns) in zip(parts.members, [0..<32, 32..<64]) {
      #expect(part.count >= 64 * 28 && part.allSatisfy { columns.contains($0 % 64) })
    }
    let all = FeatureParts(regionsOf: picture, count: 100).members.joined()
    #expect(all.count == 64 * 64 && Set(all).count == 64 * 64)
  }
}
