import Foundation
import Testing
import igtool

/// `igtool summarize`.
struct SummarizeTests {
  private let sandbox = Sandbox()

  private struct Answer: Decodable {
    struct Group: Decodable {
      struct Class: Decodable {
        let label: String
        let count: Int
      }
      struct Map: Decodable {
        let pictures: Int
        let cells: [[Double]]
      }
      let method: String
      let model: String
      let explanations: Int
      let classes: [Class]
      let mean_map: Map?
      let columns: [Feature]
      let words: [Feature]
    }
    struct Feature: Decodable {
      let name: String
      let count: Int
    }
    let version: String
    let inputs: Int
    let done: Int
    let failed: Int
    let groups: [Group]
  }

  private func answer(_ outcome: Outcome) throws -> Answer {
    #expect(outcome.status == 0, "\(outcome.error)")
    return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
  }

  /// Writes `results.jsonl` of explained pictures, with pages, as a run notes it.
  private func run(_ folder: String, _ pictures: String...) throws {
    var lines = ""
    for picture in pictures {
      let outcome = try sandbox.explain(
        picture, "--json", "--save", "html", "-o", folder)
      #expect(outcome.status == 0, "\(outcome.error)")
      let name = (picture as NSString).lastPathComponent
      let page = (name as NSString).deletingPathExtension + ".html"
      let report = outcome.output.trimmingCharacters(in: .newlines)
      lines +=
        "{\"input\":\"\(name)\",\"source\":\"\(picture)\",\"status\":\"done\",\"key\":\"\(name)\","
        + "\"files\":[\"\(page)\"],\"seconds\":0.5,\"explanations\":[\(report)]}\n"
    }
    try sandbox.write(Array(lines.utf8), to: folder + "/results.jsonl")
  }

  @Test("a folder is told in tables, and its page leads to those of its pictures")
  func folder() throws {
    try run("maps", Samples.star, Samples.ring)
    let outcome = try sandbox.run("summarize", "maps", "--save", "html", "-o", "report")
    expectSuccess(outcome)
    for text in [
      "2 inputs: 2 explained, 0 failed\n", "\nig on shapes, probability\n",
      "explanations      2\n", "not judged: 2 pictures of 2 classes", "Largest gaps",
      "Mean map of 2 pictures", "  → report/summary.html\n",
    ] {
      #expect(outcome.output.contains(text), "\(text) in \(outcome.output)")
    }
    #expect(!outcome.output.contains("nan") && !outcome.output.contains("Optional"))
    let page = String(decoding: try sandbox.bytes("report/summary.html"), as: UTF8.self)
    #expect(page.contains("<a href=\"./../maps/star.html\"><bdi>star.png</bdi></a>"))
    #expect(page.contains("<strong><bdi>star</bdi></strong> <small class=\"soft\">1</small>"))
    let again = try sandbox.run(
      "summarize", "maps", "--save", "html", "-o", "report", "--no-clobber")
    #expect(again.status == 73 && again.error.contains("--no-clobber"))
  }

  @Test("parts of a run are taken together, and lines of --json are as good as a folder")
  func parts() throws {
    try run("one", Samples.star)
    try run("two", Samples.ring)
    try run("both", Samples.star, Samples.ring)
    let parts = try answer(try sandbox.run("summarize", "one", "two", "--json"))
    let whole = try answer(try sandbox.run("summarize", "both", "--json"))
    #expect(parts.inputs == 2 && parts.done == 2 && parts.failed == 0 && parts.version != "")
    #expect(parts.groups.count == 1 && parts.groups[0].explanations == 2)
    #expect(parts.groups[0].classes.map(\.label) == ["ring", "star"])
    #expect(parts.groups[0].mean_map?.cells == whole.groups[0].mean_map?.cells)
    let piped = try sandbox.shell(
      "\"$IGTOOL\" explain \(Samples.star) \(Samples.ring) --model shapes --steps 2 --json --save html"
        + " | \"$IGTOOL\" summarize - --json")
    #expect(try answer(piped).groups[0].mean_map?.cells == whole.groups[0].mean_map?.cells)
  }

  @Test("a folder has the records of all parts of a run; what is later counts, torn lines do not")
  func records() throws {
    func line(_ input: String, _ message: String) -> String {
      #"{"input":"\#(input)","status":"failed","message":"\#(message)","code":65}"# + "\n"
    }
    try sandbox.write(
      Array((line("a", "old") + line("b", "torn")).utf8), to: "m/results.1-of-2.jsonl")
    try sandbox.write(Array((line("c", "new") + #"{"inp"#).utf8), to: "m/results.2-of-2.jsonl")
    try sandbox.write(Array(line("a", "new").utf8), to: "m/results.jsonl")
    try sandbox.write(Array(line("d", "other").utf8), to: "m/results.copy.jsonl")
    let times = ["results.1-of-2.jsonl": 1.0, "results.2-of-2.jsonl": 2, "results.jsonl": 3]
    for (name, time) in times {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: time)],
        ofItemAtPath: sandbox.path("m/" + name))
    }
    let outcome = try sandbox.run("summarize", "m")
    expectSuccess(outcome)
    #expect(outcome.output.hasPrefix("3 inputs: 0 explained, 3 failed"), "\(outcome.output)")
    #expect(outcome.output.contains("2      65  new   a, c") && !outcome.output.contains("old"))
  }

  private struct Measured: Decodable {
    struct Mean: Decodable {
      let method: String
      let mean: Double?
    }
    struct Metric: Decodable {
      let metric: String
      let fill: String?
      let means: [Mean]
    }
    struct Class: Decodable {
      let label: String
      let count: Int
      let metrics: [Metric]
    }
    struct Measures: Decodable {
      let model: String?
      let methods: [String]
      let count: Int
      let metrics: [Metric]
      let classes: [Class]
    }
    struct Joined: Decodable {
      let metric: String
      let mean: Double
      let count: Int
    }
    struct Group: Decodable {
      let method: String
      let measured: [Joined]
    }
    let inputs: Int
    let groups: [Group]
    let measures: [Measures]
  }

  /// Measures and explains two photos into the folder `run`; returns what measuring has said.
  private func measuredRun() throws -> String {
    let photos = [Samples.star, Samples.ring]
    let evaluated = try sandbox.run(
      ["evaluate"] + photos + [
        "--model", "shapes", "--method", "ig", "--method", "gradient", "--metric",
        "single-deletion", "--fill", "black", "--save", "json", "-o", "run", "--json",
      ])
    expectSuccess(evaluated)
    for photo in photos {
      expectSuccess(
        try sandbox.run("explain", photo, "--model", "shapes", "--resume", "-o", "run"))
    }
    return evaluated.output
  }

  private func summarized(_ path: String) throws -> Measured {
    let outcome = try sandbox.run("summarize", path, "--json")
    expectSuccess(outcome)
    return try JSONDecoder().decode(Measured.self, from: Data(outcome.output.utf8))
  }

  @Test("what evaluate has measured stands beside explanations, of all, of classes and of methods")
  func measures() throws {
    let evaluated = try measuredRun()
    let found = try summarized("run")
    let measures = try #require(found.measures.first)
    #expect(found.inputs == 2 && found.measures.count == 1)
    #expect(measures.model == "shapes" && measures.count == 2)
    #expect(measures.methods == ["ig", "gradient", "random", "sobel"])
    // Each class has one photo: the mean of all is the mean of the classes'.
    #expect(measures.classes.map(\.label) == ["ring", "star"])
    let numbers = measures.classes.compactMap { $0.metrics[0].means[0].mean }
    let mean = try #require(measures.metrics[0].means[0].mean)
    #expect(numbers.count == 2 && abs(mean - numbers.reduce(0, +) / 2) < 1e-12)
    let joined = try #require(found.groups.first { $0.method == "ig" }?.measured.first)
    #expect(joined.metric == "single-deletion" && joined.count == 2 && joined.mean == mean)
    let whole = try #require(
      try JSONSerialization.jsonObject(with: Data(sandbox.bytes("run/evaluation.json")))
        as? [String: Any])
    let metrics = (whole["summary"] as? [String: Any])?["metrics"] as? [[String: Any]]
    let means = try #require(metrics?.first?["means"] as? [[String: Any]])
    #expect(means[0]["mean"] as? Double == mean)
    let shown = try sandbox.run("summarize", "run", "--save", "html", "-o", "page")
    expectSuccess(shown)
    for words in [
      "How good maps are: ig, gradient on shapes", "By class. What is removed is filled with black",
      "Measured: mean ± standard error", "2 inputs: 2 explained",
    ] { #expect(shown.output.contains(words), "\(words) in \(shown.output)") }
    let page = String(decoding: try sandbox.bytes("page/summary.html"), as: UTF8.self)
    #expect(page.contains("How good maps are: ig, gradient on shapes"))
    // Lines of --json say the same, and another network's explanations have nothing to do with it.
    try sandbox.write(Array(evaluated.utf8), to: "lines.jsonl")
    let lines = try summarized("lines.jsonl")
    #expect(lines.measures[0].metrics[0].means[0].mean == mean && lines.inputs == 0)
  }

  @Test("rows have columns, texts have words, and an input that failed is counted")
  func kinds() throws {
    let rows = try sandbox.run(
      "explain", Samples.models + "/iris/samples.csv", "--model", "iris", "--rows", "1-6", "--json")
    try sandbox.write(
      Array(
        (rows.output + #"{"input":"x","status":"failed","message":"x: gone","code":66}"# + "\n")
          .utf8),
      to: "rows.jsonl")
    let found = try answer(try sandbox.run("summarize", "rows.jsonl", "--json"))
    #expect(found.inputs == 7 && found.failed == 1)
    #expect(
      found.groups[0].columns.count == 4 && found.groups[0].columns.allSatisfy { $0.count == 6 })
    #expect(found.groups[0].mean_map == nil)
    let texts = try sandbox.run(
      "explain", Samples.models + "/mood/samples.txt", "--model", "mood", "--json")
    try sandbox.write(Array(texts.output.utf8), to: "texts.jsonl")
    let words = try answer(try sandbox.run("summarize", "texts.jsonl", "--json"))
    #expect(!words.groups[0].words.isEmpty && words.groups[0].words.allSatisfy { $0.count > 1 })
    let shown = try sandbox.run("summarize", "rows.jsonl", "--save", "html")
    #expect(
      shown.output.contains("Columns, by mean |attribution|") && shown.output.contains("gone"))
    #expect(sandbox.files.contains("summary.html"))
  }

  @Test("what is no run is told, with nothing written")
  func errors() throws {
    expectFailure(try sandbox.run("summarize", "nowhere"), status: 66, "nowhere: no such file")
    try sandbox.write([1], to: "maps/star.mask.png")
    expectFailure(
      try sandbox.run("summarize", "maps"), status: 66, "maps: no results.jsonl in this folder")
    try sandbox.write(Array("hello\nworld\n".utf8), to: "text.jsonl")
    expectFailure(
      try sandbox.run("summarize", "text.jsonl", "--save", "html"), status: 65,
      "text.jsonl: no line is a result of igtool")
    expectUsageError(try sandbox.run("summarize"), "<run>")
    expectUsageError(try sandbox.run("summarize", "-", "-"), "standard input")
    expectUsageError(try sandbox.run("summarize", "maps", "--save", "pdf"), "pdf")
    #expect(sandbox.allFiles == ["maps/star.mask.png", "text.jsonl"])
  }

  @Test("hostile names steer no terminal and no page")
  func hostile() throws {
    let name = "a\\u001b[31m<img src=x>"
    try sandbox.write(
      Array(
        #"{"input":"\#(name)","status":"failed","message":"\#(name)","code":65}"#.utf8) + [10],
      to: "run.jsonl")
    let outcome = try sandbox.run("summarize", "run.jsonl", "--save", "html")
    expectSuccess(outcome)
    #expect(!outcome.output.contains("\u{1b}"))
    let page = String(decoding: try sandbox.bytes("summary.html"), as: UTF8.self)
    #expect(!page.contains("<img src=x>") && !page.contains("\u{1b}"))
  }
}
