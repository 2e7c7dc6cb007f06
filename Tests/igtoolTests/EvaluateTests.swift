import Foundation
import Testing

/// `igtool evaluate`.
struct EvaluateTests {
  private let sandbox = Sandbox()

  private typealias Object = [String: Any]

  private func evaluate(_ arguments: [String]) throws -> Outcome {
    try sandbox.run(["evaluate"] + arguments)
  }

  private func objects(_ outcome: Outcome) throws -> [Object] {
    try outcome.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? Object)
    }
  }

  /// The maps of the first explanation of an answer.
  private func maps(_ object: Object) throws -> [Object] {
    let evaluations = try #require(object["evaluations"] as? [Object])
    return try #require(evaluations.first?["maps"] as? [Object])
  }

  /// What a metric has found of a map.
  private func value(_ map: Object, _ metric: String, _ fill: String?) throws -> Object {
    let values = try #require(map["values"] as? [Object])
    return try #require(
      values.first { $0["metric"] as? String == metric && $0["fill"] as? String == fill })
  }

  private func writePhotos(_ names: String...) throws {
    for name in names {
      try sandbox.write(
        try Samples.bytes("\(Samples.folder)/\(name).png"), to: "photos/\(name).png")
    }
  }

  @Test("Each method and control has every metric of every fill, with its step and kind of score")
  func answers() throws {
    let outcome = try evaluate([
      Samples.star, "--model", "shapes", "--method", "ig", "--method", "gradient", "--fill",
      "black", "--fill", "blur", "--parts", "8", "--json",
    ])
    expectSuccess(outcome)
    let objects = try objects(outcome)
    #expect(objects.count == 2)
    let maps = try maps(objects[0])
    #expect(maps.map { $0["method"] as? String } == ["ig", "gradient", "random", "sobel"])
    #expect(maps.map { $0["control"] as? Bool } == [false, false, true, true])
    for map in maps {
      for fill in ["black", "blur"] {
        let deletion = try value(map, "deletion", fill)
        #expect(deletion["step"] as? Int == 96 * 96 / 8)
        #expect(deletion["score"] as? String == "probability")
        let curve = try #require(deletion["curve"] as? Object)
        #expect((curve["scores"] as? [Double])?.count == 9)
        #expect(try value(map, "single-deletion", fill)["score"] as? String == "logit")
      }
    }
    let summary = try #require(objects[1]["summary"] as? Object)
    #expect(summary["methods"] as? [String] == ["ig", "gradient", "random", "sobel"])
    #expect(try value(maps[0], "completeness-gap", nil)["value"] as? Double ?? 1 < 0.05)
    #expect(try value(maps[2], "completeness-gap", nil)["reason"] is String)
  }

  @Test("Tables and texts lose columns and tokens one by one")
  func rowsAndTexts() throws {
    let row = try evaluate([
      Samples.models + "/iris/samples.csv", "--model", "iris", "--rows", "1-3", "--json",
    ])
    expectSuccess(row)
    let objects = try objects(row)
    #expect(objects.count == 4)
    let map = try maps(objects[0])[0]
    let curve = try #require(try value(map, "deletion", "zero")["curve"] as? Object)
    #expect(curve["shares"] as? [Double] == [0, 0.25, 0.5, 0.75, 1])
    let methods = try maps(objects[0]).map { $0["method"] as? String }
    #expect(methods == ["ig", "random"], "a row has no edges")
    let text = try evaluate(["--text", "The walk was quite great.", "--model", "mood", "--json"])
    expectSuccess(text)
    #expect(
      try value(try maps(try self.objects(text)[0])[0], "insertion", "pad")["value"] is Double)
  }

  @Test("A run that goes on gives the numbers of one that was never stopped")
  func resume() throws {
    try writePhotos("star", "ring", "cross")
    let arguments = [
      "photos", "--model", "shapes", "--metric", "deletion,single-deletion", "--fill", "black",
      "--parts", "4", "--save", "json,html,svg",
    ]
    expectSuccess(try evaluate(arguments + ["-o", "whole"]))
    expectSuccess(
      try evaluate(["photos/ring.png"] + arguments.dropFirst() + ["-o", "parts", "--resume"]))
    let rest = try evaluate(arguments + ["-o", "parts", "--resume"])
    #expect(rest.status == 0)
    #expect(rest.error.contains("2 of 3 pictures done, 1 done before"), "\(rest.error)")
    #expect(try sandbox.bytes("whole/evaluation.json") == sandbox.bytes("parts/evaluation.json"))
    #expect(try sandbox.bytes("whole/evaluation.svg") == sandbox.bytes("parts/evaluation.svg"))
    let page = String(decoding: try sandbox.bytes("whole/evaluation.html"), as: UTF8.self)
    #expect(page.contains("<svg") && page.contains("single-deletion"))
    #expect(sandbox.files.contains("whole/star.evaluation.json"))
    let again = try evaluate(arguments + ["-o", "parts", "--resume", "--json"])
    #expect(try objects(again).count == 1, "only what all say together is left to tell")
  }

  @Test("What was measured with another data set's mean is measured again")
  func changedFill() throws {
    try writePhotos("star", "ring")
    try sandbox.write(try Samples.bytes(Samples.ring), to: "set/one.png")
    let arguments = [
      "photos", "--model", "shapes", "--method", "gradient", "--metric", "single-deletion",
      "--fill", "dataset-mean:set", "--save", "json", "-o", "out", "--resume",
    ]
    expectSuccess(try evaluate(arguments))
    #expect(try evaluate(arguments).error.contains("0 of 2 pictures done, 2 done before"))
    try sandbox.write(try Samples.bytes(Samples.star), to: "set/two.png")
    let again = try evaluate(arguments)
    #expect(again.status == 0 && !again.error.contains("done before"), "\(again.error)")
  }

  @Test("Random maps of two inputs are drawn apart, whatever stands beside these")
  func random() throws {
    try writePhotos("star", "ring")
    func sparseness(_ input: String) throws -> [Double] {
      let outcome = try evaluate([input, "--model", "shapes", "--metric", "sparseness", "--json"])
      return try objects(outcome).dropLast().map { object in
        let value = try value(try maps(object)[1], "sparseness", nil)
        return try #require(value["value"] as? Double)
      }
    }
    let both = try sparseness("photos")
    #expect(both.count == 2 && both[0] != both[1])
    #expect(try sparseness("photos/ring.png") == [both[0]])
  }

  @Test("A picture that cannot be read fails by itself, and the others are summed up")
  func failure() throws {
    try writePhotos("star", "ring")
    try sandbox.write(Array("no picture".utf8), to: "photos/bad.png")
    let outcome = try evaluate(["photos", "--model", "shapes", "--metric", "deletion", "--json"])
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("photos/bad.png"))
    let summary = try #require(try objects(outcome).last?["summary"] as? Object)
    #expect(summary["count"] as? Int == 2)
  }

  @Test(
    "What makes no sense is refused in words",
    arguments: [
      (["--fill", "zero"], "--fill zero"), (["--fill", "noise:3"], "expected one"),
      (["--metric", "delition"], "deletion"), (["--method", "ig", "--method", "ig"], "twice"),
      (["--method", "grad-cam", "--steps", "4"], "--steps means nothing"),
      (["--parts", "0"], "--parts 0"), (["--resume"], "--save json"),
      (["--save", "png"], "png"),
    ])
  func refused(_ arguments: [String], _ words: String) throws {
    let outcome = try evaluate([Samples.star, "--model", "shapes"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(sandbox.files.isEmpty)
  }

  @Test("Tables show fill, step and kind of score, and which method is better on how many")
  func text() throws {
    try writePhotos("star", "ring", "cross")
    let outcome = try evaluate([
      "photos", "--model", "shapes", "--method", "ig", "--method", "idgi", "--fill", "black",
      "--metric", "deletion,insertion",
    ])
    expectSuccess(outcome)
    for words in [
      "filled with black", "deletion, insertion: probability, steps of 330", "ig against idgi",
      "sign test",
      "random (control)", "±", "ig against random", "other pairs of methods are in --json",
    ] { #expect(outcome.output.contains(words), "\(words)") }
    #expect(!outcome.output.contains("idgi against"), "the first method alone is compared")
    let sums = try evaluate([Samples.star, "--model", "shapes", "--metric", "completeness-gap"])
    #expect(
      sums.output.contains(
        "completeness-gap: probability; random, sobel: the method promises no sum"),
      "\(sums.output)")
  }
}
