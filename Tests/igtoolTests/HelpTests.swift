import Testing

/// What the tool says about itself, and about arguments that it does not understand.
struct HelpTests {
  private let sandbox = Sandbox()

  @Test(
    "every command explains itself and names its flags",
    arguments: [
      ("", ["explain", "classify", "run", "model", "--version"]),
      (
        "explain",
        [
          "--target", "--contrast", "--score", "--method", "--steps", "--rule",
          "--tolerance", "--max-evaluations", "--baseline",
          "--seed", "--require-gap", "--model", "--model-dir", "--offline", "--preprocess",
          "--mean", "--std", "--channel-order", "--size", "--fit", "--labels", "--output-dir",
          "--save", "--json", "--no-clobber", "--canvas", "--allow-corrupt", "--threads",
          "--quiet", "--verbose", "--preview", "--preview-of", "--graphics",
          "igtool explain photo.jpg",
        ]
      ),
      ("classify", ["--top", "--json", "--model", "igtool classify photo.jpg"]),
      (
        "run",
        [
          "--input", "--output-dir", "--output ", "--gradient ", "--gradient-at", "--size",
          "igtool run net.onnx",
        ]
      ),
      (
        "model",
        ["list", "pull", "info", "classes", "verify", "remove", "igtool model list"]
      ),
      ("model list", ["--model-dir", "--json"]), ("model pull", ["--offline", "IGTOOL_MIRROR"]),
      ("model info", ["--json", "--size"]), ("model classes", ["--json", "<pattern>"]),
      ("model verify", ["<model>"]),
      ("model remove", ["<name>"]),
    ])
  func help(command: String, flags: [String]) throws {
    let outcome = try sandbox.run(command.split(separator: " ").map(String.init) + ["--help"])
    expectSuccess(outcome)
    for flag in flags { #expect(outcome.output.contains(flag), "\(command) \(flag)") }
  }

  @Test("the tool without arguments shows its help, and --version its version")
  func bare() throws {
    let outcome = try sandbox.run()
    #expect(outcome.output.contains("SUBCOMMANDS"))
    let version = try sandbox.run("--version")
    expectSuccess(version)
    #expect(version.output.split(separator: ".").count == 3)
  }

  @Test("completion scripts can be had for every shell", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let outcome = try sandbox.run("--generate-completion-script", shell)
    expectSuccess(outcome)
    #expect(outcome.output.contains("baseline"))
  }

  @Test(
    "arguments that make no sense are status 64 and leave no file",
    arguments: [
      (["frobnicate"], "frobnicate"), (["explain"], "<input>"),
      (["explain", Samples.star, "--frobnicate"], "--frobnicate"),
      (["explain", Samples.star, "--steps", "0"], "--steps 0"),
      (["explain", Samples.star, "--steps", "many"], "many"),
      (["explain", Samples.star, "--tolerance", "0"], "--tolerance 0"),
      (["explain", Samples.star, "--tolerance", "nan"], "--tolerance nan"),
      (["explain", Samples.star, "--max-evaluations", "8"], "from 9"),
      (["explain", Samples.star, "--threads", "0"], "--threads 0"),
      (["explain", Samples.star, "--save", "mask,portrait"], "mask,portrait"),
      (["explain", Samples.star, "--opacity", "2"], "--opacity 2"),
      (["explain", Samples.star, "--clip", "101"], "expected a percentile from 0 to 100"),
      (["explain", Samples.star, "--std", "0"], "--std 0"),
      (["explain", Samples.star, "--size", "0"], "--size"),
      (["explain", Samples.star, "--require-gap", "-1"], "--require-gap"),
      (["explain", Samples.star, "--rule", "gauss-legendre", "--steps", "5000"], "4096"),
      (["model", "info"], "<model>"), (["run", "shapes"], "--input"),
    ])
  func usage(arguments: [String], text: String) throws {
    expectUsageError(try sandbox.run(arguments), text)
    #expect(sandbox.files.isEmpty)
  }
}
