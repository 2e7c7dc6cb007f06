import Foundation
import Testing
import igtool

/// Outputs that cannot or must not be written.
struct OutputTests {
  private let sandbox = Sandbox()

  @Test(
    "a folder that cannot be written to is status 73",
    arguments: ["/dev/null/maps", "/proc/igtool-tests"])
  func unwritable(folder: String) throws {
    let outcome = try sandbox.explain(Samples.star, "-o", folder)
    expectFailure(outcome, status: 73, folder)
    #expect(sandbox.files.isEmpty)
  }

  @Test("a disk without room is status 74, and no part of a file stays behind")
  func fullDisk() throws {
    // A limit of 8 blocks on every file that is written: 4 or 8 KiB, depending on the shell.
    let outcome = try sandbox.shell(
      "ulimit -f 8; exec \"$IGTOOL\" explain '\(Samples.star)' --model shapes --steps 2 --save npy")
    expectFailure(outcome, status: 74, "star.attribution.npy: cannot be written: ")
    #expect(sandbox.files.isEmpty)
  }

  @Test("a closed pipe on standard output is a quiet end")
  func closedPipe() throws {
    let outcome = try sandbox.shell(
      """
      { "$IGTOOL" explain '\(Samples.folder)' --model shapes --steps 1 --save npy --json 2>errors
      echo $? >status; } | head -c 1
      """)
    #expect(outcome.output == "{")
    #expect(try sandbox.bytes("status") == Array("0\n".utf8))
    #expect(!String(decoding: try sandbox.bytes("errors"), as: UTF8.self).contains("error"))
    #expect(!sandbox.files.contains { $0.hasSuffix(".tmp") })
  }

  @Test("a full device on standard output is status 74")
  func fullStandardOutput() throws {
    for command in [
      "classify '\(Samples.star)' --model shapes", "model list", "--help", "explain --help",
      "explain -h", "--version", "--generate-completion-script zsh",
    ] {
      let outcome = try sandbox.shell("exec \"$IGTOOL\" \(command) >/dev/full")
      expectFailure(outcome, status: 74, "standard output: no space left on device")
    }
  }

  @Test("two pictures that would write the same files are an error before any work")
  func sameStem() throws {
    for name in ["star.png", "star.jpg"] {
      try sandbox.write(try Samples.bytes(Samples.ring), to: name)
    }
    let outcome = try sandbox.explain("star.jpg", "star.png", "-o", "maps")
    expectFailure(outcome, status: 64, "star.jpg and star.png would both write star.*")
    #expect(sandbox.files == ["star.jpg", "star.png"])
  }

  @Test("an output never replaces a picture that is read")
  func protectsInputs() throws {
    let photo = try Samples.bytes(Samples.star)
    for name in ["a.png", "a.mask.png", "a.overlay.png"] { try sandbox.write(photo, to: name) }
    let outcome = try sandbox.explain("a.png", "a.mask.png", "-o", "../here/.")
    expectFailure(outcome, status: 64, "is an input; choose another --output-dir")
    let baseline = try sandbox.explain("a.png", "--save", "overlay", "--baseline", "a.overlay.png")
    expectFailure(baseline, status: 64, "is an input")
    for name in ["a.png", "a.mask.png", "a.overlay.png"] {
      #expect(try sandbox.bytes(name) == photo)
    }
    #expect(sandbox.files == ["a.mask.png", "a.overlay.png", "a.png"])
  }

  @Test("an output that is named after its target does not replace a picture that is read either")
  func protectsInputsFromTargets() throws {
    let photo = try Samples.bytes(Samples.star)
    try sandbox.write(photo, to: "a.png")
    try sandbox.write(photo, to: "a.star-3.mask.png")
    let outcome = try sandbox.explain("a.png", "a.star-3.mask.png", "--target", "top2")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("a.star-3.mask.png is an input"))
    #expect(try sandbox.bytes("a.star-3.mask.png") == photo)
  }

  @Test("--no-clobber keeps files of an earlier run")
  func noClobber() throws {
    try sandbox.write(Array("kept".utf8), to: "star.overlay.png")
    let outcome = try sandbox.explain(Samples.star, "--no-clobber")
    expectFailure(outcome, status: 73, "star.overlay.png: exists already")
    #expect(sandbox.files == ["star.overlay.png"])
    #expect(try sandbox.bytes("star.overlay.png") == Array("kept".utf8))

    try sandbox.write(Array("kept".utf8), to: "star.star-3.mask.png")
    let later = try sandbox.explain(Samples.star, "--no-clobber", "--target", "top2")
    #expect(later.status == 73)
    #expect(try sandbox.bytes("star.star-3.mask.png") == Array("kept".utf8))
    #expect(try sandbox.explain(Samples.ring, "--no-clobber").status == 0)
  }

  @Test("--require-gap ends with status 3 when the gap is larger, with all files written")
  func requireGap() throws {
    let missed = try sandbox.explain(Samples.ring, "--require-gap", "0.0001", "--save", "mask")
    #expect(missed.status == 3)
    #expect(missed.error.contains("igtool: error: \(Samples.ring): completeness gap"))
    #expect(sandbox.files == ["ring.mask.png"])
    let met = try sandbox.run(
      "explain", Samples.ring, "--model", "shapes", "--steps", "100", "--require-gap", "0.5")
    #expect(met.status == 0)
    let none = try sandbox.explain(Samples.ring, "--method", "gradient", "--require-gap", "0.5")
    #expect(none.status == 3)
  }

  @Test("a signal ends the tool, and no temporary file stays behind", arguments: [SIGINT, SIGTERM])
  func signals(number: Int32) throws {
    let program = try sandbox.start(
      "explain", Samples.ring, Samples.star, "--model", "shapes", "--steps", "90000")
    usleep(700_000)
    program.send(number)
    let outcome = program.wait(limit: 60)
    #expect(outcome.signal == number)
    #expect(outcome.error == "")
    #expect(sandbox.files.isEmpty)
  }

  @Test("inputs whose names are alike have files of different names")
  func inputNames() {
    #expect(OutputName.words(of: ["picture", "numbers"]) == ["picture", "numbers"])
    #expect(
      OutputName.words(of: ["x.1", "x_1", "X 1", "\u{753B}"]) == ["x-1-1", "x-1-2", "X-1-3", "4"])
  }
}
