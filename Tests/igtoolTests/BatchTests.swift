import Files
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

  @Test(
    "a picture whose files cannot be written leaves none, and does not keep the others from being done"
  )
  func goesOnAtWriting() throws {
    try sandbox.write([], to: "star.overlay.png/something")
    let outcome = try sandbox.explain(
      Samples.ring, Samples.star, Samples.folder + "/arrow.png", "--save", "mask,overlay")
    #expect(outcome.status == 1)
    #expect(outcome.output.split(separator: "\n").count == 3)
    let errors = outcome.errorLines.filter { $0.hasPrefix("igtool: error: ") }
    #expect(errors.count == 1 && errors[0].contains("star.overlay.png: cannot be written"))
    #expect(outcome.errorLines.last == "igtool: 2 of 3 pictures done, 1 failed")
    #expect(
      sandbox.allFiles == [
        "arrow.mask.png", "arrow.overlay.png", "results.jsonl", "ring.mask.png", "ring.overlay.png",
        "star.overlay.png/something",
      ])
  }

  @Test("names that are too long, and non-UTF-8 ones, are told and done")
  func names() throws {
    let long = String(repeating: "x", count: 250) + ".png"
    let odd = sandbox.folder + "/photos/" + FileName.text([0x63, 0xE9] + Array(".png".utf8))
    try sandbox.write(try Samples.bytes(Samples.star), to: "photos/\(long)")
    let bytes = try Samples.bytes(Samples.ring)
    let descriptor = odd.withFileName { open($0, O_WRONLY | O_CREAT, 0o666) }
    #expect(bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count)
    close(descriptor)
    let outcome = try sandbox.explain("photos", "-o", "maps", "--save", "mask")
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.contains { $0.contains("file name too long") })
    let names = try Folder.names(in: sandbox.path("maps"))
    #expect(names == [FileName.text([0x63, 0xE9]) + ".mask.png", "results.jsonl"])
    let alone = try sandbox.shell(
      "cd photos; exec \"$IGTOOL\" explain --model shapes --steps 2 --save mask -o ../one c*.png")
    #expect(alone.status == 0)
    #expect(try Folder.names(in: sandbox.path("one")) == [names[0]])
  }

  @Test(
    "a full disk ends the run at the second picture that finds no room, and leaves whole files alone"
  )
  func fullDisk() throws {
    let outcome = try sandbox.shell(
      """
      mkdir disk && mount -t tmpfs -o size=16k none disk || exit 99
      "$IGTOOL" explain --model shapes --steps 2 --save mask,npy -o disk '\(Samples.folder)'
      status=$?
      ls -A disk | sort >files
      umount disk
      exit $status
      """)
    if outcome.status == 99 { return }
    #expect(outcome.status == 74)
    #expect(outcome.errorLines.count { $0.contains("no space left on device") } == 2)
    #expect(outcome.errorLines.last?.contains("0 of ") == true)
    #expect(outcome.errorLines.last?.contains("2 failed, ") == true)
    #expect(outcome.errorLines.last?.hasSuffix(" not tried") == true)
    let left = String(decoding: try sandbox.bytes("files"), as: UTF8.self).split(separator: "\n")
    #expect(left.allSatisfy { $0 == "results.jsonl" }, "\(left)")
  }

  @Test(
    "--fail-fast stops at the first failure, and does not wait for a picture from standard input")
  func failsFast() throws {
    try sandbox.write([], to: "star.mask.png/something")
    let outcome = try sandbox.shell(
      """
      mkfifo pipe
      exec 3<>pipe
      exec timeout 60 "$IGTOOL" explain '\(Samples.star)' - --model shapes --steps 2 --save mask \
        --fail-fast <pipe
      """)
    #expect(outcome.status == 73)
    #expect(outcome.errorLines.contains { $0.contains("star.mask.png: cannot be written") })
    #expect(outcome.errorLines.last == "igtool: 0 of 2 pictures done, 1 failed, 1 not tried")
  }

  @Test(
    "inputs of a list are those of its lines, or of what ends in zero bytes",
    arguments: ["%s\\n%s\\n", "%s\\0%s\\0", "%s\\r\\n\\n%s"])
  func list(format: String) throws {
    let outcome = try sandbox.shell(
      """
      printf '\(format)' '\(Samples.ring)' '\(Samples.star)' |
        "$IGTOOL" explain --model shapes --steps 2 --save mask --from-file - -o maps
      """)
    #expect(outcome.status == 0)
    #expect(sandbox.files == ["maps/ring.mask.png", "maps/star.mask.png"])
    expectFailure(
      try sandbox.explain("--from-file", "none.txt"), status: 66, "none.txt: no such file")
    expectFailure(try sandbox.explain("--from-file", "/dev/null"), status: 66, "expected paths")
  }

  @Test("closed streams are refused in words", arguments: [("<&-", 65), (">&-", 74)])
  func closedStreams(redirection: String, status: Int32) throws {
    let outcome = try sandbox.shell(
      "exec \"$IGTOOL\" explain - --model shapes --steps 2 \(redirection)")
    #expect(outcome.status == status)
    #expect(outcome.errorLines.count == 1 && outcome.errorLines[0].contains("closed"))
    #expect(sandbox.files.isEmpty)
    let folder = try sandbox.shell("exec \"$IGTOOL\" explain - --model shapes <.")
    expectFailure(folder, status: 65, "is a directory")
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
