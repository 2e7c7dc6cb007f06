import Explaining
import Tensors
import Testing

/// How alike maps of networks are that may read pictures in different sizes.
struct MapAgreementTests {
  /// A map of 24×24 pixels and three channels with a bright square of 6×6 pixels.
  private static func square(at place: Int, size: Int = 24, side: Int = 6) -> Tensor {
    var map = Tensor([size, size, 3], [Float](repeating: 0.01, count: size * size * 3))
    for y in place..<place + side {
      for x in place..<place + side {
        for channel in 0..<3 { map.values[3 * (y * size + x) + channel] = Float(channel + 1) }
      }
    }
    return map
  }

  private static let features = Features.grid(height: 24, width: 24, channels: 3)

  @Test("a map agrees with itself, whatever its scale")
  func same() throws {
    let map = Self.square(at: 4)
    let doubled = Tensor(map.shape, map.values.map { 2 * $0 })
    let found = try #require(
      MapAgreement(of: doubled, and: map, features: Self.features, topShare: 0.1))
    #expect(abs(try #require(found.cosine) - 1) < 1e-12)
    #expect(found.overlap == 1)
    #expect(abs(try #require(found.structural) - 1) < 1e-12)
  }

  @Test("a map of other signs has the opposite direction and the same important pixels")
  func negated() throws {
    let map = Self.square(at: 4)
    let negated = Tensor(map.shape, map.values.map { -$0 })
    let found = try #require(
      MapAgreement(of: negated, and: map, features: Self.features, topShare: 0.0625))
    #expect(abs(try #require(found.cosine) + 1) < 1e-12)
    #expect(found.overlap == 1)
  }

  @Test("a map whose important pixels are elsewhere does not agree")
  func elsewhere() throws {
    // 36 of 576 pixels are 0.0625 of them.
    let found = try #require(
      MapAgreement(
        of: Self.square(at: 16), and: Self.square(at: 2), features: Self.features, topShare: 0.0625)
    )
    #expect(try #require(found.cosine) < 0.01)
    #expect(found.overlap == 0)
    #expect(try #require(found.structural) < 0.8)
  }

  @Test("a map of twice the size is compared at the smaller one's pixels")
  func otherSize() throws {
    let large = Self.square(at: 8, size: 48, side: 12)
    let found = try #require(
      MapAgreement(
        of: large, and: Self.square(at: 4), features: .grid(height: 48, width: 48, channels: 3),
        topShare: 0.0625))
    #expect(try #require(found.cosine) > 0.9)
    #expect(found.overlap == 1)
  }

  @Test("a word is as important as the numbers of its embedding together")
  func tokens() throws {
    // |a| of the words: 3, 2 and 2, 3: the largest number alone is in the second word of both.
    let found = try #require(
      MapAgreement(
        of: Tensor([2, 3], [1, 1, 1, 2, 0, 0]), and: Tensor([2, 3], [0, 0, 2, 2.5, 0.5, 0]),
        features: .tokens(texts: ["a", "b"], width: 3), topShare: 0.5))
    #expect(found.overlap == 0)
    #expect(found.structural == nil)
  }

  @Test("maps of other features are not compared")
  func otherFeatures() {
    let columns = Features.columns(names: ["a", "b"], lengths: [1, 1])
    #expect(
      MapAgreement(
        of: Tensor([1, 2], [1, 2]), and: Tensor([1, 3], [1, 2, 3]), features: columns, topShare: 1)
        == nil)
    #expect(
      MapAgreement(
        of: Tensor([2], [1, 2]), and: Tensor([1, 2], [1, 2]), features: columns, topShare: 1)
        == nil)
  }
}
