import Foundation
import Testing

/// Several pictures of one command.
struct BatchTests {
  private let sandbox = Sandbox()

  /// Every line, results and messages together, in the order of their writing.
  private func lines(_ arguments: String) throws -> (status: Int32?, lines: [String]) {
    let outcome = try sandbox.shell(
      "exec \"$IGTOOL\" explain --model shapes --steps 2 \(arguments) 2>&1")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    return (outcome.status, lines.filter { !$0.hasPrefix("  → ") })
  }

  @Test("results, warnings and errors come in the order of the pictures")
  func order() throws {
    let (names, starts) = try writeMixture()
    let (status, lines) = try lines("--allow-corrupt --save mask \(names.joined(separator: " "))")
    #expect(status == 1)
    #expect(lines.count == starts.count + 2)
    for (line, start) in zip(lines, starts) {
      #expect(line.split(separator: " ").starts(with: start), "\(line)")
    }
    #expect(lines.dropLast().last?.contains(" of 4 explanations miss the change") == true)
    #expect(lines.last == "igtool: 4 of 6 pictures done, 2 failed")
  }

  /// Good, damaged and missing pictures, and the first words of what is said of them; every map misses
  /// the change of its score with two steps.
  private func writeMixture() throws -> (names: [String], starts: [[Substring]]) {
    let half = try DamagedPicture.truncatedPNG.bytes()
    try sandbox.write(try DamagedPicture.text.bytes(), to: "text.jpg")
    try sandbox.write(half, to: "half1.png")
    try sandbox.write(half, to: "half2.png")
    for (name, source) in [("ring.png", Samples.ring), ("star.png", Samples.star)] {
      try sandbox.write(try Samples.bytes(source), to: name)
    }
    let names = ["ring.png", "text.jpg", "half1.png", "half2.png", "none.png", "star.png"]
    var starts: [[Substring]] = []
    for name in names {
      let alone = try lines("--allow-corrupt --save mask \(name)").lines
      starts += alone.map { Array($0.split(separator: " ").prefix(8)) }
    }
    return (names, starts)
  }

  @Test("a folder gives the same files as its pictures one by one")
  func sameFiles() throws {
    let products = "mask,overlay,npy"
    let names = ["arrow", "circle", "cross", "ring", "star"]
    for name in names {
      let bytes = try Samples.bytes("\(Samples.folder)/\(name).png")
      try sandbox.write(bytes, to: "photos/\(name).png")
      try sandbox.explain("photos/\(name).png", "-o", "single", "--save", products)
    }
    #expect(try sandbox.explain("photos", "-o", "folder", "--save", products).status == 0)
    let files = sandbox.files.filter { $0.hasPrefix("single/") }
    #expect(files.count == 3 * names.count)
    for file in files {
      let other = file.replacing("single/", with: "folder/")
      #expect(try sandbox.bytes(file) == sandbox.bytes(other), "\(file)")
    }
  }

  @Test("what cannot be written ends the command, with all earlier pictures complete")
  func endsAtWriting() throws {
    try sandbox.write([], to: "star.mask.png/something")
    let outcome = try sandbox.explain(
      Samples.ring, Samples.star, Samples.folder + "/arrow.png", Samples.folder + "/cross.png",
      "--save", "mask")
    #expect(outcome.status == 73)
    #expect(outcome.output.hasPrefix("ring.png "))
    #expect(outcome.output.split(separator: "\n").count == 1)
    let errors = outcome.errorLines.filter { $0.hasPrefix("igtool: error: ") }
    #expect(errors.count == 1 && errors[0].contains("star.mask.png: cannot be written"))
    #expect(outcome.errorLines.last == errors.last)
    #expect(sandbox.files == ["ring.mask.png", "star.mask.png/something"])
  }

  @Test("an end does not wait for a picture from standard input")
  func endsWithoutInput() throws {
    try sandbox.write([], to: "star.mask.png/something")
    let outcome = try sandbox.shell(
      """
      mkfifo pipe
      exec 3<>pipe
      exec timeout 60 "$IGTOOL" explain '\(Samples.star)' - --model shapes --steps 2 --save mask <pipe
      """)
    expectFailure(outcome, status: 73, "star.mask.png: cannot be written")
  }

  @Test("quality gates count for every picture of several")
  func gates() throws {
    let limits = ["--require-gap", "0.0001", "--save", "mask"]
    let outcome = try sandbox.run(
      ["explain", "--model", "shapes", "--steps", "2", Samples.ring, Samples.star] + limits)
    #expect(outcome.status == 3)
    let errors = outcome.errorLines.filter { $0.hasPrefix("igtool: error: ") }
    #expect(errors.count == 2)
    #expect(errors[0].contains("ring.png: completeness gap"))
    #expect(errors[1].contains("star.png: completeness gap"))
    #expect(sandbox.files == ["ring.mask.png", "star.mask.png"])
  }
}
