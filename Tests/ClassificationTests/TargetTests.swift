import Classification
import Testing

@Suite("Targets and labels") struct TargetTests {
  private let names = [
    "great grey owl, great gray owl, Strix nebulosa", "castle", "crane", "coffee mug", "crane",
    "maillot", "maillot, tank suit", "sea urchin",
  ]
  private let probabilities = [0.1, 0.3, 0.05, 0.2, 0.05, 0.1, 0.1, 0.1]

  private func resolve(_ text: String) throws -> [Int] {
    try ClassLabels(count: names.count, names: names)
      .resolve(Target(text), probabilities: probabilities).map(\.index)
  }

  private func failure(_ text: String, names: [String]?) -> String {
    do {
      let labels = try ClassLabels(count: 8, names: names)
      return "\(try labels.resolve(Target(text), probabilities: probabilities))"
    } catch { return "\(error)" }
  }

  @Test(
    "a target is what its text says",
    arguments: [
      ("top", .top(count: 1)), ("top1", .top(count: 1)), ("top20", .top(count: 20)),
      ("0", .index(0)), ("281", .index(281)), ("-1", .index(-1)), ("topaz", .label("topaz")),
      ("coffee mug", .label("coffee mug")), ("2nd", .label("2nd")),
      ("max", .largest), ("maximal", .label("maximal")),
      ("weights:a/b.json", .weights(file: "a/b.json")),
      ("layer:a:b:1:2,3", .layer("a:b:1:2,3")), ("layer", .label("layer")),
    ] as [(String, Target)])
  func parsing(_ text: String, _ expected: Target) throws {
    #expect(try Target(text) == expected)
    #expect(try Target("\(expected)") == expected)
  }

  @Test("less than one class is refused", arguments: ["top0", "top-3"])
  func noTop(_ text: String) {
    let error = #expect(throws: ClassificationError.self) { try Target(text) }
    #expect(error?.description == "target \"\(text)\": expected top1 or more")
    #expect(error?.kind == .usage)
  }

  @Test("the most probable classes come in order, equal ones by their place")
  func ranking() throws {
    #expect(try resolve("top") == [1])
    #expect(try resolve("top8") == [1, 3, 0, 5, 6, 7, 2, 4])
    let labels = try ClassLabels(count: 8, names: names)
    let ranked = labels.ranked(probabilities, count: 3)
    #expect(ranked.map(\.label.label) == ["castle", "coffee mug", names[0]])
    #expect(ranked.map(\.probability) == [0.3, 0.2, 0.1])
    #expect(labels.ranked(probabilities, count: 100).count == 8)
    #expect(
      labels.ranked([Double](repeating: 0.125, count: 8), count: 8).map(\.label.index)
        == Array(0..<8))
  }

  @Test("a label is found whatever its case, whole lines before synonyms")
  func labels() throws {
    #expect(try resolve("Castle") == [1])
    #expect(try resolve("COFFEE MUG") == [3])
    #expect(try resolve("great gray owl") == [0])
    #expect(try resolve("strix nebulosa") == [0])
    #expect(try resolve("Great Grey Owl, great gray owl, Strix nebulosa") == [0])
    #expect(try resolve("maillot") == [5])
    #expect(try resolve("tank suit") == [6])
    #expect(try resolve("7") == [7])
  }

  @Test("a label that several classes have is refused, with their numbers")
  func ambiguous() {
    #expect(
      failure("Crane", names: names)
        == "several classes are called \"Crane\": 2 (crane), 4 (crane); say which by its number")
  }

  @Test("an unknown label is refused, with what may have been meant, each once")
  func unknown() {
    #expect(failure("castel", names: names) == complaint("castel", "\"castle\" (1)"))
    #expect(
      failure("cran", names: names) == complaint("cran", "\"crane\" (2), \"crane\" (4)"))
    #expect(failure("gray owl", names: names) == complaint("gray owl", "\"great gray owl\" (0)"))
    for text in ["xylophone", ""] {
      #expect(
        failure(text, names: names)
          == "no class is called \"\(text)\"; \"igtool model classes MODEL\" lists all")
    }
  }

  private func complaint(_ text: String, _ suggestions: String) -> String {
    "no class is called \"\(text)\"; did you mean \(suggestions)?"
  }

  @Test("a word lists the classes that have it, before those that only contain its letters")
  func words() throws {
    let names = [
      "great grey owl, Strix nebulosa", "soup bowl", "tawny owl", "owlet moth", "castle", "fowl",
      "x",
      "y",
    ]
    #expect(
      failure("owl", names: names)
        == complaint("owl", "\"great grey owl\" (0), \"tawny owl\" (2)"))
    #expect(failure("strix", names: names) == complaint("strix", "\"strix nebulosa\" (0)"))
    #expect(failure("tawnny", names: names) == complaint("tawnny", "\"tawny owl\" (2)"))
    #expect(failure("bow", names: names) == complaint("bow", "\"soup bowl\" (1)"))
    let many = (0..<8).map { "terrier \($0)" } + (0..<8).map { "dog \($0), old terrier" }
    let labels = try ClassLabels(count: 16, names: many)
    let error = #expect(throws: ClassificationError.self) {
      try labels.resolve(Target("terrier"), probabilities: [])
    }
    let text = try #require(error?.description)
    #expect(text.contains("\"terrier 0\" (0)") && text.contains("\"old terrier\" (11)"))
    #expect(!text.contains("(12)") && text.hasSuffix("lists all 16"))
  }

  @Test("hyphens and underscores stand for blanks where no label has them")
  func joined() throws {
    #expect(try resolve("great-grey_owl") == [0])
    #expect(try resolve("Strix_nebulosa") == [0])
    #expect(failure("coffee-mugs", names: names).contains("coffee mug"))
  }

  @Test("a label of a network without labels is refused, a number is not")
  func nameless() {
    #expect(
      failure("castle", names: nil)
        == "the network has no labels to find \"castle\" in; give a number from 0 to 7, or --labels"
    )
    #expect(failure("3", names: nil).contains("class 3"))
  }

  @Test("what is outside of the output is refused, with what is inside")
  func outside() {
    for text in ["8", "-1"] {
      #expect(
        failure(text, names: names) == "target \"\(text)\": expected a class from 0 to 7")
    }
    #expect(failure("top9", names: names) == "target \"top9\": expected at most top8")
  }
}
