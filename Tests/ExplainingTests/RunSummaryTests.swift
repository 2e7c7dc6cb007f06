import Explaining
import Foundation
import Testing

/// What whole runs say, of records that are made up.
@Suite("Summaries of runs") struct RunSummaryTests {
  private typealias Places = AttributionDistribution.Places

  /// A made-up explanation.
  private struct Made {
    var input = "a.png"
    var label = "cat"
    var method = "ig"
    var score = ["kind": "probability", "input": 0.9, "baseline": 0.1] as [String: Any]
    var gap: Double? = 0.01
    var seconds = 1.0
    var evaluations = 30
    var cells: [Double]?
    var shares: [String: Double] = [:]
    var extra: [String: Any] = [:]

    var explanation: [String: Any] {
      var distribution: [String: Any] = ["positive_share": 0.75]
      distribution.merge(shares) { $1 }
      if let cells {
        let side = Places.side
        distribution["coarse"] = (0..<side).map { Array(cells[$0 * side..<($0 + 1) * side]) }
      }
      let all: [String: Any] = [
        "model": "net", "method": method, "target": ["index": 1, "label": label], "score": score,
        "evaluations": evaluations, "completeness_gap_relative": gap as Any? ?? NSNull(),
        "remarks": [String](), "outputs": [String](), "distribution": distribution,
        "seconds": ["attribute": seconds], "request": ["smooth": NSNull()],
      ]
      return all.merging(extra) { $1 }
    }

    var record: [String: Any] {
      [
        "input": input, "source": "photos/" + input, "status": "done", "key": "k" + input + method,
        "files": ["\(input).html", "\(input).mask.png"], "seconds": seconds,
        "explanations": [explanation],
      ]
    }
  }

  private func line(_ object: [String: Any]) throws -> String {
    String(
      decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys),
      as: UTF8.self) + "\n"
  }

  private func lines(_ made: [Made]) throws -> String {
    try made.map { try line($0.record) }.joined()
  }

  private func summary(_ texts: String...) -> RunSummary {
    var records = RunRecords()
    for (number, text) in texts.enumerated() { records.add(Data(text.utf8), name: "\(number)") }
    return RunSummary(records)
  }

  private func json(_ summary: RunSummary) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(summary), as: UTF8.self)
  }

  /// Random cells, with a share of all of it in one of them where that is planted.
  private func cells(
    _ random: inout some RandomNumberGenerator, planted: Int? = nil, share: Double = 0.1
  ) -> [Double] {
    var cells = (0..<Places.side * Places.side).map { _ in Double.random(in: -1...1, using: &random)
    }
    if let planted {
      cells[planted] = 0
      let others = cells.reduce(0) { $0 + abs($1) }
      cells[planted] = others * share / (1 - share)
    }
    return cells
  }

  /// A generator whose numbers are the same in every run of the tests.
  private struct Fixed: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private func pictures(
    _ count: Int, classes: Int = 2, hot: (Int) -> Int? = { _ in nil }
  ) -> [Made] {
    var random = Fixed(state: 7)
    return (0..<count).map { number in
      Made(
        input: "\(number).png", label: "class \(number % classes)",
        cells: cells(&random, planted: hot(number)))
    }
  }

  @Test("a place that counts in every picture of several classes is found, and nothing else")
  func watermark() throws {
    let planted = summary(try lines(pictures(20) { $0 % 10 == 3 ? nil : 30 })).groups[0]
    let place = try #require(planted.samePlace)
    #expect(place.isJudged && place.pictures == 20 && place.classes == 2)
    #expect(place.cells.map { [$0.row, $0.column] } == [[2, 2]])
    #expect(place.cells[0].share == 0.9)
  }

  @Test("random maps, and maps with a hot place each of its own, have no place in common")
  func noWatermark() throws {
    #expect(summary(try lines(pictures(40))).groups[0].samePlace?.cells == [])
    let own = summary(try lines(pictures(40) { $0 * 4 })).groups[0].samePlace
    #expect(own?.isJudged == true && own?.cells == [])
    // Three of four pictures are too few.
    let some = summary(try lines(pictures(40) { $0 % 4 == 0 ? nil : 30 })).groups[0].samePlace
    #expect(some?.cells == [])
  }

  @Test("what is the same place in one class alone, or in a few pictures, is not judged")
  func fewPictures() throws {
    let one = summary(try lines(pictures(20, classes: 1) { _ in 30 })).groups[0].samePlace
    #expect(one?.isJudged == false && one?.cells == [] && one?.classes == 1)
    let few = summary(try lines(pictures(9) { _ in 30 })).groups[0].samePlace
    #expect(few?.isJudged == false && few?.cells == [])
    // Of 20 pictures 18 are of one class: that the two others differ leaves one class.
    let uneven = (0..<20).map { number in
      var made = pictures(20) { _ in number < 18 ? 30 : nil }[number]
      made.label = number < 18 ? "many" : "few"
      return made
    }
    let found = summary(try lines(uneven)).groups[0].samePlace
    #expect(found?.isJudged == true && found?.cells == [])
  }

  @Test("parts of a run say what the whole says, in any order, and what they share counts once")
  func shards() throws {
    var made = pictures(12) { $0 }
    made[3].extra = ["columns": [["name": "x", "value": "1", "attribution": 0.1]]]
    made[4].gap = nil
    let failure = try line([
      "input": "z.png", "status": "failed", "message": "z.png: 3 bytes", "code": 65,
      "files": [String](), "key": "kz",
    ])
    let whole = try json(summary(try lines(made) + failure))
    let (first, second) = (try lines(Array(made[..<5])), try lines(Array(made[5...])) + failure)
    #expect(try json(summary(first, second)) == whole)
    #expect(try json(summary(second, first)) == whole)
    #expect(try json(summary(first, second + first, failure)) == whole)
  }

  @Test("a later line of an input replaces the earlier one; a last line that is torn is left out")
  func replacing() throws {
    let failed = try line([
      "input": "a.png", "status": "failed", "message": "a.png: torn", "code": 65,
    ])
    var done = Made()
    done.gap = 0.02
    let text = failed + (try lines([Made(), done]))
    let found = summary(text + "{\"input\": \"b.png\", \"sta")
    #expect(found.inputs == 1 && found.failed == 0 && found.groups[0].explanations == 1)
    #expect(found.groups[0].completeness.median == 0.02)
    #expect(summary(text + failed).failures.map(\.count) == [1])
  }

  @Test("a line that is no result is told with its number, and the others count")
  func unreadable() throws {
    var records = RunRecords()
    let text = try lines([Made()]) + "\n{\"input\": 3}\n" + lines([Made(input: "b.png")])
    #expect(records.add(Data(text.utf8), name: "run/results.jsonl") == 2)
    #expect(records.complaints.count == 1)
    #expect(records.complaints[0].hasPrefix("run/results.jsonl:3: "))
    #expect(records.add(Data("nothing\n".utf8), name: "x") == 0)
  }

  @Test("lines of --json are inputs, with several targets and methods beside each other")
  func reports() throws {
    func report(_ change: (inout Made) -> Void) throws -> String {
      var made = Made()
      made.extra = ["image": "a.png"]
      change(&made)
      return try line(made.explanation)
    }
    let found = summary(
      try report { _ in } + report { $0.label = "dog" } + report { $0.method = "gradient" }
        + report {
          $0.extra = ["file": "rows.csv", "row": 3]
          $0.gap = 0.5
        } + report { $0.gap = 0.04 })
    #expect(found.inputs == 2)
    #expect(found.groups.map(\.method) == ["ig", "gradient"])
    #expect(found.groups.map(\.explanations) == [3, 1])
    let worst = found.groups[0].completeness.worst
    #expect(worst.map(\.place.input) == ["rows.csv#3", "a.png", "a.png"])
    #expect(worst.map(\.value) == [0.5, 0.04, 0.01])
  }

  @Test("methods, networks and kinds of score are kept apart, and smoothed maps are others")
  func groups() throws {
    var logit = Made(input: "b.png", score: ["kind": "logit", "input": 9.0, "baseline": 8.0])
    var smooth = Made(input: "c.png")
    smooth.extra = ["request": ["smooth": ["statistic": "sg", "samples": 9, "spread": 0.1]]]
    var other = Made(input: "d.png")
    other.extra = ["model": "other"]
    logit.gap = nil
    let found = summary(try lines([Made(), logit, smooth, other]))
    #expect(
      found.groups.map { "\($0.method) \($0.model) \($0.score)" } == [
        "ig net logit", "ig net probability", "ig other probability", "ig sg net probability",
      ])
  }

  @Test("figures are those of the records")
  func figures() throws {
    var made = (1...12).map { number in
      Made(
        input: "\(number)", gap: Double(number) / 100, seconds: Double(number),
        evaluations: number)
    }
    made[0].gap = nil
    made[1].shares = ["positive_share": 0.25]
    let group = summary(try lines(made)).groups[0]
    #expect(group.completeness.median == 0.07)
    #expect(group.completeness.large == 7 && group.completeness.without == 1)
    #expect(group.completeness.worst.map(\.value) == (3...12).reversed().map { Double($0) / 100 })
    #expect(group.seconds.total == 78 && group.seconds.median == 6.5)
    #expect(group.seconds.slowest.map(\.place.input) == (3...12).reversed().map(String.init))
    #expect(group.evaluations.total == 78 && group.evaluations.most == 12)
    let positive = try #require(group.positiveShare)
    #expect(abs(positive.mean - (11 * 0.75 + 0.25) / 12) < 1e-12)
    #expect(abs(positive.deviation - 0.5 * (11.0).squareRoot() / 12) < 1e-12)
  }

  @Test("a mean map is the mean of shares, so that a large score does not outweigh others")
  func meanMap() throws {
    func cells(_ first: Double, _ second: Double) -> [Double] {
      [first, second] + [Double](repeating: 0, count: Places.side * Places.side - 2)
    }
    let made = [
      Made(input: "a", label: "cat", cells: cells(3, -1)),
      Made(input: "b", label: "dog", cells: cells(0, 1000)),
      Made(input: "c", label: "dog", cells: cells(0, 0)),
    ]
    let group = summary(try lines(made)).groups[0]
    #expect(group.meanMap?.pictures == 2)
    #expect(group.meanMap?.cells[0].prefix(3) == [0.375, 0.375, 0])
    #expect(group.classes.map(\.label) == ["dog", "cat"])
    #expect(group.classes.map(\.count) == [2, 1])
    #expect(group.classes[1].meanMap?.cells[0].prefix(2) == [0.75, -0.25])
  }

  @Test("what is suspicious is what the rules say, and no more")
  func suspicions() throws {
    func kinds(_ change: (inout Made) -> Void) throws -> [String] {
      var made = Made()
      change(&made)
      let found = summary(try lines([made])).groups[0].suspicious
      return found.flatMap { $0.reasons.map(\.kind.rawValue) }
    }
    func score(_ kind: String, _ input: Double, _ baseline: Double) -> [String: Any] {
      ["kind": kind, "input": input, "baseline": baseline]
    }
    #expect(try kinds { _ in } == [])
    #expect(
      try kinds { $0.score = score("probability", 0.8, 0.4) } == ["confident_baseline"])
    #expect(try kinds { $0.score = score("probability", 0.8, 0.39) } == [])
    // Two classes have one half each by chance.
    let two = ["top": [["index": 0, "label": "a"], ["index": 1, "label": "b"]]]
    #expect(
      try kinds {
        ($0.score, $0.extra) = (score("probability", 0.99, 0.75), two)
      } == [])
    #expect(
      try kinds {
        ($0.score, $0.extra) = (score("probability", 0.99, 0.76), two)
      } == ["confident_baseline"])
    #expect(try kinds { $0.score = score("logit", 8, 7) } == [])
    #expect(
      try kinds { $0.score = score("log-probability", -1, -1.6) } == ["confident_baseline"])
    #expect(try kinds { $0.score = score("log-probability", -1, -1.8) } == [])
    // Three times as dense on 36 % of the area: 3 · 0.36 / (3 · 0.36 + 0.64) = 0.6279.
    #expect(try kinds { $0.shares = ["border_share": 0.628] } == ["border"])
    #expect(try kinds { $0.shares = ["border_share": 0.627] } == [])
    #expect(
      try kinds { $0.shares = ["padding_share": 0.25, "padding_area": 0.25] } == ["padding"])
    #expect(try kinds { $0.shares = ["padding_share": 0.24, "padding_area": 0.25] } == [])
    #expect(try kinds { $0.shares = ["padding_share": 0, "padding_area": 0] } == [])
    #expect(try kinds { $0.extra = ["remarks": ["map zero everywhere"]] } == ["empty_map"])
  }

  @Test("failures are counted by what is alike in their messages")
  func failures() throws {
    let messages = [
      ("a.png", "photos/a.png: 12×7 is too large", 65),
      ("b.png", "photos/b.png: 3×9 is too large", 65),
      ("c.png", "c.png: no such file", 66),
    ]
    let text = try messages.map { input, message, code in
      try line([
        "input": input, "source": "photos/" + input, "status": "failed", "message": message,
        "code": code,
      ])
    }.joined()
    let found = summary(text)
    #expect(found.inputs == 3 && found.done == 0 && found.groups.isEmpty)
    #expect(found.failures.map(\.message) == ["N×N is too large", "no such file"])
    #expect(found.failures.map(\.count) == [2, 1] && found.failures.map(\.code) == [65, 66])
    #expect(found.failures[0].examples == ["a.png", "b.png"])
  }

  @Test("columns have the mean and the spread of their magnitudes; words those that texts share")
  func features() throws {
    func row(_ input: String, _ first: Double, _ second: Double) -> Made {
      var made = Made(input: input)
      made.extra = [
        "columns": [
          ["name": "age", "value": "1", "attribution": first],
          ["name": "size", "value": "S", "attribution": second],
        ]
      ]
      return made
    }
    let columns = summary(try lines([row("r#1", -1, 0.5), row("r#2", 3, 0.5)])).groups[0].columns
    #expect(columns.map(\.name) == ["age", "size"] && columns.map(\.count) == [2, 2])
    #expect(columns[0].magnitude.mean == 2 && columns[0].magnitude.deviation == 1)
    #expect(columns[0].mean == 1 && columns[1].magnitude.deviation == 0)

    func text(_ input: String, _ words: [(String, Double?)]) -> Made {
      var made = Made(input: input)
      made.extra = [
        "words": words.map { ["text": $0.0, "attribution": $0.1 as Any? ?? NSNull()] }
      ]
      return made
    }
    let texts = [
      text("t#1", [("Great", 0.4), ("day", 0.9), ("the", nil)]),
      text("t#2", [("great", -0.2), ("night", 0.8), ("night", 0.8)]),
    ]
    let words = summary(try lines(texts)).groups[0].words
    #expect(words.map(\.name) == ["great"])
    #expect(abs(words[0].magnitude.mean - 0.3) < 1e-12 && abs(words[0].mean - 0.1) < 1e-12)
    #expect(
      summary(try lines([texts[0]])).groups[0].words.map(\.name) == ["day", "great"])
  }
}
