import Attribution

/// A request that asks for twice the effort.
struct FinerRequest {
  /// The request.
  let request: Request
  /// What it asks for more, in a few words.
  let change: String

  /// The same as a request with twice the steps, or samples, or copies; of an adaptive rule with half
  /// the tolerance and twice the evaluations. Nil where the method has none of these.
  ///
  /// - Throws: `RequestError` for more than the method takes.
  init?(_ request: Request) throws(RequestError) {
    var draft = RequestDraft(request)
    func double(_ name: MethodSetting.Name) -> Int? {
      guard let count = request.settings.count(name) else { return nil }
      draft.set(name, to: .number(Double(2 * count)))
      return 2 * count
    }
    if request.entry.isAdaptive(request.settings) {
      guard let tolerance = request.settings.number(.tolerance) else { return nil }
      draft.set(.tolerance, to: .number(tolerance / 2))
      _ = double(.maximumEvaluations)
      change = "half the tolerance, \(Report.percent(tolerance / 2))"
    } else if let steps = double(.steps) {
      change = "\(steps) steps instead of \(steps / 2)"
    } else if let samples = double(.samples) {
      change = "\(samples) samples instead of \(samples / 2)"
    } else if let smooth = request.smooth {
      let text = "\(smooth.statistic.rawValue):\(2 * smooth.samples):\(smooth.spread)"
      draft.smooth = try SmoothingRequest(text)
      change = "\(2 * smooth.samples) copies instead of \(smooth.samples)"
    } else {
      return nil
    }
    self.request = try Request(draft)
  }
}
