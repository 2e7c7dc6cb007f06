import Attribution
import Tensors
import Testing

@Suite("Attribution maps") struct AttributionMapTests {
  private func map(_ values: [Float], input: Double, baseline: Double?) -> AttributionMap {
    AttributionMap(
      attributions: Tensor([values.count], values), scoreAtInput: input,
      scoreAtBaseline: baseline, expectedSum: baseline.map { input - $0 }, evaluations: 1)
  }

  @Test("the gap is what the sum has too much, with its sign")
  func gap() {
    let much = map([0.5, 0.75], input: 1, baseline: 0)
    #expect(much.sum == 1.25)
    #expect(much.completenessGap == 0.25 && much.relativeCompletenessGap == 0.25)
    let little = map([-1, 0.5], input: 1, baseline: 3)
    #expect(little.completenessGap == 1.5 && little.relativeCompletenessGap == 0.75)
    #expect(map([0.5], input: 1, baseline: 0).completenessGap == -0.5)
  }

  @Test("there is no gap without a baseline, and no share of a score that does not change")
  func absent() {
    #expect(map([1], input: 1, baseline: nil).completenessGap == nil)
    #expect(map([1], input: 1, baseline: nil).relativeCompletenessGap == nil)
    #expect(map([0.5], input: 1, baseline: 1).completenessGap == 0.5)
    #expect(map([0.5], input: 1, baseline: 1).relativeCompletenessGap == nil)
  }

  @Test("a map promises a sum where its method says so, and nowhere else")
  func promise() {
    let map = AttributionMap(
      attributions: Tensor([1], [2]), scoreAtInput: 3, scoreAtBaseline: 1, evaluations: 1)
    #expect(map.expectedSum == nil && map.completenessGap == nil)
  }

  @Test("the sum is taken in double precision")
  func precision() {
    // In single precision, 1 is lost beside 2²⁵.
    let large = Float(1 << 25)
    #expect(map([large, 1, -large], input: 0, baseline: 0).sum == 1)
  }
}
