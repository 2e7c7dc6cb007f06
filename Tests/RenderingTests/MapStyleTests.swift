import Imaging
import Rendering
import Tensors
import Testing

@Suite("Styles of heat maps")
struct MapStyleTests {
  private func row(_ values: [Float], channels: Int = 1) -> Tensor {
    Tensor([1, values.count / channels, channels], values)
  }

  @Test("a threshold by mass is the value from which on the rest of the sum is carried")
  func mass() {
    let sorted = [0.0, 1, 2, 3, 14]
    func value(_ share: Double) -> Double { Threshold.mass(share).value(ofSorted: sorted) }
    // Of 20, the largest carries 70 %, the two largest 85 %, then 95 % and all.
    #expect(value(100) == 14 && value(30) == 14)
    #expect(value(29) == 3 && value(15) == 3)
    #expect(value(14) == 2 && value(5) == 2)
    #expect(value(4) == 1)
    #expect(value(0) == 0)
  }

  @Test("rank and mass under the same number are different thresholds")
  func rankAgainstMass() {
    let sorted = (1...1000).map { Double($0 * $0) }
    let (rank, mass) = (Threshold.percentile(90), Threshold.mass(90))
    #expect(rank.value(ofSorted: sorted) < mass.value(ofSorted: sorted))
  }

  @Test("thresholds by mass survive maps of nothing and of the largest numbers")
  func massExtremes() {
    for share in [0, 50, 100.0] {
      #expect(Threshold.mass(share).value(ofSorted: [0, 0, 0]) == 0)
      #expect(Threshold.mass(share).value(ofSorted: [.greatestFiniteMagnitude]) > 1e308)
    }
    let huge = [Double](repeating: .greatestFiniteMagnitude, count: 9)
    #expect(Threshold.mass(50).value(ofSorted: huge) == .greatestFiniteMagnitude)
  }

  @Test("a cut-off is shown as zero, and so is what is smaller")
  func cut() {
    let style = MapStyle(
      reduction: .sum, clip: .percentile(100), cut: .percentile(50))
    let map = Heatmap(attributions: row([-10, 6, -4, 2, 1]), style: style)
    #expect(map.floor == 4 && map.scale == 10)
    #expect(map.plane.values == [-1, Float(1) / 3, 0, 0, 0])
  }

  @Test("a cut-off above the clip leaves the largest number alone")
  func cutAboveClip() {
    let style = MapStyle(clip: .percentile(25), cut: .percentile(75))
    #expect(
      Heatmap(attributions: row([0, 1, 2, 3, 4]), style: style).plane.values == [0, 0, 0, 0, 1])
  }

  @Test("gamma bends the scale but not its ends, and the legend finds its way back")
  func gamma() {
    let style = MapStyle(reduction: .sum, clip: .percentile(100), gamma: 0.5)
    let map = Heatmap(attributions: row([-4, -1, 0, 1]), style: style)
    #expect(map.plane.values == [-1, -0.5, 0, 0.5])
    #expect(map.magnitude(ofHeat: 0.5) == 1 && map.magnitude(ofHeat: 1) == 4)
    #expect(map.mapPlane { $0 }.gamma == 0.5)
  }

  @Test("a fixed scale makes maps comparable: both begin at zero")
  func fixedScale() {
    let (small, large) = (row([1, 2]), row([1, 8]))
    func heat(_ attributions: Tensor, scale: Double?) -> [Float] {
      Heatmap(attributions: attributions, style: MapStyle(clip: .percentile(100)), scale: scale)
        .plane.values
    }
    #expect(heat(small, scale: nil) == heat(large, scale: nil))
    #expect(heat(small, scale: 4) == [0.25, 0.5] && heat(large, scale: 4) == [0.25, 1])
    let signed = MapStyle(reduction: .sum)
    #expect(
      Heatmap(attributions: row([-1, 3]), style: signed, scale: 2).plane.values == [-0.5, 1])
  }

  @Test("a map's own scale is what its style clips")
  func ownScale() {
    let map = ReducedMap(row([0, -3, 5, 1]), style: MapStyle(reduction: .sum))
    #expect(map.scale(MapStyle(clip: .percentile(100))) == 5)
    #expect(map.scale(MapStyle(clip: .mass(50))) == 5)
    #expect(map.scale(MapStyle(clip: .percentile(0))) == 5, "nothing is clipped to nothing")
  }

  @Test("only the largest share of the pixels is kept")
  func keep() {
    let attributions = row([5, -4, 3, 2, 1, 0, 0, 0, 0, 0])
    func kept(_ keep: Double) -> [Float] {
      let style = MapStyle(reduction: .sum, clip: .percentile(100), keep: keep)
      return Heatmap(attributions: attributions, style: style).plane.values
    }
    #expect(kept(20) == [1, -0.8, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(kept(30) == [1, -0.8, 0.6, 0, 0, 0, 0, 0, 0, 0])
    #expect(kept(0) == [Float](repeating: 0, count: 10))
    #expect(kept(100)[4] == 0.2)
  }

  @Test("the sign is chosen before or after the reduction")
  func signOfChannels() {
    let pixels = row([3, -1, 0, -6], channels: 2)
    func values(_ polarity: Polarity, ofChannels: Bool) -> [Double] {
      let style = MapStyle(
        reduction: .sum, polarity: polarity, choosesSignOfChannels: ofChannels)
      return ReducedMap(pixels, style: style).values
    }
    #expect(values(.positive, ofChannels: false) == [2, 0])
    #expect(values(.positive, ofChannels: true) == [3, 0])
    #expect(values(.negative, ofChannels: true) == [1, 6])
  }

  @Test("large attributions are scaled before they are clipped")
  func beyondOne() {
    let style = MapStyle(
      reduction: .sum, polarity: .positive, choosesSignOfChannels: true, clip: .mass(100))
    #expect(Heatmap(attributions: row([0, 5, 10]), style: style).plane.values == [0, 0.5, 1])
  }

  @Test("smoothing keeps the sum, both signs and the largest numbers")
  func smoothing() {
    var values = [Float](repeating: 0, count: 33 * 33)
    values[16 * 33 + 16] = 8
    let map = ReducedMap(
      Tensor([33, 33, 1], values), style: MapStyle(reduction: .sum, smoothing: 2))
    #expect(abs(map.values.reduce(0, +) - 8) < 1e-5)
    // The centre of a Gaussian of standard deviation 2: 1 / (2π · 4), cut off at 4σ.
    #expect(abs(map.values[16 * 33 + 16] - 8 / (8 * Double.pi)) < 1e-3)
    let huge = ReducedMap(
      row([3e38, -3e38, 3e38], channels: 3), style: MapStyle(smoothing: 1))
    #expect(huge.values.allSatisfy { $0.isFinite && $0 > 1e38 })
  }

  @Test("cleaning up fills gaps and removes speckles, of each sign by itself")
  func cleanup() {
    func cleaned(_ rows: [[Float]]) -> [[Float]] {
      let plane = Plane(width: rows[0].count, height: rows.count, values: rows.flatMap { $0 })
      let values = plane.cleanedUp(side: 3).values
      return (0..<plane.height).map { Array(values[$0 * plane.width..<($0 + 1) * plane.width]) }
    }
    let patch: [[Float]] = [
      [1, 1, 1, 0, 0, 0, 0, 0, 0],
      [1, 0, 1, 0, 0, 0, -1, 0, 0],
      [1, 1, 1, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    let whole: [[Float]] = [
      [1, 1, 1, 0, 0, 0, 0, 0, 0],
      [1, 1, 1, 0, 0, 0, 0, 0, 0],
      [1, 1, 1, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    #expect(cleaned(patch) == whole)
    #expect(cleaned(patch.map { $0.map { -$0 } }) == whole.map { $0.map { -$0 } })
  }

  @Test("constant, one-sided and extreme maps give sensible pictures under every style")
  func extremes() {
    let maps: [[Float]] = [
      [0, 0, 0, 0], [1, 1, 1, 1], [-2, -1, -3, -1], [3e38, -3e38, 3e38, 1], [1e-38, 0, 0, 0],
      [-5, -5, -5, -5],
    ]
    for values in maps {
      for reduction in ChannelReduction.allCases {
        for polarity in Polarity.allCases {
          for threshold in [Threshold.percentile(99), .mass(98), .mass(0), .percentile(100)] {
            let style = MapStyle(
              reduction: reduction, polarity: polarity, smoothing: 0.5, clip: threshold,
              cut: .mass(10), gamma: 0.7, cleanup: 2, keep: 50)
            let map = Heatmap(attributions: Tensor([2, 2, 1], values), style: style)
            #expect(map.plane.values.allSatisfy { $0.isFinite && (-1...1).contains($0) })
            #expect(map.scale.isFinite && map.floor.isFinite)
          }
        }
      }
    }
  }

  @Test("a map that is negative all over is shown where its sign is")
  func allNegative() {
    let attributions = row([-2, -1, -4])
    func heat(_ polarity: Polarity) -> [Float] {
      let style = MapStyle(reduction: .sum, polarity: polarity, clip: .percentile(100))
      return Heatmap(attributions: attributions, style: style).plane.values
    }
    #expect(heat(.both) == [-0.5, -0.25, -1])
    #expect(heat(.positive) == [0, 0, 0])
    #expect(heat(.negative) == [Float(1) / 3, 0, 1])
  }

  @Test("a negated map shows the colours below zero, and its mask stays as it is")
  func negated() {
    let map = Heatmap(
      attributions: row([0, -5, -10]),
      style: MapStyle(reduction: .sum, polarity: .negative, clip: .percentile(100)))
    #expect(map.negated.plane.values == [0, -0.5, -1] && map.negated.isSigned)
    #expect(map.negated.mask() == map.mask())
    #expect(map.negated.colored(by: .redGreen).samples == [0, 0, 0, 128, 0, 0, 255, 0, 0])
  }
}
