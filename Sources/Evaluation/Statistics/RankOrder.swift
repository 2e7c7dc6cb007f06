import Numerics

/// Numbers in order.
public enum RankOrder {
  /// Returns the places of numbers, the largest first; alike ones keep their order.
  static func descending(_ numbers: [Double]) -> [Int] {
    numbers.indices.sorted {
      numbers[$0] > numbers[$1] || (numbers[$0] == numbers[$1] && $0 < $1)
    }
  }

  /// Returns the number below which a share of all lies, interpolated between neighbours as
  /// `numpy.quantile` does.
  static func quantile(_ numbers: [Double], _ share: Double) -> Double {
    numbers.sorted().percentileOfSorted(100 * share)
  }

  /// Returns the rank of every number, from 1 for the smallest; alike ones share the mean of their ranks.
  static func ranks(_ numbers: [Double]) -> [Double] {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count && numbers[order[last + 1]] == numbers[order[first]] {
        last += 1
      }
      for place in first...last { ranks[order[place]] = Double(first + last) / 2 + 1 }
      first = last + 1
    }
    return ranks
  }

  /// Spearman's rank correlation: Pearson's correlation of the ranks; nil where all of one side are alike,
  /// or there are fewer than two.
  public static func correlation(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "as many numbers on both sides")
    let (one, other) = (ranks(first), ranks(second))
    let mean = Double(first.count + 1) / 2
    var (both, ofOne, ofOther) = (0.0, 0.0, 0.0)
    for (left, right) in zip(one, other) {
      both += (left - mean) * (right - mean)
      ofOne += (left - mean) * (left - mean)
      ofOther += (right - mean) * (right - mean)
    }
    guard ofOne > 0 && ofOther > 0 else { return nil }
    return both / (ofOne * ofOther).squareRoot()
  }
}
