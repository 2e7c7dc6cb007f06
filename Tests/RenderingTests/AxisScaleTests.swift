import Rendering
import Testing

@Suite("Axes")
struct AxisScaleTests {
  private func labels(
    _ values: [Double], _ scale: Chart.Axis.Scale = .linear, count: Int = 5
  ) -> [String] {
    AxisScale(showing: values, scale: scale, count: count).ticks.map(\.label)
  }

  @Test("steps are 1, 2 or 5 times a power of ten")
  func steps() {
    for (minimum, step) in [
      (0.11, 0.2), (0.2, 0.2), (0.21, 0.5), (0.7, 1), (3, 5), (51, 100), (1e-9, 1e-9),
    ] {
      #expect(abs(AxisScale.niceStep(atLeast: minimum) - step) < 1e-12 * step)
    }
  }

  @Test("ticks are round numbers, written with as many decimals as tell them apart")
  func linear() {
    #expect(labels([0, 1]) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels([0.02, 0.93]) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels([-5, 10]) == ["−5", "0", "5", "10"])
    #expect(labels([0, 48000]) == ["0", "10000", "20000", "30000", "40000", "50000"])
    #expect(labels([0, 2e-6]) == ["0", "5e−7", "1e−6", "1.5e−6", "2e−6"])
    #expect(labels([-3e30, 2e30], count: 3) == ["−4e30", "−2e30", "0", "2e30"])
  }

  @Test("data that reach little beyond a tick do not cost a whole step")
  func slack() throws {
    let scale = AxisScale(showing: [-0.01, 1], scale: .linear, count: 3)
    #expect(scale.ticks.map(\.label) == ["0", "0.5", "1.0"])
    let position = try #require(scale.position(of: -0.01))
    #expect(position > 0 && position < 0.1)
  }

  @Test("logarithmic axes have decades, or 1, 2 and 5 of each where these are few")
  func logarithmic() {
    #expect(labels([17, 129], .logarithmic) == ["10", "20", "50", "100", "200"])
    #expect(labels([0.0003, 0.4], .logarithmic) == ["1e−4", "1e−3", "1e−2", "1e−1", "1"])
    #expect(labels([0.002, 0.4], .logarithmic, count: 4) == ["0.001", "0.01", "0.1", "1"])
    #expect(labels([1e-12, 1], .logarithmic, count: 3) == ["1e−15", "1e−10", "1e−5", "1"])
  }

  @Test("all data are on the axis, in order, whatever they are")
  func range() throws {
    let samples: [[Double]] = [
      [], [0], [7], [-3], [1e-30], [1e30], [0.5, 0.5], [1e-30, 1e30], [-1e30, 1e-30],
      [1e300, -1e300],
      [1_000_000.1, 1_000_000.2], [.leastNonzeroMagnitude, 1], [.nan, 3, .infinity], [1e308, 2],
      [-4, -2, -9],
      [0.1, 0.1 + 1e-17], [123_456_789, 123_456_789.0000001],
    ]
    for values in samples {
      for scale in [Chart.Axis.Scale.linear, .logarithmic] {
        for count in [0, 1, 3, 8] {
          let axis = AxisScale(showing: values, scale: scale, count: count)
          #expect((2...40).contains(axis.ticks.count), "\(values) \(scale)")
          #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count, "\(values) \(scale)")
          let places = axis.ticks.map(\.position)
          #expect(places == places.sorted() && places.allSatisfy { $0 > -1e-9 && $0 < 1 + 1e-9 })
          for position in values.compactMap({ axis.position(of: $0) }) {
            #expect(position > -1e-6 && position < 1 + 1e-6, "\(values) \(scale)")
          }
        }
      }
    }
  }

  @Test("numbers that an axis cannot show have no place on it")
  func impossible() {
    let linear = AxisScale(showing: [0, 1], scale: .linear, count: 5)
    #expect(linear.position(of: .nan) == nil && linear.position(of: .infinity) == nil)
    #expect(linear.position(of: 0.25) == 0.25)
    let logarithmic = AxisScale(showing: [1, 100], scale: .logarithmic, count: 5)
    #expect(logarithmic.position(of: 0) == nil && logarithmic.position(of: -1) == nil)
    #expect(logarithmic.position(of: 10) == 0.5)
  }

  @Test("numbers alone have about three digits")
  func numbers() {
    let cases: [(Double, String)] = [
      (0, "0"), (0.9333, "0.933"), (12.44, "12.4"), (-3.1e-6, "−3.1e−6"), (1, "1"), (100, "100"),
      (1234, "1234"), (1e30, "1e30"), (0.00012, "0.00012"), (.nan, "—"),
    ]
    for (value, text) in cases { #expect(NumberLabel.short(value) == text) }
    #expect(NumberLabel.percentage(0.123) == "12 %")
    #expect(NumberLabel.percentage(0.01) == "1 %")
    #expect(NumberLabel.percentage(0.0044) == "0.4 %")
  }
}
