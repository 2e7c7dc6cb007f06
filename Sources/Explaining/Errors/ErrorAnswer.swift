import Classification

/// Why a network does not say the true class of a sample: which parts speak for the class that it says, and
/// what would have to change.
public struct ErrorAnswer: Sendable, Encodable {
  /// A class, and where the network has it.
  public struct Standing: Sendable, Encodable {
    /// The class's place.
    public let index: Int
    /// Its name.
    public let label: String
    /// Its probability.
    public let probability: Double
    /// Its place among all classes, 1 for the most probable.
    public let rank: Int

    /// Its first synonym.
    var shortLabel: String { String(label.prefix { $0 != "," }) }
    /// The same with the probability.
    var text: String { "\"\(shortLabel)\" \(Report.percent(probability))" }
  }

  /// A part of the sample, and what it adds.
  public struct Part: Sendable, Encodable {
    /// What people call it: a cell of a grid, a column, a word.
    public let name: String
    /// What it adds to the score of the wrong class minus that of the true one.
    public let attribution: Double
    /// What it adds to the score of the wrong class.
    public let forWrong: Double
    /// What it adds to the score of the true class.
    public let forTrue: Double

    private enum CodingKeys: String, CodingKey {
      case name, attribution
      case forWrong = "wrong"
      case forTrue = "true"
    }
  }

  /// What the network says when the parts that speak most for the error are gone.
  public struct Removal: Sendable, Encodable {
    /// The parts that are gone, the one that speaks most for the error first.
    public let removed: [String]
    /// Number of all parts.
    public let of: Int
    /// How much of the sample that is: of a photo the share of its pixels, else of the parts.
    public let share: Double
    /// What takes their place; the mean answer counts where that is several things.
    public let fills: [String]
    /// Whether the true class is the most probable one then; if not, all parts that speak for the error
    /// are gone.
    public let suffices: Bool
    /// The class that the network says then.
    public let top: Standing
    /// The class that it said.
    public let wrong: Standing
    /// The true class.
    public let truth: Standing

    private enum CodingKeys: String, CodingKey {
      case removed, of, share, fills, suffices, top
      case wrong = "wrong_class"
      case truth = "true_class"
    }
  }

  /// Whether the true class is another one than the most probable.
  public let isError: Bool
  /// What is explained against the true class: the most probable class, or where that is the true one the
  /// next.
  public let wrong: Standing
  /// The true class.
  public let truth: Standing
  /// What the parts are called.
  public let unit: String
  /// What the sample is called, in a sentence.
  let whole: String
  /// All parts, the one that speaks most for the error first; none for a map whose numbers have no places.
  public let parts: [Part]
  /// What would have to change; nil where there is no error, or where there are no parts.
  public let removal: Removal?

  private enum CodingKeys: String, CodingKey {
    case unit, parts, removal
    case isError = "is_error"
    case wrong = "wrong_class"
    case truth = "true_class"
  }
}

// MARK: - In words

extension ErrorAnswer {
  /// Parts that a line names at most.
  private static let mostNamed = 5

  /// Something that was found, for people.
  public struct Fact: Hashable, Sendable {
    /// What it is about.
    public let name: String
    /// What there is to say.
    public let text: String
  }

  /// The same for people, a line each.
  public var lines: [String] { facts.map { "\($0.name): \($0.text)" } }

  /// What was found, a fact after another: what the network says and how the true class stands, which
  /// parts count, and what would have to change.
  public var facts: [Fact] {
    let says = Fact(
      name: "the network says", text: isError ? wrong.text : truth.text + ", which is right")
    let other =
      isError
      ? Fact(name: "the true class", text: "\(truth.text), rank \(truth.rank)")
      : Fact(name: "the next class", text: wrong.text)
    let change = removalText.map { [Fact(name: "what would change it", text: $0)] } ?? []
    return [says, other] + partFacts + change
  }

  private var partFacts: [Fact] {
    if parts.isEmpty { return [] }
    let most = parts.filter { $0.forWrong > 0 }.sorted { $0.forWrong > $1.forWrong }
    let against = parts.filter { $0.forTrue < 0 }.sorted { $0.forTrue < $1.forTrue }
    return [
      Fact(name: "most for \"\(wrong.shortLabel)\"", text: counted(most.map(\.name))),
      Fact(name: "most against \"\(truth.shortLabel)\"", text: counted(against.map(\.name))),
    ]
  }

  private func counted(_ names: [String]) -> String {
    names.isEmpty ? "nothing" : "\(unit) \(Self.names(names))"
  }

  private var removalText: String? {
    guard let removal else { return nil }
    guard !removal.removed.isEmpty else { return "no part speaks for the error" }
    let count = removal.removed.count
    let what =
      removal.suffices && count <= Self.mostNamed
      ? "\(unit) \(Self.names(removal.removed))" : "\(count) of \(removal.of) \(unit)"
    let fills = removal.fills.joined(separator: ", ")
    let size =
      "(\(Report.percent(removal.share)) of the \(whole)"
      + (fills.isEmpty ? ")" : ", filled with \(fills))")
    let answer =
      removal.top.index == removal.truth.index
      ? "\(removal.truth.text), \(removal.wrong.text)"
      : "\(removal.top.text), \(removal.truth.text)"
    return removal.suffices
      ? "without \(what) \(size) the network says \(answer)"
      : "not even without all \(what) that speak for it \(size), where the network says \(answer)"
  }

  private static func names(_ names: [String]) -> String {
    let more = names.count - mostNamed
    return names.prefix(mostNamed).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
