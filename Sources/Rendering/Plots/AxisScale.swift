import Foundation

/// Which part of the numbers an axis shows, where each of them is on it, and which are labelled.
package struct AxisScale: Sendable {
  /// A labelled number.
  package struct Tick: Hashable, Sendable {
    /// Its place, from 0 at the lower end to 1 at the upper one.
    package var position: Double
    /// How it is written.
    package var label: String
  }

  /// The labelled numbers, ascending, at least two.
  package let ticks: [Tick]
  private let scale: Chart.Axis.Scale
  private let lower: Double
  private let upper: Double

  /// Makes the axis that shows all those of the values that its kind of scale can.
  ///
  /// - Parameters:
  ///   - values: what has to be seen; what is no number, or beyond 10³⁰⁰, does not count.
  ///   - scale: even steps of a number, or even factors.
  ///   - count: about how many intervals between ticks there is room for.
  package init(showing values: some Sequence<Double>, scale: Chart.Axis.Scale, count: Int) {
    let shown = values.filter { Self.isShown($0, on: scale) }
    self.scale = scale
    switch scale {
    case .linear:
      let range = Self.widened(shown.min() ?? 0, shown.max() ?? 0)
      let step = Self.niceStep(atLeast: (range.upper - range.lower) / Double(max(count, 1)))
      let ends = Self.ends(of: (range.lower / step, range.upper / step))
      let (start, length) = (ends.lower, ends.upper - ends.lower)
      (lower, upper) = (start * step, ends.upper * step)
      let values = ends.ticks.map { Double($0) * step }
      ticks = zip(ends.ticks, NumberLabel.labels(of: values, step: step)).map { number, label in
        Tick(position: (Double(number) - start) / length, label: label)
      }
    case .logarithmic:
      let marks = Self.powers(from: shown.min() ?? 1, to: shown.max() ?? 1, count: max(count, 1))
      let (start, end) = (marks[0].logarithm, marks[marks.count - 1].logarithm)
      lower = start
      upper = end
      let isPlain = marks.allSatisfy { (-3...4).contains($0.exponent) }
      ticks = marks.map { mark in
        Tick(position: (mark.logarithm - start) / (end - start), label: mark.label(isPlain))
      }
    }
  }

  /// Returns where a number is, from 0 at the lower end of the axis to 1 at the upper one; nothing for
  /// one that cannot be shown.
  package func position(of value: Double) -> Double? {
    guard Self.isShown(value, on: scale) else { return nil }
    let place = scale == .linear ? value : log10(value)
    return (place - lower) / (upper - lower)
  }

  private static func isShown(_ value: Double, on scale: Chart.Axis.Scale) -> Bool {
    scale == .linear ? value.magnitude <= 1e300 : value >= 1e-300 && value <= 1e300
  }

  /// Makes room around numbers that are all the same, or nearly.
  private static func widened(_ lower: Double, _ upper: Double) -> (lower: Double, upper: Double) {
    let largest = max(lower.magnitude, upper.magnitude)
    guard largest >= 1e-300 else { return (0, 1) }
    if upper - lower > largest * 1e-9 { return (lower, upper) }
    return (lower - largest / 2, upper + largest / 2)
  }

  /// Returns the ends of a linear axis and the ticks on it, in steps. The ends are ticks, or, where data
  /// reach less than 0.3 steps beyond a tick, a little beyond the data.
  private static func ends(
    of range: (lower: Double, upper: Double)
  ) -> (lower: Double, upper: Double, ticks: ClosedRange<Int>) {
    let tolerance = 1e-6
    var first = (range.lower + tolerance).rounded(.down)
    var last = (range.upper - tolerance).rounded(.up)
    var (lower, upper) = (first, last)
    if last - first >= 2, range.lower > first + 0.7 {
      (lower, first) = (range.lower - 0.1, first + 1)
    }
    if last - first >= 2, range.upper < last - 0.7 {
      (upper, last) = (range.upper + 0.1, last - 1)
    }
    return (lower, upper, Int(first)...Int(last))
  }

  /// Returns the smallest of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … that is not below a number.
  package static func niceStep(atLeast minimum: Double) -> Double {
    let power = pow(10, log10(minimum).rounded(.down))
    let factor = [1.0, 2, 5].first { $0 * power >= minimum * (1 - 1e-9) } ?? 10
    return factor * power
  }

  /// A number of one digit and a power of ten.
  private struct Power {
    var digit: Int
    var exponent: Int

    var logarithm: Double { Double(exponent) + log10(Double(digit)) }

    func label(_ isPlain: Bool) -> String {
      guard isPlain || exponent == 0 else {
        return "\(digit)e\(exponent)".replacing("-", with: "−")
      }
      let value = Double(digit) * pow(10, Double(exponent))
      return NumberLabel.fixed(value, decimals: max(0, -exponent))
    }
  }

  /// Returns ticks around a range: powers of ten, or, where these would be few, 1, 2 and 5 of each.
  private static func powers(from lower: Double, to upper: Double, count: Int) -> [Power] {
    let (first, last) = (log10(lower) + 1e-9, log10(upper) - 1e-9)
    let (low, high) = (Int(first.rounded(.down)), Int(max(last, first).rounded(.up)))
    if last - first < 2.2 {
      let fine = (low - 1...high + 1).flatMap { exponent in
        [1, 2, 5].map { Power(digit: $0, exponent: exponent) }
      }
      let start = fine.lastIndex { $0.logarithm <= first } ?? 0
      let end = fine.firstIndex { $0.logarithm >= last && $0.logarithm > first } ?? fine.count - 1
      if end - start <= max(count, 2) + 1 { return Array(fine[start...max(end, start + 1)]) }
    }
    let step = Int(niceStep(atLeast: max(Double(high - low) / Double(count), 1)).rounded())
    let start = Int((Double(low) / Double(step)).rounded(.down)) * step
    let length = max((high - start + step - 1) / step, 1)
    return (0...length).map { Power(digit: 1, exponent: start + $0 * step) }
  }
}
