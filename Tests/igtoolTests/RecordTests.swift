import Files
import Foundation
import Testing
import igtool

/// Runs that are recorded, go on where they were stopped, and are done in parts.
struct RecordTests {
  private let sandbox = Sandbox()

  private static let names = ["arrow", "circle", "cross", "ring", "star"]

  /// Lines of a record, as dictionaries.
  private func records(_ name: String = "maps/results.jsonl") throws -> [[String: Any]] {
    try sandbox.bytes(name).split(separator: UInt8(ascii: "\n")).map {
      try #require(JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
    }
  }

  private func writePhotos() throws {
    for name in Self.names {
      try sandbox.write(
        try Samples.bytes("\(Samples.folder)/\(name).png"), to: "photos/\(name).png")
    }
  }

  /// What a run leaves, but its record, and with the seconds in JSON and pages taken out.
  private func results(in folder: String) throws -> [String: [UInt8]] {
    let files = sandbox.files.filter { $0.hasPrefix(folder + "/") }
    return Dictionary(
      uniqueKeysWithValues: try files.map { file in
        var bytes = try sandbox.bytes(file)
        if file.hasSuffix(".json") || file.hasSuffix(".html") {
          let text = String(decoding: bytes, as: UTF8.self)
            .replacing(/"seconds" ?: ?\{[^}]*\}/, with: "").replacing(
              /seconds<.bdi><.th><td><bdi>[0-9.]+/, with: ""
            )
            .replacing(folder, with: "maps")
          bytes = Array(text.utf8)
        }
        return (String(file.dropFirst(folder.count + 1)), bytes)
      })
  }

  @Test("a record has a line for each input, with its files, its reports, and failures in words")
  func lines() throws {
    try writePhotos()
    try sandbox.write(Array("no picture".utf8), to: "photos/bad.png")
    let outcome = try sandbox.explain("photos", "-o", "maps", "--save", "mask,json")
    #expect(outcome.status == 1)
    let records = try records()
    #expect(
      records.map { $0["input"] as? String }
        == ["arrow", "bad", "circle", "cross", "ring", "star"].map { $0 + ".png" })
    #expect(records[1]["status"] as? String == "failed" && records[1]["code"] as? Int == 65)
    #expect((records[1]["message"] as? String)?.contains("photos/bad.png") == true)
    for record in records where record["status"] as? String == "done" {
      let files = try #require(record["files"] as? [String])
      #expect(files.count == 2)
      #expect(
        files.compactMap { FileKind.size(sandbox.path("maps/" + $0)) } == record["sizes"] as? [Int])
      let reports = try #require(record["explanations"] as? [[String: Any]])
      #expect(reports.count == 1 && reports[0]["method"] as? String == "ig")
      #expect((record["key"] as? String)?.count == 64)
    }
  }

  @Test(
    "a run goes on where it was stopped, and does again what is missing, changed or asked otherwise"
  )
  func resume() throws {
    try writePhotos()
    let options = ["explain", "--model", "shapes", "--steps", "2", "photos", "-o", "maps"]
    func run(_ more: String...) throws -> String? {
      let outcome = try sandbox.run(options + ["--save", "mask,npy", "--resume"] + more)
      #expect(outcome.status == 0)
      return outcome.errorLines.last
    }
    #expect(try sandbox.run(options + ["--save", "mask,npy"]).status == 0)
    #expect(try run() == "igtool: 0 of 5 pictures done, 5 done before")
    try FileManager.default.removeItem(atPath: sandbox.path("maps/ring.mask.png"))
    #expect(try run() == "igtool: 1 of 5 pictures done, 4 done before")
    try sandbox.write([0], to: "maps/star.mask.png")
    #expect(try run() == "igtool: 1 of 5 pictures done, 4 done before")
    try sandbox.write(try Samples.bytes(Samples.ring), to: "photos/cross.png")
    #expect(try run() == "igtool: 1 of 5 pictures done, 4 done before")
    #expect(try sandbox.bytes("maps/cross.mask.png") == sandbox.bytes("maps/ring.mask.png"))
    for more in [["--threads", "1"], ["--seed", "3"], ["--gamma", "2"], ["--rule", "left"]] {
      let outcome = try sandbox.run(options + ["--save", "mask,npy", "--resume"] + more)
      let isSame = more[0] == "--threads"
      #expect(
        outcome.errorLines.last?.contains("5 done before") == isSame, "\(more)")
    }
  }

  @Test(
    "what another run has written since under the same names is done again, whoever recorded it")
  func overwritten() throws {
    try writePhotos()
    let options = ["explain", "--model", "shapes", "photos", "-o", "maps", "--save", "npy"]
    #expect(try sandbox.run(options + ["--steps", "2"]).status == 0)
    let before = try results(in: "maps")
    #expect(try sandbox.run(options + ["--steps", "3", "--shard", "1/1"]).status == 0)
    #expect(try results(in: "maps") != before)
    let again = try sandbox.run(options + ["--steps", "2", "--resume"])
    #expect(again.status == 0 && !again.error.contains("done before"))
    #expect(try results(in: "maps") == before)
  }

  @Test("a torn last line is repaired, and its input done again")
  func tornLine() throws {
    try writePhotos()
    let options = ["photos", "-o", "maps", "--save", "mask"]
    func run(_ more: String...) throws -> Outcome {
      try sandbox.run(["explain", "--model", "shapes", "--steps", "2"] + options + more)
    }
    #expect(try run().status == 0)
    let bytes = try sandbox.bytes("maps/results.jsonl")
    try sandbox.write(Array(bytes.dropLast(40)), to: "maps/results.jsonl")
    #expect(try run("--resume").errorLines.last == "igtool: 1 of 5 pictures done, 4 done before")
    #expect(try records().count == 5)
  }

  @Test("a run that is killed at any moment and goes on ends with the files of one that was not")
  func killed() throws {
    try writePhotos()
    let options = [
      "explain", "--model", "shapes", "--steps", "2", "photos", "--save", "mask,overlay,json,html",
      "--target", "top2", "-o",
    ]
    #expect(try sandbox.run(options + ["undisturbed"]).status == 0)
    let whole = try results(in: "undisturbed")
    #expect(whole.count == 5 * 2 * 4 + 1)
    for round in 0..<10 {
      let folder = "killed\(round)"
      for kill in 0..<5 {
        let program = try sandbox.program(options + [folder, "--resume"]).start()
        Thread.sleep(forTimeInterval: 0.05 + 0.05 * Double(round) + 0.013 * Double(kill))
        program.send(SIGKILL)
        _ = program.wait()
      }
      let outcome = try sandbox.run(options + [folder, "--resume"])
      #expect(outcome.status == 0, "\(outcome.errorLines)")
      let files = try results(in: folder)
      #expect(files.keys.sorted() == whole.keys.sorted())
      #expect(files.filter { whole[$0.key] != $0.value }.keys.sorted() == [], "\(folder)")
    }
  }

  @Test("the parts of a run are the run, bit for bit, and each has a record of its own")
  func shards() throws {
    try writePhotos()
    let options = ["explain", "--model", "shapes", "--steps", "2", "photos", "--save", "mask,npy"]
    #expect(try sandbox.run(options + ["-o", "whole"]).status == 0)
    var counts: [Int] = []
    for part in 1...3 {
      #expect(try sandbox.run(options + ["-o", "parts", "--shard", "\(part)/3"]).status == 0)
      counts.append((try? records("parts/results.\(part)-of-3.jsonl").count) ?? 0)
    }
    #expect(counts.reduce(0, +) == 5)
    #expect(try results(in: "parts") == results(in: "whole"))
    let resumed = try sandbox.run(options + ["-o", "parts", "--resume"])
    #expect(resumed.errorLines.last == "igtool: 0 of 5 pictures done, 5 done before")
    for wrong in ["0/3", "4/3", "3", "1/0", "a/b", "-1/3"] {
      #expect(try sandbox.run(options + ["--shard=\(wrong)"]).status == 64, "\(wrong)")
    }
  }

  @Test("parts of many inputs are about equal, and follow from the path alone")
  func shardSizes() throws {
    let shards = try (1...4).map { try #require(Shard(argument: "\($0)/4")) }
    let paths = (0..<4000).map { "train/owls/\($0).jpg" }
    let counts = shards.map { shard in paths.count { shard.has($0) } }
    #expect(counts.reduce(0, +) == 4000)
    // Binomial with a standard deviation of 27.
    #expect(counts.allSatisfy { abs($0 - 1000) < 6 * 27 }, "\(counts)")
  }

  @Test("rows are done when the files of all of them are there")
  func rows() throws {
    let rows = sandbox.path("rows.csv")
    try sandbox.write(try Samples.bytes(Samples.models + "/iris/samples.csv"), to: "rows.csv")
    let options = [
      "explain", "--model", "iris", "--steps", "2", rows, "-o", "maps", "--save", "csv,json",
    ]
    #expect(try sandbox.run(options).status == 0)
    let count = try records().count
    #expect(count > 2)
    #expect(
      try sandbox.run(options + ["--resume"]).errorLines.last
        == "igtool: 0 of \(count) rows done, \(count) done before")
    try FileManager.default.removeItem(atPath: sandbox.path("maps/rows.attribution.csv"))
    #expect(try sandbox.run(options + ["--resume"]).status == 0)
    #expect(sandbox.files.contains("maps/rows.attribution.csv"))
  }

  @Test("a gate that was not met before is not met by going on")
  func gate() throws {
    try writePhotos()
    let options = [
      "explain", "--model", "shapes", "--steps", "2", "photos", "-o", "maps", "--save", "mask",
      "--require-gap", "0.0001",
    ]
    #expect(try sandbox.run(options).status == 3)
    let again = try sandbox.run(options + ["--resume"])
    #expect(again.status == 3)
    #expect(again.errorLines.count { $0.contains("completeness gap") } == 5)
  }

  @Test(
    "what killed processes have left is removed by the next start, and nothing of those that live")
  func leftovers() throws {
    try writePhotos()
    for name in ["maps/.igtool-dead-0.tmp", "maps/.igtool-dead.lock", "maps/.igtool-gone-3.tmp"] {
      try sandbox.write([1, 2, 3], to: name)
    }
    try sandbox.write([1], to: "maps/.igtool-alive-0.tmp")
    let lock = try sandbox.write([], to: "maps/.igtool-alive.lock")
    let descriptor = open(lock, O_RDWR)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    defer { close(descriptor) }
    #expect(try sandbox.explain("photos", "-o", "maps", "--save", "mask").status == 0)
    let left = sandbox.files.filter { $0.contains(".igtool-") }
    #expect(left == ["maps/.igtool-alive-0.tmp", "maps/.igtool-alive.lock"])
  }
}
