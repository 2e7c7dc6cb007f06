import ArgumentParser
import Evaluation
import Explaining
import Inputs

/// Which methods are evaluated, and what is measured.
struct EvaluateOptions: ParsableArguments {
  @OptionGroup var quantity: QuantityOptions

  @Option(
    help: ArgumentHelp(
      "How the score is split among the parts of the input; repeatable [\(MethodTable.standard.name)].",
      discussion: MethodName.allValueStrings.joined(separator: ", ") + "."))
  var method: [MethodName] = []

  @Option(
    help: ArgumentHelp(
      "What is measured: any of \(Self.metricNames(MetricTable.entries)).",
      discussion: "Default: \(Self.metricNames(MetricTable.entries.filter(\.isStandard))).",
      valueName: "list"),
    completion: Completions.list(MetricTable.entries.map(\.name)))
  var metric: String?

  @Option(
    help: ArgumentHelp(
      "What takes the place of what is removed; repeatable [of pictures mean].",
      discussion:
        "Of pictures \(Baseline.picturesText); blur alone is RISE's kernel of 11x11 pixels, "
        + "sigma 5, noise one picture; of tables \(Baseline.rowsText); of texts \(Baseline.textsText); "
        + "of all kept-mean, the mean of the numbers that are kept. Default of tables and texts: the "
        + "baseline of paths.",
      valueName: "fill"),
    completion: Completions.words(Baseline.names + FillRequest.ownNames))
  var fill: [String] = []

  @Option(
    help: ArgumentHelp(
      "Equal parts in which features are removed one after another.",
      valueName: "n"))
  var parts = Filling.standardParts

  @OptionGroup var course: CourseOptions

  @Option(
    help: ArgumentHelp(
      "Explain as an earlier explanation did, whose JSON this is; other options change it.",
      valueName: "file.json"),
    completion: .file(extensions: ["json"]))
  var like: String?

  private static func metricNames(_ entries: [MetricEntry]) -> String {
    entries.map(\.name).joined(separator: ", ")
  }

  /// Refuses numbers that make no sense, and what is said twice.
  func validate() throws {
    guard (1...10_000).contains(parts) else {
      throw ValidationError("--parts \(parts): expected a number from 1 to 10000")
    }
    for (name, texts) in [("method", method.map(\.text)), ("fill", fill)]
    where Set(texts).count < texts.count {
      throw ValidationError("--\(name) is given twice with one value; a table needs each once")
    }
    _ = try metrics()
  }

  /// The metrics, in the table's order.
  private func metrics() throws -> [MetricEntry] {
    guard let metric else { return MetricTable.entries.filter(\.isStandard) }
    let names = try CommaList(metric).items
    for name in names where MetricTable[name] == nil {
      throw Suggestion.error(
        "no metric is called \"\(name)\"", name, among: MetricTable.entries.map(\.name))
    }
    return MetricTable.entries.filter { names.contains($0.name) }
  }

  /// What is measured.
  func evaluation() throws -> EvaluationRequest {
    var request = EvaluationRequest()
    request.metrics = try metrics()
    request.fills = try fill.map { try FillRequest($0) }
    request.parts = parts
    return request
  }

  /// A request for every method, of what a draft says; what says nothing to one of them is left out of
  /// its own, and refused where it says nothing to any.
  func requests(_ draft: RequestDraft, _ parameters: MethodParameters) throws -> [Request] {
    let standard =
      draft.method.flatMap { MethodName(argument: $0) }
      ?? MethodName(argument: MethodTable.standard.name)
    let methods = method.isEmpty ? [standard].compactMap(\.self) : method
    var meaningless: Set<String>?
    let requests = try methods.map { method in
      var own = draft
      try own.change(method: method.text)
      try quantity.write(to: &own)
      try course.write(to: &own)
      parameters.write(to: &own)
      let left = try own.leaveOutMeaningless()
      meaningless = meaningless?.intersection(left) ?? left
      return try Request(own)
    }
    if let option = meaningless?.min() {
      throw ValidationError(
        "\(option) means nothing to "
          + methods.map { "--method \($0.text)" }.joined(separator: ", "))
    }
    return requests
  }
}
