/// How fast long work goes, from what was done in the last seconds.
package struct ProgressRate: Sendable {
  /// Seconds of the past that count.
  private static let memory = 5.0
  /// Seconds between the times that are remembered.
  private static let step = 0.05
  /// Seconds that must have passed before there is a rate.
  private static let shortest = 0.2

  private var samples: [(seconds: Double, done: Int)] = []

  /// The rate of work that has not been heard of yet.
  package init() {}

  /// Notes how much is done at a time. Less than before is other work: what was before is forgotten.
  package mutating func note(_ done: Int, at seconds: Double) {
    if let last = samples.last, done < last.done { samples = [] }
    let before = samples.dropLast().last
    if let before, let last = samples.last, last.seconds - before.seconds < Self.step {
      samples.removeLast()
    }
    samples.append((seconds, done))
    // The last sample that is old enough is where the rate begins.
    let start = samples.lastIndex { seconds - $0.seconds >= Self.memory }
    if let start { samples.removeFirst(start) }
  }

  /// How much is done per second; nil as long as that cannot be said.
  package var perSecond: Double? {
    guard let first = samples.first, let last = samples.last else { return nil }
    let seconds = last.seconds - first.seconds
    return seconds >= Self.shortest && last.done > first.done
      ? Double(last.done - first.done) / seconds : nil
  }
}
