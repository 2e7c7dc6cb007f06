import Foundation
import Testing

/// Which pictures a command takes.
struct InputTests {
  private let sandbox = Sandbox()

  private func copySamples(to folder: String) throws {
    for (name, source) in [("b.png", Samples.star), ("a.PNG", Samples.ring)] {
      try sandbox.write(try Samples.bytes(source), to: "\(folder)/\(name)")
    }
    try sandbox.write(Array("notes".utf8), to: "\(folder)/notes.txt")
    try sandbox.write([], to: "\(folder)/.hidden.png")
  }

  @Test("a folder means the pictures in it, by name")
  func folder() throws {
    try copySamples(to: "photos")
    for argument in ["photos", "photos/"] {
      let reports = try sandbox.explain(argument, "--json", "-o", "maps").reports()
      #expect(reports.map(\.image) == ["photos/a.PNG", "photos/b.png"])
    }
  }

  @Test("a pattern that no shell has expanded is expanded")
  func pattern() throws {
    try copySamples(to: "photos")
    let reports = try sandbox.explain("photos/[ab].*", "--json", "-o", "maps").reports()
    #expect(reports.map(\.image) == ["photos/a.PNG", "photos/b.png"])
  }

  @Test("a file whose name is a pattern is that file")
  func patternLikeName() throws {
    try sandbox.write(try Samples.bytes(Samples.star), to: "photo[1].png")
    let report = try sandbox.explain("photo[1].png", "--json").report()
    #expect(report.outputs == ["photo[1].mask.png", "photo[1].overlay.png"])
  }

  @Test("- reads a picture from standard input")
  func standardInput() throws {
    let report = try sandbox.explain("-", "--json", input: Samples.star).report()
    #expect(report.image == "-")
    #expect(report.target.label == "star")
    #expect(sandbox.files == ["stdin.mask.png", "stdin.overlay.png"])
    let empty = try sandbox.explain("-")
    expectFailure(empty, status: 65, "standard input: empty file")
  }

  @Test("several pictures of one command are all explained")
  func several() throws {
    let outcome = try sandbox.explain(Samples.star, Samples.ring, "--save", "mask")
    #expect(outcome.status == 0)
    #expect(sandbox.files == ["ring.mask.png", "star.mask.png"])
  }

  @Test("a name of one letter is a name")
  func shortName() throws {
    try sandbox.write(try Samples.bytes(Samples.star), to: "x")
    #expect(try sandbox.explain("x", "--save", "mask").status == 0)
    #expect(sandbox.files == ["x", "x.mask.png"])
  }

  @Test("what is missing is named, with status 66")
  func missing() throws {
    expectFailure(try sandbox.explain("none.png"), status: 66, "none.png: no such file")
    expectFailure(try sandbox.explain("none*.png"), status: 66, "no file matches")
    expectFailure(
      try sandbox.explain("https://example.org/a b.png"), status: 66,
      "as in curl -O 'https://example.org/a b.png'")
    try sandbox.write([], to: "empty/notes.txt")
    expectFailure(try sandbox.explain("empty"), status: 66, "no pictures in this folder")
    #expect(sandbox.files == ["empty/notes.txt"])
  }

  @Test(
    "a damaged picture is an error of one line that leaves no file",
    arguments: DamagedPicture.allCases)
  func damaged(kind: DamagedPicture) throws {
    try sandbox.write(try kind.bytes(), to: kind.rawValue)
    let outcome = try sandbox.explain(kind.rawValue, "-o", "maps")
    expectFailure(outcome, status: 65, "\(kind.rawValue): \(kind.complaint)")
    #expect(sandbox.files == [kind.rawValue])
    expectFailure(
      try sandbox.run("classify", kind.rawValue, "--model", "shapes"), status: 65, kind.complaint)
  }

  @Test("--allow-corrupt explains what there is, and warns")
  func allowCorrupt() throws {
    let bytes = try DamagedPicture.truncatedPNG.bytes()
    try sandbox.write(bytes, to: "half.png")
    let outcome = try sandbox.explain("half.png", "--allow-corrupt", "--steps", "50")
    #expect(outcome.status == 0)
    #expect(outcome.error.hasPrefix("igtool: warning: half.png: "))
    #expect(sandbox.files == ["half.mask.png", "half.overlay.png", "half.png"])
  }

  @Test("bad pictures among several are named, and the others are complete")
  func someBad() throws {
    try sandbox.write(try DamagedPicture.text.bytes(), to: "text.jpg")
    for (name, source) in [("star.png", Samples.star), ("ring.png", Samples.ring)] {
      try sandbox.write(try Samples.bytes(source), to: name)
    }
    let outcome = try sandbox.explain(
      "star.png", "text.jpg", "none.png", "ring.png", "--save", "mask", "-o", "maps")
    #expect(outcome.status == 1)
    #expect(
      sandbox.files.filter { $0.hasPrefix("maps/") } == [
        "maps/ring.mask.png", "maps/star.mask.png",
      ])
    let errors = outcome.errorLines.filter { $0.hasPrefix("igtool: error: ") }
    #expect(errors.count == 2)
    #expect(errors[0].contains("text.jpg") && errors[1].contains("none.png"))
    #expect(outcome.error.contains("2 of 4 pictures done"))
  }

  @Test("if all of several pictures are bad, the status is that of the first")
  func allBad() throws {
    try sandbox.write(try DamagedPicture.text.bytes(), to: "text.jpg")
    let outcome = try sandbox.explain("text.jpg", "none.png")
    #expect(outcome.status == 65)
    #expect(outcome.output == "")
  }
}
