/// A time to wait, written as people do: `12 s`, `3 min 20 s`, `1 h 5 min`.
package struct TimeSpan: CustomStringConvertible, Sendable {
  private let seconds: Int

  /// A time in seconds, rounded up; what is not finite or longer than a thousand days is that long.
  package init(seconds: Double) {
    let longest = 86_400_000.0
    self.seconds = Int(min(seconds.isFinite ? max(0, seconds) : longest, longest).rounded(.up))
  }

  /// The two largest units, from an hour on rounded up to minutes.
  package var description: String {
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" + rest(seconds % 60, "s") }
    let minutes = (seconds + 59) / 60
    return "\(minutes / 60) h" + rest(minutes % 60, "min")
  }

  private func rest(_ count: Int, _ unit: String) -> String {
    count == 0 ? "" : " \(count) \(unit)"
  }
}
